"""Which column of a table is the title, which the text: a mapping, given by a person or guessed."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Literal

from archive_app.model.errors import Refused

Role = Literal[
    "title",
    "text",
    "date",
    "outlet",
    "authors",
    "url",
    "language",
    "section",
    "id",
    "doi",
    "collections",
    "labels",
]
ROLES: tuple[Role, ...] = (
    "title", "text", "date", "outlet", "authors", "url", "language", "section", "id", "doi",
    "collections", "labels",
)  # fmt: skip
"""What a column of a table can be."""

DateOrder = Literal["", "day", "month"]

COLUMNS = "columns"
"""The setting that holds a mapping, or a part of one, for every table that is read."""


@dataclass(frozen=True, slots=True)
class TableMapping:
    """Which column holds what, by the columns' names; empty where no column does."""

    title: str = ""
    text: str = ""
    date: str = ""
    outlet: str = ""
    authors: str = ""
    url: str = ""
    language: str = ""
    section: str = ""
    id: str = ""
    doi: str = ""
    collections: str = ""
    labels: str = ""
    date_order: DateOrder = ""
    """What comes first in dates such as 03/04/2019; empty when the dates themselves are to tell."""
    sheet: str = ""
    """The sheet of a workbook; empty for the first one with a row of headings."""

    def column(self, role: Role) -> str:
        """Return the column that plays a role, or nothing."""
        return str(getattr(self, role))

    def role(self, column: str) -> Role | None:
        """Return what a column is, if anything."""
        return next((role for role in ROLES if column and self.column(role) == column), None)

    def assigned(self, role: Role, column: str) -> "TableMapping":
        """Say which column plays a role; it plays no other then."""
        said: dict[str, Any] = {other: "" for other in ROLES if column and self.column(other) == column}
        return replace(self, **{**said, role: column})

    def fits(self, columns: Sequence[str]) -> bool:
        """Whether a table has every column that it names."""
        return all(self.column(role) in ("", *columns) for role in ROLES)

    @property
    def is_enough(self) -> bool:
        """Whether articles, or at least their addresses, can be made with it."""
        return bool(self.text or self.url)

    def as_json(self) -> str:
        """Write it as JSON, what is empty left out."""
        said = {field.name: getattr(self, field.name) for field in fields(self)}
        return json.dumps({name: value for name, value in said.items() if value}, ensure_ascii=False)

    @classmethod
    def from_json(cls, written: str) -> "TableMapping":
        """Read what :meth:`as_json` wrote.

        Raises:
            Refused: It is no mapping.
        """
        try:
            said = json.loads(written)
            known = {field.name for field in fields(cls)}
            if not all(isinstance(value, str) for value in said.values()) or not known.issuperset(said):
                raise ValueError
            if said.get("date_order", "") not in ("", "day", "month"):
                raise ValueError
            return cls(**said)
        except (ValueError, AttributeError, TypeError) as error:
            raise Refused(f"“{written[:200]}” does not say which column is what.") from error


def header_signature(columns: Sequence[str]) -> str:
    """Return a short name for a row of headings, the same whatever their case and spacing."""
    folded = "\x1f".join(" ".join(column.casefold().split()) for column in columns)
    return hashlib.sha256(folded.encode("utf-8", "replace")).hexdigest()[:16]


def setting_of(signature: str) -> str:
    """Return the setting that holds the mapping of tables with these headings."""
    return f"{COLUMNS} {signature}"


def given_mapping(columns: Sequence[str], settings: Mapping[str, str]) -> TableMapping | None:
    """Return the whole mapping that a person gave for tables with these headings.

    Raises:
        Refused: What the settings hold is none.
    """
    written = settings.get(setting_of(header_signature(columns)))
    return TableMapping.from_json(written) if written else None


def amended(guess: TableMapping, columns: Sequence[str], settings: Mapping[str, str]) -> TableMapping:
    """Put what a person said of every table's columns into a guess.

    Raises:
        Refused: There is no such column, or what the settings hold is no mapping.
    """
    written = settings.get(COLUMNS)
    if not written:
        return guess
    said = TableMapping.from_json(written)
    for role in ROLES:
        column = said.column(role)
        if not column:
            continue
        known = next((name for name in columns if name.casefold() == column.casefold()), None)
        if known is None:
            raise Refused(f"The table has no column “{column}”. It has: {', '.join(columns)}.")
        guess = guess.assigned(role, known)
    return replace(guess, date_order=said.date_order or guess.date_order, sheet=said.sheet or guess.sheet)
