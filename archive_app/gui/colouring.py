"""What the colours of passages mean: claim types, actors, stances or coders.

A passage may belong to several *groups*: it has two claim types, or three actors. The first of them decides
its colour; all of them count in the legend and in filters, so that what is counted is what a filter shows.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from archive_app.gui.lists.tags import stance_word
from archive_app.gui.reader.appearance import COLOUR_COUNT, UNTAGGED, Pattern, pattern_of
from archive_app.gui.reader.highlights import Highlight
from archive_app.model.values import Stance
from archive_app.storage.queries import PassageCard

MIXED = "mixed"
"""The stance of a passage that supports one claim and opposes another."""
_PATTERNS = tuple(pattern_of(colour) for colour in range(len(Pattern)))
_NONE = ""
_SIDES, _NEUTRAL = (str(Stance.SUPPORTS), str(Stance.OPPOSES)), str(Stance.NEUTRAL)


class ColourBy(StrEnum):
    """What passages are told apart by."""

    CLAIM = "claim"
    ACTOR = "actor"
    STANCE = "stance"
    CODER = "coder"


@dataclass(frozen=True, slots=True)
class Group:
    """The passages that have one thing in common: a claim type, an actor, a stance or a coder."""

    by: ColourBy
    key: int | str
    """The claim type's or actor's key, the stance, the coder's name; empty for passages that have none."""


@dataclass(frozen=True, slots=True)
class Look:
    """How the passages of a group are drawn."""

    colour: int
    """Index into the palette's twelve colours; -1 is neutral."""
    pattern: Pattern


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """One line of a legend."""

    group: Group
    name: str
    look: Look
    count: int
    """Passages of the group, those of claim types below it included."""


@dataclass(frozen=True, slots=True)
class ClaimNode:
    """A claim type's place in the tree, its name and its colour."""

    parent_id: int | None
    name: str
    colour: int


@dataclass(frozen=True)
class Surroundings:
    """What passages alone do not tell: the tree of claim types, and in what order the coders came."""

    claims: Mapping[int, ClaimNode] = field(default_factory=dict)
    coders: Mapping[str, int] = field(default_factory=dict)
    """Keys by name."""

    def with_those_above(self, claim_type_id: int) -> Iterable[int]:
        """Give a claim type and all above it, from the bottom up."""
        seen: set[int] = set()
        at: int | None = claim_type_id
        while at is not None and at not in seen:
            seen.add(at)
            yield at
            node = self.claims.get(at)
            at = node.parent_id if node else None

    def coder_key(self, name: str) -> int:
        """Give a coder's key; one who has just begun gets the key that comes next."""
        known = self.coders.get(name)
        return known if known is not None else max(self.coders.values(), default=0) + 1


STANCE_LOOKS: dict[str, Look] = {
    Stance.SUPPORTS: Look(0, Pattern.SOLID),  # blue
    Stance.OPPOSES: Look(1, Pattern.DASHED),  # vermilion: apart from blue for every kind of colour blindness
    Stance.NEUTRAL: Look(11, Pattern.DASH_DOT),  # slate
    MIXED: Look(9, Pattern.DOUBLE),  # purple
}
"""The same in every archive, so that pictures of two articles can be compared."""
_PLAIN = Look(UNTAGGED, pattern_of(UNTAGGED))
_COLOURS = tuple(Look(colour, pattern_of(colour)) for colour in range(COLOUR_COUNT))


def _look_of_colour(colour: int) -> Look:
    return _COLOURS[colour % COLOUR_COUNT]


def look_of_key(key: int) -> Look:
    """Give the look of an actor or coder: the twelve colours in turn, in each round with other patterns.

    It follows from the key alone, so it is the same in every article and never changes; 72 keys in a row all
    differ.
    """
    turn, colour = divmod(max(key, 1) - 1, COLOUR_COUNT)
    return Look(colour, _PATTERNS[(colour + turn) % len(_PATTERNS)])


def keys_of(passage: PassageCard, by: ColourBy) -> tuple[int | str, ...]:
    """Give the keys of the groups a passage belongs to, at least one; the first one decides its colour.

    Of actors the speakers come first. A claim that takes no side counts for the passage's stance only where
    no other claim takes one.
    """
    match by:
        case ColourBy.CLAIM:
            keys: Sequence[int | str] = [claim.claim_type_id for claim in passage.claims]
        case ColourBy.ACTOR:
            keys = [actor.actor_id for actor in passage.actors if actor.role == "speaker"]
            keys += [actor.actor_id for actor in passage.actors if actor.role != "speaker"]
        case ColourBy.STANCE:
            keys = _stances(passage)
        case ColourBy.CODER:
            return (passage.coder,)
    if len(keys) > 1:
        return tuple(dict.fromkeys(keys))
    return tuple(keys) or (_NONE,)


def groups_of(passage: PassageCard, by: ColourBy) -> tuple[Group, ...]:
    """Give the groups a passage belongs to, in the order of :func:`keys_of`."""
    return tuple(Group(by, key) for key in keys_of(passage, by))


def _stances(passage: PassageCard) -> list[str]:
    stances = {claim.stance for claim in passage.claims}
    sides = [side for side in _SIDES if side in stances]
    if len(sides) == 2:
        sides.insert(0, MIXED)
    return [*sides, _NEUTRAL] if _NEUTRAL in stances else sides


@dataclass(frozen=True)
class Colouring:
    """One way to colour passages."""

    by: ColourBy = ColourBy.CLAIM
    around: Surroundings = field(default_factory=Surroundings)

    def look_of(self, passage: PassageCard) -> Look:
        """Give how a passage is drawn."""
        if self.by is ColourBy.CLAIM:
            # The passage knows the colour, also where the tree has not been read again yet.
            return _look_of_colour(passage.claims[0].colour) if passage.claims else _PLAIN
        return self.look_of_key(keys_of(passage, self.by)[0])

    def look_of_key(self, key: int | str) -> Look:
        """Give how the passages are drawn whose colour a group of this key decides."""
        if key == _NONE:
            return _PLAIN
        match self.by:
            case ColourBy.CLAIM:
                node = self.around.claims.get(int(key))
                return _look_of_colour(node.colour) if node else _PLAIN
            case ColourBy.ACTOR:
                return look_of_key(int(key))
            case ColourBy.STANCE:
                return STANCE_LOOKS.get(str(key), _PLAIN)
            case ColourBy.CODER:
                return look_of_key(self.around.coder_key(str(key)))

    def highlight_of(self, passage: PassageCard) -> Highlight:
        """Give how the reader draws a passage, with its tags as the label."""
        look = self.look_of(passage)
        return Highlight(
            passage.id, passage.start, passage.end, look.colour, self.label_of(passage), look.pattern
        )

    def label_of(self, passage: PassageCard) -> str:
        """Give what the margin says: actors and claim types, after what the colour means if it is neither."""
        speakers = [actor.name for actor in passage.actors if actor.role == "speaker"]
        names = speakers or [actor.name for actor in passage.actors]
        parts = [", ".join(names), ", ".join(claim.name for claim in passage.claims)]
        if self.by is ColourBy.CODER:
            parts.insert(0, passage.coder)
        elif self.by is ColourBy.STANCE and passage.claims:
            parts.insert(0, _stance_name(keys_of(passage, self.by)[0]))
        return " · ".join(part for part in parts if part)

    def legend(self, passages: Iterable[PassageCard]) -> tuple[LegendEntry, ...]:
        """Give an entry for each group among the passages, the most frequent first, those without one last.

        Stances have an order of their own. Of claim types the ones on the passages are listed, each counted
        with those below it.
        """
        counts: dict[int | str, int] = {}
        first: dict[int | str, PassageCard] = {}
        for passage in passages:
            own = keys_of(passage, self.by)
            for key in own:
                if key not in first:
                    first[key] = passage
            for key in self._counted(own):
                counts[key] = counts.get(key, 0) + 1
        found = []
        for key, passage in first.items():
            group = Group(self.by, key)
            look = self._look_on(passage, key)
            found.append(LegendEntry(group, group_name(group, passage), look, counts[key]))
        return tuple(sorted(found, key=_legend_order))

    def _look_on(self, passage: PassageCard, key: int | str) -> Look:
        if self.by is ColourBy.CLAIM:
            for claim in passage.claims:
                if claim.claim_type_id == key:
                    return _look_of_colour(claim.colour)
        return self.look_of_key(key)

    def _counted(self, own: Sequence[int | str]) -> Iterable[int | str]:
        if self.by is not ColourBy.CLAIM or own[0] == _NONE:
            return own
        if len(own) == 1:
            return self.around.with_those_above(int(own[0]))
        return {above for key in own for above in self.around.with_those_above(int(key))}


def group_name(group: Group, passage: PassageCard | None = None) -> str:
    """Give what a group is called; actors and claim types by the name they have on one of its passages."""
    if group.key == _NONE:
        return {
            ColourBy.CLAIM: QCoreApplication.translate("Colouring", "No claim type"),
            ColourBy.ACTOR: QCoreApplication.translate("Colouring", "No actor"),
            ColourBy.STANCE: QCoreApplication.translate("Colouring", "No claim type"),
            ColourBy.CODER: QCoreApplication.translate("Colouring", "No coder"),
        }[group.by]
    if group.by is ColourBy.STANCE:
        return _stance_name(group.key)
    if group.by is ColourBy.CLAIM and passage is not None:
        return next((claim.name for claim in passage.claims if claim.claim_type_id == group.key), "")
    if group.by is ColourBy.ACTOR and passage is not None:
        return next((actor.name for actor in passage.actors if actor.actor_id == group.key), "")
    return str(group.key)


def _stance_name(key: int | str) -> str:
    if key == MIXED:
        return QCoreApplication.translate("Colouring", "mixed")
    return stance_word(str(key))


def _legend_order(entry: LegendEntry) -> tuple[bool, int, str]:
    if entry.group.by is ColourBy.STANCE:
        return (entry.group.key == _NONE, list(STANCE_LOOKS).index(str(entry.group.key or MIXED)), "")
    return (entry.group.key == _NONE, -entry.count, entry.name.casefold())
