"""Colours that can be read by everyone who looks at a screen."""

from itertools import combinations, pairwise

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QCheckBox, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from archive_app.gui.colouring import MIXED, STANCE_LOOKS
from archive_app.gui.reader.appearance import contrast, pattern_of
from archive_app.gui.theme import DARK, LIGHT, Theme, ThemeChoice, ThemeSwitch
from archive_app.resources import resource

TEXT, GRAPHICS = 4.5, 3.0
"""Least contrast by WCAG 2.2, level AA: criteria 1.4.3 and 1.4.11."""
CLEARLY_OTHER = 10.0
"""Distance in CIELAB; about 2.3 is just noticeable, side by side and with time."""

BOTH = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])

# Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency",
# IEEE Transactions on Visualization and Computer Graphics 15 (6), 2009, severity 1.0; for linear RGB.
SEEN_BY = {
    "all": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
"""From linear sRGB, white of D65."""


def lab(colour: str, seen: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """A colour in CIELAB as somebody sees it."""
    channels = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    xyz = TO_XYZ @ np.clip(seen @ linear, 0, 1) / np.array([0.95047, 1.0, 1.08883])
    x, y, z = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def distance(first: str, second: str, seen: npt.NDArray[np.float64]) -> float:
    return float(np.linalg.norm(lab(first, seen) - lab(second, seen)))


def test_distances_are_those_of_cielab() -> None:
    """White and black lie 100 apart; for a red-blind eye a pure red and a dark olive are nearly one."""
    assert distance("#ffffff", "#000000", SEEN_BY["all"]) == pytest.approx(100, abs=0.1)
    assert distance("#ff0000", "#6d6000", SEEN_BY["all"]) > 60
    assert distance("#ff0000", "#6d6000", SEEN_BY["protanopia"]) < 25


@BOTH
def test_words_can_be_read_on_every_ground(theme: Theme) -> None:
    for ground in (theme.window, theme.surface, theme.paper, theme.raised, theme.hover, theme.selection):
        for ink in (theme.text, theme.dim):
            assert contrast(ink, ground) >= TEXT, (ink, ground)
    for ground in (theme.window, theme.surface, theme.paper, theme.raised):
        for ink in (theme.accent, theme.danger, theme.warning, theme.success):
            assert contrast(ink, ground) >= TEXT, (ink, ground)
    assert contrast(theme.on_accent, theme.accent) >= TEXT


@BOTH
def test_the_colours_of_codes_can_be_read_as_labels_and_seen_as_dots(theme: Theme) -> None:
    for code, tint in zip(theme.codes, theme.tints, strict=True):
        assert contrast(code, theme.paper) >= TEXT
        assert contrast(theme.text, tint) >= TEXT
        for ground in (theme.window, theme.surface, theme.raised, theme.selection):
            assert contrast(code, ground) >= GRAPHICS, (code, ground)


@BOTH
def test_fields_and_boxes_have_edges_that_can_be_seen(theme: Theme) -> None:
    for ground in (theme.window, theme.surface, theme.paper, theme.raised):
        assert contrast(theme.edge, ground) >= GRAPHICS, ground
    for ground in (theme.window, theme.surface, theme.raised, theme.selection):
        assert contrast(theme.accent, ground) >= GRAPHICS, "the bar of what is selected, the ring of focus"


@BOTH
@pytest.mark.parametrize("seen", SEEN_BY.values(), ids=SEEN_BY)
def test_codes_differ_for_the_colour_blind_by_colour_or_by_pattern(
    theme: Theme, seen: npt.NDArray[np.float64]
) -> None:
    """Twelve colours cannot all be apart for everyone: those of one pattern are, the others differ in it."""
    for first, second in combinations(range(len(theme.codes)), 2):
        apart = distance(theme.codes[first], theme.codes[second], seen)
        assert apart >= CLEARLY_OTHER or pattern_of(first) is not pattern_of(second), (first, second, apart)
    for one, next_one in pairwise(theme.codes):
        assert distance(one, next_one, seen) >= 2 * CLEARLY_OTHER, "neighbours differ in both"


@BOTH
@pytest.mark.parametrize("seen", SEEN_BY.values(), ids=SEEN_BY)
def test_the_two_sides_differ_for_the_colour_blind(theme: Theme, seen: npt.NDArray[np.float64]) -> None:
    looks = list(STANCE_LOOKS.values())
    assert len({look.pattern for look in looks}) == len(looks)
    sides = [theme.codes[look.colour] for stance, look in STANCE_LOOKS.items() if stance != MIXED]
    for first, second in combinations(sides, 2):
        assert distance(first, second, seen) >= 2 * CLEARLY_OTHER


def picture(widget: QWidget) -> QImage:
    return widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def colours_in(image: QImage) -> set[str]:
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}


@pytest.mark.parametrize("choice", ["light", "dark"])
@pytest.mark.parametrize("kind", [QCheckBox, QRadioButton])
def test_a_box_can_be_seen_ticked_and_unticked(
    qtbot: QtBot, qapp: QApplication, choice: ThemeChoice, kind: type[QCheckBox | QRadioButton]
) -> None:
    theme = ThemeSwitch(qapp, choice).theme
    box = kind()
    qtbot.addWidget(box)
    box.show()
    plain = colours_in(picture(box))
    # A ring of one pixel is smoothed; what is drawn of it stands out from its inside all the same.
    assert max(contrast(colour, theme.raised) for colour in plain) >= GRAPHICS * 0.9
    assert theme.accent.lower() not in plain
    box.setChecked(True)
    assert theme.accent.lower() in colours_in(picture(box))


def test_what_is_focused_looks_other(qtbot: QtBot, qapp: QApplication) -> None:
    ThemeSwitch(qapp, "light")
    window = QWidget()
    qtbot.addWidget(window)
    first, second = QCheckBox("One", window), QCheckBox("Two", window)
    second.move(0, 40)
    window.resize(200, 80)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    first.setFocus(Qt.FocusReason.TabFocusReason)
    focused = picture(first)
    second.setFocus(Qt.FocusReason.TabFocusReason)
    assert picture(first) != focused


@BOTH
def test_ticks_and_arrows_are_drawn_in_both_themes(qapp: QApplication, theme: Theme) -> None:
    for name in ("arrow", "tick", "dot", "more"):
        image = QImage(str(resource("theme", f"{name}-{theme.name}.svg")))
        assert not image.isNull(), name
        ground = QImage(image.size(), QImage.Format.Format_RGB32)
        ground.fill(QColor(theme.accent if name in ("tick", "dot") else theme.window))
        before = colours_in(ground)
        with QPainter(ground) as painter:
            painter.drawImage(0, 0, image)
        assert colours_in(ground) != before
