"""The concordance of a word with about 10,000 hits in the archive that the search is measured on.

From the question to the first page of lines, to all lines, to the same sorted by the word on the left, and
from there to any page that is scrolled to, with its texts read. CPU time.
"""

import random
import time
from collections.abc import Callable

from archive_app.operations.concordance import Concordance, find_lines
from archive_app.operations.searching import Searching
from archive_app.search.index import open_index
from archive_app.search.indexer import catch_up
from archive_app.storage.archive import Archive, open_archive
from tests.benchmarks.bench_search import Row, kept_archive, p95, row, since, vocabulary

_PAGE = 40  # lines
_ASKED = 8
_RANK = 420  # among the words; those about there stand 10,000 times in 100,000 articles


def rows() -> list[Row]:
    """Measure and return the table's rows."""
    _, place = kept_archive()
    with open_archive(place, write=False) as archive:
        index = open_index(archive)
        catch_up(archive, index)
        searching = Searching(archive, index)
        searching.prepare()
        first: list[float] = []
        whole: list[float] = []
        by_left: list[float] = []
        page: list[float] = []
        hits = 0
        for word in vocabulary()[_RANK : _RANK + _ASKED]:
            began = time.process_time()
            found = find_lines(archive, searching, word, progress=_first_page(archive, first, began))
            whole.append(since(began))
            began = time.process_time()
            ordered = found.lines.order("left").tolist()
            _cut(archive, found, ordered[:_PAGE])
            by_left.append(since(began))
            hits += found.lines.total
            for at in random.Random(4).sample(range(len(ordered)), min(_ASKED, len(ordered))):
                began = time.process_time()
                _cut(archive, found, ordered[at : at + _PAGE])
                page.append(since(began))
    about = f"concordance of {hits // _ASKED:,} hits"
    return [
        row(f"{about}: first page of lines", p95(first), None, 100),
        row(f"{about}: all lines", p95(whole), None, 5_000),
        row(f"{about}: sorted by the word on the left", p95(by_left), None, 100),
        row(f"{about}: any page of it", p95(page), None, 16),
    ]


def _first_page(
    archive: Archive, taken: list[float], began: float
) -> Callable[[Concordance, int, int], None]:
    is_shown = False

    def look(found: Concordance, done: int, total: int) -> None:
        nonlocal is_shown
        if not is_shown and (found.lines.count >= _PAGE or done == total):
            is_shown = True
            _cut(archive, found, range(min(_PAGE, found.lines.count)))
            taken.append(since(began))

    return look


def _cut(archive: Archive, found: Concordance, numbers: list[int] | range) -> None:
    with archive.reading() as session:
        assert len(found.cut(session, numbers)) == len(numbers)
