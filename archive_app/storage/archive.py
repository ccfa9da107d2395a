"""An archive: a folder with its database, its originals and its backups, opened to read or to write."""

import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from archive_app.model.errors import ArchiveError, ArchiveInUse, NotAnArchive, Refused
from archive_app.model.identity import new_uid, now
from archive_app.model.tables import Coder, JournalEntry, Property
from archive_app.storage.backup import back_up, back_up_daily, copy_database
from archive_app.storage.connection import BUSY, primary_code, reading_engine, writing_engine
from archive_app.storage.journal import Changes, Transaction, as_one, entries_on_stack, last_entry
from archive_app.storage.lock import WriterLock
from archive_app.storage.places import Places, is_remote_or_synced
from archive_app.storage.schema import HEAD, migrate, schema_version, unreadable
from archive_app.storage.texts import VersionTexts

_DISK_PROBLEMS = ("disk", "full", "readonly", "read-only", "i/o", "unable to open")


class Archive:
    """An open archive.

    Reading works from any thread; writing from one thread at a time, and only in an archive opened for it.
    """

    def __init__(self, places: Places, lock: WriterLock | None) -> None:
        """Use :func:`create_archive` or :func:`open_archive`."""
        self.places = places
        self._lock = lock
        self._write_turn = threading.RLock()
        self.imports_under_way: set[int] = set()
        """Keys of the import runs that this process is at; another one that has no end was stopped."""
        self.steps_under_way: set[int] = set()
        """Steps of the journal that this process goes on with: not to be taken back before they are whole."""
        self.texts = VersionTexts()
        """The texts that passages are cut from."""
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
        entry. By :attr:`Change.goes_on` it becomes a part of an earlier step.

        Raises:
            ArchiveError: The archive is open for reading only, or the disk refused.
        """
        with self._writing() as transaction:
            change = Change(transaction, label)
            yield change
            if transaction.has_changes:
                change.changes = transaction.record(operation, change.label, coder, goes_on=change.goes_on)

    @contextmanager
    def lasting(self) -> Iterator[Transaction]:
        """Write rows that are never taken back (:data:`~archive_app.model.tables.LASTING`), with no entry.

        Raises:
            ArchiveError: The archive is open for reading only, or the disk refused.
        """
        with self._writing() as transaction:
            yield transaction
            assert not transaction.has_changes, "what can be taken back needs an entry in the journal"

    def undo(
        self,
        coder: str,
        *,
        seen: int | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> Changes | None:
        """Take back the last step that was not yet undone; nothing when there is none.

        ``seen`` is the last sequence that the person knew of. A step of several entries, such as a large
        import, is taken back entry by entry, each on disk before the next; when the program is killed
        meanwhile, the next call goes on. ``progress`` hears after each how many are done and how many there
        are; it is called from this thread.

        Raises:
            Refused: Another step than the one that was seen would be undone, or the step is under way still.
        """
        return self._reverse("undo", coder, seen, progress)

    def redo(
        self,
        coder: str,
        *,
        seen: int | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> Changes | None:
        """Do again what was undone last; nothing when there is none.

        ``seen`` and ``progress`` are as for :meth:`undo`.

        Raises:
            Refused: Another step than the one that was seen would be done again.
        """
        return self._reverse("redo", coder, seen, progress)

    def _reverse(
        self,
        operation: str,
        coder: str,
        seen: int | None,
        progress: Callable[[int, int], None] | None,
    ) -> Changes | None:
        done: list[Changes] = []
        of_step = 1
        with self._write_turn:  # so that nothing is done between the entries of a step
            while len(done) < of_step:
                with self._writing() as transaction:
                    last = last_entry(transaction.session)
                    if not done and last is not None and seen is not None:
                        _refuse_what_was_not_seen(transaction.session, operation, last, seen)
                    top = getattr(last, f"{operation}_next") if last else None
                    if top is None:
                        return None
                    entry = transaction.session.get_one(JournalEntry, top)
                    if entry.step in self.steps_under_way:
                        raise Refused(
                            f"“{entry.label}” is still under way. Wait until it is done, or cancel it; "
                            "then it can be undone."
                        )
                    if not done:
                        of_step = entries_on_stack(transaction.session, entry, operation)
                    transaction.reverse(top)
                    label = done[0].label if done else entry.label
                    done.append(transaction.record(operation, label, coder, reverses=entry))
                if progress is not None:
                    progress(len(done), of_step)
        return as_one(done)

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
        self.goes_on: int | None = None
        """The first entry of the step that this change belongs to, if not to one of its own."""
        self.coders: dict[str, Coder] = {}
        """Those asked for so far, by name."""
        self.changes: Changes | None = None
        """Set when the change is on disk; still nothing when it changed nothing."""

    def go_on_with(self, step: int | None) -> None:
        """Make the change a part of an earlier step, if there is one and it is what Undo takes back next."""
        if step is not None and self.transaction.lies_on_top(step):
            self.goes_on = step


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


def _refuse_what_was_not_seen(session: Session, operation: str, last: JournalEntry, seen: int) -> None:
    """Refuse to reverse another entry than the one that was on top of the stack after ``seen``."""
    then = session.get(JournalEntry, seen)
    pointer = f"{operation}_next"
    if last.sequence != seen and (then is None or getattr(then, pointer) != getattr(last, pointer)):
        raise Refused(
            f"Meanwhile “{last.label}” was done, so nothing was taken back or done again. "
            "Look at the Edit menu to see what comes next."
        )


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
