"""What the index holds of a document, and how Whoosh is to write it down.

One document per article and one per passage. Every text field belongs to one of the two kinds, so that the
documents a word is found in are of one kind. No text is stored: snippets are cut from the archive.

Two things differ from Whoosh's ordinary fields, both through the extension points that it has for them.
:class:`Counts` keeps how often a word occurs and nothing else, and :class:`ArrayCodec` writes blocks of
postings as raw arrays instead of tuples of Python numbers, so that numpy reads them as they lie.
"""

import pickle
import zlib
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from whoosh import fields
from whoosh.analysis import Analyzer
from whoosh.analysis import Token as WhooshToken
from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC, W3Codec, W3LeafMatcher, W3PostingsWriter
from whoosh.columns import NumericColumn, VarBytesColumn
from whoosh.formats import Existence

from archive_app.search.tokens import first_character, tokens, words

SCHEMA_VERSION = 1
"""Raised with every change to the fields, the tokens or the codec: an index of another version is rebuilt."""

ARTICLE, PASSAGE = 0, 1
"""The kinds of documents, the lowest bit of a document's key."""

META_KEY = 1
"""The key of the document that says what the index is (see :class:`archive_app.search.index.IndexState`)."""

ARTICLE_FIELDS = ("text", "title", "outlet", "author", "article_memo")
PASSAGE_FIELDS = ("quote", "passage_memo", "tags")
GAP = ""
"""Stands in a list of words where a name ends, so that no phrase reaches into the next one."""


def sequence_column(field: str) -> str:
    """Return the name of the column that holds a field's words in order, for phrases."""
    return f"{field}_sequence"


class WordAnalyzer(Analyzer):  # type: ignore[misc]  # whoosh's classes are untyped
    """Our tokens as Whoosh's analyzers give them."""

    def __call__(self, value: str, *, start_pos: int = 0, **_kwargs: Any) -> Iterator[WhooshToken]:
        """Yield Whoosh tokens, with positions and with characters of the original text."""
        token = WhooshToken(positions=True, chars=True)
        for at, (word, start, end) in enumerate(tokens(value)):
            token.text = token.original = word
            token.pos = start_pos + at
            token.startchar, token.endchar = start, end
            token.boost = 1.0
            token.stopped = False
            yield token


class Counts(Existence):  # type: ignore[misc]  # whoosh's classes are untyped
    """A posting is a document and how often the word occurs in it; nothing more is written."""

    def word_values(
        self, value: Any, analyzer: Any, **_kwargs: Any
    ) -> Iterable[tuple[str, int, float, bytes]]:  # as whoosh declares it
        """Return each word of a text, or of a list of words, with its count."""
        listed = words(value) if isinstance(value, str) else [word for word in value if word != GAP]
        counts = Counter(listed)
        firsts: Counter[str] = Counter()
        for word, count in counts.items():
            first = first_character(word)
            if first is not None:
                firsts[first] += count
        for first in firsts:
            counts.setdefault(first, 0)
        return [(word, count, float(count + firsts[word]), b"") for word, count in counts.items()]


@lru_cache(maxsize=500_000)
def word_number(word: str) -> int:
    """Return the number that stands for a word in the sequence columns (CRC-32 of its UTF-8)."""
    return zlib.crc32(word.encode("utf-8"))


def word_numbers(listed: Iterable[str]) -> bytes:
    """Return a sequence of words as a sequence column holds it: little-endian 32-bit numbers."""
    numbers = array("I", [word_number(word) for word in listed])
    return numbers.tobytes()


class _ArrayPostingsWriter(W3PostingsWriter):  # type: ignore[misc]  # whoosh's classes are untyped
    def _write_block(self, last: bool = False) -> None:
        if not self._blockcount:
            self._postfile.write(WHOOSH3_HEADER_MAGIC)
        self._terminfo.add_block(self)
        ids, weights = self._ids, self._weights
        counts = None if all(weight == 1.0 for weight in weights) else weights.tobytes()
        # Protocol 5 writes bytes as they are; Whoosh's protocol 2 writes them as text.
        block = pickle.dumps((ids.tobytes(), counts, None), 5)
        header = pickle.dumps((len(ids), ids[-1], self._maxweight, 0, 0, 0), 2)
        size = len(header) + len(block)
        self._postfile.write_int(-size if last else size)
        self._postfile.write(header)
        self._postfile.write(block)
        self._blockcount += 1
        self._new_block()


class _ArrayLeafMatcher(W3LeafMatcher):  # type: ignore[misc]  # whoosh's classes are untyped
    """Lets Whoosh itself read these blocks, when it merges segments."""

    def _read_ids(self) -> None:
        if self._data is None:
            self._read_data()
        self._ids = array("I", self._data[0])

    def _read_weights(self) -> None:
        if self._data is None:
            self._read_data()
        weights = self._data[1]
        self._weights = array("f", [1.0]) * self._blocklength if weights is None else array("f", weights)


class ArrayCodec(W3Codec):  # type: ignore[misc]  # whoosh's classes are untyped
    """Whoosh's own codec with blocks of raw arrays: document numbers (uint32), counts (float32 or all 1)."""

    length_stats = False  # they serve Whoosh's matchers, which skip blocks by them; ours read all

    def __init__(self) -> None:
        super().__init__(blocklimit=1 << 16, compression=0)

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> W3PostingsWriter:
        """Return what writes the postings of a field."""
        if byteids:
            return super().postings_writer(dbfile, byteids)
        return _ArrayPostingsWriter(dbfile, self._blocklimit, byteids, self._compression, self._inlinelimit)

    def postings_reader(
        self, dbfile: Any, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None
    ) -> W3LeafMatcher:  # as whoosh declares it
        """Return what reads the postings of a term."""
        offset, length = terminfo.extent()
        return _ArrayLeafMatcher(dbfile, offset, length, format_, term=term, scorer=scorer)


def make_schema() -> fields.Schema:
    """Return the schema of a new index."""
    schema = fields.Schema(
        key=fields.COLUMN(NumericColumn("q")),  # archive key * 2 + kind
        state=fields.COLUMN(VarBytesColumn(allow_offsets=False)),  # of the meta document alone, JSON
    )
    for name in ARTICLE_FIELDS + PASSAGE_FIELDS:
        schema.add(name, fields.FieldType(Counts(), WordAnalyzer(), scorable=True))
        schema.add(sequence_column(name), fields.COLUMN(VarBytesColumn(allow_offsets=False)))
    return schema
