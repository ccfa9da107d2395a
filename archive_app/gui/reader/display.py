"""The article's text as the widget holds it: the same positions, harmless characters, paragraphs of bounded
length.

A QTextDocument splits its text at more than line breaks (U+2029 and two noncharacters), and a layout gives
control characters no width or a meaning of their own. Each such character is shown as another one **of the
same length**, so that a UTF-16 position in the document is one in the article. What a person selects is
always sliced from the article.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from archive_app.model.text import LINE_BREAK, Utf16Map

_LINE_SEPARATOR = "\u2028"
_SHOWN_AS: dict[int, str] = {
    **dict.fromkeys((*range(0, 9), *range(14, 32), 127, *range(128, 160)), "�"),
    **dict.fromkeys((*range(64976, 65008), 65532, 65534, 65535, *range(55296, 57344)), "�"),
    **{ord(character): _LINE_SEPARATOR for character in "\r\x0b\x0c\x85\u2029"},
    # Qt drops a byte order mark at the beginning of a text; a word joiner is as invisible.
    0xFEFF: "\u2060",
}
_NEEDS_ANOTHER = re.compile("[" + "".join(re.escape(chr(code)) for code in _SHOWN_AS) + "]")

_LONGEST_BLOCK = 6_000  # characters laid out at once: about 1,000 words, longer than any real paragraph
_CUT_ABOUT = 4_000
_GOOD_CUT = re.compile(r"(?<=[.!?؟。])[”\"’»)]? ")
_RTL = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001eeff"
_RIGHT_TO_LEFT = re.compile(f"[{_RTL}]")
_RTL_LINE = re.compile(rf"^[\W\d_]*[{_RTL}]", re.MULTILINE)
_LTR_LINE = re.compile(rf"^[\W\d_]*[^\W\d_{_RTL}]", re.MULTILINE)


def display_text(text: str) -> str:
    """Give the text that the widget shows: as many UTF-16 units, no character that the widget would
    change."""
    if _NEEDS_ANOTHER.search(text):
        text = text.translate(_SHOWN_AS)
    return _with_long_lines_cut(text)


def has_right_to_left(text: str) -> bool:
    """Tell whether any character of a text runs from right to left."""
    return _RIGHT_TO_LEFT.search(text) is not None


def _with_long_lines_cut(text: str) -> str:
    """Break endless paragraphs at a space, for the layout only: the space becomes a line break of the same
    length.

    A stretch without any space (Chinese) stays whole.
    """
    pieces: list[str] = []
    copied = line_start = 0
    while True:
        line_end = text.find(LINE_BREAK, line_start)
        stop = len(text) if line_end < 0 else line_end
        while stop - line_start > _LONGEST_BLOCK:
            cut = _cut_in(text, line_start, stop)
            if cut < 0:
                break
            pieces += (text[copied:cut], LINE_BREAK)
            copied = line_start = cut + 1
        if line_end < 0:
            break
        line_start = line_end + 1
    return "".join((*pieces, text[copied:])) if pieces else text


def _cut_in(text: str, start: int, stop: int) -> int:
    """Where to cut: after a sentence if one ends nearby, else at any space; -1 where there is none."""
    sentence = _GOOD_CUT.search(text, start + _CUT_ABOUT, min(stop, start + _LONGEST_BLOCK))
    if sentence:
        return sentence.end() - 1
    before = text.rfind(" ", start + 1, start + _LONGEST_BLOCK)
    return before if before >= 0 else text.find(" ", start + _LONGEST_BLOCK, stop - 1)


@dataclass(frozen=True)
class Shown:
    """An article's text on show: what the widget holds and the way between its positions and the
    article's."""

    text: str
    """The article's own text; positions in it are code points."""

    @cached_property
    def display(self) -> str:
        """The text in the widget."""
        return display_text(self.text)

    @cached_property
    def units(self) -> Utf16Map:
        """The way between code points and the widget's UTF-16 units."""
        return Utf16Map(self.text)

    @cached_property
    def block_lengths(self) -> list[int]:
        """UTF-16 units of each of the widget's blocks, its closing line break included."""
        lines = self.display.split(LINE_BREAK)
        if len(self.display) == self.units.to_utf16(len(self.display)):
            return [len(line) + 1 for line in lines]
        return [len(line.encode("utf-16-le")) // 2 + 1 for line in lines]

    @cached_property
    def block_starts(self) -> list[int]:
        """Where each of the widget's blocks begins, in UTF-16 units."""
        return [0, *accumulate(self.block_lengths)][:-1]

    @cached_property
    def cut_blocks(self) -> frozenset[int]:
        """Blocks that go on in the next one: parts of a paragraph cut for the layout."""
        if self.display.count(LINE_BREAK) == self.text.count(LINE_BREAK):
            return frozenset()
        to_code_point = self.units.to_code_point
        return frozenset(
            block - 1
            for block, start in enumerate(self.block_starts)
            if block and self.text[to_code_point(start) - 1] != LINE_BREAK
        )

    @cached_property
    def paragraph_numbers(self) -> dict[int, int]:
        """The number of each paragraph that has words, from 1, by the block in which it begins."""
        numbers: dict[int, int] = {}
        for block, line in enumerate(self.display.split(LINE_BREAK)):
            if line.strip() and block - 1 not in self.cut_blocks:
                numbers[block] = len(numbers) + 1
        return numbers

    @cached_property
    def has_right_to_left_blocks(self) -> bool:
        """Whether any paragraph begins with a letter that runs from right to left."""
        return has_right_to_left(self.text) and _RTL_LINE.search(self.text) is not None

    @cached_property
    def has_left_to_right_blocks(self) -> bool:
        """Whether any paragraph begins with a letter that runs from left to right, or all lack letters."""
        return not self.has_right_to_left_blocks or _LTR_LINE.search(self.text) is not None

    def block_of(self, units: int) -> int:
        """Find the block that holds a UTF-16 position."""
        return bisect_right(self.block_starts, units) - 1

    def to_units(self, start: int, end: int) -> tuple[int, int]:
        """Turn a range of code points, kept inside the text, into UTF-16 units."""
        length = len(self.text)
        first = self.units.to_utf16(min(max(start, 0), length))
        return first, self.units.to_utf16(min(max(end, start, 0), length))

    def to_code_points(self, start: int, end: int) -> tuple[int, int]:
        """Turn a range of UTF-16 units into code points; half a character counts as the whole."""
        last = self.units.to_code_point(end)
        if self.units.to_utf16(last) < end:
            last += 1
        return self.units.to_code_point(start), last
