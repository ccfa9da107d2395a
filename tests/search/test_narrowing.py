"""Clicks on facets, written into the query."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_app.search.narrowing import chosen, left_out, let_go, set_dates, spoken_of, taken_in


def test_a_value_is_taken_in_left_out_and_let_go() -> None:
    query = taken_in("embargo", "actor", "Khalid Dabrek")
    assert query == 'embargo actor:="Khalid Dabrek"'
    assert chosen(query, "actor", "Khalid Dabrek") == "in"
    query = left_out(query, "actor", "Khalid Dabrek")
    assert query == 'embargo -actor:="Khalid Dabrek"'
    assert chosen(query, "actor", "Khalid Dabrek") == "out"
    assert let_go(query, "actor", "Khalid Dabrek") == "embargo"
    assert chosen("embargo", "actor", "Khalid Dabrek") == ""


def test_two_outlets_mean_either_and_two_actors_mean_both() -> None:
    query = taken_in(taken_in("", "outlet", "Northern Wire"), "outlet", "Gazette")
    assert query == '(outlet:="Northern Wire" OR outlet:="Gazette")'
    assert chosen(query, "outlet", "Northern Wire") == "in"
    three = taken_in(query, "outlet", "الصحيفة")
    assert three == '(outlet:="Northern Wire" OR outlet:="Gazette" OR outlet:="الصحيفة")'
    assert let_go(let_go(three, "outlet", "Gazette"), "outlet", "Northern Wire") == 'outlet:="الصحيفة"'
    assert taken_in(taken_in("", "actor", "A"), "actor", "B") == 'actor:="A" actor:="B"'


def test_a_value_that_was_left_out_is_taken_in_instead() -> None:
    assert taken_in('-lang:="ar" word', "lang", "ar") == 'word lang:="ar"'
    assert left_out('x (outlet:="A b" OR outlet:="C")', "outlet", "C") == 'x outlet:="A b" -outlet:="C"'


def test_what_is_added_is_asked_of_every_alternative() -> None:
    assert taken_in("embargo OR talks", "actor", "A") == '(embargo OR talks) actor:="A"'
    assert left_out("embargo (x OR y)", "actor", "A") == 'embargo (x OR y) -actor:="A"'
    assert set_dates('a OR "b OR c"', "2019-01-01", "2019-12-31") == '(a OR "b OR c") date:2019'


def test_only_the_whole_clause_counts() -> None:
    query = 'outlet:="Gazette 2"'
    assert chosen(query, "outlet", "Gazette") == ""
    assert let_go(query, "outlet", "Gazette") == query


@pytest.mark.parametrize(
    ("query", "first", "last", "expected"),
    [
        ("word", "2019-04-01", "2019-04-30", "word date:2019-04"),
        ("word date:2018", "2019-04-01", "2019-06-30", "word date:2019-04..2019-06"),
        ("date:2018..2019 word", "", "", "word"),
        ("", "2019-01-01", "2019-12-31", "date:2019"),
        ("", "2019-04-02", "2019-04-02", "date:2019-04-02"),
        ("", "2019-04-01", "2019-04-29", "date:2019-04-01..2019-04-29"),
    ],
)
def test_there_is_one_stretch_of_time(query: str, first: str, last: str, expected: str) -> None:
    assert set_dates(query, first, last) == expected


def test_quotes_in_a_name_do_not_end_the_clause() -> None:
    assert taken_in("", "outlet", 'The "Daily" Post') == 'outlet:="The Daily Post"'


_VALUES = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1).filter(
    lambda value: value.replace('"', " ").strip() != ""
)


@given(value=_VALUES, field=st.sampled_from(["outlet", "actor", "claim"]))
def test_whatever_a_value_holds_it_can_be_let_go_again(value: str, field: str) -> None:
    for change in (taken_in, left_out):
        query = change("embargo", field, value)
        assert chosen(query, field, value) == ("in" if change is taken_in else "out")
        assert let_go(query, field, value) == "embargo"


def test_what_a_query_speaks_of_is_read_from_it() -> None:
    query = '(outlet:="A Post" OR outlet:="B") -outlet:="C (old)" lang:="ar" outlet:near -outlet:=D'
    assert spoken_of(query, "outlet") == [("A Post", "in"), ("B", "in"), ("C (old)", "out"), ("D", "out")]
    assert spoken_of(query, "lang") == [("ar", "in")]
    assert spoken_of("outlet:near", "outlet") == []
