import configparser
import os
import shutil
import sqlite3
import subprocess
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINUX = ROOT / "packaging" / "linux"
NAME = "io.github.archive_app.ArchiveApp"
DESKTOP_ENTRY = LINUX / f"{NAME}.desktop"
METAINFO = LINUX / f"{NAME}.metainfo.xml"
MIME_TYPE = LINUX / f"{NAME}.mime.xml"
APPLICATION_ID = 0x41524356  # "ARCV"


def needs(program: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(program) is None, reason=f"{program} is not installed")


def run(*command: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, env={**os.environ, **environment})


@needs("desktop-file-validate")
def test_the_desktop_entry_is_valid() -> None:
    validated = run("desktop-file-validate", DESKTOP_ENTRY)
    assert (validated.stdout, validated.returncode) == ("", 0)


@needs("appstreamcli")
def test_the_appstream_metadata_is_valid() -> None:
    validated = run("appstreamcli", "validate", "--no-net", "--no-color", METAINFO)
    assert validated.returncode == 0, validated.stdout
    assert "W:" not in validated.stdout


@pytest.fixture
def mime_database(tmp_path: Path) -> Path:
    """A user's data folder in which the desktop knows our types."""
    packages = tmp_path / "share" / "mime" / "packages"
    packages.mkdir(parents=True)
    shutil.copy(MIME_TYPE, packages)
    updated = run("update-mime-database", tmp_path / "share" / "mime")
    assert updated.returncode == 0, updated.stderr
    return tmp_path / "share"


@needs("update-mime-database")
def test_the_mime_types_are_taken_up_by_the_desktop(mime_database: Path) -> None:
    types = (mime_database / "mime" / "types").read_text()
    assert types.split() == ["application/x-archive-app-archive", "x-content/x-archive-app-archive"]


@needs("update-mime-database")
@needs("gio")
@pytest.mark.parametrize(
    ("name", "application_id", "ours"),
    [("archive.sqlite", APPLICATION_ID, True), ("a-copy", APPLICATION_ID, True), ("other", 7, False)],
)
def test_an_archive_is_recognised_and_another_database_is_not(
    mime_database: Path, tmp_path: Path, name: str, application_id: int, ours: bool
) -> None:
    database = tmp_path / name
    connection = sqlite3.connect(database)
    connection.execute(f"PRAGMA application_id={application_id}")
    connection.execute("CREATE TABLE article (id INTEGER PRIMARY KEY)")
    connection.close()
    told = run("gio", "info", "-a", "standard::content-type", database, XDG_DATA_HOME=str(mime_database))
    assert ("application/x-archive-app-archive" in told.stdout) is ours


def test_the_icon_of_the_desktop_is_the_icon_of_the_app() -> None:
    desktop = LINUX / "icons" / "hicolor" / "scalable" / "apps" / f"{NAME}.svg"
    assert desktop.read_bytes() == (ROOT / "resources" / "icons" / "archive-app.svg").read_bytes()


def test_desktop_entry_and_metadata_speak_of_the_same_app() -> None:
    entry = configparser.ConfigParser(interpolation=None, delimiters=["="])
    entry.optionxform = str  # type: ignore[assignment,method-assign]  # keys keep their capitals
    entry.read(DESKTOP_ENTRY, encoding="utf-8")
    app = entry["Desktop Entry"]
    metadata = ElementTree.parse(METAINFO).getroot()
    assert app["Icon"] == metadata.findtext("id") == NAME
    assert metadata.findtext("launchable") == DESKTOP_ENTRY.name
    assert app["Name"] == metadata.findtext("name")
    provided = {element.text for element in metadata.iterfind("provides/binary")}
    assert app["Exec"].split()[0] in provided
    assert metadata.findtext("provides/mediatype") in app["MimeType"].split(";")
