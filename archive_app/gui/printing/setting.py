"""Texts broken into lines in the type of the page; lengths are units, tenths of a point."""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QTextLayout, QTextOption

from archive_app.gui.lists.direction import is_right_to_left
from archive_app.gui.printing.sheet import UNITS_PER_POINT
from archive_app.gui.reader.display import has_right_to_left
from archive_app.gui.reader.pieces import BlockLines, LineBox
from archive_app.gui.reading_settings import ReadingSettings
from archive_app.gui.theme import ARABIC_FAMILY, SERIF_FAMILY, UI_FAMILY

_OF_SCREEN_SIZE = 0.8  # letters on paper are read from nearer than those on a screen
_LEAST_SIZE, _MOST_SIZE = 7.5, 18.0  # points
_OF_SCREEN_SPACING = 0.9
_LEAST_SPACING = 1.5  # less would run four underlines into the next line
_ABOVE_SHARE = 0.42  # of a line's extra space, so much is above the glyphs: the rest holds underlines
_TAB = 240.0
_KEPT = 8  # layouts: a paragraph goes on over a page, and a page has few paragraphs
_SAMPLE = "Forces allied to the government said on Tuesday that talks would go on, 12 people were told."


class Style(Enum):
    """What a paragraph is."""

    BODY = "body"
    TITLE = "title"
    BYLINE = "byline"
    NOTICE = "notice"
    HEADING = "heading"
    ENTRY = "entry"
    """In the list of what found no room in the margin."""
    LABEL = "label"
    """A passage's name in the margin."""
    RUNNING = "running"
    """The head and foot of each page, the legend."""


@dataclass(frozen=True, slots=True)
class Face:
    """The letters of a style."""

    font: QFont
    pitch: float
    """From base line to base line."""
    ink_above: float
    """How far letters rise above the base line."""
    ink_below: float
    """How far they hang below it."""


class Type:
    """The faces of all styles; made anew in each thread, because fonts stay in theirs."""

    def __init__(self, reading: ReadingSettings) -> None:
        size = min(_MOST_SIZE, max(_LEAST_SIZE, reading.point_size * _OF_SCREEN_SIZE))
        spacing = max(_LEAST_SPACING, reading.line_spacing * _OF_SCREEN_SPACING)
        body = SERIF_FAMILY if reading.face == "serif" else UI_FAMILY
        weights = QFont.Weight
        self.faces = {
            Style.BODY: _face(body, size, spacing, weights.Normal),
            Style.TITLE: _face(UI_FAMILY, 16.0, 1.25, weights.DemiBold),
            Style.BYLINE: _face(UI_FAMILY, 8.5, 1.5, weights.Normal),
            Style.NOTICE: _face(UI_FAMILY, 8.5, 1.5, weights.Medium),
            Style.HEADING: _face(UI_FAMILY, 9.0, 1.8, weights.DemiBold),
            Style.ENTRY: _face(UI_FAMILY, 8.0, 1.5, weights.Normal),
            Style.LABEL: _face(UI_FAMILY, 7.3, 1.3, weights.Medium),
            Style.RUNNING: _face(UI_FAMILY, 7.8, 1.3, weights.Normal),
        }
        metrics = QFontMetricsF(self.faces[Style.BODY].font)
        self.longest_line = reading.measure * metrics.horizontalAdvance(_SAMPLE) / len(_SAMPLE)

    def __getitem__(self, style: Style) -> Face:
        return self.faces[style]

    def width(self, text: str, style: Style) -> float:
        """Return how wide a text is on one line."""
        return QFontMetricsF(self.faces[style].font).horizontalAdvance(text)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text to be set in a column."""

    text: str
    style: Style
    left: float
    """The column's left edge on the sheet."""
    width: float
    is_right_to_left: bool | None = None
    """In which direction its parts follow each other; None as its first letter has it."""
    is_at_right: bool | None = None
    """Whether its lines stand at the right of the column; None where they begin."""


class Compositor:
    """Sets paragraphs, and sets them again to be painted: only lines' places are kept in between."""

    def __init__(self, kind: Type) -> None:
        self.type = kind
        self._layouts: OrderedDict[Paragraph, QTextLayout] = OrderedDict()

    def set(self, paragraph: Paragraph) -> BlockLines:
        """Break a paragraph into lines; heights count from its top, widths from its column's left edge."""
        face = self.type[paragraph.style]
        is_mixed = has_right_to_left(paragraph.text)
        return BlockLines(
            lambda: self.layout_of(paragraph),
            tuple(_boxes(self.layout_of(paragraph), face, is_mixed)),
            is_mixed,
        )

    def layout_of(self, paragraph: Paragraph) -> QTextLayout:
        """Return a paragraph's lines, each at height 0; of use until a few others were asked for."""
        found = self._layouts.get(paragraph)
        if found is None:
            found = self._layouts[paragraph] = self._lay_out(paragraph)
            while len(self._layouts) > _KEPT:
                self._layouts.popitem(last=False)
        return found

    def wrapped(self, text: str, style: Style, width: float, lines: int) -> tuple[str, ...]:
        """Break a short text into at most so many lines; the last one ends in “…” where it goes on."""
        layout = self._lay_out(Paragraph(text, style, 0.0, width))
        parts = [_line_text(text, layout, number) for number in range(layout.lineCount())]
        if len(parts) <= lines:
            return tuple(part.strip() for part in parts)
        rest = "".join(parts[lines - 1 :])
        metrics = QFontMetricsF(self.type[style].font)
        cut = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width)
        return (*(part.strip() for part in parts[: lines - 1]), cut)

    def _lay_out(self, paragraph: Paragraph) -> QTextLayout:
        layout = QTextLayout(paragraph.text, self.type[paragraph.style].font)
        backward = paragraph.is_right_to_left
        if backward is None:
            backward = is_right_to_left(paragraph.text)
        at_right = backward if paragraph.is_at_right is None else paragraph.is_at_right
        layout.setTextOption(_option(backward, at_right))
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(paragraph.width)
            line.setPosition(QPointF(0, 0))
        layout.endLayout()
        return layout


def isolated(*parts: str) -> tuple[str, ...]:
    """Return texts to be joined on a line, each in a direction of its own.

    An Arabic outlet so leaves the date as it is. Where nothing runs from right to left they stay as they are:
    no font has letters for the marks.
    """
    if any(has_right_to_left(part) for part in parts):
        return tuple(f"\u2068{part}\u2069" for part in parts)
    return parts


def joined(*parts: str) -> str:
    """Return what is not empty of some texts with middle dots between."""
    return " · ".join(isolated(*(part for part in parts if part)))


def _boxes(layout: QTextLayout, face: Face, is_mixed: bool) -> Iterator[LineBox]:
    top = 0.0
    for number in range(layout.lineCount()):
        line = layout.lineAt(number)
        glyphs = line.height()
        height = max(face.pitch, glyphs)
        baseline = top + (height - glyphs) * _ABOVE_SHARE + line.ascent()
        ascent = line.ascent() if is_mixed else min(line.ascent(), face.ink_above)
        descent = line.descent() if is_mixed else min(line.descent(), face.ink_below)
        yield LineBox(top, height, baseline, ascent, descent, line.textStart(), line.textLength())
        top += height


def _face(family: str, points: float, spacing: float, weight: QFont.Weight) -> Face:
    font = QFont([family, ARABIC_FAMILY, "Noto Sans", "DejaVu Sans"])
    font.setPixelSize(round(points * UNITS_PER_POINT))
    font.setWeight(weight)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    ink = QFontMetricsF(font).tightBoundingRect("ÅÊflgjpqy")
    return Face(font, points * UNITS_PER_POINT * spacing, -ink.top(), ink.bottom())


def _option(right_to_left: bool, at_right: bool) -> QTextOption:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setUseDesignMetrics(True)
    option.setTabStopDistance(_TAB)
    direction = Qt.LayoutDirection.RightToLeft if right_to_left else Qt.LayoutDirection.LeftToRight
    option.setTextDirection(direction)
    # A text layout by itself does not align to the side on which its text begins.
    side = Qt.AlignmentFlag.AlignRight if at_right else Qt.AlignmentFlag.AlignLeft
    option.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute)
    return option


def _line_text(text: str, layout: QTextLayout, number: int) -> str:
    line = layout.lineAt(number)
    units = text.encode("utf-16-le")
    start = line.textStart() * 2
    return units[start : start + line.textLength() * 2].decode("utf-16-le", "replace")
