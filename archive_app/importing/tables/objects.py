"""Articles as JSON: an object a line, an array of objects, or one object that holds them."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from archive_app.importing.decoding import Decoded
from archive_app.importing.reader import Unreadable
from archive_app.importing.tables.table import MOST_COLUMNS, PEEKED, Row, Table, unique_headings

LINES_KIND, KIND = "JSON lines", "JSON"
_LINE = re.compile(r"[^\r\n]+")
_OPENING = re.compile(rb"\s*(?:\[\s*)?\{\s*(?:\"|\})")
_LIST = re.compile(r"\s*(?:\{[^\[\]{}]*)?\[\s*(?=\{)")
_BETWEEN = re.compile(r"[\s,]*")
_DAMAGED_FROM_HERE = "It is damaged or cut off, so it and what may follow were not read. Export it again."
_NO_OBJECT = "The line is no JSON object."
_DEEPEST = 3

_Numbered = Row | tuple[int, dict[str, Any]]
"""An object with its number, from 1, or what is wrong where it should be."""


def looks_like_objects(sample: bytes) -> bool:
    """Say whether a file begins like objects in JSON."""
    plain = sample.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").replace(b"\0", b"")  # of UTF-16
    return _OPENING.match(plain) is not None


def open_objects(decoded: Decoded) -> Table:
    """Open a file of JSON objects.

    Raises:
        Unreadable: It is no JSON, or there is no list of objects in it.
    """
    text = decoded.text.lstrip("\ufeff")
    lines = _LINE.finditer(text)
    opening = [line[0] for line in islice(lines, 2)]
    if len(opening) == 2 and isinstance(_parsed(opening[0]), dict):
        return _table(LINES_KIND, _of_lines(text), decoded)
    try:
        return _table(KIND, _numbered(_list_in(json.loads(text))), decoded)
    except RecursionError as error:
        raise Unreadable("It is nested too deep to be read.") from error
    except ValueError as error:
        kind, saved = _undamaged(text)
        if all(isinstance(one, Row) for one in saved):
            raise Unreadable("It begins like JSON but is damaged or cut off. Export it again.") from error
        return _table(kind, saved, decoded)


def _undamaged(text: str) -> tuple[str, list[_Numbered]]:
    """Return the whole objects of a damaged file: those before the damage, or on lines of their own."""
    listed = _LIST.match(text)
    at = listed.end() if listed else len(text) - len(text.lstrip())
    decoder = json.JSONDecoder()
    found: list[_Numbered] = []
    try:
        while text[at : at + 1] == "{":
            value, end = decoder.raw_decode(text, at)
            found.append((len(found) + 1, value))
            between = _BETWEEN.match(text, end)
            at = between.end() if between else end
    except (ValueError, RecursionError):
        pass
    if not found:
        return LINES_KIND, list(_of_lines(text))
    if not listed and at == len(text):
        return KIND, found  # one after the other, with nothing around them
    return KIND, [*found, Row(len(found) + 1, problem=_DAMAGED_FROM_HERE)]


def _parsed(line: str) -> Any:  # whatever JSON can hold
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _of_lines(text: str) -> Iterator[_Numbered]:
    number = 0
    for line in _LINE.finditer(text):
        if not line[0].strip():
            continue
        number += 1
        value = _parsed(line[0])
        yield (number, value) if isinstance(value, dict) else Row(number, problem=_NO_OBJECT)


def _list_in(whole: Any) -> list[Any]:  # whatever JSON can hold
    """Return an array, or the longest one in an object; else the object itself."""
    if isinstance(whole, dict):
        longest = max(_lists_in(whole, 1), key=len, default=None)
        return longest if longest and not _is_article(whole, 1) else [whole]
    if not _holds_objects(whole):
        raise Unreadable("There is no list of articles in this JSON: an array of objects is needed.")
    found: list[Any] = whole
    return found


def _lists_in(whole: dict[str, Any], depth: int) -> Iterator[list[Any]]:
    for value in whole.values():
        if _holds_objects(value):
            yield value
        elif isinstance(value, dict) and depth < _DEEPEST:
            yield from _lists_in(value, depth + 1)


def _holds_objects(value: object) -> bool:
    return isinstance(value, list) and any(isinstance(item, dict) for item in value)


def _is_article(whole: dict[str, Any], depth: int) -> bool:
    # An article may hold a list of pictures; what holds a list of articles has no text of its own.
    return any(
        (isinstance(value, str) and len(value) > 300)
        or (isinstance(value, dict) and depth < _DEEPEST and _is_article(value, depth + 1))
        for value in whole.values()
    )


def _numbered(items: Iterable[Any]) -> Iterator[_Numbered]:
    for number, item in enumerate(items, 1):
        yield (number, item) if isinstance(item, dict) else Row(number, problem="It is no JSON object.")


def _table(kind: str, objects: Iterable[_Numbered], decoded: Decoded) -> Table:
    given = iter(objects)
    first = [_flattened(one) for one in islice(given, PEEKED)]
    names: dict[str, None] = {}
    for one in first:
        if not isinstance(one, Row):
            names.update(dict.fromkeys(one[1]))
    if not names:
        raise Unreadable("There is nothing in its objects.")
    if len(names) > MOST_COLUMNS:
        raise Unreadable(f"Its objects have {len(names):,} fields, and {MOST_COLUMNS:,} are the most.")
    keys = list(names)
    return Table(kind, unique_headings(keys), _rows(first, given, keys), decoded.encoding, decoded.warnings)


def _rows(
    first: Sequence[Row | tuple[int, dict[str, str]]],
    rest: Iterator[_Numbered],
    keys: Sequence[str],
) -> Iterator[Row]:
    for one in first:
        yield one if isinstance(one, Row) else _row(*one, keys)
    for another in rest:
        flat = _flattened(another)
        yield flat if isinstance(flat, Row) else _row(*flat, keys)


def _row(number: int, values: dict[str, str], keys: Sequence[str]) -> Row:
    return Row(number, tuple(values.get(key, "") for key in keys))


def _flattened(one: _Numbered) -> Row | tuple[int, dict[str, str]]:
    if isinstance(one, Row):
        return one
    values: dict[str, str] = {}
    _flatten(one[1], "", values, 1)
    return one[0], values


def _flatten(value: dict[str, Any], prefix: str, into: dict[str, str], depth: int) -> None:
    """Write an object's values as text; objects in it become fields such as ``source.name``."""
    for key, inner in value.items():
        name = f"{prefix}{key}"
        if isinstance(inner, dict) and depth < _DEEPEST:
            _flatten(inner, f"{name}.", into, depth + 1)
        elif isinstance(inner, list) and all(isinstance(item, str | int | float) for item in inner):
            into[name] = "; ".join(map(str, inner))
        elif inner is not None:
            into[name] = inner if isinstance(inner, str) else json.dumps(inner, ensure_ascii=False)
