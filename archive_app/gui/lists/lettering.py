"""Type in lists: fonts, and texts broken into a few lines and cut with an ellipsis, laid out once."""

import re
from collections import OrderedDict
from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)

from archive_app.gui.lists.direction import is_right_to_left
from archive_app.gui.theme import ARABIC_FAMILY, UI_FAMILY, Theme
from archive_app.model.text import Utf16Map

Face = Literal["title", "body", "small", "label"]

_KEPT = 1024  # laid-out texts
_GAPS = re.compile(r"[ \n\t\u2028\u2029\x0b\x0c\x85]+")
_FACES: dict[Face, tuple[float, QFont.Weight, float]] = {
    "title": (10.0, QFont.Weight.DemiBold, 18.0),
    "body": (10.0, QFont.Weight.Normal, 18.0),
    "small": (9.0, QFont.Weight.Normal, 16.0),
    "label": (8.5, QFont.Weight.Medium, 14.0),
}  # points, weight, pixels from line to line

Mark = tuple[int, int]
"""A stretch of a text in code points, end exclusive."""


class Lettering:
    """Lays texts out for one theme and keeps the last thousand."""

    def __init__(self, theme: Theme) -> None:
        self._fonts: dict[Face, QFont] = {}
        self._metrics: dict[Face, QFontMetricsF] = {}
        for face, (points, weight, _) in _FACES.items():
            font = QFont()
            font.setFamilies([UI_FAMILY, ARABIC_FAMILY])
            font.setPointSizeF(points)
            font.setWeight(weight)
            self._fonts[face] = font
            self._metrics[face] = QFontMetricsF(font)
        self._laid_out: OrderedDict[tuple[object, ...], QTextLayout] = OrderedDict()
        self._marked = QTextCharFormat()
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Mark hits in the colours of a theme from now on."""
        self._laid_out.clear()
        self._marked.setFontWeight(QFont.Weight.DemiBold)
        self._marked.setBackground(QColor(theme.tints[4]))
        self._marked.setForeground(QColor(theme.text))

    def font(self, face: Face) -> QFont:
        """Return the font of a face."""
        return self._fonts[face]

    def line_height(self, face: Face) -> float:
        """Return the pixels from one line to the next."""
        return _FACES[face][2]

    def width(self, text: str, face: Face) -> float:
        """Return how wide a text is on one line, in pixels."""
        return self._metrics[face].horizontalAdvance(text)

    def block(
        self,
        text: str,
        face: Face,
        width: float,
        *,
        lines: int = 1,
        marks: Sequence[Mark] = (),
        right_to_left: bool | None = None,
    ) -> QTextLayout:
        """Return a text broken into at most so many lines of a width, cut with an ellipsis.

        Its direction is that of its first letter unless it is given. Line breaks and runs of spaces in it
        count as one space; ``marks`` are of the text as it was given.
        """
        if right_to_left is None:
            right_to_left = is_right_to_left(text)
        # What cannot come on these lines need not be laid out: a quote may be a whole article.
        most = int(width * lines / 2) + 16
        text = text[:most]
        key = (text, face, round(width), lines, tuple(marks), right_to_left)
        found = self._laid_out.get(key)
        if found is None:
            plain, marks = on_one_line(text, marks)
            found = self._laid_out[key] = self._lay_out(plain, face, width, lines, marks, right_to_left)
            if len(self._laid_out) > _KEPT:
                self._laid_out.popitem(last=False)
        else:
            self._laid_out.move_to_end(key)
        return found

    def draw(
        self, painter: QPainter, rect: QRectF, text: str, face: Face, colour: str, *,
        lines: int = 1, marks: Sequence[Mark] = (), right_to_left: bool | None = None,
    ) -> float:  # fmt: skip
        """Draw a text from the top of a rectangle down; return the height of the lines it took."""
        if not text or (rect.width() < 8.0 and rect.width() < self.width(text, face)):
            return 0.0
        layout = self.block(text, face, rect.width(), lines=lines, marks=marks, right_to_left=right_to_left)
        painter.setPen(QColor(colour))
        layout.draw(painter, rect.topLeft())
        return layout.lineCount() * _FACES[face][2]

    def _lay_out(
        self, text: str, face: Face, width: float, lines: int, marks: Sequence[Mark], right_to_left: bool
    ) -> QTextLayout:
        layout = self._layout_of(text, face, width, lines, marks, right_to_left)
        shown = _units_shown(layout)
        units = Utf16Map(text)
        cut = units.to_code_point(shown)
        while cut > 0 and (cut < len(text.rstrip()) or layout.lineCount() > lines):
            shortened = text[:cut].rstrip(" ,;:.…–—-") + "…"
            layout = self._layout_of(shortened, face, width, lines, marks, right_to_left)
            if _units_shown(layout) >= len(shortened.encode("utf-16-le")) // 2:
                break
            cut -= 1
        return layout

    def _layout_of(
        self, text: str, face: Face, width: float, lines: int, marks: Sequence[Mark], right_to_left: bool
    ) -> QTextLayout:
        layout = QTextLayout(text, self._fonts[face])
        layout.setCacheEnabled(True)
        option = QTextOption()
        option.setTextDirection(
            Qt.LayoutDirection.RightToLeft if right_to_left else Qt.LayoutDirection.LeftToRight
        )
        if right_to_left:
            # A text layout by itself does not align to the side on which its text begins.
            option.setAlignment(Qt.AlignmentFlag.AlignRight)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        if marks:
            layout.setFormats(self._formats(text, marks))
        metrics, height = self._metrics[face], _FACES[face][2]
        baseline = (height - metrics.height()) / 2 + metrics.ascent()
        layout.beginLayout()
        for number in range(lines):
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(width)
            line.setPosition(QPointF(0, number * height + baseline - line.ascent()))
        layout.endLayout()
        return layout

    def _formats(self, text: str, marks: Sequence[Mark]) -> list[QTextLayout.FormatRange]:
        units, formats = Utf16Map(text), []
        for start, end in marks:
            if start < len(text):
                stretch = QTextLayout.FormatRange()
                stretch.start = units.to_utf16(start)
                stretch.length = units.to_utf16(min(end, len(text))) - stretch.start
                stretch.format = self._marked
                formats.append(stretch)
        return formats


def on_one_line(text: str, marks: Sequence[Mark] = ()) -> tuple[str, tuple[Mark, ...]]:
    """Return a text with every line break or run of spaces as one space, and where its marks then stand."""
    gaps = [(gap.start() + 1, gap.end()) for gap in _GAPS.finditer(text) if gap.end() - gap.start() > 1]
    plain = _GAPS.sub(" ", text)
    if not gaps or not marks:
        return plain, tuple(marks)

    def moved(position: int) -> int:
        return position - sum(max(0, min(position, end) - begin) for begin, end in gaps)

    return plain, tuple((moved(start), moved(end)) for start, end in marks)


def _units_shown(layout: QTextLayout) -> int:
    if not layout.lineCount():
        return 0
    last = layout.lineAt(layout.lineCount() - 1)
    return last.textStart() + last.textLength()
