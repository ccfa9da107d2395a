"""More like this, in the real window."""

import pytest
from PySide6.QtWidgets import QMenu

from archive_app.gui.search.similar_dialog import SimilarDialog
from archive_app.gui.stage import Stage
from archive_app.operations.tagging import mark_passage
from archive_app.search.index import open_index
from archive_app.search.indexer import catch_up
from archive_app.storage.archive import Archive


@pytest.fixture
def archive(archive: Archive, add_article: object) -> Archive:
    """With a fourth article that is much like the first, and a passage in each of the two."""
    add_article(  # type: ignore[operator]
        archive,
        "The government accused Dabrek of shelling houses in Tavira.",
        title="Shelling",
        language="en",
    )
    mark_passage(archive, 1, 144, 190, coder="Ada")
    mark_passage(archive, 4, 0, 58, coder="Ada")
    catch_up(archive, open_index(archive))
    return archive


def similar(stage: Stage) -> SimilarDialog:
    def shown() -> list[SimilarDialog]:
        return [each for each in stage.window.findChildren(SimilarDialog) if each.isVisible()]

    stage.wait_until(lambda: bool(shown()) and not shown()[-1].is_looking, "what is similar")
    return shown()[-1]


def test_articles_like_the_open_one_are_listed_and_opened(open_stage: Stage) -> None:
    stage = open_stage
    stage.open_article("Marshal orders")
    stage.do("more-like-article")
    dialog = similar(stage)
    assert "Marshal orders" in dialog.heading.text()
    assert dialog.results.model.rows[1].hit.article_id == 4
    dialog.results.open_first()
    pane = stage.bench.pane
    stage.wait_until(lambda: pane.article is not None and pane.article.card.id == 4, "the article")
    assert dialog.isVisible()
    dialog.close()


def test_passages_like_the_current_one_are_listed(open_stage: Stage) -> None:
    stage = open_stage
    stage.open_article("Marshal orders")
    stage.bench.desk.select_passage(1)
    stage.do("more-like-passage")
    dialog = similar(stage)
    kinds = [(row.hit.kind, row.hit.passage_id) for row in dialog.results.model.rows if row.hit]
    assert ("passage", 2) in kinds
    dialog.close()


def test_it_says_that_a_passage_is_to_be_chosen_first(open_stage: Stage) -> None:
    said: list[str] = []
    open_stage.bench.said.connect(said.append)
    open_stage.bench.desk.select_passage(None)
    open_stage.do("more-like-passage")
    assert "Select a passage" in said[-1]


def test_the_menus_of_lists_offer_it(open_stage: Stage) -> None:
    stage = open_stage
    stage.do("show-passages")
    stage.wait_until(lambda: bool(stage.bench.passages.model.ids), "passages")
    stage.bench.passages.table.select_ids([2])
    stage.bench.passages.context_requested.emit(stage.window.pos(), [2])
    stage.rest(50)
    menus = [menu for menu in stage.window.findChildren(QMenu) if menu.isVisible()]
    names = [action.objectName() for menu in menus for action in menu.actions()]
    assert "more-like-passage" in names
    for menu in menus:
        menu.close()
    stage.do("more-like-passage")
    assert "Shelling" not in similar(stage).words.text()
    similar(stage).close()
