"""Roles, stances and kinds of actor as people read them, each with its icon."""

from PySide6.QtCore import QCoreApplication

from archive_app.model.values import ActorKind, Role, Stance

ROLES: tuple[Role, ...] = (Role.SPEAKER, Role.ADDRESSEE, Role.TARGET, Role.MENTIONED)
"""In the order in which keys step through them."""
STANCES: tuple[Stance, ...] = (Stance.SUPPORTS, Stance.OPPOSES, Stance.NEUTRAL)
KINDS: tuple[ActorKind, ...] = (
    ActorKind.UNSAID, ActorKind.PERSON, ActorKind.ORGANISATION, ActorKind.STATE, ActorKind.GROUP,
)  # fmt: skip

_tr = QCoreApplication.translate


def role_label(role: str) -> str:
    """Return a role's name."""
    return {
        Role.SPEAKER: _tr("Coding", "Speaker"),
        Role.ADDRESSEE: _tr("Coding", "Addressee"),
        Role.TARGET: _tr("Coding", "Target"),
        Role.MENTIONED: _tr("Coding", "Mentioned"),
    }[Role(role)]


def role_hint(role: str) -> str:
    """Return one sentence on what a role means."""
    return {
        Role.SPEAKER: _tr("Coding", "Makes the claim."),
        Role.ADDRESSEE: _tr("Coding", "Is spoken to: asked, warned, called upon."),
        Role.TARGET: _tr("Coding", "Is spoken about: accused, praised, blamed."),
        Role.MENTIONED: _tr("Coding", "Is named and plays no other part."),
    }[Role(role)]


def stance_label(stance: str) -> str:
    """Return a stance's name."""
    return {
        Stance.SUPPORTS: _tr("Coding", "Supports"),
        Stance.OPPOSES: _tr("Coding", "Opposes"),
        Stance.NEUTRAL: _tr("Coding", "Neutral"),
    }[Stance(stance)]


def stance_hint(stance: str) -> str:
    """Return one sentence on what a stance means."""
    return {
        Stance.SUPPORTS: _tr("Coding", "The speaker supports what the claim type says."),
        Stance.OPPOSES: _tr("Coding", "The speaker opposes or denies what the claim type says."),
        Stance.NEUTRAL: _tr("Coding", "The speaker takes no side."),
    }[Stance(stance)]


def kind_label(kind: str) -> str:
    """Return the name of a kind of actor."""
    return {
        ActorKind.UNSAID: _tr("Coding", "Not said"),
        ActorKind.PERSON: _tr("Coding", "Person"),
        ActorKind.ORGANISATION: _tr("Coding", "Organisation"),
        ActorKind.STATE: _tr("Coding", "State"),
        ActorKind.GROUP: _tr("Coding", "Group"),
    }[ActorKind(kind)]


def kind_icon(kind: str) -> str:
    """Return the name of the icon for a kind of actor."""
    return kind or "actor"
