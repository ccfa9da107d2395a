from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect, QSize

from archive_app.gui.coding.placing import Side, placed, side_for

WINDOW = QRect(0, 0, 800, 600)
SHEET = QSize(400, 300)


def test_a_sheet_stands_below_the_words() -> None:
    words = QRect(100, 50, 80, 20)
    assert side_for(words, SHEET, WINDOW) is Side.BELOW
    assert placed(Side.BELOW, words, SHEET, WINDOW).top() > words.bottom()


def test_it_stands_above_where_there_is_no_room_below() -> None:
    words = QRect(100, 560, 80, 20)
    assert side_for(words, SHEET, WINDOW) is Side.ABOVE
    assert placed(Side.ABOVE, words, SHEET, WINDOW).bottom() < words.top()


def test_it_stands_beside_words_that_fill_the_height() -> None:
    words = QRect(20, 100, 300, 420)
    side = side_for(words, SHEET, WINDOW)
    assert side is Side.RIGHT
    assert placed(side, words, SHEET, WINDOW).left() > words.right()


def test_it_stays_inside_at_the_right_edge() -> None:
    words = QRect(760, 50, 30, 20)
    assert placed(Side.BELOW, words, SHEET, WINDOW).right() <= WINDOW.right()


@given(
    st.integers(0, 760), st.integers(0, 580), st.integers(1, 700), st.integers(1, 500),
    st.integers(200, 420), st.integers(80, 320),
)  # fmt: skip
def test_a_sheet_never_lies_on_the_words_when_some_side_has_room(
    x: int, y: int, width: int, height: int, sheet_width: int, sheet_height: int
) -> None:
    words = QRect(x, y, width, height).intersected(WINDOW)
    sheet = QSize(sheet_width, sheet_height)
    side = side_for(words, sheet, WINDOW)
    rect = placed(side, words, sheet, WINDOW)
    assert WINDOW.contains(rect)
    above, below = words.top() - 6, WINDOW.bottom() - words.bottom() - 6
    beside = max(words.left(), WINDOW.right() - words.right()) - 6
    if max(above, below) >= sheet_height or beside >= sheet_width:
        assert not rect.intersects(words)
