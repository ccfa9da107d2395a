"""An archive: a folder with its database, its originals and its backups, opened to read or to write."""

import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from archive_app.model.errors import ArchiveError, ArchiveInUse, NotAnArchive, Refused
from archive_app.model.identity import new_uid, now
from archive_app.model.tables import JournalEntry, Property
from archive_app.storage.backup import back_up, back_up_daily, copy_database
from archive_app.storage.connection import BUSY, primary_code, reading_engine, writing_engine
from archive_app.storage.journal import Changes, Transaction, last_entry
from archive_app.storage.lock import WriterLock
from archive_app.storage.places import Places, is_remote_or_synced
from archive_app.storage.schema import HEAD, migrate, schema_version, unreadable

_DISK_PROBLEMS = ("disk", "full", "readonly", "read-only", "i/o", "unable to open")


class Archive:
    """An open archive.

    Reading works from any thread; writing from one thread at a time, and only in an archive opened for it.
    """

    def __init__(self, places: Places, lock: WriterLock | None) -> None:
        """Use :func:`create_archive` or :func:`open_archive`."""
        self.places = places
        self._lock = lock
        self._write_turn = threading.Lock()
        self.imports_under_way: set[int] = set()
        """Keys of the import runs that this process is at; another one that has no end was stopped."""
        self._writer: Engine | None = None
        try:
            if lock is not None:
                mode = "DELETE" if is_remote_or_synced(places.folder) else "WAL"
                self._writer = writing_engine(places.database, journal_mode=mode)
                # Now, while nobody reads: with a reader at work the journal mode cannot be changed.
                self._writer.connect().close()
            self._readers = reading_engine(places.database)
            with self.reading() as session:
                uid = session.get(Property, "uid")
        except (DBAPIError, sqlite3.Error) as error:
            if self._writer is not None:
                self._writer.dispose()
            cause = error.orig if isinstance(error, DBAPIError) else error
            raise unreadable(self.name, cause) from error
        if uid is None:
            self._readers.dispose()
            if self._writer is not None:
                self._writer.dispose()
            raise NotAnArchive(
                f"The archive “{self.name}” does not say which one it is: its database was altered. "
                "“archive-app restore” lists the copies in its “backups” folder and puts one back."
            )
        self.uid = uid.value

    @property
    def name(self) -> str:
        """What people call it: the folder's name."""
        return self.places.folder.name

    @property
    def is_writable(self) -> bool:
        """Whether this process holds the right to write."""
        return self._writer is not None

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session that sees one moment of the archive and changes nothing."""
        with Session(self._readers, expire_on_commit=False, autoflush=False) as session:
            yield session

    @contextmanager
    def change(self, operation: str, label: str, coder: str) -> Iterator["Change"]:
        """Make one journalled, undoable change; on disk when the block ends, undone when it raises.

        ``operation`` names it for programs, ``label`` for people. A block that changed nothing leaves no
        entry.

        Raises:
            ArchiveError: The archive is open for reading only, or the disk refused.
        """
        with self._writing() as transaction:
            change = Change(transaction, label)
            yield change
            if transaction.has_changes:
                change.changes = transaction.record(operation, change.label, coder)

    @contextmanager
    def lasting(self) -> Iterator[Transaction]:
        """Write rows that are never taken back (:data:`~archive_app.model.tables.LASTING`), with no entry.

        Raises:
            ArchiveError: The archive is open for reading only, or the disk refused.
        """
        with self._writing() as transaction:
            yield transaction
            assert not transaction.has_changes, "what can be taken back needs an entry in the journal"

    def undo(self, coder: str, *, seen: int | None = None) -> Changes | None:
        """Take back the last operation that was not yet undone; nothing when there is none.

        ``seen`` is the last sequence that the person knew of.

        Raises:
            Refused: Something was done after ``seen``: another operation than expected would be undone.
        """
        return self._reverse("undo", coder, seen)

    def redo(self, coder: str, *, seen: int | None = None) -> Changes | None:
        """Do again what was undone last; nothing when there is none; ``seen`` as for :meth:`undo`.

        Raises:
            Refused: Something was done after ``seen``.
        """
        return self._reverse("redo", coder, seen)

    def _reverse(self, operation: str, coder: str, seen: int | None) -> Changes | None:
        with self._writing() as transaction:
            last = last_entry(transaction.session)
            if last is not None and seen is not None and last.sequence != seen:
                raise Refused(
                    f"Meanwhile “{last.label}” was done, so nothing was taken back or done again. "
                    "Look at the Edit menu to see what comes next."
                )
            top = getattr(last, f"{operation}_next") if last else None
            if top is None:
                return None
            entry = transaction.session.get_one(JournalEntry, top)
            transaction.reverse(top)
            return transaction.record(operation, entry.label, coder, reverses=entry)

    @contextmanager
    def _writing(self) -> Iterator[Transaction]:
        if self._writer is None:
            raise Refused(f"The archive “{self.name}” is open for reading only, so nothing was changed.")
        with self._write_turn:
            try:
                with self._writer.begin() as connection:
                    transaction = Transaction(connection)
                    yield transaction
                    transaction.session.close()
            except DBAPIError as error:
                if primary_code(error.orig) in BUSY:
                    raise ArchiveInUse(
                        f"The archive “{self.name}” is being read by another window or program that did not "
                        "finish in time. Nothing was changed. Try again, or close it there."
                    ) from error
                reason = str(error.orig)
                if any(word in reason.lower() for word in _DISK_PROBLEMS):
                    raise ArchiveError(
                        f"The archive “{self.name}” could not be written ({reason}). Nothing was changed. "
                        "Check the space on the disk and the folder's permissions."
                    ) from error
                raise

    def back_up(self, reason: str) -> Path:
        """Copy the database, as it is this moment, into ``backups/`` and return the copy."""
        return back_up(self.places, reason)

    def save_copy(self, folder: Path) -> None:
        """Copy the whole archive into a new folder; it keeps its uid, so both can be merged later.

        Raises:
            Refused: The folder exists and is not empty, or lies inside the archive.
            ArchiveError: The copy could not be written, or the originals not read; no part of it is left.
        """
        own = self.places.folder.resolve()
        if own in (folder.resolve(), *folder.resolve().parents):
            raise Refused(f"“{folder}” lies inside the archive. Choose a place outside it for the copy.")
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise Refused(f"“{folder}” is not empty, so the archive was not copied there.")
        unfinished = folder.with_name(f"{folder.name}.unfinished-{new_uid()[:8]}")
        copy = Places(unfinished)
        try:
            if not self.places.originals.is_dir():
                raise ArchiveError(
                    f"The folder “{self.places.originals}” is missing, so the archive was not copied. "
                    "Put it back, or make an empty one if it is lost."
                )
            copy.backups.mkdir(parents=True)
            copy_database(self.places.database, copy.database)
            shutil.copytree(self.places.originals, copy.originals, symlinks=True)
            if folder.exists():
                folder.rmdir()
            unfinished.rename(folder)
        except (OSError, shutil.Error) as error:
            raise ArchiveError(
                f"The archive could not be copied to “{folder}” ({error}). No part of the copy was kept. "
                "Check the space on the disk and the folder's permissions."
            ) from error
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)

    def close(self) -> None:
        """Close every connection and let others write."""
        self._readers.dispose()
        if self._writer is not None:
            with self._write_turn:
                self._writer.dispose()
                self._writer = None
        if self._lock is not None:
            self._lock.release()

    def __enter__(self) -> "Archive":
        return self

    def __exit__(self, *_reason: object) -> None:
        self.close()


class Change:
    """A change being made through ``transaction``; afterwards ``changes`` says what it did."""

    def __init__(self, transaction: Transaction, label: str) -> None:
        self.transaction = transaction
        self.session = transaction.session
        self.label = label
        self.changes: Changes | None = None
        """Set when the change is on disk; still nothing when it changed nothing."""


def create_archive(folder: Path) -> Archive:
    """Make a new, empty archive in a folder that does not exist yet or is empty, and open it to write.

    Raises:
        Refused: The folder holds something already.
        ArchiveError: It cannot be written.
    """
    places = Places(folder)
    places.refuse_links()
    if places.database.exists():
        raise Refused(f"“{folder}” is an archive already. Open it instead, or choose another name.")
    if folder.exists() and (not folder.is_dir() or any(_not_left_behind(places))):
        raise Refused(f"“{folder}” is not empty. Choose a new folder for the archive.")
    try:
        places.originals.mkdir(parents=True, exist_ok=True)
        places.backups.mkdir(exist_ok=True)
    except OSError as error:
        raise ArchiveError(
            f"The archive “{folder}” could not be made ({error.strerror or error}). Choose another place."
        ) from error
    lock = WriterLock(places)
    try:
        # Written beside and moved into place, so that a stop half-way leaves no half archive.
        unfinished = places.database.with_suffix(".unfinished")
        unfinished.unlink(missing_ok=True)
        migrate(unfinished)
        with sqlite3.connect(unfinished) as connection:
            facts = [("uid", new_uid()), ("created", now())]
            connection.executemany("INSERT INTO property (key, value) VALUES (?, ?)", facts)
        connection.close()
        unfinished.replace(places.database)
        return Archive(places, lock)
    except BaseException:
        lock.release()
        raise


def open_archive(folder: Path, *, write: bool = True) -> Archive:
    """Open an archive; an older one is backed up and brought up to date first.

    Raises:
        NotAnArchive: There is none, or it is damaged, altered or newer than this program.
        ArchiveInUse: It is to be written and another process writes to it.
    """
    if folder.name == "archive.sqlite":
        folder = folder.parent
    places = Places(folder)
    places.refuse_links()
    if not places.database.is_file():
        raise NotAnArchive(
            f"There is no archive in “{folder}”. Choose a folder that holds an “archive.sqlite”."
        )
    version = schema_version(places.database)
    if not write:
        if version != HEAD:
            raise NotAnArchive(
                f"The archive “{folder.name}” is of an older version. "
                "Open it in the window once to bring it up to date."
            )
        return Archive(places, None)
    lock = WriterLock(places)
    try:
        places.originals.mkdir(exist_ok=True)
        places.backups.mkdir(exist_ok=True)
        if version != HEAD:
            copy_database(places.database, places.backups / f"before version {HEAD}, from {version}.sqlite")
            migrate(places.database)
        archive = Archive(places, lock)
    except BaseException:
        lock.release()
        raise
    if version == HEAD:
        back_up_daily(places)
    return archive


def _not_left_behind(places: Places) -> Iterator[Path]:
    """Yield what lies in a folder besides what a making that was killed half-way leaves there."""
    holder = places.lock_holder
    ours = {
        places.lock, holder, holder.with_name(f"{holder.name}.new"), places.originals, places.backups,
    }  # fmt: skip
    for path in places.folder.iterdir():
        unfinished = path.name.startswith(places.database.with_suffix(".unfinished").name)
        empty = path.is_dir() and path in ours and not any(path.iterdir())
        if not (unfinished or empty or (path in ours and path.is_file())):
            yield path
