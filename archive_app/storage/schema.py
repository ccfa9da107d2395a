"""The database's schema: made, recognised, compared with ours, brought up to date."""

import sqlite3
from pathlib import Path

from sqlmodel import SQLModel

from archive_app.model import tables  # noqa: F401  # fills SQLModel.metadata
from archive_app.model.errors import ArchiveError, ArchiveInUse, NotAnArchive
from archive_app.storage.connection import (
    APPLICATION_ID,
    BUSY,
    OF_THE_SYSTEM,
    database_url,
    primary_code,
    reading_address,
)

HEAD = "0004"
"""The newest migration: what this version of the program writes."""

_BY_EXPRESSION = "article_title"  # the one index that is not of columns alone

MIGRATIONS = Path(__file__).with_name("migrations")


def schema_version(database: Path) -> str:
    """Return the version that a database is at, read without SQLAlchemy so that opening stays quick.

    Raises:
        NotAnArchive: It is no SQLite database, or not one of ours, or newer than this program.
        ArchiveInUse: Another process does not let it be read.
        ArchiveError: The disk or the system refused.
    """
    name = database.parent.name
    try:
        connection = sqlite3.connect(reading_address(database), uri=True, timeout=10.0)
    except sqlite3.Error as error:
        raise unreadable(name, error) from error
    try:
        connection.execute("PRAGMA trusted_schema=OFF")
        connection.execute("PRAGMA query_only=ON")
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        if application != APPLICATION_ID:
            raise NotAnArchive(
                f"“{name}” is not an archive of Archive App: its database was made by another program."
            )
        _refuse_foreign_schema(connection, name)
        version = str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])
        _refuse_altered_tables(connection, name, complete=version == HEAD)
    except (sqlite3.Error, TypeError) as error:
        raise unreadable(name, error) from error
    finally:
        connection.close()
    if version not in known_versions():
        raise NotAnArchive(
            f"The archive “{name}” was made by a newer version of Archive App. "
            "Install that version to open it."
        )
    return version


def unreadable(name: str, error: BaseException | None) -> ArchiveError:
    """Return what to tell the user of an error that SQLite gave when an archive was to be opened."""
    code = primary_code(error)
    if code in BUSY:
        return ArchiveInUse(
            f"The archive “{name}” is held by another window or program. Close it there, then try again."
        )
    if code in OF_THE_SYSTEM:
        return ArchiveError(
            f"The archive “{name}” could not be read ({error}). Check that its disk is connected and has "
            "space, and that you may read and write its folder."
        )
    return NotAnArchive(
        f"The archive “{name}” is damaged ({error}). "
        "“archive-app restore” lists the copies in its “backups” folder and puts one back."
    )


def known_versions() -> list[str]:
    """Return the versions this program can open, oldest first."""
    return sorted(path.name[:4] for path in (MIGRATIONS / "versions").glob("[0-9][0-9][0-9][0-9]_*.py"))


def _refuse_foreign_schema(connection: sqlite3.Connection, name: str) -> None:
    # A trigger or view in an archive that someone sent would run with every statement of ours.
    ours = set(SQLModel.metadata.tables) | {"alembic_version"}
    for kind, item in connection.execute("SELECT type, name FROM sqlite_master WHERE type != 'index'"):
        known = item in ours or item.startswith("sqlite_")
        if kind != "table" or not known:
            raise NotAnArchive(
                f"The archive “{name}” holds a {kind} “{item}” that Archive App never makes. "
                "It was altered by another program and is not opened."
            )


def _refuse_altered_tables(connection: sqlite3.Connection, name: str, *, complete: bool) -> None:
    # What a table computes or deletes by itself happens behind the journal's back. In a database of this
    # version (complete) the columns are known too; migrations bring an older one to them.
    for table in SQLModel.metadata.sorted_tables:
        columns = connection.execute(f'PRAGMA table_xinfo("{table.name}")').fetchall()
        keys = connection.execute(f'PRAGMA foreign_key_list("{table.name}")').fetchall()
        indexes = connection.execute(f'PRAGMA index_list("{table.name}")').fetchall()
        altered = (
            any(hidden for *_, hidden in columns)
            or any(key[5] != "NO ACTION" or key[6] not in ("RESTRICT", "NO ACTION") for key in keys)
            or any(partial for *_, partial in indexes)
            or any(
                column < 0
                for index in indexes
                if index[1] != _BY_EXPRESSION
                for _, column, *_, is_key in connection.execute(f'PRAGMA index_xinfo("{index[1]}")')
                if is_key
            )
        )
        if complete:
            altered |= {column[1] for column in columns} != {column.name for column in table.columns}
            altered |= {(key[2], key[3], key[4]) for key in keys} != {
                (key.column.table.name, key.parent.name, key.column.name) for key in table.foreign_keys
            }
        if altered:
            raise NotAnArchive(
                f"The table “{table.name}” of the archive “{name}” is not as Archive App makes it. "
                "It was altered by another program and is not opened."
            )


def migrate(database: Path, *, target: str = "head") -> None:
    """Bring a database to a version with Alembic, in one transaction with foreign keys off, checked after.

    Foreign keys are off because Alembic recreates tables in batches, and dropping the old one would delete
    or refuse every child row.

    Raises:
        NotAnArchive: The migrated database breaks a foreign key; nothing was kept.
    """
    from alembic import command  # 0.6 s to import, and hardly ever needed
    from alembic.config import Config
    from sqlalchemy import create_engine, event, pool

    engine = create_engine(database_url(database), poolclass=pool.StaticPool)

    @event.listens_for(engine, "connect")
    def connected(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("PRAGMA trusted_schema=OFF")

    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            config = Config()
            config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
            config.attributes["connection"] = connection
            command.upgrade(config, target)
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                connection.exec_driver_sql("ROLLBACK")
                raise NotAnArchive(
                    f"The archive “{database.parent.name}” could not be brought up to date: "
                    f"{len(broken)} of its rows refer to rows that are missing. Nothing was changed."
                )
            connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
            connection.exec_driver_sql("COMMIT")
    finally:
        engine.dispose()
