"""Pictures of windows made small."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QColor, QFont, QImage, QLinearGradient, QPainter

SCRIPT = Path(__file__).parents[2] / "packaging" / "few_colours.py"


@pytest.fixture(scope="module")
def few_colours() -> ModuleType:
    spec = importlib.util.spec_from_file_location("few_colours", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def window(qapp: object) -> QImage:
    """Something with a ground, letters, a thousand colours and one small red mark."""
    image = QImage(401, 300, QImage.Format.Format_RGB32)
    image.fill(QColor("#f9f8f5"))
    with QPainter(image) as painter:
        colours = QLinearGradient(QPointF(0, 0), QPointF(400, 0))
        for at, colour in enumerate(("#0072b2", "#c4500a", "#00805e", "#1d2126")):
            colours.setColorAt(at / 3, QColor(colour))
        painter.fillRect(QRect(0, 200, 401, 60), colours)
        painter.setFont(QFont("Inter", 14))
        painter.drawText(20, 60, "Council hears both sides of the war")
        painter.fillRect(QRect(380, 10, 4, 4), QColor("#b42318"))
    return image


def test_a_picture_has_a_palette_and_looks_as_before(
    few_colours: ModuleType, window: QImage, tmp_path: Path
) -> None:
    few_colours.save_small(window, tmp_path / "small.png")
    small = QImage(str(tmp_path / "small.png"))
    assert small.format() == QImage.Format.Format_Indexed8
    assert small.size() == window.size()
    for x in range(0, 401, 3):
        for y in range(0, 300, 3):
            one, other = window.pixelColor(x, y), small.pixelColor(x, y)
            apart = max(
                abs(one.red() - other.red()), abs(one.green() - other.green()), abs(one.blue() - other.blue())
            )
            assert apart <= 12, (x, y)
    assert small.pixelColor(5, 5) == window.pixelColor(5, 5), "grounds stay what they are"
    assert small.pixelColor(381, 11).name() == "#b42318", "a small mark keeps its colour"


def test_few_colours_stay_exactly_what_they_are(
    few_colours: ModuleType, tmp_path: Path, qapp: object
) -> None:
    image = QImage(33, 7, QImage.Format.Format_RGB32)
    for x in range(33):
        for y in range(7):
            image.setPixelColor(x, y, QColor(7 * x, 30 * y, 100))
    few_colours.save_small(image, tmp_path / "few.png")
    assert QImage(str(tmp_path / "few.png")).convertToFormat(QImage.Format.Format_RGB32) == image


def test_a_file_that_cannot_be_written_is_told_of(
    few_colours: ModuleType, window: QImage, tmp_path: Path
) -> None:
    (tmp_path / "folder.png").mkdir()
    with pytest.raises(OSError, match="could not be written"):
        few_colours.save_small(window, tmp_path / "folder.png")
