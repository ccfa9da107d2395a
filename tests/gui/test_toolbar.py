"""The toolbar in windows that are wide, narrow and very narrow."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QIcon, QPixmap
from PySide6.QtWidgets import QMainWindow, QToolButton
from pytestqt.qtbot import QtBot

from archive_app.gui.toolbar import ToolBar

ACTING, CHOOSING = ("Import articles", "Export passages", "Take it back"), ("Read articles", "All results")


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    window = QMainWindow()
    qtbot.addWidget(window)
    bar = ToolBar("Tools")
    picture = QPixmap(18, 18)
    picture.fill(Qt.GlobalColor.black)
    for title in (*ACTING, *CHOOSING):
        action = QAction(QIcon(picture), title, window)
        action.setCheckable(title in CHOOSING)
        bar.addAction(action)
    window.addToolBar(bar)
    window.resize(1400, 300)
    window.show()
    qtbot.waitExposed(window)
    return window


def bar_of(window: QMainWindow) -> ToolBar:
    bar = window.findChild(ToolBar)
    assert bar is not None
    return bar


def with_words(window: QMainWindow) -> set[str]:
    worded = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
    buttons = bar_of(window).findChildren(QToolButton)
    return {button.text() for button in buttons if button.text() and button.toolButtonStyle() == worded}


def test_a_narrow_window_keeps_the_words_of_the_views_before_those_of_actions(
    window: QMainWindow, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: with_words(window) == {*ACTING, *CHOOSING})
    whole = bar_of(window).sizeHint().width()
    window.resize(whole - 20, 300)
    qtbot.waitUntil(lambda: with_words(window) == set(CHOOSING))
    window.resize(bar_of(window).sizeHint().width() - 20, 300)
    qtbot.waitUntil(lambda: with_words(window) == set())
    window.resize(1400, 300)
    qtbot.waitUntil(lambda: with_words(window) == {*ACTING, *CHOOSING})
