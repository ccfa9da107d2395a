"""What the index holds of a document, as Whoosh's schema has it.

One document per article and one per passage. Every text field belongs to one of the two kinds, so that the
documents a word is found in are of one kind. A field has its words as they are written, folded, and where it
is running text their stems beside them. No text is stored: snippets are cut from the archive.
"""

import zlib
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from whoosh import fields
from whoosh.analysis import Analyzer
from whoosh.analysis import Token as WhooshToken
from whoosh.columns import NumericColumn, VarBytesColumn
from whoosh.formats import Existence

from archive_app.search.tokens import tokens

SCHEMA_VERSION = 2
"""Raised with every change to the fields, the tokens or the codec: an index of another version is rebuilt."""

OLDEST_READABLE = 1
"""The oldest version that can be searched until the new index is whole; it may find less."""

FIRST_WITH_STEMS = 2

ARTICLE, PASSAGE = 0, 1
"""The kinds of documents, the lowest bit of a document's key."""

META_KEY = 1
"""The key of the document that says what the index is (see :class:`archive_app.search.index.IndexState`)."""

ARTICLE_FIELDS = ("text", "title", "outlet", "author", "article_memo")
PASSAGE_FIELDS = ("quote", "passage_memo", "tags")
WORD_FIELDS = ARTICLE_FIELDS + PASSAGE_FIELDS
STEMMED_FIELDS = ("text", "title", "article_memo", "quote", "passage_memo")
"""Fields whose words are found in all their forms; names are found as they are written."""
GAP = ""
"""Stands in a list of words where a name ends, so that no phrase reaches into the next one."""
GAPPED_FIELDS = ("tags",)
"""Fields that are lists of names, with gaps between them."""


def sequence_column(field: str) -> str:
    """Return the name of the column that holds a field's words in order, for phrases."""
    return f"{field}_sequence"


def stem_field(field: str) -> str:
    """Return the name of the field that holds the stems of a field's words."""
    return f"{field}_stems"


STEM_FIELDS = tuple(map(stem_field, STEMMED_FIELDS))
POSTING_FIELDS = WORD_FIELDS + STEM_FIELDS
"""Every field that has postings."""


@lru_cache(maxsize=100_000)
def word_number(word: str) -> int:
    """Return the number that stands for a word in the sequence columns (CRC-32 of its UTF-8)."""
    return zlib.crc32(word.encode("utf-8"))


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


def make_schema() -> fields.Schema:
    """Return the schema of a new index."""
    schema = fields.Schema(
        key=fields.COLUMN(NumericColumn("q")),  # archive key * 2 + kind
        state=fields.COLUMN(VarBytesColumn(allow_offsets=False)),  # of the meta document alone, JSON
    )
    for name in WORD_FIELDS:
        # Counts are the postings' weights; positions stand in the sequence, once for all words.
        schema.add(name, fields.FieldType(Existence(), WordAnalyzer(), scorable=True))
        schema.add(sequence_column(name), fields.COLUMN(VarBytesColumn(allow_offsets=False)))
    for name in STEM_FIELDS:
        schema.add(name, fields.FieldType(Existence(), WordAnalyzer()))
    return schema
