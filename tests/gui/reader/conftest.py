"""What the reader's tests share: the fonts that the app draws with, and a reader on the screen."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from archive_app.gui.reader import ReaderView

FONTS = Path(__file__).parents[3] / "resources" / "fonts"
OpenReader = Callable[..., ReaderView]


@pytest.fixture(scope="session")
def reader_fonts(qapp: QApplication) -> None:
    """The bundled fonts, so that widths are the same everywhere."""
    for font in sorted(FONTS.rglob("*.ttf")):
        QFontDatabase.addApplicationFont(str(font))


@pytest.fixture
def open_reader(qtbot: QtBot, reader_fonts: None) -> OpenReader:
    """Opens a reader of some size, on the screen and focused."""

    def opened(width: int = 900, height: int = 700) -> ReaderView:
        view = ReaderView()
        qtbot.addWidget(view)
        view.resize(width, height)
        with qtbot.waitActive(view):
            view.show()
            view.activateWindow()
        view.setFocus()
        return view

    return opened
