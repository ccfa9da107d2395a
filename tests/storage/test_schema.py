"""The schema: what migrations make is what the models say, and nothing foreign is opened."""

import re
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine
from sqlmodel import SQLModel

from archive_app.model.errors import NotAnArchive
from archive_app.storage.archive import create_archive, open_archive
from archive_app.storage.schema import HEAD, known_versions, migrate, schema_version


def shape(database: Path) -> dict[str, Any]:
    """What a database's tables look like, without the order in which things were written down."""
    connection = sqlite3.connect(database)

    def rows(pragma: str) -> list[tuple[Any, ...]]:
        return connection.execute(f"PRAGMA {pragma}").fetchall()

    tables: dict[str, Any] = {}
    for name, sql in connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'table'"
    ).fetchall():
        if name.startswith("sqlite_") or name == "alembic_version":
            continue
        indexes = {
            (unique, tuple(column[2] for column in rows(f'index_info("{index}")')))
            for _, index, unique, *_ in rows(f'index_list("{name}")')
        }
        tables[name] = {
            "columns": sorted(row[1:] for row in rows(f'table_info("{name}")')),
            "keys": sorted(row[2:] for row in rows(f'foreign_key_list("{name}")')),
            "indexes": indexes,
            "checks": sorted(re.findall(r"CONSTRAINT \w+ CHECK \(.*\)", sql)),
            "autoincrement": "AUTOINCREMENT" in sql,
        }
    connection.close()
    return tables


def test_the_migrations_make_what_the_models_say(tmp_path: Path) -> None:
    migrate(tmp_path / "migrated.sqlite")
    engine = create_engine(f"sqlite:///{tmp_path / 'modelled.sqlite'}")
    SQLModel.metadata.create_all(engine)
    engine.dispose()
    migrated, modelled = shape(tmp_path / "migrated.sqlite"), shape(tmp_path / "modelled.sqlite")
    assert set(migrated) == set(modelled)
    for table in modelled:
        assert migrated[table] == modelled[table], table


def test_the_newest_migration_is_what_this_version_writes(tmp_path: Path) -> None:
    assert known_versions()[-1] == HEAD
    create_archive(tmp_path / "new").close()
    assert schema_version(tmp_path / "new" / "archive.sqlite") == HEAD


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    """The folder of an archive that nobody has open."""
    create_archive(tmp_path / "archive").close()
    return tmp_path / "archive"


def alter(folder: Path, statement: str) -> None:
    with sqlite3.connect(folder / "archive.sqlite") as connection:
        connection.execute(statement)
    connection.close()


def test_a_newer_archive_is_refused(closed: Path) -> None:
    alter(closed, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(NotAnArchive, match="newer version"):
        open_archive(closed)


def test_another_programs_database_is_refused(closed: Path) -> None:
    alter(closed, "PRAGMA application_id = 7")
    with pytest.raises(NotAnArchive, match="another program"):
        open_archive(closed)


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("CREATE TRIGGER t AFTER INSERT ON passage BEGIN DELETE FROM article; END", "trigger"),
        ("CREATE VIEW v AS SELECT 1", "view"),
        ("CREATE TABLE notes (x)", "table"),
        ("CREATE VIRTUAL TABLE notes USING fts5(x)", "table"),
    ],
)
def test_an_archive_with_something_of_anothers_in_it_is_refused(
    closed: Path, statement: str, kind: str
) -> None:
    alter(closed, statement)
    for write in (True, False):
        with pytest.raises(NotAnArchive, match=f"holds a {kind} “.*” that Archive App never makes"):
            open_archive(closed, write=write)


@pytest.mark.parametrize(
    "statements",
    [
        ["ALTER TABLE passage ADD COLUMN more GENERATED ALWAYS AS (upper(memo)) VIRTUAL"],
        ["ALTER TABLE passage ADD COLUMN more TEXT"],
        ["ALTER TABLE article DROP COLUMN memo"],
        ["CREATE INDEX sly ON passage (upper(memo))"],
        ["CREATE INDEX sly ON passage (memo) WHERE memo != ''"],
        [
            "PRAGMA writable_schema=ON",
            "UPDATE sqlite_master SET sql = replace(sql, 'ON DELETE RESTRICT', 'ON DELETE CASCADE')"
            " WHERE name = 'passage'",
        ],
    ],
)
def test_an_archive_with_a_table_that_was_altered_is_refused(closed: Path, statements: list[str]) -> None:
    with sqlite3.connect(closed / "archive.sqlite") as connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()
    for write in (True, False):
        with pytest.raises(NotAnArchive, match="is not as Archive App makes it"):
            open_archive(closed, write=write)


@pytest.mark.parametrize(
    "content", [b"", b"hello, this is not a database at all " * 99, b"SQLite format 3\0"]
)
def test_what_is_no_database_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "archive.sqlite").write_bytes(content)
    with pytest.raises(NotAnArchive):
        open_archive(tmp_path)
    assert (tmp_path / "archive.sqlite").read_bytes() == content


def test_refusing_leaves_the_archive_to_others(closed: Path) -> None:
    alter(closed, "CREATE TABLE notes (x)")
    with pytest.raises(NotAnArchive):
        open_archive(closed)
    alter(closed, "DROP TABLE notes")
    with open_archive(closed) as archive:
        assert archive.is_writable


def test_a_folder_may_be_called_anything(tmp_path: Path) -> None:
    for name in ("100% sure?", "#1 – Ünïcode 🗄️", "a&b=c;d", "it's “quoted”"):
        create_archive(tmp_path / name).close()
        with open_archive(tmp_path / name) as archive:
            archive.save_copy(tmp_path / "copy")
        shutil.rmtree(tmp_path / "copy")


def test_a_migration_that_breaks_a_reference_keeps_nothing(
    closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from alembic import command

    def break_it(config: Any, _target: str) -> None:
        config.attributes["connection"].exec_driver_sql(
            "INSERT INTO actor_alias (uid, actor_id, name) VALUES ('u', 99, 'nobody')"
        )

    monkeypatch.setattr(command, "upgrade", break_it)
    with pytest.raises(NotAnArchive, match="1 of its rows"):
        migrate(closed / "archive.sqlite")
    connection = sqlite3.connect(closed / "archive.sqlite")
    assert connection.execute("SELECT count(*) FROM actor_alias").fetchone() == (0,)
    connection.close()
