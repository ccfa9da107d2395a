"""Where each word of a field stands in the segments of an index, so that it is looked up once for all.

An index of a hundred thousand articles has some thirty segments, and a plain word is looked for in eight
fields; most words are in few of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from archive_app.search.likeness import Lexicon


@dataclass(frozen=True)
class Directory:
    """The words of a field in some segments, each once, and where it stands in which of them."""

    segments: tuple[str, ...]
    """The names of the segments."""
    lexicon: Lexicon
    """All words, each with the sum of its documents."""
    starts: npt.NDArray[np.int64]
    """Where the entries of each word begin, and where those of the last end."""
    numbers: npt.NDArray[np.uint16]
    """Of each entry: the segment, by its place in ``segments``."""
    places: npt.NDArray[np.int32]
    """Of each entry: the place of the word among the segment's own."""

    def entries(self, word: str) -> list[tuple[int, int]]:
        """Return which segments have a word, by their numbers, and its place among their words."""
        at = self.lexicon.place(word)
        if at is None:
            return []
        here = slice(self.starts[at], self.starts[at + 1])
        return list(zip(self.numbers[here].tolist(), self.places[here].tolist(), strict=True))


def directory_of(lexicons: Mapping[str, Lexicon]) -> Directory:
    """Put the words of several segments together, given by the segments' names."""
    listed = sorted(set[str]().union(*(lexicon.words for lexicon in lexicons.values())))
    number_of = {word: number for number, word in enumerate(listed)}
    words = [np.fromiter(map(number_of.__getitem__, each.words), np.int64) for each in lexicons.values()]
    sizes = [len(each) for each in words]
    together = np.concatenate([*words, np.empty(0, np.int64)])
    frequencies = np.zeros(len(listed), np.int64)
    for lexicon, here in zip(lexicons.values(), words, strict=True):
        frequencies[here] += lexicon.frequencies
    # Stable: the segments of a word stay in their order.
    order = np.argsort(together, kind="stable")
    places = np.concatenate([np.arange(size, dtype=np.int32) for size in (*sizes, 0)])
    starts = np.concatenate([[0], np.cumsum(np.bincount(together, minlength=len(listed)))])
    numbers = np.repeat(np.arange(len(sizes), dtype=np.uint16), sizes)
    return Directory(tuple(lexicons), Lexicon(listed, frequencies), starts, numbers[order], places[order])
