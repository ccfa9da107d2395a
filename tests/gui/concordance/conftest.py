"""The concordance view over a real archive and its index."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from archive_app.gui.concordance.view import ConcordanceView
from archive_app.gui.theme import LIGHT, Theme, ThemeSwitch
from archive_app.gui.workspace import Workspace
from archive_app.operations.searching import Searching
from archive_app.search.index import open_index
from archive_app.search.indexer import catch_up
from archive_app.storage.archive import Archive


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    """The light theme, with the fonts that the app draws with."""
    ThemeSwitch(qapp, "light")
    return LIGHT


@pytest.fixture
def workspace(qapp: QApplication, archive: Archive) -> Iterator[Workspace]:
    """The archive as the window has it open."""
    workspace = Workspace(archive, "Ada")
    yield workspace
    workspace.close()


@pytest.fixture
def view(qtbot: QtBot, theme: Theme, workspace: Workspace) -> Iterator[ConcordanceView]:
    """The view on the screen."""
    index = open_index(workspace.archive)
    catch_up(workspace.archive, index)
    view = ConcordanceView(theme)
    view.set_workspace(workspace, Searching(workspace.archive, index))
    qtbot.addWidget(view)
    view.resize(1200, 500)
    view.show()
    qtbot.waitActive(view)
    yield view
    view.close_archive()
