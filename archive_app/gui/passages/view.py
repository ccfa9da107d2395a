"""The passages view: every passage of the archive in a table, filtered, sorted, copied, exported."""

from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from archive_app.gui.icons import icon
from archive_app.gui.lists.column_menu import ColumnMenu
from archive_app.gui.lists.empty import EmptyState
from archive_app.gui.lists.paging import PAGE, PagedModel, cards_from
from archive_app.gui.lists.table import CardTable
from archive_app.gui.lists.wording import number
from archive_app.gui.passages.cell import HEIGHT, PassageDelegate
from archive_app.gui.passages.columns import passage_columns, quotation
from archive_app.gui.passages.filter_bar import PassageFilters
from archive_app.gui.passages.header import SortHeader
from archive_app.gui.theme import SPACE, Theme
from archive_app.storage import queries
from archive_app.storage.queries import PassageCard, PassageFilter, PassageOrder

if TYPE_CHECKING:
    from sqlmodel import Session

    from archive_app.gui.workspace import Workspace
    from archive_app.storage.journal import Changes

_NARROWEST_QUOTE = 280  # pixels
_NAMED_ELSEWHERE = frozenset({"actor", "actor_alias", "claim_type", "coder", "article"})
"""Tables whose rows give passages their names without a change to any passage."""


class PassagesView(QWidget):
    """All passages of the open archive."""

    passage_opened = Signal(int, int)
    """Carries the keys of a passage and its article: it was double-clicked or opened with Enter."""
    export_requested = Signal(list)
    """Carries the keys of the passages to export, in the order shown."""
    delete_requested = Signal(list)
    """Carries the keys of the passages to delete."""
    context_requested = Signal(QPoint, list)
    """Carries where on the screen a menu is wanted, and the keys of the passages it is for."""
    filters_changed = Signal()
    columns_changed = Signal(list)
    """Carries the names of the columns that a person left hidden."""

    def __init__(self, workspace: "Workspace | None", theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace: Workspace | None = None
        self._total: int | None = None
        """Passages in the archive; nothing while that is not known."""
        self._order: tuple[PassageOrder, bool] = ("place", False)
        self._is_stale = True
        self._facets_are_old = True
        self._widths_are_kept = False
        self._build(theme)
        self._connect()
        self.set_theme(theme)
        self.set_workspace(workspace)

    def _build(self, theme: Theme) -> None:
        self.filters = PassageFilters(theme)
        self.count = QLabel()
        self.count.setProperty("role", "caption")
        self.export_button = QPushButton()
        self._columns = passage_columns()
        self.model: PagedModel[PassageCard] = PagedModel(
            lambda card, column: self._columns[column].words(card),
            [column.title for column in self._columns],
            self,
        )
        self.table = CardTable(self.model, HEIGHT)
        self.table.setAccessibleName(self.tr("Passages"))
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.header = SortHeader(theme)
        self.table.setHorizontalHeader(self.header)
        for at, column in enumerate(self._columns):
            self.header.resizeSection(at, column.width)
            self.header.set_sortable(at, column.order is not None)
        self.columns = ColumnMenu(self.header, [(column.name, column.title) for column in self._columns])
        self._delegate = PassageDelegate(self.table, self.model, self._columns, theme)
        self.table.setItemDelegate(self._delegate)
        self._empty = EmptyState(
            "empty-passages",
            self.tr("No passages yet. Open an article, select some words and press A or C."),
            theme,
        )
        self._no_match = EmptyState("", self.tr("No passage matches these filters."), theme)
        self._clear_button = self._no_match.add_button(self.tr("Clear filters"))
        self._pages = QStackedWidget()
        for page in (self.table, self._empty, self._no_match):
            self._pages.addWidget(page)
        top = QHBoxLayout()
        top.setSpacing(2 * SPACE)
        top.addWidget(self.filters.text, 1)
        top.addStretch(0)
        top.addWidget(self.count)
        top.addWidget(self.columns.button)
        top.addWidget(self.export_button)
        head = QVBoxLayout()
        head.setContentsMargins(2 * SPACE, SPACE * 3 // 2, 2 * SPACE, SPACE * 3 // 2)
        head.setSpacing(SPACE)
        head.addLayout(top)
        head.addWidget(self.filters)
        column_layout = QVBoxLayout(self)
        column_layout.setContentsMargins(0, 0, 0, 0)
        column_layout.setSpacing(0)
        column_layout.addLayout(head)
        column_layout.addWidget(self._pages, 1)
        self._show_export()

    def _connect(self) -> None:
        self.filters.changed.connect(self._filters_changed)
        self.export_button.clicked.connect(lambda: self.export_requested.emit(self.ids_to_export()))
        self.header.sort_asked.connect(self._sort)
        self.table.opened.connect(self._open)
        self.table.doubleClicked.connect(self._double_clicked)
        self.table.chosen_changed.connect(self._show_export)
        self.table.copy_requested.connect(self.copy)
        self.table.left_upwards.connect(self.focus_filter)
        self.filters.text.entered.connect(self._enter_table)
        self.header.dragged.connect(self._keep_widths)
        self.columns.changed.connect(self.columns_changed)
        self.columns.changed.connect(lambda _names: self._spread())
        self.table.customContextMenuRequested.connect(self._ask_menu)
        self._clear_button.clicked.connect(self.filters.clear)

    # The archive --------------------------------------------------------------------------------

    def set_workspace(self, workspace: "Workspace | None") -> None:
        """Show the passages of another archive, or of none."""
        if self._workspace is not None:
            self._workspace.changed.disconnect(self._changed)
        self._workspace = workspace
        self._total, self._is_stale, self._facets_are_old = None, True, True
        if workspace is None:
            self.model.set_source(None)
            return
        self.model.set_source(cards_from(workspace, queries.passage_cards))
        workspace.changed.connect(self._changed)
        self.refresh()

    def refresh(self) -> None:
        """Read the table again, at once when it is on screen, else when it next is."""
        if self._workspace is None or not self.isVisible():
            self._is_stale = True
            return
        self._is_stale = False
        where, (order, descending), known = self.filters.wanted, self._order, self._total

        def read(session: "Session") -> "tuple[array[int], list[PassageCard], int]":
            ids = array("q", queries.passage_ids(session, where, order=order, descending=descending))
            total = known
            if where == PassageFilter():
                total = len(ids)
            elif total is None:
                total = queries.counts(session).passages
            return ids, queries.passage_cards(session, ids[:PAGE]), total

        self._workspace.read(read, self._show, latest="passages")

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed while the table was hidden."""
        super().showEvent(event)
        if self._is_stale:
            self.refresh()

    def _show(self, found: "tuple[array[int], Sequence[PassageCard], int]") -> None:
        ids, cards, self._total = found
        self.table.fill(ids, cards)
        if ids:
            self._pages.setCurrentWidget(self.table)
        else:
            self._pages.setCurrentWidget(self._no_match if self._total else self._empty)
        self.count.setText(self._count_text(len(ids)))
        self._show_export()
        if self._facets_are_old and self._workspace is not None:
            # After the list: counting every tag of a large archive takes as long as half of it.
            self._facets_are_old = False
            self._workspace.read(queries.facets, self.filters.offer, latest="passage filters")

    def _count_text(self, shown: int) -> str:
        if self._total is not None and shown != self._total:
            return self.tr("{shown} of %Ln passages", "", self._total).format(shown=number(shown))
        return self.tr("1 passage") if shown == 1 else self.tr("%Ln passages", "", shown)

    def _changed(self, changes: "Changes") -> None:
        if not _NAMED_ELSEWHERE.isdisjoint(changes.rows):
            self._facets_are_old, self._total = True, None
            self.model.refresh()
            self.refresh()
        elif changes.passages:
            # Tags may be new to the filters' counts, and may put a passage in or out of what is asked for.
            self._facets_are_old, self._total = True, None
            self.model.refresh(changes.passages)
            self.refresh()

    # Filters and order --------------------------------------------------------------------------

    def set_filter(self, wanted: PassageFilter) -> None:
        """Ask for other passages."""
        self.filters.set_wanted(wanted)

    @property
    def filter(self) -> PassageFilter:
        """Which passages are asked for."""
        return self.filters.wanted

    def _filters_changed(self) -> None:
        self.refresh()
        self.filters_changed.emit()

    def _sort(self, section: int) -> None:
        column = self._columns[section]
        if column.order is None:
            return
        order, descending = self._order
        if order != column.order:
            self._order = (column.order, column.sorts_downwards_first)
        elif descending == column.sorts_downwards_first:
            self._order = (order, not descending)
        else:
            self._order = ("place", False)
        shown = -1 if self._order[0] == "place" else section
        self.header.show_order(shown, self._order[1])
        self.refresh()

    def focus_filter(self) -> None:
        """Give the keyboard to the field that filters by words."""
        self.filters.text.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filters.text.selectAll()

    def _enter_table(self) -> None:
        if self.model.ids:
            self.table.enter_list()

    # Columns ------------------------------------------------------------------------------------

    def header_state(self) -> QByteArray:
        """Return the widths and order of the columns, to be kept between runs."""
        return self.header.saveState()

    def restore_header_state(self, state: QByteArray) -> None:
        """Take widths and order of the columns from :meth:`header_state`."""
        self._widths_are_kept = self.header.restoreState(state)
        self.columns.hide(self.columns.hidden)

    def hide_columns(self, names: Sequence[str]) -> None:
        """Show all columns but these; the quote always stays."""
        self.columns.hide(names)
        self._spread()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the quotes what width there is, until somebody drags a column."""
        super().resizeEvent(event)
        self._spread()

    def _spread(self) -> None:
        if not self._widths_are_kept:
            others = sum(self.header.sectionSize(at) for at in range(1, self.header.count()))
            room = self.width() - self.table.verticalScrollBar().sizeHint().width() - others
            self.header.resizeSection(0, max(_NARROWEST_QUOTE, room))

    def _keep_widths(self) -> None:
        self._widths_are_kept = True

    # What is shown and chosen -------------------------------------------------------------------

    def shown_ids(self) -> list[int]:
        """Return the keys of the passages in the table, in the order shown."""
        return list(self.model.ids)

    def selected_passages(self) -> list[int]:
        """Return the keys of the selected passages, from the top."""
        return self.table.selected_ids()

    def ids_to_export(self) -> list[int]:
        """Return the keys that Export is for: the selected ones when there are several, else all shown."""
        chosen = self.table.selected_ids()
        return chosen if len(chosen) > 1 else self.shown_ids()

    def _show_export(self) -> None:
        chosen = self.table.selected_ids()
        if len(chosen) > 1:
            self.export_button.setText(self.tr("Export %Ln selected…", "", len(chosen)))
        else:
            self.export_button.setText(self.tr("Export…"))
        self.export_button.setEnabled(bool(self.model.ids))

    def _open(self, passage_id: int) -> None:
        card = self.model.card(self.model.row_of(passage_id))
        if card is not None:
            self.passage_opened.emit(passage_id, card.article_id)

    def _double_clicked(self, index: QModelIndex) -> None:
        self._open(self.model.id_at(index.row()))

    def _ask_menu(self, place: QPoint) -> None:
        chosen = self.table.selected_ids()
        if chosen:
            self.context_requested.emit(self.table.viewport().mapToGlobal(place), chosen)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask to delete the selected passages."""
        chosen = self.table.selected_ids() if self.table.hasFocus() else []
        if chosen and event.key() == Qt.Key.Key_Delete:
            self.delete_requested.emit(chosen)
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """Put the quotes of the selected passages on the clipboard, each with its reference."""
        chosen = self.table.selected_ids()
        if chosen and self._workspace is not None:
            self._workspace.read(
                lambda session: "\n\n".join(map(quotation, queries.passage_cards(session, chosen))),
                QGuiApplication.clipboard().setText,
                latest="copied passages",
            )

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        for part in (self.filters, self.header, self._delegate, self._empty, self._no_match):
            part.set_theme(theme)
        self.export_button.setIcon(icon("export", theme))
