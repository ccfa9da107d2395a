"""Names as people type them: folded for comparison, and found in spite of their spelling.

One commander is Haftar, Hafter and Hifter in three newspapers. A name is therefore found by its letters as
typed, by the letters near them, and by its consonants alone, which transliterations share.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from archive_app.model.text import without_accents

_ARABIC = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ـ": None})
_VOWELS = str.maketrans(dict.fromkeys("aeiouyw'’-"))
_HYPHENS = str.maketrans(dict.fromkeys("-‐‑", " "))
_SAME_SOUND = str.maketrans({"q": "k", "g": "j", "z": "s"})

_EXACT, _STARTS, _WORD_STARTS, _CONTAINS, _NEAR, _CONSONANTS = 100.0, 90.0, 80.0, 60.0, 50.0, 40.0
_NEAR_ENOUGH = 0.7  # of the letters in the right place: one wrong in four, two in seven


@dataclass(frozen=True)
class Name:
    """One spelling of something in the codebook."""

    key: int
    """Of the actor or claim type that it names."""
    text: str
    uses: int = 0


@dataclass(frozen=True)
class NameMatch:
    """A codebook entry found under a spelling; ``score`` runs from 0 (hardly) to 100 (exactly)."""

    key: int
    text: str
    score: float


@lru_cache(maxsize=100_000)
def fold_name(name: str) -> str:
    """Return a name without case, accents and doubled spaces, Arabic letters in one form each.

    Marks that make another letter stay: ハン and パン are two names, as are и and й.
    """
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = unicodedata.normalize("NFKD", plain.casefold())  # some compatibility forms are capitals
    return " ".join(unicodedata.normalize("NFC", without_accents(plain)).translate(_ARABIC).split())


@lru_cache(maxsize=100_000)
def consonants(word: str) -> str:
    """Return the consonants of a folded word, doubled ones once: what transliterations agree on."""
    bare = word[:1] + word[1:].translate(_VOWELS) if word[:1] in "aeiou" else word.translate(_VOWELS)
    bare = bare.translate(_SAME_SOUND)
    return "".join(letter for at, letter in enumerate(bare) if at == 0 or letter != bare[at - 1])


def rank_names(typed: str, names: Iterable[Name], *, limit: int = 12) -> list[NameMatch]:
    """Return the entries that ``typed`` may mean, best first, each once under its best spelling.

    Nothing typed returns the most used.
    """
    wanted = fold_name(typed)
    best: dict[int, tuple[float, int, NameMatch]] = {}
    for name in names:
        score = _score(wanted, fold_name(name.text))
        if score > 0:
            known = best.get(name.key)
            if known is None or score > known[0]:
                best[name.key] = (score, name.uses, NameMatch(name.key, name.text, min(score, 100.0)))
    ranked = sorted(best.values(), key=lambda found: (-found[0], -found[1], found[2].text.casefold()))
    return [match for _, _, match in ranked[:limit]]


def _score(wanted: str, name: str) -> float:
    if not wanted:
        return 1.0
    if name == wanted:
        return _EXACT
    shorter = len(wanted) / (len(name) or 1)  # of two that start alike, the shorter is nearer
    if name.startswith(wanted):
        return _STARTS + shorter
    words = _words(name)
    if any(word.startswith(wanted) for word in words) or f" {wanted}" in name:
        return _WORD_STARTS + shorter
    parts = _words(wanted)
    if len(parts) > 1:
        return _all_parts(parts, words)
    if len(wanted) >= 2 and wanted in name:
        return _CONTAINS + shorter
    if len(wanted) < 3:
        return 0.0
    return max((_near(wanted, word) for word in words), default=0.0)


def _words(name: str) -> list[str]:
    # “al-Serraj” is looked for as Serraj too.
    return name.translate(_HYPHENS).split()


def _all_parts(parts: list[str], words: list[str]) -> float:
    scores = [max((_word_score(part, word) for word in words), default=0.0) for part in parts]
    return 0.0 if min(scores) == 0 else sum(scores) / len(scores)


def _word_score(part: str, word: str) -> float:
    if word.startswith(part):
        return _WORD_STARTS
    return _near(part, word) if len(part) >= 3 else 0.0


def _near(typed: str, word: str) -> float:
    # What is being typed is compared with as much of the word, so that it is found before it is complete.
    nearest = max(
        DamerauLevenshtein.normalized_similarity(typed, word[: len(typed) + more]) for more in (-1, 0, 1)
    )
    if nearest >= _NEAR_ENOUGH:
        return _NEAR + 10 * nearest
    sounds = consonants(typed)
    if len(sounds) >= 3 and consonants(word).startswith(sounds):
        return _CONSONANTS + 5 * nearest
    return 0.0
