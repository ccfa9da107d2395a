"""Where pages end: no heading at the foot, no paragraph's first or last line alone.

Rows are what cannot be divided, mostly lines of text. Heights are in any one unit.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

_TOGETHER = 2
"""So many lines of a paragraph stay together at the foot of a page and at the head of the next."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of text, or a gap between lines."""

    height: float
    is_gap: bool = False
    """Gaps take no room where a page begins or ends."""
    may_begin_page: bool = True


@dataclass(frozen=True, slots=True)
class Span:
    """The rows of one page."""

    first: int
    stop: int
    """The row after the last."""


def paragraph_rows(
    heights: Sequence[float], *, follows_heading: bool = False, is_whole: bool = False
) -> Iterator[Row]:
    """Give the rows of a paragraph with lines of these heights.

    A paragraph right below a heading does not begin a page; one that is kept whole is not divided.
    """
    count = len(heights)
    for number, height in enumerate(heights):
        if number == 0:
            may_begin = not follows_heading
        else:
            may_begin = not is_whole and number >= _TOGETHER and count - number >= _TOGETHER
        yield Row(height, may_begin_page=may_begin)


def broken_into_pages(rows: Sequence[Row], first_room: float, room: float) -> list[Span]:
    """Fill pages with rows; ``room`` is the height of a page, ``first_room`` that of the first.

    A page ends where it is full, or before that at the last row with which another may begin. Where there is
    no such row it ends where it is full: what is kept together is longer than a page. Every row is on exactly
    one page, and none is cut; one that is higher than a page has a page of its own.
    """
    pages: list[Span] = []
    start = _after_gaps(rows, 0)
    while start < len(rows):
        stop = _end_of_page(rows, start, room if pages else first_room)
        pages.append(Span(start, stop))
        start = _after_gaps(rows, stop)
    return pages or [Span(0, 0)]


def tops(rows: Sequence[Row], span: Span) -> list[float]:
    """Give the height below the top of its page at which each row of a page begins."""
    return [0.0, *accumulate(row.height for row in rows[span.first : span.stop])][: span.stop - span.first]


def _after_gaps(rows: Sequence[Row], at: int) -> int:
    while at < len(rows) and rows[at].is_gap:
        at += 1
    return at


def _end_of_page(rows: Sequence[Row], start: int, room: float) -> int:
    y = rows[start].height
    best = None
    for at in range(start + 1, len(rows)):
        row = rows[at]
        if not row.is_gap:
            if row.may_begin_page:
                best = at
            if y + row.height > room:
                return best if best is not None else at
        y += row.height
    return len(rows)
