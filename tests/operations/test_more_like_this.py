"""More like this: what has most of the telling words of an article or passage."""

from collections.abc import Callable

import pytest

from archive_app.model.errors import NotFound
from archive_app.operations.more_like_this import similar_to_article, similar_to_passage
from archive_app.operations.searching import Searching
from archive_app.operations.tagging import mark_passage
from archive_app.search.index import open_index
from archive_app.search.indexer import catch_up
from archive_app.storage.archive import Archive

Add = Callable[..., int]


@pytest.fixture
def searching(empty_archive: Archive, add_article: Add) -> Searching:
    """Three articles on an arms embargo (1–3), two on football (4, 5), ten on nothing in particular."""
    texts = (
        ("Council votes on embargo", "The council voted on the arms embargo. Weapons still reach the port."),
        ("Embargo broken", "Ships carried weapons to the port, and the arms embargo was broken again."),
        ("Embargoes", "Diplomats want arms embargoes to hold, and weapons to be seized at sea."),
        ("Cup final", "The striker scored twice in the cup final before a full stadium."),
        ("Striker leaves", "After the final the striker left the club, and the stadium was empty."),
    )
    for title, text in texts:
        add_article(empty_archive, text, title=title, language="en", published="2023-01-01")
    for at in range(10):
        text = f"On day {at} the people said that there was nothing more to be said of the day."
        add_article(empty_archive, text, title=f"Day {at}", language="en")
    mark_passage(empty_archive, 1, 0, 38, coder="Ada")  # The council voted on the arms embargo.
    mark_passage(empty_archive, 2, 38, 73, coder="Ada")  # … the arms embargo was broken again
    mark_passage(empty_archive, 4, 0, 37, coder="Ada")  # The striker scored …
    index = open_index(empty_archive)
    catch_up(empty_archive, index)
    return Searching(empty_archive, index)


def test_articles_on_the_same_matter_come_first_and_itself_not_at_all(searching: Searching) -> None:
    found = similar_to_article(searching, 1)
    ids = [each.hit.article_id for each in found.articles]
    assert set(ids[:2]) == {2, 3}
    assert 1 not in ids
    assert found.articles[0].hit.score == 1.0
    assert all(0 < each.hit.score <= 1 for each in found.articles)


def test_the_telling_words_are_rare_elsewhere_and_other_forms_count(searching: Searching) -> None:
    found = similar_to_article(searching, 3)
    assert "embargoes" in found.words[:4]
    assert not {"the", "to"} & set(found.words[:4])
    shared = {each.hit.article_id: each.words for each in found.articles}
    assert "embargoes" in shared[1]  # which has “embargo”


def test_a_hit_shows_where_the_telling_words_stand(searching: Searching) -> None:
    hit = similar_to_article(searching, 4).articles[0].hit
    assert hit.article_id == 5
    marked = {hit.snippet[start:end] for start, end in hit.marks}
    assert {"striker", "final", "stadium"} <= marked


def test_passages_and_articles_like_a_passage_are_found_outside_of_its_own(searching: Searching) -> None:
    found = similar_to_passage(searching, 1)
    assert found.passages[0].hit.passage_id == 2
    assert 1 not in {each.hit.passage_id for each in found.passages}
    assert found.articles[0].hit.article_id in (2, 3)
    assert 1 not in {each.hit.article_id for each in found.articles}
    assert found.title.startswith("The council voted")


def test_the_limit_cuts_the_list(searching: Searching) -> None:
    assert len(similar_to_article(searching, 1, limit=1).articles) == 1


def test_what_is_gone_is_told_of(searching: Searching) -> None:
    with pytest.raises(NotFound):
        similar_to_article(searching, 99)
    with pytest.raises(NotFound):
        similar_to_passage(searching, 99)


def test_a_text_without_telling_words_is_like_nothing(empty_archive: Archive, add_article: Add) -> None:
    add_article(empty_archive, "12 34 …", title="")
    index = open_index(empty_archive)
    catch_up(empty_archive, index)
    found = similar_to_article(Searching(empty_archive, index), 1)
    assert (found.words, found.articles) == ((), ())


@pytest.mark.parametrize("text", ["", " ", "\u200f", "a", "Truce.", "😀", "停", "12"])
def test_a_very_short_text_is_compared_without_harm(
    empty_archive: Archive, add_article: Add, text: str
) -> None:
    for title in ("", "Another"):
        add_article(empty_archive, text, title=title)
    add_article(empty_archive, "The truce holds in the south, observers said.", title="Truce")
    index = open_index(empty_archive)
    catch_up(empty_archive, index)
    searching = Searching(empty_archive, index)
    for article_id in (1, 2, 3):
        found = similar_to_article(searching, article_id)
        assert article_id not in [each.hit.article_id for each in found.articles]


def test_it_works_in_arabic(empty_archive: Archive, add_article: Add) -> None:
    add_article(empty_archive, "اتهمت الحكومة القوات بقصف الميناء", title="قصف الميناء", language="ar")
    add_article(empty_archive, "قصف على الميناء القديم", title="الميناء", language="ar")
    add_article(empty_archive, "انتخابات في المدينة", title="انتخابات", language="ar")
    index = open_index(empty_archive)
    catch_up(empty_archive, index)
    found = similar_to_article(Searching(empty_archive, index), 1)
    assert found.articles[0].hit.article_id == 2
