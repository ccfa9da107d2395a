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


COLOURS = 12
"""How many colours the palette for claim types has; a colour is an index below this."""
