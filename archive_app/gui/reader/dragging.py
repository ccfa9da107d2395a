"""Dragging the ends of the current passage."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent

from archive_app.gui.reader.edges import Edge, dragged_edge
from archive_app.gui.reader.handles import handle_at
from archive_app.gui.reader.highlights import Highlight
from archive_app.gui.reader.layout import ReaderLayout
from archive_app.gui.reader.painting import ReaderPainter

if TYPE_CHECKING:
    from archive_app.gui.reader.view import ReaderView

_SCROLL_MILLISECONDS = 40
_SCROLL_ZONE = 24  # pixels from the view's top and bottom


class EdgeDrag(QObject):
    """One end of the current passage in the hand: shown in its new place at once, told when it is let go.

    Ends snap to words; with Alt held they go by single characters. Escape puts the end back.
    """

    def __init__(self, view: "ReaderView", layout: ReaderLayout, painter: ReaderPainter) -> None:
        super().__init__(view)
        self._view = view
        self._layout = layout
        self._painter = painter
        self._held: tuple[Highlight, Edge] | None = None
        self._last = (QPointF(), False)
        self._scroll = QTimer(self, interval=_SCROLL_MILLISECONDS)
        self._scroll.timeout.connect(self._scroll_on)

    @property
    def is_held(self) -> bool:
        """Whether an end is in the hand."""
        return self._held is not None

    def is_over_handle(self, point: QPointF) -> bool:
        """Tell whether a point of the viewport is on one of the current passage's handles."""
        return self._handle_at(point) is not None

    def press(self, event: QMouseEvent) -> bool:
        """Take an end in the hand if there is one under the mouse."""
        if event.button() != Qt.MouseButton.LeftButton:
            return False
        edge = self._handle_at(event.position())
        placed = self._painter.scene.passages.get(self._painter.scene.current_passage)
        if edge is None or placed is None:
            return False
        self._held = (placed.highlight, edge)
        return True

    def move(self, event: QMouseEvent) -> bool:
        """Bring the end in the hand to the mouse."""
        if self._held is None:
            return False
        by_words = not event.modifiers() & Qt.KeyboardModifier.AltModifier
        self._last = (event.position(), by_words)
        self._bring_to(*self._last)
        y, height = event.position().y(), self._view.viewport().height()
        if y < _SCROLL_ZONE or y > height - _SCROLL_ZONE:
            self._scroll.start()
        else:
            self._scroll.stop()
        return True

    def release(self) -> bool:
        """Let the end go; the view tells where it is now if that is another place."""
        if self._held is None:
            return False
        self._scroll.stop()
        before, _ = self._held
        self._held = None
        placed = self._painter.scene.passages.get(before.passage_id)
        if placed is not None:
            now = placed.highlight
            if (now.start, now.end) != (before.start, before.end):
                self._view.edges_moved.emit(before.passage_id, now.start, now.end)
        return True

    def cancel(self) -> bool:
        """Put the end back where it was."""
        if self._held is None:
            return False
        self._scroll.stop()
        before, _ = self._held
        self._held = None
        if before.passage_id in self._painter.scene.passages:
            self._view.replace_highlight(before)
        return True

    def _handle_at(self, point: QPointF) -> Edge | None:
        in_document = point + QPointF(0, self._view.verticalScrollBar().value())
        return handle_at(self._layout, self._painter.scene, in_document)

    def _bring_to(self, point: QPointF, by_words: bool) -> None:
        assert self._held is not None
        before, edge = self._held
        in_document = point + QPointF(0, self._view.verticalScrollBar().value())
        units = self._layout.hitTest(in_document, Qt.HitTestAccuracy.FuzzyHit)
        shown = self._painter.scene.shown
        position = shown.to_code_points(units, units)[0]
        start, end = dragged_edge(shown.text, before.start, before.end, edge, position, by_words)
        placed = self._painter.scene.passages.get(before.passage_id)
        if placed is not None and (placed.highlight.start, placed.highlight.end) != (start, end):
            self._view.replace_highlight(replace(before, start=start, end=end))

    def _scroll_on(self) -> None:
        bar = self._view.verticalScrollBar()
        up = self._last[0].y() < self._view.viewport().height() / 2
        bar.setValue(bar.value() + (-1 if up else 1) * bar.singleStep() // 2)
        self._bring_to(*self._last)
