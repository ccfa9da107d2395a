"""A model over any number of rows: it holds their keys and reads the rows themselves by the page.

A hundred thousand rows open at once this way. A page takes 3–5 ms to read, so it is read where it is needed;
should the disk be slow, the pages after that come from another thread and the rows stay blank until they
arrive.
"""

import time
from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

if TYPE_CHECKING:  # the list is on screen before the database's modules are imported
    from sqlmodel import Session

    from archive_app.gui.workspace import Workspace

PAGE = 48
"""Rows read at once: a screen and what comes next. With twice as many a jump takes a third longer."""
STEP = 16
"""A page begins at a multiple of this, near the row that is asked for, so that one page fills the screen."""
KEPT = 8192
"""Cards kept in memory."""

_SLOW_SECONDS = 0.03
_PAGES_LATER = 8  # after a slow one, before reading directly is tried again

AnyIndex = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class Card(Protocol):
    """What a list shows of one thing."""

    @property
    def id(self) -> int:
        """Its key."""


CardT = TypeVar("CardT", bound=Card)


@dataclass(frozen=True)
class CardSource(Generic[CardT]):
    """Where cards come from; both ways leave out those that are gone."""

    now: Callable[[Sequence[int]], Sequence[CardT]]
    later: Callable[[Sequence[int], Callable[[Sequence[CardT]], None]], None]
    """Calls back in the GUI thread."""


def cards_from(
    workspace: "Workspace", query: "Callable[[Session, Sequence[int]], Sequence[CardT]]"
) -> CardSource[CardT]:
    """Return the source that reads cards from the open archive with a query."""

    def now(ids: Sequence[int]) -> Sequence[CardT]:
        with workspace.archive.reading() as session:
            return query(session, ids)

    def later(ids: Sequence[int], then: Callable[[Sequence[CardT]], None]) -> None:
        workspace.read(lambda session: query(session, ids), then)

    return CardSource(now, later)


class PagedModel(QAbstractTableModel, Generic[CardT]):
    """Rows by their keys, in the order of one query."""

    def __init__(
        self,
        words: Callable[[CardT, int], str],
        columns: Sequence[str] = ("",),
        parent: QObject | None = None,
    ) -> None:
        """Make an empty list; ``words`` says what a column of a card reads, also to screen readers."""
        super().__init__(parent)
        self._words = words
        self._columns = tuple(columns)
        self._source: CardSource[CardT] | None = None
        self._ids: array[int] = array("q")
        self._cards: OrderedDict[int, CardT | None] = OrderedDict()
        self._awaited: set[int] = set()
        self._pages_later = 0

    # What there is ------------------------------------------------------------------------------

    @property
    def ids(self) -> Sequence[int]:
        """The keys of all rows, in order."""
        return self._ids

    def id_at(self, row: int) -> int:
        """Return the key of a row."""
        return self._ids[row]

    def row_of(self, key: int) -> int:
        """Return the row of a key, -1 when it is not in the list."""
        try:
            return self._ids.index(key)
        except ValueError:
            return -1

    def rows_of(self, keys: Iterable[int]) -> list[int]:
        """Return the rows of those keys that are in the list, from the top."""
        wanted = set(keys)
        if len(wanted) <= 4:
            return sorted(row for row in map(self.row_of, wanted) if row >= 0)
        return [row for row, key in enumerate(self._ids) if key in wanted]

    def card(self, row: int) -> CardT | None:
        """Return the card of a row; nothing while it is being read, or when it is gone."""
        key = self._ids[row]
        if key not in self._cards:
            self._fetch_page(row // STEP * STEP)
            return self._cards.get(key)
        self._cards.move_to_end(key)
        return self._cards[key]

    # What changes -------------------------------------------------------------------------------

    def set_source(self, source: CardSource[CardT] | None) -> None:
        """Read from another archive; the list is empty until it gets keys."""
        self._source = source
        self._cards.clear()
        self._awaited.clear()
        self.set_ids(())

    def set_ids(self, ids: Sequence[int], cards: Iterable[CardT] = ()) -> bool:
        """Show these rows; ``cards`` are ones already read. Return whether the rows differ from before."""
        for card in cards:
            self._keep(card.id, card)
        fresh = ids if isinstance(ids, array) else array("q", ids)
        if fresh == self._ids:
            return False
        self.beginResetModel()
        self._ids = fresh
        self.endResetModel()
        return True

    def refresh(self, keys: Iterable[int] | None = None) -> None:
        """Read these cards again, or all of them, when they are next shown; the rows stay."""
        if keys is None:
            keys = list(self._cards)
        dropped = [key for key in keys if self._cards.pop(key, self) is not self]
        if dropped:
            # A view repaints what of this is on screen; to look for the rows would take longer.
            self._tell_changed(0, len(self._ids) - 1)

    def _tell_changed(self, first: int, last: int) -> None:
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self._columns) - 1))

    # Pages --------------------------------------------------------------------------------------

    def _fetch_page(self, begin: int) -> None:
        ids = [key for key in self._ids[begin : begin + PAGE] if key not in self._cards]
        if self._source is None:
            return
        if self._pages_later:
            wanted = [key for key in ids if key not in self._awaited]
            if wanted:
                self._pages_later -= 1
                self._awaited.update(wanted)
                self._source.later(wanted, lambda cards: self._arrived(begin, wanted, cards))
            return
        begun = time.perf_counter()
        self._take(ids, self._source.now(ids))
        if time.perf_counter() - begun > _SLOW_SECONDS:
            self._pages_later = _PAGES_LATER

    def _arrived(self, begin: int, ids: Sequence[int], cards: Sequence[CardT]) -> None:
        self._awaited.difference_update(ids)
        self._take(ids, cards)
        last = min(begin + PAGE, len(self._ids)) - 1
        moved = ids[0] not in self._ids[begin : last + 1]
        self._tell_changed(0 if moved else begin, len(self._ids) - 1 if moved else last)

    def _take(self, ids: Sequence[int], cards: Iterable[CardT]) -> None:
        found = {card.id: card for card in cards}
        for key in ids:
            self._keep(key, found.get(key))

    def _keep(self, key: int, card: CardT | None) -> None:
        self._cards[key] = card
        self._cards.move_to_end(key)
        if len(self._cards) > KEPT:
            self._cards.popitem(last=False)

    # For Qt -------------------------------------------------------------------------------------

    def rowCount(self, parent: AnyIndex = _ROOT) -> int:
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: AnyIndex = _ROOT) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # Qt's variant
        """Return a cell's words."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        card = self.card(index.row())
        return None if card is None else self._words(card, index.column())

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # Qt's variant
        """Return a column's title."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section]
        return None
