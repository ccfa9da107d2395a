"""Connections to an archive's database: one that writes, and as many as needed that only read."""

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool, StaticPool

APPLICATION_ID = 0x41524356
"""``ARCV``: tells an archive from any other SQLite file."""


_UNWRITABLE = frozenset({sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY})
OF_THE_SYSTEM = _UNWRITABLE | {
    sqlite3.SQLITE_IOERR, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH, sqlite3.SQLITE_FULL, sqlite3.SQLITE_NOMEM,
}  # fmt: skip
"""Result codes that say that the disk or the system refused, and nothing about the database."""
BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
"""Result codes that say that another process did not let go."""


def database_url(database: Path) -> URL:
    """Return the address of a database file, whose path may hold what a URL takes for its own, as ``?``."""
    return URL.create("sqlite+pysqlite", database=str(database))


def reading_address(database: Path) -> str:
    """Return the URI under which a database can be read, also on a disk that cannot be written to.

    There SQLite cannot make the shared memory that WAL needs; with no WAL to be read, the file alone is all
    there is, and cannot change.

    Raises:
        sqlite3.Error: It cannot be read.
    """
    address = database.absolute().as_uri()
    connection = sqlite3.connect(f"{address}?mode=rw", uri=True, timeout=10.0)
    try:
        connection.execute("PRAGMA schema_version")
    except sqlite3.OperationalError as error:
        wal = database.with_name(f"{database.name}-wal")
        if primary_code(error) not in _UNWRITABLE or (wal.exists() and wal.stat().st_size):
            raise
        return f"{address}?mode=ro&immutable=1"
    finally:
        connection.close()
    return f"{address}?mode=rw"


def primary_code(error: BaseException | None) -> int:
    """Return SQLite's primary result code of an error, 0 for one that has none."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def writing_engine(database: Path, *, journal_mode: str) -> Engine:
    """Return an engine over the single connection that writes; every transaction is ``BEGIN IMMEDIATE``.

    WAL is synchronised fully: with NORMAL, work that had been acknowledged was lost in most simulated
    power cuts. With a rollback journal the writer waits for every reader, and therefore longer.
    """
    engine = create_engine(
        database_url(database),
        poolclass=StaticPool,
        connect_args={"check_same_thread": False, "timeout": 10.0 if journal_mode == "WAL" else 30.0},
    )

    @event.listens_for(engine, "connect")
    def connected(connection: sqlite3.Connection, _record: Any) -> None:  # SQLAlchemy's own record
        _configure(connection)
        connection.execute(f"PRAGMA journal_mode={journal_mode}")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA fullfsync=ON")

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def reading_engine(database: Path) -> Engine:
    """Return an engine whose connections only read and never checkpoint.

    SQLite before 3.51.3 can damage a database that two connections write to or checkpoint at once.

    Raises:
        sqlite3.Error: It cannot be read.
    """
    address = reading_address(database)
    engine = create_engine(
        database_url(database),
        poolclass=QueuePool,
        pool_size=4,
        max_overflow=8,
        creator=lambda: sqlite3.connect(address, uri=True, check_same_thread=False, timeout=10.0),
    )

    @event.listens_for(engine, "connect")
    def connected(connection: sqlite3.Connection, _record: Any) -> None:  # SQLAlchemy's own record
        _configure(connection)
        connection.execute("PRAGMA query_only=ON")
        connection.execute("PRAGMA wal_autocheckpoint=0")

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    return engine


def _configure(connection: sqlite3.Connection) -> None:
    # SQLAlchemy's "begin" event opens transactions; the driver's own guess at when to must be off.
    connection.isolation_level = None
    for pragma in (
        "foreign_keys=ON",
        "trusted_schema=OFF",
        "cell_size_check=ON",
        "recursive_triggers=OFF",
        "temp_store=MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}")
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
