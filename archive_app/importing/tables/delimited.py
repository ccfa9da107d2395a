"""Delimited text: commas, semicolons, tabs or bars, quoted or not, as spreadsheets and programs write it."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from archive_app.importing.decoding import Decoded
from archive_app.importing.reader import Unreadable
from archive_app.importing.tables.guessing import names_roles
from archive_app.importing.tables.table import MOST_COLUMNS, Row, Table, unique_headings

KIND = "CSV table"
_DELIMITERS = ",;\t|"
_SEP_LINE = re.compile(r"\ufeff?\"?sep=(.)\"?[ \t]*(?:\r\n|\n|\r|\Z)", re.IGNORECASE)
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+\Z")
"""Ended by CR or LF alone: texts hold other characters that Python would break a line at."""
_SNIFFED = 1 << 16  # characters
_SNIFFED_RECORDS = 60
_LONGEST_HEADING = 120
_LONGEST_FIELD = 12_000_000
_MOST_TRIES = 2000
"""How often in a table reading is taken up again after a quotation mark that is never closed."""
_TRIED_LINES = 500
_TOO_DAMAGED = "Too many of its rows are damaged, so what follows was not read."
_VALUE = re.compile(r"https?://\S+|[-+]?[\d.,:/ T-]+Z?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a delimited text is written."""

    delimiter: str
    escape: str | None = None
    """What stands before a quotation mark that is meant, where it is not doubled."""
    skipped: int = 0
    """Characters before the first record, such as Excel's line ``sep=;``."""


def sniffed(text: str, *, is_whole: bool) -> tuple[Dialect, float] | None:
    """Find out how a text is delimited, and which share of its first records agrees; nothing for no table.

    Of a text that is not whole the last record is left out.
    """
    said = _SEP_LINE.match(text)
    skipped = said.end() if said else len(text) - len(text.lstrip("\ufeff\r\n"))
    beginning = text[: skipped + _SNIFFED]
    is_whole = is_whole and len(beginning) == len(text)
    opening = _LINE.match(beginning, skipped)
    first_line = opening[0] if opening else ""
    candidates = [said[1]] if said else [mark for mark in _DELIMITERS if mark in first_line]
    best: tuple[tuple[float, int], Dialect] | None = None
    for delimiter in candidates:
        for escape in (None, "\\") if '\\"' in beginning else (None,):
            dialect = Dialect(delimiter, escape, skipped)
            records = list(islice(_records(beginning, dialect), _SNIFFED_RECORDS))
            if not is_whole and len(records) < _SNIFFED_RECORDS:
                records = records[:-1]
            score = _agreement(records)
            if score[0] and (best is None or score > best[0]):
                best = score, dialect
    return None if best is None else (best[1], best[0][0])


def _agreement(records: Sequence[Sequence[str]]) -> tuple[float, int]:
    filled = [record for record in records if any(cell.strip() for cell in record)]
    if not filled or len(filled[0]) < 2:
        return 0.0, 0
    count = len(filled[0])
    return sum(len(record) == count for record in filled) / len(filled), count


def sureness(text: str, *, is_whole: bool, is_named: bool) -> float:
    """Say how sure it is that a text is a table with headings; ``is_named`` when its file is called one."""
    found = sniffed(text, is_whole=is_whole)
    if found is None:
        return 0.0
    dialect, agreement = found
    if dialect.skipped and _SEP_LINE.match(text):
        return 0.96
    headings = next(_records(text[: dialect.skipped + _SNIFFED], dialect), [])
    plausible = all(len(cell) <= _LONGEST_HEADING for cell in headings)
    is_headed = plausible and names_roles(headings) >= 2
    if is_headed and agreement >= 0.7:
        return 0.8
    if is_named and (is_headed or agreement >= 0.5):
        return 0.7
    return 0.0


def open_delimited(decoded: Decoded) -> Table:
    """Open a delimited text.

    Raises:
        Unreadable: It is no table.
    """
    text = decoded.text
    found = sniffed(text, is_whole=True)
    if found is None:
        raise Unreadable("No columns were found in it.")
    dialect, _ = found
    records = _Records(text, dialect)
    first = next(iter(records), None)
    if first is None:
        raise Unreadable("There is no row in it.")
    cells = _without_blank_end(first.cells, 1)
    if len(cells) > MOST_COLUMNS:
        raise Unreadable(f"It has {len(cells):,} columns, and {MOST_COLUMNS:,} are the most.")
    has_headings = not any(_VALUE.fullmatch(cell.strip()) for cell in cells if cell.strip())
    if not has_headings:
        records.go_to(0)
    columns = unique_headings(cells if has_headings else [""] * len(cells))
    kind = "TSV table" if dialect.delimiter == "\t" else KIND
    rows = _rows(records, len(columns), 1 if has_headings else 0)
    return Table(kind, columns, rows, decoded.encoding, decoded.warnings)


@dataclass(frozen=True, slots=True)
class _Record:
    cells: list[str]
    first: int
    """The line it begins on, from 0."""
    last: int
    """The line after its last."""


class _Records:
    """The records of a text; reading can be taken up again at any line."""

    def __init__(self, text: str, dialect: Dialect) -> None:
        self._lines: list[str] = _LINE.findall(text, dialect.skipped)
        self._dialect = dialect
        self._at = 0

    def __iter__(self) -> Iterator[_Record]:
        while self._at < len(self._lines):
            record = self.record_at(self._at)
            self._at = record.last
            yield record

    def go_to(self, line: int) -> None:
        """Go on at a line."""
        self._at = line

    def record_at(self, line: int, most_lines: int | None = None) -> _Record:
        """Read the record that begins on a line; one of more than ``most_lines`` is cut off there."""
        taken = 0

        def given() -> Iterator[str]:
            nonlocal taken
            end = len(self._lines) if most_lines is None else min(len(self._lines), line + most_lines)
            for at in range(line, end):
                taken += 1
                yield self._lines[at]

        try:
            cells = next(_reader(given(), self._dialect), [])
        except csv.Error:
            cells = []
        return _Record(cells, line, line + max(taken, 1))


def _rows(records: _Records, count: int, number: int) -> Iterator[Row]:
    tries = _MOST_TRIES
    for record in records:
        cells = record.cells
        if not cells and record.last - record.first == 1:
            number += 1  # an empty line is a row to a spreadsheet
            continue
        cells = _without_blank_end(cells, count)
        number += 1
        if len(cells) == count:
            yield Row(number, tuple(cells))
            continue
        if len(cells) == 1 and not cells[0].strip():
            continue
        resumed, tries = _resumed(records, record, count, tries)
        if resumed is None:
            yield Row(number, problem=f"It has {_cells(len(cells))}, and there are {count} columns.")
        else:
            yield Row(number, problem="A quotation mark in it is never closed, so where it ends is unsure.")
            records.go_to(resumed)
        if tries <= 0:
            yield Row(number + 1, problem=_TOO_DAMAGED)
            return


def _resumed(records: _Records, record: _Record, count: int, tries: int) -> tuple[int | None, int]:
    """Find the line within a damaged record where a whole one begins; and how many tries are left."""
    for line in range(record.first + 1, record.last):
        if tries <= 0:
            return None, 0
        tries -= 1
        if len(records.record_at(line, most_lines=_TRIED_LINES).cells) == count:
            return line, tries
    return None, tries


def _without_blank_end(cells: list[str], least: int) -> list[str]:
    end = len(cells)
    while end > least and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def _cells(count: int) -> str:
    return "1 cell" if count == 1 else f"{count} cells"


def _records(text: str, dialect: Dialect) -> Iterator[list[str]]:
    try:
        yield from _reader((line[0] for line in _LINE.finditer(text, dialect.skipped)), dialect)
    except csv.Error:
        return


def _reader(lines: Iterator[str], dialect: Dialect) -> Iterator[list[str]]:
    csv.field_size_limit(_LONGEST_FIELD)  # the module's own is shorter than an article
    return csv.reader(
        lines, delimiter=dialect.delimiter, escapechar=dialect.escape, skipinitialspace=True, strict=False
    )
