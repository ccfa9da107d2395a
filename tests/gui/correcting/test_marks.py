"""Marks follow their words, whatever is typed around and in them."""

from hypothesis import given
from hypothesis import strategies as st

from archive_app.gui.correcting.exact_text import StandIns
from archive_app.gui.correcting.marks import Mark, Marks
from archive_app.model.text import canonical


def one_mark(start: int, end: int) -> Marks:
    marks = Marks()
    marks.put([7], [start], [end])
    return marks


def places(marks: Marks) -> list[tuple[int, int]]:
    return [(mark.start, mark.end) for mark in marks.between(0, 1_000)]


def test_typing_before_a_passage_pushes_it_on() -> None:
    marks = one_mark(5, 8)
    marks.shift(0, 0, 3)
    assert places(marks) == [(8, 11)]
    marks.shift(8, 0, 2)
    assert places(marks) == [(10, 13)]


def test_typing_after_a_passage_is_not_part_of_it_and_typing_inside_is() -> None:
    marks = one_mark(5, 8)
    marks.shift(8, 0, 3)
    assert places(marks) == [(5, 8)]
    marks.shift(6, 0, 1)
    assert places(marks) == [(5, 9)]


def test_a_passage_whose_words_are_all_taken_out_shows_no_more() -> None:
    marks = one_mark(5, 8)
    marks.shift(3, 9, 4)
    assert places(marks) == []


@given(
    st.integers(0, 15), st.integers(1, 10),
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 12), st.integers(0, 12)), max_size=8),
)  # fmt: skip
def test_words_not_touched_stay_under_their_mark(
    start: int, length: int, edits: list[tuple[int, int, int]]
) -> None:
    text = [chr(ord("a") + place % 26) + str(place) for place in range(40)]
    words = text[start : start + length]
    marks = one_mark(start, start + length)
    for position, removed, added in edits:
        position = min(position, len(text))
        gone = text[position : position + removed]
        text[position : position + removed] = ["new"] * added
        marks.shift(position, len(gone), added)
    if (
        all(word in text for word in words)
        and "new" not in text[text.index(words[0]) : text.index(words[-1])]
    ):
        assert marks.between(0, 1_000) == [Mark(7, text.index(words[0]), text.index(words[-1]) + 1)]


@given(st.text(), st.text())
def test_any_text_comes_out_as_it_went_in(first: str, second: str) -> None:
    stand_ins = StandIns()
    for text in (canonical(first), canonical(second), canonical(first)):
        held = stand_ins.put_in(text).replace("\n", "\u2029")
        assert len(held) == len(text)
        assert not any(character in held for character in "\ufdd0\ufdd1\ufffc\r\x00\x0c")
        assert stand_ins.take_out(held) == text
        assert stand_ins.copy().take_out(held) == text
