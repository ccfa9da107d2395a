"""How a person likes to read: letters, size, length and spacing of lines."""

from dataclasses import dataclass, replace
from typing import Literal

Face = Literal["serif", "sans"]

LEAST_SIZE, MOST_SIZE = 9.0, 24.0
"""Points."""
LEAST_MEASURE, MOST_MEASURE = 40, 100
"""Characters of average width."""
LEAST_SPACING, MOST_SPACING = 1.3, 2.4
"""From base line to base line, as a multiple of the letters' size."""


@dataclass(frozen=True, slots=True)
class ReadingSettings:
    """How articles are set, on the screen and on paper."""

    face: Face = "serif"
    point_size: float = 13.0
    """Points at 100 % zoom."""
    measure: int = 68
    """Longest line, in characters of average width."""
    line_spacing: float = 1.75
    """From base line to base line, as a multiple of the letters' size."""
    paragraph_numbers: bool = False

    def within_bounds(self) -> "ReadingSettings":
        """Return the same with every number in its bounds: a settings file may hold anything."""
        return replace(
            self,
            point_size=_between(self.point_size, LEAST_SIZE, MOST_SIZE),
            measure=round(_between(self.measure, LEAST_MEASURE, MOST_MEASURE)),
            line_spacing=_between(self.line_spacing, LEAST_SPACING, MOST_SPACING),
        )


def _between(value: float, least: float, most: float) -> float:
    # Not a number compares false with everything, and becomes the least.
    return min(value, most) if value >= least else least
