"""Actors with their roles and claim types with their stances, as lists draw and word them."""

from PySide6.QtCore import QCoreApplication, QPointF, QRectF
from PySide6.QtGui import QPainter

from archive_app.gui.lists.lettering import Lettering
from archive_app.gui.lists.painting import draw_dot, draw_glyph
from archive_app.gui.theme import Theme

_GLYPH = 14
_DOT = 8
_GAP = 5.0


def role_word(role: str) -> str:
    """Return a role as people read it."""
    words = {
        "speaker": QCoreApplication.translate("Tags", "speaker"),
        "addressee": QCoreApplication.translate("Tags", "addressee"),
        "target": QCoreApplication.translate("Tags", "target"),
        "mentioned": QCoreApplication.translate("Tags", "mentioned"),
    }
    return words.get(role, role)


def stance_word(stance: str) -> str:
    """Return a stance as people read it."""
    words = {
        "supports": QCoreApplication.translate("Tags", "supports"),
        "opposes": QCoreApplication.translate("Tags", "opposes"),
        "neutral": QCoreApplication.translate("Tags", "neutral"),
    }
    return words.get(stance, stance)


def actor_width(name: str, letters: Lettering) -> float:
    """Return how wide :func:`draw_actor` draws when there is room, in pixels."""
    return _GLYPH + _GAP + letters.width(name, "small") + 1


def claim_width(name: str, stance: str, letters: Lettering) -> float:
    """Return how wide :func:`draw_claim` draws when there is room, in pixels."""
    sign = 0.0 if stance == "neutral" else _GLYPH + _GAP
    return _DOT + 2 + _GAP + letters.width(name, "small") + 1 + sign


def draw_actor(
    painter: QPainter, rect: QRectF, name: str, role: str, theme: Theme, letters: Lettering
) -> float:
    """Draw a role's sign and an actor's name from the left; return the width they took."""
    middle = rect.center().y()
    draw_glyph(painter, role, theme.dim, QPointF(rect.left(), middle - _GLYPH / 2), _GLYPH)
    return _GLYPH + _GAP + _draw_name(painter, rect, _GLYPH + _GAP, name, theme, letters)


def draw_claim(
    painter: QPainter, rect: QRectF, name: str, stance: str, colour: int, theme: Theme, letters: Lettering
) -> float:
    """Draw a claim type's dot and name and its stance's sign from the left; return their width."""
    middle = rect.center().y()
    draw_dot(painter, theme.codes[colour], QPointF(rect.left() + _DOT / 2 + 1, middle), _DOT / 2)
    begin = _DOT + 2 + _GAP
    sign = 0.0 if stance == "neutral" else _GLYPH + _GAP
    width = begin + _draw_name(painter, rect.adjusted(0, 0, -sign, 0), begin, name, theme, letters)
    if sign:
        at = QPointF(rect.left() + width + _GAP - 1, middle - _GLYPH / 2)
        draw_glyph(painter, stance, theme.success if stance == "supports" else theme.danger, at, _GLYPH)
    return width + sign


def _draw_name(
    painter: QPainter, rect: QRectF, begin: float, name: str, theme: Theme, letters: Lettering
) -> float:
    height = letters.line_height("small")
    width = min(letters.width(name, "small") + 1, rect.width() - begin)
    place = QRectF(rect.left() + begin, rect.center().y() - height / 2, width, height)
    if width < _GLYPH:
        return 0.0
    letters.draw(painter, place, name, "small", theme.text)
    # Cut short, a name ends before the room for it does, and the sign after it stands close.
    return min(width, letters.block(name, "small", width).lineAt(0).naturalTextWidth() + 1)
