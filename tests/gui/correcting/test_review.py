"""Saying where passages belong whose words were corrected, by keys."""

from PySide6.QtCore import Qt

from archive_app.gui.correcting.review import ReviewPanel
from archive_app.gui.stage import Stage
from archive_app.operations.searching import Hit
from archive_app.storage.queries import PassageCard, passages_of, passages_to_review
from tests.gui.correcting.test_editing import DENIAL, MARCH, begin, mark, wait_until_read

NEAR = '"We are near,"'


def correct(stage: Stage, *changes: tuple[str, str]) -> None:
    editor = begin(stage).editor
    text = editor.text
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    editor.replace_text(text)
    stage.press("Ctrl+S")
    wait_until_read(stage)


def open_review(stage: Stage) -> ReviewPanel:
    """Two passages whose words were corrected, and the panel over them."""
    stage.open_article(MARCH)
    mark(stage, NEAR)
    mark(stage, DENIAL)
    correct(stage, ("We are near", "We are close"), ("at no house", "at empty houses"))
    stage.press("Ctrl+R")
    panel = stage.bench.reviewing.panel
    stage.wait_until(lambda: panel.isVisible() and panel.item is not None, "the panel")
    stage.rest(50)
    return panel


def standing(stage: Stage) -> list[PassageCard]:
    with stage.bench.workspace.archive.reading() as session:
        return passages_of(session, 1)


def waiting(stage: Stage) -> list[str]:
    with stage.bench.workspace.archive.reading() as session:
        return [passage.quote for passage in passages_to_review(session)]


def press(stage: Stage, key: str) -> None:
    stage.press(key)
    stage.settle()


def test_both_passages_are_shown_with_old_words_and_likely_places(open_stage: Stage) -> None:
    panel = open_review(open_stage)
    assert panel.heading.text() == "To review: 1 of 2"
    assert "We are near" in panel.old.toPlainText()
    assert "We are close" in panel.cards[0].words.toPlainText()
    assert panel.cards[0].reason.text()
    assert not open_stage.bench.correcting.strips.review.isVisible()
    press(open_stage, "N")
    assert panel.heading.text() == "To review: 2 of 2"
    assert "We fired at no house." in panel.old.toPlainText()
    press(open_stage, "P")
    assert panel.heading.text() == "To review: 1 of 2"


def test_a_find_on_a_passage_to_review_leads_to_its_review(open_stage: Stage) -> None:
    panel = open_review(open_stage)
    press(open_stage, "N")
    second = panel.item.passage.id if panel.item else 0
    press(open_stage, "Escape")
    assert panel.isHidden()
    open_stage.open_article("Truce holds")
    open_stage.bench.open_hit(Hit("passage", 1, second, "", "", "", "", (), 0, 0, 1.0))
    open_stage.wait_until(lambda: panel.isVisible() and panel.item is not None, "the panel")
    assert panel.item is not None
    assert panel.item.passage.id == second
    assert panel.heading.text() == "To review: 2 of 2"


def test_words_that_differ_are_struck_and_underlined(open_stage: Stage) -> None:
    panel = open_review(open_stage)

    def words(of: str, text: object) -> bool:
        cursor = text.document().find(of)  # type: ignore[attr-defined]  # a text edit
        shape = cursor.charFormat().font()
        return bool(shape.strikeOut() or shape.underline())

    assert words("near", panel.old)
    assert words("close", panel.cards[0].words)
    assert not words("We are", panel.old)
    assert not words("We are", panel.cards[0].words)


def test_a_number_takes_a_place_and_undo_takes_it_back(open_stage: Stage) -> None:
    panel = open_review(open_stage)
    press(open_stage, "1")
    [passage] = standing(open_stage)
    article = open_stage.bench.pane.article
    assert article is not None
    assert "We are close" in passage.quote == article.text[passage.start : passage.end]
    assert waiting(open_stage) == [DENIAL]
    assert panel.heading.text() == "To review: 1 of 1"
    assert [each.id for each in article.passages] == [passage.id]
    press(open_stage, "Ctrl+Z")
    assert waiting(open_stage) == [NEAR, DENIAL]
    assert panel.heading.text() == "To review: 2 of 2"
    assert open_stage.bench.pane.article.passages == ()  # type: ignore[union-attr]  # it is open


def test_s_takes_the_words_selected_in_the_reader(open_stage: Stage) -> None:
    panel = open_review(open_stage)
    press(open_stage, "S")
    assert standing(open_stage) == []
    assert open_stage.application.focusWidget() is open_stage.bench.pane.reader
    open_stage.select("Tavira")
    press(open_stage, "S")
    [passage] = standing(open_stage)
    assert passage.quote == "Tavira"
    assert panel.isVisible()


def test_delete_deletes_and_the_panel_closes_when_nothing_is_left(open_stage: Stage) -> None:
    panel = open_review(open_stage)
    press(open_stage, "Delete")
    assert waiting(open_stage) == [DENIAL]
    press(open_stage, "1")
    open_stage.wait_until(lambda: not panel.isVisible(), "the panel to close")
    assert waiting(open_stage) == []
    assert open_stage.application.focusWidget() is open_stage.bench.pane.reader
    press(open_stage, "Ctrl+Z")
    press(open_stage, "Ctrl+Z")
    assert waiting(open_stage) == [NEAR, DENIAL]


def test_a_key_pressed_twice_decides_once(open_stage: Stage) -> None:
    panel = open_review(open_stage)
    panel.setFocus(Qt.FocusReason.OtherFocusReason)
    panel.choose(1)
    panel.choose(1)
    panel.request_delete()
    open_stage.settle()
    assert len(standing(open_stage)) == 1
    assert waiting(open_stage) == [DENIAL]


def test_esc_closes_and_what_is_undecided_stays(open_stage: Stage) -> None:
    panel = open_review(open_stage)
    press(open_stage, "Escape")
    assert not panel.isVisible()
    assert open_stage.bench.correcting.strips.review.isVisible()
    assert len(waiting(open_stage)) == 2
    # The keys are the reader's again.
    open_stage.select("Tavira")
    press(open_stage, "H")
    assert [passage.quote for passage in standing(open_stage)] == ["Tavira"]


def test_another_article_closes_the_panel(open_stage: Stage) -> None:
    panel = open_review(open_stage)
    open_stage.open_article("Truce holds")
    open_stage.settle()
    assert not panel.isVisible()
    assert not open_stage.bench.correcting.strips.review.isVisible()
