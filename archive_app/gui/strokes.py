"""The strokes of underline patterns, as the reader, the legend and printed pages draw them."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from archive_app.gui.reader.appearance import Pattern

DASHES: dict[Pattern, list[float]] = {
    Pattern.DASHED: [3.0, 2.0],
    Pattern.DOTTED: [1.0, 1.6],
    Pattern.DASH_DOT: [4.0, 1.6, 1.0, 1.6],
    Pattern.LONG_DASHED: [7.0, 2.5],
}
"""Lengths of strokes and gaps, as multiples of the pen's width."""


def pen_of(pattern: Pattern, colour: str, width: float) -> QPen:
    """Return the pen for a pattern; the two lines of a double one are thinner."""
    pen = QPen(QColor(colour), width * 0.65 if pattern is Pattern.DOUBLE else width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if pattern in DASHES:
        pen.setDashPattern(DASHES[pattern])
    return pen


def draw_stroke(
    painter: QPainter, left: float, right: float, y: float, pattern: Pattern, colour: str, width: float
) -> None:
    """Draw a level line in a pattern; ``width`` is its thickness, everything in the painter's units."""
    painter.setPen(pen_of(pattern, colour, width))
    painter.drawLine(QPointF(left, y), QPointF(right, y))
    if pattern is Pattern.DOUBLE:
        below = y + width * 1.3
        painter.drawLine(QPointF(left, below), QPointF(right, below))
