"""The choice among the twelve colours of claim types, each with its pattern."""

from PySide6.QtCore import QCoreApplication, QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from archive_app.gui.reader.appearance import Pattern, pattern_of
from archive_app.gui.theme import Theme
from archive_app.model.values import COLOURS


class ColourRow(QWidget):
    """Twelve colours, each with the pattern that goes with it in the reader; the arrow keys choose."""

    def __init__(self, theme: Theme, value: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.value = value % COLOURS
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedHeight(82)
        self.setAccessibleName(self.tr("Colour"))
        self._say()

    def choose(self, value: int) -> None:
        """Choose a colour."""
        self.value = value % COLOURS
        self._say()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of two rows of six and a line of words."""
        return QSize(260, 82)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step with the arrow keys."""
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Down: 6, Qt.Key.Key_Up: -6}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.choose(self.value + step)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose what is clicked."""
        for number in range(COLOURS):
            if self._place(number).contains(event.position()):
                self.choose(number)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the colours, and in words which pattern is chosen."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for number in range(COLOURS):
                place = self._place(number)
                colour = QColor(self._theme.codes[number])
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(self._theme.tints[number]))
                painter.drawRoundedRect(place, 5, 5)
                if number == self.value:
                    ring = self._theme.accent if self.hasFocus() else self._theme.text
                    painter.setPen(QPen(QColor(ring), 2))
                    painter.setBrush(Qt.BrushStyle.NoBrush)
                    painter.drawRoundedRect(place.adjusted(1, 1, -1, -1), 5, 5)
                draw_pattern(painter, place.adjusted(7, 0, -7, 0), pattern_of(number), colour)
            painter.setPen(QColor(self._theme.dim))
            painter.drawText(
                QRectF(0, 62, self.width(), 20),
                int(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter),
                self.accessibleDescription(),
            )

    def _place(self, number: int) -> QRectF:
        return QRectF((number % 6) * 42, (number // 6) * 30, 38, 26)

    def _say(self) -> None:
        pattern = pattern_label(pattern_of(self.value))
        self.setAccessibleDescription(
            self.tr("Colour {number} of 12, {pattern} line").format(number=self.value + 1, pattern=pattern)
        )

    def event(self, event: QEvent) -> bool:
        """Show where the keyboard is."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return super().event(event)


def pattern_label(pattern: Pattern) -> str:
    """Return a pattern's name as people read it."""
    translate = QCoreApplication.translate
    return {
        Pattern.SOLID: translate("Patterns", "solid"),
        Pattern.DASHED: translate("Patterns", "dashed"),
        Pattern.DOTTED: translate("Patterns", "dotted"),
        Pattern.DOUBLE: translate("Patterns", "double"),
        Pattern.DASH_DOT: translate("Patterns", "dash-dot"),
        Pattern.LONG_DASHED: translate("Patterns", "long-dashed"),
    }[pattern]


def draw_pattern(painter: QPainter, rect: QRectF, pattern: Pattern, colour: QColor) -> None:
    """Draw a stretch of a line in a pattern across a rectangle's middle."""
    pen = QPen(colour, 2.5)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    dashes = {
        Pattern.DASHED: [2.5, 1.5],
        Pattern.DOTTED: [1.0, 1.0],
        Pattern.DASH_DOT: [3.0, 1.0, 1.0, 1.0],
        Pattern.LONG_DASHED: [5.0, 1.5],
    }.get(pattern)
    if dashes:
        pen.setDashPattern(dashes)
    middle = rect.center().y()
    if pattern is Pattern.DOUBLE:
        pen.setWidthF(1.5)
        painter.setPen(pen)
        for y in (middle - 2, middle + 2):
            painter.drawLine(int(rect.left()), round(y), int(rect.right()), round(y))
    else:
        painter.setPen(pen)
        painter.drawLine(int(rect.left()), round(middle), int(rect.right()), round(middle))
