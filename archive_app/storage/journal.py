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
    step: int = 0
    """The sequence of the first entry of the step that Undo takes back with this one."""

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
        self,
        operation: str,
        label: str,
        coder: str,
        *,
        reverses: JournalEntry | None = None,
        goes_on: int | None = None,
    ) -> Changes:
        """Write the entry and its changes, and move the undo and redo stacks; the caller commits.

        ``goes_on`` names the first entry of a step that this one belongs to. It is put where the step lies,
        beneath what was done since, if it only brings rows in that need nothing of that; else, and where
        the step was taken back meanwhile, it begins a step of its own.
        """
        last = last_entry(self.session)
        entry = JournalEntry(operation=operation, label=canonical(label), coder=canonical(coder))
        top = "redo_next" if operation == "undo" and reverses else "undo_next"
        above: JournalEntry | None = None
        beneath: JournalEntry | None = None
        if reverses is None:
            entry.below_undo = last.undo_next if last else None
            if last is not None and goes_on is not None:
                above, beneath = self._place_of(goes_on, last)
            if last is not None and beneath is not None:
                entry.goes_on, entry.below_undo = goes_on, beneath.sequence
                entry.redo_next = None if self._needs_any_of(()) else last.redo_next
                entry.undo_next = last.undo_next if above is not None else None
        elif operation == "undo":
            assert last is not None
            entry.reverses = reverses.sequence
            entry.undo_next = reverses.below_undo
            entry.below_redo = last.redo_next
            entry.goes_on = self._same_step(last.redo_next, reverses)
        else:
            assert last is not None
            entry.reverses = reverses.sequence
            entry.below_undo = last.undo_next
            entry.redo_next = reverses.below_redo
            entry.goes_on = self._same_step(last.undo_next, reverses)
        values = entry.model_dump(exclude={"sequence"})
        sequence = self._connection.execute(
            insert(_ENTRY).values(values).returning(_ENTRY.c.sequence)
        ).scalar_one()
        moved, pointer = (sequence, top) if above is None else (above.sequence, "below_undo")
        self._connection.execute(
            _ENTRY.update().where(_ENTRY.c.sequence == moved).values({pointer: sequence})
        )
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
        return self._changes(sequence, operation, label, entry.goes_on or sequence)

    def _place_of(self, step: int, last: JournalEntry) -> tuple[JournalEntry | None, JournalEntry | None]:
        """Return the entries above and beneath one that goes on with a step.

        Nothing above when the step lies on top; nothing beneath when it cannot go on.
        """
        above: list[int] = []
        lowest: JournalEntry | None = None
        top = last.undo_next
        while top is not None and top >= step:
            entry = self.session.get_one(JournalEntry, top)
            if entry.step == step:
                return (None, None) if above and self._needs_any_of(above) else (lowest, entry)
            above.append(top)
            lowest, top = entry, entry.below_undo
        return None, None

    def _needs_any_of(self, sequences: Sequence[int]) -> bool:
        """Say whether what was noted changes older rows, or refers to rows that these entries made."""
        made: set[tuple[str, int]] = set()
        for start in range(0, len(sequences), 500):
            inserted = select(_CHANGE.c.table, _CHANGE.c.row_id).where(
                _CHANGE.c.sequence.in_(sequences[start : start + 500]), _CHANGE.c.before.is_(None)
            )
            made |= {(table, key) for table, key in self._connection.execute(inserted)}
        return any(
            noted.before is not None
            or noted.after is None
            or any(
                (key.column.table.name, noted.after.get(key.parent.name)) in made
                for key in _TABLES[noted.table].foreign_keys
            )
            for noted in self._noted
        )

    def _same_step(self, top: int | None, reverses: JournalEntry) -> int | None:
        """Return the step on top of a stack if its newest entry reversed one of the same step."""
        entry = self.session.get(JournalEntry, top) if top is not None else None
        if entry is None or entry.reverses is None:
            return None
        reversed_before = self.session.get_one(JournalEntry, entry.reverses)
        return entry.step if reversed_before.step == reverses.step else None

    def lies_on_top(self, step: int) -> bool:
        """Say whether a step is what Undo would take back next."""
        last = last_entry(self.session)
        top = self.session.get(JournalEntry, last.undo_next) if last and last.undo_next else None
        return top is not None and top.step == step

    def _changes(self, sequence: int, operation: str, label: str, step: int) -> Changes:
        rows: dict[str, set[int]] = {}
        articles: set[int] = set()
        passages: set[int] = set()
        of_passages: set[int] = set()
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
                    of_passages.add(image["passage_id"])
        orphans = of_passages - passages  # the articles of the others were noted with them
        if orphans:
            passages |= orphans
            passage = _TABLES["passage"]
            articles |= _keys(self.session, passage.c.article_id, passage.c.id, orphans)
        return Changes(
            sequence, operation, label,
            {name: frozenset(keys) for name, keys in rows.items()}, frozenset(articles), frozenset(passages),
            step,
        )  # fmt: skip


def as_one(changes: Sequence[Changes]) -> Changes:
    """Return the changes of the entries of one step together, under the name of the newest."""
    newest = changes[-1]
    rows: dict[str, set[int]] = {}
    for change in changes:
        for name, keys in change.rows.items():
            rows.setdefault(name, set()).update(keys)
    return replace(
        newest,
        rows={name: frozenset(keys) for name, keys in rows.items()},
        articles=frozenset().union(*(change.articles for change in changes)),
        passages=frozenset().union(*(change.passages for change in changes)),
    )


def table_of(model: type[Row]) -> Table:
    """Return the SQLAlchemy table of a model."""
    table: Table = model.__table__  # type: ignore[attr-defined]  # sqlmodel does not declare it
    return table


def last_entry(session: Session) -> JournalEntry | None:
    """Return the newest entry, or nothing for an archive without work in it."""
    newest = select(JournalEntry).order_by(_ENTRY.c.sequence.desc()).limit(1)
    return session.execute(newest).scalar_one_or_none()


def entries_on_stack(session: Session, top: JournalEntry, operation: str) -> int:
    """Say how many entries of the step on top of the stack of an operation, undo or redo, lie there."""
    count, below = 1, getattr(top, f"below_{operation}")
    while below is not None:
        entry = session.get_one(JournalEntry, below)
        if entry.step != top.step:
            break
        count, below = count + 1, getattr(entry, f"below_{operation}")
    return count


def last_sequence(session: Session) -> int:
    """Return the newest entry's sequence, 0 when there is none."""
    return session.execute(select(func.max(_ENTRY.c.sequence))).scalar() or 0


@dataclass(frozen=True)
class Tops:
    """What lies on top of the stacks of Undo and Redo after the last entry."""

    sequence: int
    """Of the last entry; 0 before the first."""
    undo: str | None
    """The label of what Undo would take back, or nothing when there is nothing."""
    redo: str | None


def tops(session: Session) -> Tops:
    """Say what Undo and Redo would do now."""
    undone, redone = _ENTRY.alias(), _ENTRY.alias()
    query = (
        select(_ENTRY.c.sequence, undone.c.label, redone.c.label)
        .select_from(
            _ENTRY.outerjoin(undone, undone.c.sequence == _ENTRY.c.undo_next).outerjoin(
                redone, redone.c.sequence == _ENTRY.c.redo_next
            )
        )
        .order_by(_ENTRY.c.sequence.desc())
        .limit(1)
    )
    found = session.execute(query).one_or_none()
    return Tops(*found) if found is not None else Tops(0, None, None)


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
