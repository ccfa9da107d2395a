"""What is written to the terminal: plain text for people, stable JSON for programs."""

import io
import json
import os
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

_KEPT = {"\n", "\t"}


def prepare_streams() -> None:
    """Make both streams write UTF-8 whatever the system's code page, so that every text can be printed."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A file name that is no UTF-8 is printed with escapes, which JSON reads back.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def plain(text: object) -> str:
    """Return a text without what would command a terminal: escape sequences and direction overrides."""
    written = str(text)
    if written.isprintable():
        return written
    return "".join(
        "�"
        if character not in _KEPT and (unicodedata.category(character) == "Cc" or character in "\u202d\u202e")
        else character
        for character in written
    )


def one_line(text: object, width: int) -> str:
    """Return a text on one line, cut with an ellipsis where it is longer than ``width`` characters."""
    line = " ".join(plain(text).split())
    return line if len(line) <= width else line[: max(width - 1, 0)].rstrip() + "…"


def counted(count: int, noun: str) -> str:
    """Return a number with what it counts, as ``1 row`` or ``1,200 rows``."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def say(*lines: str) -> None:
    """Print lines for people."""
    for line in lines:
        print(plain(line))


def print_json(value: Any) -> None:  # whatever JSON can hold
    """Print one JSON value on a line of its own."""
    print(json.dumps(value, ensure_ascii=False))


def print_json_list(values: Iterable[Any]) -> None:  # whatever JSON can hold
    """Print a JSON list, an item a line, as the items come."""
    print("[", end="")
    separator = "\n"
    for value in values:
        print(separator, json.dumps(value, ensure_ascii=False), sep="", end="")
        separator = ",\n"
    print("\n]")


def print_table(headings: Sequence[str], rows: Iterable[Sequence[object]], *, widest: Sequence[int]) -> None:
    """Print rows in columns, each as wide as its longest cell but no wider than ``widest``.

    The last column takes what the terminal has left.
    """
    screen = shutil.get_terminal_size((100, 24)).columns if sys.stdout.isatty() else 10_000
    cells = [[one_line(cell, 400) for cell in row] for row in rows]
    lines = [list(headings), *cells]
    widths = [
        min(limit, max(_columns(line[at]) for line in lines))
        for at, limit in enumerate(widest[: len(headings)])
    ]
    for line in lines:
        used = sum(width + 2 for width in widths[:-1])
        last = one_line(line[-1], max(screen - used, 20))
        start = "".join(
            _padded(one_line(cell, width), width) + "  "
            for cell, width in zip(line, widths[:-1], strict=False)
        )
        print((start + last).rstrip())


def print_progress(sentence: str) -> None:
    """Show how far something has come, on one line that the next call overwrites; only on a terminal."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{one_line(sentence, 78)}", end="", file=sys.stderr, flush=True)


def end_progress() -> None:
    """Take the progress line away."""
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def silence_stdout() -> None:
    """Send what is still to be written nowhere, after the reader of a pipe has left."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def right_aligned(text: str, width: int) -> str:
    """Return a text with blanks before it that bring its end to a column, or its last columns."""
    while text and _columns(text) > width:
        text = text[1:]
    return " " * (width - _columns(text)) + text


def whole_words_before(text: str, width: int) -> str:
    """Return the end of a text in so many characters, beginning with a whole word where it has spaces."""
    if len(text) <= width:
        return text
    end = text[-width:] if width else ""
    if text[-width - 1].isspace():
        return end
    cut = end.lstrip().find(" ")
    return end if cut < 0 else end.lstrip()[cut:].lstrip()


def whole_words_after(text: str, width: int) -> str:
    """Return the beginning of a text in so many characters, ending with a whole word where it has spaces."""
    if len(text) <= width:
        return text
    start = text[:width]
    if text[width].isspace():
        return start
    return start.rstrip().rpartition(" ")[0] or start


def _columns(text: str) -> int:
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
    )


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _columns(text))
