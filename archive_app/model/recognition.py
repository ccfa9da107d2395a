"""Whether a place in one text is the very place of another, and not one that merely has the same words.

Two places with the same words are compared by what stands around them: both are widened, to the left and to
the right, for as long as the texts agree. The place is *recognised* when

- the widened stretch occurs once in the old text and once in the new one, so that no other place looks the
  same from near or far;
- no other place of the new text could be the old place for the same reason, and no other place of the old
  text could have become the new one. Such rivals arise where a paragraph was doubled, or one of two alike was
  taken out, and nobody can tell from the texts which one is which.
"""

from collections.abc import Iterator
from itertools import islice

from archive_app.model.text import word_count

_EDGE = "\0"  # stands at both ends of both texts, so that these are context too; no canonical text holds one
_EDGE_WORDS = 1  # what agreeing on the beginning or the end of the text counts as
PLENTY = 20
"""Words that are counted at most."""
_NEAR = 200  # code points around a passage that are looked at first
_RIVALS = 1_000  # looked at; where there are more, nothing is recognised


class Recognition:
    """Compares places of two texts by their words and what stands around them."""

    def __init__(self, old: str, new: str) -> None:
        self._old = _EDGE + old + _EDGE
        self._new = _EDGE + new + _EDGE
        self._extents: dict[int, list[tuple[int, int, bool]]] = {}
        self._found: dict[tuple[bool, str], bool] = {}

    def evidence(self, start: int, end: int, new_start: int) -> int:
        """Say how many words vouch for an old place being the new one that begins at ``new_start``.

        They are the words of the widened stretch, the passage's own included, of which no more than
        ``PLENTY`` are counted. 0 where the place is not recognised or its words are others.
        """
        start, end, new_start = start + 1, end + 1, new_start + 1
        if not self._old.startswith(self._new[new_start : new_start + end - start], start):
            return 0
        first, last, is_unique = self._extent(start, end, new_start)
        if not is_unique or self._has_rival(start, end, new_start, first, last):
            return 0
        stretch = self._old[max(first, start - _NEAR) : min(last, end + _NEAR)]
        return word_count(stretch, most=PLENTY) + _EDGE_WORDS * stretch.count(_EDGE)

    def _extent(self, start: int, end: int, new_start: int) -> tuple[int, int, bool]:
        """How far the texts agree around two places, and whether that stretch is unique in both."""
        shift = new_start - start
        known = self._extents.setdefault(shift, [])
        for first, last, is_unique in known:
            if first <= start and end <= last:
                return first, last, is_unique
        first = start - _common_suffix(self._old, start, self._new, new_start)
        last = end + _common_prefix(self._old, end, self._new, new_start + end - start)
        extent = (first, last, self._is_unique(start, end, first, last))
        known.append(extent)
        return extent

    def _is_unique(self, start: int, end: int, first: int, last: int) -> bool:
        around = 50
        while True:
            wide = self._old[max(first, start - around) : min(last, end + around)]
            if _occurs_once(self._old, wide) and _occurs_once(self._new, wide):
                return True
            if start - around <= first and last <= end + around:
                return False
            around *= 4

    def _has_rival(self, start: int, end: int, new_start: int, first: int, last: int) -> bool:
        # A rival agrees with one of the two places in one character more, to the left or to the right: one
        # that agrees in less would be found within the widened stretch, which is unique.
        shift, length = new_start - start, end - start
        in_new = self._wider(self._old, self._new, start, end, first, last)
        in_old = self._wider(self._new, self._old, new_start, new_start + length, first + shift, last + shift)
        return (
            len(in_new) + len(in_old) > _RIVALS
            or any(self._extent(start, end, place)[2] for place in in_new)
            or any(self._extent(place, place + length, new_start)[2] for place in in_old)
        )

    def _wider(self, text: str, other: str, start: int, end: int, first: int, last: int) -> list[int]:
        """Where in the other text a place and all that agrees on one side occur with one character more."""
        places: list[int] = []
        if first > 0 and self._occurs(other, text[first - 1 : min(end, first + _NEAR)]):
            longer = text[first - 1 : end]
            places += (place + start - first + 1 for place in islice(occurrences(other, longer), _RIVALS + 1))
        if last < len(text) and self._occurs(other, text[max(start, last - _NEAR) : last + 1]):
            places += islice(occurrences(other, text[start : last + 1]), _RIVALS + 1)
        return places

    def _occurs(self, text: str, words: str) -> bool:
        # Passages between the same two changes ask the same.
        key = (text is self._new, words)
        known = self._found.get(key)
        if known is None:
            known = self._found[key] = words in text
        return known


def occurrences(text: str, words: str) -> Iterator[int]:
    """Give where words occur in a text, from its start on, overlapping ones too."""
    place = text.find(words)
    while place >= 0:
        yield place
        place = text.find(words, place + 1)


def _occurs_once(text: str, words: str) -> bool:
    place = text.find(words)
    return place >= 0 and text.find(words, place + 1) < 0


def _common_prefix(one: str, at: int, other: str, other_at: int) -> int:
    """How many characters two texts have in common from two places on."""
    longest = min(len(one) - at, len(other) - other_at)
    agreed, step = 0, 64
    while agreed < longest:
        size = min(step, longest - agreed)
        if one[at + agreed : at + agreed + size] == other[other_at + agreed : other_at + agreed + size]:
            agreed += size
            step *= 2
        elif size == 1:
            break
        else:
            longest = agreed + size - 1
            step = max(1, size // 2)
    return agreed


def _common_suffix(one: str, end: int, other: str, other_end: int) -> int:
    """How many characters two texts have in common up to two places."""
    longest = min(end, other_end)
    agreed, step = 0, 64
    while agreed < longest:
        size = min(step, longest - agreed)
        mine = one[end - agreed - size : end - agreed]
        if mine == other[other_end - agreed - size : other_end - agreed]:
            agreed += size
            step *= 2
        elif size == 1:
            break
        else:
            longest = agreed + size - 1
            step = max(1, size // 2)
    return agreed
