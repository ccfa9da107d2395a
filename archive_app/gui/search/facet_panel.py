"""What was found, counted by outlet, month, actor and the like; a click narrows the search to a value."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from archive_app.gui.lists.lettering import Face, Lettering
from archive_app.gui.lists.painting import draw_ground
from archive_app.gui.lists.wording import number
from archive_app.gui.theme import Theme
from archive_app.search.narrowing import Choice

ROW = 26
_SHOWN = 6  # values of a facet before the rest is asked for
_MOST = 200  # values of a facet that are listed at all
_VALUE = Qt.ItemDataRole.UserRole
_MARKS: dict[Choice, str] = {"": "", "in": "✓", "out": "−"}


@dataclass(frozen=True)
class Value:
    """A value of a facet: as the query has it, as people read it, and how many of what was found have it."""

    value: str
    name: str
    count: int
    choice: Choice = ""


@dataclass(frozen=True)
class Facet:
    """One way of counting what was found: the field of the query language, its title and its values."""

    field: str
    title: str
    values: tuple[Value, ...]


class FacetPanel(QTreeWidget):
    """A tree: facets, and below each its values with their counts."""

    taken_in = Signal(str, str)
    """Carries a field and a value that the search shall ask for."""
    left_out = Signal(str, str)
    """Carries a field and a value that the search shall leave out."""
    let_go = Signal(str, str)
    """Carries a field and a value that the search shall not speak of any more."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facets: tuple[Facet, ...] = ()
        self._whole: set[str] = set()
        """Fields whose values are all listed."""
        self._closed: set[str] = set()
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setUniformRowHeights(True)
        self.setAccessibleName(self.tr("Narrow the search"))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self._delegate = _FacetDelegate(self, theme)
        self.setItemDelegate(self._delegate)
        self.itemClicked.connect(lambda item, _column: self._choose(item))
        self.customContextMenuRequested.connect(self._ask)

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._delegate.set_theme(theme)
        self.viewport().update()

    def show_facets(self, facets: Sequence[Facet]) -> None:
        """Show other counts; what was opened stays open, the keyboard where it was."""
        facets = tuple(facet for facet in facets if facet.values)
        if facets == self._facets:
            return
        self._facets = facets
        self._fill()

    def values(self, field: str) -> list[Value]:
        """Return the values that are listed of a facet, from the top."""
        listed = [(self._key(item), item.data(0, _VALUE)) for item in self._items()]
        return [held for key, held in listed if key and key[0] == field and isinstance(held, Value)]

    def _fill(self) -> None:
        current = self._key(self.currentItem())
        place = self.verticalScrollBar().value()
        self.clear()
        for facet in self._facets:
            top = QTreeWidgetItem(self, [facet.title])
            top.setData(0, _VALUE, facet)
            is_whole = facet.field in self._whole
            listed = facet.values[: _MOST if is_whole else _SHOWN]
            chosen = [value for value in facet.values[len(listed) :] if value.choice]
            most = max((value.count for value in facet.values), default=1)
            for value in (*listed, *chosen):
                self._row(top, facet, value, most)
            rest = min(len(facet.values), _MOST) - len(listed)
            if rest > 0:
                more = QTreeWidgetItem(top, [self.tr("Show %Ln more", "", rest)])
                more.setData(0, _VALUE, facet.field)
            top.setExpanded(facet.field not in self._closed)
        self.verticalScrollBar().setValue(place)
        for item in self._items():
            if self._key(item) == current:
                self.setCurrentItem(item)

    def _row(self, top: QTreeWidgetItem, facet: Facet, value: Value, most: int) -> None:
        item = QTreeWidgetItem(top, [value.name])
        item.setData(0, _VALUE, value)
        item.setData(0, _VALUE + 1, value.count / max(most, 1))
        said = {"in": self.tr("taken in"), "out": self.tr("left out")}.get(value.choice, "")
        words = ", ".join(part for part in (facet.title, value.name, number(value.count), said) if part)
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, words)
        item.setToolTip(0, " · ".join(part for part in (value.name, number(value.count), said) if part))

    def _items(self) -> list[QTreeWidgetItem]:
        items: list[QTreeWidgetItem] = []
        for top in (self.topLevelItem(at) for at in range(self.topLevelItemCount())):
            if top is not None:
                below = [top.child(at) for at in range(top.childCount())]
                items += [top, *(item for item in below if item is not None)]
        return items

    @staticmethod
    def _key(item: QTreeWidgetItem | None) -> tuple[str, str] | None:
        if item is None:
            return None
        parent, held = item.parent(), item.data(0, _VALUE)
        if parent is None:
            return held.field, ""
        return parent.data(0, _VALUE).field, held.value if isinstance(held, Value) else "\0"

    # Choosing -----------------------------------------------------------------------------------

    def _choose(self, item: QTreeWidgetItem) -> None:
        held, parent = item.data(0, _VALUE), item.parent()
        if parent is None:
            item.setExpanded(not item.isExpanded())
            (self._closed.discard if item.isExpanded() else self._closed.add)(held.field)
        elif isinstance(held, Value):
            field = parent.data(0, _VALUE).field
            (self.let_go if held.choice else self.taken_in).emit(field, held.value)
        else:
            self._whole.add(held)
            self._fill()

    def _leave_out(self, item: QTreeWidgetItem) -> None:
        held, parent = item.data(0, _VALUE), item.parent()
        if parent is not None and isinstance(held, Value):
            field = parent.data(0, _VALUE).field
            (self.let_go if held.choice == "out" else self.left_out).emit(field, held.value)

    def _ask(self, place: QPoint) -> None:
        item = self.itemAt(place) or self.currentItem()
        parent = item.parent() if item is not None else None
        if item is None or parent is None or not isinstance(item.data(0, _VALUE), Value):
            return
        value: Value = item.data(0, _VALUE)
        field: str = parent.data(0, _VALUE).field
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if value.choice != "in":
            only = menu.addAction(self.tr("Only these"))
            only.triggered.connect(lambda: self.taken_in.emit(field, value.value))
        if value.choice != "out":
            leave = menu.addAction(self.tr("Leave these out"))
            leave.triggered.connect(lambda: self.left_out.emit(field, value.value))
        if value.choice:
            no_matter = menu.addAction(self.tr("No matter"))
            no_matter.triggered.connect(lambda: self.let_go.emit(field, value.value))
        menu.popup(self.viewport().mapToGlobal(place))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter or Space take a value in or let it go, minus or Del leave it out."""
        item = self.currentItem()
        if item is not None and event.key() in (
            Qt.Key.Key_Return,
            Qt.Key.Key_Enter,
            Qt.Key.Key_Space,
        ):
            self._choose(item)
        elif item is not None and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Minus):
            self._leave_out(item)
        else:
            super().keyPressEvent(event)


class _FacetDelegate(QStyledItemDelegate):
    """Paints titles, and values with a bar behind that shows their share."""

    def __init__(self, panel: FacetPanel, theme: Theme) -> None:
        super().__init__(panel)
        self._panel = panel
        self._lettering = Lettering(theme)
        self._theme = theme

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        self._lettering.set_theme(theme)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return one height for all rows."""
        return QSize(120, ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint a row."""
        held = index.data(_VALUE)
        rect = QRectF(option.rect).adjusted(8, 1, -8, -1)
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_current = bool(state & QStyle.StateFlag.State_HasFocus)
        is_hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        draw_ground(
            painter, rect, self._theme, selected=False, hovered=is_hovered,
            focused=is_current and self._panel.hasFocus(),
        )  # fmt: skip
        line = rect.adjusted(8, 4, -8, 0)
        if isinstance(held, Facet):
            self._paint_title(painter, line, held, bool(state & QStyle.StateFlag.State_Open))
        elif isinstance(held, Value):
            self._paint_value(painter, rect, line, held, float(index.data(_VALUE + 1)))
        else:
            more = QRectF(line.left() + 18, line.top(), line.width() - 18, line.height())
            self._draw(painter, self._mirrored(more, line), index.data(), "small", self._theme.accent)
        painter.restore()

    def _paint_title(self, painter: QPainter, line: QRectF, facet: Facet, is_open: bool) -> None:
        place = line.adjusted(0, 2, 0, 0)
        self._draw(painter, place, facet.title, "label", self._theme.dim)
        mark = "▾" if is_open else "◂" if self._panel.isRightToLeft() else "▸"
        self._sign(painter, QRectF(line.right() - 12, line.top() + 1, 12, 14), line, mark, self._theme.dim)

    def _paint_value(self, painter: QPainter, rect: QRectF, line: QRectF, value: Value, share: float) -> None:
        letters, theme = self._lettering, self._theme
        bar = QRectF(rect.left() + 26, rect.bottom() - 3, (rect.width() - 34) * share, 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.dim if value.choice == "out" else theme.accent))
        painter.setOpacity(0.45)
        painter.drawRoundedRect(self._mirrored(bar, rect), 1, 1)
        painter.setOpacity(1.0)
        colour = theme.danger if value.choice == "out" else theme.accent
        sign = QRectF(line.left() - 2, line.top() - 2, 16, 18)
        self._sign(painter, sign, line, _MARKS[value.choice], colour)
        count = number(value.count)
        width = letters.width(count, "small") + 2
        at_end = QRectF(line.right() - width, line.top(), width, line.height())
        self._draw(painter, self._mirrored(at_end, line), count, "small", theme.dim)
        name = QRectF(line.left() + 18, line.top() - 1, line.width() - 18 - width - 8, line.height())
        face: Face = "title" if value.choice == "in" else "body"
        ink = theme.dim if value.choice == "out" else theme.text
        place = self._mirrored(name, line)
        self._draw(painter, place, value.name, face, ink)
        if value.choice == "out":
            self._strike(painter, place, min(letters.width(value.name, face), place.width()), ink)

    def _strike(self, painter: QPainter, place: QRectF, width: float, colour: str) -> None:
        left = place.right() - width if self._panel.isRightToLeft() else place.left()
        middle = place.top() + self._lettering.line_height("body") / 2 + 1
        painter.setPen(QPen(QColor(colour), 1))
        painter.drawLine(QPointF(left, middle), QPointF(left + width, middle))

    def _draw(self, painter: QPainter, place: QRectF, text: str, face: Face, colour: str) -> None:
        self._lettering.draw(painter, place, text, face, colour, right_to_left=self._panel.isRightToLeft())

    def _sign(self, painter: QPainter, place: QRectF, line: QRectF, sign: str, colour: str) -> None:
        painter.setPen(QColor(colour))
        painter.setFont(self._lettering.font("title"))
        painter.drawText(self._mirrored(place, line), Qt.AlignmentFlag.AlignCenter, sign)

    def _mirrored(self, place: QRectF, within: QRectF) -> QRectF:
        """Put a rectangle on the other side where the interface runs from the right."""
        if self._panel.isRightToLeft():
            place.moveLeft(within.left() + within.right() - place.right())
        return place
