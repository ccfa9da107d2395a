"""A look at a table before it is imported: its columns, its first rows, and which column seems to be what."""

import json
from dataclasses import asdict, dataclass

from archive_app.importing.tables.mapping import TableMapping, header_signature
from archive_app.importing.tables.table import Table

LOOK = "look"
"""The setting that asks for a preview of a table, and for nothing else to be read."""
_ROWS = 20
_CELL = 2000
_MOST_COUNTED = 10_000


@dataclass(frozen=True, slots=True)
class TablePreview:
    """What a person needs to see to say which column is what."""

    kind: str
    """For people, e.g. ``CSV table``."""
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    """The first ones, each cell cut to 2,000 characters."""
    guess: TableMapping
    count: int
    """Rows that are not blank."""
    is_counted: bool = True
    """Whether the count is right; else there are more rows."""
    sheets: tuple[str, ...] = ()
    """Of a workbook."""

    @property
    def signature(self) -> str:
        """Under which name a mapping for such tables is remembered."""
        return header_signature(self.columns)

    def as_json(self) -> str:
        """Write it as JSON."""
        return json.dumps({**asdict(self), "guess": self.guess.as_json()})

    @classmethod
    def from_json(cls, written: str) -> "TablePreview":
        """Read what :meth:`as_json` wrote.

        Raises:
            ValueError: It did not.
        """
        said = json.loads(written)
        return cls(
            str(said["kind"]),
            tuple(map(str, said["columns"])),
            tuple(tuple(map(str, row)) for row in said["rows"]),
            TableMapping.from_json(said["guess"]),
            int(said["count"]),
            bool(said["is_counted"]),
            tuple(map(str, said["sheets"])),
        )


def preview_of(table: Table, guess: TableMapping) -> TablePreview:
    """Make a preview of a table."""
    rows = tuple(tuple(cell[:_CELL] for cell in row.cells) for row in table.first()[:_ROWS])
    count = 0
    for row in table.rows:
        count += not row.is_blank
        if count > _MOST_COUNTED:
            break
    return TablePreview(
        table.kind,
        table.columns,
        rows,
        guess,
        min(count, _MOST_COUNTED),
        count <= _MOST_COUNTED,
        table.sheets,
    )
