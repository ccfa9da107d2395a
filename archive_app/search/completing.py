"""Offers what a person may be typing: names of fields, their values, names in the archive, and words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from archive_app.model.values import Stance
from archive_app.search.columns import Columns
from archive_app.search.fields import DATE_FIELDS, FIELDS, field_name
from archive_app.search.likeness import Lexicon
from archive_app.search.mapped import Ids
from archive_app.search.names import NameKind, kind_of
from archive_app.search.pieces import Piece, pieces
from archive_app.search.query import NAME_FIELDS, STATES, Named
from archive_app.search.tokens import fold, is_unspaced

CompletionKind = Literal["field", "name", "value", "word"]

FIELD_NOTES = {
    "text": "words in the text", "title": "words in the title", "quote": "words in a passage",
    "memo": "words in a memo", "actor": "an actor in any role", "speaker": "who says it",
    "addressee": "whom it is said to", "target": "whom it is directed at", "mentioned": "who is mentioned",
    "claim": "a claim type and those below it", "coder": "who marked it", "outlet": "where it appeared",
    "author": "who wrote it", "lang": "its language", "collection": "a collection it is in",
    "label": "a label on it", "source": "the file it came from", "stance": "supports, opposes, neutral",
    "date": "2019-04, April 2019, last month", "after": "on this day or later",
    "before": "on this day or earlier", "words": "its length: >500, 100..300",
    "is": "tagged, untagged, read, unread, dated, undated",
}  # fmt: skip
"""What each field asks for, in a few words."""

_DATES = (
    "today", "yesterday", "this week", "last week", "this month", "last month", "this year", "last year",
    "last 7 days", "last 30 days",
)  # fmt: skip
_LENGTHS = (">500", "<300", "100..300")
_SHORTEST = 2  # letters from which on words and names are offered
_MOST_FIELDS = 4
_MOST_NAMES = 3
_OPENING = '="“”„«»＂'


@dataclass(frozen=True)
class Completion:
    """What may stand in place of the query's code points from ``start`` to ``end``."""

    text: str
    start: int
    end: int
    kind: CompletionKind
    note: str = ""
    """What it means, or the other name it was found under."""
    count: int = 0
    """In how many articles or passages it is; 0 when that is not known."""


@dataclass(frozen=True)
class _Typed:
    """What is being typed, up to the cursor, in which field."""

    start: int
    """Where it begins, with its quotation mark."""
    text: str
    """Without quotation marks."""
    field: str | None

    @property
    def word(self) -> str:
        """The last word of it, perhaps within quotation marks."""
        return self.text.split()[-1] if self.text[-1:].strip() else ""


def complete(
    query: str, cursor: int, lexicons: Sequence[Lexicon], columns: Columns, *, limit: int = 10
) -> list[Completion]:
    """Offer what the piece of a query that ends at ``cursor`` may become, the likeliest first."""
    typed = _typed(query, cursor)
    if typed is None:
        return []
    if typed.field is None:
        offered = [
            *_fields(typed, cursor),
            *_names_of_things(typed, cursor, columns),
            *_words(typed, cursor, lexicons, limit),
        ]
    elif typed.field in NAME_FIELDS:
        offered = list(_named(typed, cursor, columns, limit))
    elif typed.field in ("text", "title", "quote", "memo"):
        offered = list(_words(typed, cursor, lexicons, limit))
    else:
        offered = list(_listed(typed, cursor, columns))
    return offered[:limit]


def quoted(name: str) -> str:
    """Return a name as it can stand behind a colon."""
    plain = name.replace('"', " ")
    return plain if plain.isalnum() else f'"{plain}"'


def _typed(query: str, cursor: int) -> _Typed | None:
    field: str | None = None
    outer: list[str | None] = []
    pending: Piece | None = None  # a field whose value comes next
    date_field, date_start = "", 0
    for piece in pieces(query):
        if piece.start >= cursor:
            break
        here = field_name(pending.text) if pending is not None else field
        if piece.kind == "field" and cursor == piece.end and field_name(piece.text) is not None:
            return _Typed(cursor, "", field_name(piece.text))
        if here in DATE_FIELDS:
            date_field, date_start = here or "", piece.start
        if piece.kind in ("plain", "quoted") and cursor <= piece.end:
            if piece.kind == "quoted" and piece.is_closed and cursor == piece.end:
                return None
            # A date may have several words.
            if date_field and any(date.startswith(query[date_start:cursor].casefold()) for date in _DATES):
                return _Typed(date_start, query[date_start:cursor], date_field)
            text = query[piece.start : cursor]
            return _Typed(piece.start + text.startswith("="), text.lstrip(_OPENING), here)
        if piece.kind != "plain":
            date_field = ""
        if piece.kind == "open":
            outer.append(field)
            field = here
        elif piece.kind == "close" and outer:
            field = outer.pop()
        pending = piece if piece.kind == "field" else None
    return None


def _fields(typed: _Typed, cursor: int) -> list[Completion]:
    begun = fold(typed.text) if typed.text.isalpha() else ""
    fitting = [name for name in FIELDS if begun and name.startswith(begun)]
    return [
        Completion(f"{name}:", typed.start, cursor, "field", FIELD_NOTES[name])
        for name in fitting[:_MOST_FIELDS]
    ]


def _names_of_things(typed: _Typed, cursor: int, columns: Columns) -> list[Completion]:
    if len(typed.text) < _SHORTEST:
        return []
    return [
        Completion(f"{field}:{one.text}", one.start, cursor, "name", one.note, one.count)
        for field in ("actor", "claim")
        for one in _named(_Typed(typed.start, typed.text, field), cursor, columns, _MOST_NAMES)
    ]


def _named(typed: _Typed, cursor: int, columns: Columns, limit: int) -> list[Completion]:
    assert typed.field is not None
    field = next(name for name in NAME_FIELDS if name == typed.field)
    kind = kind_of(Named(field, ()))
    if kind is None:
        vocabulary, codes = columns.vocabulary_of(field)
        found = vocabulary.index().beginning(typed.text)
        counts = np.bincount(codes[columns.articles_exist], minlength=len(vocabulary.values))
        names = {key: vocabulary.values[key] for key in found if counts[key]}
    else:
        found = columns.names.index(kind).beginning(typed.text)
        counts = _uses(columns, kind)
        names = columns.names.of(kind)
    # A name that begins so comes before one that has such a word in it; of these the most used.
    begun = typed.text.casefold()
    ranked = sorted(
        (key for key in found if key in names),
        key=lambda key: (not names[key].casefold().startswith(begun), -_count(counts, key), names[key]),
    )
    return [
        Completion(
            quoted(names[key]), typed.start, cursor, "value",
            "" if found[key] == names[key] else found[key], _count(counts, key),
        )
        for key in ranked[:limit]
    ]  # fmt: skip


def _uses(columns: Columns, kind: NameKind) -> Ids:
    if kind == "coder":
        return np.bincount(columns.passage_coder[columns.passages_exist])
    relation = columns.known_relation(kind)
    return np.bincount(relation[1]) if relation is not None else np.zeros(0, np.int64)


def _count(counts: Ids, key: int) -> int:
    return int(counts[key]) if key < len(counts) else 0


def _listed(typed: _Typed, cursor: int, columns: Columns) -> list[Completion]:
    values: Sequence[str] = ()
    if typed.field == "stance":
        values = tuple(Stance)
    elif typed.field == "is":
        values = STATES
    elif typed.field == "words":
        values = _LENGTHS
    elif typed.field in DATE_FIELDS:
        return _dates(typed, cursor, columns)
    return [
        Completion(value, typed.start, cursor, "value")
        for value in values
        if value.startswith(typed.text.casefold())
    ]


def _dates(typed: _Typed, cursor: int, columns: Columns) -> list[Completion]:
    years = np.bincount(columns.article_published[columns.articles_exist] // 10_000)
    begun = typed.text.casefold()
    relative = [
        Completion(value, typed.start, cursor, "value") for value in _DATES if value.startswith(begun)
    ]
    return relative + [
        Completion(str(year), typed.start, cursor, "value", count=int(years[year]))
        for year in np.flatnonzero(years)[::-1].tolist()
        if year and str(year).startswith(begun)
    ]


def _words(typed: _Typed, cursor: int, lexicons: Sequence[Lexicon], limit: int) -> list[Completion]:
    begun = fold(typed.word)
    if len(begun) < _SHORTEST or is_unspaced(begun):
        return []
    counts: dict[str, int] = {}
    for lexicon in lexicons:
        first, end = lexicon.places_from(begun)
        frequencies = lexicon.frequencies[first:end]
        most = (
            np.argpartition(-frequencies, limit)[: limit + 1] if end - first > limit else range(end - first)
        )
        for at in map(int, most):
            word = lexicon.words[first + at]
            counts[word] = counts.get(word, 0) + int(frequencies[at])
    counts.pop(begun, None)
    ranked = sorted(counts, key=lambda word: (-counts[word], word))[:limit]
    start = cursor - len(typed.word)
    return [Completion(word, start, cursor, "word", count=counts[word]) for word in ranked]
