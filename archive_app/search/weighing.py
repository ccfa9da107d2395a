"""Finds words, phrases and words near each other, and weighs what has them.

The order is BM25F (Robertson, Zaragoza, Taylor 2004, "Simple BM25 extension to multiple weighted fields"):
a word's counts in the fields of a document are divided by the fields' relative lengths, weighted and added
before they are damped, once:

    tf(w, d)    = Σ_f weight_f · count_f(w, d) / (1 − b + b · length_f(d) / average length_f)
    score(q, d) = Σ_w idf(w) · tf(w, d) · (k1 + 1) / (tf(w, d) + k1)
    idf(w)      = ln(1 + (N − n + ½) / (n + ½)), N documents, n of them with the word

All forms of a word count as that word.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log

import numpy as np

from archive_app.search.likeness import Lexicon, places_like, places_with_letters
from archive_app.search.mapped import Ids, Mask, Numbers, WordSequence
from archive_app.search.postings import Found, Postings, without_repeats
from archive_app.search.query import Near, Pattern, Phrase, Textual, Word
from archive_app.search.schema import STEMMED_FIELDS, word_number
from archive_app.search.stemming import Stems
from archive_app.search.tokens import is_unspaced, wildcard

K1, B = 1.2, 0.75
MOST_LIKE = 200
"""Words that ``hafter~`` or ``lib*n`` stand for, at most."""
MOST_POSTINGS = 500_000
"""Documents that these words are in, added up, at most; one word may have more."""

_FEW = 10  # documents among which only one has a word are looked at one by one
_WILDCARDS = re.compile(r"[*?]")
_WEIGHTS = {
    "text": 1.0, "title": 3.0, "outlet": 1.0, "author": 1.0, "article_memo": 1.0,
    "quote": 1.0, "passage_memo": 1.0, "tags": 2.0,
}  # fmt: skip


_Given = tuple[str, Ids, Numbers]
"""A field, the documents that have a word there, and how often."""


@dataclass(frozen=True)
class Weighed:
    """What was found, as a mask over archive keys, and how well each fits; what was not has 0."""

    mask: Mask
    scores: Numbers


class TextSearch:
    """Looks words up in one commit of the index."""

    def __init__(self, postings: Postings | None, stems: Stems, notes: list[str]) -> None:
        """``notes`` takes sentences on what was cut short."""
        self._postings = postings
        self._stems = stems
        self._notes = notes

    def word(self, query: Word | Pattern, fields: Sequence[str], exist: Mask) -> Weighed:
        """Find a word, one of its forms, or the words that are like it or fit a pattern."""
        listed = ((name, found) for name in fields for found in self._all(query, name))
        return self._weighed(listed, exist)

    def terms(self, query: Textual, name: str) -> list[tuple[str, int]]:
        """Return what is looked up in a field for a query, each with the number of documents it is in."""
        if self._postings is None:
            return []
        if isinstance(query, Phrase | Near):
            return [(word, len(self._find(name, word, prefix).ids)) for word, prefix in _places(query)]
        if isinstance(query, Pattern) or query.edits:
            return [(word, len(self._find(name, word).ids)) for word in self._like(name, query)]
        if query.has_forms and name in STEMMED_FIELDS and not is_unspaced(query.word):
            return self._postings.forms(name, query.spelling, self._stems)
        shown = f"{query.word}*" if query.is_prefix else query.word
        return [(shown, len(self._find(name, query.word, query.is_prefix).ids))]

    def sequence(self, query: Phrase | Near, fields: Sequence[str], exist: Mask, kind: int) -> Weighed:
        """Find words one after the other, or near each other."""
        mask = np.zeros(len(exist), bool)
        for name in fields if self._postings is not None else ():
            for found in self._in_sequence(name, query, exist, kind):
                mask[found] = True
        mask &= exist
        scores = np.zeros(len(exist), np.float32)
        if mask.any():
            for word, is_prefix in _places(query):
                listed = ((name, self._find(name, word, is_prefix)) for name in fields)
                scores += self._weighed(listed, exist).scores
        scores *= mask
        return Weighed(mask, scores)

    def _all(self, query: Word | Pattern, name: str) -> Iterator[Found]:
        if self._postings is None:
            return
        if isinstance(query, Pattern) or query.edits:
            for word in self._like(name, query):
                yield self._find(name, word)
        elif query.is_prefix or query.is_exact or name not in STEMMED_FIELDS or is_unspaced(query.word):
            yield self._find(name, query.word, query.is_prefix or query.is_unfinished)
        else:
            forms = self._postings.find_forms(name, query.spelling, self._stems)
            if query.is_unfinished:
                forms.append(self._find(name, query.word, True))
            # A word in two of its forms, or under two stems, must not count twice.
            yield from forms if len(forms) == 1 else (_as_one(forms),)

    def _find(self, name: str, word: str, is_prefix: bool = False) -> Found:
        assert self._postings is not None
        return self._postings.find(name, word, is_prefix=is_prefix)

    def _like(self, name: str, query: Word | Pattern) -> list[str]:
        """Return the words of a field that are like the one asked for; the nearest and most frequent."""
        assert self._postings is not None
        near: dict[str, tuple[int, int]] = {}
        for lexicon in self._postings.lexicons(name):
            places = _fitting(query, lexicon) if isinstance(query, Pattern) else {}
            if isinstance(query, Word):
                places = places_like(query.word, lexicon, query.edits)
            for place in _nearest(places, lexicon):
                word = lexicon.words[place]
                frequency = int(lexicon.frequencies[place])
                near[word] = places[place], near.get(word, (0, 0))[1] - frequency
        ranked = sorted(near, key=lambda word: (near[word], word))
        # What fits very many words finds nearly everything by the first of them.
        postings = np.cumsum([-near[word][1] for word in ranked])
        kept = max(1, min(MOST_LIKE, int(np.searchsorted(postings, MOST_POSTINGS, side="right"))))
        if len(ranked) > kept:
            shown = query.pattern if isinstance(query, Pattern) else f"{query.word}~"
            note = f"“{shown}” fits very many words; the {kept} nearest and most frequent were searched for."
            if not any(known.startswith(f"“{shown}” fits") for known in self._notes):
                self._notes.append(note)
        return ranked[:kept]

    def _weighed(self, listed: Iterable[tuple[str, Found]], exist: Mask) -> Weighed:
        """Weigh the documents with any of these words in their fields; their counts are damped together."""
        size = len(exist)
        if self._postings is None:
            return Weighed(np.zeros(size, bool), np.zeros(size, np.float32))
        given = [(name, *_within(found, size)) for name, found in listed]
        given = [(name, ids, counts) for name, ids, counts in given if len(ids)]
        if sum(len(ids) for _, ids, _ in given) * _FEW > size:
            return self._weighed_all(given, exist)
        return self._weighed_few(given, exist)

    def _weighed_all(self, given: Sequence[_Given], exist: Mask) -> Weighed:
        # Numpy goes through all documents in the time that it picks out a tenth of them.
        size = len(exist)
        frequency = np.zeros(size, np.float32)
        for name, ids, counts in given:
            norms = self._norms(name, size)
            if len(ids) * _FEW > size:
                weighted = np.zeros(size, np.float32)
                weighted[ids] = counts
                weighted *= norms
                weighted *= np.float32(_WEIGHTS[name])
                frequency += weighted
            else:
                frequency[ids] += counts * norms.take(ids) * np.float32(_WEIGHTS[name])
        mask = frequency > 0
        mask &= exist
        scores = frequency + np.float32(K1)
        np.divide(frequency, scores, out=scores)
        scores *= _gain(exist, int(np.count_nonzero(mask)))
        scores *= mask
        return Weighed(mask, scores)

    def _weighed_few(self, given: Sequence[_Given], exist: Mask) -> Weighed:
        # Nothing is done for all documents but to make room for them.
        size = len(exist)
        frequencies, mask = np.zeros(size, np.float32), np.zeros(size, bool)
        if not given:
            return Weighed(mask, frequencies)
        for name, ids, counts in given:
            frequencies[ids] += counts * self._norms(name, size).take(ids) * np.float32(_WEIGHTS[name])
            mask[ids] = True
        ids = given[0][1] if len(given) == 1 else np.flatnonzero(mask)
        mask[ids] = exist[ids]
        frequency = frequencies[ids]
        scores = frequencies
        damped = frequency / (frequency + np.float32(K1))
        damped *= _gain(exist, int(np.count_nonzero(mask)))
        scores[ids] = damped * exist[ids]
        return Weighed(mask, scores)

    def _norms(self, name: str, size: int) -> Numbers:
        assert self._postings is not None
        return self._postings.norms(name, size, _norm)[:size]

    def _in_sequence(self, name: str, query: Phrase | Near, exist: Mask, kind: int) -> list[Ids]:
        assert self._postings is not None
        candidates = exist.copy()
        wanted: list[WordSequence] = []
        pivot, rarest = 0, float("inf")
        for at, (word, is_prefix) in enumerate(_places(query)):
            found = self._find(name, word, is_prefix)
            having = np.zeros(len(candidates), bool)
            having[_within(found, len(exist))[0]] = True
            candidates &= having
            if not candidates.any():
                return []
            times = float(found.counts.sum())
            if times < rarest and not is_prefix:
                pivot, rarest = at, times
            words = self._postings.words_from(name, word) if is_prefix else {word}
            wanted.append(np.array([word_number(one) for one in words], np.uint32))
        if isinstance(query, Near):
            numbers = [int(numbers[0]) for numbers in wanted]
            return self._postings.with_words_near(name, kind, candidates, numbers, pivot, query.others)
        return self._postings.with_phrase(name, kind, candidates, wanted, pivot)


def _nearest(places: Mapping[int, int], lexicon: Lexicon) -> Iterable[int]:
    """Return the places of the nearest and most frequent words, a few more than are searched for."""
    if len(places) <= MOST_LIKE:
        return places
    listed = np.array(list(places))
    distances = np.array(list(places.values()))
    order = np.lexsort((listed, -lexicon.frequencies[listed], distances))
    nearest: list[int] = listed[order[: MOST_LIKE + 1]].tolist()
    return nearest


def _fitting(query: Pattern, lexicon: Lexicon) -> dict[int, int]:
    """Return the places of the words that fit a pattern, each at no distance."""
    fits, (head, *rest) = wildcard(query.pattern).fullmatch, _WILDCARDS.split(query.pattern)
    first, end = lexicon.places_from(head)
    places = range(first, end) if head else places_with_letters("".join(rest), lexicon)
    return {place: 0 for place in places if fits(lexicon.words[place])}


def _norm(lengths: Numbers, average: float) -> Numbers:
    norms: Numbers = np.reciprocal(np.float32(1 - B) + np.float32(B / average) * lengths)
    return norms


def _gain(exist: Mask, matching: int) -> np.float32:
    documents = int(np.count_nonzero(exist))
    return np.float32(log(1 + (documents - matching + 0.5) / (matching + 0.5)) * (K1 + 1))


def _within(found: Found, size: int) -> tuple[Ids, Numbers]:
    """Return what was found without what is newer than the archive was when its columns were read."""
    if found.highest < size:
        return found.ids, found.counts
    known = found.ids < size
    return found.ids[known], found.counts[known]


def _as_one(forms: Sequence[Found]) -> Found:
    if not forms:
        return Found.nothing()
    ids, counts = (np.concatenate([getattr(found, name) for found in forms]) for name in ("ids", "counts"))
    return Found(*without_repeats(ids, counts, np.maximum))


def _places(query: Phrase | Near) -> list[tuple[str, bool]]:
    """Return the words of a phrase, each with whether it is only the beginning of one."""
    last = len(query.words) - 1 if isinstance(query, Phrase) and query.ends_in_prefix else -1
    return [(word, at == last) for at, word in enumerate(query.words)]
