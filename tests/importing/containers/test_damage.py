"""Damaged files that hold others: whatever is cut off or garbled, there is a reading or a sentence."""

import gzip
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive_app.importing.reader import Material, Unreadable
from archive_app.importing.reading import read_parts
from tests.importing.hostile_folder import mail, mailbox, page, saved_page, story, warc, zipped

PAGES = warc(page(), page())
HOLDING_OTHERS = {
    "a.zip": zipped({"a.txt": story(), "b/c.html": page(), "in.zip": zipped({"d.eml": mail()})}),
    "a.txt.gz": gzip.compress(story().encode()),
    "a.eml": mail(("note.txt", story().encode()), ("pages.zip", zipped({"a.txt": story()}))),
    "a.mbox": mailbox(3),
    "a.mht": saved_page(),
    "a.warc": PAGES,
    "a.warc.gz": gzip.compress(PAGES[: len(PAGES) // 2]) + gzip.compress(PAGES[len(PAGES) // 2 :]),
}
NOISE = (
    b"\0", b"\n", b"\n\n", b"From ", b"=", b"?=", b":", b";", b"--", b"\xff\xfe\xfa", b"PK\x03\x04",
    b"\x1f\x8b\x08", b"WARC/1.0\r\n", b"Content-Length: -1\r\n", b"<html>",
    b"Content-Type: multipart/mixed; boundary=\n", b'"',
)  # fmt: skip
_QUICK = settings(max_examples=12, deadline=None, database=None)
each = pytest.mark.parametrize("name", HOLDING_OTHERS)


def is_explained(material: Material) -> bool:
    """Read it with all that is inside; every part is a reading or a sentence, and anything else is raised."""
    outcomes = [part.outcome for part in read_parts(material) if part.outcome is not None]
    return bool(outcomes) and all(
        str(outcome).endswith(".") for outcome in outcomes if isinstance(outcome, Unreadable)
    )


@each
@given(part=st.floats(0, 1))
@_QUICK
def test_what_is_cut_off_is_read_or_explained(name: str, part: float) -> None:
    content = HOLDING_OTHERS[name]
    assert is_explained(Material(name, content[: int(part * len(content))]))


@each
@given(place=st.floats(0, 1), noise=st.sampled_from(NOISE), times=st.integers(1, 20), over=st.booleans())
@_QUICK
def test_what_is_garbled_is_read_or_explained(
    name: str, place: float, noise: bytes, times: int, over: bool
) -> None:
    content = HOLDING_OTHERS[name]
    at = int(place * len(content))
    rest = content[at + len(noise) * times * over :]
    assert is_explained(Material(name, content[:at] + noise * times + rest))


@pytest.mark.parametrize(
    "content",
    [
        b"From: a\n" + b"X: y\n" * 100_000,
        b"From: a\nSubject: b\nDate: c\n" + b" folded\n" * 100_000 + b"\nWords.\n",
        b"From a 10:00 2023\nFrom: a\nSubject: b\nDate: c\n\n" + b"\n\nFrom a\nb:" * 50_000,
        b"From: a\nTo: b\nSubject: " + b"=?utf-8?q?a?= " * 50_000 + b"\nDate: c\n\nWords.\n",
        b"From: " + b'"a' * 50_000 + b"\nTo: b\nSubject: x\nDate: c\n\nWords.\n",
        b"From: a\nTo: b\nSubject: c\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n"
        + b"--x\n\nWords\n" * 20_000,
        b"From: a\nTo: b\nSubject: c\nMIME-Version: 1.0\nContent-Type: multipart/mixed; "
        + b"a=b; " * 20_000
        + b"\n\nWords.\n",
        zipped({f"{number}/" * 50: "" for number in range(2000)}),
        b"WARC/1.0\r\n" + b"a: b\r\n" * 100_000,
        b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999999999\r\n\r\n"
        + b"HTTP/1.1 200 OK\r\n" * 50_000,
    ],
)
def test_none_takes_long_over_what_was_made_to_confuse_it(content: bytes) -> None:
    started = time.process_time()
    assert is_explained(Material("confusing", content))
    assert time.process_time() - started < 6
