"""A table of any format as the rest of the import sees it: headings, and rows of text."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice

PEEKED = 1000
"""How many rows are looked at to guess by."""
MOST_COLUMNS = 1000


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table."""

    number: int
    """As a spreadsheet counts: the headings are row 1. Of JSON, which object it is."""
    cells: tuple[str, ...] = ()
    """As many as there are columns; none when it could not be read."""
    problem: str = ""
    """A sentence that says why it could not be read."""

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing in it."""
        return not self.problem and not any(cell.strip() for cell in self.cells)


@dataclass
class Table:
    """A table whose rows can be gone through once; the first ones can be looked at before."""

    kind: str
    """For people, e.g. ``CSV table``."""
    columns: tuple[str, ...]
    rows: Iterator[Row]
    encoding: str = ""
    warnings: tuple[str, ...] = ()
    sheet: str = ""
    """The sheet of a workbook that it is."""
    sheets: tuple[str, ...] = ()
    """All sheets of that workbook."""
    _first: list[Row] | None = field(default=None, repr=False)

    def first(self) -> list[Row]:
        """Return the first rows that are not blank, which :attr:`rows` still gives."""
        if self._first is None:
            self._first = list(islice(self.rows, PEEKED))
            self.rows = chain(self._first, self.rows)
        return [row for row in self._first if row.cells and not row.is_blank]


def unique_headings(cells: Iterable[str]) -> tuple[str, ...]:
    """Name every column: one without a heading by its place, of two with the same name the second ``(2)``."""
    named: list[str] = []
    for place, cell in enumerate(cells, 1):
        name = plain = " ".join(cell.split())[:200] or f"Column {place}"
        again = 1
        while name in named:
            again += 1
            name = f"{plain} ({again})"
        named.append(name)
    return tuple(named)
