"""A watched folder gives each file out once, when it has stopped growing."""

import os
from pathlib import Path

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
