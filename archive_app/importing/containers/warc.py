"""Web archives (WARC): every page that a crawler got is an article.

Format: ISO 28500, https://iipc.github.io/warc-specifications/. Only answers with status 200 that are HTML
are read; everything else a page is made of is counted and left out.
"""

import io
import zlib
from collections.abc import Iterator
from email.message import Message
from functools import partial
from typing import Any
from urllib.parse import unquote, urlsplit

from archive_app.importing.containers.gzip import SIGNATURE, GzipStream
from archive_app.importing.draft import Reading
from archive_app.importing.reader import CAPTURED, Container, Contents, Material, Member, Unreadable

MOST_PAGE_BYTES = 20 << 20
"""Of one page; larger ones are made to do harm."""

_BEGINNING = b"WARC/"
_CHUNK = 1 << 16
_PACKED = {"br": "Brotli", "zstd": "Zstandard"}
_CUT_OFF = "It is cut off or damaged; what comes before that was read."

_Record = Any  # warcio has no types


def _recognises(material: Material) -> float:
    content = material.content
    if content.startswith(SIGNATURE):
        try:
            content = zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(content[:4096], len(_BEGINNING))
        except zlib.error:
            return 0.0
    return 0.99 if content.startswith(_BEGINNING) else 0.0


def _open(material: Material) -> Contents:
    pages = others = 0
    warnings = []
    try:
        for record in _records(material.content):
            is_page = _is_page(record)
            pages += is_page
            others += record.rec_type in ("response", "resource", "revisit") and not is_page
    except _Broken:
        warnings.append(_CUT_OFF)
    if not pages:
        raise Unreadable(
            f"None of the {others} answers in it is a web page." if others else "No page is in it."
        )
    if others:
        warnings.append(
            f"Of its {pages + others} answers {pages} are pages; the other {others} were left out."
        )
    return Contents(_members(material.content), Reading((), WARC.name, warnings=tuple(warnings)))


def _members(content: bytes) -> Iterator[Member]:
    try:
        for record in _records(content):
            if _is_page(record):
                # Loaded, if at all, before the next record is asked for.
                yield Member(_address(record), partial(_page, record))
    except _Broken:
        return  # said when it was opened


class _Broken(Exception):
    """Nothing more can be read of the file."""


def _records(content: bytes) -> Iterator[_Record]:
    from warcio.archiveiterator import ArchiveIterator  # only web archives need it
    from warcio.exceptions import ArchiveLoadFailed
    from warcio.statusandheaders import StatusAndHeadersParserException

    # Unpacked here, because warcio refuses those packed in one piece and says nothing of those cut off.
    packed = GzipStream(content) if content.startswith(SIGNATURE) else None
    failures = (
        ArchiveLoadFailed, StatusAndHeadersParserException, EOFError, OSError, zlib.error,
        ValueError, TypeError, AttributeError, LookupError,
    )  # fmt: skip
    try:
        records = ArchiveIterator(packed or io.BytesIO(content))
        for record in records:
            yield record
            records.read_to_end()
            if getattr(record.raw_stream, "limit", 0) > 0:
                raise _Broken
        if packed is not None and not packed.is_whole:
            raise _Broken
    except failures as error:
        raise _Broken from error


def _is_page(record: _Record) -> bool:
    if not _address(record).startswith(("http://", "https://")):
        return False
    if record.rec_type == "resource":
        kind = record.rec_headers.get_header("Content-Type") or ""
    elif record.rec_type == "response" and record.http_headers is not None:
        if record.http_headers.get_statuscode() != "200":
            return False
        kind = record.http_headers.get_header("Content-Type") or ""
    else:
        return False
    return kind.split(";")[0].strip().lower() in ("text/html", "application/xhtml+xml")


def _address(record: _Record) -> str:
    return (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<> ")


def _page(record: _Record) -> Material:
    headers = record.http_headers or record.rec_headers
    packed = (headers.get_header("Content-Encoding") or "").strip().lower()
    if packed in _PACKED:
        raise Unreadable(f"It was kept packed by {_PACKED[packed]}, which cannot be unpacked here.")
    address, captured = _address(record), record.rec_headers.get_header("WARC-Date") or ""
    return Material(
        _name(address),
        _content(record),
        charset=_charset(headers.get_header("Content-Type") or ""),
        url=address,
        said=((CAPTURED, captured),) if captured else (),
    )


def _name(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:  # such as brackets that do not close
        return address
    return unquote(parts.path.rstrip("/").rpartition("/")[2]) or parts.netloc


def _content(record: _Record) -> bytes:
    pieces: list[bytes] = []
    size = 0
    try:
        stream = record.content_stream()
        while piece := stream.read(_CHUNK):
            pieces.append(piece)
            size += len(piece)
            if size > MOST_PAGE_BYTES:
                raise Unreadable(f"It has more than {MOST_PAGE_BYTES >> 20} MB, as no page does.")
    except (EOFError, OSError, zlib.error, ValueError) as error:
        if not pieces:
            raise Unreadable("It is damaged, so it could not be unpacked.") from error
    return b"".join(pieces)


def _charset(content_type: str) -> str:
    message = Message()
    message["Content-Type"] = content_type
    charset = message.get_param("charset")
    return charset if isinstance(charset, str) else ""


WARC = Container("web archive (WARC)", _recognises, _open)
