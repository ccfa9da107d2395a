"""Articles as a person corrects and discards them."""

import pytest

from archive_app.model.errors import NotFound, Refused
from archive_app.operations.articles import EDITABLE, delete_articles, edit_article
from archive_app.operations.tagging import ActorChoice, mark_passage
from archive_app.storage import queries
from archive_app.storage.archive import Archive
from archive_app.storage.queries import ArticleCard


def card(archive: Archive, article_id: int) -> ArticleCard:
    with archive.reading() as session:
        return queries.article_card(session, article_id)


def test_metadata_can_be_corrected_and_the_correction_undone(archive: Archive) -> None:
    before = card(archive, 1)
    values = dict.fromkeys(EDITABLE, "x") | {
        "published": "2023-03",
        "memo": " two\nlines ",
        "title": " A  b ",
    }
    changes = edit_article(archive, 1, coder="Ada", **values)
    assert changes is not None
    assert changes.articles == {1}
    after = card(archive, 1)
    assert (after.title, after.published, after.memo, after.outlet) == ("A b", "2023-03", "two\nlines", "x")
    assert (after.id, after.uid, after.words) == (before.id, before.uid, before.words)
    assert edit_article(archive, 1, coder="Ada", **values) is None
    archive.undo("Ada")
    assert card(archive, 1) == before


@pytest.mark.parametrize("date", ["2019", "2019-04", "2019-04-16", "2019-04-16T09:20Z", ""])
def test_a_date_may_be_as_precise_as_it_is_known(archive: Archive, date: str) -> None:
    edit_article(archive, 1, published=date, coder="Ada")
    assert card(archive, 1).published == date


@pytest.mark.parametrize(
    "date", ["April 2019", "2019-13", "2019-4-1", "19", "2019-04-32", "2023-02-30", "0000", "0000-01"]
)
def test_what_is_no_date_is_refused(archive: Archive, date: str) -> None:
    with pytest.raises(Refused, match="is not a date"):
        edit_article(archive, 1, published=date, coder="Ada")


def test_an_article_keeps_a_title(archive: Archive) -> None:
    with pytest.raises(Refused, match="title"):
        edit_article(archive, 1, title=" ", coder="Ada")
    with pytest.raises(NotFound):
        edit_article(archive, 99, title="x", coder="Ada")


def test_deleted_articles_come_back_with_their_text_and_passages(archive: Archive) -> None:
    for article_id in (1, 2):
        mark_passage(archive, article_id, 0, 5, actors=[ActorChoice("Government")], coder="Ada")
    before = [card(archive, 1), card(archive, 2)]
    with archive.reading() as session:
        texts = [queries.article_text(session, key) for key in (1, 2)]
        passages = queries.passage_cards(session, queries.passage_ids(session))
    changes = delete_articles(archive, [1, 2, 1], coder="Ada")
    assert changes is not None
    assert changes.label == "Delete 2 articles"
    with archive.reading() as session:
        assert queries.counts(session) == queries.ArchiveCounts(1, 0, 1, 0)
    archive.undo("Ada")
    assert [card(archive, 1), card(archive, 2)] == before
    with archive.reading() as session:
        assert [queries.article_text(session, key) for key in (1, 2)] == texts
        assert queries.passage_cards(session, queries.passage_ids(session)) == passages
    archive.redo("Ada")
    with pytest.raises(NotFound):
        delete_articles(archive, [1], coder="Ada")


def test_deleting_one_article_names_it(archive: Archive) -> None:
    changes = delete_articles(archive, [3], coder="Ada")
    assert changes is not None
    assert changes.label == "Delete “الهدنة صامدة”"
