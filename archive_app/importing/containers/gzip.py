"""Single files packed with gzip: what is read is the file inside."""

import io
import zlib
from pathlib import PurePath

from archive_app.importing.draft import Reading
from archive_app.importing.reader import Container, Contents, Material, Member, Unreadable

MOST_BYTES = 100 << 20
"""Of the file inside."""

SIGNATURE = b"\x1f\x8b\x08"
_FORMAT = 16 + zlib.MAX_WBITS
_CHUNK = 1 << 20
_BLOCK = 1 << 14
_CUT_OFF = (
    "It is cut off or damaged; what could be unpacked of it was read. Download it again to get the rest."
)


def _open(material: Material) -> Contents:
    content, is_whole = unpacked(material.content, MOST_BYTES)
    path = PurePath(material.name)
    # A tgz is a tar inside, which is told of by its own name.
    name = (
        path.stem
        if path.suffix.lower() == ".gz"
        else path.stem + ".tar"
        if path.suffix == ".tgz"
        else path.name
    )
    inside = Material(name, content, charset=material.charset, url=material.url, said=material.said)
    own = None if is_whole else Reading((), "", warnings=(_CUT_OFF,))
    return Contents(iter([Member("", lambda: inside)]), own)


def unpacked(content: bytes, most: int) -> tuple[bytes, bool]:
    """Unpack a gzip file; and say whether it was whole.

    Raises:
        Unreadable: Nothing comes out of it, or more than ``most`` bytes.
    """
    stream = GzipStream(content)
    pieces: list[bytes] = []
    size = 0
    while piece := stream.read(_CHUNK):
        pieces.append(piece)
        size += len(piece)
        if size > most:
            raise Unreadable(f"Unpacked it would be more than {most >> 20} MB.")
    if not pieces and not stream.is_whole:
        raise Unreadable("It is a gzip archive and damaged, so it could not be unpacked.")
    return b"".join(pieces), stream.is_whole


class GzipStream:
    """What is packed in a gzip file, as far as it can be unpacked, be it in one piece or in many."""

    def __init__(self, content: bytes) -> None:
        self.is_whole = True
        """Whether nothing was found to be cut off or damaged so far."""
        self._content = io.BytesIO(content)
        self._waiting = b""
        self._unpacker = zlib.decompressobj(_FORMAT)
        self._is_over = False

    def read(self, size: int) -> bytes:
        """Return at most ``size`` bytes; none at the end."""
        while not self._is_over:
            packed = self._waiting or self._content.read(_BLOCK)
            if self._unpacker.eof:
                # What follows a piece and does not begin like another is padding.
                self._is_over = not packed.startswith(SIGNATURE[:1])
                if self._is_over:
                    break
                self._unpacker = zlib.decompressobj(_FORMAT)
            try:
                piece = self._unpacker.decompress(packed, size)
            except zlib.error:
                break
            is_done = self._unpacker.eof
            self._waiting = self._unpacker.unused_data if is_done else self._unpacker.unconsumed_tail
            if piece:
                return piece
            if not packed:
                break
        self.is_whole = self._unpacker.eof
        self._is_over = True
        return b""


def _recognises(material: Material) -> float:
    return 0.98 if material.content.startswith(SIGNATURE) else 0.0


GZIP = Container("gzip archive", _recognises, _open, deepest=2)
