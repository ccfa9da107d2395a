"""Finding the passages of a text again after the text was corrected.

What is decided without asking is strict, because a passage that comes to stand on other words in silence is
worse than one question more:

- A passage keeps its place where its words are unchanged and are *recognised*
  (:mod:`archive_app.model.recognition`): what agrees around them singles them out in both texts, and holds
  enough words to mean something.
- It follows its words to another place (a paragraph cut and pasted) on the same condition, with more words.
- It accepts words that differ in white space, quotation marks or invisible characters only.
- Everything else goes to review with the likeliest places: every passage whose own words were edited, however
  little (one letter may be another name, one digit another figure), and every passage that two places fit.

A likeness score is therefore never a reason to move a passage; it only ranks what the person is shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import islice

from archive_app.model.likeness import Candidate, Likeness
from archive_app.model.recognition import Recognition, occurrences
from archive_app.model.text_diff import Course, difference
from archive_app.model.typography import PlainText

_ENOUGH = 5  # words that must agree in and around a passage that stands where the difference leads to
_ENOUGH_ELSEWHERE = 8  # and of one that was carried to another place
_OCCURRENCES = 200  # of the same words looked at; a passage whose words occur more often goes to review


class Certainty(StrEnum):
    """What became of a passage."""

    SAME = "same"
    """Its words are where they were; text before them may have grown or shrunk."""
    MOVED = "moved"
    """Its words were carried to another place of the text."""
    CHANGED = "changed"
    """Its words are the same, but for white space, quotation marks or invisible characters: its quote
    changes."""
    REVIEW = "review"
    """A person has to say where it belongs."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a passage stands in the new text, in code points, end exclusive.

    Of a passage to review ``start`` and ``end`` are those in the old text, and ``candidates`` the places it
    may have gone to, likeliest first.
    """

    start: int
    end: int
    certainty: Certainty
    candidates: tuple[Candidate, ...] = ()


def reanchor(
    old: str,
    new: str,
    places: Sequence[tuple[int, int]],
    *,
    candidates: int = 3,
    course: Course | None = None,
) -> list[Anchor]:
    """Find stretches of an old text in the new one, each by itself and in the order given.

    Both texts are canonical; each place is a ``(start, end)`` of the old text that is not empty. At most
    ``candidates`` are given for each that goes to review; with 0 they are not looked for. ``course`` is that
    of the difference of the two texts, where it is known.
    """
    if old == new:
        return [Anchor(start, end, Certainty.SAME) for start, end in places]
    if not places:
        return []
    correction = _Correction(old, new, course or Course(difference(old, new)))
    return [correction.anchor(start, end, candidates) for start, end in places]


class _Correction:
    """One old text and one new, with what was found out about them so far."""

    def __init__(self, old: str, new: str, course: Course) -> None:
        self._old = old
        self._new = new
        self._course = course
        self._recognition = Recognition(old, new)

    def anchor(self, start: int, end: int, candidates: int) -> Anchor:
        new_start = self._course.unchanged(start, end)
        if new_start is not None and self._recognition.evidence(start, end, new_start) >= _ENOUGH:
            return Anchor(new_start, new_start + end - start, Certainty.SAME)
        found = self._found_by_words(start, end)
        if found is not None:
            return found
        likely = self._likeness.candidates(start, end, candidates) if candidates else ()
        return Anchor(start, end, Certainty.REVIEW, likely)

    def _found_by_words(self, start: int, end: int) -> Anchor | None:
        """The one place where the same words are recognised, spaces and quotation marks aside."""
        plain_start, plain_end = self._old_plain.to_plain(start, end)
        words = self._old_plain.text[plain_start:plain_end]
        places = list(islice(occurrences(self._new_plain.text, words), _OCCURRENCES + 1)) if words else []
        if not 0 < len(places) <= _OCCURRENCES:
            return None
        recognised = [
            (place, evidence)
            for place in places
            if (evidence := self._plain_recognition.evidence(plain_start, plain_end, place))
        ]
        if len(recognised) != 1:
            return None
        (place, evidence), *_ = recognised
        new_start, new_end = self._with_same_ends(
            start, end, *self._new_plain.to_original(place, place + len(words))
        )
        here_start, here_end = self._course.around(start, end)
        is_here = new_start <= here_end and here_start <= new_end
        if evidence < (_ENOUGH if is_here else _ENOUGH_ELSEWHERE):
            return None
        if self._new[new_start:new_end] != self._old[start:end]:
            return Anchor(new_start, new_end, Certainty.CHANGED)
        return Anchor(new_start, new_end, Certainty.SAME if is_here else Certainty.MOVED)

    def _with_same_ends(self, start: int, end: int, new_start: int, new_end: int) -> tuple[int, int]:
        """Take in the white space that a passage began or ended with, where it is still the same."""
        core, _ = self._old_plain.without_blanks(start, end)
        first = new_start - (core - start)
        if first >= 0 and self._new.startswith(self._old[start:end], first):
            return first, first + end - start
        return new_start, new_end

    @cached_property
    def _old_plain(self) -> PlainText:
        return PlainText(self._old)

    @cached_property
    def _new_plain(self) -> PlainText:
        return PlainText(self._new)

    @cached_property
    def _plain_recognition(self) -> Recognition:
        return Recognition(self._old_plain.text, self._new_plain.text)

    @cached_property
    def _likeness(self) -> Likeness:
        return Likeness(self._old, self._new, self._course)
