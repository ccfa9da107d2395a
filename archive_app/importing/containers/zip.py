"""ZIP archives: folders of files in one file, each of which is read on its own."""

import zipfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import PurePosixPath

from archive_app.importing.databases.zipped import opened_zip, problems, unpacked_entry
from archive_app.importing.draft import Reading
from archive_app.importing.reader import Container, Contents, Material, Member, Unreadable
from archive_app.importing.walking import wanted

_SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06")
_DOCUMENTS = (b"[Content_Types].xml", b"mimetype", b"_rels/", b"docProps/", b"word/", b"xl/", b"ppt/")
_MARKS = (b"word/document.xml", b"xl/workbook.xml", b"ppt/presentation.xml", b"mimetypeapplication/")
_INSIDES = {"[Content_Types].xml", "mimetype", "Index/Document.iwa", "Index.zip"}
_SURE = 0.99  # more than any format of what may stand in it unpacked
_UTF8 = 0x800  # the flag of entries whose names are in UTF-8


def _recognises(material: Material) -> float:
    if not material.content.startswith(_SIGNATURES):
        return 0.0
    # The name of the first entry stands at the very beginning, also in a file that is cut off.
    if material.content[30:60].startswith(_DOCUMENTS):
        return 0.0
    try:
        names = set(opened_zip(material.content).namelist())
    except Unreadable:
        return 0.0 if any(mark in material.content for mark in _MARKS) else _SURE
    return 0.0 if names & _INSIDES else _SURE


def _open(material: Material) -> Contents:
    opened = opened_zip(material.content)
    named = [(_name(entry), entry) for entry in opened.infolist() if not entry.filename.endswith("/")]
    if not named:
        raise Unreadable("There is no file in it.")
    return Contents(_members(opened, named), Reading((), ZIP.name))


def _members(opened: zipfile.ZipFile, named: list[tuple[str, zipfile.ZipInfo]]) -> Iterator[Member]:
    refused = problems(opened)
    left_out = _left_out([PurePosixPath(name) for name, _ in named])
    for name, entry in named:
        path = PurePosixPath(name)
        if left_out.isdisjoint((path, *path.parents)):
            yield Member(name, partial(_load, opened, entry, path.name, refused.get(entry.header_offset, "")))


def _left_out(paths: list[PurePosixPath]) -> set[PurePosixPath]:
    """Return the files and folders that nobody means: as when a folder on disk is imported."""
    folders: dict[PurePosixPath, dict[str, None]] = defaultdict(dict)
    for path in paths:
        for inner in (path, *path.parents):
            folders[inner.parent][inner.name] = None
    return {
        folder / name
        for folder, names in folders.items()
        for name in names.keys() - {"", "."} - set(wanted([*names]))
        if name != ".."  # hidden from nobody: such a name is told of
    }


def _load(opened: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, problem: str) -> Material:
    if problem:
        raise Unreadable(problem)
    return Material(name, unpacked_entry(opened, entry))


def _name(entry: zipfile.ZipInfo) -> str:
    """Return an entry's name; many programs write UTF-8 without saying so."""
    name = entry.filename
    if not entry.flag_bits & _UTF8:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return " ".join(name.replace("\\", "/").split()) or "?"


ZIP = Container("ZIP archive", _recognises, _open, deepest=2)
