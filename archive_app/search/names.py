"""The names in an archive by which queries ask: of actors, claim types, coders, collections and labels."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from sqlmodel import Session

from archive_app.model.names import Name, rank_names
from archive_app.search.query import ROLES, Named
from archive_app.search.tokens import words
from archive_app.storage.documents import (
    NamedRow,
    actor_names,
    claim_type_names,
    coder_names,
    collection_names,
    label_names,
)

NameKind = Literal["actor", "claim", "coder", "collection", "label"]
NAME_TABLES = frozenset(("actor", "actor_alias", "claim_type", "coder", "collection", "label"))
"""Tables whose rows have names, or are such."""


@dataclass(frozen=True)
class _Spelt:
    key: int
    names: tuple[str, ...]
    words: tuple[tuple[str, ...], ...]


class NameIndex:
    """Finds names by the beginning of any of their words."""

    def __init__(self, names: Iterable[tuple[int, str]]) -> None:
        """Take each name with the key or number of what it names."""
        self._entries = sorted((word, key, name) for key, name in names for word in {*words(name)})

    @cached_property
    def words(self) -> list[str]:
        """All words of the names, in order."""
        return list(dict.fromkeys(word for word, _, _ in self._entries))

    def beginning(self, typed: str) -> dict[int, str]:
        """Return what has a name with a word that begins so, with that name."""
        asked = words(typed)
        if not asked:
            return {key: name for _, key, name in self._entries}
        first = bisect_left(self._entries, (asked[-1],))
        found: dict[int, str] = {}
        for word, key, name in self._entries[first:]:
            if not word.startswith(asked[-1]):
                break
            if len(asked) == 1 or set(asked[:-1]) <= set(words(name)):
                found.setdefault(key, name)
        return found


class Names:
    """What has a name in an archive, as of one moment."""

    def __init__(self) -> None:
        self._rows: dict[NameKind, list[NamedRow]] = {}
        self._spelt: dict[NameKind, list[_Spelt]] = {}
        self._parents: dict[int, int] = {}
        self._children: dict[int, list[int]] = {}
        self._found: dict[tuple[NameKind, Named], frozenset[int]] = {}
        self._indexes: dict[NameKind, NameIndex] = {}

    def read(self, session: Session) -> None:
        """Take over what the archive has now."""
        claim_types = claim_type_names(session)
        self._rows = {
            "actor": actor_names(session),
            "claim": claim_types,
            "coder": coder_names(session),
            "collection": collection_names(session),
            "label": label_names(session),
        }
        self._parents = {row.id: row.parent_id for row in claim_types if row.parent_id is not None}
        self._children = {}
        for key, parent in self._parents.items():
            self._children.setdefault(parent, []).append(key)
        self._spelt = {}
        self._found = {}
        self._indexes = {}

    def of(self, kind: NameKind) -> dict[int, str]:
        """Return the name of each of a kind by its key."""
        return {row.id: row.names[0] for row in self._rows.get(kind, ())}

    def rows(self, kind: NameKind) -> Sequence[NamedRow]:
        """Return all of a kind with all their names."""
        return self._rows.get(kind, ())

    def index(self, kind: NameKind) -> NameIndex:
        """Return what finds those of a kind by the beginning of any of their names."""
        known = self._indexes.get(kind)
        if known is None:
            names = ((row.id, name) for row in self.rows(kind) for name in row.names)
            known = self._indexes[kind] = NameIndex(names)
        return known

    def above(self, claim_type: int) -> list[int]:
        """Return the claim types above one, the nearest first."""
        found: list[int] = []
        key: int | None = claim_type
        while (key := self._parents.get(key or 0)) is not None and key not in found:
            found.append(key)
        return found

    def named(self, query: Named) -> list[NamedRow]:
        """Return what goes by a name, without the claim types below it.

        A name fits when it has the wanted words one after the other, or is they; with ``is_about`` also when
        it is spelt or sounds nearly so.
        """
        kind = kind_of(query)
        if kind is None:
            return []
        spelt = self._spelt_of(kind)
        keys = {row.key for row in spelt if any(fits(name, query) for name in row.words)}
        if query.is_about:
            names = [Name(row.key, " ".join(name)) for row in spelt for name in row.words]
            keys |= {match.key for match in rank_names(" ".join(query.words), names, limit=len(names))}
        return [row for row in self._rows.get(kind, ()) if row.id in keys]

    def keys(self, query: Named) -> frozenset[int]:
        """Return the keys of what goes by a name, with all claim types below it."""
        kind = kind_of(query)
        assert kind is not None
        known = self._found.get((kind, query))
        if known is None:
            found = {row.id for row in self.named(query)}
            known = frozenset(self._with_children(found) if kind == "claim" else found)
            self._found[kind, query] = known
        return known

    def _spelt_of(self, kind: NameKind) -> list[_Spelt]:
        known = self._spelt.get(kind)
        if known is None:
            known = self._spelt[kind] = [
                _Spelt(row.id, row.names, tuple(tuple(words(name)) for name in row.names))
                for row in self._rows.get(kind, ())
            ]
        return known

    def _with_children(self, keys: Iterable[int]) -> set[int]:
        found: set[int] = set()
        waiting = list(keys)
        while waiting:
            key = waiting.pop()
            if key not in found:
                found.add(key)
                waiting += self._children.get(key, ())
        return found


def kind_of(query: Named) -> NameKind | None:
    """Return what a name is of; nothing for outlets and the like, which are no more than words."""
    match query.field:
        case "claim" | "coder" | "collection" | "label":
            return query.field
        case "outlet" | "author" | "lang" | "source":
            return None
        case _:
            assert query.field == "actor" or query.field in ROLES
            return "actor"


def fits(name: Sequence[str], query: Named) -> bool:
    """Say whether a name, as its words, is meant by a query."""
    wanted = query.words
    if query.is_exact:
        return tuple(name) == wanted
    last = len(wanted) - 1
    for at in range(len(name) - last):
        if tuple(name[at : at + last]) == wanted[:last]:
            word = name[at + last]
            if word == wanted[last] or (query.ends_in_prefix and word.startswith(wanted[last])):
                return True
    return False
