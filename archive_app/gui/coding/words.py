"""Roles, stances and kinds of actor as people read them, each with its icon."""

from PySide6.QtCore import QCoreApplication

from archive_app.model.values import ActorKind, Role, Stance

ROLES: tuple[Role, ...] = (Role.SPEAKER, Role.ADDRESSEE, Role.TARGET, Role.MENTIONED)
"""In the order in which keys step through them."""
STANCES: tuple[Stance, ...] = (Stance.SUPPORTS, Stance.OPPOSES, Stance.NEUTRAL)
KINDS: tuple[ActorKind, ...] = (
    ActorKind.UNSAID, ActorKind.PERSON, ActorKind.ORGANISATION, ActorKind.STATE, ActorKind.GROUP,
)  # fmt: skip

translate = QCoreApplication.translate


def role_label(role: str) -> str:
    """Return a role's name."""
    return {
        Role.SPEAKER: translate("Coding", "Speaker"),
        Role.ADDRESSEE: translate("Coding", "Addressee"),
        Role.TARGET: translate("Coding", "Target"),
        Role.MENTIONED: translate("Coding", "Mentioned"),
    }[Role(role)]


def role_hint(role: str) -> str:
    """Return one sentence on what a role means."""
    return {
        Role.SPEAKER: translate("Coding", "Makes the claim."),
        Role.ADDRESSEE: translate("Coding", "Is spoken to: asked, warned, called upon."),
        Role.TARGET: translate("Coding", "Is spoken about: accused, praised, blamed."),
        Role.MENTIONED: translate("Coding", "Is named and plays no other part."),
    }[Role(role)]


def stance_label(stance: str) -> str:
    """Return a stance's name."""
    return {
        Stance.SUPPORTS: translate("Coding", "Supports"),
        Stance.OPPOSES: translate("Coding", "Opposes"),
        Stance.NEUTRAL: translate("Coding", "Neutral"),
    }[Stance(stance)]


def stance_hint(stance: str) -> str:
    """Return one sentence on what a stance means."""
    return {
        Stance.SUPPORTS: translate("Coding", "The speaker supports what the claim type says."),
        Stance.OPPOSES: translate("Coding", "The speaker opposes or denies what the claim type says."),
        Stance.NEUTRAL: translate("Coding", "The speaker takes no side."),
    }[Stance(stance)]


def kind_label(kind: str) -> str:
    """Return the name of a kind of actor."""
    return {
        ActorKind.UNSAID: translate("Coding", "Not said"),
        ActorKind.PERSON: translate("Coding", "Person"),
        ActorKind.ORGANISATION: translate("Coding", "Organisation"),
        ActorKind.STATE: translate("Coding", "State"),
        ActorKind.GROUP: translate("Coding", "Group"),
    }[ActorKind(kind)]


def kind_icon(kind: str) -> str:
    """Return the name of the icon for a kind of actor."""
    return kind or "actor"
