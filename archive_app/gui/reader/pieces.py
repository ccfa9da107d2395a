"""Where characters stand: the lines of a laid-out block and the exact stretches that a range covers on
them."""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtGui import QTextLayout, QTextLine


class LineBox(NamedTuple):
    """One line of a block: its place in the block in pixels, its characters in the block's UTF-16 units."""

    top: float
    height: float
    """With the space that belongs to the line above and below the glyphs."""
    baseline: float
    ascent: float
    """How far what is drawn behind the glyphs reaches above the base line."""
    descent: float
    """How far it reaches below."""
    start: int
    length: int

    @property
    def bottom(self) -> float:
        """Where the next line begins."""
        return self.top + self.height


class Piece(NamedTuple):
    """A stretch of one line, from `left` to `right` in pixels from the column's left edge."""

    line: int
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class BlockLines:
    """The lines of one laid-out block."""

    layout: Callable[[], QTextLayout]
    """Gives the block's layout for the moment of use.

    Never keep what it gives: the document deletes layouts without Python's knowledge, and PySide takes
    whatever Qt puts in their place in memory for the old object.
    """
    boxes: tuple[LineBox, ...]
    is_mixed: bool
    """Whether any character runs from right to left, so that a range may lie in several places of a line."""

    def line_of(self, position: int) -> int:
        """Find the line that holds a position of the block; beyond the last one, the last."""
        return max(0, bisect_right(self.boxes, position, key=_start_of) - 1)

    def line_at(self, y: float) -> int:
        """Find the line at a height in the block; the nearest one outside of it."""
        return max(0, bisect_right(self.boxes, y, key=_top_of) - 1)

    def height_of(self, position: int) -> float:
        """Where a position stands on the way down the block: its line's top plus its share of the line.

        Two passages that follow each other on one line so get bars that follow each other too.
        """
        box = self.boxes[self.line_of(position)]
        share = (position - box.start) / box.length if box.length else 0.0
        return box.top + box.height * min(1.0, max(0.0, share))

    def caret_x(self, line: int, position: int) -> float:
        """Where the caret stands before a position, from the column's left edge."""
        return _x(self.layout().lineAt(line), position)

    def pieces(self, start: int, end: int) -> Iterator[Piece]:
        """Give the exact stretches that a range of the block's units covers, line by line, left to right."""
        layout = self.layout()
        for number in range(self.line_of(start), len(self.boxes)):
            box = self.boxes[number]
            if box.start >= end:
                return
            first, last = max(start, box.start), min(end, box.start + box.length)
            if last > first:
                for left, right in _stretches(layout.lineAt(number), first, last, self.is_mixed):
                    yield Piece(number, left, right)


def _start_of(box: LineBox) -> int:
    return box.start


def _top_of(box: LineBox) -> float:
    return box.top


def _stretches(line: QTextLine, first: int, last: int, is_mixed: bool) -> list[tuple[float, float]]:
    # Spaces at a line's end hang beyond the margin: nothing is drawn there.
    natural = line.naturalTextRect()
    if is_mixed:
        # cursorToX knows one edge per position; a mixed line's glyphs tell where each character is.
        found = sorted(
            (rect.left(), rect.right())
            for rect in (run.boundingRect() for run in line.glyphRuns(first, last - first))
        )
    else:
        edges = sorted((_x(line, first), _x(line, last)))
        found = [(edges[0], edges[1])]
    stretches: list[tuple[float, float]] = []
    for left, right in found:
        left, right = max(left, natural.left()), min(right, natural.right())
        if right - left < 0.5:
            continue
        if stretches and left - stretches[-1][1] < 0.75:
            stretches[-1] = (stretches[-1][0], max(right, stretches[-1][1]))
        else:
            stretches.append((left, right))
    return stretches


def _x(line: QTextLine, position: int) -> float:
    x: tuple[float, int] = line.cursorToX(position)  # type: ignore[assignment]  # the stubs say object
    return x[0]
