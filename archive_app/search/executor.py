"""Finds what a query asks for: set algebra on numpy masks over archive keys, and BM25F for the order.

Articles and passages are evaluated apart, each over a mask with a place for every key. A word is looked up in
the index; names, dates and the like in the archive's columns. A condition on tags holds for an article when a
passage in it has the tag; a condition on an outlet or a date holds for a passage when its article has it.

The order is BM25F (Robertson, Zaragoza, Taylor 2004, "Simple BM25 extension to multiple weighted fields"):
a word's counts in the fields of a document are divided by the fields' relative lengths, weighted and added
before they are damped, once:

    tf(w, d)    = Σ_f weight_f · count_f(w, d) / (1 − b + b · length_f(d) / average length_f)
    score(q, d) = Σ_w idf(w) · tf(w, d) · (k1 + 1) / (tf(w, d) + k1)
    idf(w)      = ln(1 + (N − n + ½) / (n + ½)), N documents, n of them with the word
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, takewhile
from math import log
from typing import Literal

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from archive_app.search.columns import ROLES, STANCES, Codes, Columns
from archive_app.search.language import ROLES as ROLE_FIELDS
from archive_app.search.language import (
    And,
    Everything,
    Named,
    Near,
    Not,
    Or,
    Pattern,
    Phrase,
    Published,
    Query,
    Tagged,
    Understood,
    Word,
)
from archive_app.search.mapped import Ids, Mask, Numbers, WordSequence
from archive_app.search.postings import Found, Postings
from archive_app.search.schema import ARTICLE, ARTICLE_FIELDS, PASSAGE, PASSAGE_FIELDS, word_number
from archive_app.search.tokens import wildcard

K1, B = 1.2, 0.75
MOST_LIKE = 200
"""Words that ``hafter~`` or ``lib*n`` stand for, at most."""

_WILDCARDS = re.compile(r"[*?]")
_WEIGHTS = {
    "text": 1.0, "title": 3.0, "outlet": 1.0, "author": 1.0, "article_memo": 1.0,
    "quote": 1.0, "passage_memo": 1.0, "tags": 2.0,
}  # fmt: skip
# Which indexed fields a field of the language means in articles and in passages.
_FIELDS: dict[int, dict[str | None, tuple[str, ...]]] = {
    ARTICLE: {None: ARTICLE_FIELDS, "text": ("text",), "title": ("title",), "memo": ("article_memo",)},
    PASSAGE: {None: PASSAGE_FIELDS, "text": ("quote",), "quote": ("quote",), "memo": ("passage_memo",)},
}
# What only the other kind has: an article's quotes are its passages', a passage's title is its article's.
_BORROWED = {ARTICLE: "quote", PASSAGE: "title"}


Order = Literal["relevance", "newest", "oldest", "outlet"]


@dataclass(frozen=True)
class Match:
    """What of one kind a query finds: how many there are, and the keys of the first, best first."""

    total: int
    ids: Ids
    scores: Numbers
    best: float = 0.0
    """The highest score of all."""


@dataclass
class _Result:
    mask: Mask
    scores: Numbers | None = None


@dataclass(frozen=True)
class Executor:
    """Evaluates queries over one commit of the index and one state of the columns."""

    postings: Postings | None
    columns: Columns
    notes: list[str] = field(default_factory=list)
    """What was cut short, as sentences."""

    def articles(self, understood: Understood, limit: int | None = None, order: Order = "relevance") -> Match:
        """Return the articles that a query finds, at most ``limit`` of them."""
        return self._run(understood, ARTICLE, limit, order)

    def passages(self, understood: Understood, limit: int | None = None, order: Order = "relevance") -> Match:
        """Return the passages that a query finds, at most ``limit`` of them."""
        return self._run(understood, PASSAGE, limit, order)

    def mask(self, understood: Understood, kind: int) -> Mask:
        """Return what of a kind a query finds, as a mask over archive keys."""
        if understood.is_empty:
            return np.zeros(len(self._exist(kind)), bool)
        return self._evaluate(understood.query, kind).mask

    def _run(self, understood: Understood, kind: int, limit: int | None, order: Order) -> Match:
        if understood.is_empty:
            return Match(0, np.empty(0, np.int64), np.empty(0, np.float32))
        result = self._evaluate(understood.query, kind)
        ids = np.flatnonzero(result.mask)
        scores = np.zeros(len(ids), np.float32) if result.scores is None else result.scores[ids]
        keys = self._keys(ids, scores, kind, order)
        places = first_by(keys, len(ids), len(ids) if limit is None else limit)
        return Match(len(ids), ids[places], scores[places], float(scores.max(initial=0)))

    def _keys(
        self, ids: Ids, scores: Numbers, kind: int, order: Order
    ) -> list[Callable[[Ids], Codes | Numbers]]:
        """Return what to sort by, the most important first; each gives the values of some places."""
        columns = self.columns

        def articles(places: Ids) -> Codes:
            return ids[places].astype(np.int32) if kind == ARTICLE else columns.passage_article[ids[places]]

        def best(places: Ids) -> Numbers:
            return -scores[places]

        def newest(places: Ids) -> Codes:
            return -columns.article_published[articles(places)]

        def oldest(places: Ids) -> Codes:
            published = columns.article_published[articles(places)]
            return np.where(published == 0, np.int32(99_999_999), published)

        def outlet(places: Ids) -> Codes:
            return ranks[columns.article_outlet[articles(places)]]

        def start(places: Ids) -> Codes:
            return columns.passage_start[ids[places]]

        ranks = columns.outlet_ranks() if order == "outlet" else np.empty(0, np.int32)
        keys: dict[Order, list[Callable[[Ids], Codes | Numbers]]] = {
            "relevance": [best, newest],
            "newest": [newest, best],
            "oldest": [oldest, best],
            "outlet": [outlet, newest, best],
        }
        return keys[order] if kind == ARTICLE else [*keys[order], articles, start]

    def _published(self, kind: int) -> Codes:
        columns = self.columns
        if kind == ARTICLE:
            return columns.article_published
        return columns.article_published[columns.passage_article]

    def _exist(self, kind: int) -> Mask:
        return self.columns.articles_exist if kind == ARTICLE else self.columns.passages_exist

    def _evaluate(self, query: Query, kind: int) -> _Result:
        match query:
            case Word() | Pattern():
                return self._word(query, kind)
            case Phrase() | Near():
                return self._sequence(query, kind)
            case And():
                results = [self._evaluate(part, kind) for part in query.parts]
                mask = np.logical_and.reduce([result.mask for result in results])
                return _Result(mask, _sum(results))
            case Or():
                results = [self._evaluate(part, kind) for part in query.parts]
                mask = np.logical_or.reduce([result.mask for result in results])
                return _Result(mask, _sum(results, within=True))
            case Not():
                return _Result(self._exist(kind) & ~self._evaluate(query.part, kind).mask)
            case Named():
                return _Result(self._named(query, kind))
            case Tagged():
                stances = self.columns.claim_tags
                chosen = stances[0, stances[2] == STANCES.index(query.stance)]
                return _Result(self._having(chosen, kind))
            case Published():
                days = self._published(kind)
                mask = self._exist(kind) & (days >= max(query.first, 1))
                return _Result(mask & (days <= query.last) if query.last else mask)
            case Everything():
                return _Result(self._exist(kind).copy())

    # Words -----------------------------------------------------------------------------------------

    def _word(self, query: Word | Pattern, kind: int) -> _Result:
        if query.field == _BORROWED[kind]:
            return self._borrowed(query, kind)
        fields = _FIELDS[kind][query.field]
        if isinstance(query, Word) and not query.edits:
            listed = {name: [query.word] for name in fields}
            return self._weighed(listed, kind, is_prefix=query.is_prefix)
        return self._weighed({name: self._like(name, query) for name in fields}, kind)

    def _borrowed(self, query: Word | Pattern | Phrase | Near, kind: int) -> _Result:
        if kind == ARTICLE:
            return _Result(self.columns.to_articles(self._evaluate(query, PASSAGE).mask))
        return _Result(self.columns.to_passages(self._evaluate(query, ARTICLE).mask))

    def _like(self, name: str, query: Word | Pattern) -> list[str]:
        """Return the words of a field that are like the one asked for; the nearest and most frequent."""
        if self.postings is None:
            return []
        postings, lexicon = self.postings, self.postings.lexicon(name)
        if isinstance(query, Pattern):
            shown = query.pattern
            fits, head = wildcard(shown).fullmatch, _WILDCARDS.split(shown)[0]
            first = bisect_left(lexicon, head)
            beginning = takewhile(lambda word: word.startswith(head), islice(lexicon, first, None))
            near = {word: 0 for word in beginning if fits(word)}
        else:
            shown = f"{query.word}~"
            found = process.extract(
                query.word, lexicon, scorer=OSA.distance, score_cutoff=query.edits, limit=None
            )
            near = {word: int(distance) for word, distance, _ in found}
        if len(near) <= MOST_LIKE:
            return list(near)
        self.notes.append(f"“{shown}” fits more than {MOST_LIKE} words; the nearest were searched for.")
        return sorted(near, key=lambda word: (near[word], -postings.frequency(name, word), word))[:MOST_LIKE]

    def _weighed(self, listed: Mapping[str, Sequence[str]], kind: int, *, is_prefix: bool = False) -> _Result:
        """Return the documents with any of the words of each field; their counts are damped together."""
        exist = self._exist(kind)
        frequency = np.zeros(len(exist), np.float32)
        if self.postings is None:
            return _Result(np.zeros(len(exist), bool), frequency)
        for name, words in listed.items():
            average = self.postings.average_length(name)
            for word in words:
                found = self._found(name, word, len(exist), is_prefix)
                counts = _WEIGHTS[name] * found.counts / (1 - B + B * found.lengths / average)
                frequency[found.ids] += counts
        mask = (frequency > 0) & exist
        documents, matching = int(np.count_nonzero(exist)), int(np.count_nonzero(mask))
        idf = log(1 + (documents - matching + 0.5) / (matching + 0.5))
        return _Result(mask, np.float32(idf * (K1 + 1)) * frequency / (frequency + np.float32(K1)))

    def _found(self, name: str, word: str, size: int, is_prefix: bool = False) -> Found:
        assert self.postings is not None
        found = self.postings.find(name, word, is_prefix=is_prefix)
        if not len(found.ids) or int(found.ids.max()) < size:
            return found
        # The index is ahead of what the archive had when its columns were read.
        known = found.ids < size
        return Found(found.ids[known], found.counts[known], found.lengths[known])

    # Phrases ---------------------------------------------------------------------------------------

    def _sequence(self, query: Phrase | Near, kind: int) -> _Result:
        if query.field == _BORROWED[kind]:
            return self._borrowed(query, kind)
        exist = self._exist(kind)
        mask = np.zeros(len(exist), bool)
        fields = _FIELDS[kind][query.field]
        for name in fields if self.postings is not None else ():
            for found in self._in_sequence(name, query, kind):
                mask[found] = True
        mask &= exist
        results = [
            self._weighed({name: [word] for name in fields}, kind, is_prefix=is_prefix)
            for word, is_prefix in _places(query)
        ]
        return _Result(mask, _sum(results))

    def _in_sequence(self, name: str, query: Phrase | Near, kind: int) -> list[Ids]:
        assert self.postings is not None
        candidates = self._exist(kind).copy()
        wanted: list[WordSequence] = []
        pivot, rarest = 0, float("inf")
        for at, (word, is_prefix) in enumerate(_places(query)):
            found = self._found(name, word, len(candidates), is_prefix)
            having = np.zeros(len(candidates), bool)
            having[found.ids] = True
            candidates &= having
            if not candidates.any():
                return []
            times = float(found.counts.sum())
            if times < rarest and not is_prefix:
                pivot, rarest = at, times
            words = self.postings.words_from(name, word) if is_prefix else {word}
            wanted.append(np.array([word_number(one) for one in words], np.uint32))
        if isinstance(query, Near):
            numbers = [int(numbers[0]) for numbers in wanted]
            return self.postings.with_words_near(name, kind, candidates, numbers, pivot, query.others)
        return self.postings.with_phrase(name, kind, candidates, wanted, pivot)

    # Names -----------------------------------------------------------------------------------------

    def _named(self, query: Named, kind: int) -> Mask:
        columns = self.columns
        wanted, is_prefix = query.words, query.ends_in_prefix
        is_about = query.is_about
        if query.field in ("outlet", "author", "lang"):
            articles = columns.articles_of(query.field, wanted, is_prefix)
            return articles if kind == ARTICLE else columns.to_passages(articles)
        if query.field == "coder":
            keys = columns.named("coder", wanted, is_prefix, is_about)
            chosen = np.flatnonzero(_is_any(columns.passage_coder, keys) & columns.passages_exist)
            return self._having(chosen, kind)
        if query.field == "claim":
            tags = columns.claim_tags
            keys = columns.named("claim", wanted, is_prefix, is_about)
            return self._having(tags[0, _is_any(tags[1], keys)], kind)
        tags = columns.actor_tags
        chosen_tags = _is_any(tags[1], columns.named("actor", wanted, is_prefix, is_about))
        if query.field != "actor":
            chosen_tags &= tags[2] == ROLES.index(ROLE_FIELDS[query.field])
        return self._having(tags[0, chosen_tags], kind)

    def _having(self, passages: Ids | Codes, kind: int) -> Mask:
        mask = np.zeros(len(self.columns.passages_exist), bool)
        mask[passages] = True
        mask &= self.columns.passages_exist
        return mask if kind == PASSAGE else self.columns.to_articles(mask)


def first_by(keys: Sequence[Callable[[Ids], Codes | Numbers]], count: int, limit: int) -> Ids:
    """Return the ``limit`` smallest of so many places by the first key, equals by the next, then by place.

    Each key gives the values of some places.
    """
    places: Ids = np.arange(count)
    sure: list[Ids] = []
    wanted = limit
    for key in keys:
        if len(places) <= wanted or not wanted:
            break
        # Sorting everything by every key takes long; only what is equal at the limit is looked at again.
        values = key(places)
        edge = np.partition(values, wanted - 1)[wanted - 1]
        sure.append(places[values < edge])
        places = places[values == edge]
        wanted -= len(sure[-1])
    chosen = np.concatenate([*sure, places[:wanted]])
    order = np.lexsort((chosen, *[key(chosen) for key in reversed(keys)]))
    first: Ids = chosen[order]
    return first


def _places(query: Phrase | Near) -> list[tuple[str, bool]]:
    """Return the words of a phrase, each with whether it is only the beginning of one."""
    last = len(query.words) - 1 if isinstance(query, Phrase) and query.ends_in_prefix else -1
    return [(word, at == last) for at, word in enumerate(query.words)]


def _is_any(values: Codes, keys: frozenset[int]) -> Mask:
    if not keys:
        return np.zeros(len(values), bool)
    chosen = np.zeros(max(max(keys), int(values.max(initial=0))) + 1, bool)
    chosen[list(keys)] = True
    return chosen[values]


def _sum(results: Sequence[_Result], *, within: bool = False) -> Numbers | None:
    total: Numbers | None = None
    for result in results:
        if result.scores is None:
            continue
        # In an Or, a part that does not match as a whole must not add the scores of its pieces.
        scores = np.where(result.mask, result.scores, np.float32(0)) if within else result.scores
        total = scores if total is None else total + scores
    return total
