"""Where pages end, as arithmetic."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from archive_app.gui.printing.paging import Row, Span, broken_into_pages, paragraph_rows, tops

ROOM = 100.0


@st.composite
def texts(draw: st.DrawFn) -> list[Row]:
    """Rows of paragraphs and headings with gaps between them."""
    rows: list[Row] = []
    follows_heading = False
    for lines in draw(st.lists(st.integers(1, 14), max_size=12)):
        if rows:
            rows.append(Row(draw(st.sampled_from([3.0, 8.0])), is_gap=True))
        height = draw(st.sampled_from([7.0, 10.0, 12.5]))
        rows += paragraph_rows([height] * lines, follows_heading=follows_heading)
        follows_heading = lines == 1 and draw(st.booleans())
    return rows


def printed(rows: list[Row], span: Span) -> list[int]:
    """The rows of a page that have ink."""
    return [at for at in range(span.first, span.stop) if not rows[at].is_gap]


@given(texts())
def test_every_line_is_on_one_page_in_order(rows: list[Row]) -> None:
    spans = broken_into_pages(rows, ROOM * 0.8, ROOM)
    found = [at for span in spans for at in printed(rows, span)]
    assert found == [at for at, row in enumerate(rows) if not row.is_gap]


@given(texts())
def test_no_line_reaches_below_its_page(rows: list[Row]) -> None:
    for number, span in enumerate(broken_into_pages(rows, ROOM * 0.8, ROOM)):
        places = dict(zip(range(span.first, span.stop), tops(rows, span), strict=True))
        for at in printed(rows, span):
            assert places[at] + rows[at].height <= (ROOM if number else ROOM * 0.8)


@given(texts())
def test_a_page_begins_where_it_may_unless_nothing_on_the_page_before_may(rows: list[Row]) -> None:
    spans = broken_into_pages(rows, ROOM * 0.8, ROOM)
    for before, span in itertools.pairwise(spans):
        assert not rows[span.first].is_gap
        could = any(rows[at].may_begin_page for at in printed(rows, before)[1:])
        assert rows[span.first].may_begin_page or not could


@given(texts())
def test_a_page_is_full_or_ends_where_it_has_to(rows: list[Row]) -> None:
    spans = broken_into_pages(rows, ROOM, ROOM)
    for before, after in itertools.pairwise(spans):
        inked = printed(rows, before)
        used = tops(rows, before)[inked[-1] - before.first] + rows[inked[-1]].height
        # What comes next did not fit, with everything that has to stay with it.
        together = [after.first]
        while together[-1] + 1 < len(rows) and (
            rows[together[-1] + 1].is_gap or not rows[together[-1] + 1].may_begin_page
        ):
            together.append(together[-1] + 1)
        while rows[together[-1]].is_gap:
            together.pop()
        gap = sum(rows[at].height for at in range(inked[-1] + 1, after.first))
        assert used + gap + sum(rows[at].height for at in together) > ROOM


def test_the_first_and_the_last_line_of_a_paragraph_are_never_alone() -> None:
    for lines in range(4, 12):
        for above in range(12):
            rows = [*paragraph_rows([10.0] * above), *paragraph_rows([10.0] * lines)]
            first, *_ = broken_into_pages(rows, 100, 100)
            left = first.stop - above
            if 0 < left < lines:
                assert left >= 2
                assert lines - left >= 2


def test_a_heading_goes_with_the_paragraph_below_it() -> None:
    rows = [*paragraph_rows([10.0] * 8), Row(4, is_gap=True), *paragraph_rows([10.0])]
    rows += [Row(4, is_gap=True), *paragraph_rows([10.0] * 5, follows_heading=True)]
    first, second = broken_into_pages(rows, 100, 100)
    assert printed(rows, first) == list(range(8))
    assert second.first == 9


def test_gaps_take_no_room_at_the_ends_of_pages() -> None:
    rows = [*paragraph_rows([50.0, 50.0]), Row(30, is_gap=True), *paragraph_rows([50.0, 50.0])]
    spans = broken_into_pages(rows, 100, 100)
    assert spans == [Span(0, 3), Span(3, 5)]
    assert tops(rows, spans[1]) == [0.0, 50.0]


def test_a_row_higher_than_a_page_has_one_of_its_own() -> None:
    rows = [*paragraph_rows([10.0]), *paragraph_rows([500.0]), *paragraph_rows([10.0])]
    assert [printed(rows, span) for span in broken_into_pages(rows, 100, 100)] == [[0], [1], [2]]


def test_what_is_kept_whole_and_longer_than_a_page_is_divided_where_the_page_is_full() -> None:
    rows = list(paragraph_rows([30.0] * 7, is_whole=True))
    assert [len(printed(rows, span)) for span in broken_into_pages(rows, 100, 100)] == [3, 3, 1]


def test_nothing_makes_one_empty_page() -> None:
    assert broken_into_pages([], 100, 100) == [Span(0, 0)]
    assert broken_into_pages([Row(5, is_gap=True)], 100, 100) == [Span(0, 0)]
