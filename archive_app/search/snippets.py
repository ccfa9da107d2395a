"""Cuts a short piece out of a text around what was found, and says where the finds stand in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from archive_app.search.language import And, Not, Or, Phrase, Query, Word
from archive_app.search.tokens import Token, first_character, tokens

SNIPPET_LENGTH = 220
"""Code points of a snippet, about."""
_CONTEXT = 60  # code points kept before the first mark
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
class Sought:
    """What of a query can be marked in a text."""

    words: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    _by_first: dict[str, list[Phrase]] = field(default_factory=dict, compare=False)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to be marked."""
        return not (self.words or self.prefixes or self.phrases)

    def finds(self, text: str) -> list[tuple[int, int, str]]:
        """Return each find in order: where it stands, in code points, and what of the query it is."""
        if self.is_empty:
            return []
        found = tokens_of = list(tokens(text))
        return sorted(set(self._singles(tokens_of)) | set(self._sequences(found)))

    def _singles(self, listed: Sequence[Token]) -> Iterator[tuple[int, int, str]]:
        for word, start, end in listed:
            if word in self.words:
                yield start, end, word
                continue
            first = first_character(word)
            if first is not None and first in self.words:
                yield start, start + 1, first
            for prefix in self.prefixes:
                if word.startswith(prefix):
                    yield start, end, prefix

    def _sequences(self, listed: Sequence[Token]) -> Iterator[tuple[int, int, str]]:
        for phrase in self.phrases:
            first, last = phrase.words[0], len(phrase.words) - 1
            for at in range(len(listed) - last):
                if listed[at].word != first:
                    continue
                here = [token.word for token in listed[at : at + last + 1]]
                if here[:last] == list(phrase.words[:last]) and (
                    here[last] == phrase.words[last]
                    or (phrase.ends_in_prefix and here[last].startswith(phrase.words[last]))
                ):
                    yield listed[at].start, listed[at + last].end, " ".join(phrase.words)


def sought(query: Query, *fields: str) -> Sought:
    """Return what to mark of a query in the text of these fields; what is excluded is not marked."""
    words: set[str] = set()
    prefixes: dict[str, None] = {}
    phrases: dict[Phrase, None] = {}

    def walk(part: Query) -> None:
        match part:
            case And() | Or():
                for inner in part.parts:
                    walk(inner)
            case Word() if part.field is None or part.field in fields:
                if part.is_prefix:
                    prefixes[part.word] = None
                else:
                    words.add(part.word)
            case Phrase() if part.field is None or part.field in fields:
                phrases[part] = None
            case Not():
                pass
            case _:
                pass

    walk(query)
    return Sought(frozenset(words), tuple(prefixes), tuple(phrases))


def cut_snippet(text: str, what: Sought, *, length: int = SNIPPET_LENGTH) -> Snippet:
    """Cut the piece of ``text`` that has the most different finds in it; its beginning when it has none."""
    finds = what.finds(text)
    if not finds:
        begin, end = _between_words(text, 0, length)
        return _piece(text, begin, end, [])
    best = _best(finds, length - _CONTEXT)
    first = finds[best]
    begin, end = _between_words(text, first[0] - _CONTEXT, first[0] - _CONTEXT + length)
    end = max(end, min(first[1], begin + 4 * length))
    inside = [(start, stop) for start, stop, _ in finds if start >= begin and stop <= end]
    snippet = _piece(text, begin, end, _joined(inside))
    return Snippet(snippet.text, snippet.marks, first[0], first[1])


def _best(finds: Sequence[tuple[int, int, str]], width: int) -> int:
    """Return the find from which on the most different ones stand within ``width``; the first of equals."""
    counts: dict[str, int] = {}
    best, most, upto = 0, 0, 0
    for at, (start, _, name) in enumerate(finds):
        while upto < len(finds) and finds[upto][1] <= max(start + width, finds[at][1]):
            counts[finds[upto][2]] = counts.get(finds[upto][2], 0) + 1
            upto += 1
        if len(counts) > most:
            best, most = at, len(counts)
        if upto > at:
            counts[name] -= 1
            if not counts[name]:
                del counts[name]
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
    line = "".join(" " if character.isspace() else character for character in text[begin:end])
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
