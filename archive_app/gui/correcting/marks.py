"""Where passages lie in a text that is being typed in."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Mark:
    """A passage's words in the text as it is now; UTF-16 units, end exclusive."""

    passage_id: int
    start: int
    end: int
    is_lost: bool = False
    """Whether saving would leave it to a person to say where it belongs."""


class Marks:
    """Keeps marks on their words while the text around and in them changes; quick for ten thousand."""

    def __init__(self) -> None:
        self.put((), (), ())

    def put(self, keys: Sequence[int], starts: Sequence[int], ends: Sequence[int]) -> None:
        """Forget all marks and keep these."""
        self._keys = list(keys)
        self._starts: Places = np.array(starts, np.int64)
        self._ends: Places = np.array(ends, np.int64)
        self._lost: npt.NDArray[np.bool_] = np.zeros(len(self._keys), np.bool_)

    def settle(self, starts: Places, ends: Places, lost: npt.NDArray[np.bool_]) -> None:
        """Put the marks, in the order in which they came, at their certain places; lost ones stay."""
        if len(starts) == len(self._keys):
            self._starts = np.where(lost, self._starts, starts)
            self._ends = np.where(lost, self._ends, ends)
            self._lost = lost

    def shift(self, position: int, removed: int, added: int) -> None:
        """Follow a change of the text: what was removed and added at a position, in units."""
        gone, growth = position + removed, added - removed
        starts, ends = self._starts, self._ends
        # What is typed right before a passage's first word, or after its last, is not part of it.
        self._starts = np.where(
            starts < position, starts, np.where(starts >= gone, starts + growth, position + added)
        )
        self._ends = np.where(ends <= position, ends, np.where(ends >= gone, ends + growth, position))

    def between(self, start: int, end: int) -> list[Mark]:
        """Give the marks that show in a stretch of the text, in its order."""
        shown = (self._starts < end) & (self._ends > start) & (self._starts < self._ends)
        found = [
            Mark(self._keys[at], int(self._starts[at]), int(self._ends[at]), bool(self._lost[at]))
            for at in np.flatnonzero(shown)
        ]
        return sorted(found, key=lambda mark: (mark.start, mark.end))
