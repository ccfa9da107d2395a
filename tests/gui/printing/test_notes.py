"""Labels in the margin of a page, as arithmetic."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from archive_app.gui.printing.notes import Wanted, arranged

TOP, BOTTOM, FURTHEST = 20.0, 300.0, 40.0
LABELS = st.lists(
    st.builds(Wanted, st.floats(TOP, BOTTOM - 30), st.sampled_from([10.0, 20.0, 30.0])),
    min_size=1,
    max_size=60,
).map(lambda labels: sorted(labels, key=lambda label: label.top))


@given(LABELS)
def test_every_label_is_placed_or_folded_once(labels: list[Wanted]) -> None:
    placed = arranged(labels, TOP, BOTTOM, FURTHEST)
    assert sorted(at for label in placed for at in (label.number, *label.folded)) == list(range(len(labels)))


@given(LABELS)
def test_labels_do_not_touch_and_stay_on_the_page_near_their_lines(labels: list[Wanted]) -> None:
    placed = arranged(labels, TOP, BOTTOM, FURTHEST)
    for one, other in pairwise(placed):
        assert one.top + one.height <= other.top + 1e-6
    for label in placed:
        assert label.top >= TOP - 1e-6
        assert label.top + label.height <= BOTTOM + 1e-6
        assert abs(label.top - labels[label.number].top) <= FURTHEST + 1e-6


@given(LABELS)
def test_labels_keep_the_order_of_their_lines(labels: list[Wanted]) -> None:
    numbers = [label.number for label in arranged(labels, TOP, BOTTOM, FURTHEST)]
    assert numbers == sorted(numbers)


def test_a_label_with_room_stands_at_its_line() -> None:
    placed = arranged([Wanted(50, 10), Wanted(80, 10)], 0, 300, 40)
    assert [label.top for label in placed] == [50, 80]


def test_labels_of_one_line_stand_below_each_other() -> None:
    placed = arranged([Wanted(50, 10)] * 3, 0, 300, 40)
    assert [label.top for label in placed] == [50, 60, 70]


def test_labels_at_the_foot_are_lifted() -> None:
    placed = arranged([Wanted(270, 10), Wanted(285, 30)], 0, 300, 40)
    assert [label.top for label in placed] == [260, 270]


def test_what_finds_no_room_folds_into_the_label_before_it() -> None:
    placed = arranged([Wanted(50, 10)] * 9, 0, 300, 40)
    assert [label.number for label in placed] == [0, 1, 2, 3, 4]
    assert placed[-1].folded == [5, 6, 7, 8]
