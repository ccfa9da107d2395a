"""Words one after the other, or near each other, in documents that have them all.

The words of a segment's documents stand in one array, as numbers, document after document: document d has
``words[starts[d]:starts[d + 1]]``. A hundred thousand articles have 51 million, and going through them is
bound by how fast memory is read. So a phrase is looked for in the lowest byte of each number first, a quarter
as much, and in stretches that stay in the processor's cache while two of its words are compared side by side
(10 ms for all). Of two bytes one place in 65,536 fits by chance; where they fit, the numbers are compared.
"""

from collections.abc import Sequence

import numpy as np

from archive_app.search.mapped import Ids, LowBytes, Mask, WordSequence

_FIRST_PIVOTS = 2  # of each document
_FAR = 1 << 40  # further than any words are apart
# Words that can be compared in the time that one document's are cut out; of bytes more.
_WORDS_PER_SLICE, _BYTES_PER_SLICE = 2_000, 6_000
_AT_ONCE = 1 << 17  # words


def documents_with_phrase(
    starts: Ids,
    words: WordSequence,
    low_bytes: LowBytes,
    chosen: Mask,
    wanted: Sequence[WordSequence],
    pivot: int,
) -> Ids:
    """Return which of the chosen documents have a phrase; see :meth:`Segment.sequences`."""
    documents, ends, laid = _laid(starts, words, chosen, _BYTES_PER_SLICE)
    last = len(wanted) - 1
    if laid is words:
        begins = _begins(low_bytes, [numbers.astype(np.uint8) for numbers in wanted], pivot)
    else:
        begins = _begins(laid, wanted, pivot)
    for at, numbers in enumerate(wanted):
        standing = laid[begins + at]
        begins = begins[standing == numbers[0] if len(numbers) == 1 else np.isin(standing, numbers)]
    if len(begins) < len(documents):
        owners = np.searchsorted(ends, begins, side="right")
        found = documents[np.unique(owners[begins + last < ends[owners]])]
    else:
        # Of each document only the first is looked at; one that reaches over the end of another counts
        # for neither.
        firsts = np.searchsorted(begins, np.concatenate([[0], ends[:-1]]))
        padded = np.concatenate([begins, [len(laid)]])
        found = documents[padded[firsts] + last < ends]
    answer: Ids = found[chosen[found]]
    return answer


def _begins(words: WordSequence | LowBytes, wanted: Sequence[WordSequence | LowBytes], pivot: int) -> Ids:
    """Return where two words of a phrase stand, its rarest and one beside it, as where it would begin."""
    last = len(wanted) - 1
    beside = next((at for at in (pivot - 1, pivot + 1) if 0 <= at <= last and len(wanted[at]) == 1), pivot)
    listed = [np.empty(0, np.int64)]
    for begin in range(0, len(words) - last, _AT_ONCE):
        end = min(begin + _AT_ONCE, len(words) - last)
        here = words[begin + pivot : end + pivot] == wanted[pivot][0]
        if beside != pivot:
            here &= words[begin + beside : end + beside] == wanted[beside][0]
        listed.append(np.flatnonzero(here) + begin)
    return np.concatenate(listed)


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
    documents, ends, words = _laid(starts, words, chosen, _WORDS_PER_SLICE)
    reach = len(wanted) + others - 1
    bounds = ends if gap is None else np.union1d(ends, np.flatnonzero(words == gap) + 1)
    pivots = np.flatnonzero(words == wanted[pivot])
    owners = np.searchsorted(ends, pivots, side="right")
    standing = [np.flatnonzero(words == number) for number in {*wanted} - {wanted[pivot]}]
    # Of common words the first few in a document are near each other already; the rest is looked at only
    # where they are not.
    is_first = np.ones(len(pivots), bool)
    is_first[_FIRST_PIVOTS:] = owners[_FIRST_PIVOTS:] != owners[:-_FIRST_PIVOTS]
    having = np.zeros(len(documents), bool)
    for looked_at in (is_first, ~is_first):
        at = np.flatnonzero(looked_at & ~having[owners])
        having[owners[at[_are_near(pivots[at], standing, bounds, reach)]]] = True
    found = documents[having]
    answer: Ids = found[chosen[found]]
    return answer


def _are_near(pivots: Ids, standing: Sequence[Ids], bounds: Ids, reach: int) -> Mask:
    """Say of which pivots a stretch has them and each of the other words, its ends so far apart at most.

    Such a stretch has of each word the one before the pivot that is nearest or the one after. Where it begins
    is one of those before or the pivot; of the words that stand before that, the one after is taken.
    """
    within = np.searchsorted(bounds, pivots, side="right")
    begins = np.concatenate([[0], bounds])[within]
    before, after = [], []
    for places in standing:
        padded = np.concatenate([[-_FAR], places, [_FAR]])
        at = np.searchsorted(places, pivots)
        before.append(np.where(padded[at] >= begins, padded[at], -_FAR))
        after.append(np.where(padded[at + 1] < bounds[within], padded[at + 1], _FAR))
    near = np.zeros(len(pivots), bool)
    for start in (pivots, *before):
        end = pivots
        for earlier, later in zip(before, after, strict=True):
            end = np.maximum(end, np.where(earlier >= start, pivots, later))
        near |= end - start <= reach
    return near


def _laid(starts: Ids, words: WordSequence, chosen: Mask, per_slice: int) -> tuple[Ids, Ids, WordSequence]:
    """Return documents, at least the chosen ones, where the words of each end, and the words of all."""
    documents = np.flatnonzero(chosen)
    lengths = starts[documents + 1] - starts[documents]
    if len(documents) * per_slice + int(lengths.sum()) < len(words):
        bounds = zip(starts[documents].tolist(), starts[documents + 1].tolist(), strict=True)
        return documents, np.cumsum(lengths), np.concatenate([words[first:end] for first, end in bounds])
    return np.arange(len(chosen)), starts[1:], words
