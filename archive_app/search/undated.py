"""What a search for dates leaves out because nobody knows its date: counted, said, and to be found."""

import re

import numpy as np

from archive_app.search.columns import Columns
from archive_app.search.language import Understood
from archive_app.search.query import And, Everything, Not, Or, Published, Query, State

CLAUSE = "is:undated"
"""The clause that finds articles without a date."""


def undated_left_out(understood: Understood, columns: Columns) -> Query | None:
    """Return what finds the undated articles that a query would find if it did not ask for dates.

    Nothing where it does not ask for any, or where the archive has no undated article.
    """
    if not understood.dated or not np.any(columns.article_published[columns.articles_exist] == 0):
        return None
    query = understood.query
    undated = State("undated")
    if isinstance(query, And):
        found = And((undated, *(_of_any_date(part) for part in query.parts)))
        if any(isinstance(part, Published) for part in query.parts):
            return found
    else:
        found = And((undated, _of_any_date(query)))
    # Alternatives and exclusions may have found some of them all the same.
    return And((found, Not(query)))


def asking_for_undated(typed: str, understood: Understood) -> str:
    """Return the query as it was typed, with :data:`CLAUSE` in the place of what asks for dates."""
    for start, end in reversed(understood.dated):
        typed = f"{typed[:start]}{CLAUSE}{typed[end:]}"
    return re.sub(rf"\b{CLAUSE}(?:\s+{CLAUSE})+", CLAUSE, typed)


def sentence(count: int, kind: str) -> str:
    """Say how many articles (or passages) were left out for want of a date."""
    what = f"{kind} without a date is" if count == 1 else f"{kind}s without a date are"
    return f"{count:,} {what} not in this; {CLAUSE} finds what has no date."


def _of_any_date(query: Query) -> Query:
    match query:
        case Published():
            return Everything()
        case And() | Or():
            return type(query)(tuple(map(_of_any_date, query.parts)))
        case _:  # what excludes dates leaves nothing undated out
            return query
