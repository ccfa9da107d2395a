"""Europresse exports as HTML, in the present layout (``<article>``) and the older one (a cell of a table)."""

import re
from contextlib import suppress

from lxml.html import HtmlElement

from archive_app.importing.databases.dates import find_date
from archive_app.importing.databases.items import authors_of, fields_of, memo_of, number_in, read_items
from archive_app.importing.databases.markup import (
    declared_encoding,
    fragment,
    has_class,
    of_class,
    one_line,
    plain_lines,
    split_at,
    text_of,
)
from archive_app.importing.decoding import decode
from archive_app.importing.draft import Draft, Reading
from archive_app.importing.reader import Material, Reader

_NEW = re.compile(r"<article\b", re.IGNORECASE)
_OLD = re.compile(r"<span\b[^>]{0,500}\bclass\s*=\s*[\"']?DocPublicationName\b", re.IGNORECASE)
_MARK = re.compile(rb"\bclass\s*=\s*[\"']?DocPublicationName\b", re.IGNORECASE)
_NUMBER = re.compile(r"\b\w+·\d{8}·\w+·[\w-]+")
_ISSUE = re.compile(r",\s*(?P<issue>(?:no|n°|nº|vol)\b\.?\s*[\w./ -]+)$", re.IGNORECASE)
_PAGE = re.compile(r"^\W*(?:p|pp|page)\.?\s*(?P<page>[^,;]+)", re.IGNORECASE)
_END = re.compile(r"^(?:©|\(c\)|copyright\b.{0,20}\d{4}|Numéro de document|Document number)", re.IGNORECASE)
_OLD_TITLE = re.compile(r"<span\b[^>]{0,500}\bclass\s*=\s*[\"']?TitreArticleVisu\b", re.IGNORECASE)
_OLD_AUTHOR = re.compile(
    r"^(?:\s*<br\s*/?>)+\s*(?P<author>[^<\n]{2,160}?)\s*<br\s*/?>\s*(?=<p\b)", re.IGNORECASE
)
_SPAN = re.compile(r"<(?P<end>/?)span\b[^>]{0,500}>", re.IGNORECASE)


def _recognises(material: Material) -> float:
    # The style sheet before the first article may be of any length.
    return 0.97 if _MARK.search(material.content) else 0.0


def _read(material: Material) -> Reading:
    decoded = decode(material.content, declared_encoding(material))
    page = plain_lines(decoded.text)
    # A page of one layout has nothing of the other, however far it was cut off.
    items = [item for item in split_at(_NEW, page) if _OLD.search(item)]
    if items:
        return read_items(EUROPRESSE.name, items, _present, decoded=decoded)
    return read_items(EUROPRESSE.name, split_at(_OLD, page), _older, decoded=decoded)


def _present(item: str) -> Draft:
    tree = fragment(item)
    header = next(iter(tree.iter("header")), tree)
    title = next(iter(of_class(header, "titreArticleVisu")), None)
    held = next(iter(of_class(header, "titreArticle")), None)
    authors = next(iter(of_class(header, "docAuthors")), None)
    if authors is None and held is not None:
        after = held.getnext()
        authors = after if after is not None and after.tag == "div" else None
    kickers = [one_line(text_of(part)) for part in header.iter("p") if part is not title]
    return _described(
        tree,
        title=text_of(title) if title is not None else "",
        authors=text_of(authors) if authors is not None else "",
        heading="; ".join(filter(None, kickers)),
        text=_body(tree),
    )


def _body(tree: HtmlElement) -> str:
    containers = (
        of_class(tree, "docOcurrContainer") or of_class(tree, "DocText") or list(tree.iter("section"))
    )
    parts = [text_of(part) for part in containers]
    if not any(parts):  # a malformed article, whose parts the parser put elsewhere
        parts = [text_of(part) for part in tree.iter("p") if not _is_outside(part)]
    return "\n\n".join(part for part in parts if part)


def _is_outside(part: HtmlElement) -> bool:
    return any(above.tag in ("header", "aside", "footer") for above in part.iterancestors())


def _older(item: str) -> Draft:
    tree = fragment(item)
    title = next(iter(of_class(tree, "TitreArticleVisu")), None)
    begin = _OLD_TITLE.search(item)
    if title is None or begin is None:
        return _described(tree, title="", authors="", heading="", text=_until_the_end(text_of(tree)))
    end = _end_of_span(item, begin.start())
    above = fragment(item[: begin.start()])
    for part in (*of_class(above, "DocPublicationName"), *of_class(above, "DocHeader")):
        with suppress(ValueError):  # lxml reads control characters and refuses to write them
            part.drop_tree()
    after = item[end:]
    author = _OLD_AUTHOR.match(after)
    rest = text_of(fragment(after[author.end() :] if author else after)) if after.strip() else ""
    return _described(
        tree,
        title=text_of(title),
        authors=author["author"] if author else "",
        heading=one_line(text_of(above)),
        text=_until_the_end(rest),
    )


def _until_the_end(text: str) -> str:
    paragraphs = text.split("\n\n")
    stop = next((place for place, part in enumerate(paragraphs) if _END.match(part)), len(paragraphs))
    return "\n\n".join(paragraphs[:stop])


def _end_of_span(item: str, start: int) -> int:
    depth = 0
    for tag in _SPAN.finditer(item, start):
        depth += -1 if tag["end"] else 1
        if depth == 0:
            return tag.end()
    return len(item)


def _described(tree: HtmlElement, *, title: str, authors: str, heading: str, text: str) -> Draft:
    outlet = one_line(" ".join(text_of(part) for part in of_class(tree, "DocPublicationName")[:1]))[:300]
    issue = _ISSUE.search(outlet)
    line = one_line(
        " ".join(text_of(part) for part in of_class(tree, "DocHeader") if has_class(part, "DocHeader"))
    )
    line = re.sub(r"\s+,", ",", line)
    found = find_date(line)
    page = _PAGE.match(line[found.end :]) if found else None
    number = _NUMBER.search(text_of(tree))
    return Draft(
        title=one_line(title),
        text=text,
        outlet=outlet[: issue.start()] if issue else outlet,
        authors=authors_of(authors),
        published=found.iso if found else "",
        published_raw=line[found.start : found.end] if found else line,
        section=line[: found.start].strip(" ,") if found else "",
        memo=memo_of(
            ("Heading", heading),
            ("Issue", issue["issue"] if issue else ""),
            ("Page", page["page"] if page else ""),
        ),
        database_id=number_in("Europresse", number[0] if number else ""),
        source_fields=fields_of(
            (("DocPublicationName", outlet), ("DocHeader", line), ("docAuthors", authors))
        ),
    )


EUROPRESSE = Reader("Europresse", _recognises, _read)
