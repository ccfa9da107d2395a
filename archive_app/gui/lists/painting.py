"""Small things that cards are painted of: grounds, pills, dots and icons."""

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from archive_app.gui.icons import pixmap
from archive_app.gui.lists.lettering import Lettering
from archive_app.gui.theme import RADIUS, Theme

_BAR = 3.0  # pixels


@lru_cache(maxsize=512)
def glyph(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    """Return an icon's drawing, made once for each colour and size."""
    return pixmap(name, colour, size, ratio=ratio)


def draw_glyph(painter: QPainter, name: str, colour: str, at: QPointF, size: int) -> None:
    """Draw an icon with its top left corner at a point, in device-independent pixels."""
    device = painter.device()
    ratio = device.devicePixelRatioF() if device is not None else 1.0
    painter.drawPixmap(QPointF(round(at.x()), round(at.y())), glyph(name, colour, size, ratio))


def draw_ground(
    painter: QPainter, rect: QRectF, theme: Theme, *, selected: bool, hovered: bool, focused: bool
) -> None:
    """Draw what lies behind a card: nothing, or a rounded ground when it is selected or under the mouse.

    A bar at its beginning says that it is selected to those who do not see the tint.
    """
    if not (selected or hovered or focused):
        return
    painter.setPen(QPen(QColor(theme.accent), 1.5) if focused else Qt.PenStyle.NoPen)
    if selected or hovered:
        painter.setBrush(QColor(theme.selection if selected else theme.hover))
    else:
        painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect, RADIUS, RADIUS)
    if selected:
        _draw_bar(painter, rect, theme)


def _draw_bar(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    is_mirrored = painter.layoutDirection() == Qt.LayoutDirection.RightToLeft
    height = min(rect.height() - 2 * RADIUS, rect.height() * 0.6)
    left = rect.right() - _BAR if is_mirrored else rect.left()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.accent))
    painter.drawRoundedRect(QRectF(left, rect.center().y() - height / 2, _BAR, height), _BAR / 2, _BAR / 2)


def draw_dot(painter: QPainter, colour: str, centre: QPointF, radius: float = 4.0) -> None:
    """Draw a claim type's dot."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawEllipse(centre, radius, radius)


def draw_pill(
    painter: QPainter, rect: QRectF, text: str, ground: str, colour: str, lettering: Lettering
) -> None:
    """Draw a word or number on a rounded ground that fills a rectangle."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
    painter.setPen(QColor(colour))
    painter.setFont(lettering.font("label"))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
