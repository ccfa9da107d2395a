"""The imported files themselves, kept byte for byte under the SHA-256 of what they hold.

A file lies at ``originals/ab/abcdef….html``: two characters of the hash, the hash, and the ending of its own
name where that is short and harmless. Nothing else of a file's name reaches the disk, so no name can lead
out of the folder.
"""

import hashlib
import os
import re
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePath

from archive_app.model.errors import ArchiveError, NotFound, Refused
from archive_app.model.tables import Source
from archive_app.storage.archive import Archive
from archive_app.storage.places import Places

_SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_UNFINISHED = ".unfinished"
_AT_ONCE = 8
"""How many files are flushed to disk at once; the disk writes them in one go."""


@dataclass(frozen=True)
class Original:
    """A file to be kept: what it holds, and the name it had."""

    content: bytes
    sha256: str
    name: str = ""


def digest(content: bytes) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def store_originals(places: Places, originals: Sequence[Original]) -> None:
    """Keep files; all of them are on disk when this returns. One that is kept already stays as it is.

    Raises:
        ArchiveError: The disk refused; some of them may be kept, none is half there.
    """
    folder = places.originals
    try:
        unfinished = folder / _UNFINISHED
        _plain_folder(unfinished)
        written: list[tuple[Path, Path]] = []
        for original in {original.sha256: original for original in originals}.values():
            kept = _place(folder, original.sha256, original.name)
            if not _holds(kept, original):
                part = unfinished / original.sha256
                _write(part, original.content)
                written.append((part, kept))
        if not written:
            return
        with ThreadPoolExecutor(min(_AT_ONCE, len(written))) as pool:
            list(pool.map(_flush, (part for part, _ in written)))
        for shard in {kept.parent for _, kept in written}:
            _plain_folder(shard)
        for part, kept in written:
            part.replace(kept)
        for changed in {kept.parent for _, kept in written} | {folder}:
            _flush(changed)
    except OSError as error:
        raise ArchiveError(
            f"The imported files could not be kept in “{folder}” ({error.strerror or error}). "
            "Check the space on the disk and the folder's permissions."
        ) from error


def sweep_unfinished(places: Places) -> None:
    """Remove what an import that was stopped half-way left behind; for whoever holds the right to write."""
    with suppress(OSError):
        for part in (places.originals / _UNFINISHED).iterdir():
            part.unlink(missing_ok=True)


def original_path(archive: Archive, source: Source) -> Path:
    """Return where the file of a source lies.

    Raises:
        NotFound: It is not there any more.
    """
    folder = archive.places.originals
    kept = _place(folder, source.sha256, source.name)
    if not kept.is_file():
        # The same bytes may have come first under a name with another ending.
        kept = next(
            (other for other in sorted(kept.parent.glob(f"{source.sha256}*")) if other.is_file()), kept
        )
    if kept.is_symlink() or not kept.is_file():
        raise NotFound(
            f"The original of “{source.name}” is missing from the archive's “originals” folder. "
            "Restore that folder from a copy."
        )
    return kept


def read_original(archive: Archive, source: Source) -> bytes:
    """Return the bytes of a source, unchanged since they were imported.

    Raises:
        NotFound: The file is not there.
        Refused: It is not what was imported.
    """
    content = original_path(archive, source).read_bytes()
    if digest(content) != source.sha256:
        raise Refused(
            f"The original of “{source.name}” is not what was imported: it was changed or damaged. "
            "Restore the archive's “originals” folder from a copy."
        )
    return content


def problems_of_originals(archive: Archive, sources: Iterable[Source]) -> list[str]:
    """Say of every source whose original is missing or changed what is wrong, in a sentence each."""
    problems = []
    for source in sources:
        try:
            read_original(archive, source)
        except ArchiveError as error:
            problems.append(str(error))
        except OSError as error:
            problems.append(f"The original of “{source.name}” cannot be read ({error.strerror or error}).")
    return problems


def _place(folder: Path, sha256: str, name: str) -> Path:
    if not _SHA256.fullmatch(sha256):
        raise Refused(f"“{sha256[:80]}” is no SHA-256, so no original can be kept under it.")
    suffix = PurePath(name).suffix.lower()
    return folder / sha256[:2] / (sha256 + (suffix if _SUFFIX.fullmatch(suffix) else ""))


def _holds(kept: Path, original: Original) -> bool:
    try:
        if kept.is_symlink() or kept.stat().st_size != len(original.content):
            return False
        return kept.read_bytes() == original.content
    except OSError:
        return False


def _plain_folder(folder: Path) -> None:
    # An archive that someone sent may hold a link here that leads elsewhere.
    if folder.is_symlink():
        raise OSError(0, f"“{folder.name}” is a link to another folder")
    folder.mkdir(exist_ok=True)


def _write(part: Path, content: bytes) -> None:
    part.unlink(missing_ok=True)
    mode = 0o666 if os.name == "nt" else 0o444
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
    with os.fdopen(handle, "wb") as file:
        file.write(content)


def _flush(path: Path) -> None:
    if os.name == "nt" and path.is_dir():
        return  # Windows writes folders through by itself and opens none
    # Windows flushes only what is open for writing; elsewhere the file is read-only by now.
    handle = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0) if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
