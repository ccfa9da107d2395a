"""The base of every delegate that paints cards."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRectF, QSize
from PySide6.QtGui import QHelpEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from archive_app.gui.lists.lettering import Lettering
from archive_app.gui.lists.painting import draw_ground
from archive_app.gui.lists.table import CardTable
from archive_app.gui.theme import SPACE, Theme

AnyIndex = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class CardState:
    """How a card is painted."""

    is_selected: bool
    is_hovered: bool
    has_focus: bool
    """Whether the keyboard is on it."""


class CardDelegate(QStyledItemDelegate):
    """Paints the ground of a card and leaves the rest to :meth:`paint_card`."""

    def __init__(self, table: CardTable, theme: Theme) -> None:
        super().__init__(table)
        self.table = table
        self.theme = theme
        self.lettering = Lettering(theme)

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self.theme = theme
        self.lettering.set_theme(theme)
        self.table.viewport().update()

    def paint_card(self, painter: QPainter, rect: QRectF, index: AnyIndex, state: CardState) -> None:
        """Paint what stands on the card; ``rect`` is the whole cell."""
        raise NotImplementedError

    def tooltip(self, index: AnyIndex, point: QPoint) -> str:
        """Return what a card says when the mouse rests on it; nothing by default."""
        return ""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint one cell."""
        rect, row = QRectF(option.rect), index.row()
        state = CardState(
            # Not from the option's flags: Python takes ten times as long to look into them, for every cell.
            self.table.selectionModel().isSelected(index),
            self.table.hovered_row == row,
            self.table.hasFocus() and self.table.currentIndex().row() == row,
        )
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_ground(painter, rect, state)
        self.paint_card(painter, rect, index, state)
        painter.restore()

    def paint_ground(self, painter: QPainter, rect: QRectF, state: CardState) -> None:
        """Paint what lies behind the card."""
        draw_ground(
            painter, rect.adjusted(SPACE / 2, 1, -SPACE / 2, -1), self.theme,
            selected=state.is_selected, hovered=state.is_hovered, focused=state.has_focus,
        )  # fmt: skip

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Return the height that all rows have."""
        return QSize(80, self.table.verticalHeader().defaultSectionSize())

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: AnyIndex
    ) -> bool:
        """Show the card's tooltip."""
        if event.type() != QEvent.Type.ToolTip:
            return False
        text = self.tooltip(index, event.pos()) if index.isValid() else ""
        QToolTip.showText(event.globalPos(), text, view)
        return True
