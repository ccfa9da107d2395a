"""A watched folder gives each file out once, when it has stopped growing."""

import os
import sys
from pathlib import Path

import pytest

from archive_app.importing.watching import STILL_SECONDS, WatchedFolder, read_seen, write_seen


def test_a_file_is_given_out_when_it_has_stopped_growing_and_never_again(tmp_path: Path) -> None:
    watched = WatchedFolder(tmp_path)
    growing = tmp_path / "story.txt"
    growing.write_text("The army", "utf-8")
    assert watched.look(0.0) == []
    growing.write_text("The army said on Sunday", "utf-8")
    assert watched.look(STILL_SECONDS) == []  # it grew meanwhile
    assert watched.look(2 * STILL_SECONDS) == [growing]
    assert watched.look(3 * STILL_SECONDS) == []
    assert watched.look(9 * STILL_SECONDS) == []


def test_a_file_that_is_written_anew_is_new(tmp_path: Path) -> None:
    watched = WatchedFolder(tmp_path)
    file = tmp_path / "story.txt"
    file.write_text("first", "utf-8")
    watched.look(0.0)
    assert watched.look(STILL_SECONDS) == [file]
    file.write_text("second", "utf-8")
    os.utime(file, ns=(1, 1))
    assert watched.look(10.0) == []
    assert watched.look(10.0 + STILL_SECONDS) == [file]


def test_files_in_folders_count_and_hidden_and_empty_ones_do_not(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    inner = tmp_path / "inner" / "story.txt"
    inner.write_text("words", "utf-8")
    (tmp_path / ".part").write_text("words", "utf-8")
    (tmp_path / "empty.txt").touch()
    watched = WatchedFolder(tmp_path)
    watched.look(0.0)
    assert watched.look(STILL_SECONDS) == [inner]


def test_what_was_given_out_is_remembered_over_a_restart(tmp_path: Path) -> None:
    folder, memory = tmp_path / "folder", tmp_path / "seen.json"
    folder.mkdir()
    (folder / "قصة.txt").write_text("words", "utf-8")
    watched = WatchedFolder(folder)
    watched.look(0.0)
    assert len(watched.look(STILL_SECONDS)) == 1
    write_seen(memory, watched.seen)
    again = WatchedFolder(folder, read_seen(memory))
    again.look(0.0)
    assert again.look(STILL_SECONDS) == []


def test_a_missing_folder_and_a_damaged_memory_are_empty(tmp_path: Path) -> None:
    assert WatchedFolder(tmp_path / "gone").look(0.0) == []
    (tmp_path / "seen.json").write_text("[1, 2", "utf-8")
    assert read_seen(tmp_path / "seen.json") == {}
    assert read_seen(tmp_path / "none.json") == {}


@pytest.mark.parametrize("name", ["a.pdf.crdownload", "a.pdf.part", "a.html.download", "a.TMP"])
def test_what_a_browser_has_not_finished_is_left_until_it_has_its_name(tmp_path: Path, name: str) -> None:
    unfinished = tmp_path / name
    unfinished.write_text("half of the words", "utf-8")
    watched = WatchedFolder(tmp_path)
    watched.look(0.0)
    assert watched.look(STILL_SECONDS) == []
    finished = unfinished.rename(tmp_path / "a.pdf")
    watched.look(10.0)
    assert watched.look(10.0 + STILL_SECONDS) == [finished]


@pytest.mark.skipif(os.name == "nt" or sys.platform == "darwin", reason="names of Linux")
def test_a_name_that_is_no_valid_text_is_remembered_over_a_restart(tmp_path: Path) -> None:
    folder, memory = tmp_path / "folder", tmp_path / "seen.json"
    folder.mkdir()
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff\xfe.txt")).write_text("words", "utf-8")
    watched = WatchedFolder(folder)
    watched.look(0.0)
    assert len(watched.look(STILL_SECONDS)) == 1
    write_seen(memory, watched.seen)
    again = WatchedFolder(folder, read_seen(memory))
    again.look(0.0)
    assert again.look(STILL_SECONDS) == []


def test_a_folder_that_vanishes_and_comes_back_gives_nothing_twice(tmp_path: Path) -> None:
    folder, away = tmp_path / "folder", tmp_path / "away"
    folder.mkdir()
    for number in range(1000):
        (folder / f"{number}.txt").write_text(f"words {number}", "utf-8")
    watched = WatchedFolder(folder)
    watched.look(0.0)
    assert len(watched.look(STILL_SECONDS)) == 1000
    folder.rename(away)
    assert watched.look(10.0) == []
    away.rename(folder)
    watched.look(20.0)
    (folder / "1.txt").write_text("other words, in the file of the same name", "utf-8")
    (folder / "2.txt").unlink()
    watched.look(30.0)
    assert watched.look(30.0 + STILL_SECONDS) == [folder / "1.txt"]


def test_a_folder_that_cannot_be_looked_at_is_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stale(*_arguments: object, **_more: object) -> os.stat_result:
        raise OSError(116, "Stale file handle")

    watched = WatchedFolder(tmp_path)
    monkeypatch.setattr(os, "stat", stale)
    assert watched.look(0.0) == []
