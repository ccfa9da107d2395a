"""PDF documents: their text in reading order with its pages.

One file is one article, also when it holds several: where one ends is not marked. What the document says
about itself is believed only where its text bears it out, because most of it was written by programs.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from archive_app.importing.documents.plausible import (
    believable_authors,
    believable_date,
    believable_title,
)
from archive_app.importing.draft import Draft, Proposal, Reading
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
    if 0 in pictures.illegible:
        laid = replace(laid, heading="")
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
    published, raw = believable_date(laid.opening, _made(said), laid.text)
    return Draft(
        title=believable_title(said.get("Title", ""), laid.heading, laid.text),
        text=laid.text,
        authors=believable_authors(said.get("Author", ""), laid.text),
        published=published,
        published_raw=raw,
        language=language,
        source_fields=tuple(said.items()),
    )


def _made(said: Mapping[str, str]) -> str:
    stamped = _DATE.match(said.get("CreationDate", ""))
    is_printed = _PRINTED.search(f"{said.get('Creator', '')} {said.get('Producer', '')}")
    return "" if stamped is None or is_printed else "-".join(stamped.groups())


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
