"""The words of labels in the margin."""

import pytest
from PySide6.QtGui import QFont, QFontMetricsF

from archive_app.gui.reader.labels import broken, lines_for


@pytest.fixture
def metrics(reader_fonts: None) -> QFontMetricsF:
    return QFontMetricsF(QFont("Inter", 9))


def test_a_label_that_fits_stays_on_one_line(metrics: QFontMetricsF) -> None:
    assert broken("Mira Tolle · Denial", metrics, 400, 3) == ("Mira Tolle · Denial",)


def test_actors_and_claim_types_stand_on_lines_of_their_own(metrics: QFontMetricsF) -> None:
    width = metrics.horizontalAdvance("Shelling of civilians") + 2
    assert broken("Mira Tolle · Shelling of civilians", metrics, width, 2) == (
        "Mira Tolle",
        "Shelling of civilians",
    )


def test_what_finds_no_room_ends_in_an_ellipsis(metrics: QFontMetricsF) -> None:
    width = metrics.horizontalAdvance("Government of") + 2
    text = "Government of the Western Provinces · Shelling of civilians"
    for most in (1, 2, 3):
        lines = broken(text, metrics, width, most)
        assert len(lines) <= most
        assert lines[-1].endswith("…")
        assert all(metrics.horizontalAdvance(line) <= width for line in lines)


def test_no_word_is_lost_where_there_are_lines_enough(metrics: QFontMetricsF) -> None:
    lines = broken(
        "Relief Society of Tavira · Denial", metrics, metrics.horizontalAdvance("Relief Society") + 2, 3
    )
    assert " ".join(lines).replace("·", "").split() == ["Relief", "Society", "of", "Tavira", "Denial"]


@pytest.mark.parametrize(("room", "lines"), [(0, 1), (19, 1), (34, 1), (35, 2), (51, 3), (400, 3)])
def test_a_label_takes_the_lines_there_is_room_for(room: float, lines: int) -> None:
    assert lines_for(room, 19, 16) == lines


def test_what_is_cut_still_says_where_the_claim_type_begins(metrics: QFontMetricsF) -> None:
    width = metrics.horizontalAdvance("Mira Tolle · Shel…") + 1
    assert broken("Mira Tolle · Shelling of civilians", metrics, width, 1)[0].startswith("Mira Tolle · Sh")
