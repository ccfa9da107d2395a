"""Where a sheet stands beside the words it is about: below, else above, else beside, never on them."""

from enum import Enum

from PySide6.QtCore import QPoint, QRect, QSize

GAP = 6
"""Pixels between the words and the sheet."""


class Side(Enum):
    """On which side of the words a sheet stands."""

    BELOW = "below"
    ABOVE = "above"
    RIGHT = "right"
    LEFT = "left"


def side_for(anchor: QRect, size: QSize, bounds: QRect) -> Side:
    """Choose the side on which a sheet of this size, its largest, has room.

    Where it has room on none, the side with most of it below or above is chosen.
    """
    below = bounds.bottom() - anchor.bottom() - GAP
    above = anchor.top() - bounds.top() - GAP
    if below >= size.height():
        return Side.BELOW
    if above >= size.height():
        return Side.ABOVE
    if bounds.height() >= size.height():
        if bounds.right() - anchor.right() - GAP >= size.width():
            return Side.RIGHT
        if anchor.left() - bounds.left() - GAP >= size.width():
            return Side.LEFT
    return Side.BELOW if below >= above else Side.ABOVE


def room_on(side: Side, anchor: QRect, bounds: QRect) -> int:
    """Return how high a sheet can be on a side without lying on the words, in pixels."""
    if side is Side.BELOW:
        return bounds.bottom() - anchor.bottom() - GAP
    if side is Side.ABOVE:
        return anchor.top() - bounds.top() - GAP
    return bounds.height()


def placed(side: Side, anchor: QRect, size: QSize, bounds: QRect) -> QRect:
    """Return the rectangle of a sheet on one side of the words, pushed inside the bounds."""
    if side is Side.BELOW:
        corner = QPoint(anchor.left(), anchor.bottom() + 1 + GAP)
    elif side is Side.ABOVE:
        corner = QPoint(anchor.left(), anchor.top() - GAP - size.height())
    elif side is Side.RIGHT:
        corner = QPoint(anchor.right() + 1 + GAP, anchor.top())
    else:
        corner = QPoint(anchor.left() - GAP - size.width(), anchor.top())
    x = max(bounds.left(), min(corner.x(), bounds.right() + 1 - size.width()))
    y = max(bounds.top(), min(corner.y(), bounds.bottom() + 1 - size.height()))
    return QRect(QPoint(x, y), size)
