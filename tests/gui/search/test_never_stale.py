"""What is shown is what is searched for now, however fast one types and whatever happens to the archive."""

import csv
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from archive_app.gui.search.page import SearchPage
from archive_app.gui.stage import Stage
from archive_app.operations.importing import import_text
from archive_app.search.indexer import start_rebuild
from tests.gui.conftest import AnsweredDialogs


def opened(stage: Stage, query: str) -> SearchPage:
    stage.do("search")
    stage.type(query)
    stage.wait_until(lambda: stage.bench.result is not None and stage.bench.result.is_complete, "the index")
    stage.bench.show_view("results")
    page = stage.bench.results
    stage.wait_until(lambda: shown(page) > 0, "results")
    return page


def shown(page: SearchPage) -> int:
    """How much is said to be found; -1 while it is not known."""
    return -1 if page.results.is_waiting or page.results._total is None else page.results._total


def test_the_last_thing_typed_is_answered_however_fast_it_came(open_stage: Stage) -> None:
    stage, page = open_stage, opened(open_stage, "said")
    page.box.setFocus()
    for typed in ("shelling", "quiet", "said OR quiet", "nothingatall", "q", "house"):
        page.box.selectAll()
        QTest.keyClick(page.box, Qt.Key.Key_Delete)
        QTest.keyClicks(page.box, typed)
    QGuiApplication.clipboard().setText("shelling")
    page.box.selectAll()
    QTest.keyClick(page.box, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert page.box.text() == "shelling"
    stage.wait_until(lambda: page.search.query == "shelling" and shown(page) == 1, "the last answer")
    stage.rest(400)
    assert shown(page) == 1
    assert page.understood.text().startswith("Understood: shelling")
    page.box.clear()
    stage.wait_until(lambda: not page.search.query, "nothing to be asked for")
    stage.rest(300)
    assert page.count.text() == ""


def test_an_import_and_its_undo_are_followed_while_results_are_shown(open_stage: Stage) -> None:
    stage, page = open_stage, opened(open_stage, "shelling")
    for number in range(2):
        stage.bench.workspace.run(
            lambda archive, n=number: import_text(archive, f"More shelling, {n} reports say.", coder="Ada")
        )
    stage.wait_until(lambda: shown(page) == 3, "what was imported")
    stage.settle()
    stage.do("undo")
    stage.wait_until(lambda: shown(page) == 2, "the undo")
    stage.do("undo")
    stage.wait_until(lambda: shown(page) == 1, "the other undo")
    stage.do("redo")
    stage.wait_until(lambda: shown(page) == 2, "the redo")


def test_a_rebuilt_index_changes_no_count(open_stage: Stage) -> None:
    stage, page = open_stage, opened(open_stage, "said OR shelling")
    before = shown(page)
    start_rebuild(stage.bench.workspace.archive, stage.bench.searching._index)
    for _ in range(5):
        page.ask()
        stage.rest(60)
    stage.wait_until(lambda: shown(page) == before, "the same count")


def test_what_is_exported_is_what_is_shown_in_its_order(
    open_stage: Stage, dialogs: AnsweredDialogs, tmp_path: Path
) -> None:
    stage = open_stage
    opened(stage, "said").set_query("said OR shelling OR قالت OR الهدنة OR 12")
    stage.do("concordance-of-search")
    view = stage.bench.concordance
    stage.wait_until(lambda: not view.is_looking and len(view.model.ids) > 6, "lines")
    for by in ("left", "right"):
        view.sort_by(by)
        stage.rest(200)
        # Whatever the script, a line's neighbours are those of its text, compared as folded words.
        assert list(view.model.ids) == view.concordance.lines.order(by).tolist()
        dialogs.save_as = tmp_path / f"{by}.csv"
        stage.do("export")
        stage.wait_until(dialogs.save_as.exists, "the file")
        with dialogs.save_as.open(encoding="utf-8-sig", newline="") as file:
            written = [
                (int(row["article_id"]), int(row["start"]), row["hit"]) for row in csv.DictReader(file)
            ]
        cards = [view.model.card(row) for row in range(len(view.model.ids))]
        assert written == [(card.line.article_id, card.line.start, card.line.hit) for card in cards]
