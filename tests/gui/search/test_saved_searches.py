"""Saved and recent searches in the real window."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from archive_app.gui.search.box_menu import BoxMenu
from archive_app.gui.settings import MOST_SEARCHES, Settings
from archive_app.gui.stage import Stage
from archive_app.operations.saved_searches import SearchCounts
from archive_app.operations.tagging import mark_passage
from tests.gui.conftest import AnsweredDialogs


@pytest.fixture
def searched(open_stage: Stage) -> Stage:
    """Somebody who has searched for “shelling”, in a whole index."""
    stage = open_stage
    stage.do("search")
    stage.type("shelling")
    stage.wait_until(lambda: stage.bench.result is not None and stage.bench.result.is_complete, "the index")
    return stage


@pytest.fixture
def saved(searched: Stage, dialogs: AnsweredDialogs) -> Stage:
    """The search is saved as “Shells” and counted."""
    dialogs.line = "Shells"
    searched.do("save-search")
    panel = searched.bench.library.saved
    searched.wait_until(lambda: bool(panel.searches) and counted(searched)() is not None, "the counts")
    return searched


def counted(stage: Stage) -> Callable[[], SearchCounts | None]:
    panel = stage.bench.library.saved
    return lambda: panel.counts_of(panel.searches[0].id) if panel.searches else None


def names(stage: Stage) -> list[str]:
    return [search.name for search in stage.bench.library.saved.searches]


def menu(stage: Stage) -> BoxMenu:
    return stage.bench.finds.saved.menus[stage.bench.library.search_box]


def entries(stage: Stage) -> list[str]:
    return [action.text().split("\t")[0] for action in menu(stage).menu().actions() if action.text()]


def test_a_saved_search_stands_in_the_library_with_its_count(saved: Stage) -> None:
    panel = saved.bench.library.saved
    assert panel.isVisible()
    assert counted(saved)() == SearchCounts(1, 0)
    assert panel.model.data(panel.model.index(0, 0)).startswith("Shells. 1 article")
    panel.grab()


def test_no_saved_search_takes_no_room(searched: Stage) -> None:
    assert not searched.bench.library.saved.isVisible()


def test_the_counts_follow_what_is_tagged(saved: Stage) -> None:
    saved.bench.workspace.run(lambda archive: mark_passage(archive, 1, 144, 200, coder="Ada"))
    saved.wait_until(lambda: counted(saved)() == SearchCounts(1, 1), "the new passage")


def test_clicking_it_searches_again(saved: Stage) -> None:
    saved.bench.library.search_box.clear()
    panel = saved.bench.library.saved
    panel.table.enter_list()
    QTest.keyClick(panel.table, Qt.Key.Key_Return)
    assert saved.bench.library.search_box.query == "shelling"


def test_f2_renames_and_delete_deletes_it_and_no_article(saved: Stage, dialogs: AnsweredDialogs) -> None:
    panel = saved.bench.library.saved
    dialogs.line = "Fire"
    panel.table.enter_list()
    saved.press("F2", panel.table)
    saved.wait_until(lambda: names(saved) == ["Fire"], "the new name")
    panel.table.enter_list()
    saved.press("Delete", panel.table)
    saved.wait_until(lambda: names(saved) == [], "the search to be gone")
    saved.settle()
    assert len(saved.bench.library.model.ids) == 3
    saved.do("undo")
    saved.wait_until(lambda: names(saved) == ["Fire"], "the search to come back")


def test_it_can_be_changed_to_what_is_searched_for(saved: Stage) -> None:
    saved.bench.library.search_box.setText("quiet")
    panel = saved.bench.library.saved
    panel.change_requested.emit(panel.searches[0])
    saved.wait_until(lambda: [search.query for search in panel.searches] == ["quiet"], "the query")


def test_the_same_search_is_not_saved_twice(saved: Stage) -> None:
    said: list[str] = []
    saved.bench.said.connect(said.append)
    saved.do("save-search")
    saved.settle()
    assert names(saved) == ["Shells"]
    assert "already" in said[-1]


def test_saved_searches_are_found_by_typing_their_name(saved: Stage) -> None:
    saved.bench.library.search_box.clear()
    saved.do("saved-searches")
    chooser = saved.bench.finds.saved.chooser
    assert chooser is not None
    assert chooser.isVisible()
    QTest.keyClick(chooser.table, Qt.Key.Key_Return)
    assert saved.bench.library.search_box.query == "shelling"


def test_enter_remembers_a_search_and_down_in_the_empty_box_offers_it(searched: Stage) -> None:
    box = searched.bench.library.search_box
    searched.press("Return", box)
    assert searched.window._settings.search_history == ["shelling"]
    box.clear()
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Down)
    popup = menu(searched).popup
    assert popup is not None
    assert popup.isVisible()
    QTest.keyClick(popup.table, Qt.Key.Key_Return)
    assert box.query == "shelling"


def test_down_in_the_empty_box_goes_to_the_list_while_nothing_was_searched_for(open_stage: Stage) -> None:
    library = open_stage.bench.library
    library.search_box.setFocus()
    QTest.keyClick(library.search_box, Qt.Key.Key_Down)
    assert library.table.hasFocus()


def test_the_menu_of_the_box_has_saved_and_recent_searches(saved: Stage) -> None:
    shown = entries(saved)
    assert shown[0] == "Save This Search…"
    assert "Shells" in shown
    assert "shelling" in shown
    saved.do("clear-search-history")
    assert "shelling" not in entries(saved)


def test_the_concordance_is_remembered_too(searched: Stage) -> None:
    searched.do("concordance-of-search")
    view = searched.bench.concordance
    searched.wait_until(lambda: not view.is_looking and bool(view.model.ids), "lines")
    assert searched.window._settings.search_history == ["shelling"]


def test_recent_searches_are_the_newest_two_hundred_each_once(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    for at in range(MOST_SEARCHES + 20):
        settings.add_search(f'word {at}, "a, b"')
    settings.add_search('word  30, "a, b"')
    settings.save()
    kept = Settings(tmp_path).search_history
    assert len(kept) == MOST_SEARCHES == len(set(kept))
    assert kept[:2] == ['word 30, "a, b"', f'word {MOST_SEARCHES + 19}, "a, b"']
    settings.clear_searches()
    assert settings.search_history == []
