"""The form that asks for one tag: an actor in a role, or a claim type with a stance."""

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QVBoxLayout, QWidget

from archive_app.gui.coding.candidate_list import ROW, CandidateList
from archive_app.gui.coding.questions import ActorQuestion, ClaimQuestion, Option
from archive_app.gui.coding.segments import Segments
from archive_app.gui.theme import SPACE, Theme
from archive_app.operations.tagging import ActorChoice, ClaimChoice
from archive_app.storage.queries import ActorCard, ClaimTypeCard

_ACTOR, _CLAIM = "actor", "claim"


class TagForm(QWidget):
    """A field that finds names in spite of their spelling, the names it finds, and a role or stance.

    Enter takes the name that is picked out, Ctrl+Enter what was typed, as a new one.
    """

    changed = Signal()
    """Another tag, or none, is chosen."""
    accepted = Signal()
    """Enter was pressed in the field."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._questions: dict[str, ActorQuestion | ClaimQuestion] = {
            _ACTOR: ActorQuestion((), ()),
            _CLAIM: ClaimQuestion((), ()),
        }
        heading = QLabel(self.tr("Tag with"))
        heading.setProperty("role", "section")
        self.kind = Segments(
            (
                Option(_ACTOR, "actor", self.tr("Actor"), self.tr("Who speaks or is spoken of.")),
                Option(_CLAIM, "claim", self.tr("Claim type"), self.tr("What kind of claim it is.")),
            ),
            theme,
        )
        self.kind.set_value(_ACTOR)
        self.field = QLineEdit()
        self.field.setAccessibleName(self.tr("Name of the tag"))
        self.list = CandidateList(theme)
        self.list.setMinimumHeight(3 * ROW)
        self.options = {
            kind: Segments(question.options, theme, with_words=False)
            for kind, question in self._questions.items()
        }
        self.explained = QLabel()
        self.explained.setProperty("role", "caption")
        self.explained.setWordWrap(True)
        self.explained.setMinimumHeight(2 * self.explained.fontMetrics().height())
        self.explained.setAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop)
        card = QFrame()
        card.setProperty("role", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 4, 1, 4)
        inside.addWidget(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        column.addWidget(heading)
        column.addWidget(self.kind)
        column.addWidget(self.field)
        column.addWidget(card, 1)
        for options in self.options.values():
            column.addWidget(options)
        column.addWidget(self.explained)
        for kind, question in self._questions.items():
            self.options[kind].set_value(question.default)
            self.options[kind].chosen.connect(lambda _value: self._tell())
        self.kind.chosen.connect(lambda _kind: self._switch())
        self.field.textChanged.connect(lambda _text: self._offer())
        self.field.installEventFilter(self)
        self.list.accepted.connect(lambda _stays: self._take())
        self.list.selectionModel().currentChanged.connect(lambda *_: self._tell())
        self._switch()

    def set_codebook(self, actors: Sequence[ActorCard], claim_types: Sequence[ClaimTypeCard]) -> None:
        """Offer these; what is typed stays."""
        self._questions = {_ACTOR: ActorQuestion(actors, ()), _CLAIM: ClaimQuestion(claim_types, ())}
        self._offer()

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self.list.set_theme(theme)
        for segments in (self.kind, *self.options.values()):
            segments.set_theme(theme)

    def choose(self, choice: ActorChoice | ClaimChoice) -> None:
        """Fill the form in."""
        kind = _ACTOR if isinstance(choice, ActorChoice) else _CLAIM
        option = choice.role if isinstance(choice, ActorChoice) else choice.stance
        self.kind.set_value(kind)
        self.options[kind].set_value(str(option))
        self._switch()
        self.field.setText(choice.name)

    @property
    def choice(self) -> ActorChoice | ClaimChoice | None:
        """The tag that is chosen; nothing while none is."""
        candidate = self.list.chosen
        if candidate is None:
            return None
        return self._question.choice(candidate, self._option())

    @property
    def _question(self) -> ActorQuestion | ClaimQuestion:
        return self._questions[self.kind.value]

    def _option(self) -> str:
        # A sign behind the name sets the stance, as in the popup.
        return self._question.parse(self.field.text()).option or self.options[self.kind.value].value

    def _switch(self) -> None:
        for kind, options in self.options.items():
            options.setVisible(kind == self.kind.value)
        self.field.setPlaceholderText(self._question.placeholder)
        self._offer()

    def _offer(self) -> None:
        name = self._question.parse(self.field.text()).name
        # With nothing typed nothing is picked out, so that Enter alone never tags.
        self.list.offer(self._question.candidates(name), 0 if name else -1)
        self._tell()

    def _take(self) -> None:
        candidate = self.list.chosen
        if candidate is not None:
            self.field.setText(candidate.name)
            self.field.setFocus()

    def _pick_new(self) -> None:
        rows = self.list.candidates
        if rows and rows[-1].is_new:
            self.list.offer(rows, len(rows) - 1)

    def _tell(self) -> None:
        option = next(each for each in self._question.options if each.value == self._option())
        self.explained.setText(f"{option.label}. {option.hint}")
        self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move in the list with the arrow keys while the keyboard is in the field."""
        if watched is self.field and event.type() == QEvent.Type.KeyPress:
            key, held = cast(QKeyEvent, event).key(), cast(QKeyEvent, event).modifiers()
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(key))
            if step:
                self.list.step(step)
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if held & Qt.KeyboardModifier.ControlModifier:
                    self._pick_new()
                self.accepted.emit()
                return True
        return super().eventFilter(watched, event)
