"""Articles that a person deleted: the journal and the versions of their texts still know them."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, func, select
from sqlmodel import Session

from archive_app.model.tables import JOURNALLED, Article, JournalChange, JournalEntry, Row, TextVersion
from archive_app.storage.journal import table_of

_article, _text = table_of(Article), table_of(TextVersion)
_entry: Table = JournalEntry.__table__  # type: ignore[attr-defined]  # sqlmodel does not declare it
_change: Table = JournalChange.__table__  # type: ignore[attr-defined]  # sqlmodel does not declare it

_MODELS = {table_of(model).name: model for model in JOURNALLED}
_CHUNK = 500  # keys in one IN (…)

BRINGS_IN = "import"
"""The operation whose articles were never deleted when they are gone: their import was taken back."""
RE_EXTRACTS = "re-extract"
"""The operation that reads an original again; articles that it added were not deleted either."""
MERGES = "merge articles"
"""The operation that deletes an article because another one takes its place."""


@dataclass(frozen=True)
class DeletedArticle:
    """An article that was deleted and can be restored."""

    uid: str
    title: str
    place: int
    """Which article of its source it was, from 1."""
    source_id: int | None
    sequence: int
    """The journal's entry that deleted it."""
    merged_into: int | None = None
    """Key of the article that took its place, if it was merged and that one is still there."""
    merged_uid: str = ""
    """Its identity."""
    merged_title: str = ""


def existing_uids(session: Session, uids: Iterable[str]) -> set[str]:
    """Return those uids that articles in the archive have."""
    found: set[str] = set()
    for chunk in _chunks(dict.fromkeys(uids)):
        found |= set(session.execute(select(_article.c.uid).where(_article.c.uid.in_(chunk))).scalars())
    return found


def deleted_articles(session: Session, uids: Iterable[str]) -> dict[str, DeletedArticle]:
    """Return those of some articles that were deleted by a person, by uid.

    An article that went because its import or a reading was undone is none of them: it can be imported again.
    """
    found: dict[str, DeletedArticle] = {}
    wanted = list(dict.fromkeys(uids))
    there = existing_uids(session, wanted)
    for chunk in _chunks(uid for uid in wanted if uid not in there):
        newest = (
            select(func.max(_change.c.id)).where(_change.c.row_uid.in_(chunk)).group_by(_change.c.row_uid)
        )
        query = select(_change.c.row_uid, _change.c.sequence, _change.c.before).where(
            _change.c.id.in_(newest), _change.c.table == _article.name, _change.c.after.is_(None)
        )
        for uid, sequence, before in session.execute(query).all():
            operation, root = _operation(session, sequence)
            if operation in (BRINGS_IN, RE_EXTRACTS):
                continue
            image = json.loads(before)
            into = _survivor(session, root) if operation == MERGES else (None, "", "")
            found[uid] = DeletedArticle(
                uid, image["title"], image["place"], image["source_id"], sequence, *into
            )
    return found


def deleted_of_text(session: Session, folds: Iterable[str]) -> dict[str, DeletedArticle]:
    """Return a deleted article for each of these digests of folded texts that one of its versions had."""
    owners: dict[str, str] = {}
    for chunk in _chunks(dict.fromkeys(folds)):
        query = (
            select(_text.c.folded, _text.c.article_uid)
            .select_from(_text.outerjoin(_article, _article.c.uid == _text.c.article_uid))
            .where(_text.c.folded.in_(chunk), _article.c.id.is_(None))
            .order_by(_text.c.id)
        )
        owners.update((folded, uid) for folded, uid in session.execute(query))
    deleted = deleted_articles(session, owners.values()) if owners else {}
    return {folded: deleted[uid] for folded, uid in owners.items() if uid in deleted}


def rows_deleted_with(session: Session, article: DeletedArticle) -> list[Row]:
    """Return an article's row as it was, and after it those that were deleted along with it.

    Rows stand behind the rows that they belong to, so that they can be inserted in this order.
    """
    query = (
        select(_change.c.table, _change.c.row_id, _change.c.row_uid, _change.c.before)
        .where(_change.c.sequence == article.sequence, _change.c.after.is_(None))
        .order_by(_change.c.id.desc())  # what belongs to a row was deleted before it
    )
    deleted: dict[tuple[str, int], dict[str, Any]] = {}
    taken: set[tuple[str, int]] = set()
    rows: list[Row] = []
    for table, key, uid, before in session.execute(query):
        image = deleted[table, key] = json.loads(before)
        if uid == article.uid or taken & _owners(_MODELS[table], image):
            taken.add((table, key))
            rows.append(_MODELS[table](**image))
    return rows


def last_image(session: Session, model: type[Row], key: int) -> dict[str, Any] | None:
    """Return the columns that a row last had, also of one that is gone; nothing when there never was one."""
    query = (
        select(_change.c.before, _change.c.after)
        .where(_change.c.table == table_of(model).name, _change.c.row_id == key)
        .order_by(_change.c.id.desc())
        .limit(1)
    )
    found = session.execute(query).first()
    if found is None:
        return None
    image: dict[str, Any] = json.loads(found.after or found.before)
    return image


def _owners(model: type[Row], image: dict[str, Any]) -> set[tuple[str, int]]:
    return {
        (key.column.table.name, image[key.parent.name])
        for key in table_of(model).foreign_keys
        if key.parent.info.get("owned")
    }


def _operation(session: Session, sequence: int) -> tuple[str, int]:
    """What was done in the first place, however often it was undone and done again since; and where."""
    entry = session.get_one(JournalEntry, sequence)
    while entry.reverses is not None:
        entry = session.get_one(JournalEntry, entry.reverses)
    assert entry.sequence is not None
    return entry.operation, entry.sequence


def _survivor(session: Session, sequence: int) -> tuple[int | None, str, str]:
    query = (
        select(_article.c.id, _article.c.uid, _article.c.title)
        .join(_change, _change.c.row_uid == _article.c.uid)
        .where(_change.c.sequence == sequence, _change.c.table == _article.name)
    )
    found = session.execute(query).first()
    return (None, "", "") if found is None else (found.id, found.uid, found.title)


def _chunks(keys: Iterable[str]) -> Iterator[Sequence[str]]:
    ordered = list(keys)
    for start in range(0, len(ordered), _CHUNK):
        yield ordered[start : start + _CHUNK]
