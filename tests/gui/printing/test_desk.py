"""Printing and PDF from the window, by keys."""

import re
from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QLineEdit

from archive_app.gui.colouring import ColourBy, Group
from archive_app.gui.printing.preparing import file_name, printed_article
from archive_app.gui.stage import Stage
from archive_app.operations.tagging import ActorChoice, ClaimChoice, mark_passage
from archive_app.storage.archive import Archive
from tests.gui.conftest import AnsweredDialogs


@pytest.fixture
def archive(archive: Archive) -> Archive:
    """The three articles, the first with passages of two coders."""
    for start, coder in ((40, "A. Reader"), (80, "B. Coder"), (120, "A. Reader")):
        mark_passage(
            archive, 1, start, start + 20, actors=(ActorChoice(name=f"Actor {start}"),),
            claims=(ClaimChoice(name="Denial", stance="opposes"),), coder=coder,
        )  # fmt: skip
    return archive


@pytest.fixture
def reading(open_stage: Stage) -> Stage:
    """The article with passages open."""
    open_stage.open_article("Marshal orders march")
    open_stage.bench.pane.reader.setFocus()
    return open_stage


def done(stage: Stage) -> None:
    stage.wait_until(
        lambda: stage.window.reading.printing is not None and not stage.window.reading.printing.is_busy,
        "printing to end",
    )
    stage.rest(20)


def prepared(stage: Stage) -> tuple[str, str, list[str]]:
    """The coder, the notice and the labels that go on paper now."""
    pane = stage.bench.pane
    assert pane.article is not None
    article = printed_article(pane.article, pane.on_show, stage.window.reading._settings.reading, "M. Reader")
    return article.coder, article.notice, [highlight.label for highlight in article.highlights]


def test_an_article_is_saved_as_pdf_by_a_key(
    reading: Stage, dialogs: AnsweredDialogs, tmp_path: Path
) -> None:
    dialogs.save_as = tmp_path / "march"
    reading.press("Ctrl+Shift+S")
    done(reading)
    content = (tmp_path / "march.pdf").read_bytes()
    assert content.startswith(b"%PDF")
    assert reading.window._said.text() == f"Saved 1 page in {tmp_path / 'march.pdf'}"
    assert not dialogs.told


def test_saving_where_nothing_can_be_written_says_so(
    reading: Stage, dialogs: AnsweredDialogs, tmp_path: Path
) -> None:
    dialogs.save_as = tmp_path / "no such folder" / "march.pdf"
    reading.press("Ctrl+Shift+S")
    done(reading)
    assert "could not be written" in dialogs.told[0]


def test_no_file_chosen_saves_nothing(reading: Stage, dialogs: AnsweredDialogs) -> None:
    dialogs.save_as = None
    reading.press("Ctrl+Shift+S")
    assert reading.window.reading.printing is not None
    assert not reading.window.reading.printing.is_busy


def test_an_article_is_printed_by_a_key(reading: Stage, tmp_path: Path) -> None:
    reading.press("Ctrl+P")
    dialog = reading.wait_for_dialog("the print dialog")
    assert isinstance(dialog, QPrintDialog)
    assert dialog.printer().docName() == "Marshal orders march on the capital"
    name = next((each for each in dialog.findChildren(QLineEdit) if each.objectName() == "filename"), None)
    if name is None:
        pytest.skip("a native print dialog answers to nobody but a person")
    name.setText(str(tmp_path / "printed.pdf"))
    dialog.accept()
    done(reading)
    assert re.findall(rb"/Count (\d+)", (tmp_path / "printed.pdf").read_bytes()) == [b"1"]


def test_what_is_on_show_goes_on_paper(reading: Stage) -> None:
    coder, notice, labels = prepared(reading)
    assert (coder, notice) == ("A. Reader, B. Coder", "")
    assert labels == ["Actor 40 · Denial", "Actor 80 · Denial", "Actor 120 · Denial"]
    reading.press("Ctrl+Alt+3")
    assert prepared(reading)[2][0] == "opposes · Actor 40 · Denial"
    reading.bench.pane.on_show.show_only(Group(ColourBy.CODER, "B. Coder"))
    assert prepared(reading) == (
        "B. Coder", "1 of 3 passages are printed: B. Coder", ["opposes · Actor 80 · Denial"]
    )  # fmt: skip
    reading.press("Ctrl+Shift+H")
    assert prepared(reading) == ("M. Reader", "0 of 3 passages are printed", [])


def test_closing_the_window_gives_up_what_is_being_printed(
    reading: Stage, dialogs: AnsweredDialogs, tmp_path: Path
) -> None:
    dialogs.save_as = tmp_path / "march.pdf"
    reading.press("Ctrl+Shift+S")
    reading.window.close()
    printing = reading.window.reading.printing
    assert printing is not None
    assert not printing.is_busy


def test_a_file_is_named_after_the_article_as_every_system_allows() -> None:
    assert file_name("Marshal: “march / on”?\n\u2068Now\u2069.") == "Marshal march on” Now.pdf".replace(
        "Marshal march", "Marshal “march"
    )
    assert file_name("الهدنة صامدة") == "الهدنة صامدة.pdf"
    assert file_name("???") == "Article.pdf"
    assert len(file_name("word " * 60)) <= 84
