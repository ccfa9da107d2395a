"""Exports that databases made themselves: every article with its title, outlet, date, beginning and end.

What is expected stands in ``files/samples.json``; of the texts themselves only digests of their first and
last three words.
"""

import hashlib
import html
import json
import re
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from archive_app.importing.draft import Reading

SHARED = Path(__file__).parents[4] / "shared" / "data"
EXPECTED: dict[str, Any] = json.loads((Path(__file__).parent / "files" / "samples.json").read_text("utf-8"))

Read = Callable[[bytes], Reading]
Sample = Callable[[str], Reading]

pytestmark = pytest.mark.skipif(
    not all((SHARED / name).is_file() for name in EXPECTED), reason="the exports of shared/data are not here"
)


@pytest.fixture(scope="module")
def sample(read: Read) -> Sample:
    """Reads a sample, once."""
    return cache(lambda name: read((SHARED / name).read_bytes()))


def mark(words: list[str]) -> str:
    return hashlib.sha256(" ".join(words).encode()).hexdigest()[:12]


def words_of(path: Path) -> str:
    """All words of a file, without its markup and between single spaces."""
    if path.suffix == ".DOCX":
        with zipfile.ZipFile(path) as archive:
            raw = archive.read("word/document.xml").decode()
    else:
        raw = path.read_text("utf-8-sig")
    if path.suffix != ".TXT":
        raw = html.unescape(re.sub(r"<[^>]*>", "", raw))
    return "".join(raw.split())


@pytest.mark.parametrize("name", EXPECTED)
def test_every_article_of_a_real_export_is_read(sample: Sample, name: str) -> None:
    reading = sample(name)
    expected = EXPECTED[name]
    assert reading.reader == expected["reader"]
    assert reading.declared == expected["declared"]
    assert [item.number for item in reading.failed] == expected["failed"]
    assert len(reading.drafts) == len(expected["articles"])


@pytest.mark.parametrize(
    ("name", "place"),
    [(name, place) for name in EXPECTED for place in range(len(EXPECTED[name]["articles"]))],
)
def test_an_article_of_a_real_export_is_described_and_whole(sample: Sample, name: str, place: int) -> None:
    draft = sample(name).drafts[place]
    expected = EXPECTED[name]["articles"][place]
    words = draft.text.split()
    found = {
        "title": draft.title,
        "outlet": draft.outlet,
        "published": draft.published,
        "authors": draft.authors,
        "section": draft.section,
        "paragraphs": len(draft.text.split("\n\n")),
        "begins": mark(words[:3]),
        "ends": mark(words[-3:]),
    }
    assert found == expected


@pytest.mark.parametrize("name", EXPECTED)
def test_every_paragraph_of_a_real_export_stands_in_its_file_word_for_word(sample: Sample, name: str) -> None:
    whole = words_of(SHARED / name)
    for draft in sample(name).drafts:
        for paragraph in draft.text.removeprefix("CORRECTION: ").split("\n\n"):
            assert "".join(paragraph.split()) in whole
