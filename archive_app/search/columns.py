"""What filters need of every article and passage, as numpy arrays indexed by archive key.

Read from the archive once and then kept up with its journal: only what an operation touched is read again.
"""

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from sqlmodel import Session

from archive_app.model.names import Name, rank_names
from archive_app.model.values import Role, Stance
from archive_app.search.tokens import words
from archive_app.storage.documents import (
    NamedRow,
    actor_names,
    actor_tag_columns,
    article_columns,
    claim_tag_columns,
    claim_type_names,
    coder_names,
    passage_columns,
)
from archive_app.storage.journal import feed_since, last_sequence

Mask = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int32]
NameKind = Literal["actor", "claim", "coder"]
OwnerKind = Literal["article", "passage"]

ROLES = tuple(Role)
STANCES = tuple(Stance)
_ENTRIES = 500  # of the journal, that are followed one by one; more are read anew
_TOUCHED = 20_000  # articles and passages, the same


class _Vocabulary:
    """Values of a column, each under a number; 0 is the empty value."""

    def __init__(self) -> None:
        self._numbers = {"": 0}
        self._words: list[list[str]] = [[]]

    @property
    def values(self) -> list[str]:
        return list(self._numbers)

    def number(self, value: str) -> int:
        known = self._numbers.get(value)
        if known is None:
            known = self._numbers[value] = len(self._words)
            self._words.append(words(value))
        return known

    def fitting(self, wanted: tuple[str, ...], ends_in_prefix: bool) -> Mask:
        return np.array([contains_words(value, wanted, ends_in_prefix) for value in self._words], dtype=bool)


class Columns:
    """The columns of an archive as of one entry of its journal.

    Every array has a place for each key from 0; ``…_exist`` says which are taken.
    """

    def __init__(self) -> None:
        self.sequence = -1
        self._outlets = _Vocabulary()
        self._languages = _Vocabulary()
        self._authors = _Vocabulary()
        self.articles_exist: Mask = np.zeros(1, bool)
        self.article_outlet: Codes = np.zeros(1, np.int32)
        self.article_language: Codes = np.zeros(1, np.int32)
        self.article_authors: Codes = np.zeros(1, np.int32)
        self.article_published: Codes = np.zeros(1, np.int32)
        """The first day its date allows, such as 20190401; 0 without a date."""
        self.passages_exist: Mask = np.zeros(1, bool)
        self.passage_article: Codes = np.zeros(1, np.int32)
        self.passage_coder: Codes = np.zeros(1, np.int32)
        self.passage_start: Codes = np.zeros(1, np.int32)
        self.actor_tags: Codes = np.zeros((3, 0), np.int32)
        """Rows: passage, actor, role (its place in ``ROLES``)."""
        self.claim_tags: Codes = np.zeros((3, 0), np.int32)
        """Rows: passage, claim type, stance (its place in ``STANCES``)."""
        self._has_tags = False
        self._spelled: dict[str, list[tuple[int, list[list[str]]]]] = {}
        self._names: dict[str, dict[int, str]] = {}
        self._pairs: dict[tuple[OwnerKind, NameKind], tuple[Codes, Codes]] = {}
        self._children: dict[int, list[int]] = {}
        self._named: dict[tuple[str, tuple[str, ...], bool, bool], frozenset[int]] = {}

    def follow(self, session: Session, *, with_tags: bool = True) -> None:
        """Take over what the archive's journal says since the last time.

        Tags are three quarters of what there is to read, so they are left until a query asks for them.
        """
        last = last_sequence(session)
        if last != self.sequence:
            articles, passages = self._touched(session, last)
            self._read(session, articles, passages)
            if self._has_tags:
                self._read_tags(session, passages)
            self._read_names(session)
            self._pairs = {}
            self.sequence = last
        if with_tags and not self._has_tags:
            self._read_tags(session, None)
            self._pairs = {}
            self._has_tags = True

    def _touched(self, session: Session, last: int) -> tuple[frozenset[int] | None, frozenset[int] | None]:
        if not 0 <= self.sequence < last <= self.sequence + _ENTRIES:
            return None, None
        feed = feed_since(session, self.sequence, limit=_ENTRIES)
        if len(feed.articles) + len(feed.passages) > _TOUCHED:
            return None, None
        return feed.articles, feed.passages

    def _read(
        self, session: Session, articles: frozenset[int] | None, passages: frozenset[int] | None
    ) -> None:
        with _without_collecting():
            rows = article_columns(session, articles)
            if articles is None:
                self.articles_exist[:] = False
            self._put(
                "article",
                articles,
                [row[0] for row in rows],
                article_outlet=[self._outlets.number(row[1]) for row in rows],
                article_language=[self._languages.number(row[2]) for row in rows],
                article_published=[first_day(row[3]) for row in rows],
                article_authors=[self._authors.number(row[4]) for row in rows],
            )
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

    def _read_tags(self, session: Session, passages: frozenset[int] | None) -> None:
        with _without_collecting():
            actors, claims = actor_tag_columns(session, passages), claim_tag_columns(session, passages)
            self.actor_tags = _tags(self.actor_tags, passages, actors, ROLES)
            self.claim_tags = _tags(self.claim_tags, passages, claims, STANCES)

    def _read_names(self, session: Session) -> None:
        claim_types = claim_type_names(session)
        rows = {"actor": actor_names(session), "claim": claim_types, "coder": coder_names(session)}
        self._spelled = {kind: _spelled(listed) for kind, listed in rows.items()}
        self._names = {kind: {row.id: row.names[0] for row in listed} for kind, listed in rows.items()}
        self._children = {}
        for claim_type in claim_types:
            if claim_type.parent_id is not None:
                self._children.setdefault(claim_type.parent_id, []).append(claim_type.id)
        self._named = {}

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

    def named(
        self, kind: NameKind, wanted: tuple[str, ...], ends_in_prefix: bool, is_about: bool = False
    ) -> frozenset[int]:
        """Return the keys of the actors, claim types (with all below them) or coders that go by a name.

        A name fits when it has the wanted words one after the other; with ``is_about`` also when it is
        spelt or sounds nearly so.
        """
        key = (kind, wanted, ends_in_prefix, is_about)
        known = self._named.get(key)
        if known is None:
            rows = self._spelled[kind]
            found = {
                row
                for row, spellings in rows
                if any(contains_words(name, wanted, ends_in_prefix) for name in spellings)
            }
            if is_about:
                names = [Name(row, " ".join(name)) for row, spellings in rows for name in spellings]
                found |= {match.key for match in rank_names(" ".join(wanted), names, limit=len(names))}
            known = self._named[key] = frozenset(self._with_children(found) if kind == "claim" else found)
        return known

    def _with_children(self, keys: set[int]) -> set[int]:
        found: set[int] = set()
        waiting = list(keys)
        while waiting:
            key = waiting.pop()
            if key not in found:
                found.add(key)
                waiting += self._children.get(key, ())
        return found

    def pairs(self, owner: OwnerKind, kind: NameKind) -> tuple[Codes, Codes]:
        """Return the articles or passages with their actors, claim types or coders, each pair once.

        An actor in two roles on one passage, or on two passages of one article, stands there once.
        """
        known = self._pairs.get((owner, kind))
        if known is None:
            tags = {"actor": self.actor_tags, "claim": self.claim_tags}.get(kind)
            passages = np.flatnonzero(self.passages_exist) if tags is None else tags[0]
            values = self.passage_coder[passages] if tags is None else tags[1]
            owners = passages if owner == "passage" else self.passage_article[passages]
            width = int(values.max(initial=0)) + 1
            together = np.unique(owners.astype(np.int64) * width + values)
            known = (together // width).astype(np.int32), (together % width).astype(np.int32)
            self._pairs[owner, kind] = known
        return known

    def names(self, kind: NameKind) -> dict[int, str]:
        """Return the name of each actor, claim type or coder by its key."""
        return self._names[kind]

    @property
    def outlets(self) -> list[str]:
        """The outlets by their numbers in ``article_outlet``."""
        return self._outlets.values

    @property
    def languages(self) -> list[str]:
        """The languages by their numbers in ``article_language``."""
        return self._languages.values

    def outlet_ranks(self) -> Codes:
        """Return the place of each outlet in the alphabet, by its number; those without a name come last."""
        values = self._outlets.values
        order = sorted(range(len(values)), key=lambda number: (not values[number], values[number].casefold()))
        ranks = np.empty(len(values), np.int32)
        ranks[order] = np.arange(len(values))
        return ranks

    def articles_of(self, column: str, wanted: tuple[str, ...], ends_in_prefix: bool) -> Mask:
        """Return the articles whose outlet, language or authors have these words one after the other."""
        vocabulary, codes = {
            "outlet": (self._outlets, self.article_outlet),
            "lang": (self._languages, self.article_language),
            "author": (self._authors, self.article_authors),
        }[column]
        return vocabulary.fitting(wanted, ends_in_prefix)[codes] & self.articles_exist

    def to_articles(self, passages: Mask) -> Mask:
        """Return the articles that have any of these passages."""
        found = np.zeros(len(self.articles_exist), bool)
        found[self.passage_article[passages]] = True
        return found

    def to_passages(self, articles: Mask) -> Mask:
        """Return the passages in any of these articles."""
        return articles[self.passage_article] & self.passages_exist


def first_day(published: str) -> int:
    """Return the first day that an ISO date cut to its precision allows, such as 20190401; 0 without one."""
    digits = published[:10].replace("-", "")
    if not digits.isascii() or not digits.isdecimal() or len(digits) not in (4, 6, 8):
        return 0
    return int(digits + "0101"[len(digits) - 4 :] if len(digits) < 8 else digits)


def contains_words(name: Sequence[str], wanted: Sequence[str], ends_in_prefix: bool) -> bool:
    """Say whether a name has the wanted words one after the other, the last perhaps only as a beginning."""
    last = len(wanted) - 1
    for at in range(len(name) - last):
        if list(name[at : at + last]) == list(wanted[:last]):
            word = name[at + last]
            if word == wanted[last] or (ends_in_prefix and word.startswith(wanted[last])):
                return True
    return False


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


def _spelled(rows: Iterable[NamedRow]) -> list[tuple[int, list[list[str]]]]:
    return [(row.id, [words(name) for name in row.names]) for row in rows]


def _tags(known: Codes, passages: frozenset[int] | None, rows: list[Any], values: Sequence[str]) -> Codes:
    numbers = {value: number for number, value in enumerate(values)}
    read = np.array([(passage, what, numbers[how]) for passage, what, how in rows], dtype=np.int32)
    read = read.reshape(-1, 3).T
    if passages is None:
        return read
    if passages:
        known = known[:, ~np.isin(known[0], np.fromiter(passages, np.int32))]
    return np.concatenate([known, read], axis=1)


def _at_least(column: Any, size: int) -> Any:  # an array of any type
    if len(column) >= size:
        return column
    grown = np.zeros(size, column.dtype)
    grown[: len(column)] = column
    return grown
