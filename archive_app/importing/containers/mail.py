"""E-mails: the message is an article, and so is each document attached to it or forwarded with it.

Format: RFC 5322 and 2045 to 2049. Mails in which ProQuest sends documents are read by its own reader.
"""

import re
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import Message
from functools import partial

from archive_app.importing.containers.mail_headers import (
    date_of,
    decoded_header,
    head_of,
    header,
    sender,
)
from archive_app.importing.databases.items import opening
from archive_app.importing.decoding import Decoded, decode
from archive_app.importing.draft import Draft, Reading
from archive_app.importing.page_text import flat_text
from archive_app.importing.reader import Container, Contents, Material, Member, Unreadable

MOST_PARTS = 1000
MOST_ATTACHMENTS = 100

_KEPT = ("From", "To", "Cc", "Subject", "Date", "Message-ID")
_FEWEST_WORDS = 12
"""With fewer a plain text is taken for a stand-in when the mail has a page beside it."""
_SIGNATURES = {"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"}
_SECRET = {"application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted"}
_NO_DOCUMENTS = ("image/", "audio/", "video/", "font/", "text/calendar", "text/vcard", "text/x-vcard")
_NO_DOCUMENT_NAMES = re.compile(
    r"\.(?:png|jpe?g|gif|bmp|tiff?|webp|svg|ico|mp[34]|m4a|wav|mov|avi|ics|vcf|p7s|asc|sig|dat|exe)$", re.I
)

_MALFORMED = "It is malformed; not all of its parts could be told apart."
_DAMAGED = (
    ValueError, IndexError, TypeError, AttributeError, LookupError, RecursionError, AssertionError,
)  # fmt: skip
"""What the mail parser raises over some malformed mails."""


def _recognises(material: Material) -> float:
    fewest = 1 if material.extension == ".eml" else 3
    return 0.0 if head_of(material.content, fewest=fewest) is None else 0.95


def _open(material: Material) -> Contents:
    parts = _Parts()
    try:
        # The older policy of the parser: the newer one stops at headers that are malformed.
        message = message_from_bytes(material.content.lstrip(), policy=policy.compat32)
        _sort(message, parts)
    except _DAMAGED as error:
        if not parts.texts:
            raise Unreadable("It is an e-mail so malformed that it could not be taken apart.") from error
        parts.warnings.append(_MALFORMED)
    text, encoding, odd = _text(parts)
    if not text.strip():
        if parts.is_secret:
            raise Unreadable("It is encrypted, so it cannot be read. Save it decrypted and import it again.")
        if not parts.attached:
            raise Unreadable("This e-mail has no text.")
        return Contents(_members(parts), _said(parts, odd))
    own = Reading((_draft(message, text),), MAIL.name, encoding, (*odd, *_left_out(parts)))
    return Contents(_members(parts), own)


class _Parts:
    """The parts of a mail by what they are for."""

    def __init__(self) -> None:
        self.texts: list[tuple[Message, bool]] = []
        """What is to be read, in order; whether each is a page."""
        self.attached: list[tuple[str, Callable[[], Material]]] = []
        self.left_out: list[str] = []
        self.warnings: list[str] = []
        self.is_secret = False
        self.count = 0


def _sort(part: Message, parts: _Parts) -> None:
    parts.count += 1
    if parts.count > MOST_PARTS:
        return
    kind = part.get_content_type()
    if kind in _SECRET:
        parts.is_secret = True
    elif kind == "message/rfc822":
        _attach(part, parts)
    elif kind == "multipart/alternative":
        _sort_alternatives(part, parts)
    elif part.is_multipart():
        for inner in part.get_payload():
            _sort_inner(inner, parts)
    elif kind in _SIGNATURES:
        return
    elif kind.startswith("multipart/"):
        parts.texts.append((part, False))  # whose parts nothing divides
    elif kind in ("text/plain", "text/html") and part.get_content_disposition() != "attachment":
        parts.texts.append((part, kind == "text/html"))
    else:
        _attach(part, parts)


def _sort_inner(part: object, parts: _Parts) -> None:
    """Sort one of several parts; a damaged one must not take those that follow along with it."""
    if not isinstance(part, Message):
        return
    try:
        _sort(part, parts)
    except _DAMAGED:
        parts.warnings.append(_MALFORMED)


def _sort_alternatives(part: Message, parts: _Parts) -> None:
    """Take the plain text of a message that comes in several forms, unless it but stands in for the page."""
    forms: list[_Parts] = []
    for inner in part.get_payload():
        if isinstance(inner, Message):
            form = _Parts()
            form.count = parts.count
            _sort_inner(inner, form)
            forms.append(form)
            parts.count = form.count
    written = [form for form in forms if form.texts]
    plain = next((form for form in written if not any(is_page for _, is_page in form.texts)), None)
    page = next((form for form in written if any(is_page for _, is_page in form.texts)), None)
    if plain and page and len(_text(plain)[0].split()) < _FEWEST_WORDS:
        plain = None
    chosen = plain or page
    if chosen:
        parts.texts += chosen.texts
    for form in forms:
        parts.attached += form.attached
        parts.left_out += form.left_out
        parts.warnings += form.warnings
        parts.is_secret = parts.is_secret or form.is_secret


def _attach(part: Message, parts: _Parts) -> None:
    kind = part.get_content_type()
    name = _file_name(part)
    if kind.startswith(_NO_DOCUMENTS) or _NO_DOCUMENT_NAMES.search(name):
        # Pictures that belong to a page have no name that anyone gave them.
        if name and part.get_content_disposition() == "attachment":
            parts.left_out.append(name)
        return
    if len(parts.attached) >= MOST_ATTACHMENTS:
        parts.left_out.append(name or kind)
        return
    if kind == "message/rfc822":
        parts.attached.append((name or f"forwarded {len(parts.attached) + 1}.eml", partial(_forwarded, part)))
        return
    name = name or f"attachment {len(parts.attached) + 1}"
    parts.attached.append((name, partial(_attachment, part, name)))


def _file_name(part: Message) -> str:
    try:
        name = decoded_header(str(part.get_filename() or ""))
    except _DAMAGED:
        name = ""
    return name.replace("\\", "/").rpartition("/")[2]


def _forwarded(part: Message) -> Material:
    payload = part.get_payload()
    inner = payload[0] if isinstance(payload, list) and payload else None
    if not isinstance(inner, Message):
        raise Unreadable("The mail forwarded with it is damaged.")
    try:
        content = inner.as_bytes(policy=policy.compat32)
    except _DAMAGED as error:
        raise Unreadable("The mail forwarded with it is damaged.") from error
    return Material(f"{header(inner, 'Subject') or 'forwarded'}.eml".replace("/", "-"), content)


def _attachment(part: Message, name: str) -> Material:
    try:
        content = part.get_payload(decode=True)
    except _DAMAGED as error:
        raise Unreadable("It is damaged, so it could not be taken out of its mail.") from error
    if not isinstance(content, bytes):
        raise Unreadable("It is damaged, so it could not be taken out of its mail.")
    return Material(name, content, charset=_charset(part))


def _charset(part: Message) -> str:
    try:
        charset = part.get_param("charset")
    except _DAMAGED:
        return ""
    return charset if isinstance(charset, str) else ""


def _text(parts: _Parts) -> tuple[str, str, tuple[str, ...]]:
    """Return the message's text, its encoding and what was odd about it."""
    texts: list[str] = []
    read: list[Decoded] = []
    warnings: list[str] = []
    for part, is_page in parts.texts:
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes) or not content.strip():
            continue
        try:
            decoded = decode(content, _charset(part))
        except Unreadable as error:
            warnings.append(f"A part of it was left out. {error}")
            continue
        read.append(decoded)
        texts.append(flat_text(decoded.text)[1] if is_page else _unflowed(decoded.text, part))
    encodings = {decoded.encoding for decoded in read}
    odd = [line for decoded in read for line in decoded.warnings]
    text = "\n\n".join(text.strip("\r\n") for text in texts if text.strip())
    return text, encodings.pop() if len(encodings) == 1 else "", tuple(dict.fromkeys([*odd, *warnings]))


def _unflowed(text: str, part: Message) -> str:
    """Undo the line breaks of a text that says that it was broken for sending (RFC 3676)."""
    text = text.replace("\r\n", "\n")
    try:
        is_flowed = str(part.get_param("format") or "").lower() == "flowed"
        drops_spaces = str(part.get_param("delsp") or "").lower() == "yes"
    except _DAMAGED:
        return text
    if not is_flowed:
        return text
    lines: list[str] = []
    goes_on = False
    for line in text.split("\n"):
        is_quoted = line.startswith(">")
        line = line.removeprefix(" ")
        if goes_on and not is_quoted:
            lines[-1] = (lines[-1][:-1] if drops_spaces else lines[-1]) + line
        else:
            lines.append(line)
        goes_on = line.endswith(" ") and line != "-- " and not is_quoted
    return "\n".join(lines)


def _draft(message: Message, text: str) -> Draft:
    authors, outlet = sender(message)
    raw_date = header(message, "Date")
    archived = header(message, "Archived-At").strip("<> ")
    return Draft(
        title=header(message, "Subject") or opening(text),
        text=text,
        outlet=outlet,
        authors=authors,
        published=date_of(raw_date),
        published_raw=raw_date,
        url=archived if re.match(r"https?://\S+$", archived) else "",
        source_fields=tuple((name, value) for name in _KEPT if (value := header(message, name))),
    )


def _members(parts: _Parts) -> Iterator[Member]:
    return (Member(name, load) for name, load in parts.attached)


def _said(parts: _Parts, odd: tuple[str, ...]) -> Reading:
    return Reading((), MAIL.name, warnings=("It has no text of its own.", *odd, *_left_out(parts)))


def _left_out(parts: _Parts) -> tuple[str, ...]:
    said = list(parts.warnings)
    if parts.is_secret:
        said.append("A part of it is encrypted and was left out.")
    if parts.left_out:
        names = ", ".join(parts.left_out[:5]) + (" …" if len(parts.left_out) > 5 else "")
        said.append(f"What is attached to it and is no document was left out: {names}.")
    return tuple(said)


MAIL = Container("e-mail", _recognises, _open, deepest=5)
