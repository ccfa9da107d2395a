"""The concordance of a query: every hit in its line, found in the background, read by the page."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from sqlmodel import Session

from archive_app.exporting.tables import Table, TableOptions, write_table
from archive_app.operations.searching import Searching
from archive_app.search.concordance import HitFinder, LineOrder, Lines
from archive_app.storage.archive import Archive
from archive_app.storage.texts import PassagePlace, current_texts, passage_places

__all__ = ["Concordance", "Line", "LineOrder", "find_lines", "write_concordance"]

WIDTH = 120
"""Code points of context on each side, where nothing else is asked for."""

_CHUNK = 50  # articles read at once; after each it can be stopped
_ROWS = 1_000  # lines cut at once when they are written

Progress = Callable[["Concordance", int, int], None]
"""Hears of a concordance how many articles of how many have been looked through."""


@dataclass(frozen=True)
class Line:
    """One hit in its line; positions are code points of the article's text."""

    id: int
    """Its number in the concordance."""
    article_id: int
    title: str
    outlet: str
    published: str
    language: str
    left: str
    """What stands before the hit, exactly, line breaks too."""
    hit: str
    right: str
    start: int
    end: int
    text_id: int
    """The version of the text that the positions are of."""
    goes_on_left: bool
    """Whether the text has more before ``left``."""
    goes_on_right: bool
    passages: tuple[int, ...]
    """The passages that share words with the hit."""

    def as_json(self) -> dict[str, Any]:
        """Return it as ``archive-app concordance --json`` prints it."""
        return {
            "article_id": self.article_id, "title": self.title, "outlet": self.outlet,
            "published": self.published, "left": self.left, "hit": self.hit, "right": self.right,
            "start": self.start, "end": self.end, "passages": list(self.passages),
        }  # fmt: skip


@dataclass
class Concordance:
    """What a query found; it may be looked at from any thread while it grows."""

    query: str
    lines: Lines = field(default_factory=Lines)
    ignored: tuple[str, ...] = ()
    """What of the query was left out or taken otherwise, as sentences."""
    is_indexed: bool = True
    """Whether the index held the whole archive; else more may be found in a while."""
    is_whole: bool = False
    """Whether every article found was looked through."""

    def cut(self, session: Session, numbers: Sequence[int], width: int = WIDTH) -> list[Line]:
        """Return lines by their numbers, in that order, with ``width`` code points of context a side.

        Lines whose article is gone, or has another text by now, are left out.
        """
        placed = [(number, *self.lines.place(number)) for number in numbers]
        ids = list(dict.fromkeys(article_id for _, article_id, *_ in placed))
        texts = {text.article_id: text for text in current_texts(session, ids)}
        passages = passage_places(session, ids)
        found: list[Line] = []
        for number, article_id, text_id, start, end in placed:
            source = texts.get(article_id)
            if source is None or source.text_id != text_id:
                continue
            begin, stop = max(0, start - width), min(len(source.text), end + width)
            found.append(
                Line(
                    number, article_id, source.title, source.outlet, source.published, source.language,
                    source.text[begin:start], source.text[start:end], source.text[end:stop], start, end,
                    text_id, begin > 0, stop < len(source.text),
                    _sharing_words(passages.get(article_id, ()), start, end),
                )
            )  # fmt: skip
        return found


def find_lines(
    archive: Archive,
    searching: Searching,
    query: str,
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Concordance:
    """Find every hit of a query in the texts of the articles that it finds, the newest article first.

    What has been found is handed to ``progress`` again and again while it grows. Once ``cancelled`` says so,
    the concordance is returned as far as it has come; its ``is_whole`` then is False.
    """
    understood = searching.understand(query)
    finder = HitFinder(understood.query)
    found = searching.search(query, kind="article", limit=1)
    concordance = Concordance(query, ignored=found.ignored, is_indexed=found.is_complete)
    seeks = finder.seeks_anything and not understood.is_empty
    ids = searching.ids(query, kind="article", order="newest") if seeks else []
    for first in range(0, len(ids), _CHUNK):
        with archive.reading() as session:
            sources = current_texts(session, ids[first : first + _CHUNK])
        for source in sources:
            if cancelled is not None and cancelled():
                return concordance
            concordance.lines.add(source, finder.hits(source.text, source.language))
        if progress is not None:
            progress(concordance, min(first + _CHUNK, len(ids)), len(ids))
    concordance.is_whole = True
    return concordance


COLUMNS = (
    "article_id", "article_title", "outlet", "published", "left", "hit", "right", "start", "end",
    "passage_ids",
)  # fmt: skip


def write_concordance(
    archive: Archive,
    concordance: Concordance,
    numbers: Sequence[int],
    output: Path | BinaryIO,
    *,
    width: int = WIDTH,
    options: TableOptions | None = None,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> int:
    """Write lines, in this order, to a CSV or XLSX file or an open stream (CSV); return how many there are.

    Every row is on one line: line breaks in it are spaces; ``start`` and ``end`` give the exact place.

    Raises:
        Cancelled: ``cancelled`` said so; a file that was there before is untouched.
        ArchiveError: The file cannot be written.
    """

    def rows() -> Iterator[tuple[str | int, ...]]:
        for first in range(0, len(numbers), _ROWS):
            chunk = numbers[first : first + _ROWS]
            with archive.reading() as session:
                lines = concordance.cut(session, [int(number) for number in chunk], width)
            for line in lines:
                yield (
                    line.article_id, line.title, line.outlet, line.published, on_one_line(line.left),
                    on_one_line(line.hit), on_one_line(line.right), line.start, line.end,
                    "; ".join(map(str, line.passages)),
                )  # fmt: skip
            if progress is not None:
                progress(first + len(chunk), len(numbers))

    return write_table(output, Table("Concordance", COLUMNS, rows()), options, cancelled=cancelled)


def on_one_line(text: str) -> str:
    """Return a text with each run of white space as one space."""
    return " ".join(text.split())


def _sharing_words(passages: Sequence[PassagePlace], start: int, end: int) -> tuple[int, ...]:
    # In the order of their starts: those that begin at the hit's end or later cannot share words with it.
    until = bisect_left(passages, end, key=lambda passage: passage[1])
    return tuple(key for key, _, last in passages[:until] if last > start)
