"""Which files are meant when a person names files and folders."""

import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

_LITTER = re.compile(
    r"(?i)^(?:\.|~\$|(?:thumbs\.db|ehthumbs\.db|desktop\.ini|icon\r|__macosx|\$recycle\.bin"
    r"|system volume information)$)"
)
_PAGE_PARTS = re.compile(
    r"(?i)^(?P<page>.+?)[ _-](?:files|dateien|fichiers|archivos|file|arquivos|bestanden|pliki|filer)$"
)


@dataclass(frozen=True)
class FoundFile:
    """A regular file to be read."""

    path: Path


@dataclass(frozen=True)
class Unfindable:
    """A path that leads to nothing that can be read."""

    path: Path
    reason: str


def walk(
    paths: Iterable[Path], *, cancelled: Callable[[], bool] | None = None
) -> Iterator[FoundFile | Unfindable]:
    """Give every file that is meant, folders with all that is in them, in order of name.

    Left out of folders: hidden files, what operating systems leave behind, and the folder of pictures and
    scripts that a browser saves beside a page. A file or folder that is reached twice is given once. Ends
    early when ``cancelled`` says so.
    """
    seen: set[tuple[int, int]] = set()
    for path in paths:
        for found in _walk(path, seen):
            if cancelled is not None and cancelled():
                return
            yield found


def shown(path: Path) -> str:
    """Write a path as text, also one whose bytes are no valid text."""
    return os.fsencode(path).decode("utf-8", "replace")


def _walk(path: Path, seen: set[tuple[int, int]]) -> Iterator[FoundFile | Unfindable]:
    # An explicit stack, because folders may nest deeper than Python recurses.
    stack = [path]
    while stack:
        current = stack.pop()
        try:
            status = current.stat()
        except OSError as error:
            yield Unfindable(current, _why(error, current))
            continue
        identity = (status.st_dev, status.st_ino)
        # Hard links are one file under two names: the second is a duplicate worth reporting, not a loop.
        once = stat.S_ISDIR(status.st_mode) or status.st_nlink == 1
        if once and status.st_ino and identity in seen:
            continue
        seen.add(identity)
        if stat.S_ISREG(status.st_mode):
            yield FoundFile(current)
        elif not stat.S_ISDIR(status.st_mode):
            yield Unfindable(current, "This is not a file but a device, pipe or socket.")
        else:
            try:
                inner = _entries(current)
            except OSError as error:
                yield Unfindable(current, _why(error, current))
                continue
            if inner is None:
                yield Unfindable(
                    current, "This folder is itself an archive, so nothing was imported from it."
                )
                continue
            stack.extend(reversed(inner))


def _entries(folder: Path) -> list[Path] | None:
    names = sorted(os.listdir(folder))  # noqa: PTH208  # names alone, in one system call
    if "archive.sqlite" in names:
        return None
    return [folder / name for name in wanted(names)]


def wanted(names: Sequence[str]) -> list[str]:
    """Leave out of the names in a folder what nobody means when they name the folder (see :func:`walk`)."""
    pages = {
        name.rpartition(".")[0].casefold()
        for name in names
        if name.lower().endswith((".html", ".htm", ".xhtml"))
    }
    kept = []
    for name in names:
        part = _PAGE_PARTS.match(name)
        if not (_LITTER.match(name) or (part and part["page"].casefold() in pages)):
            kept.append(name)
    return kept


def _why(error: OSError, path: Path) -> str:
    if isinstance(error, FileNotFoundError):
        return "This link leads nowhere." if path.is_symlink() else "There is no such file or folder."
    if isinstance(error, PermissionError):
        return "You may not read it. Check its permissions."
    return f"It could not be read ({error.strerror or error})."
