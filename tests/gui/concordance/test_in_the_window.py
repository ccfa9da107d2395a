"""From the search box to the concordance and to tags, in the real window."""

import threading
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialogButtonBox

from archive_app.gui.concordance.tag_dialog import TagResultsDialog
from archive_app.gui.stage import Stage
from archive_app.model.values import Role
from archive_app.operations.correcting import correct_text
from archive_app.operations.tagging import ActorChoice
from archive_app.storage.queries import passage_cards, passage_ids
from tests.gui.conftest import AnsweredDialogs


def search(stage: Stage, query: str) -> None:
    stage.do("search")
    stage.type(query)
    stage.wait_until(
        lambda: stage.bench.result is not None and stage.bench.result.is_complete, "the whole index"
    )


def concordance(stage: Stage, query: str) -> None:
    search(stage, query)
    stage.do("concordance-of-search")
    view = stage.bench.concordance
    stage.wait_until(lambda: not view.is_looking and bool(view.model.ids), "lines")


def tags_dialog(stage: Stage) -> TagResultsDialog:
    dialog = stage.wait_for_dialog("the dialog")
    assert isinstance(dialog, TagResultsDialog)
    stage.wait_until(lambda: not dialog.is_looking, "the places")
    return dialog


def quotes(stage: Stage) -> list[str]:
    with stage.bench.workspace.archive.reading() as session:
        return [card.quote for card in passage_cards(session, passage_ids(session))]


def test_a_search_becomes_a_concordance_and_a_line_opens_its_article(open_stage: Stage) -> None:
    stage = open_stage
    concordance(stage, "shelling")
    assert stage.window.actions_["show-concordance"].isChecked()
    assert stage.bench.concordance.table.hasFocus() or stage.bench.concordance.field.hasFocus()
    stage.bench.concordance.table.enter_list()
    stage.press("Return", stage.bench.concordance.table)
    stage.wait_until(lambda: stage.bench.view == "articles", "the reader")
    pane = stage.bench.pane
    stage.wait_until(lambda: pane.article is not None and pane.article.card.id == 1, "the article")
    stage.do("show-concordance")
    assert len(stage.bench.concordance.model.ids) == 2


def test_ticked_lines_become_tagged_sentences_and_one_undo_takes_them_back(open_stage: Stage) -> None:
    stage = open_stage
    concordance(stage, "shelling OR said")
    view = stage.bench.concordance
    stage.do("lines-by-hit")
    stage.wait_until(lambda: view.sorting.order[0] == "hit", "the order")
    stage.rest(50)
    view.model.tick(list(view.model.ids)[-2:], True)
    stage.do("tag-results")
    dialog = tags_dialog(stage)
    dialog.scope.setCurrentIndex(1)
    stage.wait_until(lambda: not dialog.is_looking, "the sentences")
    dialog.form.choose(ActorChoice("Government", Role.SPEAKER))
    assert dialog.note.text().startswith("2 new passage")
    dialog.apply()
    stage.settle()
    assert quotes(stage) == [
        "The government accused him of shelling houses.",
        "On Sunday the government accused him of shelling houses again.",
    ]
    stage.do("undo")
    stage.settle()
    assert quotes(stage) == []


def test_all_results_of_a_search_are_tagged_from_the_search_box(open_stage: Stage) -> None:
    stage = open_stage
    search(stage, "shelling")
    stage.do("tag-results")
    dialog = tags_dialog(stage)
    assert len(dialog.chosen()) == 2
    dialog.table.toggle([0])
    dialog.form.choose(ActorChoice("Government", Role.SPEAKER))
    stage.press("Return", dialog.form.field)
    stage.settle()
    assert quotes(stage) == ["shelling"]
    stage.do("tag-results")
    again = tags_dialog(stage)
    again.form.choose(ActorChoice("Government", Role.SPEAKER))
    assert "1 have it already" in again.note.text()
    again.close()


def test_hits_in_an_article_changed_meanwhile_are_left_out_and_that_is_said(open_stage: Stage) -> None:
    stage = open_stage
    said: list[str] = []
    stage.bench.said.connect(said.append)
    search(stage, "shelling OR quiet")
    stage.do("tag-results")
    dialog = tags_dialog(stage)
    assert len(dialog.chosen()) == 3
    stage.bench.workspace.run(
        lambda archive: correct_text(archive, 1, "Rain, and nothing else.", coder="Ada")
    )
    stage.settle()
    dialog.form.choose(ActorChoice("Government", Role.SPEAKER))
    dialog.apply()
    stage.settle()
    assert quotes(stage) == ["quiet"]
    assert any("2 left out, because their article was changed or deleted" in each for each in said)


def test_stop_while_tagging_tags_nothing_and_leaves_the_dialog_open(
    open_stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = open_stage
    search(stage, "shelling")
    stage.do("tag-results")
    dialog = tags_dialog(stage)
    dialog.form.choose(ActorChoice("Government", Role.SPEAKER))
    held = threading.Event()
    stage.bench.workspace.run(lambda _archive: held.wait(20) and None)
    dialog.apply()
    stop = dialog.buttons.button(QDialogButtonBox.StandardButton.Cancel)
    assert (stop.isEnabled(), stop.text(), dialog.tag.isEnabled()) == (True, "Stop", False)
    stop.click()
    held.set()
    stage.settle()
    assert quotes(stage) == []
    assert dialog.isVisible()
    assert (stop.text(), dialog.tag.isEnabled()) == ("Cancel", True)
    dialog.apply()
    stage.settle()
    assert quotes(stage) == ["shelling", "shelling"]


def test_ticks_stay_when_the_words_or_the_sentence_are_marked(open_stage: Stage) -> None:
    stage = open_stage
    search(stage, "shelling")
    stage.do("tag-results")
    dialog = tags_dialog(stage)
    dialog.table.toggle([1])
    dialog.scope.setCurrentIndex(2)
    stage.wait_until(lambda: not dialog.is_looking, "the paragraphs")
    dialog.scope.setCurrentIndex(0)
    stage.wait_until(lambda: not dialog.is_looking, "the words")
    assert len(dialog.chosen()) == 1
    dialog.close()


def test_a_search_without_words_says_why_there_is_nothing_to_tag(open_stage: Stage) -> None:
    stage = open_stage
    search(stage, "outlet:tavira")
    stage.do("tag-results")
    dialog = tags_dialog(stage)
    assert "Nothing of it" in dialog.summary.text()
    assert not dialog.tag.isEnabled()
    dialog.close()


def test_export_writes_the_lines_while_they_are_in_front(
    open_stage: Stage, dialogs: AnsweredDialogs, tmp_path: Path
) -> None:
    stage = open_stage
    concordance(stage, "shelling")
    dialogs.save_as = tmp_path / "lines"
    stage.do("export")
    file = tmp_path / "lines.csv"
    stage.wait_until(file.exists, "the file")
    assert file.read_bytes().count(b"shelling") >= 2


def test_the_view_closes_while_it_looks(open_stage: Stage) -> None:
    stage = open_stage
    search(stage, "said")
    stage.do("concordance-of-search")
    stage.window.close_archive()
    assert stage.window.bench is None
