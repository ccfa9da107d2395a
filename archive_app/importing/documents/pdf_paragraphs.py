"""From the lines of a PDF's pages to its paragraphs, and what runs along the edges of every page."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from archive_app.importing.documents.hyphens import HYPHENS, SOFT, Vocabulary
from archive_app.importing.documents.pdf_layout import (
    HEADING,
    Block,
    Line,
    in_reading_order,
    is_list_mark,
    lines_of,
    most_common_size,
    turned_text,
)
from archive_app.importing.documents.pdf_words import PageWords
from archive_app.importing.language import language_of

RUNNING = "running header or footer"
PAGE_NUMBER = "page number"

_EDGE = 0.13
"""The part of a page's height at its top and bottom in which lines may run along every page."""
_EDGE_ROWS = 3
_FEW_PAGES = 5
_PAGE_NUMBER = re.compile(
    r"\W*(?:(?P<plain>\d{1,4})|[ivxl]{1,7}"
    r"|(?:page|seite|pagina|página|side|p\.|s\.|стр\.?|صفحة)\s*\d{1,4}"
    r"|(?:\w{2,8}\s+)?\d{1,4}\s*(?:/|\||of|von|de|sur|di|van|из|من)\s*\d{1,4})\W*",
    re.IGNORECASE,
)
_SAME_SIZE = 1.08
_INDENT = 0.8
"""How far in the first line of a paragraph begins at least, in font sizes."""
_UNMISTAKABLE_MARKS = "•▪◦‣·■□►●○✓*!"
_ENDS = re.compile(r"[.!?…:;。！？؟।]['\"”’»)\]]*(?:\[?\d{1,3}\]?)?$")
_MOST_HEADING = 200
_CAPTION = re.compile(r"(?:fig|figure|table|tab|abb|abbildung|tabelle|tableau|photo|foto)\b", re.IGNORECASE)
_FAR = 40
"""Within how many paragraphs one goes on: figures and notes may stand between."""
_OPENING = 14


@dataclass
class _Paragraph:
    page: int
    lines: list[tuple[int, Line]] = field(default_factory=list)
    """With the page each stands on, from 0; they may come from two columns or pages."""
    text: str = ""
    """What it says where there are no lines."""
    reason: str = ""
    """Why it is proposed for removal; empty for the text itself."""
    right: float = 0.0
    """How far the lines of its column reach."""
    begins_block: bool = False
    ends_block: bool = False
    is_indented: bool = False
    is_heading: bool = False

    @property
    def first(self) -> Line:
        return self.lines[0][1]

    @property
    def last(self) -> Line:
        return self.lines[-1][1]


@dataclass(frozen=True)
class Laid:
    """The text of a document, and what is known about its stretches."""

    text: str
    starts: tuple[tuple[int, int], ...]
    """Where each page begins in the text, and which it is, from 0."""
    removable: tuple[tuple[int, int, str], ...]
    """Start and end of what runs along the edges, and why."""
    heading: str
    """The largest lines of the first page, when they stand out."""
    opening: tuple[str, ...]
    """The short paragraphs of the first page, in which a date may stand."""


def laid_out(pages: Sequence[PageWords | Sequence[str]]) -> Laid:
    """Bring the words of all pages into paragraphs in reading order.

    A paragraph that goes on in the next column or on the next page is one; what runs along the pages' edges
    comes after it, as paragraphs of its own. Of a page read from its picture the paragraphs are given.
    """
    lines = {place: lines_of(page) for place, page in enumerate(pages) if isinstance(page, PageWords)}
    running = _running(pages, lines)
    flow = _Flow(most_common_size(line for of_page in lines.values() for line in of_page))
    for place, page in enumerate(pages):
        if not isinstance(page, PageWords):
            flow.add_read(place, page)
            continue
        edges = running[place]
        for line in lines[place]:
            if (reason := edges.get(id(line), "")) and line.base > page.height / 2:
                flow.add_apart(place, line, reason)
        body = [line for line in lines[place] if id(line) not in edges]
        for block in in_reading_order(body):
            flow.add(place, block)
        flow.add_read(place, turned_text(page))
        for line in lines[place]:
            if (reason := edges.get(id(line), "")) and line.base <= page.height / 2:
                flow.add_apart(place, line, reason)
    return flow.laid()


# What runs along the edges


def _running(
    pages: Sequence[PageWords | Sequence[str]], lines: dict[int, list[Line]]
) -> dict[int, dict[int, str]]:
    """Return by page and line (by its identity) what is repeated at the edge of pages, or numbers them."""
    found: dict[int, dict[int, str]] = defaultdict(dict)
    edges = {
        place: _at_the_edge(page, lines[place])
        for place, page in enumerate(pages)
        if isinstance(page, PageWords)
    }
    repeated: dict[tuple[str, bool, int], dict[int, Line]] = defaultdict(dict)
    for place, (top, bottom) in edges.items():
        for is_top, line in (*((True, line) for line in top), *((False, line) for line in bottom)):
            key = re.sub(r"\d+", "#", " ".join(line.text.casefold().split()))
            if any(character.isalpha() for character in key):
                # The title may stand above every other page, but smaller.
                repeated[key, is_top, round(line.size)].setdefault(place, line)
    needed = 2 if len(pages) <= _FEW_PAGES else 3
    for at in repeated.values():
        if len(at) >= needed:
            for place, line in at.items():
                found[place][id(line)] = RUNNING
    for place, line in _numbering(edges, found):
        found[place][id(line)] = PAGE_NUMBER
    return found


_Edges = dict[int, tuple[list[Line], list[Line]]]


def _numbering(edges: _Edges, running: dict[int, dict[int, str]]) -> list[tuple[int, Line]]:
    """Return the page numbers: alone in their row, or beside what runs along every page, and counting on."""
    numbers: list[tuple[int, Line, int | None]] = []
    for place, of_page in edges.items():
        for line in (*of_page[0], *of_page[1]):
            number = _PAGE_NUMBER.fullmatch(line.text)
            beside = [
                other
                for other in (*of_page[0], *of_page[1])
                if other is not line and abs(other.base - line.base) < 0.5 * line.size
            ]
            if number and all(id(other) in running[place] for other in beside):
                digits = number["plain"]
                numbers.append((place, line, int(digits) - place if digits else None))
    counted = Counter(start for _, _, start in numbers if start is not None)
    return [
        (place, line)
        for place, line, start in numbers
        if start is None or counted[start] > 1 or len(edges) == 1
    ]


def _at_the_edge(page: PageWords, lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    bases = sorted({round(line.base) for line in lines})
    top, bottom = set(bases[-_EDGE_ROWS:]), set(bases[:_EDGE_ROWS])
    high, low = (1 - _EDGE) * page.height, _EDGE * page.height
    return (
        [line for line in lines if line.base > high and round(line.base) in top],
        [line for line in lines if line.base < low and round(line.base) in bottom],
    )


# Paragraphs


class _Flow:
    """All paragraphs of a document, in the order in which they are read."""

    def __init__(self, body_size: float) -> None:
        self._body_size = body_size
        self._paragraphs: list[_Paragraph] = []

    def add_apart(self, place: int, line: Line, reason: str) -> None:
        self._paragraphs.append(_Paragraph(place, [(place, line)], reason=reason))

    def add_read(self, place: int, texts: Sequence[str]) -> None:
        self._paragraphs += [_Paragraph(place, text=text) for text in texts]

    def add(self, place: int, block: Block) -> None:
        right = max(line.right for line in block)
        is_indented = len(block) > 1 and block[0].left - block[1].left > _INDENT * block[0].size
        divided = _split(block)
        for count, lines in enumerate(divided):
            paragraph = _Paragraph(place, [(place, line) for line in lines], right=right)
            paragraph.begins_block, paragraph.ends_block = not count, count == len(divided) - 1
            paragraph.is_indented = is_indented and not count
            paragraph.is_heading = _is_heading(lines, self._body_size)
            self._paragraphs.append(paragraph)

    def laid(self) -> Laid:
        lines = [line.text for paragraph in self._paragraphs for _, line in paragraph.lines]
        vocabulary = Vocabulary(lines, language_of("\n".join(lines[:400])))
        pieces: list[str] = []
        starts: dict[int, int] = {}
        removable: list[tuple[int, int, str]] = []
        length = 0
        for paragraph in _joined(self._paragraphs, self._body_size):
            text, begins = _written(paragraph, vocabulary)
            for place, offset in begins.items():
                starts[place] = min(starts.get(place, length + offset), length + offset)
            if paragraph.reason:
                removable.append((length, length + len(text), paragraph.reason))
            pieces.append(text)
            length += len(text) + 2
        first = [each for each in self._paragraphs if each.page == 0 and each.lines and not each.reason]
        high = max((each.first.base for each in first), default=0.0)
        above = [each for each in first[:_OPENING] if each.first.base > high / 2]
        opening = [_written(paragraph, vocabulary)[0] for paragraph in above]
        return Laid(
            "\n\n".join(pieces), tuple(_increasing(starts)), tuple(removable),
            self._largest(first, vocabulary), tuple(opening),
        )  # fmt: skip

    def _largest(self, paragraphs: Sequence[_Paragraph], vocabulary: Vocabulary) -> str:
        headings = [
            (round(paragraph.first.size, 1), text)
            for paragraph in paragraphs
            if paragraph.first.size > HEADING * self._body_size
            and len(text := _written(paragraph, vocabulary)[0]) <= _MOST_HEADING
            and sum(character.isalpha() for character in text) > 3
        ]
        return max(headings, key=lambda heading: heading[0], default=(0.0, ""))[1]


def _joined(paragraphs: Sequence[_Paragraph], body_size: float) -> list[_Paragraph]:
    """Join paragraphs to what of them stands in the next column or on the next page."""
    taken: set[int] = set()
    for place, paragraph in enumerate(paragraphs):
        if place in taken or not _is_body(paragraph, body_size):
            continue
        while (following := _continuation(paragraphs, place, taken, body_size)) is not None:
            taken.add(following)
            paragraph.lines += paragraphs[following].lines
            paragraph.right, paragraph.ends_block = (
                paragraphs[following].right,
                paragraphs[following].ends_block,
            )
    return [paragraph for place, paragraph in enumerate(paragraphs) if place not in taken]


def _is_body(paragraph: _Paragraph, body_size: float) -> bool:
    return (
        bool(paragraph.lines)
        and not paragraph.reason
        and not paragraph.is_heading
        and paragraph.first.size > 0.93 * body_size
        and not paragraph.last.cells
    )


def _continuation(
    paragraphs: Sequence[_Paragraph], place: int, taken: set[int], body_size: float
) -> int | None:
    paragraph = paragraphs[place]
    if not paragraph.ends_block:
        return None
    last, page = paragraph.last, paragraph.lines[-1][0]
    is_closed = _ENDS.search(last.text) is not None
    is_full = last.right > paragraph.right - 2 * last.size
    capital: int | None = None
    for other in range(place + 1, min(place + _FAR, len(paragraphs))):
        following = paragraphs[other]
        if following.page > page + 1:
            break
        if other in taken or not _is_body(following, body_size) or not following.begins_block:
            continue
        if not _alike(last, following.first) or _is_item(following.first):
            continue
        if following.first.text[0].islower() and (not is_closed or other == place + 1):
            return other
        if is_closed:
            break
        if not is_full:
            continue
        if capital is None and _goes_up(paragraph, following) and not _CAPTION.match(following.first.text):
            capital = other
    return capital


def _goes_up(paragraph: _Paragraph, following: _Paragraph) -> bool:
    """Whether this is the beginning of another column or page, and not of a paragraph."""
    is_higher = following.page > paragraph.lines[-1][0] or following.first.base > paragraph.last.base
    return is_higher and not following.is_indented


def _increasing(starts: dict[int, int]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for place, offset in sorted(starts.items()):
        if not kept or offset > kept[-1][0]:
            kept.append((offset, place))
    return kept


def _written(paragraph: _Paragraph, vocabulary: Vocabulary) -> tuple[str, dict[int, int]]:
    """Return what a paragraph says, and where in it each of its pages begins."""
    if not paragraph.lines:
        return paragraph.text, {paragraph.page: 0}
    text = ""
    begins: dict[int, int] = {}
    before: Line | None = None
    for place, line in paragraph.lines:
        if before is not None and (line.cells or before.cells):
            text += "\n" + line.text
        else:
            text = vocabulary.joined(text, line.text)
        begins.setdefault(place, len(text) - len(line.text))
        before = line
    return text, begins


def _is_item(line: Line) -> bool:
    return len(line.words) > 1 and not line.runs_left and is_list_mark(line.words[0].text)


def _same_size(line: Line, other: Line) -> bool:
    return max(line.size, other.size) < _SAME_SIZE * min(line.size, other.size)


def _alike(line: Line, other: Line) -> bool:
    return _same_size(line, other) and line.is_bold == other.is_bold


def _is_heading(lines: Sequence[Line], body_size: float) -> bool:
    return len(lines) < 4 and (lines[0].size > HEADING * body_size or all(line.is_bold for line in lines))


def _split(block: Block) -> list[list[Line]]:
    """Divide the lines of a block into paragraphs."""
    left, right = min(line.left for line in block), max(line.right for line in block)
    gaps = sorted(before.base - line.base for before, line in pairwise(block))
    leading = gaps[len(gaps) // 2] if gaps else 0.0
    paragraphs = [[block[0]]]
    for before, line in pairwise(block):
        begun = paragraphs[-1]
        if line.cells and before.cells:
            begun.append(line)
        elif (
            bool(line.cells) != bool(before.cells)
            or not _same_size(before, line)
            or before.base - line.base > 1.3 * leading
            or _is_indented(begun, before, line, left, right)
            or (_is_item(line) and (line.text[0] in _UNMISTAKABLE_MARKS or _ENDS.search(before.text)))
            or (_has_room(before, line, left, right) and _is_break(before, line))
        ):
            paragraphs.append([line])
        else:
            begun.append(line)
    return paragraphs


def _is_indented(begun: Sequence[Line], before: Line, line: Line, left: float, right: float) -> bool:
    if line.runs_left:
        return right - line.right > _INDENT * line.size and before.right - line.right > _INDENT * line.size
    # Where the line before begins further out; a line centred under another is not indented.
    is_in = line.left - before.left > _INDENT * line.size and line.left - left > _INDENT * line.size
    is_centred = abs((line.left + line.right) - (before.left + before.right)) < 0.5 * line.size
    hangs = len(begun) == 1 and _is_item(before)
    return is_in and not is_centred and not hangs


def _has_room(before: Line, line: Line, left: float, right: float) -> bool:
    """Whether the line before had room for the next word, so that the break may be meant."""
    room = before.left - left if line.runs_left else right - before.right
    first = line.words[-1] if line.runs_left else line.words[0]
    return room > first.right - first.left + line.size


def _may_begin(character: str) -> bool:
    """Whether a sentence may begin so; of letters without case nobody can tell."""
    return character.isupper() or not character.isalpha()


def _is_break(before: Line, line: Line) -> bool:
    if before.text[-1] in HYPHENS + SOFT:
        return False
    # A paragraph may begin in bold letters.
    is_other = line.is_bold != before.is_bold
    return is_other or _ENDS.search(before.text) is not None or _may_begin(line.text[0])
