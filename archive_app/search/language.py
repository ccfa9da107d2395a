"""The query language: reads what a person types as a tree of what is asked for.

Words mean AND and stand for all their forms; ``=word`` is the word as it is written. ``"a phrase"``,
``"two words"~5`` (near each other), ``AND``, ``OR``, ``NOT``, ``-word``, brackets, ``embarg*``, ``lib*n``,
``organi?ation``, ``hafter~`` (spelt about so); and clauses such as ``actor:Haftar``, ``date:last month``,
``outlet:="New York Times"``, ``words:>500``. What is no clause is plain text. Nothing that a person types
raises or is refused: what cannot be understood is left out, and said.

A query is read in one pass from left to right; its length, its depth and the number of its words are bounded.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import regex

from archive_app.search.conditions import read_length, read_stance, read_state
from archive_app.search.dates import may_become_days, read_days
from archive_app.search.fields import DATE_FIELDS, OTHER_FIELDS, field_meant, field_name
from archive_app.search.pieces import Piece, pieces, shortened
from archive_app.search.query import (
    NAME_FIELDS,
    TEXT_FIELDS,
    And,
    Everything,
    Named,
    Near,
    Not,
    Or,
    Pattern,
    Phrase,
    Published,
    Query,
    TextField,
    Word,
)
from archive_app.search.tokens import first_character, fold_pattern, query_words, spelling
from archive_app.search.wording import as_text

LONGEST_QUERY = 2_000
"""Code points; what is beyond is left out."""
DEEPEST = 12
"""Brackets within brackets."""
MOST_WORDS = 60
"""Words and clauses of one query."""
LONGEST_PHRASE = 24
"""Words of one phrase or name."""
MOST_EDITS = 2
"""Letters that ``word~2`` may differ by."""
MOST_BETWEEN = 50
"""Other words that ``"a b"~50`` may have between them."""

ClauseKind = Literal["field", "value", "word", "phrase", "pattern", "operator", "bracket", "ignored"]


@dataclass(frozen=True)
class Clause:
    """A stretch of what was typed and what it was taken for; ``start`` and ``end`` are code points."""

    start: int
    end: int
    kind: ClauseKind
    note: str = ""
    """A sentence on what was left out or taken otherwise."""


@dataclass(frozen=True)
class Understood:
    """A query as it was understood, and sentences on what was left out or taken otherwise."""

    query: Query
    ignored: tuple[str, ...] = ()
    is_empty: bool = False
    """Whether nothing was asked for: then nothing is found, not everything."""
    clauses: tuple[Clause, ...] = ()
    """What was typed, piece by piece, in order, apart."""
    places: tuple[tuple[Word | Named, int, int], ...] = ()
    """The single words and the names with where each was typed, in code points, in order."""
    dated: tuple[tuple[int, int], ...] = ()
    """Where clauses stand that no article without a date fulfils, in code points, in order."""

    def as_text(self) -> str:
        """Say the query back in plain words, as ``embargo and not “arms trade”, said by Haftar``."""
        return "" if self.is_empty else as_text(self.query)


_NEAR = 10  # other words between those of "a b"~
_LONG_WORD = 6  # letters from which on two may be wrong
_MOST_PIECES_OF_DATE = 6
_ENDING = re.compile(r"(.*?)(\*|~\d{0,2}|)", re.DOTALL)
_HAS_WILDCARD = regex.compile(r"[*?](?=[\p{L}\p{N}])", regex.V1)

_OPERATORS = {"AND", "OR", "NOT"}


def understand(typed: str, *, today: date | None = None, is_being_typed: bool = False) -> Understood:
    """Read a query.

    Dates such as “last month” are reckoned from ``today``. With ``is_being_typed`` the last word, when
    nothing follows it, also stands for every word that begins so.
    """
    return _Reader(typed, today, is_being_typed).read()


def clauses(typed: str, *, today: date | None = None, is_being_typed: bool = False) -> list[Clause]:
    """Return what each piece of a query is taken for, to colour the box it is typed in."""
    return list(understand(typed, today=today, is_being_typed=is_being_typed).clauses)


class _Reader:
    """Recursive descent over the pieces of a query: or → and → unary → one."""

    def __init__(self, typed: str, today: date | None, is_being_typed: bool) -> None:
        self._ignored: list[str] = []
        self._today = today
        self._text = typed.encode("utf-8", "replace").decode("utf-8")
        self._pieces = pieces(self._text[:LONGEST_QUERY])
        self._kinds: dict[int, tuple[ClauseKind, str]] = {}
        self._places: list[tuple[Word | Named, int, int]] = []
        self._dated: list[tuple[int, int]] = []
        self._is_excluding = False
        self._at = 0
        self._words = 0
        self._depth = 0
        if len(self._text) > LONGEST_QUERY:
            self._ignore(f"What follows the first {LONGEST_QUERY} characters.")
        # The last word is still being written when nothing, not even a space, follows it.
        is_open = is_being_typed and self._text[:LONGEST_QUERY][-1:].strip()
        self._unfinished = len(self._pieces) - 1 if is_open else -1

    def read(self) -> Understood:
        parts: list[Query] = []
        while True:
            found = self._or(None)
            if found is not None:
                parts.append(found)
            if self._peek() is None:
                break
            self._next()
            self._ignore("A closing bracket without its opening one.", self._at - 1)
        ignored = tuple(dict.fromkeys(self._ignored))
        marked = tuple(self._clause(at, piece) for at, piece in enumerate(self._pieces))
        if not parts:
            return Understood(Everything(), ignored, is_empty=True, clauses=marked)
        return Understood(_all(parts), ignored, False, marked, tuple(self._places), tuple(self._dated))

    def _clause(self, at: int, piece: Piece) -> Clause:
        usual: dict[str, ClauseKind] = {
            "open": "bracket", "close": "bracket", "minus": "operator", "field": "field", "quoted": "phrase",
        }  # fmt: skip
        kind, note = self._kinds.get(at, (usual.get(piece.kind, "word"), ""))
        return Clause(piece.start, piece.end, kind, note)

    def _or(self, field: str | None) -> Query | None:
        parts: list[Query] = []
        found = self._and(field)
        if found is not None:
            parts.append(found)
        while self._is_operator("OR"):
            at = self._at
            self._next()
            self._kinds[at] = "operator", ""
            following = self._and(field)
            if following is None or not parts:
                self._ignore("OR without something on both sides.", at)
            if following is not None:
                parts.append(following)
        if not parts:
            return None
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _and(self, field: str | None) -> Query | None:
        parts: list[Query] = []
        owed = -1  # the AND that waits for what follows it
        while (piece := self._peek()) is not None and piece.kind != "close" and not self._is_operator("OR"):
            if self._is_operator("AND"):
                self._kinds[self._at] = "operator", ""
                if not parts or owed >= 0:
                    self._ignore("AND without something on both sides.", self._at)
                owed = self._at if parts else -1
                self._next()
                continue
            found = self._unary(field)
            if found is not None:
                parts.append(found)
                owed = -1
        if owed >= 0:
            self._ignore("AND without something on both sides.", owed)
        return _all(parts) if parts else None

    def _unary(self, field: str | None) -> Query | None:
        piece = self._peek()
        negations = 0
        while piece is not None and (piece.kind == "minus" or self._is_operator("NOT")):
            said = "NOT" if piece.kind == "plain" else "-"
            negations += 1
            self._kinds[self._at] = "operator", ""
            self._next()
            piece = self._peek()
            if piece is None or piece.kind == "close" or self._is_operator("AND") or self._is_operator("OR"):
                self._ignore(f"{said} without something after it.", self._at - 1)
                return None
        was_excluding = self._is_excluding
        self._is_excluding ^= bool(negations % 2)
        found = self._one(field)
        self._is_excluding = was_excluding
        return Not(found) if found is not None and negations % 2 else found

    def _one(self, field: str | None) -> Query | None:
        at = self._at
        piece = self._next()
        if piece.kind == "open":
            return self._group(field)
        if piece.kind == "field":
            return self._field(piece, field)
        self._words += 1
        if self._words > MOST_WORDS:
            self._ignore(f"What follows the first {MOST_WORDS} words.", *range(at, len(self._pieces)))
            self._at = len(self._pieces)
            return None
        is_unfinished = at == self._unfinished
        if field in DATE_FIELDS:
            return self._days(field, at)
        if piece.kind == "quoted":
            if piece.is_closed or is_unfinished:
                ending = piece.ending if piece.is_closed else "*"
                return self._value(field, piece.inside, ending, at)
            self._ignore("A quotation mark without its partner.", at)
            return self._value(field, piece.inside, "", at)
        is_text = field is None or field in TEXT_FIELDS
        if is_unfinished and self._words > 1 and is_text and _says_too_little(piece.text):
            return None
        if piece.kind == "address":
            return self._value(field, piece.text, "", at, is_unfinished=is_unfinished)
        text, ending = _ENDING.fullmatch(piece.text).group(1, 2)  # type: ignore[union-attr]  # it always fits
        return self._value(field, text, ending, at, is_unfinished=is_unfinished and not ending)

    def _group(self, field: str | None) -> Query | None:
        opening = self._at - 1
        self._depth += 1
        if self._depth > DEEPEST:
            # Deeper brackets are read as if they were not there.
            self._ignore(f"Brackets more than {DEEPEST} deep.", opening)
            self._depth -= 1
            return None
        found = self._or(field)
        self._depth -= 1
        closing = self._peek()
        if closing is None:
            self._ignore("An opening bracket without its closing one.", opening)
        else:
            self._next()
        return found

    def _field(self, piece: Piece, outer: str | None) -> Query | None:
        at = self._at - 1
        name = field_name(piece.text)
        following = self._peek()
        if name is None:
            self._kinds[at] = "word", ""
            # “Minister: We agree” is a text that was pasted; “minister:agree” was meant as a clause.
            if piece.inside and following is not None and following.kind in ("plain", "quoted", "open"):
                sentence = f"“{shortened(piece.text)}:” is not a field, so it was searched for as text."
                meant = field_meant(piece.text)
                if meant is not None:
                    sentence += f" Did you mean “{meant}:”?"
                self._ignore(sentence)
                self._kinds[at] = "word", sentence
            self._words += 1
            return self._days(outer, at) if outer in DATE_FIELDS else self._value(outer, piece.text, "", at)
        if not piece.inside:
            if at != self._unfinished:
                self._ignore(f"“{piece.text}:” without a value.", at)
            return None
        if self._depth >= DEEPEST:
            return None
        self._depth += 1
        found = self._one(name)
        self._depth -= 1
        if name in DATE_FIELDS and found is not None and not self._is_excluding:
            self._dated.append((piece.start, self._pieces[self._at - 1].end))
        return found

    def _value(
        self, field: str | None, text: str, ending: str, at: int, *, is_unfinished: bool = False
    ) -> Query | None:
        piece = self._pieces[at]
        text = unicodedata.normalize("NFC", text)
        is_exact = piece.text.startswith("=")
        if field is not None:
            self._kinds.setdefault(at, ("value", ""))
        if field in OTHER_FIELDS:
            return self._other(field, text.strip(), at, is_unfinished)
        if field in NAME_FIELDS:
            found = self._bounded(text, at)
            if not found:
                return None
            ends_in_prefix = ending == "*" or is_unfinished
            is_whole = is_exact and not is_unfinished
            named = Named(field, found, ends_in_prefix, ending.startswith("~"), is_whole)
            self._places.append((named, piece.start, piece.end))
            return named
        in_field: TextField | None = field if field in TEXT_FIELDS else None
        if piece.kind != "address" and _HAS_WILDCARD.search(text):
            pattern = fold_pattern(text + ("*" if is_unfinished else ending.replace("~", "")))
            if pattern is not None:
                self._kinds[at] = "pattern", ""
                return Pattern(pattern, in_field)
        found = self._bounded(text, at)
        if not found:
            return None
        if ending:
            self._kinds[at] = "pattern", ""
        number = int(ending[1:]) if ending[1:].isdecimal() else None
        if len(found) > 1:
            if ending.startswith("~"):
                return Near(found, min(number or _NEAR, MOST_BETWEEN), in_field)
            return Phrase(found, in_field, ending == "*" or is_unfinished)
        if ending.startswith("~"):
            usual = 1 if len(found[0]) < _LONG_WORD else 2
            return Word(found[0], in_field, edits=min(usual if number is None else number, MOST_EDITS))
        if ending or (is_exact and is_unfinished):
            return Word(found[0], in_field, is_prefix=True)
        # What stands in quotation marks is meant as it is written.
        as_written = is_exact or piece.kind == "quoted"
        spelt = "" if as_written else _spelling(text)
        word = Word(
            found[0], in_field, is_exact=as_written, is_unfinished=is_unfinished,
            spelt="" if spelt == found[0] else spelt,
        )  # fmt: skip
        self._places.append((word, piece.start, piece.end))
        return word

    def _bounded(self, text: str, at: int) -> tuple[str, ...]:
        """Return the words of a value, as many as are allowed; none are said to be none."""
        shown = shortened(self._pieces[at].text)
        found = tuple(query_words(text))
        if not found and text.strip(" *:="):
            self._ignore(f"“{shown}”, which has no letters or digits.", at)
        if len(found) > LONGEST_PHRASE:
            self._ignore(f"What follows the first {LONGEST_PHRASE} words of “{shown}”.")
        return found[:LONGEST_PHRASE]

    def _other(self, field: str | None, text: str, at: int, is_unfinished: bool) -> Query | None:
        made = {"stance": read_stance, "words": read_length, "is": read_state}[field or ""](text.strip(" *"))
        if not isinstance(made, str):
            return made
        if not is_unfinished:  # what is still being typed may yet become one
            self._ignore(made, at)
        return None

    def _days(self, field: str | None, at: int) -> Query | None:
        """Read a date, of as many of the next words as make one."""
        piece = self._pieces[at]
        last = at
        if piece.kind == "plain":
            while last + 1 < len(self._pieces) and last - at + 1 < _MOST_PIECES_OF_DATE:
                if self._pieces[last + 1].kind != "plain":
                    break
                last += 1
        for end in range(last, at - 1, -1):
            days = read_days(self._shown(at, end), self._today)
            if days is not None:
                self._take(at, end)
                first = days[0] if field != "before" else 0
                return Published(first, days[1] if field != "after" else 0)
        if last == self._unfinished and may_become_days(self._shown(at, last)):
            self._take(at, last)
            return None
        if at != self._unfinished:
            shown = f"“{field}:{shortened(self._shown(at, at))}”"
            self._ignore(f"{shown}, which is no date such as 2019-04-16, April 2019 or last week.", at)
        return None

    def _take(self, first: int, last: int) -> None:
        self._at = last + 1
        for at in range(first, last + 1):
            self._kinds[at] = "value", ""

    def _shown(self, first: int, last: int) -> str:
        if first == last and self._pieces[first].kind == "quoted":
            return self._pieces[first].inside
        return self._text[self._pieces[first].start : self._pieces[last].end]

    def _peek(self) -> Piece | None:
        return self._pieces[self._at] if self._at < len(self._pieces) else None

    def _next(self) -> Piece:
        self._at += 1
        return self._pieces[self._at - 1]

    def _is_operator(self, operator: str) -> bool:
        piece = self._peek()
        return piece is not None and piece.kind == "plain" and piece.text == operator

    def _ignore(self, sentence: str, *places: int) -> None:
        self._ignored.append(sentence)
        for at in places:
            self._kinds[at] = "ignored", sentence


def _says_too_little(text: str) -> bool:
    # One letter does; but a character of an unspaced script is a word.
    return len(text) == 1 and text.isalnum() and first_character(text * 2) is None


def _spelling(text: str) -> str:
    # Of a word with signs around it, as in “Zürich,”, only the word.
    inner = regex.search(r"[\p{L}\p{N}].*[\p{L}\p{N}\p{M}]|[\p{L}\p{N}]", text)
    return spelling(inner.group()) if inner is not None else ""


def _all(parts: Sequence[Query]) -> Query:
    flat: list[Query] = []
    for part in parts:
        flat += part.parts if isinstance(part, And) else (part,)
    return flat[0] if len(flat) == 1 else And(tuple(flat))
