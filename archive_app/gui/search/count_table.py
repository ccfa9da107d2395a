"""A plain table of counts: words to the left, numbers to the right, sorted by its header."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from archive_app.gui.lists.delegate import AnyIndex, CardDelegate, CardState
from archive_app.gui.lists.direction import is_right_to_left
from archive_app.gui.lists.paging import CardSource, PagedModel
from archive_app.gui.lists.table import CardTable
from archive_app.gui.lists.wording import number
from archive_app.gui.passages.header import SortHeader
from archive_app.gui.theme import Theme

_HEIGHT = 28
_MARGIN = 10.0
_MOST_CHARACTERS = 400
_WIDTHS = {"query": 210, "article_title": 260, "note": 200, "outlet": 180, "name": 150, "line": 56}
_OTHER_WIDTH = 76

Cell = str | int | float | None


@dataclass(frozen=True)
class CountRow:
    """A row with its number in the table."""

    id: int
    cells: Sequence[Cell]


class CountModel(PagedModel[CountRow]):
    """Rows that are all in memory."""

    def __init__(self, columns: Sequence[str], titles: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(lambda row, column: _words(row.cells[column]), titles, parent)
        self.names = tuple(columns)
        self.rows: Sequence[Sequence[Cell]] = ()
        self.set_source(CardSource(self._now, self._later))

    def show(self, rows: Sequence[Sequence[Cell]]) -> None:
        """Show other rows."""
        self.rows = rows
        self.set_ids(())
        self.refresh()
        self.set_ids(range(len(rows)))

    def sorted_by(self, column: int, descending: bool) -> list[int]:
        """Return the rows' numbers sorted by a column; what is empty comes last."""
        numbers = [at for at, row in enumerate(self.rows) if row[column] not in (None, "")]
        empty = [at for at, row in enumerate(self.rows) if row[column] in (None, "")]
        numbers.sort(key=lambda at: _sort_key(self.rows[at][column]), reverse=descending)
        return numbers + empty

    def _now(self, ids: Sequence[int]) -> list[CountRow]:
        return [CountRow(key, self.rows[key]) for key in ids if key < len(self.rows)]

    def _later(self, ids: Sequence[int], then: Callable[[Sequence[CountRow]], None]) -> None:
        then(self._now(ids))


class CountTable(CardTable):
    """The table; a click on a title sorts by it, another one the other way round."""

    def __init__(
        self, columns: Sequence[str], titles: Sequence[str], theme: Theme, parent: QWidget | None = None
    ) -> None:
        self.counts = CountModel(columns, titles)
        super().__init__(self.counts, _HEIGHT, parent)
        self.counts.setParent(self)
        self.header = SortHeader(theme)
        self.header.first_margin = _MARGIN
        self.setHorizontalHeader(self.header)
        for at, column in enumerate(columns):
            self.header.resizeSection(at, _WIDTHS.get(column, _OTHER_WIDTH))
        widest = next(name for name in ("note", "article_title", "query") if name in columns)
        self.header.setSectionResizeMode(columns.index(widest), QHeaderView.ResizeMode.Stretch)
        self.painter = CountDelegate(self, self.counts, theme)
        self.setItemDelegate(self.painter)
        self.header.sort_asked.connect(self._sort)
        self._plain = self.styleSheet()
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours, on the ground of a card."""
        self.header.set_theme(theme)
        self.painter.set_theme(theme)
        ground = f"QTableView {{ background: {theme.raised}; selection-background-color: transparent; }}"
        self.setStyleSheet(self._plain + ground)

    def show_rows(self, rows: Sequence[Sequence[Cell]]) -> None:
        """Show other rows, as they come."""
        self.header.show_order(-1, False)
        names = self.counts.names
        name, query = names.index("name"), names.index("query")
        # Where queries were given no names of their own, one column says it.
        self.setColumnHidden(name, all(row[name] == row[query] for row in rows))
        self.counts.show(rows)
        self.scrollToTop()

    def _sort(self, column: int) -> None:
        known, descending = self.header.order_shown
        is_counted = any(isinstance(row[column], int) for row in self.counts.rows[:50])
        downwards = not descending if known == column else is_counted
        self.header.show_order(column, downwards)
        self.fill(self.counts.sorted_by(column, downwards))
        self.scrollToTop()


class CountDelegate(CardDelegate):
    """Paints a cell's words or number."""

    def __init__(self, table: CountTable, counts: CountModel, theme: Theme) -> None:
        super().__init__(table, theme)
        self._counts = counts
        self._font = self.lettering.font("body")
        self._metrics = QFontMetricsF(self._font)

    def paint_ground(self, painter: QPainter, rect: QRectF, state: CardState) -> None:
        """Paint the row's ground across its cells, and a line below it."""
        theme = self.theme
        if state.is_selected or state.is_hovered:
            painter.fillRect(rect, QColor(theme.selection if state.is_selected else theme.hover))
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), QColor(theme.line))

    def paint_card(self, painter: QPainter, rect: QRectF, index: AnyIndex, state: CardState) -> None:
        """Paint a cell."""
        row = self._counts.card(index.row())
        if row is None:
            return
        value = row.cells[index.column()]
        is_number = isinstance(value, int | float)
        words = _words(value)[:_MOST_CHARACTERS]
        inner = rect.adjusted(_MARGIN, 0, -_MARGIN, 0)
        side = Qt.AlignmentFlag.AlignRight if is_number else Qt.AlignmentFlag.AlignLeft
        painter.setFont(self._font)
        dim = self._counts.names[index.column()] in ("line", "note", "article_id")
        painter.setPen(QColor(self.theme.dim if dim or value == 0 else self.theme.text))
        painter.setLayoutDirection(
            Qt.LayoutDirection.RightToLeft if is_right_to_left(words) else Qt.LayoutDirection.LeftToRight
        )
        shown = self._metrics.elidedText(words, Qt.TextElideMode.ElideRight, inner.width())
        flags = side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inner, flags | Qt.TextFlag.TextSingleLine, shown)

    def tooltip(self, index: AnyIndex, point: QPoint) -> str:
        """Return a cell's whole words."""
        row = self._counts.card(index.row())
        return "" if row is None else _words(row.cells[index.column()])


def _words(value: Cell) -> str:
    if value is None:
        return ""
    return number(value) if isinstance(value, int) else str(value)


def _sort_key(value: Cell) -> tuple[bool, float, str]:
    if isinstance(value, int | float):
        return (False, float(value), "")
    return (True, 0.0, str(value).casefold())
