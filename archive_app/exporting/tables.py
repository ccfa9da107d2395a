"""Plain tables as CSV, a file each, or together in one XLSX workbook, a sheet each.

CSV is written as :mod:`archive_app.exporting.csv_file` writes passages. In a workbook text stays text: what
looks like a formula is no formula.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from archive_app.exporting.csv_file import csv_rows
from archive_app.exporting.replacing import replaced_file
from archive_app.model.errors import Cancelled, Refused

Cell = str | int | float | None

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_CHUNK = 1_000  # rows between two looks whether it was cancelled
_MOST_ROWS = 1_048_576  # of a sheet, as the format has it
_LONGEST_CELL = 32_767  # characters, likewise
_WIDEST = 60  # characters that a column is made wide for


@dataclass(frozen=True)
class Table:
    """Rows under a heading; they are taken once, as they come."""

    name: str
    columns: tuple[str, ...]
    rows: Iterable[Sequence[Cell]]


@dataclass(frozen=True)
class TableOptions:
    """How CSV is written; a workbook needs neither."""

    bom: bool = True
    """Begin with a byte order mark, by which Excel knows that it is UTF-8."""
    raw: bool = False
    """Leave cells that a spreadsheet would run as a formula as they are."""


def write_table(
    output: Path | BinaryIO,
    table: Table,
    options: TableOptions | None = None,
    *,
    cancelled: Callable[[], bool] | None = None,
) -> int:
    """Write one table, to a workbook where the file's name ends in ``.xlsx``, else as CSV; return its rows.

    Raises:
        Cancelled: ``cancelled`` said so; a file that was there before is untouched.
        ArchiveError: The file cannot be written.
    """
    if not isinstance(output, Path):
        return _write_csv(output, table, options or TableOptions(), cancelled)
    with replaced_file(output) as file:
        if is_workbook(output):
            return _write_workbook(file, [table], cancelled)
        return _write_csv(file, table, options or TableOptions(), cancelled)


def write_tables(
    output: Path,
    tables: Sequence[Table],
    options: TableOptions | None = None,
    *,
    cancelled: Callable[[], bool] | None = None,
) -> list[Path]:
    """Write tables to one workbook, or as CSV each to a file of its own; return the files.

    The first CSV has the name that was given; the others have their own names added to it, as in
    ``counts outlets.csv``.

    Raises:
        Cancelled: ``cancelled`` said so; the file that was being written is untouched.
        ArchiveError: A file cannot be written.
    """
    if is_workbook(output):
        with replaced_file(output) as file:
            _write_workbook(file, tables, cancelled)
        return [output]
    files: list[Path] = []
    for number, table in enumerate(tables):
        named = output.with_name(f"{output.stem} {table.name.lower()}{output.suffix}")
        files.append(named if number else output)
        with replaced_file(files[-1]) as file:
            _write_csv(file, table, options or TableOptions(), cancelled)
    return files


def is_workbook(output: Path) -> bool:
    """Say whether a file is to be an XLSX workbook, by its name; else it is CSV.

    Raises:
        Refused: The name is that of another kind of spreadsheet.
    """
    ending = output.suffix.lower()
    if ending in (".xls", ".ods", ".xlsm", ".xlsb"):
        raise Refused(f"“{output.name}” cannot be written. Give a name that ends in .xlsx or .csv.")
    return ending == ".xlsx"


def _write_csv(
    file: BinaryIO, table: Table, options: TableOptions, cancelled: Callable[[], bool] | None
) -> int:
    if options.bom:
        file.write(_BYTE_ORDER_MARK)
    file.write(csv_rows([table.columns], raw=True))
    written = 0
    for rows in _chunks(table.rows, cancelled):
        file.write(csv_rows(rows, raw=options.raw))
        written += len(rows)
    return written


def _write_workbook(file: BinaryIO, tables: Iterable[Table], cancelled: Callable[[], bool] | None) -> int:
    book = Workbook(write_only=True)
    written = 0
    for table in tables:
        chunks = _chunks(table.rows, cancelled)
        rest: Iterator[Sequence[Cell]] = chain.from_iterable(chunks)
        number = 1
        while True:
            # What a sheet cannot hold goes on in the next.
            first = list(islice(rest, _CHUNK))
            if number > 1 and not first:
                break
            rows = chain(first, islice(rest, _MOST_ROWS - 1 - len(first)))
            sheet = book.create_sheet(table.name if number == 1 else f"{table.name} {number}")
            assert isinstance(sheet, WriteOnlyWorksheet)
            sheet.freeze_panes = "A2"
            for at, wide in enumerate(_widths(table.columns, first), 1):
                sheet.column_dimensions[get_column_letter(at)].width = wide  # type: ignore[attr-defined]  # the stubs lack it
            heading = [WriteOnlyCell(sheet, value=column) for column in table.columns]
            for cell in heading:
                cell.font = Font(bold=True)
            sheet.append(heading)
            for row in rows:
                sheet.append([_plain_cell(sheet, value) for value in row])
                written += 1
            number += 1
            if len(first) < _CHUNK:
                break
    book.save(file)
    return written


def _plain_cell(sheet: WriteOnlyWorksheet, value: Cell) -> object:
    if not isinstance(value, str):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("\ufffd", value)[:_LONGEST_CELL]
    if not text.startswith(("=", "#")):
        return text
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    return cell


def _widths(columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> list[int]:
    return [
        min(_WIDEST, 2 + max(len(column), *(len(str(row[at])) for row in rows[:200]), 6))
        for at, column in enumerate(columns)
    ]


def _chunks(
    rows: Iterable[Sequence[Cell]], cancelled: Callable[[], bool] | None
) -> Iterator[list[Sequence[Cell]]]:
    source = iter(rows)
    while chunk := list(islice(source, _CHUNK)):
        if cancelled is not None and cancelled():
            raise Cancelled("The export was cancelled; nothing was kept of it.")
        yield chunk
