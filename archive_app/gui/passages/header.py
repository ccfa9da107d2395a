"""The header of the passages table: a click sorts, in the database."""

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from archive_app.gui.lists.lettering import Lettering
from archive_app.gui.lists.painting import draw_glyph
from archive_app.gui.passages.cell import FIRST_MARGIN, MARGIN
from archive_app.gui.theme import Theme

_HEIGHT = 32
_GLYPH = 14


class SortHeader(QHeaderView):
    """Titles with an arrow at the one that the table is sorted by."""

    sort_asked = Signal(int)
    """Carries the column whose title was clicked."""
    dragged = Signal()
    """Somebody gave a column another width or place."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.first_margin = FIRST_MARGIN
        """Pixels before the first title, as the cells below it have."""
        self._theme = theme
        self._lettering = Lettering(theme)
        self._sorted, self._is_descending = -1, False
        self._is_pressed = False
        self._unsortable: set[int] = set()
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(48)
        self.setFixedHeight(_HEIGHT)
        self.sectionClicked.connect(self._clicked)
        self.sectionResized.connect(self._tell_dragged)
        self.sectionMoved.connect(self._tell_dragged)

    def set_sortable(self, section: int, sortable: bool) -> None:
        """Say whether a click on a title sorts."""
        if sortable:
            self._unsortable.discard(section)
        else:
            self._unsortable.add(section)

    def show_order(self, section: int, descending: bool) -> None:
        """Show by which column the table is sorted; -1 for none of them."""
        self._sorted, self._is_descending = section, descending
        self.viewport().update()

    @property
    def order_shown(self) -> tuple[int, bool]:
        """Which column has the arrow, and whether it points down."""
        return self._sorted, self._is_descending

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell widths that a person drags from those that the window sets."""
        self._is_pressed = True
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End dragging."""
        super().mouseReleaseEvent(event)
        self._is_pressed = False

    def _tell_dragged(self) -> None:
        if self._is_pressed:
            self.dragged.emit()

    def _clicked(self, section: int) -> None:
        if section not in self._unsortable:
            self.sort_asked.emit(section)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Paint one title."""
        theme, letters, area = self._theme, self._lettering, QRectF(rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(area, QColor(theme.window))
        painter.fillRect(QRectF(area.left(), area.bottom() - 1, area.width(), 1), QColor(theme.line))
        edge = QRectF(area.right() - 1, area.top() + 9, 1, area.height() - 18)
        painter.fillRect(edge, QColor(theme.line))
        is_sorted = section == self._sorted
        title = str(self.model().headerData(section, Qt.Orientation.Horizontal) or "")
        begin = self.first_margin if self.visualIndex(section) == 0 else MARGIN
        room = area.width() - begin - MARGIN - (_GLYPH + 4 if is_sorted else 0)
        height = letters.line_height("label")
        line = QRectF(area.left() + begin, area.center().y() - height / 2, room, height)
        letters.draw(painter, line, title, "label", theme.text if is_sorted else theme.dim)
        if is_sorted:
            x = line.left() + min(room, letters.width(title, "label")) + 4
            at = QPointF(x, area.center().y() - _GLYPH / 2)
            draw_glyph(painter, "next" if self._is_descending else "previous", theme.accent, at, _GLYPH)
        painter.restore()
