"""Excel workbooks (xlsx): a sheet with a row of headings, dates as dates."""

import io
import warnings
import zlib
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time
from itertools import islice
from typing import Any
from zipfile import BadZipFile

from archive_app.importing.databases.zipped import checked_zip
from archive_app.importing.reader import Unreadable
from archive_app.importing.tables.table import MOST_COLUMNS, Row, Table, unique_headings

KIND = "Excel workbook"
_MOST_ROWS = 1 << 20
_SEARCHED_ROWS = 50
"""How far down a sheet the headings may be."""
_FAILURES = (
    OSError, EOFError, LookupError, ValueError, TypeError, AttributeError, BadZipFile, SyntaxError,
    zlib.error,
)  # fmt: skip
"""What openpyxl raises on damaged parts; the XML parser's error is a SyntaxError."""
_CUT_OFF = "The sheet is damaged from here on, so what follows was not read."
_DAMAGED = "It is a damaged workbook. Open it in a spreadsheet program and save it again, or save it as CSV."


def is_workbook(content: bytes) -> bool:
    """Say whether a file is a workbook, going by what is packed in it."""
    if not content.startswith(b"PK\x03\x04"):
        return False
    try:
        with checked_zip(content) as opened:
            return "xl/workbook.xml" in opened.namelist()
    except Unreadable:
        return b"xl/workbook.xml" in content


def open_workbook(
    content: bytes, sheet: str = "", *, is_wanted: Callable[[tuple[str, ...]], bool] = lambda _headings: False
) -> Table:
    """Open a sheet of a workbook: the one named, else one whose headings are wanted, else the first with any.

    Raises:
        Unreadable: It is damaged or made to do harm, or has no such sheet, or nothing in it.
    """
    checked_zip(content)
    try:
        return _open(content, sheet, is_wanted)
    except _FAILURES as error:
        raise Unreadable(_DAMAGED) from error


def _open(content: bytes, sheet: str, is_wanted: Callable[[tuple[str, ...]], bool]) -> Table:
    from openpyxl import load_workbook  # 0.2 s, and only workbooks need it

    with warnings.catch_warnings(action="ignore"):  # of features that nothing here looks at
        workbook: Any = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    # What somebody hid is not what they mean, unless there is nothing else.
    ordered = sorted(workbook.worksheets, key=lambda one: one.sheet_state != "visible")
    sheets = {one.title: one for one in ordered}
    if sheet and sheet not in sheets:
        raise Unreadable(f"It has no sheet “{sheet}”. It has: {', '.join(sheets)}.")
    chosen: tuple[str, _Headings] | None = None
    filled: list[str] = []
    for name in [sheet] if sheet else sheets:
        found = _headings(_cells_of(sheets[name]))
        filled += [name] if found is not None else []
        if found is not None and (chosen is None or is_wanted(found.columns)):
            chosen = name, found
            if is_wanted(found.columns):
                filled = []  # a person chose this one
                break
    if chosen is None:
        raise Unreadable("No row of headings was found in it.")
    name, headings = chosen
    rows = _rows(_cells_of(sheets[name]), headings)
    others = ", ".join(f"“{other}”" for other in filled if other != name)
    said = f"Only its sheet “{name}” was read, not {others}. Choose another sheet to import that too."
    warned = (said,) if others else ()
    return Table(KIND, headings.columns, rows, warnings=warned, sheet=name, sheets=tuple(sheets))


class _Headings:
    def __init__(self, row: int, columns: tuple[str, ...]) -> None:
        self.row = row
        self.columns = columns


def _cells_of(sheet: Any) -> Iterator[list[str]]:  # openpyxl's ReadOnlyWorksheet
    sheet.reset_dimensions()  # what a file says of its size may be wrong
    with warnings.catch_warnings(action="ignore"):
        for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
            if number > _MOST_ROWS:  # rows that are left out come as blank ones
                raise Unreadable(f"It has more rows than the {_MOST_ROWS:,} that a sheet can have.")
            if len(row) > 4 * MOST_COLUMNS:
                raise Unreadable(f"It has more than {MOST_COLUMNS:,} columns.")
            yield [_written(value) for value in row]


def _headings(rows: Iterable[list[str]]) -> _Headings | None:
    """Find the first row with two cells that read like headings; a title above the table has one."""
    only: _Headings | None = None
    for number, cells in enumerate(islice(rows, _SEARCHED_ROWS), 1):
        while cells and not cells[-1].strip():
            cells.pop()
        filled = [cell for cell in cells if cell.strip()]
        if len(cells) > MOST_COLUMNS:
            raise Unreadable(f"It has {len(cells):,} columns, and {MOST_COLUMNS:,} are the most.")
        if len(filled) >= 2:
            return _Headings(number, unique_headings(cells))
        if filled and only is None:
            only = _Headings(number, unique_headings(cells))
    return only


def _rows(rows: Iterable[list[str]], headings: _Headings) -> Iterator[Row]:
    count = len(headings.columns)
    for number, cells in enumerate(_as_far_as_whole(rows), 1):
        if cells is None:
            yield Row(number, problem=_CUT_OFF)
            return
        if number <= headings.row or not any(cell.strip() for cell in cells):
            continue
        beyond = [cell for cell in cells[count:] if cell.strip()]
        if beyond:
            yield Row(number, problem=f"It has cells beyond the last heading, such as “{beyond[0][:40]}”.")
        else:
            yield Row(number, tuple((cells + [""] * count)[:count]))


def _as_far_as_whole(rows: Iterable[list[str]]) -> Iterator[list[str] | None]:
    """Give rows; nothing in the place of the first that is damaged, and then no more."""
    try:
        yield from rows
    except Unreadable:
        raise
    except _FAILURES:
        yield None


def _written(value: object) -> str:
    """Write a cell as text: whole numbers without a point, dates in ISO 8601, midnight left out."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)
