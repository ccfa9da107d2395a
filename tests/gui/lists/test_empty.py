"""What stands in an empty list, in little room."""

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from archive_app.gui.lists.empty import EmptyState
from archive_app.gui.theme import LIGHT, ThemeSwitch


def test_buttons_without_room_beside_each_other_stand_below_each_other(
    qtbot: QtBot, qapp: QApplication
) -> None:
    ThemeSwitch(qapp, "light")
    empty = EmptyState("", "Nothing found.", LIGHT)
    qtbot.addWidget(empty)
    buttons = [empty.add_button("Search without quotes"), empty.add_button("Find any of the words")]
    empty.resize(280, 400)
    empty.show()
    qtbot.waitUntil(lambda: buttons[0].y() < buttons[1].y())
    assert all(button.width() >= button.sizeHint().width() for button in buttons), "their words are whole"
    assert all(empty.rect().contains(button.geometry()) for button in buttons)
    empty.resize(800, 400)
    qtbot.waitUntil(lambda: buttons[0].y() == buttons[1].y())
