"""Draws blocks: tints behind the words, the words, underlines in lanes, the margin with its bars and
labels."""

from dataclasses import dataclass, field

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

from archive_app.gui.lists.direction import is_right_to_left
from archive_app.gui.reader.appearance import Appearance, Pattern, faded, mixed
from archive_app.gui.reader.column import bar_step, number_gap
from archive_app.gui.reader.handles import paint_handles
from archive_app.gui.reader.highlights import LANES_SHOWN, Placed, Strike
from archive_app.gui.reader.labels import broken, lines_for
from archive_app.gui.reader.layout import LaidBlock, ReaderLayout
from archive_app.gui.reader.margin import Label, Margin, arrange_margin
from archive_app.gui.reader.pieces import Piece
from archive_app.gui.reader.scene import Scene
from archive_app.gui.strokes import pen_of

LIFTED_SHARE = 1.4
"""How much stronger the tint of a passage that stands out is."""
LANE_FADING = 0.25
"""By how much of the first lane's tint each further one is weaker: words under all four can be read."""
_DIMMED = 0.45  # what is left of the others' tints while one passage is lifted
_PILL_EDGE = 6.0  # pixels beside a label's words
_DIMMED_GRAPHICS, _DIMMED_WORDS = 3.0, 4.5
"""Contrast with the paper that underlines, bars and labels keep then: WCAG's AA."""


@dataclass(frozen=True, slots=True)
class BlockMarks:
    """What lies over one block, with its places worked out; kept until the block's passages change."""

    passages: tuple[tuple[Placed, tuple[Piece, ...]], ...]
    strikes: tuple[tuple[Strike, tuple[Piece, ...]], ...]
    margin: Margin
    written: dict[Label, tuple[str, ...]] = field(default_factory=dict)
    """The lines of labels that were painted."""


class ReaderPainter:
    """Paints the blocks of one reader; holds the pens and brushes of its colours."""

    def __init__(self, layout: ReaderLayout, appearance: Appearance, scene: Scene) -> None:
        self._layout = layout
        self.scene = scene
        self._pens: dict[tuple[str, Pattern, bool], QPen] = {}
        self._faded: dict[tuple[str, float], str] = {}
        self._appearance = appearance
        self.set_appearance(appearance)

    def set_appearance(self, appearance: Appearance) -> None:
        """Paint in other colours and sizes."""
        self._appearance = appearance
        self._colours = appearance.colours
        self._pens.clear()
        self._faded.clear()
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

    def _is_dimmed(self, placed: Placed) -> bool:
        lifted = self.scene.lifted
        return lifted is not None and lifted != placed.passage_id

    def _ink(self, placed: Placed, least: float) -> str:
        """A passage's colour; while another one stands out, as weak as can still be told from the paper."""
        solid = self._colours.solid(placed.highlight.colour)
        if not self._is_dimmed(placed):
            return solid
        weak = self._faded.get((solid, least))
        if weak is None:
            weak = self._faded[solid, least] = faded(solid, self._colours.paper, least)
        return weak

    # ------------------------------------------------------------------ behind the words

    def _paint_tints(self, painter: QPainter, laid: LaidBlock, marks: BlockMarks) -> None:
        lifted = self.scene.passages.get(self.scene.lifted)
        share = self._colours.tint_share
        for placed, pieces in marks.passages:
            if placed is lifted:
                continue
            colour = QColor(self._colours.solid(placed.highlight.colour))
            # Deeper lanes tint less, so that the words stay easy to read under four of them.
            dimmed = _DIMMED if self._is_dimmed(placed) else 1.0
            colour.setAlphaF(share * dimmed * (1 - LANE_FADING * placed.lane))
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
        lifted = self.scene.lifted
        for placed, pieces in marks.passages:
            pattern = placed.highlight.drawn_pattern
            ink = self._ink(placed, _DIMMED_GRAPHICS)
            painter.setPen(self._pen(ink, pattern, placed.passage_id == lifted))
            below = kind.first_lane + placed.lane * kind.lane_step
            for piece in pieces:
                y = round(laid.lines.boxes[piece.line].baseline + below)
                painter.drawLine(QPointF(piece.left, y), QPointF(piece.right, y))
                if pattern is Pattern.DOUBLE:
                    second = y + max(2, round(kind.stroke * 1.3))
                    painter.drawLine(QPointF(piece.left, second), QPointF(piece.right, second))

    def _pen(self, colour: str, pattern: Pattern, is_lifted: bool) -> QPen:
        key = (colour, pattern, is_lifted)
        pen = self._pens.get(key)
        if pen is None:
            width = self._layout.kind.stroke * (1.5 if is_lifted else 1.0)
            pen = self._pens[key] = pen_of(pattern, colour, width)
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
        scale = self._layout.kind.margin_scale
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
        bars = LANES_SHOWN * bar_step(kind.margin_scale) + 14 * kind.margin_scale
        x = column.width + bars if laid.margin_at_right else -bars - width
        further = max(0, len(self._lines_of(laid, label, width)) - 1)
        return QRectF(x, label.top, width, kind.label_height + further * self._label_pitch)

    @property
    def _label_pitch(self) -> float:
        return self._layout.kind.label_height - 3

    def _lines_of(self, laid: LaidBlock, label: Label, width: float) -> tuple[str, ...]:
        """The words of a label as they stand in the margin; of a fold what it says while nothing in it
        stands out."""
        if label.is_fold:
            return (f"+{len(label.passages)}",)
        written = self.marks(laid).written
        lines = written.get(label)
        if lines is None:
            kind = self._layout.kind
            text = label.strike.label if label.strike is not None else label.passages[0].highlight.label
            most = lines_for(label.room, kind.label_height, self._label_pitch)
            metrics = QFontMetricsF(kind.label_font)
            lines = written[label] = broken(text, metrics, width - 2 * _PILL_EDGE, most)
        return lines

    def _paint_number(self, painter: QPainter, laid: LaidBlock) -> None:
        """Number the paragraph on the side where its margin is not."""
        number = self.scene.shown.paragraph_numbers.get(laid.number)
        if number is None:
            return
        kind, box = self._layout.kind, laid.lines.boxes[0]
        width, gap = 4 * kind.label_height, number_gap(kind)
        x = -gap - width if laid.margin_at_right else self._layout.column.width + gap
        side = Qt.AlignmentFlag.AlignRight if laid.margin_at_right else Qt.AlignmentFlag.AlignLeft
        painter.setFont(kind.label_font)
        painter.setPen(self._dim)
        rect = QRectF(x, round(box.baseline - kind.label_height * 0.76), width, kind.label_height)
        painter.drawText(rect, _flags(side, f"{number}"), f"{number}")

    def _paint_margin(self, painter: QPainter, laid: LaidBlock, margin: Margin) -> None:
        lifted = self.scene.lifted
        for bar in margin.bars:
            rect = self.bar_rect(laid, bar.placed.lane, bar.top, bar.bottom)
            if bar.placed.passage_id == lifted:
                rect.adjust(-1, 0, 1, 0)
            painter.fillRect(rect, QColor(self._ink(bar.placed, _DIMMED_GRAPHICS)))
        for label in margin.labels:
            self._paint_label(painter, laid, label)

    def _paint_label(self, painter: QPainter, laid: LaidBlock, label: Label) -> None:
        rect = self.label_rect(laid, label)
        if rect.isEmpty():
            return
        font = self._layout.kind.label_font
        metrics = QFontMetricsF(font)
        lines = self._lines_of(laid, label, rect.width())
        ink, ground = self._colours.dim, ""
        if label.strike is not None:
            font = QFont(font)
            font.setItalic(True)
        elif (lifted := self._lifted_in(label)) is not None:
            # On its own colour a name is easier to read in the text's.
            ink, ground = self._colours.text, self._colours.solid(lifted.highlight.colour)
            if label.is_fold:
                # The one that stands out is named even where it has no label of its own.
                others = len(label.passages) - 1
                text = lifted.highlight.label + (f"  +{others}" if others else "")
                width = rect.width() - 2 * _PILL_EDGE
                lines = (metrics.elidedText(text, Qt.TextElideMode.ElideRight, width),)
        elif label.is_fold:
            ground = ink
        else:
            ink = self._ink(label.passages[0], _DIMMED_WORDS)
        if any(lines):
            width = max(metrics.horizontalAdvance(line) for line in lines) + 2 * _PILL_EDGE
            left = rect.left() if laid.margin_at_right else rect.right() - width
            pill = QRectF(left, rect.top() + 1, width, rect.height() - 2)
            if ground:
                self._paint_pill(painter, pill, ground)
            painter.setFont(font)
            painter.setPen(QColor(ink))
            self._write(painter, laid, pill, lines)

    def _lifted_in(self, label: Label) -> Placed | None:
        lifted = self.scene.lifted
        return next((placed for placed in label.passages if placed.passage_id == lifted), None)

    def _paint_pill(self, painter: QPainter, pill: QRectF, colour: str) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(mixed(colour, self._colours.paper, pill_share(self._colours.tint_share))))
        radius = (self._layout.kind.label_height - 2) / 2
        painter.drawRoundedRect(pill, radius, radius)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _write(self, painter: QPainter, laid: LaidBlock, pill: QRectF, lines: tuple[str, ...]) -> None:
        side = Qt.AlignmentFlag.AlignLeft if laid.margin_at_right else Qt.AlignmentFlag.AlignRight
        height = self._layout.kind.label_height - 2
        line = QRectF(pill.left() + _PILL_EDGE, pill.top(), pill.width() - 2 * _PILL_EDGE, height)
        for text in lines:
            painter.drawText(line, _flags(side, text), text)
            line.translate(0, self._label_pitch)


def pill_share(tint_share: float) -> float:
    """How much of a colour is in the ground of a label that stands out, given its share in tints."""
    return tint_share * 1.6


def _flags(side: Qt.AlignmentFlag, text: str) -> int:
    """Write a line at a side, in the direction of its own words whatever the window's is."""
    direction = (
        Qt.TextFlag.TextForceRightToLeft if is_right_to_left(text) else Qt.TextFlag.TextForceLeftToRight
    )
    placed = side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
    return int(placed) | int(Qt.TextFlag.TextSingleLine) | int(direction)
