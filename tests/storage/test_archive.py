"""The archive's folder: made, opened, locked, copied."""

import json
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from archive_app.model.errors import ArchiveError, ArchiveInUse, NotAnArchive, Refused
from archive_app.model.tables import Coder
from archive_app.operations.tagging import mark_passage
from archive_app.storage import queries
from archive_app.storage.archive import Archive, create_archive, open_archive
from archive_app.storage.connection import APPLICATION_ID
from archive_app.storage.lock import WriterLock
from archive_app.storage.places import Places, is_remote_or_synced

unix_only = pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="needs a socket in a folder")


def test_an_archive_is_a_folder_with_a_database_originals_and_backups(tmp_path: Path) -> None:
    with create_archive(tmp_path / "new") as archive:
        assert archive.name == "new"
        assert archive.is_writable
    assert {path.name for path in (tmp_path / "new").iterdir()} >= {"archive.sqlite", "originals", "backups"}
    with sqlite3.connect(tmp_path / "new" / "archive.sqlite") as connection:
        assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


def test_it_is_the_same_archive_when_opened_again(tmp_path: Path) -> None:
    with create_archive(tmp_path / "new") as archive:
        uid = archive.uid
    with open_archive(tmp_path / "new") as archive:
        assert archive.uid == uid
    with open_archive(tmp_path / "new" / "archive.sqlite", write=False) as archive:
        assert archive.uid == uid
    with create_archive(tmp_path / "other") as archive:
        assert archive.uid != uid


def test_an_archive_is_not_made_where_something_is(tmp_path: Path) -> None:
    create_archive(tmp_path / "new").close()
    with pytest.raises(Refused, match="an archive already"):
        create_archive(tmp_path / "new")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("dear")
    with pytest.raises(Refused, match="not empty"):
        create_archive(tmp_path / "full")
    with pytest.raises(Refused, match="not empty"):
        create_archive(tmp_path / "full" / "letter.txt")
    with pytest.raises(ArchiveError, match="could not be made"):
        create_archive(tmp_path / "full" / "letter.txt" / "new")
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["letter.txt"]


def test_only_what_is_there_can_be_opened(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(NotAnArchive, match="no archive in"):
            open_archive(folder)
    assert list(tmp_path.iterdir()) == []


def test_a_second_writer_is_told_who_writes(archive: Archive) -> None:
    with pytest.raises(
        ArchiveInUse, match=r"open for writing in another window or program \(process \d+ on "
    ):
        open_archive(archive.places.folder)
    archive.places.lock_holder.write_text("{")
    with pytest.raises(ArchiveInUse, match="open for writing in another window or program"):
        open_archive(archive.places.folder)


def test_readers_and_the_writer_do_not_wait_for_each_other(archive: Archive) -> None:
    with open_archive(archive.places.folder, write=False) as reader:
        with reader.reading() as before:
            assert queries.counts(before).passages == 0
            mark_passage(archive, 1, 0, 5, coder="Ada")
            assert queries.counts(before).passages == 0, "a session sees one moment"
        with reader.reading() as after:
            assert queries.counts(after).passages == 1


def test_what_is_open_for_reading_is_not_written_to(archive: Archive) -> None:
    with open_archive(archive.places.folder, write=False) as reader:
        assert not reader.is_writable
        for change in (lambda: mark_passage(reader, 1, 0, 5, coder="Ada"), lambda: reader.undo("Ada")):
            with pytest.raises(Refused, match="reading only"):
                change()
        with reader.reading() as session:
            session.add(Coder(name="x"))
            with pytest.raises(OperationalError, match="readonly"):
                session.flush()


def test_the_lock_goes_with_its_process(tmp_path: Path) -> None:
    create_archive(tmp_path / "new").close()
    holding = subprocess.Popen(
        [
            sys.executable, "-c",
            "import sys; from pathlib import Path\n"
            "from archive_app.storage.archive import open_archive\n"
            "archive = open_archive(Path(sys.argv[1])); print('open', flush=True); sys.stdin.read()",
            str(tmp_path / "new"),
        ],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    with holding:
        assert holding.stdout is not None
        assert holding.stdout.readline() == "open\n"
        with pytest.raises(ArchiveInUse, match=f"process {holding.pid} "):
            open_archive(tmp_path / "new")
        holding.kill()
    with open_archive(tmp_path / "new") as archive:
        assert archive.is_writable
        holder = json.loads(archive.places.lock_holder.read_text("utf-8"))
        assert holder["process"] != holding.pid
    assert not archive.places.lock_holder.exists()


def test_a_full_disk_is_told_and_changes_nothing(archive: Archive) -> None:
    mark_passage(archive, 1, 0, 5, coder="Ada")
    assert archive._writer is not None
    connection = archive._writer.raw_connection()
    (pages,) = connection.cursor().execute("PRAGMA page_count").fetchone()  # type: ignore[union-attr]  # sqlite3's
    connection.cursor().execute(f"PRAGMA max_page_count={pages}")
    connection.close()
    with pytest.raises(ArchiveError, match=r"could not be written \(database or disk is full\). Nothing was"):
        mark_passage(archive, 1, 0, 5, memo="long " * 100_000, coder="Ada")
    with archive.reading() as session:
        assert queries.counts(session).passages == 1
    assert archive.undo("Ada") is not None


def test_a_block_that_raises_changes_nothing(archive: Archive) -> None:
    class Stop(Exception):
        pass

    def stop_half_way() -> None:
        with archive.change("stop", "Stop", "Ada") as change:
            change.transaction.insert(Coder(name="Ben"))
            raise Stop

    with pytest.raises(Stop):
        stop_half_way()
    with archive.reading() as session:
        assert "Ben" not in queries.facets(session).coders


def test_a_backup_holds_what_is_not_yet_in_the_database_file(archive: Archive) -> None:
    mark_passage(archive, 1, 0, 5, coder="Ada")
    copy = archive.back_up("before trying")
    assert copy.parent == archive.places.backups
    assert copy.name.endswith(" before trying.sqlite")
    with sqlite3.connect(copy) as connection:
        assert connection.execute("SELECT count(*) FROM passage").fetchone() == (1,)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


def test_a_copy_is_an_archive_of_its_own_with_the_same_identity(archive: Archive, tmp_path: Path) -> None:
    mark_passage(archive, 1, 0, 5, coder="Ada")
    archive.save_copy(tmp_path / "copy")
    mark_passage(archive, 1, 0, 5, coder="Ada")
    with open_archive(tmp_path / "copy") as copy:
        assert copy.uid == archive.uid
        with copy.reading() as session:
            assert queries.counts(session).passages == 1
        originals = sorted(path.name for path in copy.places.originals.rglob("*") if path.is_file())
    assert originals == sorted(path.name for path in archive.places.originals.rglob("*") if path.is_file())
    with pytest.raises(Refused, match="not empty"):
        archive.save_copy(tmp_path / "copy")


def test_folders_that_a_service_copies_are_known(tmp_path: Path) -> None:
    for name in ("Dropbox", "OneDrive - University", "Nextcloud"):
        assert is_remote_or_synced(tmp_path / name / "archive")
    assert not is_remote_or_synced(tmp_path / "archive")
    with create_archive(tmp_path / "Dropbox" / "archive") as archive:
        assert archive.is_writable
    with sqlite3.connect(tmp_path / "Dropbox" / "archive" / "archive.sqlite") as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    connection.close()


def test_a_making_that_was_killed_half_way_is_done_again(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    (folder / "originals").mkdir(parents=True)
    (folder / "backups").mkdir()
    (folder / ".lock").write_bytes(b"")
    (folder / "archive.unfinished").write_bytes(b"half")
    (folder / "archive.unfinished-journal").write_bytes(b"half")
    with create_archive(folder) as archive:
        assert archive.is_writable


@pytest.mark.parametrize(
    "name", [".lock-holder.json", ".lock", "archive.sqlite", "archive.sqlite-wal", "originals", "backups"]
)
def test_an_archive_that_holds_links_is_not_opened_and_what_they_name_stays(
    tmp_path: Path, name: str
) -> None:
    create_archive(tmp_path / "sent").close()
    own = tmp_path / "own.txt"
    own.write_text("mine")
    linked = tmp_path / "sent" / name
    if linked.is_dir():
        linked.rename(tmp_path / "elsewhere")
        linked.symlink_to(tmp_path / "elsewhere")
    else:
        linked.unlink(missing_ok=True)
        linked.symlink_to(own)
    for write in (True, False):
        with pytest.raises(NotAnArchive, match="is a link to another place"):
            open_archive(tmp_path / "sent", write=write)
    assert own.read_text() == "mine"


def test_who_writes_is_never_written_through_a_link(tmp_path: Path) -> None:
    create_archive(tmp_path / "sent").close()
    places = Places(tmp_path / "sent")
    own = tmp_path / "own.txt"
    own.write_text("mine")
    places.lock_holder.symlink_to(own)
    WriterLock(places).release()
    assert own.read_text() == "mine"


def test_an_archive_is_opened_where_who_writes_cannot_be_said(tmp_path: Path) -> None:
    create_archive(tmp_path / "full").close()
    (tmp_path / "full" / ".lock-holder.json.new").mkdir()
    with open_archive(tmp_path / "full") as archive:
        assert archive.is_writable


@pytest.fixture
def disc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An archive for which SQLite cannot make the shared memory that WAL needs, as on a read-only disk."""
    create_archive(tmp_path / "disc").close()
    monkeypatch.chdir(tmp_path / "disc")  # the path of a socket is short
    with closing(socket.socket(socket.AF_UNIX)) as in_the_way:
        in_the_way.bind("archive.sqlite-shm")
        yield tmp_path / "disc"


@unix_only
def test_an_archive_on_a_disk_that_cannot_be_written_to_is_read(disc: Path) -> None:
    with open_archive(disc, write=False) as archive, archive.reading() as session:
        assert queries.counts(session).articles == 0
    with pytest.raises(ArchiveError, match="could not be read") as refused:
        open_archive(disc)
    assert "damaged" not in str(refused.value)


@unix_only
def test_changes_beside_the_database_are_not_passed_over_where_they_cannot_be_read(disc: Path) -> None:
    (disc / "archive.sqlite-wal").write_bytes(b"changes")
    with pytest.raises(ArchiveError, match="could not be read") as refused:
        open_archive(disc, write=False)
    assert "damaged" not in str(refused.value)


def test_an_archive_that_does_not_say_which_one_it_is_is_not_opened(tmp_path: Path) -> None:
    create_archive(tmp_path / "altered").close()
    with sqlite3.connect(tmp_path / "altered" / "archive.sqlite") as connection:
        connection.execute("DELETE FROM property")
    connection.close()
    for write in (True, False):
        with pytest.raises(NotAnArchive, match="does not say which one"):
            open_archive(tmp_path / "altered", write=write)


def test_a_writer_that_readers_keep_waiting_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    create_archive(tmp_path / "plain").close()
    (tmp_path / "plain").rename(tmp_path / "Dropbox" / "a")  # still in WAL mode, which must change there
    with open_archive(tmp_path / "Dropbox" / "a", write=False) as reader, reader.reading() as session:
        queries.counts(session)
        with pytest.raises(ArchiveInUse, match="held by another window or program"):
            open_archive(tmp_path / "Dropbox" / "a")
