"""Pages saved as one file (MHTML), as Chrome, Edge, Internet Explorer and Word do.

Format: RFC 2557. Of its parts only the page itself is read; pictures and frames are left where they are.
"""

import re
from dataclasses import replace
from email import message_from_bytes
from email.message import Message

from archive_app.importing.containers.mail_headers import head_of, header
from archive_app.importing.reader import Container, Contents, Material, Member, Unreadable

_SURE = 0.99  # more than the format of the page in it
_MOST_PARTS = 5000
_PAGES = ("text/html", "application/xhtml+xml")
_SENT = {"to", "received", "message-id", "return-path", "delivered-to"}
_LOCATED = re.compile(rb"^(?:Content-Location|Snapshot-Content-Location):", re.IGNORECASE | re.MULTILINE)
_DAMAGED = (ValueError, IndexError, TypeError, AttributeError, LookupError, RecursionError, AssertionError)


def _recognises(material: Material) -> float:
    head = head_of(material.content)
    if head is None:
        return 0.0
    if "snapshot-content-location" in head or "saved by" in head.get("from", "").lower():
        return _SURE
    is_page = head.get("content-type", "").lower().startswith(("multipart/related", "text/html"))
    if not is_page or _SENT & head.keys():
        return 0.0
    return _SURE if _LOCATED.search(material.content[: 1 << 16]) else 0.0


def _open(material: Material) -> Contents:
    try:
        whole = message_from_bytes(material.content.lstrip())
        page = _page(whole)
        content = page.get_payload(decode=True) if page is not None else None
        charset = page.get_param("charset") if page is not None else None
    except _DAMAGED as error:
        raise Unreadable("It is a saved page so damaged that it could not be taken apart.") from error
    if page is None or not isinstance(content, bytes):
        raise Unreadable("There is no page in it.")
    address = header(whole, "Snapshot-Content-Location") or header(page, "Content-Location")
    saved = header(whole, "Date")
    inside = replace(
        material,
        content=content,
        charset=charset if isinstance(charset, str) else "",
        url=address if address.startswith(("http://", "https://")) else material.url,
        said=(*material.said, ("Saved", saved)) if saved else material.said,
    )
    return Contents(iter([Member("", lambda: inside)]))


def _page(whole: Message) -> Message | None:
    """Return the page that the others belong to: the one named as the start, else the first."""
    start = str(whole.get_param("start") or "").strip("<> ")
    parts = [part for part, _ in zip(whole.walk(), range(_MOST_PARTS), strict=False)]
    pages = [part for part in parts if part.get_content_type() in _PAGES and not part.is_multipart()]
    named = [page for page in pages if start and header(page, "Content-ID").strip("<> ") == start]
    return next(iter(named or pages), None)


MHTML = Container("saved page (MHTML)", _recognises, _open)
