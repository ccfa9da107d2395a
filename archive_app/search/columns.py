"""What filters need of every article and passage, as numpy arrays indexed by archive key.

Read from the archive once and then kept up with its journal: only what an operation touched is read again.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlmodel import Session

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

ROLES = tuple(Role)
STANCES = tuple(Stance)
_ENTRIES = 500  # of the journal, that are followed one by one; more are read anew
_TOUCHED = 20_000  # articles and passages, the same


class _Vocabulary:
    """Values of a column, each under a number; 0 is the empty value."""

    def __init__(self) -> None:
        self._numbers = {"": 0}
        self._words: list[list[str]] = [[]]

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
        self._actors: list[tuple[int, list[list[str]]]] = []
        self._claim_types: list[tuple[int, list[list[str]]]] = []
        self._coders: list[tuple[int, list[list[str]]]] = []
        self._children: dict[int, list[int]] = {}
        self._named: dict[tuple[str, tuple[str, ...], bool], frozenset[int]] = {}

    def follow(self, session: Session) -> None:
        """Take over what the archive's journal says since the last time."""
        last = last_sequence(session)
        if last == self.sequence:
            return
        if self.sequence < 0 or last < self.sequence or last - self.sequence > _ENTRIES:
            self._read(session, None, None)
        else:
            feed = feed_since(session, self.sequence, limit=_ENTRIES)
            if len(feed.articles) + len(feed.passages) > _TOUCHED:
                self._read(session, None, None)
            else:
                self._read(session, feed.articles, feed.passages)
        self._actors = _spelled(actor_names(session))
        claim_types = claim_type_names(session)
        self._claim_types = _spelled(claim_types)
        self._children = {}
        for claim_type in claim_types:
            if claim_type.parent_id is not None:
                self._children.setdefault(claim_type.parent_id, []).append(claim_type.id)
        self._coders = _spelled(coder_names(session))
        self._named = {}
        self.sequence = last

    def _read(
        self, session: Session, articles: frozenset[int] | None, passages: frozenset[int] | None
    ) -> None:
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
        self.actor_tags = _tags(self.actor_tags, passages, actor_tag_columns(session, passages), ROLES)
        self.claim_tags = _tags(self.claim_tags, passages, claim_tag_columns(session, passages), STANCES)

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

    def named(self, kind: str, wanted: tuple[str, ...], ends_in_prefix: bool) -> frozenset[int]:
        """Return the keys of the actors, claim types (with all below them) or coders that go by a name.

        A name fits when it has the wanted words one after the other.
        """
        key = (kind, wanted, ends_in_prefix)
        known = self._named.get(key)
        if known is None:
            rows = {"actor": self._actors, "claim": self._claim_types, "coder": self._coders}[kind]
            found = {
                row
                for row, spellings in rows
                if any(contains_words(name, wanted, ends_in_prefix) for name in spellings)
            }
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
