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
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
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
# Most texts have none of what makes words hard to find; for them Python's own expressions do, much sooner.
# Wider than need be: combining signs, scripts with such or without spaces, numbers that are no digits.
_HARD = re.compile(
    "[\u00ad\u00b2\u00b3\u00b9\u00bc-\u00be\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u0640"
    "\u064b-\u065f\u0670\u06d6-\u06ed\u0700-\u1dff\u200c-\u200f\u202a-\u202e\u2060-\u209f\u20d0-\u20ff"
    "\u2150-\u218f\u2460-\u24ff\u2776-\u2793\u2c00-\U0010ffff]"
)
_EASY_TOKEN = re.compile(r"(?<![^\W_])[^\W\d_](?:\.[^\W\d_])+(?![^\W_])\.?|[^\W_]+")
_ASCII_TOKEN = re.compile(r"(?<![a-z0-9])[a-z](?:\.[a-z])+(?![a-z0-9])\.?|[a-z0-9]+")
_COMMON_SEPARATORS = "“”‘’–—…\u00a0"  # which stand in otherwise plain English
# Lower case, and a space for all that is no letter or digit: five times as fast as an expression. What has a
# letter after a point may be an acronym or an address, and is left to the expressions.
_ASCII_PLAIN = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}
_LETTER_AFTER_POINT = re.compile(r"\.[A-Za-z]")
_WILDCARDS = re.compile(r"([*?])")
_MOST_STARS = 3
_UNSPACED_START = regex.compile(rf"[{_UNSPACED}]", regex.V1)
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
_TATWEEL = "\u0640"
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


class Reading(NamedTuple):
    """The words of a text in order, folded and as they are spelt there."""

    words: list[str]
    spelt: list[str]
    """The same words in lower case with their accents, as a stemmer wants them; the same list for English."""


def words(text: str) -> list[str]:
    """Return the folded words of a text in order: those of :func:`tokens`, sooner."""
    return read_words(text).words


def read_words(text: str) -> Reading:
    """Return the words of a text in order, folded and as they are spelt."""
    plain = _ascii_words(text)
    if plain is not None:
        return Reading(plain, plain)
    found: list[str] = []
    spelt = found
    for line in text.split("\n"):
        of_line = _read_line(line)
        if of_line.spelt is not of_line.words and spelt is found:
            spelt = found.copy()
        found += of_line.words
        if spelt is not found:
            spelt += of_line.spelt
    return Reading(found, spelt)


def places(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each of the :func:`words` of a text stands, in order; as few are looked up as are taken."""
    if text.isascii() or not _HARD.search(text):
        return map(re.Match.span, _EASY_TOKEN.finditer(text))
    return ((token.start, token.end) for token in tokens(text))


def start_of(text: str, listed: Sequence[str], at: int) -> int:
    """Return where a word of a text stands, by its number among the :func:`words` of the text."""
    if text.isascii() and not _LETTER_AFTER_POINT.search(text):
        # The so-manieth of its like, which is sooner found than all words before it are counted.
        lower, word, begin = text.lower(), listed[at], -1
        before = listed[:at].count(word) + 1
        while before and (begin := lower.find(word, begin + 1)) >= 0:
            end = begin + len(word)
            before -= not (lower[begin - 1 : begin].isalnum() or lower[end : end + 1].isalnum())
        if begin >= 0:
            return begin
    return next(islice(places(text), at, None))[0]


def _read_line(line: str) -> Reading:
    plain = line
    if not plain.isascii():
        for separator in _COMMON_SEPARATORS:
            plain = plain.replace(separator, " ")
    found = _ascii_words(plain)
    if found is not None:
        return Reading(found, found)
    if plain.isascii():
        found = [fold(word) for word in _ASCII_TOKEN.findall(plain.lower())]
        return Reading(found, found)
    if _HARD.search(line):
        listed = [(token.word, line[token.start : token.end]) for token in tokens(line)]
    else:
        listed = [(word, raw) for raw in _EASY_TOKEN.findall(line) if (word := fold(raw))]
    return Reading([word for word, _ in listed], [spelling(raw) for _, raw in listed])


def _ascii_words(text: str) -> list[str] | None:
    """Return the words of a plain English text, nothing where they are not so simply told apart."""
    if not text.isascii() or _LETTER_AFTER_POINT.search(text):
        return None
    found = text.translate(_ASCII_PLAIN).split()
    return found if max(map(len, found), default=0) <= LONGEST_WORD else None


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


def fold_pattern(text: str) -> str | None:
    """Return a word with ``*`` and ``?`` in it as its folded letters with those; nothing when it is none.

    At most three stars are kept, because comparing takes longer with each.
    """
    parts = _WILDCARDS.split(text)
    folded = [part if part in ("*", "?") else _plain(part) for part in parts]
    pattern = re.sub(r"\*[*?]*\*", "*", "".join(folded))
    stars = pattern.count("*")
    if stars > _MOST_STARS:
        head = pattern.split("*", _MOST_STARS)[:_MOST_STARS]
        pattern = "*".join(head) + "*"
    return pattern[:LONGEST_WORD] if pattern.strip("*?") else None


def wildcard(pattern: str) -> re.Pattern[str]:
    """Return the expression that fits the words of a folded pattern."""
    parts = (re.escape(part) for part in _WILDCARDS.split(pattern))
    return re.compile("".join(parts).replace(r"\*", ".*").replace(r"\?", "."))


@lru_cache(maxsize=100_000)
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


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """Return what a word is compared by; empty when nothing of it is a letter or digit."""
    if word.isascii() and "." not in word:
        return word.lower()[:LONGEST_WORD]
    plain = _plain(word)
    if "\u0600" <= plain[:1] <= "\u06ff":
        plain = _without_arabic_article(plain)
    return plain[:LONGEST_WORD]


@lru_cache(maxsize=100_000)
def spelling(word: str) -> str:
    """Return a word in lower case with its accents, without signs that are not written as a rule."""
    if word.isascii():
        return fold(word)
    composed = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", word).casefold())
    kept = "".join(letter for letter in composed if letter != _TATWEEL and not _is_left_out(letter))
    return _NOT_IN_WORDS.sub("", kept)[:LONGEST_WORD]


def is_unspaced(word: str) -> bool:
    """Say whether a folded word is one or two characters of a script without spaces."""
    return not word.isascii() and bool(_UNSPACED_START.match(word))


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
