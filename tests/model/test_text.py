"""Canonical text and positions in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_app.model.text import (
    Utf16Map,
    canonical,
    canonical_positions,
    fold_whitespace,
    text_digest,
    word_count,
)

ANY_TEXT = st.text(
    st.one_of(st.sampled_from("a é\u0301\u00a0\r\n\u2028\u2029\0\ufeff😀👩‍👩‍👧𝔘نص新"), st.characters())
)


def test_line_ends_become_line_feeds() -> None:
    assert canonical("one\r\ntwo\rthree\n") == "one\ntwo\nthree\n"


def test_letters_and_marks_are_composed() -> None:
    assert canonical("cafe\u0301") == "café"


def test_a_byte_order_mark_at_the_start_is_dropped_and_one_inside_is_kept() -> None:
    assert canonical("\ufeffone\ufefftwo") == "one\ufefftwo"


@pytest.mark.parametrize("kept", ["\u00a0", "\u2028", "\u2029", "\x0b", "\x0c", "\u200b", "\u00ad", "\ufffc"])
def test_characters_that_widgets_change_are_kept(kept: str) -> None:
    assert canonical(f"a{kept}b") == f"a{kept}b"


def test_what_no_database_can_carry_is_replaced_one_for_one() -> None:
    assert canonical("a\0b") == "a\ufffdb"
    assert canonical("a\ud800b") == "a\ufffdb"


def test_two_surrogates_become_the_character_they_stand_for() -> None:
    assert canonical("\ud83d\ude00") == "😀"


@given(ANY_TEXT)
def test_a_canonical_text_is_canonical_again(text: str) -> None:
    assert canonical(canonical(text)) == canonical(text)


@given(st.text(st.characters(exclude_categories=[])))
def test_every_canonical_text_has_a_digest(text: str) -> None:
    assert len(text_digest(canonical(text))) == 64


def test_texts_that_differ_in_white_space_alone_fold_alike() -> None:
    assert fold_whitespace("  one\u00a0 two\r\n\u2028three\u200b ") == "one two three"


def test_words_are_counted_between_spaces() -> None:
    assert word_count("Gov't forces — 3.5 km off, UN-backed.") == 6


def test_chinese_characters_count_one_word_each() -> None:
    assert word_count("新闻报道 in 2019年") == 7


def test_an_emoji_counts_two_units() -> None:
    units = Utf16Map("a😀b")
    assert [units.to_utf16(position) for position in range(4)] == [0, 1, 3, 4]


def test_half_a_character_means_the_position_before_it() -> None:
    assert Utf16Map("a😀b").to_code_point(2) == 1


@given(ANY_TEXT)
def test_units_agree_with_python_s_own_encoder(text: str) -> None:
    units = Utf16Map(text)
    for position in range(len(text) + 1):
        expected = len(text[:position].encode("utf-16-le", "surrogatepass")) // 2
        assert units.to_utf16(position) == expected
        assert units.to_code_point(expected) == position


@pytest.mark.parametrize(
    ("text", "positions", "expected"),
    [
        ("one\r\ntwo", [0, 4, 5, 8], [0, 3, 4, 7]),
        ("cafe\u0301 x", [3, 4, 5, 6], [3, 3, 4, 5]),
        ("\ufeffone\ufefftwo", [0, 1, 4, 5], [0, 0, 3, 4]),
        ("\u1100\u1161\u11a8x", [0, 1, 2, 3], [0, 0, 0, 1]),
        ("\ud83d\ude00x", [0, 1, 2], [0, 0, 1]),
        ("one", [], []),
    ],
)
def test_positions_go_from_a_decoded_text_into_its_canonical_form(
    text: str, positions: list[int], expected: list[int]
) -> None:
    assert canonical_positions(text, positions) == expected


@given(ANY_TEXT, ANY_TEXT)
def test_what_follows_a_position_follows_it_in_the_canonical_form(before: str, after: str) -> None:
    (position,) = canonical_positions(f"{before} x{after}", [len(before) + 1])
    assert canonical(f"{before} x{after}")[position:] == canonical(f"x{after}")
