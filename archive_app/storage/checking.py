"""Whether an archive is whole: every promise that it makes about itself, looked at row by row.

It reads with plain sqlite3 and from the bottom up, because it has to come through a damaged file.
"""

import hashlib
import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import groupby
from pathlib import Path

from sqlmodel import SQLModel

from archive_app.model.tables import JOURNALLED, LASTING
from archive_app.model.text import text_digest
from archive_app.model.values import CutState, OutcomeState
from archive_app.storage.connection import reading_address
from archive_app.storage.journal import table_of
from archive_app.storage.places import Places

_TABLES = tuple(table_of(model).name for model in JOURNALLED)
_TOLD = {"warning", "link"}  # of a file as a whole, among what is said of its articles
_SHA256 = re.compile(r"[0-9a-f]{64}")
_CHUNK_BYTES = 1 << 20

_Check = Callable[[sqlite3.Connection, Places], Iterator[str]]


def problems(places: Places) -> Iterator[str]:
    """Give a sentence for each thing that is wrong with an archive; none when it is whole.

    It takes as long as reading the whole archive with its originals.
    """
    try:
        address = reading_address(places.database)
    except sqlite3.Error as error:
        yield f"The database cannot be read ({error})."
        return
    with closing(sqlite3.connect(address, uri=True, timeout=10.0)) as connection:
        connection.execute("PRAGMA query_only=ON")
        connection.execute("PRAGMA trusted_schema=OFF")
        connection.execute("PRAGMA wal_autocheckpoint=0")
        for subject, check in _CHECKS:
            try:
                # Each sees one moment, but a writer never waits for all of them.
                connection.execute("BEGIN")
                yield from check(connection, places)
            # Pages that cannot be read, entries that are no JSON, and values of a kind that the schema would
            # have kept out: SQLite stores what another program gives it.
            except (sqlite3.Error, ValueError, TypeError, AttributeError, KeyError, OverflowError) as error:
                yield f"{subject} cannot be read, because the database is damaged ({error})."
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")


def _database(connection: sqlite3.Connection, _places: Places) -> Iterator[str]:
    for (finding,) in connection.execute("PRAGMA integrity_check"):
        if finding != "ok":
            yield f"The database is damaged: {finding}."
    for table, key, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        yield f"Row {key} of “{table}” refers to a row of “{parent}” that is missing."


def _kinds(connection: sqlite3.Connection, _places: Places) -> Iterator[str]:
    for table in SQLModel.metadata.sorted_tables:
        for column in table.columns:
            kind = "integer" if column.type.python_type is int else "text"
            kinds = f"'{kind}', 'null'" if column.nullable else f"'{kind}'"
            wrong = (
                f'SELECT rowid, typeof("{column.name}") FROM "{table.name}"'
                f' WHERE typeof("{column.name}") NOT IN ({kinds})'
            )
            for key, found in connection.execute(wrong):
                yield f"Row {key} of “{table.name}” has {found} in “{column.name}”, where {kind} belongs."


def _texts(connection: sqlite3.Connection, _places: Places) -> Iterator[str]:
    query = (
        "SELECT t.id, t.text, t.sha256, a.title FROM text_version t"
        " LEFT JOIN article a ON a.uid = t.article_uid"
    )
    for key, text, sha256, title in connection.execute(query):
        if not isinstance(text, str) or text_digest(text) != sha256:
            of = f"of “{title}”" if title is not None else "of a deleted article"
            yield f"Text {key}, {of}, is not the one that was imported: its SHA-256 differs."
    query = (
        "SELECT a.id, a.title FROM article a JOIN text_version t ON t.id = a.text_id"
        " WHERE t.article_uid != a.uid"
    )
    for key, title in connection.execute(query):
        yield f"Article {key}, “{title}”, has the text of another article."


def _passages(connection: sqlite3.Connection, _places: Places) -> Iterator[str]:
    # A passage to review stands in an older version of the text, and is looked for there.
    yield from _stretches(
        connection,
        "Passage",
        'SELECT s.text_id, s.id, s.start, s."end", s.quote, a.title FROM passage s'
        " JOIN article a ON a.id = s.article_id ORDER BY 1",
    )
    yield from _stretches(
        connection,
        "The proposed cut",
        'SELECT a.text_id, s.id, s.start, s."end", s.quote, a.title FROM proposed_cut s'
        f" JOIN article a ON a.id = s.article_id WHERE s.state = '{CutState.PROPOSED.value}' ORDER BY 1",
    )
    foreign = (
        "SELECT p.id, a.title FROM passage p JOIN article a ON a.id = p.article_id"
        " JOIN text_version t ON t.id = p.text_id WHERE t.article_uid != a.uid"
    )
    for key, title in connection.execute(foreign):
        yield f"Passage {key} of “{title}” stands in the text of another article."


def _stretches(connection: sqlite3.Connection, name: str, query: str) -> Iterator[str]:
    for text_id, stretches in groupby(connection.execute(query), key=lambda row: row[0]):
        found = connection.execute("SELECT text FROM text_version WHERE id = ?", (text_id,)).fetchone()
        if found is None:
            continue  # told as a broken reference
        (text,) = found
        for _, key, start, end, quote, title in stretches:
            if not _is_slice(text, start, end, quote):
                yield f"{name} {key} is not what stands at {start}–{end} of “{title}”."


def _is_slice(text: object, start: object, end: object, quote: object) -> bool:
    if not (isinstance(text, str) and isinstance(start, int) and isinstance(end, int)):
        return False
    return text[start:end] == quote


def _originals(connection: sqlite3.Connection, places: Places) -> Iterator[str]:
    for name, sha256, size in connection.execute("SELECT name, sha256, size FROM source ORDER BY id"):
        # What is no hash, in an archive that someone altered, must not become a path.
        named = (places.originals / sha256[:2]).glob(f"{sha256}*") if _SHA256.fullmatch(str(sha256)) else ()
        kept = [path for path in named if path.is_file()]
        if not kept:
            yield f"The original of “{name}” is missing from “originals”."
        for path in kept:
            try:
                if path.stat().st_size != size or _file_digest(path) != sha256:
                    yield f"The original of “{name}” is not the file that was imported: it was changed."
            except OSError as error:
                yield f"The original of “{name}” cannot be read ({error.strerror or error})."


def _journal(connection: sqlite3.Connection, _places: Places) -> Iterator[str]:
    gap = (
        "SELECT sequence, before FROM (SELECT sequence,"
        " lag(sequence, 1, 0) OVER (ORDER BY sequence) AS before FROM journal_entry)"
        " WHERE sequence != before + 1"
    )
    for sequence, before in connection.execute(gap):
        yield f"The journal has a gap between its entries {before} and {sequence}."
    # A later entry lies below only where it goes on with a step that had begun before.
    gone_on = (
        "SELECT sequence FROM journal_entry later WHERE later.goes_on < e.sequence AND later.reverses IS NULL"
    )
    for pointer in ("reverses", "undo_next", "redo_next", "below_undo", "below_redo", "goes_on"):
        may_be_later = f" AND e.{pointer} NOT IN ({gone_on})" if pointer == "below_undo" else ""
        dangling = (
            f"SELECT e.sequence, e.{pointer} FROM journal_entry e WHERE e.{pointer} IS NOT NULL AND"
            f" ((e.{pointer} > e.sequence{may_be_later})"
            f" OR e.{pointer} NOT IN (SELECT sequence FROM journal_entry))"
        )
        for sequence, wanted in connection.execute(dangling):
            yield f"Entry {sequence} of the journal points to entry {wanted} ({pointer}), which is not there."
    empty = "SELECT sequence FROM journal_entry WHERE sequence NOT IN (SELECT sequence FROM journal_change)"
    for (sequence,) in connection.execute(empty):
        yield f"Entry {sequence} of the journal does not say what it changed."


def _rows(connection: sqlite3.Connection, _places: Places) -> Iterator[str]:
    for table in _TABLES:
        columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]
        newest = (
            "SELECT c.row_id, c.after FROM journal_change c JOIN (SELECT max(id) AS id FROM journal_change"
            ' WHERE "table" = ? GROUP BY row_id) USING (id)'
        )
        stored = f'SELECT j.row_id, j.after, s.* FROM "{table}" s LEFT JOIN ({newest}) j ON j.row_id = s.id'
        for row_id, after, *values in connection.execute(stored, (table,)):
            row = dict(zip(columns, values, strict=True))
            if row_id is None or after is None:
                yield f"Row {row['id']} of “{table}” is not in the journal: another program put it there."
                continue
            # Columns that came with a later version are not in older entries.
            image = _json(after)
            if not isinstance(image, dict):
                yield f"What the journal says of row {row_id} of “{table}” cannot be read: it was damaged."
            elif any(row[column] != value for column, value in image.items() if column in row):
                yield f"Row {row_id} of “{table}” is not as the journal left it: another program changed it."
        gone = (
            f"SELECT row_id FROM ({newest}) WHERE after IS NOT NULL"
            f' AND row_id NOT IN (SELECT id FROM "{table}")'
        )
        for (row_id,) in connection.execute(gone, (table,)):
            yield f"Row {row_id} of “{table}” is gone, though the journal has not deleted it."


def _json(written: object) -> object:
    try:
        return json.loads(written) if isinstance(written, str) else None
    except ValueError:
        return None


def _written(connection: sqlite3.Connection, _places: Places) -> Iterator[str]:
    for table, column, is_right in _JSON:
        query = f'SELECT id, "{column}" FROM "{table}" WHERE "{column}" != \'\''
        for key, written in connection.execute(query):
            if not is_right(_json(written)):
                yield f"What row {key} of “{table}” has in “{column}” cannot be read: it was damaged."


def _are_texts(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(one, str) for one in value.values())


def _are_pages(value: object) -> bool:
    if not isinstance(value, list):
        return False
    pairs = [page for page in value if isinstance(page, list) and len(page) == 2]
    starts = [start for start, label in pairs if isinstance(start, int) and isinstance(label, str)]
    return len(starts) == len(value) and starts == sorted(starts)


def _are_paths(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(path, str) for path in value)


def _are_details(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(one, dict) and (_TOLD & one.keys() or one.get("state") in list(OutcomeState))
        for one in value
    )


_JSON: tuple[tuple[str, str, Callable[[object], bool]], ...] = (
    ("source", "settings", _are_texts),
    ("article", "source_fields", _are_texts),
    ("text_version", "pages", _are_pages),
    ("import_run", "settings", lambda value: isinstance(value, dict)),
    ("import_run", "paths", _are_paths),
    ("import_outcome", "details", _are_details),
)
"""What columns keep as JSON, and whether it is what belongs there."""


def _reports(connection: sqlite3.Connection, _places: Places) -> Iterator[str]:
    endless = "SELECT id FROM import_run WHERE (ended = '') != (state = 'running')"
    for (key,) in connection.execute(endless):
        yield f"The report of import {key} does not say when it ended, or says so of one that did not."


def _links(connection: sqlite3.Connection, _places: Places) -> Iterator[str]:
    wrong = "SELECT id, article_id, other_id FROM article_link WHERE article_id > other_id"
    for key, one, other in connection.execute(wrong):
        yield f"Link {key} puts article {one} before article {other}, which was imported earlier."


def _identities(connection: sqlite3.Connection, _places: Places) -> Iterator[str]:
    tables = (*_TABLES, *(table_of(model).name for model in LASTING))
    every = " UNION ALL ".join(f"SELECT uid, '{table} ' || id AS named FROM \"{table}\"" for table in tables)
    twice = f"SELECT uid, group_concat(named, ', ') FROM ({every}) GROUP BY uid HAVING count(*) > 1"
    for uid, rows in connection.execute(twice):
        yield f"The identity {uid} is not unique: {rows} have it."


def _claim_types(connection: sqlite3.Connection, _places: Places) -> Iterator[str]:
    parents: dict[int, int | None] = {}
    names: dict[int, str] = {}
    for key, parent, name in connection.execute("SELECT id, parent_id, name FROM claim_type ORDER BY id"):
        parents[key], names[key] = parent, name
    for key in parents:
        above, seen = parents[key], set[int]()
        while above is not None and above != key and above not in seen:
            seen.add(above)
            above = parents.get(above)
        if above == key:
            yield f"Claim type {key}, “{names[key]}”, stands below itself. Move it to the root."


_CHECKS: tuple[tuple[str, _Check], ...] = (
    ("The database", _database),
    ("The kinds of the values", _kinds),
    ("The texts", _texts),
    ("The passages", _passages),
    ("The list of originals", _originals),
    ("The journal", _journal),
    ("The rows that the journal tells of", _rows),
    ("What is kept as JSON", _written),
    ("The reports of imports", _reports),
    ("The links between articles", _links),
    ("The identities of the rows", _identities),
    ("The tree of claim types", _claim_types),
)


def _file_digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()
