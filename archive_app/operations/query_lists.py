"""Lists of queries as people write them: one a line, or a table with a column “query”."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from archive_app.importing.decoding import decode
from archive_app.model.errors import ArchiveError

MOST_BYTES = 10_000_000
"""No list of queries is larger; what is was chosen by mistake."""

_DELIMITERS = (",", ";", "\t")
_QUERY, _NAME = "query", "name"


@dataclass(frozen=True)
class ListedQuery:
    """A query of a list."""

    line: int
    """Where it stands, from 1."""
    query: str
    name: str
    """What it is called in the tables; the query itself where no name is given."""


@dataclass(frozen=True)
class BadLine:
    """A line that is no query, and why."""

    line: int
    reason: str
    """A sentence for the user."""


@dataclass(frozen=True)
class QueryList:
    """What a list holds."""

    queries: tuple[ListedQuery, ...] = ()
    bad: tuple[BadLine, ...] = ()


def read_query_file(path: Path) -> QueryList:
    """Read a file of queries.

    Raises:
        ArchiveError: It cannot be read, or is no text.
    """
    return read_queries(query_file_text(path))


def query_file_text(path: Path) -> str:
    """Return what stands in a file of queries.

    Raises:
        ArchiveError: It cannot be read, or is no text.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ArchiveError(f"“{path.name}” is too large for a list of queries. Choose another file.")
        content = path.read_bytes()
    except OSError as error:
        raise ArchiveError(f"“{path}” could not be read ({error.strerror or error}).") from error
    if content.startswith(b"PK"):
        raise ArchiveError(f"“{path.name}” is a workbook. Save its sheet as CSV and choose that.")
    return decode(content).text


def read_queries(text: str) -> QueryList:
    """Read a list of queries; empty lines are passed over, and a bad one does not stop the rest.

    A list whose first line names a column ``query`` is a table in CSV (with commas, semicolons or tabs), and
    may have a column ``name``. In any other list each line is a query, in which commas are text.
    """
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    first = next((at for at, line in enumerate(lines) if line.strip()), 0)
    for delimiter in _DELIMITERS:
        columns = [cell.strip().casefold() for cell in _cells(lines[first], delimiter) or ()]
        if _QUERY in columns:
            return _table(lines, first, delimiter, columns)
    queries = [
        ListedQuery(number, line.strip(), line.strip())
        for number, line in enumerate(lines, 1)
        if line.strip()
    ]
    return QueryList(tuple(queries))


def _table(lines: Sequence[str], first: int, delimiter: str, columns: Sequence[str]) -> QueryList:
    at_query = columns.index(_QUERY)
    at_name = columns.index(_NAME) if _NAME in columns else -1
    queries: list[ListedQuery] = []
    bad: list[BadLine] = []
    for number, line in enumerate(lines[first + 1 :], first + 2):
        if not line.strip():
            continue
        cells = _cells(line, delimiter)
        if cells is None:
            bad.append(
                BadLine(
                    number,
                    "Its quotation marks do not match. Within a quoted cell each quotation mark is written "
                    'twice: """arms embargo"""',
                )
            )
            continue
        query = cells[at_query].strip() if at_query < len(cells) else ""
        name = cells[at_name].strip() if 0 <= at_name < len(cells) else ""
        if query:
            queries.append(ListedQuery(number, query, name or query))
        elif any(cell.strip() for cell in cells):
            bad.append(BadLine(number, "It has no query."))
    return QueryList(tuple(queries), tuple(bad))


def _cells(line: str, delimiter: str) -> list[str] | None:
    try:
        return next(csv.reader([line], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return None
