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

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import log

import numpy as np

from archive_app.search.columns import ROLES, STANCES, Codes, Columns
from archive_app.search.language import ROLES as ROLE_FIELDS
from archive_app.search.language import (
    And,
    Everything,
    Named,
    Not,
    Or,
    Phrase,
    Published,
    Query,
    Tagged,
    Understood,
    Word,
)
from archive_app.search.postings import Ids, Mask, Numbers, Postings
from archive_app.search.schema import ARTICLE, ARTICLE_FIELDS, PASSAGE, PASSAGE_FIELDS, word_number

K1, B = 1.2, 0.75
MOST_EXPANSIONS = 200
"""Words that ``word*`` stands for, at most; the most frequent are taken."""

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


@dataclass(frozen=True)
class Match:
    """What of one kind a query finds: keys, best first, with their scores."""

    ids: Ids
    scores: Numbers

    @property
    def total(self) -> int:
        """How many there are."""
        return len(self.ids)


@dataclass
class _Result:
    mask: Mask
    scores: Numbers | None = None


@dataclass
class Executor:
    """Evaluates queries over one commit of the index and one state of the columns."""

    postings: Postings | None
    columns: Columns
    notes: list[str] = field(default_factory=list)
    """What was cut short, as sentences."""

    def articles(self, understood: Understood) -> Match:
        """Return the articles that a query finds."""
        return self._run(understood, ARTICLE)

    def passages(self, understood: Understood) -> Match:
        """Return the passages that a query finds."""
        return self._run(understood, PASSAGE)

    def _run(self, understood: Understood, kind: int) -> Match:
        if understood.is_empty:
            return Match(np.empty(0, np.int64), np.empty(0, np.float32))
        result = self._evaluate(understood.query, kind)
        ids = np.flatnonzero(result.mask)
        scores = np.zeros(len(ids), np.float32) if result.scores is None else result.scores[ids]
        published = self._published(kind)[ids]
        start = self.columns.passage_start[ids] if kind == PASSAGE else np.zeros(len(ids), np.int32)
        order = np.lexsort((ids, start, -published, -scores))
        return Match(ids[order], scores[order])

    def _published(self, kind: int) -> Codes:
        columns = self.columns
        if kind == ARTICLE:
            return columns.article_published
        return columns.article_published[columns.passage_article]

    def _exist(self, kind: int) -> Mask:
        return self.columns.articles_exist if kind == ARTICLE else self.columns.passages_exist

    def _evaluate(self, query: Query, kind: int) -> _Result:
        match query:
            case Word():
                return self._word(query, kind)
            case Phrase():
                return self._phrase(query, kind)
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

    def _word(self, query: Word, kind: int) -> _Result:
        if query.field == _BORROWED[kind]:
            return self._borrowed(query, kind)
        fields = _FIELDS[kind][query.field]
        return self._terms(fields, [self._expanded(field, query) for field in fields], kind)

    def _borrowed(self, query: Word | Phrase, kind: int) -> _Result:
        if kind == ARTICLE:
            return _Result(self.columns.to_articles(self._evaluate(query, PASSAGE).mask))
        return _Result(self.columns.to_passages(self._evaluate(query, ARTICLE).mask))

    def _expanded(self, field: str, query: Word) -> list[str]:
        if not query.is_prefix:
            return [query.word]
        return self._beginning_with(field, query.word)

    def _beginning_with(self, field: str, prefix: str) -> list[str]:
        if self.postings is None:
            return []
        found, is_cut = self.postings.words_with_prefix(field, prefix, MOST_EXPANSIONS)
        if is_cut:
            self.notes.append(
                f"“{prefix}*” stands for more than {MOST_EXPANSIONS} words; the most frequent were taken."
            )
        return found

    def _terms(self, fields: Sequence[str], listed: Sequence[Sequence[str]], kind: int) -> _Result:
        """Evaluate words that count as one: those of each field, damped together."""
        exist = self._exist(kind)
        frequency = np.zeros(len(exist), np.float32)
        if self.postings is None:
            return _Result(np.zeros(len(exist), bool), frequency)
        for name, listing in zip(fields, listed, strict=True):
            average = self.postings.average_length(name)
            for word in listing:
                found = self.postings.find(name, word)
                if not len(found.ids):
                    continue
                inside = found.ids < len(exist)
                ids, counts, lengths = (
                    (found.ids, found.counts, found.lengths)
                    if inside.all()
                    else (found.ids[inside], found.counts[inside], found.lengths[inside])
                )
                frequency[ids] += _WEIGHTS[name] * counts / (1 - B + B * lengths / average)
        mask = (frequency > 0) & exist
        documents = int(np.count_nonzero(exist))
        matching = int(np.count_nonzero(mask))
        idf = log(1 + (documents - matching + 0.5) / (matching + 0.5))
        return _Result(mask, np.float32(idf * (K1 + 1)) * frequency / (frequency + np.float32(K1)))

    # Phrases ---------------------------------------------------------------------------------------

    def _phrase(self, query: Phrase, kind: int) -> _Result:
        if query.field == _BORROWED[kind]:
            return self._borrowed(query, kind)
        assert query.words
        exist = self._exist(kind)
        mask = np.zeros(len(exist), bool)
        places: list[list[str]] = [[] for _ in query.words]
        fields = _FIELDS[kind][query.field]
        for name in fields:
            words = [[word] for word in query.words]
            if query.ends_in_prefix:
                words[-1] = self._beginning_with(name, query.words[-1])
            for found in self._in_sequence(name, words, kind):
                mask[found] = True
            places = [[*known, *more] for known, more in zip(places, words, strict=True)]
        mask &= exist
        results = [
            self._terms(fields, [list(dict.fromkeys(listed))] * len(fields), kind) for listed in places
        ]
        scores = _sum(results)
        return _Result(mask, scores)

    def _in_sequence(self, name: str, words: Sequence[Sequence[str]], kind: int) -> list[Ids]:
        if self.postings is None:
            return []
        candidates = self._exist(kind).copy()
        for listed in words:
            having = np.zeros(len(candidates), bool)
            for word in listed:
                ids = self.postings.find(name, word).ids
                having[ids[ids < len(having)]] = True
            candidates &= having
        if not candidates.any():
            return []
        wanted = [np.array([word_number(word) for word in listed], np.uint32) for listed in words]
        return self.postings.with_phrase(name, kind, candidates, wanted)

    # Names -----------------------------------------------------------------------------------------

    def _named(self, query: Named, kind: int) -> Mask:
        columns = self.columns
        wanted, is_prefix = query.words, query.ends_in_prefix
        if query.field in ("outlet", "author", "lang"):
            articles = columns.articles_of(query.field, wanted, is_prefix)
            return articles if kind == ARTICLE else columns.to_passages(articles)
        if query.field == "coder":
            keys = columns.named("coder", wanted, is_prefix)
            chosen = np.flatnonzero(_is_any(columns.passage_coder, keys) & columns.passages_exist)
            return self._having(chosen, kind)
        if query.field == "claim":
            tags = columns.claim_tags
            keys = columns.named("claim", wanted, is_prefix)
            return self._having(tags[0, _is_any(tags[1], keys)], kind)
        tags = columns.actor_tags
        chosen_tags = _is_any(tags[1], columns.named("actor", wanted, is_prefix))
        if query.field != "actor":
            chosen_tags &= tags[2] == ROLES.index(ROLE_FIELDS[query.field])
        return self._having(tags[0, chosen_tags], kind)

    def _having(self, passages: Ids | Codes, kind: int) -> Mask:
        mask = np.zeros(len(self.columns.passages_exist), bool)
        mask[passages] = True
        mask &= self.columns.passages_exist
        return mask if kind == PASSAGE else self.columns.to_articles(mask)


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
