"""Correcting the text of the open article: beginning, saving, leaving, and what becomes of the passages."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from archive_app.gui.correcting.drafts import Draft, Drafts
from archive_app.gui.correcting.finding import EditorFinder
from archive_app.gui.correcting.outlook import Outlook, outlook
from archive_app.gui.correcting.page import CorrectingPage
from archive_app.gui.correcting.strips import CorrectingStrips
from archive_app.gui.correcting.versions_dialog import VersionsDialog
from archive_app.gui.dialogs import Dialogs, Leaving
from archive_app.gui.finding.in_view import bring_into_view, is_in_view
from archive_app.gui.reader.appearance import Appearance
from archive_app.gui.reading_pane import OpenArticle, ReadingPane
from archive_app.gui.theme import Theme
from archive_app.gui.workspace import Workspace
from archive_app.model.tables import Article, Passage
from archive_app.model.text import text_digest
from archive_app.operations.correcting import Corrected, correct_text
from archive_app.storage.journal import Changes
from archive_app.storage.queries import ArticleCard, PassageFilter, passage_ids

_DRAFT_EVERY = 1_000  # milliseconds: what a crash may take
_PAUSE = 350  # milliseconds without a key before passages are looked up


class CorrectingDesk(QObject):
    """Puts the editor in the reader's place and stores what was written; never loses what was typed."""

    said = Signal(str)
    """Carries a short sentence for the status bar."""
    correcting_changed = Signal(bool)
    """Whether the text of the open article is being corrected."""
    undo_changed = Signal(bool, bool)
    """Whether the editor has something to undo, and to redo."""
    stayed = Signal()
    """The person wanted to leave, was asked, and stays."""

    def __init__(
        self, workspace: Workspace, pane: ReadingPane, drafts: Drafts, dialogs: Dialogs, theme: Theme
    ) -> None:
        super().__init__(pane)
        self._workspace = workspace
        self._pane = pane
        self._drafts = drafts
        self._dialogs = dialogs
        self._theme = theme
        self.page: CorrectingPage | None = None
        """The editor, while a text is corrected."""
        self.finder: EditorFinder | None = None
        """What finds words in it, as long."""
        self.strips = CorrectingStrips(theme)
        self.waiting = 0
        """How many passages of the open article wait for review."""
        self.draft: Draft | None = None
        """What was typed before and not saved, while it is offered."""
        self._begun_with = ""
        """The text that was put into the editor."""
        self._draft_number = 0
        self._has_draft = False
        self._is_saving = False
        self._afterwards: list[Callable[[], object]] = []
        self._outlook_pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._outlook_pause.timeout.connect(self._look_out)
        self._draft_pause = QTimer(self, singleShot=True, interval=_DRAFT_EVERY)
        self._draft_pause.timeout.connect(self._keep_draft)
        pane.add_strip(self.strips)
        self.strips.resume_requested.connect(self.resume)
        self.strips.discard_requested.connect(self.discard_draft)
        pane.appearance_changed.connect(self._dress)
        pane.reader.zoom_changed.connect(lambda _percent: self._dress(pane.reader.appearance))
        workspace.changed.connect(self._changed)

    # Beginning ----------------------------------------------------------------------------------

    @property
    def is_correcting(self) -> bool:
        """Whether a text is being corrected."""
        return self.page is not None

    @property
    def is_unsaved(self) -> bool:
        """Whether something was typed that is not in the archive."""
        page, article = self.page, self._pane.article
        if page is None or article is None or not page.editor.document().isModified():
            return False
        return page.editor.text != article.text

    def begin(self) -> None:
        """Put the editor in the reader's place; with the draft that is offered, if there is one."""
        article = self._pane.article
        if self.page is not None:
            self.page.editor.setFocus()
        elif article is None:
            self.said.emit(self.tr("Open an article first."))
        elif self.draft is not None:
            self.resume()
        else:
            self._open(article)

    def resume(self) -> None:
        """Open the editor with what was typed before and not saved; Undo in it leads back to the text."""
        article, draft = self._pane.article, self.draft
        if article is None or draft is None or self.page is not None:
            return
        self._open(article).editor.replace_text(draft.text)
        self._has_draft = True

    def discard_draft(self) -> None:
        """Forget what was typed before and not saved."""
        article = self._pane.article
        if article is not None:
            self._drop_draft(article.card.uid)

    def _open(self, article: OpenArticle) -> CorrectingPage:
        reader = self._pane.reader
        page = CorrectingPage(reader.appearance, self._theme)
        self.page = page
        editor = page.editor
        editor.set_appearance(reader.appearance, reader.zoom)
        editor.put_text(article.text, _places(article))
        self._begun_with = article.text
        top, caret = reader.paragraph_at_top(), reader.caret_position()
        editor.go_to(top, caret if is_in_view(reader, caret) else top)
        editor.edited.connect(self._edited)
        editor.zoom_requested.connect(lambda step: reader.set_zoom(reader.zoom + step))
        editor.undoAvailable.connect(lambda _on: self.tell_undo())
        editor.redoAvailable.connect(lambda _on: self.tell_undo())
        page.save_requested.connect(self.save)
        page.cancel_requested.connect(self.cancel)
        self.finder = EditorFinder(self._workspace, editor, page.find_bar, page.replace_row, page)
        self.finder.said.connect(self.said)
        page.show_outlook(len(article.passages), 0)
        self._pane.put_in_place_of_reader(page)
        # Whoever goes to the reader means the text.
        reader.setFocusProxy(editor)
        editor.setFocus()
        self.correcting_changed.emit(True)
        self.tell_undo()
        return page

    def undo(self) -> None:
        """Take back what was typed last."""
        if self.page is not None:
            self.page.editor.undo()

    def redo(self) -> None:
        """Type again what was taken back."""
        if self.page is not None:
            self.page.editor.redo()

    def tell_undo(self) -> None:
        """Emit ``undo_changed`` with what the editor can take back now."""
        if self.page is not None:
            document = self.page.editor.document()
            self.undo_changed.emit(document.isUndoAvailable(), document.isRedoAvailable())

    # Leaving ------------------------------------------------------------------------------------

    def save(self) -> None:
        """Make what was typed the article's text and go back to the reader."""
        self._save(lambda: None)

    def cancel(self) -> None:
        """Go back to the reader; what was typed is asked about."""
        self.leave(lambda: None)

    def leave(self, then: Callable[[], object]) -> None:
        """Do something for which the editor has to be closed.

        What was typed and not saved is asked about first: ``then`` is called once it is saved or discarded,
        and not at all if the person would rather stay or the text cannot be saved.
        """
        if self.page is None:
            then()
            return
        if self._is_saving:
            # Whatever is asked for meanwhile waits until the text is stored and shown.
            self._afterwards.append(then)
            return
        if self.is_unsaved:
            article = self._pane.article
            answer = self._dialogs.unsaved(
                self.tr("Correct the Text"),
                self.tr("The corrected text of “{0}” is not saved.").format(
                    article.card.title if article else ""
                ),
            )
            if answer is Leaving.STAY:
                self.page.editor.setFocus()
                self.stayed.emit()
                return
            if answer is Leaving.SAVE:
                self._save(then)
                return
        self._close(then)

    def is_left(self, again: Callable[[], object]) -> bool:
        """Leave the editor, as :meth:`leave` does, and say whether it is left already.

        If it is not because the text has to be stored first, ``again`` is called afterwards.
        """
        at_once, is_asking = False, True

        def left() -> None:
            nonlocal at_once
            if is_asking:
                at_once = True
            else:
                again()

        self.leave(left)
        is_asking = False
        return at_once

    def _save(self, then: Callable[[], object]) -> None:
        page, article = self.page, self._pane.article
        if page is None or article is None or self._is_saving:
            return
        text = page.editor.text
        if text == article.text:
            self._close(then)
            return
        page.set_busy(True)
        self._is_saving = True
        self._afterwards = [then]
        article_id, uid, coder = article.card.id, article.card.uid, self._workspace.coder

        def saved(corrected: Corrected) -> None:
            self._drop_draft(uid)
            lost = len(corrected.to_review)
            if lost:
                self.said.emit(self.tr("Saved. Passages to review: {0}").format(lost))
            else:
                self.said.emit(self.tr("Saved as a new version of the text. Undo brings the old one back."))
            # The editor stays until the reader has the new text: see article_shown.

        def refused() -> None:
            self._is_saving = False
            self._afterwards = []
            if self.page is not None:
                self.page.set_busy(False)
                self.page.editor.setFocus()

        self._workspace.run(
            lambda archive: correct_text(archive, article_id, text, coder=coder), saved, refused
        )

    def _close(self, then: Callable[[], object]) -> None:
        page, self.page, self.finder = self.page, None, None
        self._is_saving = False
        self._outlook_pause.stop()
        self._draft_pause.stop()
        if page is not None:
            article = self._pane.article
            if article is not None and self._has_draft:
                self._drop_draft(article.card.uid)
            reader = self._pane.reader
            reader.setFocusProxy(None)  # type: ignore[arg-type]  # the stubs do not know that none may be given
            caret = min(page.editor.caret_position, len(reader.text))
            self._pane.put_in_place_of_reader(None)
            reader.select_range(caret, caret)
            bring_into_view(reader, caret, caret)
            page.deleteLater()
            reader.setFocus()
            self.correcting_changed.emit(False)
        then()

    def show_versions(self) -> None:
        """List the versions of the open article's text; what is being typed is asked about first."""
        if self.page is not None:
            self.leave(self.show_versions)
            return
        article = self._pane.article
        if article is None:
            self.said.emit(self.tr("Open an article first."))
            return
        dialog = VersionsDialog(self._workspace, article.card, self._theme, self._pane.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.said.connect(self.said)
        dialog.open()

    # What the archive says ----------------------------------------------------------------------

    def article_shown(self, card: ArticleCard | None) -> None:
        """Take note that the pane shows an article, or shows it anew."""
        article = self._pane.article
        if self._is_saving and article is not None and self.page is not None:
            if article.text == self.page.editor.text:
                afterwards, self._afterwards = self._afterwards, []
                self._close(lambda: [then() for then in afterwards])
        elif self.page is not None and article is None:
            # It was deleted meanwhile; what was typed stays as a draft, for Undo may bring the article back.
            self._has_draft = False
            self._close(lambda: None)
        elif self.page is not None and article is not None and article.text != self._begun_with:
            self.page.show_other_text()
            self._outlook_pause.start()
        self._count_waiting(card)
        if self.page is None:
            self._look_for_draft(card)

    def _changed(self, changes: Changes) -> None:
        article = self._pane.article
        if article is not None and changes.touches(Passage, Article):
            self._count_waiting(article.card)

    def _count_waiting(self, card: ArticleCard | None) -> None:
        def show(found: list[int]) -> None:
            self.waiting = len(found)
            self.strips.show_waiting(self.waiting)

        if card is None:
            show([])
            return
        where = PassageFilter(article_id=card.id, needs_review=True)
        self._workspace.read(lambda session: passage_ids(session, where), show, latest="to review")

    # Drafts -------------------------------------------------------------------------------------

    def _look_for_draft(self, card: ArticleCard | None) -> None:
        self.draft = None
        self.strips.show_draft(None)
        if card is None:
            return
        uid = card.uid

        def show(found: Draft | None) -> None:
            article = self._pane.article
            if article is None or article.card.uid != uid or self.page is not None or found is None:
                return
            if found.text == article.text:
                # It was saved, and the program ended before the draft was dropped.
                self._drop_draft(uid)
                return
            self.draft = found
            is_other = found.sha256 != text_digest(article.text)
            self.strips.show_draft(found.written, is_of_another_text=is_other)

        archive = self._workspace.archive.uid
        self._workspace.compute(lambda: self._drafts.find(archive, uid), show, latest="draft")

    def _keep_draft(self) -> None:
        page, article = self.page, self._pane.article
        if page is None or article is None or self._is_saving:
            return
        self._draft_number += 1
        self._has_draft = True
        number, archive, uid = self._draft_number, self._workspace.archive.uid, article.card.uid
        old, typed = article.text, page.editor.capture()

        def keep() -> str:
            text = typed.text()
            try:
                if text == old:
                    self._drafts.drop(archive, uid, number)
                else:
                    self._drafts.keep(Draft(archive, uid, text_digest(old), text), number)
            except OSError as error:
                return error.strerror or str(error)
            return ""

        def tell(trouble: str) -> None:
            if self.page is page:
                page.show_trouble(
                    self.tr("No draft could be kept ({0}). Save soon.").format(trouble) if trouble else ""
                )

        self._workspace.compute(keep, tell)

    def _drop_draft(self, uid: str) -> None:
        self._draft_number += 1
        self._has_draft = False
        self.draft = None
        self.strips.show_draft(None)
        # At once and not in a thread: it must not be offered again when the window closes in this moment.
        self._drafts.drop(self._workspace.archive.uid, uid, self._draft_number)

    # While typing -------------------------------------------------------------------------------

    def _edited(self) -> None:
        self._outlook_pause.start()
        if not self._draft_pause.isActive():
            self._draft_pause.start()

    def _look_out(self) -> None:
        page, article = self.page, self._pane.article
        if page is None or article is None:
            return
        old, typed, places = article.text, page.editor.capture(), _places(article)
        revision = page.editor.document().revision()

        def look() -> Outlook:
            return outlook(old, typed.text(), typed.raw, [(start, end) for _, start, end in places])

        def show(found: Outlook) -> None:
            if self.page is page and page.editor.document().revision() == revision:
                page.show_outlook(len(places), found.to_review)
                page.editor.show_outlook(found)

        self._workspace.compute(look, show, latest="outlook")

    # Looks --------------------------------------------------------------------------------------

    def set_theme(self, theme: Theme) -> None:
        """Follow the theme."""
        self._theme = theme
        self.strips.set_theme(theme)
        if self.page is not None:
            self.page.set_theme(theme)

    def _dress(self, appearance: Appearance) -> None:
        if self.page is not None:
            self.page.editor.set_appearance(appearance, self._pane.reader.zoom)


def _places(article: OpenArticle) -> list[tuple[int, int, int]]:
    return [(passage.id, passage.start, passage.end) for passage in article.passages]
