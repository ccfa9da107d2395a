"""Which passages of an article are on show: all, those of some groups, or none for plain reading."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from archive_app.gui.colouring import ColourBy, Group, Surroundings, groups_of
from archive_app.storage.queries import PassageCard


@dataclass(frozen=True)
class Showing:
    """What is shown; groups of one kind widen the choice, groups of different kinds narrow it."""

    groups: frozenset[Group] = frozenset()
    """Empty for all passages."""
    is_plain: bool = False
    """Whether passages are hidden altogether."""
    also: frozenset[int] = frozenset()
    """Passages made or changed meanwhile: nothing a person works on vanishes."""

    @property
    def is_limited(self) -> bool:
        """Whether some passages may be hidden."""
        return self.is_plain or bool(self.groups)

    def shows(self, passage: PassageCard, around: Surroundings) -> bool:
        """Say whether a passage is on show; a claim type includes those below it."""
        if passage.id in self.also:
            return True
        return not self.is_plain and belongs_to(passage, self.groups, around)

    def only(self, *groups: Group) -> "Showing":
        """Give the same for other groups; passages made meanwhile have to fit again."""
        return Showing(frozenset(groups))

    def plain(self, is_plain: bool) -> "Showing":
        """Give the same with all passages hidden, or no longer so."""
        return replace(self, is_plain=is_plain, also=frozenset())

    def with_also(self, passage_ids: Iterable[int]) -> "Showing":
        """Give the same with passages that stay on show."""
        return replace(self, also=self.also.union(passage_ids)) if self.is_limited else self


def belongs_to(passage: PassageCard, groups: Iterable[Group], around: Surroundings) -> bool:
    """Say whether a passage is in one of the groups of each kind that is given; with none given, it is."""
    wanted: dict[ColourBy, set[int | str]] = {}
    for group in groups:
        wanted.setdefault(group.by, set()).add(group.key)
    return all(keys & set(_keys(passage, by, around)) for by, keys in wanted.items())


def _keys(passage: PassageCard, by: ColourBy, around: Surroundings) -> Iterable[int | str]:
    for group in groups_of(passage, by):
        if by is ColourBy.CLAIM and isinstance(group.key, int):
            yield from around.with_those_above(group.key)
        else:
            yield group.key
