"""Passages shaped by keyboard: ends moved, passages merged, split, duplicated and gone through."""

import pytest

from archive_app.gui.stage import Stage
from archive_app.model.errors import Refused
from archive_app.storage.queries import PassageCard, passages_of
from tests.gui.conftest import AnsweredDialogs


def mark(stage: Stage, quote: str) -> None:
    stage.select(quote)
    stage.press("H")
    stage.settle()


def passages(stage: Stage) -> list[PassageCard]:
    article = stage.bench.pane.article
    assert article is not None
    with stage.bench.workspace.archive.reading() as session:
        return passages_of(session, article.card.id)


def quotes(stage: Stage) -> list[str]:
    return [passage.quote for passage in passages(stage)]


def current(stage: Stage) -> str | None:
    passage = stage.bench.desk.current
    return passage.quote if passage else None


def put_caret(stage: Stage, before: str) -> None:
    article = stage.bench.pane.article
    assert article is not None
    at = article.text.index(before)
    stage.bench.pane.reader.select_range(at, at)
    stage.bench.pane.reader.setFocus()


def press(stage: Stage, *keys: str) -> None:
    for key in keys:
        stage.press(key, stage.bench.pane.reader)
        stage.settle()


@pytest.fixture
def marshal(open_stage: Stage) -> Stage:
    """The window with the English article open."""
    open_stage.open_article("Marshal orders march")
    return open_stage


EDGE_KEYS = {
    "Alt+Right": "command denied it",
    "Alt+Left": "command",
    "Alt+Shift+Right": "denied",
    "Alt+Shift+Left": "His command denied",
    "Ctrl+Alt+Right": "command denied i",
    "Alt+Period": "command denied i",
    "Ctrl+Alt+Left": "command denie",
    "Alt+Comma": "command denie",
    "Ctrl+Alt+Shift+Right": "ommand denied",
    "Ctrl+Alt+Shift+Left": "s command denied",
    "Alt+PageDown": 'command denied it: "We fired at no house."',
    "Alt+Shift+PageUp": "His command denied",
}


def test_keys_move_the_ends_of_the_passage_and_each_step_can_be_undone(marshal: Stage) -> None:
    mark(marshal, "command denied")
    for key, expected in EDGE_KEYS.items():
        press(marshal, key)
        assert (key, quotes(marshal), current(marshal)) == (key, [expected], expected)
        press(marshal, "Ctrl+Z")
        assert quotes(marshal) == ["command denied"]


def test_keys_pressed_quicker_than_the_disk_writes_all_count(marshal: Stage) -> None:
    mark(marshal, "His command")
    for _ in range(6):  # a quotation mark counts as a word
        marshal.bench.pane.reader.setFocus()
        marshal.press("Alt+Right")
    marshal.settle()
    assert quotes(marshal) == ['His command denied it: "We fired']
    [shown] = marshal.bench.pane.reader.highlights()
    assert shown.end == passages(marshal)[0].end
    press(marshal, "Ctrl+Z")
    assert quotes(marshal) == ["His command"]


def test_each_end_is_a_step_of_undo_of_its_own_and_so_is_a_pause(marshal: Stage) -> None:
    mark(marshal, "command denied")
    reader = marshal.bench.pane.reader
    for key in ("Alt+Right", "Alt+Right", "Alt+Shift+Left", "Alt+Shift+Left"):
        marshal.press(key, reader)
    marshal.press("Ctrl+Z", reader)
    marshal.settle()
    assert quotes(marshal) == ["command denied it:"]
    press(marshal, "Ctrl+Z")
    assert quotes(marshal) == ["command denied"]
    marshal.press("Alt+Right", reader)
    marshal.wait_until(lambda: quotes(marshal) == ["command denied it"], "the end to be written by itself")


def test_an_end_is_written_before_anything_else_is_done(marshal: Stage) -> None:
    mark(marshal, "His command")
    marshal.press("Alt+Right", marshal.bench.pane.reader)
    marshal.open_article("Truce holds")
    marshal.settle()
    marshal.open_article("Marshal orders march")
    assert quotes(marshal) == ["His command denied"]
    [shown] = marshal.bench.pane.reader.highlights()
    assert shown.end == passages(marshal)[0].end


def test_in_arabic_the_left_arrow_leads_to_the_end(open_stage: Stage) -> None:
    open_stage.open_article("الهدنة")
    mark(open_stage, "وزارة الصحة")
    press(open_stage, "Alt+Left")
    assert quotes(open_stage) == ["وزارة الصحة إن"]
    press(open_stage, "Alt+Shift+Right")
    assert quotes(open_stage) == ["قالت وزارة الصحة إن"]
    press(open_stage, "Alt+Right")
    assert quotes(open_stage) == ["قالت وزارة الصحة"]


def test_an_end_beside_an_emoji_goes_over_it_as_one_character(open_stage: Stage) -> None:
    open_stage.open_article("Truce holds")
    mark(open_stage, "shots")
    press(open_stage, "Ctrl+Alt+Right")
    assert quotes(open_stage) == ["shots 😀"]


def test_an_end_that_cannot_go_further_stays_and_the_status_line_says_so(marshal: Stage) -> None:
    said: list[str] = []
    marshal.bench.said.connect(said.append)
    press(marshal, "Alt+Right")
    assert "Select a passage first" in said[-1]
    mark(marshal, "shelling houses again.")
    press(marshal, "Alt+Right")
    assert said[-1] == "This end cannot go any further."
    assert quotes(marshal) == ["shelling houses again."]


def test_what_the_archive_refuses_goes_back_on_the_screen(
    marshal: Stage, dialogs: AnsweredDialogs, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark(marshal, "His command")
    before = marshal.bench.pane.reader.highlights()

    def full(*_arguments: object, **_named: object) -> None:
        raise Refused("The disk is full.")

    # The edge of the machine: a disk that is full.
    monkeypatch.setattr("archive_app.gui.shaping_desk.move_passage", full)
    for _ in range(3):
        marshal.bench.pane.reader.setFocus()
        marshal.press("Alt+Right")
    marshal.settle()
    assert marshal.bench.pane.reader.highlights() == before
    assert dialogs.told == ["The disk is full."]
    monkeypatch.undo()
    press(marshal, "Alt+Right")
    assert quotes(marshal) == ["His command denied"]


def test_j_joins_the_current_passage_with_the_next_one_that_touches_it(marshal: Stage) -> None:
    for quote in ("denied it", "His command", "We are near"):
        mark(marshal, quote)
    marshal.bench.desk.select_passage(passages(marshal)[1].id)
    press(marshal, "J")
    assert quotes(marshal) == ["We are near", "His command denied it"]
    assert current(marshal) == "His command denied it"
    press(marshal, "Ctrl+Z")
    assert quotes(marshal) == ["We are near", "His command", "denied it"]


def test_j_joins_all_passages_under_the_selection(marshal: Stage) -> None:
    for quote in ("His command", "command denied", "denied it:"):
        mark(marshal, quote)
    marshal.select("command denied it")
    press(marshal, "J")
    assert quotes(marshal) == ["His command denied it:"]
    assert current(marshal) == "His command denied it:"


def test_passages_with_words_between_them_are_not_joined(marshal: Stage, dialogs: AnsweredDialogs) -> None:
    for quote in ("His command", "at no house"):
        mark(marshal, quote)
    said: list[str] = []
    marshal.bench.said.connect(said.append)
    press(marshal, "J")
    assert "Nothing to merge" in said[-1]
    marshal.select('command denied it: "We fired at no')
    press(marshal, "J")
    assert "words between “His command” and “at no house”" in dialogs.told[0]
    assert quotes(marshal) == ["His command", "at no house"]


def test_passages_chosen_in_the_table_are_joined(marshal: Stage) -> None:
    for quote in ("His command", "denied it"):
        mark(marshal, quote)
    marshal.do("show-passages")
    view = marshal.bench.passages
    marshal.wait_until(lambda: len(view.shown_ids()) == 2, "both passages")
    view.table.selectAll()
    marshal.press("J", view.table)
    marshal.settle()
    assert quotes(marshal) == ["His command denied it"]


def test_s_splits_the_passage_before_the_word_at_the_caret(marshal: Stage) -> None:
    mark(marshal, "His command denied it")
    put_caret(marshal, "enied it")
    press(marshal, "S")
    assert quotes(marshal) == ["His command", "denied it"]
    assert current(marshal) == "denied it"
    press(marshal, "Ctrl+Z")
    assert quotes(marshal) == ["His command denied it"]


def test_s_outside_of_a_passage_splits_nothing(marshal: Stage) -> None:
    mark(marshal, "His command denied it")
    said: list[str] = []
    marshal.bench.said.connect(said.append)
    put_caret(marshal, "The government")
    press(marshal, "S")
    assert "Put the caret inside a passage" in said[-1]
    assert quotes(marshal) == ["His command denied it"]


def test_d_marks_the_same_words_for_another_claim(marshal: Stage) -> None:
    mark(marshal, "His command denied it")
    press(marshal, "C")
    marshal.type("Denial")
    marshal.press("Return")
    marshal.settle()
    press(marshal, "D")
    marshal.press("C", marshal.bench.pane.reader)
    marshal.type("Accusation")
    marshal.press("Return")
    marshal.settle()
    assert [(card.quote, [claim.name for claim in card.claims]) for card in passages(marshal)] == [
        ("His command denied it", ["Denial"]),
        ("His command denied it", ["Accusation"]),
    ]


def test_o_goes_round_the_passages_on_the_same_words(marshal: Stage) -> None:
    for quote in ("His command denied it", "command denied", "denied it:", "We are near"):
        mark(marshal, quote)
    marshal.bench.desk.select_passage(passages(marshal)[1].id)
    seen = set()
    for _ in range(3):
        press(marshal, "O")
        seen.add(current(marshal))
    assert "We are near" not in seen
    assert len(seen) >= 2
    marshal.bench.desk.select_passage(passages(marshal)[0].id)
    said: list[str] = []
    marshal.bench.said.connect(said.append)
    press(marshal, "O")
    assert said[-1] == "No other passage is on these words."
