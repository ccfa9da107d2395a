"""Names found at every key: what ``rank_names`` finds, from an index of folded names and their words.

``rank_names`` looks at every spelling; with thousands of actors that is too slow to do at each key. The index
gives it just those that can be among the best, so the result is the same.
"""

from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from archive_app.model.names import Name, NameMatch, consonants, fold_name, rank_names

_NEAR_ENOUGH = 0.7
"""No greater than the share of letters in place that ``rank_names`` asks for."""


class NameIndex:
    """Every spelling of everything in one half of the codebook."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._names = tuple(names)
        self._folded = [fold_name(name.text) for name in self._names]
        self._spaced = [f" {name}" for name in self._folded]
        self._exact: dict[str, int] = {}
        found: dict[str, list[int]] = {}
        for place, folded in enumerate(self._folded):
            self._exact.setdefault(folded, self._names[place].key)
            for word in folded.split():
                found.setdefault(word, []).append(place)
        self._words = list(found)
        self._places = list(found.values())
        self._consonants: list[str] | None = None
        self._most_used: list[NameMatch] | None = None

    def exactly(self, typed: str) -> int | None:
        """Return the key of the entry that has just this name or alias, whatever its case and accents."""
        return self._exact.get(fold_name(typed))

    def rank(self, typed: str, *, limit: int = 12) -> list[NameMatch]:
        """Return what :func:`rank_names` returns for these names."""
        wanted = fold_name(typed)
        if not wanted:
            if self._most_used is None:
                self._most_used = rank_names("", self._names, limit=max(limit, 64))
            return self._most_used[:limit] if limit <= 64 else rank_names("", self._names, limit=limit)
        begins = f" {wanted}"
        promising = {place for place, name in enumerate(self._spaced) if begins in name}
        if not self._are_enough(promising, limit):
            parts = wanted.split()
            if len(parts) > 1:
                promising |= self._with_all(parts)
            elif len(wanted) >= 2:
                promising |= {place for place, name in enumerate(self._folded) if wanted in name}
                if len(wanted) >= 3 and not self._are_enough(promising, limit):
                    promising |= self._near(wanted)
        return rank_names(typed, (self._names[place] for place in sorted(promising)), limit=limit)

    def _are_enough(self, places: set[int], limit: int) -> bool:
        # Whatever is found in a later, weaker way stands behind all of these.
        return len(places) >= limit and len({self._names[place].key for place in places}) >= limit

    def _with_all(self, parts: list[str]) -> set[int]:
        each = []
        for part in parts:
            places = {
                place for at, word in enumerate(self._words) if word.startswith(part)
                for place in self._places[at]
            }  # fmt: skip
            each.append(places | self._near(part) if len(part) >= 3 else places)
        return set.intersection(*each)

    def _near(self, typed: str) -> set[int]:
        words: set[int] = set()
        for more in (-1, 0, 1):
            length = len(typed) + more
            begun = [word[:length] for word in self._words]
            words.update(
                at
                for _, _, at in process.extract(
                    typed,
                    begun,
                    scorer=DamerauLevenshtein.normalized_similarity,
                    score_cutoff=_NEAR_ENOUGH,
                    limit=None,
                )
            )
        sounds = consonants(typed)
        if len(sounds) >= 3:
            if self._consonants is None:
                self._consonants = [consonants(word) for word in self._words]
            words.update(at for at, bare in enumerate(self._consonants) if bare.startswith(sounds))
        return {place for at in words for place in self._places[at]}
