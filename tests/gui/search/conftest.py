"""The list of results over a real archive."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from archive_app.gui.search.results import ResultList
from archive_app.gui.theme import LIGHT, Theme, ThemeSwitch
from archive_app.gui.workspace import Workspace
from archive_app.storage.archive import Archive


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    """The light theme, with the fonts that the app draws with."""
    ThemeSwitch(qapp, "light")
    return LIGHT


@pytest.fixture
def workspace(qapp: QApplication, archive: Archive) -> Iterator[Workspace]:
    """The archive of three articles as the window has it open."""
    workspace = Workspace(archive, "Ada")
    yield workspace
    workspace.close()


@pytest.fixture
def results(qtbot: QtBot, theme: Theme, workspace: Workspace) -> ResultList:
    """An empty list of results on the screen."""
    results = ResultList(theme)
    results.set_workspace(workspace)
    qtbot.addWidget(results)
    results.resize(320, 700)
    results.show()
    qtbot.waitActive(results)
    return results
