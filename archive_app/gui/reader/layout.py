"""The reader's document layout: blocks are laid out when they are looked at, and drawn with their passages.

A stock QTextEdit lays out its whole document at once. This layout estimates the height of every block from
its length and lays a block out when it is painted, clicked, or reached by the caret; the view asks for the
rest in idle time. QTextEdit keeps doing everything else: selection, keyboard, accessibility.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QPainter,
    QTextBlock,
    QTextDocument,
    QTextFrame,
    QTextLine,
    QTextOption,
)

from archive_app.gui.reader.appearance import Appearance
from archive_app.gui.reader.column import Column, Type, column_in, type_of
from archive_app.gui.reader.display import Shown, has_right_to_left
from archive_app.gui.reader.heights import Heights
from archive_app.gui.reader.pieces import BlockLines, LineBox, Piece

_LAID_OUT_KEPT = 240  # blocks whose lines and glyphs stay in memory
_MOST_ABOVE = 40.0  # pixels above the first line, however large the letters
_ABOVE_SHARE = 0.42  # of a line's extra space, so much is above the glyphs: the rest holds underlines
BlockPainter = Callable[[QPainter, "LaidBlock", QPointF, QAbstractTextDocumentLayout.PaintContext], None]


@dataclass(slots=True)
class LaidBlock:
    """One block as it is laid out now."""

    number: int
    start: int
    """First UTF-16 unit in the document."""
    length: int
    """UTF-16 units with the closing line break."""
    lines: BlockLines
    height: float
    """Pixels, with the gap below."""
    is_right_to_left: bool
    margin_at_right: bool
    marks: object = None
    """What painting has worked out for this block's passages; None when it must do so again."""
    pieces: dict[tuple[int, int], tuple[Piece, ...]] = field(default_factory=dict)

    def pieces_of(self, start: int, end: int) -> tuple[Piece, ...]:
        """Give the stretches that a range of the document's units covers in this block."""
        first, last = max(0, start - self.start), min(end - self.start, self.length - 1)
        known = self.pieces.get((first, last))
        if known is None:
            known = self.pieces[first, last] = tuple(self.lines.pieces(first, last))
        return known


class ReaderLayout(QAbstractTextDocumentLayout):
    """Lays out a plain document lazily in one column; see the module."""

    def __init__(self, document: QTextDocument, appearance: Appearance) -> None:
        super().__init__(document)
        self._appearance = appearance
        self._zoom = 100
        self._kind = type_of(appearance, 100)
        self._shown = Shown("")
        self._lengths: Sequence[int] = [1]
        self._starts: Sequence[int] = [0]
        self._heights = Heights([self._kind.pitch])
        self._exact = bytearray(1)
        self._laid: OrderedDict[int, LaidBlock] = OrderedDict()
        self._margins = (True, False)
        self._is_mirrored = False
        self._column = self._column_now()
        self._is_stale = True
        self._announced = 0.0
        self._bottom_padding = 80.0
        self.paint_block: BlockPainter | None = None

    # ------------------------------------------------------------------ setting

    @property
    def kind(self) -> Type:
        """The fonts and distances in force."""
        return self._kind

    @property
    def column(self) -> Column:
        """Where the text stands."""
        return self._column

    @property
    def top_padding(self) -> float:
        """Space above the first line, pixels."""
        return float(round(min(self._kind.pitch * 0.9, _MOST_ABOVE)))

    def expect(self, shown: Shown, is_mirrored: bool) -> None:
        """Prepare for a text that the document gets next; a mirrored window has every margin at the right."""
        self._shown = shown
        self._is_mirrored = is_mirrored
        left, right = shown.has_left_to_right_blocks, shown.has_right_to_left_blocks
        self._margins = (left and not is_mirrored, right or is_mirrored)
        self._is_stale = True

    def set_setting(self, appearance: Appearance, zoom: int) -> None:
        """Set the text in another way; everything is laid out anew where it is looked at."""
        self._appearance, self._zoom = appearance, zoom
        self._kind = type_of(appearance, zoom)
        self._start_over()

    def forget_marks(self, blocks: Sequence[int] | None = None) -> None:
        """Drop what painting has worked out for some blocks, or of all."""
        if blocks is None:
            for laid in self._laid.values():
                laid.marks = None
            return
        for block in blocks:
            if kept := self._laid.get(block):
                kept.marks = None

    # ------------------------------------------------------------------ blocks

    def top_of(self, block: int) -> float:
        """Height in the document at which a block begins, by what is known now."""
        return self.top_padding + self._heights.top(block)

    def block_at(self, y: float) -> int:
        """Find the block at a height in the document."""
        return self._heights.at(max(0.0, y - self.top_padding))

    def laid_out(self, number: int) -> LaidBlock:
        """Lay a block out, or give it as it is."""
        laid = self._laid.get(number)
        if laid is not None:
            self._laid.move_to_end(number)
            return laid
        laid = self._lay_out(self.document().findBlockByNumber(number), number)
        self._laid[number] = laid
        self._heights.set(number, laid.height)
        self._exact[number] = 1
        while len(self._laid) > _LAID_OUT_KEPT:
            self._let_go(self._laid.popitem(last=False)[0])
        return laid

    def measure(self, number: int) -> float:
        """Find out a block's exact height without keeping its lines; return by how much it grew."""
        if self._exact[number]:
            return 0.0
        laid = self._lay_out(self.document().findBlockByNumber(number), number)
        self._exact[number] = 1
        self._let_go(number)
        return self._heights.set(number, laid.height)

    def lay_out_between(self, top: float, bottom: float) -> None:
        """Lay out the blocks from one height to another, so that their heights are exact."""
        for _ in self.visible(top, bottom):
            pass

    def visible(self, top: float, bottom: float) -> Iterator[tuple[LaidBlock, float]]:
        """Give the blocks between two heights, each with the height at which it begins."""
        number = self.block_at(top)
        y = self.top_of(number)
        while y < bottom and number < len(self._heights):
            laid = self.laid_out(number)
            yield laid, y
            y += laid.height
            number += 1

    def next_inexact(self, start: int) -> int:
        """Find the first block from one on whose height is a guess; -1 when all are exact."""
        return self._exact.find(0, start)

    @property
    def has_unannounced_size(self) -> bool:
        """Whether the document's height has changed since Qt was told."""
        return abs(self._heights.total - self._announced) >= 0.5

    def announce_size(self) -> None:
        """Tell Qt the document's height if it has changed."""
        if self.has_unannounced_size:
            self._announced = self._heights.total
            self.documentSizeChanged.emit(self.documentSize())

    def gap_after(self, number: int) -> float:
        """Space below a block: none where its paragraph goes on in the next block."""
        return 0.0 if number in self._shown.cut_blocks else self._kind.gap

    # ------------------------------------------------------------------ Qt's side

    def documentChanged(self, position: int, removed: int, added: int) -> None:
        """Notice a new text or width; Qt calls this for both."""
        document = self.document()
        if document.blockCount() != len(self._lengths) or self._is_stale:
            lengths: Sequence[int] = self._shown.block_lengths
            if len(lengths) == document.blockCount() and sum(lengths) == document.characterCount():
                self._is_stale = False
                self._starts = self._shown.block_starts
            else:
                # In between two texts.
                lengths = [1] * document.blockCount()
                self._starts = list(range(document.blockCount()))
            self._lengths = lengths
            self._laid.clear()
            self._start_over()
        elif self._column_now() != self._column:
            self._start_over()

    def documentSize(self) -> QSizeF:
        """Give the size of the whole text, partly guessed."""
        height = self.top_padding + self._heights.total + self._bottom_padding
        return QSizeF(self._column.viewport, height)

    def pageCount(self) -> int:
        """One endless page."""
        return 1

    def frameBoundingRect(self, frame: QTextFrame) -> QRectF:
        """The only frame covers everything."""
        return QRectF(QPointF(0, 0), self.documentSize())

    def blockBoundingRect(self, block: QTextBlock) -> QRectF:
        """Give a block's place, laid out exactly."""
        number = block.blockNumber()
        if not block.isValid() or not 0 <= number < len(self._heights):
            return QRectF()
        laid = self.laid_out(number)
        rect = QRectF(self._column.left, self.top_of(number), self._column.width, laid.height)
        # Screen readers take characters' places from the layout's position.
        block.layout().setPosition(rect.topLeft())
        return rect

    # Qt itself calls this with a QPointF alone.
    def hitTest(self, point: QPointF, accuracy: Qt.HitTestAccuracy) -> int:  # type: ignore[override]
        """Find the position under a point; -1 where an exact hit is asked for and there is no glyph."""
        number = self.block_at(point.y())
        laid = self.laid_out(number)
        y = point.y() - self.top_of(number)
        line_number = laid.lines.line_at(y)
        line = laid.lines.layout().lineAt(line_number)
        if not line.isValid():
            return laid.start
        x = point.x() - self._column.left
        if accuracy == Qt.HitTestAccuracy.ExactHit:
            natural = line.naturalTextRect()
            box = laid.lines.boxes[line_number]
            if not natural.left() <= x <= natural.right() or not box.top <= y < box.bottom:
                return -1
        return laid.start + int(line.xToCursor(x))

    def character_at(self, point: QPointF) -> int:
        """Find the character whose glyph is under a point; -1 where there is none."""
        number = self.block_at(point.y())
        laid = self.laid_out(number)
        y = point.y() - self.top_of(number)
        line_number = laid.lines.line_at(y)
        line, box = laid.lines.layout().lineAt(line_number), laid.lines.boxes[line_number]
        x = point.x() - self._column.left
        natural = line.naturalTextRect()
        if not natural.left() <= x <= natural.right() or not box.top <= y < box.bottom:
            return -1
        return laid.start + int(line.xToCursor(x, QTextLine.CursorPosition.CursorOnCharacter))

    def draw(self, painter: QPainter, context: QAbstractTextDocumentLayout.PaintContext) -> None:
        """Draw what the context's clip shows."""
        clip = context.clip
        if not clip.isValid():
            clip = QRectF(QPointF(0, 0), self.documentSize())
        if self.paint_block is None:
            return
        for laid, y in self.visible(clip.top(), clip.bottom()):
            self.paint_block(painter, laid, QPointF(self._column.left, y), context)

    # ------------------------------------------------------------------ inside

    def _column_now(self) -> Column:
        width = self.document().textWidth()
        numbered = self._appearance.paragraph_numbers
        digits = len(f"{len(self._shown.paragraph_numbers)}") if numbered else 0
        return column_in(
            width if width > 0 else 800.0, self._kind, self._appearance.measure, *self._margins, digits=digits
        )

    def _start_over(self) -> None:
        for number in self._laid:
            self._let_go(number)
        self._laid.clear()
        self._column = self._column_now()
        per_line = max(8.0, self._column.width / self._kind.character * 0.97)
        pitch, gap = self._kind.pitch, self._kind.gap
        heights = [
            pitch * (1 + int(length / per_line)) + gap if length > 1 else self._kind.blank
            for length in self._lengths
        ]
        if not self._is_stale:
            for number in self._shown.cut_blocks:
                heights[number] -= gap
        self._heights = Heights(heights)
        self._exact = bytearray(len(heights))
        self._announced = self._heights.total
        self.documentSizeChanged.emit(self.documentSize())

    def _let_go(self, number: int) -> None:
        block = self.document().findBlockByNumber(number)
        if block.isValid():
            block.layout().setCacheEnabled(False)
            block.layout().clearLayout()

    def _lay_out(self, block: QTextBlock, number: int) -> LaidBlock:
        kind = self._kind
        layout = block.layout()
        is_mixed = has_right_to_left(block.text())
        rtl = block.textDirection() == Qt.LayoutDirection.RightToLeft
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        if rtl:
            option.setTextDirection(Qt.LayoutDirection.RightToLeft)
            option.setAlignment(Qt.AlignmentFlag.AlignRight)
        else:
            option.setTextDirection(Qt.LayoutDirection.LeftToRight)
        layout.setFont(kind.font)
        layout.setTextOption(option)
        layout.setCacheEnabled(True)
        boxes: list[LineBox] = []
        top = 0.0
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(self._column.width)
            glyphs = line.height()
            height = max(kind.pitch, glyphs) if block.length() > 1 else kind.blank
            above = round((height - glyphs) * (_ABOVE_SHARE if height > glyphs else 0.5))
            line.setPosition(QPointF(0, top + above))
            ascent = line.ascent()
            boxes.append(
                LineBox(
                    top,
                    height,
                    top + above + ascent,
                    ascent if is_mixed else min(ascent, kind.ink_above),
                    line.descent() if is_mixed else min(line.descent(), kind.ink_below),
                    line.textStart(),
                    line.textLength(),
                )
            )
            top += height
        layout.endLayout()
        lines = BlockLines(block.layout, tuple(boxes), is_mixed)
        return LaidBlock(
            number,
            block.position(),
            block.length(),
            lines,
            top + (self.gap_after(number) if block.length() > 1 else 0.0),
            rtl,
            rtl or self._is_mirrored,
        )
