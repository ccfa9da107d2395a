"""The dialog in which all places of some words are looked through, ticked and tagged at once."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from sqlmodel import Session

from archive_app.gui.finding.place_list import PlaceTable
from archive_app.gui.finding.tag_form import TagForm
from archive_app.gui.lists.field import SearchField
from archive_app.gui.lists.wording import number
from archive_app.gui.theme import SPACE, Theme
from archive_app.gui.workspace import Workspace
from archive_app.model.finding import Scope, Wanted, wanted, wanted_names
from archive_app.model.values import Role
from archive_app.operations.occurrences import Occurrence, Occurrences, find_occurrences
from archive_app.operations.passages import TaggedAll, tag_occurrences
from archive_app.operations.tagging import ActorChoice
from archive_app.storage.queries import ActorCard, ClaimTypeCard, actors, claim_types

_PAUSE = 150  # milliseconds after a key before it is looked for
_Place = tuple[int, int, int]


@dataclass(frozen=True)
class Asked:
    """What the dialog begins with."""

    words: str = ""
    whole_words: bool = False
    actor: ActorCard | None = None
    """Whose names are looked for, instead of words."""
    article_id: int | None = None
    """The open article."""


class TagAllDialog(QDialog):
    """Finds, shows, asks for a tag, and tags; one Undo takes all of it back."""

    said = Signal(str)
    """Carries a sentence for the status bar."""
    tagged = Signal(object)
    """Carries the tag that was put on (:class:`ActorChoice` or :class:`ClaimChoice`)."""
    _progressed = Signal(int, int, int)

    def __init__(
        self, workspace: Workspace, theme: Theme, asked: Asked, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Tag All Occurrences"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(980, 600)
        self._workspace = workspace
        self._asked = asked
        self._turn = 0
        self._unticked: set[_Place] = set()
        self._found = Occurrences()
        self.is_looking = False
        """Whether the list is not yet of what is asked for."""
        self._build(theme)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._look)
        self._connect()
        if asked.actor is not None:
            self.form.choose(ActorChoice(asked.actor.name, Role.MENTIONED))
        workspace.read(lambda session: (actors(session), claim_types(session)), self._offer_tags)
        (self.form.field if asked.words or asked.actor else self.words).setFocus()
        self._look()

    # Building -----------------------------------------------------------------------------------

    def _build(self, theme: Theme) -> None:
        asked = self._asked
        self.words = SearchField(self.tr("Words to find"), theme)
        self.words.setText(asked.words)
        self.whole_words = QCheckBox(self.tr("Whole words"))
        self.whole_words.setChecked(asked.whole_words)
        whose = QLabel(self.tr("Names of {actor}").format(actor=asked.actor.name if asked.actor else ""))
        whose.setProperty("role", "heading")
        for part in (self.words, self.whole_words):
            part.setVisible(asked.actor is None)
        whose.setVisible(asked.actor is not None)
        self.where = QComboBox()
        self.where.setAccessibleName(self.tr("Where"))
        if asked.article_id is not None:
            self.where.addItem(self.tr("in this article"), asked.article_id)
        self.where.addItem(self.tr("in the whole archive"), None)
        self.scope = QComboBox()
        self.scope.setAccessibleName(self.tr("What becomes a passage"))
        for label, scope in (
            (self.tr("Mark the words"), Scope.WORDS),
            (self.tr("Mark the sentence"), Scope.SENTENCE),
            (self.tr("Mark the paragraph"), Scope.PARAGRAPH),
        ):
            self.scope.addItem(label, scope)
        head = QHBoxLayout()
        head.setSpacing(SPACE)
        head.addWidget(self.words, 1)
        head.addWidget(whose, 1)
        for choice in (self.whole_words, self.where, self.scope):
            head.addWidget(choice)

        self.summary = QLabel()
        self.summary.setProperty("role", "caption")
        self.all, self.none = QPushButton(self.tr("Tick All")), QPushButton(self.tr("Tick None"))
        line = QHBoxLayout()
        line.addWidget(self.summary, 1)
        for button in (self.all, self.none):
            button.setProperty("flat", True)
            button.setAutoDefault(False)
            line.addWidget(button)
        self.table = PlaceTable(theme)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(self.tr("Progress"))
        kept = self.progress.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self.progress.setSizePolicy(kept)
        card = QFrame()
        card.setProperty("role", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 4, 1, 4)
        inside.addWidget(self.table)
        left = QVBoxLayout()
        left.setSpacing(SPACE // 2)
        left.addLayout(line)
        left.addWidget(card, 1)
        left.addWidget(self.progress)
        self.form = TagForm(theme)
        self.form.setFixedWidth(264)
        middle = QHBoxLayout()
        middle.setSpacing(2 * SPACE)
        middle.addLayout(left, 1)
        middle.addWidget(self.form)

        self.note = QLabel()
        self.note.setProperty("role", "caption")
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.tag = QPushButton()
        self.tag.setProperty("primary", True)
        self.tag.setDefault(True)
        self.buttons.addButton(self.tag, QDialogButtonBox.ButtonRole.ActionRole)
        foot = QHBoxLayout()
        foot.addWidget(self.note, 1)
        foot.addWidget(self.buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        column.setSpacing(SPACE + 4)
        column.addLayout(head)
        column.addLayout(middle, 1)
        column.addLayout(foot)
        theme_ground = (
            f"QTableView {{ background: {theme.raised}; selection-background-color: transparent; }}"
        )
        self.table.setStyleSheet(self.table.styleSheet() + theme_ground)

    def _connect(self) -> None:
        self.words.textChanged.connect(lambda _text: self._pause.start())
        self.words.entered.connect(self.table.enter_list)
        self.words.accepted.connect(self._look)
        self.whole_words.toggled.connect(lambda _on: self._look())
        self.where.currentIndexChanged.connect(lambda _at: self._look())
        self.scope.currentIndexChanged.connect(lambda _at: self._look())
        self.all.clicked.connect(lambda: self._tick_all(True))
        self.none.clicked.connect(lambda: self._tick_all(False))
        self.table.places.ticks_changed.connect(self._count)
        self.table.left_upwards.connect(self.words.setFocus)
        self.form.changed.connect(self._tag_changed)
        self.form.accepted.connect(self.apply)
        self.tag.clicked.connect(self.apply)
        self.buttons.rejected.connect(self.reject)
        self._progressed.connect(self._show_progress, Qt.ConnectionType.QueuedConnection)

    def _offer_tags(self, read: tuple[list[ActorCard], list[ClaimTypeCard]]) -> None:
        self.form.set_codebook(*read)

    # Looking ------------------------------------------------------------------------------------

    @property
    def sought(self) -> tuple[Wanted, ...]:
        """What is looked for."""
        actor = self._asked.actor
        return wanted_names((actor.name, *actor.aliases)) if actor else wanted(self.words.text())

    def _look(self) -> None:
        self._pause.stop()
        self._remember_ticks()
        self._turn += 1
        turn, sought, scope, article_id = self._turn, self.sought, self._scope(), self.where.currentData()
        whole_words = self._asked.actor is not None or self.whole_words.isChecked()
        self.is_looking = bool(sought)
        self.progress.setRange(0, 0)
        self.progress.setVisible(False)
        if not sought:
            self._show(Occurrences(), scope, article_id)
            return
        report = self._reporter(turn)

        def look(session: Session) -> Occurrences:
            return find_occurrences(
                session, sought, scope=scope, whole_words=whole_words, article_id=article_id,
                progress=report, is_stale=lambda: turn != self._turn,
            )  # fmt: skip

        def show(found: Occurrences) -> None:
            if turn == self._turn:
                self._show(found, scope, article_id)

        self._workspace.read(look, show, latest="tag all")

    def _reporter(self, turn: int) -> Callable[[int, int], None]:
        def report(done: int, total: int) -> None:
            try:
                self._progressed.emit(turn, done, total)
            except RuntimeError:
                # The dialog is gone; nobody looks at how far it is.
                return

        return report

    def _show_progress(self, turn: int, done: int, total: int) -> None:
        if turn == self._turn and total > 1:
            self.progress.setRange(0, total)
            self.progress.setValue(done)
            self.progress.setVisible(True)

    def _show(self, found: Occurrences, scope: Scope, article_id: int | None) -> None:
        self.is_looking = False
        self.progress.setVisible(False)
        self._found = found
        ticked = [at for at, place in enumerate(found.listed) if _key(place) not in self._unticked]
        self.table.show_places(found.listed, ticked, scope, names_articles=article_id is None)
        self._tag_changed()

    def _remember_ticks(self) -> None:
        for row in self.table.places.rows:
            ticked = row.id in self.table.places.ticked
            (self._unticked.discard if ticked else self._unticked.add)(_key(row.place))

    def _scope(self) -> Scope:
        return Scope(self.scope.currentData())

    # Choosing -----------------------------------------------------------------------------------

    def _tick_all(self, on: bool) -> None:
        self.table.places.tick((row.id for row in self.table.places.rows), on)

    def _tag_changed(self) -> None:
        choice, places = self.form.choice, self.table.places
        done = frozenset(row.id for row in places.rows if choice is not None and choice in row.place.tags)
        places.set_done(done)
        self._count()

    def _count(self) -> None:
        places = self.table.places
        self.summary.setText(self._summary())
        chosen = len(places.chosen())
        self.tag.setText(self.tr("Tag %n place(s)", "", chosen) if chosen else self.tr("Tag"))
        choice = self.form.choice
        self.tag.setEnabled(bool(chosen) and choice is not None and not self.is_looking)
        self.note.setText(
            self.tr("Choose a tag for them.")
            if choice is None and places.rows
            else self.tr("Each place becomes a passage of its own. One Undo takes all of it back.")
        )

    def _summary(self) -> str:
        found, places = self._found, self.table.places
        if not self.sought:
            return self.tr("Type what to find.")
        if not found.listed:
            return self.tr("Not found.")
        said = self.tr("%n place(s)", "", len(found.listed))
        if self.where.currentData() is None:
            said += " " + self.tr("in %n article(s)", "", found.articles)
        if found.is_cut:
            said += ", " + self.tr("the first of more")
        if places.done:
            said += ", " + self.tr("{0} with this tag already").format(number(len(places.done)))
        return said

    # Tagging ------------------------------------------------------------------------------------

    def apply(self) -> None:
        """Tag what is ticked."""
        choice, chosen = self.form.choice, self.table.places.chosen()
        if choice is None or not chosen or self.is_looking:
            return
        self._turn += 1
        report, coder = self._reporter(self._turn), self._workspace.coder
        self._set_busy(True)

        def done(result: TaggedAll) -> None:
            count = result.made + result.tagged
            self.said.emit(self.tr("Tagged %n place(s). One Undo takes all of it back.", "", count))
            self.tagged.emit(choice)
            self.accept()

        self._workspace.run(
            lambda archive: tag_occurrences(archive, chosen, choice, coder=coder, progress=report),
            done,
            lambda: self._set_busy(False),
        )

    def _set_busy(self, busy: bool) -> None:
        parts = (self.words, self.whole_words, self.where, self.scope, self.table, self.form, self.buttons)
        for part in parts:
            part.setEnabled(not busy)
        self.progress.setRange(0, 0)
        self.progress.setVisible(busy)

    def done(self, result: int) -> None:
        """Stop looking, then close."""
        self._turn += 1
        self._pause.stop()
        super().done(result)


def _key(place: Occurrence) -> _Place:
    return (place.article_id, place.start, place.end)
