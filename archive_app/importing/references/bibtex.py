"""BibTeX and BibLaTeX: entries of reference managers."""

import re
from collections.abc import Mapping

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

_BEGINNING = re.compile(
    rb"(?:^|[\n\r])[ \t]*@(?:article|book|booklet|conference|inbook|incollection|inproceedings|manual"
    rb"|mastersthesis|misc|online|electronic|www|phdthesis|periodical|proceedings|report|techreport|thesis"
    rb"|unpublished|newspaper|newsarticle|string|preamble)[ \t]*[{(]",
    re.IGNORECASE,
)
_OUTLETS = (
    "journal", "journaltitle", "newspaper", "magazine", "booktitle", "maintitle", "organization",
    "howpublished", "publisher",
)  # fmt: skip
_PLACED = {
    "title", "author", "date", "year", "month", "day", "url", "doi", "language", "langid", "section",
    "file",
}  # fmt: skip
_ADDRESS = re.compile(r"https?://[^\s}\\]+", re.IGNORECASE)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


def _recognises(material: Material) -> float:
    if b"@" not in material.sample:
        return 0.0
    return 0.96 if _BEGINNING.search(plain_sample(material)) else 0.0


def _read(material: Material) -> Reading:
    from bibtexparser.entrypoint import parse_string  # with what it needs a tenth of a second
    from bibtexparser.middlewares import LatexDecodingMiddleware
    from bibtexparser.model import DuplicateBlockKeyBlock, Entry

    decoded = decode(material.content, material.charset)
    library = parse_string(decoded.text.lstrip("\ufeff"), append_middleware=[LatexDecodingMiddleware()])
    references: list[Reference] = []
    failed: list[FailedItem] = []
    number = 0
    for block in library.blocks:
        entry = block.ignore_error_block if isinstance(block, DuplicateBlockKeyBlock) else block
        if isinstance(entry, Entry):
            number += 1
            values = {name.lower(): _bare(str(field.value)) for name, field in entry.fields_dict.items()}
            reference = _reference(entry.entry_type, values, number)
            if reference.title or reference.doi:
                references.append(reference)
                continue
            failed.append(FailedItem(number, f"Record {number} has neither a title nor a DOI."))
        elif block in library.failed_blocks:
            number += 1
            line = (block.start_line or 0) + 1
            failed.append(FailedItem(number, f"The record on line {line} is damaged."))
    if not references:
        raise Unreadable("No record with a title was found in it.")
    return Reading(
        (),
        BIBTEX.name,
        decoded.encoding,
        decoded.warnings,
        failed=tuple(failed),
        references=tuple(references),
    )


def _reference(kind: str, values: Mapping[str, str], number: int) -> Reference:
    def first(*names: str) -> str:
        return next((values[name] for name in names if values.get(name, "").strip()), "")

    raw = first("date") or _dated(values)
    address = _ADDRESS.search(first("url", "howpublished", "note"))
    names = re.split(r"\s+and\s+", first("author"))
    outlet = next(
        (name for key in _OUTLETS if (name := clean(values.get(key, ""))) and not _ADDRESS.search(name)), ""
    )
    return Reference(
        title=clean(first("title")),
        outlet=outlet,
        authors=clean("; ".join(person(name) for name in names if name.strip() not in ("", "others"))),
        published=reference_date(raw),
        published_raw=clean(raw),
        url=clean(address[0]) if address else "",
        doi=doi_in([first("doi"), first("url"), first("note"), first("eprint")]),
        language=language_code(first("language", "langid")),
        section=clean(first("section")),
        text=first("fulltext", "abstract").strip(),
        fields=clean_fields(
            [
                ("Kind", kind),
                *((key.capitalize(), value) for key, value in values.items() if key not in _PLACED),
            ]
        ),
        number=number,
    )


def _bare(value: str) -> str:
    # Of an entry whose key another one has, the parser leaves the values as they are written.
    is_written = value[:1] + value[-1:] in ("{}", '""')
    return value[1:-1] if is_written and len(value) > 1 else value


def _dated(values: Mapping[str, str]) -> str:
    year, month, day = (values.get(name, "").strip() for name in ("year", "month", "day"))
    short = month[:3].lower()
    if short in _MONTHS:
        month = str(_MONTHS.index(short) + 1)
    if not month.isdigit():
        return year
    return f"{year}-{month:0>2}-{day:0>2}" if day.isdigit() else f"{year}-{month:0>2}"


BIBTEX = Reader("BibTeX", _recognises, _read)
