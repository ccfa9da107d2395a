"""The table in which either half of the codebook stands, and how its rows are painted."""

from PySide6.QtCore import (
    QEvent,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from archive_app.gui.coding.words import kind_icon
from archive_app.gui.inspector.codebook_rows import AnyIndex, ClaimRows, CodebookRows
from archive_app.gui.lists.painting import draw_dot, draw_glyph, draw_ground
from archive_app.gui.theme import Theme
from archive_app.operations.codebook import PATH
from archive_app.storage.queries import ActorCard, ClaimTypeCard

ROW = 30
"""Pixels."""
_STEP = 16  # pixels of indentation for each level of the tree
_LEFT = 10
_RIGHT = 14


class CodebookDelegate(QStyledItemDelegate):
    """Paints a row: mark, name, dim what else an actor is called or where a claim type stands, and uses."""

    def __init__(self, table: "CodebookTable", theme: Theme) -> None:
        super().__init__(table)
        self._table = table
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Return the size of every row."""
        return QSize(120, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint one row."""
        card: ActorCard | ClaimTypeCard = index.data(Qt.ItemDataRole.UserRole)
        rect = QRectF(option.rect)
        table, theme = self._table, self.theme
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = table.hasFocus() and table.currentIndex().row() == index.row()
        draw_ground(
            painter, rect.adjusted(5, 1, -5, -1), theme,
            selected=bool(option.state & QStyle.StateFlag.State_Selected),
            hovered=table.hovered_row == index.row(), focused=focused,
        )  # fmt: skip
        mirrored = table.isRightToLeft()
        left, right = rect.left() + _LEFT, rect.right() - _RIGHT

        def across(x: float, width: float) -> QRectF:
            laid = QRectF(x, rect.top(), width, rect.height())
            if mirrored:
                laid.moveRight(rect.left() + rect.right() - x)
            return laid

        middle = rect.center().y()
        if isinstance(card, ClaimTypeCard):
            detail = self._paint_tree(painter, card, across, left, middle)
            left = self.name_left(card) + rect.left()
        else:
            detail = ", ".join(card.aliases)
            mark = across(left + 2, 16)
            draw_glyph(
                painter, kind_icon(card.kind), theme.dim, QPointF(round(mark.left()), round(middle - 8)), 16
            )
            left = self.name_left(card) + rect.left()

        small = QFont(option.font)
        small.setPointSizeF(option.font.pointSizeF() - 1)
        figures = QFont(small)
        figures.setFeature(QFont.Tag("tnum"), 1)
        if card.uses:
            tail = f"{card.uses:,}"
            width = QFontMetrics(figures).horizontalAdvance(tail) + 2
            right -= width
            painter.setFont(figures)
            painter.setPen(QColor(theme.dim))
            painter.drawText(across(right, width), Qt.AlignmentFlag.AlignCenter, tail)
            right -= 8
        side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        flags = Qt.AlignmentFlag.AlignVCenter | side | Qt.AlignmentFlag.AlignAbsolute
        painter.setFont(option.font)
        painter.setPen(QColor(theme.text))
        metrics = QFontMetrics(option.font)
        room = int(right - left)
        name = metrics.elidedText(card.name, Qt.TextElideMode.ElideRight, room)
        width = min(room, metrics.horizontalAdvance(name) + 2)
        painter.drawText(across(left, width), flags, name)
        left += width + 8
        if detail and right - left > 28:
            painter.setFont(small)
            painter.setPen(QColor(theme.dim))
            cut = QFontMetrics(small).elidedText(detail, Qt.TextElideMode.ElideRight, int(right - left))
            painter.drawText(across(left, right - left), flags, cut)
        painter.restore()

    def name_left(self, card: ActorCard | ClaimTypeCard) -> float:
        """Return how far from the row's edge the name begins, in pixels."""
        if isinstance(card, ClaimTypeCard):
            depth = 0 if self._table.rows.filter.strip() else card.depth
            return _LEFT + depth * _STEP + 34
        return _LEFT + 26

    def chevron(self, card: ClaimTypeCard, row: QRect) -> QRect:
        """Return where the mark that opens and shuts a branch stands."""
        x = _LEFT + card.depth * _STEP - 2
        mark = QRect(row.left() + x, row.top(), 18, row.height())
        if self._table.isRightToLeft():
            mark.moveRight(row.right() - x)
        return mark

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: AnyIndex) -> QWidget:
        """Return the field in which a name is typed over."""
        editor = QLineEdit(parent)
        editor.setAccessibleName(self.tr("New name"))
        editor.setStyleSheet("QLineEdit { padding: 0 4px; border-radius: 4px; }")
        return editor

    def setEditorData(self, editor: QWidget, index: AnyIndex) -> None:
        """Show the name, but not over one that is being typed."""
        if not (isinstance(editor, QLineEdit) and editor.isModified()):
            super().setEditorData(editor, index)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Lay the field over the name."""
        left = round(self.name_left(index.data(Qt.ItemDataRole.UserRole))) - 6
        rect = QRect(option.rect)
        if self._table.isRightToLeft():
            editor.setGeometry(rect.adjusted(_RIGHT - 6, 2, -left, -2))
        else:
            editor.setGeometry(rect.adjusted(left, 2, -_RIGHT + 6, -2))

    def _paint_tree(self, painter: QPainter, card: ClaimTypeCard, across, left: float, middle: float) -> str:  # type: ignore[no-untyped-def]  # the function that mirrors
        rows = self._table.rows
        assert isinstance(rows, ClaimRows)
        filtered = bool(rows.filter.strip())
        left += 0 if filtered else card.depth * _STEP
        if rows.has_children(card.id) and not filtered:
            shut = card.id in rows.shut
            name = "chevron-right" if shut else "chevron-down"
            mark = across(left, 12)
            draw_glyph(painter, name, self.theme.dim, QPointF(round(mark.left()), round(middle - 6)), 12)
        codes = self.theme.codes
        draw_dot(painter, codes[card.colour % len(codes)], across(left + 16, 10).center(), 5)
        return " › ".join(card.path.split(PATH)[:-1]) if filtered else ""


class CodebookTable(QTableView):
    """One half of the codebook; what keys and clicks ask for goes out as signals that carry a key."""

    edit_asked = Signal(int)
    delete_asked = Signal(int)
    tag_asked = Signal(int)
    passages_asked = Signal(int)
    menu_asked = Signal(int, QPoint)
    """Carries a key, below 0 for none, and a global point."""
    chosen = Signal(object)
    """Carries the key of the row that is chosen now, or None."""
    left_upwards = Signal()
    """Up was pressed on the first row."""

    def __init__(self, rows: CodebookRows, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = rows
        self.hovered_row = -1
        self.setModel(rows)
        self.delegate = CodebookDelegate(self, theme)
        self.setItemDelegate(self.delegate)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        if isinstance(rows, ClaimRows):
            self.setDragEnabled(True)
            self.setAcceptDrops(True)
            self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
            self.setDragDropOverwriteMode(True)
            self.setDropIndicatorShown(True)
        self.selectionModel().currentRowChanged.connect(lambda *_: self._tell_chosen())
        rows.modelReset.connect(self._tell_chosen)
        self._key: int | None = None
        self._scrolled = 0
        rows.modelAboutToBeReset.connect(self._remember)
        rows.modelReset.connect(self._return)
        self.set_theme(theme)
        self.doubleClicked.connect(lambda index: self.edit_asked.emit(self.rows.card_at(index.row()).id))

    @property
    def chosen_key(self) -> int | None:
        """Return the key of the row that is chosen."""
        index = self.currentIndex()
        return self.rows.card_at(index.row()).id if index.isValid() else None

    def choose(self, key: int | None) -> None:
        """Choose the row of a key."""
        row = self.rows.row_of(key)
        if row >= 0:
            self.setCurrentIndex(self.rows.index(row, 0))

    def enter(self) -> None:
        """Take the keyboard, on the first row when none is chosen."""
        if not self.currentIndex().isValid() and self.rows.rowCount():
            self.setCurrentIndex(self.rows.index(0, 0))
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def edit_name(self) -> None:
        """Type over the name of the row that is chosen."""
        self.edit(self.currentIndex())

    def set_theme(self, theme: Theme) -> None:
        """Take on a theme's colours."""
        self.delegate.theme = theme
        # The delegate paints the ground of a chosen row; Qt's own would fill the whole width.
        self.setStyleSheet("QTableView { selection-background-color: transparent; }")
        self.viewport().update()

    # Keys ---------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Take this list's own keys before the window's shortcuts do."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            own = {Qt.Key.Key_F2, Qt.Key.Key_Delete, Qt.Key.Key_Return, Qt.Key.Key_Enter}
            if self.chosen_key is not None and event.key() in own:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Edit, rename, delete, tag with, look up, open and shut; letters are the window's shortcuts."""
        key, chosen, held = event.key(), self.chosen_key, event.modifiers()
        modifier = Qt.KeyboardModifier
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and chosen is not None:
            if held & modifier.ControlModifier:
                self.tag_asked.emit(chosen)
            elif held & modifier.ShiftModifier:
                self.passages_asked.emit(chosen)
            else:
                self.edit_asked.emit(chosen)
        elif key == Qt.Key.Key_Delete and chosen is not None:
            self.delete_asked.emit(chosen)
        elif key == Qt.Key.Key_Up and self.currentIndex().row() <= 0:
            self.left_upwards.emit()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and isinstance(self.rows, ClaimRows):
            forward = Qt.Key.Key_Left if self.isRightToLeft() else Qt.Key.Key_Right
            self._open_or_shut(self.rows, chosen, key == forward)
        elif event.text().isprintable() and event.text().strip() and not held:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Do nothing: letters are shortcuts, names are found in the field above."""

    def _open_or_shut(self, rows: ClaimRows, key: int | None, opens: bool) -> None:
        if key is None:
            return
        card = rows.card_at(rows.row_of(key))
        if opens or (rows.has_children(key) and key not in rows.shut):
            rows.set_open(key, opens)
        elif card.parent_id is not None:
            self.choose(card.parent_id)

    # Mouse --------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open or shut a branch by its mark."""
        index = self.indexAt(event.position().toPoint())
        if isinstance(self.rows, ClaimRows) and index.isValid() and not self.rows.filter.strip():
            card = self.rows.card_at(index.row())
            mark = self.delegate.chevron(card, self.visualRect(index))
            if self.rows.has_children(card.id) and mark.contains(event.position().toPoint()):
                self.rows.set_open(card.id, card.id in self.rows.shut)
                return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the row under the mouse."""
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(event.position().toPoint().y()))

    def leaveEvent(self, event: QEvent) -> None:
        """Forget the row under the mouse."""
        super().leaveEvent(event)
        self._hover(-1)

    def contextMenuEvent(self, event) -> None:  # type: ignore[no-untyped-def]  # QContextMenuEvent
        """Ask for the menu of a row, by mouse or key."""
        if event.reason() == event.Reason.Mouse:
            index = self.indexAt(event.pos())
            at = event.globalPos()
        else:
            index = self.currentIndex()
            at = self.viewport().mapToGlobal(self.visualRect(index).center())
        if index.isValid():
            self.setCurrentIndex(index)
        self.menu_asked.emit(self.rows.card_at(index.row()).id if index.isValid() else -1, at)

    def _hover(self, row: int) -> None:
        if row != self.hovered_row:
            self.hovered_row = row
            self.viewport().update()

    # Staying ------------------------------------------------------------------------------------

    def _remember(self) -> None:
        self._key = self.chosen_key
        self._scrolled = self.verticalScrollBar().value()

    def _return(self) -> None:
        if self._key is not None and self.rows.row_of(self._key) >= 0:
            self.choose(self._key)
        self.verticalScrollBar().setValue(self._scrolled)
        self._tell_chosen()

    def _tell_chosen(self) -> None:
        self.chosen.emit(self.chosen_key)
