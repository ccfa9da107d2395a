"""The imports view: the imports on the left, what became of each file on the right, live while one runs."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from archive_app.gui.imports.cell import ARTICLES, FILE, HEIGHT, SENTENCE, STATE, OutcomeDelegate, words
from archive_app.gui.imports.details import OutcomeDetails
from archive_app.gui.imports.wording import counts_sentence, filter_words, run_ending, run_title
from archive_app.gui.lists.empty import EmptyState
from archive_app.gui.lists.paging import PAGE, PagedModel, cards_from
from archive_app.gui.lists.table import CardTable
from archive_app.gui.lists.wording import joined_to_draw, number
from archive_app.gui.theme import SPACE, Theme
from archive_app.model.values import OutcomeState
from archive_app.storage.import_reports import FileOutcome, RunCard, import_runs, outcome_ids, outcomes

if TYPE_CHECKING:
    from sqlmodel import Session

    from archive_app.gui.workspace import Workspace

_FILE_WIDTH = 300
_PAUSE = 300  # milliseconds between looks while an import runs
_KEY = Qt.ItemDataRole.UserRole
_STATES: tuple[OutcomeState | None, ...] = (
    None,
    OutcomeState.IMPORTED,
    OutcomeState.DUPLICATE,
    OutcomeState.REVIEW,
    OutcomeState.FAILED,
)


class ImportsView(QWidget):
    """All imports of the open archive."""

    article_chosen = Signal(int)
    """Carries the key of an article to open."""
    retry_requested = Signal(int)
    """Carries the key of the import whose failed files shall be tried again."""
    export_requested = Signal(int)
    """Carries the key of the import whose report shall be exported."""
    restore_requested = Signal(list)
    """Carries the identities of deleted articles to bring back."""
    import_requested = Signal()

    def __init__(self, workspace: "Workspace", theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._runs: dict[int, RunCard] = {}
        self._run: int | None = None
        self._follows = True
        """Whether the newest import is shown, until somebody chooses another."""
        self._state: OutcomeState | None = None
        self._look = QTimer(self)
        self._look.setSingleShot(True)
        self._look.setInterval(_PAUSE)
        self._look.timeout.connect(self._refresh)
        self._build(theme)
        self._connect()

    def _build(self, theme: Theme) -> None:
        self.runs = QListWidget()
        self.runs.setAccessibleName(self.tr("Imports"))
        self.runs.setMinimumWidth(190)
        self.runs.setWordWrap(True)
        self.runs.setStyleSheet("QListWidget::item { padding: 8px 12px; }")
        self.runs.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.heading = QLabel()
        self.heading.setProperty("role", "heading")
        self.heading.setWordWrap(True)
        self.retry = QPushButton(self.tr("Try Failed Again"))
        self.retry.setToolTip(self.tr("Import just those files of this import again that failed"))
        self.export = QPushButton(self.tr("Export Report…"))
        self._filters = QButtonGroup(self)
        filters = QHBoxLayout()
        filters.setSpacing(SPACE // 2)
        filters.addWidget(QLabel(self.tr("Files:")))
        for at, state in enumerate(_STATES):
            button = QToolButton()
            button.setCheckable(True)
            button.setChecked(state is None)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            if state is not None:
                button.setToolTip(self.tr("Files that came to this, or with articles in them that did"))
            self._filters.addButton(button, at)
            filters.addWidget(button)
        filters.addStretch()
        self.model: PagedModel[FileOutcome] = PagedModel(
            words,
            (self.tr("File"), self.tr("Outcome"), self.tr("What was found"), self.tr("Articles")),
            self,
        )
        self.table = _OutcomeTable(self.model, HEIGHT)
        self.table.setAccessibleName(self.tr("Outcome of each file"))
        header = self.table.horizontalHeader()
        for column, width in ((FILE, _FILE_WIDTH), (STATE, 130), (ARTICLES, 90)):
            header.resizeSection(column, width)
        header.setSectionResizeMode(SENTENCE, QHeaderView.ResizeMode.Stretch)
        header.setStyleSheet("QHeaderView::section:first { padding-left: 16px; }")
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        self._delegate = OutcomeDelegate(self.table, self.model, theme)
        self.table.setItemDelegate(self._delegate)
        self.details = OutcomeDetails(theme)
        self._empty = EmptyState(
            "import",
            self.tr("Nothing was imported yet. Import files or folders, or drop them on the window."),
            theme,
        )
        self.import_button = self._empty.add_button(self.tr("Import…"), primary=True)
        top = QHBoxLayout()
        top.setSpacing(SPACE)
        top.addWidget(self.heading, 1)
        top.addWidget(self.retry)
        top.addWidget(self.export)
        lower = QSplitter(Qt.Orientation.Vertical)
        lower.addWidget(self.table)
        lower.addWidget(self.details)
        lower.setSizes([500, 190])
        lower.setChildrenCollapsible(False)
        right = QWidget()
        right_side = QVBoxLayout(right)
        right_side.setContentsMargins(0, 0, 0, 0)
        right_side.setSpacing(0)
        head = QVBoxLayout()
        head.setContentsMargins(2 * SPACE, SPACE * 3 // 2, 2 * SPACE, SPACE)
        head.setSpacing(SPACE)
        head.addLayout(top)
        head.addLayout(filters)
        right_side.addLayout(head)
        right_side.addWidget(lower, 1)
        both = QSplitter(Qt.Orientation.Horizontal)
        both.addWidget(self.runs)
        both.addWidget(right)
        both.setStretchFactor(1, 1)
        both.setSizes([230, 1000])
        both.setChildrenCollapsible(False)
        self._pages = QStackedWidget()
        self._both = both
        for page in (self._empty, both):
            self._pages.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._pages)

    def _connect(self) -> None:
        self.model.set_source(cards_from(self._workspace, outcomes))
        self.runs.currentItemChanged.connect(lambda item, _before: self._choose_run(item))
        self._filters.idClicked.connect(self._choose_state)
        self.table.chosen_changed.connect(self._show_details)
        self.table.opened.connect(lambda _key: self.details.articles.setFocus())
        self.details.article_chosen.connect(self.article_chosen)
        self.details.restore_requested.connect(self.restore_requested)
        self.retry.clicked.connect(lambda: self._ask(self.retry_requested))
        self.export.clicked.connect(lambda: self._ask(self.export_requested))
        self.import_button.clicked.connect(self.import_requested)

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        for part in (self._delegate, self.details, self._empty):
            part.set_theme(theme)

    def sizeHint(self) -> QSize:
        """Ask for no more room than there is."""
        return QSize(600, 400)

    # What there is ------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the imports again."""
        self._refresh()

    def refresh_soon(self) -> None:
        """Read them again in a moment, if somebody is looking: an import goes on."""
        if self.isVisible() and not self._look.isActive():
            self._look.start()

    def choose_newest(self) -> None:
        """Show the next import as soon as it is there: it is only beginning."""
        self._follows = True
        self.refresh()

    def _refresh(self) -> None:
        under_way = frozenset(self._workspace.archive.imports_under_way)

        def read(session: "Session") -> list[RunCard]:
            return import_runs(session, under_way=under_way)

        self._workspace.read(read, self._show_runs, latest="imports")

    def _show_runs(self, runs: Sequence[RunCard]) -> None:
        self._runs = {run.id: run for run in runs}
        self._pages.setCurrentWidget(self._both if runs else self._empty)
        if not runs:
            return
        if self._follows or self._run not in self._runs:
            self._run = runs[0].id
        if [self.runs.item(at).data(_KEY) for at in range(self.runs.count())] != list(self._runs):
            self._list_runs(runs)
        for at, run in enumerate(runs):
            self.runs.item(at).setText(self._run_words(run))
        self._show_run()

    def _list_runs(self, runs: Sequence[RunCard]) -> None:
        self.runs.blockSignals(True)
        self.runs.clear()
        for run in runs:
            item = QListWidgetItem(self._run_words(run))
            item.setData(_KEY, run.id)
            self.runs.addItem(item)
            if run.id == self._run:
                self.runs.setCurrentItem(item)
        self.runs.blockSignals(False)

    def _run_words(self, run: RunCard) -> str:
        said = self.tr("{done} of {total} files").format(
            done=number(run.dealt_with), total=number(max(run.total, run.dealt_with))
        )
        return f"{joined_to_draw(run_title(run))}\n{joined_to_draw(run.coder, said)}"

    # The chosen import --------------------------------------------------------------------------

    def _choose_run(self, item: QListWidgetItem | None) -> None:
        if item is not None and item.data(_KEY) != self._run:
            self._run = item.data(_KEY)
            self._follows = self._run == max(self._runs)
            self._show_run()

    def _ask(self, signal: SignalInstance) -> None:
        if self._run is not None:
            signal.emit(self._run)

    def _choose_state(self, at: int) -> None:
        self._state = _STATES[at]
        self._read_outcomes()

    def _show_run(self) -> None:
        run = self._runs.get(self._run or 0)
        if run is None:
            return
        self.heading.setText(" ".join(filter(None, (counts_sentence(run.counts), run_ending(run)))))
        failed = run.files.get(OutcomeState.FAILED, 0) + run.failed
        is_under_way = run.id in self._workspace.archive.imports_under_way
        self.retry.setEnabled(bool(failed) and not is_under_way)
        for at, state in enumerate(_STATES):
            button = self._filters.button(at)
            button.setText(filter_words(state, run, is_under_way=is_under_way))
            button.setEnabled(state is None or state is self._state or run.holding.get(state, 0) > 0)
        self._read_outcomes()

    def _read_outcomes(self) -> None:
        run, states = self._run, (self._state,) if self._state is not None else ()
        if run is None:
            return

        def read(session: "Session") -> tuple[list[int], list[FileOutcome]]:
            ids = outcome_ids(session, run, states)
            return ids, outcomes(session, ids[:PAGE])

        self._workspace.read(read, lambda found: self._show_outcomes(run, *found), latest="outcomes")

    def _show_outcomes(self, run: int, ids: list[int], cards: list[FileOutcome]) -> None:
        if run == self._run:
            self.table.fill(ids, cards)
            self._show_details()

    def _show_details(self) -> None:
        chosen = self.table.selected_ids()
        row = self.model.row_of(chosen[0]) if len(chosen) == 1 else -1
        self.details.show_outcome(self.model.card(row) if row >= 0 else None)


class _OutcomeTable(CardTable):
    """Leaves room for what was found where the window is narrow."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = max(120, min(_FILE_WIDTH, self.viewport().width() // 3))
        self.horizontalHeader().resizeSection(FILE, width)
