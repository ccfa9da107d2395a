"""Heights of stacked blocks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_app.gui.reader.heights import Heights

SOME = st.lists(st.integers(1, 400).map(float), min_size=1, max_size=70)


@given(SOME, st.lists(st.tuples(st.integers(0, 69), st.integers(1, 900).map(float))))
def test_tops_are_the_sums_of_the_heights_above(
    heights: list[float], changes: list[tuple[int, float]]
) -> None:
    tree = Heights(heights)
    for block, height in changes:
        block %= len(heights)
        assert tree.set(block, height) == height - heights[block]
        heights[block] = height
    assert tree.total == sum(heights)
    assert [tree.top(block) for block in range(len(heights) + 1)] == [
        sum(heights[:block]) for block in range(len(heights) + 1)
    ]


@given(SOME, st.floats(-50, 30_000))
def test_the_block_at_a_height_covers_it(heights: list[float], y: float) -> None:
    tree = Heights(heights)
    block = tree.at(y)
    if 0 <= y < tree.total:
        assert tree.top(block) <= y < tree.top(block + 1)
    else:
        assert block == (0 if y < 0 else len(heights) - 1)


def test_no_blocks_cover_nothing() -> None:
    with pytest.raises(IndexError):
        Heights().at(3)
