"""Saved web pages: the main text by trafilatura, what the page says about itself by ``page_metadata``.

The setting ``extractor`` chooses who says what the main text is, one of :data:`EXTRACTORS`.
"""

import re
from dataclasses import replace

from lxml.etree import LxmlError
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from archive_app.importing.decoding import decode
from archive_app.importing.draft import Draft, Reading
from archive_app.importing.page_metadata import (
    PageMetadata,
    iso_date,
    likelier_title,
    page_metadata,
    title_alone,
)
from archive_app.importing.page_text import flat_text, paragraphs
from archive_app.importing.reader import Material, Reader, Unreadable
from archive_app.importing.second_opinion import LONGEST_PAGE, by_readability, disagreement

EXTRACTORS = ("trafilatura", "readability", "everything")
"""The values of the setting ``extractor``: the usual one, the second opinion, and all text of the page."""

_OPENING = re.compile(
    rb"(?><\?xml[^>]*>|<!--.*?(?:-->|\Z)|\s)*+<(?:!doctype\s+html|html|head|body|meta|title|article|div\b[^>]*>)",
    re.IGNORECASE | re.DOTALL,
)
_TAGS = re.compile(
    rb"<(?:/?(?:p|div|a|span|h[1-6]|article|section|body|head|html|br|li|ul|table|script|meta|link)\b)", re.I
)
_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,400}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE
)
_SAVED_FROM = re.compile(
    r"<!--\s*saved from url=\(\d+\)(https?://\S+)\s*-->|^\s*url:\s*(https?://\S+)\s*$",
    re.IGNORECASE | re.MULTILINE,
)


def _recognises(material: Material) -> float:
    if _OPENING.match(material.sample):
        return 0.9
    return 0.6 if len(_TAGS.findall(material.sample)) >= 8 else 0.0


def _read(material: Material) -> Reading:
    # What the server said counts more than what the page says of itself.
    charset = _CHARSET.search(material.content[:4096])
    declared = material.charset or (charset[1].decode("ascii", "replace") if charset else "")
    decoded = decode(material.content, declared)
    # A page saved on Windows has CRLF; NUL and the like make the parser stop early.
    page = decoded.text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    draft, warnings = _extracted(page, material.settings.get("extractor", ""))
    if not draft.text.strip():
        raise Unreadable("No readable text was found in this page.")
    if not draft.url:
        saved = _SAVED_FROM.search(page[:4096])
        draft = replace(draft, url=(saved[1] or saved[2] or "") if saved else "")
    if not draft.title:
        draft = replace(draft, title=material.stem)
    return Reading((draft,), WEB_PAGE.name, decoded.encoding, (*decoded.warnings, *warnings))


def _extracted(page: str, extractor: str) -> tuple[Draft, tuple[str, ...]]:
    tree = _tree(page)
    if tree is None:
        return _flattened(page)
    metadata = page_metadata(tree)
    if extractor == "everything":
        title, everything = flat_text(page)
        return _described(page, everything, metadata, title=title)
    if extractor == "readability":
        text = by_readability(tree)
        return _described(page, text, metadata) if text else _flattened(page, metadata)
    text = _by_trafilatura(tree)
    if not text:
        return _flattened(page, metadata)
    draft, warnings = _described(page, text, metadata)
    other = _tree(page) if len(page) <= LONGEST_PAGE else None
    doubt = disagreement(text, by_readability(other)) if other is not None else ""
    return draft, (*warnings, doubt) if doubt else warnings


def _by_trafilatura(tree: HtmlElement) -> str:
    from trafilatura import bare_extraction  # 0.2 s to import, and only pages need it
    from trafilatura.settings import Document

    try:
        # Never deduplicate=True: it remembers pages, and empties one that comes a second time.
        document = bare_extraction(tree, include_comments=False, with_metadata=False, deduplicate=False)
    except (RecursionError, LxmlError, ValueError, AttributeError, TypeError):
        document = None  # trafilatura stumbles over some malformed trees; the flat text remains
    return paragraphs(document.body) if isinstance(document, Document) and document.body is not None else ""


def _tree(page: str) -> HtmlElement | None:
    parser = HTMLParser(
        no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8"
    )
    try:
        encoded = page.encode("utf-8", "replace")
        tree: HtmlElement = document_fromstring(encoded, parser=parser)
    except (LxmlError, ValueError):
        return None
    # libxml2 drops everything from nesting level 256 or a value of ten million bytes on; its log says so.
    return None if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log) else tree


def _flattened(page: str, metadata: PageMetadata | None = None) -> tuple[Draft, tuple[str, ...]]:
    title, text = flat_text(page)
    sentence = "Its main text could not be told apart, so all of its text was kept."
    if metadata is None:
        return Draft(title, text), (sentence,)
    draft, warnings = _described(page, text, metadata, title=title)
    return draft, (sentence, *warnings)


def _described(
    page: str, text: str, declared: PageMetadata, *, title: str = ""
) -> tuple[Draft, tuple[str, ...]]:
    guessed = _guessed_metadata(page, declared)
    outlet = declared.outlet or guessed.outlet
    published = declared.published or guessed.published
    warnings: tuple[str, ...] = ()
    if not published and (published := _date_in_the_text(page)):
        warnings = ("It does not state its date; one was taken from its text, so check it.",)
    draft = Draft(
        title=title_alone(
            declared.title or likelier_title(guessed.title, declared) or title, declared.headings, outlet
        ),
        text=text,
        outlet=outlet,
        authors="; ".join(declared.authors or guessed.authors),
        published=published,
        published_raw=declared.published_raw,
        url=declared.url,
        language=declared.language,
        section=declared.section,
    )
    return draft, warnings


def _guessed_metadata(page: str, declared: PageMetadata) -> PageMetadata:
    """Ask trafilatura for what the page does not declare; it goes by class names and addresses."""
    if declared.title and declared.outlet and declared.authors and declared.published:
        return declared
    from trafilatura.metadata import extract_metadata

    tree = _tree(page)
    if tree is None:
        return declared
    try:
        document = extract_metadata(tree, date_config={"extensive_search": False, "original_date": True})
    except (RecursionError, LxmlError, ValueError, AttributeError, TypeError, KeyError):
        return declared
    authors = tuple(name for name in (document.author or "").split("; ") if name)
    return PageMetadata(document.title or "", document.sitename or "", authors, iso_date(document.date or ""))


def _date_in_the_text(page: str) -> str:
    from htmldate import find_date  # comes with trafilatura

    tree = _tree(page)
    if tree is None:
        return ""
    try:
        return iso_date(find_date(tree, extensive_search=True, original_date=True) or "")
    except (RecursionError, LxmlError, ValueError, AttributeError, TypeError, KeyError):
        return ""


WEB_PAGE = Reader("web page", _recognises, _read)
