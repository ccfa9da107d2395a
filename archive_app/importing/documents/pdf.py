"""PDF documents: their text in reading order with its pages.

One file is one article, also when it holds several: where one ends is not marked. What the document says
about itself is believed only where its text bears it out, because most of it was written by programs.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from archive_app.importing.databases.dates import find_date
from archive_app.importing.draft import Draft, Proposal, Reading
from archive_app.importing.page_metadata import iso_date
from archive_app.importing.reader import Material, Reader, Unreadable

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

    from archive_app.importing.documents.pdf_paragraphs import Laid
    from archive_app.importing.documents.pdf_pictures import PicturePages
    from archive_app.importing.documents.pdf_words import PageWords

_NEEDS_A_PASSWORD = 4
_IS_SECURED_OTHERWISE = 5
_LABELS = ("Title", "Author", "Subject", "Keywords", "Creator", "Producer", "CreationDate", "ModDate")
_NO_PAGES = re.compile(rb"/Kids\s*\[\s*\]")
_DATE = re.compile(r"(?:D:)?(\d{4})(\d\d)(\d\d)")
_PRINTED = re.compile(
    r"mozilla|chrom|safari|firefox|skia|webkit|quartz|print|scan|capture|wkhtml|canon|xerox|ricoh|konica|epson",
    re.IGNORECASE,
)
"""Programs that make a PDF of something older, so that its date is not the text's."""
_NO_TITLE = re.compile(
    r"microsoft (?:word|powerpoint|excel)\b|untitled|unbenannt|sans titre|document ?\d*$|layout \d|slide \d"
    r"|print|scan|doc\d+|\S+\.(?:docx?|indd|qxp|qxd|pdf|odt|rtf|txt|html?|tmp|tiff?|jpe?g)$",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_DATE_LINE = 110
"""Characters: a paragraph as short as this may be the line that dates an article."""


def _recognises(material: Material) -> float:
    if material.sample.startswith(b"%PDF-"):
        return 0.97
    return 0.95 if b"%PDF-" in material.content[:1024] else 0.0


def _read(material: Material) -> Reading:
    # pdfium takes a while to load, and only PDFs need it.
    from archive_app.importing.documents.pdf_paragraphs import laid_out
    from archive_app.importing.documents.pdf_pictures import PicturePages

    pictures, damaged = PicturePages(), list[int]()
    document = _opened(material.content)
    try:
        pages = _pages(document, material, pictures, damaged)
        said = {label: document.get_metadata_value(label).strip() for label in _LABELS}
        labels = [document.get_page_label(place).strip() or str(place + 1) for place in range(len(document))]
        language = _language(document)
    finally:
        document.close()
    laid = laid_out(pages)
    if not any(character.isalnum() for character in laid.text):
        raise Unreadable(pictures.why_nothing())
    said = {label: value for label, value in said.items() if value}
    draft = _described(laid, said, language)
    draft = replace(
        draft,
        pages=tuple((offset, labels[place]) for offset, place in laid.starts),
        cuts=tuple(Proposal(start, end, laid.text[start:end], why) for start, end, why in laid.removable),
    )
    return Reading((draft,), PDF.name, warnings=tuple(_warnings(pictures, damaged, labels)))


def _opened(content: bytes) -> "PdfDocument":
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        document = PdfDocument(content)
    except PdfiumError as error:
        if error.err_code == _NEEDS_A_PASSWORD:
            sentence = "It is protected by a password. Save it without one and import it again."
        elif error.err_code == _IS_SECURED_OTHERWISE:
            sentence = (
                "It is locked in a way that only certain programs open. Print it to a PDF and import that."
            )
        elif _NO_PAGES.search(content):
            sentence = "It is a PDF document without any page."
        else:
            sentence = "It is a damaged PDF document, so it could not be opened. Download it again."
        raise Unreadable(sentence) from error
    if not len(document):
        raise Unreadable("It is a PDF document without any page.")
    return document


def _pages(
    document: "PdfDocument", material: Material, pictures: "PicturePages", damaged: list[int]
) -> list["PageWords | Sequence[str]"]:
    from pypdfium2 import PdfiumError

    from archive_app.importing.documents.pdf_pictures import read_picture
    from archive_app.importing.documents.pdf_words import page_words

    pages: list[PageWords | Sequence[str]] = []
    for place in range(len(document)):
        try:
            page = document[place]
            words = page_words(page)
        except PdfiumError:
            damaged.append(place)
            pages.append(())
            continue
        pages.append(read_picture(page, place, words, material, pictures) or words)
        page.close()
    return pages


def _warnings(pictures: "PicturePages", damaged: Sequence[int], labels: Sequence[str]) -> list[str]:
    from archive_app.importing.documents.pdf_pictures import named_pages

    warnings = pictures.warnings(labels)
    if damaged:
        warnings.append(f"What is on {named_pages(damaged, labels)} is damaged and could not be read.")
    return warnings


# What it says about itself


def _described(laid: "Laid", said: Mapping[str, str], language: str) -> Draft:
    published, raw = _published(laid, said)
    return Draft(
        title=_title(laid, said.get("Title", "")),
        text=laid.text,
        authors=_authors(laid.text, said.get("Author", "")),
        published=published,
        published_raw=raw,
        language=language,
        source_fields=tuple(said.items()),
    )


def _title(laid: "Laid", declared: str) -> str:
    is_title = 4 <= len(declared) <= 300 and _WORD.search(declared) and not _NO_TITLE.match(declared)
    if not is_title:
        return laid.heading
    # Templates pass on the title of what was once made from them.
    words = {word.casefold() for word in _WORD.findall(declared)}
    there = {word.casefold() for word in _WORD.findall(laid.text[:20_000])}
    return declared if not laid.heading or 2 * len(words & there) >= len(words) else laid.heading


def _authors(text: str, declared: str) -> str:
    """Return the authors named by the document if its text names them, too: often it is who typed it."""
    names = [name.strip() for name in re.split(r"\s*[;,]\s*|\s+and\s+|\s+und\s+|\s+et\s+", declared)]
    folded = " ".join(text.casefold().split())
    are_there = bool(names) and all(len(name.split()) > 1 and name.casefold() in folded for name in names)
    return "; ".join(names) if are_there else ""


def _published(laid: "Laid", said: Mapping[str, str]) -> tuple[str, str]:
    """Return the date that a line of its own states on the first page, else that on which it was made.

    The latter only where a program for setting pages made it in a year that its text names.
    """
    for line in laid.opening:
        found = find_date(line) if len(line) <= _DATE_LINE else None
        if found is not None and len(found.iso) == len("2019-04-16"):
            return found.iso, line
    raw = said.get("CreationDate", "")
    made_by = f"{said.get('Creator', '')} {said.get('Producer', '')}"
    stamped = _DATE.match(raw)
    if stamped is None or _PRINTED.search(made_by) or not re.search(rf"\b{stamped[1]}\b", laid.text):
        return "", ""
    return iso_date("-".join(stamped.groups())), raw


def _language(document: "PdfDocument") -> str:
    import ctypes

    import pypdfium2.raw as pdfium

    needed = pdfium.FPDFCatalog_GetLanguage(document.raw, None, 0)
    if not 2 < needed <= 64:
        return ""
    buffer = ctypes.create_string_buffer(needed)
    pdfium.FPDFCatalog_GetLanguage(
        document.raw, ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), needed
    )
    code = buffer.raw.decode("utf-16-le", "replace").rstrip("\0").partition("-")[0].lower()
    return code if re.fullmatch("[a-z]{2}", code) else ""


PDF = Reader("PDF document", _recognises, _read)
