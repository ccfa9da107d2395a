"""The small closed sets of the field: roles, stances, kinds of actor."""

from enum import StrEnum


class Role(StrEnum):
    """The part an actor plays in a passage."""

    SPEAKER = "speaker"
    ADDRESSEE = "addressee"
    TARGET = "target"
    MENTIONED = "mentioned"


class Stance(StrEnum):
    """Whether the speaker supports what the claim type says, opposes it, or takes no side."""

    SUPPORTS = "supports"
    OPPOSES = "opposes"
    NEUTRAL = "neutral"


class ActorKind(StrEnum):
    """What an actor is; empty while nobody has said."""

    UNSAID = ""
    PERSON = "person"
    ORGANISATION = "organisation"
    STATE = "state"
    GROUP = "group"


class CutState(StrEnum):
    """What became of a line that the import proposed to remove."""

    PROPOSED = "proposed"
    REMOVED = "removed"
    KEPT = "kept"


class LinkKind(StrEnum):
    """What two articles that are much alike are to each other."""

    VERSION = "version"
    """An earlier and a later state of the same article."""
    AGENCY = "agency"
    """The same agency's report, printed by two outlets."""
    DISTINCT = "distinct"
    """Two articles after all, not to be proposed again."""


class RunState(StrEnum):
    """How an import stands."""

    RUNNING = "running"
    FINISHED = "finished"
    CANCELLED = "cancelled"
    FAILED = "failed"
    """The archive could not be written, so that the rest was given up."""


class OutcomeState(StrEnum):
    """What became of one file of an import."""

    IMPORTED = "imported"
    DUPLICATE = "duplicate"
    REVIEW = "review"
    """Imported, but a person should look at it: not all was sure or complete."""
    FAILED = "failed"


COLOURS = 12
"""How many colours the palette for claim types has; a colour is an index below this."""
