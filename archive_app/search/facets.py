"""Counts what was found by outlet, month, language, coder, actor and claim type."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from archive_app.search.columns import Codes, Columns, NameKind, OwnerKind
from archive_app.search.mapped import Ids, Mask


@dataclass(frozen=True)
class FacetValue:
    """A value of a facet: what it is called, and how many of what was found have it."""

    name: str
    count: int


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


def facets_of_articles(columns: Columns, found: Mask) -> Facets:
    """Count articles; an article has the actors, claim types and coders of its passages, each once."""
    return Facets(
        *_of_articles(columns, np.flatnonzero(found)),
        coders=_tagged(columns, found, "article", "coder"),
        actors=_tagged(columns, found, "article", "actor"),
        claim_types=_tagged(columns, found, "article", "claim"),
    )


def facets_of_passages(columns: Columns, found: Mask) -> Facets:
    """Count passages, by their own tags and the outlet, month and language of their articles."""
    return Facets(
        *_of_articles(columns, columns.passage_article[found]),
        coders=_tagged(columns, found, "passage", "coder"),
        actors=_tagged(columns, found, "passage", "actor"),
        claim_types=_tagged(columns, found, "passage", "claim"),
    )


def _of_articles(
    columns: Columns, articles: Ids | Codes
) -> tuple[tuple[FacetValue, ...], tuple[FacetValue, ...], tuple[FacetValue, ...]]:
    months, counts = np.unique(columns.article_published[articles] // 100, return_counts=True)
    dated = [
        FacetValue(f"{month // 100:04}-{month % 100:02}", count)
        for month, count in zip(months.tolist(), counts.tolist(), strict=True)
        if month
    ]
    outlets = np.bincount(columns.article_outlet[articles])
    languages = np.bincount(columns.article_language[articles])
    return (
        _ranked(outlets, dict(enumerate(columns.outlets))),
        tuple(dated),
        _ranked(languages, dict(enumerate(columns.languages))),
    )


def _tagged(columns: Columns, found: Mask, owner: OwnerKind, kind: NameKind) -> tuple[FacetValue, ...]:
    owners, values = columns.pairs(owner, kind)
    return _ranked(np.bincount(values[found[owners]]), columns.names(kind))


def _ranked(counts: Sequence[int] | Ids, names: dict[int, str]) -> tuple[FacetValue, ...]:
    values = [
        FacetValue(names[key], int(counts[key])) for key in np.flatnonzero(counts).tolist() if names.get(key)
    ]
    return tuple(sorted(values, key=lambda value: (-value.count, value.name)))
