"""Colours that everyone can tell apart from the paper and read."""

from itertools import product

import pytest

from archive_app.gui.reader.appearance import (
    COLOUR_COUNT,
    UNTAGGED,
    ReaderColours,
    contrast,
    dark_colours,
    faded,
    light_colours,
    mixed,
    pattern_of,
)
from archive_app.gui.reader.painting import LANE_FADING, LIFTED_SHARE, pill_share
from archive_app.gui.reading_pane import reader_colours
from archive_app.gui.theme import DARK, LIGHT

BOTH = pytest.mark.parametrize(
    "colours",
    [light_colours(), dark_colours(), reader_colours(LIGHT), reader_colours(DARK)],
    ids=["light", "dark", "light theme", "dark theme"],
)


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@BOTH
def test_labels_and_text_can_be_read_on_the_paper(colours: ReaderColours) -> None:
    for ink in (colours.text, colours.dim, colours.accent, *colours.solids):
        assert contrast(ink, colours.paper) >= 4.5


@BOTH
def test_the_text_can_be_read_on_every_background(colours: ReaderColours) -> None:
    backgrounds = [colours.selection, colours.hit, colours.current_hit]
    backgrounds += [colours.tint(colour) for colour in range(UNTAGGED, COLOUR_COUNT)]
    for background in backgrounds:
        assert contrast(colours.text, background) >= 4.5


@BOTH
def test_the_text_can_be_read_where_four_passages_overlap(colours: ReaderColours) -> None:
    for solid in colours.solids:
        background = colours.paper
        for lane in range(4):
            background = mixed(solid, background, colours.tint_share * (1 - LANE_FADING * lane))
        assert contrast(colours.text, background) >= 4.5


@BOTH
def test_the_text_can_be_read_where_one_of_four_stands_out(colours: ReaderColours) -> None:
    for lifted, others in product(colours.solids, repeat=2):
        background = colours.paper
        for lane in range(3):
            background = mixed(others, background, colours.tint_share * (1 - LANE_FADING * lane) / 2)
        background = mixed(lifted, background, colours.tint_share * LIFTED_SHARE)
        assert contrast(colours.text, background) >= 4.5


def test_neighbouring_colours_have_different_patterns() -> None:
    for colour in range(COLOUR_COUNT - 1):
        assert pattern_of(colour) is not pattern_of(colour + 1)


@BOTH
def test_what_is_dimmed_can_still_be_seen_and_its_label_read(colours: ReaderColours) -> None:
    for solid in (colours.neutral, *colours.solids):
        assert contrast(faded(solid, colours.paper, 3.0), colours.paper) == pytest.approx(3.0, abs=0.15)
        assert contrast(faded(solid, colours.paper, 4.5), colours.paper) >= 4.5


@BOTH
def test_labels_can_be_read_on_the_ground_that_lifts_them(colours: ReaderColours) -> None:
    for solid in (colours.neutral, *colours.solids):
        ground = mixed(solid, colours.paper, pill_share(colours.tint_share))
        assert contrast(colours.text, ground) >= 4.5
    fold = mixed(colours.dim, colours.paper, pill_share(colours.tint_share))
    assert contrast(colours.text, fold) >= 4.5
