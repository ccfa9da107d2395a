"""Bars and labels beside a block."""

from itertools import pairwise

from PySide6.QtGui import QTextLayout

from archive_app.gui.reader.display import Shown
from archive_app.gui.reader.highlights import Highlight, PassageIndex, Strike
from archive_app.gui.reader.margin import Margin, arrange_margin
from archive_app.gui.reader.pieces import BlockLines, LineBox

LINES = BlockLines(
    QTextLayout, tuple(LineBox(30.0 * n, 30.0, 30.0 * n + 21, 14, 5, 50 * n, 50) for n in range(4)), False
)
SHOWN = Shown("x" * 199)


def arranged(*highlights: Highlight, strikes: tuple[tuple[int, int, Strike], ...] = ()) -> Margin:
    index = PassageIndex(SHOWN, highlights)
    return arrange_margin(LINES, 0, 140.0, index.in_block(0), strikes, 20.0)


def test_a_label_stands_beside_the_line_where_its_passage_begins() -> None:
    (label,) = arranged(Highlight(1, 60, 70)).labels
    assert 30 <= label.top < 60


def test_labels_of_one_line_stand_below_each_other() -> None:
    labels = arranged(Highlight(1, 10, 20), Highlight(2, 12, 30), Highlight(3, 15, 40)).labels
    assert [label.passages[0].passage_id for label in labels] == [1, 2, 3]
    assert all(later.top - earlier.top >= 20 for earlier, later in pairwise(labels))


def test_what_finds_no_room_folds_into_one_label_with_all_of_them() -> None:
    labels = arranged(*(Highlight(n, 5 * n, 5 * n + 3) for n in range(12))).labels
    assert labels[-1].is_fold
    assert labels[-1].top + 20 <= 140
    assert sum(len(label.passages) for label in labels) == 12


def test_passages_without_a_lane_have_no_bar_and_are_folded() -> None:
    margin = arranged(*(Highlight(n, 5, 30) for n in range(7)))
    assert len(margin.bars) == 4
    assert [len(label.passages) for label in margin.labels] == [1, 1, 1, 1, 3]


def test_bars_of_passages_that_follow_each_other_on_a_line_do_not_touch() -> None:
    first, second = arranged(Highlight(1, 0, 25), Highlight(2, 25, 50)).bars
    assert first.bottom <= second.top


def test_a_strike_has_its_own_label() -> None:
    strike = Strike(0, 50, 9, "Repeated line")
    margin = arranged(Highlight(1, 60, 70), strikes=((0, 50, strike),))
    assert [label.strike for label in margin.labels] == [strike, None]


def test_a_passage_from_the_block_before_has_a_bar_and_no_label_here() -> None:
    index = PassageIndex(SHOWN, [Highlight(1, 5, 80)])
    margin = arrange_margin(LINES, 50, 140.0, index.in_block(0), (), 20.0)
    assert len(margin.bars) == 1
    assert margin.labels == ()
