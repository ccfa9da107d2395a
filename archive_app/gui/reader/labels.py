"""The words of labels in the margin: broken into the lines there is room for, cut with an ellipsis."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF

_MOST_LINES = 3
_PARTS = " · "
"""Between a passage's actors and its claim types."""


def lines_for(room: float, label_height: float, line_height: float) -> int:
    """Return how many lines a label has room for, at least one."""
    return max(1, min(_MOST_LINES, 1 + int((room - label_height) // line_height)))


def broken(text: str, metrics: QFontMetricsF, width: float, most: int) -> tuple[str, ...]:
    """Break a label into at most so many lines of a width in pixels; what finds no room ends in an ellipsis.

    Actors and claim types stand on lines of their own where that alone makes them fit.
    """
    if most == 1 or metrics.horizontalAdvance(text) <= width:
        return (metrics.elidedText(text, Qt.TextElideMode.ElideRight, width),)
    *parts, last = text.split(_PARTS)
    lines = [f"{part} ·" for part in parts] + [last]
    if len(lines) > most or any(metrics.horizontalAdvance(line) > width for line in lines):
        lines = list(_wrapped(text, metrics, width))
    shown, rest = lines[: most - 1], " ".join(lines[most - 1 :])
    last = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width)
    # At the end of a line the break itself tells actors from claim types.
    return (*(line.removesuffix(" ·") for line in shown), last)


def _wrapped(text: str, metrics: QFontMetricsF, width: float) -> Iterator[str]:
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if line and word != "·" and metrics.horizontalAdvance(longer) > width:
            yield line
            line = word
        else:
            line = longer
    yield line
