"""Articles as PDF files and on a printer, by what stands in the files."""

import re
import threading
from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from archive_app.gui.printing.flowing import Advance
from archive_app.gui.printing.job import Cancelled, PrintJob, print_on, write_pdf
from archive_app.gui.printing.pages import laid_out
from archive_app.gui.printing.sheet import A4, LETTER, Sheet
from archive_app.model.errors import ArchiveError
from tests.gui.printing.conftest import MakeArticle


def go_on(done: int, total: int) -> None:
    """Nobody cancels."""


def page_count(file: Path) -> int:
    return int(re.findall(rb"/Count (\d+)", file.read_bytes())[0])


def test_a_pdf_has_as_many_pages_as_were_set(make_article: MakeArticle, tmp_path: Path) -> None:
    article = make_article(30, every=200)
    file = tmp_path / "article.pdf"
    pages = write_pdf(article, A4, file, go_on)
    assert pages == page_count(file) == len(laid_out(article, A4).pages)
    assert file.read_bytes().startswith(b"%PDF-1.6")


def test_every_font_is_embedded(make_article: MakeArticle, tmp_path: Path) -> None:
    write_pdf(make_article(3, every=100), A4, tmp_path / "a.pdf", go_on)
    content = (tmp_path / "a.pdf").read_bytes()
    names = re.findall(rb"/FontName /\w+\+([\w-]+)", content)
    assert {b"Literata-Regular", b"Inter-Regular", b"Inter-Medium", b"Inter-SemiBold"} <= set(names)
    assert content.count(b"/FontFile2") + content.count(b"/FontFile3") == len(names)
    assert content.count(b"/ToUnicode") == len(names), "words can be searched and copied"


@pytest.mark.parametrize(("sheet", "points"), [(A4, (595, 842)), (LETTER, (612, 792))], ids=["A4", "letter"])
def test_the_paper_has_its_size(
    make_article: MakeArticle, tmp_path: Path, sheet: Sheet, points: tuple[int, int]
) -> None:
    write_pdf(make_article(1), sheet, tmp_path / "a.pdf", go_on)
    (box,) = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", (tmp_path / "a.pdf").read_bytes())
    assert tuple(round(float(side)) for side in box) == points


def test_a_cancelled_pdf_leaves_the_file_as_it_was(make_article: MakeArticle, tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(b"what was here before")
    for stop_at in (1, 40, 60):
        told = 0

        def cancel(done: int, total: int, stop_at: int = stop_at) -> None:
            nonlocal told
            told += 1
            if told == stop_at:
                raise Cancelled

        with pytest.raises(Cancelled):
            write_pdf(make_article(60, every=300), A4, file, cancel)
    assert file.read_bytes() == b"what was here before"
    assert list(tmp_path.iterdir()) == [file]


def test_a_place_where_nothing_can_be_written_is_named(make_article: MakeArticle, tmp_path: Path) -> None:
    file = tmp_path / "no such folder" / "a.pdf"
    with pytest.raises(ArchiveError, match="could not be written"):
        write_pdf(make_article(1), A4, file, go_on)


@pytest.fixture
def printer(tmp_path: Path) -> QPrinter:
    """A printer that prints into a file."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printer.setFullPage(True)
    return printer


def test_a_printer_gets_all_pages(make_article: MakeArticle, printer: QPrinter) -> None:
    pages = print_on(make_article(30, every=200), printer, go_on)
    assert pages == page_count(Path(printer.outputFileName())) > 2


def test_a_printer_gets_the_pages_it_is_set_to(make_article: MakeArticle, printer: QPrinter) -> None:
    printer.setFromTo(2, 3)
    assert print_on(make_article(30), printer, go_on) == 2
    assert page_count(Path(printer.outputFileName())) == 2


def test_pages_that_are_not_there_are_refused_with_a_sentence(
    make_article: MakeArticle, printer: QPrinter
) -> None:
    printer.setFromTo(7, 9)
    with pytest.raises(ArchiveError, match="has no page 7"):
        print_on(make_article(1), printer, go_on)


def test_a_job_works_in_a_thread_and_tells_how_far_it_is(
    qtbot: QtBot, make_article: MakeArticle, tmp_path: Path
) -> None:
    article, threads = make_article(200, every=300), set()

    def work(advance: Advance) -> int:
        threads.add(threading.current_thread())
        return write_pdf(article, A4, tmp_path / "a.pdf", advance)

    job = PrintJob(work)
    told: list[tuple[int, int]] = []
    job.progressed.connect(lambda done, total: told.append((done, total)))
    finished: list[int] = []
    job.finished.connect(finished.append)
    with qtbot.waitSignal(job.ended):
        job.start()
    pages = page_count(tmp_path / "a.pdf")
    assert finished == [pages]
    assert told[-1] == (pages, pages)
    assert threads.isdisjoint({threading.main_thread()})
    job.wait()


def test_a_cancelled_job_ends_without_a_word(qtbot: QtBot, make_article: MakeArticle, tmp_path: Path) -> None:
    article = make_article(400)
    job = PrintJob(lambda advance: write_pdf(article, A4, tmp_path / "a.pdf", advance))
    said: list[object] = []
    for signal in (job.finished, job.failed, job.broken):
        signal.connect(said.append)
    with qtbot.waitSignal(job.ended):
        job.start()
        job.cancel()
    job.wait()
    assert said == []
    assert not (tmp_path / "a.pdf").exists()
