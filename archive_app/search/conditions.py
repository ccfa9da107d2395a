"""Conditions that are no words and no names: stances, states and lengths, as they are typed."""

import re

from archive_app.model.values import Stance
from archive_app.search.pieces import shortened
from archive_app.search.query import STATES, Long, Query, State, Tagged
from archive_app.search.tokens import fold

_LENGTHS = re.compile(r"(?P<how>>=|<=|>|<|=)?(?P<first>[\d,_]*)(?P<range>\.\.+)?(?P<last>[\d,_]*)")


def read_stance(text: str) -> Query | str:
    """Return what ``stance:`` asks for; a sentence when it is none."""
    wanted = fold(text)
    for stance in Stance:
        if wanted and str(stance).startswith(wanted):
            return Tagged(stance)
    return f"“stance:{shortened(text)}”; it can be {', '.join(Stance)}."


def read_state(text: str) -> Query | str:
    """Return what ``is:`` asks for; a sentence when it is none."""
    for state in STATES:
        if fold(text) == state:
            return State(state)
    return f"“is:{shortened(text)}”; it can be {', '.join(STATES)}."


def read_length(text: str) -> Query | str:
    """Return what ``words:`` asks for; a sentence when it is none."""
    match = _LENGTHS.fullmatch(text.replace(" ", ""))
    first, last = (_count(match[end]) for end in ("first", "last")) if match else (None, None)
    if match is None or first is None is last or (match["how"] and match["range"]):
        return f"“words:{shortened(text)}”, which is no number such as >500, <300 or 100..300."
    if match["range"]:
        return Long(first or 0, last)
    number = first or 0
    return {
        ">": Long(number + 1), ">=": Long(number), "<": Long(0, number - 1), "<=": Long(0, number),
    }.get(match["how"] or "=", Long(number, number))  # fmt: skip


def _count(digits: str) -> int | None:
    plain = digits.replace(",", "").replace("_", "")
    return min(int(plain), 10**9) if plain.isascii() and plain.isdecimal() and len(plain) < 20 else None
