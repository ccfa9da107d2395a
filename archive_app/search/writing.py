"""Writes segments of the index: Whoosh's writer and files, filled by arrays.

Whoosh sorts every posting as a tuple of its own and writes it by itself, which makes most of the time of
indexing. Here the words of all documents of a commit are numbered, sorted by numpy at once and written as raw
arrays, which :mod:`archive_app.search.mapped` reads as they lie.
"""

import struct
import zlib
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from shutil import copyfileobj
from typing import Any

import numpy as np
from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3TermInfo
from whoosh.filedb.compound import CompoundStorage
from whoosh.filedb.structfile import StructFile
from whoosh.index import FileIndex
from whoosh.matching import ListMatcher
from whoosh.system import pack_ushort
from whoosh.writing import SegmentWriter

from archive_app.search.mapped import Ids, Segment
from archive_app.search.schema import GAP, POSTING_FIELDS, WORD_FIELDS, sequence_column, stem_field
from archive_app.search.tokens import first_character

_EXTENT = struct.Struct("!qi")
_MOST = 255  # greater counts of a word in one document are not told apart
_ALIGNMENT = 8
_WORDS_BETWEEN_CHECKS = 2_000
_DOCUMENTS_BETWEEN_CHECKS = 200


class ArrayCodec(W3Codec):  # type: ignore[misc]  # whoosh's classes are untyped
    """Whoosh's own codec, but the postings of a field are two arrays over all its words in their order.

    First come the numbers of the documents (uint32, little-endian, ascending for each word), then the counts
    of the word in each (uint8). A word's extent says where its documents begin, in bytes, and how far after
    that its counts do. Words that begin alike stand together, and so do their postings.
    """

    length_stats = False  # they serve Whoosh's matchers, which skip blocks by them; ours read all

    def field_writer(self, storage: Any, segment: Any) -> "ArrayFieldWriter":  # whoosh's own classes
        """Return what writes the words of a segment."""
        return ArrayFieldWriter(self, storage, segment)

    def postings_reader(
        self, dbfile: Any, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None
    ) -> ListMatcher:  # as whoosh declares it
        """Return what lets Whoosh itself read the postings of a word."""
        at, distance = terminfo.extent()
        if isinstance(distance, tuple):
            (distance,) = distance  # Whoosh forgets to take it out of what struct returns
        frequency = terminfo.doc_frequency()
        ids = np.frombuffer(dbfile.get(at, 4 * frequency), dtype="<u4")
        counts = np.frombuffer(dbfile.get(at + distance, frequency), dtype=np.uint8)
        return ListMatcher(
            ids.tolist(), counts.astype(float).tolist(), [b""] * frequency, format_, scorer=scorer,
            term=term, terminfo=terminfo,
        )  # fmt: skip


class ArrayFieldWriter(W3FieldWriter):  # type: ignore[misc]  # whoosh's classes are untyped
    """Writes all words of a field at once."""

    def write_field(self, name: str, field: Any, words: "_FieldWords", check: Callable[[], None]) -> None:
        """Write the words of a field in their order, with their postings."""
        self.start_field(name, field)
        prefix = pack_ushort(self._fieldid)
        sorted_words = words.sorted()
        ids, counts = sorted_words.documents.astype("<u4"), sorted_words.counts.astype(np.uint8)
        _align(self._postfile)
        begin = self._postfile.tell()
        self._postfile.write(ids.tobytes())
        self._postfile.write(counts.tobytes())
        starts = sorted_words.starts
        ends = np.append(starts[1:], len(ids))
        columns = zip(
            sorted_words.words,
            np.add.reduceat(counts, starts, dtype=np.float64).tolist(),
            (ends - starts).tolist(),
            np.maximum.reduceat(counts, starts).tolist(),
            ids[starts].tolist(),
            ids[ends - 1].tolist(),
            (begin + 4 * starts).tolist(),
            (4 * len(ids) - 3 * starts).tolist(),
            strict=True,
        )
        for number, (word, weight, frequency, most, first, last, at, distance) in enumerate(columns):
            if number % _WORDS_BETWEEN_CHECKS == 0:
                check()
            described = W3TermInfo._struct.pack(0, weight, frequency, 0, 0, most, first, last)
            self._tindex.add(prefix + word, described + _EXTENT.pack(at, distance))
        self.finish_field()


@dataclass(frozen=True)
class _SortedWords:
    """Words in the order of their UTF-8, and the postings of all of them one after the other."""

    words: list[bytes]
    starts: Ids
    """Where each word's postings begin."""
    documents: Ids
    counts: Ids


class _FieldWords:
    """The words of one field in the documents of a commit."""

    def __init__(self) -> None:
        self._numbers: defaultdict[str, int] = defaultdict(count().__next__)
        self._words: list[int] = []
        self._counts: list[int] = []
        self._documents: list[int] = []
        self._sizes: list[int] = []
        self._merged: list[tuple[Ids, Ids, Ids]] = []

    @property
    def is_empty(self) -> bool:
        return not (self._words or self._merged)

    def add(self, document: int, counts: Mapping[str, int]) -> None:
        """Take the words of the next document."""
        self._words.extend(map(self._numbers.__getitem__, counts))
        self._counts.extend(counts.values())
        self._documents.append(document)
        self._sizes.append(len(counts))

    def take_over(self, name: str, segment: Segment, renumbered: Ids) -> None:
        """Take all words of another segment; its documents are numbered above all others, or -1."""
        found = segment.postings_from(name, b"")
        if found is None:
            return
        listed = list(segment.words_from(name))
        numbers = [self._numbers[word.decode("utf-8")] for word, _ in listed]
        words = np.repeat(np.array(numbers, np.int64), [frequency for _, frequency in listed])
        documents = renumbered[found[0]]
        living = documents >= 0
        if living.any():
            taken: tuple[Ids, Ids, Ids] = (
                words[living], documents[living], found[1][living].astype(np.int64),
            )  # fmt: skip
            self._merged.append(taken)

    def sorted(self) -> _SortedWords:
        """Return the words, without those that no living document has."""
        own = np.repeat(np.array(self._documents, np.int64), self._sizes)
        listed = [(np.array(self._words, np.int64), own, np.array(self._counts, np.int64)), *self._merged]
        words, documents, counts = (np.concatenate(column) for column in zip(*listed, strict=True))
        encoded = [word.encode("utf-8") for word in self._numbers]
        in_order = np.array(sorted(range(len(encoded)), key=encoded.__getitem__), np.int64)
        ranks = np.empty(len(encoded), np.int64)
        ranks[in_order] = np.arange(len(encoded))
        # Stable: the documents of a word stay in the order they came in, which ascends.
        order = np.argsort(ranks[words], kind="stable")
        sizes = np.bincount(words, minlength=len(encoded))[in_order]
        starts = np.cumsum(sizes) - sizes
        used = [encoded[number] for number in in_order[sizes > 0].tolist()]
        return _SortedWords(used, starts[sizes > 0], documents[order], np.minimum(counts[order], _MOST))


@dataclass(frozen=True)
class DocumentWords:
    """The words of a document by field, in order, and how often it has each stem."""

    words: Mapping[str, Sequence[str]] = field(default_factory=dict)
    stems: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


class _WordNumbers(dict[str, int]):
    """The numbers that stand for words in the sequence columns; see :func:`schema.word_number`."""

    def __missing__(self, word: str) -> int:
        number = self[word] = zlib.crc32(word.encode("utf-8"))
        return number


class ArraySegmentWriter(SegmentWriter):  # type: ignore[misc]  # whoosh's classes are untyped
    """Whoosh's writer of a commit, for documents of our schema; cancel it on any exception."""

    def __init__(self, index: FileIndex, *, check: Callable[[], None] = lambda: None) -> None:
        """``check`` is called again and again while postings are written, and may raise."""
        super().__init__(index, codec=ArrayCodec(), timeout=10.0)
        self._check_on = check
        self._fields = {name: _FieldWords() for name in POSTING_FIELDS}
        self._word_numbers = _WordNumbers()

    def add(self, key: int, document: DocumentWords, state: bytes | None = None) -> None:
        """Add a document with the words of its fields."""
        self._begin(key)
        if state is not None:
            self.perdocwriter.add_column_value("state", self.schema["state"].column_type, state)
        for name, words in document.words.items():
            if not words:
                continue
            counts = Counter(words)
            counts.pop(GAP, None)
            length = counts.total()
            if not all(map(str.isascii, counts)):
                _add_first_characters(counts)
            self._fields[name].add(self.docnum, counts)
            numbers = array("I", map(self._word_numbers.__getitem__, words)).tobytes()
            self._add_field(name, length, numbers)
        for name, stems in document.stems.items():
            if stems:
                self._fields[stem_field(name)].add(self.docnum, stems)
        self._end()

    def take_over(self, segment: Segment) -> None:
        """Copy the living documents of another segment; after that no document may be added."""
        living = [document for document in range(segment.size) if document not in segment.deleted]
        renumbered = np.full(segment.size, -1, np.int64)
        renumbered[living] = np.arange(self.docnum, self.docnum + len(living))
        lengths = {name: segment.lengths(name).astype(np.int64) for name in WORD_FIELDS}
        sequences = {name: segment.sequences(name) for name in WORD_FIELDS}
        for number, document in enumerate(living):
            if number % _DOCUMENTS_BETWEEN_CHECKS == 0:
                self._check_on()
            self._begin(int(segment.keys[document]))
            for name in WORD_FIELDS:
                starts, numbers = sequences[name]
                start, end = starts[document], starts[document + 1]
                if end > start:
                    self._add_field(name, int(lengths[name][document]), numbers[start:end].tobytes())
            self._end()
        for name, words in self._fields.items():
            words.take_over(name, segment, renumbered)

    def _begin(self, key: int) -> None:
        self.perdocwriter.start_doc(self.docnum)
        self.perdocwriter.add_column_value("key", self.schema["key"].column_type, key)

    def _add_field(self, name: str, length: int, numbers: bytes) -> None:
        self.perdocwriter.add_field(name, self.schema[name], None, length)
        column = sequence_column(name)
        self.perdocwriter.add_column_value(column, self.schema[column].column_type, numbers)

    def _end(self) -> None:
        self.perdocwriter.finish_doc()
        self.docnum += 1
        self._added = True

    def _flush_segment(self) -> None:
        self.perdocwriter.close()
        for name in sorted(self._fields):
            words = self._fields[name]
            if not words.is_empty:
                self.fieldwriter.write_field(name, self.schema[name], words, self._check_on)
        self.fieldwriter.close()

    def _assemble_segment(self) -> None:
        # As Whoosh does it, but every file begins where numpy can read it without copying.
        segment = self.get_segment()
        names = segment.list_files(self.storage)
        whole = segment.create_file(self.storage, ".seg")
        whole.write_long(0)
        whole.write_int(0)
        directory = {}
        for name in names:
            _align(whole)
            length = self.storage.file_length(name)
            directory[name] = {"offset": whole.tell(), "length": length, "modified": 0}
            with self.storage.open_file(name) as part:
                copyfileobj(part, whole)
        CompoundStorage.write_dir(whole, 0, directory, {})
        for name in names:
            self.storage.delete_file(name)
        segment.compound = True


def _align(file: StructFile) -> None:
    file.write(bytes(-file.tell() % _ALIGNMENT))


def _add_first_characters(counts: Counter[str]) -> None:
    # Of a pair of unspaced characters the first is findable alone.
    for word, times in list(counts.items()):
        first = first_character(word)
        if first is not None:
            counts[first] += times
