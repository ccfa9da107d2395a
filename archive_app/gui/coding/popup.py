"""The popup at a selection in which an actor or a claim type is named, with its role or stance."""

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QVBoxLayout, QWidget

from archive_app.gui.coding.candidate_list import ROW, CandidateList, spoken
from archive_app.gui.coding.overlay import SHADOW, Overlay
from archive_app.gui.coding.questions import CANDIDATES, ActorQuestion, Candidate, ClaimQuestion
from archive_app.gui.coding.segments import Segments
from archive_app.gui.theme import Theme
from archive_app.operations.tagging import ActorChoice
from archive_app.storage.queries import ActorCard, ClaimTypeCard, TaggedActor, TaggedClaim

_WIDTH = 408
_KEY = Qt.Key
_DIGITS = (_KEY.Key_1, _KEY.Key_2, _KEY.Key_3, _KEY.Key_4)


class TagPopup(Overlay):
    """Asks for one tag at a time; whoever opened it carries out the answer.

    Enter takes the row that is picked out, Shift+Enter takes it and stays, Ctrl+Enter adds what was typed to
    the codebook whatever is picked out, Tab and Alt+1 to 4 set the role or stance, Esc leaves.
    """

    actor_chosen = Signal(object)
    """Carries an :class:`ActorChoice`."""
    claim_chosen = Signal(object)
    """Carries a :class:`ClaimChoice`."""
    dismissed = Signal()
    """It closed without a further answer."""

    def __init__(self, below: QWidget, theme: Theme) -> None:
        super().__init__(below, theme)
        self.setObjectName("tag-popup")
        self._about_actors = ActorQuestion((), ())
        self._about_claims = ClaimQuestion((), ())
        self._question: ActorQuestion | ClaimQuestion = self._about_actors
        self._option = ""

        self.field = QLineEdit(self)
        self.field.setObjectName("tag-field")
        self.field.textChanged.connect(self._typed)
        self.field.installEventFilter(self)
        self._line_above = QFrame(self)
        self._line_above.setProperty("role", "line")
        self.list = CandidateList(theme, self)
        self.list.accepted.connect(lambda stays: self._accept(stays=stays))
        self.list.selectionModel().currentChanged.connect(lambda *_: self._say_chosen())
        self._empty = QLabel(self)
        self._empty.setProperty("role", "caption")
        self._empty.setWordWrap(True)
        self._empty.setContentsMargins(14, 10, 14, 12)
        self._line_below = QFrame(self)
        self._line_below.setProperty("role", "line")
        self._foot = QFrame(self)
        self._hint = QLabel(self._foot)
        self._hint.setProperty("role", "caption")
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(10, 8, 10, 8)
        foot.setSpacing(6)
        self._segments = {
            kind: Segments(question.options, theme, takes_keyboard=False, parent=self._foot)
            for kind, question in (("actor", self._about_actors), ("claim", self._about_claims))
        }
        for segments in self._segments.values():
            segments.chosen.connect(self._set_option)
            foot.addWidget(segments)
        foot.addWidget(self._hint)
        column = QVBoxLayout(self)
        column.setContentsMargins(SHADOW + 1, SHADOW + 1, SHADOW + 1, SHADOW + 1)
        column.setSpacing(0)
        column.addWidget(self.field)
        column.addWidget(self._line_above)
        column.addSpacing(4)
        column.addWidget(self.list, 1)
        column.addWidget(self._empty)
        column.addSpacing(4)
        column.addWidget(self._line_below)
        column.addWidget(self._foot)
        self.set_theme(theme)

    # Asking -------------------------------------------------------------------------------------

    def prepare(self, actors: Sequence[ActorCard], claim_types: Sequence[ClaimTypeCard]) -> None:
        """Index a codebook ahead of time, so that the first question opens as fast as the next ones."""
        self._about_actors = self._about_actors.about(actors, ())
        self._about_claims = self._about_claims.about(claim_types, ())
        QTimer.singleShot(0, self._about_actors.prepare)

    def ask_actor(
        self,
        anchor: QRect,
        codebook_actors: Sequence[ActorCard],
        current: Sequence[TaggedActor] = (),
    ) -> None:
        """Open beside ``anchor``, in global pixels; ``current`` stand on the passage already."""
        self._about_actors = self._about_actors.about(codebook_actors, current)
        self._ask(anchor, self._about_actors)

    def ask_claim(
        self,
        anchor: QRect,
        claim_types: Sequence[ClaimTypeCard],
        current: Sequence[TaggedClaim] = (),
    ) -> None:
        """Open beside ``anchor``, in global pixels; ``current`` stand on the passage already."""
        self._about_claims = self._about_claims.about(claim_types, current)
        self._ask(anchor, self._about_claims)

    @property
    def segments(self) -> Segments:
        """Return the row of roles or stances that shows."""
        return self._segments["actor" if isinstance(self._question, ActorQuestion) else "claim"]

    @property
    def empty_sentence(self) -> str:
        """Return what stands where there is nothing to offer."""
        return self._empty.text()

    @property
    def option(self) -> str:
        """Return the role or stance that an answer would have now."""
        return self._question.parse(self.field.text()).option or self._option

    def _ask(self, anchor: QRect, question: ActorQuestion | ClaimQuestion) -> None:
        self._question = question
        self._option = question.default
        asks_actor = isinstance(question, ActorQuestion)
        self._segments["actor"].setVisible(asks_actor)
        self._segments["claim"].setVisible(not asks_actor)
        name = self.tr("Tag an actor") if asks_actor else self.tr("Tag a claim type")
        self.setAccessibleName(name)
        self.field.setAccessibleName(name)
        self.field.setPlaceholderText(question.placeholder)
        self._hint.setText(
            self.tr("Tab sets the role · Shift+Enter stays · Esc leaves")
            if asks_actor
            else self.tr("Tab or + − = sets the stance · Shift+Enter stays · Esc leaves")
        )
        self._empty.setText(question.empty)
        self.field.blockSignals(True)
        self.field.clear()
        self.field.blockSignals(False)
        self._offer()
        self.open_sheet(anchor, self.field)
        # Once the popup is on screen: the first letters need none of it.
        QTimer.singleShot(0, question.prepare)

    # Choosing -----------------------------------------------------------------------------------

    def _typed(self, _text: str) -> None:
        self._offer()
        self.place()

    def _offer(self) -> None:
        typed = self._question.parse(self.field.text())
        candidates = self._question.candidates(typed.name)
        # With nothing typed nothing is picked out, so that Enter alone never tags by accident.
        self.list.offer(candidates, 0 if typed.name else -1)
        self.list.setVisible(bool(candidates))
        self._empty.setVisible(not candidates)
        self._show_option()
        self._say_chosen()

    def _accept(self, *, stays: bool = False, creates: bool = False) -> None:
        name = self._question.parse(self.field.text()).name
        candidate = self.list.chosen
        if creates:
            # A name that exists already is taken, not added a second time.
            candidate = self._question.creation(name) or candidate
        if candidate is not None:
            self._answer(candidate, stays)

    def _answer(self, candidate: Candidate, stays: bool) -> None:
        option = self.option
        choice = self._question.choice(candidate, option)
        if stays:
            self._question = self._question.with_chosen(candidate, option)
            self._option = self._question.default
            self.field.clear()
            self._offer()
            self.place()
        else:
            self.close_sheet()
        if isinstance(choice, ActorChoice):
            self.actor_chosen.emit(choice)
        else:
            self.claim_chosen.emit(choice)

    def leave(self) -> None:
        """Close without an answer."""
        if self.isVisible():
            self.close_sheet()
            self.dismissed.emit()

    # Role and stance ----------------------------------------------------------------------------

    def _set_option(self, value: str) -> None:
        self._option = value
        if self._question.parse(self.field.text()).option is not None:
            # The sign at the end of the text would win over the key just pressed.
            self.field.setText(self.field.text().rstrip()[:-1].rstrip())
        self._show_option()
        self._say_chosen()

    def _show_option(self) -> None:
        self.segments.set_value(self.option)

    def _step_option(self, by: int) -> None:
        values = [option.value for option in self._question.options]
        self._set_option(values[(values.index(self.option) + by) % len(values)])

    def _say_chosen(self) -> None:
        candidate = self.list.chosen
        label = next((o.label for o in self._question.options if o.value == self.option), "")
        said = f"{spoken(candidate)}, {label}" if candidate else label
        self.field.setAccessibleDescription(said)

    # Keys ---------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that choose before the field and the window's shortcuts see them."""
        if watched is self.field and event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            action = self._action_of(cast(QKeyEvent, event))
            if action is not None:
                if event.type() == QEvent.Type.KeyPress:
                    action()
                event.accept()
                return True
        return super().eventFilter(watched, event)

    def _action_of(self, event: QKeyEvent):  # type: ignore[no-untyped-def]  # a function without arguments, or none
        key, held = event.key(), event.modifiers()
        control = bool(held & Qt.KeyboardModifier.ControlModifier)
        shift = bool(held & Qt.KeyboardModifier.ShiftModifier)
        alt = bool(held & Qt.KeyboardModifier.AltModifier)
        if key in (_KEY.Key_Return, _KEY.Key_Enter):
            return lambda: self._accept(stays=shift, creates=control)
        if key in _DIGITS[: len(self._question.options)] and (alt or control):
            value = self._question.options[_DIGITS.index(_KEY(key))].value
            return lambda: self._set_option(value)
        simple = {
            _KEY.Key_Escape: self.leave,
            _KEY.Key_Tab: lambda: self._step_option(1),
            _KEY.Key_Backtab: lambda: self._step_option(-1),
            _KEY.Key_Down: lambda: self.list.step(1),
            _KEY.Key_Up: lambda: self.list.step(-1),
            _KEY.Key_PageDown: lambda: self.list.step(CANDIDATES),
            _KEY.Key_PageUp: lambda: self.list.step(-CANDIDATES),
        }
        return simple.get(_KEY(key)) if not control and not alt else None

    # Size and colours ---------------------------------------------------------------------------

    def fitting_size(self, room: int) -> QSize:
        """Return the size that shows all rows, or as many as there is room for."""
        wanted = self._size_with(self.list.height_of_all() if self.list.candidates else -1)
        return QSize(min(_WIDTH, self._bounds().width()), min(wanted, max(room, self._size_with(2 * ROW))))

    def largest_size(self) -> QSize:
        """Return the size with every row that there could be."""
        return QSize(min(_WIDTH, self._bounds().width()), self._size_with((CANDIDATES + 1) * ROW))

    def _size_with(self, list_height: int) -> int:
        middle = list_height if list_height >= 0 else self._empty.heightForWidth(_WIDTH - 2)
        return self.field.sizeHint().height() + self._foot.sizeHint().height() + middle + 2 + 8 + 2

    def set_theme(self, theme: Theme) -> None:
        """Take on a theme's colours."""
        super().set_theme(theme)
        self.field.setStyleSheet(
            f"QLineEdit {{ border: 0; background: transparent; padding: 11px 14px 10px 14px;"
            f" font-size: 11pt; color: {theme.text}; }}"
        )
        self.list.set_theme(theme)
        for segments in self._segments.values():
            segments.set_theme(theme)
