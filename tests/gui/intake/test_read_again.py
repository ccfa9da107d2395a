"""Reading an original again in the real window."""

from pathlib import Path

import pytest

from archive_app.gui.intake.read_again import ReadAgainDialog
from archive_app.gui.stage import Stage
from archive_app.storage.archive import create_archive


@pytest.fixture
def stage(stage: Stage, tmp_path: Path) -> Stage:
    create_archive(tmp_path / "an archive").close()
    stage.window.open_folder(tmp_path / "an archive")
    stage.wait_until(lambda: stage.window.bench is not None, "the archive to open")
    return stage


def test_a_text_in_the_wrong_encoding_is_read_again_in_the_right_one(stage: Stage, tmp_path: Path) -> None:
    words = "Совет собрался в гавани.\n\nЧлены совета проголосовали за перемирие."
    (tmp_path / "story.txt").write_bytes(words.encode("koi8-r"))
    stage.bench.import_paths([tmp_path / "story.txt"])
    stage.wait_until(lambda: not stage.bench.is_importing, "the import to end")
    stage.wait_until(lambda: stage.bench.pane.article is not None, "the article")
    as_imported = stage.bench.pane.article.text
    stage.do("read-again")
    dialog = stage.window.findChild(ReadAgainDialog)
    wrong = "iso-8859-1"
    dialog.encoding.setCurrentIndex(dialog.encoding.findData(wrong))
    dialog.accept()
    other = words.encode("koi8-r").decode(wrong)
    stage.wait_until(lambda: stage.bench.pane.article.text == other, "the text read otherwise")
    stage.settle()
    stage.bench.workspace.undo()
    stage.wait_until(lambda: stage.bench.pane.article.text == as_imported, "the text as it was")
