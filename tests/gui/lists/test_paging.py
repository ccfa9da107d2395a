"""A list holds keys and reads its rows by the page."""

import time
from typing import Any

from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester

from archive_app.gui.lists.paging import KEPT, PAGE, STEP, PagedModel


def test_qt_finds_nothing_wrong_with_the_model(
    model: PagedModel[Any], qtmodeltester: ModelTester, drawer: Any
) -> None:
    model.set_ids(range(1, 30))
    qtmodeltester.check(model)


def test_a_row_is_read_with_the_page_around_it_and_only_once(model: PagedModel[Any], drawer: Any) -> None:
    model.set_ids(range(1, 1001))
    assert model.card(200).word == "slip 201"
    assert model.card(200 // STEP * STEP + PAGE - 1).id == 200 // STEP * STEP + PAGE
    assert drawer.asked == [list(range(193, 193 + PAGE))]


def test_reading_upwards_reads_only_what_is_not_known_yet(model: PagedModel[Any], drawer: Any) -> None:
    model.set_ids(range(1, 1001))
    model.card(STEP)
    model.card(STEP - 1)
    assert drawer.asked[1] == list(range(1, STEP + 1))


def test_cards_that_came_with_the_keys_are_not_read_again(model: PagedModel[Any], drawer: Any) -> None:
    ids = list(range(1, PAGE + 1))
    model.set_ids(ids, [drawer.slips[key] for key in ids])
    assert model.data(model.index(3, 0)) == "slip 4"
    assert drawer.asked == []


def test_a_refreshed_card_is_read_again_and_nothing_else(model: PagedModel[Any], drawer: Any) -> None:
    model.set_ids(range(1, 301))
    model.card(0)
    model.card(200)
    drawer.asked.clear()
    model.refresh([7, 900])
    assert model.card(6).word == "slip 7"
    assert drawer.asked == [[7]]


def test_other_keys_keep_the_cards_that_were_read(model: PagedModel[Any], drawer: Any) -> None:
    model.set_ids(range(1, PAGE + 1))
    model.card(0)
    drawer.asked.clear()
    assert model.set_ids([500, *range(1, PAGE + 1)])
    assert [model.card(row).id for row in (0, 1, PAGE)] == [500, 1, PAGE]
    assert drawer.asked == [[500]]


def test_the_same_keys_leave_the_list_as_it_is(model: PagedModel[Any]) -> None:
    model.set_ids([1, 2, 3])
    assert not model.set_ids([1, 2, 3])


def test_a_card_that_is_gone_leaves_its_row_blank(model: PagedModel[Any], drawer: Any) -> None:
    del drawer.slips[2]
    model.set_ids([1, 2, 3])
    assert model.card(1) is None
    assert model.data(model.index(1, 0), Qt.ItemDataRole.AccessibleTextRole) is None
    assert model.card(2).id == 3


def test_keys_and_rows_are_found_from_each_other(model: PagedModel[Any]) -> None:
    model.set_ids([30, 10, 20])
    assert model.id_at(1) == 10
    assert (model.row_of(20), model.row_of(99)) == (2, -1)
    assert model.rows_of([20, 30, 99]) == [0, 2]
    assert model.rows_of([1, 2, 3, 4, 10, 20]) == [1, 2]


def test_only_so_many_cards_are_kept(model: PagedModel[Any], drawer: Any) -> None:
    drawer.put(*range(1, KEPT + 2 * PAGE))
    model.set_ids(range(1, KEPT + 2 * PAGE))
    for row in range(0, model.rowCount(), PAGE):
        model.card(row)
    drawer.asked.clear()
    model.card(model.rowCount() - 1)
    assert drawer.asked == []
    model.card(0)
    assert len(drawer.asked) == 1


def test_after_a_slow_page_the_next_come_from_another_thread(model: PagedModel[Any], drawer: Any) -> None:
    model.set_ids(range(1, 1001))
    drawer.pause = lambda: time.sleep(0.04)
    model.card(0)
    changed: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: changed.append((first.row(), last.row())))
    assert model.card(PAGE) is None
    assert model.card(PAGE + 1) is None
    assert len(drawer.waiting) == 1, "a page is asked for once"
    drawer.waiting.pop()()
    assert model.card(PAGE).id == PAGE + 1
    assert changed == [(PAGE, 2 * PAGE - 1)]


def test_a_page_that_arrives_late_finds_its_place(model: PagedModel[Any], drawer: Any) -> None:
    model.set_ids(range(1, 1001))
    drawer.pause = lambda: time.sleep(0.04)
    model.card(0)
    model.card(PAGE)
    model.set_ids(range(1000, 0, -1))
    drawer.waiting.pop()()
    assert model.card(1000 - PAGE - 1).id == PAGE + 1
