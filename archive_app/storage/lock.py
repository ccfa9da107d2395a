"""One writer: an OS file lock in the archive, gone with the process that holds it."""

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
        holder = {
            "process": os.getpid(),
            "computer": socket.gethostname(),
            "program": Path(sys.argv[0]).name,
            "since": now(),
        }
        places.lock_holder.write_text(json.dumps(holder), "utf-8")

    def release(self) -> None:
        """Let others write."""
        if self._lock.is_locked:
            self._places.lock_holder.unlink(missing_ok=True)
            self._lock.release()


def _holder(path: Path) -> str:
    try:
        holder = json.loads(path.read_text("utf-8"))
        process, computer, since = holder["process"], holder["computer"], holder["since"]
        return f"in another window or program (process {process} on {computer}, since {since})"
    except (OSError, ValueError, KeyError, TypeError):
        return "in another window or program"
