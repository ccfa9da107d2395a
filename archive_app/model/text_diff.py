"""What changed between two states of a text, word by word.

The difference is a guess at what the person did, made from the two texts alone: the fewest words replaced,
taken out and put in (Levenshtein's distance over words, by rapidfuzz), and within what changed the longest
row of words that both have. Positions are code points.
"""

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import regex
from rapidfuzz.distance import LCSseq, Levenshtein, Opcodes

# A run of letters and digits with their marks, or one character as people see it. Scripts that put no spaces
# between words are taken character by character. No token ever splits a letter from its marks, or an emoji.
_TOKEN = regex.compile(
    r"(?V1)[[\p{L}\p{N}\p{M}_]--[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]]+|\X"
)
_FEW_EDITS = 64  # rapidfuzz looks for this many first: 20 ms for 50,000 words with 20 edits, else 700
_LONG = 10**11  # pairs of characters, in texts of 60,000 words: from there on lines are compared first
_TOO_LONG = 4 * 10**10  # pairs of tokens compared, about eight seconds; more count as changed altogether


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the old text and what stands for it in the new one; one of both may be empty."""

    start: int
    end: int
    new_start: int
    new_end: int
    equal: bool
    """Whether both stretches hold the same characters."""


def tokens(text: str) -> list[str]:
    """Cut a text into words and single characters; joined they give the text."""
    found: list[str] = _TOKEN.findall(text)
    return found


def difference(old: str, new: str) -> list[Segment]:
    """Cut two texts into stretches that are equal and stretches that changed, in turns, from the start on.

    Changed stretches are whole words: a word with one letter corrected is a changed word. Equal words too few
    to stand for themselves among changes (a lone "the" between two rewritten phrases) count as changed with
    them. Together the segments cover both texts without a gap; no segment is empty on both sides.
    """
    if old == new:
        return [Segment(0, len(old), 0, len(new), True)] if old else []
    found: list[Segment] = []
    for part in _without_specks(_segments(old, new, _replacing)):
        if part.equal or part.start == part.end or part.new_start == part.new_end:
            found.append(part)
            continue
        old_part, new_part = old[part.start : part.end], new[part.new_start : part.new_end]
        found += (
            Segment(
                part.start + finer.start, part.start + finer.end,
                part.new_start + finer.new_start, part.new_start + finer.new_end, finer.equal,
            )
            for finer in _segments(old_part, new_part, _inserting)
        )  # fmt: skip
    return _without_specks(found)


class Course:
    """Where the places of an old text are in the new one, as far as the difference goes."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments
        self._starts = [segment.start for segment in segments]

    def unchanged(self, start: int, end: int) -> int | None:
        """Give the new start of a stretch that lies within one equal segment; of others nothing."""
        # Of an insertion and the equal segment after it, which start alike, the last one counts.
        segment = self._at(start)
        if segment is None or not segment.equal or end > segment.end:
            return None
        return segment.new_start + start - segment.start

    def around(self, start: int, end: int) -> tuple[int, int]:
        """Give the stretch of the new text that stands for one of the old: at least what became of it."""
        first, last = self._at(start), self._at(max(start, end - 1))
        if first is None or last is None:
            return (0, 0)
        new_start = first.new_start + start - first.start if first.equal else first.new_start
        new_end = last.new_start + end - last.start if last.equal else last.new_end
        return (new_start, max(new_start, new_end))

    def place(self, position: int) -> int:
        """Give where a position has gone: within what changed as far from its start as there is room."""
        segment = self._at(position)
        if segment is None:
            return 0
        return min(segment.new_start + position - segment.start, segment.new_end)

    def _at(self, position: int) -> Segment | None:
        place = bisect_right(self._starts, position) - 1
        return self._segments[place] if place >= 0 else None


def _segments(old: str, new: str, compare: Callable[[list[str], list[str]], Opcodes]) -> Iterator[Segment]:
    if len(old) * len(new) <= _LONG:
        yield from _segments_by_word(old, new, compare)
        return
    old_lines, new_lines = _lines(old), _lines(new)
    if len(old_lines) == len(new_lines) == 1:
        yield from _segments_by_word(old, new, compare)
        return
    # Words are looked for only within the lines that changed.
    old_ends, new_ends = _ends(old_lines), _ends(new_lines)
    for code in _replacing(old_lines, new_lines):
        first, last = old_ends[code.src_start], old_ends[code.src_end]
        new_first, new_last = new_ends[code.dest_start], new_ends[code.dest_end]
        if code.tag == "equal" or first == last or new_first == new_last:
            yield Segment(first, last, new_first, new_last, code.tag == "equal")
            continue
        for part in _segments_by_word(old[first:last], new[new_first:new_last], compare):
            yield Segment(
                first + part.start, first + part.end,
                new_first + part.new_start, new_first + part.new_end, part.equal,
            )  # fmt: skip


def _segments_by_word(
    old: str, new: str, compare: Callable[[list[str], list[str]], Opcodes]
) -> Iterator[Segment]:
    old_tokens, new_tokens = tokens(old), tokens(new)
    if len(old_tokens) * len(new_tokens) > _TOO_LONG:
        yield Segment(0, len(old), 0, len(new), False)
        return
    old_ends, new_ends = _ends(old_tokens), _ends(new_tokens)
    for code in compare(old_tokens, new_tokens):
        yield Segment(
            old_ends[code.src_start], old_ends[code.src_end],
            new_ends[code.dest_start], new_ends[code.dest_end], code.tag == "equal",
        )  # fmt: skip


def _replacing(old: Sequence[Hashable], new: Sequence[Hashable]) -> Opcodes:
    """Words may be put in, taken out or replaced: quick on long texts that are nearly alike."""
    return Levenshtein.opcodes(old, new, score_hint=_FEW_EDITS)


def _inserting(old: Sequence[Hashable], new: Sequence[Hashable]) -> Opcodes:
    """Words may be put in or taken out: finds words that were shifted, which replacing takes for others."""
    return LCSseq.opcodes(old, new)


def _lines(text: str) -> list[str]:
    lines = [f"{line}\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]


def _ends(pieces: Sequence[Sequence[str]]) -> list[int]:
    """Where each piece begins when they are laid end to end, and where the last one ends."""
    ends = [0]
    for piece in pieces:
        ends.append(ends[-1] + len(piece))
    return ends


def _without_specks(segments: Iterable[Segment]) -> list[Segment]:
    """Join neighbours of one kind, and take equal specks between larger changes for changed."""
    joined: list[Segment] = []
    for segment in segments:
        while joined:
            last = joined[-1]
            if segment.equal == last.equal:
                segment = _join(joined.pop(), segment)
            elif not segment.equal and len(joined) > 1 and _is_speck(joined[-2], last, segment):
                joined.pop()
                segment = _join(joined.pop(), segment)
            else:
                break
        joined.append(segment)
    return joined


def _is_speck(before: Segment, equal: Segment, after: Segment) -> bool:
    # The rule of diff-match-patch: an equality no longer than the larger side of both its neighbours.
    return equal.end - equal.start <= min(_size(before), _size(after))


def _size(segment: Segment) -> int:
    return max(segment.end - segment.start, segment.new_end - segment.new_start)


def _join(first: Segment, second: Segment) -> Segment:
    return Segment(first.start, second.end, first.new_start, second.new_end, first.equal and second.equal)
