"""A real, dirty article goes through the window: import, ten passages, search, three exports."""

import csv
import io
from pathlib import Path

import pytest

from archive_app.gui.stage import Stage
from archive_app.model.segments import sentences
from archive_app.operations.tagging import ActorChoice, ClaimChoice
from tests.gui.conftest import AnsweredDialogs
from tests.gui.test_window import passages

SEED = Path(__file__).parents[3] / "shared" / "data" / "seed-article.txt"


@pytest.mark.skipif(not SEED.is_file(), reason="the real article lies beside the project, not in it")
def test_ten_passages_of_it_are_marked_found_and_exported_exactly(
    open_stage: Stage, dialogs: AnsweredDialogs, tmp_path: Path
) -> None:
    dialogs.files = [SEED]
    bench = open_stage.bench
    open_stage.do("import-files")
    open_stage.wait_until(
        lambda: bench.pane.article is not None and bench.pane.article.card.source == SEED.name, "the article"
    )
    open_stage.wait_until(lambda: not bench.is_importing, "the import to end")
    article = bench.pane.article
    assert article is not None
    assert article.cuts, "its dirt should be proposed for removal"
    places = [place for place in sentences(article.text) if place[1] - place[0] > 80][:10]
    assert len(places) == 10
    for number, (start, end) in enumerate(places):
        bench.pane.reader.select_range(start, end)
        bench.desk.apply(ActorChoice(f"Speaker {number % 3}"))
        bench.desk.apply(ClaimChoice("Accusation" if number % 2 else "Denial"))
        open_stage.settle()
    made = passages(open_stage, article.card.id)
    assert [(p.start, p.end) for p in made] == places
    open_stage.do("search")
    open_stage.type('actor:"Speaker 1"')
    open_stage.wait_until(lambda: bench.result is not None and bench.result.passage_total == 3, "the hits")
    bench.library.search_box.clear()
    for layout, rows in (("passages", 10), ("tags", 20), ("statements", 10)):
        dialogs.save_as = tmp_path / f"{layout}.csv"
        open_stage.do("export")
        dialog = open_stage.wait_for_dialog("the export dialog")
        dialog.choose(layout)  # type: ignore[attr-defined]  # it is an ExportDialog
        dialog.accept()
        open_stage.wait_until(dialogs.save_as.is_file, "the file")
        open_stage.settle()
        text = dialogs.save_as.read_bytes().decode("utf-8-sig")
        found = [
            r
            for r in csv.DictReader(io.StringIO(text, newline=""))
            if r["article_id"] == str(article.card.id)
        ]
        assert len(found) == rows
        for row in found:
            assert row["quote"] == article.text[int(row["start"]) : int(row["end"])]
