"""The grid of the sheet: cells to type in, blocks to copy and to paste, columns to hide."""

import csv
import io
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QLineEdit,
    QStyleOptionViewItem,
    QWidget,
)

from archive_app.gui.lists.delegate import AnyIndex, CardDelegate, CardState
from archive_app.gui.lists.direction import is_right_to_left
from archive_app.gui.lists.painting import draw_glyph
from archive_app.gui.lists.table import CardTable
from archive_app.gui.passages.header import SortHeader
from archive_app.gui.sheet.model import SheetModel
from archive_app.gui.theme import Theme

_HEIGHT = 30
_MARGIN = 10.0
_MOST_CHARACTERS = 300
_GLYPH = 14
_MOST_AT_ONCE = 200  # articles


class SheetTable(CardTable):
    """A grid over a :class:`SheetModel`; typing begins to edit, Enter goes down, Tab goes right."""

    pasted = Signal(int)
    """Carries how many cells a pasted block, or emptying, changed."""
    block_typed = Signal(object)
    """Carries values by article and field, of more articles than are looked up at once on the screen."""

    def __init__(self, model: SheetModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(model, _HEIGHT, parent)
        self.sheet = model
        self.header = SortHeader(theme)
        self.setHorizontalHeader(self.header)
        for at, column in enumerate(model.columns):
            self.header.resizeSection(at, column.width)
            self.header.set_sortable(at, False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.painter = SheetDelegate(self, theme)
        self.setItemDelegate(self.painter)

    # Blocks -------------------------------------------------------------------------------------

    def shown_columns(self) -> list[int]:
        """Return the columns that are not hidden, in the order shown."""
        ordered = sorted(range(self.header.count()), key=self.header.visualIndex)
        return [column for column in ordered if not self.header.isSectionHidden(column)]

    def copy(self) -> None:
        """Put the selected block on the clipboard as a spreadsheet takes it."""
        chosen = set(self._chosen_cells())
        if not chosen:
            return
        rows = sorted({row for row, _ in chosen})
        columns = [at for at in self.shown_columns() if any(column == at for _, column in chosen)]
        lines = (
            "\t".join(self.sheet.text(row, column) if (row, column) in chosen else "" for column in columns)
            for row in rows
        )
        QGuiApplication.clipboard().setText("\n".join(lines))

    def paste(self) -> None:
        """Type a block from the clipboard into the cells from the current one on.

        One value is typed into all selected cells. What would stand outside of the sheet is left out.
        """
        block = block_of(QGuiApplication.clipboard().text())
        current = self.currentIndex()
        if not block or not current.isValid():
            return
        edits: dict[int, dict[str, str]] = {}
        chosen = self._chosen_cells()
        if len(block) == len(block[0]) == 1 and len(chosen) > 1:
            for row, column in chosen:
                self._note(edits, row, column, block[0][0])
        else:
            columns = self.shown_columns()
            columns = columns[columns.index(current.column()) :]
            for down, line in enumerate(block):
                row = current.row() + down
                if row < self.sheet.rowCount():
                    for column, value in zip(columns, line, strict=False):
                        self._note(edits, row, column, value)
        self._enter(edits)

    def empty_cells(self) -> None:
        """Empty the selected cells."""
        edits: dict[int, dict[str, str]] = {}
        for row, column in self._chosen_cells():
            self._note(edits, row, column, "")
        self._enter(edits)

    def _enter(self, edits: dict[int, dict[str, str]]) -> None:
        if len(edits) > _MOST_AT_ONCE:
            self.block_typed.emit(edits)
        else:
            self.pasted.emit(self.sheet.type_cells(edits))

    def _chosen_cells(self) -> list[tuple[int, int]]:
        # By stretches: Qt would make an index for each of what may be 70,000 cells.
        selection, shown = self.selectionModel().selection(), set(self.shown_columns())
        stretches = [selection.at(at) for at in range(selection.count())]
        return [
            (row, column)
            for stretch in stretches
            for row in range(stretch.top(), stretch.bottom() + 1)
            for column in range(stretch.left(), stretch.right() + 1)
            if column in shown
        ]

    def _note(self, edits: dict[int, dict[str, str]], row: int, column: int, value: str) -> None:
        edits.setdefault(self.sheet.id_at(row), {})[self.sheet.columns[column].name] = value

    # Keyboard -----------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Keep plain keys and those for the clipboard from the window's shortcuts: here they type."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            own = (QKeySequence.StandardKey.Copy, QKeySequence.StandardKey.Paste)
            plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
            if any(event.matches(key) for key in own) or (plain and event.key() != Qt.Key.Key_Escape):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Edit with Enter or by typing, walk with Tab, copy, paste, empty."""
        if self.state() == QAbstractItemView.State.EditingState:
            return  # Enter comes on from the line that is typed in, which has taken it already
        key, current = event.key(), self.currentIndex()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.empty_cells()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and current.isValid():
            self.edit(current)
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab) and current.isValid():
            self.step(1 if key == Qt.Key.Key_Tab else -1)
        else:
            QAbstractItemView.keyPressEvent(self, event)

    def step(self, by: int) -> None:
        """Go to the next shown cell (1) or the one before (-1), over the ends of rows."""
        columns, current = self.shown_columns(), self.currentIndex()
        at = current.row() * len(columns) + columns.index(current.column()) + by
        if 0 <= at < len(columns) * self.sheet.rowCount():
            row, column = divmod(at, len(columns))
            self.setCurrentIndex(self.sheet.index(row, columns[column]))
        elif by > 0:
            self.focusNextChild()
        else:
            self.focusPreviousChild()

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Go down after Enter; with Tab go to the next shown cell without opening it."""
        end = QAbstractItemDelegate.EndEditHint
        super().closeEditor(editor, end.RevertModelCache if hint == end.RevertModelCache else end.NoHint)
        current = self.currentIndex()
        if hint == end.EditNextItem:
            self.step(1)
        elif hint == end.EditPreviousItem:
            self.step(-1)
        elif hint == end.SubmitModelCache and current.row() + 1 < self.sheet.rowCount():
            self.setCurrentIndex(self.sheet.index(current.row() + 1, current.column()))

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Go to the first and last column with Home and End, as in every grid."""
        columns, current = self.shown_columns(), self.currentIndex()
        # CardTable goes to the first and last row: its rows are one card each.
        ends = {QAbstractItemView.CursorAction.MoveHome: 0, QAbstractItemView.CursorAction.MoveEnd: -1}
        if action in ends and current.isValid() and not modifiers & Qt.KeyboardModifier.ControlModifier:
            return self.sheet.index(current.row(), columns[ends[action]])
        return super().moveCursor(action, modifiers)


class SheetDelegate(CardDelegate):
    """Paints a cell: a bar before what was typed, a sign before what is wrong."""

    def __init__(self, table: SheetTable, theme: Theme) -> None:
        super().__init__(table, theme)
        self._sheet = table.sheet
        self._font = self.lettering.font("body")
        self._metrics = QFontMetricsF(self._font)

    def paint_ground(self, painter: QPainter, rect: QRectF, state: CardState) -> None:
        """Paint the cell's ground and the lines of the grid."""
        if state.is_selected:
            painter.fillRect(rect, QColor(self.theme.selection))
        line = QColor(self.theme.line)
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), line)
        painter.fillRect(QRectF(rect.right() - 1, rect.top(), 1, rect.height()), line)

    def paint_card(self, painter: QPainter, rect: QRectF, index: AnyIndex, state: CardState) -> None:
        """Paint what a cell says."""
        sheet, theme, row, column = self._sheet, self.theme, index.row(), index.column()
        words = sheet.text(row, column)[:_MOST_CHARACTERS]
        wrong, typed = sheet.complaint(row, column), sheet.is_typed(row, column)
        backwards = is_right_to_left(words)
        inner = rect.adjusted(_MARGIN, 0, -_MARGIN, 0)
        if typed:
            painter.fillRect(
                QRectF(rect.left(), rect.top(), 3, rect.height() - 1),
                QColor(theme.danger if wrong else theme.accent),
            )
        if wrong:
            at = inner.topLeft()
            at.setY(rect.center().y() - _GLYPH / 2)
            draw_glyph(painter, "warning", theme.danger, at, _GLYPH)
            inner.adjust(_GLYPH + 4, 0, 0, 0)
        painter.setFont(self._font)
        painter.setPen(QColor(theme.danger if wrong else theme.text))
        painter.setLayoutDirection(
            Qt.LayoutDirection.RightToLeft if backwards else Qt.LayoutDirection.LeftToRight
        )
        shown = self._metrics.elidedText(words, Qt.TextElideMode.ElideRight, inner.width())
        side = Qt.AlignmentFlag.AlignRight if backwards else Qt.AlignmentFlag.AlignLeft
        flags = side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inner, flags | Qt.TextFlag.TextSingleLine, shown)
        if self.table.currentIndex() == index and self.table.hasFocus():
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(1, 1, -2, -2))

    def tooltip(self, index: AnyIndex, point: QPoint) -> str:
        """Return what is wrong with a cell, or its whole words."""
        sheet = self._sheet
        return sheet.complaint(index.row(), index.column()) or sheet.text(index.row(), index.column())

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: AnyIndex) -> QWidget:
        """Return a line to type in, named for screen readers."""
        editor = QLineEdit(parent)
        editor.setFrame(False)
        editor.setAccessibleName(self._sheet.columns[index.column()].title)
        theme = self.theme
        editor.setStyleSheet(
            f"QLineEdit {{ background: {theme.raised}; color: {theme.text}; border: 2px solid {theme.accent};"
            f" border-radius: 0; padding: 0 6px; }}"
        )
        return editor

    def setEditorData(self, editor: QWidget, index: AnyIndex) -> None:
        """Show a cell's words in the line."""
        if isinstance(editor, QLineEdit):
            editor.setText(self._sheet.text(index.row(), index.column()))

    def setModelData(self, editor: QWidget, model: object, index: AnyIndex) -> None:
        """Take what was typed."""
        if isinstance(editor, QLineEdit):
            self._sheet.setData(index, editor.text())


def block_of(text: str) -> Sequence[Sequence[str]]:
    """Return the rows and cells of a block as spreadsheets copy it; quoted cells may hold line feeds."""
    if not text:
        return []
    lines = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
    try:
        return [row or [""] for row in csv.reader(io.StringIO(lines), delimiter="\t")]
    except csv.Error:  # a cell longer than the reader takes
        return [line.split("\t") for line in lines.split("\n")]
