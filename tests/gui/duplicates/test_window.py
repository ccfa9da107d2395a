"""Articles that are much alike, found and decided on in the real window."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from archive_app.gui.duplicates.window import DuplicatesWindow
from archive_app.gui.stage import Stage
from archive_app.model.tables import ArticleLink
from archive_app.model.values import LinkKind
from archive_app.operations.importing import import_text
from archive_app.operations.tagging import ActorChoice, mark_passage
from archive_app.storage.archive import create_archive
from archive_app.storage.queries import passage_ids

STORY = (
    "The council of the harbour town met late on Tuesday to hear what the two commanders had to say on the "
    "market.\n\nBoth denied that their men had fired. The envoy counted fourteen craters and three kinds of "
    "splinters, and asked for the logs of the batteries on the northern road before the end of the week."
)


@pytest.fixture
def stage(stage: Stage, tmp_path: Path) -> Stage:
    with create_archive(tmp_path / "an archive") as archive:
        import_text(archive, STORY, coder="Ada", title="Craters", outlet="Northern Wire")
        later = STORY.replace("fourteen", "sixteen") + "\n\nThe logs were never found."
        report = import_text(archive, later, coder="Ada", title="Craters, again", outlet="Harbour Post")
        start = later.index("Both denied")
        mark_passage(
            archive, report.imported[0].id, start, start + 40, coder="Ada", actors=[ActorChoice("Commanders")]
        )
        import_text(archive, "Nothing of this is like the others; it rained all of May.", coder="Ada")
    stage.window.open_folder(tmp_path / "an archive")
    stage.wait_until(lambda: stage.window.bench is not None, "the archive to open")
    stage.settle()
    return stage


@pytest.fixture
def alike(stage: Stage) -> Iterator[DuplicatesWindow]:
    stage.do("find-duplicates")
    alike = stage.window.findChild(DuplicatesWindow)
    assert alike is not None
    stage.wait_until(lambda: alike.pairs.count() == 1, "the pair to be found")
    stage.wait_until(alike.keep.isEnabled, "both texts")
    yield alike
    alike.close()


def links(stage: Stage) -> list[LinkKind]:
    with stage.bench.workspace.archive.reading() as session:
        return [LinkKind(link.kind) for link in session.execute(select(ArticleLink)).scalars()]


def test_both_texts_stand_side_by_side_with_what_differs_marked(alike: DuplicatesWindow) -> None:
    assert alike.titles[0].text() == "Craters\nNorthern Wire"
    assert "fourteen" in alike.texts[0].toPlainText()
    assert "sixteen" in alike.texts[1].toPlainText()
    assert "never found" in alike.texts[1].toPlainText()
    assert "1 pair of articles" in alike.heading.text()


def test_a_pair_that_is_kept_or_linked_is_not_proposed_again(stage: Stage, alike: DuplicatesWindow) -> None:
    alike.agency.click()
    stage.wait_until(lambda: alike.pairs.count() == 0, "the decision")
    assert links(stage) == [LinkKind.AGENCY]
    alike.look()
    stage.wait_until(alike.again.isEnabled, "the second look")
    stage.wait_until(lambda: "No two articles" in alike.heading.text(), "the sentence")
    stage.bench.workspace.undo()
    stage.settle()
    assert links(stage) == []


def test_merging_moves_the_passages_over_and_undo_takes_it_back(
    stage: Stage, alike: DuplicatesWindow
) -> None:
    alike.merge_left.click()
    stage.wait_until(lambda: alike.pairs.count() == 0, "the merge")
    stage.settle()
    stage.wait_until(lambda: len(stage.bench.library.model.ids) == 2, "one article less")
    with stage.bench.workspace.archive.reading() as session:
        assert len(passage_ids(session)) == 1
    stage.bench.workspace.undo()
    stage.wait_until(lambda: len(stage.bench.library.model.ids) == 3, "both articles again")
