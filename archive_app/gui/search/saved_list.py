"""The saved searches in the library: each with how much it finds now."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QMenu, QPushButton, QVBoxLayout, QWidget

from archive_app.gui.icons import icon
from archive_app.gui.lists.delegate import AnyIndex, CardDelegate, CardState
from archive_app.gui.lists.direction import is_right_to_left
from archive_app.gui.lists.paging import CardSource, PagedModel
from archive_app.gui.lists.table import CardTable
from archive_app.gui.lists.wording import number
from archive_app.gui.theme import SPACE, Theme

if TYPE_CHECKING:  # the list is on screen before the database's modules are imported
    from archive_app.operations.saved_searches import SearchCounts
    from archive_app.storage.saved_searches import SavedSearchCard

_ROW = 28
_MOST_ROWS = 7  # that are seen at once; the others are scrolled to


def _tr(text: str) -> str:
    return QCoreApplication.translate("SavedSearches", text)


@dataclass(frozen=True)
class SavedRow:
    """A saved search and its counts, once they are known."""

    search: "SavedSearchCard"
    counts: "SearchCounts | None" = None

    @property
    def id(self) -> int:
        """Its key."""
        return self.search.id


class SavedSearches(QWidget):
    """A list that opens and closes under its heading; nothing at all while no search is saved."""

    chosen = Signal(object)
    """Carries the :class:`SavedSearchCard` to search for."""
    rename_requested = Signal(object)
    change_requested = Signal(object)
    """Its query is to become what is searched for now."""
    delete_requested = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: dict[int, SavedRow] = {}
        self.heading = QPushButton()
        self.heading.setProperty("flat", True)
        self.heading.setCheckable(True)
        self.heading.setChecked(True)
        self.heading.setToolTip(_tr("Show or hide the saved searches"))
        self.model: PagedModel[SavedRow] = PagedModel(_words, parent=self)
        self.model.set_source(CardSource(self._now, self._later))
        self.table = SavedTable(self.model, theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.heading, 0, Qt.AlignmentFlag.AlignLeading)
        column.addWidget(self.table)
        self.heading.toggled.connect(self._toggled)
        self.table.opened.connect(self._choose)
        self.table.clicked_alone.connect(self._choose)
        self.table.delete_pressed.connect(lambda key: self.delete_requested.emit(self._rows[key].search))
        self.table.rename_pressed.connect(lambda key: self.rename_requested.emit(self._rows[key].search))
        self.table.customContextMenuRequested.connect(self._ask_menu)
        self.set_theme(theme)
        self.hide()

    @property
    def searches(self) -> "list[SavedSearchCard]":
        """The saved searches, as listed."""
        return [row.search for row in self._rows.values()]

    def show_searches(self, listed: "Sequence[SavedSearchCard]") -> None:
        """Show these; what was counted of them stays until it is counted anew."""
        self._rows = {
            search.id: SavedRow(search, row.counts if (row := self._rows.get(search.id)) else None)
            for search in listed
        }
        self.model.refresh()
        self.table.fill(list(self._rows))
        self.model.refresh()
        self.table.setFixedHeight(_ROW * min(len(self._rows), _MOST_ROWS) + 4)
        self.heading.setText(_tr("Saved searches"))
        self.setVisible(bool(self._rows))

    def show_counts(self, counts: "Mapping[int, SearchCounts]") -> None:
        """Show how much each finds."""
        self._rows = {
            key: SavedRow(row.search, counts.get(key, row.counts)) for key, row in self._rows.items()
        }
        self.model.refresh()

    def counts_of(self, search_id: int) -> "SearchCounts | None":
        """Return how much a search finds; nothing while that is not known."""
        row = self._rows.get(search_id)
        return row.counts if row is not None else None

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        self.table.painter.set_theme(theme)
        self.heading.setStyleSheet(
            f"QPushButton {{ color: {theme.dim}; font-size: 9pt; font-weight: 500; padding: 3px 6px; }}"
        )
        self._show_arrow()

    def _toggled(self, shown: bool) -> None:
        self.table.setVisible(shown)
        self._show_arrow()

    def _show_arrow(self) -> None:
        name = "chevron-down" if self.heading.isChecked() else "chevron-right"
        self.heading.setIcon(icon(name, self._theme, colour=self._theme.dim))

    def _choose(self, key: int) -> None:
        self.chosen.emit(self._rows[key].search)

    def _ask_menu(self, place: QPoint) -> None:
        key = self.table.current_id()
        if key is None:
            return
        search = self._rows[key].search
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for title, name, keys, signal in (
            (_tr("Search"), "search", "Return", self.chosen),
            (_tr("Rename…"), "edit", "F2", self.rename_requested),
            (_tr("Change to Current Search"), "keep", "", self.change_requested),
            (_tr("Delete"), "delete", "Delete", self.delete_requested),
        ):
            action = menu.addAction(icon(name, self._theme), title)
            if keys:
                # Shown only: the list itself hears the keys.
                action.setText(f"{title}\t{keys}")
            action.triggered.connect(lambda _checked=False, signal=signal: signal.emit(search))
        menu.popup(self.table.viewport().mapToGlobal(place))

    def _now(self, ids: Sequence[int]) -> list[SavedRow]:
        return [self._rows[key] for key in ids if key in self._rows]

    def _later(self, ids: Sequence[int], then: Callable[[Sequence[SavedRow]], None]) -> None:
        then(self._now(ids))


class SavedTable(CardTable):
    """The rows; Delete and F2 are heard here, where elsewhere they mean articles."""

    delete_pressed = Signal(int)
    rename_pressed = Signal(int)

    def __init__(self, model: PagedModel[SavedRow], theme: Theme) -> None:
        super().__init__(model, _ROW)
        self.play_list()
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setAccessibleName(_tr("Saved searches"))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.painter = SavedDelegate(self, model, theme)
        self.setItemDelegate(self.painter)

    def event(self, event: QEvent) -> bool:
        """Keep the window's shortcuts for these keys away."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            is_own = event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_F2) and not event.modifiers()
            event.setAccepted(is_own)
            if is_own:
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask to delete or rename the search that the keyboard is on."""
        key = self.current_id()
        if key is not None and event.key() == Qt.Key.Key_Delete:
            self.delete_pressed.emit(key)
        elif key is not None and event.key() == Qt.Key.Key_F2:
            self.rename_pressed.emit(key)
        else:
            super().keyPressEvent(event)


class SavedDelegate(CardDelegate):
    """Paints a name and a number."""

    def __init__(self, table: SavedTable, model: PagedModel[SavedRow], theme: Theme) -> None:
        super().__init__(table, theme)
        self._model = model

    def paint_card(self, painter: QPainter, rect: QRectF, index: AnyIndex, state: CardState) -> None:
        """Paint one row."""
        row = self._model.card(index.row())
        if row is None:
            return
        letters, theme = self.lettering, self.theme
        inner = rect.adjusted(SPACE * 1.5, 5, -SPACE * 1.5, -5)
        shown = _shown_count(row)
        width = letters.width(shown, "label") + 2
        mirrored = self.table.isRightToLeft()
        left = inner.left() if mirrored else inner.right() - width
        letters.draw(painter, QRectF(left, inner.top() + 2, width, 14), shown, "label", theme.dim)
        beside = (
            inner.adjusted(width + SPACE, 0, 0, 0) if mirrored else inner.adjusted(0, 0, -width - SPACE, 0)
        )
        name = row.search.name
        letters.draw(painter, beside, name, "body", theme.text, right_to_left=is_right_to_left(name))

    def tooltip(self, index: AnyIndex, point: QPoint) -> str:
        """Return the query, and what was counted."""
        row = self._model.card(index.row())
        if row is None:
            return ""
        return "\n".join(part for part in (row.search.name, row.search.query, _counted(row)) if part)


def _words(row: SavedRow, _column: int = 0) -> str:
    return ". ".join(part for part in (row.search.name, _counted(row)) if part)


def _shown_count(row: SavedRow) -> str:
    if row.counts is None:
        return ""
    return number(row.counts.articles) + ("" if row.counts.is_complete else "…")


def _counted(row: SavedRow) -> str:
    if row.counts is None:
        return ""
    articles = QCoreApplication.translate("SavedSearches", "%n article(s)", "", row.counts.articles)
    passages = QCoreApplication.translate("SavedSearches", "%n passage(s)", "", row.counts.passages)
    return f"{articles}, {passages}"
