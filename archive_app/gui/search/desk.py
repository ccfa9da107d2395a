"""What a person does with what was found, between the search box, the concordance and their dialogs."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QPushButton, QWidget

from archive_app.gui.concordance.tag_dialog import FindHits, TagResultsDialog
from archive_app.gui.concordance.view import ConcordanceView
from archive_app.gui.dialogs import Dialogs
from archive_app.gui.library.panel import LibraryPanel
from archive_app.gui.library.search_box import SearchBox
from archive_app.gui.search.batch_dialog import BatchDialog
from archive_app.gui.search.page import SearchPage
from archive_app.gui.search.saved_desk import SavedDesk
from archive_app.gui.search.similar_dialog import SimilarDialog
from archive_app.gui.settings import Settings
from archive_app.gui.theme import Theme
from archive_app.gui.workspace import Workspace
from archive_app.operations.concordance import Concordance, find_lines, write_concordance
from archive_app.operations.searching import Searching
from archive_app.operations.tag_results import TextPlace, hits_of


class SearchDesk(QObject):
    """Carries out what the search's menu offers on the open archive."""

    said = Signal(str)
    """Carries a short sentence for the status bar."""
    view_requested = Signal(str)
    """Carries the name of the view to bring to the front."""
    tagged = Signal(object)
    """Carries the tag that was put on results (:class:`ActorChoice` or :class:`ClaimChoice`)."""
    hit_requested = Signal(object)
    """Carries a :class:`~archive_app.operations.searching.Hit` to open."""
    place_requested = Signal(int, int, int)
    """Carries an article to open, and the stretch of its text to show."""

    def __init__(
        self,
        workspace: Workspace,
        searching: Searching,
        library: LibraryPanel,
        page: SearchPage,
        concordance: ConcordanceView,
        settings: Settings,
        dialogs: Dialogs,
        theme: Theme,
    ) -> None:
        super().__init__(concordance)
        self._workspace = workspace
        self._searching = searching
        self._library = library
        self._page = page
        self._settings = settings
        self._dialogs = dialogs
        self._theme = theme
        self._opened: list[QDialog] = []
        self.concordance = concordance
        self.saved = SavedDesk(
            workspace, searching, library.saved, (library.search_box, page.box), settings, dialogs, theme
        )
        self.saved.current = self._current
        self.saved.said.connect(self.said)
        self.saved.query_chosen.connect(self._search_in_order)
        page.hit_chosen.connect(lambda _hit: self.saved.note(page.query))
        library.hit_chosen.connect(lambda _hit: self.saved.note(library.search_box.query))
        concordance.searched.connect(self.saved.note)
        concordance.set_workspace(workspace, searching)
        concordance.line_opened.connect(self.place_requested)
        concordance.export_requested.connect(self._export_lines)
        concordance.tag_requested.connect(self._tag_lines)
        self._buttons = self._add_buttons()
        page.box.search_changed.connect(lambda _query: self._show_buttons())
        self._show_buttons()

    def _add_buttons(self) -> list[QPushButton]:
        buttons: list[QPushButton] = []
        for title, hint, do in (
            (
                self.tr("Concordance"),
                self.tr("Every place in its line (Ctrl+Shift+K)"),
                self.concordance_of_search,
            ),
            (
                self.tr("Tag…"),
                self.tr("Tag everything that was found at once (Ctrl+Shift+R)"),
                self.tag_results,
            ),
            (self.tr("Save…"), self.tr("Keep this search under a name (Ctrl+D)"), self.save_search),
        ):
            button = QPushButton(title)
            button.setProperty("flat", True)
            button.setToolTip(hint)
            button.clicked.connect(lambda _checked=False, do=do: do())
            self._page.buttons.addWidget(button)
            buttons.append(button)
        return buttons

    def _show_buttons(self) -> None:
        for button in self._buttons:
            button.setVisible(bool(self._page.query))
            button.setStyleSheet(f"QPushButton {{ color: {self._theme.accent}; }}")

    def set_theme(self, theme: Theme) -> None:
        """Paint, and open dialogs, in other colours."""
        self._theme = theme
        self.saved.set_theme(theme)
        for dialog in self._opened:
            if isinstance(dialog, BatchDialog | SimilarDialog | TagResultsDialog):
                dialog.set_theme(theme)
        self._show_buttons()

    def close_archive(self) -> None:
        """Stop what still reads the archive."""
        for dialog in list(self._opened):
            dialog.done(QDialog.DialogCode.Rejected)
        self.saved.close_archive()
        self.concordance.close_archive()

    def index_changed(self) -> None:
        """Count again what the index now knows."""
        self.saved.count_soon()

    # What is searched for -----------------------------------------------------------------------

    @property
    def box(self) -> SearchBox:
        """The search box in use."""
        return self._page.box if self._page.isVisible() else self._library.search_box

    @property
    def query(self) -> str:
        """What is searched for."""
        return self.box.query

    def search_for(self, query: str) -> None:
        """Search for something, where one searches now."""
        self._search_in_order(query, "")

    def _current(self) -> tuple[str, str]:
        if self.concordance.isVisible():
            return self.concordance.query, "relevance"
        return self.query, self._page.search.order if self._page.isVisible() else "relevance"

    def _search_in_order(self, query: str, order: str) -> None:
        if self.concordance.isVisible():
            self.concordance.show_query(query)
            return
        if self._page.isVisible():
            at = self._page.orders.findData(order) if order else -1
            if at >= 0:
                self._page.orders.setCurrentIndex(at)
            self._page.set_query(query)
        else:
            self.view_requested.emit("articles")
            self._library.search_box.setText(query)
            self._library.search_box.tell()
        self.box.setFocus()

    def save_search(self) -> None:
        """Keep what is searched for under a name."""
        self.saved.save()

    def choose_saved(self) -> None:
        """Offer the saved searches in a list."""
        self.saved.choose(self._box_in_front())

    def open_history(self) -> None:
        """Offer what was searched for lately."""
        self.saved.open_history(self._box_in_front())

    def clear_history(self) -> None:
        """Forget what was searched for."""
        self.saved.clear_history()

    def _box_in_front(self) -> SearchBox:
        if not self.box.isVisible():
            self.view_requested.emit("articles")
        return self.box

    # Concordance --------------------------------------------------------------------------------

    def show_concordance(self) -> None:
        """Bring the concordance to the front; while it is empty, of what is searched for."""
        if not self.concordance.query and self.query:
            self.concordance.show_query(self.query)
        self.view_requested.emit("concordance")

    def concordance_of_search(self) -> None:
        """Show every place of what is searched for in its line."""
        query = self.query
        if query:
            self.concordance.show_query(query)
        self.view_requested.emit("concordance")

    def _export_lines(self, found: Concordance, numbers: Sequence[int]) -> None:
        archive = self._workspace.archive
        name = f"{archive.name} {self.tr('concordance')}.csv"
        file = self._file_to_save(self.tr("Export Concordance"), name)
        if file is None:
            return
        self.said.emit(self.tr("Exporting…"))
        self._workspace.compute(
            lambda: write_concordance(archive, found, numbers, file),
            lambda rows: self.said.emit(self.tr("Exported %n line(s) to {0}", "", rows).format(file)),
        )

    # Tagging ------------------------------------------------------------------------------------

    def tag_results(self) -> None:
        """Ask for a tag for the lines of the concordance while it is in front, else for every result."""
        if self.concordance.isVisible() and self.concordance.model.ids:
            self.concordance.tag()
            return
        query = self.query
        if not query:
            self.said.emit(self.tr("Search for something first; then its results can be tagged."))
            return
        archive, searching = self._workspace.archive, self._searching

        def find(progress: Callable[[int, int], None], is_stale: Callable[[], bool]) -> Sequence[TextPlace]:
            found = find_lines(
                archive, searching, query, cancelled=is_stale,
                progress=lambda _growing, done, total: progress(done, total),
            )  # fmt: skip
            return hits_of(found)

        self._open_tagging(query, find)

    def _tag_lines(self, found: Concordance, numbers: Sequence[int]) -> None:
        self._open_tagging(found.query, lambda _progress, _is_stale: hits_of(found, numbers))

    def _open_tagging(self, query: str, find: FindHits) -> None:
        dialog = TagResultsDialog(self._workspace, self._theme, query, find, self._window())
        dialog.said.connect(self.said)
        dialog.tagged.connect(self.tagged)
        self._show(dialog)

    # More like this -----------------------------------------------------------------------------

    def more_like_article(self, article_id: int | None) -> None:
        """List the articles most like one."""
        if article_id is None:
            self.said.emit(self.tr("Open an article first."))
        else:
            self._show_similar(article_id=article_id)

    def more_like_passage(self, passage_id: int | None) -> None:
        """List the passages and articles most like a passage."""
        if passage_id is None:
            self.said.emit(self.tr("Select a passage first, in the article or the table of passages."))
        else:
            self._show_similar(passage_id=passage_id)

    def _show_similar(self, *, article_id: int = 0, passage_id: int = 0) -> None:
        dialog = SimilarDialog(
            self._workspace, self._searching, self._theme, self._window(),
            article_id=article_id, passage_id=passage_id,
        )  # fmt: skip
        dialog.hit_chosen.connect(self.hit_requested)
        self._show(dialog, stays=True)

    # Batch search -------------------------------------------------------------------------------

    def batch_search(self) -> None:
        """Count what many queries find."""
        dialog = BatchDialog(self._workspace, self._searching, self._dialogs, self._theme, self._window())
        dialog.said.connect(self.said)
        dialog.query_chosen.connect(self.search_for)
        self._show(dialog)

    # Dialogs ------------------------------------------------------------------------------------

    def _show(self, dialog: QDialog, *, stays: bool = False) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._opened.append(dialog)
        dialog.finished.connect(lambda _result: self._opened.remove(dialog))
        if stays:
            dialog.show()
        else:
            dialog.open()

    def _window(self) -> QWidget:
        return self.concordance.window()

    def _file_to_save(self, title: str, name: str) -> Path | None:
        kinds = self.tr("CSV files (*.csv);;Excel workbooks (*.xlsx)")
        file = self._dialogs.file_to_save(title, name, kinds)
        return file.with_suffix(".csv") if file is not None and not file.suffix else file
