"""The widget's text has the article's positions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QTextDocument

from archive_app.gui.reader.display import Shown, display_text

TRICKY = [chr(code) for code in (*range(0x20), 0x7F, 0x85, 0xA0, 0xAD, 0x200B, 0x2028, 0x2029)]
TRICKY += ["\ufdd0", "\ufdd1", "\ufdef", "\ufeff", "\ufffc", "\ufffd", "\ufffe", "\uffff", "\U0001fffe", "😀"]


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@pytest.mark.parametrize("tricky", TRICKY, ids=ascii)
def test_every_character_takes_the_same_room_in_the_widget(tricky: str) -> None:
    text = f"before{tricky}after"
    document = QTextDocument()
    document.setPlainText(display_text(text))
    assert document.characterCount() - 1 == units(text)
    assert document.blockCount() == text.count("\n") + 1
    assert document.toRawText()[: len("before")] == "before"
    assert document.toRawText()[-len("after") :] == "after"


@given(st.text(st.one_of(st.sampled_from(TRICKY), st.characters(exclude_categories=["Cs"]))))
def test_blocks_begin_where_the_widget_s_blocks_begin(text: str) -> None:
    shown = Shown(text)
    document = QTextDocument()
    document.setPlainText(shown.display)
    starts, lengths = [], []
    block = document.begin()
    while block.isValid():
        starts.append(block.position())
        lengths.append(block.length())
        block = block.next()
    assert shown.block_starts == starts
    assert shown.block_lengths == lengths


def test_a_byte_order_mark_at_the_beginning_moves_nothing() -> None:
    shown = Shown("\ufeffTruce\n\ufeffholds")
    document = QTextDocument()
    document.setPlainText(shown.display)
    assert document.characterCount() - 1 == len(shown.text)
    assert document.toRawText()[1:6] == "Truce"


def test_an_endless_paragraph_is_cut_at_a_sentence_without_moving_anything() -> None:
    text = "A title\n" + "He said so, and then he left. " * 2_000 + "\nThe end"
    shown = Shown(text)
    assert len(shown.display) == len(text)
    assert max(shown.block_lengths) <= 6_001
    changed = [place for place in range(len(text)) if shown.display[place] != text[place]]
    assert changed
    assert all(text[place - 1 : place + 1] == ". " for place in changed)


def test_the_parts_of_a_cut_paragraph_are_known_to_go_on() -> None:
    shown = Shown("Short\n" + "word " * 5_000 + "\nShort")
    last = len(shown.block_starts) - 1
    assert shown.cut_blocks == frozenset(range(1, last - 1))


def test_a_paragraph_without_any_space_stays_whole() -> None:
    text = "新闻" * 20_000
    assert Shown(text).block_lengths == [len(text) + 1]


def test_a_selection_of_half_an_emoji_is_the_whole() -> None:
    shown = Shown("a😀b")
    assert shown.to_code_points(2, 3) == (1, 2)
    assert shown.to_code_points(1, 2) == (1, 2)


def test_ranges_outside_of_the_text_are_kept_inside() -> None:
    assert Shown("a😀b").to_units(-3, 99) == (0, 4)


def test_the_direction_of_a_text_is_that_of_its_paragraphs() -> None:
    both = Shown("An English line with نص\n\nقال الوزير UN")
    assert both.has_left_to_right_blocks
    assert both.has_right_to_left_blocks
    assert not Shown("The word نص alone").has_right_to_left_blocks
    assert not Shown("«قال الوزير» UN").has_left_to_right_blocks
    assert Shown("12 — 34").has_left_to_right_blocks


def test_paragraphs_with_words_are_numbered_once_each() -> None:
    shown = Shown("Title\n\n  \n" + "word " * 2_000 + "\nEnd")
    assert list(shown.paragraph_numbers.values()) == [1, 2, 3]
    assert shown.paragraph_numbers[len(shown.block_starts) - 1] == 3
