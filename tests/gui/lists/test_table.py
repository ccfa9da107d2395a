"""The table keeps its place while its rows change, and is worked by keyboard."""

from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from archive_app.gui.lists.paging import PagedModel
from archive_app.gui.lists.table import CardTable


def click(table: CardTable, row: int, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    place = QPoint(20, table.rowViewportPosition(row) + 5)
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, modifier, place)


def top_id(table: CardTable, model: PagedModel[Any]) -> int:
    return model.id_at(table.rowAt(1))


def test_the_selection_survives_rows_that_come_go_and_move(table: CardTable, model: PagedModel[Any]) -> None:
    table.select_ids([10, 11, 500])
    table.fill([500, 3, 10, 9])
    assert table.selected_ids() == [500, 10]
    assert table.current_id() == 10


def test_losing_a_selected_row_is_told_and_keeping_it_is_not(table: CardTable, qtbot: QtBot) -> None:
    table.select_ids([10])
    with qtbot.assertNotEmitted(table.chosen_changed):
        table.fill(range(5, 300))
    with qtbot.waitSignal(table.chosen_changed):
        table.fill(range(50, 300))
    assert table.selected_ids() == []


def test_what_stood_at_the_top_stays_there_when_rows_come_in_above(
    table: CardTable, model: PagedModel[Any]
) -> None:
    table.verticalScrollBar().setValue(300 * 20 + 7)
    assert top_id(table, model) == 301
    table.fill([2000, 2001, 2002, *range(1, 1001)])
    assert top_id(table, model) == 301
    assert table.verticalScrollBar().value() == 303 * 20 + 7


def test_a_list_at_its_top_shows_what_comes_in_there(table: CardTable, model: PagedModel[Any]) -> None:
    table.fill([2000, *range(1, 1001)])
    assert top_id(table, model) == 2000


def test_home_and_end_go_to_the_first_and_last_row(table: CardTable) -> None:
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_End)
    assert table.current_id() == 1000
    QTest.keyClick(table, Qt.Key.Key_Home)
    assert table.current_id() == 1


def test_enter_opens_and_up_on_the_first_row_leaves(table: CardTable, qtbot: QtBot) -> None:
    table.enter_list()
    with qtbot.waitSignal(table.opened) as opened:
        QTest.keyClick(table, Qt.Key.Key_Return)
    assert opened.args == [1]
    with qtbot.waitSignal(table.left_upwards):
        QTest.keyClick(table, Qt.Key.Key_Up)


def test_a_plain_click_is_told_from_one_that_extends(table: CardTable, qtbot: QtBot) -> None:
    with qtbot.waitSignal(table.clicked_alone) as clicked:
        click(table, 3)
    assert clicked.args == [4]
    with qtbot.assertNotEmitted(table.clicked_alone):
        click(table, 6, Qt.KeyboardModifier.ShiftModifier)
    assert table.selected_ids() == [4, 5, 6, 7]
    with qtbot.assertNotEmitted(table.clicked_alone):
        click(table, 9, Qt.KeyboardModifier.ControlModifier)
    assert table.selected_ids() == [4, 5, 6, 7, 10]


def test_letters_are_left_to_shortcuts_and_read_no_rows(table: CardTable, drawer: Any) -> None:
    table.setFocus()
    table.viewport().repaint()
    drawer.asked.clear()
    QTest.keyClicks(table, "slip9")
    assert drawer.asked == []
    assert table.selected_ids() == []


def test_everything_selected_is_told_by_its_keys(table: CardTable) -> None:
    table.selectAll()
    assert table.selected_ids() == list(range(1, 1001))
