"""Did you mean: another spelling for what finds nothing, from the archive's own words and names."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from archive_app.search.columns import Columns
from archive_app.search.completing import quoted
from archive_app.search.language import Understood
from archive_app.search.likeness import places_like
from archive_app.search.names import kind_of
from archive_app.search.postings import Postings
from archive_app.search.query import Named, Word
from archive_app.search.schema import STEMMED_FIELDS
from archive_app.search.stemming import Stems
from archive_app.search.tokens import is_unspaced

_MOST_SECONDS = 0.06
_LONG_WORD = 6  # letters from which on two may be wrong
_SHORTEST = 3
_FEW = 5  # articles that a word may be found in and still be thought a slip
_MUCH_MORE = 50  # times as many have the other spelling
_FIELDS = ("text", "title", "tags", "outlet", "author")


@dataclass(frozen=True)
class _Better:
    start: int
    end: int
    text: str


def suggest(
    typed: str,
    understood: Understood,
    postings: Postings | None,
    columns: Columns,
    stems: Stems,
    *,
    found_anything: bool,
    clock: Callable[[], float] = time.perf_counter,
) -> str | None:
    """Return the query with words and names spelt as the archive has them; nothing when it need not be.

    A word that is found nowhere, or hardly anywhere while another that is one letter away is found
    everywhere. What takes longer than 60 ms is left as it is.
    """
    until = clock() + _MOST_SECONDS
    better: list[_Better] = []
    for what, start, end in understood.places:
        if clock() > until:
            break
        if isinstance(what, Named):
            text = _better_name(what, columns)
        elif what.is_unfinished and found_anything:
            continue
        else:
            text = _better_word(what, postings, stems) if postings is not None else None
        if text is not None:
            better.append(_Better(start, end, text))
    if not better:
        return None
    for change in reversed(better):
        typed = typed[: change.start] + change.text + typed[change.end :]
    return typed


def _better_word(word: Word, postings: Postings, stems: Stems) -> str | None:
    if not word.has_forms or len(word.word) < _SHORTEST or is_unspaced(word.word):
        return None
    own = _documents_with(word, postings, stems)
    if own > _FEW:
        return None
    edits = 1 if own or len(word.word) < _LONG_WORD else 2
    near: dict[str, tuple[int, int]] = {}
    for field in _FIELDS:
        for lexicon in postings.lexicons(field):
            for place, distance in places_like(word.word, lexicon, edits).items():
                other = lexicon.words[place]
                known = near.get(other, (distance, 0))[1]
                near[other] = distance, known - int(lexicon.frequencies[place])
    near.pop(word.word, None)
    enough = -max(1, own * _MUCH_MORE)
    ranked = sorted((*how, other) for other, how in near.items() if how[1] <= enough)
    if own:
        ranked = [each for each in ranked if each[2][0] == word.word[0]]
    return ranked[0][2] if ranked else None


def _documents_with(word: Word, postings: Postings, stems: Stems) -> int:
    """Return how many documents a word is in by any field, as far as it takes to be more than a few."""
    found = 0
    for field in (*_FIELDS, "quote"):
        here = 0
        if field in STEMMED_FIELDS:
            # First, because they have just been looked up for the search itself.
            here = sum(len(each.ids) for each in postings.find_forms(field, word.spelling, stems))
        if found + here <= _FEW:
            here = max(here, len(postings.find(field, word.word, is_prefix=word.is_unfinished).ids))
        found += here
        if found > _FEW:
            break
    return found


def _better_name(query: Named, columns: Columns) -> str | None:
    if query.is_about or columns.names_found(query):
        return None
    kind = kind_of(query)
    index = columns.names.index(kind) if kind is not None else columns.vocabulary_of(query.field)[0].index()
    spelt = tuple(_nearest(word, index.words) for word in query.words)
    found = columns.names_found(Named(query.field, spelt))
    if not found:
        return None
    return quoted(found[0][0] if len(found) == 1 else " ".join(spelt))


def _nearest(word: str, known: Sequence[str]) -> str:
    edits = 1 if len(word) < _LONG_WORD else 2
    found = process.extractOne(word, known, scorer=OSA.distance, score_cutoff=edits)
    return word if found is None else str(found[0])
