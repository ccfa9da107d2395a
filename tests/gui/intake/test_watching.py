"""A watched folder in the real window."""

from pathlib import Path

import pytest

from archive_app.gui.stage import Stage
from archive_app.storage.archive import create_archive


@pytest.fixture
def stage(stage: Stage, tmp_path: Path) -> Stage:
    create_archive(tmp_path / "an archive").close()
    stage.window.open_folder(tmp_path / "an archive")
    stage.wait_until(lambda: stage.window.bench is not None, "the archive to open")
    return stage


def test_what_comes_into_the_folder_is_imported_once(stage: Stage, tmp_path: Path) -> None:
    folder = tmp_path / "watched"
    folder.mkdir()
    watch = stage.bench.watch
    watch._timer.setInterval(200)
    watch.watch(folder)
    (folder / "story.txt").write_text("The council met.\n\nIts members voted for a truce.", "utf-8")
    stage.wait_until(lambda: len(stage.bench.library.model.ids) == 1, "the article")
    stage.wait_until(lambda: watch._memory.exists(), "the note of it")
    stage.rest(1000)
    assert stage.bench.imports.runs.count() == 1
    watch.watch(None)
    assert watch.folder is None
    assert stage.window._settings.watched_folder(stage.bench.workspace.archive.uid) is None
