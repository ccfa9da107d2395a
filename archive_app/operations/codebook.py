"""The codebook: actors with their aliases, claim types as a tree.

The functions named ``…_row`` take part in a change that is under way; the others are whole operations.
"""

from sqlalchemy import func, select

from archive_app.model.errors import NotFound, Refused
from archive_app.model.names import fold_name
from archive_app.model.tables import Actor, ActorAlias, ActorTag, ClaimTag, ClaimType
from archive_app.model.text import canonical
from archive_app.model.values import COLOURS, ActorKind
from archive_app.storage.archive import Archive, Change
from archive_app.storage.journal import Changes, table_of

_actor, _alias, _claim_type = table_of(Actor), table_of(ActorAlias), table_of(ClaimType)
_actor_tag, _claim_tag = table_of(ActorTag), table_of(ClaimTag)

PATH = " > "
"""Stands between the names in a claim type's path."""


def find_actor(change: Change, name: str) -> Actor | None:
    """Return the actor that a name or alias means, whatever its case and accents."""
    # Mostly the name is written as it stands in the codebook; only else are all of them folded.
    written = select(_actor.c.id).where(_actor.c.name == canonical(name).strip())
    exact = change.session.execute(written).scalar_one_or_none()
    if exact is None:
        as_alias = select(_alias.c.actor_id).where(_alias.c.name == canonical(name).strip())
        exact = change.session.execute(as_alias.order_by(_alias.c.id).limit(1)).scalar_one_or_none()
    if exact is not None:
        return change.session.get_one(Actor, exact)
    wanted = fold_name(name)
    for key, own in change.session.execute(select(_actor.c.id, _actor.c.name)):
        if fold_name(own) == wanted:
            return change.session.get_one(Actor, key)
    for key, other in change.session.execute(select(_alias.c.actor_id, _alias.c.name)):
        if fold_name(other) == wanted:
            return change.session.get_one(Actor, key)
    return None


def actor_row(change: Change, name: str, *, kind: str = "", description: str = "") -> Actor:
    """Return the actor that a name means, added if there was none."""
    found = find_actor(change, name)
    if found is not None:
        return found
    actor = Actor(name=_checked(name, "actor"), kind=ActorKind(kind), description=canonical(description))
    change.transaction.insert(actor)
    return actor


def claim_type_row(
    change: Change, name: str, *, definition: str = "", colour: int | None = None
) -> ClaimType:
    """Return the claim type of a name or path (``Accusation > Shelling``), added with its parents.

    A path may begin anywhere in the tree.

    Raises:
        Refused: A name in the path is empty, or stands elsewhere in the tree than the path says.
    """
    rows = change.session.execute(
        select(_claim_type.c.name, _claim_type.c.id).order_by(_claim_type.c.id.desc())
    ).all()
    exact = {row.name: row.id for row in rows}
    folded = {fold_name(row.name): row.id for row in rows}

    def known(written: str) -> int | None:
        return exact.get(" ".join(canonical(written).split()), folded.get(fold_name(written)))

    if (key := known(name)) is not None:  # a name may hold the sign that paths are made with
        return change.session.get_one(ClaimType, key)
    parent: ClaimType | None = None
    parts = [part for part in name.split(PATH.strip()) if part.strip()] or [name]
    for part in parts:
        key = known(part)
        if key is not None:
            row = change.session.get_one(ClaimType, key)
            if parent is not None and row.parent_id != parent.id:
                raise Refused(
                    f"“{row.name}” is already in the codebook, as “{_path(change, row)}”. "
                    "Use that path, or another name."
                )
            parent = row
            continue
        own_colour = parent.colour if parent else len(folded) % COLOURS
        last = part is parts[-1]
        row = ClaimType(
            name=_checked(part, "claim type"),
            parent_id=parent.id if parent else None,
            definition=canonical(definition) if last else "",
            colour=colour if last and colour is not None else own_colour,
        )
        change.transaction.insert(row)
        exact[row.name] = folded[fold_name(row.name)] = row.key
        parent = row
    assert parent is not None
    return parent


def add_actor(
    archive: Archive,
    name: str,
    *,
    kind: str = "",
    description: str = "",
    aliases: tuple[str, ...] = (),
    coder: str,
) -> tuple[int, Changes | None]:
    """Add an actor and return its key.

    Raises:
        Refused: The name or an alias is empty or stands for another actor already.
    """
    with archive.change("add actor", f"Add actor “{name}”", coder) as change:
        if (known := find_actor(change, name)) is not None:
            raise Refused(f"“{name}” is already in the codebook, as “{known.name}”.")
        actor = actor_row(change, name, kind=kind, description=canonical(description))
        for alias in aliases:
            _add_alias(change, actor, alias)
    return actor.key, change.changes


def edit_actor(
    archive: Archive,
    actor_id: int,
    *,
    name: str | None = None,
    kind: str | None = None,
    description: str | None = None,
    aliases: tuple[str, ...] | None = None,
    coder: str,
) -> Changes | None:
    """Change what is given of an actor; ``aliases`` replaces the whole list.

    Raises:
        NotFound: There is no such actor.
        Refused: A name is empty or stands for another actor already.
    """
    with archive.change("edit actor", "Edit actor", coder) as change:
        actor = _actor_of(change, actor_id)
        change.label = f"Edit actor “{actor.name}”"
        values: dict[str, object] = {}
        if name is not None:
            values["name"] = _checked(name, "actor")
            _refuse_other(change, actor, name)
        if kind is not None:
            values["kind"] = ActorKind(kind)
        if description is not None:
            values["description"] = canonical(description).strip()
        change.transaction.update(actor, **values)
        if aliases is not None:
            wanted = {" ".join(canonical(alias).split()) for alias in aliases if alias.strip()}
            for row in change.session.execute(
                select(ActorAlias).where(_alias.c.actor_id == actor_id)
            ).scalars():
                if row.name in wanted:
                    wanted.discard(row.name)
                else:
                    change.transaction.delete(row)
            for alias in sorted(wanted):
                _add_alias(change, actor, alias)
    return change.changes


def merge_actors(archive: Archive, actor_id: int, into_id: int, *, coder: str) -> Changes | None:
    """Make one actor of two: tags and aliases move over, the name becomes an alias.

    Raises:
        NotFound: One of them does not exist.
        Refused: Both are the same.
    """
    if actor_id == into_id:
        raise Refused("An actor cannot be merged into itself.")
    with archive.change("merge actors", "Merge actors", coder) as change:
        actor, into = _actor_of(change, actor_id), _actor_of(change, into_id)
        change.label = f"Merge “{actor.name}” into “{into.name}”"
        taken = {
            (row.passage_id, row.role)
            for row in change.session.execute(
                select(_actor_tag.c.passage_id, _actor_tag.c.role).where(_actor_tag.c.actor_id == into_id)
            )
        }
        for tag in change.session.execute(
            select(ActorTag).where(_actor_tag.c.actor_id == actor_id)
        ).scalars():
            if (tag.passage_id, tag.role) in taken:
                change.transaction.delete(tag)
            else:
                change.transaction.update(tag, actor_id=into_id)
        known = {fold_name(into.name)} | {
            fold_name(name)
            for name in change.session.execute(
                select(_alias.c.name).where(_alias.c.actor_id == into_id)
            ).scalars()
        }
        for alias in (
            change.session.execute(select(ActorAlias).where(_alias.c.actor_id == actor_id)).scalars().all()
        ):
            if fold_name(alias.name) in known:
                change.transaction.delete(alias)
            else:
                change.transaction.update(alias, actor_id=into_id)
        change.transaction.delete(actor)
        if fold_name(actor.name) not in known:
            change.transaction.insert(ActorAlias(actor_id=into_id, name=actor.name))
    return change.changes


def delete_actor(archive: Archive, actor_id: int, *, coder: str) -> Changes | None:
    """Take an actor out of the codebook, with its tags; the passages stay.

    Raises:
        NotFound: There is no such actor.
    """
    with archive.change("delete actor", "Delete actor", coder) as change:
        actor = _actor_of(change, actor_id)
        change.label = f"Delete actor “{actor.name}”"
        for tag in (
            change.session.execute(select(ActorTag).where(_actor_tag.c.actor_id == actor_id)).scalars().all()
        ):
            change.transaction.delete(tag)
        change.transaction.delete(actor)
    return change.changes


def add_claim_type(
    archive: Archive,
    name: str,
    *,
    parent_id: int | None = None,
    definition: str = "",
    colour: int | None = None,
    coder: str,
) -> tuple[int, Changes | None]:
    """Add a claim type, under a parent or at the root, and return its key.

    Raises:
        Refused: The name is empty or taken.
        NotFound: There is no such parent.
    """
    with archive.change("add claim type", f"Add claim type “{name}”", coder) as change:
        _refuse_taken_claim_type(change, name, None)
        count = change.session.execute(select(func.count()).select_from(_claim_type)).scalar_one()
        parent = _claim_type_of(change, parent_id) if parent_id is not None else None
        if colour is None:
            colour = parent.colour if parent else count % COLOURS
        row = ClaimType(
            name=_checked(name, "claim type"),
            parent_id=parent_id,
            definition=canonical(definition).strip(),
            colour=colour,
        )
        change.transaction.insert(row)
    return row.key, change.changes


def edit_claim_type(
    archive: Archive,
    claim_type_id: int,
    *,
    name: str | None = None,
    definition: str | None = None,
    colour: int | None = None,
    coder: str,
) -> Changes | None:
    """Change what is given of a claim type.

    Raises:
        NotFound: There is no such claim type.
        Refused: The name is empty or taken.
    """
    with archive.change("edit claim type", "Edit claim type", coder) as change:
        row = _claim_type_of(change, claim_type_id)
        change.label = f"Edit claim type “{row.name}”"
        values: dict[str, object] = {}
        if name is not None:
            _refuse_taken_claim_type(change, name, claim_type_id)
            values["name"] = _checked(name, "claim type")
        if definition is not None:
            values["definition"] = canonical(definition).strip()
        if colour is not None:
            values["colour"] = colour % COLOURS
        change.transaction.update(row, **values)
    return change.changes


def move_claim_type(
    archive: Archive, claim_type_id: int, parent_id: int | None, *, coder: str
) -> Changes | None:
    """Put a claim type under another, or at the root.

    Raises:
        NotFound: One of them does not exist.
        Refused: The new parent stands below it.
    """
    with archive.change("move claim type", "Move claim type", coder) as change:
        row = _claim_type_of(change, claim_type_id)
        change.label = f"Move claim type “{row.name}”"
        above, seen = parent_id, set[int]()
        while above is not None and above not in seen:  # another program may have made a loop
            if above == claim_type_id:
                raise Refused(f"“{row.name}” cannot stand below itself.")
            seen.add(above)
            above = _claim_type_of(change, above).parent_id
        change.transaction.update(row, parent_id=parent_id)
    return change.changes


def delete_claim_type(archive: Archive, claim_type_id: int, *, coder: str) -> Changes | None:
    """Take a claim type out of the codebook, with its tags; those below it move up, the passages stay.

    Raises:
        NotFound: There is no such claim type.
    """
    with archive.change("delete claim type", "Delete claim type", coder) as change:
        row = _claim_type_of(change, claim_type_id)
        change.label = f"Delete claim type “{row.name}”"
        below = select(ClaimType).where(_claim_type.c.parent_id == claim_type_id)
        for child in change.session.execute(below).scalars().all():
            change.transaction.update(child, parent_id=row.parent_id)
        tags = select(ClaimTag).where(_claim_tag.c.claim_type_id == claim_type_id)
        for tag in change.session.execute(tags).scalars().all():
            change.transaction.delete(tag)
        change.transaction.delete(row)
    return change.changes


def _add_alias(change: Change, actor: Actor, alias: str) -> None:
    known = find_actor(change, alias)
    if known is not None and known.id != actor.id:
        raise Refused(f"“{alias}” already stands for “{known.name}”. Merge the two if they are one.")
    if known is None:
        change.transaction.insert(ActorAlias(actor_id=actor.key, name=_checked(alias, "alias")))


def _refuse_other(change: Change, actor: Actor, name: str) -> None:
    known = find_actor(change, name)
    if known is not None and known.id != actor.id:
        raise Refused(f"“{name}” already stands for “{known.name}”. Merge the two if they are one.")


def _refuse_taken_claim_type(change: Change, name: str, own: int | None) -> None:
    wanted = fold_name(name)
    for row in change.session.execute(select(_claim_type.c.id, _claim_type.c.name)):
        if row.id != own and fold_name(row.name) == wanted:
            raise Refused(f"There is a claim type “{row.name}” already.")


def _actor_of(change: Change, actor_id: int) -> Actor:
    actor = change.session.get(Actor, actor_id)
    if actor is None:
        raise NotFound("This actor is no longer in the codebook.")
    return actor


def _claim_type_of(change: Change, claim_type_id: int) -> ClaimType:
    row = change.session.get(ClaimType, claim_type_id)
    if row is None:
        raise NotFound("This claim type is no longer in the codebook.")
    return row


def _path(change: Change, row: ClaimType) -> str:
    names, seen = [row.name], {row.id}
    while row.parent_id is not None and row.parent_id not in seen:
        row = _claim_type_of(change, row.parent_id)
        names.append(row.name)
        seen.add(row.id)
    return PATH.join(reversed(names))


def _checked(name: str, what: str) -> str:
    plain = " ".join(canonical(name).split())
    if not plain:
        raise Refused(
            f"The name of an {what} cannot be empty."
            if what[0] in "ai"
            else f"The name of a {what} cannot be empty."
        )
    return plain
