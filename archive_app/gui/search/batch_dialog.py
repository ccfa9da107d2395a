"""The dialog that counts what many queries find, pasted or from a file, and exports the counts."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from archive_app.gui.dialogs import Dialogs
from archive_app.gui.lists.empty import EmptyState
from archive_app.gui.search.count_table import Cell, CountTable
from archive_app.gui.search.long_work import LongWork
from archive_app.gui.theme import SPACE, Theme
from archive_app.gui.workspace import Workspace
from archive_app.model.errors import ArchiveError
from archive_app.operations.batch_search import BatchResult, batch_search, batch_tables, write_batch
from archive_app.operations.query_lists import query_file_text, read_queries
from archive_app.operations.searching import Searching

_Rows = Sequence[Sequence[Cell]]


def _tr(text: str) -> str:
    return QCoreApplication.translate("BatchDialog", text)


def _title(column: str) -> str:
    titles = {
        "line": _tr("Line"), "name": _tr("Name"), "query": _tr("Query"), "articles": _tr("Articles"),
        "passages": _tr("Passages"), "hits": _tr("Hits"), "note": _tr("Note"), "article_id": _tr("No."),
        "article_title": _tr("Article"), "outlet": _tr("Outlet"), "published": _tr("Date"),
        "month": _tr("Month"),
    }  # fmt: skip
    return titles[column]


class BatchDialog(QDialog):
    """Takes a list of queries, counts in the background, shows and exports the tables."""

    said = Signal(str)
    """Carries a sentence for the status bar."""
    query_chosen = Signal(str)
    """Carries a query to search for: its row was opened."""

    def __init__(
        self, workspace: Workspace, searching: Searching, dialogs: Dialogs, theme: Theme, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Batch Search"))
        self.resize(1240, 660)
        self._workspace = workspace
        self._searching = searching
        self._dialogs = dialogs
        self._work: LongWork | None = None
        self.result_shown: BatchResult | None = None
        """The counts that are shown."""
        self._build(theme)
        self._connect()
        self._show_state()
        self.text.setFocus()

    # Building -----------------------------------------------------------------------------------

    def _build(self, theme: Theme) -> None:
        self.text = QPlainTextEdit()
        self.text.setAccessibleName(self.tr("Queries, one a line"))
        self.text.setPlaceholderText('shelling\n"arms embargo" OR embargo*\nactor:… after:2019')
        self.text.setTabChangesFocus(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        heading = QLabel(self.tr("Queries"))
        heading.setProperty("role", "section")
        hint = QLabel(
            self.tr("One query a line, as in the search box; commas are text. What begins with a line that "
                "names a column “query” (and perhaps “name”) is read as CSV.")
        )  # fmt: skip
        hint.setProperty("role", "caption")
        hint.setWordWrap(True)
        self.open_button = QPushButton(self.tr("Open File…"))
        self.count_button = QPushButton(self.tr("Count"))
        self.count_button.setProperty("primary", True)
        self.count_button.setToolTip(self.tr("Count what each query finds (Ctrl+Enter)"))
        self.count_button.setShortcut("Ctrl+Return")
        for button in (self.open_button, self.count_button):
            button.setAutoDefault(False)
        buttons = QHBoxLayout()
        buttons.addWidget(self.open_button)
        buttons.addStretch()
        buttons.addWidget(self.count_button)
        left = QVBoxLayout()
        left.setSpacing(SPACE)
        left.addWidget(heading)
        left.addWidget(self.text, 1)
        left.addWidget(hint)
        left.addLayout(buttons)

        self.which = QComboBox()
        self.which.setAccessibleName(self.tr("Which counts"))
        self.summary = QLabel()
        self.summary.setProperty("role", "caption")
        self.summary.setWordWrap(True)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setFixedWidth(140)
        self.progress.setAccessibleName(self.tr("Progress"))
        self.stop_button = QPushButton(self.tr("Stop"))
        self.stop_button.setAutoDefault(False)
        line = QHBoxLayout()
        line.setSpacing(SPACE)
        line.addWidget(self.which)
        line.addWidget(self.summary, 1)
        line.addWidget(self.progress)
        line.addWidget(self.stop_button)
        self.tables: list[CountTable] = []
        self.pages = QStackedWidget()
        self._begin = EmptyState("", self.tr("Paste queries or open a file, then press Count."), theme)
        self.pages.addWidget(self._begin)
        names = (
            self.tr("Per query"), self.tr("Per article"), self.tr("Per outlet"), self.tr("Per month")
        )  # fmt: skip
        for name, table in zip(names, batch_tables(BatchResult()), strict=True):
            self.which.addItem(name)
            shown = CountTable(table.columns, [_title(column) for column in table.columns], theme)
            shown.setAccessibleName(name)
            self.tables.append(shown)
            self.pages.addWidget(shown)
        card = QFrame()
        card.setProperty("role", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 4)
        inside.addWidget(self.pages)
        right = QVBoxLayout()
        right.setSpacing(SPACE)
        right.addLayout(line)
        right.addWidget(card, 1)
        middle = QHBoxLayout()
        middle.setSpacing(2 * SPACE)
        middle.addLayout(left, 1)
        middle.addLayout(right, 3)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.export_button = QPushButton(self.tr("Export…"))
        self.export_button.setAutoDefault(False)
        self.buttons.addButton(self.export_button, QDialogButtonBox.ButtonRole.ActionRole)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        column.setSpacing(SPACE + 4)
        column.addLayout(middle, 1)
        column.addWidget(self.buttons)

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._begin.set_theme(theme)
        for table in self.tables:
            table.set_theme(theme)

    def _connect(self) -> None:
        self.text.textChanged.connect(self._show_state)
        self.open_button.clicked.connect(self.open_file)
        self.count_button.clicked.connect(self.count)
        self.stop_button.clicked.connect(self.stop)
        self.export_button.clicked.connect(self.export)
        self.which.currentIndexChanged.connect(lambda _at: self._show_state())
        self.buttons.rejected.connect(self.reject)
        for table in self.tables:
            table.opened.connect(lambda row, table=table: self._choose(table, row))
            table.doubleClicked.connect(
                lambda index, table=table: self._choose(table, table.counts.id_at(index.row()))
            )

    # Queries ------------------------------------------------------------------------------------

    def open_file(self) -> None:
        """Ask for a file and take its lines."""
        kinds = self.tr("Lists of queries (*.csv *.tsv *.txt);;All files (*)")
        files = self._dialogs.files_to_open(self.tr("Open Queries"), kinds)
        if files:
            self.take_file(files[0])

    def take_file(self, file: Path) -> None:
        """Put the lines of a file in the place of what is typed."""
        try:
            self.text.setPlainText(query_file_text(file))
        except ArchiveError as error:
            self._dialogs.tell(self.tr("Open Queries"), str(error))

    # Counting -----------------------------------------------------------------------------------

    @property
    def is_counting(self) -> bool:
        """Whether it is under way."""
        return self._work is not None

    def count(self) -> None:
        """Count what each query finds."""
        listed = read_queries(self.text.toPlainText())
        if self._work is not None or not (listed.queries or listed.bad):
            return
        archive, searching = self._workspace.archive, self._searching
        work = LongWork(
            lambda progress, cancelled: _counted(
                batch_search(archive, searching, listed, progress=progress, cancelled=cancelled)
            ),
            self,
        )
        work.progressed.connect(self._show_progress)
        work.finished.connect(self._show)
        work.failed.connect(self._workspace.failed)
        work.broken.connect(self._workspace.broken)
        work.ended.connect(self._ended)
        self._work = work
        self.progress.setRange(0, 0)
        self._show_state()
        work.start()

    def stop(self) -> None:
        """Count no further."""
        if self._work is not None:
            self._work.cancel()

    def _show_progress(self, done: int, total: int) -> None:
        self.progress.setRange(0, total)
        self.progress.setValue(done)

    def _show(self, counted: tuple[BatchResult, list[_Rows]]) -> None:
        result, tables = counted
        if not result.is_whole:
            return
        self.result_shown = result
        for table, rows in zip(self.tables, tables, strict=True):
            table.show_rows(rows)

    def _ended(self) -> None:
        if self._work is not None:
            self._work.deleteLater()
            self._work = None
        self._show_state()
        if self.result_shown is not None and self.isVisible():
            self.tables[self.which.currentIndex()].setFocus()

    # What is shown ------------------------------------------------------------------------------

    def _show_state(self) -> None:
        result, busy = self.result_shown, self.is_counting
        self.count_button.setEnabled(bool(self.text.toPlainText().strip()) and not busy)
        self.text.setReadOnly(busy)
        self.open_button.setEnabled(not busy)
        for part in (self.progress, self.stop_button):
            part.setVisible(busy)
        self.which.setEnabled(result is not None)
        self.export_button.setEnabled(result is not None and bool(result.counts) and not busy)
        self.summary.setText(self._summary())
        table = self.tables[self.which.currentIndex()]
        self.pages.setCurrentWidget(table if result is not None else self._begin)

    def _summary(self) -> str:
        result = self.result_shown
        if self.is_counting:
            return self.tr("Counting…")
        if result is None:
            return ""
        said = self.tr("%Ln queries", "", len(result.counts))
        if result.bad:
            said += ", " + self.tr("%Ln line(s) left out, see their notes", "", len(result.bad))
        if not result.is_indexed:
            said += ". " + self.tr("The archive is still being indexed; more may be found in a moment.")
        return said

    def _choose(self, table: CountTable, row: int) -> None:
        query = table.counts.rows[row][table.counts.names.index("query")]
        if query:
            self.query_chosen.emit(str(query))
            self.accept()

    # Leaving ------------------------------------------------------------------------------------

    def export(self) -> None:
        """Ask where, and write the tables."""
        result = self.result_shown
        if result is None:
            return
        name = f"{self._workspace.archive.name} {self.tr('batch search')}.xlsx"
        kinds = self.tr("Excel workbooks (*.xlsx);;CSV files (*.csv)")
        file = self._dialogs.file_to_save(self.tr("Export Counts"), name, kinds)
        if file is None:
            return
        file = file if file.suffix else file.with_suffix(".xlsx")

        def done(files: Sequence[Path]) -> None:
            names = ", ".join(f"“{written.name}”" for written in files)
            self.summary.setText(self.tr("Exported to {0}").format(names))
            self.said.emit(self.tr("Exported to {0}").format(names))

        self._workspace.compute(lambda: write_batch(result, file), done)

    def done(self, result: int) -> None:
        """Stop counting, then close."""
        if self._work is not None:
            self._work.cancel()
            self._work.wait()
        super().done(result)


def _counted(result: BatchResult) -> tuple[BatchResult, list[_Rows]]:
    return result, [list(table.rows) for table in batch_tables(result)]
