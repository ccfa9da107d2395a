"""The lines of a concordance as rows: cut from their texts by the page, ticked by their numbers."""

import re
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal

from archive_app.gui.lists.paging import AnyIndex, PagedModel, cards_from
from archive_app.gui.lists.wording import joined, short_date

if TYPE_CHECKING:
    from sqlmodel import Session

    from archive_app.gui.workspace import Workspace
    from archive_app.operations.concordance import Concordance, Line
    from archive_app.search.mapped import Ids

WIDTH = 180
"""Code points of context on each side; more than a wide screen shows."""
LINE, ARTICLE, OUTLET, DATE = range(4)

_BREAKS = re.compile(r"\s*\n\s*")
_SPACES = re.compile(r"[^\S\n]+")
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_LOOKED_AT = 60  # characters on each side by which a line's direction is told


@dataclass(frozen=True)
class LineRow:
    """A line as it is painted: its three parts without line breaks, and which way it runs."""

    id: int
    line: "Line"
    before: str
    hit: str
    after: str
    is_right_to_left: bool


def _tr(text: str) -> str:
    return QCoreApplication.translate("ConcordanceView", text)


def line_row(line: "Line") -> LineRow:
    """Return a line as it is painted; a sign stands where paragraphs end."""
    before, after = _shown(line.left), _shown(line.right)
    if line.goes_on_left:
        # The first word may have been cut in two.
        before = before.partition(" ")[2] or before
    if line.goes_on_right:
        after = after.rpartition(" ")[0] or after
    around = line.left[-_LOOKED_AT:] + line.hit + line.right[:_LOOKED_AT]
    return LineRow(line.id, line, before, _shown(line.hit), after, _runs_right_to_left(around))


def line_words(row: LineRow, column: int) -> str:
    """Return what a column of a line reads, also to screen readers."""
    line = row.line
    if column == LINE:
        return f"{row.before[-60:]}{row.hit}{row.after[:60]}"
    if column == ARTICLE:
        return line.title or _tr("Untitled")
    return line.outlet if column == OUTLET else short_date(line.published)


def quotation(row: LineRow) -> str:
    """Return a line as it is copied: with its reference."""
    place = joined(row.line.title, row.line.outlet, short_date(row.line.published))
    return f"{row.before}{row.hit}{row.after}\t({place})"


class LineModel(PagedModel[LineRow]):
    """The lines in the order they are sorted in; which of them are ticked."""

    ticks_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        titles = (_tr("Line"), _tr("Article"), _tr("Outlet"), _tr("Date"))
        super().__init__(line_words, titles, parent)
        self.ticked: set[int] = set()

    def read_from(self, workspace: "Workspace | None", concordance: "Concordance | None") -> None:
        """Show lines of another concordance; there are none until they are ordered."""
        self.ticked.clear()
        if workspace is None or concordance is None:
            self.set_source(None)
            return

        def read(session: "Session", numbers: Sequence[int]) -> list[LineRow]:
            return [line_row(line) for line in concordance.cut(session, numbers, WIDTH)]

        self.set_source(cards_from(workspace, read))

    def tick(self, numbers: Iterable[int], on: bool) -> None:
        """Tick lines, or untick them."""
        if on:
            self.ticked.update(numbers)
        else:
            self.ticked.difference_update(numbers)
        self._tell_changed(0, len(self.ids) - 1)
        self.ticks_changed.emit()

    def is_gone(self, row: int) -> bool:
        """Say whether a line was read and its article has another text by now, or is deleted."""
        return self._cards.get(self.id_at(row), self) is None

    def chosen(self) -> list[int]:
        """Return the numbers of the ticked lines, in the order shown."""
        return [number for number in self.ids if number in self.ticked]

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # Qt's variant
        """Return a cell's words, or whether its line is ticked."""
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == LINE:
            is_ticked = self.id_at(index.row()) in self.ticked
            return Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked
        return super().data(index, role)

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Say to screen readers that a line can be ticked."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == LINE else flags


def as_keys(order: "Ids") -> "array[int]":
    """Return line numbers in the form that a list holds its rows in."""
    keys = array("q")
    keys.frombytes(order.astype("int64").tobytes())
    return keys


def _shown(text: str) -> str:
    return _BREAKS.sub(" ¶ ", _SPACES.sub(" ", text))


def _runs_right_to_left(text: str) -> bool:
    # A name in Latin letters does not turn an Arabic line round: the more frequent direction counts.
    backwards = len(_RIGHT_TO_LEFT.findall(text))
    return backwards > 0 and backwards > sum(map(str.isalpha, text)) - backwards
