"""Exports to read: those written by hand, whose Word document is packed here."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from archive_app.importing.draft import Draft, Reading
from archive_app.importing.reader import Material
from archive_app.importing.reading import read_material

FILES = Path(__file__).parent / "files"
_LINKS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId9" Type="http://schemas.example/relationships/hyperlink" TargetMode="External"'
    ' Target="https://advance.example/document?id=urn:contentItem:5WGH-H8R1-JCJY"/></Relationships>'
)

Load = Callable[[str], bytes]


@pytest.fixture(scope="session")
def word_document() -> Callable[[str], bytes]:
    """Packs the XML of a document as Word does."""

    def packed(document: str) -> bytes:
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("word/document.xml", document)
            archive.writestr("word/_rels/document.xml.rels", _LINKS)
        return content.getvalue()

    return packed


@pytest.fixture(scope="session")
def load(word_document: Callable[[str], bytes]) -> Load:
    """Gives the bytes of an export written by hand."""

    def loaded(name: str) -> bytes:
        if name == "nexis.docx":
            return word_document((FILES / "nexis_docx.xml").read_text("utf-8"))
        return (FILES / name).read_bytes()

    return loaded


@pytest.fixture(scope="session")
def read() -> Callable[[bytes], Reading]:
    """Reads an export by what it holds; its name says nothing."""
    return lambda content: read_material(Material("export.bin", content))


@pytest.fixture(scope="session")
def by_number() -> Callable[[Reading], dict[int, Draft]]:
    """The articles of an export by their numbers."""
    return lambda reading: {draft.number: draft for draft in reading.drafts}
