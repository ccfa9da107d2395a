import os
import time
from pathlib import Path

import pytest

from archive_app.model.errors import ArchiveError, NotFound, Refused
from archive_app.model.tables import Source
from archive_app.storage.archive import Archive
from archive_app.storage.originals import (
    Original,
    digest,
    original_path,
    problems_of_originals,
    read_original,
    store_originals,
    sweep_unfinished,
)

posix = pytest.mark.skipif(os.name == "nt", reason="of POSIX file systems")


def keep(archive: Archive, content: bytes, name: str = "story.txt") -> Source:
    store_originals(archive.places, [Original(content, digest(content), name)])
    return Source(sha256=digest(content), size=len(content), name=name)


def files(archive: Archive) -> list[Path]:
    return sorted(path for path in archive.places.originals.rglob("*") if path.is_file())


def test_a_file_is_kept_byte_for_byte_under_its_hash(empty_archive: Archive) -> None:
    content = bytes(range(256))
    source = keep(empty_archive, content, "Story of a truce.HTML")
    path = original_path(empty_archive, source)
    sha256 = digest(content)
    assert path == empty_archive.places.originals / sha256[:2] / f"{sha256}.html"
    assert read_original(empty_archive, source) == content


@pytest.mark.parametrize(
    "name",
    [
        "../../../etc/passwd", "..\\..\\x.txt", "a/../../b.txt", "con.txt\0.exe", "x." + "e" * 300,
        "x./..", "", ".", "..", "-rf", "/abs/olute.txt", "x.tx t", "x.t\u202ext",
    ],
)  # fmt: skip
def test_no_name_leads_out_of_the_folder(empty_archive: Archive, name: str) -> None:
    source = keep(empty_archive, name.encode("utf-8"), name)
    (kept,) = files(empty_archive)
    assert kept == original_path(empty_archive, source)
    assert kept.parent.parent == empty_archive.places.originals
    assert len(kept.name) <= 64 + 9


def test_a_hash_that_is_none_is_refused(empty_archive: Archive) -> None:
    for hostile in ("../../x", "", "A" * 64, "a" * 63, "a" * 64 + "\n"):
        with pytest.raises(Refused):
            original_path(empty_archive, Source(sha256=hostile, name="x.txt"))
        with pytest.raises(Refused):
            store_originals(empty_archive.places, [Original(b"x", hostile, "x.txt")])


def test_the_same_bytes_are_kept_once(empty_archive: Archive) -> None:
    store_originals(empty_archive.places, [Original(b"x", digest(b"x"), "a.txt")] * 3)
    first = files(empty_archive)
    keep(empty_archive, b"x", "b.txt")
    assert files(empty_archive) == first
    assert len(first) == 1


def test_an_original_is_found_though_it_came_under_another_ending(empty_archive: Archive) -> None:
    keep(empty_archive, b"x", "a.txt")
    assert original_path(empty_archive, Source(sha256=digest(b"x"), name="a.html")).suffix == ".txt"


def test_damage_and_loss_are_told_and_mended_by_importing_again(empty_archive: Archive) -> None:
    source, lost = keep(empty_archive, b"truce"), keep(empty_archive, b"march")
    path = original_path(empty_archive, source)
    path.chmod(0o644)
    path.write_bytes(b"trice")
    original_path(empty_archive, lost).unlink()
    with pytest.raises(Refused):
        read_original(empty_archive, source)
    with pytest.raises(NotFound):
        original_path(empty_archive, lost)
    assert len(problems_of_originals(empty_archive, [source, lost])) == 2
    keep(empty_archive, b"truce")
    keep(empty_archive, b"march")
    assert problems_of_originals(empty_archive, [source, lost]) == []


@posix
def test_a_link_in_a_received_archive_leads_nowhere(empty_archive: Archive, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (empty_archive.places.originals / digest(b"x")[:2]).symlink_to(outside)
    with pytest.raises(ArchiveError, match="link"):
        keep(empty_archive, b"x")
    assert list(outside.iterdir()) == []


@posix
def test_a_full_or_closed_disk_is_said_in_a_sentence(empty_archive: Archive) -> None:
    (empty_archive.places.originals / ".unfinished").write_text("in the way")
    with pytest.raises(ArchiveError, match="could not be kept"):
        keep(empty_archive, b"x")


def test_what_a_stopped_import_left_is_swept(empty_archive: Archive) -> None:
    keep(empty_archive, b"x")
    part = empty_archive.places.originals / ".unfinished" / "abc"
    part.write_bytes(b"half")
    sweep_unfinished(empty_archive.places)
    assert not part.exists()
    assert len(files(empty_archive)) == 1


def test_a_thousand_files_are_kept_in_no_time(empty_archive: Archive) -> None:
    contents = [(f"story {number} " * 300).encode() for number in range(1000)]
    started = time.perf_counter()
    for start in range(0, 1000, 200):
        batch = contents[start : start + 200]
        store_originals(
            empty_archive.places, [Original(content, digest(content), "a.txt") for content in batch]
        )
    assert time.perf_counter() - started < 10  # about 0.4 s where nothing else runs
    assert len(files(empty_archive)) == 1000
