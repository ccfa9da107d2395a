"""Where passages lie in a text that is being typed in."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate


@dataclass(frozen=True, slots=True)
class Mark:
    """A passage's words in the text as it is now; UTF-16 units, end exclusive."""

    passage_id: int
    start: int
    end: int
    is_lost: bool = False
    """Whether saving would leave it to a person to say where it belongs."""


class Marks:
    """Keeps marks on their words while the text around and in them changes."""

    def __init__(self, marks: Iterable[Mark] = ()) -> None:
        self.put(marks)

    def put(self, marks: Iterable[Mark]) -> None:
        """Forget all marks and keep these."""
        self._set(sorted(marks, key=lambda mark: (mark.start, mark.end)))

    def __iter__(self) -> Iterator[Mark]:
        return iter(self._marks)

    def __len__(self) -> int:
        return len(self._marks)

    def shift(self, position: int, removed: int, added: int) -> None:
        """Follow a change of the text: what was removed and added at a position, in units."""
        if not self._marks or (not removed and not added):
            return
        gone = position + removed

        def start(place: int) -> int:
            # What is typed right before a passage's first word is not part of it.
            return (
                place if place < position else place + added - removed if place >= gone else position + added
            )

        def end(place: int) -> int:
            return place if place <= position else place + added - removed if place >= gone else position

        moved = [
            mark
            if mark.end <= position
            else Mark(mark.passage_id, first := start(mark.start), max(first, end(mark.end)), mark.is_lost)
            for mark in self._marks
        ]
        self._set(moved)

    def between(self, start: int, end: int) -> list[Mark]:
        """Give the marks that show in a stretch of the text, in its order."""
        last = bisect_left(self._starts, end)
        first = bisect_left(self._furthest, start + 1)
        return [mark for mark in self._marks[first:last] if mark.end > start and mark.start < mark.end]

    def _set(self, marks: list[Mark]) -> None:
        self._marks = marks
        self._starts = [mark.start for mark in marks]
        # How far any mark up to this one reaches; never falls, so that it can be bisected.
        self._furthest = list(accumulate((mark.end for mark in marks), max))
