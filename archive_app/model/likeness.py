"""Where the words of a passage may stand after they were edited: the places a person is asked about."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from heapq import nsmallest

import regex
from rapidfuzz import fuzz

from archive_app.model.recognition import occurrences
from archive_app.model.segments import snap_to_words, trim
from archive_app.model.text_diff import Course, difference, tokens
from archive_app.model.typography import have_same_words

_CONTEXT = 60  # code points compared on each side
_WORDS_WEIGH, _CONTEXT_WEIGHS = 0.7, 0.3
_LIKELY = 0.5  # what a place must score to be offered, if the difference does not lead to it
_COMMON = 500  # a word that occurs more often leads nowhere
_LEADS = 40  # rarest words of a quote that are followed
_PLACES = 4  # followed up
_SAY = 3  # agreeing stretches from each end that are asked where the quote may begin and end

_NUMBER = regex.compile(r"\p{N}+(?:[.,:/٫٬]\p{N}+)*")
_CAPITALISED = regex.compile(r"(?V1)(?<![\p{L}\p{M}\p{N}])[\p{Lu}\p{Lt}][\p{L}\p{M}\p{N}'’-]*")


class Reason(StrEnum):
    """Why a place needs a person's eye."""

    SAME_WORDS = "same words"
    """The same words, but nothing says that they are the ones that were marked."""
    OTHER_NAMES = "other names"
    """Capitalised words differ."""
    OTHER_NUMBERS = "other numbers"
    OTHER_WORDS = "other words"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place of the new text where a passage may have gone; ``score`` runs from 0 (unlike) to 1 (alike)."""

    start: int
    end: int
    quote: str
    score: float
    reason: Reason


class Likeness:
    """Looks for the likeliest places of passages whose words are no longer there, or there more than once."""

    def __init__(self, old: str, new: str, course: Course) -> None:
        self._old = old
        self._new = new
        self._course = course

    def candidates(self, start: int, end: int, limit: int) -> tuple[Candidate, ...]:
        """Give up to ``limit`` places for an old stretch, likeliest first."""
        here = trim(self._new, *self._course.around(start, end))
        found: dict[tuple[int, int], Candidate] = {}
        for place in (here, *self._same(start, end, here[0]), *self._alike(start, end)):
            if place[0] < place[1] and place not in found:
                candidate = self._compare(start, end, *place)
                if place == here or candidate.score >= _LIKELY:
                    found[place] = candidate
        best: list[Candidate] = []
        for candidate in sorted(found.values(), key=lambda found: (-found.score, found.start)):
            if not any(_overlap(candidate, better) > 0.5 for better in best):
                best.append(candidate)
        return tuple(best[:limit])

    def _compare(self, start: int, end: int, new_start: int, new_end: int) -> Candidate:
        old, new = self._old, self._new
        quote, slice_ = old[start:end], new[new_start:new_end]
        before = fuzz.ratio(
            old[max(0, start - _CONTEXT) : start], new[max(0, new_start - _CONTEXT) : new_start]
        )
        after = fuzz.ratio(old[end : end + _CONTEXT], new[new_end : new_end + _CONTEXT])
        score = (_WORDS_WEIGH * fuzz.ratio(quote, slice_) + _CONTEXT_WEIGHS * (before + after) / 2) / 100
        return Candidate(new_start, new_end, slice_, round(score, 4), _reason(quote, slice_))

    def _same(self, start: int, end: int, here: int) -> list[tuple[int, int]]:
        words = self._old[start:end]
        places = occurrences(self._new, words)
        nearest = nsmallest(2 * _PLACES, places, key=lambda place: abs(place - here))
        return [(place, place + len(words)) for place in nearest]

    def _alike(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Where the rare words of a quote stand together, as far apart as they were."""
        quote, length = self._old[start:end], end - start
        rare = sorted(
            (len(places), word, offset)
            for offset, word in _words(quote)
            if 0 < len(places := self._places.get(word, ())) <= _COMMON
        )
        width = max(40, length // 4)
        leads: Counter[int] = Counter()
        for often, word, offset in rare[:_LEADS]:
            for place in self._places[word]:
                stripe = (place - offset) // width
                # Counted in two stripes, for leads on both sides of a border.
                leads[stripe] += 1_000 // often
                leads[stripe + 1] += 1_000 // often
        for stripe, _ in leads.most_common(_PLACES):
            first = max(0, (stripe - 1) * width)
            last = min(len(self._new), (stripe + 1) * width + length + width)
            yield self._fit(quote, first, last)

    def _fit(self, quote: str, first: int, last: int) -> tuple[int, int]:
        """The stretch of a window of the new text that stands for the quote; empty if nothing does."""
        window = self._new[first:last]
        equal = [segment for segment in difference(quote, window) if segment.equal]
        # The outermost words may agree with others before or after, so some further in have a say as well.
        starts = {max(0, part.new_start - part.start) for part in equal[:_SAY]}
        ends = {min(len(window), part.new_end + len(quote) - part.end) for part in equal[-_SAY:]}
        best = max(
            ((start, end) for start in starts for end in ends if start < end),
            key=lambda place: fuzz.ratio(quote, window[place[0] : place[1]]),
            default=(0, 0),
        )
        return snap_to_words(self._new, first + best[0], first + best[1])

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = {}
        for place, word in _words(self._new):
            places.setdefault(word, []).append(place)
        return places


def _words(text: str) -> Iterator[tuple[int, str]]:
    place = 0
    for token in tokens(text):
        if token[0].isalnum():
            yield place, token.casefold()
        place += len(token)


def _reason(quote: str, other: str) -> Reason:
    if have_same_words(quote, other):
        return Reason.SAME_WORDS
    if Counter(_CAPITALISED.findall(quote)) != Counter(_CAPITALISED.findall(other)):
        return Reason.OTHER_NAMES
    if Counter(_NUMBER.findall(quote)) != Counter(_NUMBER.findall(other)):
        return Reason.OTHER_NUMBERS
    return Reason.OTHER_WORDS


def _overlap(one: Candidate, other: Candidate) -> float:
    """The share of the longer of two stretches that both cover."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    return max(0, shared) / max(one.end - one.start, other.end - other.start)
