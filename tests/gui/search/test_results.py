"""What a search found, articles and passages apart."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from archive_app.gui.search.card import below_title
from archive_app.gui.search.results import ResultList
from archive_app.gui.search.suggesting import suggestions
from archive_app.gui.theme import DARK
from archive_app.gui.workspace import Workspace
from archive_app.model.values import Role, Stance
from archive_app.operations.searching import Hit, SearchResult
from archive_app.operations.tagging import ActorChoice, ClaimChoice, mark_passage
from archive_app.storage.archive import Archive

MARCH, ARABIC = 1, 3


def article(article_id: int = MARCH, snippet: str = "ordered his forces to advance") -> Hit:
    marks = ((0, 7),)
    return Hit(
        "article", article_id, None, "Marshal", "Tavira Post", "2023-03-04", snippet, marks, 10, 17, 1.0
    )


def passage(passage_id: int, snippet: str = "We fired at no house.") -> Hit:
    marks = ((3, 8),)
    return Hit("passage", MARCH, passage_id, "Marshal", "Tavira Post", "2023", snippet, marks, 5, 9, 0.5)


def shown(results: ResultList) -> list[str]:
    rows = range(results.model.rowCount())
    return [str(results.model.data(results.model.index(row, 0))).split(".")[0] for row in rows]


def test_articles_and_passages_stand_apart_under_their_exact_counts(results: ResultList) -> None:
    hits = (article(), article(ARABIC), passage(1))
    results.show_results(SearchResult(345, 314, 31, hits), "forces")
    assert shown(results) == ["Articles 314", "Marshal", "Marshal", "Passages 31", "Marshal"]
    assert results.summary == "345 results"


def test_a_title_that_begins_the_snippet_stands_in_the_title_alone() -> None:
    hit = replace(article(snippet="Marshal orders his forces to advance"), marks=((0, 7), (19, 25)))
    assert below_title(hit) == ([(0, 7)], "orders his forces to advance", [(11, 17)])
    apart = replace(hit, snippet="Marshal  orders", marks=((9, 15),))
    assert below_title(apart) == ([], "orders", [(0, 6)])
    other = replace(hit, title="Marshals")
    assert below_title(other) == ([], hit.snippet, list(hit.marks))


def test_a_kind_without_hits_has_no_heading(results: ResultList) -> None:
    results.show_results(SearchResult(1, 0, 1, (passage(1),)), "fired")
    assert shown(results) == ["Passages 1", "Marshal"]
    assert results.summary == "1 result"


def test_the_keyboard_passes_over_headings(results: ResultList, qtbot: QtBot) -> None:
    results.show_results(SearchResult(2, 1, 1, (article(), passage(1))), "forces")
    results.enter_list()
    assert results.table.currentIndex().row() == 1
    QTest.keyClick(results.table, Qt.Key.Key_Down)
    assert results.table.currentIndex().row() == 3
    with qtbot.waitSignal(results.hit_chosen) as chosen:
        QTest.keyClick(results.table, Qt.Key.Key_Return)
    assert chosen.args == [passage(1)]
    QTest.keyClick(results.table, Qt.Key.Key_Up)
    assert results.table.currentIndex().row() == 1
    with qtbot.waitSignal(results.left_upwards):
        QTest.keyClick(results.table, Qt.Key.Key_Up)


def test_a_click_chooses_a_hit_and_none_on_a_heading(results: ResultList, qtbot: QtBot) -> None:
    results.show_results(SearchResult(1, 1, 0, (article(),)), "forces")
    with qtbot.assertNotEmitted(results.hit_chosen):
        QTest.mouseClick(results.table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(60, 10))
    with qtbot.waitSignal(results.hit_chosen):
        QTest.mouseClick(results.table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(60, 80))


def test_what_of_the_query_was_ignored_is_said(results: ResultList) -> None:
    results.show_results(SearchResult(1, 1, 0, (article(),), ("The bracket was left out.",)), "forces)")
    assert results.notice.isVisible()
    assert "The bracket was left out." in results._notice_text.text()
    results.show_results(SearchResult(1, 1, 0, (article(),)), "forces")
    assert not results.notice.isVisible()


def test_an_index_that_is_being_built_is_said(results: ResultList) -> None:
    results.show_results(SearchResult(1, 1, 0, (article(),), is_complete=False), "forces")
    assert "still being indexed" in results._notice_text.text()


def test_the_tags_of_passages_are_read_and_drawn(results: ResultList, archive: Archive, qtbot: QtBot) -> None:
    marked = mark_passage(
        archive, MARCH, 40, 60, coder="Ada",
        actors=[ActorChoice("Orlan Dabrek", Role.TARGET)], claims=[ClaimChoice("Denial", Stance.SUPPORTS)],
    )  # fmt: skip
    results.show_results(SearchResult(1, 0, 1, (passage(marked.passage_id),)), "fired")
    bare = results.table.grab().toImage()
    qtbot.waitUntil(lambda: bool(results._delegate.passages))
    assert results.table.grab().toImage() != bare


def test_a_search_that_finds_nothing_suggests_a_wider_one(results: ResultList, qtbot: QtBot) -> None:
    results.show_results(SearchResult(), '"no house" shelled')
    assert results.summary == "Nothing found"
    buttons = [button for button in results.nothing.findChildren(QPushButton) if button.isVisible()]
    assert [button.text() for button in buttons] == ["Search without quotes", "Find any of the words"]
    with qtbot.waitSignal(results.query_suggested) as suggested:
        buttons[1].click()
    assert suggested.args == ["no OR house OR shelled"]


@pytest.mark.parametrize(
    ("query", "wider"),
    [
        ("shelling", ["shelli*"]),
        ("war", []),
        ("shell*", []),
        ("actor:Dabrek truce", ["truce"]),
        ("outlet:Post truce talks", ["truce OR talks outlet:Post"]),
        ("truce OR talks", []),
    ],
)
def test_suggestions_are_wider_than_what_was_asked(query: str, wider: list[str]) -> None:
    assert [suggestion.query for suggestion in suggestions(query)] == wider


def test_what_was_found_before_stays_until_the_next_answer(results: ResultList, qtbot: QtBot) -> None:
    results.show_results(SearchResult(1, 1, 0, (article(),)), "forces")
    results.await_results("forces of")
    assert results.summary == "1 result"
    assert results.model.rowCount() == 2
    qtbot.waitUntil(lambda: results.summary == "Searching…")
    results.show_results(SearchResult(), "forces of")
    assert not results.is_waiting


def test_a_snippet_with_marks_after_an_emoji_in_arabic_is_painted_in_both_themes(
    results: ResultList, workspace: Workspace
) -> None:
    hits = (article(snippet="🕊️ ordered 😀 his"), article(ARABIC, "ونفت القيادة ذلك"), passage(7, "ذلك نفت"))
    results.show_results(SearchResult(3, 2, 1, hits), "forces")
    light = results.grab().toImage()
    results.set_theme(DARK)
    assert results.grab().toImage() != light
