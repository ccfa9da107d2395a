"""The right pane of the window: the selected passage or the open article, and below it the codebook."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from archive_app.gui.dialogs import Dialogs
from archive_app.gui.inspector.article import ArticleDetails
from archive_app.gui.inspector.codebook import CodebookPanel
from archive_app.gui.inspector.hints import KeyHints
from archive_app.gui.inspector.keeping import write_kept
from archive_app.gui.inspector.passage import PassageDetails
from archive_app.gui.theme import SPACE, Theme
from archive_app.gui.workspace import Workspace
from archive_app.model.tables import Actor, Article, ClaimType
from archive_app.model.values import Role, Stance
from archive_app.operations.tagging import (
    remove_actor_tag,
    remove_claim_tag,
    set_memo,
    set_role,
    set_stance,
)
from archive_app.storage.journal import Changes
from archive_app.storage.queries import ArticleCard, PassageCard, article_cards, passage_cards


class InspectorPanel(QWidget):
    """Shows one passage, or else the article, and follows what changes in the archive."""

    add_actor_requested = Signal()
    add_claim_requested = Signal()
    delete_passage_requested = Signal(int)
    """Carries the passage's key."""
    passage_switched = Signal(int)
    """Carries the key of another passage on the same words."""
    show_passages_requested = Signal(object)
    """Carries a :class:`PassageFilter`."""
    tag_requested = Signal(object)
    """Carries an :class:`ActorChoice` or :class:`ClaimChoice`."""

    def __init__(
        self,
        workspace: Workspace,
        theme: Theme,
        dialogs: Dialogs | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._among: tuple[int, ...] = ()
        self._page = ""
        self._shown_passage: int | None = None
        self.passage = PassageDetails(theme)
        self.article = ArticleDetails(workspace, theme)
        self.codebook = CodebookPanel(workspace, theme, dialogs)
        self.hints = KeyHints(theme)
        nothing = QWidget()
        column = QVBoxLayout(nothing)
        column.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        column.addWidget(self.hints)
        column.addStretch()
        self._pages = QStackedWidget()
        self._scrolled = [_scrolled(page) for page in (nothing, self.article, self.passage)]
        for page in self._scrolled:
            self._pages.addWidget(page)
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self._pages)
        self.splitter.addWidget(self.codebook)
        self.splitter.setStretchFactor(0, 3)
        self.splitter.setStretchFactor(1, 2)
        self.splitter.setSizes([420, 280])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter)
        self._connect()
        self.set_theme(theme)

    def _connect(self) -> None:
        self._workspace.about_to_run.connect(self.flush)
        self._workspace.changed.connect(self._changed)
        self._workspace.failed.connect(lambda _sentence: self.passage.show_again())
        passage = self.passage
        passage.add_actor_requested.connect(self.add_actor_requested)
        passage.add_claim_requested.connect(self.add_claim_requested)
        passage.delete_requested.connect(self.delete_passage_requested)
        passage.switched.connect(self.passage_switched)
        passage.role_chosen.connect(self._set_role)
        passage.stance_chosen.connect(self._set_stance)
        passage.actor_removed.connect(self._remove_actor)
        passage.claim_removed.connect(self._remove_claim)
        passage.memo_written.connect(self._write_memo)
        self.codebook.show_passages_requested.connect(self.show_passages_requested)
        self.codebook.tag_requested.connect(self.tag_requested)
        self.codebook.loaded.connect(self._codebook_loaded)

    # Showing ------------------------------------------------------------------------------------

    def show_passage(self, passage: PassageCard | None, among: Sequence[int] = (), *, page: str = "") -> None:
        """Show a passage, one of those ``among`` which lie on the same words; or none.

        ``page`` is the page of the source on which it stands, where that has pages.
        """
        if passage is None:
            self._shown_passage = None
            self.passage.memo.flush()
            self._show_page()
            return
        keeping = self.passage.memo.keeping
        if keeping.key == passage.id and not keeping.agrees(passage.memo):
            # Whoever shows it may have read it before the memo was written; the archive says what holds.
            self._read_passage(passage.id)
            passage = replace(passage, memo=keeping.stored)
        self._shown_passage = passage.id
        self._among, self._page = tuple(among), page
        self.passage.show_passage(passage, among, page=page)
        self._show_page()

    def show_article(self, article: ArticleCard | None) -> None:
        """Show an article's details where no passage is selected; or none."""
        if article is None:
            self.article.forget()
            self._shown_passage = None
        else:
            before = self.article.article
            if before is None or before.id != article.id:
                self.article.show_article(article)
            elif before != article:
                # It may have been read before what was typed here was written.
                self._read_article(article.id)
            shown = self.passage.passage
            if shown is not None and shown.article_id != article.id:
                self.passage.memo.flush()
                self._shown_passage = None
        self._show_page()

    def edit_article(self) -> None:
        """Put the keyboard on the article's title, in front of a passage that may be selected."""
        if self.article.article is not None:
            self._pages.setCurrentWidget(self._scrolled[1])
            self.article.title.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.article.title.selectAll()

    def focus_first(self) -> None:
        """Put the keyboard on the first thing that can be changed."""
        reason = Qt.FocusReason.ShortcutFocusReason
        if self._pages.currentWidget() is self._scrolled[2]:
            rows = [*self.passage.actor_rows, *self.passage.claim_rows]
            if self.passage.actor_rows:
                self.passage.actor_rows[0].role.setFocus(reason)
            elif rows:
                self.passage.claim_rows[0].stance.focus_chosen(reason)
            else:
                self.passage.add_actor.setFocus(reason)
        elif self._pages.currentWidget() is self._scrolled[1]:
            self.article.title.setFocus(reason)
        else:
            self.codebook.focus_filter()

    def flush(self) -> None:
        """Write whatever was typed and is not written yet, as before the window closes."""
        self.passage.memo.flush()
        self.article.flush()

    def newest_memo(self, passage: PassageCard) -> str:
        """Return a passage's memo as it was typed here last, on disk or not."""
        return self.passage.memo.keeping.unsaved().get(passage.id, passage.memo)

    def unsaved(self) -> list[str]:
        """Return a sentence for each thing that is typed here and not on disk, also what was refused."""
        return [*self.passage.unsaved(), *self.article.unsaved()]

    def set_theme(self, theme: Theme) -> None:
        """Take on a theme's colours."""
        for part in (self.passage, self.article, self.codebook, self.hints):
            part.set_theme(theme)
        self._pages.setStyleSheet(
            f"QStackedWidget, QScrollArea, QScrollArea > QWidget > QWidget {{ background: {theme.surface}; }}"
        )

    def _show_page(self) -> None:
        if self._shown_passage is not None:
            self._pages.setCurrentWidget(self._scrolled[2])
        elif self.article.article is not None:
            self._pages.setCurrentWidget(self._scrolled[1])
        else:
            self._pages.setCurrentWidget(self._scrolled[0])

    # Following ----------------------------------------------------------------------------------

    def _codebook_loaded(self) -> None:
        self.passage.show_kinds({card.id: card.kind for card in self.codebook.actor_rows.cards})

    def _changed(self, changes: Changes) -> None:
        key = self._shown_passage
        if key is not None and (key in changes.passages or changes.touches(Actor, ClaimType)):
            self._read_passage(key)
        article = self.article.article
        if article is not None and article.id in changes.articles and changes.touches(Article):
            self._read_article(article.id)

    def _read_passage(self, key: int) -> None:
        self._workspace.read(
            lambda session: passage_cards(session, [key]), self._show_again, latest="inspector passage"
        )

    def _read_article(self, article_id: int) -> None:
        self._workspace.read(
            lambda session: article_cards(session, [article_id]),
            self._show_article_again,
            latest="inspector article",
        )

    def _show_again(self, found: list[PassageCard]) -> None:
        if found and found[0].id == self._shown_passage:
            self.passage.show_passage(found[0], self._among, page=self._page)
        elif not found:
            # What was typed after the passage was deleted waits for Undo to bring it back.
            self.passage.memo.forget()
            self.show_passage(None)

    def _show_article_again(self, found: list[ArticleCard]) -> None:
        article = self.article.article
        if found and article is not None and found[0].id == article.id:
            self.article.show_article(found[0])
        elif not found:
            self.show_article(None)

    # Changing -----------------------------------------------------------------------------------

    def _set_role(self, tag_id: int, role: str) -> None:
        coder = self._workspace.coder
        self._workspace.run(lambda archive: set_role(archive, tag_id, Role(role), coder=coder))

    def _set_stance(self, tag_id: int, stance: str) -> None:
        coder = self._workspace.coder
        self._workspace.run(lambda archive: set_stance(archive, tag_id, Stance(stance), coder=coder))

    def _remove_actor(self, tag_id: int) -> None:
        coder = self._workspace.coder
        self._workspace.run(lambda archive: remove_actor_tag(archive, tag_id, coder=coder))

    def _remove_claim(self, tag_id: int) -> None:
        coder = self._workspace.coder
        self._workspace.run(lambda archive: remove_claim_tag(archive, tag_id, coder=coder))

    def _write_memo(self, passage_id: int, text: str) -> None:
        coder = self._workspace.coder
        write_kept(
            self._workspace,
            self.passage.memo.keeping,
            passage_id,
            text,
            lambda archive, step: set_memo(archive, passage_id, text, goes_on=step, coder=coder),
        )


def _scrolled(page: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidget(page)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area
