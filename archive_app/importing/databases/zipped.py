"""Zip files from strangers: looked over before anything is unpacked.

A bomb of 191 KB can take a reader minutes and gigabytes, so the entries' count, sizes, ratio and names are
checked first, and no more is unpacked than an entry declares.
"""

import io
import zipfile
import zlib

from archive_app.importing.reader import Unreadable

MOST_ENTRIES = 10_000
MOST_BYTES = 300 << 20
"""Of everything in it, unpacked."""
MOST_ENTRY_BYTES = 100 << 20
HIGHEST_RATIO = 250
"""How much larger an entry may become than it is packed; text reaches about 20."""
_SMALL = 1 << 20  # entries that cannot do harm at any ratio

_DAMAGED = "It is a damaged ZIP file, so it could not be opened. Download it again."


def checked_zip(content: bytes) -> zipfile.ZipFile:
    """Open a zip file whose entries may be unpacked without harm.

    Raises:
        Unreadable: It is damaged, encrypted, or made to do harm.
    """
    try:
        opened = zipfile.ZipFile(io.BytesIO(content))
        entries = opened.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, OverflowError) as error:
        raise Unreadable(_DAMAGED) from error
    if len(entries) > MOST_ENTRIES:
        raise Unreadable(f"It holds {len(entries):,} entries, and {MOST_ENTRIES:,} are the most.")
    if sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise Unreadable(f"Unpacked it would be more than {MOST_BYTES >> 20} MB.")
    ends = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        _check(entry, ends)
        ends = entry.header_offset + 30 + entry.compress_size
    return opened


def _check(entry: zipfile.ZipInfo, ends: int) -> None:
    name = entry.filename
    if entry.flag_bits & 1:
        raise Unreadable("It is protected by a password. Save it without one and import it again.")
    if name.startswith(("/", "\\")) or ":" in name or ".." in name.replace("\\", "/").split("/"):
        raise Unreadable("It names files outside of itself, as no document does.")
    if entry.header_offset < ends:
        raise Unreadable("Its entries overlap, as those of a bomb do.")
    is_bomb = entry.file_size > max(_SMALL, HIGHEST_RATIO * entry.compress_size)
    if entry.file_size > MOST_ENTRY_BYTES or is_bomb:
        raise Unreadable("It is packed so densely that it was not unpacked: it may be made to do harm.")


def unpacked(archive: zipfile.ZipFile, name: str) -> bytes:
    """Unpack one entry, never more than it declares; nothing when there is none of that name.

    Raises:
        Unreadable: The entry is damaged.
    """
    try:
        entry = archive.getinfo(name)
    except KeyError:
        return b""
    try:
        with archive.open(entry) as stream:
            return stream.read(entry.file_size)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise Unreadable(_DAMAGED) from error
