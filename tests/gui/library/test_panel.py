"""The library: articles are listed, chosen, filtered, sorted, and follow what changes."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from archive_app.gui.library.card import article_words
from archive_app.gui.library.panel import LibraryPanel
from archive_app.gui.theme import DARK
from archive_app.gui.workspace import Workspace
from archive_app.operations.articles import delete_articles, edit_article
from archive_app.operations.searching import Hit, SearchResult
from archive_app.operations.tagging import mark_passage
from archive_app.storage.archive import Archive

MARCH, TRUCE, ARABIC = 1, 2, 3


@pytest.fixture
def library(archive: Archive, panel: LibraryPanel, qtbot: QtBot) -> LibraryPanel:
    """The panel with three articles: newest first 2, 1, then 3, which has no date."""
    panel.refresh()
    qtbot.waitUntil(lambda: list(panel.model.ids) == [TRUCE, MARCH, ARABIC])
    return panel


def shows(panel: LibraryPanel, *ids: int) -> Callable[[], bool]:
    return lambda: list(panel.model.ids) == list(ids)


def click(panel: LibraryPanel, row: int, modifier: Any = Qt.KeyboardModifier.NoModifier) -> None:
    place = QPoint(40, panel.table.rowViewportPosition(row) + 10)
    QTest.mouseClick(panel.table.viewport(), Qt.MouseButton.LeftButton, modifier, place)


def result(*hits: Hit) -> SearchResult:
    articles = sum(hit.kind == "article" for hit in hits)
    return SearchResult(len(hits), articles, len(hits) - articles, hits)


HIT = Hit("article", MARCH, None, "Marshal orders march", "Tavira Post", "2023-03-04", "ordered his forces",
          ((0, 7),), 10, 17, 1.0)  # fmt: skip


def test_an_empty_archive_offers_to_import_and_to_paste(panel: LibraryPanel, qtbot: QtBot) -> None:
    qtbot.waitUntil(panel.import_button.isVisible)
    with qtbot.waitSignal(panel.import_requested):
        panel.import_button.click()
    with qtbot.waitSignal(panel.paste_requested):
        panel.paste_button.click()


def test_a_click_opens_an_article_at_once(library: LibraryPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(library.article_chosen, timeout=100) as chosen:
        click(library, 1)
    assert chosen.args == [MARCH]


def test_running_down_the_list_opens_only_where_it_rests(library: LibraryPanel, qtbot: QtBot) -> None:
    opened: list[int] = []
    library.article_chosen.connect(opened.append)
    library.table.enter_list()
    for _ in range(2):
        QTest.keyClick(library.table, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: bool(opened))
    assert opened == [ARABIC]


def test_enter_opens_at_once(library: LibraryPanel, qtbot: QtBot) -> None:
    library.table.enter_list()
    with qtbot.waitSignal(library.article_chosen, timeout=100) as chosen:
        QTest.keyClick(library.table, Qt.Key.Key_Return)
    assert chosen.args == [TRUCE]


def test_showing_which_article_is_open_opens_nothing(library: LibraryPanel, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(library.article_chosen, wait=200):
        library.select_article(ARABIC)
    assert library.selected_articles() == [ARABIC]


def test_an_article_that_opens_late_does_not_take_the_keyboard_back(
    library: LibraryPanel, qtbot: QtBot
) -> None:
    click(library, 0)
    QTest.keyClick(library.table, Qt.Key.Key_Down)
    library.select_article(TRUCE)
    assert library.selected_articles() == [MARCH]
    with qtbot.waitSignal(library.article_chosen) as chosen:
        pass
    assert chosen.args == [MARCH]


def test_several_selected_articles_open_nothing_and_can_be_deleted(
    library: LibraryPanel, qtbot: QtBot
) -> None:
    click(library, 0)
    with qtbot.assertNotEmitted(library.article_chosen, wait=200):
        click(library, 2, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(library.delete_requested) as asked:
        QTest.keyClick(library.table, Qt.Key.Key_Delete)
    assert asked.args == [[TRUCE, ARABIC]]


def test_a_menu_is_asked_for_the_selected_articles(library: LibraryPanel, qtbot: QtBot) -> None:
    click(library, 1)
    with qtbot.waitSignal(library.context_requested) as asked:
        library.table.customContextMenuRequested.emit(QPoint(5, 5))
    assert asked.args[1] == [MARCH]


def test_a_new_passage_is_counted_without_reading_the_list_again(
    library: LibraryPanel, workspace: Workspace, qtbot: QtBot
) -> None:
    with qtbot.assertNotEmitted(library.model.modelReset), qtbot.waitSignal(workspace.changed):
        workspace.run(lambda archive: mark_passage(archive, MARCH, 0, 7, coder="Ada"))
    card = library.model.card(1)
    assert card is not None
    assert card.passages == 1
    assert article_words(card) == "Marshal orders march on the capital, Tavira Post, 4 Mar 2023, 1 passage"


def test_deleting_and_undoing_keep_the_open_article_selected(
    library: LibraryPanel, workspace: Workspace, qtbot: QtBot
) -> None:
    library.select_article(ARABIC)
    workspace.run(lambda archive: delete_articles(archive, [TRUCE], coder="Ada"))
    qtbot.waitUntil(shows(library, MARCH, ARABIC))
    assert library.count.text() == "2 articles"
    workspace.undo()
    qtbot.waitUntil(shows(library, TRUCE, MARCH, ARABIC))
    assert library.selected_articles() == [ARABIC]


def test_the_open_article_is_selected_again_when_it_comes_back(
    library: LibraryPanel, workspace: Workspace, qtbot: QtBot
) -> None:
    library.select_article(TRUCE)
    workspace.run(lambda archive: delete_articles(archive, [TRUCE], coder="Ada"))
    qtbot.waitUntil(shows(library, MARCH, ARABIC))
    workspace.undo()
    qtbot.waitUntil(shows(library, TRUCE, MARCH, ARABIC))
    assert library.selected_articles() == [TRUCE]


def test_a_corrected_date_puts_an_article_in_its_place(
    library: LibraryPanel, workspace: Workspace, qtbot: QtBot
) -> None:
    workspace.run(lambda archive: edit_article(archive, ARABIC, published="2024-01", coder="Ada"))
    qtbot.waitUntil(shows(library, ARABIC, TRUCE, MARCH))


@pytest.mark.parametrize(
    ("order", "descending", "ids"),
    [
        ("published", False, [ARABIC, MARCH, TRUCE]),
        ("title", False, [MARCH, TRUCE, ARABIC]),
        ("added", True, [ARABIC, TRUCE, MARCH]),
    ],
)
def test_the_database_sorts(
    library: LibraryPanel, qtbot: QtBot, order: Any, descending: bool, ids: list[int]
) -> None:
    library.sort_button.choose(order, descending)
    qtbot.waitUntil(shows(library, *ids))


def test_filters_hide_behind_their_button_and_say_how_many_are_on(
    library: LibraryPanel, qtbot: QtBot
) -> None:
    assert not library.filters.isVisible()
    library.filter_button.click()
    assert library.filters.isVisible()
    qtbot.waitUntil(lambda: len(library.filters.outlet.choices) == 3)
    assert [choice.text for choice in library.filters.language.choices] == ["Arabic", "English"]
    library.filters.language.set_value("en")
    library.filters.dates.set_dates("2023-04", "2024")
    library.filters.changed.emit()
    qtbot.waitUntil(shows(library, TRUCE))
    assert library.count.text() == "1 of 3 articles"
    assert library.filter_button.accessibleName().startswith("Filters, 2")


def test_untagged_articles_leave_the_list_when_they_are_tagged(
    library: LibraryPanel, workspace: Workspace, qtbot: QtBot
) -> None:
    library.filters.tagged.set_value("without")
    library.filters.changed.emit()
    qtbot.waitUntil(shows(library, TRUCE, MARCH, ARABIC))
    workspace.run(lambda archive: mark_passage(archive, MARCH, 0, 7, coder="Ada"))
    qtbot.waitUntil(shows(library, TRUCE, ARABIC))


def test_filters_that_nothing_matches_can_be_cleared(library: LibraryPanel, qtbot: QtBot) -> None:
    library.filters.dates.set_dates("2030", "")
    library.filters.changed.emit()
    qtbot.waitUntil(shows(library))
    qtbot.waitUntil(library._clear_button.isVisible)
    library._clear_button.click()
    qtbot.waitUntil(shows(library, TRUCE, MARCH, ARABIC))


def test_typing_searches_and_escape_brings_the_list_back(library: LibraryPanel, qtbot: QtBot) -> None:
    library.focus_search()
    told: list[str] = []
    library.search_changed.connect(told.append)
    QTest.keyClicks(library.search_box, "forces ")
    qtbot.waitUntil(lambda: bool(told))
    assert told == ["forces"], "one search for what was typed in one go"
    library.show_results(result(HIT), "forces")
    assert library.results.isVisible()
    assert library.count.text() == "1 result"
    QTest.keyClick(library.search_box, Qt.Key.Key_Escape)
    assert told == ["forces", ""]
    assert library.table.isVisible()
    assert library.count.text() == "3 articles"


def test_an_answer_to_an_older_query_is_passed_over(library: LibraryPanel) -> None:
    library.search_box.setText("truce")
    library.show_results(result(HIT), "forces")
    assert library.results.model.rowCount() == 0


def test_enter_opens_the_first_hit_even_before_it_is_found(library: LibraryPanel, qtbot: QtBot) -> None:
    library.focus_search()
    QTest.keyClicks(library.search_box, "forces")
    with qtbot.waitSignal(library.search_changed):
        QTest.keyClick(library.search_box, Qt.Key.Key_Return)
    with qtbot.waitSignal(library.hit_chosen) as chosen:
        library.show_results(result(HIT), "forces")
    assert chosen.args == [HIT]


def test_down_goes_from_the_search_box_into_the_results_and_up_comes_back(
    library: LibraryPanel, qtbot: QtBot
) -> None:
    library.focus_search()
    QTest.keyClicks(library.search_box, "forces")
    library.show_results(result(HIT), "forces")
    QTest.keyClick(library.search_box, Qt.Key.Key_Down)
    assert library.results.table.hasFocus()
    with qtbot.waitSignal(library.hit_chosen):
        QTest.keyClick(library.results.table, Qt.Key.Key_Return)
    QTest.keyClick(library.results.table, Qt.Key.Key_Up)
    assert library.search_box.hasFocus()


def test_the_list_is_walked_from_the_search_box_and_back(library: LibraryPanel) -> None:
    library.focus_search()
    QTest.keyClick(library.search_box, Qt.Key.Key_Down)
    assert library.table.hasFocus()
    QTest.keyClick(library.table, Qt.Key.Key_Up)
    assert library.search_box.hasFocus()


def test_cards_are_painted_in_both_themes(library: LibraryPanel) -> None:
    light = library.grab().toImage()
    library.set_theme(DARK)
    dark = library.grab().toImage()
    assert light.size() == dark.size()
    assert light != dark


def test_another_archive_takes_the_place_of_the_first(library: LibraryPanel) -> None:
    library.set_workspace(None)
    assert library.model.rowCount() == 0
