"""Looking at tables in the sandbox, before they are imported."""

from collections.abc import Callable, Mapping

from archive_app.importing.reader import Unreadable
from archive_app.importing.sandbox import Sandbox
from archive_app.importing.tables.preview import LOOK, TablePreview

TABLE_SUFFIXES = frozenset((".csv", ".tsv", ".tab", ".xlsx", ".xlsm", ".json", ".jsonl", ".ndjson"))
"""Endings of files worth a look; whether they are tables their bytes say."""


def table_preview(
    sandbox: Sandbox,
    name: str,
    content: bytes,
    settings: Mapping[str, str] | None = None,
    *,
    cancelled: Callable[[], bool] | None = None,
) -> TablePreview | None:
    """Look at a file's columns and first rows; nothing when it is no table or cannot be read as one.

    Raises:
        Cancelled: ``cancelled`` said so.
    """
    try:
        reading = sandbox.read(name, content, settings={**(settings or {}), LOOK: "yes"}, cancelled=cancelled)
        return TablePreview.from_json(reading.look) if reading.look else None
    except (Unreadable, ValueError, KeyError, TypeError):
        return None  # the import itself will say why
