"""Which reader a file is for: by what it holds, never by what it is called."""

import re

from archive_app.importing.containers.gzip import GZIP
from archive_app.importing.containers.mail import MAIL
from archive_app.importing.containers.mailbox import MAILBOX
from archive_app.importing.containers.mhtml import MHTML
from archive_app.importing.containers.warc import WARC
from archive_app.importing.containers.zip import ZIP
from archive_app.importing.databases.europresse import EUROPRESSE
from archive_app.importing.databases.factiva_html import FACTIVA_HTML
from archive_app.importing.databases.factiva_rtf import FACTIVA_RTF
from archive_app.importing.databases.factiva_xml import FACTIVA_XML
from archive_app.importing.databases.nexis_docx import NEXIS_DOCX
from archive_app.importing.databases.nexis_html import NEXIS_HTML
from archive_app.importing.databases.nexis_text import NEXIS_TEXT
from archive_app.importing.databases.proquest import PROQUEST
from archive_app.importing.documents.docx import DOCX
from archive_app.importing.documents.epub import EPUB
from archive_app.importing.documents.odt import ODT
from archive_app.importing.documents.pdf import PDF
from archive_app.importing.documents.rtf import RTF
from archive_app.importing.markdown import MARKDOWN
from archive_app.importing.plain import PLAIN_TEXT
from archive_app.importing.reader import Container, Material, Reader, Unreadable
from archive_app.importing.references.bibtex import BIBTEX
from archive_app.importing.references.ris import RIS
from archive_app.importing.tables.reading import DELIMITED, OBJECTS, TABLE_ROWS, WORKBOOK
from archive_app.importing.web.lists import ADDRESS_LIST
from archive_app.importing.web_page import WEB_PAGE

READERS: tuple[Reader | Container, ...] = (
    TABLE_ROWS,
    ZIP,
    WARC,
    GZIP,
    MAILBOX,
    MHTML,
    NEXIS_DOCX,
    NEXIS_HTML,
    NEXIS_TEXT,
    FACTIVA_HTML,
    FACTIVA_XML,
    FACTIVA_RTF,
    EUROPRESSE,
    PROQUEST,
    PDF,
    DOCX,
    ODT,
    RTF,
    EPUB,
    RIS,
    BIBTEX,
    WORKBOOK,
    OBJECTS,
    DELIMITED,
    ADDRESS_LIST,
    MAIL,
    WEB_PAGE,
    MARKDOWN,
    PLAIN_TEXT,
)
"""Every format that can be imported; where two are equally sure, the first reads."""

BEYOND_DOUBT = 0.95
"""How sure a reader is at least of what only its own format has."""

_CERTAIN = 0.98
"""How sure a reader is when nobody else needs to look through the file, which may be large."""

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF document"),
    (b"{\\rtf", "an RTF document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an older Office document (Word, Excel or PowerPoint)"),
    (b"BZh", "a bzip2 archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"\xfd7zXZ\0", "an xz archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"SQLite format 3\0", "a SQLite database"),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF87a", "a GIF picture"),
    (b"GIF89a", "a GIF picture"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"ID3", "a sound file"),
    (b"OggS", "a sound or video file"),
    (b"fLaC", "a sound file"),
    (b"\x1aE\xdf\xa3", "a video"),
    (b"\x7fELF", "a program"),
)
_ZIPPED = (
    (b"word/document.xml", "a Word document (docx)"),
    (b"xl/workbook.xml", "an Excel workbook (xlsx)"),
    (b"ppt/presentation.xml", "a PowerPoint presentation (pptx)"),
    (b"mimetypeapplication/epub+zip", "an e-book (EPUB)"),
    (b"mimetypeapplication/vnd.oasis.opendocument.text", "an OpenDocument text (odt)"),
    (b"mimetypeapplication/vnd.oasis.opendocument", "an OpenDocument file"),
)
_OLDER_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PACKED = (b"%PDF-", b"PK\x03\x04", b"{\\rtf", b"\xd0\xcf\x11\xe0", b"\x1f\x8b")
_MAIL_HEADERS = re.compile(
    rb"(?:^(?:From|To|Subject|Date|Received|Return-Path|MIME-Version|Message-ID|Content-Type):"
    rb"[ \t]?\S[^\n]*+\n(?:[ \t][^\n]*+\n)*+){3}",
    re.IGNORECASE | re.MULTILINE,
)


def reader_for(material: Material) -> Reader | Container:
    """Return the reader that is surest that a file is of its format.

    Raises:
        Unreadable: It is empty, or of a format that cannot be imported; the sentence says what it looks like.
            Or the person named a reader that there is not.
    """
    if not material.content.strip(b"\0 \t\r\n\x0b\x0c"):
        raise Unreadable(
            "The file is empty." if not material.content else "There is nothing in it but blanks."
        )
    sureness, reader = _surest(material)
    if (named := material.settings.get("reader")) and not isinstance(reader, Container):
        return _named(named)
    # Whoever knows a database's own marks knows better than the beginning of the file.
    looks = "" if sureness >= BEYOND_DOUBT else looks_like(material)
    if looks and (sentence := _older_office(material.content)):
        raise Unreadable(sentence)
    if looks:
        raise Unreadable(f"It looks like {looks}, which cannot be imported yet.")
    return reader


def _named(name: str) -> Reader:
    found = next((reader for reader in READERS if reader.name == name and isinstance(reader, Reader)), None)
    if found is None:
        raise Unreadable(f"There is no reader “{name}” for single files.")
    return found


def _surest(material: Material) -> tuple[float, Reader | Container]:
    surest: tuple[float, Reader | Container] = (-1.0, READERS[-1])
    for reader in READERS:
        sureness = reader.recognises(material)
        if sureness >= _CERTAIN:
            return sureness, reader
        if sureness > surest[0]:
            surest = (sureness, reader)
    return surest


def _older_office(content: bytes) -> str:
    """Say what to do with documents in the container that Office wrote until 2007."""
    if not content.startswith(_OLDER_OFFICE):
        return ""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return "It is protected by a password. Save it without one and import it again."
    if "WordDocument".encode("utf-16-le") in content:
        return (
            "It is an older Word document (doc). Open it in Word or LibreOffice, save it as .docx, "
            "and import that."
        )
    return ""


def is_packed(material: Material) -> bool:
    """Whether a file's bytes are no text, so that it makes no sense to name their encoding."""
    return material.content.startswith(_PACKED)


def looks_like(material: Material) -> str:
    """Name a format we know of but do not read, e.g. ``a PDF document``; nothing for all others."""
    content = material.content
    for signature, name in _SIGNATURES:
        if content.startswith(signature):
            return name
    if content.startswith(b"RIFF"):
        return "a WebP picture" if content[8:12] == b"WEBP" else "a sound or video file"
    if content[4:8] == b"ftyp":
        return "a video or a picture of a phone"
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return next((name for mark, name in _ZIPPED if mark in content), "a ZIP archive")
    if b"%PDF-" in content[:1024]:
        return "a PDF document"
    sample = material.sample
    if sample.startswith(b"From ") and _MAIL_HEADERS.search(sample[:4096]):
        return "a mailbox (mbox)"
    if _MAIL_HEADERS.match(sample):
        return "a page saved as one file (MHTML)" if b"multipart/related" in sample else "an e-mail"
    if sample.startswith(b"<?xml") and not re.search(rb"<(?:!doctype\s+)?html", sample, re.IGNORECASE):
        return "an XML file"
    if re.match(rb"[\[{]\s*[\[{]?\s*\"", sample) and content.rstrip()[-1:] in b"]}":
        return "a JSON file"
    return ""
