"""Puts what was found in order, and looks only at as much of it as is shown."""

from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np

from archive_app.search.columns import Codes, Columns
from archive_app.search.mapped import Ids, Numbers

Order = Literal["relevance", "newest", "oldest", "outlet"]
SortKey = Callable[[Ids], Codes | Numbers]
"""Gives the values, of some places of a list of keys, that smaller ones come first by."""

_UNDATED = np.int32(99_999_999)


def keys_to_sort_by(
    order: Order, columns: Columns, ids: Ids, scores: Numbers, *, is_of_articles: bool
) -> list[SortKey]:
    """Return what to sort articles or passages by, the most important first."""

    def articles(places: Ids) -> Codes:
        return ids[places].astype(np.int32) if is_of_articles else columns.passage_article[ids[places]]

    def best(places: Ids) -> Numbers:
        return -scores[places]

    def newest(places: Ids) -> Codes:
        return -columns.article_published[articles(places)]

    def oldest(places: Ids) -> Codes:
        published = columns.article_published[articles(places)]
        return np.where(published == 0, _UNDATED, published)

    def outlet(places: Ids) -> Codes:
        return ranks[columns.article_outlet[articles(places)]]

    def start(places: Ids) -> Codes:
        return columns.passage_start[ids[places]]

    ranks = columns.outlet_ranks() if order == "outlet" else np.empty(0, np.int32)
    keys: dict[Order, list[SortKey]] = {
        "relevance": [best, newest],
        "newest": [newest, best],
        "oldest": [oldest, best],
        "outlet": [outlet, newest, best],
    }
    return keys[order] if is_of_articles else [*keys[order], articles, start]


def first_by(keys: Sequence[SortKey], count: int, limit: int) -> Ids:
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
