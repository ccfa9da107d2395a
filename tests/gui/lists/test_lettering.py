"""Texts on cards: broken, cut, marked, and in their own direction."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QTextLayout

from archive_app.gui.lists.direction import is_right_to_left
from archive_app.gui.lists.lettering import Lettering, on_one_line
from archive_app.gui.lists.wording import joined, language_name, short_date
from archive_app.gui.theme import LIGHT, Theme

LONG = "Hadraj orders his forces to march on the capital while the council is still talking"
ARABIC = "ارتفاع حصيلة قصف عين بلسا إلى 23 قتيلا والحكومة تتهم قوات حدراج"


@pytest.fixture
def lettering(theme: Theme) -> Lettering:
    return Lettering(theme)


def widest(layout: QTextLayout) -> float:
    return max(layout.lineAt(at).naturalTextWidth() for at in range(layout.lineCount()))


def test_a_short_title_stands_on_one_line_whole(lettering: Lettering) -> None:
    layout = lettering.block("Truce holds", "title", 200, lines=2)
    assert (layout.lineCount(), layout.text()) == (1, "Truce holds")


def test_a_long_title_is_cut_with_an_ellipsis_on_its_second_line(lettering: Lettering) -> None:
    layout = lettering.block(LONG, "title", 200, lines=2)
    assert layout.lineCount() == 2
    assert layout.text().endswith("…")
    assert LONG.startswith(layout.text()[:-1])
    assert widest(layout) <= 200


def test_an_arabic_title_begins_at_the_right(lettering: Lettering) -> None:
    layout = lettering.block(ARABIC, "title", 260, lines=2)
    last = layout.lineAt(layout.lineCount() - 1)
    begin, _ = last.cursorToX(last.textStart())
    end, _ = last.cursorToX(last.textStart() + last.textLength())
    assert begin == pytest.approx(260, abs=1)
    assert 0 < end < begin


def test_line_breaks_and_runs_of_spaces_count_as_one_space(lettering: Lettering) -> None:
    assert (
        lettering.block("one\n\ntwo \u2028 three\u00a0four", "body", 400).text() == "one two three\u00a0four"
    )


@given(words=st.lists(st.tuples(st.text("ab😀", min_size=1, max_size=4), st.text(" \n\u2028", max_size=4))))
def test_marks_follow_their_words_onto_one_line(words: list[tuple[str, str]]) -> None:
    text, marks = "", []
    for word, gap in words:
        marks.append((len(text), len(text) + len(word)))
        text += word + gap
    plain, moved = on_one_line(text, marks)
    assert [plain[start:end] for start, end in moved] == [word for word, _ in words]
    assert "  " not in plain


def test_a_mark_after_an_emoji_stands_on_its_own_word(lettering: Lettering) -> None:
    text = "🕊️ 😀 the truce holds"
    start = text.index("truce")
    layout = lettering.block(text, "body", 400, marks=[(start, start + 5)])
    (mark,) = layout.formats()
    in_utf16 = text.encode("utf-16-le")
    assert in_utf16[2 * mark.start : 2 * (mark.start + mark.length)].decode("utf-16-le") == "truce"


def test_the_same_text_is_laid_out_once(lettering: Lettering) -> None:
    assert lettering.block(LONG, "body", 200) is lettering.block(LONG, "body", 200)


@given(
    text=st.text(alphabet="ab شقي😀\u0301 —.…\n界", max_size=120),
    width=st.integers(40, 300),
    lines=st.integers(1, 3),
)
def test_no_text_outgrows_its_lines(qapp: object, text: str, width: int, lines: int) -> None:
    layout = Lettering(LIGHT).block(text, "small", width, lines=lines)
    assert layout.lineCount() <= lines
    shown = sum(layout.lineAt(at).textLength() for at in range(layout.lineCount()))
    assert shown == len(layout.text().encode("utf-16-le")) // 2


def test_a_text_runs_as_its_first_letter_does() -> None:
    assert is_right_to_left("«القيادة» TAC")
    assert not is_right_to_left("TAC «القيادة»")
    assert not is_right_to_left("23 — …")


def test_dates_are_worded_as_precisely_as_they_are_known() -> None:
    assert short_date("2019") == "2019"
    assert short_date("2019-04").endswith("2019")
    assert short_date("2019-04-16T10:00").startswith("16")
    assert short_date("soon") == "soon"
    assert short_date("2019-13-77") == "2019-13-77"
    assert short_date("") == ""


def test_languages_have_names_and_empty_parts_no_dot() -> None:
    assert language_name("de") == "German"
    assert language_name("tlh-x") == "tlh-x"
    assert joined("Northern Wire", "", "2019") == "Northern Wire · 2019"
