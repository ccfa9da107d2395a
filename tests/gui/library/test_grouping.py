"""Collections, labels and read marks in the real window: chosen by typing, filtered by, taken back."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from sqlmodel import Session

from archive_app.gui.library.card import article_words
from archive_app.gui.library.groups_dialog import GroupsDialog
from archive_app.gui.stage import Stage
from archive_app.storage.collections import collections, labels, labels_of, read_by
from archive_app.storage.queries import article_cards
from tests.gui.conftest import AnsweredDialogs

T = TypeVar("T")
MARCH, TRUCE, ARABIC = 1, 2, 3

# Qt's offscreen screen says so of every popup.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def choose(stage: Stage, *articles: int) -> None:
    stage.wait_until(lambda: len(stage.bench.library.model.ids) == 3, "the library")
    stage.bench.library.table.select_ids(articles)


def type_name(stage: Stage, name: str, key: Qt.Key = Qt.Key.Key_Return) -> None:
    field = stage.bench.grouping.popup.field
    stage.settle()
    QTest.keyClicks(field, name)
    QTest.keyClick(field, key)
    stage.settle()


def read(stage: Stage, query: Callable[[Session], T]) -> T:
    with stage.bench.workspace.archive.reading() as session:
        return query(session)


def shows(stage: Stage, articles: list[int]) -> bool:
    return list(stage.bench.library.model.ids) == articles


def in_collections(stage: Stage) -> list[tuple[str, int]]:
    return [(card.name, card.articles) for card in read(stage, collections)]


def test_a_collection_is_made_of_the_chosen_articles_and_undone(open_stage: Stage) -> None:
    stage = open_stage
    choose(stage, MARCH, TRUCE)
    stage.do("add-to-collection")
    type_name(stage, "Southern front")
    assert in_collections(stage) == [("Southern front", 2)]
    assert not stage.bench.grouping.popup.isVisible()
    choose(stage, ARABIC)
    stage.do("add-to-collection")
    type_name(stage, "south")
    assert in_collections(stage) == [("Southern front", 3)]
    stage.do("undo")
    stage.settle()
    assert in_collections(stage) == [("Southern front", 2)]


def test_only_collections_that_have_them_are_offered_when_articles_are_taken_out(open_stage: Stage) -> None:
    stage = open_stage
    for articles, name in (([MARCH, TRUCE], "Truce talks"), ([ARABIC], "Ministry")):
        choose(stage, *articles)
        stage.do("add-to-collection")
        type_name(stage, name)
    choose(stage, MARCH)
    stage.do("remove-from-collection")
    stage.settle()
    popup = stage.bench.grouping.popup
    assert [row.name for row in popup.list.candidates] == ["Truce talks"]
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    stage.settle()
    assert in_collections(stage) == [("Ministry", 1), ("Truce talks", 1)]


def test_several_labels_are_put_on_and_one_taken_off_without_leaving_the_popup(open_stage: Stage) -> None:
    stage = open_stage
    choose(stage, MARCH, TRUCE)
    stage.do("label-articles")
    type_name(stage, "front page")
    type_name(stage, "wire copy")
    popup = stage.bench.grouping.popup
    assert popup.isVisible()
    assert [(row.name, row.icon) for row in popup.list.candidates] == [
        ("front page", "check"), ("wire copy", "check")
    ]  # fmt: skip
    type_name(stage, "FRONT PAGE")
    assert read(stage, lambda session: labels_of(session, [MARCH, TRUCE])) == {
        MARCH: [(2, "wire copy")], TRUCE: [(2, "wire copy")]
    }  # fmt: skip
    QTest.keyClick(popup.field, Qt.Key.Key_Escape)
    assert not popup.isVisible()


def test_a_label_on_some_of_the_articles_is_put_on_all(open_stage: Stage) -> None:
    stage = open_stage
    choose(stage, MARCH)
    stage.do("label-articles")
    type_name(stage, "front page")
    stage.bench.grouping.popup.hide()
    choose(stage, MARCH, ARABIC)
    stage.do("label-articles")
    stage.settle()
    row = stage.bench.grouping.popup.list.candidates[0]
    assert (row.icon, row.detail) == ("minus", "on 1 of 2")
    type_name(stage, "")
    assert [card.articles for card in read(stage, labels)] == [2]


def test_the_keys_for_read_and_unread_mark_the_chosen_articles(open_stage: Stage) -> None:
    stage = open_stage
    choose(stage, MARCH, ARABIC)
    stage.bench.library.focus_list()
    stage.press("R")
    stage.settle()
    coder = stage.bench.workspace.coder
    assert read(stage, lambda session: read_by(session, [1, 2, 3], coder)) == {MARCH, ARABIC}
    model = stage.bench.library.model
    card = model.card(model.row_of(MARCH))
    assert card is not None
    assert card.is_read
    assert "read" in article_words(card).split(", ")
    assert stage.window._said.text() == "2 articles marked as read"
    stage.press("Shift+R")
    stage.settle()
    assert read(stage, lambda session: read_by(session, [1, 2, 3], coder)) == set()


def test_cards_tell_only_what_the_asked_reader_has_read(open_stage: Stage) -> None:
    stage = open_stage
    choose(stage, TRUCE)
    stage.do("mark-read")
    stage.settle()
    coder = stage.bench.workspace.coder
    with stage.bench.workspace.archive.reading() as session:
        assert [card.is_read for card in article_cards(session, [1, 2], coder)] == [False, True]
        assert not any(card.is_read for card in article_cards(session, [1, 2], "Somebody"))


def test_the_library_is_filtered_by_collection_label_and_what_was_read(open_stage: Stage) -> None:
    stage = open_stage
    library = stage.bench.library
    library.filter_button.setChecked(True)
    choose(stage, MARCH)
    stage.do("mark-read")
    stage.do("label-articles")
    type_name(stage, "front page")
    stage.bench.grouping.popup.hide()
    choose(stage, TRUCE)
    stage.do("add-to-collection")
    type_name(stage, "Truce talks")
    filters = library.filters
    stage.wait_until(lambda: len(filters.collection.choices) == 1, "the collection to be offered")
    for chip, at, expected in (
        (filters.collection, 0, [TRUCE]), (filters.label, 0, [MARCH]), (filters.read, 0, [TRUCE, ARABIC]),
        (filters.read, 1, [MARCH]),
    ):  # fmt: skip
        filters.clear()
        chip._choose(chip.choices[at])
        stage.wait_until(partial(shows, stage, expected), f"{chip.title} {at}")
    library.table.select_ids([MARCH])
    stage.do("mark-unread")
    stage.wait_until(lambda: not library.model.ids, "the article to leave the list of those read")
    assert filters.wanted.count == 1
    filters.clear()
    stage.wait_until(lambda: len(library.model.ids) == 3, "all")


def test_a_filter_for_a_collection_that_is_deleted_is_given_up(open_stage: Stage) -> None:
    stage = open_stage
    library = stage.bench.library
    library.filter_button.setChecked(True)
    choose(stage, TRUCE)
    stage.do("add-to-collection")
    type_name(stage, "Truce talks")
    chip = library.filters.collection
    stage.wait_until(lambda: len(chip.choices) == 1, "the collection to be offered")
    chip._choose(chip.choices[0])
    stage.wait_until(lambda: list(library.model.ids) == [TRUCE], "the filter")
    stage.do("undo")
    stage.wait_until(lambda: len(library.model.ids) == 3, "all articles")
    assert chip.value is None


def test_the_inspector_shows_what_the_article_belongs_to_and_takes_it_off(open_stage: Stage) -> None:
    stage = open_stage
    stage.open_article("Marshal")
    groups = stage.bench.inspector.article.groups
    groups.add_label.click()
    type_name(stage, "front page")
    stage.bench.grouping.popup.hide()
    groups.add_collection.click()
    type_name(stage, "Southern front")
    stage.wait_until(lambda: len(groups.chips) == 2, "both chips")
    assert [(chip.kind, chip.name) for chip in groups.chips] == [
        ("collection", "Southern front"), ("label", "front page")
    ]  # fmt: skip
    QTest.keyClick(groups.chips[1], Qt.Key.Key_Delete)
    stage.wait_until(lambda: len(groups.chips) == 1, "the label to go")
    stage.open_article("Truce")
    assert groups.chips == []


def test_collections_and_labels_are_renamed_and_deleted_in_their_window(
    open_stage: Stage, dialogs: AnsweredDialogs
) -> None:
    stage = open_stage
    choose(stage, MARCH)
    stage.do("label-articles")
    type_name(stage, "frnt page")
    stage.bench.grouping.popup.hide()
    stage.do("organise-groups")
    dialog = stage.wait_for_dialog("collections and labels")
    assert isinstance(dialog, GroupsDialog)
    assert "No collections yet" in dialog.empty.text()
    dialogs.line = "Empty one"
    dialog.new_button.click()
    stage.wait_until(lambda: dialog.collections.count() == 1, "the new collection")
    dialogs.line = "What Ada reads first"
    dialog.describe_button.click()
    stage.wait_until(lambda: dialog.description.text() == "What Ada reads first", "the description")
    dialog.tabs.setCurrentWidget(dialog.labels)
    assert not dialog.describe_button.isVisible()
    dialogs.line = "front page"
    dialog.rename_button.click()
    stage.wait_until(lambda: dialog.labels.current == (1, "front page"), "the new name")
    dialog.delete_button.click()
    stage.wait_until(lambda: dialog.labels.count() == 0, "the label to go")
    assert not dialog.rename_button.isEnabled()
    dialog.close()
