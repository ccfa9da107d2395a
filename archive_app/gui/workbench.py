"""The open archive on screen: library, reader, inspector, passages, and how they hear of each other."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from archive_app.gui.coding.memo_popup import MemoPopup
from archive_app.gui.coding.popup import TagPopup
from archive_app.gui.coding_desk import CodingDesk
from archive_app.gui.concordance.view import ConcordanceView
from archive_app.gui.correcting.desk import CorrectingDesk
from archive_app.gui.correcting.drafts import Drafts
from archive_app.gui.correcting.review_desk import ReviewDesk
from archive_app.gui.dialogs import Dialogs, QtDialogs
from archive_app.gui.finding.finder import Finder
from archive_app.gui.imports.view import ImportsView
from archive_app.gui.inspector.panel import InspectorPanel
from archive_app.gui.intake.import_bar import ImportBar
from archive_app.gui.intake.import_desk import ImportDesk
from archive_app.gui.intake.table_desk import TableDesk
from archive_app.gui.intake.watching import FolderWatch
from archive_app.gui.library.grouping import GroupingDesk
from archive_app.gui.library.panel import LibraryPanel
from archive_app.gui.passages.view import PassagesView
from archive_app.gui.reading_pane import OpenArticle, ReadingPane, read_article
from archive_app.gui.search.desk import SearchDesk
from archive_app.gui.search.page import SearchPage
from archive_app.gui.search.results_desk import ResultsDesk
from archive_app.gui.settings import Settings
from archive_app.gui.shaping_desk import ShapingDesk
from archive_app.gui.sheet.dialog import SheetDialog
from archive_app.gui.theme import Theme
from archive_app.gui.workspace import Workspace
from archive_app.model.errors import NotFound
from archive_app.model.tables import Actor, Article, ClaimType, Passage, ProposedCut
from archive_app.operations.articles import delete_articles
from archive_app.operations.cuts import keep_cuts, remove_cuts
from archive_app.operations.searching import Hit, Searching, SearchResult
from archive_app.search.index import open_index
from archive_app.search.indexer import IndexerProcess, IndexProgress
from archive_app.storage.archive import Archive
from archive_app.storage.journal import Changes
from archive_app.storage.queries import (
    ArchiveCounts,
    PassageCard,
    PassageFilter,
    article_ids,
    counts,
    passage_ids,
)

View = Literal["articles", "passages", "results", "concordance", "imports"]
"""What stands in the middle of the window."""


class Workbench(QWidget):
    """Everything about one open archive."""

    said = Signal(str)
    """Carries a short sentence for the status bar."""
    counted = Signal(object)
    """Carries :class:`ArchiveCounts`."""
    article_opened = Signal(object)
    """Carries the :class:`ArticleCard` that is open, or None."""
    report_ready = Signal(object)
    """Carries the :class:`ImportReport` of an import that ended."""
    view_changed = Signal(str)
    """Carries the name of the :data:`View` that is now in front."""
    import_requested = Signal()
    paste_requested = Signal()
    export_requested = Signal(list)
    """Carries the keys of the passages to export."""
    context_requested = Signal(QPoint, list)
    """Carries where (global) the library wants a menu, and for which articles."""
    _index_reported = Signal(object)

    def __init__(
        self,
        archive: Archive,
        settings: Settings,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        dialogs: Dialogs | None = None,
    ) -> None:
        super().__init__(parent)
        self.workspace = Workspace(archive, settings.coder, self)
        self._settings = settings
        self._theme = theme
        self._dialogs = dialogs or QtDialogs(self)
        self._query = ""
        self._shown: list[Changes] = []
        self.result: SearchResult | None = None
        """What the newest search found."""
        self._after_opening: Callable[[], None] | None = None
        self._opening: int | None = None
        self._before_import: int | None = None
        """The article that was open, or wanted, when the newest import began."""
        self._gone: int | None = None
        """The article that was open until it was taken out of the archive."""

        self.library = LibraryPanel(self.workspace, theme)
        self.pane = ReadingPane(theme)
        self.inspector = InspectorPanel(self.workspace, theme)
        self.passages = PassagesView(self.workspace, theme)
        self.results = SearchPage(theme)
        self.concordance = ConcordanceView(theme)
        self.popup = TagPopup(self, theme)
        self.memo = MemoPopup(self, theme)
        self.desk = CodingDesk(self.workspace, self.pane, self.popup, self.memo)
        self.shaping = ShapingDesk(self.workspace, self.pane, self.desk)
        self.finder = Finder(self.workspace, self.pane, self.desk)
        self.correcting = CorrectingDesk(
            self.workspace, self.pane, Drafts(settings.folder), dialogs or QtDialogs(self), theme
        )
        self.reviewing = ReviewDesk(self.workspace, self.pane, theme)
        self.import_bar = ImportBar()
        self.imports = ImportsView(self.workspace, theme)
        self.tables = TableDesk(settings, self)
        self.intake = ImportDesk(
            self.workspace, self.imports, self.import_bar, dialogs or QtDialogs(self), self.tables
        )
        self.watch = FolderWatch(self.workspace, self.intake, settings)
        self.grouping = GroupingDesk(self.workspace, self.chosen_articles, self._dialogs, theme, self)

        self.panes = QSplitter(Qt.Orientation.Horizontal)
        self.panes.setChildrenCollapsible(False)
        for pane, width in ((self.library, 320), (self.pane, 760), (self.inspector, 320)):
            self.panes.addWidget(pane)
            pane.setMinimumWidth(min(width, 380) - 80)
        self.panes.setStretchFactor(1, 1)
        self.panes.setSizes([320, 760, 320])
        self.views = QStackedWidget()
        self._views: dict[View, tuple[QWidget, QWidget]] = {
            "articles": (self.panes, self.pane.reader),
            "passages": (self.passages, self.passages),
            "results": (self.results, self.results.box),
            "concordance": (self.concordance, self.concordance),
            "imports": (self.imports, self.imports.runs),
        }
        """Each with the part of it that gets the keyboard."""
        for view, _ in self._views.values():
            self.views.addWidget(view)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        inner = QHBoxLayout()
        inner.addWidget(self.views)
        layout.addLayout(inner, 1)
        layout.addWidget(self.import_bar)

        self.indexer = IndexerProcess(archive.places.folder, self._index_reported.emit)
        self.searching = Searching(archive, open_index(archive))
        self.finds = SearchDesk(
            self.workspace, self.searching, self.library, self.results, self.concordance, settings,
            dialogs or QtDialogs(self), theme,
        )  # fmt: skip
        self.finding_results = ResultsDesk(
            self.workspace, self.searching, self.results, self.library.search_box, theme
        )
        self._connect()
        state = settings.geometry("panes")
        if state is not None:
            self.panes.restoreState(state)

    def _connect(self) -> None:
        workspace = self.workspace
        workspace.about_to_run.connect(self.flush)
        workspace.passages_stored.connect(self._passages_stored)
        workspace.changed.connect(self._changed)
        workspace.reversing.connect(self._say_how_far)
        self.library.article_chosen.connect(self.open_article)
        self.library.hit_chosen.connect(self.open_hit)
        self.library.search_changed.connect(self.search)
        self.finding_results.hit_chosen.connect(self.open_hit)
        self.library.import_requested.connect(self.import_requested)
        self.library.paste_requested.connect(self.paste_requested)
        self.library.delete_requested.connect(self.delete_articles)
        self.library.context_requested.connect(self.context_requested)
        self.pane.import_requested.connect(self.import_requested)
        self.pane.paste_requested.connect(self.paste_requested)
        self.pane.remove_cuts_requested.connect(self.remove_cuts)
        self.pane.keep_cuts_requested.connect(self.keep_cuts)
        self.pane.reader.strike_activated.connect(lambda _strike: self.pane.notice.remove.setFocus())
        self.desk.newest_memo = self.inspector.newest_memo
        self.desk.current_changed.connect(self._show_in_inspector)
        self.desk.current_changed.connect(self.pane.on_show.lift)
        for part in (
            self.desk,
            self.shaping,
            self.finder,
            self.correcting,
            self.reviewing,
            self.intake,
            self.watch,
            self.grouping,
        ):
            part.said.connect(self.said)
        self.article_opened.connect(lambda _card: self.finder.article_shown())
        self.article_opened.connect(self.correcting.article_shown)
        self.article_opened.connect(lambda _card: self.reviewing.article_shown())
        self.correcting.strips.review_requested.connect(self.reviewing.open)
        self.reviewing.open_changed.connect(self.correcting.strips.set_reviewing)
        self.correcting.stayed.connect(self._select_open_article)
        self.correcting.correcting_changed.connect(self.desk.pause)
        self.correcting.correcting_changed.connect(self.inspector.passage.set_paused)
        inspector = self.inspector
        inspector.add_actor_requested.connect(self.desk.ask_actor)
        inspector.add_claim_requested.connect(self.desk.ask_claim)
        inspector.delete_passage_requested.connect(lambda passage_id: self.desk.delete([passage_id]))
        inspector.passage_switched.connect(self.desk.select_passage)
        inspector.show_passages_requested.connect(self.show_passages_where)
        inspector.codebook.find_names_requested.connect(self.finder.find_names_of)
        inspector.tag_requested.connect(self.desk.apply)
        inspector.article.groups.add_requested.connect(self._add_to_group)
        inspector.article.groups.remove_requested.connect(self._remove_from_group)
        self.passages.passage_opened.connect(self._open_passage)
        self.passages.export_requested.connect(self.export_requested)
        self.passages.hide_columns(self._settings.hidden_columns("passages"))
        self.passages.columns_changed.connect(
            lambda names: self._settings.set_hidden_columns("passages", names)
        )
        self.passages.delete_requested.connect(self.desk.delete)
        self.finds.said.connect(self.said)
        self.finds.tagged.connect(self.desk.recent.use)
        self.finds.view_requested.connect(self.show_view)
        self.finds.place_requested.connect(self.open_place)
        self.finds.hit_requested.connect(self.open_hit)
        self.import_bar.details_requested.connect(lambda: self.show_view("imports"))
        self.imports.import_requested.connect(self.import_requested)
        self.imports.article_chosen.connect(self.open_article)
        self.intake.begun.connect(self._import_begins)
        self.intake.article_requested.connect(self._show_imported)
        self.intake.report_ready.connect(self.report_ready)
        self._index_reported.connect(self._indexed)

    def start(self) -> None:
        """Fill the panes and begin to keep the index."""
        self.indexer.start()
        self.workspace.refresh_undo()
        self._count()
        last = self._settings.place_in(self.workspace.archive.uid)
        self.workspace.read(article_ids, lambda ids: self._open_first(ids, last))
        # After what is on screen: the first search would otherwise wait for it.
        self.workspace.compute(self.searching.prepare, lambda _done: None)

    def close_archive(self) -> None:
        """Save what is being typed, stop the threads and processes, close the archive."""
        self._settings.set_geometry("panes", self.panes.saveState())
        article = self.pane.article
        self._settings.set_place_in(self.workspace.archive.uid, article.card.id if article else None)
        self.flush()
        self.intake.close_archive()
        self.finds.close_archive()
        # It may be killed at any moment: what it has not indexed yet it finds in the journal next time.
        self.indexer.stop(timeout=0.5)
        self.workspace.close()

    def flush(self) -> None:
        """Have everything written that was typed and is not on disk yet."""
        self.inspector.flush()
        self.memo.flush()
        self.shaping.flush()

    def unsaved(self) -> list[str]:
        """Write everything, wait for it, and name what was typed and could not be written."""
        self.flush()
        self.workspace.drain()
        return [*self.inspector.unsaved(), *self.memo.unsaved()]

    # Articles -----------------------------------------------------------------------------------

    def open_article(self, article_id: int, then: Callable[[], None] | None = None) -> None:
        """Show an article in the reader; ``then`` is called once it is shown."""
        if self.view != "articles":
            self.show_view("articles")
        self._load_article(article_id, then)

    def _load_article(self, article_id: int, then: Callable[[], None] | None = None) -> None:
        """Put an article into the reader, whatever view is in front."""
        article = self.pane.article
        is_open = article is not None and article.card.id == article_id
        if not is_open and self.correcting.is_correcting:
            # The open article stays the one that is wanted until its text is stored and shown.
            self.correcting.leave(lambda: self.open_article(article_id, then))
            return
        self._opening = article_id
        if is_open:
            if then is not None:
                then()
            return
        self.inspector.flush()

        def show(found: OpenArticle) -> None:
            if self._opening != article_id:
                return
            self.desk.select_passage(None)
            self.pane.show_article(found)
            self.inspector.show_article(found.card)
            self.library.select_article(article_id)
            self.article_opened.emit(found.card)
            if then is not None:
                then()

        self.workspace.read(lambda session: read_article(session, article_id), show, latest="article")

    def open_hit(self, hit: Hit) -> None:
        """Show an article at a search hit."""

        def at_hit() -> None:
            self._show_passage(hit.passage_id or 0)
            self.pane.reader.setFocus()

        if hit.passage_id is None:
            self.open_place(hit.article_id, hit.start, hit.end)
        else:
            self.open_article(hit.article_id, at_hit)

    def open_place(self, article_id: int, start: int, end: int) -> None:
        """Show an article at a stretch of its text, marked as a find."""

        def at_place() -> None:
            self.pane.reader.mark_hits([(start, end)], 0)
            self.pane.reader.scroll_to(start, end)
            self.pane.reader.setFocus()

        self.open_article(article_id, at_place)

    def _open_passage(self, passage_id: int, article_id: int) -> None:
        def at_passage() -> None:
            self._show_passage(passage_id)
            self.pane.reader.setFocus()

        self.open_article(article_id, at_passage)

    def _show_passage(self, passage_id: int) -> None:
        if self.pane.passage(passage_id) is None:
            self.said.emit(self.tr("This passage needs review: the text was corrected where it stood."))
            self.reviewing.open(passage_id)
            return
        self.desk.select_passage(passage_id, scroll=True)

    def _open_first(self, ids: list[int], last: int | None) -> None:
        # Who was quicker than the list has asked for another one already.
        if self.pane.article is None and self._opening is None and ids:
            self._load_article(last if last in ids else ids[0])

    def step_article(self, direction: int) -> None:
        """Open the article below (1) or above (-1) the open one in the library."""
        ids = self.library.model.ids
        article = self.pane.article
        at = ids.index(article.card.id) + direction if article and article.card.id in ids else 0
        if 0 <= at < len(ids):
            self.open_article(ids[at])
        else:
            self.said.emit(self.tr("There is no further article in the list."))

    def chosen_articles(self) -> list[int]:
        """Return the keys of the articles selected in the library, or else of the open one."""
        ids = self.library.selected_articles()
        if not ids and self.pane.article is not None:
            ids = [self.pane.article.card.id]
        return ids

    def edit_metadata(self) -> None:
        """Open the sheet with the articles selected in the library; with all listed unless several are."""
        ids = self.library.selected_articles()
        if len(ids) < 2:
            ids = list(self.library.model.ids)
        if not ids:
            self.said.emit(self.tr("There are no articles to edit. Import some, or clear the filters."))
            return
        self.flush()
        sheet = SheetDialog(self.workspace, ids, self._dialogs, self._settings, self._theme, self)
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.said.connect(self.said)
        sheet.open()

    def _add_to_group(self, kind: str, article_id: int) -> None:
        ask = self.grouping.ask_labels if kind == "label" else self.grouping.ask_collection
        ask([article_id])

    def _remove_from_group(self, kind: str, key: int, name: str, article_id: int) -> None:
        grouping = self.grouping
        remove = grouping.remove_label if kind == "label" else grouping.remove_from_collection
        remove(key, name, [article_id])

    def delete_selected_articles(self) -> None:
        """Delete the articles selected in the library."""
        self.delete_articles(self.chosen_articles())

    def delete_articles(self, ids: list[int]) -> None:
        """Delete articles with their passages."""
        article = self.pane.article
        if self.correcting.is_correcting and article is not None and article.card.id in ids:
            self.correcting.leave(lambda: self.delete_articles(ids))
        elif ids:
            coder = self.workspace.coder
            self.workspace.run(
                lambda archive: delete_articles(archive, ids, coder=coder),
                lambda _changes: self.said.emit(self.tr("Deleted. Undo brings them back.")),
            )

    def _select_open_article(self) -> None:
        if self.pane.article is not None:
            self._opening = self.pane.article.card.id
            self.library.select_article(self._opening)

    @property
    def is_typing(self) -> bool:
        """Whether the editor in which a text is corrected is in front, so that Undo is its own."""
        return self.correcting.is_correcting and self.view == "articles"

    def undo(self) -> None:
        """Take back what was typed last while a text is corrected, else the last operation."""
        (self.correcting if self.is_typing else self.workspace).undo()

    def redo(self) -> None:
        """Do again what :meth:`undo` took back."""
        (self.correcting if self.is_typing else self.workspace).redo()

    def _say_how_far(self, done: int, of: int) -> None:
        said = self.tr("{0} % of a large step is undone or done again").format(100 * done // of)
        self.said.emit(said if done < of else self.tr("The whole step is undone or done again."))

    def remove_cuts(self) -> None:
        """Remove the lines proposed in the open article."""
        self._decide_cuts(remove_cuts, self.tr("Removed. Undo brings the lines back."))

    def keep_cuts(self) -> None:
        """Keep the lines proposed in the open article."""
        self._decide_cuts(keep_cuts, self.tr("Kept."))

    def _decide_cuts(self, decide: Callable[..., Any], sentence: str) -> None:
        article = self.pane.article
        if article is None or not article.cuts:
            self.said.emit(self.tr("Nothing is proposed for removal in this article."))
            return
        ids, coder = [cut.id for cut in article.cuts], self.workspace.coder
        self.workspace.run(
            lambda archive: decide(archive, ids, coder=coder), lambda _changes: self.said.emit(sentence)
        )

    # Views --------------------------------------------------------------------------------------

    def request_export(self) -> None:
        """Ask to export: what the table's own button would while it is in front, else every passage."""
        if self.view == "concordance":
            self.concordance.export()
        elif self.view == "passages":
            self.export_requested.emit(self.passages.ids_to_export())
        else:
            self.workspace.read(passage_ids, self.export_requested.emit)

    @property
    def view(self) -> View:
        """The name of the view that is in front."""
        front = self.views.currentWidget()
        return next(name for name, (view, _) in self._views.items() if view is front)

    def show_view(self, name: View) -> None:
        """Bring a view to the front and give it the keyboard."""
        view, keyboard = self._views[name]
        self.views.setCurrentWidget(view)
        keyboard.setFocus()
        if name == "results":
            self.finding_results.enter()
        elif name == "imports":
            self.imports.refresh()
        self.view_changed.emit(name)

    def show_passages_where(self, where: PassageFilter) -> None:
        """Show those passages in the table that a filter asks for."""
        self.passages.set_filter(where)
        self.show_view("passages")

    def set_theme(self, theme: Theme) -> None:
        """Follow the theme."""
        self._theme = theme
        for part in (self.library, self.pane, self.inspector, self.passages, self.popup, self.memo):
            part.set_theme(theme)
        self.results.set_theme(theme)
        self.finding_results.set_theme(theme)
        self.imports.set_theme(theme)
        self.concordance.set_theme(theme)
        self.grouping.set_theme(theme)
        self.finds.set_theme(theme)
        self.correcting.set_theme(theme)
        self.reviewing.set_theme(theme)

    # Search -------------------------------------------------------------------------------------

    def search(self, query: str) -> None:
        """Search as the person types; only the newest answer is shown."""
        self._query = query
        if not query.strip():
            self.finder.mark()
            return
        self.workspace.compute(
            lambda: self.searching.search(query, is_being_typed=True), self._show_results, latest="search"
        )

    def _show_results(self, result: SearchResult) -> None:
        if self._query.strip():
            self.result = result
            self.library.show_results(result, self._query)

    def _indexed(self, progress: IndexProgress) -> None:
        if progress.state == "failed":
            self.said.emit(progress.message)
        elif progress.state == "indexing" and progress.total > 1000:
            self.said.emit(self.tr("Indexing {0} of {1}").format(progress.done, progress.total))
        else:
            self.finding_results.refresh()
            self.finds.index_changed()
            if self._query.strip():
                self.search(self._query)

    # Import -------------------------------------------------------------------------------------

    @property
    def is_importing(self) -> bool:
        """Whether an import is under way."""
        return self.intake.is_importing

    def import_paths(self, paths: list[Path]) -> None:
        """Import files and folders in the background."""
        self.intake.import_paths(paths)

    def _import_begins(self) -> None:
        self._before_import = self._opening

    def _show_imported(self, article_id: int) -> None:
        """Put what was imported into the reader, unless that would take away what somebody is at."""
        is_waiting = self.view == "articles" and self._opening == self._before_import and not self.is_coding
        if self._opening is None or is_waiting:
            self._load_article(article_id)

    @property
    def is_coding(self) -> bool:
        """Whether somebody is at something in the open article."""
        keyboard = self.focusWidget()
        return (
            self.correcting.is_correcting
            or self.desk.current is not None
            or self.pane.reader.selected_range() is not None
            or self.popup.isVisible()
            or self.memo.isVisible()
            or (keyboard is not None and self.inspector.isAncestorOf(keyboard))
        )

    # Changes ------------------------------------------------------------------------------------

    def _changed(self, changes: Changes) -> None:
        self.indexer.poke()
        if changes.touches(Article, Passage, Actor, ClaimType):
            self._count()
        article = self.pane.article
        if article is None:
            if self._opening is None and changes.touches(Article):
                self.workspace.read(article_ids, lambda ids: self._open_first(ids, self._gone))
            return
        article_id = article.card.id
        if article_id in changes.articles and changes.touches(Article, ProposedCut):
            self._reread(article_id)
        elif changes.passages and changes in self._shown:
            self._shown.remove(changes)
            self.desk.passages_refreshed()
        elif changes.passages or changes.touches(Actor, ClaimType):
            self._reread(article_id)

    def _passages_stored(self, changes: Changes, cards: tuple[PassageCard, ...]) -> None:
        """Paint the passages of a change in the open article, before anybody else looks at it."""
        article = self.pane.article
        if article is None or changes.touches(Article, ProposedCut):
            return
        # A passage that waits for review stands in an older text: its place here would hold other words.
        here = [card for card in cards if card.article_id == article.card.id and not card.needs_review]
        self.pane.update_passages(here, changes.passages - {card.id for card in here})
        self.pane.reader.paint_now()
        self._shown.append(changes)

    def _reread(self, article_id: int) -> None:
        def show(found: OpenArticle | None) -> None:
            if self._opening not in (None, article_id) or self.pane.article is None:
                return  # another article is on its way
            if found is None:
                self._opening, self._gone = None, article_id
                self.desk.select_passage(None)
                self.pane.show_nothing()
                self.inspector.show_article(None)
                self.article_opened.emit(None)
                self.workspace.read(article_ids, lambda ids: self._open_first(ids, None))
                return
            self.pane.show_article(found)
            self.inspector.show_article(found.card)
            self.desk.passages_refreshed()
            self.article_opened.emit(found.card)

        def read(session: Any) -> OpenArticle | None:  # a reading session
            try:
                return read_article(session, article_id)
            except NotFound:
                return None

        self.workspace.read(read, show, latest="reread")

    def _show_in_inspector(self, passage: PassageCard | None) -> None:
        if passage is None and self.pane.article is not None:
            self.inspector.show_article(self.pane.article.card)
        article = self.pane.article
        page = article.page_of(passage) if passage is not None and article is not None else ""
        self.inspector.show_passage(passage, self._beside(passage), page=page)

    def _beside(self, passage: PassageCard | None) -> list[int]:
        """Return the passages on show that share words with one, and itself, in the order of the text."""
        article = self.pane.article
        if passage is None or article is None:
            return []
        return [
            other.id
            for other in article.passages
            if other.start < passage.end
            and passage.start < other.end
            and (other.id == passage.id or self.pane.reader.shows(other.id))
        ]

    def _count(self) -> None:
        def show(found: ArchiveCounts) -> None:
            self.counted.emit(found)

        self.workspace.read(counts, show, latest="counts")
