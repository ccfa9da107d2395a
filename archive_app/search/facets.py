"""Counts what was found by outlet, month, language, actor, claim type and so on, and over time."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

import numpy as np

from archive_app.search.columns import Codes, Columns, OwnerKind, PairKind, Vocabulary, unique_pairs
from archive_app.search.dates import day_number
from archive_app.search.mapped import Ids, Mask


@dataclass(frozen=True)
class FacetValue:
    """A value of a facet: what it is called, and how many of what was found have it."""

    name: str
    count: int
    clause: str = field(default="", compare=False)
    """What to add to the query to find just those, and with a ``-`` before it all but those."""


@dataclass(frozen=True)
class TimelineBucket:
    """The days from ``first`` to ``last``, ISO dates, and how much of what was found is of them."""

    first: str
    last: str
    count: int


@dataclass(frozen=True)
class Timeline:
    """What was found over time, without gaps: by days, months or years."""

    step: Literal["day", "month", "year"] = "month"
    buckets: tuple[TimelineBucket, ...] = ()
    undated: int = 0


@dataclass(frozen=True)
class Facets:
    """The values of what was found, the most frequent first; months in their order."""

    outlets: tuple[FacetValue, ...] = ()
    months: tuple[FacetValue, ...] = ()
    """Such as ``2019-04``; what is dated to the year counts in its January."""
    languages: tuple[FacetValue, ...] = ()
    coders: tuple[FacetValue, ...] = ()
    actors: tuple[FacetValue, ...] = ()
    claim_types: tuple[FacetValue, ...] = ()
    """Each with those below it."""
    collections: tuple[FacetValue, ...] = ()
    timeline: Timeline = Timeline()


_MOST_DAYS = 62  # on a timeline; above, it goes by months
_MOST_MONTHS = 120
_TAGS: tuple[PairKind, ...] = ("coder", "actor", "claim")


def facets_of_articles(columns: Columns, found: Mask, passages: Mask) -> Facets:
    """Count articles; an article has the actors, claim types and coders of these passages in it, each once.

    ``passages`` are those that the query is about, so that the number beside an actor is what is found when
    the actor is asked for too.
    """
    counts = {kind: _tagged_articles(columns, found, passages, kind) for kind in _TAGS}
    counts["collection"] = _paired(columns, found, "article", "collection")
    return _facets(columns, np.flatnonzero(found), counts)


def facets_of_passages(columns: Columns, found: Mask) -> Facets:
    """Count passages, by their own tags and the outlet, month and language of their articles."""
    kinds: tuple[PairKind, ...] = (*_TAGS, "collection")
    counts = {kind: _paired(columns, found, "passage", kind) for kind in kinds}
    return _facets(columns, columns.passage_article[found], counts)


def _facets(columns: Columns, articles: Ids | Codes, counts: Mapping[PairKind, Ids]) -> Facets:
    names = columns.names
    return Facets(
        outlets=_of_vocabulary("outlet", columns.outlets, columns.article_outlet[articles]),
        months=_months(columns.article_published[articles]),
        languages=_of_vocabulary("lang", columns.languages, columns.article_language[articles]),
        coders=_ranked("coder", counts["coder"], names.of("coder")),
        actors=_ranked("actor", counts["actor"], names.of("actor")),
        claim_types=_ranked("claim", counts["claim"], names.of("claim")),
        collections=_ranked("collection", counts["collection"], names.of("collection")),
        timeline=timeline_of(columns.article_published[articles]),
    )


def _paired(columns: Columns, found: Mask, owner: OwnerKind, kind: PairKind) -> Ids:
    owners, values = columns.pairs(owner, kind)
    return np.bincount(values[found[owners]])


def _tagged_articles(columns: Columns, found: Mask, passages: Mask, kind: PairKind) -> Ids:
    if passages is columns.passages_exist:
        return _paired(columns, found, "article", kind)
    owners, values = columns.pairs("passage", kind)
    meant = passages[owners] & found[columns.passage_article[owners]]
    _, counted = unique_pairs(columns.passage_article[owners[meant]], values[meant])
    return np.bincount(counted)


def _of_vocabulary(field: str, vocabulary: Vocabulary, codes: Codes) -> tuple[FacetValue, ...]:
    return _ranked(field, np.bincount(codes), dict(enumerate(vocabulary.values)))


def _ranked(field: str, counts: Ids, names: Mapping[int, str]) -> tuple[FacetValue, ...]:
    values = [
        FacetValue(names[key], int(counts[key]), clause_for(field, names[key]))
        for key in np.flatnonzero(counts).tolist()
        if names.get(key)
    ]
    return tuple(sorted(values, key=lambda value: (-value.count, value.name)))


def clause_for(field: str, name: str) -> str:
    """Return the clause that asks for the whole of a name, as ``outlet:="New York Times"``."""
    plain = " ".join(name.replace('"', " ").split())
    return f'{field}:="{plain}"'


def _months(days: Codes) -> tuple[FacetValue, ...]:
    months, counts = np.unique(days // 100, return_counts=True)
    named = (
        (f"{month // 100:04}-{month % 100:02}", count) for month, count in zip(months, counts, strict=True)
    )
    return tuple(
        FacetValue(month, int(count), f"date:{month}") for month, count in named if month != "0000-00"
    )


def timeline_of(days: Codes) -> Timeline:
    """Return how many of these days fall into each stretch of time; 0 is no day."""
    dated = days[days > 0]
    undated = len(days) - len(dated)
    if not len(dated):
        return Timeline(undated=undated)
    first, last = int(dated.min()), int(dated.max())
    months = (last // 10_000 - first // 10_000) * 12 + last // 100 % 100 - first // 100 % 100 + 1
    if months > _MOST_MONTHS:
        return Timeline("year", _by(dated // 10_000, _years(first, last)), undated)
    if months > 3 or (_day(last) - _day(first)).days >= _MOST_DAYS:
        return Timeline("month", _by(dated // 100, _months_between(first, months)), undated)
    return Timeline("day", _by(dated, _days_between(_day(first), _day(last))), undated)


def _by(values: Codes, buckets: Mapping[int, tuple[str, str]]) -> tuple[TimelineBucket, ...]:
    found, counts = np.unique(values, return_counts=True)
    counted = dict(zip(found.tolist(), counts.tolist(), strict=True))
    return tuple(TimelineBucket(*ends, counted.get(key, 0)) for key, ends in buckets.items())


def _years(first: int, last: int) -> dict[int, tuple[str, str]]:
    years = range(first // 10_000, last // 10_000 + 1)
    return {year: (f"{year:04}-01-01", f"{year:04}-12-31") for year in years}


def _months_between(first: int, count: int) -> dict[int, tuple[str, str]]:
    found: dict[int, tuple[str, str]] = {}
    for month in range(count):
        year, zero_based = divmod(first // 10_000 * 12 + first // 100 % 100 - 1 + month, 12)
        start = f"{year:04}-{zero_based + 1:02}"
        last = monthrange(year, zero_based + 1)[1]
        found[year * 100 + zero_based + 1] = f"{start}-01", f"{start}-{last:02}"
    return found


def _days_between(first: date, last: date) -> dict[int, tuple[str, str]]:
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return {day_number(day): (day.isoformat(), day.isoformat()) for day in days}


def _day(number: int) -> date:
    return date(number // 10_000, number // 100 % 100, number % 100)
