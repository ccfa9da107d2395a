"""The dialog in which what a search found is looked through, ticked and tagged at once."""

import threading
from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import (
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

from archive_app.gui.finding.place_list import PlaceTable
from archive_app.gui.finding.tag_form import TagForm
from archive_app.gui.lists.wording import number
from archive_app.gui.theme import SPACE, Theme
from archive_app.gui.workspace import Workspace
from archive_app.model.errors import ArchiveError, Cancelled
from archive_app.model.finding import Scope
from archive_app.operations.passages import TaggedAll
from archive_app.operations.tag_results import (
    ResultPlace,
    ResultPlaces,
    TextPlace,
    forecast,
    places_of,
    tag_results,
)
from archive_app.storage.archive import Archive
from archive_app.storage.queries import ActorCard, ClaimTypeCard, actors, claim_types

FindHits = Callable[[Callable[[int, int], None], Callable[[], bool]], Sequence[TextPlace]]
"""Finds what is to be tagged; is given whom to tell how far it is, and whom to ask whether it is wanted."""
_Place = tuple[int, int, int]


class TagResultsDialog(QDialog):
    """Shows what would become passages, asks for a tag, and tags; one Undo takes all of it back."""

    said = Signal(str)
    """Carries a sentence for the status bar."""
    tagged = Signal(object)
    """Carries the tag that was put on (:class:`ActorChoice` or :class:`ClaimChoice`)."""
    _progressed = Signal(int, int, int)

    def __init__(
        self,
        workspace: Workspace,
        theme: Theme,
        query: str,
        find_hits: FindHits,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Tag Results"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(980, 600)
        self._workspace = workspace
        self._find_hits = find_hits
        self._hits: Sequence[TextPlace] | None = None
        self._turn = 0
        self._problem = ""
        self._found = ResultPlaces()
        self._unticked: set[_Place] = set()
        self._cancelled: threading.Event | None = None
        """Asked by the tagging that is under way."""
        self.is_looking = True
        """Whether the list is not yet of what is asked for."""
        self._build(theme, query)
        self._connect()
        workspace.read(lambda session: (actors(session), claim_types(session)), self._offer_tags)
        self.form.field.setFocus()
        self._look()

    # Building -----------------------------------------------------------------------------------

    def _build(self, theme: Theme, query: str) -> None:
        heading = QLabel(self.tr("Results of “{query}”").format(query=query))
        heading.setProperty("role", "heading")
        heading.setTextFormat(Qt.TextFormat.PlainText)
        heading.setWordWrap(True)
        self.scope = QComboBox()
        self.scope.setAccessibleName(self.tr("What becomes a passage"))
        for label, scope in (
            (self.tr("Mark the hit"), Scope.WORDS),
            (self.tr("Mark the sentence"), Scope.SENTENCE),
            (self.tr("Mark the paragraph"), Scope.PARAGRAPH),
        ):
            self.scope.addItem(label, scope)
        head = QHBoxLayout()
        head.addWidget(heading, 1)
        head.addWidget(self.scope, 0, Qt.AlignmentFlag.AlignTop)
        self.summary = QLabel()
        self.summary.setProperty("role", "caption")
        self.summary.setWordWrap(True)
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
        self.note.setWordWrap(True)
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
        self._plain = self.table.styleSheet()
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self.form.set_theme(theme)
        self.table.painter.set_theme(theme)
        ground = f"QTableView {{ background: {theme.raised}; selection-background-color: transparent; }}"
        self.table.setStyleSheet(self._plain + ground)

    def _connect(self) -> None:
        self.scope.currentIndexChanged.connect(lambda _at: self._look())
        self.all.clicked.connect(lambda: self._tick_all(True))
        self.none.clicked.connect(lambda: self._tick_all(False))
        self.table.places.ticks_changed.connect(self._count)
        self.table.left_upwards.connect(self.scope.setFocus)
        self.form.changed.connect(self._tag_changed)
        self.form.accepted.connect(self.apply)
        self.tag.clicked.connect(self.apply)
        self.buttons.rejected.connect(self.reject)
        self._progressed.connect(self._show_progress, Qt.ConnectionType.QueuedConnection)

    def _offer_tags(self, read: tuple[list[ActorCard], list[ClaimTypeCard]]) -> None:
        self.form.set_codebook(*read)

    # Looking ------------------------------------------------------------------------------------

    def _look(self) -> None:
        self._remember_ticks()
        self._turn += 1
        turn, scope, hits, find_hits = (
            self._turn,
            Scope(self.scope.currentData()),
            self._hits,
            self._find_hits,
        )
        archive, report = self._workspace.archive, self._reporter(turn)
        self.is_looking = True
        self.progress.setRange(0, 0)
        self.progress.setVisible(False)
        self._count()

        def is_stale() -> bool:
            return turn != self._turn

        def look() -> tuple[Sequence[TextPlace], ResultPlaces] | str:
            try:
                wanted = hits if hits is not None else find_hits(report, is_stale)
                with archive.reading() as session:
                    return wanted, places_of(session, wanted, scope, progress=report, is_stale=is_stale)
            except ArchiveError as error:
                return str(error)

        def show(outcome: tuple[Sequence[TextPlace], ResultPlaces] | str) -> None:
            if turn != self._turn:
                return
            self.is_looking = False
            self.progress.setVisible(False)
            if isinstance(outcome, str):
                self._problem = outcome
                self._count()
                return
            self._hits, self._found = outcome
            self._show(scope)

        self._workspace.compute(look, show, latest="tag results")

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

    def _show(self, scope: Scope) -> None:
        listed = [place.occurrence for place in self._found.listed]
        ticked = [at for at, place in enumerate(self._found.listed) if _key(place) not in self._unticked]
        self.table.show_places(listed, ticked, scope, names_articles=True)
        self._tag_changed()

    def _remember_ticks(self) -> None:
        for place, row in zip(self._found.listed, self.table.places.rows, strict=False):
            ticked = row.id in self.table.places.ticked
            (self._unticked.discard if ticked else self._unticked.add)(_key(place))

    # Choosing -----------------------------------------------------------------------------------

    def _tick_all(self, on: bool) -> None:
        self.table.places.tick((row.id for row in self.table.places.rows), on)

    def _tag_changed(self) -> None:
        choice = self.form.choice
        if choice is None:
            self.table.places.set_done(frozenset())
        else:
            outcomes = (place.outcome(choice) for place in self._found.listed)
            done = frozenset(at for at, outcome in enumerate(outcomes) if outcome == "done")
            self.table.places.set_done(done)
        self._count()

    def chosen(self) -> list[ResultPlace]:
        """Return the places that are ticked and have no such tag yet."""
        places = self.table.places
        return [
            place for at, place in enumerate(self._found.listed)
            if at in places.ticked and at not in places.done
        ]  # fmt: skip

    def _count(self) -> None:
        chosen = self.chosen()
        self.summary.setText(self._summary())
        self.tag.setText(self.tr("Tag %n place(s)", "", len(chosen)) if chosen else self.tr("Tag"))
        self.tag.setEnabled(bool(chosen) and self.form.choice is not None and not self.is_looking)
        self.note.setText(self._note(chosen))

    def _summary(self) -> str:
        if self._problem:
            return self._problem
        if self.is_looking:
            return self.tr("Looking…")
        found = self._found
        if not found.listed:
            return self.tr("Nothing of it stands in the text of an article.")
        said = self.tr("%Ln place(s)", "", len(found.listed))
        said += " " + self.tr("in %Ln article(s)", "", found.articles)
        if found.gone:
            said += ", " + self.tr("{0} left out, because their text was changed since").format(
                number(found.gone)
            )
        return said

    def _note(self, chosen: Sequence[ResultPlace]) -> str:
        choice = self.form.choice
        if choice is None:
            return self.tr("Choose a tag on the right.") if self._found.listed else ""
        what = forecast(chosen, choice)
        said = [self.tr("%Ln new passage(s)", "", what.new)]
        if what.joins:
            said.append(self.tr("%Ln passage(s) on the same words get the tag", "", what.joins))
        if self.table.places.done:
            said.append(self.tr("{0} have it already").format(number(len(self.table.places.done))))
        return "; ".join(said) + ". " + self.tr("One Undo takes all of it back.")

    # Tagging ------------------------------------------------------------------------------------

    def apply(self) -> None:
        """Tag what is ticked."""
        choice, chosen = self.form.choice, self.chosen()
        if choice is None or not chosen or self.is_looking:
            return
        self._turn += 1
        report, coder = self._reporter(self._turn), self._workspace.coder
        cancelled = self._cancelled = threading.Event()
        self._set_busy(True)

        def tag(archive: Archive) -> TaggedAll | None:
            try:
                return tag_results(
                    archive, chosen, choice, coder=coder, progress=report, cancelled=cancelled.is_set
                )
            except Cancelled:
                return None

        def done(result: TaggedAll | None) -> None:
            self._set_busy(False)
            if result is None:
                self.said.emit(self.tr("Stopped; nothing was tagged."))
                self._count()
                return
            self.said.emit(_outcome(result))
            self.tagged.emit(choice)
            self.accept()

        self._workspace.run(tag, done, lambda: self._set_busy(False))

    def reject(self) -> None:
        """Stop tagging; close when nothing is under way."""
        if self._cancelled is None:
            super().reject()
            return
        self._cancelled.set()
        self.note.setText(self.tr("Stopping…"))

    def _set_busy(self, busy: bool) -> None:
        for part in (self.scope, self.table, self.form, self.tag, self.all, self.none):
            part.setEnabled(not busy)
        self.buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(
            self.tr("Stop") if busy else self.tr("Cancel")
        )
        if busy:
            self.note.setText(self.tr("Tagging…"))
        else:
            self._cancelled = None
        self.progress.setRange(0, 0)
        self.progress.setVisible(busy)

    def done(self, result: int) -> None:
        """Stop looking or tagging, then close."""
        self._turn += 1
        if self._cancelled is not None:
            self._cancelled.set()
        super().done(result)


def _outcome(result: TaggedAll) -> str:
    translate = QCoreApplication.translate
    count = result.made + result.tagged
    said = translate("TagResultsDialog", "Tagged %n place(s). One Undo takes all of it back.", "", count)
    if result.stale:
        left_out = translate(
            "TagResultsDialog", "{0} left out, because their article was changed or deleted."
        )
        said += " " + left_out.format(number(result.stale))
    return said


def _key(place: ResultPlace) -> _Place:
    return (place.occurrence.article_id, place.occurrence.start, place.occurrence.end)
