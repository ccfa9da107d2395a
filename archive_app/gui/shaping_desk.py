"""Shaping passages: what keys do to their ends, and how two become one and one becomes two."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from archive_app.gui.coding_desk import CodingDesk
from archive_app.gui.finding.in_view import bring_into_view
from archive_app.gui.lists.direction import is_right_to_left
from archive_app.gui.reader.edges import Edge, Unit
from archive_app.gui.reading_pane import ReadingPane
from archive_app.gui.workspace import Workspace
from archive_app.model.segments import paragraph_at, trim, word_at
from archive_app.operations.passages import Split, duplicate_passage, merge_passages, split_passage
from archive_app.operations.tagging import Marked, move_passage
from archive_app.storage.queries import PassageCard

PAUSE = 400
"""Milliseconds without a key after which an end that was moved is written."""


class ShapingDesk(QObject):
    """Moves the ends of the current passage; merges, splits and duplicates."""

    said = Signal(str)
    """Carries a short sentence for the status bar."""

    def __init__(self, workspace: Workspace, pane: ReadingPane, desk: CodingDesk) -> None:
        super().__init__(pane)
        self._workspace = workspace
        self._pane = pane
        self._reader = pane.reader
        self._desk = desk
        self._wanted: dict[int, tuple[int, int]] = {}
        """Where the ends of passages are shown that are not all stored yet."""
        self._storing: dict[int, int] = {}
        """How many moves of a passage are on their way to the disk."""
        self._moving: tuple[int, Edge] | None = None
        self._write: Callable[[], None] | None = None
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self.flush)
        self._reader.edges_moved.connect(self._moved)

    # Ends ---------------------------------------------------------------------------------------

    def push_edge(self, edge: Edge, unit: Unit, *, to_right: bool) -> None:
        """Move an end of the current passage right or left on the screen, whichever way its text runs."""
        passage = self._current()
        article = self._pane.article
        if passage is not None and article is not None:
            place = self._wanted.get(passage.id, (passage.start, passage.end))
            at = place[0] if edge is Edge.START else place[1] - 1
            first, last = paragraph_at(article.text, at, at + 1)
            self.move_edge(edge, unit, forward=to_right != is_right_to_left(article.text[first:last]))

    def move_edge(self, edge: Edge, unit: Unit, *, forward: bool) -> None:
        """Move an end of the current passage towards the end of the text, or back."""
        passage = self._current()
        if passage is None:
            return
        if not self._reader.move_edge(edge, unit, forward):
            self.said.emit(self.tr("This end cannot go any further."))
            return
        start, end = self._wanted.get(passage.id, (passage.start, passage.end))
        bring_into_view(self._reader, start, end, at=start if edge is Edge.START else end)

    def flush(self) -> None:
        """Have an end that was moved written, as when anything else is done."""
        self._pause.stop()
        write, self._write, self._moving = self._write, None, None
        if write is not None:
            write()

    def _moved(self, passage_id: int, start: int, end: int) -> None:
        passage = self._pane.passage(passage_id)
        before = self._wanted.get(passage_id) or ((passage.start, passage.end) if passage else (start, end))
        moving = (passage_id, Edge.START if start != before[0] else Edge.END)
        if moving != self._moving:
            self.flush()
        article = self._pane.article
        text_id = article.text_id if article else None
        self._wanted[passage_id] = (start, end)
        # Keys held down or pressed one after the other are one move, and one step of Undo.
        self._moving, self._write = moving, lambda: self._store(passage_id, start, end, text_id)
        self._pause.start()

    def _store(self, passage_id: int, start: int, end: int, text_id: int | None) -> None:
        self._storing[passage_id] = self._storing.get(passage_id, 0) + 1
        coder = self._workspace.coder
        self._workspace.run(
            lambda archive: move_passage(archive, passage_id, start, end, text_id=text_id, coder=coder),
            lambda _changes: self._stored(passage_id),
            lambda: self._refused(passage_id),
        )

    def _stored(self, passage_id: int) -> None:
        self._storing[passage_id] -= 1
        moves_on = self._moving is not None and self._moving[0] == passage_id
        if self._storing[passage_id] or moves_on:
            # Keys were quicker than the disk: what was stored just now is not where the end is by now.
            self._show_at(passage_id, self._wanted[passage_id])
        else:
            del self._wanted[passage_id]
        if not self._storing[passage_id]:
            del self._storing[passage_id]

    def _refused(self, passage_id: int) -> None:
        passage = self._pane.passage(passage_id)
        if passage is not None:
            self._wanted[passage_id] = (passage.start, passage.end)
            self._show_at(passage_id, self._wanted[passage_id])
        self._stored(passage_id)

    def _show_at(self, passage_id: int, place: tuple[int, int]) -> None:
        shown = self._reader.highlight(passage_id)
        if shown is not None and (shown.start, shown.end) != place:
            self._reader.replace_highlight(replace(shown, start=place[0], end=place[1]))

    # One of two, two of one ---------------------------------------------------------------------

    def merge(self, passage_ids: Sequence[int] = ()) -> None:
        """Merge these passages; or those under the selection; or the current one with its neighbour."""
        ids = list(passage_ids) or self._to_merge()
        if len(ids) < 2:
            self.said.emit(
                self.tr("Nothing to merge: select words of two passages, or a passage that touches another.")
            )
            return

        def merged(made: Marked) -> None:
            self._show(made.passage_id, made)
            self.said.emit(self.tr("Merged %n passages. Undo takes it back.", "", len(ids)))

        coder = self._workspace.coder
        self._workspace.run(lambda archive: merge_passages(archive, ids, coder=coder), merged)

    def split(self) -> None:
        """Split the passage at the caret, before the word that the caret stands in."""
        article = self._pane.article
        caret = self._reader.caret_position()
        passage = self._at(caret)
        if article is None or passage is None:
            self.said.emit(self.tr("Put the caret inside a passage, where it is to be split."))
            return
        word = word_at(article.text, caret)
        at = word[0] if word[0] < caret < word[1] else caret

        def splitted(halves: Split) -> None:
            self._reader.clear_selection()
            self._desk.select_passage(halves.second_id)
            self.said.emit(self.tr("Split in two; both have the tags. Undo takes it back."))

        coder, key, text_id = self._workspace.coder, passage.id, article.text_id
        self._workspace.run(
            lambda archive: split_passage(archive, key, at, text_id=text_id, coder=coder), splitted
        )

    def duplicate(self) -> None:
        """Mark the words of the current passage once more, for another claim."""
        passage = self._current()
        if passage is None:
            return

        def duplicated(made: Marked) -> None:
            self._show(made.passage_id, made)
            self.said.emit(self.tr("Another passage on the same words. Press A or C to tag it."))

        coder, key = self._workspace.coder, passage.id
        self._workspace.run(lambda archive: duplicate_passage(archive, key, coder=coder), duplicated)

    def next_overlapping(self) -> None:
        """Go on to the next passage that shares words with the current one."""
        before = self._reader.current_passage
        self._reader.next_overlapping()
        if self._reader.current_passage == before:
            self.said.emit(self.tr("No other passage is on these words."))

    # Inside -------------------------------------------------------------------------------------

    def _current(self) -> PassageCard | None:
        passage = self._desk.current
        if passage is None:
            self.said.emit(self.tr("Select a passage first: click on it, or press N."))
        return passage

    def _show(self, passage_id: int, made: Marked) -> None:
        self._reader.clear_selection()
        self._desk.select_passage(passage_id)
        bring_into_view(self._reader, made.start, made.end)

    def _at(self, caret: int) -> PassageCard | None:
        """The passage around the caret: the current one, else the shortest."""
        current = self._desk.current
        if current is not None and current.start < caret < current.end:
            return current
        around = (self._pane.passage(key) for key in self._reader.passages_at(caret))
        return next((each for each in around if each is not None and each.start < caret < each.end), None)

    def _to_merge(self) -> list[int]:
        article, selected = self._pane.article, self._reader.selected_range()
        if article is None:
            return []
        passages = [passage for passage in article.passages if self._reader.shows(passage.id)]
        if selected is not None:
            start, end = trim(article.text, *selected)
            return [each.id for each in passages if each.start < end and start < each.end]
        current = self._desk.current
        if current is None:
            return []
        near = [each for each in passages if each.id != current.id and _touch(article.text, each, current)]
        after = [each for each in near if (each.start, each.end, each.id) > _order(current)]
        if after:
            return [current.id, after[0].id]
        return [near[-1].id, current.id] if near else []


def _touch(text: str, one: PassageCard, other: PassageCard) -> bool:
    """Whether passages overlap or have only white space between them, in one paragraph or the next."""
    first, second = sorted((one, other), key=_order)
    return second.start <= first.end or not text[first.end : second.start].strip()


def _order(passage: PassageCard) -> tuple[int, int, int]:
    return (passage.start, passage.end, passage.id)
