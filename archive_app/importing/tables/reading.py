"""Tables as the import reads them: opened, mapped, and read some rows at a time.

A table is a container: each of its parts has the limits of a file for itself, so that a long table is no
harder to read than many short ones. What is handed on as a part is JSON that only :data:`TABLE_ROWS` knows.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from archive_app.importing.decoding import decode, recoded
from archive_app.importing.draft import Draft, FailedItem, Reading
from archive_app.importing.reader import Container, Contents, Material, Member, Unreadable
from archive_app.importing.tables import delimited, objects, workbook
from archive_app.importing.tables.articles import date_order, draft_of, is_ambiguous
from archive_app.importing.tables.guessing import guess_mapping
from archive_app.importing.tables.mapping import (
    COLUMNS,
    TableMapping,
    amended,
    given_mapping,
    header_signature,
    setting_of,
)
from archive_app.importing.tables.preview import LOOK, preview_of
from archive_app.importing.tables.table import Row, Table
from archive_app.model.errors import Refused
from archive_app.model.web_links import WebLink

_MAGIC = b"\0archive-app rows\n"
_PART_ROWS = 250
_PART_CHARACTERS = 2_000_000
_SAMPLE = 1 << 16
_NAMED = (".csv", ".tsv", ".tab")


def table_in(material: Material) -> Table:
    """Open a file as the table it is.

    Raises:
        Unreadable: It is none.
    """
    if workbook.is_workbook(material.content):
        return _workbook(material)
    encoding = material.settings.get("encoding", "")
    content = recoded(material.content, encoding) if encoding else material.content
    decoded = decode(content, material.charset)
    if encoding:
        decoded = replace(decoded, encoding=encoding)
    if objects.looks_like_objects(material.sample):
        return objects.open_objects(decoded)
    return delimited.open_delimited(decoded)


def mapping_for(table: Table, material: Material) -> TableMapping:
    """Return which column of a table is what: as a person said, or as it is guessed.

    Raises:
        Unreadable: Neither says where a text or a web address stands.
    """
    try:
        mapping = given_mapping(table.columns, material.settings)
        if mapping is None or not mapping.fits(table.columns):
            mapping = amended(guessed_mapping(table), table.columns, material.settings)
    except Refused as error:
        raise Unreadable(str(error)) from error
    if not mapping.is_enough:
        shown = ", ".join(f"“{column[:60]}”" for column in table.columns[:12])
        raise Unreadable(
            f"Which of its columns is the text could not be told: {shown}. Say so when you import it."
        )
    if not mapping.date_order and mapping.date:
        at = table.columns.index(mapping.date)
        mapping = replace(mapping, date_order=date_order(row.cells[at] for row in table.first()))
    return mapping


def guessed_mapping(table: Table) -> TableMapping:
    """Guess which column of a table is what."""
    guess = guess_mapping(table.columns, [row.cells for row in table.first()[:100]])
    return replace(guess, sheet=table.sheet)


def _workbook(material: Material) -> Table:
    sheet = ""
    if written := material.settings.get(COLUMNS):
        try:
            sheet = TableMapping.from_json(written).sheet
        except Refused as error:
            raise Unreadable(str(error)) from error
    return workbook.open_workbook(
        material.content,
        sheet,
        is_wanted=lambda columns: setting_of(header_signature(columns)) in material.settings,
    )


def _open(material: Material) -> Contents:
    table = table_in(material)
    if LOOK in material.settings:
        look = preview_of(table, guessed_mapping(table)).as_json()
        return Contents(iter(()), Reading((), table.kind, table.encoding, look=look))
    mapping = mapping_for(table, material)
    own = Reading((), table.kind, table.encoding, _warnings(table, mapping))
    return Contents(_parts(table, mapping, material.name), own)


def _warnings(table: Table, mapping: TableMapping) -> tuple[str, ...]:
    if not mapping.date or mapping.date_order:
        return table.warnings
    at = table.columns.index(mapping.date)
    if not any(is_ambiguous(row.cells[at]) for row in table.first()):
        return table.warnings
    sentence = (
        f"Whether the day or the month comes first in “{mapping.date}” could not be told, so of dates such "
        "as 03/04/2019 only the year was taken. Say which when you import it."
    )
    return (*table.warnings, sentence)


def _parts(table: Table, mapping: TableMapping, name: str) -> Iterator[Member]:
    """Give the rows in parts, each of which begins to count after the last row of the one before."""
    rows: list[Row] = []
    size = passed = 0
    for row in table.rows:
        if row.is_blank:
            continue
        rows.append(replace(row, number=row.number - passed))
        size += sum(map(len, row.cells))
        if len(rows) >= _PART_ROWS or size >= _PART_CHARACTERS:
            yield Member("", partial(_part, table, mapping, name, rows, passed))
            passed, rows, size = row.number, [], 0
    if rows:
        yield Member("", partial(_part, table, mapping, name, rows, passed))
    elif not passed:
        raise Unreadable("There are headings in it, and no row below them.")


def _part(table: Table, mapping: TableMapping, name: str, rows: list[Row], passed: int) -> Material:
    written = {
        "kind": table.kind, "encoding": table.encoding, "columns": table.columns,
        "mapping": mapping.as_json(), "passed": passed,
        "rows": [(row.number, row.cells, row.problem) for row in rows],
    }  # fmt: skip
    return Material(name, _MAGIC + json.dumps(written).encode("ascii"))


def _read_part(material: Material) -> Contents:
    part = json.loads(material.content.removeprefix(_MAGIC))
    mapping = TableMapping.from_json(part["mapping"])
    drafts: list[Draft] = []
    links: list[WebLink] = []
    failed: list[FailedItem] = []
    for number, cells, problem in part["rows"]:
        shown = part["passed"] + number
        if problem:
            failed.append(FailedItem(number, f"Row {shown}: {problem}"))
            continue
        try:
            made = draft_of(part["columns"], cells, mapping, number=shown)
        except Unreadable as error:
            failed.append(FailedItem(number, str(error)))
            continue
        if isinstance(made, Draft):
            drafts.append(replace(made, number=number))
        else:
            links.append(replace(made, number=number))
    return Contents(
        iter(()),
        Reading(tuple(drafts), part["kind"], part["encoding"], failed=tuple(failed), links=tuple(links)),
    )


def _recognises_text(material: Material) -> float:
    content = material.content[:_SAMPLE]
    if content[:1] in b"<{[" or content.startswith((b"PK\x03\x04", b"%PDF", b"{\\rtf")) or not content:
        return 0.0
    try:
        text = decode(content).text
    except Unreadable:
        return 0.0
    is_whole = len(content) == len(material.content)
    return delimited.sureness(text, is_whole=is_whole, is_named=material.extension in _NAMED)


def _recognises_objects(material: Material) -> float:
    # Surer than the guess at what a file looks like that nothing reads.
    return 0.96 if objects.looks_like_objects(material.sample) else 0.0


DELIMITED = Container("table", _recognises_text, _open)
WORKBOOK = Container(
    "Excel workbook", lambda material: 0.97 if workbook.is_workbook(material.content) else 0.0, _open
)
OBJECTS = Container("JSON", _recognises_objects, _open)
TABLE_ROWS = Container(
    "rows of a table", lambda material: 1.0 if material.content.startswith(_MAGIC) else 0.0, _read_part
)
"""Reads the parts that the others hand on."""
