"""What filters need of every article and passage, as numpy arrays indexed by archive key.

Read from the archive once and then kept up with its journal: only what an operation touched is read again.
"""

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from sqlmodel import Session

from archive_app.model.values import Role, Stance
from archive_app.search.names import NAME_TABLES, NameIndex, Names, fits, kind_of
from archive_app.search.query import Named, NameField, Query, Relation, relations_asked_for
from archive_app.search.tokens import words
from archive_app.storage.documents import (
    actor_tag_columns,
    article_columns,
    claim_tag_columns,
    collected_columns,
    labelled_columns,
    passage_columns,
    read_columns,
)
from archive_app.storage.journal import Feed, feed_since, last_sequence

Mask = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int32]
OwnerKind = Literal["article", "passage"]
PairKind = Literal["actor", "claim", "coder", "collection"]

ROLES = tuple(Role)
STANCES = tuple(Stance)
RELATIONS: tuple[Relation, ...] = ("actor", "claim", "collection", "label", "read")
_READERS: Mapping[Relation, Callable[[Session, Iterable[int] | None], list[Any]]] = {
    "actor": actor_tag_columns,
    "claim": claim_tag_columns,
    "collection": collected_columns,
    "label": labelled_columns,
    "read": read_columns,
}
_HOWS: Mapping[Relation, Sequence[str]] = {"actor": ROLES, "claim": STANCES}
_ENTRIES = 500  # of the journal, that are followed one by one; more are read anew
_TOUCHED = 20_000  # articles and passages, the same


class Vocabulary:
    """Values of a column, each under a number; 0 is the empty value."""

    def __init__(self) -> None:
        self._numbers = {"": 0}
        self._words: list[list[str]] = []
        self._index = NameIndex(())
        self._indexed = 1

    @property
    def values(self) -> list[str]:
        """The values by their numbers."""
        return list(self._numbers)

    def number(self, value: str | None) -> int:
        """Return the number of a value, a new one if need be."""
        return self._numbers.setdefault(value or "", len(self._numbers))

    def index(self) -> NameIndex:
        """Return what finds values by the beginning of any of their words."""
        if self._indexed != len(self._numbers):
            self._index = NameIndex((number, value) for value, number in self._numbers.items())
            self._indexed = len(self._numbers)
        return self._index

    def fitting(self, query: Named) -> Mask:
        """Return which values a name means, by their numbers."""
        values = self.values
        self._words += map(words, values[len(self._words) :])
        return np.array([fits(value, query) for value in self._words], dtype=bool)


class Columns:
    """The columns of an archive as of one entry of its journal.

    Every array has a place for each key from 0; ``…_exist`` says which are taken.
    """

    def __init__(self) -> None:
        self.sequence = -1
        self.names = Names()
        self.outlets, self.languages = Vocabulary(), Vocabulary()
        self.authors, self.sources = Vocabulary(), Vocabulary()
        self.articles_exist: Mask = np.zeros(1, bool)
        self.article_outlet: Codes = np.zeros(1, np.int32)
        self.article_language: Codes = np.zeros(1, np.int32)
        self.article_authors: Codes = np.zeros(1, np.int32)
        self.article_source: Codes = np.zeros(1, np.int32)
        self.article_words: Codes = np.zeros(1, np.int32)
        self.article_published: Codes = np.zeros(1, np.int32)
        """The first day its date allows, such as 20190401; 0 without a date."""
        self.passages_exist: Mask = np.zeros(1, bool)
        self.passage_article: Codes = np.zeros(1, np.int32)
        self.passage_coder: Codes = np.zeros(1, np.int32)
        self.passage_start: Codes = np.zeros(1, np.int32)
        self._relations: dict[Relation, Codes] = {}
        self._pairs: dict[tuple[OwnerKind, PairKind], tuple[Codes, Codes]] = {}

    def follow(self, session: Session, relations: Iterable[Relation] = RELATIONS) -> None:
        """Take over what the archive's journal says since the last time.

        What belongs to articles and passages (their tags, collections …) is most of what there is to read, so
        it is left until a query asks for it.
        """
        last = last_sequence(session)
        if last != self.sequence:
            feed = self._news(session, last)
            self._read(session, feed)
            for relation in self._relations:
                self._read_relation(session, relation, feed)
            if feed is None or feed.tables & NAME_TABLES:
                self.names.read(session)
            self._pairs = {}
            self.sequence = last
        for relation in relations:
            if relation not in self._relations:
                self._read_relation(session, relation, None)

    def follow_for(self, session: Session, query: Query) -> None:
        """Take over what a query needs."""
        self.follow(session, relations_asked_for(query))

    def _news(self, session: Session, last: int) -> Feed | None:
        if not 0 <= self.sequence < last <= self.sequence + _ENTRIES:
            return None
        feed = feed_since(session, self.sequence, limit=_ENTRIES)
        return feed if len(feed.articles) + len(feed.passages) + len(feed.marked) <= _TOUCHED else None

    def _read(self, session: Session, feed: Feed | None) -> None:
        with _without_collecting():
            articles = feed.articles if feed is not None else None
            rows = article_columns(session, articles)
            if articles is None:
                self.articles_exist[:] = False
            self._put(
                "article",
                articles,
                [row[0] for row in rows],
                article_outlet=[self.outlets.number(row[1]) for row in rows],
                article_language=[self.languages.number(row[2]) for row in rows],
                article_published=[first_day(row[3]) for row in rows],
                article_authors=[self.authors.number(row[4]) for row in rows],
                article_words=[row[5] for row in rows],
                article_source=[self.sources.number(row[6]) for row in rows],
            )
            passages = feed.passages if feed is not None else None
            passage_rows = passage_columns(session, passages)
            if passages is None:
                self.passages_exist[:] = False
            self._put(
                "passage",
                passages,
                [row[0] for row in passage_rows],
                passage_article=[row[1] for row in passage_rows],
                passage_coder=[row[2] for row in passage_rows],
                passage_start=[row[3] for row in passage_rows],
            )

    def _read_relation(self, session: Session, relation: Relation, feed: Feed | None) -> None:
        owners: frozenset[int] | None = None
        known = self._relations.get(relation)
        if feed is not None and known is not None:
            owners = feed.passages if relation in ("actor", "claim") else feed.marked | feed.articles
            if not owners:
                return
        with _without_collecting():
            rows = _READERS[relation](session, owners)
            hows = {how: number for number, how in enumerate(_HOWS.get(relation, ()))}
            read = np.array([(row[0], row[1], hows[row[2]] if hows else 0) for row in rows], dtype=np.int32)
        read = read.reshape(-1, 3).T
        if known is not None and owners is not None:
            known = known[:, ~np.isin(known[0], np.fromiter(owners, np.int32))]
            read = np.concatenate([known, read], axis=1)
        self._relations[relation] = read
        self._pairs = {}

    def _put(
        self, kind: str, touched: Iterable[int] | None, keys: list[int], **columns: Sequence[int]
    ) -> None:
        exist: Mask = getattr(self, f"{kind}s_exist")
        size = max(keys, default=0) + 1
        if len(exist) < size:
            # Room to grow, so that a new passage does not copy the columns each time.
            size += size // 8 + 16
        exist = _at_least(exist, size)
        if touched is not None:
            exist[[key for key in touched if key < len(exist)]] = False
        exist[keys] = True
        setattr(self, f"{kind}s_exist", exist)
        for name, values in columns.items():
            column = _at_least(getattr(self, name), len(exist))
            column[keys] = values
            setattr(self, name, column)

    def relation(self, relation: Relation) -> Codes:
        """Return what belongs to articles or passages, in rows: whose, what, and how.

        Whose is a passage for actors and claim types, else an article; how is a place in ``ROLES`` or
        ``STANCES``.
        """
        return self._relations[relation]

    def known_relation(self, name: str) -> Codes | None:
        """Return what belongs to articles or passages, if a query has asked for it already."""
        return next((rows for relation, rows in self._relations.items() if relation == name), None)

    def pairs(self, owner: OwnerKind, kind: PairKind) -> tuple[Codes, Codes]:
        """Return the articles or passages with their actors, claim types …, each pair once.

        An actor in two roles on one passage, or on two passages of one article, stands there once. A passage
        of a claim type has those above it too, and is in the collections of its article.
        """
        known = self._pairs.get((owner, kind))
        if known is None:
            owners, values = self._collected(owner) if kind == "collection" else self._on_passages(kind)
            if owner == "article" and kind != "collection":
                owners = self.passage_article[owners]
            known = self._pairs[owner, kind] = unique_pairs(owners, values)
        return known

    def _on_passages(self, kind: PairKind) -> tuple[Codes, Codes]:
        if kind == "coder":
            passages = np.flatnonzero(self.passages_exist).astype(np.int32)
            return passages, self.passage_coder[passages]
        tags = self._relations["actor" if kind == "actor" else "claim"]
        tags = tags[:, self.passages_exist[tags[0]]]
        owners, values = tags[0], tags[1]
        if kind == "claim":
            above = {key: self.names.above(key) for key in np.unique(values).tolist()}
            more = [
                (owners[values == key], ancestor)
                for key, ancestors in above.items()
                for ancestor in ancestors
            ]
            owners = np.concatenate([owners, *(listed for listed, _ in more)])
            values = np.concatenate([values, *(np.full(len(listed), one) for listed, one in more)])
        return owners, values.astype(np.int32)

    def _collected(self, owner: OwnerKind) -> tuple[Codes, Codes]:
        articles, collections, _ = self._relations["collection"]
        if owner == "article":
            return articles, collections
        passages = np.flatnonzero(self.passages_exist).astype(np.int32)
        order = np.argsort(articles, kind="stable")
        of_passages = self.passage_article[passages]
        first = np.searchsorted(articles[order], of_passages)
        counts = np.searchsorted(articles[order], of_passages, side="right") - first
        places = np.repeat(first - np.cumsum(counts) + counts, counts) + np.arange(counts.sum())
        return np.repeat(passages, counts), collections[order][places]

    def outlet_ranks(self) -> Codes:
        """Return the place of each outlet in the alphabet, by its number; those without a name come last."""
        values = self.outlets.values
        order = sorted(range(len(values)), key=lambda number: (not values[number], values[number].casefold()))
        ranks = np.empty(len(values), np.int32)
        ranks[order] = np.arange(len(values))
        return ranks

    def vocabulary_of(self, field: NameField) -> tuple[Vocabulary, Codes]:
        """Return the outlets, languages, authors or sources, and the number of each article's."""
        return {
            "outlet": (self.outlets, self.article_outlet),
            "lang": (self.languages, self.article_language),
            "author": (self.authors, self.article_authors),
            "source": (self.sources, self.article_source),
        }[field]

    def articles_of(self, query: Named) -> Mask:
        """Return the articles whose outlet, language, authors or source go by a name."""
        vocabulary, codes = self.vocabulary_of(query.field)
        return vocabulary.fitting(query)[codes] & self.articles_exist

    def names_found(self, query: Named) -> list[tuple[str, ...]]:
        """Return all names of each thing that goes by a name, without the claim types below one."""
        if kind_of(query) is not None:
            return [row.names for row in self.names.named(query)]
        vocabulary, codes = self.vocabulary_of(query.field)
        values = vocabulary.values
        # A value that the last article with it has lost is still in the vocabulary.
        in_use = np.bincount(codes[self.articles_exist], minlength=len(values)) > 0
        fitting = np.flatnonzero(vocabulary.fitting(query) & in_use).tolist()
        return [(value,) for value in sorted((values[number] for number in fitting), key=str.casefold)]

    def to_articles(self, passages: Mask) -> Mask:
        """Return the articles that have any of these passages."""
        found = np.zeros(len(self.articles_exist), bool)
        found[self.passage_article[passages]] = True
        return found

    def to_passages(self, articles: Mask) -> Mask:
        """Return the passages in any of these articles."""
        return articles[self.passage_article] & self.passages_exist


def unique_pairs(owners: Codes, values: Codes) -> tuple[Codes, Codes]:
    """Return each pair once, sorted."""
    width = int(values.max(initial=0)) + 1
    together = np.unique(owners.astype(np.int64) * width + values)
    return (together // width).astype(np.int32), (together % width).astype(np.int32)


def first_day(published: str) -> int:
    """Return the first day that an ISO date cut to its precision allows, such as 20190401; 0 without one."""
    digits = published[:10].replace("-", "")
    if not digits.isascii() or not digits.isdecimal() or len(digits) not in (4, 6, 8):
        return 0
    return int(digits + "0101"[len(digits) - 4 :] if len(digits) < 8 else digits)


@contextmanager
def _without_collecting() -> Iterator[None]:
    # Python looks for garbage again and again among the rows of a big archive: 1.4 s instead of 0.4.
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _at_least(column: Any, size: int) -> Any:  # an array of any type
    if len(column) >= size:
        return column
    grown = np.zeros(size, column.dtype)
    grown[: len(column)] = column
    return grown
