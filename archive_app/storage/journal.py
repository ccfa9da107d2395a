"""The journal: every change to an archive, row by row, as it was committed.

Undo and redo, the history of a passage and the feed of the search index are all read from it. A
:class:`Transaction` is the only way to write, and it notes each row's columns before and after.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, bindparam, func, insert, select
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, SQLModel

from archive_app.model.errors import Refused
from archive_app.model.tables import JOURNALLED, LASTING, JournalChange, JournalEntry, Row
from archive_app.model.text import canonical

Image = dict[str, Any]  # a row's columns by name
RowT = TypeVar("RowT", bound=Row)

_ENTRY: Table = JournalEntry.__table__  # type: ignore[attr-defined]  # sqlmodel does not declare it
_CHANGE: Table = JournalChange.__table__  # type: ignore[attr-defined]  # sqlmodel does not declare it
_KEY = "key_of_the_row"
"""The parameter that no column is called like."""
_TABLES: Mapping[str, Table] = {model.__tablename__: model.__table__ for model in JOURNALLED}  # type: ignore[attr-defined,misc]  # sqlmodel does not declare it


@dataclass(frozen=True)
class Changes:
    """What one committed operation changed, for views to refresh just that."""

    sequence: int
    operation: str
    label: str
    rows: Mapping[str, frozenset[int]] = field(default_factory=dict)
    """Keys of the rows touched, by table."""
    articles: frozenset[int] = frozenset()
    """Keys of the articles whose own row, passages, tags or proposed cuts changed."""
    passages: frozenset[int] = frozenset()
    """Keys of the passages whose own row or tags changed."""

    def touches(self, *tables: type[SQLModel]) -> bool:
        """Say whether any row of these tables changed."""
        return any(table.__tablename__ in self.rows for table in tables)


@dataclass(frozen=True)
class _Noted:
    table: str
    row_id: int
    row_uid: str
    before: Image | None
    after: Image | None


class Transaction:
    """One operation in progress: rows go in, change and go out through here, and nowhere else.

    ``session`` reads what the transaction sees. Nothing is on disk until the archive commits it.
    """

    def __init__(self, connection: Connection) -> None:
        self.session = Session(bind=connection, expire_on_commit=False, autoflush=False)
        self._connection = connection
        self._noted: list[_Noted] = []

    def insert(self, rows: RowT | Sequence[RowT]) -> None:
        """Add rows of one table and give each its key."""
        batch: Sequence[RowT] = rows if isinstance(rows, Sequence) else [rows]
        if not batch:
            return
        table = table_of(type(batch[0]))
        images = [row.model_dump(exclude={"id"}) for row in batch]
        returning = insert(table).returning(table.c.id, sort_by_parameter_order=True)
        keys = self._connection.execute(returning, images).scalars().all()
        for row, key, image in zip(batch, keys, images, strict=True):
            row.id = key
            if not isinstance(row, LASTING):
                self._noted.append(_Noted(table.name, key, row.uid, None, {"id": key, **image}))

    def update(self, row: Row, **values: Any) -> bool:
        """Change columns of a row; return whether anything was different."""
        return self.update_all([(row, values)]) > 0

    def update_all(self, wanted: Iterable[tuple[Row, Image]]) -> int:
        """Change columns of many rows, each given once; return how many were different."""
        batches: dict[tuple[Table, tuple[str, ...]], list[Image]] = {}
        different = 0
        for row, values in wanted:
            before = row.model_dump()
            changed = {name: value for name, value in values.items() if before[name] != value}
            if not changed:
                continue
            different += 1
            table = table_of(type(row))
            batches.setdefault((table, tuple(changed)), []).append({_KEY: row.id, **changed})
            for name, value in changed.items():
                set_committed_value(row, name, value)
            if not isinstance(row, LASTING):
                self._noted.append(_Noted(table.name, row.key, row.uid, before, {**before, **changed}))
        for (table, _), batch in batches.items():
            self._connection.execute(table.update().where(table.c.id == bindparam(_KEY)), batch)
        return different

    def append(self, model: type[Row], images: Sequence[Image]) -> None:
        """Add rows to a lasting table by their columns, uids among them; nobody asks for their keys."""
        assert issubclass(model, LASTING), "what can be taken back needs an entry in the journal"
        if images:
            self._connection.execute(insert(table_of(model)), list(images))

    def put_back(self, row: Row) -> None:
        """Insert a row that was deleted, under the key and the identity that it had."""
        table = table_of(type(row))
        image = row.model_dump()
        self._connection.execute(insert(table).values(image))
        self._noted.append(_Noted(table.name, row.key, row.uid, None, image))

    def delete(self, row: Row) -> None:
        """Take a row out, and before it the rows that it owns.

        Raises:
            Refused: Rows that it does not own still refer to it.
        """
        self._delete_image(table_of(type(row)), row.model_dump())

    def _delete_image(self, table: Table, image: Image) -> None:
        for child in _TABLES.values():
            for key in child.foreign_keys:
                if key.column.table is not table or key.parent.table is not child:
                    continue
                referring = select(child).where(key.parent == image["id"]).order_by(child.c.id)
                for owned in self._connection.execute(referring).mappings().all():
                    if not key.parent.info.get("owned"):
                        raise Refused(f"“{_name(image)}” is still in use, so it was not deleted.")
                    self._delete_image(child, dict(owned))
        self._connection.execute(table.delete().where(table.c.id == image["id"]))
        self._noted.append(_Noted(table.name, image["id"], image["uid"], image, None))

    def reverse(self, sequence: int) -> None:
        """Take back everything that an entry changed.

        Raises:
            Refused: A row is not as that entry left it.
        """
        of_entry = select(_CHANGE).where(_CHANGE.c.sequence == sequence).order_by(_CHANGE.c.id.desc())
        changes = [
            _Noted(
                change["table"], change["row_id"], change["row_uid"],
                _image(change["before"]), _image(change["after"]),
            )
            for change in self._connection.execute(of_entry).mappings()
        ]  # fmt: skip
        for _, batch in groupby(changes, key=_kind):
            for alike in _each_row_once(batch):
                self._reverse(alike)

    def _reverse(self, changes: Sequence[_Noted]) -> None:
        """Take back changes of one kind to different rows of one table."""
        table, first = _TABLES[changes[0].table], changes[0]
        found = self._rows(table, [change.row_id for change in changes])
        if not all(_stands(found.get(change.row_id), change.after) for change in changes):
            raise Refused("This cannot be undone, because what it changed has been changed again since.")
        keys = [{_KEY: change.row_id} for change in changes]
        images = [change.before or {} for change in changes]
        if first.before is None:
            self._connection.execute(table.delete().where(table.c.id == bindparam(_KEY)), keys)
        elif first.after is None:
            self._connection.execute(insert(table), images)
        else:
            values = [{**key, **image} for key, image in zip(keys, images, strict=True)]
            self._connection.execute(table.update().where(table.c.id == bindparam(_KEY)), values)
        self._noted += [replace(change, before=change.after, after=change.before) for change in changes]

    def _rows(self, table: Table, keys: Sequence[int]) -> dict[int, Image]:
        found: dict[int, Image] = {}
        for start in range(0, len(keys), 500):
            those = select(table).where(table.c.id.in_(keys[start : start + 500]))
            found |= {row["id"]: dict(row) for row in self._connection.execute(those).mappings()}
        return found

    @property
    def has_changes(self) -> bool:
        """Whether anything was noted so far."""
        return bool(self._noted)

    def record(
        self, operation: str, label: str, coder: str, *, reverses: JournalEntry | None = None
    ) -> Changes:
        """Write the entry and its changes, and move the undo and redo stacks; the caller commits."""
        last = last_entry(self.session)
        entry = JournalEntry(operation=operation, label=canonical(label), coder=canonical(coder))
        if reverses is None:
            entry.below_undo = last.undo_next if last else None
        elif operation == "undo":
            assert last is not None
            entry.reverses = reverses.sequence
            entry.undo_next = reverses.below_undo
            entry.below_redo = last.redo_next
        else:
            assert last is not None
            entry.reverses = reverses.sequence
            entry.below_undo = last.undo_next
            entry.redo_next = reverses.below_redo
        values = entry.model_dump(exclude={"sequence"})
        sequence = self._connection.execute(
            insert(_ENTRY).values(values).returning(_ENTRY.c.sequence)
        ).scalar_one()
        top = "redo_next" if operation == "undo" and reverses else "undo_next"
        self._connection.execute(_ENTRY.update().where(_ENTRY.c.sequence == sequence).values({top: sequence}))
        if self._noted:
            self._connection.execute(
                insert(_CHANGE),
                [
                    {
                        "sequence": sequence, "table": noted.table, "row_id": noted.row_id,
                        "row_uid": noted.row_uid, "before": _json(noted.before), "after": _json(noted.after),
                    }
                    for noted in self._noted
                ],
            )  # fmt: skip
        return self._changes(sequence, operation, label)

    def _changes(self, sequence: int, operation: str, label: str) -> Changes:
        rows: dict[str, set[int]] = {}
        articles: set[int] = set()
        passages: set[int] = set()
        orphans: set[int] = set()
        for noted in self._noted:
            rows.setdefault(noted.table, set()).add(noted.row_id)
            for image in (noted.before, noted.after):
                if image is None:
                    continue
                if noted.table == "article":
                    articles.add(noted.row_id)
                elif noted.table == "passage":
                    passages.add(noted.row_id)
                if "article_id" in image:
                    articles.add(image["article_id"])
                if "passage_id" in image:
                    orphans.add(image["passage_id"])
        if orphans:
            passages |= orphans
            passage = _TABLES["passage"]
            articles |= _keys(self.session, passage.c.article_id, passage.c.id, orphans)
        return Changes(
            sequence, operation, label,
            {name: frozenset(keys) for name, keys in rows.items()}, frozenset(articles), frozenset(passages),
        )  # fmt: skip


def table_of(model: type[Row]) -> Table:
    """Return the SQLAlchemy table of a model."""
    table: Table = model.__table__  # type: ignore[attr-defined]  # sqlmodel does not declare it
    return table


def last_entry(session: Session) -> JournalEntry | None:
    """Return the newest entry, or nothing for an archive without work in it."""
    newest = select(JournalEntry).order_by(_ENTRY.c.sequence.desc()).limit(1)
    return session.execute(newest).scalar_one_or_none()


def last_sequence(session: Session) -> int:
    """Return the newest entry's sequence, 0 when there is none."""
    return session.execute(select(func.max(_ENTRY.c.sequence))).scalar() or 0


def undo_label(session: Session) -> str | None:
    """Say what Undo would take back, or nothing when there is nothing."""
    return _top_label(session, "undo_next")


def redo_label(session: Session) -> str | None:
    """Say what Redo would do again, or nothing when there is nothing."""
    return _top_label(session, "redo_next")


def _top_label(session: Session, stack: str) -> str | None:
    last = last_entry(session)
    top: int | None = getattr(last, stack) if last else None
    entry = session.get(JournalEntry, top) if top else None
    return entry.label if entry else None


@dataclass(frozen=True)
class HistoryItem:
    """One line of an archive's or a row's history."""

    sequence: int
    at: str
    coder: str
    operation: str
    label: str
    changes: int


def history(session: Session, *, limit: int = 200, row_uid: str | None = None) -> list[HistoryItem]:
    """Return the newest entries first, of the whole archive or of one row."""
    count = func.count(_CHANGE.c.id)
    entries = (
        select(_ENTRY.c.sequence, _ENTRY.c.at, _ENTRY.c.coder, _ENTRY.c.operation, _ENTRY.c.label, count)
        .select_from(_ENTRY.outerjoin(_CHANGE, _CHANGE.c.sequence == _ENTRY.c.sequence))
        .group_by(_ENTRY.c.sequence)
        .order_by(_ENTRY.c.sequence.desc())
        .limit(limit)
    )
    if row_uid is not None:
        entries = entries.where(_CHANGE.c.row_uid == row_uid)
    return [HistoryItem(*row) for row in session.execute(entries)]


_PARENTS = {
    "actor_alias": "actor_id", "actor_tag": "passage_id", "claim_tag": "passage_id",
    "collection_article": "article_id", "article_label": "article_id", "article_read": "article_id",
}  # fmt: skip
"""What a row belongs to, of which it says something."""


def images_of(session: Session, row_uid: str) -> list[tuple[str, Image | None, Image]]:
    """Return each time a row was inserted or changed: the operation, what it was and became; oldest first."""
    query = (
        select(_ENTRY.c.operation, _CHANGE.c.before, _CHANGE.c.after)
        .join(_CHANGE, _CHANGE.c.sequence == _ENTRY.c.sequence)
        .where(_CHANGE.c.row_uid == row_uid, _CHANGE.c.after.is_not(None))
        .order_by(_CHANGE.c.id)
    )
    return [
        (operation, _image(before), json.loads(after)) for operation, before, after in session.execute(query)
    ]


@dataclass(frozen=True)
class Feed:
    """What has to be indexed again after a stretch of the journal."""

    upto: int
    """The sequence this covers, the index's next watermark."""
    articles: frozenset[int]
    passages: frozenset[int]
    marked: frozenset[int] = frozenset()
    """Articles that were put into a collection or out of it, labelled or read: not to be indexed again."""
    tables: frozenset[str] = frozenset()
    """The tables that rows changed in."""


def feed_since(session: Session, watermark: int, *, limit: int = 200) -> Feed:
    """Return which articles and passages up to ``limit`` entries after ``watermark`` touched.

    An actor, claim type or coder that was renamed touches every passage it stands on, and an article the
    passages in it.
    """
    after = (
        select(_ENTRY.c.sequence)
        .where(_ENTRY.c.sequence > watermark)
        .order_by(_ENTRY.c.sequence)
        .limit(limit)
    )
    sequences = session.execute(after).scalars().all()
    if not sequences:
        return Feed(watermark, frozenset(), frozenset())
    upto = sequences[-1]
    within = (_CHANGE.c.sequence > watermark) & (_CHANGE.c.sequence <= upto)
    rows: dict[str, set[int]] = {}
    parents: dict[str, set[int]] = {}
    for table, key, before, after_image in session.execute(
        select(_CHANGE.c.table, _CHANGE.c.row_id, _CHANGE.c.before, _CHANGE.c.after).where(within)
    ):
        rows.setdefault(table, set()).add(key)
        column = _PARENTS.get(table)
        if column is not None:
            for image in (before, after_image):
                if image:
                    parents.setdefault(column, set()).add(json.loads(image)[column])
    articles = rows.get("article", set())
    passages = rows.get("passage", set()) | parents.get("passage_id", set())
    passage, actor_tag, claim_tag = _TABLES["passage"], _TABLES["actor_tag"], _TABLES["claim_tag"]
    renamed = rows.get("actor", set()) | parents.get("actor_id", set())
    passages |= _keys(session, passage.c.id, passage.c.article_id, articles)
    passages |= _keys(session, passage.c.id, passage.c.coder_id, rows.get("coder", set()))
    passages |= _keys(session, actor_tag.c.passage_id, actor_tag.c.actor_id, renamed)
    passages |= _keys(
        session, claim_tag.c.passage_id, claim_tag.c.claim_type_id, rows.get("claim_type", set())
    )
    marked = frozenset(parents.get("article_id", ()))
    return Feed(upto, frozenset(articles), frozenset(passages), marked, frozenset(rows))


def _keys(session: Session, wanted: Any, column: Any, keys: Iterable[int]) -> set[int]:  # SQLAlchemy columns
    found: set[int] = set()
    ordered = sorted(keys)
    for start in range(0, len(ordered), 500):
        found |= set(
            session.execute(select(wanted).where(column.in_(ordered[start : start + 500]))).scalars()
        )
    return found


def _stands(found: Image | None, image: Image | None) -> bool:
    """Say whether a row is as an image has it; columns that came with a later version don't count."""
    if found is None or image is None:
        return found is image
    return all(found[column] == value for column, value in image.items() if column in found)


def _kind(change: _Noted) -> tuple[str, tuple[str, ...] | None, bool]:
    """What changes must have in common to be taken back at once."""
    return (change.table, None if change.before is None else tuple(change.before), change.after is None)


def _each_row_once(changes: Iterable[_Noted]) -> Iterator[list[_Noted]]:
    """Cut changes into stretches in which no row occurs twice."""
    stretch: dict[int, _Noted] = {}
    for change in changes:
        if change.row_id in stretch:
            yield list(stretch.values())
            stretch = {}
        stretch[change.row_id] = change
    yield list(stretch.values())


def _image(written: str | None) -> Image | None:
    image: Image | None = json.loads(written) if written else None
    return image


def _json(image: Image | None) -> str | None:
    return None if image is None else json.dumps(image, ensure_ascii=False, separators=(",", ":"))


def _name(image: Image) -> str:
    return str(image.get("name") or image.get("title") or image.get("quote") or image["uid"])
