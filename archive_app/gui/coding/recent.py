"""The tags used last, on the keys 1 to 9."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from sqlalchemy import select
from sqlmodel import Session

from archive_app.gui.coding.words import role_label, stance_label
from archive_app.gui.workspace import Workspace
from archive_app.model.tables import Actor, ActorTag, ClaimTag, ClaimType
from archive_app.model.values import Role, Stance
from archive_app.operations.codebook import PATH
from archive_app.operations.tagging import ActorChoice, ClaimChoice
from archive_app.storage.journal import Changes, table_of

Choice = ActorChoice | ClaimChoice

KEYS = 9
_LOOKED_AT = 200  # newest tags that are read to find nine different ones

_actor, _actor_tag = table_of(Actor), table_of(ActorTag)
_claim_type, _claim_tag = table_of(ClaimType), table_of(ClaimTag)


class RecentTags(QObject):
    """Nine tags, the newest first.

    A tag that has a key keeps it when it is used again, so that keys do not move under the fingers. A new one
    comes to 1 and the one unused for longest leaves.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tags: list[Choice] = []
        self._by_use: list[Choice] = []  # the one used last at the end

    def all(self) -> tuple[Choice, ...]:
        """Return the tags by their keys, from 1."""
        return tuple(self._tags)

    def at(self, key: int) -> Choice | None:
        """Return the tag on a key from 1 to 9."""
        return self._tags[key - 1] if 1 <= key <= len(self._tags) else None

    def use(self, choice: Choice) -> None:
        """Note that a tag was just put on a passage."""
        if isinstance(choice, ClaimChoice):
            choice = ClaimChoice(choice.name.split(PATH)[-1], choice.stance)
        known = choice in self._tags
        self._by_use = [other for other in self._by_use if other != choice] + [choice]
        if not known:
            if len(self._tags) == KEYS:
                oldest = self._by_use.pop(0)
                self._tags.remove(oldest)
            self._tags.insert(0, choice)
            self.changed.emit()

    def replace(self, newest_first: Sequence[Choice]) -> None:
        """Start over with these."""
        self._tags = list(newest_first[:KEYS])
        self._by_use = self._tags[::-1]
        self.changed.emit()

    def follow(self, workspace: Workspace) -> None:
        """Begin with an archive's newest tags, and follow when its codebook changes names."""
        workspace.changed.connect(lambda changes: self._changed(workspace, changes))
        workspace.read(newest_tags, self.replace, latest="recent tags")

    def label(self, choice: Choice) -> str:
        """Return a tag as people read it: ``Idran Hadraj, speaker``."""
        if isinstance(choice, ActorChoice):
            return self.tr("{name}, {part}").format(name=choice.name, part=role_label(choice.role).lower())
        return self.tr("{name}, {part}").format(name=choice.name, part=stance_label(choice.stance).lower())

    def _changed(self, workspace: Workspace, changes: Changes) -> None:
        renamed = changes.touches(Actor, ClaimType) and not changes.touches(ActorTag, ClaimTag)
        merged = changes.operation in ("merge actors", "delete actor", "delete claim type", "undo", "redo")
        if self._tags and (renamed or merged):
            workspace.read(_names_and_newest, self._keep, latest="recent tags")

    def _keep(self, read: tuple[set[str], set[str], list[Choice]]) -> None:
        # A tag whose name is gone gives its key to the newest tag without one: after a new name, the same.
        actors, claims, newest = read
        known = [tag.name in (actors if isinstance(tag, ActorChoice) else claims) for tag in self._tags]
        if all(known):
            return
        instead = iter([tag for tag in newest if tag not in self._tags])
        tags = [tag if kept else next(instead, None) for tag, kept in zip(self._tags, known, strict=True)]
        self._tags = [tag for tag in tags if tag is not None]
        used = [tag for tag in self._by_use if tag in self._tags]
        self._by_use = [tag for tag in self._tags if tag not in used] + used
        self.changed.emit()


def newest_tags(session: Session) -> list[Choice]:
    """Return the nine different tags put on last, newest first."""
    actors = session.execute(
        select(_actor_tag.c.created, _actor_tag.c.id, _actor.c.name, _actor_tag.c.role)
        .join(_actor, _actor.c.id == _actor_tag.c.actor_id)
        .order_by(_actor_tag.c.id.desc())
        .limit(_LOOKED_AT)
    )
    claims = session.execute(
        select(_claim_tag.c.created, _claim_tag.c.id, _claim_type.c.name, _claim_tag.c.stance)
        .join(_claim_type, _claim_type.c.id == _claim_tag.c.claim_type_id)
        .order_by(_claim_tag.c.id.desc())
        .limit(_LOOKED_AT)
    )
    found: list[tuple[str, int, Choice]] = [
        (created, key, ActorChoice(name, Role(role))) for created, key, name, role in actors
    ]
    found += [(created, key, ClaimChoice(name, Stance(stance))) for created, key, name, stance in claims]
    found.sort(key=lambda tag: tag[:2], reverse=True)
    return list(dict.fromkeys(choice for _, _, choice in found))[:KEYS]


def _names_and_newest(session: Session) -> tuple[set[str], set[str], list[Choice]]:
    return (
        set(session.execute(select(_actor.c.name)).scalars()),
        set(session.execute(select(_claim_type.c.name)).scalars()),
        newest_tags(session),
    )
