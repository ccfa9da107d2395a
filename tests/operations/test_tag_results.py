"""Tagging what a search found, all at once."""

import pytest

from archive_app.model.errors import Refused
from archive_app.model.finding import Scope
from archive_app.model.values import Role, Stance
from archive_app.operations import tag_results as tagging
from archive_app.operations.concordance import Concordance, find_lines
from archive_app.operations.correcting import correct_text
from archive_app.operations.occurrences import Choice
from archive_app.operations.searching import Searching
from archive_app.operations.tag_results import (
    Forecast,
    ResultPlaces,
    forecast,
    hits_of,
    places_of,
    tag_results,
)
from archive_app.operations.tagging import ActorChoice, ClaimChoice, mark_passage
from archive_app.search.index import open_index
from archive_app.search.indexer import catch_up
from archive_app.storage.archive import Archive
from archive_app.storage.history import history
from archive_app.storage.queries import PassageCard, passage_cards, passage_ids

GOVERNMENT = ActorChoice("Government", Role.SPEAKER)
DENIAL = ClaimChoice("Denial", Stance.SUPPORTS)


@pytest.fixture
def found(archive: Archive) -> Concordance:
    """Two hits of “shelling”, in two sentences of the first article."""
    index = open_index(archive)
    catch_up(archive, index)
    return find_lines(archive, Searching(archive, index), "shelling")


def looked_up(archive: Archive, found: Concordance, scope: Scope = Scope.WORDS) -> ResultPlaces:
    with archive.reading() as session:
        return places_of(session, hits_of(found), scope)


def cards(archive: Archive) -> list[PassageCard]:
    with archive.reading() as session:
        return passage_cards(session, passage_ids(session))


def tag(archive: Archive, places: ResultPlaces, choice: Choice) -> Forecast:
    done = tag_results(archive, places.listed, choice, coder="Ada")
    return Forecast(done.made, done.tagged, done.left)


def test_the_words_the_sentence_or_the_paragraph_become_passages(
    archive: Archive, found: Concordance
) -> None:
    quotes = {
        scope: [place.occurrence.quote for place in looked_up(archive, found, scope).listed]
        for scope in Scope
    }
    assert quotes[Scope.WORDS] == ["shelling", "shelling"]
    assert quotes[Scope.SENTENCE][0] == "The government accused him of shelling houses."
    assert quotes[Scope.PARAGRAPH][1] == "On Sunday the government accused him of shelling houses again."


def test_hits_in_one_sentence_are_one_place(archive: Archive, add_article: object) -> None:
    add_article(archive, "The army met the army. No army left.", title="Two")  # type: ignore[operator]
    index = open_index(archive)
    catch_up(archive, index)
    found = find_lines(archive, Searching(archive, index), "army")
    places = looked_up(archive, found, Scope.SENTENCE)
    assert [len(place.occurrence.hits) for place in places.listed] == [2, 1]
    assert places.articles == 1


@pytest.mark.parametrize("choice", [GOVERNMENT, DENIAL])
def test_one_undo_takes_all_of_it_back(archive: Archive, found: Concordance, choice: Choice) -> None:
    places = looked_up(archive, found)
    assert forecast(places.listed, choice) == Forecast(new=2) == tag(archive, places, choice)
    assert [card.quote for card in cards(archive)] == ["shelling", "shelling"]
    with archive.reading() as session:
        assert history(session, limit=1)[0].label.startswith("Tag 2 places")
    archive.undo("Ada")
    assert cards(archive) == []


def test_a_passage_on_the_same_words_gets_the_tag_also_where_it_has_others(
    archive: Archive, found: Concordance
) -> None:
    first = looked_up(archive, found).listed[0].occurrence
    mark_passage(archive, 1, first.start, first.end, actors=[ActorChoice("Dabrek")], coder="Ben")
    places = looked_up(archive, found)
    assert forecast(places.listed, DENIAL) == Forecast(new=1, joins=1) == tag(archive, places, DENIAL)
    standing = cards(archive)
    assert len(standing) == 2
    assert [actor.name for actor in standing[0].actors] == ["Dabrek"]
    assert [claim.name for claim in standing[0].claims] == ["Denial"]


def test_what_has_the_tag_already_is_left_as_it_is(archive: Archive, found: Concordance) -> None:
    tag(archive, looked_up(archive, found), GOVERNMENT)
    places = looked_up(archive, found)
    assert forecast(places.listed, GOVERNMENT) == Forecast(done=2) == tag(archive, places, GOVERNMENT)
    assert len(cards(archive)) == 2


def test_another_role_of_the_same_actor_goes_onto_the_same_passage(
    archive: Archive, found: Concordance
) -> None:
    tag(archive, looked_up(archive, found), GOVERNMENT)
    target = ActorChoice("Government", Role.TARGET)
    places = looked_up(archive, found)
    assert forecast(places.listed, target) == Forecast(joins=2) == tag(archive, places, target)


def test_a_stance_that_somebody_took_is_never_overwritten(archive: Archive, found: Concordance) -> None:
    tag(archive, looked_up(archive, found), DENIAL)
    opposed = ClaimChoice("Denial", Stance.OPPOSES)
    places = looked_up(archive, found)
    assert forecast(places.listed, opposed) == Forecast(new=2) == tag(archive, places, opposed)
    stances = sorted(claim.stance for card in cards(archive) for claim in card.claims)
    assert stances == ["opposes", "opposes", "supports", "supports"]


def test_hits_in_a_text_that_was_changed_since_are_left_out_and_counted(
    archive: Archive, found: Concordance
) -> None:
    correct_text(archive, 1, "Another text without that word.", coder="Ada")
    places = looked_up(archive, found)
    assert (places.listed, places.gone) == ((), 2)


def test_a_text_changed_between_looking_and_tagging_tags_nothing(
    archive: Archive, found: Concordance
) -> None:
    places = looked_up(archive, found)
    correct_text(archive, 1, "Another text without that word.", coder="Ada")
    with pytest.raises(Refused):
        tag_results(archive, places.listed, DENIAL, coder="Ada")
    assert cards(archive) == []


def test_too_many_hits_are_refused_in_a_sentence(
    archive: Archive, found: Concordance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tagging, "MOST", 1)
    with pytest.raises(Refused, match="Narrow the search down"):
        hits_of(found)
    assert len(hits_of(found, [0])) == 1
