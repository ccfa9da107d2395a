"""Correcting a text in the real window, by its keys."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from archive_app.gui.correcting.page import CorrectingPage
from archive_app.gui.dialogs import Leaving
from archive_app.gui.stage import Stage
from archive_app.model.text import canonical
from archive_app.operations.correcting import correct_text
from archive_app.operations.tagging import ActorChoice
from archive_app.storage.archive import Archive, open_archive
from archive_app.storage.queries import article_text, passages_of, passages_to_review
from archive_app.storage.versions import text_versions
from tests.conftest import AddArticle
from tests.gui.conftest import AnsweredDialogs

MARCH = "Marshal orders march"
DENIAL = '"We fired at no house."'


def page(stage: Stage) -> CorrectingPage:
    found = stage.bench.correcting.page
    assert found is not None, "no text is being corrected"
    return found


def begin(stage: Stage, title: str = MARCH) -> CorrectingPage:
    stage.open_article(title)
    stage.press("Shift+F2")
    return page(stage)


def put_caret(stage: Stage, before: str) -> None:
    editor = page(stage).editor
    cursor = editor.textCursor()
    cursor.setPosition(editor.document().toRawText().index(before))
    editor.setTextCursor(cursor)


def mark(stage: Stage, quote: str) -> None:
    stage.select(quote)
    stage.press("H")
    stage.settle()


def wait_until_read(stage: Stage) -> None:
    stage.wait_until(lambda: not stage.bench.correcting.is_correcting, "the reader to come back")
    stage.settle()


def test_nothing_is_tagged_while_a_text_is_corrected(open_stage: Stage) -> None:
    said: list[str] = []
    open_stage.bench.said.connect(said.append)
    open_stage.open_article(MARCH)
    mark(open_stage, DENIAL)
    begin(open_stage)
    desk = open_stage.bench.desk
    for ask in (desk.ask_actor, desk.ask_claim, desk.mark, desk.write_memo):
        said.clear()
        ask()
        assert said == ["Save the corrected text first, or go back to reading. Then tag."]
    open_stage.bench.inspector.tag_requested.emit(ActorChoice("Orlan Dabrek"))
    open_stage.settle()
    with open_stage.bench.workspace.archive.reading() as session:
        assert [passage.actors for passage in passages_of(session, 1)] == [()]
    open_stage.press("Escape")
    wait_until_read(open_stage)
    desk.select_passage(1)
    desk.apply(ActorChoice("Orlan Dabrek"))
    open_stage.settle()
    with open_stage.bench.workspace.archive.reading() as session:
        assert [len(passage.actors) for passage in passages_of(session, 1)] == [1]


def test_the_inspector_takes_no_tag_away_while_a_text_is_corrected_and_says_why(open_stage: Stage) -> None:
    open_stage.open_article(MARCH)
    mark(open_stage, DENIAL)
    open_stage.bench.desk.apply(ActorChoice("Orlan Dabrek"))
    open_stage.settle()
    shown = open_stage.bench.inspector.passage
    [row] = shown.actor_rows
    begin(open_stage)
    assert shown.pause.isVisible()
    for part in (shown.delete, shown.add_actor, shown.add_claim, row.role, row.remove):
        assert not part.isEnabled()
    row.remove.click()
    assert shown.memo.isEnabled()
    shown.memo.setFocus()
    open_stage.type("Noted.")
    shown.memo.flush()
    open_stage.settle()
    assert [part.isEnabled() for part in (*shown.actor_rows, shown.delete)] == [False, False]
    open_stage.bench.correcting.cancel()
    assert not shown.pause.isVisible()
    assert shown.delete.isEnabled()
    open_stage.bench.inspector.passage.actor_rows[0].remove.click()
    open_stage.settle()
    with open_stage.bench.workspace.archive.reading() as session:
        assert [(passage.actors, passage.memo) for passage in passages_of(session, 1)] == [((), "Noted.")]


def test_undo_in_the_table_of_passages_takes_back_no_typing_that_nobody_sees(
    open_stage: Stage, dialogs: AnsweredDialogs
) -> None:
    open_stage.open_article(MARCH)
    mark(open_stage, DENIAL)
    editor = begin(open_stage).editor
    open_stage.type("Typed. ")
    typed = editor.text
    open_stage.press("Ctrl+2")
    undo = open_stage.window.actions_["undo"]
    open_stage.wait_until(lambda: undo.text() != "Undo", "Undo to name what it does")
    open_stage.do("undo")
    open_stage.settle()
    with open_stage.bench.workspace.archive.reading() as session:
        assert passages_of(session, 1) == []
    assert editor.text == typed
    open_stage.press("Ctrl+1")
    assert undo.text() == "Undo"
    open_stage.do("undo")
    assert editor.text != typed
    dialogs.leaving = Leaving.DISCARD


def test_a_text_that_changed_under_the_editor_is_said_and_both_are_kept(open_stage: Stage) -> None:
    editor = begin(open_stage).editor
    before = stored(open_stage)
    open_stage.type("Typed. ")
    other = before + "Added elsewhere.\n"
    open_stage.bench.workspace.run(lambda archive: correct_text(archive, 1, other, coder="Ben"))
    open_stage.settle()
    open_stage.wait_until(page(open_stage).notice.isVisible, "the notice")
    assert editor.text == "Typed. " + before
    open_stage.press("Ctrl+S")
    wait_until_read(open_stage)
    assert stored(open_stage) == "Typed. " + before
    with open_stage.bench.workspace.archive.reading() as session:
        assert len(text_versions(session, 1)) == 3
    open_stage.press("Ctrl+Z")
    open_stage.settle()
    assert stored(open_stage) == other


def stored(stage: Stage) -> str:
    article = stage.bench.pane.article
    assert article is not None
    with stage.bench.workspace.archive.reading() as session:
        return article_text(session, article.card.id)


def drafts(stage: Stage) -> list[Path]:
    return list((stage.window._settings.folder / "drafts").glob("*.json"))


def test_a_correction_is_typed_and_saved_by_keys_and_the_passage_moves_along(open_stage: Stage) -> None:
    open_stage.open_article(MARCH)
    mark(open_stage, DENIAL)
    begin(open_stage)
    assert open_stage.application.focusWidget() is page(open_stage).editor
    put_caret(open_stage, "on Saturday")
    open_stage.type("early ")
    open_stage.press("Ctrl+S")
    wait_until_read(open_stage)
    article = open_stage.bench.pane.article
    assert article is not None
    assert "Dabrek early on Saturday" in article.text == stored(open_stage)
    [passage] = article.passages
    assert article.text[passage.start : passage.end] == passage.quote == DENIAL
    assert open_stage.bench.pane.reader.text == article.text
    assert open_stage.application.focusWidget() is open_stage.bench.pane.reader
    open_stage.press("Ctrl+Z")
    open_stage.settle()
    assert "early" not in stored(open_stage)


def test_the_editor_has_its_own_undo_and_redo(open_stage: Stage) -> None:
    open_stage.open_article(MARCH)
    mark(open_stage, DENIAL)
    editor = begin(open_stage).editor
    text = editor.text
    assert not open_stage.window.actions_["undo"].isEnabled()
    open_stage.type("xy")
    typed = editor.text
    assert typed != text
    open_stage.press("Ctrl+Z")
    assert editor.text == text
    open_stage.do("redo")
    assert editor.text == typed
    open_stage.do("undo")
    assert editor.text == text
    open_stage.press("Escape")
    assert not open_stage.bench.correcting.is_correcting
    open_stage.wait_until(lambda: open_stage.window.actions_["undo"].isEnabled(), "Undo to be on again")
    assert len(open_stage.bench.pane.article.passages) == 1  # type: ignore[union-attr]  # it is open


def test_nothing_typed_means_nothing_asked_and_no_new_version(
    open_stage: Stage, dialogs: AnsweredDialogs
) -> None:
    begin(open_stage)
    open_stage.press("Ctrl+S")
    assert not open_stage.bench.correcting.is_correcting
    begin(open_stage)
    open_stage.press("Escape")
    assert not open_stage.bench.correcting.is_correcting
    assert dialogs.asked == []


def test_coding_is_off_while_a_text_is_corrected(open_stage: Stage) -> None:
    actions = open_stage.window.actions_
    assert not actions["save-correction"].isEnabled()
    begin(open_stage)
    assert not actions["tag-actor"].isEnabled()
    assert actions["save-correction"].isEnabled()
    open_stage.press("Escape")
    assert actions["tag-actor"].isEnabled()
    assert not actions["save-correction"].isEnabled()


def test_the_bar_counts_passages_that_would_need_review(open_stage: Stage) -> None:
    open_stage.open_article(MARCH)
    mark(open_stage, DENIAL)
    bar = begin(open_stage).outlook
    assert bar.text() == "The passage keeps its words"
    put_caret(open_stage, "no house")
    open_stage.type("scarcely ")
    open_stage.wait_until(lambda: "need review" in bar.text(), "the count")
    assert bar.text() == "1 passage would need review"
    [lost] = page(open_stage).editor.marks
    assert lost.is_lost
    open_stage.press("Ctrl+Z")
    open_stage.wait_until(lambda: "need review" not in bar.text(), "the count")


def test_a_passage_whose_words_were_changed_is_announced_after_saving(open_stage: Stage) -> None:
    open_stage.open_article(MARCH)
    mark(open_stage, DENIAL)
    begin(open_stage)
    put_caret(open_stage, "no house")
    open_stage.type("scarcely ")
    open_stage.press("Ctrl+S")
    wait_until_read(open_stage)
    article = open_stage.bench.pane.article
    assert article is not None
    assert article.passages == ()
    strips = open_stage.bench.correcting.strips
    open_stage.wait_until(strips.review.isVisible, "the notice")
    assert strips.review.sentence.text() == "1 passage needs review"
    with open_stage.bench.workspace.archive.reading() as session:
        assert [passage.quote for passage in passages_to_review(session)] == [DENIAL]
    open_stage.press("Ctrl+Z")
    open_stage.settle()
    assert not strips.review.isVisible()


@pytest.mark.parametrize("answer", list(Leaving))
def test_another_article_is_opened_only_when_the_person_says_so(
    open_stage: Stage, dialogs: AnsweredDialogs, answer: Leaving
) -> None:
    begin(open_stage)
    before = stored(open_stage)
    dialogs.leaving = answer
    open_stage.type("Typed. ")
    typed = page(open_stage).editor.text
    open_stage.press("Alt+Down")
    open_stage.rest(100)
    assert len(dialogs.asked) == 1
    article = open_stage.bench.pane.article
    assert article is not None
    if answer is Leaving.STAY:
        assert article.card.title.startswith(MARCH)
        assert page(open_stage).editor.text == typed
        assert open_stage.bench.library.selected_articles() == [article.card.id]
        dialogs.leaving = Leaving.DISCARD
        return
    open_stage.wait_until(
        lambda: not open_stage.bench.pane.article.card.title.startswith(MARCH),  # type: ignore[union-attr]  # one is
        "the other article",
    )
    open_stage.open_article(MARCH)
    assert stored(open_stage) == (typed if answer is Leaving.SAVE else before)
    assert drafts(open_stage) == []


def test_closing_the_window_saves_what_was_typed(open_stage: Stage, dialogs: AnsweredDialogs) -> None:
    begin(open_stage)
    dialogs.leaving = Leaving.STAY
    open_stage.type("Typed. ")
    folder = open_stage.bench.workspace.archive.places.folder
    open_stage.press("Ctrl+Q")
    assert open_stage.window.isVisible()
    assert page(open_stage).editor.text.startswith("Typed. ")
    dialogs.leaving = Leaving.SAVE
    open_stage.press("Ctrl+Q")
    open_stage.wait_until(lambda: not open_stage.window.isVisible(), "the window to close")
    with open_archive(folder) as archive, archive.reading() as session:
        assert article_text(session, 1).startswith("Typed. Marshal")


def test_closing_the_window_at_once_when_what_was_typed_may_go(
    open_stage: Stage, dialogs: AnsweredDialogs
) -> None:
    begin(open_stage)
    open_stage.type("Typed. ")
    dialogs.leaving = Leaving.DISCARD
    open_stage.press("Ctrl+Q")
    assert not open_stage.window.isVisible()
    assert open_stage.window.bench is None
    assert drafts(open_stage) == []


def test_closing_the_archive_and_opening_another_ask_first(
    open_stage: Stage, dialogs: AnsweredDialogs
) -> None:
    begin(open_stage)
    open_stage.type("Typed. ")
    open_stage.press("Ctrl+W")
    assert open_stage.window.bench is not None
    open_stage.window.open_sample()
    assert len(dialogs.asked) == 2
    assert page(open_stage).editor.text.startswith("Typed. ")
    dialogs.leaving = Leaving.DISCARD
    open_stage.press("Ctrl+W")
    assert open_stage.window.bench is None


def test_a_text_without_words_is_refused_and_stays_in_the_editor(
    open_stage: Stage, dialogs: AnsweredDialogs
) -> None:
    begin(open_stage)
    open_stage.press("Ctrl+A")
    open_stage.type("...")
    open_stage.press("Ctrl+S")
    open_stage.wait_until(lambda: bool(dialogs.told), "a sentence")
    assert "no words" in dialogs.told[0]
    assert page(open_stage).editor.text == "..."
    assert not page(open_stage).editor.isReadOnly()
    dialogs.leaving = Leaving.DISCARD


HOSTILE = (
    "\ufeffOne\u00a0two\u2028three\u2029four \u200f\u061c five\x0csix\x85seven\x0bcent\u00adre \ufffc \ufdd0"
    " \U0010f000 \U00100001 \u200b\ufeff 🕊️ e\u0323 \t tab \x01 end  \n\n  قالت\u00a0وزارة 12 abc.\n"
)


def test_untouched_characters_stay_code_point_by_code_point(
    stage: Stage, empty_archive: Archive, add_article: AddArticle
) -> None:
    add_article(empty_archive, HOSTILE, title="Odd characters")
    folder = empty_archive.places.folder
    empty_archive.close()
    stage.window.open_folder(folder)
    stage.wait_until(
        lambda: stage.window.bench is not None and stage.bench.pane.article is not None, "the article"
    )
    editor = begin(stage, "Odd").editor
    assert editor.text == canonical(HOSTILE)
    stage.press("Ctrl+A")
    stage.press("Ctrl+X")
    assert editor.text == ""
    stage.press("Ctrl+V")
    assert editor.text == canonical(HOSTILE)
    stage.press("Ctrl+Z")
    stage.press("Ctrl+Z")
    stage.press("Ctrl+End")
    stage.type("x")
    stage.press("Shift+Return")
    stage.type("y")
    QApplication.clipboard().setText("a\r\nb\u2029c\ufdd1d\u00a0e\u0301")
    stage.press("Ctrl+V")
    expected = canonical(HOSTILE) + "x\nya\nb\u2029c\ufdd1d\u00a0\u00e9"
    assert editor.text == expected
    stage.press("Ctrl+S")
    wait_until_read(stage)
    assert stored(stage) == expected


def test_what_was_typed_before_the_program_was_killed_is_offered_again(
    stage: Stage, archive: Archive
) -> None:
    folder = archive.places.folder
    archive.close()
    killed = Path(__file__).with_name("typing_process.py")
    settings = stage.window._settings.folder
    run = subprocess.run(
        [sys.executable, str(killed), str(folder), str(settings)],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
        capture_output=True,
        text=True,
        timeout=40,
    )
    assert run.returncode == -9, run.stderr
    stage.window.open_folder(folder)
    stage.wait_until(
        lambda: stage.window.bench is not None and stage.bench.pane.article is not None, "the archive"
    )
    stage.open_article(MARCH)
    correcting = stage.bench.correcting
    stage.wait_until(correcting.strips.draft.isVisible, "the draft to be offered")
    before = stored(stage)
    correcting.strips.resume.click()
    assert page(stage).editor.text == "Typed before the kill. " + before
    stage.press("Ctrl+Z")
    assert page(stage).editor.text == before
    stage.press("Ctrl+Shift+Z")
    stage.press("Ctrl+S")
    wait_until_read(stage)
    assert stored(stage).startswith("Typed before the kill. Marshal")
    assert drafts(stage) == []
    assert not correcting.strips.draft.isVisible()


def test_a_draft_that_is_discarded_is_not_offered_again(open_stage: Stage) -> None:
    begin(open_stage)
    open_stage.type("Typed. ")
    open_stage.wait_until(lambda: len(drafts(open_stage)) == 1, "the draft")
    [file] = drafts(open_stage)
    assert json.loads(file.read_text("utf-8"))["text"].startswith("Typed. Marshal")
    # As after a crash: the draft is there, the editor is not.
    correcting = open_stage.bench.correcting
    correcting._has_draft = False
    correcting._close(lambda: None)
    open_stage.open_article("Truce holds")
    open_stage.open_article(MARCH)
    open_stage.wait_until(correcting.strips.draft.isVisible, "the draft to be offered")
    correcting.strips.discard.click()
    assert drafts(open_stage) == []
    assert not correcting.strips.isVisible()


def test_passages_stand_in_the_archive_as_the_editor_marks_them(open_stage: Stage) -> None:
    open_stage.open_article("Truce holds")
    mark(open_stage, "“It is quiet,”")
    editor = begin(open_stage, "Truce holds").editor
    put_caret(open_stage, "Observers")
    open_stage.type("Neutral observers say: ")
    [shifted] = editor.marks
    raw = editor.document().toRawText().encode("utf-16-le")
    assert raw[2 * shifted.start : 2 * shifted.end].decode("utf-16-le") == "“It is quiet,”"
    open_stage.press("Ctrl+S")
    wait_until_read(open_stage)
    article = open_stage.bench.pane.article
    assert article is not None
    with open_stage.bench.workspace.archive.reading() as session:
        [passage] = passages_of(session, article.card.id)
    assert passage.quote == "“It is quiet,”"
