"""The rows of the sheet: what the archive says, and over it what was typed and is not applied yet."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from archive_app.gui.lists.paging import AnyIndex, PagedModel
from archive_app.gui.sheet.columns import SheetColumn, complaint_about
from archive_app.storage.queries import ArticleCard

Place = tuple[int, str]
"""An article's key and the name of a field."""


@dataclass(frozen=True)
class TypedCell:
    """A value for a cell, with what the archive has there and what is wrong with it."""

    article_id: int
    field: str
    value: str
    stored: str
    complaint: str


def typed_cells(
    edits: Mapping[int, Mapping[str, str]], stored: Mapping[int, Mapping[str, str]]
) -> list[TypedCell]:
    """Return values as cells take them; those of articles that are not ``stored`` are left out."""
    cells = []
    for key, values in edits.items():
        for field, typed in values.items() if key in stored else ():
            value, before = " ".join(typed.split()), stored[key][field]
            complaint = complaint_about(field, value) if value != before else ""
            cells.append(TypedCell(key, field, value, before, complaint))
    return cells


class SheetModel(PagedModel[ArticleCard]):
    """Articles by the page, each cell editable; nothing typed reaches the archive from here."""

    edited = Signal()
    """What is typed, or what is wrong with it, is different now."""

    def __init__(self, columns: Sequence[SheetColumn], parent: QObject | None = None) -> None:
        super().__init__(self._shown, [column.title for column in columns], parent)
        self.columns = tuple(columns)
        self.typed: dict[int, dict[str, str]] = {}
        """By article and field, only what differs from the archive as it was read."""
        self.seen: dict[int, dict[str, str]] = {}
        """What the archive had in the typed cells when they were typed."""
        self.complaints: dict[Place, str] = {}
        """What is wrong with cells that were typed."""

    # Reading ------------------------------------------------------------------------------------

    def text(self, row: int, column: int) -> str:
        """Return what a cell shows, nothing while its row is being read."""
        card = self.card(row)
        return "" if card is None else self._shown(card, column)

    def is_typed(self, row: int, column: int) -> bool:
        """Return whether a cell differs from the archive."""
        return self.columns[column].name in self.typed.get(self.id_at(row), ())

    def complaint(self, row: int, column: int) -> str:
        """Return what is wrong with a cell, or nothing."""
        return self.complaints.get((self.id_at(row), self.columns[column].name), "")

    def edits(self) -> dict[int, dict[str, str]]:
        """Return a copy of all that was typed, for :func:`edit_articles`."""
        return {key: dict(values) for key, values in self.typed.items()}

    # Typing -------------------------------------------------------------------------------------

    def type_cells(self, edits: Mapping[int, Mapping[str, str]]) -> int:
        """Type values into cells of the list; return how many cells are different now."""
        stored: dict[int, dict[str, str]] = {}
        for key, values in edits.items():
            row = self.row_of(key)
            card = self.card(row) if row >= 0 else None
            if card is not None:
                stored[key] = {field: str(getattr(card, field)) for field in values}
        return self.put(typed_cells(edits, stored))

    def put(self, cells: Iterable[TypedCell]) -> int:
        """Take values as typed; return how many cells are different now."""
        changed = sum(self._type(cell) for cell in cells)
        if changed:
            self._tell_all()
        return changed

    def forget(self, applied: Mapping[int, Mapping[str, str]]) -> None:
        """Forget what is in the archive now; what was typed over it since stays."""
        for key, values in applied.items():
            row = self.typed.get(key, {})
            for field, value in values.items():
                if row.get(field) == value:
                    del row[field]
                    self.seen.get(key, {}).pop(field, None)
            if key in self.typed and not row:
                del self.typed[key]
                self.seen.pop(key, None)
        self._tell_all()

    def drop(self, keys: Iterable[int]) -> None:
        """Forget what was typed for articles that are gone."""
        for key in keys:
            self.typed.pop(key, None)
            self.seen.pop(key, None)
        self._tell_all()

    def complain(self, complaints: Mapping[Place, str]) -> None:
        """Mark typed cells with what is wrong with them."""
        self.complaints.update(complaints)
        self._tell_all()

    def clear_typed(self) -> None:
        """Forget everything typed."""
        self.typed.clear()
        self.seen.clear()
        self.complaints.clear()
        self._tell_all()

    def _type(self, cell: TypedCell) -> bool:
        row = self.typed.get(cell.article_id, {})
        place = (cell.article_id, cell.field)
        if row.get(cell.field, cell.stored) == cell.value and place not in self.complaints:
            return False
        if cell.value == cell.stored:
            row.pop(cell.field, None)
            self.seen.get(cell.article_id, {}).pop(cell.field, None)
            if not row:
                self.typed.pop(cell.article_id, None)
        else:
            self.typed.setdefault(cell.article_id, {})[cell.field] = cell.value
            self.seen.setdefault(cell.article_id, {})[cell.field] = cell.stored
        self.complaints.pop(place, None)
        if cell.complaint:
            self.complaints[place] = cell.complaint
        return True

    def _tell_all(self) -> None:
        if self.ids:
            last = self.index(len(self.ids) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
        self.edited.emit()

    def _shown(self, card: ArticleCard, column: int) -> str:
        field = self.columns[column].name
        return self.typed.get(card.id, {}).get(field, str(getattr(card, field)))

    # For Qt -------------------------------------------------------------------------------------

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Let every cell be edited."""
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # Qt's variant
        """Return a cell's words, and what is wrong with them."""
        if role == Qt.ItemDataRole.EditRole:
            return self.text(index.row(), index.column())
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return self.complaint(index.row(), index.column()) or None
        return super().data(index, role)

    def setData(self, index: AnyIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take what was typed into a cell."""
        card = self.card(index.row()) if role == Qt.ItemDataRole.EditRole else None
        if card is None:
            return False
        field = self.columns[index.column()].name
        (cell,) = typed_cells({card.id: {field: str(value)}}, {card.id: {field: getattr(card, field)}})
        if self._type(cell):
            self.dataChanged.emit(index, index)
            self.edited.emit()
        return True
