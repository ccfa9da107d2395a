import os
from pathlib import Path

import pytest

from archive_app.importing.walking import FoundFile, Unfindable, shown, walk


def names(*paths: Path) -> list[str]:
    return [found.path.name for found in walk(paths) if isinstance(found, FoundFile)]


def unfindable(*paths: Path) -> list[Unfindable]:
    return [found for found in walk(paths) if isinstance(found, Unfindable)]


def put(folder: Path, *files: str) -> None:
    for file in files:
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("text")


def test_a_folder_means_all_that_is_in_it_in_order_of_name(tmp_path: Path) -> None:
    put(tmp_path, "b.txt", "a/2.txt", "a/1.txt", "a/deep/er/3.txt", "c.txt")
    assert names(tmp_path) == ["1.txt", "2.txt", "3.txt", "b.txt", "c.txt"]


def test_hidden_files_and_litter_are_left_out_unless_named(tmp_path: Path) -> None:
    put(
        tmp_path,
        "a.txt",
        ".hidden.txt",
        ".git/config",
        "Thumbs.db",
        ".DS_Store",
        "._a.txt",
        "~$a.docx",
        "__MACOSX/a.txt",
        "desktop.ini",
    )
    assert names(tmp_path) == ["a.txt"]
    assert names(tmp_path / ".hidden.txt") == [".hidden.txt"]


def test_the_pictures_and_scripts_of_a_saved_page_are_left_out(tmp_path: Path) -> None:
    put(
        tmp_path,
        "Story.html",
        "Story_files/a.js",
        "Story_files/ad.html",
        "Notes_files/b.txt",
        "Bericht.htm",
        "Bericht-Dateien/x.css",
    )
    assert names(tmp_path) == ["Bericht.htm", "b.txt", "Story.html"]


def test_what_is_named_twice_is_found_once(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "b.txt")
    assert names(tmp_path / "b.txt", tmp_path, tmp_path / "a.txt") == ["b.txt", "a.txt"]


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_links_in_a_circle_end(tmp_path: Path) -> None:
    put(tmp_path, "a/x.txt")
    (tmp_path / "a" / "back").symlink_to(tmp_path)
    (tmp_path / "self").symlink_to("self")
    assert names(tmp_path) == ["x.txt"]
    (lost,) = unfindable(tmp_path)
    assert lost.path.name == "self"


@pytest.mark.skipif(os.name == "nt", reason="there are no pipes in folders there")
def test_pipes_and_dangling_links_are_reported(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "z").symlink_to(tmp_path / "gone")
    assert [found.reason for found in unfindable(tmp_path)] == [
        "This is not a file but a device, pipe or socket.",
        "This link leads nowhere.",
    ]


def test_what_does_not_exist_is_reported(tmp_path: Path) -> None:
    (lost,) = unfindable(tmp_path / "gone.txt")
    assert lost.reason == "There is no such file or folder."


def test_an_archive_is_not_imported_into_another(tmp_path: Path) -> None:
    put(tmp_path, "mine/archive.sqlite", "mine/originals/ab/abcd.txt", "a.txt")
    assert names(tmp_path) == ["a.txt"]
    assert "itself an archive" in unfindable(tmp_path)[0].reason


def test_folders_deeper_than_the_stack_are_walked(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["d"] * 400)
    put(deep, "a.txt")
    assert names(tmp_path) == ["a.txt"]


@pytest.mark.skipif(os.name == "nt", reason="names are Unicode there")
def test_a_name_that_is_no_text_can_be_shown(tmp_path: Path) -> None:
    odd = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    with open(odd, "wb") as file:  # noqa: PTH123  # bytes on purpose
        file.write(b"text")
    (found,) = walk([tmp_path])
    assert shown(found.path).endswith("caf\ufffd.txt")


def test_walking_stops_when_cancelled(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "b.txt")
    assert list(walk([tmp_path], cancelled=lambda: True)) == []
