"""Where the column of text stands in the window, and how much room the margin beside it has."""

from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtGui import QFont, QFontInfo, QFontMetricsF

from archive_app.gui.reader.appearance import Appearance
from archive_app.gui.reader.highlights import LANES_SHOWN

_NUMBER_GAP = 12.0  # pixels between the text and a paragraph's number, at the scale of the margin
_SAMPLE = "Forces allied to the government said on Tuesday that talks would go on, 12 people were told."
_LEAST_CHARACTERS = 30
_CALM_CHARACTERS = 54  # of a line that is still read with ease
_LEAST_EDGE = 12.0  # pixels from the window's edge
_LEAST_WIDTH = 60.0  # pixels
_LEAST_LABEL = 64.0
_LEGIBLE_LABEL = 140.0  # a name and the beginning of a claim type
_WHOLE_LABEL = 11.0  # label heights: most names and claim types in full
_MOST_LABEL = 12.5  # label heights


class Type(NamedTuple):
    """The fonts of one setting at one zoom, and what follows from them in pixels."""

    font: QFont
    label_font: QFont
    pitch: float
    """Distance between base lines."""
    gap: float
    """Space after a paragraph."""
    blank: float
    """Height of an empty paragraph: the gap above it already tells it apart."""
    character: float
    """Mean width of a character."""
    label_height: float
    ink_above: float
    """How far letters rise above the base line."""
    ink_below: float
    """How far letters hang below it."""
    scale: float
    """Size of rules and handles: 1 for text of 17 pixels."""
    margin_scale: float
    """Size of bars and gaps in the margin, which grow more slowly than the text: 1 for text of 17 pixels."""
    stroke: float
    """Width of an underline."""
    first_lane: float
    """From the base line down to the first underline."""
    lane_step: float
    """From one underline to the next below it: the last one keeps clear of the next line's letters."""


def type_of(appearance: Appearance, zoom: int) -> Type:
    """Work out the fonts and distances of a setting at a zoom in per cent."""
    font = QFont(list(appearance.families))
    font.setPointSizeF(appearance.point_size * zoom / 100)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setStyleStrategy(QFont.StyleStrategy.PreferQuality)
    label_font = QFont(list(appearance.label_families))
    # Labels grow more slowly than the text, so that they still fit beside it.
    label_font.setPointSizeF(appearance.label_point_size * (zoom / 100) ** 0.5)
    label_font.setWeight(QFont.Weight.Medium)
    metrics = QFontMetricsF(font)
    size = QFontInfo(font).pixelSize()
    pitch = float(round(size * appearance.line_spacing))
    ink = metrics.tightBoundingRect("ÅÊflgjpqy")
    own_scale = size / 17
    stroke = max(1.0, 1.5 * own_scale)
    below = pitch - metrics.capHeight()
    first_lane = min(3.5 * own_scale, below * 0.2)
    lane_step = min(3.6 * own_scale, (below - first_lane - stroke / 2) / LANES_SHOWN)
    return Type(
        font=font,
        label_font=label_font,
        pitch=pitch,
        gap=float(round(pitch * appearance.paragraph_spacing)),
        blank=float(round(pitch * 0.4)),
        character=metrics.horizontalAdvance(_SAMPLE) / len(_SAMPLE),
        label_height=float(round(QFontMetricsF(label_font).height() + 4)),
        ink_above=-ink.top(),
        ink_below=ink.bottom(),
        scale=max(0.8, own_scale),
        margin_scale=max(0.8, own_scale**0.5),
        stroke=stroke,
        first_lane=first_lane,
        lane_step=lane_step,
    )


@dataclass(frozen=True, slots=True)
class Column:
    """The text column and its margins across the viewport; pixels from the viewport's left edge."""

    viewport: float
    left: float
    width: float
    bars: float
    """Width of the strip of bars beside the column."""
    label_left: float
    """Width of the labels at the left; 0 where there is no room for any."""
    label_right: float

    @property
    def right(self) -> float:
        """The column's right edge."""
        return self.left + self.width


def column_in(
    viewport: float, kind: Type, measure: int, at_left: bool, at_right: bool, *, digits: int = 0
) -> Column:
    """Place the column in a viewport, its margin at the left, at the right or on both sides.

    Wide windows centre it. In narrow ones the labels shrink, then the lines get shorter, then the labels go
    and the bars stay. Paragraph numbers of so many digits have room on the side that has no margin.
    """
    scale = kind.margin_scale
    bars = LANES_SHOWN * bar_step(scale) + 12 * scale
    edge = max(_LEAST_EDGE, min(20 * scale, viewport * 0.04))
    sides = int(at_left) + int(at_right)
    # Where both sides have a margin, a paragraph's number stands in the one that the paragraph does not use.
    numbers = number_room(kind, digits) if sides == 1 else 0.0
    wanted = measure * kind.character
    inner = viewport - edge - sides * bars - (max(edge, numbers) if sides == 1 else 0)
    label = _label_width(inner, sides, wanted, kind)
    # Words break where there is no room for them; what lies outside the window cannot be read at all.
    width = max(_LEAST_WIDTH, min(wanted, inner - sides * label))
    left_zone = bars + label if at_left else numbers
    right_zone = bars + label if at_right else numbers
    spare = viewport - width - left_zone - right_zone
    left = left_zone + max(edge * 0.5 if at_left else 0.0, spare / 2)
    # Centre the words themselves as far as the labels leave room.
    centred = (viewport - width) / 2
    if left_zone + edge * 0.5 <= centred <= viewport - width - right_zone - edge * 0.5:
        left = centred
    return Column(
        viewport, round(left), round(width), bars, label if at_left else 0.0, label if at_right else 0.0
    )


def _label_width(inner: float, sides: int, wanted: float, kind: Type) -> float:
    """Share out what is missing: labels keep whole names while lines are long, then a legible width."""
    least = min(wanted, _LEAST_CHARACTERS * kind.character)
    whole = _WHOLE_LABEL * kind.label_height
    label = min(_MOST_LABEL * kind.label_height, (inner - wanted) / sides)
    if label < whole:
        calm = min(wanted, _CALM_CHARACTERS * kind.character)
        label = min(whole, (inner - calm) / sides)
    if label < _LEGIBLE_LABEL:
        label = min(_LEGIBLE_LABEL, (inner - least * 1.35) / sides)
    return label if label >= _LEAST_LABEL else 0.0


def number_gap(kind: Type) -> float:
    """Distance from the text to a paragraph's number, pixels."""
    return _NUMBER_GAP * kind.margin_scale


def number_room(kind: Type, digits: int) -> float:
    """Width that paragraph numbers of so many digits take beside the text, pixels; 0 for none."""
    if not digits:
        return 0.0
    return number_gap(kind) + QFontMetricsF(kind.label_font).horizontalAdvance("0" * digits) + 8


def bar_step(scale: float) -> float:
    """Distance from one bar to the next, pixels."""
    return float(max(5, round(5 * scale)))
