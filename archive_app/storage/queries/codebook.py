"""Actors and claim types with their uses, and what the filters of the lists offer."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from archive_app.model.tables import Actor, ActorAlias, ActorTag, Article, ClaimTag, ClaimType, Coder, Passage
from archive_app.storage.journal import table_of
from archive_app.storage.queries.keys import counts_by, distinct

_article, _passage, _coder = table_of(Article), table_of(Passage), table_of(Coder)
_actor, _alias, _actor_tag = table_of(Actor), table_of(ActorAlias), table_of(ActorTag)
_claim_type, _claim_tag = table_of(ClaimType), table_of(ClaimTag)


@dataclass(frozen=True)
class ActorCard:
    """An actor with its other names and how often it is used."""

    id: int
    uid: str
    name: str
    kind: str
    description: str
    aliases: tuple[str, ...] = ()
    uses: int = 0
    """Tags on passages."""


@dataclass(frozen=True)
class ClaimTypeCard:
    """A claim type with its place in the tree and how often it is used."""

    id: int
    uid: str
    parent_id: int | None
    name: str
    definition: str
    colour: int
    uses: int = 0
    path: str = ""
    """Names from the root, joined by `` > ``."""
    depth: int = 0


@dataclass(frozen=True)
class ArchiveCounts:
    """How much there is in an archive."""

    articles: int
    passages: int
    actors: int
    claim_types: int


@dataclass(frozen=True)
class Facets:
    """The values that filters offer, each list sorted."""

    outlets: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    coders: tuple[str, ...] = ()
    claim_types: tuple[ClaimTypeCard, ...] = field(default=())
    actors: tuple[ActorCard, ...] = field(default=())


def actors(session: Session) -> list[ActorCard]:
    """Return all actors by name, with their other names and uses."""
    aliases: dict[int, list[str]] = {}
    for actor_id, name in session.execute(select(_alias.c.actor_id, _alias.c.name).order_by(_alias.c.name)):
        aliases.setdefault(actor_id, []).append(name)
    uses = counts_by(session, _actor_tag.c.actor_id)
    rows = session.execute(
        select(_actor.c.id, _actor.c.uid, _actor.c.name, _actor.c.kind, _actor.c.description).order_by(
            func.lower(_actor.c.name)
        )
    )
    return [ActorCard(*row, tuple(aliases.get(row[0], ())), uses.get(row[0], 0)) for row in rows]  # type: ignore[call-arg]  # mypy cannot count a row's columns


def claim_types(session: Session) -> list[ClaimTypeCard]:
    """Return all claim types, parents before children, siblings in the order they were made.

    Those that hang below no root, as in a loop that another program made, stand as roots at the end.
    """
    uses = counts_by(session, _claim_tag.c.claim_type_id)
    children: dict[int | None, list[Any]] = {}
    query = select(
        _claim_type.c.id, _claim_type.c.uid, _claim_type.c.parent_id, _claim_type.c.name,
        _claim_type.c.definition, _claim_type.c.colour,
    ).order_by(_claim_type.c.id)  # fmt: skip
    rows = session.execute(query).all()
    for row in rows:
        children.setdefault(row.parent_id, []).append(row)
    found: list[ClaimTypeCard] = []
    seen: set[int] = set()
    for root in (*children.get(None, ()), *rows):
        waiting = [(root, "", 0)]
        while waiting:
            row, above, depth = waiting.pop()
            if row.id in seen:
                continue
            seen.add(row.id)
            path = f"{above} > {row.name}" if above else row.name
            found.append(ClaimTypeCard(*row, uses.get(row.id, 0), path, depth))  # type: ignore[call-arg]  # mypy cannot count a row's columns
            waiting += [(child, path, depth + 1) for child in reversed(children.get(row.id, ()))]
    return found


def subtree(session: Session, claim_type_id: int) -> set[int]:
    """Return a claim type's key and those of all below it."""
    children: dict[int | None, list[int]] = {}
    for key, parent in session.execute(select(_claim_type.c.id, _claim_type.c.parent_id)):
        children.setdefault(parent, []).append(key)
    found: set[int] = set()
    waiting = [claim_type_id]
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting += children.get(key, ())
    return found


def facets(session: Session) -> Facets:
    """Return what the filters of the lists offer."""
    return Facets(
        outlets=distinct(session, _article.c.outlet),
        languages=distinct(session, _article.c.language),
        coders=distinct(session, _coder.c.name),
        claim_types=tuple(claim_types(session)),
        actors=tuple(actors(session)),
    )


def counts(session: Session) -> ArchiveCounts:
    """Return how much there is."""
    return ArchiveCounts(
        *(
            session.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (_article, _passage, _actor, _claim_type)
        )
    )
