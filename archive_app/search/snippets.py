"""Cuts a short piece out of a text around what was found, and says where the finds stand in it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from rapidfuzz import process
from rapidfuzz.distance import OSA

from archive_app.search.language import And, Near, Not, Or, Pattern, Phrase, Query, Word
from archive_app.search.tokens import first_character, places, wildcard, words

SNIPPET_LENGTH = 220
"""Code points of a snippet, about."""
_CONTEXT = 60  # code points kept before the first mark
_WORDS_BEFORE = 60  # that may stand in those
_WORDS_TOGETHER = 25  # that fit in a snippet after its first mark, about
_SPACE = re.compile(r"\s")
_LONGEST_LEAD = 24  # code points that a cut may move to fall between words
_CUT = "…"


@dataclass(frozen=True)
class Snippet:
    """A piece of a text on one line, with the stretches to mark in it, in its own code points."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()
    start: int = 0
    end: int = 0
    """The best find in the whole text, in code points; both 0 when it has none."""


@dataclass(frozen=True)
class Find:
    """Something of a query in a text: the places of its first and last word, and what it is."""

    first: int
    last: int
    name: str
    is_first_character: bool = False
    """Whether only the first character of the word was asked for."""


@dataclass(frozen=True)
class Sought:
    """What of a query can be marked in a text."""

    words: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    spelt_about: tuple[Word, ...] = ()
    patterns: tuple[str, ...] = ()

    def finds(self, listed: Sequence[str]) -> list[Find]:
        """Return each find among the words of a text, in order."""
        found = [Find(at, at, word) for at, word in enumerate(listed) if word in self.words]
        if self.prefixes:
            # Asked of all prefixes at once first, because few words begin so.
            beginning = [at for at, word in enumerate(listed) if word.startswith(self.prefixes)]
            found += [
                Find(at, at, prefix)
                for at in beginning
                for prefix in self.prefixes
                if listed[at].startswith(prefix)
            ]
        for character in self._characters:
            found += [
                Find(at, at, character, True)
                for at, word in enumerate(listed)
                if word[0] == character and first_character(word) == character
            ]
        for phrase in self.phrases:
            found += _runs(listed, phrase)
        for pattern in self.patterns:
            fits = wildcard(pattern).fullmatch
            found += [Find(at, at, pattern) for at, word in enumerate(listed) if fits(word)]
        for wanted in self.spelt_about:
            distances = process.cdist([wanted.word], listed, scorer=OSA.distance, score_cutoff=wanted.edits)
            near = (distances[0] <= wanted.edits).nonzero()[0].tolist()
            found += [Find(at, at, f"{wanted.word}~") for at in near]
        return sorted(found, key=lambda find: (find.first, find.last))

    @property
    def _characters(self) -> list[str]:
        # A character of an unspaced script stands at the beginning of a pair.
        return [word for word in self.words if len(word) == 1 and not word.isascii()]


def _runs(listed: Sequence[str], phrase: Phrase) -> Iterator[Find]:
    first, *middle = phrase.words[:-1]
    last, length = phrase.words[-1], len(phrase.words)
    for at, word in enumerate(listed[: len(listed) - length + 1]):
        if word == first and list(listed[at + 1 : at + length - 1]) == middle:
            end = listed[at + length - 1]
            if end == last or (phrase.ends_in_prefix and end.startswith(last)):
                yield Find(at, at + length - 1, " ".join(phrase.words))


def sought(query: Query, *fields: str) -> Sought:
    """Return what to mark of a query in the text of these fields; what is excluded is not marked."""
    words: set[str] = set()
    prefixes: dict[str, None] = {}
    phrases: dict[Phrase, None] = {}
    about: dict[Word, None] = {}
    patterns: dict[str, None] = {}

    def walk(part: Query) -> None:
        match part:
            case And() | Or():
                for inner in part.parts:
                    walk(inner)
            case Word() if part.field is None or part.field in fields:
                if part.edits:
                    about[part] = None
                elif part.is_prefix:
                    prefixes[part.word] = None
                else:
                    words.add(part.word)
            case Phrase() if part.field is None or part.field in fields:
                phrases[part] = None
            case Near() if part.field is None or part.field in fields:
                words.update(part.words)
            case Pattern() if part.field is None or part.field in fields:
                patterns[part.pattern] = None
            case Not():
                pass
            case _:
                pass

    walk(query)
    return Sought(frozenset(words), tuple(prefixes), tuple(phrases), tuple(about), tuple(patterns))


def cut_snippet(text: str, what: Sought, *, length: int = SNIPPET_LENGTH) -> Snippet:
    """Cut the piece of ``text`` that has the most different finds in it; its beginning when it has none."""
    finds = what.finds(words(text))
    if not finds:
        begin, end = _between_words(text, 0, length)
        return _piece(text, begin, end, [])
    best = _best(finds)
    standing = islice(enumerate(places(text)), max(0, finds[best].first - _WORDS_BEFORE), None)
    known: dict[int, tuple[int, int]] = {}
    for at, place in standing:
        known[at] = place
        if at >= finds[best].last and place[0] > known[finds[best].first][0] + length:
            break
    here = known[finds[best].first][0]
    begin, end = _between_words(text, here - _CONTEXT, here - _CONTEXT + length)
    best_end = known[finds[best].last][1]
    if finds[best].is_first_character:
        best_end = here + 1
    end = max(end, min(best_end, begin + 4 * length))
    marks = []
    for find in finds:
        if find.first in known and find.last in known:
            start, stop = known[find.first][0], known[find.last][1]
            marks.append((start, start + 1 if find.is_first_character else stop))
    snippet = _piece(text, begin, end, _joined([(a, b) for a, b in marks if a >= begin and b <= end]))
    return Snippet(snippet.text, snippet.marks, here, best_end)


def _best(finds: Sequence[Find]) -> int:
    """Return the find from which on most different ones stand within a few words; the first of equals."""
    counts: dict[str, int] = {}
    best, most, upto = 0, 0, 0
    different = len({find.name for find in finds})
    for at, find in enumerate(finds):
        while upto < len(finds) and finds[upto].last <= max(find.first + _WORDS_TOGETHER, find.last):
            counts[finds[upto].name] = counts.get(finds[upto].name, 0) + 1
            upto += 1
        if len(counts) > most:
            best, most = at, len(counts)
            if most == different:
                break
        if upto > at:
            counts[find.name] -= 1
            if not counts[find.name]:
                del counts[find.name]
        else:
            upto = at + 1
    return best


def _between_words(text: str, begin: int, end: int) -> tuple[int, int]:
    begin, end = max(begin, 0), min(end, len(text))
    if begin > 0:
        for at in range(begin, min(begin + _LONGEST_LEAD, end)):
            if text[at].isspace():
                begin = at + 1
                break
    if end < len(text):
        for at in range(end, max(end - _LONGEST_LEAD, begin), -1):
            if text[at].isspace():
                end = at
                break
    return begin, end


def _piece(text: str, begin: int, end: int, marks: Sequence[tuple[int, int]]) -> Snippet:
    while begin < end and text[begin].isspace():
        begin += 1
    while end > begin and text[end - 1].isspace():
        end -= 1
    # One character for one character, so that the marks stay where they are.
    line = _SPACE.sub(" ", text[begin:end])
    lead = _CUT if text[:begin].strip() else ""
    tail = _CUT if text[end:].strip() else ""
    shift = len(lead) - begin
    shown = tuple((start + shift, stop + shift) for start, stop in marks if start >= begin and stop <= end)
    return Snippet(lead + line + tail, shown)


def _joined(marks: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(marks):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined
