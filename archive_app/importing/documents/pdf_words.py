"""The words of a PDF's page and where they stand, as pdfium finds them.

Only here is pdfium asked for text. Positions are points of 1/72 inch from the left and the bottom edge of the
page as it is shown, whichever way it lies in the file.
"""

import ctypes
import math
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import pypdfium2.raw as pdfium
from pypdfium2 import PdfPage

_SPACES = frozenset((0x09, 0x0A, 0x0D, 0x20, 0xA0, 0x2028, 0x2029, 0x3000))
_LINE_END_HYPHEN = 2
"""What pdfium gives for a hyphen at the end of a line."""
_BULLETS = re.compile("[\uf0b7\uf0a7\uf0d8\uf0fc\uf076\uf06c\uf06e]")
"""What Word's symbol fonts have as list marks."""
_NO_LETTERS = re.compile("[\x00-\x1f\ufffd-\uffff]")
_ODD = re.compile("[\x00-\x1f\ue000-\uf8ff\ufffd-\uffff]")
"""Characters without a meaning that everybody knows."""
_SPELT_OUT = re.compile("[\ufb00-\ufb06\ufb13-\ufb17\ufb1d-\ufdff\ufe70-\ufefc\u2c2f]")
_SHAPES = {
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st",
    "\ufb06": "st",
}  # fmt: skip
_DOWNWARD_SCRIPT = re.compile("[\u3001\u3002\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_BOLD_NAME = re.compile(rb"bold|black|heavy|demi", re.IGNORECASE)
_BOLD_WEIGHT = 600
_APART = 0.5
"""How far apart two characters of a word may be, in font sizes."""
_UPRIGHT = 0.1
"""How many radians off a line may run and still count as level."""


@dataclass(frozen=True, slots=True)
class Word:
    """Characters that stand together."""

    text: str
    left: float
    right: float
    base: float
    """Its baseline."""
    size: float
    """Its letters' size as it is shown."""
    is_bold: bool = False
    is_turned: bool = False
    """Whether it does not run level, as the stamp in a margin does."""


@dataclass(frozen=True, slots=True)
class PageWords:
    """All words of a page, in the order in which the file has them."""

    width: float
    height: float
    words: tuple[Word, ...]
    illegible: float = 0.0
    """The part of its characters for which the file does not say what letters they are."""


@dataclass(slots=True)
class _Begun:
    left: float
    right: float
    bottom: float
    top: float
    codes: list[int]
    first: int
    """The index of its first character."""


def page_words(page: PdfPage) -> PageWords:
    """Read the words of a page; those outside of what is shown of it are left out."""
    width, height = page.get_size()
    turned = page.get_rotation()
    shown = _shown(turned, page.get_bbox())
    text_page = page.get_textpage()
    try:
        begun = _begun_words(text_page.raw, shown)
        details = _Details(text_page.raw, shown, turned)
        words = [details.word(each) for each in begun]
    finally:
        text_page.close()
    illegible = details.illegible / max(1, sum(len(each.codes) for each in begun))
    if _is_vertical(begun):
        laid = (_laid_level(word, each, height) for word, each in zip(words, begun, strict=True))
        return PageWords(height, width, tuple(word for word in laid if word.text), illegible)
    visible = (
        word
        for word in words
        if word.text and word.right > -1 and word.left < width + 1 and -1 < word.base < height
    )
    return PageWords(width, height, tuple(visible), illegible)


def _is_vertical(begun: Sequence[_Begun]) -> bool:
    """Whether the page is Chinese or Japanese whose lines run down, the first at the right."""
    letters = "".join(chr(code) for word in begun for code in word.codes)
    if 2 * len(_DOWNWARD_SCRIPT.findall(letters)) < len(letters):
        return False
    down = sum(len(word.codes) for word in begun if word.top - word.bottom > 1.5 * (word.right - word.left))
    steps = sum(
        abs(word.left - before.left) < 1
        and 0 < before.bottom - word.bottom < 2.5 * (before.top - before.bottom)
        for before, word in pairwise(begun)
    )
    return down + steps > 0.5 * len(letters)


def _laid_level(word: Word, begun: _Begun, height: float) -> Word:
    return replace(
        word, left=height - begun.top, right=height - begun.bottom, base=begun.left, is_turned=False
    )


_Point = Callable[[float, float], tuple[float, float]]


def _shown(rotation: int, box: tuple[float, float, float, float]) -> _Point:
    left, bottom, right, top = box
    return {
        90: lambda x, y: (y - bottom, right - x),
        180: lambda x, y: (right - x, top - y),
        270: lambda x, y: (top - y, x - left),
    }.get(rotation, lambda x, y: (x - left, y - bottom))


def _begun_words(text: object, shown: _Point) -> list[_Begun]:
    """Divide the characters of a page at spaces and line ends, and where two stand apart without any."""
    boxes = _Boxes(text, shown)
    codes = [pdfium.FPDFText_GetUnicode(text, index) for index in range(pdfium.FPDFText_CountChars(text))]
    words: list[_Begun] = []
    start = 0
    for place, code in enumerate((*codes, 0x20)):
        if code in _SPACES or code == _LINE_END_HYPHEN:
            end = place + (code == _LINE_END_HYPHEN)
            if end > start:
                words += boxes.words(codes[start:end], start)
            start = place + 1
    return words


class _Boxes:
    """Asks pdfium where characters stand: of a word only its ends, where these agree."""

    def __init__(self, text: object, shown: _Point) -> None:
        self._text = text
        self._shown = shown
        self._box = pdfium.FS_RECTF()
        self._reference = ctypes.byref(self._box)

    def words(self, codes: list[int], first: int) -> list[_Begun]:
        whole = self._begun(codes, first)
        if len(codes) > 1:
            last = self._begun(codes, first + len(codes) - 1)
            height = whole.top - whole.bottom
            is_level = abs(last.bottom - whole.bottom) + abs(last.top - whole.top) < 0.1 * height
            if not is_level or not 0 < last.right - whole.left < 1.1 * height * len(codes):
                return self._one_by_one(codes, first)
            whole.right = last.right
        return [whole]

    def _one_by_one(self, codes: list[int], first: int) -> list[_Begun]:
        words: list[_Begun] = []
        for place, code in enumerate(codes):
            begun = self._begun([code], first + place)
            if not words or not _touch(words[-1], begun):
                words.append(begun)
                continue
            word = words[-1]
            word.codes.append(code)
            word.left, word.right = min(word.left, begun.left), max(word.right, begun.right)
            word.bottom, word.top = min(word.bottom, begun.bottom), max(word.top, begun.top)
        return words

    def _begun(self, codes: list[int], index: int) -> _Begun:
        pdfium.FPDFText_GetLooseCharBox(self._text, index, self._reference)
        box = self._box
        left, bottom = self._shown(box.left, box.bottom)
        right, top = self._shown(box.right, box.top)
        return _Begun(min(left, right), max(left, right), min(bottom, top), max(bottom, top), codes, index)


def _touch(word: _Begun, begun: _Begun) -> bool:
    width, height = begun.right - begun.left, begun.top - begun.bottom
    apart = max(
        begun.left - word.right, word.left - begun.right, begun.bottom - word.top, word.bottom - begun.top
    )
    return apart < _APART * (height if height < width else width + height)


@dataclass(frozen=True, slots=True)
class _Style:
    size: float
    is_bold: bool
    is_turned: bool
    is_mapped: bool
    """Whether the file says which letters its characters are."""


class _Details:
    """Asks pdfium what holds for a whole word, once for all words of a line that are set in one go."""

    def __init__(self, text: object, shown: _Point, rotation: int) -> None:
        self._text = text
        self._shown = shown
        self._turn = math.radians(rotation)
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._at = ctypes.byref(self._x), ctypes.byref(self._y)
        self._matrix = pdfium.FS_MATRIX()
        self._name = ctypes.create_string_buffer(100)
        self._flags = ctypes.c_int()
        self._styles: dict[int, _Style] = {}
        self.illegible = 0
        """How many characters there are for which the file does not say what letters they are."""

    def word(self, begun: _Begun) -> Word:
        base = begun.bottom
        if pdfium.FPDFText_GetCharOrigin(self._text, begun.first, *self._at):
            base = self._shown(self._x.value, self._y.value)[1]
        style = self._style(begun)
        letters = self._letters(begun, style)
        return Word(letters, begun.left, begun.right, base, style.size, style.is_bold, style.is_turned)

    def _style(self, begun: _Begun) -> _Style:
        shown = pdfium.FPDFText_GetTextObject(self._text, begun.first)
        key = ctypes.addressof(shown.contents) if shown else -begun.first
        if key not in self._styles:
            angle = pdfium.FPDFText_GetCharAngle(self._text, begun.first) + self._turn
            self._styles[key] = _Style(
                self._size(begun),
                self._is_bold(begun.first),
                abs(math.remainder(angle, math.tau)) > _UPRIGHT,
                pdfium.FPDFText_HasUnicodeMapError(self._text, begun.first) != 1,
            )
        return self._styles[key]

    def _letters(self, begun: _Begun, style: _Style) -> str:
        codes = begun.codes
        if codes[-1] == _LINE_END_HYPHEN and (
            pdfium.FPDFText_IsHyphen(self._text, begun.first + len(codes) - 1) == 1
        ):
            codes[-1] = ord("-")
        text = "".join(map(chr, codes))
        if not style.is_mapped:
            self.illegible += len(codes)
        if _ODD.search(text):
            if style.is_mapped:
                self.illegible += len(_ODD.findall(text))
            text = _NO_LETTERS.sub("", _BULLETS.sub("•", text))
        return spelt_out(text)

    def _size(self, begun: _Begun) -> float:
        size = float(pdfium.FPDFText_GetFontSize(self._text, begun.first))
        # Many programs set every text in size 1 and enlarge it.
        if pdfium.FPDFText_GetMatrix(self._text, begun.first, ctypes.byref(self._matrix)):
            size *= math.hypot(self._matrix.c, self._matrix.d)
        return size if size > 0 else max(begun.top - begun.bottom, 1.0)

    def _is_bold(self, index: int) -> bool:
        if pdfium.FPDFText_GetFontWeight(self._text, index) >= _BOLD_WEIGHT:
            return True
        flags = ctypes.byref(self._flags)
        used = pdfium.FPDFText_GetFontInfo(self._text, index, self._name, len(self._name), flags)
        return used <= len(self._name) and _BOLD_NAME.search(self._name.value) is not None


def spelt_out(text: str) -> str:
    """Write letters that a font draws as one, and the forms Arabic letters take in a word, as what they are.

    >>> spelt_out("o\ufb03ce")
    'office'
    """
    return _SPELT_OUT.sub(lambda found: _letters(found[0]), text)


def _letters(shape: str) -> str:
    return _SHAPES.get(shape) or unicodedata.normalize("NFKC", shape)
