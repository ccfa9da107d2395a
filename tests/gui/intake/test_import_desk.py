"""After an import, in the real window: what is opened, and who keeps the keyboard."""

from pathlib import Path

import pytest

from archive_app.gui.intake.report_dialog import ReportDialog
from archive_app.gui.stage import Stage
from archive_app.storage.archive import create_archive

GOOD = "The council met in {place}.\n\nIts members voted for a truce of {days} days."


@pytest.fixture
def incoming(tmp_path: Path) -> Path:
    folder = tmp_path / "incoming"
    folder.mkdir()
    for number, place in enumerate(("Lavesh", "Masrud", "Ordan"), 3):
        (folder / f"{place}.txt").write_text(GOOD.format(place=place, days=number), "utf-8")
    return folder


@pytest.fixture
def empty_stage(stage: Stage, tmp_path: Path) -> Stage:
    create_archive(tmp_path / "an archive").close()
    stage.window.open_folder(tmp_path / "an archive")
    stage.wait_until(lambda: stage.window.bench is not None, "the archive to open")
    return stage


def bring_in(stage: Stage, path: Path) -> None:
    stage.bench.import_paths([path])
    stage.wait_until(lambda: not stage.bench.is_importing, "the import to end")
    stage.settle()
    stage.rest(300)
    for widget in stage.application.topLevelWidgets():
        if isinstance(widget, ReportDialog):
            widget.close()


def title(stage: Stage) -> str:
    article = stage.bench.pane.article
    return article.card.title if article is not None else ""


def test_the_reader_waits_with_the_first_article_behind_another_view(
    empty_stage: Stage, incoming: Path
) -> None:
    stage = empty_stage
    stage.bench.show_view("imports")
    bring_in(stage, incoming)
    stage.wait_until(lambda: "Lavesh" in title(stage), "the first article")
    assert stage.bench.view == "imports"
    assert stage.window.focusWidget() is stage.bench.imports.runs


def test_an_article_is_there_again_after_all_was_undone_and_redone(
    empty_stage: Stage, incoming: Path
) -> None:
    stage = empty_stage
    bring_in(stage, incoming)
    stage.wait_until(lambda: "Lavesh" in title(stage), "the first article")
    stage.open_article("Masrud")
    stage.do("undo")
    stage.settle()
    stage.wait_until(lambda: stage.bench.pane.article is None, "an empty reader")
    stage.do("redo")
    stage.settle()
    stage.wait_until(lambda: "Masrud" in title(stage), "the article that was open")
    article = stage.bench.pane.article
    assert article is not None
    assert stage.bench.library.selected_articles() == [article.card.id]


def test_an_import_opens_its_first_article_for_who_is_only_looking(open_stage: Stage, incoming: Path) -> None:
    stage = open_stage
    bring_in(stage, incoming)
    stage.wait_until(lambda: "Lavesh" in title(stage), "the first imported article")
    assert stage.bench.view == "articles"


def test_coding_in_progress_keeps_its_article(open_stage: Stage, incoming: Path) -> None:
    stage = open_stage
    before = title(stage)
    article = stage.bench.pane.article
    assert article is not None
    stage.select(article.text[:12])
    bring_in(stage, incoming)
    assert title(stage) == before
    assert stage.window.focusWidget() is stage.bench.pane.reader
    stage.press("H")
    stage.settle()
    assert stage.bench.desk.current is not None
    bring_in(stage, make_another(incoming))
    assert title(stage) == before
    stage.press("A")
    assert stage.bench.popup.isVisible()
    bring_in(stage, make_another(incoming))
    assert title(stage) == before


def make_another(folder: Path) -> Path:
    number = len(list(folder.iterdir()))
    path = folder / f"another {number}.txt"
    path.write_text(GOOD.format(place=f"Place {number}", days=number), "utf-8")
    return path


def test_an_article_opened_during_an_import_stays(open_stage: Stage, incoming: Path) -> None:
    stage = open_stage
    stage.bench.import_paths([incoming])
    stage.open_article("Truce holds")
    stage.wait_until(lambda: not stage.bench.is_importing, "the import to end")
    stage.settle()
    stage.rest(300)
    assert title(stage).startswith("Truce holds")
