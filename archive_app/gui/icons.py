"""Icons: our own line drawings, painted in the colour of the theme."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from archive_app.gui.theme import Theme
from archive_app.resources import resource


def icon(name: str, theme: Theme, *, colour: str | None = None) -> QIcon:
    """Return the icon of a name in the theme's text colour, dimmed where its action is off."""
    # As few pictures as menus and toolbars need: dozens of icons are drawn before the first paint.
    found = QIcon()
    dimmed = theme.line if theme.is_dark else "#A9A59B"
    for size, painted, mode in (
        (20, colour or theme.text, QIcon.Mode.Normal),
        (40, colour or theme.text, QIcon.Mode.Normal),
        (20, dimmed, QIcon.Mode.Disabled),
    ):
        found.addPixmap(QPixmap.fromImage(_drawn(name, painted, size, 1.0)), mode)
    return found


def application_icon() -> QIcon:
    """Return the app's own icon."""
    return QIcon(str(resource("icons", "archive-app.svg")))


def pixmap(name: str, colour: str, size: int, *, ratio: float = 1.0) -> QPixmap:
    """Return a drawing ``size`` device-independent pixels high and wide."""
    return QPixmap.fromImage(_drawn(name, colour, size, ratio))


# Kept as images: the same few are asked for with every row of the inspector, and pixmaps may not outlive Qt.
@lru_cache(maxsize=1024)
def _drawn(name: str, colour: str, size: int, ratio: float) -> QImage:
    renderer = QSvgRenderer(QByteArray(_drawing(name).replace("currentColor", colour).encode()))
    side = round(size * ratio)
    picture = QImage(QSize(side, side), QImage.Format.Format_ARGB32_Premultiplied)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        renderer.render(painter, QRectF(0, 0, size, size))
    return picture


@lru_cache(maxsize=256)
def _drawing(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text("utf-8")
