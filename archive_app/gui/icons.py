"""Icons: our own line drawings, painted in the colour of the theme."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from archive_app.gui.theme import Theme
from archive_app.resources import resource


def icon(name: str, theme: Theme, *, colour: str | None = None) -> QIcon:
    """Return the icon of a name in the theme's text colour, dimmed where its action is off."""
    # As few pictures as menus and toolbars need: dozens of icons are drawn before the first paint.
    found = QIcon()
    drawing = _renderer(name, colour or theme.text)
    for size in (20, 40):
        found.addPixmap(_drawn(drawing, size, 1.0), QIcon.Mode.Normal)
    dimmed = _renderer(name, theme.line if theme.is_dark else "#A9A59B")
    found.addPixmap(_drawn(dimmed, 20, 1.0), QIcon.Mode.Disabled)
    return found


def application_icon() -> QIcon:
    """Return the app's own icon."""
    return QIcon(str(resource("icons", "archive-app.svg")))


def pixmap(name: str, colour: str, size: int, *, ratio: float = 1.0) -> QPixmap:
    """Return a drawing ``size`` device-independent pixels high and wide."""
    return _drawn(_renderer(name, colour), size, ratio)


def _renderer(name: str, colour: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(_drawing(name).replace("currentColor", colour).encode()))


def _drawn(renderer: QSvgRenderer, size: int, ratio: float) -> QPixmap:
    picture = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        renderer.render(painter, QRectF(0, 0, size, size))
    return picture


@lru_cache(maxsize=256)
def _drawing(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text("utf-8")
