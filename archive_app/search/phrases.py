"""Words one after the other, or near each other, in documents that have them all.

The words of a segment's documents stand in one array, as numbers, document after document: document d has
``words[starts[d]:starts[d + 1]]``. Going through the words of 100,000 articles (51 million) for the rarest of
the wanted ones takes about 20 ms; only where it stands are the others compared.
"""

from collections.abc import Sequence

import numpy as np

from archive_app.search.mapped import Ids, Mask, WordSequence

_PIVOTS_AT_ONCE = 50_000
_WORDS_PER_SLICE = 2_000  # can be compared in the time that one document's words are cut out


def documents_with_phrase(
    starts: Ids, words: WordSequence, chosen: Mask, wanted: Sequence[WordSequence], pivot: int
) -> Ids:
    """Return which of the chosen documents have a phrase; see :meth:`Segment.sequences`."""
    documents, ends, words = _laid(starts, words, chosen)
    last = len(wanted) - 1
    begins = np.flatnonzero(words == wanted[pivot][0]) - pivot
    begins = begins[(begins >= 0) & (begins < len(words) - last)]
    for at, numbers in enumerate(wanted):
        if at != pivot:
            here = words[begins + at]
            begins = begins[here == numbers[0] if len(numbers) == 1 else np.isin(here, numbers)]
    owners = np.searchsorted(ends, begins, side="right")
    owners = owners[owners == np.searchsorted(ends, begins + last, side="right")]
    found = documents[np.unique(owners)]
    answer: Ids = found[chosen[found]]
    return answer


def documents_with_words_near(
    starts: Ids,
    words: WordSequence,
    chosen: Mask,
    wanted: Sequence[int],
    pivot: int,
    others: int,
    gap: int | None = None,
) -> Ids:
    """Return which of the chosen documents have all words within a stretch of their number and ``others``.

    No stretch reaches over a ``gap``, which is a number among the words.
    """
    documents, ends, words = _laid(starts, words, chosen)
    size = len(wanted) + others
    bounds = ends if gap is None else np.union1d(ends, np.flatnonzero(words == gap) + 1)
    sizes = np.diff(bounds, prepend=0)
    around = np.flatnonzero(words == wanted[pivot])
    found: list[Ids] = []
    for first in range(0, len(around), _PIVOTS_AT_ONCE):
        places = around[first : first + _PIVOTS_AT_ONCE]
        owners = np.searchsorted(ends, places, side="right")
        here = places[:, None] + np.arange(1 - size, size)
        within = owners if gap is None else np.searchsorted(bounds, places, side="right")
        inside = (here >= (bounds[within] - sizes[within])[:, None]) & (here < bounds[within][:, None])
        stretch = np.where(inside, words[np.clip(here, 0, len(words) - 1)], 0)
        together = np.ones((len(places), size), bool)
        for number in wanted:
            # In each stretch that has the pivot in it: does the word stand there?
            upto = np.cumsum((stretch == number) & inside, axis=1)
            upto = np.concatenate([np.zeros((len(places), 1), upto.dtype), upto], axis=1)
            together &= upto[:, size:] > upto[:, :size]
        found.append(owners[together.any(axis=1)])
    having = documents[np.unique(np.concatenate(found))] if found else documents[:0]
    answer: Ids = having[chosen[having]]
    return answer


def _laid(starts: Ids, words: WordSequence, chosen: Mask) -> tuple[Ids, Ids, WordSequence]:
    """Return documents, at least the chosen ones, where the words of each end, and the words of all."""
    documents = np.flatnonzero(chosen)
    lengths = starts[documents + 1] - starts[documents]
    if len(documents) * _WORDS_PER_SLICE + int(lengths.sum()) < len(words):
        cut = [words[starts[document] : starts[document + 1]] for document in documents]
        return documents, np.cumsum(lengths), np.concatenate(cut)
    return np.arange(len(chosen)), starts[1:], words
