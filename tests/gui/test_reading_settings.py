"""Letters, lines and spacing: chosen in the panel over the article or in the preferences, and kept."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QSettings
from PySide6.QtTest import QTest

from archive_app.gui.preferences import PreferencesDialog
from archive_app.gui.reader.view import ReaderView
from archive_app.gui.reading_form import ReadingForm, TextPanel
from archive_app.gui.reading_settings import (
    LEAST_MEASURE,
    LEAST_SIZE,
    LEAST_SPACING,
    MOST_MEASURE,
    MOST_SIZE,
    MOST_SPACING,
    ReadingSettings,
)
from archive_app.gui.settings import Settings
from archive_app.gui.stage import Stage
from archive_app.gui.theme import SERIF_FAMILY, UI_FAMILY

CHOSEN = ReadingSettings("sans", 15.5, 54, 2.05, True)


@given(st.floats(), st.integers(), st.floats())
def test_whatever_a_settings_file_holds_is_brought_into_bounds(
    size: float, measure: int, spacing: float
) -> None:
    found = ReadingSettings("serif", size, measure, spacing).within_bounds()
    assert LEAST_SIZE <= found.point_size <= MOST_SIZE
    assert LEAST_MEASURE <= found.measure <= MOST_MEASURE
    assert LEAST_SPACING <= found.line_spacing <= MOST_SPACING


def test_settings_are_read_back_as_they_were_written(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    assert settings.reading == ReadingSettings()
    assert (settings.colour_by, settings.legend_shown) == ("claim", False)
    settings.reading, settings.colour_by, settings.legend_shown = CHOSEN, "stance", True
    settings.save()
    again = Settings(tmp_path)
    assert again.reading == CHOSEN
    assert (again.colour_by, again.legend_shown) == ("stance", True)


def test_a_spoilt_settings_file_means_the_first_settings(tmp_path: Path) -> None:
    spoilt = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    for name in ("face", "size", "measure", "line-spacing", "paragraph-numbers", "colour-by", "legend"):
        spoilt.setValue(f"reader/{name}", "nonsense")
    spoilt.sync()
    settings = Settings(tmp_path)
    assert settings.reading == ReadingSettings()
    assert (settings.colour_by, settings.legend_shown) == ("claim", False)


# The window -----------------------------------------------------------------------------------------


@pytest.fixture
def reading(open_stage: Stage) -> Stage:
    """An article open, the keyboard in the reader."""
    open_stage.open_article("Marshal orders march")
    open_stage.bench.pane.reader.setFocus()
    return open_stage


@pytest.fixture
def panel(reading: Stage) -> Iterator[TextPanel]:
    """The panel, opened by its keys."""
    reading.press("Ctrl+T")
    panel = reading.window.reading.panel
    assert panel is not None
    assert panel.isVisible()
    yield panel
    panel.close()


def test_each_control_changes_the_open_article_at_once_and_is_remembered(
    reading: Stage, panel: TextPanel
) -> None:
    reader = reading.bench.pane.reader
    reading.press("Tab", panel.form.serif)
    reading.press("Space", panel.form.sans)
    assert reader.appearance.families[0] == UI_FAMILY
    QTest.keyClick(panel.form.size_slider, "2")  # a letter is no business of a slider
    for slider, key in (("size", "Right"), ("measure", "Left"), ("spacing", "Home")):
        reading.press(key, getattr(panel.form, f"{slider}_slider"))
    reading.press("Space", panel.form.paragraph_numbers)
    look = reader.appearance
    expected = ReadingSettings("sans", 13.5, 67, 1.3, True)
    assert (look.point_size, look.measure, look.line_spacing, look.paragraph_numbers) == (13.5, 67, 1.3, True)
    assert panel.form.settings == expected
    assert reading.window.reading._settings.reading == expected
    assert not reading.window.actions_["serif"].isChecked()


def test_reset_goes_back_to_the_first_settings(reading: Stage, panel: TextPanel) -> None:
    reading.window.reading.set_reading(CHOSEN)
    panel.form.show_settings(CHOSEN)
    panel.form.reset.click()
    assert reading.bench.pane.reader.appearance.families[0] == SERIF_FAMILY
    assert reading.window.reading._settings.reading == ReadingSettings()
    assert not panel.form.reset.isEnabled()


def test_escape_closes_the_panel_and_the_reader_has_the_keyboard(reading: Stage, panel: TextPanel) -> None:
    reading.press("Escape", panel)
    assert not panel.isVisible()
    reading.wait_until(lambda: reading.bench.pane.reader.hasFocus(), "the reader to have the keyboard")


def test_the_panel_lies_over_the_article_in_the_window(reading: Stage, panel: TextPanel) -> None:
    reader = reading.bench.pane.reader
    place = reader.mapFromGlobal(panel.pos())
    assert place.x() >= 0
    assert place.x() + panel.width() <= reader.width()


def test_the_panel_says_when_the_text_is_zoomed(reading: Stage, panel: TextPanel) -> None:
    assert not panel.zoom_note.isVisible()
    panel.close()
    reading.bench.pane.reader.set_zoom(150)
    reading.press("Ctrl+T")
    assert "150 %" in panel.zoom_note.text()
    assert panel.zoom_note.isVisible()


def test_the_line_at_the_top_stays_when_letters_change(reading: Stage) -> None:
    reader = reading.bench.pane.reader
    reader.show_text("\n".join(f"Paragraph {number} has some words of its own." for number in range(300)))
    reader.verticalScrollBar().setValue(4000)
    reading.rest(30)
    before = reader.cursorForPosition(reader.viewport().rect().topLeft()).blockNumber()
    assert before > 20
    reading.window.reading.set_reading(CHOSEN)
    reading.rest(30)
    after = reader.cursorForPosition(reader.viewport().rect().topLeft()).blockNumber()
    assert abs(after - before) <= 1


def test_the_menu_switches_between_serif_and_sans(reading: Stage) -> None:
    reading.do("serif")
    assert reading.bench.pane.reader.appearance.families[0] == UI_FAMILY
    reading.do("serif")
    assert reading.bench.pane.reader.appearance.families[0] == SERIF_FAMILY


def opened_preferences(stage: Stage) -> tuple[PreferencesDialog, ReadingForm]:
    stage.press("Ctrl+Comma")
    dialog = stage.wait_for_dialog("the preferences")
    assert isinstance(dialog, PreferencesDialog)
    return dialog, dialog.reading


def test_preferences_show_a_choice_on_the_article_and_cancel_takes_it_back(reading: Stage) -> None:
    reader = reading.bench.pane.reader
    dialog, form = opened_preferences(reading)
    form.sans.click()
    form.size_slider.setValue(40)
    assert (reader.appearance.families[0], reader.appearance.point_size) == (UI_FAMILY, 20.0)
    dialog.reject()
    reading.rest(20)
    assert (reader.appearance.families[0], reader.appearance.point_size) == (SERIF_FAMILY, 13.0)
    assert reading.window.reading._settings.reading == ReadingSettings()


def test_preferences_keep_an_accepted_choice(reading: Stage) -> None:
    dialog, form = opened_preferences(reading)
    form.measure_slider.setValue(90)
    dialog.accept()
    reading.rest(20)
    assert reading.bench.pane.reader.appearance.measure == 90
    assert reading.window.reading._settings.reading == replace(ReadingSettings(), measure=90)


def test_a_long_text_is_set_anew_without_a_pause(reading: Stage) -> None:
    reader: ReaderView = reading.bench.pane.reader
    paragraph = "Field Marshal Orlan Dabrek on Saturday ordered his forces to advance. " * 8
    reader.show_text("\n".join([paragraph] * 600))
    reading.rest(200)
    took = []
    for size in (12.0, 13.5, 15.0, 16.5, 18.0):
        begun = perf_counter()
        reading.window.reading.set_reading(ReadingSettings(point_size=size))
        reader.viewport().repaint()
        took.append(perf_counter() - begun)
    assert min(took) < 0.1, took
