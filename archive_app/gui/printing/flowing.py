"""An article as rows to be divided into pages: title, legend, paragraphs with what lies over them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from PySide6.QtCore import QCoreApplication

from archive_app.gui.colouring import Look
from archive_app.gui.lists.wording import number
from archive_app.gui.printing.article import PrintedArticle
from archive_app.gui.printing.paging import Row, paragraph_rows
from archive_app.gui.printing.setting import Compositor, Paragraph, Style, Type, isolated, joined
from archive_app.gui.printing.sheet import Columns, Sheet, columns_on
from archive_app.gui.reader.display import Shown
from archive_app.gui.reader.highlights import PassageIndex, Placed, Strike
from archive_app.gui.reader.pieces import BlockLines, Piece
from archive_app.gui.reader.scene import Ranges, strike_ranges
from archive_app.model.text import fold_whitespace

Advance = Callable[[int, int], None]
"""Told how much is done of how much; may raise to stop the work."""

_GAP, _BLANK, _MOST_BLANKS = 0.5, 0.3, 2  # of a body line: between paragraphs, and for each empty one
_LEGEND_ROWS = 6  # a longer legend stands at the end
_LONGEST_HEADING = 100  # characters
_ENDS_SENTENCE = '.!?…:;,"”»“)]؟۔。'
LEGEND_DOT, LEGEND_SAMPLE, LEGEND_SPACE, _LEGEND_GAP = 60.0, 200.0, 45.0, 190.0


@dataclass(frozen=True, slots=True)
class LegendItem:
    """An entry of the legend on its row; from the left edge of the sheet."""

    look: Look | None
    """None for the words before the first entry."""
    text: str
    left: float
    width: float
    is_mirrored: bool


@dataclass(frozen=True, slots=True)
class SetBlock:
    """A paragraph in lines, with the passages and strikes that cover parts of it."""

    paragraph: Paragraph
    lines: BlockLines
    start: int = -1
    """First UTF-16 unit in the article; -1 for what is no part of its text."""
    number: int | None = None
    """The paragraph's number, where it is printed."""
    passages: tuple[tuple[Placed, tuple[Piece, ...]], ...] = ()
    strikes: tuple[tuple[Strike, tuple[Piece, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """What is on a row: a line of a block, legend entries, a rule, or nothing."""

    block: SetBlock | None = None
    line: int = 0
    legend: tuple[LegendItem, ...] = ()
    is_rule: bool = False


@dataclass
class Flow:
    """Rows with their contents, in order."""

    rows: list[Row] = field(default_factory=list)
    contents: list[Content] = field(default_factory=list)

    def add(self, row: Row, content: Content | None = None) -> None:
        """Add a row."""
        self.rows.append(row)
        self.contents.append(content or Content())

    def add_gap(self, height: float) -> None:
        """Add a gap."""
        self.add(Row(height, is_gap=True))

    def add_blocks(
        self, blocks: Sequence[SetBlock], *, follows_heading: bool = False, is_whole: bool = False
    ) -> None:
        """Add the lines of blocks that together are one paragraph."""
        lines = [(block, line) for block in blocks for line in range(len(block.lines.boxes))]
        heights = [block.lines.boxes[line].height for block, line in lines]
        rows = paragraph_rows(heights, follows_heading=follows_heading, is_whole=is_whole)
        for row, (block, line) in zip(rows, lines, strict=True):
            self.add(row, Content(block, line))


@dataclass
class FlowedArticle:
    """An article on its way to pages."""

    article: PrintedArticle
    sheet: Sheet
    columns: Columns
    compositor: Compositor
    flow: Flow


def flowed(article: PrintedArticle, sheet: Sheet, advance: Advance) -> FlowedArticle:
    """Set an article on a sheet; what is under way is told to ``advance``, in blocks of text."""
    compositor = Compositor(Type(article.reading))
    shown = Shown(article.text)
    columns = columns_on(
        sheet,
        compositor.type.longest_line,
        with_labels=bool(article.highlights or article.strikes),
        with_numbers=article.reading.paragraph_numbers,
        at_right=shown.has_right_to_left_blocks and not _is_mostly_left_to_right(article.text),
    )
    found = FlowedArticle(article, sheet, columns, compositor, Flow())
    legend = list(_legend_rows(found))
    _add_front(found, legend if len(legend) <= _LEGEND_ROWS else [])
    _add_body(found, shown, advance)
    if len(legend) > _LEGEND_ROWS:
        add_heading(found, QCoreApplication.translate("Printing", "Legend"))
        _add_legend(found, legend)
    return found


def add_heading(found: FlowedArticle, text: str) -> None:
    """Add a heading over a list at the end."""
    found.flow.add_gap(220)
    found.flow.add(Row(60), Content(is_rule=True))
    found.flow.add_blocks([_whole_width(found, text, Style.HEADING)])
    _keep_with_next(found.flow, 2)


def add_entries(found: FlowedArticle, texts: Iterable[str]) -> None:
    """Add the paragraphs of a list at the end."""
    for at, text in enumerate(texts):
        found.flow.add_blocks([_whole_width(found, text, Style.ENTRY)], follows_heading=at == 0)
        found.flow.add_gap(25)


# The beginning --------------------------------------------------------------------------------------


def _add_front(found: FlowedArticle, legend: list[tuple[LegendItem, ...]]) -> None:
    article, flow = found.article, found.flow
    if article.title:
        flow.add_blocks([_whole_width(found, article.title, Style.TITLE)], is_whole=True)
    if any(article.byline):
        flow.add_gap(40)
        flow.add_blocks([_whole_width(found, joined(*article.byline), Style.BYLINE)])
    if article.notice:
        flow.add_blocks([_whole_width(found, article.notice, Style.NOTICE)])
    if legend:
        flow.add_gap(50)
        _add_legend(found, legend)
    if flow.rows:
        flow.add(Row(60), Content(is_rule=True))
        flow.add_gap(190)


def _whole_width(found: FlowedArticle, text: str, style: Style) -> SetBlock:
    sheet, at_right = found.sheet, found.columns.is_at_right
    # Names and dates follow each other as the article's words do; sentences have a direction of their own.
    direction = at_right if style in (Style.BYLINE, Style.ENTRY) else None
    side = None if style is Style.TITLE else at_right
    paragraph = Paragraph(text, style, sheet.left, sheet.right - sheet.left, direction, side)
    return SetBlock(paragraph, found.compositor.set(paragraph))


def _keep_with_next(flow: Flow, count: int) -> None:
    """Let the last rows but the first begin no page: they stay with what is before them."""
    for at in range(len(flow.rows) - count + 1, len(flow.rows)):
        flow.rows[at] = Row(flow.rows[at].height, may_begin_page=False)


# The legend -----------------------------------------------------------------------------------------


def _legend_rows(found: FlowedArticle) -> Iterator[tuple[LegendItem, ...]]:
    sheet, mirrored = found.sheet, found.columns.is_at_right
    inner = sheet.right - sheet.left
    row: list[LegendItem] = []
    x = 0.0
    entries: list[tuple[Look | None, str]] = [
        (entry.look, f"{isolated(entry.name)[0]} ({number(entry.count)})") for entry in found.article.legend
    ]
    if entries and found.article.legend_title:
        entries.insert(0, (None, found.article.legend_title))
    for look, text in entries:
        before = LEGEND_DOT + LEGEND_SAMPLE + 2 * LEGEND_SPACE if look else 0.0
        own = min(before + found.compositor.type.width(text, Style.RUNNING) + 5, inner)
        (text,) = found.compositor.wrapped(text, Style.RUNNING, own - before, 1)
        if row and x + own > inner:
            yield tuple(row)
            row, x = [], 0.0
        left = sheet.right - x - own if mirrored else sheet.left + x
        row.append(LegendItem(look, text, left, own, mirrored))
        x += own + _LEGEND_GAP
    if row:
        yield tuple(row)


def _add_legend(found: FlowedArticle, legend: Iterable[tuple[LegendItem, ...]]) -> None:
    height = found.compositor.type[Style.RUNNING].pitch * 1.25
    for at, items in enumerate(legend):
        found.flow.add(Row(height, may_begin_page=at > 0), Content(legend=items))


# The text -------------------------------------------------------------------------------------------


def _add_body(found: FlowedArticle, shown: Shown, advance: Advance) -> None:
    article, flow = found.article, found.flow
    passages = PassageIndex(shown, article.highlights)
    strikes = strike_ranges(shown, article.strikes)
    texts = shown.display.split("\n")
    pitch = found.compositor.type[Style.BODY].pitch
    follows_heading, blanks, is_first = False, 0, True
    for chain in _chains(shown, len(texts)):
        advance(chain[0], len(texts))
        if not texts[chain[0]].strip():
            blanks += 1
            continue
        if is_first and len(chain) == 1 and _says_title_again(article, texts[chain[0]], chain[0], passages):
            continue
        if not is_first:
            flow.add_gap(pitch * (_GAP + _BLANK * min(blanks, _MOST_BLANKS)))
        blocks = [_set_block(found, shown, at, texts[at], passages, strikes) for at in chain]
        flow.add_blocks(blocks, follows_heading=follows_heading)
        follows_heading = len(chain) == 1 and _is_heading(texts[chain[0]], blocks[0])
        blanks, is_first = 0, False


def _chains(shown: Shown, count: int) -> Iterator[list[int]]:
    """Give the blocks that together are one paragraph: most are one alone."""
    chain = [0]
    for before, block in pairwise(range(count)):
        if before in shown.cut_blocks:
            chain.append(block)
        else:
            yield chain
            chain = [block]
    yield chain


def _set_block(
    found: FlowedArticle, shown: Shown, at: int, text: str, passages: PassageIndex, strikes: Ranges[Strike]
) -> SetBlock:
    columns = found.columns
    paragraph = Paragraph(text, Style.BODY, columns.text_left, columns.text_width)
    lines = found.compositor.set(paragraph)
    start, length = shown.block_starts[at], shown.block_lengths[at] - 1

    def pieces(first: int, last: int) -> tuple[Piece, ...]:
        return tuple(lines.pieces(max(0, first - start), min(last - start, length)))

    return SetBlock(
        paragraph,
        lines,
        start,
        shown.paragraph_numbers.get(at) if found.article.reading.paragraph_numbers else None,
        tuple(
            (placed, () if placed.is_folded else pieces(placed.start, placed.end))
            for placed in passages.in_block(at)
        ),
        tuple(
            (strike, pieces(first, last)) for first, last, strike in strikes.between(start, start + length)
        ),
    )


def _says_title_again(article: PrintedArticle, text: str, at: int, passages: PassageIndex) -> bool:
    is_marked = bool(passages.in_block(at)) or any(strike.start < len(text) for strike in article.strikes)
    return not is_marked and fold_whitespace(text) == fold_whitespace(article.title)


def _is_heading(text: str, block: SetBlock) -> bool:
    text = text.strip()
    return (
        len(block.lines.boxes) == 1
        and len(text) <= _LONGEST_HEADING
        and text[-1] not in _ENDS_SENTENCE
        and any(character.isalpha() for character in text)
    )


def _is_mostly_left_to_right(text: str) -> bool:
    letters = [character for character in text[:20_000] if character.isalpha()]
    rightward = sum(1 for character in letters if "\u0590" <= character <= "\u08ff")
    return rightward * 2 < len(letters)
