"""Passages among blocks and lanes."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_app.gui.reader.display import Shown
from archive_app.gui.reader.highlights import Highlight, PassageIndex, Placed

TEXT = "\n".join("The 😀 word stands here and there." for _ in range(12))
SHOWN = Shown(TEXT)
RANGES = st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 90)).map(
    lambda pair: (pair[0], min(len(TEXT), pair[0] + pair[1]))
)


def made(ranges: list[tuple[int, int]]) -> list[Highlight]:
    return [Highlight(number, start, end) for number, (start, end) in enumerate(ranges)]


def lanes_are_free_of_overlaps(index: PassageIndex) -> bool:
    def overlap(one: Placed, other: Placed) -> bool:
        return one.start < other.end and other.start < one.end

    return not any(one.lane == other.lane and overlap(one, other) for one, other in combinations(index, 2))


@given(st.lists(RANGES, max_size=30))
def test_no_two_overlapping_passages_share_a_lane(ranges: list[tuple[int, int]]) -> None:
    assert lanes_are_free_of_overlaps(PassageIndex(SHOWN, made(ranges)))


@given(
    st.lists(RANGES, min_size=1, max_size=20), st.lists(st.tuples(st.integers(0, 25), RANGES), max_size=20)
)
def test_lanes_stay_where_they_are_when_passages_come_and_go(
    ranges: list[tuple[int, int]], changes: list[tuple[int, tuple[int, int]]]
) -> None:
    index = PassageIndex(SHOWN, made(ranges))
    for passage_id, (start, end) in changes:
        before = {placed.passage_id: placed.lane for placed in index if placed.passage_id != passage_id}
        if passage_id in index:
            index.remove(passage_id)
        else:
            index.add(Highlight(passage_id, start, end))
        after = {placed.passage_id: placed.lane for placed in index if placed.passage_id != passage_id}
        assert before == after
        assert lanes_are_free_of_overlaps(index)
    shown_again = PassageIndex(
        SHOWN, [placed.highlight for placed in index], {placed.passage_id: placed.lane for placed in index}
    )
    assert lanes_are_free_of_overlaps(shown_again)


@given(st.lists(RANGES, max_size=20), st.integers(0, len(TEXT) - 1))
def test_a_position_knows_its_passages(ranges: list[tuple[int, int]], position: int) -> None:
    index = PassageIndex(SHOWN, made(ranges))
    units = SHOWN.units.to_utf16(position)
    found = index.at(units)
    assert {placed.passage_id for placed in found} == {
        number for number, (start, end) in enumerate(ranges) if start <= position < end
    }
    lengths = [placed.end - placed.start for placed in found]
    assert lengths == sorted(lengths)


def test_a_passage_is_in_every_block_it_touches_and_no_other() -> None:
    index = PassageIndex(SHOWN, [Highlight(1, 40, 41), Highlight(2, 5, 80)])
    assert [[placed.passage_id for placed in index.in_block(block)] for block in range(4)] == [
        [2], [2, 1], [2], [],
    ]  # fmt: skip


def test_a_passage_put_in_again_keeps_its_lane() -> None:
    index = PassageIndex(SHOWN, made([(0, 30), (10, 40), (20, 50)]))
    lane = index.get(1).lane  # type: ignore[union-attr]
    assert index.add(Highlight(1, 10, 35)).lane == lane
    assert len(index) == 3


def test_five_hundred_passages_on_one_sentence_fold_but_four() -> None:
    index = PassageIndex(SHOWN, made([(3, 30)] * 500))
    assert sum(not placed.is_folded for placed in index) == 4


def test_removing_what_is_not_there_says_so() -> None:
    with pytest.raises(KeyError):
        PassageIndex(SHOWN).remove(7)
