"""The library panel: search box, filters, the articles, and in their place what a search found."""

from array import array
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from archive_app.gui.library.card import HEIGHT, ArticleDelegate, article_words
from archive_app.gui.library.filters import FilterButton, LibraryFilters, SortButton
from archive_app.gui.library.search_box import SearchBox
from archive_app.gui.lists.empty import EmptyState
from archive_app.gui.lists.paging import PAGE, PagedModel, cards_from
from archive_app.gui.lists.table import CardTable
from archive_app.gui.lists.wording import number
from archive_app.gui.search.results import ResultList
from archive_app.gui.search.saved_list import SavedSearches
from archive_app.gui.theme import SPACE, Theme

if TYPE_CHECKING:  # the list is on screen before the database's modules are imported
    from sqlmodel import Session

    from archive_app.gui.workspace import Workspace
    from archive_app.operations.searching import SearchResult
    from archive_app.storage.collections import CollectionCard, LabelCard
    from archive_app.storage.journal import Changes
    from archive_app.storage.queries import ArticleCard, Facets

    _Offered = tuple[Facets, list[CollectionCard], list[LabelCard]]

_GROUPS = frozenset({"collection", "label", "collection_article", "article_label"})
"""Tables whose rows the filters for collections and labels offer."""
_PAUSE = 120  # milliseconds on an article before it is opened, so that one can run down the list


class LibraryPanel(QFrame):
    """All articles of the open archive."""

    article_chosen = Signal(int)
    """An article was clicked, opened with Enter, or rested on."""
    hit_chosen = Signal(object)
    """Carries the :class:`~archive_app.operations.searching.Hit` to open."""
    search_changed = Signal(str)
    """Carries what to search for, empty when the search is over."""
    context_requested = Signal(QPoint, list)
    """Carries where on the screen a menu is wanted, and the keys of the articles it is for."""
    delete_requested = Signal(list)
    """Carries the keys of the articles to delete."""
    selection_changed = Signal(list)
    """Carries the keys of the selected articles."""
    import_requested = Signal()
    paste_requested = Signal()

    def __init__(self, workspace: "Workspace | None", theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self._workspace: Workspace | None = None
        self._total: int | None = None
        """Articles in the archive; nothing while that is not known."""
        self._opened: int | None = None
        self._opens_first_hit = False
        self._facets_are_old = True
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._rested)
        self._build(theme)
        self._connect()
        self.set_workspace(workspace)

    def _build(self, theme: Theme) -> None:
        self.search_box = SearchBox(theme)
        self.filter_button = FilterButton(theme)
        self.filters = LibraryFilters(theme)
        self.filters.hide()
        self.sort_button = SortButton(theme)
        self.count = QLabel()
        self.count.setProperty("role", "caption")
        self.model: PagedModel[ArticleCard] = PagedModel(article_words, parent=self)
        self.table = CardTable(self.model, HEIGHT)
        self.table.play_list()
        self.table.setAccessibleName(self.tr("Articles"))
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._delegate = ArticleDelegate(self.table, self.model, theme)
        self.table.setItemDelegate(self._delegate)
        self.results = ResultList(theme)
        self.saved = SavedSearches(theme)
        self._empty = EmptyState(
            "empty-library",
            self.tr("No articles yet. Import files, drop them here, or paste a text."),
            theme,
        )
        self.import_button = self._empty.add_button(self.tr("Import…"), primary=True)
        self.paste_button = self._empty.add_button(self.tr("Paste text…"))
        self._no_match = EmptyState("", self.tr("No article matches these filters."), theme)
        self._clear_button = self._no_match.add_button(self.tr("Clear filters"))
        self._pages = QStackedWidget()
        for page in (self.table, self.results, self._empty, self._no_match):
            self._pages.addWidget(page)
        top = QHBoxLayout()
        top.setSpacing(SPACE // 2)
        top.addWidget(self.search_box)
        top.addWidget(self.filter_button)
        line = QHBoxLayout()
        line.addWidget(self.count)
        line.addStretch()
        line.addWidget(self.sort_button)
        head = QVBoxLayout()
        head.setContentsMargins(SPACE * 3 // 2, SPACE * 3 // 2, SPACE * 3 // 2, SPACE // 2)
        head.setSpacing(SPACE)
        head.addLayout(top)
        head.addWidget(self.filters)
        head.addWidget(self.saved)
        head.addLayout(line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._pages, 1)

    def _connect(self) -> None:
        self.search_box.search_changed.connect(self._search_changed)
        self.search_box.entered.connect(self._enter_list)
        self.search_box.accepted.connect(self._accept_search)
        self.filter_button.toggled.connect(self._show_filters)
        self.filters.changed.connect(self._filters_changed)
        self.sort_button.changed.connect(self.refresh)
        self.table.chosen_changed.connect(self._chosen_changed)
        self.table.clicked_alone.connect(self._choose)
        self.table.opened.connect(self._choose)
        self.table.left_upwards.connect(self.focus_search)
        self.table.customContextMenuRequested.connect(self._ask_menu)
        self.results.hit_chosen.connect(self.hit_chosen)
        self.results.left_upwards.connect(self.focus_search)
        self.results.summary_changed.connect(lambda _summary: self._show_page())
        self.results.query_suggested.connect(self.search_box.setText)
        self.import_button.clicked.connect(self.import_requested)
        self.paste_button.clicked.connect(self.paste_requested)
        self._clear_button.clicked.connect(self.filters.clear)

    # The archive --------------------------------------------------------------------------------

    def set_workspace(self, workspace: "Workspace | None") -> None:
        """Show the articles of another archive, or of none."""
        if self._workspace is not None:
            self._workspace.changed.disconnect(self._changed)
        self._workspace = workspace
        self._total, self._opened, self._facets_are_old = None, None, True
        if workspace is None:
            self.model.set_source(None)
            return
        from archive_app.storage import queries

        self.model.set_source(
            cards_from(workspace, lambda session, ids: queries.article_cards(session, ids, workspace.coder))
        )
        self.results.set_workspace(workspace)
        workspace.changed.connect(self._changed)
        self.refresh()

    def refresh(self) -> None:
        """Read the list again; selection and place stay."""
        if self._workspace is None:
            return
        wanted, (order, descending) = self.filters.wanted, self.sort_button.order
        known, reader = self._total, self._workspace.coder

        def read(session: "Session") -> "tuple[array[int], list[ArticleCard], int]":
            from archive_app.storage import queries

            where = queries.ArticleFilter(**asdict(wanted), reader=reader)
            ids = array("q", queries.article_ids(session, where, order=order, descending=descending))
            total = known
            if not wanted.count:
                total = len(ids)
            elif total is None:
                total = queries.counts(session).articles
            return ids, queries.article_cards(session, ids[:PAGE], reader), total

        self._workspace.read(read, self._show, latest="library")
        if self._facets_are_old and self.filters.isVisible():
            self._read_facets()

    def _read_facets(self) -> None:
        if self._workspace is None:
            return
        self._facets_are_old = False

        def read(session: "Session") -> "_Offered":
            from archive_app.storage import queries
            from archive_app.storage.collections import collections, labels

            return queries.facets(session), collections(session), labels(session)

        def offer(found: "_Offered") -> None:
            facets, collections, labels = found
            self.filters.offer(facets.outlets, facets.languages)
            self.filters.offer_groups(collections, labels)

        self._workspace.read(read, offer, latest="library filters")

    def _show(self, found: "tuple[array[int], Sequence[ArticleCard], int]") -> None:
        ids, cards, self._total = found
        self.table.fill(ids, cards)
        if self._opened is not None and not self.table.selected_ids():
            self.table.select_ids([self._opened])
        self._show_page()

    def _changed(self, changes: "Changes") -> None:
        self.model.refresh(changes.articles)
        wanted, (order, _) = self.filters.wanted, self.sort_button.order
        groups_changed = not _GROUPS.isdisjoint(changes.rows)
        if groups_changed:
            self._facets_are_old = True
        if "article" in changes.rows:
            self._facets_are_old, self._total = True, None
        if (
            "article" in changes.rows
            or (changes.articles and (wanted.tagged is not None or order == "passages"))
            or (groups_changed and (wanted.collection_id is not None or wanted.label_id is not None))
            or ("article_read" in changes.rows and wanted.read is not None)
        ):
            self.refresh()
        elif groups_changed and self.filters.isVisible():
            self._read_facets()

    def coder_changed(self) -> None:
        """Show what another person has read."""
        self.model.refresh()
        self.refresh()

    # What stands below the filters ---------------------------------------------------------------

    def _show_page(self) -> None:
        shown = len(self.model.ids)
        if self.search_box.query:
            page: QWidget = self.results
        elif shown:
            page = self.table
        else:
            page = self._no_match if self._total else self._empty
        self._pages.setCurrentWidget(page)
        self.sort_button.setVisible(page is self.table)
        self.filter_button.setEnabled(page is not self.results)
        self.filter_button.show_count(self.filters.wanted.count)
        if page is self.results:
            self.count.setText(self.results.summary)
        else:
            self.count.setText(self._count_text(shown))

    def _count_text(self, shown: int) -> str:
        if not shown and not self._total:
            return ""
        if self._total is not None and shown != self._total:
            return self.tr("{shown} of %Ln articles", "", self._total).format(shown=number(shown))
        return self.tr("1 article") if shown == 1 else self.tr("%Ln articles", "", shown)

    def _show_filters(self, shown: bool) -> None:
        self.filters.setVisible(shown)
        if shown and self._facets_are_old:
            self._read_facets()

    def _filters_changed(self) -> None:
        self.filter_button.show_count(self.filters.wanted.count)
        self.refresh()

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        for part in (
            self.search_box, self.filter_button, self.filters, self.sort_button, self._delegate,
            self.results, self._empty, self._no_match,
        ):  # fmt: skip
            part.set_theme(theme)

    # Articles -----------------------------------------------------------------------------------

    def select_article(self, article_id: int | None) -> None:
        """Show which article is open, without choosing it anew.

        When it was chosen here, somebody may have moved on in the list while it was being read; the list
        then stays as it is.
        """
        was_chosen_here = article_id == self._opened
        self._opened = article_id
        if was_chosen_here and (self._pause.isActive() or article_id in self.table.selected_ids()):
            return
        self._pause.stop()
        self.table.select_ids([] if article_id is None else [article_id])

    def selected_articles(self) -> list[int]:
        """Return the keys of the selected articles, from the top."""
        return self.table.selected_ids()

    def focus_list(self) -> None:
        """Give the keyboard to the list."""
        self._enter_list()

    def _choose(self, article_id: int) -> None:
        self._pause.stop()
        self._opened = article_id
        self.article_chosen.emit(article_id)

    def _chosen_changed(self) -> None:
        chosen = self.table.selected_ids()
        self._pause.stop()
        if len(chosen) == 1 and chosen[0] != self._opened:
            self._pause.start()
        self.selection_changed.emit(chosen)

    def _rested(self) -> None:
        chosen = self.table.selected_ids()
        if len(chosen) == 1:
            self._choose(chosen[0])

    def _ask_menu(self, place: QPoint) -> None:
        chosen = self.table.selected_ids()
        if chosen:
            self.context_requested.emit(self.table.viewport().mapToGlobal(place), chosen)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask to delete the selected articles."""
        chosen = self.table.selected_ids()
        if event.key() == Qt.Key.Key_Delete and self.table.hasFocus() and chosen:
            self.delete_requested.emit(chosen)
        else:
            super().keyPressEvent(event)

    # Searching ----------------------------------------------------------------------------------

    def focus_search(self) -> None:
        """Give the keyboard to the search box."""
        self.search_box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search_box.selectAll()

    def show_searching(self) -> None:
        """Say that a search is under way; what was found before stays until it is done."""
        self.results.show_searching()
        self._show_page()

    def show_results(self, result: "SearchResult", query: str) -> None:
        """Show what was found for a query; a query that is no longer asked is passed over."""
        if query.strip() != self.search_box.query:
            return
        self.results.show_results(result, query)
        self._show_page()
        if self._opens_first_hit:
            self._opens_first_hit = False
            self.results.open_first()

    def _search_changed(self, query: str) -> None:
        self._opens_first_hit = False
        if query:
            self.results.await_results(query)
        else:
            self.results.clear()
        self._show_page()
        self.search_changed.emit(query)

    def _accept_search(self) -> None:
        self.search_box.tell()
        if not self.search_box.query:
            return
        if self.results.is_waiting:
            self._opens_first_hit = True
        else:
            self.results.open_first()

    def _enter_list(self) -> None:
        page: Any = self._pages.currentWidget()
        if page is self.results:
            self.results.enter_list()
        elif page is self.table:
            self.table.enter_list()
