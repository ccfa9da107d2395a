"""Names found at every key: what ``rank_names`` finds, from an index of folded names and their words.

``rank_names`` looks at every spelling, which is too slow for each key when there are thousands. The index
gives it only those that can be among the best, so the result is the same.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from heapq import nsmallest
from operator import itemgetter

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from archive_app.model.names import Name, NameMatch, consonants, fold_name, rank_names

_NEAR_ENOUGH = 0.7
"""The share of letters in place that ``rank_names`` asks for; were it less here, only time would be lost."""
_FEW = 120
"""So few names are ranked sooner than they are thinned out."""
_REMEMBERED = 64
"""Words typed lately whose likenesses are kept: most keys change the last word only."""

Spelling = tuple[int, str]
"""The key of an actor or claim type, and one name of it."""


class NameIndex:
    """Every spelling of everything in one half of the codebook."""

    def __init__(self, spellings: Iterable[Spelling], uses: Mapping[int, int]) -> None:
        """Index names; ``uses`` are by key, and an entry's first spelling is its own name."""
        self._spellings: Sequence[Spelling] = list(spellings)
        self._uses = uses
        self._folded = [fold_name(text) for _, text in self._spellings]
        self._spaced = [f" {name}" for name in self._folded]
        self._exact: dict[str, int] = {}
        for name, (key, _) in zip(self._folded, self._spellings, strict=True):
            self._exact.setdefault(name, key)
        self._words: _Words | None = None
        self._likenesses: dict[str, set[int]] = {}

    def set_uses(self, uses: Mapping[int, int]) -> None:
        """Take in how often each entry is used now."""
        self._uses = uses

    def exactly(self, typed: str) -> int | None:
        """Return the key of the entry that has just this name or alias, whatever its case and accents."""
        return self._exact.get(fold_name(typed))

    def prepare(self) -> None:
        """Make ahead of time what the first misspelt name would otherwise wait for."""
        self._split()

    def rank(self, typed: str, *, limit: int = 12) -> list[NameMatch]:
        """Return what :func:`rank_names` returns for these names."""
        wanted = fold_name(typed)
        if not wanted:
            return self._most_used(limit)
        names = [self._name(at) for at in self._promising(wanted, limit)]
        return rank_names(typed, names, limit=limit)

    def _name(self, at: int) -> Name:
        key, text = self._spellings[at]
        return Name(key, text, self._uses.get(key, 0))

    def _most_used(self, limit: int) -> list[NameMatch]:
        own: dict[int, str] = {}
        for key, text in self._spellings:
            own.setdefault(key, text)
        ranked = nsmallest(
            limit, own.items(), key=lambda entry: (-self._uses.get(entry[0], 0), entry[1].casefold())
        )
        return [NameMatch(key, text, 1.0) for key, text in ranked]

    # What can be among the best -----------------------------------------------------------------

    def _promising(self, wanted: str, limit: int) -> list[int]:
        # Whatever is found in a later, weaker way ranks behind everything found before. Of names found in
        # one way the shorter ranks first.
        folded = self._folded
        begins = f" {wanted}"
        within = [at for at, name in enumerate(self._spaced) if begins in name]
        first = {at for at in within if folded[at].startswith(wanted)}
        if self._are_enough(first, limit):
            return self._shortest(first, limit)
        found = set(within)
        if self._are_enough(found, limit):
            return sorted({*first, *self._shortest(found - first, limit)})
        parts = wanted.split()
        if len(parts) > 1:
            return sorted(found | self._with_all(parts))
        if len(wanted) >= 2:
            inside = {at for at, name in enumerate(folded) if wanted in name} - found
            found.update(self._shortest(inside, limit))
            if len(wanted) >= 3 and not self._are_enough(found, limit):
                found |= self._like(wanted)
        return sorted(found)

    def _are_enough(self, places: set[int], limit: int) -> bool:
        return len(places) >= limit and len({self._spellings[at][0] for at in places}) >= limit

    def _shortest(self, places: set[int], limit: int) -> list[int]:
        if len(places) <= _FEW:
            return sorted(places)
        kept: list[int] = []
        keys: set[int] = set()
        longest = 0
        for length, at in sorted((len(self._folded[at]), at) for at in places):
            if len(keys) >= limit and length > longest:
                break
            kept.append(at)
            keys.add(self._spellings[at][0])
            longest = length
        return sorted(kept)

    def _with_all(self, parts: list[str]) -> set[int]:
        words = self._split()
        found: set[int] | None = None
        for part in parts:
            places = words.beginning(part)
            if len(part) >= 3:
                places |= self._like(part)
            found = places if found is None else found & places
            if len(found) <= _FEW:
                break
        return found or set()

    def _like(self, typed: str) -> set[int]:
        known = self._likenesses.get(typed)
        if known is None:
            if len(self._likenesses) >= _REMEMBERED:
                self._likenesses.clear()
            known = self._likenesses[typed] = self._split().like(typed)
        return known

    def _split(self) -> "_Words":
        if self._words is None:
            self._words = _Words(self._folded)
        return self._words


class _Words:
    """The words of all names, each with the places of the names that it stands in."""

    def __init__(self, folded: Sequence[str]) -> None:
        found: dict[str, list[int]] = {}
        for place, name in enumerate(folded):
            for word in name.split():
                found.setdefault(word, []).append(place)
        ordered = sorted(found.items(), key=itemgetter(0))
        self._words = [word for word, _ in ordered]
        self._places = [places for _, places in ordered]
        self._prefixes: dict[int, tuple[list[str], list[int]]] = {}
        self._by_sound: dict[str, list[int]] = {}
        for at, word in enumerate(self._words):
            self._by_sound.setdefault(consonants(word)[:3], []).append(at)

    def beginning(self, typed: str) -> set[int]:
        """Return the places of the names with a word that begins so."""
        begins = bisect_left(self._words, typed)
        ends = bisect_left(self._words, typed + "\U0010ffff")
        return {place for word in range(begins, ends) for place in self._places[word]}

    def like(self, typed: str) -> set[int]:
        """Return the places of the names with a word whose letters or consonants are nearly these."""
        words: set[int] = set()
        for more in (-1, 0, 1):
            prefixes, begins = self._beginnings(len(typed) + more)
            near = process.extract(
                typed,
                prefixes,
                scorer=DamerauLevenshtein.normalized_similarity,
                score_cutoff=_NEAR_ENOUGH,
                limit=None,
            )
            for _, _, at in near:
                words.update(range(begins[at], begins[at + 1]))
        sounds = consonants(typed)
        if len(sounds) >= 3:
            alike = self._by_sound.get(sounds[:3], ())
            words.update(at for at in alike if consonants(self._words[at]).startswith(sounds))
        return {place for at in words for place in self._places[at]}

    def _beginnings(self, length: int) -> tuple[list[str], list[int]]:
        """Return the different first letters of all words, and where the words of each begin and end."""
        known = self._prefixes.get(length)
        if known is None:
            prefixes: list[str] = []
            begins: list[int] = []
            last = None
            for at, word in enumerate(self._words):
                prefix = word[:length]
                if prefix != last:
                    prefixes.append(prefix)
                    begins.append(at)
                    last = prefix
            begins.append(len(self._words))
            known = self._prefixes[length] = (prefixes, begins)
        return known
