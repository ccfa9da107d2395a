"""The codebook's two lists as models: actors, and the tree of claim types laid out flat."""

from collections.abc import Collection, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from archive_app.gui.coding.finding import NameIndex
from archive_app.gui.coding.questions import spellings_of
from archive_app.gui.coding.words import kind_label
from archive_app.storage.queries import ActorCard, ClaimTypeCard

AnyIndex = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_MIME = "application/x-archive-app-claim-type"


class CodebookRows(QAbstractTableModel):
    """Rows of one half of the codebook, filtered by a name typed in spite of its spelling."""

    rename_asked = Signal(int, str)
    """Carries a key and the name the person typed over the old one."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.filter = ""

    def card_at(self, row: int) -> Any:  # ActorCard or ClaimTypeCard
        """Return what stands in a row."""
        raise NotImplementedError

    def row_of(self, key: int | None) -> int:
        """Return the row of a key, below 0 when it is not shown."""
        return next((row for row in range(self.rowCount()) if self.card_at(row).id == key), -1)

    def set_filter(self, typed: str) -> None:
        """Show what a name may mean, best first; nothing typed shows everything."""
        if typed != self.filter:
            self.filter = typed
            self.lay_out()

    def lay_out(self) -> None:
        """Decide which rows show."""
        raise NotImplementedError

    def _tell_all_changed(self) -> None:
        # The rows stay where they are, and with them a name that is being typed over.
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, 0))

    def columnCount(self, parent: AnyIndex = _NO_PARENT) -> int:
        """Return 1: a row is one card."""
        return 0 if parent.isValid() else 1

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Say that rows can be chosen and renamed."""
        flag = Qt.ItemFlag
        if not index.isValid():
            return flag.NoItemFlags
        return flag.ItemIsEnabled | flag.ItemIsSelectable | flag.ItemIsEditable

    def setData(
        self, index: AnyIndex, value: Any, role: int = Qt.ItemDataRole.EditRole
    ) -> bool:  # as Qt has it
        """Ask for another name; it shows when it is in the archive."""
        name = " ".join(str(value).split())
        card = self.card_at(index.row())
        if role == Qt.ItemDataRole.EditRole and name and name != card.name:
            self.rename_asked.emit(card.id, name)
        return False


class ActorRows(CodebookRows):
    """All actors by name, or those that are looked for."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.cards: Sequence[ActorCard] = ()
        self._shown: Sequence[ActorCard] = ()
        self._index: NameIndex | None = None

    def show(self, cards: Sequence[ActorCard]) -> None:
        """Show these actors."""
        before, self.cards = self.cards, cards
        if _named_alike(before, cards):
            by_key = {card.id: card for card in cards}
            self._shown = [by_key[card.id] for card in self._shown]
            self._tell_all_changed()
        else:
            self._index = None
            self.lay_out()

    def lay_out(self) -> None:
        """Decide which actors show."""
        self.beginResetModel()
        if self.filter.strip():
            if self._index is None:
                uses = {card.id: card.uses for card in self.cards}
                self._index = NameIndex(spellings_of(self.cards), uses)
            by_key = {card.id: card for card in self.cards}
            self._shown = [by_key[match.key] for match in self._index.rank(self.filter, limit=200)]
        else:
            self._shown = self.cards
        self.endResetModel()

    def card_at(self, row: int) -> ActorCard:
        """Return the actor in a row."""
        return self._shown[row]

    def rowCount(self, parent: AnyIndex = _NO_PARENT) -> int:
        """Return how many actors show."""
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # as Qt has it
        """Return the actor, its name to be edited, or what is said of it."""
        card = self._shown[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return card
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return card.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            kind = kind_label(card.kind) if card.kind else ""
            uses = self.tr("%n use(s)", "", card.uses)
            return ", ".join(part for part in (card.name, kind, *card.aliases, uses) if part)
        if role == Qt.ItemDataRole.ToolTipRole:
            names = ", ".join(card.aliases)
            return "\n".join(part for part in (card.name, card.description, names) if part)
        return None


class ClaimRows(CodebookRows):
    """The tree of claim types laid out flat, branches that are shut left out; a row dropped moves."""

    move_asked = Signal(int, object)
    """Carries a claim type's key and that of its new parent, or None for the root."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.cards: Sequence[ClaimTypeCard] = ()
        self.shut: set[int] = set()
        """Keys of the claim types whose children do not show."""
        self._shown: Sequence[ClaimTypeCard] = ()
        self._parents: Collection[int | None] = ()

    def show(self, cards: Sequence[ClaimTypeCard]) -> None:
        """Show these claim types, parents before children."""
        before, self.cards = self.cards, cards
        if _named_alike(before, cards):
            by_key = {card.id: card for card in cards}
            self._shown = [by_key[card.id] for card in self._shown]
            self._tell_all_changed()
            return
        self._parents = {card.parent_id for card in cards}
        self.shut &= {card.id for card in cards}
        self.lay_out()

    def has_children(self, key: int) -> bool:
        """Say whether there are claim types below one."""
        return key in self._parents

    def set_open(self, key: int, is_open: bool) -> None:
        """Show or leave out what stands below a claim type."""
        if is_open == (key in self.shut) and self.has_children(key):
            (self.shut.discard if is_open else self.shut.add)(key)
            self.lay_out()

    def lay_out(self) -> None:
        """Decide which claim types show."""
        self.beginResetModel()
        if self.filter.strip():
            uses = {card.id: card.uses for card in self.cards}
            index = NameIndex([(card.id, card.name) for card in self.cards], uses)
            by_key = {card.id: card for card in self.cards}
            self._shown = [by_key[match.key] for match in index.rank(self.filter, limit=200)]
        else:
            shown: list[ClaimTypeCard] = []
            hidden = None
            for card in self.cards:
                if hidden is not None and card.depth > hidden:
                    continue
                hidden = card.depth if card.id in self.shut else None
                shown.append(card)
            self._shown = shown
        self.endResetModel()

    def card_at(self, row: int) -> ClaimTypeCard:
        """Return the claim type in a row."""
        return self._shown[row]

    def rowCount(self, parent: AnyIndex = _NO_PARENT) -> int:
        """Return how many claim types show."""
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # as Qt has it
        """Return the claim type, its name to be edited, or what is said of it."""
        card = self._shown[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return card
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return card.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            uses = self.tr("%n use(s)", "", card.uses)
            return ", ".join(part for part in (card.path or card.name, card.definition, uses) if part)
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(part for part in (card.path or card.name, card.definition) if part)
        return None

    # Dragging -----------------------------------------------------------------------------------

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Say that rows can be chosen, renamed and dragged onto each other or off the tree."""
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        dragged = Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemIsDropEnabled
        return super().flags(index) | dragged

    def supportedDropActions(self) -> Qt.DropAction:
        """Move and nothing else."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Return the kind of thing that rows are dragged as."""
        return [_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Return the claim type that is dragged."""
        dragged = QMimeData()
        dragged.setData(_MIME, str(self._shown[indexes[0].row()].id).encode())
        return dragged

    def canDropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: AnyIndex
    ) -> bool:
        """Refuse what would put a claim type below itself or where it is."""
        if not data.hasFormat(_MIME):
            return False
        moved = next((c for c in self.cards if c.id == int(data.data(_MIME).toStdString())), None)
        if moved is None:
            return False
        target = self._shown[parent.row()] if parent.isValid() else None
        return (target.id if target else None) != moved.parent_id and not (
            target is not None and self.is_within(target.id, moved.id)
        )

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: AnyIndex
    ) -> bool:
        """Ask for the move; the tree changes when it is in the archive."""
        if not self.canDropMimeData(data, action, row, column, parent):
            return False
        target = self._shown[parent.row()].id if parent.isValid() else None
        self.move_asked.emit(int(data.data(_MIME).toStdString()), target)
        # The view takes out the rows of a move that succeeded; here the archive moves them.
        return False

    def is_within(self, key: int, above: int) -> bool:
        """Say whether one claim type is another or stands below it."""
        parents = {card.id: card.parent_id for card in self.cards}
        at: int | None = key
        while at is not None:
            if at == above:
                return True
            at = parents.get(at)
        return False


def _named_alike(before: Sequence[Any], now: Sequence[Any]) -> bool:  # ActorCards or ClaimTypeCards
    """Say whether the same entries stand under the same names in the same places."""

    def named(card: ActorCard | ClaimTypeCard) -> tuple[object, ...]:
        rest = card.aliases if isinstance(card, ActorCard) else (card.parent_id, card.depth)
        return (card.id, card.name, rest)

    return len(before) == len(now) and all(
        named(one) == named(other) for one, other in zip(before, now, strict=True)
    )
