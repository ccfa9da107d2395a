"""Undoing hyphenation: which hyphens at the end of a line are the word's own.

There is no dictionary. A word that stands elsewhere in the same text, whole or with its hyphen, decides; then
a few rules for hyphens that no program sets: before a capital or a figure, in numerals, in “Innen- und
Außenpolitik”, in “dit-il”.
"""

import re
from collections import Counter
from collections.abc import Iterable

SOFT = "\u00ad"
HYPHENS = "-\u2010"
"""Those that may end a line; U+2011, which never breaks one, is always the word's own."""

_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011'’][^\W\d_]+)*")
_LAST = re.compile(r"[^\W_]+(?:[-\u2010\u2011'’][^\W_]+)*(?=[-\u2010\u00ad]$)")
_FIRST = re.compile(r"^[^\W_]+(?:[-\u2010\u2011'’][^\W_]+)*")
_UNSPACED = re.compile("[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uffee]")


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


_TENS = _words(
    "twenty thirty forty fifty sixty seventy eighty ninety vingt trente quarante cinquante soixante quatre"
)
_ONES = _words(
    "one two three four five six seven eight nine first second third fourth fifth sixth seventh eighth ninth "
    "deux trois quatre cinq sept huit neuf dix vingt vingts vingt-dix"
)
_JOINED_BY_HYPHEN = _words(
    "aligned allied backed based born brokered called controlled led owned related speaking sponsored style"
)
"""Ends of English compounds that are no ends of words: “Russian-backed”."""
_ALWAYS_HYPHENATED = _words("self vice quasi")
_SUSPENDED_BEFORE = _words("und oder sowie bzw bis and or och og")
_FRENCH_PRONOUNS = _words("je tu il elle on nous vous ils elles ce ci là moi toi lui leur y en même mêmes t")


def touch(text: str, following: str) -> bool:
    """Whether no space belongs between two stretches, because both are of a script without spaces."""
    return bool(text and following and _UNSPACED.match(text[-1]) and _UNSPACED.match(following[0]))


class Vocabulary:
    """The words of a text, by which its own hyphens are known."""

    def __init__(self, lines: Iterable[str], language: str = "") -> None:
        self._language = language
        self._whole: Counter[str] = Counter()
        for line in lines:
            # The halves of words at the ends of lines say nothing.
            words = [found.group().casefold() for found in _WORD.finditer(line.rstrip(HYPHENS + SOFT))]
            self._whole.update(words)

    def joined(self, text: str, following: str) -> str:
        """Join a line to the one before it, both of one paragraph, undoing a hyphen where it was set.

        >>> Vocabulary([]).joined("the govern-", "ment of Al-")
        'the government of Al-'
        """
        if not text or not following:
            return text + following
        if text[-1] == SOFT:
            return text.rstrip(SOFT) + following
        if text[-1] not in HYPHENS:
            return text + following if touch(text, following) else f"{text} {following}"
        last, first = _LAST.search(text), _FIRST.match(following)
        if last is None:  # a dash between words, or a list mark
            return f"{text} {following}"
        if first is None:
            return text + following
        if self._is_suspended(last[0], first[0]):
            return f"{text} {following}"
        return (text if self._is_own(last[0], first[0]) else text[:-1]) + following

    def _is_suspended(self, last: str, first: str) -> bool:
        return first in _SUSPENDED_BEFORE and (last + first).casefold() not in self._whole

    def _is_own(self, last: str, first: str) -> bool:
        if not first[0].islower() or last[-1].isdigit():
            return True
        whole, hyphenated = (last + first).casefold(), f"{last}-{first}".casefold()
        if self._whole[whole] != self._whole[hyphenated]:
            return self._whole[hyphenated] > self._whole[whole]
        before, after = last.casefold(), first.casefold()
        if (before.rpartition("-")[2] in _TENS and after in _ONES) or before in _ALWAYS_HYPHENATED:
            return True
        if len(last) > 1 and last.isupper():  # an abbreviation: “UN-backed”
            return True
        if after.partition("-")[0] in _JOINED_BY_HYPHEN and len(last) > 2:
            return True
        return self._language == "fr" and after.partition("-")[0] in _FRENCH_PRONOUNS
