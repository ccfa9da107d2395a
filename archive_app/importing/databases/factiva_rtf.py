"""Factiva exports as RTF: the lines of an article in the order of the HTML without tags."""

import re

from archive_app.importing.databases.dates import date_of
from archive_app.importing.databases.factiva_parts import (
    TAGS,
    HeadLine,
    accession_number,
    is_word_count,
    tagged,
    untagged,
)
from archive_app.importing.databases.items import read_items
from archive_app.importing.databases.languages import language_code
from archive_app.importing.databases.rtf import Line, rtf_lines
from archive_app.importing.draft import Draft, Reading
from archive_app.importing.reader import Material, Reader

_MARK = re.compile(
    rb"(?<![A-Za-z0-9])[A-Z0-9]{4,10}(?:19|20)\d\d[01]\d[0-3]\d[a-z0-9]{5,14}(?![A-Za-z0-9])|\bfactiva\b",
    re.IGNORECASE,
)
_LEGAL = re.compile(r"^\s*(?:\(c\)|©|copyright|\u00a9)", re.IGNORECASE)
_MOST_HEAD = 12  # lines between the word count and the body: date, time, source, code … copyright


def _recognises(material: Material) -> float:
    if not material.sample.startswith(b"{\\rtf") or not _MARK.search(material.content):
        return 0.0
    numbered = any(accession_number(line.text) for line in rtf_lines(material.content))
    return 0.96 if numbered else 0.0


def _read(material: Material) -> Reading:
    items: list[list[Line]] = [[]]
    for line in rtf_lines(material.content):
        items[-1].append(line)
        if accession_number(line.text):
            items.append([])
    # What follows the last number is the footer of the search, unless an article was cut off.
    if not any(is_word_count(line.text) for line in items[-1]):
        items.pop()
    return read_items(FACTIVA_RTF.name, items, _article)


def _article(lines: list[Line]) -> Draft:
    values: dict[str, str] = {}
    last = ""
    for line in lines:
        tag, tab, value = line.text.partition("\t")
        if tab and tag.strip() in TAGS:
            last = tag.strip()
            values[last] = value.strip()
        elif last:
            values[last] += f"\n\n{line.text}"
    if values.keys() & {"HD", "AN"}:
        return tagged(values)
    number = next((found for line in lines if (found := accession_number(line.text))), "")
    lines = [line for line in lines if not accession_number(line.text)]
    anchor = next((place for place, line in enumerate(lines) if is_word_count(line.text)), 0)
    start = _start_of_body(lines, anchor)
    bold = next((place for place, line in enumerate(lines[:anchor]) if line.is_bold), None)
    head = [HeadLine(line.text, place == bold) for place, line in enumerate(lines[:start])]
    return untagged(head, [line.text for line in lines[start:]], number)


def _start_of_body(lines: list[Line], anchor: int) -> int:
    """Find where the body begins: after the copyright, else after the language, else after the source."""
    window = range(anchor + 1, min(anchor + 1 + _MOST_HEAD, len(lines)))
    for place in window:
        if _LEGAL.match(lines[place].text):
            return place + 1
    spoken = next((place for place in window if language_code(lines[place].text)), None)
    if spoken is not None:
        return spoken + 1
    dated = next((place for place in window if date_of(lines[place].text)), anchor)
    return min(dated + 2, len(lines))


FACTIVA_RTF = Reader("Factiva (RTF)", _recognises, _read)
