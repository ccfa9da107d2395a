"""Tagging what a search found, all at once."""

import sqlite3
from contextlib import closing

import pytest

from archive_app.model.errors import Cancelled, Refused
from archive_app.model.finding import Scope
from archive_app.model.values import Role, Stance
from archive_app.operations import passages
from archive_app.operations import tag_results as tagging
from archive_app.operations.articles import delete_articles
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


def test_what_was_changed_between_looking_and_tagging_is_left_out_and_the_rest_tagged(
    archive: Archive, add_article: object
) -> None:
    for title in ("Stays", "Corrected", "Deleted", "Moved"):
        add_article(archive, f"{title}: the embargo holds.", title=title)  # type: ignore[operator]
    index = open_index(archive)
    catch_up(archive, index)
    places = looked_up(archive, find_lines(archive, Searching(archive, index), "embargo"))
    stays, corrected, deleted, moved = sorted(place.occurrence.article_id for place in places.listed)
    correct_text(archive, corrected, "Corrected: the truce is over.", coder="Ada")
    delete_articles(archive, [deleted], coder="Ada")
    correct_text(archive, moved, "Moved: now the embargo holds.", coder="Ada")
    done = tag_results(archive, places.listed, DENIAL, coder="Ada")
    assert (done.made, done.tagged, done.left, done.stale) == (1, 0, 0, 3)
    assert [(card.article_id, card.quote) for card in cards(archive)] == [(stays, "embargo")]


def test_where_everything_is_gone_nothing_is_written(archive: Archive, found: Concordance) -> None:
    places = looked_up(archive, found)
    correct_text(archive, 1, "Another text without that word.", coder="Ada")
    before = every_row(archive)
    with pytest.raises(Refused, match="Search again"):
        tag_results(archive, places.listed, DENIAL, coder="Ada")
    assert every_row(archive) == before


def every_row(archive: Archive) -> dict[str, list[tuple[object, ...]]]:
    """What stands in every table, the journal's own aside."""
    with closing(sqlite3.connect(archive.places.database)) as database:
        names = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: database.execute(f'SELECT * FROM "{name}" ORDER BY 1').fetchall()
            for name in names
            if name in ("passage", "actor_tag", "claim_tag", "actor", "claim_type", "article", "coder")
        }


def many(archive: Archive, add_article: object, articles: int, hits: int) -> ResultPlaces:
    for number in range(articles):
        text = "\n\n".join(f"Shell {n} of {number} fell on the market." for n in range(hits))
        add_article(archive, text, title=f"{number}")  # type: ignore[operator]
    index = open_index(archive)
    catch_up(archive, index)
    return looked_up(archive, find_lines(archive, Searching(archive, index), "market"), Scope.SENTENCE)


def tagged_undone_and_done_again(archive: Archive, places: ResultPlaces) -> None:
    first = places.listed[0].occurrence
    mark_passage(archive, first.article_id, first.start, first.end, coder="Ben")
    before, heard = every_row(archive), []
    done = tag_results(
        archive, places.listed, DENIAL, coder="Ada", progress=lambda at, of: heard.append((at, of))
    )
    count = len(places.listed)
    assert (done.made, done.tagged) == (count - 1, 1)
    assert heard[-1] == (count, count)
    assert heard == sorted(heard)
    after = every_row(archive)
    assert {card.quote for card in cards(archive)} == {place.occurrence.quote for place in places.listed}
    for _ in range(2):
        archive.undo("Ada")
        assert every_row(archive) == before
        archive.redo("Ada")
        assert every_row(archive) == after


def test_hundreds_of_places_are_one_undo_and_redo(archive: Archive, add_article: object) -> None:
    tagged_undone_and_done_again(archive, many(archive, add_article, 20, 15))


@pytest.mark.slow
def test_five_thousand_places_are_one_undo_and_redo(archive: Archive, add_article: object) -> None:
    tagged_undone_and_done_again(archive, many(archive, add_article, 250, 20))


@pytest.mark.parametrize("asked", [1, 3, 6])
def test_tagging_is_cancelled_at_any_time_and_nothing_is_tagged(
    archive: Archive, add_article: object, asked: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passages, "_BATCH", 4)
    places = many(archive, add_article, 3, 5)
    before, times = every_row(archive), []

    def cancelled() -> bool:
        times.append(1)
        return len(times) >= asked

    with pytest.raises(Cancelled):
        tag_results(archive, places.listed, DENIAL, coder="Ada", cancelled=cancelled)
    assert len(times) == asked
    assert every_row(archive) == before
    with archive.reading() as session:
        assert not history(session, limit=1)[0].label.startswith("Tag")


def test_too_many_hits_are_refused_in_a_sentence(
    archive: Archive, found: Concordance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tagging, "MOST", 1)
    with pytest.raises(Refused, match="Narrow the search down"):
        hits_of(found)
    assert len(hits_of(found, [0])) == 1
