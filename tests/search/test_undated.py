"""A search for dates says what it leaves out for want of one."""

import pytest


@pytest.fixture
def dated(desk, search):
    """One article of April 2019, one of 2020, three without a date; all but one of a truce."""
    desk.article("The truce holds.", published="2019-04-16")
    desk.article("The truce ends.", published="2020")
    for text in ("A truce, no date.", "Another truce.", "Rain, no date."):
        article = desk.article(text)
    desk.passage(article, "Rain", actors=[("Haftar", "speaker")])
    search.catch_up()
    return search


@pytest.mark.parametrize(
    ("query", "found", "said", "undated"),
    [
        ("truce date:2019", {1}, "2 articles without a date are not in this; is:undated", {3, 4}),
        ("after:2019 rain", set(), "1 article without a date is not in this; is:undated", {5}),
        ("truce (date:2019 OR before:2018)", {1}, "2 articles", {3, 4}),
        ("date:2020 actor:Haftar", set(), "1 article", {5}),
        ("another OR date:2020", {2, 4}, "2 articles", {3, 4, 5}),
    ],
)
def test_it_says_how_many_and_how_to_see_them(
    dated, query: str, found: set[int], said: str, undated: set[int]
) -> None:
    result = dated.searching.search(query, kind="article")
    assert {hit.article_id for hit in result.hits} == found
    assert [sentence for sentence in result.ignored if sentence.startswith(said)]
    assert dated.articles(result.undated_query) == undated


@pytest.mark.parametrize(
    "query", ["truce", "-date:2019", "truce -after:2019", "date:2019 missing", "is:dated date:2019"]
)
def test_nothing_is_said_where_nothing_was_left_out(dated, query: str) -> None:
    result = dated.searching.search(query)
    assert result.ignored == ()
    assert result.undated_query == ""


def test_passages_are_counted_where_passages_are_asked_for(dated) -> None:
    result = dated.searching.search("date:2019", kind="passage")
    assert result.ignored == ("1 passage without a date is not in this; is:undated finds what has no date.",)
    assert dated.passages(result.undated_query) == {1}


def test_what_has_a_date_and_what_has_none_are_found(dated) -> None:
    assert dated.articles("is:undated") == {3, 4, 5} == dated.articles("-is:dated")
    assert dated.articles("is:dated") == {1, 2}
    assert dated.passages("is:undated") == {1}


def test_an_archive_in_which_everything_is_dated_says_nothing(desk, search) -> None:
    desk.article("The truce holds.", published="2019-04-16")
    search.catch_up()
    assert search.searching.search("truce date:2020").ignored == ()
