"""The passages view over a real archive with coded passages."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from archive_app.gui.passages.view import PassagesView
from archive_app.gui.theme import LIGHT, Theme, ThemeSwitch
from archive_app.gui.workspace import Workspace
from archive_app.model.values import Role, Stance
from archive_app.operations.codebook import edit_actor
from archive_app.operations.tagging import ActorChoice, ClaimChoice, mark_passage
from archive_app.storage.archive import Archive
from archive_app.storage.queries import actors


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    """The light theme, with the fonts that the app draws with."""
    ThemeSwitch(qapp, "light")
    return LIGHT


@pytest.fixture
def coded(archive: Archive) -> Archive:
    """Five passages: 1–3 in the English march, 4 beside an emoji, 5 in Arabic."""
    dabrek, government = ActorChoice("Orlan Dabrek", Role.TARGET), ActorChoice("Government")
    shelling = ClaimChoice("Accusation > Shelling", Stance.SUPPORTS)
    mark_passage(archive, 1, 37, 60, actors=[ActorChoice("Orlan Dabrek")], coder="Ada")
    mark_passage(archive, 1, 144, 190, actors=[government, dabrek], claims=[shelling], coder="Ada")
    mark_passage(archive, 1, 192, 240, actors=[ActorChoice("Army command")], memo="See 2",
                 claims=[ClaimChoice("Denial", Stance.SUPPORTS), ClaimChoice("Shelling", Stance.OPPOSES)],
                 coder="Ben")  # fmt: skip
    mark_passage(archive, 2, 0, 14, coder="Ben")
    mark_passage(archive, 3, 14, 40, actors=[government], claims=[ClaimChoice("Casualties")], coder="Ada")
    with archive.reading() as session:
        known = {actor.name: actor.id for actor in actors(session)}
    edit_actor(archive, known["Orlan Dabrek"], aliases=("Urlan Dabrik",), coder="Ada")
    return archive


@pytest.fixture
def workspace(qapp: QApplication, empty_archive: Archive) -> Iterator[Workspace]:
    """The archive as the window has it open; empty unless ``coded`` filled it."""
    workspace = Workspace(empty_archive, "Ada")
    yield workspace
    workspace.close()


@pytest.fixture
def view(qtbot: QtBot, theme: Theme, workspace: Workspace) -> PassagesView:
    """The view on the screen."""
    view = PassagesView(workspace, theme)
    qtbot.addWidget(view)
    view.resize(1280, 600)
    view.show()
    qtbot.waitActive(view)
    return view
