"""Mailboxes (mbox): many mails in one file, each of which is read on its own.

Format: RFC 4155 and the variants mboxo and mboxrd, in which lines of a mail that begin with ``From`` are
quoted; what programs write at the end of a line that separates two mails differs.
"""

import re
from collections.abc import Iterator
from functools import partial

from archive_app.importing.containers.mail_headers import head_of
from archive_app.importing.draft import Reading
from archive_app.importing.reader import Container, Contents, Material, Member, Unreadable

_SEPARATOR = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From [^\r\n]*\r?\n(?=[!-9;-~]{1,80}:|>From )")
_TIMED = re.compile(rb"\d{1,2}:\d\d.*\b(?:19|20)\d\d\b|\b(?:19|20)\d\d\b.*\d{1,2}:\d\d")
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)
_HEAD = 1 << 16
_LOOK = 1 << 12  # for every line that may begin a mail


def _recognises(material: Material) -> float:
    content = material.content.lstrip(b"\r\n")
    if not content.startswith(b"From "):
        return 0.0
    _, _, after = content[:_HEAD].partition(b"\n")
    return 0.99 if head_of(after) is not None else 0.0


def _open(material: Material) -> Contents:
    content = material.content.lstrip(b"\r\n")
    mails = _mails(content)
    if not mails:
        raise Unreadable("No mail is in it.")
    return Contents(_members(content, mails), Reading((), MAILBOX.name))


def _mails(content: bytes) -> list[tuple[int, int]]:
    """Return where the mails begin and end, without the lines between them."""
    # A sentence may begin with “From” too: then it bears no time, and no header follows.
    begins = [
        line.span()
        for line in _SEPARATOR.finditer(content)
        if _TIMED.search(line[0]) or head_of(content[line.end() : line.end() + _LOOK]) is not None
    ]
    ends = [start for start, _ in begins[1:]] + [len(content)]
    return [(begin, end) for (_, begin), end in zip(begins, ends, strict=True)]


def _members(content: bytes, mails: list[tuple[int, int]]) -> Iterator[Member]:
    for number, (begin, end) in enumerate(mails, 1):
        name = f"mail {number}"
        yield Member(name, partial(_mail, name, content, begin, end))


def _mail(name: str, content: bytes, begin: int, end: int) -> Material:
    return Material(f"{name}.eml", _QUOTED.sub(rb"\1", content[begin:end]))


MAILBOX = Container("mailbox (mbox)", _recognises, _open, deepest=2)
