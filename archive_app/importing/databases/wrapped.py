"""Undoing hard line breaks: lines that were filled up to a width become paragraphs again."""

import re
from collections.abc import Iterable

_WIDEST = 100
"""Longer lines were not wrapped; they are addresses or whole paragraphs."""
_NARROWEST = 40
_LONGEST_WORD = 15
_INDENTED = re.compile(r"^[ \t]{2,}\S")


def wrap_width(lines: Iterable[str]) -> int:
    """Return the width in characters that lines were filled up to; 0 when they were not wrapped."""
    lengths = [len(line.rstrip()) for line in lines]
    widest = max((length for length in lengths if length <= _WIDEST), default=0)
    full = sum(widest - _LONGEST_WORD <= length <= widest for length in lengths)
    is_wrapped = widest >= _NARROWEST and full >= sum(length > _WIDEST for length in lengths)
    return widest if is_wrapped else 0


def unwrapped(block: list[str], width: int) -> str:
    """Join the lines of a paragraph where only the width broke them.

    A break stays where the next word would have had room on the line: there it was meant. An indented line
    begins a paragraph of its own.
    """
    out: list[str] = []
    previous = ""
    for raw in block:
        line = raw.strip()
        if not line:
            continue
        if not out:
            out.append(line)
        elif _INDENTED.match(raw) and not _INDENTED.match(block[0]):
            out.append("\n\n" + line)
        elif _was_meant(previous, line, width):
            out.append("\n" + line)
        else:
            hyphenated = re.search(r"[^\W\d_]-$", out[-1]) and line[0].islower()
            out.append(line if hyphenated else " " + line)
        previous = raw
    return "".join(out)


def _was_meant(before: str, line: str, width: int) -> bool:
    has_room = len(before.rstrip()) + 1 + len(line.split(maxsplit=1)[0]) <= width
    return not width or (has_room and not line[0].islower())


def blocks_of(text: str) -> list[list[str]]:
    """Split a text into its blocks of lines, at blank lines."""
    blocks: list[list[str]] = [[]]
    for line in text.split("\n"):
        if line.strip():
            blocks[-1].append(line.rstrip())
        elif blocks[-1]:
            blocks.append([])
    return blocks if blocks[-1] else blocks[:-1]
