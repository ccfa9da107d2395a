"""The rows of the popup: a short list with one chosen, painted in one style for actors and claim types."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QMouseEvent, QPainter, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from archive_app.gui.coding.questions import Candidate
from archive_app.gui.icons import pixmap
from archive_app.gui.theme import Theme

ROW = 32
"""Pixels."""

_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


class CandidateModel(QAbstractListModel):
    """The candidates of the moment."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.candidates: Sequence[Candidate] = ()

    def show(self, candidates: Sequence[Candidate]) -> None:
        """Offer these."""
        self.beginResetModel()
        self.candidates = candidates
        self.endResetModel()

    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        """Return how many are offered."""
        return 0 if parent.isValid() else len(self.candidates)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # as Qt declares it
        """Return a candidate, or what a screen reader says of it."""
        candidate = self.candidates[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return candidate
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return spoken(candidate)
        return None


def spoken(candidate: Candidate) -> str:
    """Return a candidate in words, as a screen reader says it."""
    return ", ".join(part for part in (candidate.shown, candidate.detail) if part)


class CandidateDelegate(QStyledItemDelegate):
    """Paints a candidate: icon or dot, name, dim detail; on the right its marks and how often it is used."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.create_keys = ""
        self._pixmaps: dict[tuple[str, str, float], QPixmap] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return the size of every row."""
        return QSize(200, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one row."""
        candidate: Candidate = index.data(Qt.ItemDataRole.UserRole)
        rect: QRect = option.rect
        font: QFont = option.font
        state = option.state
        theme = self.theme
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.selection))
            painter.drawRoundedRect(rect.adjusted(6, 1, -6, -1), 5, 5)
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        left, right = rect.left() + 14, rect.right() - 14
        middle = rect.center().y()

        def box(x: int, width: int) -> QRect:
            laid = QRect(x, rect.top(), width, rect.height())
            if mirrored:
                laid.moveRight(rect.left() + rect.right() - x)
            return laid

        if candidate.colour is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.codes[candidate.colour % len(theme.codes)]))
            dot = box(left + 3, 10)
            painter.drawEllipse(QRect(dot.left(), middle - 4, 10, 10))
        elif candidate.icon:
            colour = theme.accent if candidate.is_new else theme.dim
            self._icon(painter, candidate.icon, colour, box(left, 16).left(), middle - 7)
        left += 26

        small = QFont(font)
        small.setPointSizeF(font.pointSizeF() - 1)
        figures = QFont(small)
        figures.setFeature(QFont.Tag("tnum"), 1)
        painter.setFont(figures)
        painter.setPen(QColor(theme.dim))
        tail = self.create_keys if candidate.is_new else (f"{candidate.uses:,}" if candidate.uses else "")
        if tail:
            width = QFontMetrics(figures).horizontalAdvance(tail) + 2
            right -= width
            painter.drawText(box(right, width), int(Qt.AlignmentFlag.AlignCenter), tail)
            right -= 8
        if candidate.marks:
            for mark in reversed(candidate.marks):
                right -= 16
                self._icon(painter, mark, theme.dim, box(right, 16).left(), middle - 7)
                right -= 2
            right -= 16
            self._icon(painter, "check", theme.success, box(right, 16).left(), middle - 7)
            right -= 8

        painter.setFont(font)
        painter.setPen(QColor(theme.text))
        metrics = QFontMetrics(font)
        room = right - left
        name = metrics.elidedText(candidate.shown, Qt.TextElideMode.ElideRight, room)
        width = min(room, metrics.horizontalAdvance(name) + 2)
        side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        flags = int(Qt.AlignmentFlag.AlignVCenter | side | Qt.AlignmentFlag.AlignAbsolute)
        painter.drawText(box(left, width), flags, name)
        left += width + 8
        if candidate.detail and right - left > 24:
            painter.setFont(small)
            painter.setPen(QColor(theme.dim))
            detail = QFontMetrics(small).elidedText(
                candidate.detail, Qt.TextElideMode.ElideRight, right - left
            )
            painter.drawText(box(left, right - left), flags, detail)
        painter.restore()

    def _icon(self, painter: QPainter, name: str, colour: str, x: int, y: int) -> None:
        ratio = painter.device().devicePixelRatioF()
        key = (name, colour, ratio)
        if key not in self._pixmaps:
            self._pixmaps[key] = pixmap(name, colour, 16, ratio=ratio)
        painter.drawPixmap(x, y, self._pixmaps[key])


class CandidateList(QListView):
    """The list itself; the keyboard stays in the field above it."""

    accepted = Signal(bool)
    """A row was clicked; carries whether the popup is to stay (Shift)."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = CandidateModel(self)
        self._painter = CandidateDelegate(theme, self)
        self._painter.create_keys = self.tr("Ctrl+Enter")
        self.setModel(self._rows)
        self.setItemDelegate(self._painter)
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Suggestions"))
        self.set_theme(theme)

    @property
    def candidates(self) -> Sequence[Candidate]:
        """Return what is offered."""
        return self._rows.candidates

    @property
    def chosen(self) -> Candidate | None:
        """Return the row that Enter would take."""
        index = self.currentIndex()
        return self._rows.candidates[index.row()] if index.isValid() else None

    def offer(self, candidates: Sequence[Candidate], chosen: int) -> None:
        """Show these rows, the one numbered ``chosen`` picked out; below 0 none is."""
        self._rows.show(candidates)
        if chosen >= 0:
            self.setCurrentIndex(self._rows.index(chosen, 0))
        self.scrollToTop()

    def step(self, rows: int) -> None:
        """Move the choice down, or up when negative, around the ends."""
        count = self._rows.rowCount()
        if count == 0:
            return
        index = self.currentIndex()
        start = index.row() if index.isValid() else (-1 if rows > 0 else count)
        if abs(rows) == 1:
            row = (start + rows) % count
        else:
            row = max(0, min(count - 1, start + rows))
        self.setCurrentIndex(self._rows.index(row, 0))

    def minimumSizeHint(self) -> QSize:
        """Need no more than a row."""
        return QSize(80, ROW)

    def height_of_all(self) -> int:
        """Return how high the list is when every row shows, in pixels."""
        return self._rows.rowCount() * ROW

    def set_theme(self, theme: Theme) -> None:
        """Take on a theme's colours."""
        self._painter.theme = theme
        self.setStyleSheet(f"QListView {{ background: {theme.raised}; }}")
        self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Choose the row under the mouse."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.setCurrentIndex(index)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the row under the mouse."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            self.setCurrentIndex(index)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take the row under the mouse."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index == self.currentIndex() and event.button() == Qt.MouseButton.LeftButton:
            self.accepted.emit(bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
