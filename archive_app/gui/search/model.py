"""What was found as rows: a heading for each kind, below it the hits."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Qt

from archive_app.gui.lists.paging import AnyIndex, CardSource, PagedModel
from archive_app.gui.lists.wording import joined, number, short_date

if TYPE_CHECKING:  # the window is on screen before searching is imported
    from archive_app.operations.searching import Hit, SearchResult


def _tr(text: str) -> str:
    return QCoreApplication.translate("ResultList", text)


@dataclass(frozen=True)
class ResultRow:
    """A hit, or a heading that says how many of a kind were found."""

    id: int
    heading: str = ""
    total: int = 0
    shown: int = 0
    hit: "Hit | None" = None


def result_rows(result: "SearchResult") -> list[ResultRow]:
    """Return the rows for a result: articles first, each kind in the order it was found in."""
    rows: list[ResultRow] = []
    for kind, heading, total in (
        ("article", _tr("Articles"), result.article_total),
        ("passage", _tr("Passages"), result.passage_total),
    ):
        hits = [hit for hit in result.hits if hit.kind == kind]
        if hits:
            rows.append(ResultRow(len(rows), heading, total, len(hits)))
            rows += [ResultRow(len(rows) + at, hit=hit) for at, hit in enumerate(hits)]
    return rows


def result_words(row: ResultRow, _column: int = 0) -> str:
    """Return a row in words, for screen readers."""
    if row.hit is None:
        return f"{row.heading} {number(row.total)}"
    hit = row.hit
    place = joined(hit.outlet, short_date(hit.published))
    return ". ".join(part for part in (hit.title, place, hit.snippet) if part)


class ResultModel(PagedModel[ResultRow]):
    """The rows of one result, all of them in memory; headings cannot be selected."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(result_words, parent=parent)
        self.rows: list[ResultRow] = []
        self.set_source(CardSource(self._now, self._later))

    def show(self, rows: list[ResultRow]) -> None:
        """Show other rows."""
        self.rows = rows
        self.set_ids(())
        self.refresh()
        self.set_ids(range(len(rows)), rows)

    def is_heading(self, row: int) -> bool:
        """Say whether a row is a heading."""
        return self.rows[row].hit is None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Let only hits be chosen."""
        if index.isValid() and self.is_heading(index.row()):
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def _now(self, ids: Sequence[int]) -> list[ResultRow]:
        return [self.rows[key] for key in ids if key < len(self.rows)]

    def _later(self, ids: Sequence[int], then: Callable[[Sequence[ResultRow]], None]) -> None:
        then(self._now(ids))
