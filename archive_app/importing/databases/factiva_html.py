"""Factiva exports as HTML, with a table of tags (``HD``, ``PD`` …) or, mostly, without."""

import re

from lxml.html import HtmlElement

from archive_app.importing.databases.factiva_parts import (
    TAGS,
    HeadLine,
    accession_number,
    tagged,
    untagged,
)
from archive_app.importing.databases.items import cut_off, read_items
from archive_app.importing.databases.markup import (
    declared_encoding,
    fragment,
    one_line,
    plain_lines,
    split_at,
    text_of,
)
from archive_app.importing.decoding import decode
from archive_app.importing.draft import Draft, Reading
from archive_app.importing.reader import Material, Reader

_ARTICLE = re.compile(
    r"<div\b[^>]{0,500}?\bclass\s*=\s*[\"']?article\s[^\"'>]{0,100}?Article\b[^>]{0,500}>", re.IGNORECASE
)
_MARK = re.compile(rb"class\s*=\s*[\"']?article\s+\w*Article\b")
_FOOTER = re.compile(r"<div\b[^>]{0,500}\bid\s*=\s*[\"']?pageFooter", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![A-Za-z0-9])[A-Z0-9]{4,10}\d{8}[A-Za-z0-9-]{5,14}\s*<")
_HEADLINE = re.compile(r"\w*Headline$")


def _recognises(material: Material) -> float:
    # The style sheet before the first article may be of any length.
    return 0.97 if _MARK.search(material.content) else 0.0


def _read(material: Material) -> Reading:
    decoded = decode(material.content, declared_encoding(material))
    items = [_FOOTER.split(item, maxsplit=1)[0] for item in split_at(_ARTICLE, plain_lines(decoded.text))]
    warnings = cut_off(_NUMBER.search(item[-3000:]) is not None for item in items)
    return read_items(FACTIVA_HTML.name, items, _article, decoded=decoded, warnings=warnings)


def _article(item: str) -> Draft:
    tree = fragment(item)
    values = _tags(tree)
    return tagged(values) if values else _untagged(tree)


def _tags(tree: HtmlElement) -> dict[str, str]:
    values: dict[str, str] = {}
    for row in tree.iter("tr"):
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        tag = one_line(text_of(cells[0])) if cells else ""
        if len(cells) == 2 and tag in TAGS:
            values.setdefault(tag, text_of(cells[1]))
    return values if values.keys() & {"HD", "AN", "SN", "PD"} else {}


def _untagged(tree: HtmlElement) -> Draft:
    head: list[HeadLine] = []
    body: list[str] = []
    number = ""
    for part, text in _lines(tree):
        if found := accession_number(text):
            number = found
        elif body or part.tag in ("p", "pre"):
            body.append(text)
        else:
            head.append(HeadLine(one_line(text), _is_headline(part)))
    return untagged(head, body, number)


def _lines(tree: HtmlElement) -> list[tuple[HtmlElement, str]]:
    """Return an article's lines with the elements that hold them: those with no other block within."""
    found: list[tuple[HtmlElement, str]] = []
    stack: list[tuple[HtmlElement, str | None]] = [(tree, None)]
    while stack:
        node, bare = stack.pop()
        if bare is not None:
            if text := one_line(bare):
                found.append((node, text))
        elif not isinstance(node.tag, str):
            continue
        elif _is_headline(node) or not _is_divided(node):
            if text := text_of(node):
                found.append((node, text))
        else:
            for child in reversed(node):
                stack.append((node, child.tail or ""))
                stack.append((child, None))
            stack.append((node, node.text or ""))
    return found


def _is_headline(element: HtmlElement) -> bool:
    return any(_HEADLINE.match(name) for name in (element.get("class") or "").split())


def _is_divided(element: HtmlElement) -> bool:
    within = element.iter("div", "p", "pre", "table", "ul", "ol")
    return any(inner is not element for inner in within) or any(map(_is_headline, element))


FACTIVA_HTML = Reader("Factiva (HTML)", _recognises, _read)
