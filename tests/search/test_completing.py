"""What is offered while a query is typed, and when it may have been mistyped."""

import pytest

from archive_app.search.completing import Completion
from archive_app.search.names import NameIndex


@pytest.fixture
def filled(desk, search):
    article = desk.article(
        "Haftar said the embargo on embargoed arms of the embarkation holds. The truce holds in Tripoli.",
        outlet="New York Times", authors="Ada Lorn", published="2019-04-16", language="en",
        source="export 1.zip",
    )  # fmt: skip
    for _ in range(3):
        desk.article("The embargo again, after talks.", outlet="Reuters", published="2018", language="de")
    desk.actor("Khalifa Haftar", "Hifter", "The Marshal")
    desk.passage(
        article, "Haftar said", actors=[("Khalifa Haftar", "speaker")], claims=[("Denial", "opposes")]
    )
    desk.collect(article, "Siege of Tripoli")
    search.catch_up()
    return search


def offered(search, typed: str) -> list[str]:
    """What a query with a | at the cursor becomes when an offer is taken."""
    cursor = typed.index("|")
    query = typed.replace("|", "")
    found: list[Completion] = search.searching.complete(query, cursor)
    return [query[: one.start] + one.text + query[one.end :] for one in found]


def test_words_come_by_how_many_articles_have_them(filled) -> None:
    assert offered(filled, "truce emba|") == ["truce embargo", "truce embargoed", "truce embarkation"]
    assert offered(filled, "title:emba|")[0] == "title:embargo"
    assert offered(filled, '"the emba|')[0] == '"the embargo'
    assert offered(filled, "emba| truce")[0] == "embargo truce"


def test_fields_are_offered_by_their_beginning(filled) -> None:
    assert offered(filled, "spe|") == ["speaker:"]
    assert "truce -actor:" in offered(filled, "truce -act|")
    assert offered(filled, "colo|") == []


def test_names_are_offered_under_each_of_their_words_and_aliases(filled) -> None:
    assert offered(filled, "actor:haf|") == ['actor:"Khalifa Haftar"']
    assert offered(filled, 'speaker:"Khalifa H|') == ['speaker:"Khalifa Haftar"']
    assert offered(filled, "actor:(marsh|") == ['actor:("Khalifa Haftar"']
    (found,) = filled.searching.complete("actor:hif", 9)
    assert (found.note, found.kind) == ("Hifter", "value")
    assert 'actor:"Khalifa Haftar"' in offered(filled, "haf|")
    assert offered(filled, "claim:|") == ["claim:Denial"]


def test_values_of_other_fields_are_offered(filled) -> None:
    assert offered(filled, "outlet:|") == ["outlet:Reuters", 'outlet:"New York Times"']
    assert offered(filled, "outlet:york|") == ['outlet:"New York Times"']
    assert offered(filled, "lang:|") == ["lang:de", "lang:en"]
    assert offered(filled, "author:l|") == ['author:"Ada Lorn"']
    assert offered(filled, "collection:trip|") == ['collection:"Siege of Tripoli"']
    assert offered(filled, "source:exp|") == ['source:"export 1.zip"']
    assert offered(filled, "coder:t|") == ["coder:Tester"]
    assert offered(filled, "is:un|") == ["is:untagged", "is:unread", "is:undated"]
    assert offered(filled, "stance:o|") == ["stance:opposes"]
    assert offered(filled, "date:20|") == ["date:2019", "date:2018"]
    assert offered(filled, "date:la|")[:2] == ["date:last week", "date:last month"]
    assert offered(filled, "date:last m|") == ["date:last month"]
    assert offered(filled, "date:2019 emb|")[0] == "date:2019 embargo"


def test_nothing_is_offered_where_there_is_nothing_to_say(filled) -> None:
    for typed in ["|", "truce |", '"the truce"|', "停火|", "zz|", "(|", "-|", ":|", "=|", "actor:nobody|"]:
        assert offered(filled, typed) == [], typed


def test_a_name_is_found_by_its_last_word_being_typed() -> None:
    index = NameIndex([(1, "Khalifa Haftar"), (2, "Saddam Haftar"), (3, "Fayez al-Serraj")])
    assert set(index.beginning("haf")) == {1, 2}
    assert set(index.beginning("saddam haf")) == {2}
    assert set(index.beginning("ser")) == {3}


def test_what_finds_nothing_may_have_been_mistyped(filled) -> None:
    for typed, suggested in [
        ("embrago", "embargo"),
        ("trice", "truce"),
        ("truce embarga", "truce embargo"),
        ("Tripolli truce", "tripoli truce"),
        ('actor:"Kalifa Haftar" truce', 'actor:"Khalifa Haftar" truce'),
        ("speaker:hafter", 'speaker:"Khalifa Haftar"'),
        ("outlet:reuter", "outlet:Reuters"),
    ]:
        assert filled.searching.search(typed).suggestion == suggested, typed


def test_what_is_right_or_like_nothing_is_left_as_it_is(filled) -> None:
    for typed in ["embargo", "=embrago", '"embrago"', "embrago*", "xyzzyx", "停", "", "actor:nobody"]:
        assert filled.searching.search(typed).suggestion is None, typed


def test_a_rare_word_beside_a_frequent_neighbour_may_be_a_slip(desk, search) -> None:
    for _ in range(60):
        desk.article("The truce holds.", language="en")
    desk.article("The trice holds.", language="en")
    search.catch_up()
    assert search.searching.search("trice").suggestion == "truce"
    assert search.searching.search("truce").suggestion is None


def test_a_mistyped_alias_is_known_by_its_owner(desk, search) -> None:
    article = desk.article("He denies it.")
    desk.passage(article, "denies", actors=[("Khalifa Haftar", "speaker")])
    desk.actor("Khalifa Haftar", "The Marshal", "حفتر")
    search.catch_up()
    assert search.searching.search("actor:marshall").suggestion == 'actor:"Khalifa Haftar"'
    assert search.searching.search("actor:marshal").suggestion is None
    assert search.searching.search("actor:حفتار").suggestion == 'actor:"Khalifa Haftar"'


def test_what_finds_no_more_is_not_suggested(filled) -> None:
    assert filled.searching.search("embrago nowhere").suggestion is None
    assert filled.searching.search("embrago lang:fr").suggestion is None


def test_while_a_word_is_typed_it_is_not_corrected_as_long_as_it_finds_something(filled) -> None:
    assert filled.searching.search("embar", is_being_typed=True).suggestion is None
    assert filled.searching.search("embrag", is_being_typed=True).suggestion == "embargo"
