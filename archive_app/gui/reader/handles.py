"""The two handles of the current passage: where they stand and how they look."""

import unicodedata
from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from archive_app.gui.reader.edges import Edge
from archive_app.gui.reader.layout import LaidBlock, ReaderLayout
from archive_app.gui.reader.scene import Scene

_REACH = 7.0  # pixels around a handle where the mouse takes hold of it


def handles_in(laid: LaidBlock, scene: Scene) -> Iterator[tuple[Edge, QRectF]]:
    """Give the current passage's handles in a block: upright stems, from the block's left top corner."""
    placed = scene.passages.get(scene.current_passage)
    if placed is None or placed.end <= placed.start:
        return
    for edge, number, position in (
        (Edge.START, placed.first_block, placed.highlight.start),
        (Edge.END, placed.last_block, placed.highlight.end - 1),
    ):
        if number == laid.number:
            yield edge, _handle(laid, scene, edge, position)


def handle_at(layout: ReaderLayout, scene: Scene, point: QPointF) -> Edge | None:
    """Find the handle under a point of the document; where both are in reach, the nearer one."""
    placed = scene.passages.get(scene.current_passage)
    if placed is None:
        return None
    nearest: tuple[float, Edge] | None = None
    for number in {placed.first_block, placed.last_block}:
        top, bottom = layout.top_of(number), layout.top_of(number + 1)
        if not top - _REACH <= point.y() <= bottom + _REACH:
            continue
        local = point - QPointF(layout.column.left, top)
        for edge, rect in handles_in(layout.laid_out(number), scene):
            if rect.adjusted(-_REACH, -_REACH, _REACH, _REACH).contains(local):
                distance = abs(rect.center().x() - local.x())
                if nearest is None or distance < nearest[0]:
                    nearest = (distance, edge)
    return nearest[1] if nearest else None


def paint_handles(painter: QPainter, laid: LaidBlock, scene: Scene, colour: QColor, scale: float) -> None:
    """Draw a block's handles: a stem along the line, a knob above the start and below the end."""
    for edge, rect in handles_in(laid, scene):
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRect(rect)
        knob = QPointF(rect.center().x(), rect.top() if edge is Edge.START else rect.bottom())
        painter.drawEllipse(knob, 3.6 * scale, 3.6 * scale)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _handle(laid: LaidBlock, scene: Scene, edge: Edge, position: int) -> QRectF:
    """The outer side of the first or last character: the left or the right, as its script runs."""
    first, last = (units - laid.start for units in scene.shown.to_units(position, position + 1))
    direction = unicodedata.bidirectional(scene.shown.text[position])
    right_to_left = direction in ("R", "AL") or (laid.is_right_to_left and direction not in ("L", "EN", "AN"))
    pieces = list(laid.lines.pieces(max(first, 0), last))
    if pieces:
        piece = pieces[-1] if edge is Edge.END else pieces[0]
        line = piece.line
        x = piece.right if (edge is Edge.END) != right_to_left else piece.left
    else:
        line = laid.lines.line_of(max(first, 0))
        x = laid.lines.caret_x(line, first if edge is Edge.START else last)
    box = laid.lines.boxes[line]
    return QRectF(x - 1, box.baseline - box.ascent - 1, 2, box.ascent + box.descent + 3)
