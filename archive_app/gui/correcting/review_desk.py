"""Reviewing the passages that a correction left without a certain place."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from archive_app.gui.correcting.review import ReviewPanel
from archive_app.gui.reading_pane import ReadingPane
from archive_app.gui.theme import Theme
from archive_app.gui.workspace import Workspace
from archive_app.model.segments import trim
from archive_app.model.tables import Article, Passage
from archive_app.operations.correcting import accept_candidate
from archive_app.operations.tagging import delete_passages
from archive_app.storage.archive import Archive
from archive_app.storage.journal import Changes
from archive_app.storage.versions import ReviewItem, review_items


class ReviewDesk(QObject):
    """Opens the panel over the reader and stores what the person decides."""

    said = Signal(str)
    """Carries a short sentence for the status bar."""
    open_changed = Signal(bool)
    """Whether passages are being reviewed."""

    def __init__(self, workspace: Workspace, pane: ReadingPane, theme: Theme) -> None:
        super().__init__(pane)
        self._workspace = workspace
        self._pane = pane
        self._article: int | None = None
        self._decided = 0
        self._is_deciding = False
        self._wanted: int | None = None
        """The passage that is to be shown once all are read."""
        self.panel = ReviewPanel(pane.reader, theme)
        self.panel.hide()
        pane.add_strip(self.panel)
        self.panel.place_chosen.connect(self._accept)
        self.panel.selection_chosen.connect(self._accept_selection)
        self.panel.delete_requested.connect(self._delete)
        self.panel.item_shown.connect(self._show_places)
        self.panel.closed.connect(self.close)
        workspace.changed.connect(self._changed)

    @property
    def is_open(self) -> bool:
        """Whether passages are being reviewed."""
        return self._article is not None

    def open(self, passage_id: int | None = None) -> None:
        """Show the passages to review of the open article, beginning with one of them."""
        article = self._pane.article
        if article is None:
            self.said.emit(self.tr("Open an article first."))
            return
        self._article, self._decided, self._is_deciding = article.card.id, 0, False
        self._wanted = passage_id
        self._read()

    def close(self) -> None:
        """Go back to reading; what is not decided stays to review."""
        if self._article is None:
            return
        self._article = None
        self.panel.hide()
        self.open_changed.emit(False)
        self._pane.reader.mark_hits([])
        self._pane.reader.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def article_shown(self) -> None:
        """Take note that the pane shows an article, or shows it anew."""
        article = self._pane.article
        if self._article is not None:
            if article is None or article.card.id != self._article:
                self.close()
            else:
                self._read()

    def set_theme(self, theme: Theme) -> None:
        """Follow the theme."""
        self.panel.set_theme(theme)

    def _changed(self, changes: Changes) -> None:
        if self._article is not None and changes.touches(Passage) and not changes.touches(Article):
            self._read()

    def _read(self) -> None:
        article_id = self._article
        if article_id is None:
            return

        def show(items: list[ReviewItem]) -> None:
            article = self._pane.article
            if self._article != article_id or article is None or article.card.id != article_id:
                return
            if not items:
                decided = self._decided
                self.close()
                self.said.emit(
                    self.tr("All passages are reviewed.")
                    if decided
                    else self.tr("No passage of this article needs review.")
                )
                return
            self._is_deciding = False
            if self.panel.isHidden():
                self.panel.show()
                self.panel.setFocus(Qt.FocusReason.ShortcutFocusReason)
                self.open_changed.emit(True)
            self.panel.show_items(items, article.text)
            if self._wanted is not None:
                self.panel.show_item(self._wanted)
                self._wanted = None

        self._workspace.read(lambda session: review_items(session, article_id), show, latest="review")

    def _show_places(self, item: ReviewItem) -> None:
        reader = self._pane.reader
        places = [(place.start, place.end) for place in item.candidates]
        reader.mark_hits(places, 0 if places else None)
        if places:
            reader.scroll_to(*places[0])

    def _accept_selection(self, passage_id: int) -> None:
        article, selected = self._pane.article, self._pane.reader.selected_range()
        if article is None:
            return
        place = trim(article.text, *selected) if selected is not None else (0, 0)
        if place[0] >= place[1]:
            self.said.emit(
                self.tr("Select in the reader the words to which the passage belongs, then press S.")
            )
            self._pane.reader.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        self._pane.reader.clear_selection()
        self._accept(passage_id, *place)

    def _accept(self, passage_id: int, start: int, end: int) -> None:
        article, coder = self._pane.article, self._workspace.coder
        text_id = article.text_id if article is not None else None
        self._decide(
            lambda archive: accept_candidate(archive, passage_id, start, end, text_id=text_id, coder=coder),
            self.tr("The passage stands there now. Undo takes it back."),
        )

    def _delete(self, passage_id: int) -> None:
        coder = self._workspace.coder
        self._decide(
            lambda archive: delete_passages(archive, [passage_id], coder=coder),
            self.tr("Deleted. Undo brings it back."),
        )

    def _decide(self, operation: Callable[[Archive], Any], sentence: str) -> None:
        if self._is_deciding:
            # A key pressed twice must not decide on the next passage unseen.
            return
        self._is_deciding = True

        def done(_changes: object) -> None:
            self._decided += 1
            self.said.emit(sentence)
            self._read()

        self._workspace.run(operation, done, self._read)
