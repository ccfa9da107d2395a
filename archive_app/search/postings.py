"""Reads one commit of the index as numpy arrays, without Whoosh's own readers.

A segment file is mapped into memory and read where it lies: Whoosh's readers copy it first (1.6 GB for a
hundred thousand articles). Only its table of terms is still looked up by Whoosh's code.
"""

import copy
import io
import json
import mmap
import pickle
import struct
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.filetables import OrderedHashReader
from whoosh.filedb.structfile import StructFile
from whoosh.index import TOC
from whoosh.util.numeric import byte_to_length

from archive_app.model.errors import ArchiveError
from archive_app.search.schema import META_KEY, sequence_column

Ids = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]
WordSequence = npt.NDArray[np.uint32]

INDEX_NAME = "MAIN"
_LENGTHS = np.array([byte_to_length(code) for code in range(256)], dtype=np.float32)
_TERM = struct.Struct("!BfIBBfII")  # flags, weight, document frequency, …: see W3TermInfo
_EXTENT = struct.Struct("!qi")  # see segments.ArrayCodec
_LENGTHS_OF_TERM = struct.Struct(
    "!ii"
)  # before each word in Whoosh's table of terms: of the word, of the rest
_CACHED_BYTES = 64 << 20
_PIVOTS_AT_ONCE = 50_000
_WORDS_PER_SLICE = 2_000  # can be compared in the time that one document's words are cut out


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


@dataclass(frozen=True)
class Found:
    """Where a word is found: archive keys (not sorted), its counts there and the lengths of the fields."""

    ids: Ids
    counts: Numbers
    lengths: Numbers


_NOTHING = Found(np.empty(0, np.int64), np.empty(0, np.float32), np.empty(0, np.float32))


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
        self._lexicons: dict[str, list[str]] = {}
        self.keys = self._read_keys()
        self.ids: Ids = self.keys >> 1
        self.deleted: frozenset[int] = frozenset()
        self.live: Mask | None = None
        self._mark_deleted(segment)

    def as_of(self, segment: Any) -> "Segment":  # whoosh's W3Segment
        """Return the same segment with the documents deleted that a later commit deletes."""
        later = copy.copy(self)
        later._mark_deleted(segment)
        return later

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

    def postings(self, field: str, word: bytes) -> tuple[Ids, Numbers] | None:
        """Return the numbers of the documents that a word is in, deleted ones too, and its counts."""
        described = self._described(field, word)
        return None if described is None else self._postings_between(described, described)

    def _described(self, field: str, word: bytes) -> bytes | None:
        number = self._fields.get(field)
        if number is None:
            return None
        described: bytes | None = self._terms.get(struct.pack("!H", number) + word)
        return described

    def postings_from(self, field: str, prefix: bytes) -> tuple[Ids, Numbers] | None:
        """Return the postings of all words of a field that begin so, a document as often as it has such."""
        first, end = self._places(field, prefix)
        if first == end:
            return None
        return self._postings_between(self._term(first)[1], self._term(end - 1)[1])

    def documents_from(self, field: str, prefix: bytes) -> tuple[Ids, Numbers] | None:
        """Return the documents that have words that begin so, each once, and how many it has."""
        found = self.postings_from(field, prefix)
        if found is None:
            return None
        together = np.bincount(found[0], found[1], self.size)
        documents = np.flatnonzero(together)
        return documents, together[documents].astype(np.float32)

    def _postings_between(self, first: bytes, last: bytes) -> tuple[Ids, Numbers]:
        posts = self._posts
        assert posts is not None
        at, distance = _EXTENT.unpack_from(first, _TERM.size)
        last_at, _ = _EXTENT.unpack_from(last, _TERM.size)
        size = (last_at - at) // 4 + _TERM.unpack_from(last)[2]
        ids = np.frombuffer(posts, dtype="<u4", count=size, offset=at)
        counts = np.frombuffer(posts, dtype=np.uint8, count=size, offset=at + distance)
        return ids.astype(np.int64), counts.astype(np.float32)

    def words_from(self, field: str, prefix: bytes = b"") -> Iterator[tuple[bytes, int]]:
        """Yield the words of a field that begin so, in order, each with the number of its documents."""
        for place in range(*self._places(field, prefix)):
            word, described = self._term(place)
            yield word, _TERM.unpack_from(described)[2]

    def frequency(self, field: str, word: bytes) -> int:
        """Return how many documents a word is in, deleted ones too."""
        described = self._described(field, word)
        return 0 if described is None else int(_TERM.unpack_from(described)[2])

    def lexicon(self, field: str) -> list[str]:
        """Return all words of a field in order."""
        known = self._lexicons.get(field)
        if known is None:
            known = self._lexicons[field] = self._read_lexicon(field)
        return known

    def _read_lexicon(self, field: str) -> list[str]:
        first, end = self._places(field, b"")
        if first == end:
            return []
        # All words at once, because one by one they take ten times as long.
        places = self._term_places[first:end].astype(np.int64)
        keys = places + _LENGTHS_OF_TERM.size
        content = np.frombuffer(self._term_file, dtype=np.uint8)
        ends = keys + content[places + 2].astype(np.int64) * 256 + content[places + 3]
        file = bytes(self._term_file[: int(ends[-1])])
        words = [file[start:stop] for start, stop in zip((keys + 2).tolist(), ends.tolist(), strict=True)]
        return b"\n".join(words).decode("utf-8").split("\n")

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


class Postings:
    """One commit of the index: what words are in which articles and passages.

    Not safe for several threads at once. Every look into it may raise :class:`DamagedIndex`.
    """

    def __init__(self, segments: Sequence[Segment], generation: int) -> None:
        self.segments = list(segments)
        self.generation = generation
        self.state: dict[str, Any] = {}
        for segment in self.segments:
            stated = segment.state()
            if stated is not None:
                self.state = stated
        self._found: OrderedDict[tuple[str, str, bool], Found] = OrderedDict()
        self._cached = 0
        self._averages: dict[str, float] = {}
        self._lexicons: dict[str, list[str]] = {}

    @taking_errors_for_damage()
    def find(self, field: str, word: str, *, is_prefix: bool = False) -> Found:
        """Return where a word stands in a field, or any word that begins so."""
        asked = (field, word, is_prefix)
        known = self._found.get(asked)
        if known is not None:
            self._found.move_to_end(asked)
            return known
        encoded = word.encode("utf-8")
        ids, counts, lengths = [], [], []
        for segment in self.segments:
            found = (segment.documents_from if is_prefix else segment.postings)(field, encoded)
            if found is None:
                continue
            documents, count = found
            if segment.live is not None:
                kept = segment.live[documents]
                documents, count = documents[kept], count[kept]
            ids.append(segment.ids[documents])
            counts.append(count)
            lengths.append(segment.lengths(field)[documents])
        together = (
            Found(np.concatenate(ids), np.concatenate(counts), np.concatenate(lengths)) if ids else _NOTHING
        )
        self._keep(asked, together)
        return together

    def _keep(self, key: tuple[str, str, bool], found: Found) -> None:
        self._found[key] = found
        self._cached += found.ids.nbytes * 2
        while self._cached > _CACHED_BYTES and len(self._found) > 1:
            _, oldest = self._found.popitem(last=False)
            self._cached -= oldest.ids.nbytes * 2

    @taking_errors_for_damage()
    def average_length(self, field: str) -> float:
        """Return how many words a field has on average, in documents where it has any."""
        known = self._averages.get(field)
        if known is None:
            total = sum(segment.total_length(field) for segment in self.segments)
            documents = sum(int(np.count_nonzero(segment.lengths(field))) for segment in self.segments)
            known = self._averages[field] = total / documents if documents else 1.0
        return known

    @taking_errors_for_damage()
    def words_from(self, field: str, prefix: str) -> set[str]:
        """Return the words of a field that begin so."""
        encoded = prefix.encode("utf-8")
        found = {word for segment in self.segments for word, _ in segment.words_from(field, encoded)}
        return {word.decode("utf-8") for word in found}

    @taking_errors_for_damage()
    def prepare(self, field: str) -> None:
        """Read what the first phrase and the first word with a pattern would otherwise wait for."""
        self.lexicon(field)
        for segment in self.segments:
            # One word of every page brings the file's pages in.
            segment.sequences(field)[1][::1_024].max(initial=0)

    @taking_errors_for_damage()
    def lexicon(self, field: str) -> list[str]:
        """Return all words of a field in order."""
        known = self._lexicons.get(field)
        if known is None:
            words = set[str]().union(*(segment.lexicon(field) for segment in self.segments))
            known = self._lexicons[field] = sorted(words)
        return known

    @taking_errors_for_damage()
    def frequency(self, field: str, word: str) -> int:
        """Return how many documents a word is in, deleted ones too."""
        encoded = word.encode("utf-8")
        return sum(segment.frequency(field, encoded) for segment in self.segments)

    @taking_errors_for_damage()
    def with_words_near(
        self, field: str, kind: int, candidates: Mask, wanted: Sequence[int], pivot: int, others: int
    ) -> list[Ids]:
        """Return those of the candidates whose field has these words with few others between them.

        They are given by their numbers; ``pivot`` is the place of the rarest of them in the list.
        """
        found = []
        for segment, chosen in self._chosen(kind, candidates):
            starts, words = segment.sequences(field)
            if len(words):
                documents = documents_with_words_near(starts, words, chosen, wanted, pivot, others)
                found.append(segment.ids[documents])
        return found

    def _chosen(self, kind: int, candidates: Mask) -> Iterator[tuple[Segment, Mask]]:
        for segment in self.segments:
            chosen = (segment.keys & 1) == kind
            chosen &= segment.ids < len(candidates)
            chosen[chosen] = candidates[segment.ids[chosen]]
            if segment.live is not None:
                chosen &= segment.live
            if chosen.any():
                yield segment, chosen

    @taking_errors_for_damage()
    def with_phrase(
        self, field: str, kind: int, candidates: Mask, wanted: Sequence[WordSequence], pivot: int
    ) -> list[Ids]:
        """Return those of the candidates whose field has these words one after the other.

        ``candidates`` is a mask over archive keys; each wanted place has the numbers of the words that may
        stand there, and ``pivot`` is the place with the rarest word, which has one number.
        """
        found = []
        for segment, chosen in self._chosen(kind, candidates):
            starts, words = segment.sequences(field)
            if len(words):
                documents = documents_with_phrase(starts, words, chosen, wanted, pivot)
                found.append(segment.ids[documents])
        return found


def documents_with_phrase(
    starts: Ids, words: WordSequence, chosen: Mask, wanted: Sequence[WordSequence], pivot: int
) -> Ids:
    """Return which of the chosen documents have a phrase; see :meth:`Segment.sequences`."""
    documents, ends, words = _laid(starts, words, chosen)
    last = len(wanted) - 1
    begins = np.flatnonzero(words == wanted[pivot][0]) - pivot
    begins = begins[(begins >= 0) & (begins < len(words) - last)]
    for at, numbers in enumerate(wanted):
        if at != pivot:
            here = words[begins + at]
            begins = begins[here == numbers[0] if len(numbers) == 1 else np.isin(here, numbers)]
    owners = np.searchsorted(ends, begins, side="right")
    owners = owners[owners == np.searchsorted(ends, begins + last, side="right")]
    found = documents[np.unique(owners)]
    answer: Ids = found[chosen[found]]
    return answer


def documents_with_words_near(
    starts: Ids, words: WordSequence, chosen: Mask, wanted: Sequence[int], pivot: int, others: int
) -> Ids:
    """Return which of the chosen documents have all words within a stretch of their number and ``others``."""
    documents, ends, words = _laid(starts, words, chosen)
    size = len(wanted) + others
    around = np.flatnonzero(words == wanted[pivot])
    found: list[Ids] = []
    for first in range(0, len(around), _PIVOTS_AT_ONCE):
        places = around[first : first + _PIVOTS_AT_ONCE]
        owners = np.searchsorted(ends, places, side="right")
        here = places[:, None] + np.arange(1 - size, size)
        inside = (here >= (ends[owners] - np.diff(ends, prepend=0)[owners])[:, None]) & (
            here < ends[owners][:, None]
        )
        stretch = np.where(inside, words[np.clip(here, 0, len(words) - 1)], 0)
        together = np.ones((len(places), size), bool)
        for number in wanted:
            # In each stretch that has the pivot in it: does the word stand there?
            upto = np.cumsum((stretch == number) & inside, axis=1)
            upto = np.concatenate([np.zeros((len(places), 1), upto.dtype), upto], axis=1)
            together &= upto[:, size:] > upto[:, :size]
        found.append(owners[together.any(axis=1)])
    having = documents[np.unique(np.concatenate(found))] if found else documents[:0]
    answer: Ids = having[chosen[having]]
    return answer


def _laid(starts: Ids, words: WordSequence, chosen: Mask) -> tuple[Ids, Ids, WordSequence]:
    """Return documents, at least the chosen ones, where the words of each end, and the words of all."""
    documents = np.flatnonzero(chosen)
    lengths = starts[documents + 1] - starts[documents]
    if len(documents) * _WORDS_PER_SLICE + int(lengths.sum()) < len(words):
        cut = [words[starts[document] : starts[document + 1]] for document in documents]
        return documents, np.cumsum(lengths), np.concatenate(cut)
    return np.arange(len(chosen)), starts[1:], words


class _WholeFiles(FileStorage):  # type: ignore[misc]  # whoosh's classes are untyped
    """Reads small files at once: Whoosh leaves them open when it finds them damaged."""

    def open_file(self, name: str, **more: Any) -> StructFile:
        return StructFile(io.BytesIO((Path(self.folder) / name).read_bytes()), name=name, **more)


@taking_errors_for_damage()
def open_postings(folder: Path, previous: Postings | None = None) -> Postings:
    """Open the newest commit in a folder; segments that ``previous`` has open are taken over.

    Raises:
        DamagedIndex: It cannot be read.
    """
    known = {segment.name: segment for segment in previous.segments} if previous else {}
    storage = _WholeFiles(str(folder))
    for attempt in range(20):
        toc = TOC.read(storage, INDEX_NAME)
        try:
            segments = [
                known[segment.segment_id()].as_of(segment)
                if segment.segment_id() in known
                else Segment(folder, segment)
                for segment in toc.segments
            ]
        except FileNotFoundError:
            # A commit came between reading the list of segments and opening them.
            if attempt == 19 or TOC._latest_generation(storage, INDEX_NAME) == toc.generation:
                raise
            continue
        return Postings(segments, toc.generation)
    raise AssertionError("not reached")


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
