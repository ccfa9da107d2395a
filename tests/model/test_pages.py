"""Which page of its source a place of a text is on, also after the text was changed."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_app.model.pages import PageStart, moved_pages, page_of, pages_of, read_pages, stored_pages
from archive_app.model.text_diff import Course, difference

OLD = "The army left on Monday.\nNobody saw it.\nIt came back 😀 on Friday.\nThe mayor waited."
PAGES = (PageStart(0, "3"), PageStart(OLD.index("It came"), "4"), PageStart(OLD.index("The mayor"), "iv"))


def after(new: str, old: str = OLD, pages: tuple[PageStart, ...] = PAGES) -> dict[str, str]:
    """What stands at the beginning of each page after a correction."""
    moved = moved_pages(pages, Course(difference(old, new)).place)
    return {page.label: new[page.offset :].split("\n")[0] for page in moved}


def test_pages_are_stored_and_read_back() -> None:
    assert stored_pages(PAGES) == '[[0, "3"], [40, "4"], [66, "iv"]]'
    assert read_pages(stored_pages(PAGES)) == PAGES
    assert read_pages(stored_pages(())) == read_pages("") == ()


@pytest.mark.parametrize(
    ("quote", "page"), [("The army", "3"), ("saw it", "3"), ("It came", "4"), ("The mayor waited.", "iv")]
)
def test_a_place_is_on_the_page_that_began_last(quote: str, page: str) -> None:
    start = OLD.index(quote)
    assert page_of(PAGES, start) == page
    assert pages_of(PAGES, start, start + len(quote)) == page


def test_a_stretch_over_two_pages_names_both() -> None:
    assert pages_of(PAGES, OLD.index("Nobody"), OLD.index("back")) == "3–4"
    assert pages_of(PAGES, 0, OLD.index("It came")) == "3"


def test_without_pages_or_before_the_first_there_is_none() -> None:
    assert page_of((), 5) == pages_of((), 5, 9) == ""
    assert page_of(PAGES[1:], 5) == ""
    assert pages_of(PAGES[1:], 5, 50) == ""


def test_pages_go_along_with_their_words() -> None:
    assert after(OLD.replace("Nobody", "Not a single soul 👀")) == {
        "3": "The army left on Monday.", "4": "It came back 😀 on Friday.", "iv": "The mayor waited.",
    }  # fmt: skip


def test_what_is_put_in_at_a_page_break_belongs_to_the_page_before() -> None:
    new = OLD.replace("It came", "A shot fell.\nIt came")
    assert after(new)["4"] == "It came back 😀 on Friday."


def test_what_is_put_in_at_the_beginning_belongs_to_the_first_page() -> None:
    assert after("Yesterday.\n" + OLD)["3"] == "Yesterday."


def test_a_page_of_which_nothing_is_left_is_left_out() -> None:
    assert after(OLD.replace("It came back 😀 on Friday.\n", "")) == {
        "3": "The army left on Monday.", "iv": "The mayor waited.",
    }  # fmt: skip


def test_a_page_whose_first_word_was_corrected_begins_with_it() -> None:
    assert after(OLD.replace("It came", "He came"))["4"] == "He came back 😀 on Friday."


TEXTS = st.text(st.sampled_from("ab c.\n😀é政ن"), max_size=60)


@given(TEXTS, TEXTS, st.sets(st.integers(0, 60)))
def test_whatever_is_corrected_pages_stay_in_order_and_within_the_text(
    old: str, new: str, offsets: set[int]
) -> None:
    pages = tuple(PageStart(at, str(at)) for at in sorted(offsets) if at < max(1, len(old)))
    moved = moved_pages(pages, Course(difference(old, new)).place)
    assert all(0 <= page.offset <= len(new) for page in moved)
    assert all(one.offset < other.offset for one, other in pairwise(moved))
    kept = {page.label for page in moved}
    assert [page.label for page in moved] == [page.label for page in pages if page.label in kept]
    if pages and pages[0].offset == 0:
        assert moved[0].offset == 0
    if old == new:
        assert moved == pages
