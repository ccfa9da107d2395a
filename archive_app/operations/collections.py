"""Collections of articles, labels on them, and what a coder has read."""

from collections.abc import Collection as Keys
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from archive_app.model.errors import NotFound, Refused
from archive_app.model.names import fold_name
from archive_app.model.tables import (
    Article,
    ArticleLabel,
    ArticleRead,
    Coder,
    Collection,
    CollectionArticle,
    Label,
)
from archive_app.model.text import canonical
from archive_app.operations.coders import coder_row
from archive_app.storage.archive import Archive, Change
from archive_app.storage.journal import Changes, table_of

_article, _coder = table_of(Article), table_of(Coder)
_in_collection, _on_article, _read = (
    table_of(CollectionArticle),
    table_of(ArticleLabel),
    table_of(ArticleRead),
)

_CHUNK = 500  # keys in one IN (…)


@dataclass(frozen=True)
class Made:
    """A collection or label that was made."""

    id: int
    changes: Changes | None


# Collections ------------------------------------------------------------------------------------------


def create_collection(
    archive: Archive, name: str, *, description: str = "", articles: Sequence[int] = (), coder: str
) -> Made:
    """Make a collection, with articles in it from the start if there are any.

    Raises:
        Refused: The name is empty or stands for another collection already.
        NotFound: One of the articles is gone.
    """
    with archive.change("create collection", f"Make the collection “{name}”", coder) as change:
        row = Collection(
            name=_free_name(change, Collection, name), description=canonical(description).strip()
        )
        change.transaction.insert(row)
        _put_in(change, row, articles)
    return Made(row.key, change.changes)


def edit_collection(
    archive: Archive,
    collection_id: int,
    *,
    name: str | None = None,
    description: str | None = None,
    coder: str,
) -> Changes | None:
    """Rename or describe a collection.

    Raises:
        NotFound: There is no such collection.
        Refused: The name is empty or stands for another collection already.
    """
    with archive.change("edit collection", "Edit collection", coder) as change:
        row = _collection_row(change, collection_id)
        change.label = f"Edit the collection “{row.name}”"
        values = {}
        if name is not None and fold_name(name) != fold_name(row.name):
            values["name"] = _free_name(change, Collection, name)
        elif name is not None:
            values["name"] = " ".join(canonical(name).split())
        if description is not None:
            values["description"] = canonical(description).strip()
        change.transaction.update(row, **values)
    return change.changes


def delete_collection(archive: Archive, collection_id: int, *, coder: str) -> Changes | None:
    """Delete a collection; its articles stay in the archive.

    Raises:
        NotFound: There is no such collection.
    """
    with archive.change("delete collection", "Delete collection", coder) as change:
        row = _collection_row(change, collection_id)
        change.label = f"Delete the collection “{row.name}”"
        change.transaction.delete(row)
    return change.changes


def add_to_collection(
    archive: Archive, collection_id: int, article_ids: Sequence[int], *, coder: str
) -> Changes | None:
    """Put articles into a collection; those that are in it already stay.

    Raises:
        NotFound: The collection or one of the articles is gone.
    """
    with archive.change("add to collection", "Add to collection", coder) as change:
        row = _collection_row(change, collection_id)
        change.label = f"Add {_articles(article_ids)} to “{row.name}”"
        _put_in(change, row, article_ids)
    return change.changes


def remove_from_collection(
    archive: Archive, collection_id: int, article_ids: Keys[int], *, coder: str
) -> Changes | None:
    """Take articles out of a collection.

    Raises:
        NotFound: There is no such collection.
    """
    with archive.change("remove from collection", "Remove from collection", coder) as change:
        row = _collection_row(change, collection_id)
        change.label = f"Remove {_articles(article_ids)} from “{row.name}”"
        meant = set(article_ids)
        members = select(CollectionArticle).where(_in_collection.c.collection_id == row.id)
        for member in change.session.execute(members).scalars().all():
            if member.article_id in meant:
                change.transaction.delete(member)
    return change.changes


# Labels -----------------------------------------------------------------------------------------------


def add_label(archive: Archive, name: str, article_ids: Sequence[int], *, coder: str) -> Made:
    """Put a label on articles; it is made if there is none of that name, whatever its case and accents.

    Raises:
        Refused: The name is empty.
        NotFound: One of the articles is gone.
    """
    with archive.change("label articles", "Label articles", coder) as change:
        row = _named(change, Label, name)
        if row is None:
            row = Label(name=_free_name(change, Label, name))
            change.transaction.insert(row)
        change.label = f"Label {_articles(article_ids)} “{row.name}”"
        _refuse_missing(change, article_ids)
        on = select(_on_article.c.article_id).where(_on_article.c.label_id == row.id)
        there = set(change.session.execute(on).scalars())
        new = [key for key in dict.fromkeys(article_ids) if key not in there]
        change.transaction.insert([ArticleLabel(label_id=row.key, article_id=key) for key in new])
    return Made(row.key, change.changes)


def remove_label(archive: Archive, label_id: int, article_ids: Keys[int], *, coder: str) -> Changes | None:
    """Take a label off articles.

    Raises:
        NotFound: There is no such label.
    """
    with archive.change("unlabel articles", "Remove a label", coder) as change:
        row = _label_row(change, label_id)
        change.label = f"Remove the label “{row.name}” from {_articles(article_ids)}"
        meant = set(article_ids)
        on = select(ArticleLabel).where(_on_article.c.label_id == row.id)
        for labelled in change.session.execute(on).scalars().all():
            if labelled.article_id in meant:
                change.transaction.delete(labelled)
    return change.changes


def rename_label(archive: Archive, label_id: int, name: str, *, coder: str) -> Changes | None:
    """Give a label another name, on all articles that have it.

    Raises:
        NotFound: There is no such label.
        Refused: The name is empty or stands for another label already.
    """
    with archive.change("rename label", "Rename label", coder) as change:
        row = _label_row(change, label_id)
        same = fold_name(name) == fold_name(row.name)
        wanted = " ".join(canonical(name).split()) if same else _free_name(change, Label, name)
        change.label = f"Rename the label “{row.name}” to “{wanted}”"
        change.transaction.update(row, name=wanted)
    return change.changes


def delete_label(archive: Archive, label_id: int, *, coder: str) -> Changes | None:
    """Delete a label; the articles stay.

    Raises:
        NotFound: There is no such label.
    """
    with archive.change("delete label", "Delete label", coder) as change:
        row = _label_row(change, label_id)
        change.label = f"Delete the label “{row.name}”"
        change.transaction.delete(row)
    return change.changes


# Reading ----------------------------------------------------------------------------------------------


def mark_read(archive: Archive, article_ids: Sequence[int], *, coder: str) -> Changes | None:
    """Note that the coder has read articles.

    Raises:
        NotFound: One of them is gone.
    """
    with archive.change("mark read", f"Mark {_articles(article_ids)} as read", coder) as change:
        _refuse_missing(change, article_ids)
        there = _read_by(change, coder)
        new = [key for key in dict.fromkeys(article_ids) if key not in there]
        if new:
            person = coder_row(change, coder)
            change.transaction.insert([ArticleRead(article_id=key, coder_id=person.key) for key in new])
    return change.changes


def mark_unread(archive: Archive, article_ids: Keys[int], *, coder: str) -> Changes | None:
    """Note that the coder has not read articles after all."""
    with archive.change("mark unread", f"Mark {_articles(article_ids)} as unread", coder) as change:
        there = _read_by(change, coder)
        for key in dict.fromkeys(article_ids):
            if key in there:
                change.transaction.delete(there[key])
    return change.changes


def _read_by(change: Change, coder: str) -> dict[int, ArticleRead]:
    name = " ".join(canonical(coder).split())
    query = select(ArticleRead).join(_coder, _coder.c.id == _read.c.coder_id).where(_coder.c.name == name)
    return {row.article_id: row for row in change.session.execute(query).scalars()}


def _put_in(change: Change, row: Collection, article_ids: Sequence[int]) -> None:
    _refuse_missing(change, article_ids)
    inside = select(_in_collection.c.article_id).where(_in_collection.c.collection_id == row.id)
    there = set(change.session.execute(inside).scalars())
    new = [key for key in dict.fromkeys(article_ids) if key not in there]
    change.transaction.insert([CollectionArticle(collection_id=row.key, article_id=key) for key in new])


def _refuse_missing(change: Change, article_ids: Sequence[int]) -> None:
    keys = list(dict.fromkeys(article_ids))
    for start in range(0, len(keys), _CHUNK):
        chunk = keys[start : start + _CHUNK]
        found = change.session.execute(select(_article.c.id).where(_article.c.id.in_(chunk))).all()
        if len(found) < len(chunk):
            raise NotFound("One of these articles is no longer in the archive. Nothing was changed.")


def _free_name(change: Change, model: type[Collection] | type[Label], name: str) -> str:
    kind = "collection" if model is Collection else "label"
    wanted = " ".join(canonical(name).split())
    if not wanted:
        raise Refused(f"A {kind} needs a name.")
    if (known := _named(change, model, wanted)) is not None:
        raise Refused(f"There is a {kind} “{known.name}” already. Choose another name.")
    return wanted


def _named(change: Change, model: type[Collection] | type[Label], name: str) -> Collection | Label | None:
    wanted = fold_name(name)
    rows: Sequence[Collection | Label] = change.session.execute(select(model)).scalars().all()
    return next((row for row in rows if fold_name(row.name) == wanted), None)


def _collection_row(change: Change, key: int) -> Collection:
    row = change.session.get(Collection, key)
    if row is None:
        raise NotFound("This collection is no longer in the archive.")
    return row


def _label_row(change: Change, key: int) -> Label:
    row = change.session.get(Label, key)
    if row is None:
        raise NotFound("This label is no longer in the archive.")
    return row


def _articles(article_ids: Keys[int]) -> str:
    count = len(set(article_ids))
    return "1 article" if count == 1 else f"{count} articles"
