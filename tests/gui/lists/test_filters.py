"""Filters as chips: found by typing, cleared by their cross, worked by keyboard."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from archive_app.gui.lists.choice import Choice, ChoiceChip, ChoicePopup
from archive_app.gui.lists.dates import DateChip, DatePopup
from archive_app.gui.lists.flow import FlowLayout
from archive_app.gui.theme import DARK, Theme

# Qt's offscreen screen says so of every popup.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

ACTORS = [
    Choice(number, name, aliases, uses)
    for number, (name, aliases, uses) in enumerate(
        [("Khalifa Haftar", ("Hifter",), 9), ("Fayez Serraj", ("Sarraj",), 4), ("United Nations", ("UN",), 2)]
        + [(f"Somebody {number}", (), 0) for number in range(600)],
        start=1,
    )
]


@pytest.fixture
def chip(qtbot: QtBot, theme: Theme) -> ChoiceChip:
    chip = ChoiceChip("Actor", "All actors", theme)
    chip.set_choices(ACTORS)
    qtbot.addWidget(chip)
    chip.show()
    return chip


@pytest.fixture
def popup(chip: ChoiceChip) -> ChoicePopup:
    chip.click()
    assert chip.popup is not None
    return chip.popup


def test_an_actor_among_hundreds_is_found_by_another_spelling(
    chip: ChoiceChip, popup: ChoicePopup, qtbot: QtBot
) -> None:
    QTest.keyClicks(popup.field, "hafter")
    with qtbot.waitSignal(chip.chosen) as chosen:
        QTest.keyClick(popup.field, Qt.Key.Key_Return)
    assert chosen.args == [1]
    assert (chip.value, chip.value_text) == (1, "Khalifa Haftar")
    assert not popup.isVisible()


def test_down_and_enter_choose_the_next_entry(chip: ChoiceChip, popup: ChoicePopup) -> None:
    QTest.keyClick(popup.field, Qt.Key.Key_Down)
    QTest.keyClick(popup.field, Qt.Key.Key_Down)
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    assert chip.value == 2


def test_escape_leaves_everything_as_it_was(chip: ChoiceChip, popup: ChoicePopup, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(chip.chosen):
        QTest.keyClick(popup, Qt.Key.Key_Escape)
    assert not popup.isVisible()
    assert chip.value is None


def test_the_first_entry_asks_for_any(chip: ChoiceChip, qtbot: QtBot) -> None:
    chip.set_value(2)
    chip.click()
    assert chip.popup is not None
    QTest.keyClick(chip.popup.field, Qt.Key.Key_Up)
    QTest.keyClick(chip.popup.field, Qt.Key.Key_Up)
    with qtbot.waitSignal(chip.chosen) as chosen:
        QTest.keyClick(chip.popup.field, Qt.Key.Key_Return)
    assert chosen.args == [None]


def test_the_cross_and_delete_clear(chip: ChoiceChip, qtbot: QtBot) -> None:
    for clear in (
        lambda: QTest.mouseClick(
            chip, Qt.MouseButton.LeftButton, pos=QPoint(chip.width() - 12, chip.height() // 2)
        ),
        lambda: QTest.keyClick(chip, Qt.Key.Key_Delete),
    ):
        chip.set_value(3)
        chip.resize(chip.sizeHint())
        with qtbot.waitSignal(chip.chosen) as chosen:
            clear()
        assert chosen.args == [None]
        assert chip.popup is None, "clearing opens nothing"


def test_a_value_that_is_no_longer_offered_stays_chosen(chip: ChoiceChip) -> None:
    chip.set_value(3)
    chip.set_choices(ACTORS[:1])
    assert (chip.value, chip.value_text) == (3, "United Nations")


def test_a_renamed_entry_shows_its_new_name(chip: ChoiceChip) -> None:
    chip.set_value(3)
    chip.set_choices([Choice(3, "UN Security Council")])
    assert chip.value_text == "UN Security Council"


def test_a_chip_says_what_it_is_to_those_who_cannot_see_it(chip: ChoiceChip) -> None:
    assert chip.accessibleName() == "Actor: any"
    chip.set_value(3)
    assert chip.accessibleName() == "Actor: United Nations"


def test_chips_and_popups_are_painted_in_the_dark_too(chip: ChoiceChip, popup: ChoicePopup) -> None:
    light = popup.grab().toImage()
    chip.set_theme(DARK)
    assert popup.grab().toImage().pixelColor(30, 120).lightness() < light.pixelColor(30, 120).lightness()


@pytest.fixture
def date_chip(qtbot: QtBot, theme: Theme) -> DateChip:
    chip = DateChip("Date", theme)
    qtbot.addWidget(chip)
    chip.show()
    return chip


def open_dates(chip: DateChip) -> DatePopup:
    chip.click()
    assert chip.popup is not None
    return chip.popup


def test_dates_count_as_soon_as_they_are_dates(date_chip: DateChip) -> None:
    told: list[tuple[str, str]] = []
    date_chip.chosen.connect(lambda after, before: told.append((after, before)))
    popup = open_dates(date_chip)
    QTest.keyClicks(popup.first, "2019-04")
    assert told == [("2019", ""), ("2019-04", "")]
    QTest.keyClicks(popup.last, "2020")
    assert told[-1] == ("2019-04", "2020")
    assert date_chip.value_text.endswith("– 2020")


def test_what_is_no_date_is_marked_and_changes_nothing(date_chip: DateChip, qtbot: QtBot) -> None:
    popup = open_dates(date_chip)
    with qtbot.assertNotEmitted(date_chip.chosen):
        QTest.keyClicks(popup.first, "April")
    assert "border" in popup.first.styleSheet()
    popup.first.clear()


def test_an_open_end_is_said_and_both_are_cleared_at_once(date_chip: DateChip, qtbot: QtBot) -> None:
    date_chip.set_dates("", "2020")
    assert date_chip.value_text == "until 2020"
    date_chip.set_dates("2019", "")
    assert date_chip.value_text == "from 2019"
    with qtbot.waitSignal(date_chip.chosen) as chosen:
        QTest.keyClick(date_chip, Qt.Key.Key_Backspace)
    assert chosen.args == ["", ""]


def test_chips_flow_onto_as_many_lines_as_they_need(
    qtbot: QtBot, theme: Theme, add_chips: Callable[[QWidget], FlowLayout]
) -> None:
    pane = QWidget()
    qtbot.addWidget(pane)
    flow = add_chips(pane)
    one_line = flow.sizeHint().width()
    assert flow.heightForWidth(one_line) == 28
    assert flow.heightForWidth(one_line - 1) == 2 * 28 + 6
    pane.resize(120, 400)
    pane.show()
    assert all(flow.itemAt(at).geometry().right() <= 120 for at in range(flow.count()))


@pytest.fixture
def add_chips(theme: Theme) -> Callable[[QWidget], FlowLayout]:
    def add(pane: QWidget) -> FlowLayout:
        flow = FlowLayout(pane, spacing=6)
        for title in ("Actor", "Claim type", "Outlet"):
            flow.addWidget(ChoiceChip(title, "All", theme))
        return flow

    return add
