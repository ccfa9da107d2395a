"""Narrowing a query by what was found: values of a facet taken in, left out, or let go again.

What a click on a facet asks for is written into the query itself, where it can be read, changed and saved as
anything else that was typed: ``outlet:="Northern Wire"``, ``-lang:="ar"``, ``date:2019-04..2019-06``.
"""

import re
from calendar import monthrange
from typing import Literal

from archive_app.search.facets import clause_for

Choice = Literal["", "in", "out"]
"""Whether a query takes a value in, leaves it out, or does not speak of it."""

_EXCLUSIVE = frozenset({"outlet", "lang", "date"})
"""Fields of which an article has one value, so that two values can only mean one or the other."""


def chosen(query: str, field: str, value: str) -> Choice:
    """Say whether a query takes a value in or leaves it out."""
    clause = clause_for(field, value)
    if _alone("-" + clause).search(query):
        return "out"
    return "in" if _alone(clause).search(query) else ""


def spoken_of(query: str, field: str) -> list[tuple[str, Choice]]:
    """Return the values of a field that a query takes in or leaves out by their whole names, in order."""
    clause = re.compile(rf"""(?<![^\s(])(-?){re.escape(field)}:=(?:"([^"]*)"|([^\s()"]+))(?![^\s)])""")
    found = ((left_out, whole or word) for left_out, whole, word in clause.findall(query))
    return [(value, "out" if left_out else "in") for left_out, value in dict.fromkeys(found)]


def taken_in(query: str, field: str, value: str) -> str:
    """Return the query that also asks for a value: for either of both where an article has only one."""
    query = let_go(query, field, value)
    clause = clause_for(field, value)
    if field in _EXCLUSIVE:
        group = _group(field).search(query)
        if group is not None:
            either = " OR ".join((*re.findall(_one(field), group.group()), clause))
            return f"{query[: group.start()]}({either}){query[group.end() :]}"
    return f"{_as_one(query)} {clause}".strip()


def left_out(query: str, field: str, value: str) -> str:
    """Return the query that leaves a value out."""
    return f"{_as_one(let_go(query, field, value))} -{clause_for(field, value)}".strip()


def let_go(query: str, field: str, value: str) -> str:
    """Return the query that does not speak of a value any more."""
    clause = clause_for(field, value)
    query = _alone("-" + clause).sub("", query)
    for group in _group(field).finditer(query):
        clauses = re.findall(_one(field), group.group())
        if clause in clauses:
            rest = [other for other in clauses if other != clause]
            written = f"({' OR '.join(rest)})" if len(rest) > 1 else "".join(rest)
            query = query[: group.start()] + written + query[group.end() :]
            break
    return re.sub(r" {2,}", " ", query).strip()


def set_dates(query: str, first: str, last: str) -> str:
    """Return the query for the days from ``first`` to ``last``, ISO dates; for any when both are empty."""
    query = re.sub(r"(?<!\S)date:[^\s()]+(?!\S)", "", query)
    query = re.sub(r" {2,}", " ", query).strip()
    if not first and not last:
        return query
    first, last = _shortened(first, last)
    span = first if first == last else f"{first}..{last}"
    return f"{_as_one(query)} date:{span}".strip()


def _as_one(query: str) -> str:
    """Put brackets around alternatives, so that what is added to them is asked of each."""
    outside = re.sub(r"\([^()]*\)", "", re.sub(r'"[^"]*"', "", query))
    return f"({query})" if "OR" in outside.split() else query


def _shortened(first: str, last: str) -> tuple[str, str]:
    """Name whole years and months by themselves: ``2019-04-01`` to ``2019-05-31`` is 2019-04 to 2019-05."""
    if first[4:] == "-01-01" and last[4:] == "-12-31":
        return first[:4], last[:4]
    ends_month = last[8:] == str(monthrange(int(last[:4]), int(last[5:7]))[1])
    return (first[:7], last[:7]) if first[7:] == "-01" and ends_month else (first, last)


def _alone(clause: str) -> re.Pattern[str]:
    # A clause within an OR group counts as well: it stands between brackets or blanks.
    return re.compile(rf"(?<![^\s(]){re.escape(clause)}(?![^\s)])")


def _group(field: str) -> re.Pattern[str]:
    one = _one(field)
    return re.compile(rf"(?<!\S)(?:\({one}(?: OR {one})+\)|{one})(?!\S)")


def _one(field: str) -> str:
    return rf'{re.escape(field)}:(?:=?"[^"]*"|[\w-]+)'
