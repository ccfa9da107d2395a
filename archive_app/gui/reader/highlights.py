"""Passages on show: their values, and where they lie among the blocks and lanes of the text."""

from bisect import insort
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from heapq import heapify, heappop, heappush
from itertools import count

from archive_app.gui.reader.appearance import UNTAGGED, Pattern, pattern_of
from archive_app.gui.reader.display import Shown

LANES_SHOWN = 4
"""So many overlapping passages get an underline and a bar of their own; the others fold into "+3"."""


@dataclass(frozen=True, slots=True)
class Highlight:
    """One passage as the reader draws it."""

    passage_id: int
    start: int
    """First code point."""
    end: int
    """Code point after the last."""
    colour: int = UNTAGGED
    """Index into the palette's twelve colours; -1 is neutral."""
    label: str = ""
    """What the margin says, short: "Haftar · Denial"."""
    pattern: Pattern | None = None
    """How it is underlined; None takes the pattern that goes with the colour."""

    @property
    def drawn_pattern(self) -> Pattern:
        """The underline pattern to draw."""
        return self.pattern or pattern_of(self.colour)


@dataclass(frozen=True, slots=True)
class Strike:
    """A stretch proposed for removal: drawn struck through and dimmed."""

    start: int
    """First code point."""
    end: int
    """Code point after the last."""
    strike_id: int
    label: str = ""
    """Why, short: "Repeated line"."""


@dataclass(slots=True, eq=False)
class Placed:
    """A highlight among the widget's blocks; positions in UTF-16 units."""

    highlight: Highlight
    start: int
    end: int
    first_block: int
    last_block: int
    lane: int = 0

    @property
    def passage_id(self) -> int:
        """The passage's id."""
        return self.highlight.passage_id

    @property
    def is_folded(self) -> bool:
        """Whether it lies so deep that it has no underline and bar of its own."""
        return self.lane >= LANES_SHOWN

    def __lt__(self, other: "Placed") -> bool:
        return _order(self) < _order(other)


def _order(placed: Placed) -> tuple[int, int, int]:
    """The order of the text; of those that begin together, the longest first."""
    return (placed.start, -placed.end, placed.highlight.passage_id)


Dress = Callable[[int], Highlight | None]
"""Gives how a passage of this id is to be drawn; None leaves it as it is. The place counts for nothing."""


class PassageIndex:
    """All highlights of a text, by id and by block, each in a lane where it overlaps no other.

    Lanes are given lowest first in the order of the text, and kept when others come and go: nothing jumps
    while a person codes.
    """

    def __init__(
        self, shown: Shown, highlights: Iterable[Highlight] = (), kept_lanes: Mapping[int, int] | None = None
    ) -> None:
        self._shown = shown
        self._by_id: dict[int, Placed] = {}
        self._by_block: dict[int, list[Placed]] = {}
        self._dress: Dress = lambda _passage_id: None
        self._bare: set[int] = set()
        placed = sorted((self._place(highlight) for highlight in highlights), key=_order)
        _give_lanes(placed, kept_lanes or {})
        for each in placed:
            self._by_id[each.passage_id] = each
            for block in range(each.first_block, each.last_block + 1):
                self._by_block.setdefault(block, []).append(each)

    def __len__(self) -> int:
        return len(self._by_id)

    def __iter__(self) -> Iterator[Placed]:
        return iter([self._dressed(placed) for placed in self._by_id.values()])

    def __contains__(self, passage_id: object) -> bool:
        return passage_id in self._by_id

    def get(self, passage_id: int | None) -> Placed | None:
        """Find a passage by its id."""
        placed = None if passage_id is None else self._by_id.get(passage_id)
        return None if placed is None else self._dressed(placed)

    def lanes(self) -> dict[int, int]:
        """Give the lane of each passage by its id."""
        return {passage_id: placed.lane for passage_id, placed in self._by_id.items()}

    def dress(self, dress: "Dress") -> None:
        """Give passages another look, each when it is asked for first: of a book few are ever looked at."""
        self._dress = dress
        self._bare = set(self._by_id)

    def _dressed(self, placed: Placed) -> Placed:
        if placed.passage_id in self._bare:
            self._bare.discard(placed.passage_id)
            look, shown = self._dress(placed.passage_id), placed.highlight
            if look is not None:
                placed.highlight = replace(look, start=shown.start, end=shown.end)
        return placed

    def in_block(self, block: int) -> list[Placed]:
        """Give the passages that touch a block, in the order of the text."""
        there = self._by_block.get(block, [])
        if self._bare:
            for placed in there:
                self._dressed(placed)
        return there

    def add(self, highlight: Highlight) -> Placed:
        """Add a highlight in the lowest lane that is free all along it; one of the same id is replaced."""
        kept_lane = None
        if highlight.passage_id in self._by_id:
            kept_lane = self.remove(highlight.passage_id).lane
        placed = self._place(highlight)
        taken = {other.lane for other in self.overlapping(placed.start, placed.end)}
        if kept_lane is not None and kept_lane not in taken:
            placed.lane = kept_lane
        else:
            placed.lane = next(lane for lane in count() if lane not in taken)
        self._by_id[placed.passage_id] = placed
        self._bare.discard(placed.passage_id)
        for block in range(placed.first_block, placed.last_block + 1):
            insort(self._by_block.setdefault(block, []), placed)
        return placed

    def remove(self, passage_id: int) -> Placed:
        """Take a passage out; raises `KeyError` for one that is not there."""
        placed = self._by_id.pop(passage_id)
        for block in range(placed.first_block, placed.last_block + 1):
            self._by_block[block].remove(placed)
        return placed

    def overlapping(self, start: int, end: int) -> list[Placed]:
        """Find the passages that share at least one unit with a range."""
        found: dict[int, Placed] = {}
        first, last = self._shown.block_of(start), self._shown.block_of(max(start, end - 1))
        for block in range(first, last + 1):
            for placed in self.in_block(block):
                if placed.start < end and placed.end > start:
                    found[placed.passage_id] = placed
        return list(found.values())

    def at(self, units: int) -> list[Placed]:
        """Find the passages over the character at a position, the shortest first."""
        return sorted(
            self.overlapping(units, units + 1),
            key=lambda placed: (placed.end - placed.start, placed.start, placed.passage_id),
        )

    def _place(self, highlight: Highlight) -> Placed:
        start, end = self._shown.to_units(highlight.start, highlight.end)
        first = self._shown.block_of(start)
        last = first
        starts = self._shown.block_starts
        while last + 1 < len(starts) and starts[last + 1] < end:
            last += 1
        return Placed(highlight, start, end, first, last)


def _give_lanes(in_order: list[Placed], kept: Mapping[int, int]) -> None:
    """Give each passage its former lane if that is free at its start, else the lowest free one, in one
    sweep."""
    running: list[tuple[int, int]] = []  # (end, lane)
    free: list[int] = []
    lanes = 0
    for placed in in_order:
        while running and running[0][0] <= placed.start:
            heappush(free, heappop(running)[1])
        former = kept.get(placed.passage_id)
        if former is not None and former in free:
            free.remove(former)
            heapify(free)
            placed.lane = former
        elif free:
            placed.lane = heappop(free)
        else:
            placed.lane = lanes
            lanes += 1
        heappush(running, (placed.end, placed.lane))
