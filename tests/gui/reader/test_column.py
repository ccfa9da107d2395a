"""Where the text stands in windows of every width, at every zoom."""

from itertools import pairwise

import pytest

from archive_app.gui.reader.appearance import Appearance
from archive_app.gui.reader.column import Column, Type, column_in, number_room, type_of
from archive_app.gui.reader.highlights import LANES_SHOWN

WIDTHS = range(260, 2000, 20)
ZOOMS = (50, 75, 100, 150, 200, 300, 400)


@pytest.fixture(params=ZOOMS)
def kind(request: pytest.FixtureRequest, reader_fonts: None) -> Type:
    return type_of(Appearance(), request.param)


def placed(width: float, kind: Type, *, left: bool = True, right: bool = False, digits: int = 0) -> Column:
    return column_in(width, kind, 68, left, right, digits=digits)


@pytest.mark.parametrize(("left", "right"), [(True, False), (False, True), (True, True)])
def test_nothing_is_outside_the_window(kind: Type, left: bool, right: bool) -> None:
    for width in WIDTHS:
        column = placed(width, kind, left=left, right=right)
        before = column.bars + column.label_left if left else 0
        after = column.bars + column.label_right if right else 0
        if column.width > 60:  # as narrow as it gets
            assert column.left >= before
            assert column.right + after <= width + 1


@pytest.mark.parametrize("left", [True, False])
def test_paragraph_numbers_have_room_of_their_own(kind: Type, left: bool) -> None:
    room = number_room(kind, 3)
    assert room > 20
    for width in WIDTHS:
        column = placed(width, kind, left=left, right=not left, digits=3)
        if column.width > 60:
            free = width - column.right if left else column.left
            assert free >= room - 1


def test_a_wider_window_never_has_shorter_labels_or_lines_that_vanish(kind: Type) -> None:
    columns = [placed(width, kind) for width in WIDTHS]
    assert all(wide.width >= narrow.width * 0.6 for narrow, wide in pairwise(columns))
    labels = [column.label_left for column in columns]
    assert labels == sorted(labels)
    assert columns[-1].width == pytest.approx(min(68 * kind.character, columns[-1].width), abs=1)


@pytest.mark.parametrize("spacing", [1.3, 1.75, 2.4])
@pytest.mark.parametrize("zoom", ZOOMS)
def test_four_underlines_stay_apart_and_clear_of_the_next_line(
    reader_fonts: None, zoom: int, spacing: float
) -> None:
    kind = type_of(Appearance(line_spacing=spacing), zoom)
    rows = [round(kind.first_lane + lane * kind.lane_step) for lane in range(LANES_SHOWN)]
    assert all(lower > upper for upper, lower in pairwise(rows))
    capitals = kind.pitch - kind.ink_above * 0.75  # accents on capitals may touch the last one
    assert rows[-1] + kind.stroke <= capitals + 1


def test_the_margin_grows_more_slowly_than_the_text(reader_fonts: None) -> None:
    small, large = type_of(Appearance(), 100), type_of(Appearance(), 400)
    assert placed(700, large).bars <= 2.2 * placed(700, small).bars
    assert placed(700, large).width >= 500
