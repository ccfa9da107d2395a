"""The grid of the sheet: cells to type in, blocks to copy and to paste, columns to hide."""

import csv
import io
from collections.abc import Callable, Sequence

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


_Stretch = tuple[range, range]  # rows and columns


def _size(stretch: _Stretch) -> int:
    return len(stretch[0]) * len(stretch[1])


def _filled(
    stretches: Sequence[_Stretch], shown: set[int], ids: Sequence[int], fields: Sequence[str], value: str
) -> dict[int, dict[str, str]]:
    """Return one value for every shown cell of some stretches, by article and field."""
    edits: dict[int, dict[str, str]] = {}
    for rows, columns in stretches:
        named = {fields[column]: value for column in columns if column in shown}
        for row in rows:
            edits.setdefault(ids[row], {}).update(named)
    return edits


class SheetTable(CardTable):
    """A grid over a :class:`SheetModel`; typing begins to edit, Enter goes down, Tab goes right."""

    pasted = Signal(int)
    """Carries how many cells a pasted block, or emptying, changed."""
    block_typed = Signal(object)
    """Carries what makes the values by article and field, of more articles than are looked up on the screen.

    To be called in another thread: of thousands of rows it takes longer than the window may wait.
    """

    def __init__(self, model: SheetModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(model, _HEIGHT, parent)
        self.sheet = model
        self.header = SortHeader(theme)
        self.header.first_margin = _MARGIN
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
        text, current = QGuiApplication.clipboard().text(), self.currentIndex()
        if not text or not current.isValid():
            return
        stretches, shown = self._stretches(), self.shown_columns()
        ids, fields = self.sheet.ids, [column.name for column in self.sheet.columns]
        first = current.row()
        columns = shown[shown.index(current.column()) :]

        def make() -> dict[int, dict[str, str]]:
            block = block_of(text)
            if len(block) == len(block[0]) == 1 and sum(map(_size, stretches)) > 1:
                return _filled(stretches, set(shown), ids, fields, block[0][0])
            return {
                ids[row]: {fields[column]: value for column, value in zip(columns, line, strict=False)}
                for row, line in zip(range(first, len(ids)), block, strict=False)
            }

        self._enter(make, max(text.count("\n"), sum(map(len, (rows for rows, _ in stretches)))))

    def empty_cells(self) -> None:
        """Empty the selected cells."""
        stretches, shown = self._stretches(), set(self.shown_columns())
        ids, fields = self.sheet.ids, [column.name for column in self.sheet.columns]
        self._enter(
            lambda: _filled(stretches, shown, ids, fields, ""), sum(len(rows) for rows, _ in stretches)
        )

    def _enter(self, make: Callable[[], dict[int, dict[str, str]]], articles: int) -> None:
        if articles > _MOST_AT_ONCE:
            self.block_typed.emit(make)
        else:
            self.pasted.emit(self.sheet.type_cells(make()))

    def _stretches(self) -> list[_Stretch]:
        # By stretches: Qt would make an index for each of what may be 70,000 cells.
        selection = self.selectionModel().selection()
        chosen = [selection.at(at) for at in range(selection.count())]
        return [(range(one.top(), one.bottom() + 1), range(one.left(), one.right() + 1)) for one in chosen]

    def _chosen_cells(self) -> list[tuple[int, int]]:
        shown = set(self.shown_columns())
        return [
            (row, column)
            for rows, columns in self._stretches()
            for row in rows
            for column in columns
            if column in shown
        ]

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
