"""Passages as CSV: UTF-8, quoted as RFC 4180 has it, records ended by CRLF, written as they are read.

Line breaks and quotation marks inside a cell stay exactly as they are in the text.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

import regex
from sqlmodel import Session

from archive_app.exporting.layouts import LAYOUTS
from archive_app.model.errors import Cancelled

FORMULA_STARTS = frozenset("=+-@\t\r\n＝＋－＠")
"""A cell that begins with one of these, blanks aside, may be run as a formula (OWASP, "CSV Injection")."""

# Some programs pass over blanks and invisible characters in front of it.
_FORMULA = regex.compile(r"[\t\r\n]|[\s\p{Cf}\p{Cc}]*[=+\-@＝＋－＠]")
_CHUNK = 1_000  # passages in memory at a time
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class CsvOptions:
    """How a CSV is written."""

    layout: str = "passages"
    """One of :data:`archive_app.exporting.layouts.LAYOUTS`."""
    bom: bool = True
    """Begin with a byte order mark, by which Excel knows that it is UTF-8."""
    raw: bool = False
    """Leave cells that a spreadsheet would run as a formula without the apostrophe that prevents it."""


def write_csv(
    session: Session,
    passage_ids: Sequence[int],
    output: BinaryIO,
    options: CsvOptions,
    *,
    progress: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> int:
    """Write these passages in the order given; return how many rows there are below the heading.

    ``progress`` hears how many passages are done.

    Raises:
        Cancelled: ``cancelled`` said so; a part has been written.
        OSError: The output could not be written.
    """
    layout = LAYOUTS[options.layout]
    if options.bom:
        output.write(_BYTE_ORDER_MARK)
    output.write(_encoded([layout.columns]))
    written = 0
    for start in range(0, len(passage_ids), _CHUNK):
        if cancelled is not None and cancelled():
            raise Cancelled("The export was cancelled; nothing was kept of it.")
        chunk = passage_ids[start : start + _CHUNK]
        rows = layout.rows(session, chunk)
        output.write(csv_rows(rows, raw=options.raw))
        written += len(rows)
        if progress is not None:
            progress(start + len(chunk))
    return written


def csv_rows(rows: Iterable[Sequence[object]], *, raw: bool = False) -> bytes:
    """Return rows as they stand in a CSV file; unless ``raw``, no cell of them runs as a formula."""
    return _encoded(rows if raw else _guarded(rows))


def _encoded(rows: Iterable[Sequence[object]]) -> bytes:
    sheet = io.StringIO(newline="")
    csv.writer(sheet, lineterminator="\r\n").writerows(rows)
    return sheet.getvalue().encode("utf-8")


def _guarded(rows: Iterable[Sequence[object]]) -> Iterator[Sequence[object]]:
    for row in rows:
        if any(map(_runs, row)):
            yield [f"'{cell}" if _runs(cell) else cell for cell in row]
        else:
            yield row


def _runs(cell: object) -> bool:
    # Numbers are ours; only text can begin with what someone else wrote, and most of it begins with a letter.
    return isinstance(cell, str) and not cell[:1].isalnum() and _FORMULA.match(cell) is not None
