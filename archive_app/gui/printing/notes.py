"""Labels in the margin of a page: each beside its line or close to it, none over another.

Where too many begin on one line, the last ones fold into the label before them; the pages' end names them.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wanted:
    """A label and where it belongs; heights from the top of the page."""

    top: float
    height: float


@dataclass(slots=True)
class Arranged:
    """A label in its place, with those that are folded into it."""

    number: int
    """Which of the wanted labels it is."""
    top: float
    height: float
    folded: list[int]


def arranged(wanted: Sequence[Wanted], top: float, bottom: float, furthest: float) -> list[Arranged]:
    """Place labels, given in the order of their lines, one below the other.

    None is more than ``furthest`` away from where it belongs, none reaches above ``top`` or below ``bottom``.
    A label that finds no place folds into the one before it.
    """
    placed: list[Arranged] = []
    for number, want in enumerate(wanted):
        free = placed[-1].top + placed[-1].height if placed else top
        at = max(want.top, free)
        if at - want.top > furthest and placed:
            placed[-1].folded.append(number)
        else:
            placed.append(Arranged(number, at, want.height, []))
    while not _lifted(placed, wanted, top, bottom, furthest) and len(placed) > 1:
        last = placed.pop()
        placed[-1].folded += [last.number, *last.folded]
    return placed


def _lifted(
    placed: list[Arranged], wanted: Sequence[Wanted], top: float, bottom: float, furthest: float
) -> bool:
    """Lift the last labels so that none reaches below the foot; False where that would take one too far."""
    limit, lifted = bottom, []
    for label in reversed(placed):
        at = min(label.top, limit - label.height)
        if at == label.top:
            break
        if wanted[label.number].top - at > furthest or at < top:
            return False
        lifted.append((label, at))
        limit = at
    for label, at in lifted:
        label.top = at
    return True
