"""A table over cards that lie in memory."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from archive_app.gui.lists.paging import CardSource, PagedModel
from archive_app.gui.lists.table import CardTable
from archive_app.gui.theme import LIGHT, Theme, ThemeSwitch


@dataclass(frozen=True)
class Slip:
    """A card with nothing on it but its number and a word."""

    id: int
    word: str


@dataclass
class Drawer:
    """Where slips come from; remembers what it was asked for."""

    slips: dict[int, Slip] = field(default_factory=dict)
    asked: list[list[int]] = field(default_factory=list)
    waiting: list[Callable[[], None]] = field(default_factory=list)
    pause: Callable[[], None] = lambda: None

    def put(self, *numbers: int) -> None:
        self.slips.update({number: Slip(number, f"slip {number}") for number in numbers})

    def now(self, ids: Sequence[int]) -> list[Slip]:
        self.asked.append(list(ids))
        self.pause()
        return [self.slips[key] for key in ids if key in self.slips]

    def later(self, ids: Sequence[int], then: Callable[[Sequence[Slip]], None]) -> None:
        self.waiting.append(lambda: then([self.slips[key] for key in ids if key in self.slips]))


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    """The light theme, with the fonts that the app draws with."""
    ThemeSwitch(qapp, "light")
    return LIGHT


@pytest.fixture
def drawer() -> Drawer:
    """A thousand slips."""
    drawer = Drawer()
    drawer.put(*range(1, 1001))
    return drawer


@pytest.fixture
def model(qapp: QApplication, drawer: Drawer) -> PagedModel[Slip]:
    """A list of no slips yet."""
    model: PagedModel[Slip] = PagedModel(lambda slip, _column: slip.word)
    model.set_source(CardSource(drawer.now, drawer.later))
    return model


@pytest.fixture
def table(qtbot: QtBot, theme: Theme, model: PagedModel[Slip]) -> CardTable:
    """All slips on the screen, twenty pixels each."""
    table = CardTable(model, 20)
    table.play_list()
    qtbot.addWidget(table)
    table.resize(200, 400)
    model.set_ids(range(1, 1001))
    table.show()
    qtbot.waitExposed(table)
    return table
