"""Every place of a query's words in texts, kept as numbers: the lines of a concordance (keyword in context).

A line is an article, a stretch of its text in code points, and the numbers of the words beside it; about
sixty bytes, so that a million lines fit where a million contexts would not. What stands around a hit is cut
from the text again when a page of lines is looked at.
"""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

import numpy as np

from archive_app.search.columns import first_day
from archive_app.search.mapped import Ids
from archive_app.search.query import And, Everything, Near, Not, Or, Query
from archive_app.search.snippets import Finder, Sought, sought
from archive_app.search.stemming import Stems
from archive_app.search.tokens import places, read_words
from archive_app.storage.texts import CurrentText

DEPTH = 5
"""Words on each side of a hit that lines can be sorted by."""
MOST = 1_000_000
"""So many lines are kept; further ones are only counted."""

LineOrder = Literal["text", "left", "right", "hit", "date", "outlet"]

_UNDATED = 99_999_999
_NUMBERS = 2 * DEPTH + 1  # of the words kept with a line: left of it, itself, right of it


@dataclass(frozen=True)
class TextHit:
    """A hit in one text: its stretch in code points, its own words, and those beside it, nearest first."""

    start: int
    end: int
    word: str
    left: tuple[str, ...]
    right: tuple[str, ...]


class HitFinder:
    """Finds in texts what a query asks for.

    A hit is a word or phrase that is asked for and not excluded; of ``"a b"~5`` the shortest stretches that
    hold all its words. What lies within another hit is no hit of its own.
    """

    def __init__(self, query: Query) -> None:
        self._near = tuple(dict.fromkeys(_near_parts(query)))
        self._sought: Sought = sought(_without_near(query), "text")
        self._finder = Finder(self._sought, Stems())

    @property
    def seeks_anything(self) -> bool:
        """Whether the query asks for any words of the text at all."""
        return bool(self._near) or self._sought != Sought()

    def hits(self, text: str, language: str = "") -> list[TextHit]:
        """Return the hits in a text, in order."""
        reading = read_words(text)
        listed = reading.words
        found = {
            (find.first, find.last): find.is_first_character for find in self._finder.finds(reading, language)
        }
        for near in self._near:
            for stretch in _near_stretches(listed, near):
                found[stretch] = False
        kept: list[tuple[int, int]] = []
        furthest = -1
        for first, last in sorted(found, key=lambda find: (find[0], -find[1])):
            if last > furthest:
                kept.append((first, last))
                furthest = last
        if not kept:
            return []
        spans = list(islice(places(text), furthest + 3 * DEPTH))
        return [_hit(listed, spans, *find, found[find]) for find in kept]


def _hit(
    listed: Sequence[str], spans: Sequence[tuple[int, int]], first: int, last: int, only_character: bool
) -> TextHit:
    start, end = spans[first][0], spans[last][1]
    if only_character:
        end = start + 1
    before, after = first - 1, last + 1
    # Words of unspaced scripts are pairs of characters that overlap; none of the hit's own is beside it.
    while before >= 0 and spans[before][1] > start:
        before -= 1
    while after < len(spans) and spans[after][0] < end:
        after += 1
    left = tuple(listed[at] for at in range(before, max(before - DEPTH, -1), -1))
    return TextHit(start, end, " ".join(listed[first : last + 1]), left, tuple(listed[after : after + DEPTH]))


def _near_parts(query: Query) -> list[Near]:
    match query:
        case And() | Or():
            return [near for part in query.parts for near in _near_parts(part)]
        case Near() if query.field in (None, "text"):
            return [query]
        case _:
            return []


def _without_near(query: Query) -> Query:
    match query:
        case And() | Or():
            return type(query)(tuple(_without_near(part) for part in query.parts))
        case Near():
            return Everything()
        case Not():
            return query
        case _:
            return query


def _near_stretches(listed: Sequence[str], near: Near) -> list[tuple[int, int]]:
    """Return the shortest stretches with all the words, by the numbers of their first and last word."""
    wanted = set(near.words)
    longest = len(near.words) + near.others
    latest: dict[str, int] = {}
    found: list[tuple[int, int]] = []
    for at, word in enumerate(listed):
        if word not in wanted:
            continue
        latest[word] = at
        if len(latest) < len(wanted):
            continue
        first = min(latest.values())
        if at - first < longest:
            if found and found[-1][0] == first:
                continue  # a shorter stretch begins there
            found.append((first, at))
    return found


class Lines:
    """The lines of a concordance; they grow in one thread while others read them."""

    def __init__(self) -> None:
        self.count = 0
        """Lines that are kept, numbered from 0 in the order in which they were added."""
        self.total = 0
        """Hits altogether, those beyond :data:`MOST` too."""
        self._article_ids, self._text_ids = array("q"), array("q")
        self._published, self._outlet = array("i"), array("i")
        self._article = array("i")  # of each line: the place of its article in the arrays above
        self._starts, self._ends = array("i"), array("i")
        self._beside = array("i")
        self._numbers: dict[str, int] = {"": 0}
        self._outlets: dict[str, int] = {}

    @property
    def articles(self) -> int:
        """How many articles have any of the hits."""
        return len(self._article_ids)

    def add(self, source: CurrentText, hits: Sequence[TextHit]) -> None:
        """Add the hits of one article."""
        if not hits:
            return
        self._text_ids.append(source.text_id)
        self._published.append(first_day(source.published) or _UNDATED)
        self._outlet.append(self._outlets.setdefault(source.outlet.casefold(), len(self._outlets)))
        self._article_ids.append(source.article_id)
        self.total += len(hits)
        number, here = self._number, len(self._article_ids) - 1
        for hit in hits[: MOST - self.count]:
            self._article.append(here)
            self._starts.append(hit.start)
            self._ends.append(hit.end)
            self._beside.extend([number(word) for word in hit.left] + [0] * (DEPTH - len(hit.left)))
            self._beside.append(number(hit.word))
            self._beside.extend([number(word) for word in hit.right] + [0] * (DEPTH - len(hit.right)))
        # Last: who reads meanwhile sees whole lines only.
        self.count += min(len(hits), MOST - self.count)

    def place(self, line: int) -> tuple[int, int, int, int]:
        """Return a line's article, the version of its text, and the hit's start and end in code points."""
        at = self._article[line]
        return self._article_ids[at], self._text_ids[at], self._starts[line], self._ends[line]

    def hits_by_article(self) -> dict[int, int]:
        """Return how many lines each article has."""
        counted = np.bincount(_copied(self._article, self.count), minlength=0)
        return {self._article_ids[at]: int(counted[at]) for at in np.flatnonzero(counted).tolist()}

    def order(self, by: LineOrder = "text", *, nth: int = 1, descending: bool = False) -> Ids:
        """Return the lines' numbers, sorted.

        ``left`` and ``right`` sort by the ``nth`` word (from 1) on that side, then by those further out,
        folded as words are for searching; what has no word there comes first. Equals stay in the order of
        the texts, and what is undated or names no outlet comes last.
        """
        count = self.count
        if by == "text":
            numbers: Ids = np.arange(count)
            return numbers[::-1] if descending else numbers
        keys = self._keys(by, count, nth)
        if descending:
            keys = [-key for key in keys]
        if by == "date":
            undated = self._of_article(self._published, count) == _UNDATED
            keys = [undated, *keys]
        # The last key of lexsort is the first to count; it is stable, so equals keep their order.
        order: Ids = np.lexsort(keys[::-1])
        return order

    def _keys(self, by: LineOrder, count: int, nth: int) -> list[Ids]:
        if by == "date":
            return [self._of_article(self._published, count)]
        if by == "outlet":
            return [self._of_article(self._outlet, count, _ranks(list(self._outlets), empty_last=True))]
        ranks = _ranks(list(self._numbers))
        beside = ranks[_copied(self._beside, count * _NUMBERS).reshape(-1, _NUMBERS)]
        left, hit, right = beside[:, :DEPTH], beside[:, DEPTH], beside[:, DEPTH + 1 :]
        from_here = slice(min(max(nth, 1), DEPTH) - 1, None)
        if by == "left":
            return [*left[:, from_here].T, hit, *right.T]
        if by == "right":
            return [*right[:, from_here].T, hit, *left.T]
        return [hit, *right.T]

    def _of_article(self, column: "array[int]", count: int, ranks: Ids | None = None) -> Ids:
        values = np.array(column, np.int64)
        if ranks is not None:
            values = ranks[values]
        of_lines: Ids = values[_copied(self._article, count)]
        return of_lines

    def _number(self, word: str) -> int:
        return self._numbers.setdefault(word, len(self._numbers))


def _copied(column: "array[int]", count: int) -> Ids:
    # A view would forbid the array to grow meanwhile.
    return np.array(column[:count], np.int64)


def _ranks(listed: Sequence[str], *, empty_last: bool = False) -> Ids:
    """Return the place of each word in the alphabet."""
    order = sorted(range(len(listed)), key=lambda at: (empty_last and not listed[at], listed[at]))
    ranks: Ids = np.empty(len(listed), np.int64)
    ranks[order] = np.arange(len(listed))
    return ranks
