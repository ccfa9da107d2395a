"""Reading an original again in the real window."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from archive_app.gui.intake.read_again import ReadAgainDialog
from archive_app.gui.stage import Stage
from archive_app.importing.tesseract import Tesseract, known_languages
from archive_app.model.errors import Refused
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


def test_the_languages_that_tesseract_has_are_offered(qtbot: QtBot) -> None:
    dialog = ReadAgainDialog("Truce holds")
    qtbot.addWidget(dialog)
    dialog.offer_languages(Tesseract("/usr/bin/tesseract", ("deu", "eng", "xyz")))
    shown = [dialog.languages.item(row).text() for row in range(dialog.languages.count())]
    assert shown == ["German (deu)", "English (eng)", "xyz"]
    assert dialog.settings() == {}
    for row in (0, 1):
        dialog.languages.item(row).setCheckState(Qt.CheckState.Checked)
    assert dialog.settings() == {"ocr_languages": "deu+eng"}


def test_where_tesseract_is_missing_the_dialog_says_so(qtbot: QtBot) -> None:
    dialog = ReadAgainDialog("Truce holds")
    qtbot.addWidget(dialog)
    dialog.offer_languages(None)
    assert "Tesseract is not installed" in dialog.no_languages.text()
    assert dialog.languages.isHidden()


def test_an_unknown_language_is_answered_with_those_installed() -> None:
    tesseract = Tesseract("/usr/bin/tesseract", ("deu", "eng"))
    assert known_languages("deu, eng", tesseract) == "deu+eng"
    with pytest.raises(Refused, match="deu, eng"):
        known_languages("fra", tesseract)
    with pytest.raises(Refused, match="not installed"):
        known_languages("fra", None)
