"""The search view at work: asks the index in the background and shows only the newest answer."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from archive_app.gui.library.search_box import SearchBox
from archive_app.gui.search.completer import QueryCompleter
from archive_app.gui.search.page import Search, SearchPage
from archive_app.gui.theme import Theme
from archive_app.gui.workspace import Workspace
from archive_app.operations.searching import Hit, Searching, SearchResult
from archive_app.search.facets import Facets
from archive_app.search.mapped import DamagedIndex

if TYPE_CHECKING:
    from archive_app.operations.searching import HitKind


class ResultsDesk(QObject):
    """Makes the searches of the search view, which shares its query with the library's search box."""

    hit_chosen = Signal(object)
    """Carries the :class:`~archive_app.operations.searching.Hit` to open."""

    def __init__(
        self,
        workspace: Workspace,
        searching: Searching,
        page: SearchPage,
        library_box: SearchBox,
        theme: Theme,
    ) -> None:
        super().__init__(page)
        self._workspace = workspace
        self._searching = searching
        self._page = page
        self._library_box = library_box
        page.set_workspace(workspace)
        self._completers = [
            QueryCompleter(box, workspace, searching, theme) for box in (page.box, library_box)
        ]
        page.asked.connect(self._ask)
        page.hit_chosen.connect(self._open)

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        for completer in self._completers:
            completer.set_theme(theme)

    def enter(self) -> None:
        """Go on with what is searched for in the library."""
        if self._library_box.query and self._library_box.query != self._page.query:
            self._page.set_query(self._library_box.query)
        else:
            self._page.ask()
        self._page.box.setFocus()
        self._page.box.selectAll()

    def refresh(self) -> None:
        """Search again while somebody is looking: the archive or the index changed."""
        if self._page.isVisible():
            self._page.ask()

    def _open(self, hit: Hit) -> None:
        # The same hits stand in the library's list then, to go on from one to the next.
        self._library_box.setText(self._page.query)
        self._library_box.tell()
        self.hit_chosen.emit(hit)

    def _ask(self, search: Search) -> None:
        def find() -> tuple[SearchResult, Facets]:
            result = self._searching.search(
                search.query,
                kind=search.kind,
                limit=search.limit,
                order=search.order,
                is_being_typed=True,
            )
            kind: HitKind = "passage" if search.kind == "passage" else "article"
            try:
                facets = self._searching.facets(search.query, kind=kind, is_being_typed=True)
            except DamagedIndex:  # the result says so already
                facets = Facets()
            return result, facets

        self._workspace.compute(
            find, lambda found: self._page.show_found(search, *found), latest="search view"
        )
