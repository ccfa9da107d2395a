"""Moving one end of a passage by character, word or sentence."""

from enum import Enum

import regex

from archive_app.model.segments import sentence_at, trim, word_at

_CHARACTER = regex.compile(r"\X")


class Edge(Enum):
    """One end of a passage, in the order of the text."""

    START = "start"
    END = "end"


class Unit(Enum):
    """By how much an end moves."""

    CHARACTER = "character"
    WORD = "word"
    SENTENCE = "sentence"


def moved_edge(
    text: str, start: int, end: int, edge: Edge, unit: Unit, forward: bool
) -> tuple[int, int] | None:
    """Move one end of a range by one unit towards the end of the text, or back.

    The end comes to stand at a unit's own edge, never beside a space; the range keeps at least one
    character. Gives None where the end cannot move. Positions are code points.
    """
    if edge is Edge.END:
        moved = _next_end(text, end, unit) if forward else _previous_end(text, start, end, unit)
        return None if moved is None or moved <= start or moved == end else (start, moved)
    moved = _next_start(text, start, end, unit) if forward else _previous_start(text, start, unit)
    while moved is not None and moved < end and text[moved].isspace():
        # A mark upon a space counts with the space.
        moved += 1
    return None if moved is None or moved >= end or moved == start else (moved, end)


def dragged_edge(
    text: str, start: int, end: int, edge: Edge, position: int, by_words: bool
) -> tuple[int, int]:
    """Give the range whose one end was dragged to a position; the other end stays.

    `by_words` takes in the whole word at the position. The range keeps at least one character, and has no
    space at the dragged end.
    """
    if edge is Edge.END:
        position = max(position, start + 1)
        if by_words:
            position = max(position, word_at(text, position - 1)[1])
        trimmed = trim(text, start, position)
        return trimmed if trimmed[1] > trimmed[0] else (start, end)
    position = min(position, end - 1)
    if by_words:
        word = word_at(text, position)
        position = min(position, word[0]) if word[0] < word[1] else position
    trimmed = trim(text, position, end)
    return trimmed if trimmed[1] > trimmed[0] else (start, end)


def _next_end(text: str, end: int, unit: Unit) -> int | None:
    place = _skip_spaces(text, end)
    if place >= len(text):
        return None
    if unit is Unit.SENTENCE:
        return sentence_at(text, place, place + 1)[1]
    if unit is Unit.WORD:
        return max(word_at(text, place)[1], place + 1)
    return _character_end(text, place)


def _previous_end(text: str, start: int, end: int, unit: Unit) -> int | None:
    last = end - 1
    if unit is Unit.SENTENCE:
        place = sentence_at(text, last, end)[0]
    elif unit is Unit.WORD:
        place = min(_word_start(text, last), last)
    else:
        place = _character_start(text, last)
    place = trim(text, start, max(place, start))[1]
    return place if place > start else None


def _next_start(text: str, start: int, end: int, unit: Unit) -> int | None:
    if unit is Unit.SENTENCE:
        place = sentence_at(text, start, start + 1)[1]
    elif unit is Unit.WORD:
        place = max(word_at(text, start)[1], start + 1)
    else:
        place = _character_end(text, start)
    place = _skip_spaces(text, place)
    return place if place < end else None


def _previous_start(text: str, start: int, unit: Unit) -> int | None:
    last = start - 1
    while last >= 0 and text[last].isspace():
        last -= 1
    if last < 0:
        return None
    if unit is Unit.SENTENCE:
        return sentence_at(text, last, last + 1)[0]
    if unit is Unit.WORD:
        return min(_word_start(text, last), last)
    return _character_start(text, last)


def _word_start(text: str, place: int) -> int:
    start, end = word_at(text, place)
    return start if start <= place < end else place


def _skip_spaces(text: str, place: int) -> int:
    while place < len(text) and text[place].isspace():
        place += 1
    return place


def _character_end(text: str, place: int) -> int:
    match = _CHARACTER.match(text, place)
    return match.end() if match else place + 1


def _character_start(text: str, place: int) -> int:
    """Where the character with all its marks begins that holds a code point."""
    # An emoji family or a letter with its marks is far shorter than this.
    for match in _CHARACTER.finditer(text, max(0, place - 40), min(len(text), place + 40)):
        if match.start() <= place < match.end():
            return match.start()
    return place
