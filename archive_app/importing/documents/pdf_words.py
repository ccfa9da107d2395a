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
_BULLETS = frozenset((0xF0B7, 0xF0A7, 0xF0D8, 0xF0FC, 0xF076, 0xF06C, 0xF06E))
"""What Word's symbol fonts have as list marks."""
_PRIVATE = range(0xE000, 0xF900)
_SPELT_OUT = re.compile("[\ufb00-\ufb06\ufb13-\ufb17\ufb1d-\ufdff\ufe70-\ufefc\u2c2f]")
_SHAPES = {
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st",
    "\ufb06": "st",
}  # fmt: skip
_DOWNWARD_SCRIPT = re.compile("[\u3001\u3002\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_BOLD_NAME = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
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
    characters: list[str]
    first: int
    """The index of its first character."""


def page_words(page: PdfPage) -> PageWords:
    """Read the words of a page; those outside of what is shown of it are left out."""
    width, height = page.get_size()
    turned = page.get_rotation()
    shown = _shown(turned, page.get_bbox())
    text_page = page.get_textpage()
    try:
        begun, illegible = _begun_words(text_page.raw, shown)
        words = [_word(text_page.raw, each, shown, turned) for each in begun]
    finally:
        text_page.close()
    visible = (
        word for word in words if word.right > -1 and word.left < width + 1 and -1 < word.base < height
    )
    if _is_vertical(begun):
        laid = (_laid_level(word, each, height) for word, each in zip(words, begun, strict=True))
        return PageWords(height, width, tuple(laid), illegible)
    return PageWords(width, height, tuple(visible), illegible)


def _is_vertical(begun: Sequence[_Begun]) -> bool:
    """Whether the page is Chinese or Japanese whose lines run down, the first at the right."""
    letters = "".join(character for word in begun for character in word.characters)
    if 2 * len(_DOWNWARD_SCRIPT.findall(letters)) < len(letters):
        return False
    down = sum(
        len(word.characters) for word in begun if word.top - word.bottom > 1.5 * (word.right - word.left)
    )
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


def _begun_words(text: object, shown: _Point) -> tuple[list[_Begun], float]:
    box = pdfium.FS_RECTF()
    reference = ctypes.byref(box)
    words: list[_Begun] = []
    word: _Begun | None = None
    seen = illegible = 0
    for index in range(pdfium.FPDFText_CountChars(text)):
        code = pdfium.FPDFText_GetUnicode(text, index)
        if code in _SPACES:
            word = None
            continue
        seen += 1
        character, is_legible = _character(text, index, code)
        illegible += not is_legible
        if not character:
            continue
        pdfium.FPDFText_GetLooseCharBox(text, index, reference)
        x, y = shown(box.left, box.bottom)
        across, up = shown(box.right, box.top)
        left, right = (x, across) if x <= across else (across, x)
        bottom, top = (y, up) if y <= up else (up, y)
        if word is not None and max(
            left - word.right, word.left - right, bottom - word.top, word.bottom - top
        ) < _APART * min(top - bottom, right - left + top - bottom):
            word.characters.append(character)
            word.left, word.right = min(left, word.left), max(right, word.right)
            word.bottom, word.top = min(bottom, word.bottom), max(top, word.top)
        else:
            word = _Begun(left, right, bottom, top, [character], index)
            words.append(word)
        if code == _LINE_END_HYPHEN:
            word = None
    return words, illegible / seen if seen else 0.0


def _character(text: object, index: int, code: int) -> tuple[str, bool]:
    if code == _LINE_END_HYPHEN and pdfium.FPDFText_IsHyphen(text, index) == 1:
        return "-", True
    if code in _BULLETS:
        return "•", True
    if code < 0x20 or code in (0xFFFD, 0xFFFE, 0xFFFF):
        return "", False
    is_known = code not in _PRIVATE and pdfium.FPDFText_HasUnicodeMapError(text, index) != 1
    return chr(code), is_known


def _word(text: object, begun: _Begun, shown: _Point, rotation: int) -> Word:
    x, y = ctypes.c_double(), ctypes.c_double()
    base = begun.bottom
    if pdfium.FPDFText_GetCharOrigin(text, begun.first, ctypes.byref(x), ctypes.byref(y)):
        base = shown(x.value, y.value)[1]
    angle = pdfium.FPDFText_GetCharAngle(text, begun.first) + math.radians(rotation)
    return Word(
        spelt_out("".join(begun.characters)),
        begun.left,
        begun.right,
        base,
        _size(text, begun),
        _is_bold(text, begun.first),
        abs(math.remainder(angle, math.tau)) > _UPRIGHT,
    )


def _size(text: object, begun: _Begun) -> float:
    size = float(pdfium.FPDFText_GetFontSize(text, begun.first))
    matrix = pdfium.FS_MATRIX()
    # Many programs set every text in size 1 and enlarge it.
    if pdfium.FPDFText_GetMatrix(text, begun.first, ctypes.byref(matrix)):
        size *= math.hypot(matrix.c, matrix.d)
    return size if size > 0 else max(begun.top - begun.bottom, 1.0)


def _is_bold(text: object, index: int) -> bool:
    if pdfium.FPDFText_GetFontWeight(text, index) >= _BOLD_WEIGHT:
        return True
    name = ctypes.create_string_buffer(100)
    pdfium.FPDFText_GetFontInfo(text, index, name, 100, ctypes.byref(ctypes.c_int()))
    return _BOLD_NAME.search(name.value.decode("utf-8", "replace")) is not None


def spelt_out(text: str) -> str:
    """Write letters that a font draws as one, and the forms Arabic letters take in a word, as what they are.

    >>> spelt_out("o\ufb03ce")
    'office'
    """
    return _SPELT_OUT.sub(lambda found: _letters(found[0]), text)


def _letters(shape: str) -> str:
    return _SHAPES.get(shape) or unicodedata.normalize("NFKC", shape)
