"""The table of lines: Space ticks what is selected, a click on a box that line."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from archive_app.gui.concordance.cell import HEIGHT, LEFT, LineDelegate
from archive_app.gui.concordance.model import LINE, LineModel
from archive_app.gui.lists.table import CardTable
from archive_app.gui.theme import Theme


class LineTable(CardTable):
    """Lines of one height; Enter or a double click opens the article at the hit."""

    activated_line = Signal(int)
    """Carries the number of the line whose article is to be opened."""

    def __init__(self, lines: LineModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(lines, HEIGHT, parent)
        self.lines = lines
        self.setAccessibleName(self.tr("Lines of the concordance"))
        self.painter = LineDelegate(self, lines, theme)
        self.setItemDelegate(self.painter)
        self.opened.connect(self.activated_line)
        self.doubleClicked.connect(self._double_clicked)

    def toggle(self, numbers: Sequence[int]) -> None:
        """Tick lines; untick them if all are ticked."""
        if numbers:
            self.lines.tick(numbers, not all(number in self.lines.ticked for number in numbers))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick with Space."""
        if event.key() == Qt.Key.Key_Space and not event.modifiers():
            self.toggle(self.selected_ids())
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tick by a click on the box; elsewhere select."""
        if not self._is_on_box(event):
            super().mousePressEvent(event)
            return
        row = self.indexAt(event.position().toPoint()).row()
        self.toggle([self.lines.id_at(row)])

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open by a double click; on the box it ticks and unticks."""
        if self._is_on_box(event):
            self.mousePressEvent(event)
        else:
            super().mouseDoubleClickEvent(event)

    def _is_on_box(self, event: QMouseEvent) -> bool:
        index = self.indexAt(event.position().toPoint())
        if not index.isValid() or event.button() != Qt.MouseButton.LeftButton or index.column() != LINE:
            return False
        place = self.visualRect(index)
        x = event.position().x()
        return (place.right() - x if self.isRightToLeft() else x - place.left()) < LEFT

    def _double_clicked(self, index: QModelIndex) -> None:
        self.activated_line.emit(self.lines.id_at(index.row()))
