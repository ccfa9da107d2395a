"""The process that reads untrusted files: one after the other, until its pipe closes.

What goes over the pipe is bytes and JSON, never pickles: nothing that a hostile file could make of this
process can run in the one that asked.
"""

import contextlib
import json
import logging
import os
import signal
from dataclasses import asdict
from multiprocessing.connection import Connection
from typing import Any

from archive_app.importing.draft import Draft, FailedItem, Proposal, Reading
from archive_app.importing.limits import Limits, allow_cpu, confine
from archive_app.importing.reader import Material, Unreadable
from archive_app.importing.reading import read_material

READY = b"ready"


def serve(pipe: Connection, limits: Limits) -> None:
    """Answer every file sent over the pipe (its name, then its bytes) with a reading or a reason."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the process that asked
    logging.disable(logging.CRITICAL)
    _silence()
    confine(limits)
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        pipe.send_bytes(READY)
        while True:
            material = Material(pipe.recv_bytes().decode("utf-8", "replace"), pipe.recv_bytes())
            allow_cpu(limits)
            pipe.send_bytes(_answer(material))


def _answer(material: Material) -> bytes:
    try:
        return encode(read_material(material))
    except Unreadable as error:
        return _reason(str(error))
    except MemoryError:
        # What was reserved may not come back to the system, so the next file gets a fresh process.
        return _reason("Reading it took more memory than a file may take.", is_spent=True)
    except RecursionError:
        return _reason("It is nested too deep to be read.", is_spent=True)
    except Exception as error:  # reported with the file's name; one bad file must not stop the others
        sentence = f"It could not be read: the reader failed on it ({type(error).__name__}: {error})."
        return _reason(sentence, is_spent=True)


def encode(reading: Reading) -> bytes:
    """Write a reading as it goes over the pipe."""
    return json.dumps(asdict(reading)).encode("ascii")


def _reason(reason: str, *, is_spent: bool = False) -> bytes:
    return json.dumps({"unreadable": reason[:1000], "spent": is_spent}).encode("ascii")


def decode_reply(reply: bytes) -> tuple[Reading | Unreadable, bool]:
    """Read what came over the pipe; and whether the worker should be replaced by a fresh one."""
    try:
        answer: dict[str, Any] = json.loads(reply)  # as it comes
        if "unreadable" in answer:
            return Unreadable(str(answer["unreadable"])), bool(answer["spent"])
        drafts = tuple(
            Draft(**{**draft, "cuts": tuple(Proposal(**cut) for cut in draft["cuts"])})
            for draft in answer["drafts"]
        )
        failed = tuple(FailedItem(**item) for item in answer["failed"])
        warnings, declared = tuple(answer["warnings"]), answer["declared"]
        return Reading(drafts, answer["reader"], answer["encoding"], warnings, declared, failed), False
    except (ValueError, TypeError, KeyError, AttributeError):
        return Unreadable("Reading it broke the reader, which answered nonsense."), True


def _silence() -> None:
    # Libraries that print would spoil what the program prints.
    with contextlib.suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        os.close(nowhere)
