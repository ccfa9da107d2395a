"""One commit of the index: what words are in which articles and passages."""

import io
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile
from whoosh.index import TOC

from archive_app.search.directory import Directory, directory_of
from archive_app.search.likeness import Lexicon
from archive_app.search.mapped import (
    Ids,
    Mask,
    Numbers,
    Segment,
    Stored,
    WordSequence,
    taking_errors_for_damage,
)
from archive_app.search.phrases import documents_with_phrase, documents_with_words_near
from archive_app.search.schema import (
    FIRST_WITH_STEMS,
    GAP,
    GAPPED_FIELDS,
    POSTING_FIELDS,
    WORD_FIELDS,
    stem_field,
    word_number,
)
from archive_app.search.stemming import Stems
from archive_app.search.tokens import fold

INDEX_NAME = "MAIN"
"""Whoosh's name for an index in a folder."""

_CACHED_BYTES = 64 << 20
_MANY_WORDS = 4_000  # different ones, which make a segment a big one
_MANY_DOCUMENTS = 1_000  # the same
_SPARSE = 30  # keys to a document, from which on documents are sooner sorted than counted by key
_MANY_KEYS = 50_000  # below which counting is soon done


@dataclass(frozen=True)
class Found:
    """Where a word is found: archive keys, each once and not sorted, and its counts there."""

    ids: Ids
    counts: Numbers

    @cached_property
    def highest(self) -> int:
        """The highest of the keys; -1 when there are none."""
        return int(self.ids.max(initial=-1))

    @classmethod
    def nothing(cls) -> "Found":
        """Return what is found when nothing is."""
        return cls(np.empty(0, np.int64), np.empty(0, np.float32))


class Postings:
    """One commit of the index: what words are in which articles and passages.

    Not safe for several threads at once. Every look into it may raise :class:`DamagedIndex`.
    """

    def __init__(
        self, segments: Sequence[Segment], generation: int, previous: "Postings | None" = None
    ) -> None:
        """What ``previous`` has put together of segments that are still there is taken over."""
        self._directories: dict[str, Directory] = previous._directories if previous else {}
        self.segments = list(segments)
        self._by_name = {segment.name: segment for segment in self.segments}
        self.generation = generation
        self.state: dict[str, Any] = {}
        for segment in self.segments:
            stated = segment.state()
            if stated is not None:
                self.state = stated
        self._found: OrderedDict[tuple[str, str, bool], Found] = OrderedDict()
        self._cached = 0
        self._norms: dict[str, Numbers] = {}
        self._languages: dict[str, list[str]] = {}

    @taking_errors_for_damage()
    def find(self, field: str, word: str, *, is_prefix: bool = False) -> Found:
        """Return where a word stands in a field, or any word that begins so."""
        return self._find(field, word, is_prefix)

    @taking_errors_for_damage()
    def find_forms(self, field: str, spelt: str, stems: Stems) -> list[Found]:
        """Return where any form of a word stands in a running text, a list for each of its stems."""
        if int(self.state.get("schema_version", 0)) < FIRST_WITH_STEMS:
            return [self._find(field, fold(spelt), False)]
        listed = [self._find(stem_field(field), term, False) for term in self._stems_of(field, spelt, stems)]
        return [found for found in listed if len(found.ids)]

    @taking_errors_for_damage()
    def forms(self, field: str, spelt: str, stems: Stems) -> list[tuple[str, int]]:
        """Return the stems of a word with the number of documents that each is in."""
        terms = self._stems_of(field, spelt, stems)
        return [(term, len(self._find(stem_field(field), term, False).ids)) for term in terms]

    def _stems_of(self, field: str, spelt: str, stems: Stems) -> list[str]:
        codes = self._languages.get(field)
        if codes is None:
            listed = (segment.stem_languages(stem_field(field)) for segment in self.segments)
            codes = self._languages[field] = list(dict.fromkeys(chain.from_iterable(listed)))
        return list(dict.fromkeys(stem for code in codes for stem in stems[code][spelt]))

    def _find(self, field: str, word: str, is_prefix: bool) -> Found:
        asked = (field, word, is_prefix)
        known = self._found.get(asked)
        if known is not None:
            self._found.move_to_end(asked)
            return known
        together = _together(list((self._begun if is_prefix else self._stored)(field, word)))
        self._keep(asked, together)
        return together

    def _stored(self, field: str, word: str) -> Iterator[tuple[Segment, Stored]]:
        """Yield the segments that have a word, with its documents there."""
        directory = self._directories.get(field)
        covered: Sequence[str] = ()
        if directory is not None:
            covered = directory.segments
            for number, place in directory.entries(word):
                segment = self._by_name.get(covered[number])
                if segment is not None:
                    yield segment, segment.postings_at(field, place)
        encoded = word.encode("utf-8")
        for segment in self._without(covered):
            stored = segment.postings(field, encoded)
            if stored is not None:
                yield segment, stored

    def _begun(self, field: str, prefix: str) -> Iterator[tuple[Segment, tuple[Ids, Numbers]]]:
        """Yield the segments that have words that begin so, with the documents of any of these, each once."""
        directory = self._directories.get(field)
        # Where none of many segments has one, they need not be asked by themselves.
        has_none = directory is not None and len({*directory.lexicon.places_from(prefix)}) == 1
        encoded = prefix.encode("utf-8")
        for segment in self._without(directory.segments) if directory and has_none else self.segments:
            stored = segment.postings_from(field, encoded)
            if stored is not None:
                yield segment, without_repeats(*stored, np.add)

    def _without(self, covered: Sequence[str]) -> list[Segment]:
        names = frozenset(covered)
        return [segment for segment in self.segments if segment.name not in names]

    def _keep(self, key: tuple[str, str, bool], found: Found) -> None:
        self._found[key] = found
        self._cached += found.ids.nbytes * 2
        while self._cached > _CACHED_BYTES and len(self._found) > 1:
            _, oldest = self._found.popitem(last=False)
            self._cached -= oldest.ids.nbytes * 2

    @taking_errors_for_damage()
    def norms(self, field: str, size: int, norm: Callable[[Numbers, float], Numbers]) -> Numbers:
        """Return what a field's length does to the weight of its words, by archive key, for so many keys.

        ``norm`` is given lengths in words and their average in documents that have any.
        """
        known = self._norms.get(field)
        if known is None or len(known) < size:
            total = sum(segment.total_length(field) for segment in self.segments)
            documents = sum(int(np.count_nonzero(segment.lengths(field))) for segment in self.segments)
            lengths = np.zeros(size, np.float32)
            for segment in self.segments:
                here = (segment.lengths(field) > 0) & (segment.ids < size)
                if segment.live is not None:
                    here &= segment.live
                lengths[segment.ids[here]] = segment.lengths(field)[here]
            known = self._norms[field] = norm(lengths, total / documents if documents else 1.0)
        return known

    @taking_errors_for_damage()
    def words_from(self, field: str, prefix: str) -> set[str]:
        """Return the words of a field that begin so."""
        encoded = prefix.encode("utf-8")
        found = {word for segment in self.segments for word, _ in segment.words_from(field, encoded)}
        return {word.decode("utf-8") for word in found}

    @taking_errors_for_damage()
    def prepare(self) -> None:
        """Read what the first phrase, pattern or misspelt word would otherwise wait for."""
        for field in POSTING_FIELDS:
            for segment in self.segments:
                segment.lexicon(field)
            self._directory(field)
            for lexicon in self.lexicons(field) if field in WORD_FIELDS else ():
                assert len(lexicon.letters) == len(lexicon.words)
        for segment in self.segments:
            for field in ("text", "quote"):
                segment.low_bytes(field)

    @taking_errors_for_damage()
    def lexicons(self, field: str) -> list[Lexicon]:
        """Return the words of a field: those of all big segments together, those of small ones apart.

        Big segments have most of their words in common, and stay while small ones come and go.
        """
        directory = self._directory(field)
        listed = [directory.lexicon, *(each.lexicon(field) for each in self._without(directory.segments))]
        return [lexicon for lexicon in listed if lexicon.words]

    def _directory(self, field: str) -> Directory:
        big = tuple(segment.name for segment in self.segments if _is_big(segment, field))
        known = self._directories.get(field)
        if known is None or known.segments != big:
            lexicons = {name: self._by_name[name].lexicon(field) for name in big}
            known = self._directories[field] = directory_of(lexicons)
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
        for segment, chosen in self._chosen(field, kind, candidates):
            starts, words = segment.sequences(field)
            gap = word_number(GAP) if field in GAPPED_FIELDS else None
            documents = documents_with_words_near(starts, words, chosen, wanted, pivot, others, gap)
            found.append(segment.ids[documents])
        return found

    def _chosen(self, field: str, kind: int, candidates: Mask) -> Iterator[tuple[Segment, Mask]]:
        for segment in self.segments:
            if segment.total_length(field):
                chosen = segment.chosen(kind, candidates)
                if chosen is not None:
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
        for segment, chosen in self._chosen(field, kind, candidates):
            starts, words = segment.sequences(field)
            low_bytes = segment.low_bytes(field)
            documents = documents_with_phrase(starts, words, low_bytes, chosen, wanted, pivot)
            found.append(segment.ids[documents])
        return found


def _is_big(segment: Segment, field: str) -> bool:
    return segment.size >= _MANY_DOCUMENTS or len(segment.lexicon(field).words) >= _MANY_WORDS


def _together(parts: Sequence[tuple[Segment, Stored | tuple[Ids, Numbers]]]) -> Found:
    """Put the living documents of several segments together."""
    size = sum(len(documents) for _, (documents, _) in parts)
    ids, counts = np.empty(size, np.int64), np.empty(size, np.float32)
    end = 0
    for segment, (documents, count) in parts:
        if segment.live is not None:
            kept = segment.live.take(documents)
            documents, count = documents[kept], count[kept]
        begin, end = end, end + len(documents)
        ids[begin:end] = segment.ids.take(documents)
        counts[begin:end] = count
    return Found(ids[:end], counts[:end])


def without_repeats(ids: Any, counts: Any, how: np.ufunc) -> tuple[Ids, Numbers]:  # arrays of any numbers
    """Return each document once, of several counts with the highest or all of them added, as ``how`` does."""
    size = int(ids.max(initial=0)) + 1
    known: Ids | None = None
    if size > max(len(ids) * _SPARSE, _MANY_KEYS):
        known, ids = np.unique(ids, return_inverse=True)
        size = len(known)
    if how is np.add:
        together = np.bincount(ids, counts, size).astype(np.float32)
    else:
        together = np.zeros(size, np.float32)
        how.at(together, ids, counts)
    if known is not None:
        return known.astype(np.int64), together
    # Of truth values the places are found much sooner than of numbers.
    documents = np.flatnonzero(together > 0)
    return documents, together.take(documents)


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
        return Postings(segments, toc.generation, previous)
    raise AssertionError("not reached")
