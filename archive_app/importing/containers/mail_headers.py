"""The headers of mails and saved pages, however badly they were written.

The parsers of the standard library stop at some malformed headers; here every one gives what can be had.
Format: RFC 5322 (mails), RFC 2047 (words beyond ASCII in headers).
"""

import base64
import binascii
import quopri
import re
from collections.abc import Sequence
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from archive_app.importing.decoding import decode
from archive_app.importing.page_metadata import iso_date
from archive_app.importing.reader import Unreadable

_KNOWN = (
    rb"From|To|Cc|Subject|Date|Received|Return-Path|MIME-Version|Message-ID|Content-Type|Delivered-To|Sender|"
    rb"Reply-To|List-Id|X-[\w-]+|DKIM-Signature|ARC-[\w-]+|Authentication-Results|Content-Transfer-Encoding|"
    rb"References|In-Reply-To|Precedence|Snapshot-Content-Location|Content-Location"
)
_HEADER = re.compile(rb"(?P<name>[!-9;-~]{1,80})[ \t]*:[^\n]*\n(?:[ \t][^\n]*\n)*+")
_KNOWN_NAME = re.compile(_KNOWN + rb"$", re.IGNORECASE)
_TELLING = {b"from", b"subject", b"date", b"received", b"message-id", b"return-path", b"mime-version"}
_MOST_HEADERS = 200
_HEAD_BYTES = 1 << 16
_WORD = re.compile(r"=\?([\w.:-]{1,40})(?:\*[\w-]*)?\?([bBqQ])\?([^?]*)\?=")
_NO_BYTES = re.compile("[\ud800-\udc7f\udd00-\udfff]")  # surrogates that stand for no bare byte
_BETWEEN = re.compile(r"(\?=)[ \t\r\n]+(?==\?)")
_OFFICE = re.compile(
    r"^(?:newsletters?|news|no[-_.]?reply|donotreply|info|press[ae]?|redak[ct]i?[oe]n|redaction|redazione|"
    r"editors?|alerts?|service|mail(?:ing|er)?|updates?|daily|briefing|hello|contact|support|notifications?)"
    r"(?:[-_.+\d].*)?$|[-_.]no[-_.]?reply$",
    re.IGNORECASE,
)


def head_of(content: bytes, *, fewest: int = 3) -> dict[str, str] | None:
    """Return the headers that a file begins with, by their names in lower case; nothing when it has none.

    Their values are as they stand, the first of each name. ``fewest`` of those that mails have are asked
    for, so that a text whose first lines have colons in them is not taken for one.
    """
    head = content[:_HEAD_BYTES].lstrip(b"\xef\xbb\xbf\r\n").replace(b"\r\n", b"\n")
    found: dict[str, str] = {}
    place = known = 0
    while len(found) < _MOST_HEADERS and (header := _HEADER.match(head, place)):
        name = header["name"].lower()
        known += _KNOWN_NAME.match(name) is not None
        found.setdefault(name.decode("ascii"), header[0].partition(b":")[2].decode("latin-1").strip())
        place = header.end()
    is_ended = head[place : place + 1] in (b"\n", b"") or place > _HEAD_BYTES - 2000
    telling = sum(name.encode("ascii") in _TELLING for name in found)
    return found if known >= fewest and telling >= min(2, fewest) and is_ended else None


def header(message: Message, name: str) -> str:
    """Return a header as people read it, on one line; nothing when there is none."""
    raw = next((str(value) for key, value in message.raw_items() if key.lower() == name.lower()), "")
    return decoded_header(raw)


def decoded_header(raw: str) -> str:
    """Decode the encoded words of a header; bytes that stand there bare are decoded as any text is."""
    if not raw.isascii():
        raw = _NO_BYTES.sub("\ufffd", raw)
        raw = _text(raw.encode("utf-8", "surrogateescape"), "")
    pieces: list[tuple[bytes | str, str]] = []
    end = 0
    # White space between two encoded words is not part of either.
    joined = _BETWEEN.sub(r"\1", raw)
    for word in _WORD.finditer(joined):
        if word.start() > end:
            pieces.append((joined[end : word.start()], ""))
        charset, coded = word[1].lower(), _bytes(word[2], word[3])
        before, its_charset = pieces[-1] if pieces else ("", "")
        # Some programs cut a character in two, so words that follow each other are decoded as one.
        if isinstance(before, bytes) and its_charset == charset and word.start() == end:
            pieces[-1] = (before + coded, charset)
        else:
            pieces.append((coded, charset))
        end = word.end()
    pieces.append((joined[end:], ""))
    text = "".join(piece if isinstance(piece, str) else _text(piece, charset) for piece, charset in pieces)
    return " ".join(text.split())


def _bytes(kind: str, coded: str) -> bytes:
    plain = coded.encode("ascii", "replace")
    if kind in "qQ":
        return quopri.decodestring(plain, header=True)
    try:
        return base64.b64decode(plain + b"=" * (-len(plain) % 4))
    except (binascii.Error, ValueError):
        return plain


def _text(content: bytes, charset: str) -> str:
    try:
        return decode(content, charset).text
    except Unreadable:
        return content.decode("latin-1")


def date_of(raw: str) -> str:
    """Cut the date of a mail, as its sender's clock had it, to the day; nothing when it is none."""
    try:
        return iso_date(parsedate_to_datetime(raw).date().isoformat())
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""


def sender(message: Message) -> tuple[str, str]:
    """Return the authors and the outlet that a mail's sender is: a person, or an office that sends news."""
    raw = header(message, "From") or header(message, "Sender")
    try:
        addresses: Sequence[tuple[str, str]] = getaddresses([raw])
    except (ValueError, IndexError, TypeError, AttributeError):
        addresses = []
    named = [(" ".join(name.split()) or address, address) for name, address in addresses if name or address]
    if not named:
        return raw, ""
    name, address = named[0]
    listed = header(message, "List-Id").partition("<")[0].strip(' "')
    if listed and not _HASHED.match(listed):
        return ("" if name.casefold() == listed.casefold() else name), listed
    if _OFFICE.search(address.partition("@")[0]):
        return "", name
    return "; ".join(name for name, _ in named), ""


_HASHED = re.compile(r"^[\w.-]*\d[\w.-]*$|^\S+\.\S+$")
"""Names of lists that are numbers or addresses, meant for machines."""
