"""One writer: an OS file lock in the archive, gone with the process that holds it."""

import contextlib
import json
import os
import socket
import sys
from pathlib import Path

from filelock import FileLock, Timeout

from archive_app.model.errors import ArchiveError, ArchiveInUse
from archive_app.model.identity import now
from archive_app.storage.places import Places


class WriterLock:
    """The right to write to one archive, held until :meth:`release` or the end of the process."""

    def __init__(self, places: Places) -> None:
        """Take the lock.

        Raises:
            ArchiveInUse: Another process holds it; the sentence says which.
            ArchiveError: The folder cannot be written to.
        """
        self._places = places
        self._lock = FileLock(places.lock, thread_local=False)
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise ArchiveInUse(
                f"The archive “{places.folder.name}” is open for writing {_holder(places.lock_holder)}. "
                "Close it there, then try again."
            ) from None
        except OSError as error:
            raise ArchiveError(
                f"The archive “{places.folder}” cannot be written to ({error.strerror or error}). "
                "Check the folder's permissions and the space on the disk."
            ) from error
        # Who holds it is told to people; a full disk, on which that cannot be said, can still be opened.
        with contextlib.suppress(OSError):
            _write_holder(places.lock_holder)

    def release(self) -> None:
        """Let others write."""
        if self._lock.is_locked:
            with contextlib.suppress(OSError):
                self._places.lock_holder.unlink(missing_ok=True)
            self._lock.release()


def _write_holder(path: Path) -> None:
    holder = {
        "process": os.getpid(),
        "computer": socket.gethostname(),
        "program": Path(sys.argv[0]).name,
        "since": now(),
    }
    # An archive comes from others too: what lies under this name may be a link to a file of the user's.
    unfinished = path.with_name(f"{path.name}.new")
    unfinished.unlink(missing_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    with os.fdopen(os.open(unfinished, flags, 0o644), "w", encoding="utf-8") as file:
        json.dump(holder, file)
    unfinished.replace(path)


def _holder(path: Path) -> str:
    try:
        if path.is_symlink() or not path.is_file():
            return "in another window or program"
        holder = json.loads(path.read_text("utf-8"))
        process, computer, since = holder["process"], holder["computer"], holder["since"]
        return f"in another window or program (process {process} on {computer}, since {since})"
    except (OSError, ValueError, KeyError, TypeError):
        return "in another window or program"
