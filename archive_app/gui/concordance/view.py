"""The concordance view: a query, its lines, and what can be done with those that are ticked."""

from array import array
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from archive_app.gui.concordance.looking import LinesSearch
from archive_app.gui.concordance.model import (
    ARTICLE,
    DATE,
    LINE,
    OUTLET,
    LineModel,
    LineRow,
    as_keys,
    quotation,
)
from archive_app.gui.concordance.sorting import SortBar
from archive_app.gui.concordance.table import LineTable
from archive_app.gui.icons import icon
from archive_app.gui.lists.empty import EmptyState
from archive_app.gui.lists.field import SearchField
from archive_app.gui.lists.flow import FlowLayout
from archive_app.gui.lists.wording import number
from archive_app.gui.passages.header import SortHeader
from archive_app.gui.theme import SPACE, Theme
from archive_app.model.tables import Article
from archive_app.operations.concordance import Concordance, LineOrder

if TYPE_CHECKING:
    from archive_app.gui.workspace import Workspace
    from archive_app.operations.searching import Searching
    from archive_app.search.mapped import Ids
    from archive_app.storage.journal import Changes

_PAUSE = 350  # milliseconds after a key before the lines are looked for
_WIDTHS = {ARTICLE: 220, OUTLET: 120, DATE: 96}
_NARROWEST_LINE = 360  # pixels
_MOST_COPIED = 10_000
_SORTED_BY: dict[int, LineOrder] = {ARTICLE: "text", OUTLET: "outlet", DATE: "date"}


class ConcordanceView(QWidget):
    """Every hit of a query in its line."""

    line_opened = Signal(int, int, int)
    """Carries an article and the start and end of the hit in it, in code points."""
    tag_requested = Signal(object, object)
    """Carries the :class:`Concordance` and the numbers of the lines to tag."""
    export_requested = Signal(object, object)
    """Carries the :class:`Concordance` and the numbers of the lines to export, in the order shown."""
    context_requested = Signal(QPoint)
    """Carries where on the screen a menu is wanted."""
    searched = Signal(str)
    """Carries a query that was looked for."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace: Workspace | None = None
        self._searching: Searching | None = None
        self._lines = LinesSearch(self)
        self._query = ""
        self.concordance: Concordance | None = None
        """What is shown; it grows while it is looked for."""
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self.look)
        self._build(theme)
        self._connect()
        self.set_theme(theme)
        self._show_state()

    def _build(self, theme: Theme) -> None:
        self.field = SearchField(self.tr("Words, phrases or clauses, as in the search box"), theme)
        self.field.setMaximumWidth(70 * SPACE)
        self.count = QLabel()
        self.count.setProperty("role", "caption")
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setFixedWidth(120)
        self.progress.setAccessibleName(self.tr("Progress"))
        self.stop_button = QPushButton(self.tr("Stop"))
        self.tag_button = QPushButton()
        self.tag_button.setProperty("primary", True)
        self.export_button = QPushButton()
        self.sorting = SortBar(theme)
        self.tick_all = QPushButton(self.tr("Tick All"))
        self.tick_none = QPushButton(self.tr("Tick None"))
        self.again = QPushButton(self.tr("Articles have changed: look again"))
        for button in (self.tick_all, self.tick_none, self.again):
            button.setProperty("flat", True)
        self.notice = QLabel()
        self.notice.setProperty("role", "caption")
        self.notice.setWordWrap(True)
        self.notice.setTextFormat(Qt.TextFormat.PlainText)
        self.model = LineModel(self)
        self.table = LineTable(self.model, theme)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.header = SortHeader(theme)
        self.table.setHorizontalHeader(self.header)
        self.header.setSectionsMovable(False)
        self.header.set_sortable(LINE, False)
        for section, width in _WIDTHS.items():
            self.header.resizeSection(section, width)
        self._begin = EmptyState(
            "",
            self.tr("Type what to look for. Every place of it is listed in its line, to be compared, "
                    "ticked and tagged."),
            theme,
        )  # fmt: skip
        self._nothing = EmptyState("", "", theme)
        self._pages = QStackedWidget()
        for page in (self._begin, self.table, self._nothing):
            self._pages.addWidget(page)
        top = QHBoxLayout()
        top.setSpacing(SPACE * 3 // 2)
        top.addWidget(self.field, 1)
        top.addWidget(self.count)
        top.addWidget(self.progress)
        top.addWidget(self.stop_button)
        top.addStretch(0)
        top.addWidget(self.tag_button)
        top.addWidget(self.export_button)
        second = QWidget()
        row = FlowLayout(second, spacing=SPACE)
        for part in (self.sorting, self.tick_all, self.tick_none, self.again):
            row.addWidget(part)
        head = QVBoxLayout()
        head.setContentsMargins(2 * SPACE, SPACE * 3 // 2, 2 * SPACE, SPACE)
        head.setSpacing(SPACE)
        head.addLayout(top)
        head.addWidget(second)
        head.addWidget(self.notice)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._pages, 1)

    def _connect(self) -> None:
        self._lines.grown.connect(self._grown)
        self._lines.ended.connect(self._ended)
        self.field.textChanged.connect(lambda _text: self._pause.start())
        self.field.accepted.connect(self._accept)
        self.field.entered.connect(self._enter_table)
        self.sorting.changed.connect(self._sort)
        self.header.sort_asked.connect(lambda section: self.sorting.choose(_SORTED_BY[section]))
        self.stop_button.clicked.connect(self.stop)
        self.tick_all.clicked.connect(lambda: self.model.tick(self.model.ids, True))
        self.tick_none.clicked.connect(lambda: self.model.tick(self.model.ids, False))
        self.again.clicked.connect(self._look_again)
        self.model.ticks_changed.connect(self._show_state)
        self.table.activated_line.connect(self._open)
        self.table.customContextMenuRequested.connect(
            lambda place: self.context_requested.emit(self.table.viewport().mapToGlobal(place))
        )
        self.table.copy_requested.connect(self.copy)
        self.table.left_upwards.connect(self.focus_field)
        self.tag_button.clicked.connect(self.tag)
        self.export_button.clicked.connect(self.export)

    # The archive --------------------------------------------------------------------------------

    def set_workspace(self, workspace: "Workspace", searching: "Searching") -> None:
        """Look in an archive."""
        self._workspace, self._searching = workspace, searching
        workspace.changed.connect(self._changed)

    def close_archive(self) -> None:
        """Stop looking, and wait until nothing reads the archive any more."""
        self._pause.stop()
        self._lines.close()

    def _changed(self, changes: "Changes") -> None:
        if self.concordance is None:
            return
        if changes.touches(Article):
            self.again.setVisible(True)
            self.model.refresh()
        elif changes.passages:
            self.model.refresh()

    # Looking ------------------------------------------------------------------------------------

    @property
    def is_looking(self) -> bool:
        """Whether more lines may still come."""
        return self._lines.is_looking

    @property
    def current_article(self) -> int | None:
        """The article of the line that the keyboard is on."""
        line = self.table.current_id()
        row = self.model.card(self.model.row_of(line)) if line is not None else None
        return row.line.article_id if row is not None else None

    @property
    def query(self) -> str:
        """What is typed."""
        return self.field.text().strip()

    def show_query(self, query: str) -> None:
        """Look for something now."""
        self.field.setText(query)
        self.look()

    def look(self) -> None:
        """Look for what is typed, unless that is what is shown."""
        self._pause.stop()
        if self.query != self._query:
            self._look_again()

    def _look_again(self) -> None:
        self._lines.leave()
        self._query = self.query
        self.concordance = None
        self.model.read_from(None, None)
        self.again.setVisible(False)
        if not self._query or self._workspace is None or self._searching is None:
            self._show_state()
            return
        self.progress.setRange(0, 0)
        self._lines.look(self._workspace, self._searching, self._query, self.sorting.order)
        self._show_state()

    def stop(self) -> None:
        """Look no further; what was found stays."""
        self._lines.stop()

    def _grown(self, found: Concordance, keys: "array[int]", done: int, total: int) -> None:
        if self.concordance is not found:
            self.concordance = found
            self.model.read_from(self._workspace, found)
        self.progress.setRange(0, total)
        self.progress.setValue(done)
        self.table.fill(keys)
        self._show_state()

    def _ended(self) -> None:
        if self.concordance is not None and self.concordance.lines.total:
            self.searched.emit(self._query)
        self._show_state()

    # Order --------------------------------------------------------------------------------------

    def sort_by(self, by: LineOrder) -> None:
        """Sort by something, as its button does."""
        self.sorting.choose(by)

    def _sort(self) -> None:
        by, nth, descending = order = self.sorting.order
        section = next((at for at, each in _SORTED_BY.items() if each == by and by != "text"), -1)
        self.header.show_order(section, descending)
        found = self.concordance
        self._lines.sort(order)
        if found is None or self._workspace is None:
            return

        def show(sorted_lines: "Ids") -> None:
            if found is self.concordance and len(sorted_lines) >= len(self.model.ids):
                self.table.fill(as_keys(sorted_lines))
                self.table.scrollToTop()

        self._workspace.compute(
            lambda: found.lines.order(by, nth=nth, descending=descending), show, latest="sorted lines"
        )

    # What is done with lines --------------------------------------------------------------------

    def lines_meant(self) -> list[int]:
        """Return the numbers of the ticked lines in the order shown, or of all when none is ticked."""
        return self.model.chosen() if self.model.ticked else list(self.model.ids)

    def tag(self) -> None:
        """Ask for a tag for the ticked lines, or all."""
        if self.concordance is not None and self.model.ids and not self.is_looking:
            self.tag_requested.emit(self.concordance, self.lines_meant())

    def export(self) -> None:
        """Ask where to write the ticked lines, or all."""
        if self.concordance is not None and self.model.ids:
            self.export_requested.emit(self.concordance, self.lines_meant())

    def copy(self) -> None:
        """Put the selected lines on the clipboard, each with its reference."""
        chosen = self.table.selected_ids()[:_MOST_COPIED]
        found = self.concordance
        if chosen and found is not None and self._workspace is not None:
            from archive_app.gui.concordance.model import WIDTH, line_row

            self._workspace.read(
                lambda session: "\n".join(
                    quotation(line_row(line)) for line in found.cut(session, chosen, WIDTH)
                ),
                QGuiApplication.clipboard().setText,
                latest="copied lines",
            )

    def toggle_all(self) -> None:
        """Tick all lines; untick them if all are ticked."""
        self.table.toggle(self.model.ids)

    def _open(self, line: int) -> None:
        row: LineRow | None = self.model.card(self.model.row_of(line))
        if row is not None:
            self.line_opened.emit(row.line.article_id, row.line.start, row.line.end)

    def _accept(self) -> None:
        self.look()
        self._enter_table()

    def _enter_table(self) -> None:
        if self.model.ids:
            self.table.enter_list()

    def focus_field(self) -> None:
        """Give the keyboard to the field."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    # What is shown ------------------------------------------------------------------------------

    def _show_state(self) -> None:
        found = self.concordance
        shown = len(self.model.ids)
        page: QWidget = self.table if shown else self._nothing
        if not self._query:
            page = self._begin
        self._nothing.set_sentence(self._nothing_text())
        self._pages.setCurrentWidget(page)
        self.setFocusProxy(self.table if shown else self.field)
        self.count.setText(self._count_text())
        self.progress.setVisible(self.is_looking)
        self.stop_button.setVisible(self.is_looking)
        for part in (self.tick_all, self.tick_none, self.sorting, self.export_button):
            part.setEnabled(bool(shown))
        ticked = len(self.model.ticked)
        self.tag_button.setText(self.tr("Tag %n Ticked…", "", ticked) if ticked else self.tr("Tag All…"))
        self.tag_button.setEnabled(bool(shown) and not self.is_looking)
        self.export_button.setText(self.tr("Export %n Ticked…", "", ticked) if ticked else self.tr("Export…"))
        if found is None:
            self.again.setVisible(False)
        notices = list(found.ignored) if found is not None else []
        if found is not None and not found.is_indexed:
            notices.append(self.tr("The archive is still being indexed; more may be found in a moment."))
        if found is not None and found.lines.total > found.lines.count:
            notices.append(self.tr("The first {0} lines are listed.").format(number(found.lines.count)))
        self.notice.setText("\n".join(notices))
        self.notice.setVisible(bool(notices))

    def _count_text(self) -> str:
        found = self.concordance
        if found is None or not found.lines.total:
            return self.tr("Looking…") if self.is_looking else ""
        hits = self.tr("%Ln hit(s)", "", found.lines.total)
        said = self.tr("{hits} in %Ln article(s)", "", found.lines.articles).format(hits=hits)
        return said if self.is_looking or found.is_whole else self.tr("{0}, stopped").format(said)

    def _nothing_text(self) -> str:
        if self.is_looking:
            return self.tr("Looking…")
        return self.tr(
            "“{query}” is in no article's text. Clauses such as “outlet:” narrow a search down, but a "
            "concordance needs words too."
        ).format(query=self._query)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the lines what width there is."""
        super().resizeEvent(event)
        others = sum(self.header.sectionSize(column) for column in _WIDTHS)
        room = self.width() - self.table.verticalScrollBar().sizeHint().width() - others
        self.header.resizeSection(LINE, max(_NARROWEST_LINE, room))

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        for part in (self.field, self.sorting, self.header, self.table.painter, self._begin, self._nothing):
            part.set_theme(theme)
        self.export_button.setIcon(icon("export", theme))
        for button in (self.tick_all, self.tick_none, self.again):
            button.setStyleSheet(f"QPushButton {{ color: {theme.accent}; }}")
