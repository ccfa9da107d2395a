"""The most telling words of a text, and what else has them: “more like this”.

A word tells the more of a text the oftener it stands there and the rarer it is elsewhere (tf-idf; Salton and
Buckley 1988, "Term-weighting approaches in automatic text retrieval"):

    weight(w) = (1 + ln tf(w)) · ln(1 + N / df(w))

with tf(w) the times it stands in the text, N documents and df(w) of them with the word. What has any of the
most telling words is ranked by the sum of its BM25F scores for them, each times its weight, as Lucene's
MoreLikeThis boosts its terms. All forms of a word count as that word.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np

from archive_app.search.executor import Executor
from archive_app.search.language import Understood
from archive_app.search.mapped import Ids, Numbers
from archive_app.search.query import TextField, Word
from archive_app.search.schema import ARTICLE, stem_field
from archive_app.search.tokens import read_words

MOST_WORDS = 25
"""Telling words that are looked for."""

_CANDIDATES = 200  # words of a text that are weighed
_SHORTEST = 2  # letters of a word that tells anything
_TOO_COMMON = 0.25  # of all documents; such words say nothing of what a text is about
_ELSEWHERE = 2  # documents that have a word, the text's own among them: it has to be found elsewhere
_FEW = 10  # documents; in so many a word may stand also where they are up to half of all


@dataclass(frozen=True)
class TellingWord:
    """A word that says what a text is about, and how much it says; the most telling weighs 1."""

    word: Word
    weight: float


@dataclass(frozen=True)
class Like:
    """Documents of a kind that have telling words, the most like first."""

    ids: Ids
    scores: Numbers
    """From 0 to 1, measured by the best."""
    shared: tuple[tuple[str, ...], ...]
    """For each, the telling words that it has, the most telling first."""


def telling_words(text: str, language: str, executor: Executor, kind: int) -> list[TellingWord]:
    """Return the most telling words of a text among documents of a kind, the most telling first."""
    if executor.postings is None:
        return []
    field: TextField = "text" if kind == ARTICLE else "quote"
    exist = executor.columns.articles_exist if kind == ARTICLE else executor.columns.passages_exist
    documents = int(np.count_nonzero(exist))
    reading = read_words(text)
    forms: dict[str, Counter[tuple[str, str]]] = {}
    for folded, spelt in zip(reading.words, reading.spelt, strict=True):
        if len(folded) >= _SHORTEST and not folded.isdigit():
            stems = executor.stems[language][spelt]
            forms.setdefault(stems[0] if stems else folded, Counter())[folded, spelt] += 1
    commonest = max(documents * _TOO_COMMON, min(documents / 2, _FEW), _ELSEWHERE)
    often = sorted(forms, key=lambda stem: -forms[stem].total())[: _CANDIDATES * 5]
    weights: list[tuple[float, str]] = []
    for stem in often:
        is_stem = ":" in stem
        frequency = executor.postings.frequency(stem_field(field) if is_stem else field, stem)
        if _ELSEWHERE <= frequency <= commonest:
            weights.append((-(1 + log(forms[stem].total())) * log(1 + documents / frequency), stem))
    chosen = sorted(weights)[:MOST_WORDS]
    found = []
    for weight, stem in chosen:
        folded, spelt = forms[stem].most_common(1)[0][0]
        word = Word(folded, None if kind == ARTICLE else field, spelt="" if spelt == folded else spelt)
        found.append(TellingWord(word, weight / chosen[0][0]))
    return found


def like(telling: Sequence[TellingWord], executor: Executor, kind: int, *, without: Ids, limit: int) -> Like:
    """Return what of a kind has these words, the most like first; ``without`` is left out."""
    exist = executor.columns.articles_exist if kind == ARTICLE else executor.columns.passages_exist
    run = executor.articles if kind == ARTICLE else executor.passages
    scores = np.zeros(len(exist), np.float32)
    having: list[Ids] = []
    for each in telling:
        match = run(Understood(each.word))
        scores[match.ids] += np.float32(each.weight) * match.scores
        having.append(np.sort(match.ids))
    scores[without[without < len(scores)]] = 0
    count = min(limit, int(np.count_nonzero(scores)))
    best = np.argpartition(-scores, max(count - 1, 0))[:count] if count else np.empty(0, np.int64)
    # Equals in the order of their keys, so that the same question has the same answer.
    ids = best[np.lexsort((best, -scores[best]))]
    found = scores[ids] / scores[ids[0]] if count else scores[:0]
    shared = tuple(
        tuple(
            each.word.spelling for each, ids_with in zip(telling, having, strict=True) if _has(ids_with, key)
        )
        for key in ids.tolist()
    )
    return Like(ids, found, shared)


def _has(ordered: Ids, key: int) -> bool:
    at = int(np.searchsorted(ordered, key))
    return at < len(ordered) and int(ordered[at]) == key
