"""Words of a text, as the index and the queries count them.

A token is found in the text as it stands, so its offsets are code points of the original; what is compared is
its *folded* form: without case, accents, Arabic vowel signs and the like. Both the index and the queries use
these functions, so whatever they do to a word they do on both sides.

Scripts written without spaces (Chinese, Japanese, Korean with its attached particles, Thai, Lao, Khmer,
Burmese) give one token per character: it and the next one. Words of those languages are then found as phrases
of such pairs, without a dictionary.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import regex

LONGEST_WORD = 64
"""Code points of a folded word that are kept; a longer one is known by its beginning."""

_UNSPACED = (
    r"\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\u30FC\u3005\u3006\u3007"
)
# Soft hyphen, joiners and direction marks stand inside words without being part of them.
_UNSEEN = r"\u00AD\u200C-\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF"
_LETTER = rf"[\p{{L}}--[{_UNSPACED}]]"
_LETTER_OR_DIGIT = rf"[[\p{{L}}\p{{N}}]--[{_UNSPACED}]]"
_INNER = rf"[[\p{{L}}\p{{N}}\p{{M}}\u0640{_UNSEEN}]--[{_UNSPACED}]]"
_TOKEN = regex.compile(
    rf"(?P<unspaced>[{_UNSPACED}][{_UNSPACED}\p{{M}}]*)"
    # U.S., u.k.: single letters with points between them are one word, as if written without the points.
    rf"|(?P<acronym>(?<![\p{{L}}\p{{N}}\p{{M}}]){_LETTER}\p{{M}}*(?:\.{_LETTER}\p{{M}}*)+(?![\p{{L}}\p{{N}}\p{{M}}])\.?)"
    rf"|(?P<word>{_LETTER_OR_DIGIT}{_INNER}*)",
    regex.V1,
)
_COMMON_SEPARATORS = "“”‘’–—…\u00a0"  # which stand in otherwise plain English
_ASCII_WORD = re.compile("[a-z0-9]+")
_ASCII_ACRONYM = re.compile(r"\b[A-Za-z]\.[A-Za-z]\b")
_CHARACTER = regex.compile(r".\p{M}*", regex.V1 | regex.DOTALL)
_NOT_IN_WORDS = regex.compile(r"[^\p{L}\p{N}\p{M}]+", regex.V1)

_LETTERS = str.maketrans(
    {
        "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th",
        # Arabic: forms of alif, ya, ta marbuta and the Persian and Urdu forms of kaf, ya and ha.
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ؤ": "و", "ئ": "ي", "ى": "ي", "ة": "ه",
        "ک": "ك", "ی": "ي", "ے": "ي", "ہ": "ه", "ھ": "ه", "ۀ": "ه",
        "\u0640": None,
    }
)  # fmt: skip
# Signs that people leave out when they write or type: accents, Hebrew points, Arabic vowels. Those of other
# scripts (Devanagari vowels, Japanese voicing marks) make another word and stay.
_LEFT_OUT = (
    (0x0300, 0x036F), (0x0591, 0x05C7), (0x0610, 0x061A), (0x064B, 0x065F), (0x0670, 0x0670),
    (0x06D6, 0x06ED), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF), (0xFE20, 0xFE2F),
)  # fmt: skip
_BREVE = "\u0306"  # й is a letter of its own, not и with an accent

# The article ال, alone or with the particles that are written to it (Larkey et al. 2002, light stemming).
_ARABIC_ARTICLES = ("وال", "بال", "كال", "فال", "ال", "لل")
_SHORTEST_ARABIC = 3


class Token(NamedTuple):
    """A word of a text: its folded form and where it stands, in code points, end exclusive."""

    word: str
    start: int
    end: int


def tokens(text: str) -> Iterator[Token]:
    """Yield the words of a text in order."""
    for match in _TOKEN.finditer(text):
        start = match.start()
        if match.lastgroup == "unspaced":
            yield from _pairs(match.group(), start)
        else:
            word = fold(match.group())
            if word:
                yield Token(word, start, match.end())


def words(text: str) -> list[str]:
    """Return the folded words of a text in order: those of :func:`tokens`, sooner."""
    found: list[str] = []
    for line in text.split("\n"):
        found += _words_of_line(line)
    return found


def _words_of_line(line: str) -> list[str]:
    for separator in _COMMON_SEPARATORS:
        line = line.replace(separator, " ")
    if not line.isascii():
        return [token.word for token in tokens(line)]
    found = _ASCII_WORD.findall(line.lower())
    if _ASCII_ACRONYM.search(line) or max(map(len, found), default=0) > LONGEST_WORD:
        return [token.word for token in tokens(line)]
    return found


def query_words(text: str) -> list[str]:
    """Return the words to look for when ``text`` is asked for.

    The same as :func:`words`, but a run of unspaced characters is asked for by its pairs alone: the last
    character on its own adds nothing to them.
    """
    found = []
    for match in _TOKEN.finditer(text):
        if match.lastgroup == "unspaced":
            pairs = [token.word for token in _pairs(match.group(), 0)]
            found += pairs[:-1] or pairs
        else:
            found.append(fold(match.group()))
    return [word for word in found if word]


@lru_cache(maxsize=500_000)
def first_character(word: str) -> str | None:
    """Return the first character of a pair of unspaced characters, under which it is findable too."""
    if word.isascii() or len(word) < 2:
        return None
    match = _TOKEN.match(word)
    if match is None or match.lastgroup != "unspaced":
        return None
    first = _CHARACTER.match(word)
    return first.group() if first is not None and first.end() < len(word) else None


def _pairs(run: str, offset: int) -> Iterator[Token]:
    spans = [match.span() for match in _CHARACTER.finditer(run)]
    for at, (start, _) in enumerate(spans):
        end = spans[min(at + 1, len(spans) - 1)][1]
        word = _plain(run[start:end])
        if word:
            yield Token(word[:LONGEST_WORD], offset + start, offset + end)


@lru_cache(maxsize=500_000)
def fold(word: str) -> str:
    """Return what a word is compared by; empty when nothing of it is a letter or digit."""
    if word.isascii() and "." not in word:
        return word.lower()[:LONGEST_WORD]
    plain = _plain(word)
    if "\u0600" <= plain[:1] <= "\u06ff":
        plain = _without_arabic_article(plain)
    return plain[:LONGEST_WORD]


def _plain(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", word).casefold())
    kept: list[str] = []
    for letter in decomposed:
        if _is_left_out(letter) and not (letter == _BREVE and kept and "\u0400" <= kept[-1] <= "\u04ff"):
            continue
        kept.append(letter)
    plain = unicodedata.normalize("NFC", "".join(kept)).translate(_LETTERS)
    plain = _NOT_IN_WORDS.sub("", plain)
    if not plain.isascii():
        plain = "".join(
            str(unicodedata.digit(letter))
            if letter.isdigit() and unicodedata.digit(letter, -1) >= 0
            else letter
            for letter in plain
        )
    return plain


def _is_left_out(letter: str) -> bool:
    code = ord(letter)
    return any(first <= code <= last for first, last in _LEFT_OUT)


def _without_arabic_article(word: str) -> str:
    for article in _ARABIC_ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= _SHORTEST_ARABIC:
            return word.removeprefix(article)
    return word
