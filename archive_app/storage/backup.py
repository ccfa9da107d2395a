"""Copies of an archive's database: made while it is in use, kept for a while, put back after damage."""

import logging
import os
import sqlite3
import time
from contextlib import closing, suppress
from pathlib import Path

from archive_app.model.errors import ArchiveError, NotAnArchive, NotFound, Refused
from archive_app.model.identity import now
from archive_app.storage.checking import problems
from archive_app.storage.connection import primary_code, reading_address
from archive_app.storage.lock import WriterLock
from archive_app.storage.places import Places
from archive_app.storage.schema import HEAD, migrate, schema_version

AUTOMATIC = "automatic"
"""The reason in the names of the copies that Archive App makes by itself."""

_DAY = 24 * 60 * 60
_KEPT = 7
_LARGEST = 500 * 1024 * 1024  # bytes; beyond it a copy would be waited for


def copy_database(database: Path, copy: Path) -> None:
    """Copy a database that may be open, WAL included; the copy appears when it is complete.

    Raises:
        NotAnArchive: It is damaged.
        ArchiveError: It cannot be read, or the copy could not be written; no part of it is left.
    """
    unfinished = copy.with_name(f"{copy.name}.unfinished")
    try:
        with closing(sqlite3.connect(reading_address(database), uri=True, timeout=10.0)) as source:
            source.execute("PRAGMA query_only=ON")
            source.execute("PRAGMA wal_autocheckpoint=0")
            unfinished.unlink(missing_ok=True)
            with closing(sqlite3.connect(unfinished)) as target:
                source.backup(target)
                target.execute("PRAGMA journal_mode=DELETE")
        _to_disk(unfinished)
        unfinished.replace(copy)
    except (sqlite3.Error, OSError) as error:
        if primary_code(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise NotAnArchive(f"“{database.name}” is damaged ({error}), so it was not copied.") from error
        raise ArchiveError(
            f"The copy “{copy}” could not be written ({error}). Check the space on the disk."
        ) from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)


def back_up(places: Places, reason: str) -> Path:
    """Copy the database, as it is this moment, into ``backups/`` and return the copy.

    Raises:
        ArchiveError: The copy could not be written; no part of it is left.
    """
    places.backups.mkdir(exist_ok=True)
    copy = _free(places, reason)
    copy_database(places.database, copy)
    return copy


def backups(places: Places) -> list[Path]:
    """Return the copies in ``backups/``, newest first."""
    found = places.backups.glob("*.sqlite") if places.backups.is_dir() else ()
    files = [path for path in found if path.is_file() and not path.is_symlink()]
    return sorted(files, key=lambda path: (path.stat().st_mtime, path.name), reverse=True)


def back_up_daily(places: Places) -> Path | None:
    """Back up an archive with work that its newest automatic copy, a day old or more, does not have.

    The newest seven are kept. It never keeps an archive from being opened: what goes wrong is only logged.
    Nothing is copied, and nothing dropped, when the database is over 500 MB or damaged.
    """
    try:
        automatic = [path for path in backups(places) if path.stem.endswith(f" {AUTOMATIC}")]
        if places.database.stat().st_size > _LARGEST:
            return None
        # A copy from the future was made under a wrong clock and counts as old.
        if automatic and 0 <= time.time() - automatic[0].stat().st_mtime < _DAY:
            return None
        if _last_sequence(places.database) == (_last_sequence(automatic[0]) if automatic else 0):
            return None
        copy = back_up(places, AUTOMATIC)
        if not _is_sound(copy):
            copy.unlink()
            return None
        for old in [path for path in automatic if path != copy][_KEPT - 1 :]:
            old.unlink()
        return copy
    except (ArchiveError, OSError, sqlite3.Error) as error:
        logging.getLogger(__name__).warning("No automatic backup of %s: %s", places.folder, error)
        return None


def find_backup(places: Places, name: Path) -> Path:
    """Return the copy in ``backups/`` that is called so, with or without ``.sqlite``, or that lies there.

    Raises:
        NotFound: There is none.
    """
    own: tuple[Path, ...] = ()
    if len(name.parts) == 1:
        own = (places.backups / name, places.backups / f"{name}.sqlite")
    for path in (*own, name):
        if path.is_file() and not path.is_symlink():
            return path
    raise NotFound(
        f"There is no backup “{name}”. “archive-app restore” without a name lists those that there are."
    )


def restore_backup(folder: Path, backup: Path) -> list[str]:
    """Put a copy in the place of an archive's database and return what a check finds wrong afterwards.

    What was there, with the changes that lie beside it, is set aside in ``backups/``. A stop half-way leaves
    either the old database, or none, or the new one: never a mixture; restoring again goes on.

    Raises:
        NotAnArchive: The copy is none of ours or damaged; nothing was changed.
        Refused: The copy is one of another archive; nothing was changed.
        NotFound: There is no such copy.
        ArchiveInUse: Another process writes to the archive.
        ArchiveError: The disk refused.
    """
    places = Places(folder.parent if folder.name == "archive.sqlite" else folder)
    places.refuse_links()
    if not places.database.is_file() and not places.backups.is_dir():
        raise NotAnArchive(f"There is no archive in “{folder}”. Choose a folder that holds its “backups”.")
    backup = find_backup(places, backup)
    lock = WriterLock(places)
    unfinished = places.database.with_suffix(".unfinished")
    try:
        copy_database(backup, unfinished)
        version = schema_version(unfinished)
        if not _is_sound(unfinished):
            raise NotAnArchive(
                f"The backup “{backup.name}” is damaged. Nothing was changed; try an older one."
            )
        if _uid(places.database) not in (None, _uid(unfinished)):
            raise Refused(f"“{backup.name}” is a copy of another archive. Nothing was changed.")
        if version != HEAD:
            migrate(unfinished)
        _to_disk(unfinished)
        # The database goes first: should this stop half-way, no other database ever meets its journal.
        places.backups.mkdir(exist_ok=True)
        aside = _free(places, "replaced")
        for ending in ("", "-wal", "-shm", "-journal"):
            old = places.database.with_name(f"{places.database.name}{ending}")
            if old.exists():
                old.replace(aside.with_name(f"{aside.name}{ending}"))
        unfinished.replace(places.database)
    except (sqlite3.Error, OSError) as error:
        raise ArchiveError(
            f"The backup could not be put in place ({error}). "
            "Close the archive everywhere, check the space on the disk and restore again."
        ) from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
        lock.release()
    return list(problems(places))


def _free(places: Places, reason: str) -> Path:
    """Return a name for a copy made now that no other has: two may be made in a second."""
    stamp = now().replace(":", "").replace("-", "")[:15]
    number = 1
    while True:
        copy = places.backups / f"{stamp}{f'-{number}' if number > 1 else ''} {reason}.sqlite"
        if not any(places.backups.glob(f"{copy.name}*")):
            return copy
        number += 1


def _last_sequence(database: Path) -> int:
    last = _one(reading_address(database), "SELECT coalesce(max(sequence), 0) FROM journal_entry")
    return last if isinstance(last, int) else 0


def _uid(database: Path) -> object:
    # Only the file is read: to read its WAL too would be to write it into the database.
    address = f"{database.absolute().as_uri()}?mode=ro&immutable=1"
    try:
        return _one(address, "SELECT value FROM property WHERE key = 'uid'")
    except sqlite3.Error:
        return None  # not there, or so damaged that it does not say


def _is_sound(database: Path) -> bool:
    try:
        return _one(reading_address(database), "PRAGMA quick_check(1)") == "ok"
    except sqlite3.Error:
        return False


def _one(address: str, query: str) -> object:
    with closing(sqlite3.connect(address, uri=True, timeout=10.0)) as connection:
        connection.execute("PRAGMA query_only=ON")
        connection.execute("PRAGMA trusted_schema=OFF")
        connection.execute("PRAGMA wal_autocheckpoint=0")
        found = connection.execute(query).fetchone()
        return found[0] if found else None


def _to_disk(file: Path) -> None:
    with file.open("rb+") as written:
        os.fsync(written.fileno())
