"""Narrowing a query by what was found: values of a facet taken in, left out, or let go again.

What a click on a facet asks for is written into the query itself, where it can be read, changed and saved as
anything else that was typed: ``outlet:="Northern Wire"``, ``-lang:ar``, ``date:2019-04..2019-06``.
"""

import re
from typing import Literal

Choice = Literal["", "in", "out"]
"""Whether a query takes a value in, leaves it out, or does not speak of it."""

_EXCLUSIVE = frozenset({"outlet", "lang", "date"})
"""Fields of which an article has one value, so that two values can only mean one or the other."""
_CODES = frozenset({"lang", "is"})
"""Fields whose values are no names."""


def chosen(query: str, field: str, value: str) -> Choice:
    """Say whether a query takes a value in or leaves it out."""
    clause = clause_for(field, value)
    if _alone("-" + clause).search(query):
        return "out"
    return "in" if _alone(clause).search(query) else ""


def taken_in(query: str, field: str, value: str) -> str:
    """Return the query that also asks for a value: for either of both where an article has only one."""
    query = let_go(query, field, value)
    clause = clause_for(field, value)
    if field in _EXCLUSIVE:
        group = _group(field).search(query)
        if group is not None:
            others = group.group().strip("()")
            return f"{query[: group.start()]}({others} OR {clause}){query[group.end() :]}"
    return f"{query} {clause}".strip()


def left_out(query: str, field: str, value: str) -> str:
    """Return the query that leaves a value out."""
    return f"{let_go(query, field, value)} -{clause_for(field, value)}".strip()


def let_go(query: str, field: str, value: str) -> str:
    """Return the query that does not speak of a value any more."""
    clause = clause_for(field, value)
    query = _alone("-" + clause).sub("", query)
    for group in _group(field).finditer(query):
        clauses = group.group().strip("()").split(" OR ")
        if clause in clauses:
            rest = [other for other in clauses if other != clause]
            written = f"({' OR '.join(rest)})" if len(rest) > 1 else "".join(rest)
            query = query[: group.start()] + written + query[group.end() :]
            break
    return re.sub(r" {2,}", " ", query).strip()


def set_dates(query: str, first: str, last: str) -> str:
    """Return the query for a stretch of time, both ends included; without dates when both are empty."""
    query = re.sub(r"(?<!\S)date:[^\s()]+(?!\S)", "", query)
    query = re.sub(r" {2,}", " ", query).strip()
    if not first and not last:
        return query
    span = first if first == last else f"{first}..{last}"
    return f"{query} date:{span}".strip()


def clause_for(field: str, value: str) -> str:
    """Return the clause that asks for a value; for a name, for just that name and not one that holds it."""
    plain = " ".join(value.replace('"', " ").split())
    return f"{field}:{plain}" if field in _CODES else f'{field}:="{plain}"'


def _alone(clause: str) -> re.Pattern[str]:
    # A clause within an OR group counts as well: it stands between brackets or blanks.
    return re.compile(rf"(?<![^\s(]){re.escape(clause)}(?![^\s)])")


def _group(field: str) -> re.Pattern[str]:
    one = rf'{re.escape(field)}:(?:=?"[^"]*"|[\w-]+)'
    return re.compile(rf"(?<!\S)(?:\({one}(?: OR {one})+\)|{one})(?!\S)")
