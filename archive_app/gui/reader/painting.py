"""Draws blocks: tints behind the words, the words, underlines in lanes, the margin with its bars and
labels."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPen,
    QTextCharFormat,
    QTextLayout,
)

from archive_app.gui.reader.appearance import Appearance, Pattern
from archive_app.gui.reader.column import bar_step
from archive_app.gui.reader.handles import paint_handles
from archive_app.gui.reader.highlights import LANES_SHOWN, Placed, Strike
from archive_app.gui.reader.layout import LaidBlock, ReaderLayout
from archive_app.gui.reader.margin import Label, Margin, arrange_margin
from archive_app.gui.reader.pieces import Piece
from archive_app.gui.reader.scene import Scene

LIFTED_SHARE = 1.4
"""How much stronger the tint of a passage that stands out is."""
LANE_FADING = 0.25
"""By how much of the first lane's tint each further one is weaker: words under all four can be read."""
_DIMMED = 0.45  # what is left of the others' strength while one passage is lifted
_DASHES: dict[Pattern, list[float]] = {
    Pattern.DASHED: [3.0, 2.0],
    Pattern.DOTTED: [1.0, 1.6],
    Pattern.DASH_DOT: [4.0, 1.6, 1.0, 1.6],
    Pattern.LONG_DASHED: [7.0, 2.5],
}


@dataclass(frozen=True, slots=True)
class BlockMarks:
    """What lies over one block, with its places worked out; kept until the block's passages change."""

    passages: tuple[tuple[Placed, tuple[Piece, ...]], ...]
    strikes: tuple[tuple[Strike, tuple[Piece, ...]], ...]
    margin: Margin


class ReaderPainter:
    """Paints the blocks of one reader; holds the pens and brushes of its colours."""

    def __init__(self, layout: ReaderLayout, appearance: Appearance, scene: Scene) -> None:
        self._layout = layout
        self.scene = scene
        self._pens: dict[tuple[str, Pattern, bool, float], QPen] = {}
        self._appearance = appearance
        self.set_appearance(appearance)

    def set_appearance(self, appearance: Appearance) -> None:
        """Paint in other colours and sizes."""
        self._appearance = appearance
        self._colours = appearance.colours
        self._pens.clear()
        self._text = QColor(self._colours.text)
        self._dim = QColor(self._colours.dim)
        self._struck = QTextCharFormat()
        self._struck.setForeground(QBrush(self._dim))

    # ------------------------------------------------------------------ one block

    def paint(
        self,
        painter: QPainter,
        laid: LaidBlock,
        origin: QPointF,
        context: QAbstractTextDocumentLayout.PaintContext,
    ) -> None:
        """Draw a block with its left top corner at `origin`, in document pixels."""
        marks = self.marks(laid)
        painter.translate(origin)
        self._paint_tints(painter, laid, marks)
        self._paint_hits(painter, laid)
        self._paint_flash(painter, laid)
        self._paint_selections(painter, laid, context)
        painter.translate(-origin)
        self._paint_words(painter, laid, origin, marks)
        painter.translate(origin)
        self._paint_underlines(painter, laid, marks)
        self._paint_strikes(painter, laid, marks)
        self._paint_handles(painter, laid)
        self._paint_margin(painter, laid, marks.margin)
        if self._appearance.paragraph_numbers:
            self._paint_number(painter, laid)
        cursor = context.cursorPosition
        if laid.start <= cursor < laid.start + laid.length:
            self._paint_caret(painter, laid, cursor - laid.start)
        painter.translate(-origin)

    def marks(self, laid: LaidBlock) -> BlockMarks:
        """Give what lies over a block, worked out once."""
        if isinstance(laid.marks, BlockMarks):
            return laid.marks
        begin, end = laid.start, laid.start + laid.length - 1
        in_block = self.scene.passages.in_block(laid.number)
        strikes = self.scene.strikes.between(begin, max(end, begin + 1))
        marks = BlockMarks(
            passages=tuple(
                (placed, laid.pieces_of(placed.start, placed.end))
                for placed in in_block
                if not placed.is_folded
            ),
            strikes=tuple((strike, laid.pieces_of(start, stop)) for start, stop, strike in strikes),
            margin=arrange_margin(
                laid.lines, laid.start, laid.height, in_block, strikes, self._layout.kind.label_height
            ),
        )
        laid.marks = marks
        return marks

    def _strength(self, placed: Placed) -> float:
        lifted = self.scene.lifted
        return 1.0 if lifted is None or lifted == placed.passage_id else _DIMMED

    # ------------------------------------------------------------------ behind the words

    def _paint_tints(self, painter: QPainter, laid: LaidBlock, marks: BlockMarks) -> None:
        lifted = self.scene.passages.get(self.scene.lifted)
        share = self._colours.tint_share
        for placed, pieces in marks.passages:
            if placed is lifted:
                continue
            colour = QColor(self._colours.solid(placed.highlight.colour))
            # Deeper lanes tint less, so that the words stay easy to read under four of them.
            colour.setAlphaF(share * self._strength(placed) * (1 - LANE_FADING * placed.lane))
            for piece in pieces:
                painter.fillRect(self._word_rect(laid, piece), colour)
        if lifted is not None and lifted.first_block <= laid.number <= lifted.last_block:
            self._paint_lifted(painter, laid, lifted)

    def _paint_lifted(self, painter: QPainter, laid: LaidBlock, lifted: Placed) -> None:
        solid = QColor(self._colours.solid(lifted.highlight.colour))
        fill, edge = QColor(solid), QColor(solid)
        fill.setAlphaF(self._colours.tint_share * LIFTED_SHARE)
        edge.setAlphaF(0.55)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(QPen(edge, 1.0))
        painter.setBrush(fill)
        for piece in laid.pieces_of(lifted.start, lifted.end):
            painter.drawRoundedRect(self._word_rect(laid, piece).adjusted(-1.5, -0.5, 1.5, 0.5), 3, 3)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _word_rect(self, laid: LaidBlock, piece: Piece) -> QRectF:
        box = laid.lines.boxes[piece.line]
        top = round(box.baseline - box.ascent - 1)
        return QRectF(piece.left, top, piece.right - piece.left, round(box.ascent + box.descent) + 3)

    def _paint_hits(self, painter: QPainter, laid: LaidBlock) -> None:
        hits = self.scene.hits.between(laid.start, laid.start + laid.length)
        if not hits:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        for start, end, number in hits:
            is_current = number == self.scene.current_hit
            painter.setBrush(QColor(self._colours.current_hit if is_current else self._colours.hit))
            painter.setPen(QPen(self._text, 1.2) if is_current else QPen(Qt.PenStyle.NoPen))
            for piece in laid.pieces_of(start, end):
                painter.drawRoundedRect(self._word_rect(laid, piece).adjusted(-1, 0, 1, 0), 2.5, 2.5)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _paint_flash(self, painter: QPainter, laid: LaidBlock) -> None:
        flash = self.scene.flash
        if flash is None or flash[1] <= laid.start or flash[0] >= laid.start + laid.length:
            return
        colour = QColor(self._colours.accent)
        colour.setAlphaF(0.30 * self.scene.flash_strength)
        for piece in laid.pieces_of(*flash):
            painter.fillRect(self._word_rect(laid, piece).adjusted(-2, -2, 2, 2), colour)

    def _paint_selections(
        self, painter: QPainter, laid: LaidBlock, context: QAbstractTextDocumentLayout.PaintContext
    ) -> None:
        colour = QColor(self._colours.selection)
        for selection in context.selections:
            start = selection.cursor.selectionStart() - laid.start
            end = selection.cursor.selectionEnd() - laid.start
            if start >= laid.length or end <= 0:
                continue
            for piece in laid.lines.pieces(max(start, 0), min(end, laid.length - 1)):
                box = laid.lines.boxes[piece.line]
                top = round(box.baseline - box.ascent) - 2
                height = round(box.ascent + box.descent) + 5
                painter.fillRect(QRectF(piece.left, top, piece.right - piece.left, height), colour)

    # ------------------------------------------------------------------ the words

    def _paint_words(self, painter: QPainter, laid: LaidBlock, origin: QPointF, marks: BlockMarks) -> None:
        formats = []
        for strike, _ in marks.strikes:
            start, end = self.scene.shown.to_units(strike.start, strike.end)
            dimmed = QTextLayout.FormatRange()
            dimmed.start = max(0, start - laid.start)
            dimmed.length = min(end - laid.start, laid.length - 1) - dimmed.start
            dimmed.format = self._struck
            formats.append(dimmed)
        layout = laid.lines.layout()
        layout.setPosition(origin)
        painter.setPen(self._text)
        layout.draw(painter, QPointF(0, 0), formats)

    def _paint_caret(self, painter: QPainter, laid: LaidBlock, position: int) -> None:
        number = laid.lines.line_of(position)
        box = laid.lines.boxes[number]
        x = laid.lines.caret_x(number, position)
        width = max(2, round(1.6 * self._layout.kind.scale))
        caret = QRectF(
            round(x), round(box.baseline - box.ascent) - 1, width, round(box.ascent + box.descent) + 2
        )
        painter.fillRect(caret, QColor(self._colours.accent))

    # ------------------------------------------------------------------ over the words

    def _paint_underlines(self, painter: QPainter, laid: LaidBlock, marks: BlockMarks) -> None:
        kind = self._layout.kind
        step = max(3.0, 3.6 * kind.scale)
        lifted = self.scene.lifted
        for placed, pieces in marks.passages:
            pattern = placed.highlight.drawn_pattern
            pen = self._pen(
                self._colours.solid(placed.highlight.colour),
                pattern,
                placed.passage_id == lifted,
                self._strength(placed),
            )
            painter.setPen(pen)
            for piece in pieces:
                y = round(laid.lines.boxes[piece.line].baseline + 3.5 * kind.scale + placed.lane * step)
                painter.drawLine(QPointF(piece.left, y), QPointF(piece.right, y))
                if pattern is Pattern.DOUBLE:
                    painter.drawLine(QPointF(piece.left, y + 2), QPointF(piece.right, y + 2))

    def _pen(self, colour: str, pattern: Pattern, is_lifted: bool, strength: float) -> QPen:
        key = (colour, pattern, is_lifted, strength)
        pen = self._pens.get(key)
        if pen is None:
            ink = QColor(colour)
            ink.setAlphaF(strength)
            width = max(1.4, 1.5 * self._layout.kind.scale) * (1.5 if is_lifted else 1.0)
            if pattern is Pattern.DOUBLE:
                width = 1.0
            pen = QPen(ink, width)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            if pattern in _DASHES:
                pen.setDashPattern(_DASHES[pattern])
            self._pens[key] = pen
        return pen

    def _paint_strikes(self, painter: QPainter, laid: LaidBlock, marks: BlockMarks) -> None:
        if not marks.strikes:
            return
        painter.setPen(QPen(self._dim, max(1.0, 1.2 * self._layout.kind.scale)))
        for _, pieces in marks.strikes:
            for piece in pieces:
                box = laid.lines.boxes[piece.line]
                y = round(box.baseline - box.ascent * 0.30)
                painter.drawLine(QPointF(piece.left, y), QPointF(piece.right, y))

    def _paint_handles(self, painter: QPainter, laid: LaidBlock) -> None:
        current = self.scene.passages.get(self.scene.current_passage)
        if current is not None:
            colour = QColor(self._colours.solid(current.highlight.colour))
            paint_handles(painter, laid, self.scene, colour, self._layout.kind.scale)

    # ------------------------------------------------------------------ the margin

    def bar_rect(self, laid: LaidBlock, lane: int, top: float, bottom: float) -> QRectF:
        """Give the place of a bar, from the block's left top corner."""
        scale = self._layout.kind.scale
        width = max(3.0, round(3 * scale))
        offset = 10 * scale + lane * bar_step(scale)
        if laid.margin_at_right:
            x = self._layout.column.width + offset
        else:
            x = -offset - width
        return QRectF(round(x), round(top) + 1, width, max(4.0, round(bottom) - round(top) - 2))

    def label_rect(self, laid: LaidBlock, label: Label) -> QRectF:
        """Give the place of a label, from the block's left top corner; empty where there is no room for
        labels."""
        column, kind = self._layout.column, self._layout.kind
        width = column.label_right if laid.margin_at_right else column.label_left
        if width <= 0:
            return QRectF()
        bars = 10 * kind.scale + LANES_SHOWN * bar_step(kind.scale) + 4 * kind.scale
        x = column.width + bars if laid.margin_at_right else -bars - width
        return QRectF(x, label.top, width, kind.label_height)

    def _paint_number(self, painter: QPainter, laid: LaidBlock) -> None:
        """Number the paragraph on the side where its margin is not."""
        number = self.scene.shown.paragraph_numbers.get(laid.number)
        if number is None:
            return
        kind, box = self._layout.kind, laid.lines.boxes[0]
        width, gap = 4 * kind.label_height, 12 * kind.scale
        x = -gap - width if laid.margin_at_right else self._layout.column.width + gap
        side = Qt.AlignmentFlag.AlignRight if laid.margin_at_right else Qt.AlignmentFlag.AlignLeft
        painter.setFont(kind.label_font)
        painter.setPen(self._dim)
        rect = QRectF(x, round(box.baseline - kind.label_height * 0.76), width, kind.label_height)
        painter.drawText(rect, int(side | Qt.AlignmentFlag.AlignVCenter), f"{number}")

    def _paint_margin(self, painter: QPainter, laid: LaidBlock, margin: Margin) -> None:
        lifted = self.scene.lifted
        for bar in margin.bars:
            colour = QColor(self._colours.solid(bar.placed.highlight.colour))
            colour.setAlphaF(self._strength(bar.placed))
            rect = self.bar_rect(laid, bar.placed.lane, bar.top, bar.bottom)
            if bar.placed.passage_id == lifted:
                rect.adjust(-1, 0, 1, 0)
            painter.fillRect(rect, colour)
        if margin.labels:
            painter.setFont(self._layout.kind.label_font)
            metrics = QFontMetricsF(self._layout.kind.label_font)
            for label in margin.labels:
                self._paint_label(painter, laid, label, metrics)

    def _paint_label(self, painter: QPainter, laid: LaidBlock, label: Label, metrics: QFontMetricsF) -> None:
        rect = self.label_rect(laid, label)
        if rect.isEmpty():
            return
        side = Qt.AlignmentFlag.AlignLeft if laid.margin_at_right else Qt.AlignmentFlag.AlignRight
        flags = int(side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
        lifted = self.scene.lifted
        if label.is_fold:
            text, colour, strength = f"+{len(label.passages)}", self._dim, 1.0
            folded = next((placed for placed in label.passages if placed.passage_id == lifted), None)
            is_lifted = folded is not None
            if folded is not None:
                # The one that stands out is named even where it has no label of its own.
                others = len(label.passages) - 1
                text = folded.highlight.label + (f"  +{others}" if others else "")
                colour = QColor(self._colours.solid(folded.highlight.colour))
        elif label.strike is not None:
            text, colour, strength, is_lifted = label.strike.label, self._dim, 1.0, False
        else:
            placed = label.passages[0]
            text = placed.highlight.label
            colour = QColor(self._colours.solid(placed.highlight.colour))
            strength = self._strength(placed)
            is_lifted = placed.passage_id == lifted
        if not text:
            return
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width() - 12)
        width = metrics.horizontalAdvance(shown) + 12
        left = rect.left() if laid.margin_at_right else rect.right() - width
        pill = QRectF(left, rect.top() + 1, width, rect.height() - 2)
        if is_lifted or label.is_fold:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
            fill = QColor(colour)
            fill.setAlphaF(self._colours.tint_share * (1.6 if is_lifted else 1.0))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(fill)
            painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        ink = QColor(colour)
        ink.setAlphaF(max(0.72, strength))
        painter.setPen(ink)
        font = QFont(self._layout.kind.label_font)
        font.setItalic(label.strike is not None)
        painter.setFont(font)
        painter.drawText(pill.adjusted(6, 0, -6, 0), flags, shown)
