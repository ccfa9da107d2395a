"""What is on the screen of a search changes its colours with the theme, dialogs that are open too."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget

from archive_app.gui.concordance.tag_dialog import TagResultsDialog
from archive_app.gui.search.batch_dialog import BatchDialog
from archive_app.gui.search.similar_dialog import SimilarDialog
from archive_app.gui.stage import Stage
from archive_app.operations.tagging import ActorChoice, mark_passage


def searched(stage: Stage, query: str) -> None:
    stage.do("search")
    stage.type(query)
    stage.wait_until(lambda: stage.bench.result is not None and stage.bench.result.is_complete, "the index")


def results(stage: Stage) -> QWidget:
    searched(stage, "shelling OR quiet")
    stage.bench.show_view("results")
    page = stage.bench.results
    page.set_query('shelling OR quiet -outlet:="Southern Wire" date:2023')
    stage.wait_until(lambda: not page.results.is_waiting, "results")
    return page


def concordance(stage: Stage) -> QWidget:
    searched(stage, "shelling OR quiet")
    stage.do("concordance-of-search")
    view = stage.bench.concordance
    stage.wait_until(lambda: not view.is_looking and bool(view.model.ids), "lines")
    view.model.tick([0], True)
    return view


def batch(stage: Stage) -> QWidget:
    searched(stage, "said")
    stage.do("batch-search")
    dialog = stage.wait_for_dialog("batch search")
    assert isinstance(dialog, BatchDialog)
    dialog.text.setPlainText("shelling\nafter:spring\nsaid OR قالت")
    dialog.count_button.click()
    stage.wait_until(lambda: not dialog.is_counting, "the counts")
    return dialog


def tagging(stage: Stage) -> QWidget:
    searched(stage, "shelling")
    stage.do("tag-results")
    dialog = stage.wait_for_dialog("tagging")
    assert isinstance(dialog, TagResultsDialog)
    stage.wait_until(lambda: not dialog.is_looking, "the places")
    dialog.form.choose(ActorChoice("Government"))
    return dialog


def similar(stage: Stage) -> QWidget:
    searched(stage, "said")
    stage.open_article("Marshal orders")
    stage.do("more-like-article")
    dialog = stage.wait_for_dialog("similar articles")
    assert isinstance(dialog, SimilarDialog)
    stage.wait_until(lambda: not dialog.is_looking, "what is similar")
    return dialog


def picture(stage: Stage, shown: QWidget) -> QImage:
    stage.rest(150)
    return shown.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def share_of_light(image: QImage) -> float:
    small = image.scaled(160, 100, Qt.AspectRatioMode.IgnoreAspectRatio)
    lights = [QColor(small.pixel(x, y)).lightness() for x in range(160) for y in range(100)]
    return sum(light > 170 for light in lights) / len(lights)


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
@pytest.mark.parametrize("open_it", [results, concordance, batch, tagging, similar])
def test_every_view_of_a_search_changes_its_colours(
    open_stage: Stage, open_it: Callable[[Stage], QWidget], direction: Qt.LayoutDirection
) -> None:
    stage = open_stage
    stage.application.setCursorFlashTime(0)
    stage.application.setLayoutDirection(direction)
    try:
        stage.bench.workspace.run(
            lambda archive: mark_passage(archive, 1, 46, 68, coder="Ada", actors=[ActorChoice("Dabrek")])
        )
        stage.settle()
        shown = open_it(stage)
        light = picture(stage, shown)
        stage.window.actions_["theme-dark"].trigger()
        dark = picture(stage, shown)
        assert share_of_light(light) > 0.7
        assert share_of_light(dark) < 0.08, "something stayed light"
        stage.window.actions_["theme-light"].trigger()
        assert picture(stage, shown) == light
    finally:
        stage.application.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        stage.window.actions_["theme-light"].trigger()
    if stage.dialog() is not None:
        shown.close()
