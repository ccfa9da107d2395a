"""The reading surface: an article's text with its passages, for reading, selecting and coding."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from PySide6.QtCore import (
    QRect,
    QRectF,
    Qt,
    QVariantAnimation,
    Signal,
)
from PySide6.QtGui import (
    QClipboard,
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QMenu, QWidget

from archive_app.gui.reader.appearance import Appearance
from archive_app.gui.reader.display import Shown
from archive_app.gui.reader.edges import Edge, Unit, moved_edge
from archive_app.gui.reader.highlights import Dress, Highlight, PassageIndex, Strike
from archive_app.gui.reader.pointing import Pointing
from archive_app.gui.reader.scene import Scene, hit_ranges, strike_ranges
from archive_app.gui.reader.selection import Growth
from archive_app.gui.reader.spoken import SpokenPassages
from archive_app.gui.reader.surface import Surface

_FLASH_MILLISECONDS = 1100
_SLIVER = 4  # pixels of a paragraph at the top of the view that nobody reads


class ReaderView(Surface):
    """Shows one article with its passages; all positions in and out are code points of the text given.

    The view holds nothing that isn't given to it: whoever shows a text tells it what changes.
    """

    selection_changed = Signal(object)
    """(start, end) in code points, or None."""
    passage_activated = Signal(int)
    """A passage was clicked, in the text or in the margin; clicking again goes to the next one on the same
    words."""
    passage_hovered = Signal(int)
    """The passage under the mouse, -1 when there is none any more."""
    strike_activated = Signal(int)
    """A struck-out stretch was clicked."""
    edges_moved = Signal(int, int, int)
    """A passage's end was moved: passage id, start, end.

    The view shows it there already; `replace_highlight` with the old place takes it back.
    """

    def __init__(self, parent: QWidget | None = None, appearance: Appearance | None = None) -> None:
        super().__init__(parent, appearance)
        self._growth = Growth()
        self._reported: tuple[int, int] | None = None
        self._hits: list[tuple[int, int]] = []
        self.setAccessibleName(self.tr("Article text"))
        self.viewport().setMouseTracking(True)
        self._pointing = Pointing(self, self._layout, self._painter)
        self._spoken = SpokenPassages(self, self._layout, self._painter)
        self._flash = QVariantAnimation(self, duration=_FLASH_MILLISECONDS, startValue=1.0, endValue=0.0)
        self._flash.valueChanged.connect(self._paint_flash)
        self._flash.finished.connect(self._end_flash)
        self.selectionChanged.connect(self._report_selection)
        self.cursorPositionChanged.connect(self._report_selection)

    # ------------------------------------------------------------------ the text

    @property
    def text(self) -> str:
        """The article's text as it was given."""
        return self._shown.text

    def show_text(
        self,
        text: str,
        highlights: Sequence[Highlight] = (),
        strikes: Sequence[Strike] = (),
        dress: Dress | None = None,
    ) -> None:
        """Show a text from its beginning, with its passages and the stretches proposed for removal.

        With ``dress`` only the places of the highlights count; their looks are asked for as they come into
        view.
        """
        self._flash.stop()
        self._pointing.forget()
        self._spoken.forget()
        shown = Shown(text)
        self._hits = []
        self._scene = Scene(shown, PassageIndex(shown, highlights), strike_ranges(shown, strikes))
        if dress is not None:
            self._scene.passages.dress(dress)
        self._painter.scene = self._scene
        self._put_text(shown)
        self._report_selection()

    def clear(self) -> None:
        """Show nothing."""
        self.show_text("")

    # ------------------------------------------------------------------ passages

    def set_highlights(self, highlights: Iterable[Highlight], dress: Dress | None = None) -> None:
        """Show these passages and no others; ``dress`` as for :meth:`show_text`."""
        self._scene.passages = PassageIndex(self._shown, highlights, self._scene.passages.lanes())
        if dress is not None:
            self._scene.passages.dress(dress)
        self._layout.forget_marks()
        self.viewport().update()

    def dress_highlights(self, dress: Dress) -> None:
        """Show the same passages in the same places in other colours and under other names."""
        self._scene.passages.dress(dress)
        self._layout.forget_marks()
        self.viewport().update()

    def add_highlight(self, highlight: Highlight) -> None:
        """Show one more passage; one of the same id is replaced."""
        self.replace_highlight(highlight)

    def replace_highlight(self, highlight: Highlight) -> None:
        """Show a passage in another way or place; nothing else moves."""
        passages = self._scene.passages
        before = passages.get(highlight.passage_id)
        after = passages.add(highlight)
        if before is not None:
            self._refresh_blocks(before.first_block, before.last_block)
        self._refresh_blocks(after.first_block, after.last_block)

    def remove_highlight(self, passage_id: int) -> None:
        """Take a passage off the text; one that is not there is no error."""
        if passage_id not in self._scene.passages:
            return
        gone = self._scene.passages.remove(passage_id)
        if self._scene.current_passage == passage_id:
            self.set_current_passage(None)
        if self._pointing.hovered == passage_id:
            self._pointing.hover(None)
        self._refresh_blocks(gone.first_block, gone.last_block)

    def highlights(self) -> list[Highlight]:
        """Give the passages on show, in the order of the text."""
        return [placed.highlight for placed in sorted(self._scene.passages)]

    def highlight(self, passage_id: int) -> Highlight | None:
        """Give one of the passages on show."""
        placed = self._scene.passages.get(passage_id)
        return placed.highlight if placed else None

    def shows(self, passage_id: int) -> bool:
        """Tell whether a passage is on show."""
        return passage_id in self._scene.passages

    def set_strikes(self, strikes: Iterable[Strike]) -> None:
        """Show these stretches struck through, and no others."""
        self._scene.strikes = strike_ranges(self._shown, strikes)
        self._layout.forget_marks()
        self.viewport().update()

    def set_current_passage(self, passage_id: int | None) -> None:
        """Lift one passage and dim the others; None treats all alike."""
        if passage_id != self._scene.current_passage:
            self._scene.current_passage = passage_id
            self.viewport().update()

    @property
    def current_passage(self) -> int | None:
        """The passage that is lifted."""
        return self._scene.current_passage

    def passages_at(self, position: int) -> list[int]:
        """Find the passages over the character at a code point, the shortest first."""
        units, _ = self._shown.to_units(position, position)
        return [placed.passage_id for placed in self._scene.passages.at(units)]

    def mark_hits(self, ranges: Sequence[tuple[int, int]], current: int | None = None) -> None:
        """Mark search hits, one of them (its number in the order given) more strongly.

        Going on to another one of the same ten thousand takes no longer than among ten.
        """
        if list(ranges) != self._hits:
            self._hits = list(ranges)
            self._scene.hits = hit_ranges(self._shown, ranges)
        self._scene.current_hit = current
        self.viewport().update()

    def move_edge(self, edge: Edge, unit: Unit, forward: bool) -> bool:
        """Move one end of the current passage by one unit, towards the text's end or back, and tell it.

        False when there is no current passage or its end cannot go there.
        """
        placed = self._scene.passages.get(self._scene.current_passage)
        if placed is None:
            return False
        highlight = placed.highlight
        moved = moved_edge(self.text, highlight.start, highlight.end, edge, unit, forward)
        if moved is None:
            return False
        self.replace_highlight(replace(highlight, start=moved[0], end=moved[1]))
        self.edges_moved.emit(highlight.passage_id, *moved)
        return True

    def next_overlapping(self) -> None:
        """Go on to the next passage that shares words with the current one, or that is at the caret."""
        current = self._scene.passages.get(self._scene.current_passage)
        if current is not None:
            around = sorted(self._scene.passages.overlapping(current.start, current.end))
        else:
            units, _ = self._shown.to_units(self.caret_position(), self.caret_position())
            around = self._scene.passages.at(units)
        if not around or around == [current]:
            return
        turn = around.index(current) + 1 if current in around else 0
        chosen = around[turn % len(around)].passage_id
        self.set_current_passage(chosen)
        self.passage_activated.emit(chosen)

    # ------------------------------------------------------------------ selection

    def selected_range(self) -> tuple[int, int] | None:
        """Give what is selected, in code points; None where nothing is."""
        cursor = self.textCursor()
        if not cursor.hasSelection():
            return None
        return self._shown.to_code_points(cursor.selectionStart(), cursor.selectionEnd())

    def caret_position(self) -> int:
        """Give the code point the caret stands before."""
        position = self.textCursor().position()
        return self._shown.to_code_points(position, position)[0]

    def paragraph_at_top(self) -> int:
        """Give the code point with which the paragraph at the top of the view begins."""
        block = self._layout.block_at(self.verticalScrollBar().value() + _SLIVER)
        return self._shown.units.to_code_point(self._shown.block_starts[block])

    def select_range(self, start: int, end: int) -> None:
        """Select a range, the caret at its end, and bring it into view."""
        first, last = self._shown.to_units(start, end)
        cursor = self.textCursor()
        cursor.setPosition(first)
        cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def clear_selection(self) -> None:
        """Select nothing; the caret stays."""
        cursor = self.textCursor()
        cursor.clearSelection()
        self.setTextCursor(cursor)

    def grow_selection(self) -> None:
        """Select the word, then the sentence, then the paragraph around what is selected."""
        caret = self.caret_position()
        start, end = self.selected_range() or (caret, caret)
        larger = self._growth.grow(self.text, start, end)
        if larger != (start, end):
            self.select_range(*larger)

    def shrink_selection(self) -> None:
        """Go back one step of `grow_selection`."""
        start, end = self.selected_range() or (self.caret_position(), self.caret_position())
        smaller = self._growth.shrink(start, end)
        if smaller is not None:
            self.select_range(*smaller)

    def selection_anchor_rect(self) -> QRect:
        """Give the place of the selection on the screen, in global coordinates, for a popup beside it.

        The rectangle begins where the selected text begins and reaches down to its last line: put a popup
        below its bottom edge, or above its top where there is no room. A selection that goes on beyond the
        lower third of the view counts as its first visible line alone. Without a selection it is the place of
        the current passage, and without one the caret's.
        """
        port = self.viewport().rect()
        cursor = self.textCursor()
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        current = self._scene.passages.get(self._scene.current_passage)
        if start == end and current is not None:
            start, end = current.start, current.end
        boxes = self._line_rects(start, end)
        visible = [box for box in boxes if box.bottom() > 0 and box.top() < port.height()]
        if not visible:
            visible = [QRectF(self.cursorRect())]
        first, last = visible[0], visible[-1]
        bottom = last.bottom() if last.bottom() < port.height() * 0.7 else first.bottom()
        rect = QRectF(first.left(), first.top(), first.width(), bottom - first.top()).toAlignedRect()
        rect = rect.intersected(port) if rect.intersects(port) else rect
        return QRect(self.viewport().mapToGlobal(rect.topLeft()), rect.size())

    def copy(self) -> None:
        """Copy the article's own characters, not what the widget shows in their place."""
        self._offer_selection(QClipboard.Mode.Clipboard)

    def _offer_selection(self, mode: QClipboard.Mode) -> None:
        # Not by createMimeDataFromSelection: a QMimeData made in Python crashes a clipboard that outlives the
        # interpreter.
        selected = self.selected_range()
        if selected is not None:
            QGuiApplication.clipboard().setText(self.text[slice(*selected)], mode)

    # ------------------------------------------------------------------ moving about

    def scroll_to(self, start: int, end: int) -> None:
        """Bring a range to about a third from the top, and let it flash once."""
        first, last = self._shown.to_units(start, end)
        block = self._shown.block_of(first)
        height = self.viewport().height()
        guess = self._layout.top_of(block)
        self._layout.lay_out_between(guess - height, guess + height)
        laid = self._layout.laid_out(block)
        box = laid.lines.boxes[laid.lines.line_of(first - laid.start)]
        self._announce_size()
        self.verticalScrollBar().setValue(round(self._layout.top_of(block) + box.top - height / 3))
        self._scene.flash = (first, max(last, first + 1))
        self._flash.stop()
        self._flash.start()

    # ------------------------------------------------------------------ inside

    def _refresh_blocks(self, first: int, last: int) -> None:
        """Work out anew what lies over some blocks, and paint them if they can be seen."""
        self._layout.forget_marks(range(first, last + 1))
        self._update_blocks(first, last)

    def _line_rects(self, start: int, end: int) -> list[QRectF]:
        """Places of the first and last line, or stretch of a line, of a range of units; viewport pixels."""
        rects = []
        scrolled = self.verticalScrollBar().value()
        top, bottom = scrolled, scrolled + self.viewport().height()
        for laid, y in self._layout.visible(top, bottom):
            for piece in laid.pieces_of(start, end):
                box = laid.lines.boxes[piece.line]
                rects.append(
                    QRectF(
                        self._layout.column.left + piece.left,
                        y - scrolled + box.baseline - box.ascent,
                        piece.right - piece.left,
                        box.ascent + box.descent,
                    )
                )
        return rects

    def _report_selection(self) -> None:
        selected = self.selected_range()
        if selected != self._reported:
            self._reported = selected
            self.selection_changed.emit(selected)

    def _paint_flash(self, strength: object) -> None:
        if self._scene.flash is not None and isinstance(strength, float):
            self._scene.flash_strength = strength
            first, last = (self._shown.block_of(units) for units in self._scene.flash)
            self._update_blocks(first, last)

    def _end_flash(self) -> None:
        self._scene.flash = None
        self.viewport().update()

    # ------------------------------------------------------------------ Qt's side

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy, and let Escape put back what is being dragged; plain letters belong to the window."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() != Qt.Key.Key_Escape or not self._pointing.cancel_drag():
            super().keyPressEvent(event)
            return
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a new selection, also inside the old one: words are marked here, not dragged away."""
        is_plain = event.button() == Qt.MouseButton.LeftButton and not event.modifiers()
        if is_plain and self.textCursor().hasSelection():
            self.clear_selection()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Offer what was selected to the middle button, where the system has that."""
        super().mouseReleaseEvent(event)
        if QGuiApplication.clipboard().supportsSelection() and event.button() == Qt.MouseButton.LeftButton:
            self._offer_selection(QClipboard.Mode.Selection)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to copy and to select all."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        copying = menu.addAction(self.tr("Copy"), self.copy)
        copying.setEnabled(self.textCursor().hasSelection())
        menu.addAction(self.tr("Select All"), self.selectAll)
        menu.popup(event.globalPos())
