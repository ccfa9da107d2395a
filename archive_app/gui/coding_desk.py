"""Coding by keyboard: what A, C, M, 1–9, N and P do with the words selected in the reader."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from archive_app.gui.coding.memo_popup import MemoPopup
from archive_app.gui.coding.popup import TagPopup
from archive_app.gui.coding.recent import RecentTags
from archive_app.gui.inspector.keeping import write_kept
from archive_app.gui.reading_pane import ReadingPane
from archive_app.gui.workspace import Workspace
from archive_app.model.segments import sentence_at, trim
from archive_app.model.tables import Actor, ActorAlias, ActorTag, ClaimTag, ClaimType
from archive_app.operations.tagging import (
    ActorChoice,
    ClaimChoice,
    Marked,
    delete_passages,
    mark_passage,
    set_memo,
    tag_actor,
    tag_claim,
)
from archive_app.storage.archive import Archive
from archive_app.storage.journal import Changes
from archive_app.storage.queries import ActorCard, ClaimTypeCard, PassageCard, actors, claim_types

_Place = tuple[int, int, int]  # an article's key, start and end


class CodingDesk(QObject):
    """Turns keys into passages and tags.

    The *target* of a key is the selection if there is one, else the current passage, else the sentence at the
    caret. A selection that is exactly an existing current passage means that passage.
    """

    current_changed = Signal(object)
    """Carries the passage now current (:class:`PassageCard`) or None."""
    said = Signal(str)
    """Carries a short sentence for the status bar."""

    def __init__(self, workspace: Workspace, pane: ReadingPane, popup: TagPopup, memo: MemoPopup) -> None:
        super().__init__(pane)
        self._workspace = workspace
        self._pane = pane
        self._reader = pane.reader
        self._popup = popup
        self._memo = memo
        self.newest_memo: Callable[[PassageCard], str] = lambda passage: passage.memo
        """Gives a passage's memo, also where it is typed elsewhere and not on disk yet."""
        self.recent = RecentTags(self)
        self.recent.follow(workspace)
        self._current: int | None = None
        # Passages on their way to the disk, by place, with the tags that were chosen for them meanwhile.
        self._waiting: dict[_Place, list[ActorChoice | ClaimChoice]] = {}
        self._newest: _Place | None = None
        self._is_paused = False
        # Read ahead, so that the popup opens with the key.
        self._actors: list[ActorCard] = []
        self._claim_types: list[ClaimTypeCard] = []
        workspace.changed.connect(self._codebook_changed)
        self._read_codebook()
        self._reader.passage_activated.connect(self.select_passage)
        popup.actor_chosen.connect(self.apply)
        popup.claim_chosen.connect(self.apply)
        popup.dismissed.connect(self._reader.setFocus)
        memo.dismissed.connect(self._reader.setFocus)
        memo.memo_written.connect(self._write_memo)

    @property
    def current(self) -> PassageCard | None:
        """The passage that is lifted in the reader and shown in the inspector."""
        return self._pane.passage(self._current)

    def select_passage(self, passage_id: int | None, *, scroll: bool = False) -> None:
        """Make a passage of the open article current, or none."""
        passage = self._pane.passage(passage_id)
        self._current = passage_id
        self._newest = None
        self._reader.set_current_passage(passage.id if passage else None)
        if passage is not None and scroll:
            self._reader.scroll_to(passage.start, passage.end)
        self.current_changed.emit(passage)

    def passages_refreshed(self) -> None:
        """Look again at the current passage after the pane got newer ones."""
        if self._current is not None:
            newest = self._newest
            self.select_passage(self._current if self.current else None)
            self._newest = newest

    def _codebook_changed(self, changes: Changes) -> None:
        if changes.touches(Actor, ActorAlias, ClaimType, ActorTag, ClaimTag):
            self._read_codebook()

    def _read_codebook(self) -> None:
        def keep(found: tuple[list[ActorCard], list[ClaimTypeCard]]) -> None:
            self._actors, self._claim_types = found
            self._popup.prepare(self._actors, self._claim_types)

        self._workspace.read(
            lambda session: (actors(session), claim_types(session)), keep, latest="coding desk"
        )

    def pause(self, is_paused: bool) -> None:
        """Mark and tag nothing while the text is being corrected: what is selected is in the editor."""
        self._is_paused = is_paused

    def _may_tag(self) -> bool:
        if self._is_paused:
            self.said.emit(self.tr("Save the corrected text first, or go back to reading. Then tag."))
        return not self._is_paused

    # Keys ---------------------------------------------------------------------------------------

    def ask_actor(self) -> None:
        """Open the popup to tag an actor."""
        if not self._may_tag():
            return
        passage, _ = self._target()
        if passage is None and self._selected() is None:
            self._nothing_to_tag()
            return
        on_passage = passage.actors if passage else ()
        self._popup.ask_actor(self._reader.selection_anchor_rect(), self._actors, on_passage)

    def ask_claim(self) -> None:
        """Open the popup to tag a claim type."""
        if not self._may_tag():
            return
        passage, _ = self._target()
        if passage is None and self._selected() is None:
            self._nothing_to_tag()
            return
        on_passage = passage.claims if passage else ()
        self._popup.ask_claim(self._reader.selection_anchor_rect(), self._claim_types, on_passage)

    def write_memo(self) -> None:
        """Open the memo of the target; a selection becomes a passage first."""
        if not self._may_tag():
            return
        passage, place = self._target()
        if passage is not None:
            self._memo.ask(self._reader.selection_anchor_rect(), passage.id, self.newest_memo(passage))
        elif place is not None:
            self._mark(
                place,
                then=lambda made: self._memo.ask(self._reader.selection_anchor_rect(), made.passage_id, ""),
            )
        else:
            self._nothing_to_tag()

    def mark(self) -> None:
        """Make a passage of the selection without a tag."""
        if not self._may_tag():
            return
        _, place = self._target(ignore_current=True)
        if place is None:
            self._nothing_to_tag()
        else:
            self._mark(place)

    def apply_recent(self, number: int) -> None:
        """Put the ``number``-th of the recent tags (from 1) on the target."""
        choice = self.recent.at(number)
        if choice is None:
            self.said.emit(self.tr("There is no recent tag {0} yet. Press A or C to tag.").format(number))
        else:
            self.apply(choice)

    def apply(self, choice: ActorChoice | ClaimChoice) -> None:
        """Put a tag on the target, which becomes a passage if it is none yet."""
        if not self._may_tag():
            return
        self.recent.use(choice)
        selected = self._selected()
        on_its_way = self._place(selected) if selected is not None else self._newest
        if on_its_way is not None and on_its_way in self._waiting:
            self._waiting[on_its_way].append(choice)
            return
        if self._current is not None and selected is None:
            self._tag(self._current, choice)
            return
        passage, place = self._target()
        if passage is not None:
            self._tag(passage.id, choice)
        elif place is not None:
            if isinstance(choice, ActorChoice):
                self._mark(place, actors=(choice,))
            else:
                self._mark(place, claims=(choice,))
        else:
            self._nothing_to_tag()

    def delete_current(self) -> None:
        """Delete the current passage."""
        passage = self.current
        if passage is None:
            self.said.emit(self.tr("Select a passage first: click on it, or press N."))
            return
        self.delete([passage.id])

    def delete(self, passage_ids: list[int]) -> None:
        """Delete passages."""
        if not passage_ids:
            return
        if self._current in passage_ids:
            self.select_passage(None)
        self._run(
            lambda archive: delete_passages(archive, passage_ids, coder=self._workspace.coder),
            lambda _: self.said.emit(self.tr("Deleted. Undo brings it back.")),
        )

    def step(self, direction: int) -> None:
        """Go to the next (1) or previous (-1) passage of the article."""
        article = self._pane.article
        if article is None or not article.passages:
            self.said.emit(self.tr("This article has no passages yet."))
            return
        order = article.passages
        current = self.current
        if current is not None:
            at = order.index(current) + direction
        else:
            caret = self._reader.caret_position()
            after = [index for index, passage in enumerate(order) if passage.start >= caret]
            first_after = after[0] if after else len(order)
            at = first_after if direction > 0 else first_after - 1
        if not 0 <= at < len(order):
            self.said.emit(
                self.tr("This was the last passage.")
                if direction > 0
                else self.tr("This was the first passage.")
            )
            return
        self.select_passage(order[at].id, scroll=True)

    # Target -------------------------------------------------------------------------------------

    def _selected(self) -> tuple[int, int] | None:
        article, selected = self._pane.article, self._reader.selected_range()
        if article is None or selected is None:
            return None
        start, end = trim(article.text, *selected)
        return (start, end) if end > start else None

    def _target(self, *, ignore_current: bool = False) -> tuple[PassageCard | None, tuple[int, int] | None]:
        """Return the passage that keys act on, or else the stretch that is to become one."""
        article, current = self._pane.article, self.current
        if article is None:
            return None, None
        selected = self._selected()
        if selected is None and current is not None and not ignore_current:
            return current, None
        if selected is None:
            caret = self._reader.caret_position()
            start, end = sentence_at(article.text, caret, caret)
            if end <= start:
                return None, None
            self._reader.select_range(start, end)
            return None, (start, end)
        if current is not None and (current.start, current.end) == selected and not ignore_current:
            return current, None
        return None, selected

    def _nothing_to_tag(self) -> None:
        self.said.emit(self.tr("Select some words first."))

    # Operations ---------------------------------------------------------------------------------

    def _mark(
        self,
        place: tuple[int, int],
        *,
        actors: tuple[ActorChoice, ...] = (),
        claims: tuple[ClaimChoice, ...] = (),
        then: Callable[[Marked], None] | None = None,
    ) -> None:
        article = self._pane.article
        assert article is not None
        article_id, coder = article.card.id, self._workspace.coder

        text_id, here = article.text_id, self._place(place)

        def marked(made: Marked) -> None:
            for choice in self._waiting.pop(here, ()):
                self._tag(made.passage_id, choice)
            # Who has turned to other words meanwhile is left there.
            if self._newest == here and self._is_open(article_id):
                if self._selected() == place:
                    self._reader.clear_selection()
                self.select_passage(made.passage_id)
            if then is not None:
                then(made)

        def refused() -> None:
            self._waiting.pop(here, None)

        self._waiting[here] = []
        self._newest = here
        self._workspace.run(
            lambda archive: mark_passage(
                archive, article_id, *place, actors=actors, claims=claims, text_id=text_id, coder=coder
            ),
            marked,
            refused,
        )

    def _place(self, stretch: tuple[int, int]) -> _Place:
        assert self._pane.article is not None
        return (self._pane.article.card.id, *stretch)

    def _is_open(self, article_id: int) -> bool:
        return self._pane.article is not None and self._pane.article.card.id == article_id

    def _tag(self, passage_id: int, choice: ActorChoice | ClaimChoice) -> None:
        coder = self._workspace.coder
        if isinstance(choice, ActorChoice):
            self._run(lambda archive: tag_actor(archive, passage_id, choice, coder=coder))
        else:
            self._run(lambda archive: tag_claim(archive, passage_id, choice, coder=coder))

    def _write_memo(self, passage_id: int, text: str) -> None:
        coder = self._workspace.coder
        write_kept(
            self._workspace, self._memo.keeping, passage_id, text,
            lambda archive, step: set_memo(archive, passage_id, text, goes_on=step, coder=coder),
        )  # fmt: skip

    def _run(self, operation: Callable[[Archive], Any], then: Callable[[Any], None] | None = None) -> None:
        self._workspace.run(operation, then)
