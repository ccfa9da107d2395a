"""Cuts a short piece out of a text around what was found, and says where the finds stand in it."""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from archive_app.search.query import And, Near, Or, Pattern, Phrase, Query, Word
from archive_app.search.stemming import Stems, StemsOfLanguage, first_letters
from archive_app.search.tokens import (
    Reading,
    first_character,
    is_unspaced,
    places,
    read_words,
    start_of,
    wildcard,
)

SNIPPET_LENGTH = 220
"""Code points of a snippet, about."""
_CONTEXT = 60  # code points kept before the first mark
_FEW = 6  # words that are sooner looked for one by one
_MOST_AHEAD = 80  # code points behind a snippet in which the last word of a find is looked for first
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


_Names = dict[str, dict[str, None]]
"""Words of a text, each with what of the query it is."""


@dataclass(frozen=True)
class Sought:
    """What of a query can be marked in a text."""

    words: tuple[Word, ...] = ()
    patterns: tuple[str, ...] = ()
    phrases: tuple[Phrase, ...] = ()


class Finder:
    """Finds in texts what is sought.

    Not safe for several threads at once, because what it once knows of a word's stems is kept.
    """

    def __init__(self, what: Sought, stems: Stems) -> None:
        self._what = what
        self._stems = stems
        self._exact = {word.word for word in what.words if not word.edits and not word.is_prefix}
        self._beginnings = tuple(word.word for word in what.words if word.is_prefix or word.is_unfinished)
        self._about = [word for word in what.words if word.edits]
        self._patterns = [(pattern, wildcard(pattern).fullmatch) for pattern in what.patterns]
        self._characters = {word for word in self._exact if is_unspaced(word) and len(word) == 1}
        self._characters |= {word for word in self._beginnings if is_unspaced(word) and len(word) == 1}
        self._wanted: dict[str, _WantedStems] = {}

    def finds(self, reading: Reading, language: str = "") -> list[Find]:
        """Return each find among the words of a text in a language, in order."""
        folded = set(reading.words)
        names = self._named(folded)
        forms = self._forms(folded if reading.spelt is reading.words else set(reading.spelt), language)
        found: list[Find] = []
        if reading.spelt is reading.words:
            for form, form_names in forms.items():
                names[form] = dict.fromkeys((*names.get(form, ()), *form_names))
        elif forms:
            found += _each(reading.spelt, forms)
        if names:
            found += _each(reading.words, names)
        for phrase in self._what.phrases:
            found += _runs(reading.words, phrase)
        if self._characters:
            # A character of an unspaced script stands at the beginning of a pair.
            found += [
                Find(at, at, word[0], True)
                for at, word in enumerate(reading.words)
                if word[0] in self._characters and first_character(word) == word[0]
            ]
        return sorted(found, key=_by_place)

    def _named(self, folded: AbstractSet[str]) -> _Names:
        """Return which words are found as they stand, and as what."""
        names: _Names = {word: {word: None} for word in self._exact & folded}
        if self._beginnings:
            for word in [word for word in folded if word.startswith(self._beginnings)]:
                beginnings = [beginning for beginning in self._beginnings if word.startswith(beginning)]
                names.setdefault(word, {}).update(dict.fromkeys(beginnings))
        for wanted in self._about:
            near = process.extract_iter(wanted.word, folded, scorer=OSA.distance, score_cutoff=wanted.edits)
            for word, *_ in near:
                names.setdefault(word, {})[f"{wanted.word}~"] = None
        for pattern, fits in self._patterns:
            for word in filter(fits, folded):
                names.setdefault(word, {})[pattern] = None
        return names

    def _forms(self, spelt: AbstractSet[str], language: str) -> _Names:
        """Return which words are forms of what is sought, and of what."""
        wanted = self._wanted.get(language)
        if wanted is None:
            stems = self._stems[language]
            of_words = {
                word.word: frozenset(stems[word.spelling]) for word in self._what.words if word.has_forms
            }
            wanted = _WantedStems(
                stems, of_words, frozenset[str]().union(*of_words.values()), first_letters(of_words.values())
            )
            self._wanted[language] = wanted
        if not wanted.together:
            return {}
        known, letters = wanted.known, wanted.letters
        if letters:
            # Of the hundreds of words of a text few begin so; each stem that is looked up lies elsewhere in
            # memory, and that is what takes long.
            spelt = {word for word in spelt if word[0] in letters or word[0] > "\x7f"}
        forms = [word for word in spelt if not wanted.together.isdisjoint(known[word])]
        return {
            form: {word: None for word, stems in wanted.of_words.items() if not stems.isdisjoint(known[form])}
            for form in forms
        }


@dataclass(frozen=True)
class _WantedStems:
    known: StemsOfLanguage
    of_words: dict[str, frozenset[str]]
    together: frozenset[str]
    letters: frozenset[str]


def _each(listed: Sequence[str], names: _Names) -> Iterator[Find]:
    if len(names) > _FEW:
        for at, word in enumerate(listed):
            if word in names:
                for name in names[word]:
                    yield Find(at, at, name)
        return
    for word, of_word in names.items():
        at = -1
        for _ in range(listed.count(word)):
            at = listed.index(word, at + 1)
            for name in of_word:
                yield Find(at, at, name)


def _runs(listed: Sequence[str], phrase: Phrase) -> Iterator[Find]:
    first, *middle = phrase.words[:-1]
    last, length = phrase.words[-1], len(phrase.words)
    at = -1
    while True:
        try:
            at = listed.index(first, at + 1)
        except ValueError:
            return
        if list(listed[at + 1 : at + length - 1]) == middle and at + length <= len(listed):
            end = listed[at + length - 1]
            if end == last or (phrase.ends_in_prefix and end.startswith(last)):
                yield Find(at, at + length - 1, " ".join(phrase.words))


def _by_place(find: Find) -> tuple[int, int]:
    return find.first, find.last


def sought(query: Query, *fields: str) -> Sought:
    """Return what to mark of a query in the text of these fields; what is excluded is not marked."""
    words: dict[Word, None] = {}
    patterns: dict[str, None] = {}
    phrases: dict[Phrase, None] = {}

    def walk(part: Query) -> None:
        match part:
            case And() | Or():
                for inner in part.parts:
                    walk(inner)
            case Word() if part.field is None or part.field in fields:
                words[part] = None
            case Phrase() if part.field is None or part.field in fields:
                phrases[part] = None
            case Near() if part.field is None or part.field in fields:
                words.update({Word(word, is_exact=True): None for word in part.words})
            case Pattern() if part.field is None or part.field in fields:
                patterns[part.pattern] = None
            case _:
                pass

    walk(query)
    return Sought(tuple(words), tuple(patterns), tuple(phrases))


def cut_snippet(text: str, finder: Finder, language: str = "", *, length: int = SNIPPET_LENGTH) -> Snippet:
    """Cut the piece of ``text`` that has the most different finds in it; its beginning when it has none."""
    reading = read_words(text)
    finds = finder.finds(reading, language)
    if not finds:
        begin, end = _between_words(text, 0, length)
        return _piece(text, begin, end, [])
    best = finds[_best(finds)]
    here = start_of(text, reading.words, best.first)
    begin, end = _between_words(text, here - _CONTEXT, here - _CONTEXT + length)
    around = _places_around(text, best.first, here, end, best.last)
    best_end = here + 1 if best.is_first_character else around[best.last][1]
    end = max(end, min(best_end, begin + 4 * length))
    marks = []
    for find in finds:
        if find.first in around and find.last in around:
            start, stop = around[find.first][0], around[find.last][1]
            marks.append((start, start + 1 if find.is_first_character else stop))
    snippet = _piece(text, begin, end, _joined([(a, b) for a, b in marks if a >= begin and b <= end]))
    return Snippet(snippet.text, snippet.marks, here, best_end)


def _places_around(text: str, number: int, here: int, end: int, last: int) -> dict[int, tuple[int, int]]:
    """Return where words stand, by their numbers, from some before ``here`` to ``end`` and ``last``.

    ``number`` is that of the word at ``here``. No word reaches over a space, so one can begin at any.
    """
    begin = max(text.rfind(" ", 0, max(here - 2 * _CONTEXT, 0)), 0)
    listed = [(begin + start, begin + stop) for start, stop in places(text[begin : end + _MOST_AHEAD])]
    before = next((at for at, place in enumerate(listed) if place[0] == here), None)
    if before is None or last - number + before >= len(listed):
        return dict(enumerate(places(text)))
    return {number - before + at: place for at, place in enumerate(listed)}


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
