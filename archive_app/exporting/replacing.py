"""Files that appear whole or not at all."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from archive_app.model.errors import ArchiveError


@contextmanager
def replaced_file(path: Path) -> Iterator[BinaryIO]:
    """Give a file to write that takes the place of ``path`` when the block ends.

    Where the block raises, the file that was there before is untouched. A device or a pipe, which cannot be
    replaced, is written to directly.

    Raises:
        ArchiveError: The file cannot be written there.
    """
    try:
        # What a link points to is replaced, so that the link stays one.
        target = path.resolve()
        if target.exists() and not target.is_file() and not target.is_dir():
            with target.open("wb") as device:
                yield device
            return
        if target.is_dir():
            raise ArchiveError(f"“{path}” is a folder. Give the name of a file to write.")
        unfinished = target.with_name(f".{uuid4().hex[:12]}.unfinished")
        try:
            with unfinished.open("xb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            if target.exists():
                unfinished.chmod(stat.S_IMODE(target.stat().st_mode))
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise ArchiveError(
            f"“{path}” could not be written ({error.strerror or error}). "
            "Check that the folder is there, that the disk has space, and that no other program has the "
            "file open."
        ) from error
