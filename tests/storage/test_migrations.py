"""Archives of older versions are brought up to date with nothing lost."""

import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from archive_app.model.errors import NotAnArchive
from archive_app.operations.checking import check_archive
from archive_app.operations.cuts import remove_cuts
from archive_app.operations.importing import import_text
from archive_app.operations.tagging import (
    ActorChoice,
    ClaimChoice,
    delete_passages,
    mark_passage,
    move_passage,
)
from archive_app.storage.archive import Archive, create_archive, open_archive
from archive_app.storage.queries import article_text, passages_of
from archive_app.storage.schema import HEAD, schema_version

TITLE = "Marshal orders march 🕊️ on Tavira"
TEXT = (
    f"{TITLE}\n\n{TITLE}\n\nDabrek ordered his forces to advance 😀.\n\nAdvertisement\n\n"
    "The command denied it."
)

TO_0003 = """
DROP INDEX journal_entry_goes_on;
ALTER TABLE journal_entry DROP COLUMN goes_on;
UPDATE alembic_version SET version_num = '0003';
"""

TO_0002 = f"""
{TO_0003}
DROP TABLE import_outcome;
DROP TABLE import_run;
DROP TABLE saved_search;
DROP TABLE article_link;
DROP TABLE article_read;
DROP TABLE article_label;
DROP TABLE label;
DROP TABLE collection_article;
DROP TABLE collection;
DROP INDEX article_database;
DROP INDEX article_doi;
ALTER TABLE article DROP COLUMN database_id;
ALTER TABLE article DROP COLUMN doi;
ALTER TABLE article DROP COLUMN source_fields;
ALTER TABLE source DROP COLUMN settings;
ALTER TABLE text_version DROP COLUMN pages;
UPDATE journal_change SET
    before = json_remove(before, '$.database_id', '$.doi', '$.source_fields', '$.settings'),
    after = json_remove(after, '$.database_id', '$.doi', '$.source_fields', '$.settings')
    WHERE "table" IN ('article', 'source');
UPDATE alembic_version SET version_num = '0002';
"""

TO_0001 = f"""
{TO_0002}
CREATE TABLE old_passage (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE,
    article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE RESTRICT,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, quote TEXT NOT NULL, memo TEXT NOT NULL,
    coder_id INTEGER NOT NULL REFERENCES coder (id) ON DELETE RESTRICT,
    created TEXT NOT NULL, modified TEXT NOT NULL,
    CONSTRAINT passage_in_order CHECK (start >= 0 AND start < "end")
);
INSERT INTO old_passage SELECT id, uid, article_id, start, "end", quote, memo, coder_id, created, modified
    FROM passage;
UPDATE sqlite_sequence SET seq = (SELECT seq FROM sqlite_sequence WHERE name = 'passage')
    WHERE name = 'old_passage';
DROP TABLE passage;
ALTER TABLE old_passage RENAME TO passage;
CREATE INDEX ix_passage_article_id ON passage (article_id);
CREATE INDEX ix_passage_coder_id ON passage (coder_id);
CREATE INDEX passage_place ON passage (article_id, start, "end");
DROP INDEX article_outlet;
DROP INDEX article_title;
UPDATE journal_change SET before = json_remove(before, '$.text_id'), after = json_remove(after, '$.text_id')
    WHERE "table" = 'passage';
UPDATE alembic_version SET version_num = '0001';
"""


def rows(database: Path, query: str) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(database)
    found = connection.execute(query).fetchall()
    connection.close()
    return found


def tables(database: Path) -> dict[str, list[Any]]:
    """Every row of every table, journal included."""
    names = rows(
        database, "SELECT name FROM sqlite_master WHERE type = 'table' AND name != 'sqlite_sequence'"
    )
    found: dict[str, list[Any]] = {}
    for (name,) in names:
        columns = [row[1] for row in rows(database, f'PRAGMA table_info("{name}")')]
        listed = [dict(zip(columns, row, strict=True)) for row in rows(database, f'SELECT * FROM "{name}"')]
        if name == "journal_change":
            for row in listed:
                row |= {side: json.loads(row[side]) if row[side] else None for side in ("before", "after")}
        found[name] = sorted(listed, key=lambda row: str(row.get("id", row)))
    return found


def text(archive: Archive, article_id: int) -> str:
    with archive.reading() as session:
        return article_text(session, article_id)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A closed archive with passages, tags, a removal that moved them, deletions and work undone."""
    with create_archive(tmp_path / "archive") as archive:
        report = import_text(archive, TEXT, coder="Ada")
        article = report.imported[0].id
        other = import_text(archive, "Observers counted 12 shots on Monday.\n", coder="Ada").imported[0].id

        def mark(article_id: int, quote: str) -> int:
            start = text(archive, article_id).rindex(quote)
            return mark_passage(
                archive, article_id, start, start + len(quote), memo="m", coder="Ben",
                actors=[ActorChoice("Dabrek")], claims=[ClaimChoice("Denial")],
            ).passage_id  # fmt: skip

        denied, ordered, shots = mark(article, "denied it"), mark(article, "ordered"), mark(other, "12 shots")
        with archive.reading() as session:
            cuts = [row[0] for row in session.connection().exec_driver_sql("SELECT id FROM proposed_cut")]
        assert cuts
        remove_cuts(archive, cuts, coder="Ada")
        start = text(archive, article).index("command denied it")
        move_passage(archive, denied, start, start + len("command denied it"), coder="Ada")
        delete_passages(archive, [ordered, shots], coder="Ada")
        archive.undo("Ada")
        archive.redo("Ada")
        delete_passages(archive, [mark(other, "Monday")], coder="Ada")  # the highest key, given and gone
    return tmp_path / "archive"


@pytest.fixture
def old(folder: Path) -> Path:
    """The same archive as version 0001 would have left it."""
    connection = sqlite3.connect(folder / "archive.sqlite")
    connection.executescript(TO_0001)
    connection.close()
    assert schema_version(folder / "archive.sqlite") == "0001"
    return folder


def test_passages_come_to_name_their_text_and_nothing_else_changes(folder: Path) -> None:
    before = tables(folder / "archive.sqlite")
    connection = sqlite3.connect(folder / "archive.sqlite")
    connection.executescript(TO_0001)
    connection.close()
    with open_archive(folder) as archive:
        assert check_archive(archive).ok
    # Import reports came later, so an archive of then has none.
    before |= {"import_run": [], "import_outcome": []}
    assert tables(folder / "archive.sqlite") == before
    assert before["passage"]
    texts = {row["text_id"] for row in before["article"]}
    assert {row["text_id"] for row in before["passage"]} <= texts


def test_the_archive_as_it_was_lies_in_its_backups(old: Path) -> None:
    before = tables(old / "archive.sqlite")
    with open_archive(old) as archive:
        backups = list(archive.places.backups.iterdir())
    assert [backup.name for backup in backups] == [f"before version {HEAD}, from 0001.sqlite"]
    assert tables(backups[0]) == before
    shutil.copy(backups[0], old / "archive.sqlite")
    with open_archive(old) as archive:
        assert check_archive(archive).ok


def test_work_from_before_can_still_be_undone_and_done_again(old: Path) -> None:
    with open_archive(old) as archive:
        done = 0
        while archive.undo("Ada"):
            done += 1
            assert check_archive(archive).problems == ()
        assert done > 8
        while archive.redo("Ada"):
            assert check_archive(archive).problems == ()
        with archive.reading() as session:
            assert [card.quote for card in passages_of(session, 1)] == ["command denied it"]


def test_no_key_is_given_twice(old: Path) -> None:
    given = {
        row["row_id"] for row in tables(old / "archive.sqlite")["journal_change"] if row["table"] == "passage"
    }
    with open_archive(old) as archive:
        assert mark_passage(archive, 1, 0, 5, coder="Ada").passage_id == max(given) + 1


def test_tags_stay_where_they_are_and_are_refused_without_their_passage(old: Path) -> None:
    with open_archive(old) as archive:
        assert rows(old / "archive.sqlite", "PRAGMA foreign_key_check") == []
        with archive.reading() as session:
            (card,) = passages_of(session, 1)
    assert [(actor.name, actor.role) for actor in card.actors] == [("Dabrek", "speaker")]
    assert [claim.name for claim in card.claims] == ["Denial"]
    connection = sqlite3.connect(old / "archive.sqlite")
    connection.execute("PRAGMA foreign_keys=ON")
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        connection.execute("DELETE FROM passage")
    with pytest.raises(sqlite3.IntegrityError, match="passage_in_order"):
        connection.execute('UPDATE passage SET "end" = start')
    connection.close()


def test_an_archive_without_work_is_brought_up_to_date_too(tmp_path: Path) -> None:
    create_archive(tmp_path / "archive").close()
    connection = sqlite3.connect(tmp_path / "archive" / "archive.sqlite")
    connection.executescript(TO_0001)
    connection.close()
    with pytest.raises(NotAnArchive, match="older version"):
        open_archive(tmp_path / "archive", write=False)
    with open_archive(tmp_path / "archive") as archive:
        assert check_archive(archive).ok
        article = import_text(archive, TEXT, coder="Ada").imported[0].id
        assert mark_passage(archive, article, 0, 7, coder="Ada").passage_id == 1
