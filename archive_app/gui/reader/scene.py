"""What lies over the text at a moment: passages, strikes, search hits, and which of them stand out."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from archive_app.gui.reader.display import Shown
from archive_app.gui.reader.highlights import PassageIndex, Strike

Attached = TypeVar("Attached")


class Ranges(Generic[Attached]):
    """Ranges in UTF-16 units with something attached, found by place; they may overlap a little, not nest
    deeply."""

    __slots__ = ("_longest", "_ranges", "_starts")

    def __init__(self, ranges: Iterable[tuple[int, int, Attached]] = ()) -> None:
        self._ranges = sorted(ranges, key=lambda each: (each[0], each[1]))
        self._starts = [start for start, _, _ in self._ranges]
        self._longest = max((end - start for start, end, _ in self._ranges), default=0)

    def between(self, start: int, end: int) -> Sequence[tuple[int, int, Attached]]:
        """Give the ranges that share a unit with another one, in order."""
        first = bisect_left(self._starts, start - self._longest)
        last = bisect_left(self._starts, end)
        return [each for each in self._ranges[first:last] if each[1] > start]


@dataclass(slots=True)
class Scene:
    """Everything that is drawn over one text."""

    shown: Shown
    passages: PassageIndex
    strikes: Ranges[Strike] = field(default_factory=Ranges)
    hits: Ranges[int] = field(default_factory=Ranges)
    """Each with its number in the order given."""
    current_hit: int | None = None
    current_passage: int | None = None
    hovered_passage: int | None = None
    flash: tuple[int, int] | None = None
    """UTF-16 units of a place just jumped to."""
    flash_strength: float = 0.0

    @property
    def lifted(self) -> int | None:
        """The passage that stands out: the one under the mouse, else the current one."""
        return self.hovered_passage if self.hovered_passage is not None else self.current_passage


def empty_scene(shown: Shown) -> Scene:
    """Make a scene with nothing on it."""
    return Scene(shown, PassageIndex(shown))


def strike_ranges(shown: Shown, strikes: Iterable[Strike]) -> Ranges[Strike]:
    """Place strikes on the text."""
    return Ranges((*shown.to_units(strike.start, strike.end), strike) for strike in strikes)


def hit_ranges(shown: Shown, hits: Iterable[tuple[int, int]]) -> Ranges[int]:
    """Place search hits on the text."""
    return Ranges((*shown.to_units(start, end), number) for number, (start, end) in enumerate(hits))
