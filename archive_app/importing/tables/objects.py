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
_NO_OBJECT = "The line is no JSON object."
_DEEPEST = 3


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
        numbered: Iterable[Row | tuple[int, dict[str, Any]]] = _of_lines(text)
        return _table(LINES_KIND, numbered, decoded)
    try:
        whole = json.loads(text)
    except ValueError as error:
        raise Unreadable("It begins like JSON but is damaged or cut off. Export it again.") from error
    except RecursionError as error:
        raise Unreadable("It is nested too deep to be read.") from error
    return _table(KIND, enumerate(_list_in(whole), 1), decoded)


def _parsed(line: str) -> Any:  # whatever JSON can hold
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _of_lines(text: str) -> Iterator[Row | tuple[int, dict[str, Any]]]:
    number = 0
    for line in _LINE.finditer(text):
        if not line[0].strip():
            continue
        number += 1
        value = _parsed(line[0])
        yield (number, value) if isinstance(value, dict) else Row(number, problem=_NO_OBJECT)


def _list_in(whole: Any) -> list[dict[str, Any]]:  # whatever JSON can hold
    """Return the objects of an array, or of the longest array in an object; else the object itself."""
    if isinstance(whole, dict):
        lists = [value for value in whole.values() if _is_list_of_objects(value)]
        longest: Any = max(lists, key=len, default=None)
        return longest if longest and not _is_article(whole) else [whole]
    if not _is_list_of_objects(whole):
        raise Unreadable("There is no list of articles in this JSON: an array of objects is needed.")
    found: list[dict[str, Any]] = whole
    return found


def _is_list_of_objects(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)


def _is_article(whole: dict[str, Any]) -> bool:
    # An article may hold a list of pictures; what holds a list of articles has no text of its own.
    return any(isinstance(value, str) and len(value) > 300 for value in whole.values())


def _table(kind: str, objects: Iterable[Row | tuple[int, dict[str, Any]]], decoded: Decoded) -> Table:
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
    rest: Iterator[Row | tuple[int, dict[str, Any]]],
    keys: Sequence[str],
) -> Iterator[Row]:
    for one in first:
        yield one if isinstance(one, Row) else _row(*one, keys)
    for another in rest:
        flat = _flattened(another)
        yield flat if isinstance(flat, Row) else _row(*flat, keys)


def _row(number: int, values: dict[str, str], keys: Sequence[str]) -> Row:
    return Row(number, tuple(values.get(key, "") for key in keys))


def _flattened(one: Row | tuple[int, dict[str, Any]]) -> Row | tuple[int, dict[str, str]]:
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
