"""Reading pictures of pages: by Tesseract where it is installed, and by a program that answers as it does."""

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive_app.importing.draft import Reading
from archive_app.importing.limits import Limits
from archive_app.importing.reader import Material, Unreadable
from archive_app.importing.sandbox import Sandbox
from archive_app.importing.tesseract import Tesseract, find_tesseract, paragraphs_of

posix = pytest.mark.skipif(os.name == "nt", reason="the program that stands in is a script")
HEADER = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"
SCAN = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 120]/Contents 4 0 R
/Resources<</XObject<</P 5 0 R>>>>>>endobj
4 0 obj<</Length 29>>stream
q 300 0 0 120 0 0 cm /P Do Q
endstream endobj
"""


def row(block: int, paragraph: int, line: int, word: int, text: str) -> str:
    return f"5\t1\t{block}\t{paragraph}\t{line}\t{word}\t0\t0\t9\t9\t90.5\t{text}"


def scan(dots: bytes = bytes(200), width: int = 20) -> bytes:
    """A page that is a picture of grey dots."""
    height = len(dots) // width
    picture = (
        b"5 0 obj<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8"
        b"/Length %d>>stream\n%b\nendstream endobj\n" % (width, height, len(dots), dots)
    )
    return SCAN + picture + b"trailer<</Size 6/Root 1 0 R>>\n%%EOF"


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A program that answers as Tesseract does, once it has read a picture."""
    path = tmp_path / "tesseract"
    answer = "\n".join((HEADER, row(1, 1, 1, 1, "Truce"), row(1, 1, 1, 2, "holds"), row(1, 2, 1, 1, "Ada")))
    path.write_text(
        f"#!{sys.executable}\nimport sys, time\npicture = sys.stdin.buffer.read()\n"
        f"assert picture.startswith(b'P5 1250 50'), picture[:20]\n"
        f"if sys.argv[8] == 'slo': time.sleep(30)\nprint({answer!r})\n"
    )
    path.chmod(path.stat().st_mode | stat.S_IEXEC)
    return path


@pytest.fixture
def sandbox(program: Path) -> Iterator[Sandbox]:
    with Sandbox(tesseract=Tesseract(str(program), ("eng", "slo"))) as reading:
        yield reading


def test_words_are_put_together_by_their_lines_and_paragraphs() -> None:
    table = [
        HEADER, "1\t1\t0\t0\t0\t0\t0\t0\t99\t99\t-1\t",
        row(1, 1, 1, 1, "The"), row(1, 1, 1, 2, "govern-"), row(1, 1, 2, 1, "ment"), row(1, 1, 2, 2, " "),
        row(1, 2, 1, 1, "Second."), row(2, 1, 1, 1, "|"), row(2, 2, 1, 1, "Third."),
    ]  # fmt: skip
    assert paragraphs_of("\n".join(table)) == (
        ("The government", "Second.", "Third."),
        90.5,
    )


@posix
def test_a_scan_is_read_in_the_sandbox_by_the_one_program_it_may_run(sandbox: Sandbox) -> None:
    reading = sandbox.read("scan.pdf", scan())
    assert reading.drafts[0].text == "Truce holds\n\nAda"
    assert "Tesseract read the text" in reading.warnings[0]


@posix
def test_a_page_that_takes_too_long_is_given_up_and_the_next_file_read(program: Path) -> None:
    slow = Material("a.pdf", scan(), {"ocr_languages": "slo"})
    tesseract, limits = Tesseract(str(program), ("slo",)), Limits(wall_seconds=3)
    with Sandbox(tesseract=tesseract, limits=limits) as hasty:
        first, second = (outcome for _, outcome in hasty.read_all([slow, Material("b.txt", b"It holds.")]))
        assert hasty.restarts == 0
    assert str(first) == "Tesseract took longer than 2.4 seconds over a page."
    assert isinstance(second, Reading)


@posix
def test_a_language_that_is_not_installed_is_named(sandbox: Sandbox) -> None:
    with pytest.raises(Unreadable, match="Tesseract cannot read fra here; it has eng, slo"):
        sandbox.read("scan.pdf", scan(), settings={"ocr_languages": "eng+fra"})


def test_without_tesseract_the_sentence_says_what_to_install() -> None:
    with Sandbox() as plain, pytest.raises(Unreadable, match="Install Tesseract"):
        plain.read("scan.pdf", scan())


@pytest.mark.skipif(find_tesseract() is None, reason="Tesseract is not installed")
def test_tesseract_itself_reads_a_page(qapp: object) -> None:
    from PySide6.QtGui import QFont, QImage, QPainter

    picture = QImage(1200, 480, QImage.Format.Format_Grayscale8)
    picture.fill(0xFFFFFF)
    with QPainter(picture) as painter:
        painter.setFont(QFont("Newsreader", 40))
        painter.drawText(60, 160, "The government denied")
        painter.drawText(60, 240, "any part in the attack")
    dots = bytes(picture.constBits())
    with Sandbox(tesseract=find_tesseract()) as sandbox:
        reading = sandbox.read("scan.pdf", scan(dots, picture.bytesPerLine()))
    assert " ".join(reading.drafts[0].text.split()) == "The government denied any part in the attack"


@posix
def test_a_page_that_makes_no_sense_is_not_taken_for_text(program: Path) -> None:
    program.write_text(program.read_text().replace("90.5", "31.5"))
    tesseract = Tesseract(str(program), ("eng",))
    said = r"no sense of a page\. It may be in another language than eng"
    with Sandbox(tesseract=tesseract) as sandbox, pytest.raises(Unreadable, match=said):
        sandbox.read("scan.pdf", scan())
