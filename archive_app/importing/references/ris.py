"""RIS, the format in which databases and reference managers hand on what they know of articles.

Each record is read on its own, so that a damaged one costs no other. EBSCO leaves out the line break before
``TY`` and has DOIs in ``M3``; EndNote, Zotero, ProQuest and Ovid differ in where titles and dates stand.
"""

import re
from collections.abc import Iterator, Sequence

from archive_app.importing.databases.languages import language_code
from archive_app.importing.decoding import decode
from archive_app.importing.draft import FailedItem, Reading
from archive_app.importing.reader import Material, Reader, Unreadable
from archive_app.importing.references.record import (
    clean,
    clean_fields,
    doi_in,
    person,
    plain_sample,
    reference_date,
)
from archive_app.importing.references.reference import Reference

_BEGINNING = re.compile(rb"(?:^|[\n\r])[ \t]*TY {0,3}-[ \t]*[A-Za-z]{2,}")
_START = re.compile(r"(?:^|(?<=[\n ]))TY {0,3}-(?=[ \t]*[A-Za-z]{2,9}[ \t]*(?:\n|\Z))", re.MULTILINE)
_TAG = re.compile(r"[ \t]?([A-Z][A-Z0-9]) {0,3}-(?: |$)[ \t]*(.*)")
_LABELS = {
    "AN": "Accession number", "CY": "Place", "DB": "Database", "DP": "Provider", "EP": "Last page",
    "ET": "Edition", "IS": "Issue", "KW": "Keywords", "M1": "Number", "N1": "Notes", "PB": "Publisher",
    "SN": "ISSN", "SP": "Pages", "TY": "Kind", "VL": "Volume", "T2": "Secondary title", "T3": "Series",
    "AB": "Abstract", "N2": "Abstract", "M3": "Kind of work", "UR": "Address", "L2": "Address",
}  # fmt: skip
_BREAK = "\x1f"
"""Stands for a line break within a value while the lines are parsed."""
_ABSENT = ("", "n/a", "none", "null")


def _recognises(material: Material) -> float:
    if b"TY" not in material.sample and b"T\0Y" not in material.sample:
        return 0.0
    return 0.97 if _BEGINNING.search(plain_sample(material)) else 0.0


def _read(material: Material) -> Reading:
    decoded = decode(material.content, material.charset)
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    references: list[Reference] = []
    failed: list[FailedItem] = []
    for number, record in enumerate(_records(text), 1):
        reference = _reference(record, number)
        if reference.title or reference.doi:
            references.append(reference)
        else:
            failed.append(FailedItem(number, f"Record {number} has neither a title nor a DOI."))
    if not references:
        raise Unreadable("No record with a title was found in it.")
    return Reading(
        (), RIS.name, decoded.encoding, decoded.warnings, failed=tuple(failed), references=tuple(references)
    )


def _records(text: str) -> Iterator[dict[str, list[str]]]:
    from rispy import RisParser  # only these files need it
    from rispy.config import TAG_KEY_MAPPING

    parser = RisParser(
        mapping={tag: tag for tag in TAG_KEY_MAPPING}, list_tags=list(TAG_KEY_MAPPING), skip_unknown_tags=True
    )
    starts = [found.start() for found in _START.finditer(text)]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        lines = _tidied(text[start:end])
        for record in parser.parse("\n".join([*lines, "ER  - "])):
            yield {tag: _listed(value) for tag, value in record.items()}


def _tidied(record: str) -> list[str]:
    """Write the tags of a record as the format has them; a line that goes on stands with its tag."""
    lines: list[str] = []
    for line in record.split("\n"):
        tag = _TAG.match(line)
        if tag and tag[1] == "ER":
            break
        if tag:
            lines.append(f"{tag[1]}  - {tag[2].strip()}")
        elif lines:
            lines[-1] += f"{_BREAK}{line.strip()}"
    return lines


def _listed(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    plain = [str(one).replace(_BREAK, "\n").strip() for one in values]
    return [one for one in plain if one.lower() not in _ABSENT]


def _reference(record: dict[str, list[str]], number: int) -> Reference:
    def first(*tags: str) -> str:
        return next((record[tag][0] for tag in tags if record.get(tag)), "")

    title = clean(first("TI", "T1", "ST"))
    raw = first("DA", "PY", "Y1")
    published = reference_date(raw)
    for tag in ("PY", "Y1"):
        # Some have the month and day alone in DA, and the year in PY.
        if not published and record.get(tag):
            raw, published = record[tag][0], reference_date(record[tag][0])
    outlets = [clean(value) for tag in ("JF", "JO", "T2", "BT", "JA", "J2") for value in record.get(tag, ())]
    sought = [value for tag in ("DO", "DI", "M3", "UR", "L3", "N1", "ID") for value in record.get(tag, ())]
    addresses = [value for tag in ("UR", "L2", "L1") for value in record.get(tag, ())]
    return Reference(
        title=title,
        outlet=next((outlet for outlet in outlets if outlet != title and not doi_in([outlet])), ""),
        authors=clean("; ".join(person(name) for tag in ("AU", "A1") for name in record.get(tag, ()))),
        published=published,
        published_raw=clean(raw),
        url=clean(next((value for value in addresses if value.lower().startswith("http")), "")),
        doi=doi_in(sought),
        language=language_code(first("LA")),
        section=clean(first("SE")),
        database_id=_database_id(first("DB"), first("AN")),
        text=_longest([*record.get("N2", ()), *record.get("AB", ())]),
        fields=clean_fields(
            (_LABELS[tag], value) for tag, values in record.items() if tag in _LABELS for value in values
        ),
        number=number,
    )


def _database_id(database: str, number: str) -> str:
    return clean(f"{database}: {number}") if database and number else ""


def _longest(texts: Sequence[str]) -> str:
    return max(texts, key=len, default="").strip()


RIS = Reader("RIS", _recognises, _read)
