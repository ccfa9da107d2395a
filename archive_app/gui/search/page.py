"""The search view: the query and how it was understood, when and where it was found, and the hits."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from archive_app.gui.library.search_box import SearchBox
from archive_app.gui.lists.empty import EmptyState
from archive_app.gui.lists.wording import language_name
from archive_app.gui.search.facet_panel import Facet, FacetPanel, Value
from archive_app.gui.search.results import ResultList
from archive_app.gui.search.timeline import TimelineStrip
from archive_app.gui.theme import SPACE, Theme
from archive_app.search.facets import clause_for
from archive_app.search.narrowing import chosen, left_out, let_go, set_dates, spoken_of, taken_in

if TYPE_CHECKING:
    from archive_app.gui.workspace import Workspace
    from archive_app.operations.searching import Kind, SearchResult
    from archive_app.search.facets import Facets, FacetValue
    from archive_app.search.ordering import Order

FIRST = 100
"""Hits that are shown before more are asked for."""
_MOST = 2000


@dataclass(frozen=True)
class Search:
    """What the page asks for."""

    query: str = ""
    kind: "Kind" = "all"
    order: "Order" = "relevance"
    limit: int = FIRST


class SearchPage(QWidget):
    """One search with all that was found, to be narrowed by clicking."""

    asked = Signal(object)
    """Carries the :class:`Search` to be made."""
    hit_chosen = Signal(object)
    """Carries the :class:`~archive_app.operations.searching.Hit` to open."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = Search()
        self._build(theme)
        self._connect()

    def _build(self, theme: Theme) -> None:
        self.box = SearchBox(theme)
        self.kinds = self._choices(
            self.tr("What to list"),
            (self.tr("Articles and passages"), "all"),
            (self.tr("Articles"), "article"),
            (self.tr("Passages"), "passage"),
        )
        self.orders = self._choices(
            self.tr("Order"),
            (self.tr("Best first"), "relevance"),
            (self.tr("Newest first"), "newest"),
            (self.tr("Oldest first"), "oldest"),
            (self.tr("By outlet"), "outlet"),
        )
        self.understood = QLabel()
        self.understood.setProperty("role", "caption")
        self.understood.setTextFormat(Qt.TextFormat.PlainText)
        self.understood.setWordWrap(True)
        self.understood.setAccessibleName(self.tr("How the query was understood"))
        self.count = QLabel()
        self.count.setProperty("role", "heading")
        self.more = QPushButton(self.tr("Show more"))
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(SPACE)
        self.timeline = TimelineStrip(theme)
        self.facets = FacetPanel(theme)
        self.results = ResultList(theme)
        self._empty = EmptyState(
            "search",
            self.tr(
                "Type what you are looking for. Words stand for all their forms; “exact words” in quotes, "
                "embarg* for a beginning, actor:name, outlet:name, date:2019-04, is:tagged."
            ),
            theme,
        )
        self._pages = QStackedWidget()
        found = QSplitter(Qt.Orientation.Horizontal)
        found.setChildrenCollapsible(False)
        self.facets.setMinimumWidth(200)
        found.addWidget(self.facets)
        found.addWidget(self.results)
        found.setStretchFactor(1, 1)
        found.setSizes([270, 900])
        self._found = found
        for page in (self._empty, found):
            self._pages.addWidget(page)
        first = QHBoxLayout()
        first.setSpacing(SPACE)
        first.addWidget(self.box, 1)
        first.addWidget(self.kinds)
        first.addWidget(self.orders)
        second = QHBoxLayout()
        second.setSpacing(2 * SPACE)
        second.addWidget(self.count)
        second.addWidget(self.understood, 1)
        second.addWidget(self.more)
        second.addLayout(self.buttons)
        head = QVBoxLayout()
        head.setContentsMargins(2 * SPACE, SPACE * 3 // 2, 2 * SPACE, SPACE)
        head.setSpacing(SPACE)
        head.addLayout(first)
        head.addLayout(second)
        head.addWidget(self.timeline)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._pages, 1)
        self.more.hide()
        self.timeline.hide()

    def _choices(self, name: str, *choices: tuple[str, str]) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        for title, value in choices:
            box.addItem(title, value)
        return box

    def _connect(self) -> None:
        self.box.search_changed.connect(self._typed)
        self.box.accepted.connect(self._accept)
        self.box.entered.connect(self.results.enter_list)
        self.kinds.currentIndexChanged.connect(self._choose)
        self.orders.currentIndexChanged.connect(self._choose)
        self.more.clicked.connect(self._ask_more)
        self.facets.taken_in.connect(lambda field, value: self._rewrite(taken_in(self.query, field, value)))
        self.facets.left_out.connect(lambda field, value: self._rewrite(left_out(self.query, field, value)))
        self.facets.let_go.connect(lambda field, value: self._rewrite(let_go(self.query, field, value)))
        self.timeline.chosen.connect(lambda first, last: self._rewrite(set_dates(self.query, first, last)))
        self.results.hit_chosen.connect(self.hit_chosen)
        self.results.query_suggested.connect(self.set_query)
        self.results.left_upwards.connect(self.box.setFocus)
        self.results.summary_changed.connect(self.count.setText)

    @property
    def query(self) -> str:
        """What is searched for."""
        return self.box.query

    def set_query(self, query: str) -> None:
        """Search for something else, at once."""
        self.box.setText(query)
        self.box.tell()

    def set_workspace(self, workspace: "Workspace | None") -> None:
        """Read the tags of passages from another archive."""
        self.results.set_workspace(workspace)

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        for part in (self.box, self.timeline, self.facets, self.results, self._empty):
            part.set_theme(theme)

    def sizeHint(self) -> QSize:
        """Ask for no more room than there is."""
        return QSize(600, 400)

    # Asking -------------------------------------------------------------------------------------

    def ask(self) -> None:
        """Make the search again: what it finds may have changed."""
        if self.search.query:
            self.asked.emit(self.search)

    def _typed(self, query: str) -> None:
        self._ask(replace(self.search, query=query, limit=FIRST))

    def _choose(self) -> None:
        self._ask(
            replace(
                self.search,
                kind=self.kinds.currentData(),
                order=self.orders.currentData(),
                limit=FIRST,
            )
        )

    def _ask_more(self) -> None:
        self._ask(replace(self.search, limit=min(self.search.limit * 4, _MOST)))

    def _accept(self) -> None:
        self.box.tell()
        if not self.results.is_waiting:
            self.results.open_first()

    def _rewrite(self, query: str) -> None:
        keyboard = self.focusWidget()
        self.set_query(query)
        if keyboard is not None:
            keyboard.setFocus()

    def _ask(self, search: Search) -> None:
        self.search = search
        if search.query:
            self.results.await_results(search.query)
            self.asked.emit(search)
        else:
            self.results.clear()
            self.understood.clear()
            self.more.hide()
            self.timeline.hide()
            self._pages.setCurrentWidget(self._empty)

    # What was found -----------------------------------------------------------------------------

    def show_found(self, search: Search, result: "SearchResult", facets: "Facets") -> None:
        """Show what a search found; one that is no longer asked for is passed over."""
        if search != self.search:
            return
        self.results.show_results(result, search.query)
        said = self.tr("Understood: {query}").format(query=result.understood) if result.understood else ""
        self.understood.setText(said)
        self.more.setVisible(len(result.hits) < result.total and search.limit < _MOST)
        self.timeline.show_timeline(facets.timeline)
        self.timeline.setVisible(len(facets.timeline.buckets) > 1)
        shown = self._facets(facets)
        self.facets.show_facets(shown)
        self.facets.setVisible(any(facet.values for facet in shown))
        self._pages.setCurrentWidget(self._found)

    def _facets(self, facets: "Facets") -> list[Facet]:
        return [
            Facet("actor", self.tr("Actors"), self._values("actor", facets.actors)),
            Facet("claim", self.tr("Claim types"), self._values("claim", facets.claim_types)),
            Facet("outlet", self.tr("Outlets"), self._values("outlet", facets.outlets)),
            Facet("lang", self.tr("Languages"), self._values("lang", facets.languages, language_name)),
            Facet("collection", self.tr("Collections"), self._values("collection", facets.collections)),
            Facet("coder", self.tr("Coders"), self._values("coder", facets.coders)),
        ]

    def _values(
        self, field: str, found: "Sequence[FacetValue]", name_of: Callable[[str], str] = str
    ) -> tuple[Value, ...]:
        """Return what was found, and what the query speaks of that nothing found has, to be let go again."""
        values = [
            Value(value.name, name_of(value.name), value.count, chosen(self.query, field, value.name))
            for value in found
        ]
        listed = {clause_for(field, value.name) for value in found}
        values += [
            Value(name, name_of(name), 0, choice)
            for name, choice in spoken_of(self.query, field)
            if clause_for(field, name) not in listed
        ]
        return tuple(values)
