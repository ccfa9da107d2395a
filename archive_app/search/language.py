"""The query language: what a person types, as a tree of what is asked for.

Words mean AND; ``"a phrase"``, ``"two words"~5`` (near each other), ``AND``, ``OR``, ``NOT``, ``-word``,
brackets, ``embarg*``, ``lib*n``, ``organi?ation``, ``hafter~`` (spelt about so); and clauses such as
``actor:Haftar``, ``outlet:"New York Times"``, ``after:2019-04``. What is no clause is plain text. Nothing
that a person types raises or is refused: what cannot be understood is left out, and said.

A query is read in one pass from left to right; its length, its depth and the number of its words are bounded.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

import regex

from archive_app.model.values import Role, Stance
from archive_app.search.tokens import first_character, fold, fold_pattern, query_words

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
TextField = Literal["text", "title", "quote", "memo"]
NameField = Literal[
    "actor", "speaker", "addressee", "target", "mentioned", "claim", "outlet", "author", "lang", "coder"
]


@dataclass(frozen=True)
class Word:
    """A word in a field, or in any that plain words are looked for in; ``is_prefix`` for ``word*``."""

    word: str
    field: TextField | None = None
    is_prefix: bool = False
    edits: int = 0
    """Letters that may be wrong, missing, too many or swapped, for ``word~``."""


@dataclass(frozen=True)
class Pattern:
    """Words such as ``lib*n``: ``*`` stands for any letters or none, ``?`` for one."""

    pattern: str
    field: TextField | None = None


@dataclass(frozen=True)
class Phrase:
    """Words one after the other; the last one may be the beginning of a word."""

    words: tuple[str, ...]
    field: TextField | None = None
    ends_in_prefix: bool = False


@dataclass(frozen=True)
class Near:
    """Words in any order with at most so many others between the first and the last of them."""

    words: tuple[str, ...]
    others: int
    field: TextField | None = None


@dataclass(frozen=True)
class Named:
    """An actor, claim type, outlet, author, language or coder by (part of) its name, as folded words."""

    field: NameField
    words: tuple[str, ...]
    ends_in_prefix: bool = False
    is_about: bool = False
    """Whether spellings near it will do, for ``actor:hafter~``."""


@dataclass(frozen=True)
class Tagged:
    """A claim type with this stance."""

    stance: Stance


@dataclass(frozen=True)
class Published:
    """Published from ``first`` to ``last``, numbers such as 20190416, both included; 0 leaves a side open.

    A date that is known to the month or year counts as its first day.
    """

    first: int = 0
    last: int = 0


@dataclass(frozen=True)
class And:
    """All of these."""

    parts: tuple["Query", ...]


@dataclass(frozen=True)
class Or:
    """Any of these."""

    parts: tuple["Query", ...]


@dataclass(frozen=True)
class Not:
    """Everything but this."""

    part: "Query"


@dataclass(frozen=True)
class Everything:
    """No condition at all."""


Query = Word | Pattern | Phrase | Near | Named | Tagged | Published | And | Or | Not | Everything


@dataclass(frozen=True)
class Understood:
    """A query as it was understood, and sentences on what was left out or taken otherwise."""

    query: Query
    ignored: tuple[str, ...] = ()
    is_empty: bool = False
    """Whether nothing was asked for: then nothing is found, not everything."""


TEXT_FIELDS: tuple[TextField, ...] = get_args(TextField)
NAME_FIELDS: tuple[NameField, ...] = get_args(NameField)
OTHER_FIELDS = ("stance", "after", "before")
FIELDS: tuple[str, ...] = (*TEXT_FIELDS, *NAME_FIELDS, *OTHER_FIELDS)
"""The names that may stand before a colon."""

ROLES: dict[str, Role] = {str(role): role for role in Role}

_NEAR = 10  # other words between those of "a b"~
_LONG_WORD = 6  # letters from which on two may be wrong
_ENDING = re.compile(r"(.*?)(\*|~\d{0,2}|)", re.DOTALL)
_HAS_WILDCARD = regex.compile(r"[*?](?=[\p{L}\p{N}])", regex.V1)
_LONGEST_SHOWN = 40  # code points of what was typed, in a sentence about it
_OPENING, _CLOSING = '"“”„«»＂', '"“”„«»＂'
_PIECE = regex.compile(
    rf"""
      (?P<space>\s+)
    | (?P<open>\() | (?P<close>\))
    | (?P<quoted>[{_OPENING}](?P<inside>[^{_CLOSING}]*)(?P<end>[{_CLOSING}]|$)(?P<ending>\*|~\d{{0,2}})?)
    | (?P<minus>-(?=[^\s)-])(?<=(?:^|[\s(])-))
    | (?P<field>\p{{L}}[\p{{L}}_]*):(?=(?P<value>[^\s)]?))
    | (?P<plain>[^\s(){_OPENING}:]+|:)
    """,
    regex.V1 | regex.VERBOSE,
)
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_OPERATORS = {"AND", "OR", "NOT"}


@dataclass(frozen=True)
class _Piece:
    kind: str
    text: str
    inside: str = ""
    is_closed: bool = True
    ending: str = ""


def understand(typed: str, *, is_being_typed: bool = False) -> Understood:
    """Read a query.

    With ``is_being_typed`` the last word, when nothing follows it, also stands for every word that begins so.
    """
    return _Reader(typed, is_being_typed).read()


def asks_for_tags(query: Query) -> bool:
    """Say whether what a query finds depends on actors, claim types or stances."""
    match query:
        case And() | Or():
            return any(asks_for_tags(part) for part in query.parts)
        case Not():
            return asks_for_tags(query.part)
        case Named():
            return query.field in ("actor", "claim") or query.field in ROLES
        case _:
            return isinstance(query, Tagged)


class _Reader:
    """Recursive descent over the pieces of a query: or → and → unary → one."""

    def __init__(self, typed: str, is_being_typed: bool) -> None:
        self._ignored: list[str] = []
        text = unicodedata.normalize("NFC", typed.encode("utf-8", "replace").decode("utf-8"))
        if len(text) > LONGEST_QUERY:
            text = text[:LONGEST_QUERY]
            self._ignore(f"What follows the first {LONGEST_QUERY} characters.")
        self._pieces = _pieces(text)
        self._at = 0
        self._words = 0
        self._depth = 0
        # The last word is still being written when nothing, not even a space, follows it.
        self._unfinished = len(self._pieces) - 1 if is_being_typed and text[-1:].strip() else -1

    def read(self) -> Understood:
        parts: list[Query] = []
        while True:
            found = self._or(None)
            if found is not None:
                parts.append(found)
            if self._peek() is None:
                break
            self._next()
            self._ignore("A closing bracket without its opening one.")
        ignored = tuple(dict.fromkeys(self._ignored))
        if not parts:
            return Understood(Everything(), ignored, is_empty=True)
        return Understood(_all(parts), ignored)

    def _or(self, field: str | None) -> Query | None:
        parts: list[Query] = []
        found = self._and(field)
        if found is not None:
            parts.append(found)
        while self._is_operator("OR"):
            self._next()
            following = self._and(field)
            if following is None or not parts:
                self._ignore("OR without something on both sides.")
            if following is not None:
                parts.append(following)
        if not parts:
            return None
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _and(self, field: str | None) -> Query | None:
        parts: list[Query] = []
        is_owed = False
        while (piece := self._peek()) is not None and piece.kind != "close" and not self._is_operator("OR"):
            if self._is_operator("AND"):
                self._next()
                if not parts or is_owed:
                    self._ignore("AND without something on both sides.")
                is_owed = bool(parts)
                continue
            found = self._unary(field)
            if found is not None:
                parts.append(found)
                is_owed = False
        if is_owed:
            self._ignore("AND without something on both sides.")
        return _all(parts) if parts else None

    def _unary(self, field: str | None) -> Query | None:
        piece = self._peek()
        negations = 0
        while piece is not None and (piece.kind == "minus" or self._is_operator("NOT")):
            said = "NOT" if piece.kind == "plain" else "-"
            negations += 1
            self._next()
            piece = self._peek()
            if piece is None or piece.kind == "close" or self._is_operator("AND") or self._is_operator("OR"):
                self._ignore(f"{said} without something after it.")
                return None
        found = self._one(field)
        return Not(found) if found is not None and negations % 2 else found

    def _one(self, field: str | None) -> Query | None:
        at = self._at
        piece = self._next()
        if piece.kind == "open":
            return self._group(field)
        if piece.kind == "field":
            return self._clause(piece, field)
        self._words += 1
        if self._words > MOST_WORDS:
            self._ignore(f"What follows the first {MOST_WORDS} words.")
            self._at = len(self._pieces)
            return None
        is_unfinished = at == self._unfinished
        if piece.kind == "quoted":
            if piece.is_closed:
                return self._value(field, piece.inside, piece.ending, piece.text)
            if is_unfinished:
                return self._value(field, piece.inside, "*", piece.text)
            self._ignore("A quotation mark without its partner.")
            return self._value(field, piece.inside, "", piece.text)
        if is_unfinished and self._words > 1 and _says_too_little(piece.text):
            return None
        text, ending = _ENDING.fullmatch(piece.text).group(1, 2)  # type: ignore[union-attr]  # it always fits
        return self._value(field, text, ending or ("*" if is_unfinished else ""), piece.text)

    def _group(self, field: str | None) -> Query | None:
        self._depth += 1
        if self._depth > DEEPEST:
            # Deeper brackets are read as if they were not there.
            self._ignore(f"Brackets more than {DEEPEST} deep.")
            self._depth -= 1
            return None
        found = self._or(field)
        self._depth -= 1
        closing = self._peek()
        if closing is None:
            self._ignore("An opening bracket without its closing one.")
        else:
            self._next()
        return found

    def _clause(self, piece: _Piece, outer: str | None) -> Query | None:
        name = _field_name(piece.text)
        following = self._peek()
        if name is None:
            if piece.text.isalpha() and following is not None and following.kind in ("plain", "quoted"):
                self._ignore(f"“{_shortened(piece.text)}:” is not a field, so it was searched for as text.")
            self._words += 1
            return self._value(outer, piece.text, "", piece.text)
        if not piece.inside:
            if self._at - 1 != self._unfinished:
                self._ignore(f"“{piece.text}:” without a value.")
            return None
        if self._depth >= DEEPEST:
            return None
        self._depth += 1
        found = self._one(name)
        self._depth -= 1
        return found

    def _value(self, field: str | None, text: str, ending: str, shown: str) -> Query | None:
        make = _OTHER.get(field or "")
        if make is not None:
            made = make(text)
            if isinstance(made, str):
                # What is still being typed may yet become a date.
                if self._at - 1 != self._unfinished:
                    self._ignore(made)
                return None
            return made
        in_field: TextField | None = field if field in TEXT_FIELDS else None
        if field not in NAME_FIELDS and _HAS_WILDCARD.search(text):
            pattern = fold_pattern(text + ending.replace("~", ""))
            if pattern is not None:
                return Pattern(pattern, in_field)
        found = tuple(query_words(text))
        if not found:
            if text.strip(" *:"):
                self._ignore(f"“{_shortened(shown)}”, which has no letters or digits.")
            return None
        if len(found) > LONGEST_PHRASE:
            self._ignore(f"What follows the first {LONGEST_PHRASE} words of “{_shortened(shown)}”.")
            found, ending = found[:LONGEST_PHRASE], ""
        number = int(ending[1:]) if ending[1:].isdecimal() else None
        if field in NAME_FIELDS:
            return Named(field, found, ending == "*", ending.startswith("~"))
        if len(found) > 1:
            if ending.startswith("~"):
                return Near(found, min(number or _NEAR, MOST_BETWEEN), in_field)
            return Phrase(found, in_field, ending == "*")
        if ending.startswith("~"):
            usual = 1 if len(found[0]) < _LONG_WORD else 2
            return Word(found[0], in_field, edits=min(usual if number is None else number, MOST_EDITS))
        return Word(found[0], in_field, ending == "*")

    def _peek(self) -> _Piece | None:
        return self._pieces[self._at] if self._at < len(self._pieces) else None

    def _next(self) -> _Piece:
        self._at += 1
        return self._pieces[self._at - 1]

    def _is_operator(self, operator: str) -> bool:
        piece = self._peek()
        return piece is not None and piece.kind == "plain" and piece.text == operator

    def _ignore(self, sentence: str) -> None:
        self._ignored.append(sentence)


def _pieces(text: str) -> list[_Piece]:
    pieces: list[_Piece] = []
    for match in _PIECE.finditer(text):
        if match["space"]:
            continue
        if match["quoted"]:
            ending, closed = match["ending"] or "", bool(match["end"])
            pieces.append(_Piece("quoted", match["quoted"], match["inside"], closed, ending))
        elif match["field"]:
            pieces.append(_Piece("field", match["field"], match["value"]))
        else:
            kind = match.lastgroup if match.lastgroup in ("open", "close", "minus") else "plain"
            pieces.append(_Piece(kind, match.group()))
    return pieces


def _field_name(typed: str) -> str | None:
    name = fold(typed)
    return name if name in FIELDS else None


def _says_too_little(text: str) -> bool:
    # One letter does; but a character of an unspaced script is a word.
    return len(text) == 1 and text.isalnum() and first_character(text * 2) is None


def _shortened(text: str) -> str:
    line = " ".join(text.split()).strip(_OPENING)
    return line if len(line) <= _LONGEST_SHOWN else line[:_LONGEST_SHOWN] + "…"


def _all(parts: list[Query]) -> Query:
    flat: list[Query] = []
    for part in parts:
        flat += part.parts if isinstance(part, And) else (part,)
    return flat[0] if len(flat) == 1 else And(tuple(flat))


def _stance(text: str) -> Query | str:
    wanted = fold(text.strip(" *"))
    for stance in Stance:
        if wanted and str(stance).startswith(wanted):
            return Tagged(stance)
    return f"“stance:{_shortened(text)}”; it can be {', '.join(Stance)}."


def _after(text: str) -> Query | str:
    days = _days(text)
    return Published(first=days[0]) if days else _no_date("after", text)


def _before(text: str) -> Query | str:
    days = _days(text)
    return Published(last=days[1]) if days else _no_date("before", text)


def _no_date(name: str, text: str) -> str:
    return f"“{name}:{_shortened(text)}”, which is no date such as 2019-04-16, 2019-04 or 2019."


def _days(text: str) -> tuple[int, int] | None:
    """Return the first and last day that a date means, as numbers such as 20190416."""
    match = _DATE.fullmatch(text.strip())
    if match is None:
        return None
    year, month, day = (int(part) if part else 0 for part in match.groups())
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return None
    # 31 closes every month, whether it has that many days or not: these numbers are only compared.
    return (
        year * 10_000 + (month or 1) * 100 + (day or 1),
        year * 10_000 + (month or 12) * 100 + (day or 31),
    )


_OTHER: dict[str, Callable[[str], Query | str]] = {"stance": _stance, "after": _after, "before": _before}
