"""Backups of an archive's database: made, listed, put back."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from archive_app.model.errors import NotAnArchive
from archive_app.operations.checking import CheckReport
from archive_app.storage.backup import back_up, backups, restore_backup
from archive_app.storage.places import Places
from archive_app.storage.schema import schema_version


@dataclass(frozen=True)
class Backup:
    """A copy of the database in an archive's ``backups`` folder."""

    name: str
    made: str
    """ISO 8601 in UTC."""
    size: int
    """Bytes."""


def back_up_archive(folder: Path) -> Path:
    """Copy an archive's database into its ``backups`` folder, also while it is open, and return the copy.

    Raises:
        NotAnArchive: There is no archive, or it is damaged.
        ArchiveError: The copy could not be written; no part of it is left.
    """
    places = _places(folder)
    if not places.database.is_file():
        raise NotAnArchive(
            f"There is no archive in “{folder}”. Choose a folder that holds an “archive.sqlite”."
        )
    schema_version(places.database)
    return back_up(places, "by hand")


def list_backups(folder: Path) -> list[Backup]:
    """Return the backups of an archive, newest first; it may be damaged.

    Raises:
        NotAnArchive: There is no archive and no backup.
    """
    places = _places(folder)
    if not places.database.is_file() and not places.backups.is_dir():
        raise NotAnArchive(f"There is no archive in “{folder}”. Choose a folder that holds its “backups”.")
    found = []
    for path in backups(places):
        stat = path.stat()
        made = datetime.fromtimestamp(stat.st_mtime, UTC).isoformat(timespec="seconds")
        found.append(Backup(path.stem, made, stat.st_size))
    return found


def restore_archive(folder: Path, backup: Path) -> CheckReport:
    """Put a backup in the place of an archive's database, which is kept beside the backups, and check it.

    Raises:
        ArchiveError: As :func:`archive_app.storage.backup.restore_backup` says.
    """
    return CheckReport(tuple(restore_backup(folder, backup)))


def _places(folder: Path) -> Places:
    places = Places(folder.parent if folder.name == "archive.sqlite" else folder)
    places.refuse_links()
    return places
