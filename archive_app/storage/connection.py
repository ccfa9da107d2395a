"""Connections to an archive's database: one that writes, and as many as needed that only read."""

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool, StaticPool

APPLICATION_ID = 0x41524356
"""``ARCV``: tells an archive from any other SQLite file."""


def database_url(database: Path) -> URL:
    """Return the address of a database file, whose path may hold what a URL takes for its own, as ``?``."""
    return URL.create("sqlite+pysqlite", database=str(database))


def writing_engine(database: Path, *, journal_mode: str) -> Engine:
    """Return an engine over the single connection that writes; every transaction is ``BEGIN IMMEDIATE``.

    WAL is synchronised fully: with NORMAL, work that had been acknowledged was lost in most simulated
    power cuts.
    """
    engine = create_engine(
        database_url(database),
        poolclass=StaticPool,
        connect_args={"check_same_thread": False, "timeout": 10.0},
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
    """
    engine = create_engine(
        database_url(database),
        poolclass=QueuePool,
        pool_size=4,
        max_overflow=8,
        connect_args={"check_same_thread": False, "timeout": 10.0},
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
