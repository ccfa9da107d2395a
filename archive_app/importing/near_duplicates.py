"""Which texts are much alike: MinHash nominates pairs of them, exact comparison decides.

A text is taken for the set of its *shingles*, all rows of five words in it. The *resemblance* of two texts is
the Jaccard coefficient of their sets, ``|A ∩ B| / |A ∪ B|``; the *containment* of the smaller in the larger
is ``|A ∩ B| / min(|A|, |B|)`` (A. Broder, "On the resemblance and containment of documents", 1997).

Comparing all pairs would take hours. The smallest value that a random permutation gives to any shingle is the
same for two texts with a probability that equals their resemblance (Broder, ibid.). So 128 such minima, the
*signature*, estimate it; and texts that agree in all four values of one of 32 bands are nominated, which
happens to a pair of resemblance s with probability ``1 - (1 - s⁴)³²``: 0.87 at 0.5, 0.99 at 0.6, 0.05 at 0.2
(J. Leskovec, A. Rajaraman, J. Ullman, "Mining of Massive Datasets", ch. 3.4).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
import regex
from numpy.typing import NDArray

Shingles = NDArray[np.uint64]
"""The hashes of a text's shingles, each once, ascending."""
Signatures = NDArray[np.uint32]
"""A row of :data:`PERMUTATIONS` values for each text."""

PERMUTATIONS = 128
WORDS = 5
"""In a shingle."""

_BANDS = 32
_ROWS = PERMUTATIONS // _BANDS
_NEIGHBOURS = 20
"""How many others a text is nominated with in one band: thousands of pages that say the same few words make a
chain, not millions of pairs."""
_WORTH_COMPARING = 0.3
"""Estimated resemblance below which nominated pairs are passed over."""

# Scripts that put no spaces between words are taken character by character.
_WORD = regex.compile(
    r"(?V1)[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]"
    r"|[[\p{L}\p{N}\p{M}]--[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]]+"
)
_GOLDEN = 0x9E3779B97F4A7C15  # 2⁶⁴ divided by the golden ratio


@dataclass(frozen=True, slots=True)
class Resemblance:
    """How much two texts are alike, each from 0 to 1."""

    jaccard: float
    containment: float
    """How much of the shorter one is in the longer one."""


def shingles(text: str) -> Shingles:
    """Return the shingles of a text, whatever its case and punctuation; a shorter text is one shingle."""
    words = _WORD.findall(text.casefold())
    hashes = np.fromiter((crc32(word.encode("utf-8")) for word in words), np.uint64, len(words))
    rows = max(len(words) - WORDS + 1, 1)
    together = np.zeros(rows, np.uint64)
    for offset in range(min(WORDS, len(words))):
        together = together * np.uint64(_GOLDEN) + hashes[offset : offset + rows]
    return np.unique(_mixed(together))


def resemblance(one: Shingles, other: Shingles) -> Resemblance:
    """Compare two texts exactly, by their shingles."""
    shared = len(np.intersect1d(one, other, assume_unique=True))
    union = len(one) + len(other) - shared
    return Resemblance(shared / union, shared / min(len(one), len(other)))


def signatures(texts: Sequence[Shingles]) -> Signatures:
    """Return the signatures of texts, a row for each."""
    found = np.empty((len(texts), PERMUTATIONS), np.uint32)
    if not texts:
        return found
    together = np.concatenate(texts)
    starts = np.cumsum([0, *(len(text) for text in texts[:-1])])
    for place, (factor, addend) in enumerate(_permutations()):
        # The upper half of a product modulo 2⁶⁴ is as good as a permutation (Dietzfelbinger et al., 1997).
        values = (together * factor + addend) >> np.uint64(32)
        found[:, place] = np.minimum.reduceat(values, starts)
    return found


def nominated(found: Signatures, among: Iterable[int] | None = None) -> list[tuple[int, int]]:
    """Return pairs of rows that are probably alike, the smaller first; only those with one of ``among``."""
    count = len(found)
    pairs = [np.empty(0, np.int64)]
    for band in range(_BANDS):
        keys = _band_keys(found[:, band * _ROWS : (band + 1) * _ROWS])
        order = np.argsort(keys, kind="stable")
        keys = keys[order]
        for distance in range(1, _NEIGHBOURS + 1):
            same = np.flatnonzero(keys[distance:] == keys[:-distance])
            if not len(same):
                break
            # Stable, so that the first of two is the smaller row.
            pairs.append(order[same] * count + order[same + distance])
    codes = np.unique(np.concatenate(pairs))
    first, second = codes // max(count, 1), codes % max(count, 1)
    if among is not None:
        meant = np.zeros(count, bool)
        meant[list(among)] = True
        wanted = meant[first] | meant[second]
        first, second = first[wanted], second[wanted]
    likely: list[tuple[int, int]] = []
    for start in range(0, len(first), 10_000):
        a, b = first[start : start + 10_000], second[start : start + 10_000]
        alike = (found[a] == found[b]).mean(axis=1) >= _WORTH_COMPARING
        likely += zip(a[alike].tolist(), b[alike].tolist(), strict=True)
    return likely


def _band_keys(rows: Signatures) -> NDArray[np.uint64]:
    keys = np.zeros(len(rows), np.uint64)
    for column in range(rows.shape[1]):
        keys = keys * np.uint64(_GOLDEN) + rows[:, column]
    return keys


def _permutations() -> list[tuple[np.uint64, np.uint64]]:
    # SplitMix64 (Steele et al., 2014) from 1: the same in every process and every version of numpy.
    drawn = _mixed(np.arange(1, 2 * PERMUTATIONS + 1, dtype=np.uint64) * np.uint64(_GOLDEN))
    return list(zip(drawn[::2] | np.uint64(1), drawn[1::2], strict=True))


def _mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Spread values over all 64 bits; the last steps of SplitMix64."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))
