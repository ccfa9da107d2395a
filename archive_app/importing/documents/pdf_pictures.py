"""Pages of a PDF that are pictures: scans, text drawn as outlines, letters that nobody can tell."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

import pypdfium2.raw as pdfium
from pypdfium2 import PdfPage

from archive_app.importing.documents.pdf_words import PageWords
from archive_app.importing.language import language_of
from archive_app.importing.reader import Material, Unreadable
from archive_app.importing.tesseract import OCR_LANGUAGES

MOST_READ = 300
"""Pages of one document that are read from their pictures; each takes seconds."""

_FEW_WORDS = 3
_ENOUGH_WORDS = 12
_ILLEGIBLE = 0.3
"""The part of a page's characters whose letters the file does not name, from which on it is not believed."""
_COVERED = 0.1
"""The part of a page that a picture takes up at least to be more than an ornament."""
_OUTLINES = 40
"""So many drawn shapes may be letters."""
_LOOKED_AT = 3000
_SCRIPTS = {
    code: re.compile(f"[{letters}]")
    for code, letters in (
        ("ara", "\u0600-\u06ff"), ("heb", "\u0590-\u05ff"), ("rus", "\u0400-\u04ff"),
        ("ell", "\u0370-\u03ff"), ("jpn", "\u3040-\u30ff"), ("chi_sim", "\u4e00-\u9fff"),
        ("kor", "\uac00-\ud7af"),
    )
}  # fmt: skip
_DOTS_PER_INCH = 300
_MOST_DOTS = 30_000_000
_INSTALL = (
    "Install Tesseract (on Linux the package tesseract-ocr), which reads pictures, and import it again."
)


@dataclass
class PicturePages:
    """Which pages, from 0, have no text that can be read, and what became of them."""

    read: list[int] = field(default_factory=list)
    """By Tesseract."""
    unread: list[int] = field(default_factory=list)
    """Because there is no Tesseract, or because they are too many."""
    empty: list[int] = field(default_factory=list)
    """Nothing was found in them."""
    failed: list[int] = field(default_factory=list)
    """Tesseract could not read them; ``failures`` says why."""
    illegible: list[int] = field(default_factory=list)
    """Their text is kept, but the file does not say which letters it is of."""
    failures: list[str] = field(default_factory=list)

    def warnings(self, labels: Sequence[str]) -> list[str]:
        """Say it in sentences; ``labels`` are the pages' own."""
        said = []
        if self.read:
            said.append(
                f"{_are(self.read, labels)}; Tesseract read the text, so compare it with the original."
            )
        if self.empty:
            said.append(f"{_are(self.empty, labels)} in which no text was found.")
        if self.failed:
            said.append(f"{_are(self.failed, labels)} without text and could not be read.")
        if self.unread:
            said.append(f"{_are(self.unread, labels)} without text, so they were not read. {_INSTALL}")
        if self.illegible:
            named = named_pages(self.illegible, labels)
            advice = "" if self.failures else f" {_INSTALL}"
            said.append(
                f"The file does not name the letters of {named}, so the text there may be wrong.{advice}"
            )
        return [*said, *dict.fromkeys(self.failures)]

    def why_nothing(self) -> str:
        """Say in a sentence why there is no text in the whole document."""
        if self.failures:
            return self.failures[0]
        if self.unread:
            return f"It holds pictures of pages, as scanners make them, and no text. {_INSTALL}"
        return "Nothing readable was found in it."


def named_pages(places: Sequence[int], labels: Sequence[str]) -> str:
    """Write which pages are meant.

    >>> named_pages([1, 2, 3, 7], "i ii 1 2 3 4 5 6".split())
    'pages ii–2 and 6'
    """
    runs: list[list[int]] = []
    for place in sorted(places):
        if runs and place == runs[-1][-1] + 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    parts = [labels[run[0]] if len(run) == 1 else f"{labels[run[0]]}–{labels[run[-1]]}" for run in runs]
    listed = " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))
    return f"page {listed}" if len(places) == 1 else f"pages {listed}"


def _are(places: Sequence[int], labels: Sequence[str]) -> str:
    named = named_pages(places, labels)
    return f"{named[0].upper()}{named[1:]} {'is a picture' if len(places) == 1 else 'are pictures'}"


def read_picture(
    page: PdfPage, place: int, words: PageWords, material: Material, pictures: PicturePages
) -> tuple[str, ...]:
    """Read the paragraphs of a page from its picture where its text does not suffice; else nothing."""
    is_illegible = _is_illegible(words)
    if not is_illegible and (len(words.words) >= _FEW_WORDS or not _shows_something(page)):
        return ()
    read: tuple[str, ...] = ()
    if material.recognise is not None and len(pictures.read) < MOST_READ:
        try:
            languages = material.settings.get(OCR_LANGUAGES, "") or _language_of_script(words)
            read = material.recognise(_drawn(page), languages)
        except Unreadable as error:
            pictures.failures.append(str(error))
            (pictures.illegible if is_illegible else pictures.failed).append(place)
            return ()
        (pictures.read if read else pictures.empty).append(place)
    elif not is_illegible:
        pictures.unread.append(place)
    if is_illegible and not read:
        pictures.illegible.append(place)
    return read


def _is_illegible(page: PageWords) -> bool:
    if page.illegible < _ILLEGIBLE or len(page.words) < _ENOUGH_WORDS:
        return False
    return not language_of(" ".join(word.text for word in page.words[:500]))


def _language_of_script(page: PageWords) -> str:
    """Return the language, in Tesseract's code, of the letters that are legible; nothing for Latin ones."""
    letters = "".join(word.text for word in page.words)
    for code, script in _SCRIPTS.items():
        if 5 * len(script.findall(letters)) > len(letters) > _ENOUGH_WORDS:
            return code
    return ""


def _shows_something(page: PdfPage) -> bool:
    width, height = page.get_size()
    outlines = 0
    for shown in islice(page.get_objects(max_depth=4), _LOOKED_AT):
        if shown.type == pdfium.FPDF_PAGEOBJ_PATH:
            outlines += 1
        elif shown.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = shown.get_bounds()
            if (right - left) * (top - bottom) > _COVERED * width * height:
                return True
    return outlines >= _OUTLINES


def _drawn(page: PdfPage) -> bytes:
    """Draw a page in grey, as a portable greymap."""
    width, height = page.get_size()
    scale = min(_DOTS_PER_INCH / 72, (_MOST_DOTS / max(width * height, 1.0)) ** 0.5)
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        rows = memoryview(bitmap.buffer).cast("B")
        lines = (
            bytes(rows[at : at + bitmap.width])
            for at in range(0, bitmap.height * bitmap.stride, bitmap.stride)
        )
        return b"P5 %d %d 255\n" % (bitmap.width, bitmap.height) + b"".join(lines)
    finally:
        bitmap.close()
