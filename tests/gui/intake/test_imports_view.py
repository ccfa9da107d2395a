"""The imports view in the real window: live outcomes, filters, trying again, restoring, pausing."""

from pathlib import Path
from zipfile import ZipFile

import pytest

from archive_app.gui.imports.wording import counts_sentence, filter_words, outcome_sentence
from archive_app.gui.intake.report_dialog import ReportDialog
from archive_app.gui.main_window import MainWindow
from archive_app.gui.stage import Stage
from archive_app.model.values import OutcomeState, RunState
from archive_app.operations.articles import delete_articles
from archive_app.operations.import_report import summary
from archive_app.storage.archive import create_archive
from archive_app.storage.import_reports import ArticleOutcome, FileOutcome, ImportCounts, RunCard, import_runs

GOOD = "The council met in {place}.\n\nIts members voted for a truce of {days} days."


@pytest.fixture
def incoming(tmp_path: Path) -> Path:
    folder = tmp_path / "incoming"
    folder.mkdir()
    for number, place in enumerate(("Lavesh", "Ordan", "Masrud"), 3):
        (folder / f"{place}.txt").write_text(GOOD.format(place=place, days=number), "utf-8")
    (folder / "Again.txt").write_text(GOOD.format(place="Ordan", days=4) + "\n", "utf-8")
    (folder / "Empty.txt").write_text("", "utf-8")
    (folder / "Picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(60))
    return folder


@pytest.fixture
def stage(stage: Stage, tmp_path: Path) -> Stage:
    create_archive(tmp_path / "an archive").close()
    stage.window.open_folder(tmp_path / "an archive")
    stage.wait_until(lambda: stage.window.bench is not None, "the archive to open")
    return stage


def bring_in(stage: Stage, folder: Path) -> None:
    stage.bench.show_view("imports")
    stage.settle()
    known = stage.bench.imports.runs.count()
    stage.bench.import_paths([folder])
    stage.wait_until(lambda: not stage.bench.is_importing, "the import to end")
    stage.settle()
    stage.wait_until(lambda: stage.bench.imports.runs.count() == known + 1, "the import's report")
    stage.wait_until(lambda: len(listed(stage)) == len(list(folder.iterdir())), "all outcomes")
    for widget in stage.application.topLevelWidgets():
        if widget is not stage.window and widget.isVisible():
            widget.close()


def listed(stage: Stage) -> dict[str, OutcomeState]:
    model = stage.bench.imports.model
    cards = [model.card(row) for row in range(model.rowCount())]
    return {Path(card.path).name: card.state for card in cards if card is not None}


def choose(stage: Stage, name: str) -> None:
    imports = stage.bench.imports
    rows = range(imports.model.rowCount())
    key = next(imports.model.id_at(row) for row in rows if Path(imports.model.card(row).path).name == name)
    imports.table.selectRow(imports.model.row_of(key))
    stage.rest(50)


def test_each_file_is_listed_with_its_outcome(stage: Stage, incoming: Path) -> None:
    bring_in(stage, incoming)
    states = listed(stage)
    assert list(states.values()).count(OutcomeState.IMPORTED) == 3
    assert list(states.values()).count(OutcomeState.DUPLICATE) == 1
    assert states["Empty.txt"] is states["Picture.txt"] is OutcomeState.FAILED
    imports = stage.bench.imports
    assert "3 articles imported" in imports.heading.text()
    assert "2 files failed" in imports.heading.text()
    imports._filters.button(4).click()
    stage.wait_until(lambda: set(listed(stage)) == {"Empty.txt", "Picture.txt"}, "those that failed")
    choose(stage, "Empty.txt")
    assert "empty" in imports.details.sentence.text()


def test_an_article_is_opened_from_its_outcome(stage: Stage, incoming: Path) -> None:
    bring_in(stage, incoming)
    choose(stage, "Masrud.txt")
    stage.bench.imports.details.open.click()
    stage.wait_until(lambda: stage.bench.view == "articles", "the reader")
    pane = stage.bench.pane
    stage.wait_until(lambda: pane.article is not None and "Masrud" in pane.article.text, "the article")


def test_what_failed_is_tried_again_by_itself(stage: Stage, incoming: Path) -> None:
    bring_in(stage, incoming)
    (incoming / "Empty.txt").write_text(GOOD.format(place="Nordhafen", days=9), "utf-8")
    stage.bench.imports.retry.click()
    stage.wait_until(lambda: not stage.bench.is_importing, "the import to end")
    stage.wait_until(lambda: len(listed(stage)) == 2, "the report of the second import")
    assert listed(stage) == {"Empty.txt": OutcomeState.IMPORTED, "Picture.txt": OutcomeState.FAILED}
    assert stage.bench.imports.runs.count() == 2


def test_a_deleted_article_that_comes_again_can_be_restored(stage: Stage, incoming: Path) -> None:
    bring_in(stage, incoming)
    archive = stage.bench.workspace.archive
    ids = list(stage.bench.library.model.ids)
    stage.bench.workspace.run(lambda archive: delete_articles(archive, ids, coder="Ada"))
    stage.settle()
    stage.wait_until(lambda: not stage.bench.library.model.ids, "an empty library")
    bring_in(stage, incoming)
    deleted = [name for name, state in listed(stage).items() if state is OutcomeState.DUPLICATE]
    assert deleted
    choose(stage, deleted[0])
    restore = stage.bench.imports.details.restore
    assert restore.isVisible()
    restore.click()
    stage.settle()
    stage.wait_until(lambda: len(stage.bench.library.model.ids) >= 1, "the article to be back")
    assert archive.is_writable


def test_an_import_waits_and_goes_on(stage: Stage, incoming: Path) -> None:
    for number in range(60):
        text = GOOD.format(place=f"place {number}", days=number)
        (incoming / f"more {number}.txt").write_text(text, "utf-8")
    stage.bench.import_paths([incoming])
    stage.bench.intake.pause(True)
    bar = stage.bench.import_bar
    assert bar.pause.text() == "Go On"
    stage.rest(1500)
    assert stage.bench.is_importing
    stage.bench.intake.toggle_pause()
    stage.wait_until(lambda: not stage.bench.is_importing, "the import to end")
    stage.wait_until(lambda: "63 articles imported" in stage.bench.imports.heading.text(), "the report")
    assert stage.bench.imports.runs.count() == 1


def test_a_paused_import_can_be_cancelled(stage: Stage, incoming: Path) -> None:
    stage.bench.import_paths([incoming])
    stage.bench.intake.pause(True)
    stage.rest(300)
    stage.bench.intake.cancel()
    stage.wait_until(lambda: not stage.bench.is_importing, "the import to end")
    stage.wait_until(lambda: "cancelled" in stage.bench.imports.heading.text(), "the report")


def test_the_titles_of_one_file_are_told_apart() -> None:
    articles = tuple(
        ArticleOutcome(OutcomeState.IMPORTED, title=title) for title in ("Port shelled", "Talks")
    )
    outcome = FileOutcome(0, "wire.xml", OutcomeState.IMPORTED, articles=articles)
    assert outcome_sentence(outcome) == "Port shelled · Talks"


def test_the_window_counts_in_the_words_of_the_terminal(window: MainWindow) -> None:
    states = OutcomeState.IMPORTED, OutcomeState.FAILED, OutcomeState.REVIEW
    for number in (1, 2, 12):
        counts = ImportCounts(dict.fromkeys(states, number), number, number, number)
        assert counts_sentence(counts) == summary(counts)
    assert summary(ImportCounts({OutcomeState.FAILED: 3}, 0, 2, 1)) == (
        "0 articles imported, 2 duplicates not stored again, 3 files failed, 1 article in other files failed."
    )


def test_no_window_opens_over_the_files_and_both_count_alike(stage: Stage, incoming: Path) -> None:
    stage.bench.show_view("imports")
    stage.bench.import_paths([incoming])
    stage.wait_until(lambda: not stage.bench.is_importing, "the import to end")
    stage.rest(300)
    assert stage.dialog() is None
    said = stage.window._said.text()
    assert said
    assert said in stage.bench.imports.heading.text()
    stage.bench.show_view("articles")
    stage.bench.import_paths([incoming])
    report = stage.wait_for_dialog("the report")
    assert isinstance(report, ReportDialog)
    stage.wait_until(lambda: not stage.bench.is_importing, "the import to end")
    with stage.bench.workspace.archive.reading() as session:
        newest = import_runs(session)[0]
    assert report.heading.text() == summary(newest.counts)
    report.close()


def test_duplicates_inside_a_file_are_found_by_the_filter(stage: Stage, tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    folder.mkdir()
    text = GOOD.format(place="Ordan", days=4)
    with ZipFile(folder / "wire.zip", "w") as wire:
        for name in ("one.txt", "two.txt"):
            wire.writestr(name, text)
    bring_in(stage, folder)
    imports = stage.bench.imports
    assert "1 duplicate not stored again" in imports.heading.text()
    assert imports._filters.button(2).text() == "Duplicate 1"
    imports._filters.button(2).click()
    stage.wait_until(lambda: list(listed(stage)) == ["wire.zip"], "the file with the duplicate")


def test_an_import_that_begins_does_not_look_like_one_of_nothing() -> None:
    run = RunCard(1, "", "", "", "Ada", "0", {}, (), 340, RunState.RUNNING)
    assert filter_words(None, run, is_under_way=True) == "All 0 of 340"
    assert filter_words(None, run, is_under_way=False) == "All 0"


def test_the_imports_have_a_button_like_the_other_views(stage: Stage) -> None:
    action = stage.window.actions_["show-imports"]
    assert action in stage.window.toolbar.actions()
    action.trigger()
    assert stage.bench.view == "imports"
    assert action.isChecked()


def test_an_import_is_shown_that_came_before_anybody_looked(stage: Stage, incoming: Path) -> None:
    for folder in (incoming / "Masrud.txt", incoming):
        stage.bench.import_paths([folder])
        stage.wait_until(lambda: not stage.bench.is_importing, "the import to end")
    stage.do("show-imports")
    stage.wait_until(lambda: stage.bench.imports.runs.count() == 2, "both imports")
    assert stage.bench.imports.runs.currentRow() == 0
