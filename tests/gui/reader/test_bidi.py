"""Highlights on lines of both directions cover exactly the glyphs of their characters."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QTextLayout, QTextOption
from pytestqt.qtbot import QtBot

from archive_app.gui.reader import Highlight, ReaderView
from archive_app.gui.reader.pieces import BlockLines, LineBox
from tests.gui.reader.conftest import OpenReader

WORDS = st.sampled_from(
    ["Council", "said", "12", "3.5%", "«UN»", "(here)", "العاصمة", "قال", "שלום", "עולם", "—", "😀", "x"]
)


def laid_out(text: str, right_to_left: bool, width: float) -> BlockLines:
    layout = QTextLayout(text, QFont(["Literata", "Noto Naskh Arabic", "DejaVu Sans"], 13))
    option = QTextOption()
    option.setTextDirection(
        Qt.LayoutDirection.RightToLeft if right_to_left else Qt.LayoutDirection.LeftToRight
    )
    if right_to_left:
        option.setAlignment(Qt.AlignmentFlag.AlignRight)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    boxes = []
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, 30.0 * len(boxes)))
        boxes.append(
            LineBox(30.0 * len(boxes), 30, 30.0 * len(boxes) + 20, 15, 5, line.textStart(), line.textLength())
        )
    layout.endLayout()
    return BlockLines(lambda: layout, tuple(boxes), True)


def glyph_places(lines: BlockLines, text: str, start: int, end: int) -> set[tuple[int, int]]:
    """Where the ink of each single character is: (line, pixel) for every pixel column it takes."""
    units = [len(character.encode("utf-16-le")) // 2 for character in text]
    positions = [sum(units[:place]) for place in range(len(text))]
    places: set[tuple[int, int]] = set()
    for number in range(len(lines.boxes)):
        line = lines.layout().lineAt(number)
        natural = line.naturalTextRect()
        first, last = max(start, line.textStart()), min(end, line.textStart() + line.textLength())
        for position, length in zip(positions, units, strict=True):
            if not first <= position < last:
                continue
            for run in line.glyphRuns(position, length):
                rect = run.boundingRect()
                left, right = max(rect.left(), natural.left()), min(rect.right(), natural.right())
                places |= {(number, x) for x in range(round(left), round(right))}
    return places


@settings(max_examples=60, deadline=None)
@given(words=st.lists(WORDS, min_size=2, max_size=14), right_to_left=st.booleans(), data=st.data())
def test_pieces_cover_every_character_s_glyphs_and_no_others(
    reader_fonts: None, words: list[str], right_to_left: bool, data: st.DataObject
) -> None:
    text = " ".join(words)
    lines = laid_out(text, right_to_left, 260.0)
    edges = [0]
    for word in words:
        edges += [edges[-1] + len(word.encode("utf-16-le")) // 2 + 1]
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first + 1, len(words)))
    start, end = edges[first], edges[last] - 1
    covered = {
        (piece.line, x)
        for piece in lines.pieces(start, end)
        for x in range(round(piece.left), round(piece.right))
    }
    wanted = glyph_places(lines, text, start, end)
    # Rounding and the joins of Arabic letters may move an edge by one pixel.
    grown = {(line, x + d) for line, x in wanted for d in (-1, 0, 1)}
    assert covered <= grown
    assert wanted <= {(line, x + d) for line, x in covered for d in (-1, 0, 1)}


def test_an_arabic_range_on_a_mixed_line_lies_in_two_places(reader_fonts: None) -> None:
    text = "قال UN إن"
    lines = laid_out(text, True, 500.0)
    pieces = list(lines.pieces(0, 5))  # "قال U"
    assert len(pieces) == 2
    assert pieces[0].right < pieces[1].left


ARABIC = (
    "قال الوزير إن الحكومة قررت ذلك في العاصمة يوم أمس بعد اجتماع طويل.\nAn English line stands here as well."
)


def test_arabic_paragraphs_begin_at_the_right_and_have_their_margin_there(open_reader: OpenReader) -> None:
    view = open_reader()
    view.show_text(
        ARABIC, [Highlight(1, 4, 10, 0, "One"), Highlight(2, len(ARABIC) - 8, len(ARABIC), 1, "Two")]
    )
    layout = view.document().documentLayout()
    arabic, english = layout.laid_out(0), layout.laid_out(1)  # type: ignore[attr-defined]
    assert arabic.margin_at_right
    assert not english.margin_at_right
    line = arabic.lines.layout().lineAt(0)
    assert line.naturalTextRect().right() == pytest.approx(layout.column.width, abs=1)  # type: ignore[attr-defined]


def test_a_mirrored_window_has_every_margin_at_the_right(open_reader: OpenReader) -> None:
    view = open_reader()
    view.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    view.show_text("An English line.", [Highlight(1, 3, 10, 0, "One")])
    assert view.document().documentLayout().laid_out(0).margin_at_right  # type: ignore[attr-defined]


MIXED_LINES = {
    "Arabic with Latin words": ("قال الوزير UN Security إن الحكومة", "الوزير", "UN"),
    "Arabic with digits": ("وبلغ عددها 31,000 نسخة بين 9 و11 مارس", "31,000", "بين"),
    "Arabic up to a Latin word in guillemets": (
        "إن المنشورات «مطبوعة في Castrel» وإن عددها",
        "مطبوعة",
        "Castrel»",
    ),
    "Hebrew with Latin words": ("וכי Harbour Brigade הכחישה כל קשר", "Brigade", "הכחישה"),
    "Hebrew with digits": ("נפצעו 19 בני אדם ב-12 במרץ ליד הגשר", "19", "ב-12"),
    "English with Arabic and Hebrew": ("He read «غادروا 18:30» and שלום עולם today", "read", "18:30"),
    "English that ends in Hebrew": ("They asked שמרו על הגשר", "asked", "שמרו"),
}


@pytest.mark.parametrize(("text", "first", "last"), MIXED_LINES.values(), ids=MIXED_LINES)
def test_the_ink_of_a_highlight_is_where_its_letters_are(
    open_reader: OpenReader, text: str, first: str, last: str
) -> None:
    """Looks at real pixels: the tint begins and ends with the glyphs of the words it marks, in every part."""
    view = open_reader()
    start, end = text.index(first), text.index(last) + len(last)
    view.show_text(text)
    plain = view.grab().toImage()
    view.show_text(text, [Highlight(1, start, end, 0)])
    tinted = view.grab().toImage()
    layout = view.document().documentLayout()
    laid = layout.laid_out(0)  # type: ignore[attr-defined]
    left, right = int(layout.column.left), int(layout.column.right)  # type: ignore[attr-defined]
    y = round(layout.top_of(0) + laid.lines.boxes[0].baseline - 8)  # type: ignore[attr-defined]
    changed = {x - left for x in range(left, right) if plain.pixel(x, y) != tinted.pixel(x, y)}
    wanted = {x for _, x in glyph_places(laid.lines, text, start, end)}
    assert changed <= {x + d for x in wanted for d in (-1, 0, 1)}
    # Letters drawn over the tint hide it; between them it must be seen nearly everywhere.
    assert len(changed) > 0.5 * len(wanted)
    for part in parts_of(wanted):
        seen = sorted(x for x in changed if part[0] - 1 <= x <= part[1] + 1)
        assert seen, part
        assert abs(seen[0] - part[0]) <= 2
        assert abs(seen[-1] - part[1]) <= 2


def parts_of(places: set[int]) -> list[tuple[int, int]]:
    """First and last pixel of every stretch; gaps of two pixels belong to the letters."""
    ordered = sorted(places)
    breaks = [at for at, (one, other) in enumerate(pairwise(ordered), 1) if other - one > 3]
    return [
        (ordered[begin], ordered[stop - 1])
        for begin, stop in zip((0, *breaks), (*breaks, len(ordered)), strict=True)
    ]


@pytest.mark.parametrize(
    "text", ["قال الوزير إن", "قال UN إن الوزير", "He said قال الوزير today", "וכי Harbour 12 הכחישה"]
)
def test_the_left_key_goes_to_the_left(open_reader: OpenReader, qtbot: QtBot, text: str) -> None:
    view = open_reader()
    view.show_text(text)
    rightmost = max(
        range(len(text) + 1), key=lambda place: (moved_to(view, place), view.cursorRect().left())[1]
    )
    moved_to(view, rightmost)
    places = []
    for _ in range(len(text)):
        places.append(view.cursorRect().left())
        qtbot.keyClick(view, Qt.Key.Key_Left)
    # At a change of direction the caret may stay beside the same letter, never go back.
    assert all(later <= earlier + 1 for earlier, later in pairwise(places))
    assert places[-1] < places[0] - 40


def moved_to(view: ReaderView, position: int) -> None:
    cursor = view.textCursor()
    cursor.setPosition(position)
    view.setTextCursor(cursor)


def test_shift_and_left_select_to_the_left_in_arabic(open_reader: OpenReader, qtbot: QtBot) -> None:
    view = open_reader()
    view.show_text("قال الوزير")
    for _ in range(3):
        qtbot.keyClick(view, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert view.selected_range() == (0, 3)


@pytest.mark.parametrize("text", ["קול UN 12 שלום", "قال 31 UN إن", "He said שלום and قال 12"])
@pytest.mark.parametrize("key", [Qt.Key.Key_Left, Qt.Key.Key_Right])
def test_selecting_by_keyboard_goes_by_what_is_seen(
    open_reader: OpenReader, qtbot: QtBot, text: str, key: Qt.Key
) -> None:
    """From one end of the line to the other the caret moves one way, and all of the text gets selected."""
    view = open_reader()
    view.show_text(text)
    far = max if key == Qt.Key.Key_Left else min
    moved_to(
        view, far(range(len(text) + 1), key=lambda at: (moved_to(view, at), view.cursorRect().left())[1])
    )
    anchor, places = view.textCursor().position(), []
    for _ in range(len(text)):
        places.append(view.cursorRect().left())
        qtbot.keyClick(view, key, Qt.KeyboardModifier.ShiftModifier)
        cursor = view.textCursor()
        assert cursor.anchor() == anchor
        selected = sorted((anchor, cursor.position()))
        assert view.selected_range() in (tuple(selected), None)
    steps = [other - one for one, other in pairwise(places)]
    assert all(step <= 1 for step in steps) if key == Qt.Key.Key_Left else all(step >= -1 for step in steps)
    assert abs(places[-1] - places[0]) > 40
