"""Finding and replacing in the text that is being corrected, by keys."""

import pytest
from PySide6.QtWidgets import QApplication

from archive_app.gui.stage import Stage
from tests.gui.conftest import AnsweredDialogs
from tests.gui.correcting.test_editing import MARCH, begin, mark, page, put_caret, stored, wait_until_read


def find(stage: Stage, words: str) -> None:
    stage.press("Ctrl+Shift+F")
    stage.press("Ctrl+A")
    # Keys of Arabic letters cannot be pressed in a test.
    QApplication.clipboard().setText(words)
    stage.press("Ctrl+V")
    wait_until_found(stage)


def wait_until_found(stage: Stage) -> None:
    finder = stage.bench.correcting.finder
    assert finder is not None
    stage.wait_until(lambda: not finder.is_looking, "the text to be looked through")


def found(stage: Stage) -> list[str]:
    editor = page(stage).editor
    raw = editor.document().toRawText().encode("utf-16-le")
    return [raw[2 * start : 2 * end].decode("utf-16-le") for start, end in editor.hits]


def selected(stage: Stage) -> str:
    return page(stage).editor.textCursor().selectedText()


def count(stage: Stage) -> str:
    return page(stage).find_bar.count.text()


def test_every_find_is_marked_and_counted_and_enter_and_f3_go_on(open_stage: Stage) -> None:
    editor = begin(open_stage).editor
    find(open_stage, "houses")
    assert found(open_stage) == ["houses", "houses"]
    assert (selected(open_stage), count(open_stage)) == ("houses", "1 of 2")
    grounds = {each.format.background().color().name() for each in editor.extraSelections()}
    assert editor._appearance.colours.hit.lower() in grounds
    first = editor.textCursor().selectionStart()
    open_stage.press("Return")
    assert (editor.textCursor().selectionStart() > first, count(open_stage)) == (True, "2 of 2")
    open_stage.press("F3")
    assert editor.textCursor().selectionStart() == first
    open_stage.press("Shift+F3")
    assert count(open_stage) == "2 of 2"
    open_stage.press("Escape")
    assert open_stage.bench.correcting.is_correcting
    assert not page(open_stage).find_bar.isVisible()
    assert (found(open_stage), selected(open_stage)) == ([], "houses")
    assert open_stage.application.focusWidget() is editor
    open_stage.press("Escape")
    assert not open_stage.bench.correcting.is_correcting


def test_esc_in_the_editor_closes_the_bar_before_the_editor(open_stage: Stage) -> None:
    editor = begin(open_stage).editor
    find(open_stage, "houses")
    editor.setFocus()
    open_stage.press("Escape")
    assert open_stage.bench.correcting.is_correcting
    assert not page(open_stage).find_bar.isVisible()


def test_marks_keep_to_their_words_while_the_text_is_typed_in(
    open_stage: Stage, dialogs: AnsweredDialogs
) -> None:
    editor = begin(open_stage).editor
    find(open_stage, "houses")
    editor.setFocus()
    put_caret(open_stage, "Field Marshal")
    QApplication.clipboard().setText("Two houses 😀. ")
    open_stage.press("Ctrl+V")
    assert found(open_stage)[-2:] == ["houses", "houses"]
    wait_until_found(open_stage)
    assert (found(open_stage), count(open_stage)) == (["houses"] * 3, "3 found")


def test_finds_beside_emoji_and_in_arabic_are_exact(open_stage: Stage) -> None:
    begin(open_stage, "Truce holds")
    find(open_stage, "shots")
    assert (found(open_stage), selected(open_stage)) == (["shots"], "shots")
    find(open_stage, "quiet")
    assert selected(open_stage) == "quiet"
    open_stage.press("Escape")
    open_stage.press("Escape")
    begin(open_stage, "الهدنة")
    find(open_stage, "القيادة")
    assert found(open_stage) == ["القيادة"]


def test_words_are_replaced_one_by_one_and_all_at_once_and_undo_takes_all_back(open_stage: Stage) -> None:
    open_stage.open_article(MARCH)
    mark(open_stage, "His command denied it")
    editor = begin(open_stage).editor
    before = editor.text
    put_caret(open_stage, "Marshal orders")
    find(open_stage, "the government")
    row = page(open_stage).replace_row
    row.field.setFocus()
    open_stage.type("The cabinet")
    open_stage.press("Return")
    assert editor.text == before.replace("The government", "The cabinet", 1)
    assert selected(open_stage) == "the government"
    open_stage.do("undo")
    row.all.click()
    wait_until_found(open_stage)
    assert editor.text.count("The cabinet") == 2
    assert count(open_stage) == "Not found"
    [passage] = editor.marks
    open_stage.wait_until(lambda: "keeps its words" in page(open_stage).outlook.text(), "the outlook")
    editor.setFocus()
    open_stage.press("Ctrl+Z")
    assert editor.text == before
    open_stage.press("Ctrl+Y")
    open_stage.press("Ctrl+S")
    wait_until_read(open_stage)
    assert stored(open_stage) == before.replace("The government", "The cabinet").replace(
        "the government", "The cabinet"
    )
    article = open_stage.bench.pane.article
    assert article is not None
    [passage] = article.passages
    assert article.text[passage.start : passage.end] == "His command denied it"


def test_the_keys_of_reading_find_in_the_reader_again_after_the_editor(open_stage: Stage) -> None:
    begin(open_stage)
    find(open_stage, "houses")
    open_stage.press("Escape")
    open_stage.press("Escape")
    open_stage.press("Ctrl+Shift+F")
    assert open_stage.bench.finder.is_open


@pytest.mark.parametrize("key", ["F3", "Shift+F3"])
def test_f3_opens_the_bar_where_nothing_was_looked_for(open_stage: Stage, key: str) -> None:
    begin(open_stage)
    open_stage.press(key)
    assert page(open_stage).find_bar.isVisible()
    assert open_stage.application.focusWidget() is page(open_stage).find_bar.field
