"""Nexis exports as HTML: a comment ``<DOCFULL>`` before every article, a ``<div>`` for every block."""

import re

from lxml.html import HtmlElement

from archive_app.importing.databases.items import commonest, cut_off, read_items, whole_number
from archive_app.importing.databases.markup import (
    SEARCHED_BYTES,
    declared_encoding,
    fragment,
    plain_lines,
    split_at,
    text_of,
)
from archive_app.importing.databases.nexis_parts import MARKER, Block, article_of, is_label
from archive_app.importing.decoding import decode
from archive_app.importing.draft import Draft, Reading
from archive_app.importing.reader import Material, Reader

_ARTICLE = re.compile(r"<DOCFULL>\s*(?:-->)?", re.IGNORECASE)
_AFTER = re.compile(r"(?:<!--[^>]{0,200})?</DOCFULL>", re.IGNORECASE)
_DECLARED = re.compile(r"<META\b[^>]{0,500}?\bDOCUMENTS=[\"']?(\d+)", re.IGNORECASE)


def _recognises(material: Material) -> float:
    return 0.97 if b"<docfull>" in material.content[:SEARCHED_BYTES].lower() else 0.0


def _read(material: Material) -> Reading:
    decoded = decode(material.content, declared_encoding(material))
    page = plain_lines(decoded.text)
    stretches = split_at(_ARTICLE, page)
    items = [_AFTER.split(_ARTICLE.sub("", stretch, count=1), maxsplit=1)[0] for stretch in stretches]
    return read_items(
        NEXIS_HTML.name,
        items,
        _article,
        decoded=decoded,
        declared=_declared(page, items),
        warnings=cut_off(_AFTER.search(stretch) is not None for stretch in stretches),
    )


def _declared(page: str, items: list[str]) -> int | None:
    stated = _DECLARED.search(page)
    if stated:
        return whole_number(stated[1])
    markers = [
        marker
        for item in items
        if (marker := MARKER.search(re.sub(r"<[^>]*>", "\n", item[:2000]))) is not None
    ]
    is_whole = bool(markers) and whole_number(markers[0]["number"]) == 1
    return commonest(whole_number(marker["all"]) for marker in markers) if is_whole else None


def _article(item: str) -> Draft:
    body = fragment(item).find("body")
    parts = list(body) if body is not None else []
    blocks = [block for part in parts if (block := _block(part)) is not None]
    if blocks and MARKER.match(blocks[0].text):
        blocks = blocks[1:]
    return article_of(blocks)


def _block(part: HtmlElement) -> Block | None:
    text = text_of(part)
    if not text:
        return None
    # A label has a span of its own, so that an article's “Berlin: …” is none.
    label = next((span for span in part.iter("span") if text_of(span)), None)
    name = text_of(label) if label is not None else ""
    if name.endswith(":") and text.startswith(name) and is_label(name[:-1]):
        return Block(text[len(name) :].strip(), name[:-1])
    return Block(text)


NEXIS_HTML = Reader("Nexis (HTML)", _recognises, _read)
