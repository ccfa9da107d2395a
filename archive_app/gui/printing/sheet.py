"""The paper, and where text, bars and labels stand on it."""

from dataclasses import dataclass

from archive_app.gui.reader.highlights import LANES_SHOWN

UNITS_PER_INCH = 720
UNITS_PER_POINT = 10

_EDGE = 480.0  # the white margin all around
_LEAST_EDGE = 240.0
_HEAD = 260.0  # from the edge of the text to the running head or foot, with its line
_BAR_STEP = 32.0
_BAR_GAP = 70.0  # between the text and the first bar
_LEAST_LABEL, _BEST_LABEL, _MOST_LABEL = 620.0, 1060.0, 1500.0
_NUMBER = 240.0  # room for paragraph numbers


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of paper with the rectangle inside its white margins; units."""

    width: float
    height: float

    @property
    def edge(self) -> float:
        """The white margin on each side."""
        return max(_LEAST_EDGE, min(_EDGE, 0.09 * min(self.width, self.height)))

    @property
    def left(self) -> float:
        """Where what is printed begins."""
        return self.edge

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.width - self.edge

    @property
    def head(self) -> float:
        """Top of the running head."""
        return self.edge * 0.75

    @property
    def top(self) -> float:
        """Top of the first line of a page with a running head."""
        return self.head + _HEAD

    @property
    def bottom(self) -> float:
        """Below the last line of a page."""
        return self.foot - _HEAD * 0.6

    @property
    def foot(self) -> float:
        """Top of the running foot."""
        return self.height - self.edge * 0.75 - 110


A4 = Sheet(5953.0, 8419.0)
LETTER = Sheet(6120.0, 7920.0)


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the text and what belongs to it stand across a sheet; units from the left edge of the paper."""

    text_left: float
    text_width: float
    labels_left: float
    labels_width: float
    """0 where no passages are printed."""
    is_at_right: bool
    """Whether bars and labels stand at the right of the text."""
    numbers_left: float
    numbers_width: float

    @property
    def text_right(self) -> float:
        """The right edge of the text."""
        return self.text_left + self.text_width

    def bar_left(self, lane: int, width: float) -> float:
        """Where the bar of a lane begins."""
        offset = _BAR_GAP + lane * _BAR_STEP
        return self.text_right + offset if self.is_at_right else self.text_left - offset - width


def columns_on(
    sheet: Sheet, longest_line: float, *, with_labels: bool, with_numbers: bool, at_right: bool
) -> Columns:
    """Share a sheet's width between labels, bars, text and paragraph numbers.

    The text gets its longest line where there is room; what is left over widens the labels, then the margins.
    """
    inner = sheet.right - sheet.left
    bars = _BAR_GAP + LANES_SHOWN * _BAR_STEP + 40 if with_labels else 0.0
    numbers = _NUMBER if with_numbers else 0.0
    labels = 0.0
    if with_labels:
        room = inner - bars - numbers
        labels = min(_MOST_LABEL, max(_BEST_LABEL, room - longest_line))
        labels = max(min(labels, room * 0.25), min(_LEAST_LABEL, room * 0.3))
    text = min(longest_line, inner - bars - labels - numbers)
    spare = inner - bars - labels - numbers - text
    left = sheet.left + spare / 2 + labels + bars
    columns = Columns(
        left, text, left - bars - labels, labels, False, left + text + 60, max(0.0, numbers - 60)
    )
    return _mirrored(columns, sheet) if at_right else columns


def _mirrored(columns: Columns, sheet: Sheet) -> Columns:
    return Columns(
        sheet.width - columns.text_right,
        columns.text_width,
        sheet.width - columns.labels_left - columns.labels_width,
        columns.labels_width,
        True,
        sheet.width - columns.numbers_left - columns.numbers_width,
        columns.numbers_width,
    )
