"""Identities and times as they stand in every table."""

import uuid
from datetime import UTC, datetime


def new_uid() -> str:
    """Return a fresh UUID (version 4) in its canonical 36 characters."""
    return str(uuid.uuid4())


def now() -> str:
    """Return the present moment as ISO 8601 in UTC with milliseconds, e.g. ``2026-03-14T09:20:00.123Z``."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
