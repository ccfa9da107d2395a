from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QSize
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ROOT = Path(__file__).resolve().parents[2]
ICONS = sorted((ROOT / "resources" / "icons").glob("*.svg"))
LINE_ICONS = [icon for icon in ICONS if icon.stem != "archive-app"]
PICTURES = {"drop", "empty-library", "empty-passages"}


def drawn(svg: str, side: int) -> QImage:
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor(0, 0, 0, 0))
    with QPainter(image) as painter:
        QSvgRenderer(QByteArray(svg.encode())).render(painter)
    return image


def colours(image: QImage) -> set[str]:
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {pixel.name() for pixel in pixels if pixel.alpha() > 250}


@pytest.mark.parametrize("icon", ICONS, ids=lambda icon: icon.stem)
def test_an_icon_is_drawn_by_qt_in_its_own_square(qapp: QGuiApplication, icon: Path) -> None:
    renderer = QSvgRenderer(str(icon))
    assert renderer.isValid()
    side = {"archive-app": 512}.get(icon.stem, 96 if icon.stem in PICTURES else 20)
    assert renderer.defaultSize() == QSize(side, side)


@pytest.mark.parametrize("icon", LINE_ICONS, ids=lambda icon: icon.stem)
def test_a_line_icon_takes_the_colour_of_the_text(qapp: QGuiApplication, icon: Path) -> None:
    image = drawn(icon.read_text(encoding="utf-8").replace("currentColor", "#ff0000"), 80)
    assert colours(image) == {"#ff0000"}


@pytest.mark.parametrize("icon", LINE_ICONS, ids=lambda icon: icon.stem)
def test_a_line_icon_keeps_off_the_edge(qapp: QGuiApplication, icon: Path) -> None:
    image = drawn(icon.read_text(encoding="utf-8").replace("currentColor", "#000000"), 80)
    edge = [(x, y) for x in range(80) for y in range(80) if not (3 <= x < 77 and 3 <= y < 77)]
    assert all(image.pixelColor(x, y).alpha() == 0 for x, y in edge)


@pytest.mark.parametrize("icon", LINE_ICONS, ids=lambda icon: icon.stem)
def test_line_icons_share_one_stroke(icon: Path) -> None:
    svg = icon.read_text(encoding="utf-8")
    assert f'stroke-width="{2 if icon.stem in PICTURES else 1.5}"' in svg
    assert svg.count("stroke-width") == 1
    assert 'stroke-linecap="round"' in svg
    assert "#" not in svg
