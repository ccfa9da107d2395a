"""What a list asks of the archive: its keys sorted and filtered, and the cards of its first page.

Run alone: ``python -m tests.benchmarks.bench_lists``. Times are CPU time; the baseline is a raw cursor that
fetches the whole rows of the same list, which is what a list costs that does not fetch by page.
"""

import json
import sqlite3
import time
from collections.abc import Callable
from typing import Any

from archive_app.storage import queries
from archive_app.storage.archive import Archive, open_archive
from archive_app.storage.queries import ArticleFilter, PassageFilter
from tests.benchmarks.archives import kept_archive

Row = dict[str, Any]

_ARTICLES = 100_000
_PASSAGES = 1_000_000
_PAGE = 128
_RUNS = 5


def rows() -> list[Row]:
    """Measure opening, sorting and filtering."""
    folder = kept_archive(articles=_ARTICLES, passages=_PASSAGES, words=8)
    with open_archive(folder, write=False) as archive:
        return [*_articles(archive), *_passages(archive)]


def _articles(archive: Archive) -> list[Row]:
    def page(where: ArticleFilter = ArticleFilter(), **order: Any) -> None:  # noqa: B008  # it is frozen
        with archive.reading() as session:
            keys = queries.article_ids(session, where, **order)
            assert len(queries.article_cards(session, keys[:_PAGE])) == _PAGE

    every = "SELECT id, title, outlet, published, words FROM article "
    work, by_count = f"list {_ARTICLES:,} articles, keys and first page:", f"sort by {_PASSAGES:,} passages"
    return [
        _row(archive, f"{work} open", page, every + "ORDER BY published, id", 100),
        _row(
            archive, f"{work} sort by title", lambda: page(order="title", descending=True),
            every + "ORDER BY lower(title) DESC, id", 100,
        ),
        _row(
            archive, f"{work} {by_count}", lambda: page(order="passages", descending=True),
            every + "ORDER BY (SELECT count(*) FROM passage WHERE article_id = article.id) DESC, id", 500,
        ),
        _row(
            archive, f"{work} filter by outlet and date",
            lambda: page(ArticleFilter(outlet="Outlet 7", after="2004")),
            every + "WHERE outlet = 'Outlet 7' AND published >= '2004' ORDER BY published, id", 100,
        ),
    ]  # fmt: skip


def _passages(archive: Archive) -> list[Row]:
    def page(**where: Any) -> None:
        with archive.reading() as session:
            keys = queries.passage_ids(session, PassageFilter(**where))
            assert len(queries.passage_cards(session, keys[:_PAGE])) == _PAGE

    every = "SELECT id, article_id, start, quote, memo, created FROM passage "
    tagged = "WHERE id IN (SELECT passage_id FROM actor_tag WHERE actor_id = 7) "
    work = f"list {_PASSAGES:,} passages, keys and first page:"
    return [
        _row(archive, f"{work} open", page, every + "ORDER BY article_id, start", 500),
        _row(
            archive, f"{work} filter by actor", lambda: page(actor_id=7),
            every + tagged + "ORDER BY article_id, start", 500,
        ),
        _row(
            archive, f"{work} filter by claim type and stance",
            lambda: page(claim_type_id=7, stance="supports"),
            every + "WHERE id IN (SELECT passage_id FROM claim_tag WHERE claim_type_id = 7"
            " AND stance = 'supports') ORDER BY article_id, start", 500,
        ),
        _row(
            archive, f"{work} filter by text", lambda: page(text="border said"),
            every + "WHERE quote LIKE '%border said%' OR memo LIKE '%border said%'"
            " ORDER BY article_id, start", 500,
        ),
    ]  # fmt: skip


def _row(archive: Archive, work: str, ours: Callable[[], object], sql: str, budget: float) -> Row:
    def raw() -> None:
        connection = sqlite3.connect(archive.places.database)
        assert connection.execute(sql).fetchall()
        connection.close()

    taken = min(_cpu_milliseconds(ours) for _ in range(_RUNS))
    baseline = min(_cpu_milliseconds(raw) for _ in range(2))
    return {
        "work": work,
        "ours": round(taken, 1),
        "baseline": round(baseline, 1),
        "unit": "ms",
        "ratio": round(taken / baseline, 2),
        "budget": budget,
        "ok": taken <= budget,
    }


def _cpu_milliseconds(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return (time.process_time() - begun) * 1000


if __name__ == "__main__":
    for row in rows():
        print(json.dumps(row))
