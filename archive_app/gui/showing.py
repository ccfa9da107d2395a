"""Which passages of an article are on show: all, those of some groups, or none for plain reading."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from archive_app.gui.colouring import ColourBy, Group, Surroundings, keys_of
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

    def matcher(self, around: Surroundings) -> Callable[[PassageCard], bool]:
        """Give what says whether a passage is on show; a claim type includes those below it."""
        also, is_plain = self.also, self.is_plain
        wanted = _wanted(self.groups, around)

        def shows(passage: PassageCard) -> bool:
            if passage.id in also:
                return True
            return not is_plain and all(not keys.isdisjoint(keys_of(passage, by)) for by, keys in wanted)

        return shows

    def shows(self, passage: PassageCard, around: Surroundings) -> bool:
        """Say whether one passage is on show."""
        return self.matcher(around)(passage)

    def only(self, *groups: Group) -> "Showing":
        """Give the same for other groups; passages made meanwhile have to fit again."""
        return Showing(frozenset(groups))

    def plain(self, is_plain: bool) -> "Showing":
        """Give the same with all passages hidden, or no longer so."""
        return replace(self, is_plain=is_plain, also=frozenset())

    def with_also(self, passage_ids: Iterable[int]) -> "Showing":
        """Give the same with passages that stay on show."""
        return replace(self, also=self.also.union(passage_ids)) if self.is_limited else self


def _wanted(groups: Iterable[Group], around: Surroundings) -> list[tuple[ColourBy, set[int | str]]]:
    """Give the keys that are asked for of each kind, claim types with all below them."""
    wanted: dict[ColourBy, set[int | str]] = {}
    for group in groups:
        wanted.setdefault(group.by, set()).add(group.key)
    asked = wanted.get(ColourBy.CLAIM)
    if asked is not None:
        asked |= {key for key in around.claims if not asked.isdisjoint(around.with_those_above(key))}
    return list(wanted.items())
