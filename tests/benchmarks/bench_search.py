"""Search against SQLite's FTS5 and stock Whoosh, over the same generated archive in the same run.

100,000 articles of about 500 words with three passages each, their words distributed as in a language; the
archive and the three indexes are made the first time, which takes a quarter of an hour, and kept in
``.cache`` for the next runs. ``ARCHIVE_BENCH_ARTICLES=5000`` takes fewer. Run alone:
``python -m tests.benchmarks search``.

Every figure is the 95th percentile over queries of a kind, in milliseconds of CPU time, each query asked for
the first time after others: the first 20 hits, best first, with the exact number of all and, in ours and
FTS5's, with snippets. Stock Whoosh is so much slower that it is asked only as many as it answers in a while.
"""

import gc
import os
import random
import shutil
import sqlite3
import sys
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from archive_app.operations.searching import Searching
from archive_app.operations.tagging import ActorChoice, mark_passage
from archive_app.search.cache import CACHE_VARIABLE
from archive_app.search.index import open_index
from archive_app.search.indexer import IndexerProcess, IndexProgress, catch_up
from archive_app.storage.archive import create_archive, open_archive

Row = dict[str, Any]

_CACHE = Path(__file__).parents[2] / ".cache" / "search"
_COMMON = """
    the of to and in a said that for on is was with by at as his it from government has have be an not forces
    he were who but will are this its would after had they been we their one which army two people capital
    city militia talks sunday truce ceasefire embargo weapons officials denied claimed spokesman minister
    president united nations council security oil port airport tripoli fighting killed
"""
_SYLLABLES = [c + v for c in "bdfghjklmnprstvz" for v in ("a", "e", "i", "o", "u", "ai", "ou")]
_NOW = "2024-01-01T12:00:00.000Z"
_VOCABULARY = 60_000
_WORDS = 500
_PASSAGES = 3  # on each article
_PAGE = 20  # hits shown
_ASKED = 30  # queries of a kind
_BIG = 50_000  # articles, from which on the budget against FTS5 counts
_WHOOSH_SECONDS = 10.0  # after which it is asked no more queries of a kind


def vocabulary(size: int = _VOCABULARY) -> list[str]:
    """Return so many different words, the common ones first."""
    chance = random.Random(1)
    known = dict.fromkeys(_COMMON.split())
    while len(known) < size:
        known["".join(chance.choices(_SYLLABLES, k=chance.choice((2, 3, 3, 4))))] = None
    return list(known)


@dataclass(frozen=True)
class _Table:
    """Rows on their way into a table."""

    name: str
    columns: str
    rows: list[tuple[Any, ...]] = field(default_factory=list)

    def flush(self, connection: sqlite3.Connection) -> None:
        places = ", ".join("?" * (self.columns.count(",") + 1))
        connection.executemany(f"INSERT INTO {self.name} ({self.columns}) VALUES ({places})", self.rows)
        self.rows.clear()


def make_archive(folder: Path, articles: int) -> None:
    """Fill an archive with texts whose words are distributed as in a language (Zipf), without a journal."""
    create_archive(folder).close()
    listed = vocabulary()
    words = np.array(listed, dtype=object)
    weights = 1 / np.arange(1, len(words) + 1) ** 1.05
    cumulative = np.cumsum(weights / weights.sum())
    chance, plain = np.random.default_rng(2), random.Random(3)

    def uid() -> str:
        return str(uuid.UUID(int=plain.getrandbits(128), version=4))

    def some_words(count: int) -> str:
        return " ".join(words[np.searchsorted(cumulative, chance.random(count))])

    coders = _Table("coder", "uid, name, created", [(uid(), "Ada", _NOW)])
    actors = _Table("actor", "uid, name, kind, description, created")
    actors.rows.extend((uid(), name, "person", "", _NOW) for name in actor_names(listed))
    types = _Table("claim_type", "uid, name, definition, colour, created")
    types.rows.extend((uid(), f"claim {listed[2_000 + n]}", "", n % 12, _NOW) for n in range(60))
    texts = _Table("text_version", "id, uid, article_uid, text, sha256, folded, number, created")
    of_articles = _Table(
        "article",
        "uid, text_id, place, title, outlet, authors, published, published_raw, url, language, section,"
        " words, memo, created, modified",
    )
    passages = _Table(
        "passage", 'uid, article_id, text_id, start, "end", quote, memo, coder_id, created, modified'
    )
    actor_tags = _Table("actor_tag", "uid, passage_id, actor_id, role, coder_id, created")
    claim_tags = _Table("claim_tag", "uid, passage_id, claim_type_id, stance, coder_id, created")
    tables = (coders, actors, types, texts, of_articles, passages, actor_tags, claim_tags)
    with sqlite3.connect(folder / "archive.sqlite") as connection:
        passage_id = 0
        for n in range(1, articles + 1):
            count = int(chance.integers(_WORDS // 3, _WORDS * 5 // 3))
            text = some_words(count)
            texts.rows.append((n, uid(), f"article {n}", text, "", "", 1, _NOW))
            day = f"{2000 + n % 20}-{1 + n % 12:02}-{1 + n % 28:02}"
            about = (some_words(8).capitalize(), f"Outlet {n % 60}", f"Author {n % 300}", day, "", "", "en")
            of_articles.rows.append((uid(), n, 1, *about, "", count, "", _NOW, _NOW))
            for _ in range(_PASSAGES):
                passage_id += 1
                start = plain.randrange(max(1, len(text) - 200))
                quote = text[start : start + plain.randint(60, 200)]
                memo = some_words(6) if passage_id % 5 == 0 else ""
                passages.rows.append((uid(), n, n, start, start + len(quote), quote, memo, 1, _NOW, _NOW))
                drawn = [min(int(plain.expovariate(0.02)), 499) + 1 for _ in range(2)]
                tagged = zip(drawn, ("speaker", "target"), strict=True)
                actor_tags.rows.extend((uid(), passage_id, actor, role, 1, _NOW) for actor, role in tagged)
                claim_tags.rows.append((uid(), passage_id, plain.randrange(60) + 1, "supports", 1, _NOW))
            if n % 2_000 == 0 or n == articles:
                for table in tables:
                    table.flush(connection)
            if n % 20_000 == 0:
                _say(f"made {n:,} of {articles:,} articles")
    connection.close()


def actor_names(listed: Sequence[str]) -> list[str]:
    """Return the names of the generated actors, the most used first."""
    return [f"{a} {b}".title() for a, b in zip(listed[900:1_400], listed[1_400:1_900], strict=True)]


# Our search, FTS5 and stock Whoosh over the same archive -------------------------------------------------


class Ours:
    """The product's own search, warm, as the window keeps it."""

    def __init__(self, searching: Searching, size: int) -> None:
        self.searching, self.size = searching, size

    def search(self, query: str, *, is_being_typed: bool = False) -> int:
        """Search as the window does: first page with snippets, exact total."""
        found = self.searching.search(query, limit=_PAGE, is_being_typed=is_being_typed)
        assert not found.ignored or is_being_typed or "*" in query, found.ignored
        return found.total

    def newest(self, query: str) -> int:
        """Search for the newest."""
        return self.searching.search(query, limit=_PAGE, order="newest").total

    def facets(self, query: str) -> int:
        """Count what is found, of both kinds."""
        return sum(len(self.searching.facets(query, kind=kind).outlets) for kind in ("article", "passage"))


class Fts5:
    """SQLite's full-text index over the same texts: ranked page, snippets, count."""

    def __init__(self, archive: Path, place: Path) -> None:
        self._connection = sqlite3.connect(place)
        self.seconds = 0.0
        self._connection.execute("ATTACH ? AS archive", (str(archive),))
        if not self._connection.execute("PRAGMA main.user_version").fetchone()[0]:
            _say("building FTS5's index")
            began = time.process_time()
            self._build()
            self.seconds = time.process_time() - began

    def _build(self) -> None:
        for table in ("articles", "passages"):
            self._connection.execute(f"DROP TABLE IF EXISTS main.{table}")
        options = "tokenize='unicode61 remove_diacritics 2', prefix='2 3'"
        self._connection.executescript(
            f"""
            CREATE VIRTUAL TABLE articles USING fts5(title, text, outlet, authors, {options});
            CREATE VIRTUAL TABLE passages USING fts5(quote, memo, tags, {options});
            INSERT INTO articles (rowid, title, text, outlet, authors)
                SELECT a.id, a.title, v.text, a.outlet, a.authors
                FROM archive.article a JOIN archive.text_version v ON v.id = a.text_id;
            INSERT INTO passages (rowid, quote, memo, tags)
                SELECT p.id, p.quote, p.memo,
                    (SELECT group_concat(name, ' ') FROM archive.actor_tag t
                     JOIN archive.actor a ON a.id = t.actor_id WHERE t.passage_id = p.id)
                FROM archive.passage p;
            """
        )
        self._connection.execute("PRAGMA main.user_version = 1")
        self._connection.commit()

    def search(self, query: str) -> int:
        """Search both tables."""
        total = 0
        for table, column in (("articles", 1), ("passages", 0)):
            self._connection.execute(
                f"SELECT rowid, bm25({table}), snippet({table}, {column}, '<', '>', '…', 32)"
                f" FROM {table} WHERE {table} MATCH ? ORDER BY rank LIMIT {_PAGE}",
                (query,),
            ).fetchall()
            counted = f"SELECT count(*) FROM {table} WHERE {table} MATCH ?"
            total += self._connection.execute(counted, (query,)).fetchone()[0]
        return total

    def tagged(self, actor: str, after: str, before: str) -> int:
        """Find the passages and articles with an actor between two dates, as SQL does it."""
        which = (
            "FROM archive.actor_tag t JOIN archive.actor a ON a.id = t.actor_id"
            " JOIN archive.passage p ON p.id = t.passage_id JOIN archive.article r ON r.id = p.article_id"
            " WHERE a.name LIKE ? AND r.published >= ? AND r.published < ?"
        )
        total = 0
        for column in ("p.id", "r.id"):
            self._connection.execute(
                f"SELECT DISTINCT {column}, r.title, p.quote {which} ORDER BY r.published DESC LIMIT {_PAGE}",
                (actor, after, before),
            ).fetchall()
            counted = f"SELECT count(DISTINCT {column}) {which}"
            total += self._connection.execute(counted, (actor, after, before)).fetchone()[0]
        return total

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


class StockWhoosh:
    """Whoosh as its documentation has it: default analyzer and codec, query parser, searcher."""

    def __init__(self, archive: Path, place: Path) -> None:
        from whoosh import fields, index, qparser

        if not (place / "whole").exists():
            shutil.rmtree(place, ignore_errors=True)
            place.mkdir(parents=True)
            schema = fields.Schema(
                key=fields.ID(stored=True), title=fields.TEXT, text=fields.TEXT, memo=fields.TEXT
            )
            writer = index.create_in(str(place), schema).writer(limitmb=512)
            with sqlite3.connect(archive) as connection:
                articles = connection.execute(
                    "SELECT a.id, a.title, v.text FROM article a JOIN text_version v ON v.id = a.text_id"
                )
                for key, title, text in articles:
                    writer.add_document(key=f"a{key}", title=title, text=text)
                    if key % 5_000 == 0:
                        _say(f"building stock Whoosh's index: {key:,} articles")
                for key, quote, memo in connection.execute("SELECT id, quote, memo FROM passage"):
                    writer.add_document(key=f"p{key}", text=quote, memo=memo)
            connection.close()
            writer.commit()
            (place / "whole").touch()
        opened = index.open_dir(str(place))
        self._searcher = opened.searcher()
        self._parser = qparser.MultifieldParser(["title", "text", "memo"], opened.schema)

    def search(self, query: str) -> int:
        """Search for a page and the number of all."""
        return len(self._searcher.search(self._parser.parse(query), limit=_PAGE))

    def close(self) -> None:
        """Close its files."""
        self._searcher.close()


@dataclass(frozen=True)
class Kind:
    """Queries of a kind as we understand them, and the budget in milliseconds."""

    name: str
    budget: float
    queries: Sequence[str]
    as_fts5: Callable[[str], str] | None = str
    """The same for FTS5 and Whoosh; nothing where they have none."""


def _kinds(archive: Path, words: Sequence[str]) -> Iterator[Kind]:
    chance = random.Random(11)
    with sqlite3.connect(archive) as connection:
        texts = [row[0] for row in connection.execute("SELECT text FROM text_version WHERE id % 97 = 1")]
    connection.close()

    def phrase(length: int) -> str:
        listed = chance.choice(texts).split()
        at = chance.randrange(len(listed) - length)
        return f'"{" ".join(listed[at : at + length])}"'

    def pick(low: int, high: int, count: int = 1) -> str:
        return " ".join(chance.sample(words[low:high], count))

    def asked(make: Callable[[], str]) -> list[str]:
        return [make() for _ in range(_ASKED)]

    yield Kind("a very common word", 25, words[:_ASKED])
    yield Kind("a common word", 25, asked(lambda: pick(60, 400)))
    yield Kind("a rare word", 25, asked(lambda: pick(8_000, 40_000)))
    yield Kind("two words", 25, asked(lambda: pick(0, 300, 2)))
    yield Kind("five words with OR", 25, asked(lambda: " OR ".join(pick(20, 2_000, 5).split())))
    yield Kind("a word but not another", 25, asked(lambda: f"{pick(0, 200)} NOT {pick(0, 200)}"))
    yield Kind("a phrase of two words", 60, asked(lambda: phrase(2)))
    yield Kind("a phrase of four words", 60, asked(lambda: phrase(4)))
    yield Kind("words near each other", 60, asked(lambda: f'"{pick(20, 600, 2)}"~5'), _as_near)
    yield Kind("a word spelt about so", 60, asked(lambda: pick(2_000, 20_000)[:-1] + "x~"), None)
    yield Kind("a word with letters left out", 60, asked(lambda: _with_star(pick(2_000, 20_000))), None)
    yield Kind("the beginning of a word", 25, asked(lambda: pick(100, 5_000)[:3] + "*"))


def _as_near(query: str) -> str:
    words, _, others = query.partition("~")
    return f"NEAR({words.strip(chr(34))}, {others})"


def _with_star(word: str) -> str:
    return f"{word[:3]}*{word[-3:]}"


def _keystrokes(words: Sequence[str]) -> list[str]:
    chance = random.Random(12)
    typed = []
    for _ in range(12):
        query = f"{chance.choice(words[40:400])} {chance.choice(words[400:4_000])}"
        typed += [query[:length] for length in range(2, len(query) + 1) if query[length - 1] != " "]
    return typed


def kept_archive() -> tuple[int, Path]:
    """Return how many articles the generated archive has, and where it is kept, made if need be."""
    articles = int(os.environ.get("ARCHIVE_BENCH_ARTICLES", "100000"))
    folder = _CACHE / f"{articles} articles"
    place = folder / "archive"
    if not (folder / "whole").exists():
        shutil.rmtree(folder, ignore_errors=True)
        make_archive(place, articles)
        (folder / "whole").touch()
    open_archive(place).close()  # one kept from before a migration is brought up to date
    os.environ[CACHE_VARIABLE] = str(folder / "index")
    return articles, place


def rows() -> list[Row]:
    """Measure everything and return the table's rows."""
    articles, place = kept_archive()
    folder = place.parent
    size = f"{articles:,} articles + {articles * _PASSAGES:,} passages"
    words = vocabulary()
    found: list[Row] = []
    fts5 = Fts5(place / "archive.sqlite", folder / "fts5.sqlite")
    stock = StockWhoosh(place / "archive.sqlite", folder / "whoosh")
    try:
        with open_archive(place, write=False) as archive:
            index = open_index(archive)
            if fts5.seconds:
                index.remove()  # so that both were built in this run
            _say("building our index")
            began = time.process_time()
            catch_up(archive, index)
            if fts5.seconds:
                took = time.process_time() - began
                found.append(row(f"index {size}", took, fts5.seconds, articles / 250, unit="s"))
            ours = Ours(Searching(archive, index), articles)
            began = time.process_time()
            ours.search(words[0])
            found.append(row(f"search {size}: the very first time", since(began), None, 1_000))
            began = time.process_time()
            ours.searching.prepare()
            found.append(row(f"search {size}: what is read at opening", since(began), None, 10_000))
            # As the window does; else every look for garbage goes through all that stock Whoosh holds, too.
            gc.collect()
            gc.freeze()
            found.append(_tag_row())
            found += _search_rows(ours, fts5, stock, place / "archive.sqlite", words)
    finally:
        fts5.close()
        stock.close()
    return found


def _tag_row() -> Row:
    """How long after a tag was put it is found, through the process that keeps the index; wall time."""
    with TemporaryDirectory() as place:
        make_archive(Path(place) / "archive", 500)
        reports: list[IndexProgress] = []
        with open_archive(Path(place) / "archive") as archive:
            searching = Searching(archive, open_index(archive))
            indexer = IndexerProcess(archive.places.folder, reports.append)
            indexer.start()
            taken = []
            try:
                while not any(report.state == "ready" for report in reports):
                    time.sleep(0.01)
                for n in range(20):
                    began = time.perf_counter()
                    choice = ActorChoice(f"Newcomer{n}")
                    mark_passage(archive, n + 1, 0, 20, actors=[choice], coder="Ada")
                    indexer.poke()
                    while not searching.search(f"newcomer{n}").passage_total:
                        time.sleep(0.002)
                    taken.append((time.perf_counter() - began) * 1e3)
            finally:
                indexer.stop()
    return row("add a tag until it is findable", p95(taken), None, 1_000)


def _search_rows(
    ours: Ours, fts5: Fts5, stock: StockWhoosh, archive: Path, words: Sequence[str]
) -> Iterator[Row]:
    mine_together = theirs_together = 0.0
    _say("searching")
    for kind in _kinds(archive, words):
        mine = _times(ours.search, kind.queries)
        if kind.as_fts5 is None:
            yield row(f"search {kind.name}", p95(mine), None, kind.budget)
            continue
        theirs = _times(fts5.search, [kind.as_fts5(query) for query in kind.queries])
        third = None
        if kind.as_fts5 is str:
            third = p95(_times(stock.search, kind.queries, _WHOOSH_SECONDS))
        yield row(f"search {kind.name}", p95(mine), p95(theirs), kind.budget, whoosh=third)
        mine_together += sum(mine)
        theirs_together += sum(theirs)
    actors = actor_names(words)[:_ASKED]
    mine = _times(lambda name: ours.search(f'actor:"{name}" after:2005 before:2011-12'), actors)
    theirs = _times(lambda name: fts5.tagged(name, "2005", "2012"), actors)
    yield row("search an actor between two dates", p95(mine), p95(theirs), 25)
    mine_together += sum(mine)
    theirs_together += sum(theirs)
    typed = _keystrokes(words)
    mine = _times(lambda query: ours.search(query, is_being_typed=True), typed)
    theirs = _times(fts5.search, [f"{query}*" for query in typed])
    yield row("search as you type, each key", p95(mine), p95(theirs), 20)
    mine_together += sum(mine)
    theirs_together += sum(theirs)
    common = words[100 : 100 + _ASKED]
    yield row("search a common word, newest first", p95(_times(ours.newest, common)), None, 25)
    yield row("search facets of all that a common word finds", p95(_times(ours.facets, common)), None, 25)
    # In a small archive both take a few milliseconds, most of ours for the page of hits.
    budget = 0.5 if ours.size >= _BIG else 2.0
    yield row("search all of these together", mine_together, theirs_together, budget, is_ratio=True)


def _times(
    act: Callable[[str], int], queries: Sequence[str], most_seconds: float = float("inf")
) -> list[float]:
    taken: list[float] = []
    for query in queries:
        if sum(taken) > most_seconds * 1e3:
            break
        began = time.process_time()
        act(query)
        taken.append(since(began))
    return taken


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def since(began: float) -> float:
    """Return the milliseconds of CPU time since then."""
    return (time.process_time() - began) * 1e3


def p95(taken: Sequence[float]) -> float:
    """Return the 95th percentile."""
    return sorted(taken)[int(0.95 * len(taken))]


def row(
    work: str,
    ours: float,
    baseline: float | None,
    budget: float,
    *,
    unit: str = "ms",
    is_ratio: bool = False,
    whoosh: float | None = None,
) -> Row:
    """Return a row of the table; the budget is of the ratio to the baseline where ``is_ratio`` says so."""
    ratio = ours / baseline if baseline else None
    measured = ratio if is_ratio and ratio is not None else ours
    row: Row = {
        "work": work,
        "ours": round(ours, 2),
        "baseline": None if baseline is None else round(baseline, 2),
        "unit": unit,
        "ratio": None if ratio is None else round(ratio, 2),
        "budget": budget,
        "ok": measured <= budget,
    }
    if whoosh is not None:
        row["whoosh"] = round(whoosh, 2)
    return row


if __name__ == "__main__":
    for each in rows():
        print(each)
