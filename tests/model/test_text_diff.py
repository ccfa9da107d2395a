"""What changed between two states of a text."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_app.model.text import canonical
from archive_app.model.text_diff import Course, difference

TEXTS = st.text(st.sampled_from("ab cd.\n\u00a0é\u0301\u0308ن😀\u200d👧政府"), max_size=80).map(canonical)


def shown(old: str, new: str) -> list[str | tuple[str, str]]:
    return [
        old[part.start : part.end]
        if part.equal
        else (old[part.start : part.end], new[part.new_start : part.new_end])
        for part in difference(old, new)
    ]


def test_a_changed_word_is_changed_as_a_whole() -> None:
    assert shown("General Hafter said so.", "General Haftar said so.") == [
        "General ",
        ("Hafter", "Haftar"),
        " said so.",
    ]


def test_words_put_in_and_taken_out_stand_alone() -> None:
    assert shown("one two three four", "one three four five") == [
        "one ",
        ("two ", ""),
        "three four",
        ("", " five"),
    ]


def test_a_lone_space_between_two_changes_is_part_of_the_change() -> None:
    assert shown("he said nothing", "the spokesman denied everything") == [
        ("he said nothing", "the spokesman denied everything")
    ]


def test_chinese_is_compared_character_by_character() -> None:
    assert shown("政府否认指控。", "政府承认指控。") == ["政府", ("否", "承"), "认指控。"]


@pytest.mark.parametrize(("old", "new"), [("👩‍👩‍👧 left", "👩‍👩‍👦 left"), ("e\u0323\u0301 is", "e\u0323 is")])
def test_no_character_is_torn_apart(old: str, new: str) -> None:
    assert shown(old, new)[0] == (old.split()[0], new.split()[0])


def test_texts_alike_and_empty_texts() -> None:
    assert shown("", "") == []
    assert shown("same", "same") == ["same"]
    assert shown("", "new") == [("", "new")]
    assert shown("old", "") == [("old", "")]


@given(TEXTS, TEXTS)
def test_the_segments_tell_both_texts_from_end_to_end_in_turns(old: str, new: str) -> None:
    parts = difference(old, new)
    assert "".join(old[part.start : part.end] for part in parts) == old
    assert "".join(new[part.new_start : part.new_end] for part in parts) == new
    assert all(one.equal != other.equal for one, other in pairwise(parts))
    for part in parts:
        same = old[part.start : part.end] == new[part.new_start : part.new_end]
        assert same if part.equal else not same


@given(TEXTS, TEXTS, st.data())
def test_a_course_leads_into_the_new_text(old: str, new: str, data: st.DataObject) -> None:
    course = Course(difference(old, new))
    start = data.draw(st.integers(0, len(old)))
    end = data.draw(st.integers(start, len(old)))
    first, last = course.around(start, end)
    assert 0 <= first <= last <= len(new)
    unchanged = course.unchanged(start, end)
    if unchanged is not None:
        assert new[unchanged : unchanged + end - start] == old[start:end]


def test_lines_are_compared_first_where_the_texts_are_very_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive_app.model.text_diff._LONG", 80)
    old = "One two three.\n\nFour five six.\n\nSeven eight.\nEnd"
    new = "Zero.\nOne two three.\n\nFour 5 six.\n\nSeven eight.\nEnd"
    assert shown(old, new) == [
        ("", "Zero.\n"),
        "One two three.\n\nFour ",
        ("five", "5"),
        " six.\n\nSeven eight.\nEnd",
    ]


def test_words_moved_from_line_to_line_are_found_in_very_long_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive_app.model.text_diff._LONG", 0)
    assert shown("One two\nthree four\nEnd", "One\ntwo three four\nEnd") == [
        "One",
        (" ", "\n"),
        "two",
        ("\n", " "),
        "three four\nEnd",
    ]
    assert shown("one two", "one too") == ["one ", ("two", "too")]


@given(TEXTS, TEXTS)
def test_line_by_line_the_segments_tell_both_texts_too(old: str, new: str) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("archive_app.model.text_diff._LONG", 0)
        parts = difference(old, new)
    assert "".join(old[part.start : part.end] for part in parts) == old
    assert "".join(new[part.new_start : part.new_end] for part in parts) == new
    for part in parts:
        same = old[part.start : part.end] == new[part.new_start : part.new_end]
        assert same if part.equal else not same


@given(TEXTS, TEXTS, st.data())
def test_a_place_goes_along_with_its_character(old: str, new: str, data: st.DataObject) -> None:
    course = Course(difference(old, new))
    position = data.draw(st.integers(0, len(old)))
    place = course.place(position)
    assert 0 <= place <= len(new)
    if course.unchanged(position, position + 1) is not None:
        assert new[place] == old[position]
