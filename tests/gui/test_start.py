"""What the first paint does not show comes right after it, and in time for whoever is quicker."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from archive_app.gui.main_window import MainWindow
from archive_app.gui.settings import Settings
from archive_app.gui.theme import ThemeSwitch

NewWindow = Callable[[], MainWindow]


@pytest.fixture
def new_window(qapp: QApplication, tmp_path: Path, qtbot: QtBot) -> NewWindow:
    def make() -> MainWindow:
        window = MainWindow(Settings(tmp_path), ThemeSwitch(qapp, "light"))
        qtbot.addWidget(window)
        return window

    return make


def without_icon(window: MainWindow) -> list[str]:
    actions = window.actions_
    return [name for name, spec in actions.specs.items() if spec.icon and actions[name].icon().isNull()]


def test_icons_are_drawn_after_the_first_paint_without_anybody_opening_a_menu(
    new_window: NewWindow, qtbot: QtBot
) -> None:
    window = new_window()
    assert without_icon(window)
    window.show()
    qtbot.waitUntil(lambda: not without_icon(window))
    assert not window._later.isActive()


def test_a_menu_opened_at_once_has_its_icons(new_window: NewWindow) -> None:
    window = new_window()
    window.menus["&File"].aboutToShow.emit()
    assert not without_icon(window)


def test_another_theme_chosen_at_once_is_what_the_icons_are_drawn_in(new_window: NewWindow) -> None:
    window = new_window()
    window.actions_["theme-dark"].trigger()
    assert not without_icon(window)
    picture = window.actions_["undo"].icon().pixmap(20, 20).toImage()
    drawn = [
        picture.pixelColor(x, y).lightness()
        for x in range(picture.width())
        for y in range(picture.height())
        if picture.pixelColor(x, y).alpha() > 200
    ]
    assert drawn
    assert min(drawn) > 128
