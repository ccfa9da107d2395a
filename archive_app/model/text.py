"""What an article's text is: one canonical form, and positions in it.

Everything in the archive points into texts by **Unicode code points** counted from 0, end exclusive. Python's
own string positions are exactly that. Qt and DNA count UTF-16 code units instead, where a character beyond
U+FFFF (an emoji, a rare ideograph) counts two; `Utf16Map` goes between the two counts.
"""

import hashlib
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable
from itertools import islice

LINE_BREAK = "\n"
"""The one character that separates paragraphs in a canonical text; no sentence crosses it."""

_REPLACEMENT = "\ufffd"
_BYTE_ORDER_MARK = "\ufeff"
_INVISIBLE_SPACES = "\u200b\u2060\ufeff"
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")

# What people leave out when they write or type: accents, Hebrew points, Arabic vowels. Marks of other scripts
# (Devanagari vowels, Japanese voicing) make another word and stay.
_LEFT_OUT = (
    (0x0300, 0x036F), (0x0591, 0x05C7), (0x0610, 0x061A), (0x064B, 0x065F), (0x0670, 0x0670),
    (0x06D6, 0x06ED), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF), (0xFE00, 0xFE0F),
    (0xFE20, 0xFE2F),
)  # fmt: skip
_BREVE = "\u0306"  # й is a letter of its own, not и with an accent

# Scripts written without spaces between words: every character counts as a word of its own.
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003ffff"
_COUNTED_WORD = re.compile(rf"[{_UNSPACED}]|\w[^\s{_UNSPACED}]*")


def canonical(text: str) -> str:
    """Bring a decoded text into the one form that the archive stores and that positions refer to.

    - CRLF and lone CR become LF;
    - the text is brought to Unicode NFC;
    - a byte order mark at the start is dropped;
    - NUL and lone surrogates become U+FFFD, because neither SQLite's functions nor UTF-8 can carry them
      (two surrogates that form a pair become their character).

    Everything else is kept: no-break spaces, U+2028 and U+2029, form feeds, zero-width characters, trailing
    spaces. The result does not change when it is made canonical again.
    """
    text = (
        text.removeprefix(_BYTE_ORDER_MARK)
        .replace("\r\n", "\n")
        .replace("\r", "\n")
        .replace("\0", _REPLACEMENT)
    )
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return unicodedata.normalize("NFC", text).removeprefix(_BYTE_ORDER_MARK)


def canonical_positions(text: str, positions: Iterable[int]) -> list[int]:
    """Give the positions in ``canonical(text)`` of positions in a decoded text, in ascending order.

    One within what becomes a single character (CR and LF, a letter and its accent) means the beginning of
    that.

    >>> canonical_positions("a\r\nb", [0, 2, 3])
    [0, 1, 2]
    """
    found: list[int] = []
    done = length = 0
    for position in sorted(positions):
        start = max(done, _start_of_character(text, min(position, len(text))))
        # A byte order mark is dropped at the start of the whole text only.
        length += len(canonical("x" + text[done:start])) - 1 if done else len(canonical(text[:start]))
        found.append(length)
        done = start
    return found


def _start_of_character(text: str, position: int) -> int:
    while 0 < position < len(text) and _belongs_to_the_one_before(text, position):
        position -= 1
    return position if text[:position].strip(_BYTE_ORDER_MARK) else 0


def _belongs_to_the_one_before(text: str, position: int) -> bool:
    before, character = text[position - 1], text[position]
    if character < "\u0300":
        return character == "\n" and before == "\r"
    if "\ud800" <= before <= "\udbff" and "\udc00" <= character <= "\udfff":
        return True
    if unicodedata.combining(character):
        return True
    # Some letters, such as those of Hangul, become one with up to two before them.
    window = text[max(0, position - 3) : position]
    apart = unicodedata.normalize("NFC", window) + unicodedata.normalize("NFC", character)
    return unicodedata.normalize("NFC", window + character) != apart


def fold_whitespace(text: str) -> str:
    """Write every run of white space as one space, none at the ends: two texts that differ only there fold
    alike.

    White space is what Unicode calls so (no-break space, U+2028 and line breaks included) and the invisible
    zero-width space, word joiner and byte order mark.
    """
    for space in _INVISIBLE_SPACES:
        text = text.replace(space, " ")
    return " ".join(text.split())


def without_accents(decomposed: str) -> str:
    """Leave out of a decomposed text (NFD or NFKD) the marks that people leave out when they type."""
    if decomposed.isascii():
        return decomposed
    kept: list[str] = []
    for letter in decomposed:
        is_letter_of_its_own = letter == _BREVE and kept and "\u0400" <= kept[-1] <= "\u04ff"
        if is_letter_of_its_own or not any(first <= ord(letter) <= last for first, last in _LEFT_OUT):
            kept.append(letter)
    return "".join(kept)


def text_digest(text: str) -> str:
    """Give the SHA-256 of a text's UTF-8 form, in hexadecimal.

    Raises `UnicodeEncodeError` for a text with lone surrogates; a canonical text has none.
    """
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def word_count(text: str, *, most: int | None = None) -> int:
    """Count the words of a text: stretches between white space that hold a letter or digit.

    Chinese and Japanese characters count one each, as newsrooms count them. With ``most`` no more are counted
    than that.
    """
    if most is not None:
        return sum(1 for _ in islice(_COUNTED_WORD.finditer(text), most))
    return len(_COUNTED_WORD.findall(text))


class Utf16Map:
    """Translates positions of one text between code points and UTF-16 code units.

    Building it takes one pass over the text; each look-up is a bisection among the characters beyond U+FFFF,
    of which most texts have none.
    """

    __slots__ = ("_astral", "_astral_units")

    def __init__(self, text: str) -> None:
        self._astral: list[int] = []
        if len(text.encode("utf-16-le", "surrogatepass")) != 2 * len(text):
            self._astral = [match.start() for match in _ASTRAL.finditer(text)]
        self._astral_units = [position + index for index, position in enumerate(self._astral)]

    def to_utf16(self, position: int) -> int:
        """Give the UTF-16 position of a code point position."""
        return position + bisect_left(self._astral, position) if self._astral else position

    def to_code_point(self, units: int) -> int:
        """Give the code point position of a UTF-16 position.

        A position between the two halves of a character means the position before that character.
        """
        return units - bisect_left(self._astral_units, units) if self._astral_units else units
