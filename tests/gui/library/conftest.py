"""The library over a real archive."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from archive_app.gui.library.panel import LibraryPanel
from archive_app.gui.theme import LIGHT, Theme, ThemeSwitch
from archive_app.gui.workspace import Workspace
from archive_app.storage.archive import Archive


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    """The light theme, with the fonts that the app draws with."""
    ThemeSwitch(qapp, "light")
    return LIGHT


@pytest.fixture
def workspace(qapp: QApplication, empty_archive: Archive) -> Iterator[Workspace]:
    """The archive as the window has it open; empty unless ``archive`` filled it."""
    workspace = Workspace(empty_archive, "Ada")
    yield workspace
    workspace.close()


@pytest.fixture
def panel(qtbot: QtBot, theme: Theme, workspace: Workspace) -> LibraryPanel:
    """The panel on the screen."""
    panel = LibraryPanel(workspace, theme)
    qtbot.addWidget(panel)
    panel.resize(320, 600)
    panel.show()
    qtbot.waitActive(panel)
    return panel
