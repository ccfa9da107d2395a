"""Importing against the least that could be done: reading the files and putting each into one table.

Run alone: ``python -m tests.benchmarks.bench_import``. Times are of the wall, because the work is spread over
processes. On a machine that is busy with other things they say little, so there it is the processor time of
all processes taken together, which is more than the wall would show on a free machine; the row says so.
"""

import json
import os
import random
import sqlite3
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive_app.importing.reader import Material
from archive_app.importing.sandbox import Sandbox
from archive_app.operations.importing import import_files
from archive_app.storage.archive import create_archive

Row = dict[str, Any]

_ARTICLES = 1000
_WORDS = 600
_PARAGRAPHS = 12
_PAGES = 200
"""How many pages are imported; the time is scaled to a thousand."""


def rows() -> list[Row]:
    """Measure both budgets of importing."""
    with tempfile.TemporaryDirectory(prefix="archive-app-bench-") as name:
        folder = Path(name)
        return [_texts(folder), _pages(folder)]


def _texts(folder: Path) -> Row:
    files = folder / "texts"
    files.mkdir()
    chance = random.Random(1)
    for number in range(_ARTICLES):
        text = f"{_headline(chance)}\n\n{_story(chance, chr(10) * 2)}\n"
        (files / f"{number}.txt").write_text(text, "utf-8")
    baseline = min(_spent(lambda: _insert_only(files, folder / "plain.sqlite")) for _ in range(3))
    ours = min(_import(files, folder / f"texts-{run}", _ARTICLES) for run in range(3))
    return _row(f"import {_ARTICLES} text articles of {_WORDS} words, stored", ours, baseline, budget=2.0)


def _pages(folder: Path) -> Row:
    files = folder / "pages"
    files.mkdir()
    chance = random.Random(2)
    for number in range(_PAGES):
        (files / f"{number}.html").write_text(_page(chance), "utf-8")
    scale = 1000 / _PAGES
    baseline = min(_spent(lambda: _insert_only(files, folder / "plain.sqlite")) for _ in range(3))
    ours = _import(files, folder / "pages-archive", _PAGES)
    work = f"import 1000 saved web pages, 2 workers (scaled from {_PAGES})"
    return _row(work, ours.times(scale), baseline.times(scale), budget=15.0)


@dataclass(frozen=True, order=True)
class _Spent:
    """Seconds, by the clock on the wall and of the processor."""

    wall: float
    cpu: float

    def times(self, factor: float) -> "_Spent":
        return _Spent(self.wall * factor, self.cpu * factor)


def _import(files: Path, archive_folder: Path, articles: int) -> _Spent:
    def session(work: Callable[[Sandbox], None]) -> None:
        with Sandbox(workers=2) as sandbox:
            # The first pages of a session wait for the extractor to be loaded; a thousand do not feel it.
            page = _page(random.Random(3)).encode()
            list(sandbox.read_all([Material("warm.html", page)] * 4))
            work(sandbox)

    wall = 0.0

    def measured(sandbox: Sandbox) -> None:
        nonlocal wall
        started = time.perf_counter()
        report = import_files(archive, [files], coder="Bench", sandbox=sandbox)
        wall = time.perf_counter() - started
        assert len(report.imported) == articles, report.failed[:3]

    starting = _spent(lambda: session(lambda _: None)).cpu
    with create_archive(archive_folder) as archive:
        cpu = _spent(lambda: session(measured)).cpu
    return _Spent(wall, max(0.0, cpu - starting))


def _insert_only(files: Path, database: Path) -> None:
    database.unlink(missing_ok=True)
    with sqlite3.connect(database) as connection:
        connection.execute("CREATE TABLE article (id INTEGER PRIMARY KEY, name TEXT, text TEXT)")
        for file in sorted(files.iterdir()):
            values = (file.name, file.read_text("utf-8"))
            connection.execute("INSERT INTO article (name, text) VALUES (?, ?)", values)
    connection.close()


def _spent(work: Callable[[], None]) -> _Spent:
    wall, before = time.perf_counter(), os.times()
    work()
    spent = zip(os.times()[:4], before[:4], strict=True)  # its own and its ended children's, user and system
    return _Spent(time.perf_counter() - wall, sum(now - then for now, then in spent))


def _row(work: str, ours: _Spent, baseline: _Spent, *, budget: float) -> Row:
    is_busy = hasattr(os, "getloadavg") and os.getloadavg()[0] > (os.cpu_count() or 1) + 0.5
    mine, theirs = (ours.cpu, baseline.cpu) if is_busy else (ours.wall, baseline.wall)
    return {
        "work": f"{work}, processor time" if is_busy else work,
        "ours": round(mine, 3),
        "baseline": round(theirs, 3),
        "unit": "s",
        "ratio": round(mine / max(theirs, 0.001), 1),
        "budget": budget,
        "ok": mine <= budget,
    }


_SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprstv" for vowel in "aeiou"]


def _word(chance: random.Random) -> str:
    if chance.random() < 0.4:
        return chance.choice(
            ("the", "of", "and", "to", "in", "said", "that", "was", "on", "by", "its", "had")
        )
    return "".join(chance.choices(_SYLLABLES, k=chance.choice((2, 2, 3, 4))))


def _headline(chance: random.Random) -> str:
    return " ".join(_word(chance) for _ in range(7)).capitalize()


def _paragraphs(chance: random.Random) -> list[str]:
    each = _WORDS // _PARAGRAPHS // 2
    return [
        " ".join(f"{' '.join(_word(chance) for _ in range(each))}.".capitalize() for _ in range(2))
        for _ in range(_PARAGRAPHS)
    ]


def _story(chance: random.Random, gap: str) -> str:
    return gap.join(_paragraphs(chance))


def _page(chance: random.Random) -> str:
    title = _headline(chance)
    links = "".join(f'<li><a href="/{number}">{_headline(chance)}</a></li>' for number in range(40))
    described = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": title,
        "datePublished": "2023-03-04T09:20:00Z",
        "author": {"name": "Ada Lorn"},
        "publisher": {"name": "Tavira Post"},
    }
    body = "".join(f"<p>{paragraph}</p>\n" for paragraph in _paragraphs(chance))
    script = "var settings = {" + ", ".join(f'"{_word(chance)}": {number}' for number in range(800)) + "};"
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title} | Tavira Post</title>'
        f'<meta property="og:site_name" content="Tavira Post"><script>{script}</script>'
        f'<script type="application/ld+json">{json.dumps(described)}</script></head><body>'
        f"<header><nav><ul>{links}</ul></nav></header><main><article><h1>{title}</h1>{body}</article></main>"
        f"<aside><h3>Most read</h3><ul>{links}</ul></aside>"
        "<footer><p>© 2023 Tavira Post</p></footer></body></html>"
    )


if __name__ == "__main__":
    for row in rows():
        print(json.dumps(row))
