"""Saved searches: queries under names, each a collection that fills itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import get_args

from sqlalchemy import select

from archive_app.model.errors import NotFound, Refused
from archive_app.model.tables import SavedSearch
from archive_app.model.text import canonical
from archive_app.operations.searching import Searching
from archive_app.search.language import LONGEST_QUERY
from archive_app.search.ordering import Order
from archive_app.storage.archive import Archive, Change
from archive_app.storage.journal import Changes, table_of
from archive_app.storage.saved_searches import SavedSearchCard

LONGEST_NAME = 200
"""Characters of a saved search's name."""

_saved = table_of(SavedSearch)


@dataclass(frozen=True)
class Saved:
    """A search that was just saved."""

    id: int
    changes: Changes


@dataclass(frozen=True)
class SearchCounts:
    """How much a saved search finds now."""

    articles: int
    passages: int
    is_complete: bool = True
    """Whether the index held the whole archive; else it may find more in a while."""


def save_search(archive: Archive, name: str, query: str, *, order: str = "relevance", coder: str) -> Saved:
    """Keep a query under a name.

    Raises:
        Refused: Name or query are empty or too long, or another search has the name.
    """
    with archive.change("save search", "Save a search", coder) as change:
        name, query = _checked_name(change, name, None), _checked_query(query)
        row = SavedSearch(name=name, query=query, order=_checked_order(order))
        change.transaction.insert(row)
        change.label = f"Save the search “{name}”"
    assert change.changes is not None
    return Saved(row.key, change.changes)


def rename_search(archive: Archive, search_id: int, name: str, *, coder: str) -> Changes | None:
    """Give a saved search another name.

    Raises:
        NotFound: It is gone.
        Refused: The name is empty or too long, or another search has it.
    """
    with archive.change("rename search", "Rename a saved search", coder) as change:
        row = _row(change, search_id)
        name = _checked_name(change, name, search_id)
        change.label = f"Rename the search “{row.name}” to “{name}”"
        change.transaction.update(row, name=name)
    return change.changes


def change_search(
    archive: Archive, search_id: int, query: str, *, order: str | None = None, coder: str
) -> Changes | None:
    """Give a saved search another query, and another order if one is given.

    Raises:
        NotFound: It is gone.
        Refused: The query is empty or too long.
    """
    with archive.change("change search", "Change a saved search", coder) as change:
        row = _row(change, search_id)
        change.label = f"Change the search “{row.name}”"
        wanted = row.order if order is None else _checked_order(order)
        change.transaction.update(row, query=_checked_query(query), order=wanted)
    return change.changes


def delete_searches(archive: Archive, search_ids: Sequence[int], *, coder: str) -> Changes | None:
    """Delete saved searches; what they find stays as it is.

    Raises:
        NotFound: One of them is gone.
    """
    with archive.change("delete search", "Delete saved searches", coder) as change:
        once = dict.fromkeys(search_ids)
        for search_id in once:
            row = _row(change, search_id)
            change.label = f"Delete the search “{row.name}”"
            change.transaction.delete(row)
        if len(once) > 1:
            change.label = f"Delete {len(once)} saved searches"
    return change.changes


def count_searches(
    searching: Searching, saved: Sequence[SavedSearchCard], *, cancelled: Callable[[], bool] | None = None
) -> dict[int, SearchCounts]:
    """Return how much each search finds now, by key; those not yet counted when ``cancelled`` are missing."""
    counts: dict[int, SearchCounts] = {}
    for each in saved:
        if cancelled is not None and cancelled():
            break
        found = searching.search(each.query, limit=1)
        counts[each.id] = SearchCounts(found.article_total, found.passage_total, found.is_complete)
    return counts


def _row(change: Change, search_id: int) -> SavedSearch:
    row = change.session.get(SavedSearch, search_id)
    if row is None:
        raise NotFound("This saved search is no longer in the archive.")
    return row


def _checked_name(change: Change, name: str, own: int | None) -> str:
    plain = " ".join(canonical(name).split())
    if not plain:
        raise Refused("A saved search needs a name.")
    if len(plain) > LONGEST_NAME:
        raise Refused(f"The name has {len(plain)} characters; {LONGEST_NAME} are the most.")
    taken = select(_saved.c.id).where(_saved.c.name == plain)
    if change.session.execute(taken).scalar_one_or_none() not in (None, own):
        raise Refused(f"There is a saved search “{plain}” already. Choose another name, or change that one.")
    return plain


def _checked_query(query: str) -> str:
    plain = " ".join(canonical(query).split())
    if not plain:
        raise Refused("There is nothing to save: type a search first.")
    if len(plain) > LONGEST_QUERY:
        raise Refused(f"The search has {len(plain)} characters; {LONGEST_QUERY} are the most.")
    return plain


def _checked_order(order: str) -> str:
    known: tuple[str, ...] = get_args(Order)
    if order not in known:
        raise Refused(f"“{order}” is no order of results. It can be {', '.join(known)}.")
    return order
