"""Factiva exports as XML: ``PPSResponse//article``."""

import re
from collections.abc import Iterator
from html import unescape

from lxml import etree

from archive_app.importing.databases.dates import date_of
from archive_app.importing.databases.items import (
    authors_of,
    cut_off,
    fields_of,
    memo_of,
    number_in,
    read_items,
    whole_number,
)
from archive_app.importing.databases.languages import language_code
from archive_app.importing.databases.markup import declared_encoding, one_line, plain_lines, split_at
from archive_app.importing.databases.wrapped import blocks_of, unwrapped, wrap_width
from archive_app.importing.decoding import decode
from archive_app.importing.draft import Draft, Reading
from archive_app.importing.page_metadata import iso_date
from archive_app.importing.reader import Material, Reader, Unreadable

_ARTICLE = re.compile(r"<(?:\w+:)?article(?:\s[^>]{0,500})?>")
_END = re.compile(r"</(?:\w+:)?article\s*>")
_COUNT = re.compile(r"<(?:\w+:)?ppsarticleResultSet\b[^>]{0,500}?\bcount\s*=\s*[\"'](\d+)", re.IGNORECASE)
_AMPERSAND = re.compile(r"&(?:#\d{1,9};|#[xX][0-9a-fA-F]{1,8};|[A-Za-z][A-Za-z0-9]{1,30};)?")
_PREFIX = re.compile(r"(</?)\w+:(?=\w)")
_BODY = ("leadParagraph", "tailParagraphs", "correction")


def _recognises(material: Material) -> float:
    start = material.content[:8192]
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        start = start.replace(b"\0", b"")
    return 0.98 if b"<PPSResponse" in start or b"ppsarticleResultSet" in start else 0.0


def _read(material: Material) -> Reading:
    decoded = decode(material.content, declared_encoding(material))
    document = plain_lines(decoded.text)
    count = _COUNT.search(document)
    items = split_at(_ARTICLE, document)
    declared = whole_number(count[1]) if count else None
    warnings = cut_off(_END.search(item) is not None for item in items)
    return read_items(
        FACTIVA_XML.name, items, _article, decoded=decoded, declared=declared, warnings=warnings
    )


def _article(item: str) -> Draft:
    end = _END.search(item)
    article = _parsed(_PREFIX.sub(r"\1", item[: end.end()] if end else item))
    dated = article.find("publicationDate")
    raw = one_line(_text(dated)) if dated is not None else ""
    return Draft(
        title=_line(article, "headline"),
        text="\n\n".join(
            paragraph for name in _BODY for part in article.iter(name) for paragraph in _paragraphs(part)
        ),
        outlet=_line(article, "sourceName"),
        authors=authors_of(_line(article, "byline")),
        published=iso_date(raw) or date_of(raw),
        published_raw=raw,
        language=language_code(_line(article, "baseLanguage")),
        section=_line(article, "sectionName") or _line(article, "columnName"),
        memo=memo_of(
            ("Edition", _line(article, "edition")),
            ("Page", _line(article, "pages")),
        ),
        database_id=number_in("Factiva", _line(article, "accessionNo")),
        source_fields=fields_of(
            (str(part.tag), _text(part))
            for part in article
            if part.tag not in _BODY and isinstance(part.tag, str)
        ),
    )


def _parsed(item: str) -> etree._Element:
    # Mended where it is broken or cut off: what is well-formed is parsed the same way either way.
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True,
        remove_comments=True, remove_pis=True, encoding="utf-8",
    )  # fmt: skip
    try:
        article = etree.fromstring(_AMPERSAND.sub(_escaped, item).encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("It is damaged beyond reading.") from error
    if article is None or any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise Unreadable("It is damaged beyond reading, or nested too deep.")
    return article


def _escaped(found: re.Match[str]) -> str:
    # Entities of HTML, numbers of characters that XML forbids, and stray ampersands become what was meant;
    # by their numbers, because after an error the parser passes over every entity with a name.
    return "".join(f"&#{ord(each)};" if each in "<>&\"'" else each for each in unescape(found[0]))


def _paragraphs(part: etree._Element) -> Iterator[str]:
    paragraphs = list(part.iter("paragraph"))
    if not paragraphs:
        # Agencies take the place and date out of the first line, which then is shorter than the others.
        raw = re.sub(r"^(\s*\S[^\n]*)\n(?=\S)", r"\1 ", _text(part), count=1)
        width = wrap_width(raw.split("\n"))
        yield from (unwrapped(block, width) for block in blocks_of(raw))
    for paragraph in paragraphs:
        raw = _text(paragraph)
        text = raw.strip("\n") if paragraph.get("display") not in (None, "Proportional") else one_line(raw)
        if text.strip():
            yield text


def _line(article: etree._Element, name: str) -> str:
    part = article.find(name)
    return one_line(_text(part)) if part is not None else ""


def _text(part: etree._Element) -> str:
    return "".join(part.itertext())


FACTIVA_XML = Reader("Factiva (XML)", _recognises, _read)
