"""The list from which a person chooses which passages of the open article to show."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QCoreApplication

from archive_app.gui.colouring import (
    STANCE_LOOKS,
    ColourBy,
    Colouring,
    Group,
    LegendEntry,
    Surroundings,
)
from archive_app.gui.lists.choice import Choice
from archive_app.storage.queries import PassageCard


def everything() -> Choice:
    """Return the entry that shows all passages."""
    return Choice(None, QCoreApplication.translate("ShowOnly", "All passages"))


def choices_for(passages: Sequence[PassageCard], around: Surroundings) -> list[Choice]:
    """Return what the passages of an article can be chosen by: claim types with those above them, stances,
    actors, coders; each with the number of its passages.

    Values are :class:`Group`; coders are offered only where there are several.
    """

    def legend(by: ColourBy) -> tuple[LegendEntry, ...]:
        return Colouring(by, around).legend(passages)

    choices = list(_tree(legend(ColourBy.CLAIM), passages, around))
    stances = {str(entry.group.key): entry for entry in legend(ColourBy.STANCE)}
    choices += [
        Choice(entry.group, entry.name, uses=entry.count, icon=stance)
        for stance in STANCE_LOOKS
        if (entry := stances.get(stance)) is not None
    ]
    for by, icon in ((ColourBy.ACTOR, "actor"), (ColourBy.CODER, "person")):
        entries = legend(by)
        if by is ColourBy.ACTOR or len(entries) > 1:
            choices += [Choice(entry.group, entry.name, uses=entry.count, icon=icon) for entry in entries]
    return choices


def _tree(
    entries: Sequence[LegendEntry], passages: Sequence[PassageCard], around: Surroundings
) -> Iterable[Choice]:
    """Give claim types under those above them, parents first, siblings by name."""
    untagged = [entry for entry in entries if entry.group.key == ""]
    counts: dict[int, int] = {}
    for passage in passages:
        above = {key for claim in passage.claims for key in around.with_those_above(claim.claim_type_id)}
        for key in above:
            counts[key] = counts.get(key, 0) + 1
    children: dict[int | None, list[int]] = {}
    for key in counts:
        node = around.claims.get(key)
        if node is not None:
            children.setdefault(node.parent_id, []).append(key)

    def walk(parent: int | None, depth: int) -> Iterable[Choice]:
        for key in sorted(children.get(parent, ()), key=lambda each: around.claims[each].name.casefold()):
            node = around.claims[key]
            yield Choice(
                Group(ColourBy.CLAIM, key), node.name, uses=counts[key], depth=depth, colour=node.colour
            )
            yield from walk(key, depth + 1)

    yield from walk(None, 0)
    for entry in untagged:
        yield Choice(entry.group, entry.name, uses=entry.count, icon="minus")
