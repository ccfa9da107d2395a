"""The order in which the words of a page are read: lines, columns, and which of them comes first.

Lines are told apart by the gutters between columns, not by any single gap, which justified text has, too.
They are linked into blocks where one line alone follows another alone, and the blocks are ordered after
Thomas Breuel, “High performance document layout analysis” (2003): what stands above and overlaps comes first,
and so does what stands to the left, unless something that spans both stands between them.
"""

import re
import statistics
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from archive_app.importing.documents.hyphens import touch
from archive_app.importing.documents.pdf_words import PageWords, Word

_LEFTWARD = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_LETTER = re.compile(r"[^\W_]")
_SAME_ROW = 0.55
"""How far apart the baselines of one row may be, in sizes of its smaller letters: a raised figure is."""
_RAISED = 0.45
"""The same for letters beside larger ones, in sizes of the larger."""
_INITIAL = 1.7
"""How much larger than the text an initial is at least."""
_UNSPACED_GAP = 0.8
_GUTTER = 0.7
"""How wide white space between two columns is at least, in font sizes."""
_LIST_MARK = re.compile(r"[^\w\s]|\(?(?:\d{1,3}|[a-zA-Z])[.)]")
_MARK_GAP = 5.0
_WIDE = 2.5
"""White space as wide as this divides without a gutter."""
_GUTTER_ROWS = 3
_SAME_SIZE = 1.12
_NEXT_LINE = 2.2
"""How far below a line the next one of its block is at most, in font sizes."""
_BAND = 1.0
"""How high white space across a page is at least where one story ends, in sizes of most letters."""
HEADING = 1.15
"""How much larger than most of the text a heading's letters are."""
_MOST_ORDERED = 200
"""Of more blocks on a page the order is simply from the top; it is a form or a table."""
_MOST_BLOCKS = 1500
_CELL_WORDS = 2.5
"""How many words the lines of a table's column have at most, on average."""


@dataclass(frozen=True)
class Line:
    """Words on one line of one column, from left to right; or the cells of a table's row."""

    words: tuple[Word, ...]
    cells: tuple["Line", ...] = ()
    """Of a row of a table; their words are its words."""

    @cached_property
    def left(self) -> float:
        """Where it begins, in points from the page's left edge."""
        return min(word.left for word in self.words)

    @cached_property
    def right(self) -> float:
        """Where it ends."""
        return max(word.right for word in self.words)

    @cached_property
    def size(self) -> float:
        """The size of most of its letters."""
        sizes: Counter[float] = Counter()
        for word in self.words:
            sizes[word.size] += len(word.text)
        return sizes.most_common(1)[0][0]

    @cached_property
    def base(self) -> float:
        """The baseline of most of it."""
        return next(word.base for word in self.words if word.size == self.size)

    @cached_property
    def is_bold(self) -> bool:
        """Whether nearly all of it is."""
        bold = sum(len(word.text) for word in self.words if word.is_bold)
        return bold > 0.8 * sum(len(word.text) for word in self.words)

    @cached_property
    def runs_left(self) -> bool:
        """Whether most of its letters are of a script written from right to left."""
        text = "".join(word.text for word in self.words)
        return 2 * len(_LEFTWARD.findall(text)) > len(_LETTER.findall(text))

    @cached_property
    def text(self) -> str:
        """What it says, in the order in which it is read; tabs between the cells of a row."""
        if self.cells:
            cells = reversed(self.cells) if self.runs_left else self.cells
            return "\t".join(cell.text for cell in cells)
        return _leftward(self.words) if self.runs_left else _rightward(self.words)


Block = list[Line]
"""Lines under each other."""


def _rightward(words: Sequence[Word]) -> str:
    text = words[0].text
    for before, word in pairwise(words):
        # Chinese and Japanese may be set character by character.
        is_close = word.left - before.right < _UNSPACED_GAP * word.size
        text += ("" if is_close and touch(before.text, word.text) else " ") + word.text
    return text


def _leftward(words: Sequence[Word]) -> str:
    ordered: list[str] = []
    run: list[str] = []
    for word in reversed(words):
        # Names and figures in other scripts run to the right within a line that runs to the left.
        if _LEFTWARD.search(word.text):
            ordered += [*reversed(run), word.text]
            run = []
        else:
            run.append(word.text)
    return " ".join([*ordered, *reversed(run)])


def is_list_mark(text: str) -> bool:
    """Whether a word is a bullet, a dash or a number as items of lists begin with."""
    return _LIST_MARK.fullmatch(text) is not None


def lines_of(page: PageWords) -> list[Line]:
    """Return the level lines of a page column by column, from its top; not in reading order yet."""
    rows = _rows(_with_initials([word for word in page.words if not word.is_turned]))
    lines: list[Line] = []
    for place, row in enumerate(rows):
        lines += _divided(row, rows, place)
    return lines


def turned_text(page: PageWords) -> list[str]:
    """Return what does not run level, such as a stamp in the margin, as the file has it."""
    stretches: list[list[str]] = []
    was_turned = False
    for word in page.words:
        if word.is_turned:
            stretches.append([word.text]) if not was_turned else stretches[-1].append(word.text)
        was_turned = word.is_turned
    return [" ".join(stretch) for stretch in stretches]


def in_reading_order(lines: Sequence[Line]) -> list[Block]:
    """Link the lines of a page into blocks and bring these into the order in which they are read."""
    leftward = 2 * sum(line.runs_left for line in lines) > len(lines)
    ordered: list[Block] = []
    for band in _bands(lines):
        blocks = _blocks(band)
        if len(blocks) <= _MOST_BLOCKS:
            blocks = _with_tables(blocks)
        if len(blocks) > _MOST_ORDERED:
            ordered += sorted(blocks, key=lambda block: (-block[0].base, block[0].left))
        else:
            ordered += _ordered([_Area(block, leftward) for block in blocks])
    return ordered


def most_common_size(lines: Iterable[Line]) -> float:
    """Return the size of most letters; 0 without any."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _bands(lines: Sequence[Line]) -> list[list[Line]]:
    """Divide a page where white space across all of it is followed by a heading: there a story begins."""
    size = most_common_size(lines)
    bands: list[list[Line]] = []
    bottom = 0.0
    for line in sorted(lines, key=lambda line: -line.base - 0.75 * line.size):
        white = bottom - line.base - 0.75 * line.size
        if not bands or (white > _BAND * size and line.size > HEADING * size):
            bands.append([])
            bottom = line.base
        bands[-1].append(line)
        bottom = min(bottom, line.base - 0.25 * line.size)
    return bands


# Rows and gutters


def _with_initials(words: list[Word]) -> list[Word]:
    """Put large initials, which reach down over several lines, before the words that they begin."""
    size = statistics.median_low(word.size for word in words) if words else 0.0
    initials = [
        word for word in words if word.size > _INITIAL * size and len(word.text) <= 2 and word.text.isalpha()
    ]
    if not initials:
        return words
    kept = list(words)
    known = Counter(_bare(word.text) for word in words)
    for initial in initials:
        begun = next((word for word in kept if _begins(initial, word)), None)
        if begun is not None:
            # “A” may be a word of its own.
            is_apart = known[_bare(begun.text)] > 1 and not known[_bare(initial.text + begun.text)]
            text = f"{initial.text}{' ' * is_apart}{begun.text}"
            kept[kept.index(begun)] = replace(begun, text=text)
            kept.remove(initial)
    return kept


def _bare(word: str) -> str:
    return word.casefold().strip(".,:;!?“”\"'’()")


def _begins(initial: Word, word: Word) -> bool:
    return (
        initial.size > _INITIAL * word.size
        and -0.3 * word.size < word.left - initial.right < 1.2 * word.size
        and abs(initial.base + 0.7 * initial.size - word.base - 0.7 * word.size) < 0.7 * word.size
        and initial.base < word.base - 0.5 * word.size
    )


def _rows(words: Sequence[Word]) -> list[list[Word]]:
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: -word.base):
        first = rows[-1][0] if rows else None
        if first is not None and first.base - word.base < _tolerance(first.size, word.size):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda word: word.left) for row in rows]


def _tolerance(size: float, other: float) -> float:
    larger, smaller = max(size, other), min(size, other)
    return max(_SAME_ROW * smaller, _RAISED * larger if larger < 2 * smaller else 0.0)


def _divided(row: list[Word], rows: Sequence[Sequence[Word]], place: int) -> Iterator[Line]:
    begun: list[Word] = []
    right = 0.0
    for word in row:
        if begun:
            gap, size = word.left - right, max(begun[-1].size, word.size)
            is_wide = gap > _WIDE * size
            if len(begun) == 1 and is_list_mark(begun[0].text) and gap < _MARK_GAP * size:
                pass  # what it marks stands apart
            elif is_wide or (gap > _GUTTER * size and _is_gutter(right, word.left, size, rows, place)):
                yield Line(tuple(begun))
                begun = []
        right = max(right, word.right) if begun else word.right
        begun.append(word)
    yield Line(tuple(begun))


def _is_gutter(left: float, right: float, size: float, rows: Sequence[Sequence[Word]], place: int) -> bool:
    """Whether the white space of this row goes on above or below it, with words on both sides."""
    needed = _GUTTER * size
    before = after = 1
    for step in (1, -1):
        low, high = left, right
        for other in range(place + step, place + step * 8, step):
            if not 0 <= other < len(rows):
                break
            middle = (low + high) / 2
            has_left = has_right = False
            for word in rows[other]:
                if word.left < middle:
                    has_left = True
                    low = max(low, word.right)
                else:
                    has_right = True
                    high = min(high, word.left)
                    break
            if high - low < needed:
                break
            before += has_left
            after += has_right
            if min(before, after) >= _GUTTER_ROWS:
                return True
    return False


# Blocks and their order


def _blocks(lines: Sequence[Line]) -> list[Block]:
    ordered = sorted(lines, key=lambda line: (-line.base, line.left))
    below = [_nearest(ordered, place, 1) for place in range(len(ordered))]
    above = [_nearest(ordered, place, -1) for place in range(len(ordered))]
    followed_by = {
        place: nearest[0]
        for place, nearest in enumerate(below)
        if len(nearest) == 1
        and above[nearest[0]] == [place]
        and _go_together(ordered[place], ordered[nearest[0]])
    }
    followers = set(followed_by.values())
    blocks: list[Block] = []
    for place in range(len(ordered)):
        if place in followers:
            continue
        block = [ordered[place]]
        here: int | None = place
        while (here := followed_by.get(here)) is not None:  # type: ignore[arg-type]
            block.append(ordered[here])
        blocks.append(block)
    return blocks


def _nearest(ordered: Sequence[Line], place: int, step: int) -> list[int]:
    """Return the lines next below or above one that overlap it."""
    line = ordered[place]
    found: list[int] = []
    other = place + step
    while 0 <= other < len(ordered):
        candidate = ordered[other]
        distance = abs(line.base - candidate.base)
        if distance > _NEXT_LINE * line.size * _SAME_SIZE:
            break
        if found and abs(ordered[found[0]].base - candidate.base) > 0.5 * line.size:
            break
        overlap = min(line.right, candidate.right) - max(line.left, candidate.left)
        if overlap > 1 and distance > 0.3 * line.size:
            found.append(other)
        other += step
    return found


def _go_together(line: Line, following: Line) -> bool:
    is_near = line.base - following.base < _NEXT_LINE * max(line.size, following.size)
    larger, smaller = max(line.size, following.size), min(line.size, following.size)
    return is_near and larger < _SAME_SIZE * smaller


def _with_tables(blocks: Sequence[Block]) -> list[Block]:
    """Make blocks that stand side by side line by line, all but the first of few words, rows of a table."""
    tables: list[list[Block]] = []
    for block in sorted(blocks, key=lambda block: min(line.left for line in block)):
        beside = next((table for table in tables if _is_next_column(table, block)), None)
        if beside is None:
            tables.append([block])
        else:
            beside.append(block)
    return [table[0] if len(table) == 1 else _rows_of(table) for table in tables]


def _is_next_column(table: Sequence[Block], block: Block) -> bool:
    last = table[-1]
    return (
        len(last) == len(block) > 1
        and sum(len(line.words) for line in block) <= _CELL_WORDS * len(block)
        and all(
            abs(line.base - beside.base) < 0.3 * line.size for line, beside in zip(block, last, strict=True)
        )
        and max(line.right for line in last) < min(line.left for line in block)
    )


def _rows_of(table: Sequence[Block]) -> Block:
    return [Line(tuple(word for cell in row for word in cell.words), row) for row in zip(*table, strict=True)]


class _Area:
    """A block and the rectangle it takes up; mirrored where text runs to the left."""

    def __init__(self, block: Block, leftward: bool) -> None:
        self.block = block
        left, right = min(line.left for line in block), max(line.right for line in block)
        self.left, self.right = (-right, -left) if leftward else (left, right)
        self.top, self.bottom = block[0].base + 0.7 * block[0].size, block[-1].base

    def overlaps(self, other: "_Area") -> bool:
        return min(self.right, other.right) - max(self.left, other.left) > 1


def _ordered(areas: list[_Area]) -> list[Block]:
    areas = sorted(areas, key=lambda area: (-area.top, area.left))
    before: dict[int, list[int]] = {place: [] for place in range(len(areas))}
    for first, area in enumerate(areas):
        for second, other in enumerate(areas):
            if first != second and _comes_before(area, other, areas):
                before[second].append(first)
    ordered: list[Block] = []
    seen: set[int] = set()
    for start in range(len(areas)):
        # Depth first, with its own stack: whatever comes before a block is given before it.
        stack = [(start, False)]
        while stack:
            place, is_done = stack.pop()
            if is_done:
                ordered.append(areas[place].block)
            elif place not in seen:
                seen.add(place)
                stack.append((place, True))
                stack += [(each, False) for each in reversed(before[place]) if each not in seen]
    return ordered


def _comes_before(area: _Area, other: _Area, areas: Sequence[_Area]) -> bool:
    if area.overlaps(other):
        return area.top > other.top
    if area.left > other.left:
        return False
    high, low = max(area.top, other.top), min(area.top, other.top)
    return not any(
        low < between.top < high and between.overlaps(area) and between.overlaps(other) for between in areas
    )
