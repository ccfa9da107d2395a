"""Zip files from strangers: looked over before anything is unpacked.

A bomb of 191 KB can take a reader minutes and gigabytes, so the entries' count, sizes, ratio and names are
checked first, and no more is unpacked than an entry declares.
"""

import io
import lzma
import re
import struct
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

_LEADS_OUT = re.compile(r"^(?:[\\/]|[A-Za-z]:)|(?:^|[\\/])\.\.(?:[\\/]|$)")
_DAMAGED = "It is a ZIP file and damaged, so it could not be unpacked. Download it again."


def checked_zip(content: bytes) -> zipfile.ZipFile:
    """Open a zip file whose entries may all be unpacked without harm, as those of a document are.

    Raises:
        Unreadable: It is damaged, encrypted, or made to do harm.
    """
    opened = opened_zip(content)
    if sum(entry.file_size for entry in opened.infolist()) > MOST_BYTES:
        raise Unreadable(f"Unpacked it would be more than {MOST_BYTES >> 20} MB.")
    for problem in problems(opened).values():
        raise Unreadable(problem)
    return opened


def opened_zip(content: bytes) -> zipfile.ZipFile:
    """Open a zip file to see what is in it.

    Raises:
        Unreadable: It is damaged or holds more entries than any document or folder does.
    """
    try:
        opened = zipfile.ZipFile(io.BytesIO(content))
        count = len(opened.infolist())
    except (
        zipfile.BadZipFile,
        ValueError,
        OSError,
        NotImplementedError,
        OverflowError,
        struct.error,
    ) as error:
        raise Unreadable(_DAMAGED) from error
    if count > MOST_ENTRIES:
        raise Unreadable(f"It holds {count:,} entries, and {MOST_ENTRIES:,} are the most.")
    return opened


def problems(opened: zipfile.ZipFile) -> dict[int, str]:
    """Return why entries must not be unpacked, as sentences by where their headers begin."""
    found: dict[int, str] = {}
    ends = 0
    for entry in sorted(opened.infolist(), key=lambda entry: entry.header_offset):
        problem = _problem(entry, ends)
        if problem:
            found[entry.header_offset] = problem
        ends = max(ends, entry.header_offset + 30 + entry.compress_size)
    return found


def _problem(entry: zipfile.ZipInfo, ends: int) -> str:
    name = entry.filename
    if entry.flag_bits & 1:
        return "It is protected by a password. Save it without one and import it again."
    if _LEADS_OUT.search(name):
        return "It bears a name that leads out of its ZIP file, so it may be made to do harm."
    if entry.header_offset < ends:
        return "It overlaps with others in its ZIP file, as the parts of a bomb do."
    is_bomb = entry.file_size > max(_SMALL, HIGHEST_RATIO * entry.compress_size)
    if entry.file_size > MOST_ENTRY_BYTES or is_bomb:
        return "It is packed so densely that it was not unpacked: it may be made to do harm."
    return ""


def unpacked(archive: zipfile.ZipFile, name: str) -> bytes:
    """Unpack one entry, never more than it declares; nothing when there is none of that name.

    Raises:
        Unreadable: The entry is damaged.
    """
    try:
        entry = archive.getinfo(name)
    except KeyError:
        return b""
    return unpacked_entry(archive, entry)


def unpacked_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Unpack one entry, never more than it declares.

    Raises:
        Unreadable: It is damaged, or packed in a way that is not known here.
    """
    try:
        with archive.open(entry) as stream:
            return stream.read(entry.file_size)
    except NotImplementedError as error:
        raise Unreadable(
            "It is packed in a way that is not known here. Unpack it and import that."
        ) from error
    except (
        zipfile.BadZipFile,
        zlib.error,
        lzma.LZMAError,
        EOFError,
        RuntimeError,
        ValueError,
        OSError,
    ) as error:
        raise Unreadable("It is damaged, so it could not be unpacked. Download it again.") from error
