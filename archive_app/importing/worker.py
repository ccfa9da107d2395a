"""The process that reads untrusted files: one after the other, until its pipe closes.

What goes over the pipe is bytes and JSON, never pickles: nothing that a hostile file could make of this
process can run in the one that asked.
"""

import contextlib
import json
import logging
import os
import signal
from collections.abc import Iterator
from dataclasses import asdict, replace
from multiprocessing.connection import Connection
from typing import Any

from archive_app.importing.draft import Draft, FailedItem, Proposal, Reading
from archive_app.importing.limits import Limits, allow_cpu, confine
from archive_app.importing.reader import Material, Unreadable
from archive_app.importing.reading import Part, Resume, read_parts
from archive_app.importing.references.reference import Reference
from archive_app.importing.tesseract import Tesseract
from archive_app.model.web_links import WebLink

READY = b"ready"
END = b"end"
"""Nothing more comes of this file."""
BUSY = b"busy"
"""A page of this file is now read from its picture, for which it has all the time of a file."""

_OF_THE_TIME = 0.8
"""The part of a file's time that one picture may take; the rest is for drawing it."""


class Spent(Exception):
    """The reader failed, so it should be replaced; the message is a sentence for the file it had."""


def serve(pipe: Connection, limits: Limits, tesseract: Tesseract | None = None) -> None:
    """Answer every file sent over the pipe with its parts, one by one, and :data:`END`.

    Pictures of pages are read with Tesseract where there is one.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the process that asked
    logging.disable(logging.CRITICAL)
    _silence()
    confine(limits, tesseract.program if tesseract else "")

    def recognise(picture: bytes, languages: str) -> tuple[str, ...]:
        assert tesseract is not None
        pipe.send_bytes(BUSY)
        allow_cpu(limits)
        return tesseract.read(picture, languages, seconds=_OF_THE_TIME * limits.wall_seconds)

    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        pipe.send_bytes(READY)
        while True:
            material, resume = _asked(pipe.recv_bytes(), pipe.recv_bytes())
            material = replace(material, recognise=recognise if tesseract else None)
            allow_cpu(limits)
            for answer in _answers(material, resume):
                pipe.send_bytes(answer)
                allow_cpu(limits)


def question(material: Material, resume: Resume) -> bytes:
    """Write what is to be read, without its bytes, which are sent after it."""
    asked = {
        "name": material.name, "settings": dict(material.settings),
        "charset": material.charset, "url": material.url, "said": material.said,
        "after": resume.after, "skipped": resume.skipped,
    }  # fmt: skip
    return json.dumps(asked).encode("ascii")


def _asked(question: bytes, content: bytes) -> tuple[Material, Resume]:
    asked: dict[str, Any] = json.loads(question)  # as it comes
    after = None if asked["after"] is None else tuple(asked["after"])
    said = tuple((label, value) for label, value in asked["said"])
    material = Material(asked["name"], content, asked["settings"], asked["charset"], asked["url"], said)
    return material, Resume(after, tuple(tuple(place) for place in asked["skipped"]))


def _answers(material: Material, resume: Resume) -> Iterator[bytes]:
    try:
        for part in read_parts(material, resume):
            yield encode(part)
        yield END
    except MemoryError:
        # What was reserved may not come back to the system, so the next file gets a fresh process.
        yield _spent("Reading it took more memory than a file may take.")
    except RecursionError:
        yield _spent("It is nested too deep to be read.")
    except Exception as error:  # reported with the file's name; one bad file must not stop the others
        yield _spent(f"It could not be read: the reader failed on it ({type(error).__name__}: {error}).")


def encode(part: Part) -> bytes:
    """Write a part as it goes over the pipe."""
    outcome = part.outcome
    answer: dict[str, Any] = {"place": part.place, "member": part.member}  # JSON
    if isinstance(outcome, Unreadable):
        answer["unreadable"] = str(outcome)[:1000]
    elif outcome is not None:
        answer["reading"] = asdict(outcome)
    # Lone surrogates, which no database keeps, end here: whatever is read on the other side can be stored.
    return json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace")


def _spent(reason: str) -> bytes:
    return json.dumps({"spent": reason[:1000]}).encode("ascii")


def decode_reply(reply: bytes) -> Part:
    """Read what came over the pipe, if it is not :data:`END`.

    Raises:
        Spent: The worker says that it failed, or what came is nonsense.
    """
    try:
        answer: dict[str, Any] = json.loads(reply)  # as it comes
        if "spent" in answer:
            raise Spent(str(answer["spent"]))
        return Part(tuple(map(int, answer["place"])), str(answer["member"]), _outcome(answer))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Spent("Reading it broke the reader, which answered nonsense.") from error


def _outcome(answer: dict[str, Any]) -> Reading | Unreadable | None:  # JSON
    if "unreadable" in answer:
        return Unreadable(str(answer["unreadable"]))
    if "reading" not in answer:
        return None
    reading = answer["reading"]
    drafts = tuple(_draft(draft) for draft in reading["drafts"])
    failed = tuple(FailedItem(**item) for item in reading["failed"])
    return Reading(
        drafts,
        reading["reader"],
        reading["encoding"],
        tuple(reading["warnings"]),
        _count(reading["declared"]),
        failed,
        tuple(WebLink(**link) for link in reading["links"]),
        tuple(_reference(reference) for reference in reading["references"]),
        str(reading["look"]),
    )


def _count(said: Any) -> int | None:  # JSON
    # What a file declares of itself may be any number; the database keeps those of 64 bits.
    return said if isinstance(said, int) and 0 <= said < 1 << 31 else None


def _draft(draft: dict[str, Any]) -> Draft:  # JSON
    rows = {name: tuple(map(tuple, draft[name])) for name in ("source_fields", "pages")}
    names = {name: tuple(draft[name]) for name in ("collections", "labels")}
    return Draft(**{**draft, **rows, **names, "cuts": tuple(Proposal(**cut) for cut in draft["cuts"])})


def _reference(reference: dict[str, Any]) -> Reference:  # JSON
    return Reference(**{**reference, "fields": tuple(map(tuple, reference["fields"]))})


def _silence() -> None:
    # Libraries that print would spoil what the program prints.
    with contextlib.suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        os.close(nowhere)
