"""Pages, ready to be painted: every line, mark, bar and label has its place on the sheet.

Pure values in units from the sheet's left top corner. Texts are kept as paragraphs and numbers of lines, and
set again when they are painted: the glyphs of a long article need not be in memory at once.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFontMetricsF

from archive_app.gui.printing.article import PrintedArticle
from archive_app.gui.printing.flowing import (
    Advance,
    Content,
    FlowedArticle,
    LegendItem,
    SetBlock,
    add_entries,
    add_heading,
    flowed,
)
from archive_app.gui.printing.notes import Wanted, arranged
from archive_app.gui.printing.paging import Span, broken_into_pages, tops
from archive_app.gui.printing.setting import Compositor, Face, Paragraph, Style, joined
from archive_app.gui.printing.sheet import Columns, Sheet
from archive_app.gui.reader.appearance import UNTAGGED, Pattern
from archive_app.gui.reader.highlights import LANES_SHOWN, Placed

_MOST_LABEL_LINES = 3
_FURTHEST = 4.0  # body lines: further away a label does not belong to its line any more
# Of letters of 10 points: underlines below the base line, each lane below the one before; what one takes, and
# what the lowest takes if it is a double one.
_STROKE_BELOW, _STROKE_STEP, _STROKE, _LAST_STROKE = 21.0, 18.0, 8.0, 14.0
_ASCENDER = 1.1  # how far "d" and "h" rise, in heights of capitals
_BAR_WIDTH = 18.0
_NOTE_GAP = 22.0
_QUOTE = 90  # characters of a passage in the list at the end


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a paragraph."""

    paragraph: Paragraph
    number: int
    top: float
    bottom: float
    baseline: float


@dataclass(frozen=True, slots=True)
class Mark:
    """The stretch of a passage on one line: a tint behind the words, an underline below them."""

    left: float
    right: float
    top: float
    bottom: float
    stroke: float
    """Height of the underline."""
    stroke_width: float
    lane: int
    colour: int
    pattern: Pattern


@dataclass(frozen=True, slots=True)
class StruckOut:
    """A stretch of a line that is struck through."""

    left: float
    right: float
    top: float
    bottom: float
    height: float
    """Of the stroke."""


@dataclass(frozen=True, slots=True)
class Bar:
    """The vertical line of a passage beside the text."""

    left: float
    top: float
    bottom: float
    width: float
    colour: int


@dataclass(frozen=True, slots=True)
class Note:
    """A label in the margin, on one or a few lines."""

    left: float
    top: float
    width: float
    height: float
    lines: tuple[str, ...]
    colour: int
    is_at_right: bool
    """Whether it stands at the right of the text, and so begins at its left edge."""


@dataclass(frozen=True, slots=True)
class ParagraphNumber:
    """The number beside a paragraph's first line."""

    text: str
    left: float
    width: float
    baseline: float


@dataclass(slots=True)
class Page:
    """Everything on one page but its running head and foot."""

    number: int
    lines: list[Line] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    struck: list[StruckOut] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    numbers: list[ParagraphNumber] = field(default_factory=list)
    legend: list[tuple[LegendItem, float, float]] = field(default_factory=list)
    """Each with the top and the height of its row."""
    rules: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PrintedPages:
    """An article in pages."""

    article: PrintedArticle
    sheet: Sheet
    columns: Columns
    compositor: Compositor
    pages: tuple[Page, ...]


@dataclass(frozen=True, slots=True)
class _Label:
    """A label that a page wants."""

    placed: Placed | None
    text: str
    colour: int
    baseline: float


def laid_out(
    article: PrintedArticle, sheet: Sheet, advance: Advance = lambda done, total: None
) -> PrintedPages:
    """Divide an article into pages."""
    found = flowed(article, sheet, advance)
    pages = list(_pages_of(found, _spans(found)))
    unnamed = [each for page, missing in pages for each in missing]
    if unnamed:
        # What comes after the text does not move it: only the last page is made again.
        add_heading(found, QCoreApplication.translate("Printing", "Passages that the margin has no room for"))
        add_entries(found, (_entry(article, page, placed) for page, placed in unnamed))
        pages = list(_pages_of(found, _spans(found)))
    return PrintedPages(article, sheet, found.columns, found.compositor, tuple(page for page, _ in pages))


def _spans(found: FlowedArticle) -> list[Span]:
    sheet = found.sheet
    return broken_into_pages(found.flow.rows, sheet.bottom - sheet.head, sheet.bottom - sheet.top)


def _entry(article: PrintedArticle, page: int, placed: Placed) -> str:
    highlight = placed.highlight
    quote = article.text[highlight.start : highlight.end].replace("\n", " ").strip()
    if len(quote) > _QUOTE:
        quote = quote[:_QUOTE].rsplit(" ", 1)[0].rstrip(" ,;:.–—-") + "…"
    where = QCoreApplication.translate("Printing", "Page {0}").format(page)
    return joined(where, f"“{quote}”", highlight.label)


def _pages_of(found: FlowedArticle, spans: Sequence[Span]) -> Iterator[tuple[Page, list[tuple[int, Placed]]]]:
    """Give pages, each with the passages on it that the margin does not name in full."""
    named: set[int] = set()
    for number, span in enumerate(spans, 1):
        page = Page(number)
        begin = found.sheet.head if number == 1 else found.sheet.top
        labels: list[_Label] = []
        rows = list(range(span.first, span.stop))
        places = [begin + top for top in tops(found.flow.rows, span)]
        contents = found.flow.contents
        at = 0
        while at < len(rows):
            content = contents[rows[at]]
            if content.block is None:
                _add_other(page, content, places[at], found.flow.rows[rows[at]].height)
                at += 1
                continue
            # The lines of one block that are on this page.
            stop = at + 1
            while stop < len(rows) and contents[rows[stop]].block is content.block:
                stop += 1
            labels += _add_block(found, page, content.block, content.line, places[at:stop])
            at = stop
        yield page, [(number, each) for each in _add_notes(found, page, labels, named)]


def _add_other(page: Page, content: Content, top: float, height: float) -> None:
    if content.is_rule:
        page.rules.append(top + height / 2)
    page.legend += [(item, top, height) for item in content.legend]


def _add_block(
    found: FlowedArticle, page: Page, block: SetBlock, first: int, places: Sequence[float]
) -> Iterator[_Label]:
    """Put lines of a block on a page with what lies over them; give the labels they want."""
    columns, paragraph = found.columns, block.paragraph
    strokes = _strokes(found.compositor.type[Style.BODY])
    boxes = block.lines.boxes
    stop = first + len(places)
    shift = places[0] - boxes[first].top
    for number in range(first, stop):
        box = boxes[number]
        page.lines.append(Line(paragraph, number, shift + box.top, shift + box.bottom, shift + box.baseline))
    if block.number is not None and first == 0:
        page.numbers.append(
            ParagraphNumber(
                f"{block.number}", columns.numbers_left, columns.numbers_width, shift + boxes[0].baseline
            )
        )
    for strike, pieces in block.strikes:
        for piece in pieces:
            if first <= piece.line < stop:
                box = boxes[piece.line]
                page.struck.append(
                    StruckOut(
                        paragraph.left + piece.left,
                        paragraph.left + piece.right,
                        shift + box.top,
                        shift + box.bottom,
                        shift + box.baseline - box.ascent * 0.30,
                    )
                )
        if pieces and first <= pieces[0].line < stop:
            yield _Label(None, strike.label, UNTAGGED, shift + boxes[pieces[0].line].baseline)
    for placed, pieces in block.passages:
        yield from _add_passage(page, columns, block, placed, pieces, first, stop, shift, strokes)


@dataclass(frozen=True, slots=True)
class _Strokes:
    """How the underlines of a page are set."""

    below: float
    step: float
    width: float


def _strokes(face: Face) -> _Strokes:
    """Return lanes with which four underlines stay clear of the letters on the next line."""
    scale = face.font.pixelSize() / 100
    below = _STROKE_BELOW * scale
    room = face.pitch - QFontMetricsF(face.font).capHeight() * _ASCENDER
    step = min(_STROKE_STEP * scale, (room - below - _LAST_STROKE * scale) / (LANES_SHOWN - 1))
    return _Strokes(below, step, _STROKE * scale)


def _add_passage(
    page: Page,
    columns: Columns,
    block: SetBlock,
    placed: Placed,
    pieces: Sequence[tuple[int, float, float]],
    first: int,
    stop: int,
    shift: float,
    strokes: _Strokes,
) -> Iterator[_Label]:
    boxes, left = block.lines.boxes, block.paragraph.left
    highlight = placed.highlight
    for line, begin, end in pieces:
        if first <= line < stop:
            box = boxes[line]
            baseline = shift + box.baseline
            page.marks.append(
                Mark(
                    left + begin,
                    left + end,
                    baseline - box.ascent - 10,
                    baseline + box.descent + 12,
                    baseline + strokes.below + placed.lane * strokes.step,
                    strokes.width,
                    placed.lane,
                    highlight.colour,
                    highlight.drawn_pattern,
                )
            )
    start, end_ = max(0, placed.start - block.start), placed.end - block.start
    from_line, to_line = block.lines.line_of(start), block.lines.line_of(max(start, end_ - 1))
    if to_line < first or from_line >= stop:
        return
    if not placed.is_folded:
        top = max(boxes[first].top, block.lines.height_of(start))
        bottom = min(boxes[stop - 1].bottom, block.lines.height_of(end_))
        page.bars.append(
            Bar(
                columns.bar_left(placed.lane, _BAR_WIDTH),
                shift + top + 6,
                shift + max(bottom, top + 30) - 6,
                _BAR_WIDTH,
                highlight.colour,
            )
        )
    yield _Label(placed, highlight.label, highlight.colour, shift + boxes[max(first, from_line)].baseline)


def _add_notes(found: FlowedArticle, page: Page, labels: Sequence[_Label], named: set[int]) -> list[Placed]:
    """Put labels in the margin of a page; return the passages that it does not name in full."""
    columns = found.columns
    wanted: list[_Label] = []
    here: set[int] = set()
    for label in labels:
        key = label.placed.passage_id if label.placed else None
        if not label.text or key in here:
            continue
        text = label.text
        if key is not None:
            here.add(key)
            # On further pages a passage is named again where it goes on.
            text = f"… {text}" if key in named else text
        wanted.append(_Label(label.placed, text, label.colour, label.baseline))
    wanted.sort(key=lambda label: label.baseline)
    if not wanted or columns.labels_width <= 0:
        return []
    face = found.compositor.type[Style.LABEL]
    begin = found.sheet.head if page.number == 1 else found.sheet.top
    # Labels lifted from the foot stay below the title.
    least = min(line.top for line in page.lines if line.paragraph.style is Style.BODY) - begin
    furthest = _FURTHEST * found.compositor.type[Style.BODY].pitch
    for most in range(_MOST_LABEL_LINES, 0, -1):
        texts = [
            found.compositor.wrapped(label.text, Style.LABEL, columns.labels_width, most) for label in wanted
        ]
        tops_wanted = [
            Wanted(label.baseline - face.pitch * 0.76 - begin, face.pitch * len(lines) + _NOTE_GAP)
            for label, lines in zip(wanted, texts, strict=True)
        ]
        placed = arranged(tops_wanted, least, found.sheet.bottom - begin, furthest)
        if not any(note.folded for note in placed):
            break
    missing: list[Placed] = []
    for note in placed:
        label = wanted[note.number]
        # At the end of a line the break itself tells actors from claim types.
        lines = tuple(line.removesuffix(" ·") for line in texts[note.number])
        if note.folded:
            more = f"  +{len(note.folded)}"
            room = columns.labels_width - found.compositor.type.width(more, Style.LABEL)
            (last,) = found.compositor.wrapped(lines[-1], Style.LABEL, room, 1)
            lines = (*lines[:-1], last + more)
        if lines[-1].removesuffix(f"  +{len(note.folded)}").endswith("…"):
            missing += [label.placed] if label.placed else []
        missing += [each for at in note.folded if (each := wanted[at].placed) is not None]
        height = face.pitch * len(lines)
        page.notes.append(
            Note(
                columns.labels_left,
                begin + note.top,
                columns.labels_width,
                height,
                lines,
                label.colour,
                columns.is_at_right,
            )
        )
    missing += [
        label.placed
        for label in wanted
        if label.placed is not None and label.placed.is_folded and label.placed not in missing
    ]
    fresh = [each for each in missing if each.passage_id not in named]
    named |= here
    return sorted(fresh)
