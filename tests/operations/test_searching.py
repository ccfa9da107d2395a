"""What a person finds, and in what form it is handed out."""

import json
import threading

import pytest

from archive_app.model.values import Role
from archive_app.operations.searching import Searching, SearchResult, search
from archive_app.operations.tagging import ActorChoice, ClaimChoice, mark_passage
from archive_app.search.facets import FacetValue
from archive_app.search.index import SearchIndex, open_index
from archive_app.search.indexer import catch_up
from archive_app.search.ordering import Order
from archive_app.storage.archive import Archive


@pytest.fixture
def index(archive: Archive) -> SearchIndex:
    """The three articles of the archive, with a passage in the first."""
    mark_passage(
        archive, 1, 46, 68, actors=[ActorChoice("Orlan Dabrek")], claims=[ClaimChoice("threat")],
        memo="first sight", coder="Tester",
    )  # fmt: skip
    index = open_index(archive)
    catch_up(archive, index)
    return index


def test_articles_and_passages_come_with_marked_snippets(archive: Archive, index: SearchIndex) -> None:
    found = search(archive, index, "dabrek")
    assert (found.total, found.article_total, found.passage_total) == (2, 1, 1)
    article = next(hit for hit in found.hits if hit.kind == "article")
    assert article.passage_id is None
    assert article.outlet == "Tavira Post"
    assert [article.snippet[start:end] for start, end in article.marks] == ["Dabrek"]
    passage = next(hit for hit in found.hits if hit.kind == "passage")
    assert (passage.article_id, passage.passage_id) == (1, 1)
    assert (passage.start, passage.end) == (46, 68)


def test_a_hit_says_where_to_open_the_article(archive: Archive, index: SearchIndex) -> None:
    (hit,) = search(archive, index, "quiet", kind="article").hits
    with archive.reading() as session:
        from archive_app.storage.queries import article_text

        assert article_text(session, 2)[hit.start : hit.end] == "quiet"


def test_only_one_kind_is_found_when_one_is_asked_for(archive: Archive, index: SearchIndex) -> None:
    assert search(archive, index, "actor:dabrek", kind="passage").article_total == 0
    assert search(archive, index, "actor:dabrek", kind="article").passage_total == 0
    assert search(archive, index, "actor:dabrek").total == 2


def test_the_limit_cuts_the_list_but_not_the_totals(archive: Archive, index: SearchIndex) -> None:
    found = search(archive, index, "NOT nothing", limit=2)
    assert len(found.hits) == 2
    assert (found.article_total, found.passage_total) == (3, 1)


def test_the_title_counts_more_than_the_text(archive: Archive, index: SearchIndex, add_article) -> None:
    in_text = add_article(archive, "A long piece about other things, and one embargo.", title="Other")
    in_title = add_article(archive, "A long piece about other things, and one of them.", title="Embargo")
    catch_up(archive, index)
    hits = search(archive, index, "embargo").hits
    assert [hit.article_id for hit in hits] == [in_title, in_text]
    assert hits[0].score == 1.0 > hits[1].score > 0


def test_hits_without_a_rank_come_newest_first(archive: Archive, index: SearchIndex) -> None:
    hits = search(archive, index, "after:2000", kind="article").hits
    assert [hit.published for hit in hits] == ["2023-04-01", "2023-03-04"]


def test_arabic_is_found_without_its_article_and_shown_as_it_stands(
    archive: Archive, index: SearchIndex
) -> None:
    (hit,) = search(archive, index, "وزاره", kind="article").hits
    assert [hit.snippet[start:end] for start, end in hit.marks] == ["وزارة"]


def test_what_was_ignored_is_said(archive: Archive, index: SearchIndex) -> None:
    found = search(archive, index, "dabrek after:spring (")
    assert found.total == 2
    assert len(found.ignored) == 2


def test_the_json_is_stable(archive: Archive, index: SearchIndex) -> None:
    printed = json.loads(json.dumps(search(archive, index, "capital", kind="article").as_json()))
    assert list(printed) == ["total", "hits", "ignored"]
    (hit,) = printed["hits"]
    assert list(hit) == ["kind", "article_id", "passage_id", "title", "snippet", "start", "end", "score"]
    assert hit["kind"] == "article"
    assert hit["passage_id"] is None


def test_results_as_you_type_take_the_last_word_as_a_beginning(archive: Archive, index: SearchIndex) -> None:
    searching = Searching(archive, index)
    assert searching.search("marshal dabr").total == 0
    assert searching.search("marshal dabr", is_being_typed=True).article_total == 1
    assert searching.search("marshal dabr ", is_being_typed=True).total == 0


def test_searches_from_several_threads_take_turns(archive: Archive, index: SearchIndex) -> None:
    searching = Searching(archive, index)
    found: list[SearchResult] = []
    threads = [
        threading.Thread(target=lambda: found.extend(searching.search("dabrek") for _ in range(20)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 80
    assert len({(result.total, result.hits) for result in found}) == 1


def test_an_archive_open_for_reading_only_can_be_searched(archive: Archive, index: SearchIndex) -> None:
    from archive_app.storage.archive import open_archive

    with open_archive(archive.places.folder, write=False) as reader:
        assert search(reader, open_index(reader), "dabrek").total == 2


def test_hits_are_sorted_by_date_or_outlet(archive: Archive, index: SearchIndex) -> None:
    searching = Searching(archive, index)

    def shown(order: Order) -> list[tuple[str, str]]:
        return [(hit.outlet, hit.published) for hit in searching.search("NOT nothing", order=order).hits]

    post, wire, mirror = ("Tavira Post", "2023-03-04"), ("Southern Wire", "2023-04-01"), ("مرآة تافيرا", "")
    assert shown("newest") == [wire, post, post, mirror]
    assert shown("oldest") == [post, post, wire, mirror]
    assert shown("outlet") == [wire, post, post, mirror]


def test_facets_count_everything_that_was_found(archive: Archive, index: SearchIndex) -> None:
    mark_passage(
        archive, 2, 0, 5, actors=[ActorChoice("Mira Tolle"), ActorChoice("Orlan Dabrek", Role.TARGET)],
        claims=[ClaimChoice("hope")], coder="Second",
    )  # fmt: skip
    mark_passage(
        archive, 2, 6, 9, actors=[ActorChoice("Mira Tolle"), ActorChoice("Mira Tolle", Role.TARGET)],
        coder="Second",
    )  # fmt: skip
    catch_up(archive, index)
    facets = Searching(archive, index).facets("NOT nothing", kind="article")
    assert facets.months == (FacetValue("2023-03", 1), FacetValue("2023-04", 1))
    assert facets.languages == (FacetValue("en", 2), FacetValue("ar", 1))
    assert facets.actors == (FacetValue("Orlan Dabrek", 2), FacetValue("Mira Tolle", 1))
    assert facets.claim_types == (FacetValue("hope", 1), FacetValue("threat", 1))
    assert facets.coders == (FacetValue("Second", 1), FacetValue("Tester", 1))
    facets = Searching(archive, index).facets("NOT nothing", kind="passage")
    assert facets.outlets == (FacetValue("Southern Wire", 2), FacetValue("Tavira Post", 1))
    assert facets.actors == (FacetValue("Mira Tolle", 2), FacetValue("Orlan Dabrek", 2))
    assert facets.coders == (FacetValue("Second", 2), FacetValue("Tester", 1))
    assert Searching(archive, index).facets("nothing", kind="passage").actors == ()


def test_an_actor_is_found_under_a_spelling_near_its_own(archive: Archive, index: SearchIndex) -> None:
    assert search(archive, index, "actor:Dabrik").total == 0
    assert search(archive, index, "actor:Dabrik~", kind="passage").passage_total == 1
    assert search(archive, index, "Dabrik~", kind="article").article_total == 1


def test_preparing_changes_nothing_but_the_time_of_the_first_search(
    archive: Archive, index: SearchIndex
) -> None:
    prepared = Searching(archive, index)
    prepared.prepare()
    assert prepared.search("dabrek") == search(archive, index, "dabrek")


def test_an_index_of_an_older_version_is_not_taken_for_whole(
    archive: Archive, index: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert search(archive, index, "dabrek").is_complete
    monkeypatch.setattr("archive_app.operations.searching.SCHEMA_VERSION", 999)
    assert not search(archive, index, "dabrek").is_complete
