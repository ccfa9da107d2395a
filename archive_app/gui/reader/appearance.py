"""How the reader looks: families, sizes, spacing and every colour it paints, as plain values.

The colours of passages come in twelve, chosen so that neighbours differ for red-, green- and blue-blind
readers, each in two strengths: a *tint* behind the words and a *solid* for underlines, bars and labels.
Solids keep a contrast of at least 4.5 : 1 against the paper. No colour stands alone: each index has its own
underline pattern, and the margin names the passage in words.
"""

from dataclasses import dataclass, field, replace
from enum import Enum

COLOUR_COUNT = 12
UNTAGGED = -1
"""The colour index of a passage without tags: neutral grey."""


class Pattern(Enum):
    """How a passage's underline and margin bar are drawn, so that colour never speaks alone."""

    SOLID = "solid"
    DASHED = "dashed"
    DOTTED = "dotted"
    DOUBLE = "double"
    DASH_DOT = "dash-dot"
    LONG_DASHED = "long-dashed"


_PATTERN_ORDER = (
    Pattern.SOLID,
    Pattern.DASHED,
    Pattern.DOUBLE,
    Pattern.DOTTED,
    Pattern.DASH_DOT,
    Pattern.LONG_DASHED,
)


def pattern_of(colour: int) -> Pattern:
    """Give the underline pattern that goes with a colour index; untagged passages are dotted."""
    if colour < 0:
        return Pattern.DOTTED
    return _PATTERN_ORDER[colour % len(_PATTERN_ORDER)]


@dataclass(frozen=True, slots=True)
class ReaderColours:
    """Every colour of the reading surface, as `#rrggbb`."""

    paper: str
    text: str
    dim: str
    """Struck-out text, paragraph numbers, labels in the background."""
    accent: str
    """Caret, handles, the flash at a place jumped to."""
    selection: str
    hit: str
    current_hit: str
    neutral: str
    """Solid colour of passages without tags."""
    solids: tuple[str, ...]
    tint_share: float
    """How much of its solid colour the background of a passage has, 0 to 1."""

    def __post_init__(self) -> None:
        if len(self.solids) != COLOUR_COUNT:
            raise ValueError(f"a palette has {COLOUR_COUNT} colours for passages, not {len(self.solids)}")

    def solid(self, colour: int) -> str:
        """Give the underline, bar and label colour of a passage of this colour index."""
        return self.neutral if colour < 0 else self.solids[colour % COLOUR_COUNT]

    def tint(self, colour: int) -> str:
        """Give the background of a single passage of this colour index, as it looks on the paper."""
        return mixed(self.solid(colour), self.paper, self.tint_share)


def mixed(front: str, back: str, share: float) -> str:
    """Mix two colours; `share` is how much of the front one is in it, 0 to 1."""
    pairs = zip(_channels(front), _channels(back), strict=True)
    return "#" + "".join(f"{round(f * share + b * (1 - share)):02x}" for f, b in pairs)


def contrast(first: str, second: str) -> float:
    """Give the contrast ratio of two colours as WCAG 2 defines it, 1 to 21."""
    darker, lighter = sorted((_luminance(first), _luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def faded(front: str, back: str, least: float) -> str:
    """Mix a colour with what lies behind it until its contrast to that is hardly more than `least`."""
    share, step = 1.0, 0.5
    while step > 0.005:
        if contrast(mixed(front, back, share - step), back) >= least:
            share -= step
        step /= 2
    return mixed(front, back, share)


def light_colours(
    *, paper: str = "#fdfcf9", text: str = "#1f2328", accent: str = "#2f5fd0", dim: str = "#6b7077"
) -> ReaderColours:
    """Give the colours for reading on light paper, around the theme's own four."""
    solids = (
        "#2166ac",  # blue
        "#b0500c",  # vermilion
        "#0b7a5e",  # sea green
        "#7b3fa0",  # purple
        "#b3306a",  # rose
        "#6a6a00",  # olive
        "#00708a",  # petrol
        "#7a4b2a",  # brown
        "#4350b5",  # indigo
        "#8e2440",  # wine
        "#3d7a1e",  # leaf
        "#51606e",  # slate
    )
    return ReaderColours(
        paper=paper,
        text=text,
        dim=dim,
        accent=accent,
        selection="#b9d3fb",
        hit="#ffe9a3",
        current_hit="#ffc24a",
        neutral=dim,
        solids=solids,
        tint_share=0.13,
    )


def dark_colours(
    *, paper: str = "#17191d", text: str = "#d9dce1", accent: str = "#7aa2f7", dim: str = "#8d949e"
) -> ReaderColours:
    """Give the colours for reading on dark paper, around the theme's own four."""
    solids = (
        "#6fb1ec",  # blue
        "#f0955a",  # vermilion
        "#4fc9a4",  # sea green
        "#c497e8",  # purple
        "#f084b0",  # rose
        "#c9c24e",  # olive
        "#4fc4dd",  # petrol
        "#cfa27d",  # brown
        "#9aa6f5",  # indigo
        "#ef8a9d",  # wine
        "#93cf6c",  # leaf
        "#a9b6c3",  # slate
    )
    return ReaderColours(
        paper=paper,
        text=text,
        dim=dim,
        accent=accent,
        selection="#2f4a7d",
        hit="#5a4a16",
        current_hit="#74540f",
        neutral=dim,
        solids=solids,
        tint_share=0.18,
    )


@dataclass(frozen=True, slots=True)
class Appearance:
    """How an article is set: type, measure, spacing and colours."""

    families: tuple[str, ...] = (
        "Literata",
        "Noto Naskh Arabic",
        "Noto Serif",
        "Georgia",
        "DejaVu Serif",
    )
    """Families of the text; the first one there is wins, the others fill in the characters it lacks."""
    label_families: tuple[str, ...] = ("Inter", "Noto Naskh Arabic", "Segoe UI", "Noto Sans", "DejaVu Sans")
    point_size: float = 13.0
    """Size of the text at 100 % zoom."""
    label_point_size: float = 9.0
    measure: int = 68
    """Longest line, in characters of average width."""
    line_spacing: float = 1.75
    """Distance between base lines as a multiple of the font's size."""
    paragraph_spacing: float = 0.6
    """Gap between paragraphs as a multiple of the distance between base lines."""
    paragraph_numbers: bool = False
    colours: ReaderColours = field(default_factory=light_colours)

    def with_colours(self, colours: ReaderColours) -> "Appearance":
        """Give the same setting in other colours."""
        return replace(self, colours=colours)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    linear = [
        value / 12.92 if (value := channel / 255) <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for channel in _channels(colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
