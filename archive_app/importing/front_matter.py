"""Front matter: what a text file says of itself in a block of ``key: value`` lines between two ``---``.

It is written in a small part of YAML: values on the line of their key, lists in brackets or with a hyphen
each, longer values indented below. Whatever else stands there makes the block a part of the text.
"""

import re
from dataclasses import dataclass

_LONGEST = 64 << 10  # code points of a block
_BLOCK = re.compile(
    r"\ufeff?---[ \t]*\n(?P<lines>.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)
_PAIR = re.compile(r"(?P<key>[^\W\d_][\w .-]{0,60}?)[ \t]*:(?:[ \t]+(?P<value>.*))?$")
_ITEM = re.compile(r"[ \t]*-[ \t]+(?P<value>.+)$")
_BELOW = re.compile(r"[ \t]+\S")
_FOLDED = re.compile(r"[|>][+-]?\d?$")
_IN_BRACKETS = re.compile(r"""\s*("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^,]*)\s*(?:,|$)""")


@dataclass(frozen=True)
class FrontMatter:
    """A block of front matter that was understood."""

    values: tuple[tuple[str, tuple[str, ...]], ...]
    """Keys as written, each with its values in their order."""
    length: int
    """How many code points of the text it takes up."""

    def find(self, *keys: str) -> tuple[str, ...]:
        """Return the values of the first of these keys (lower case) that has any."""
        by_key = {key.casefold().replace("-", "_").replace(" ", "_"): values for key, values in self.values}
        return next((by_key[key] for key in keys if by_key.get(key)), ())


def front_matter(text: str) -> FrontMatter | None:
    """Read the block that a text begins with; nothing when there is none, or it is written in another way."""
    match = _BLOCK.match(text[:_LONGEST].replace("\r\n", "\n"))
    if match is None:
        return None
    found: list[tuple[str, list[str]]] = []
    for line in match["lines"].splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        item, pair = _ITEM.match(line), _PAIR.match(line)
        if pair is not None:
            found.append((pair["key"], _values((pair["value"] or "").strip())))
        elif not found:
            return None
        elif item is not None:
            found[-1][1].append(_bare(item["value"].strip()))
        elif _BELOW.match(line):
            _go_on(found[-1][1], line.strip())
        else:
            return None
    if not found:
        return None
    values = tuple((key, tuple(filter(None, given))) for key, given in found)
    return FrontMatter(values, _length(text, match["lines"]))


def _length(text: str, lines: str) -> int:
    """Measure the block in the text as it is, whatever ends its lines."""
    count = lines.count("\n") + 2  # with the two that it lies between
    place = 0
    for _ in range(count):
        end = text.find("\n", place)
        place = len(text) if end < 0 else end + 1
    return place


def _values(value: str) -> list[str]:
    if not value or _FOLDED.match(value):
        return []
    if value.startswith("[") and value.endswith("]") and not value.startswith("[["):
        return [_bare(item.strip()) for item in _IN_BRACKETS.findall(value[1:-1])]
    return [_bare(value)]


def _go_on(values: list[str], line: str) -> None:
    if values:
        values[-1] += f" {line}"
    else:
        values.append(line)


def _bare(value: str) -> str:
    """Take off quotation marks, a comment behind the value, and the brackets of a link to another note."""
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        inner = value[1:-1]
        value = inner.replace("''", "'") if value[0] == "'" else re.sub(r"\\(.)", r"\1", inner)
    else:
        value = re.sub(r"\s+#.*$", "", value)
    return re.sub(r"^\[\[(?:[^\]|]*\|)?([^\]|]+)\]\]$", r"\1", value).strip()
