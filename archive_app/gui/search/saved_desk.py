"""Saved searches and searches made lately: kept, counted, offered at every search box."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from archive_app.gui.dialogs import Dialogs
from archive_app.gui.library.search_box import SearchBox
from archive_app.gui.lists.choice import Choice, ChoicePopup
from archive_app.gui.search.box_menu import BoxMenu
from archive_app.gui.search.saved_list import SavedSearches
from archive_app.gui.settings import Settings
from archive_app.gui.theme import Theme
from archive_app.gui.workspace import Operation, Workspace
from archive_app.model.tables import SavedSearch
from archive_app.operations.saved_searches import (
    change_search,
    count_searches,
    delete_searches,
    rename_search,
    save_search,
)
from archive_app.operations.searching import Searching
from archive_app.storage.saved_searches import SavedSearchCard, saved_searches

if TYPE_CHECKING:
    from archive_app.storage.journal import Changes

_PAUSE = 700  # milliseconds after a change; further changes are counted with it


class SavedDesk(QObject):
    """Keeps the list in the library and the menus of the search boxes up to date."""

    said = Signal(str)
    """Carries a short sentence for the status bar."""
    query_chosen = Signal(str, str)
    """Carries a query to search for, and in what order its results come; empty for the order as it is."""

    def __init__(
        self,
        workspace: Workspace,
        searching: Searching,
        panel: SavedSearches,
        boxes: Sequence[SearchBox],
        settings: Settings,
        dialogs: Dialogs,
        theme: Theme,
    ) -> None:
        super().__init__(panel)
        self._workspace = workspace
        self._searching = searching
        self._settings = settings
        self._dialogs = dialogs
        self._theme = theme
        self._is_closed = False
        self.panel = panel
        self.chooser: ChoicePopup | None = None
        """The list of saved searches, once it was opened."""
        self.current: Callable[[], tuple[str, str]] = lambda: ("", "relevance")
        """Tells what is searched for now, and in what order."""
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self.count)
        self.menus = {box: self._menu(box) for box in boxes}
        panel.chosen.connect(self._choose)
        panel.rename_requested.connect(self.rename)
        panel.change_requested.connect(self.change)
        panel.delete_requested.connect(self.delete)
        workspace.changed.connect(self._changed)
        self.refresh()

    def _menu(self, box: SearchBox) -> BoxMenu:
        menu = BoxMenu(box, self._theme, lambda: self._settings.search_history, lambda: self.panel.searches)
        menu.query_chosen.connect(lambda query: self.query_chosen.emit(query, ""))
        menu.search_chosen.connect(self._choose)
        menu.save_requested.connect(self.save)
        menu.clear_requested.connect(self.clear_history)
        box.accepted.connect(lambda: self.note(box.query))
        return menu

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        self.panel.set_theme(theme)
        for menu in self.menus.values():
            menu.set_theme(theme)

    def close_archive(self) -> None:
        """Count no further."""
        self._is_closed = True
        self._pause.stop()

    # The list -----------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the saved searches again, and count them."""
        self._workspace.read(saved_searches, self._show, latest="saved searches")

    def count_soon(self) -> None:
        """Count again in a moment: the archive or its index changed."""
        if self.panel.searches and not self._is_closed:
            self._pause.start()

    def count(self) -> None:
        """Count what each search finds, in the background."""
        listed, searching = self.panel.searches, self._searching
        if listed:
            self._workspace.compute(
                lambda: count_searches(searching, listed, cancelled=lambda: self._is_closed),
                self.panel.show_counts,
                latest="saved counts",
            )

    def _show(self, listed: list[SavedSearchCard]) -> None:
        self.panel.show_searches(listed)
        self.count()

    def _changed(self, changes: "Changes") -> None:
        if changes.touches(SavedSearch):
            self.refresh()
        else:
            self.count_soon()

    # What a person does with them -----------------------------------------------------------------

    def save(self) -> None:
        """Ask for a name and keep what is searched for."""
        query, order = self.current()
        if not query:
            self.said.emit(self.tr("Type a search first; then it can be saved."))
            return
        known = next((each.name for each in self.panel.searches if each.query == query), None)
        if known is not None:
            self.said.emit(self.tr("This search is saved already, as “{0}”.").format(known))
            return
        name = self._dialogs.text(self.tr("Save Search"), self.tr("Under what name?"), query)
        if name is None:
            return
        self.note(query)
        coder = self._workspace.coder
        self._run(
            lambda archive: save_search(archive, name, query, order=order, coder=coder),
            self.tr("Saved. The library counts what it finds from now on."),
        )

    def rename(self, search: SavedSearchCard) -> None:
        """Ask for another name."""
        name = self._dialogs.text(self.tr("Rename Search"), self.tr("Name"), search.name)
        if name is not None and name != search.name:
            coder = self._workspace.coder
            self._run(lambda archive: rename_search(archive, search.id, name, coder=coder), "")

    def change(self, search: SavedSearchCard) -> None:
        """Make what is searched for now the query of a saved search."""
        query, order = self.current()
        if not query:
            self.said.emit(self.tr("Type a search first; then a saved one can be changed to it."))
            return
        coder = self._workspace.coder
        self._run(
            lambda archive: change_search(archive, search.id, query, order=order, coder=coder),
            self.tr("“{0}” now searches for “{1}”.").format(search.name, query),
        )

    def delete(self, search: SavedSearchCard) -> None:
        """Delete a saved search; Undo brings it back."""
        coder = self._workspace.coder
        self._run(
            lambda archive: delete_searches(archive, [search.id], coder=coder),
            self.tr("Deleted the saved search “{0}”. Undo brings it back.").format(search.name),
        )

    def choose(self, below: SearchBox) -> None:
        """Offer all saved searches in a list."""
        listed = self.panel.searches
        if not listed:
            self.said.emit(self.tr("No search is saved yet. Search for something and press Ctrl+D."))
            return
        if self.chooser is None:
            self.chooser = ChoicePopup(self._theme, self.panel)
            self.chooser.chosen.connect(lambda choice: self._choose_id(choice.value))
        choices = []
        for search in listed:
            counts = self.panel.counts_of(search.id)
            uses = counts.articles if counts else None
            choices.append(Choice(search.id, search.name, (search.query,), uses))
        self.chooser.set_theme(self._theme)
        self.chooser.offer(choices, choices[0], self.tr("Saved searches"))
        self.chooser.open_below(below)

    def _choose_id(self, search_id: int) -> None:
        for search in self.panel.searches:
            if search.id == search_id:
                self._choose(search)

    def _choose(self, search: SavedSearchCard) -> None:
        self.query_chosen.emit(search.query, search.order)

    def _run(self, operation: Operation, sentence: str) -> None:
        self._workspace.run(operation, lambda _result: self.said.emit(sentence))

    # History ------------------------------------------------------------------------------------

    def note(self, query: str) -> None:
        """Remember that something was searched for."""
        if query:
            self._settings.add_search(query)

    def open_history(self, box: SearchBox) -> None:
        """Offer what was searched for lately."""
        if not self.menus[box].open_history():
            self.said.emit(self.tr("Nothing was searched for yet."))

    def clear_history(self) -> None:
        """Forget what was searched for."""
        self._settings.clear_searches()
        self.said.emit(self.tr("Recent searches were forgotten."))
