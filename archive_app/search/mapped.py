"""One segment of the index, mapped into memory and read as numpy arrays, without Whoosh's own readers.

Those copy a segment before they read it: 1.6 GB for a hundred thousand articles. Only the table of words is
still looked up by Whoosh's code.
"""

import copy
import io
import json
import mmap
import pickle
import struct
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.filedb.filetables import OrderedHashReader
from whoosh.filedb.structfile import StructFile
from whoosh.util.numeric import byte_to_length

from archive_app.model.errors import ArchiveError
from archive_app.search.likeness import Lexicon
from archive_app.search.schema import ARTICLE, META_KEY, PASSAGE, sequence_column

Ids = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]
WordSequence = npt.NDArray[np.uint32]
LowBytes = npt.NDArray[np.uint8]
Stored = tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint8]]
"""Numbers of documents in a segment and the counts of a word there, as they lie in the file."""

_LENGTHS = np.array([byte_to_length(code) for code in range(256)], dtype=np.float32)
_TERM = struct.Struct("!BfIBBfII")  # flags, weight, document frequency, …: see W3TermInfo
_FREQUENCY_AT = 5  # bytes, in _TERM
_EXTENT = struct.Struct("!qi")  # see writing.ArrayCodec
_LENGTHS_OF_TERM = struct.Struct("!ii")  # before each word in Whoosh's table: of the word, of the rest


class DamagedIndex(ArchiveError):
    """The index cannot be read; it is rebuilt from the archive."""


@contextmanager
def taking_errors_for_damage() -> Iterator[None]:
    """Raise whatever reading a file of the index raises as :class:`DamagedIndex`."""
    try:
        yield
    except ArchiveError:
        raise
    except Exception as error:  # damaged pickles and arrays raise nearly anything
        raise DamagedIndex(
            f"The search index cannot be read ({type(error).__name__}: {error}). It will be rebuilt."
        ) from error


class _Window:
    """A readable file over a part of a map, which copies only what is asked for."""

    def __init__(self, content: memoryview) -> None:
        self._content = content
        self._at = 0

    def read(self, size: int = -1) -> bytes:
        end = len(self._content) if size < 0 else min(len(self._content), self._at + size)
        found = bytes(self._content[self._at : end])
        self._at = end
        return found

    def readline(self) -> bytes:
        line = bytes(self._content[self._at : self._at + 4096]).partition(b"\n")
        found = line[0] + line[1]
        self._at += len(found)
        return found

    def seek(self, offset: int, whence: int = 0) -> int:
        self._at = offset + (0, self._at, len(self._content))[whence]
        return self._at

    def tell(self) -> int:
        return self._at


class _MappedFile(StructFile):  # type: ignore[misc]  # whoosh's classes are untyped
    def __init__(self, content: memoryview) -> None:
        super().__init__(_Window(content))
        self._content = content

    def get(self, position: int, length: int) -> bytes:
        return bytes(self._content[position : position + length])


class Segment:
    """One segment of the index, mapped; what is read of it is kept."""

    def __init__(self, folder: Path, segment: Any) -> None:  # whoosh's W3Segment
        self.name: str = segment.segment_id()
        self.size: int = segment.doc_count_all()
        self._prefix = f"{self.name}."
        with (folder / segment.make_filename(".seg")).open("rb") as file:
            self._map = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        at, length = struct.unpack_from("!qi", self._map)
        self._files: dict[str, dict[str, int]] = _plain(self._map[at : at + length])
        terms = self._file("trm")
        assert terms is not None
        self._term_file = terms
        self._terms = OrderedHashReader(_MappedFile(terms), len(terms))
        self._term_places = np.frombuffer(
            terms, dtype=f">{self._terms.extras['indextype']}", count=self._terms.indexlen,
            offset=self._terms.indexbase,
        )  # fmt: skip
        self._fields: dict[str, int] = self._terms.extras["fieldmap"]
        self._posts = self._file("pst")
        self._length_sums: dict[str, int] = segment._fieldlengths
        self._lengths: dict[str, Numbers] = {}
        self._sequences: dict[str, tuple[Ids, WordSequence]] = {}
        self._low_bytes: dict[str, LowBytes] = {}
        self._lexicons: dict[str, Lexicon] = {}
        self._stem_languages: dict[str, list[str]] = {}
        self._first_places: dict[str, int] = {}
        self.keys = self._read_keys()
        self.ids: Ids = self.keys >> 1
        self._of_kind = tuple((self.keys & 1) == kind for kind in (ARTICLE, PASSAGE))
        self._has_kind = tuple(bool(mask.any()) for mask in self._of_kind)
        self.deleted: frozenset[int] = frozenset()
        self.live: Mask | None = None
        self._mark_deleted(segment)

    def as_of(self, segment: Any) -> "Segment":  # whoosh's W3Segment
        """Return the same segment with the documents deleted that a later commit deletes."""
        later = copy.copy(self)
        later._mark_deleted(segment)
        return later

    def chosen(self, kind: int, candidates: Mask) -> Mask | None:
        """Return which living documents of a kind are among the candidates, a mask over archive keys."""
        if not self._has_kind[kind]:
            return None
        chosen = self._of_kind[kind] & candidates.take(self.ids, mode="clip")
        chosen &= self.ids < len(candidates)
        if self.live is not None:
            chosen &= self.live
        return chosen if chosen.any() else None

    def _mark_deleted(self, segment: Any) -> None:  # whoosh's W3Segment
        deleted = frozenset(segment.deleted_docs())
        if deleted != self.deleted:
            self.deleted = deleted
            self.live = np.ones(self.size, dtype=bool)
            self.live[list(deleted)] = False

    def _file(self, extension: str) -> memoryview | None:
        place = self._files.get(f"{self._prefix}{extension}")
        return None if place is None else self._map[place["offset"] : place["offset"] + place["length"]]

    def _read_keys(self) -> Ids:
        keys = np.zeros(self.size, dtype=np.int64)
        column = self._file("key.col")
        if column is not None:
            stored = np.frombuffer(column, dtype=">i8")
            keys[: len(stored)] = stored
        if int(keys.min(initial=0)) < 0:
            raise ValueError("a key below 0")
        return keys

    @property
    def words(self) -> int:
        """How many words all documents have."""
        return sum(self._length_sums.values())

    def total_length(self, field: str) -> int:
        """Return how many words a field has in all documents."""
        return self._length_sums.get(field, 0)

    def lengths(self, field: str) -> Numbers:
        """Return how many words a field has in each document, about: Whoosh keeps one byte of it."""
        known = self._lengths.get(field)
        if known is None:
            known = np.zeros(self.size, dtype=np.float32)
            column = self._file(f"_{field}_len.col")
            if column is not None:
                stored = _LENGTHS[np.frombuffer(column, dtype=np.uint8)]
                known[: len(stored)] = stored
            self._lengths[field] = known
        return known

    def postings(self, field: str, word: bytes) -> Stored | None:
        """Return the numbers of the documents that a word is in, deleted ones too, and its counts."""
        described = self._described(field, word)
        return None if described is None else self._postings_between(described, described)

    def postings_at(self, field: str, place: int) -> Stored:
        """Return the same of a word by its place in the :meth:`lexicon`, which must have been read."""
        described = self._term(self._first_places[field] + place)[1]
        return self._postings_between(described, described)

    def stem_languages(self, field: str) -> list[str]:
        """Return the languages that a field has stems of; see :mod:`archive_app.search.stemming`."""
        known = self._stem_languages.get(field)
        if known is None:
            known = []
            at, end = self._places(field, b"")
            while at < end:
                code = self._term(at)[0].partition(b":")[0]
                known.append(code.decode("utf-8"))
                at = self._places(field, code + b":")[1]
            self._stem_languages[field] = known
        return known

    def _described(self, field: str, word: bytes) -> bytes | None:
        number = self._fields.get(field)
        if number is None:
            return None
        lexicon = self._lexicons.get(field)
        if lexicon is not None:
            # In memory, so that Whoosh's table on the disk need not be asked.
            place = lexicon.place(word.decode("utf-8"))
            return None if place is None else self._term(self._first_places[field] + place)[1]
        described: bytes | None = self._terms.get(struct.pack("!H", number) + word)
        return described

    def postings_from(self, field: str, prefix: bytes) -> Stored | None:
        """Return the postings of all words of a field that begin so, a document as often as it has such."""
        first, end = self._places(field, prefix)
        if first == end:
            return None
        return self._postings_between(self._term(first)[1], self._term(end - 1)[1])

    def _postings_between(self, first: bytes, last: bytes) -> Stored:
        posts = self._posts
        assert posts is not None
        at, distance = _EXTENT.unpack_from(first, _TERM.size)
        last_at, _ = _EXTENT.unpack_from(last, _TERM.size)
        size = (last_at - at) // 4 + _TERM.unpack_from(last)[2]
        ids = np.frombuffer(posts, dtype="<u4", count=size, offset=at)
        counts = np.frombuffer(posts, dtype=np.uint8, count=size, offset=at + distance)
        return ids, counts

    def words_from(self, field: str, prefix: bytes = b"") -> Iterator[tuple[bytes, int]]:
        """Yield the words of a field that begin so, in order, each with the number of its documents."""
        for place in range(*self._places(field, prefix)):
            word, described = self._term(place)
            yield word, _TERM.unpack_from(described)[2]

    def frequency(self, field: str, word: bytes) -> int:
        """Return how many documents a word is in, deleted ones too."""
        described = self._described(field, word)
        return 0 if described is None else int(_TERM.unpack_from(described)[2])

    def lexicon(self, field: str) -> Lexicon:
        """Return all words of a field in order, with the numbers of their documents, deleted ones too."""
        known = self._lexicons.get(field)
        if known is None:
            known = self._lexicons[field] = self._read_lexicon(field)
        return known

    def _read_lexicon(self, field: str) -> Lexicon:
        first, end = self._places(field, b"")
        self._first_places[field] = first
        if first == end:
            return Lexicon([])
        # All words at once, because one by one they take ten times as long.
        places = self._term_places[first:end].astype(np.int64)
        keys = places + _LENGTHS_OF_TERM.size
        content = np.frombuffer(self._term_file, dtype=np.uint8)
        ends = keys + content[places + 2].astype(np.int64) * 256 + content[places + 3]
        at = ends + _FREQUENCY_AT
        frequencies = np.zeros(len(at), np.int64)
        for byte in range(4):
            frequencies = frequencies * 256 + content[at + byte]
        file = bytes(self._term_file[: int(ends[-1])])
        words = [file[start:stop] for start, stop in zip((keys + 2).tolist(), ends.tolist(), strict=True)]
        # The segments of an index have most of their words in common.
        shared = map(sys.intern, b"\n".join(words).decode("utf-8").split("\n"))
        return Lexicon(list(shared), frequencies)

    def _term(self, place: int) -> tuple[bytes, bytes]:
        """Return a word (with the number of its field before it) and what is said of it, by its place."""
        at = int(self._term_places[place])
        key_length, length = _LENGTHS_OF_TERM.unpack_from(self._term_file, at)
        at += _LENGTHS_OF_TERM.size
        key = bytes(self._term_file[at : at + key_length])
        return key[2:], bytes(self._term_file[at + key_length : at + key_length + length])

    def _places(self, field: str, prefix: bytes) -> tuple[int, int]:
        """Return the places of the first word of a field that begins so, and of the first after those."""
        number = self._fields.get(field)
        if number is None:
            return 0, 0
        lexicon = self._lexicons.get(field)
        if lexicon is not None:
            begin = self._first_places[field]
            first, end = lexicon.places_from(prefix.decode("utf-8"))
            return begin + first, begin + end
        wanted = struct.pack("!H", number) + prefix
        return self._first_from(wanted), self._first_from(wanted + b"\xff")  # which no UTF-8 has in it

    def _first_from(self, key: bytes) -> int:
        low, high = 0, len(self._term_places)
        while low < high:
            middle = (low + high) // 2
            at = int(self._term_places[middle])
            length = _LENGTHS_OF_TERM.unpack_from(self._term_file, at)[0]
            at += _LENGTHS_OF_TERM.size
            if bytes(self._term_file[at : at + length]) < key:
                low = middle + 1
            else:
                high = middle
        return low

    def sequences(self, field: str) -> tuple[Ids, WordSequence]:
        """Return the numbers of all words of a field in order, and where each document's begin.

        Document d has ``words[starts[d]:starts[d + 1]]``.
        """
        known = self._sequences.get(field)
        if known is None:
            starts = np.zeros(self.size + 1, dtype=np.int64)
            column = self._file(f"{sequence_column(field)}.col")
            if column is None:
                known = starts, np.empty(0, np.uint32)
            else:
                lengths, content = _var_bytes(column, self.size)
                np.cumsum(lengths // 4, out=starts[1:])
                known = starts, np.frombuffer(content, dtype=np.uint32)
            self._sequences[field] = known
        return known

    def low_bytes(self, field: str) -> LowBytes:
        """Return the lowest byte of each number in :meth:`sequences`, kept in memory."""
        known = self._low_bytes.get(field)
        if known is None:
            known = self._low_bytes[field] = self.sequences(field)[1].astype(np.uint8)
        return known

    def state(self) -> dict[str, Any] | None:
        """Return what the meta document says, when the living one is in this segment."""
        for document in np.flatnonzero(self.keys == META_KEY):
            if int(document) not in self.deleted:
                column = self._file("state.col")
                assert column is not None
                lengths, content = _var_bytes(column, self.size)
                start = int(lengths[:document].sum())
                stated = bytes(content[start : start + int(lengths[document])])
                return dict(json.loads(stated))
        return None


def _var_bytes(column: memoryview, rows: int) -> tuple[Ids, memoryview]:
    # Whoosh's VarBytesColumn without offsets: the values, the lengths (big-endian), the lengths' type code.
    code = chr(column[-1])
    size = struct.calcsize(f"!{code}")
    at = len(column) - 1 - size * rows
    lengths = np.frombuffer(column[at : len(column) - 1], dtype=np.dtype(code).newbyteorder(">"))
    return lengths.astype(np.int64), column[:at]


class _PlainUnpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        raise pickle.UnpicklingError(f"{module}.{name} has no place in the index")


def _plain(content: memoryview) -> Any:
    """Unpickle numbers and strings in tuples and dicts; anything else is refused."""
    return _PlainUnpickler(io.BytesIO(content)).load()
