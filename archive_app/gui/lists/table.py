"""The table that every list is: rows of one height, keys instead of rows, and a place that is kept."""

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from archive_app.gui.lists.paging import PagedModel

_Flag = QItemSelectionModel.SelectionFlag


class CardTable(QTableView):
    """A table over a :class:`PagedModel`."""

    chosen_changed = Signal()
    """Other rows are selected; not emitted while the list is filled anew with the same ones selected."""
    opened = Signal(int)
    """Carries the key of the row on which Enter was pressed."""
    clicked_alone = Signal(int)
    """Carries the key of the row that was clicked without Shift or Ctrl."""
    copy_requested = Signal()
    """Copy was pressed."""
    left_upwards = Signal()
    """Up was pressed on the first row."""

    def __init__(self, model: PagedModel[Any], row_height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hovered_row = -1
        self.first_row = 0
        self._is_filling = False
        self._model = model
        self.setModel(model)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(1)
        rows.setDefaultSectionSize(row_height)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        # The delegate paints the ground of a row; Qt would paint a square one under it.
        self.setStyleSheet(
            "QTableView { selection-background-color: transparent; }"
            "QAbstractScrollArea::corner { background: transparent; border: 0; }"
        )
        self.verticalScrollBar().setSingleStep(max(12, row_height // 3))
        self.selectionModel().selectionChanged.connect(self._tell_chosen)

    def play_list(self) -> None:
        """Hide the header and let the one column fill the width."""
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    # Keys ---------------------------------------------------------------------------------------

    def selected_ids(self) -> list[int]:
        """Return the keys of the selected rows, from the top."""
        selection = self.selectionModel().selection()
        stretches = map(selection.at, range(selection.count()))
        ids: list[int] = []
        below = 0
        for top, bottom in sorted((stretch.top(), stretch.bottom()) for stretch in stretches):
            ids += self._model.ids[max(top, below) : bottom + 1]
            below = max(below, bottom + 1)
        return ids

    def current_id(self) -> int | None:
        """Return the key of the row that the keyboard is on."""
        row = self.currentIndex().row()
        return self._model.id_at(row) if 0 <= row < self._model.rowCount() else None

    def select_ids(self, keys: Iterable[int], *, scroll: bool = True) -> None:
        """Select the rows of these keys without a signal; the keyboard is on the first."""
        self._is_filling = True
        try:
            self._select_rows(self._model.rows_of(keys), scroll)
        finally:
            self._is_filling = False

    def fill(self, ids: Sequence[int], cards: Iterable[Any] = ()) -> None:
        """Show other rows and keep what was selected and what stood at the top."""
        chosen, current, value = self.selected_ids(), self.current_id(), self.verticalScrollBar().value()
        height = self.verticalHeader().defaultSectionSize()
        top = value // height
        anchor = self._model.id_at(top) if value > 0 and top < self._model.rowCount() else None
        self._is_filling = True
        try:
            if not self._model.set_ids(ids, cards):
                return
            self._set_hovered(-1)
            self._select_rows(self._model.rows_of(chosen), False, current)
            self.doItemsLayout()
            row = self._model.row_of(anchor) if anchor is not None else -1
            self.verticalScrollBar().setValue(value if row < 0 else row * height + value % height)
        finally:
            self._is_filling = False
        if set(self.selected_ids()) != set(chosen):
            self.chosen_changed.emit()

    def _select_rows(self, rows: Sequence[int], scroll: bool, current: int | None = None) -> None:
        selection, last = QItemSelection(), self._model.columnCount() - 1
        begin = 0
        for at in range(1, len(rows) + 1):
            if at == len(rows) or rows[at] != rows[at - 1] + 1:
                selection.select(self._model.index(rows[begin], 0), self._model.index(rows[at - 1], last))
                begin = at
        row = self._model.row_of(current) if current is not None else -1
        if row < 0 and rows:
            row = rows[0]
        index = self._model.index(row, 0) if row >= 0 else QModelIndex()
        self.selectionModel().setCurrentIndex(index, _Flag.NoUpdate)
        self.selectionModel().select(selection, _Flag.ClearAndSelect)
        if scroll and row >= 0 and not self.viewport().rect().contains(self.visualRect(index)):
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    def _tell_chosen(self) -> None:
        if not self._is_filling:
            self.chosen_changed.emit()

    # Keyboard -----------------------------------------------------------------------------------

    def enter_list(self) -> None:
        """Take the keyboard and go to the row it was on, or else the first."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if not self.currentIndex().isValid() and self._model.rowCount() > self.first_row:
            self.setCurrentIndex(self._model.index(self.first_row, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter, leave upwards from the first row; letters are for shortcuts, not for this list."""
        key = event.key()
        current = self.current_id()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_requested.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and current is not None:
            self.opened.emit(current)
        elif key == Qt.Key.Key_Up and self.currentIndex().row() <= self.first_row:
            self.left_upwards.emit()
        elif event.text().isprintable() and event.text().strip() and not event.modifiers():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Go to the first and last row with Home and End, not to the first and last column."""
        rows = self._model.rowCount()
        if rows and action == QAbstractItemView.CursorAction.MoveHome:
            return self._model.index(0, max(0, self.currentIndex().column()))
        if rows and action == QAbstractItemView.CursorAction.MoveEnd:
            return self._model.index(rows - 1, max(0, self.currentIndex().column()))
        return super().moveCursor(action, modifiers)

    def keyboardSearch(self, search: str) -> None:
        """Do nothing: Qt's own would read every row of the archive."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the keyboard is elsewhere."""
        super().focusOutEvent(event)
        self.viewport().update()

    # Mouse --------------------------------------------------------------------------------------

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell a plain click from one that extends the selection."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        plain = event.button() == Qt.MouseButton.LeftButton and not event.modifiers()
        if plain and index.isValid() and self.selected_ids() == [self._model.id_at(index.row())]:
            self.clicked_alone.emit(self._model.id_at(index.row()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the row under the mouse."""
        super().mouseMoveEvent(event)
        self._set_hovered(self.rowAt(event.position().toPoint().y()))

    def viewportEvent(self, event: Any) -> bool:  # QEvent, as the base class has it
        """Forget the row under the mouse when it leaves."""
        if event.type() == event.Type.Leave:
            self._set_hovered(-1)
        return super().viewportEvent(event)

    def _set_hovered(self, row: int) -> None:
        if row != self.hovered_row:
            before, self.hovered_row = self.hovered_row, row
            for changed in (before, row):
                if 0 <= changed < self._model.rowCount():
                    top = self.rowViewportPosition(changed)
                    self.viewport().update(0, top, self.viewport().width(), self.rowHeight(changed))
