"""Copies of the database: made by hand and by themselves, put back after damage."""

import os
import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from archive_app.model.errors import ArchiveError, ArchiveInUse, NotAnArchive, NotFound, Refused
from archive_app.operations.tagging import mark_passage
from archive_app.storage import queries
from archive_app.storage.archive import Archive, create_archive, open_archive
from archive_app.storage.backup import back_up_daily, backups, copy_database, restore_backup
from archive_app.storage.checking import problems
from archive_app.storage.places import Places

DAY = 24 * 60 * 60


def passages(folder: Path) -> int:
    with open_archive(folder, write=False) as archive, archive.reading() as session:
        return queries.counts(session).passages


@pytest.fixture
def crashed(archive: Archive, tmp_path: Path) -> Path:
    """An archive as a crash leaves it: its last two passages stand in the WAL, one in a backup."""
    mark_passage(archive, 1, 0, 5, coder="Ada")
    archive.back_up("by hand")
    mark_passage(archive, 1, 6, 12, coder="Ada")
    mark_passage(archive, 1, 13, 16, coder="Ada")
    shutil.copytree(archive.places.folder, tmp_path / "crashed")
    assert (tmp_path / "crashed" / "archive.sqlite-wal").stat().st_size
    return tmp_path / "crashed"


def test_a_restored_copy_never_meets_the_changes_of_the_damaged_database(crashed: Path) -> None:
    with (crashed / "archive.sqlite").open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 8192)
    (copy,) = backups(Places(crashed))
    assert restore_backup(crashed, Path(copy.stem)) == []
    assert passages(crashed) == 1
    aside = [path.name.split(" ", 1)[1] for path in (crashed / "backups").iterdir() if path != copy]
    assert "replaced.sqlite" in aside
    assert "replaced.sqlite-wal" in aside


def test_a_restore_can_be_taken_back(crashed: Path) -> None:
    (copy,) = backups(Places(crashed))
    restore_backup(crashed, copy)
    assert passages(crashed) == 1
    (replaced,) = [path for path in backups(Places(crashed)) if "replaced" in path.name]
    restore_backup(crashed, replaced)
    assert passages(crashed) == 3


def test_an_archive_whose_database_is_gone_is_restored(crashed: Path) -> None:
    (crashed / "archive.sqlite").unlink()
    assert restore_backup(crashed, backups(Places(crashed))[0]) == []
    assert passages(crashed) == 1


def test_a_damaged_or_foreign_copy_is_not_restored(crashed: Path, tmp_path: Path) -> None:
    places = Places(crashed)
    with create_archive(tmp_path / "other") as other:
        foreign = other.back_up("by hand")
    damaged = places.backups / "damaged.sqlite"
    shutil.copy(backups(places)[0], damaged)
    with damaged.open("r+b") as file:
        file.seek(3 * 4096)
        file.write(b"\xff" * (damaged.stat().st_size - 3 * 4096))
    with pytest.raises(Refused, match="another archive"):
        restore_backup(crashed, foreign)
    with pytest.raises(NotAnArchive, match="damaged"):
        restore_backup(crashed, damaged)
    with pytest.raises(NotFound, match="no backup"):
        restore_backup(crashed, Path("nothing"))
    with pytest.raises(NotAnArchive, match="no archive"):
        restore_backup(tmp_path / "nowhere", foreign)
    assert passages(crashed) == 3
    assert not list(crashed.glob("*.unfinished*"))


def test_an_archive_in_use_is_not_restored(archive: Archive) -> None:
    copy = archive.back_up("by hand")
    with pytest.raises(ArchiveInUse):
        restore_backup(archive.places.folder, copy)


def test_work_is_backed_up_once_a_day_when_the_archive_is_opened(crashed: Path) -> None:
    def automatic() -> list[Path]:
        return [path for path in backups(Places(crashed)) if "automatic" in path.name]

    for _ in range(2):
        open_archive(crashed).close()
        assert len(automatic()) == 1
    yesterday = time.time() - DAY - 1
    os.utime(automatic()[0], (yesterday, yesterday))
    open_archive(crashed).close()
    assert len(automatic()) == 1, "nothing was done since"
    with open_archive(crashed) as archive:
        mark_passage(archive, 1, 17, 20, coder="Ada")
    open_archive(crashed).close()
    assert len(automatic()) == 2
    assert list(problems(Places(crashed))) == []


def test_the_newest_seven_automatic_backups_are_kept(crashed: Path) -> None:
    places = Places(crashed)
    by_hand = backups(places)[0]
    for days in range(2, 12):
        old = places.backups / f"202001{days:02}T000000 automatic.sqlite"
        with closing(sqlite3.connect(old)) as connection:
            connection.execute("CREATE TABLE journal_entry (sequence)")
        at = time.time() - (20 - days) * DAY
        os.utime(old, (at, at))
    newest = back_up_daily(places)
    kept = [path for path in backups(places) if "automatic" in path.name]
    assert kept[0] == newest
    assert [path.name[:8] for path in kept[1:]] == [f"202001{days:02}" for days in range(11, 5, -1)]
    assert by_hand.exists()


def test_damage_is_not_backed_up_in_the_place_of_good_copies(crashed: Path) -> None:
    places = Places(crashed)
    open_archive(crashed).close()
    (good,) = [path for path in backups(places) if "automatic" in path.name]
    yesterday = time.time() - DAY - 1
    with open_archive(crashed) as archive:
        mark_passage(archive, 1, 17, 20, coder="Ada")
    os.utime(good, (yesterday, yesterday))
    with closing(sqlite3.connect(places.database)) as connection:
        page = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'actor'").fetchone()[0]
    with places.database.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xff" * 4096)
    assert back_up_daily(places) is None
    assert [path for path in backups(places) if "automatic" in path.name] == [good]


def test_no_part_of_a_copy_that_fails_is_left(archive: Archive, tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="could not be written"):
        copy_database(archive.places.database, tmp_path / "nowhere" / "copy.sqlite")
    damaged = tmp_path / "damaged.sqlite"
    damaged.write_bytes(b"SQLite format 3\0" + b"\xff" * 9000)
    with pytest.raises(ArchiveError):
        copy_database(damaged, tmp_path / "copy.sqlite")
    assert not list(tmp_path.glob("copy*"))


def test_an_archive_is_not_copied_into_itself(archive: Archive) -> None:
    with pytest.raises(Refused, match="inside the archive"):
        archive.save_copy(archive.places.originals / "copy")
    assert not (archive.places.originals / "copy").exists()


def test_without_its_originals_an_archive_is_not_half_copied(archive: Archive, tmp_path: Path) -> None:
    shutil.rmtree(archive.places.originals)
    with pytest.raises(ArchiveError, match="missing"):
        archive.save_copy(tmp_path / "copy")
    assert {path.name for path in tmp_path.iterdir()} == {"archive"}
