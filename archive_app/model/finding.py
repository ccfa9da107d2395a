"""Finding words in one text: whatever their case and accents, each place exact to the code point.

The text is *folded*, so that what people write in several ways becomes one, and each folded character knows
where it came from. Folding takes away case, accents, Arabic and Hebrew vowel signs, soft hyphens and the
like; it brings Arabic letters, quotation marks, dashes, digits and blanks to one form each. A line break
stays one: nothing is found across it.
"""

import heapq
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

import regex

from archive_app.model.segments import paragraph_at, sentence_at, trim
from archive_app.model.text import LINE_BREAK, canonical, without_accents

Range = tuple[int, int]
"""Start and end in code points, end exclusive."""

_LETTERS = str.maketrans(
    {
        "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th",
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ؤ": "و", "ئ": "ي", "ى": "ي", "ة": "ه",
        "ک": "ك", "ی": "ي", "ے": "ي", "ہ": "ه", "ھ": "ه", "ۀ": "ه",
        "\u0640": None,
        **dict.fromkeys("‘’‚‛ʼʻ`´′", "'"), **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
    }
)  # fmt: skip

# Scripts in which a word does not end where a letter follows: written without spaces, or, as Korean, with
# particles at the word.
_UNSPACED = (
    r"\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\u30FC\u3005\u3006\u3007"
)
_IN_WORD = regex.compile(rf"(?V1)[[\p{{L}}\p{{N}}\p{{M}}_\u200c\u200d]--[{_UNSPACED}]]")
_CHARACTER = regex.compile(r"\X")
_COMMON_SIGNS = "“”‘’–—…\u00a0"  # which stand in otherwise plain English
_ASCII_WORD = re.compile("[a-z0-9]+")
# Arabic particles and the article are written to the word that they belong to: “and Haftar” is one word.
_PARTICLES = frozenset(
    one + article for one in ("", "و", "ف", "ب", "ل", "ك", "وب", "ول", "فب", "فل") for article in ("", "ال")
) | {"لل", "ولل", "فلل"}
_LONGEST_PARTICLES = max(map(len, _PARTICLES))
_LONGEST_ACRONYM = 6


class Scope(StrEnum):
    """How much of the text around a find is meant."""

    WORDS = "words"
    SENTENCE = "sentence"
    PARAGRAPH = "paragraph"


@dataclass(frozen=True)
class Folded:
    """A text with its folded form, and the way back from one to the other."""

    text: str
    """As it stands; ranges are in its code points."""
    plain: str
    """What is compared."""
    _plain_at: list[int] = field(repr=False)
    _text_at: list[int] = field(repr=False)
    _widths: list[int] = field(repr=False)
    """Code points of the text that become one stretch of the folded one; 0 where each becomes one."""

    def range_of(self, start: int, end: int) -> Range:
        """Return where a stretch of the folded text, not empty, stands in the text."""
        first = bisect_right(self._plain_at, start) - 1
        last = bisect_right(self._plain_at, end - 1) - 1
        begin, stop = self._text_at[first], self._text_at[last]
        if not self._widths[first]:
            begin += start - self._plain_at[first]
        stop += self._widths[last] or end - self._plain_at[last]
        return begin, stop


@dataclass(frozen=True)
class Wanted:
    """Something to find."""

    plain: str
    """Folded."""
    is_acronym: bool = False
    """Whether only capitals count: “US” is not “us”."""


@dataclass(frozen=True)
class Place:
    """A stretch of a text with the finds in it; all in code points of the text."""

    start: int
    end: int
    hits: tuple[Range, ...]


def fold(text: str) -> Folded:
    """Fold a text and note where each stretch of it came from."""
    table = {ord(character): fold_character(character) for character in set(text)}
    uneven = "".join(re.escape(chr(code)) for code, plain in table.items() if len(plain) != 1)
    pattern = re.compile(rf"\s{{2,}}|[{uneven}]" if uneven else r"\s{2,}")
    pieces: list[str] = []
    plain_at: list[int] = []
    text_at: list[int] = []
    widths: list[int] = []
    copied = length = 0

    def add(start: int, plain: str, width: int) -> None:
        nonlocal length
        pieces.append(plain)
        plain_at.append(length)
        text_at.append(start)
        widths.append(width)
        length += len(plain)

    for match in pattern.finditer(text):
        if match.start() > copied:
            add(copied, text[copied : match.start()].translate(table), 0)
        run = match.group()
        plain = table[ord(run)] if len(run) == 1 else LINE_BREAK if LINE_BREAK in run else " "
        add(match.start(), plain, len(run))
        copied = match.end()
    if copied < len(text) or not pieces:
        add(copied, text[copied:].translate(table), 0)
    return Folded(text, "".join(pieces), plain_at, text_at, widths)


@lru_cache(maxsize=65_536)
def fold_character(character: str) -> str:
    """Return what a character is compared by: one, several (ß) or, for an accent, none."""
    if character == LINE_BREAK:
        return LINE_BREAK
    if character.isspace():
        return " "
    if unicodedata.category(character) == "Cf":
        return ""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    plain = unicodedata.normalize("NFC", without_accents(decomposed)).translate(_LETTERS)
    if not plain.isascii():
        plain = "".join(str(unicodedata.digit(letter, letter)) for letter in plain)
    return plain


def wanted(words: str) -> tuple[Wanted, ...]:
    """Return what to find for words that were typed; nothing for blanks."""
    plain = fold(canonical(words).strip()).plain.strip()
    return (Wanted(plain),) if plain else ()


def wanted_names(names: Iterable[str]) -> tuple[Wanted, ...]:
    """Return what to find for the names of an actor; acronyms count in capitals only."""
    found: dict[str, bool] = {}
    for name in names:
        for each in wanted(name):
            letters = [letter for letter in name if letter.isalpha()]
            is_acronym = 0 < len(letters) <= _LONGEST_ACRONYM and all(map(str.isupper, letters))
            # Where the same name is also written small, it is found small.
            known = found.get(each.plain)
            found[each.plain] = is_acronym and (known is None or known)
    return tuple(Wanted(plain, is_acronym) for plain, is_acronym in found.items())


def find(
    folded: Folded, sought: Sequence[Wanted], *, whole_words: bool = False, limit: int | None = None
) -> list[Range]:
    """Find every place of any of these, in the order of the text, apart; of those that begin together the
    longest.

    A place never splits a letter from its marks, or an emoji. ``whole_words`` leaves out what goes on with
    more letters; in scripts without spaces it asks for nothing, and Arabic particles before the word count
    as apart from it.
    """
    longest_first = sorted(sought, key=lambda each: -len(each.plain))
    found: list[Range] = []
    after = last = 0
    for start in heapq.merge(*(_starts(folded.plain, each.plain) for each in longest_first)):
        if start < after:
            continue
        for each in longest_first:
            end = start + len(each.plain)
            if not folded.plain.startswith(each.plain, start):
                continue
            place = _whole_characters(folded.text, *folded.range_of(start, end))
            if place[0] >= last and _fits(folded.text, place, each, whole_words):
                found.append(place)
                after, last = end, place[1]
                break
        if limit is not None and len(found) >= limit:
            break
    return found


def may_hold(text: str, sought: Sequence[Wanted]) -> bool:
    """Say, sooner than folding could, whether any of these may be found in a text; True where in doubt."""
    for sign in _COMMON_SIGNS:
        text = text.replace(sign, " ")
    if not text.isascii():
        return True
    small = text.lower()
    # Blanks and quotation marks may be others than those looked for, so words alone are compared.
    return any(all(word in small for word in _ASCII_WORD.findall(each.plain)) for each in sought)


def places(text: str, hits: Iterable[Range], scope: Scope) -> list[Place]:
    """Return the words, sentences or paragraphs in which finds lie, each once, without white space around
    them."""
    around = {Scope.WORDS: trim, Scope.SENTENCE: sentence_at, Scope.PARAGRAPH: paragraph_at}[scope]
    found: dict[Range, list[Range]] = {}
    for start, end in hits:
        stretch = around(text, start, end)
        if stretch[0] < stretch[1]:
            found.setdefault(stretch, []).append((start, end))
    return [Place(*stretch, tuple(inside)) for stretch, inside in found.items()]


def _starts(plain: str, words: str) -> Iterator[int]:
    at = plain.find(words)
    while at >= 0:
        yield at
        at = plain.find(words, at + 1)


def _fits(text: str, place: Range, sought: Wanted, whole_words: bool) -> bool:
    start, end = place
    if sought.is_acronym and text[start:end].upper() != text[start:end]:
        return False
    return not whole_words or (_begins_word(text, start) and _ends_word(text, end))


def _begins_word(text: str, start: int) -> bool:
    if start == 0 or not (_is_in_word(text[start - 1]) and _is_in_word(text[start])):
        return True
    begin = start
    while begin > 0 and _is_in_word(text[begin - 1]):
        begin -= 1
        if start - begin > 2 * _LONGEST_PARTICLES:
            return False
    return fold(text[begin:start]).plain in _PARTICLES


def _ends_word(text: str, end: int) -> bool:
    return end == len(text) or not (_is_in_word(text[end - 1]) and _is_in_word(text[end]))


@lru_cache(maxsize=65_536)
def _is_in_word(character: str) -> bool:
    return _IN_WORD.match(character) is not None


def _whole_characters(text: str, start: int, end: int) -> Range:
    """Grow a range to whole characters: letters with their marks, emoji of several code points."""
    if start > 0 and not (text[start].isascii() or text[start - 1].isascii()):
        start = _character_around(text, start)[0]
    if end < len(text) and not text[end].isascii():
        first, last = _character_around(text, end)
        end = last if first < end else end
    return start, end


def _character_around(text: str, position: int) -> Range:
    begin = position
    while begin > max(0, position - 40):
        begin -= 1
        if text[begin].isspace():
            break
    for match in _CHARACTER.finditer(text, begin, min(len(text), position + 40)):
        if match.end() > position:
            return match.start(), match.end()
    return position, position + 1
