"""When what was found was published: a bar for each day, month or year."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from archive_app.gui.lists.lettering import Lettering
from archive_app.gui.lists.wording import number, short_date
from archive_app.gui.theme import RADIUS, SPACE, Theme

if TYPE_CHECKING:
    from archive_app.search.facets import Timeline, TimelineBucket

_HEIGHT = 76
_AXIS = 18.0
_WIDEST_BAR = 44.0


class TimelineStrip(QWidget):
    """The bars; a click narrows the search to one, dragging to several."""

    chosen = Signal(str, str)
    """Carries the first and the last day, ISO dates, both included; both empty to take the dates off."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lettering = Lettering(theme)
        self.bars: tuple[TimelineBucket, ...] = ()
        self._step_in_time = "month"
        self._current = 0
        self._anchor: int | None = None
        self._hovered: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_HEIGHT)
        self.setAccessibleName(self.tr("When it was published"))
        self.setToolTip("")

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        self._lettering.set_theme(theme)
        self.update()

    def show_timeline(self, timeline: "Timeline") -> None:
        """Show how much was found of each stretch of time; nothing of what has no date."""
        if timeline.buckets == self.bars:
            return
        self.bars, self._step_in_time = timeline.buckets, timeline.step
        self._anchor, self._hovered = None, None
        self._current = min(self._current, max(len(self.bars) - 1, 0))
        self._describe()
        self.update()

    def sizeHint(self) -> QSize:
        """Return a low, wide strip."""
        return QSize(320, _HEIGHT)

    # Choosing -----------------------------------------------------------------------------------

    def choose(self, first: int, last: int) -> None:
        """Narrow to the bars from one to another, in either order."""
        first, last = min(first, last), max(first, last)
        if self.bars:
            self.chosen.emit(self.bars[first].first, self.bars[last].last)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to choose."""
        at = self._at(event.position().x())
        if event.button() == Qt.MouseButton.LeftButton and at is not None:
            self._anchor = self._current = at
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Choose more bars while dragging; light up the one under the mouse."""
        at = self._at(event.position().x())
        if at != self._hovered or self._anchor is not None:
            self._hovered = at
            if self._anchor is not None and at is not None:
                self._current = at
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take what was dragged over."""
        if self._anchor is not None and event.button() == Qt.MouseButton.LeftButton:
            first, self._anchor = self._anchor, None
            self.choose(first, self._current)
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from bar to bar, with Shift choosing; Enter narrows, Esc and Del take the dates off."""
        key, step = event.key(), 0
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            step = 1 if (key == Qt.Key.Key_Right) != self.isRightToLeft() else -1
        if step and self.bars:
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self._anchor = self._current if self._anchor is None else self._anchor
            else:
                self._anchor = None
            self._current = max(0, min(len(self.bars) - 1, self._current + step))
            self._describe()
            self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.bars:
            first = self._current if self._anchor is None else self._anchor
            self._anchor = None
            self.choose(first, self._current)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Escape):
            self._anchor = None
            self.chosen.emit("", "")
        else:
            super().keyPressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Light up no bar."""
        self._hovered = None
        self.update()
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the keyboard is elsewhere."""
        super().focusOutEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        """Say in a tooltip what a bar stands for."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            at = self._at(event.pos().x())
            if at is not None:
                QToolTip.showText(event.globalPos(), self._words(self.bars[at]), self)
                return True
        return super().event(event)

    def _describe(self) -> None:
        words = self._words(self.bars[self._current]) if self.bars else self.tr("Nothing found has a date.")
        self.setAccessibleDescription(words)

    def _words(self, bar: "TimelineBucket") -> str:
        return f"{self._when(bar)}: {number(bar.count)}"

    def _when(self, bar: "TimelineBucket") -> str:
        letters = {"day": 10, "month": 7, "year": 4}[self._step_in_time]
        return short_date(bar.first[:letters])

    # Places -------------------------------------------------------------------------------------

    def _step(self) -> float:
        return min(_WIDEST_BAR, (self.width() - 2 * SPACE) / max(len(self.bars), 1))

    def _left(self, at: int) -> float:
        step = self._step()
        place = SPACE + at * step
        return self.width() - place - step if self.isRightToLeft() else place

    def _at(self, x: float) -> int | None:
        if self.isRightToLeft():
            x = self.width() - x
        at = int((x - SPACE) // self._step())
        return at if 0 <= at < len(self.bars) else None

    # Painting -----------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the bars, a line below them, and the months at both ends."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            theme = self._theme
            floor = self.height() - _AXIS
            if not self.bars:
                return
            most = max(bar.count for bar in self.bars) or 1
            step = self._step()
            chosen = self._chosen_now()
            painter.setPen(Qt.PenStyle.NoPen)
            for at, bar in enumerate(self.bars):
                height = max(2.0, (floor - 8) * bar.count / most) if bar.count else 0.0
                rect = QRectF(self._left(at) + 0.5, floor - height, max(step - 1.5, 1.0), height)
                is_lit = at in chosen or at == self._hovered
                painter.setBrush(QColor(theme.accent))
                painter.setOpacity(1.0 if is_lit else 0.55)
                painter.drawRoundedRect(rect, 1.5, 1.5)
            painter.setOpacity(1.0)
            painter.setPen(QPen(QColor(theme.line), 1))
            ends = sorted((self._left(0), self._left(len(self.bars) - 1)))
            painter.drawLine(QPointF(ends[0], floor + 0.5), QPointF(ends[1] + step, floor + 0.5))
            self._paint_ends(painter, floor + 2)
            if self.hasFocus():
                self._paint_focus(painter, floor)

    def _chosen_now(self) -> range:
        if self._anchor is None:
            return range(0)
        return range(min(self._anchor, self._current), max(self._anchor, self._current) + 1)

    def _paint_ends(self, painter: QPainter, top: float) -> None:
        letters, theme = self._lettering, self._theme
        first, last = self._when(self.bars[0]), self._when(self.bars[-1])
        width = letters.width(first, "label") + 4
        step = self._step()
        left = self._left(0) if not self.isRightToLeft() else self._left(0) + step - width
        letters.draw(painter, QRectF(left, top, width, 14), first, "label", theme.dim)
        if len(self.bars) < 2:
            return
        end = letters.width(last, "label") + 4
        at = self._left(len(self.bars) - 1)
        place = at + step - end if not self.isRightToLeft() else at
        if abs(place - left) > max(width, end) + 8:
            letters.draw(painter, QRectF(place, top, end, 14), last, "label", theme.dim)
        else:
            both = QRectF(left + width + 8, top, end, 14)
            letters.draw(painter, both, f"– {last}", "label", theme.dim)

    def _paint_focus(self, painter: QPainter, floor: float) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self._theme.accent), 1.5))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        painter.setPen(QPen(QColor(self._theme.text), 1.5))
        left = self._left(self._current)
        painter.drawLine(QPointF(left, floor + 1), QPointF(left + self._step(), floor + 1))
