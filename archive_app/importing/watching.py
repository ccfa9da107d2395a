"""A folder that is watched: new files in it are imported once they have stopped growing, and never twice."""

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path

from archive_app.importing.walking import FoundFile, walk

_UNFINISHED = re.compile(
    r"(?i)\.(?:crdownload|part|partial|download|opdownload|filepart|tmp|temp|unfinished)$"
)
"""Names that browsers and programs give to a file until all of it is there, however long it rests."""

STILL_SECONDS = 2.0
"""For how long a file has to stay as it is before it counts as finished."""

Stamp = tuple[int, int]
"""A file's size in bytes and the nanosecond of its last change."""


class WatchedFolder:
    """Looks at a folder again and again, and says which files have newly come to rest in it.

    A file is known by its path, size and time of change: one that is written anew counts as new. What was
    given out is remembered in ``seen``, which belongs on disk, so that nothing is given out again after a
    restart.
    """

    def __init__(self, folder: Path, seen: Mapping[str, Stamp] | None = None) -> None:
        self.folder = folder
        self.seen: dict[str, Stamp] = dict(seen or {})
        self._growing: dict[str, tuple[Stamp, float]] = {}

    def look(self, now: float) -> list[Path]:
        """Return the files that are finished and were not given out before; ``now`` in seconds.

        Files that lie in the folder at the first look are given out too. A folder that is not there, because
        its disk is not connected, is empty.
        """
        finished: list[Path] = []
        growing: dict[str, tuple[Stamp, float]] = {}
        # Unlike Path.is_dir this holds whatever is wrong with a disk for “not there”.
        for found in walk([self.folder]) if os.path.isdir(self.folder) else ():  # noqa: PTH112
            if not isinstance(found, FoundFile) or _UNFINISHED.search(found.path.name):
                continue
            stamp = _stamp(found.path)
            path = os.fspath(found.path)
            if stamp is None or self.seen.get(path) == stamp:
                continue
            before, since = self._growing.get(path, (None, now))
            if before == stamp and now - since >= STILL_SECONDS and stamp[0] > 0:
                finished.append(found.path)
                self.seen[path] = stamp
            else:
                growing[path] = (stamp, since if before == stamp else now)
        self._growing = growing
        return finished


def read_seen(file: Path) -> dict[str, Stamp]:
    """Read what :func:`write_seen` wrote; nothing when there is no such file, or it is damaged."""
    try:
        kept = json.loads(file.read_text("utf-8"))
        return {str(path): (int(size), int(changed)) for path, (size, changed) in kept.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def write_seen(file: Path, seen: Mapping[str, Stamp]) -> None:
    """Write which files were given out, replacing the file at once.

    Raises:
        OSError: It cannot be written.
    """
    unfinished = file.with_suffix(".unfinished")
    # In ASCII, because names that are no valid text could be written but not read again.
    unfinished.write_text(json.dumps(seen), "ascii")
    unfinished.replace(file)


def _stamp(path: Path) -> Stamp | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns
