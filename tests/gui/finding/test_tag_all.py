"""Tagging all places of some words: looked through, ticked, tagged by keyboard, taken back with one Undo."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from archive_app.gui.finding.tag_all import TagAllDialog
from archive_app.gui.stage import Stage
from archive_app.model.finding import Scope
from archive_app.operations.codebook import add_actor
from archive_app.operations.correcting import correct_text
from archive_app.operations.tagging import ActorChoice
from archive_app.storage.queries import PassageCard, passage_cards, passage_ids
from tests.gui.conftest import AnsweredDialogs


@pytest.fixture
def marshal(open_stage: Stage) -> Stage:
    """The window with the English article open and the keyboard in the reader."""
    open_stage.open_article("Marshal orders march")
    open_stage.bench.pane.reader.setFocus()
    return open_stage


def open_dialog(stage: Stage, *, keys: str = "Ctrl+Shift+T") -> TagAllDialog:
    stage.press(keys, stage.bench.pane.reader)
    dialog = stage.wait_for_dialog("the dialog")
    assert isinstance(dialog, TagAllDialog)
    look(stage, dialog)
    return dialog


def look(stage: Stage, dialog: TagAllDialog) -> None:
    stage.wait_until(lambda: not dialog.is_looking and not dialog._pause.isActive(), "the list")
    stage.settle()


def listed(dialog: TagAllDialog) -> list[str]:
    return [row.place.quote for row in dialog.table.places.rows]


def close_by(stage: Stage, dialog: TagAllDialog, key: str) -> None:
    stage.press(key, dialog.form.field)
    stage.wait_until(lambda: stage.dialog() is None, "the dialog to close")
    stage.settle()


def passages(stage: Stage) -> list[PassageCard]:
    with stage.bench.workspace.archive.reading() as session:
        return passage_cards(session, passage_ids(session))


def test_selected_words_are_tagged_wherever_they_stand_and_one_undo_takes_it_back(marshal: Stage) -> None:
    marshal.select("shelling")
    dialog = open_dialog(marshal)
    assert dialog.words.text() == "shelling"
    assert listed(dialog) == ["shelling", "shelling"]
    assert dialog.summary.text() == "2 places"
    assert not dialog.tag.isEnabled()
    assert dialog.form.field.hasFocus()
    marshal.type("Gov")
    assert dialog.tag.text() == "Tag 2 places"
    close_by(marshal, dialog, "Return")
    assert [(card.quote, card.actors[0].name) for card in passages(marshal)] == [("shelling", "Gov")] * 2
    assert len(marshal.bench.pane.reader.highlights()) == 2
    assert marshal.bench.desk.recent.at(1) == ActorChoice("Gov")
    marshal.press("Ctrl+Z", marshal.bench.pane.reader)
    marshal.settle()
    assert passages(marshal) == []
    assert marshal.bench.pane.reader.highlights() == []


def test_what_is_unticked_by_key_or_mouse_stays_untagged(marshal: Stage) -> None:
    marshal.select("the")
    dialog = open_dialog(marshal)
    table, count = dialog.table, len(listed(dialog))
    assert count >= 3
    table.setFocus()
    marshal.press("End", table)
    marshal.press("Space", table)
    box = table.visualRect(table.model().index(1, 0)).topLeft() + QPoint(18, 14)
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, box)
    assert len(table.places.chosen()) == count - 2
    dialog.scope.setCurrentIndex(1)
    look(marshal, dialog)
    dialog.scope.setCurrentIndex(0)
    look(marshal, dialog)
    assert len(dialog.table.places.chosen()) == count - 2, "ticks are kept while one looks around"
    dialog.none.click()
    assert not dialog.table.places.chosen()
    dialog.all.click()
    assert len(dialog.table.places.chosen()) == count
    dialog.reject()


def test_sentences_are_listed_once_however_often_the_words_stand_in_them(marshal: Stage) -> None:
    marshal.select("his")
    dialog = open_dialog(marshal)
    words = len(listed(dialog))
    dialog.scope.setCurrentIndex(dialog.scope.findData(Scope.SENTENCE))
    look(marshal, dialog)
    assert 0 < len(listed(dialog)) <= words
    dialog.form.field.setFocus()
    marshal.press("Tab")
    dialog.form.kind.button("claim").click()
    dialog.form.field.setFocus()
    marshal.type("Denial +")
    close_by(marshal, dialog, "Return")
    made = passages(marshal)
    assert made
    assert all(card.quote[0].isupper() and card.quote.endswith((".", '"')) for card in made)
    assert {(card.claims[0].name, card.claims[0].stance) for card in made} == {("Denial", "supports")}


def test_the_whole_archive_is_looked_through_in_every_script(marshal: Stage) -> None:
    dialog = open_dialog(marshal)
    assert dialog.summary.text() == "Type what to find."
    assert dialog.words.hasFocus()
    dialog.where.setCurrentIndex(dialog.where.findData(None))
    for words, expected, summary in (
        ("القياده", ["القيادة"], "1 place in 1 article"),
        ("🕊", ["🕊️"], "1 place in 1 article"),
        ("on", None, ""),
        ("zzz", [], "Not found."),
    ):
        dialog.words.setText(words)
        look(marshal, dialog)
        if expected is not None:
            assert (listed(dialog), dialog.summary.text()) == (expected, summary)
        else:
            assert {row.place.article_id for row in dialog.table.places.rows} == {1, 2}
    assert not dialog.tag.isEnabled()
    dialog.reject()


def test_names_of_an_actor_are_tagged_as_mentioned_and_not_twice(marshal: Stage) -> None:
    marshal.bench.workspace.run(
        lambda archive: add_actor(archive, "Orlan Dabrek", aliases=("Field Marshal",), coder="Ada")
    )
    marshal.settle()
    marshal.bench.finder.find_names_of(1)
    marshal.wait_until(lambda: bool(marshal.bench.finder.hits), "the names")
    for made in (2, 0):
        dialog = open_dialog(marshal)
        marshal.wait_until(lambda dialog=dialog: dialog.form.choice is not None, "the actor")  # type: ignore[misc]
        assert dialog.form.choice == ActorChoice("Orlan Dabrek", dialog.form.choice.role)  # type: ignore[union-attr]
        assert listed(dialog) == ["Field Marshal", "Orlan Dabrek"]
        assert len(dialog.table.places.chosen()) == made
        if made:
            close_by(marshal, dialog, "Return")
        else:
            assert dialog.summary.text() == "2 places, 2 with this tag already"
            assert not dialog.tag.isEnabled()
            dialog.reject()
    assert {(tag.name, tag.role) for card in passages(marshal) for tag in card.actors} == {
        ("Orlan Dabrek", "mentioned")
    }


def test_ctrl_enter_adds_the_name_as_it_is_typed(marshal: Stage) -> None:
    marshal.bench.workspace.run(lambda archive: add_actor(archive, "Dabrek", coder="Ada"))
    marshal.settle()
    marshal.select("shelling")
    dialog = open_dialog(marshal)
    marshal.type("Dabre")
    close_by(marshal, dialog, "Ctrl+Return")
    assert {card.actors[0].name for card in passages(marshal)} == {"Dabre"}


def test_what_the_archive_refuses_leaves_the_dialog_open(marshal: Stage, dialogs: AnsweredDialogs) -> None:
    marshal.select("shelling")
    dialog = open_dialog(marshal)
    marshal.type("Government")
    archive = marshal.bench.workspace.archive
    correct_text(archive, 1, "New words. Shelling.", coder="Ben")
    marshal.press("Return", dialog.form.field)
    marshal.wait_until(lambda: bool(dialogs.told), "a sentence")
    assert "no longer where it was found" in dialogs.told[0]
    assert dialog.isVisible()
    assert dialog.form.isEnabled()
    dialog.reject()


def test_esc_leaves_without_a_tag(marshal: Stage) -> None:
    marshal.select("shelling")
    dialog = open_dialog(marshal)
    marshal.type("Government")
    close_by(marshal, dialog, "Escape")
    assert passages(marshal) == []


def test_screen_readers_hear_a_place_and_whether_it_is_ticked(marshal: Stage) -> None:
    marshal.select("shelling")
    dialog = open_dialog(marshal)
    index = dialog.table.model().index(0, 0)
    assert "accused him of shelling houses" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
    dialog.reject()
