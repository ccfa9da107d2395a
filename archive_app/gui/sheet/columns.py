"""The columns of the sheet, and what is wrong with a value typed into one."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from archive_app.model.errors import Refused
from archive_app.operations.articles import plain_values


@dataclass(frozen=True)
class SheetColumn:
    """One column; ``name`` is the field of an article."""

    name: str
    title: str
    width: int
    """Pixels at first."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("Sheet", text)


def sheet_columns() -> tuple[SheetColumn, ...]:
    """Return the columns in order, titled in the person's language."""
    return (
        SheetColumn("title", _tr("Title"), 330),
        SheetColumn("outlet", _tr("Outlet"), 150),
        SheetColumn("authors", _tr("Authors"), 150),
        SheetColumn("published", _tr("Published"), 124),
        SheetColumn("url", _tr("Address"), 190),
        SheetColumn("language", _tr("Language"), 84),
        SheetColumn("section", _tr("Section"), 110),
    )


def complaint_about(field: str, typed: str) -> str:
    """Return a sentence on what is wrong with a value typed for a field, or nothing."""
    if field not in ("title", "published"):
        return ""  # whatever is typed there can be stored
    try:
        plain_values({field: typed})
    except Refused as refusal:
        return str(refusal)
    return ""
