"""Counting what many queries find: per query, per article, per outlet and per month."""

from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from archive_app.exporting.tables import Table, TableOptions, write_tables
from archive_app.operations.query_lists import BadLine, ListedQuery, QueryList
from archive_app.operations.searching import Searching
from archive_app.search.concordance import HitFinder
from archive_app.storage.archive import Archive
from archive_app.storage.texts import Heading, current_texts, headings

_CHUNK = 50  # articles read at once; after each it can be stopped


@dataclass
class QueryCounts:
    """What one query finds."""

    asked: ListedQuery
    passages: int = 0
    article_ids: "array[int]" = field(default_factory=lambda: array("q"))
    """The articles it finds, the newest first."""
    article_hits: "array[int]" = field(default_factory=lambda: array("i"))
    """How often what it asks for stands in the text of each of them."""
    ignored: tuple[str, ...] = ()
    """What of it was left out or taken otherwise, as sentences."""

    @property
    def articles(self) -> int:
        """How many articles it finds."""
        return len(self.article_ids)

    @property
    def hits(self) -> int:
        """How often what it asks for stands in texts."""
        return sum(self.article_hits)

    def as_json(self) -> dict[str, Any]:
        """Return it as ``archive-app batch-search --json`` prints it."""
        return {
            "line": self.asked.line, "name": self.asked.name, "query": self.asked.query,
            "articles": self.articles, "passages": self.passages, "hits": self.hits,
            "ignored": list(self.ignored),
        }  # fmt: skip


@dataclass(frozen=True)
class BatchResult:
    """The counts of every query that could be asked, in the order of the list."""

    counts: tuple[QueryCounts, ...] = ()
    bad: tuple[BadLine, ...] = ()
    headings: dict[int, Heading] = field(default_factory=dict)
    """What the articles found are called, by key."""
    is_whole: bool = True
    """Whether it went to the end; else nothing of it counts."""
    is_indexed: bool = True
    """Whether the index held the whole archive; else more may be found in a while."""


def batch_search(
    archive: Archive,
    searching: Searching,
    listed: QueryList,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> BatchResult:
    """Count what each query finds; one that asks for nothing is reported with its line.

    ``progress`` is told how many steps of how many are done: a step is a query asked or an article read.
    Once ``cancelled`` says so it stops; the result's ``is_whole`` is then False.
    """
    counts: list[QueryCounts] = []
    bad = list(listed.bad)
    finders: list[HitFinder] = []
    is_indexed = True
    for at, asked in enumerate(listed.queries):
        if cancelled is not None and cancelled():
            return BatchResult(is_whole=False)
        if progress is not None:
            progress(at, len(listed.queries))
        understood = searching.understand(asked.query)
        if understood.is_empty:
            reason = " ".join(understood.ignored) or "It asks for nothing."
            bad.append(BadLine(asked.line, f"Nothing of it can be searched for: {reason}"))
            continue
        found = searching.search(asked.query, kind="passage", limit=1)
        is_indexed &= found.is_complete
        ids = array("q", searching.ids(asked.query, kind="article", order="newest"))
        none = array("i", [0]) * len(ids)
        counts.append(QueryCounts(asked, found.passage_total, ids, none, found.ignored))
        finders.append(HitFinder(understood.query))
    named = _count_hits(archive, counts, finders, len(listed.queries), progress, cancelled)
    if named is None:
        return BatchResult(is_whole=False)
    bad.sort(key=lambda line: line.line)
    return BatchResult(tuple(counts), tuple(bad), named, is_indexed=is_indexed)


def _count_hits(
    archive: Archive,
    counts: Sequence[QueryCounts],
    finders: Sequence[HitFinder],
    before: int,
    progress: Callable[[int, int], None] | None,
    cancelled: Callable[[], bool] | None,
) -> dict[int, Heading] | None:
    """Count hits, each text being read once for all queries; return the articles' headings."""
    found = [np.array(count.article_ids, np.int64) for count in counts]
    places = [np.argsort(ids) for ids in found]
    ascending = [ids[order] for ids, order in zip(found, places, strict=True)]
    every = np.unique(np.concatenate(found)) if found else np.empty(0, np.int64)
    named: dict[int, Heading] = {}
    for first in range(0, len(every), _CHUNK):
        if cancelled is not None and cancelled():
            return None
        chunk = every[first : first + _CHUNK]
        with archive.reading() as session:
            named |= headings(session, chunk.tolist())
            sources = current_texts(session, chunk.tolist())
        texts = {source.article_id: source for source in sources}
        for number, finder in enumerate(finders):
            if not finder.seeks_anything:
                continue
            begin, end = np.searchsorted(ascending[number], (chunk[0], chunk[-1] + 1))
            for at in range(begin, end):
                source = texts.get(int(ascending[number][at]))
                if source is not None:
                    hits = finder.hits(source.text, source.language)
                    counts[number].article_hits[int(places[number][at])] = len(hits)
        if progress is not None:
            progress(before + first + len(chunk), before + len(every))
    return named


QUERY_COLUMNS = ("line", "name", "query", "articles", "passages", "hits", "note")
ARTICLE_COLUMNS = ("name", "query", "article_id", "article_title", "outlet", "published", "hits")
OUTLET_COLUMNS = ("name", "query", "outlet", "articles", "hits")
MONTH_COLUMNS = ("name", "query", "month", "articles", "hits")


def batch_tables(result: BatchResult) -> list[Table]:
    """Return the counts as tables: per query (bad lines too), per article, per outlet and per month.

    A month is ``2019-04``; an article dated to the year counts under ``2019``, one without a date under
    nothing. The rows are made as they are taken.
    """
    return [
        Table("Queries", QUERY_COLUMNS, _query_rows(result)),
        Table("Articles", ARTICLE_COLUMNS, _article_rows(result)),
        Table("Outlets", OUTLET_COLUMNS, _grouped_rows(result, lambda heading: heading.outlet)),
        Table("Months", MONTH_COLUMNS, _grouped_rows(result, lambda heading: heading.published[:7])),
    ]


def write_batch(
    result: BatchResult,
    output: Path,
    *,
    options: TableOptions | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> list[Path]:
    """Write the tables to one workbook (``.xlsx``) or to CSV files beside each other; return the files.

    Raises:
        Cancelled: ``cancelled`` said so.
        ArchiveError: A file cannot be written.
    """
    return write_tables(output, batch_tables(result), options, cancelled=cancelled)


def _query_rows(result: BatchResult) -> Iterator[tuple[str | int | None, ...]]:
    rows: list[tuple[int, tuple[str | int | None, ...]]] = [
        (bad.line, (bad.line, "", "", None, None, None, bad.reason)) for bad in result.bad
    ]
    for count in result.counts:
        asked = count.asked
        cells = (
            asked.line, asked.name, asked.query, count.articles, count.passages, count.hits,
            " ".join(count.ignored),
        )  # fmt: skip
        rows.append((asked.line, cells))
    return (cells for _, cells in sorted(rows, key=lambda row: row[0]))


def _article_rows(result: BatchResult) -> Iterator[tuple[str | int, ...]]:
    for count in result.counts:
        for article_id, hits in zip(count.article_ids, count.article_hits, strict=True):
            heading = result.headings.get(article_id)
            if heading is not None:
                yield (
                    count.asked.name, count.asked.query, article_id, heading.title, heading.outlet,
                    heading.published, hits,
                )  # fmt: skip


def _grouped_rows(result: BatchResult, group_of: Callable[[Heading], str]) -> Iterator[tuple[str | int, ...]]:
    for count in result.counts:
        groups: dict[str, list[int]] = {}
        for article_id, hits in zip(count.article_ids, count.article_hits, strict=True):
            heading = result.headings.get(article_id)
            if heading is not None:
                counted = groups.setdefault(group_of(heading), [0, 0])
                counted[0] += 1
                counted[1] += hits
        for group, (articles, hits) in sorted(groups.items()):
            yield (count.asked.name, count.asked.query, group, articles, hits)
