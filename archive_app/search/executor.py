"""Finds what a query asks for: set algebra on numpy masks over archive keys.

Articles and passages are evaluated apart, each over a mask with a place for every key. A word is looked up in
the index; names, dates and the like in the archive's columns. A condition on tags holds for an article when a
passage in it has the tag, several conditions joined by AND when one passage has them all; a condition on an
outlet or a date holds for a passage when its article has it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from archive_app.search.columns import ROLES, STANCES, Codes, Columns
from archive_app.search.language import Understood
from archive_app.search.mapped import Ids, Mask, Numbers
from archive_app.search.ordering import Order, first_by, keys_to_sort_by
from archive_app.search.postings import Postings
from archive_app.search.query import ROLES as ROLE_FIELDS
from archive_app.search.query import (
    And,
    Everything,
    Long,
    Named,
    Near,
    Not,
    Or,
    Pattern,
    Phrase,
    Published,
    Query,
    State,
    Tagged,
    Textual,
    Word,
    is_of_passage,
)
from archive_app.search.schema import ARTICLE, ARTICLE_FIELDS, PASSAGE, PASSAGE_FIELDS
from archive_app.search.stemming import Stems
from archive_app.search.weighing import TextSearch

_TOOK_LONG = "This search takes too long, so only some of its words were looked for."
# Which indexed fields a field of the language means in articles and in passages.
_FIELDS: dict[int, dict[str | None, tuple[str, ...]]] = {
    ARTICLE: {None: ARTICLE_FIELDS, "text": ("text",), "title": ("title",), "memo": ("article_memo",)},
    PASSAGE: {None: PASSAGE_FIELDS, "text": ("quote",), "quote": ("quote",), "memo": ("passage_memo",)},
}
# What only the other kind has: an article's quotes are its passages', a passage's title is its article's.
_BORROWED = {ARTICLE: "quote", PASSAGE: "title"}


@dataclass(frozen=True)
class Match:
    """What of one kind a query finds: how many there are, and the keys of the first, best first."""

    total: int
    ids: Ids
    scores: Numbers
    best: float = 0.0
    """The highest score of all."""


@dataclass(frozen=True)
class _Result:
    mask: Mask
    scores: Numbers | None = None
    """0 where the mask is false; nothing when all fit alike."""


@dataclass(frozen=True)
class Executor:
    """Evaluates queries over one commit of the index and one state of the columns."""

    postings: Postings | None
    columns: Columns
    stems: Stems = field(default_factory=Stems)
    notes: list[str] = field(default_factory=list)
    """What was cut short, as sentences."""
    is_over: Callable[[], bool] = lambda: False
    """Whether the time is up: words that were not looked up yet are left out then, and that is noted."""

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
        return self._whole(understood.query, kind).mask

    def count(self, understood: Understood, kind: int) -> int:
        """Return how many of a kind a query finds."""
        return int(np.count_nonzero(self.mask(understood, kind)))

    def passages_meant(self, understood: Understood) -> Mask:
        """Return the passages that a query is about where it finds articles.

        Those that fulfil what it asks of passages; all of them when it asks nothing.
        """
        parts = understood.query.parts if isinstance(understood.query, And) else (understood.query,)
        of_passage = tuple(part for part in parts if is_of_passage(part))
        if not of_passage:
            return self.columns.passages_exist
        return self._whole(And(of_passage), PASSAGE).mask

    def _run(self, understood: Understood, kind: int, limit: int | None, order: Order) -> Match:
        if understood.is_empty:
            return Match(0, np.empty(0, np.int64), np.empty(0, np.float32))
        result = self._whole(understood.query, kind)
        ids = np.flatnonzero(result.mask)
        scores = np.zeros(len(ids), np.float32) if result.scores is None else result.scores[ids]
        keys = keys_to_sort_by(order, self.columns, ids, scores, is_of_articles=kind == ARTICLE)
        places = first_by(keys, len(ids), len(ids) if limit is None else limit)
        return Match(len(ids), ids[places], scores[places], float(scores.max(initial=0)))

    def _published(self, kind: int) -> Codes:
        columns = self.columns
        if kind == ARTICLE:
            return columns.article_published
        return columns.article_published[columns.passage_article]

    def _exist(self, kind: int) -> Mask:
        return self.columns.articles_exist if kind == ARTICLE else self.columns.passages_exist

    def _whole(self, query: Query, kind: int) -> _Result:
        result = self._evaluate(query, kind)
        return result if result is not None else _Result(np.zeros(len(self._exist(kind)), bool))

    def _evaluate(self, query: Query, kind: int) -> _Result | None:
        """Return what a query finds; nothing when the time was up before."""
        match query:
            case Word() | Pattern() | Phrase() | Near():
                return self._textual(query, kind)
            case And():
                return _all(self._all_of(query, kind))
            case Or():
                return _any([self._evaluate(part, kind) for part in query.parts])
            case Not():
                result = self._evaluate(query.part, kind)
                return _Result(self._exist(kind) & ~result.mask) if result is not None else None
            case Named():
                return _Result(self._named(query, kind))
            case Tagged():
                stances = self.columns.relation("claim")
                chosen = stances[0, stances[2] == STANCES.index(query.stance)]
                return _Result(self._having(chosen, kind))
            case Published():
                days = self._published(kind)
                mask = self._exist(kind) & (days >= max(query.first, 1))
                return _Result(mask & (days <= query.last) if query.last else mask)
            case Long():
                lengths = self.columns.article_words
                articles = self.columns.articles_exist & (lengths >= query.least)
                if query.most is not None:
                    articles &= lengths <= query.most
                return _Result(self._of_articles(articles, kind))
            case State():
                return _Result(self._in_state(query, kind))
            case Everything():
                return _Result(self._exist(kind).copy())

    def _all_of(self, query: And, kind: int) -> list[_Result | None]:
        parts: Sequence[Query] = query.parts
        of_passage = tuple(part for part in parts if is_of_passage(part)) if kind == ARTICLE else ()
        if len(of_passage) < 2:
            return [self._evaluate(part, kind) for part in parts]
        others = [part for part in parts if not is_of_passage(part)]
        return [
            self._borrowed(And(of_passage), kind),
            *(self._evaluate(part, kind) for part in others),
        ]

    def _borrowed(self, query: Query, kind: int) -> _Result | None:
        """Return the articles of the passages that a query finds, or the passages of the articles."""
        result = self._evaluate(query, PASSAGE if kind == ARTICLE else ARTICLE)
        if result is None:
            return None
        columns = self.columns
        borrow = columns.to_articles if kind == ARTICLE else columns.to_passages
        return _Result(borrow(result.mask))

    def _textual(self, query: Textual, kind: int) -> _Result | None:
        if query.field == _BORROWED[kind]:
            return self._borrowed(query, kind)
        if self.is_over():
            if _TOOK_LONG not in self.notes:
                self.notes.append(_TOOK_LONG)
            return None
        texts = TextSearch(self.postings, self.stems, self.notes)
        fields, exist = _FIELDS[kind][query.field], self._exist(kind)
        if isinstance(query, Word | Pattern):
            found = texts.word(query, fields, exist)
        else:
            found = texts.sequence(query, fields, exist, kind)
        return _Result(found.mask, found.scores)

    # Names -----------------------------------------------------------------------------------------

    def _named(self, query: Named, kind: int) -> Mask:
        columns = self.columns
        match query.field:
            case "outlet" | "author" | "lang" | "source":
                return self._of_articles(columns.articles_of(query), kind)
            case "collection" | "label":
                rows = columns.relation(query.field)
                articles = np.zeros(len(columns.articles_exist), bool)
                articles[rows[0, _is_any(rows[1], columns.names.keys(query))]] = True
                return self._of_articles(articles & columns.articles_exist, kind)
            case "coder":
                coded = _is_any(columns.passage_coder, columns.names.keys(query))
                return self._having(np.flatnonzero(coded & columns.passages_exist), kind)
            case "claim":
                tags = columns.relation("claim")
                return self._having(tags[0, _is_any(tags[1], columns.names.keys(query))], kind)
        tags = columns.relation("actor")
        chosen = _is_any(tags[1], columns.names.keys(query))
        if query.field in ROLE_FIELDS:
            chosen &= tags[2] == ROLES.index(ROLE_FIELDS[query.field])
        return self._having(tags[0, chosen], kind)

    def _in_state(self, query: State, kind: int) -> Mask:
        columns, exist = self.columns, self._exist(kind)
        if query.name in ("read", "unread"):
            articles = np.zeros(len(columns.articles_exist), bool)
            articles[columns.relation("read")[0]] = True
            having = self._of_articles(articles, kind)
        elif query.name in ("dated", "undated"):
            having = self._published(kind) > 0
        elif kind == ARTICLE:
            having = columns.to_articles(columns.passages_exist)
        else:
            tagged = np.concatenate([columns.relation("actor")[0], columns.relation("claim")[0]])
            having = self._having(tagged, PASSAGE)
        return exist & having if query.name in ("tagged", "read", "dated") else exist & ~having

    def _of_articles(self, articles: Mask, kind: int) -> Mask:
        return articles if kind == ARTICLE else self.columns.to_passages(articles)

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


def _all(results: Sequence[_Result | None]) -> _Result | None:
    known = [result for result in results if result is not None]
    if not known:
        return None
    mask = known[0].mask.copy()
    for result in known[1:]:
        mask &= result.mask
    scores = _sum(known)
    if scores is not None:
        scores *= mask
    return _Result(mask, scores)


def _any(results: Sequence[_Result | None]) -> _Result | None:
    known = [result for result in results if result is not None]
    if not known:
        return None
    mask = known[0].mask.copy()
    for result in known[1:]:
        mask |= result.mask
    return _Result(mask, _sum(known))


def _sum(results: Sequence[_Result]) -> Numbers | None:
    scored = [result.scores for result in results if result.scores is not None]
    if not scored:
        return None
    total = scored[0].copy()
    for scores in scored[1:]:
        total += scores
    return total
