"""Words that are spelt about alike, among all words of a big index, in a few milliseconds."""

from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import OSA

_HIGHEST = "\U0010ffff"  # which is no character of any word
_AT_ONCE = 20_000  # words


@dataclass(frozen=True)
class Lexicon:
    """All words of a field in a segment of the index, in order, with the number of documents of each."""

    words: list[str]
    frequencies: npt.NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))

    def place(self, word: str) -> int | None:
        """Return the place of a word; nothing when there is none."""
        at = bisect_left(self.words, word)
        return at if at < len(self.words) and self.words[at] == word else None

    def places_from(self, prefix: str) -> tuple[int, int]:
        """Return the places of the first word that begins so, and of the first after those."""
        if not prefix:
            return 0, len(self.words)
        first = bisect_left(self.words, prefix)
        return first, bisect_left(self.words, prefix + _HIGHEST, first)

    @cached_property
    def letters(self) -> npt.NDArray[np.uint64]:
        """What characters each word has, a bit for each; characters that share a bit are not told apart."""
        parts = [
            _letters(self.words[start : start + _AT_ONCE]) for start in range(0, len(self.words), _AT_ONCE)
        ]
        return np.concatenate(parts) if parts else np.empty(0, np.uint64)


def places_with_letters(letters: str, lexicon: Lexicon) -> list[int]:
    """Return the places of the words that may have all these letters; of some it is not sure."""
    if not letters:
        return list(range(len(lexicon.words)))
    asked = np.bitwise_or.reduce(_bits(np.array([ord(letter) for letter in letters], np.uint32)))
    found: list[int] = np.flatnonzero((asked & ~lexicon.letters) == 0).tolist()
    return found


def places_like(wanted: str, lexicon: Lexicon, edits: int) -> dict[int, int]:
    """Return the places of the words at most so many letters from the one wanted, and how many they are.

    A letter put in, left out, changed, or swapped with the next is one (optimal string alignment).
    """
    asked = np.bitwise_or.reduce(_bits(np.array([ord(letter) for letter in wanted], np.uint32)))
    # Each such change brings in or takes away one kind of letter at most, so most words need no comparing.
    lacking = np.bitwise_count(asked & ~lexicon.letters) <= edits
    having = np.bitwise_count(lexicon.letters & ~asked) <= edits
    places = np.flatnonzero(lacking & having).tolist()
    candidates = [lexicon.words[place] for place in places]
    found = process.extract(wanted, candidates, scorer=OSA.distance, score_cutoff=edits, limit=None)
    return {places[at]: int(distance) for _, distance, at in found}


def _letters(words: list[str]) -> npt.NDArray[np.uint64]:
    length = max(map(len, words)) or 1
    points = np.array(words, dtype=f"U{length}").view(np.uint32).reshape(-1, length)
    letters = np.zeros(len(words), np.uint64)
    for column in points.T:
        letters |= np.where(column == 0, np.uint64(0), _bits(column))
    return letters


def _bits(points: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint64]:
    return np.left_shift(np.uint64(1), (points & np.uint32(63)).astype(np.uint64))
