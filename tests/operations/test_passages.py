"""Merging, splitting and duplicating passages, and tagging many places at once."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from archive_app.model.errors import NotFound, Refused
from archive_app.model.finding import Scope, wanted, wanted_names
from archive_app.model.tables import JOURNALLED, JournalEntry
from archive_app.model.values import Role, Stance
from archive_app.operations.checking import check_archive
from archive_app.operations.correcting import correct_text
from archive_app.operations.occurrences import Occurrence, find_occurrences
from archive_app.operations.passages import (
    duplicate_passage,
    merge_passages,
    split_passage,
    tag_occurrences,
)
from archive_app.operations.tagging import ActorChoice, ClaimChoice, find_quote, mark_passage
from archive_app.storage import queries
from archive_app.storage.archive import Archive
from archive_app.storage.journal import table_of
from archive_app.storage.queries import PassageCard
from tests.conftest import AddArticle

DABREK, GOVERNMENT = ActorChoice("Orlan Dabrek"), ActorChoice("Government", Role.TARGET)
SHELLING, DENIAL = ClaimChoice("Shelling", Stance.OPPOSES), ClaimChoice("Denial", Stance.SUPPORTS)


def text_of(archive: Archive, article_id: int = 1) -> str:
    with archive.reading() as session:
        return queries.article_text(session, article_id)


def passages(archive: Archive, article_id: int = 1) -> list[PassageCard]:
    with archive.reading() as session:
        return queries.passages_of(session, article_id)


def passage(archive: Archive, passage_id: int) -> PassageCard:
    with archive.reading() as session:
        (card,) = queries.passage_cards(session, [passage_id])
    return card


def mark(archive: Archive, quote: str, article_id: int = 1, **tags: Any) -> int:
    start, end = find_quote(text_of(archive, article_id), quote, tags.pop("occurrence", None))
    return mark_passage(archive, article_id, start, end, coder="Ada", **tags).passage_id


def tags_of(card: PassageCard) -> set[tuple[str, str]]:
    return {(actor.name, actor.role) for actor in card.actors} | {
        (claim.name, claim.stance) for claim in card.claims
    }


def rows(archive: Archive) -> dict[str, list[dict[str, Any]]]:
    """Every row that a person's work stands in."""
    with archive.reading() as session:
        return {
            table.name: [dict(row) for row in session.execute(select(table).order_by(table.c.id)).mappings()]
            for table in map(table_of, JOURNALLED)
        }


def entries(archive: Archive) -> int:
    with archive.reading() as session:
        return len(session.execute(select(JournalEntry)).all())


def found(archive: Archive, words: str, **how: Any) -> list[Occurrence]:
    with archive.reading() as session:
        return list(find_occurrences(session, wanted(words), **how).listed)


# Merging ----------------------------------------------------------------------------------------


def test_overlapping_passages_become_one_with_all_tags_and_memos(archive: Archive) -> None:
    first = mark(archive, "His command denied it", actors=[DABREK], claims=[DENIAL], memo="one")
    second = mark(archive, 'denied it: "We fired', actors=[DABREK, GOVERNMENT], claims=[SHELLING], memo="two")
    before = passage(archive, first)
    merged = merge_passages(archive, [second, first], coder="Ben")
    [card] = passages(archive)
    assert merged.passage_id == card.id == first
    assert card.quote == merged.quote == 'His command denied it: "We fired'
    assert (card.uid, card.coder, card.created) == (before.uid, before.coder, before.created)
    assert tags_of(card) == {
        ("Orlan Dabrek", "speaker"), ("Government", "target"), ("Denial", "supports"),
        ("Shelling", "opposes"),
    }  # fmt: skip
    assert card.memo == "one\n\ntwo"
    assert merged.changes.passages >= {first, second}
    assert check_archive(archive).problems == ()


def test_a_merge_is_one_operation_that_can_be_undone_and_done_again(archive: Archive) -> None:
    ids = [
        mark(archive, "His command denied it", actors=[DABREK], claims=[DENIAL], memo="one"),
        mark(archive, "denied it", actors=[GOVERNMENT, DABREK], claims=[DENIAL]),
        mark(archive, "command denied", claims=[SHELLING], memo="one"),
    ]
    before, count = rows(archive), entries(archive)
    merge_passages(archive, ids, coder="Ada")
    after = rows(archive)
    assert entries(archive) == count + 1
    assert passages(archive)[0].memo == "one"
    archive.undo("Ada")
    assert rows(archive) == before
    archive.redo("Ada")
    assert rows(archive) == after


def test_passages_with_only_white_space_between_them_are_merged_also_in_arabic(
    archive: Archive,
) -> None:
    first = mark(archive, "قالت وزارة الصحة", 3)
    second = mark(archive, "إن 12 شخصا", 3, actors=[GOVERNMENT])
    merge_passages(archive, [first, second], coder="Ada")
    [card] = passages(archive, 3)
    assert card.quote == "قالت وزارة الصحة إن 12 شخصا"
    assert tags_of(card) == {("Government", "target")}


def test_passages_that_cannot_be_one_are_refused(archive: Archive) -> None:
    near, far = mark(archive, "His command"), mark(archive, "On Sunday")
    other = mark(archive, "Observers", 2)
    opposing = mark(archive, "His command denied", claims=[ClaimChoice("Denial", Stance.OPPOSES)])
    supporting = mark(archive, "denied it", claims=[DENIAL])
    before = rows(archive)
    for ids, sentence in (
        ([near], "two passages"),
        ([near, near], "two passages"),
        ([near, other], "different articles"),
        ([near, far], "words between “His command” and “On Sunday”"),
        ([opposing, supporting], "“Denial” with the stance opposes, another with supports"),
    ):
        with pytest.raises(Refused, match=sentence):
            merge_passages(archive, ids, coder="Ada")
    with pytest.raises(NotFound):
        merge_passages(archive, [near, 99], coder="Ada")
    assert rows(archive) == before


# Splitting --------------------------------------------------------------------------------------


def test_both_halves_of_a_split_passage_keep_the_tags(archive: Archive) -> None:
    key = mark(archive, 'His command denied it: "We', actors=[DABREK, GOVERNMENT], claims=[DENIAL], memo="m")
    before = rows(archive)
    at = text_of(archive).index("denied it:") + len("denied it:")
    split = split_passage(archive, key, at, coder="Ben")
    first, second = passages(archive)
    assert (first.id, second.id) == (split.first_id, split.second_id) == (key, second.id)
    assert (first.quote, second.quote) == ("His command denied it:", '"We')
    assert tags_of(first) == tags_of(second) == {
        ("Orlan Dabrek", "speaker"), ("Government", "target"), ("Denial", "supports"),
    }  # fmt: skip
    assert (first.memo, second.memo) == ("m", "")
    assert (first.coder, second.coder) == ("Ada", "Ada")
    assert check_archive(archive).problems == ()
    after = rows(archive)
    archive.undo("Ada")
    assert rows(archive) == before
    archive.redo("Ada")
    assert rows(archive) == after


def test_halves_have_no_blanks_at_their_ends(archive: Archive) -> None:
    key = mark(archive, "12\u00a0shots 😀 on Monday", 2)
    at = text_of(archive, 2).index(" on Monday")
    split_passage(archive, key, at, coder="Ada")
    assert [card.quote for card in passages(archive, 2)] == ["12\u00a0shots 😀", "on Monday"]


def test_a_place_with_no_words_on_one_side_is_refused(archive: Archive) -> None:
    key = mark(archive, "His command")
    start = text_of(archive).index("His command")
    for at in (0, start, start + len("His command"), 10_000):
        with pytest.raises(Refused, match="no words on one side"):
            split_passage(archive, key, at, coder="Ada")
    with pytest.raises(NotFound):
        split_passage(archive, 99, start + 4, coder="Ada")
    assert [card.quote for card in passages(archive)] == ["His command"]


def test_what_was_split_can_be_merged_again(archive: Archive) -> None:
    key = mark(archive, "His command denied it", actors=[DABREK], claims=[DENIAL], memo="m")
    before = passage(archive, key)
    split = split_passage(archive, key, text_of(archive).index("denied it"), coder="Ada")
    merge_passages(archive, [split.first_id, split.second_id], coder="Ada")
    after = passage(archive, key)
    assert (after.quote, after.memo, after.actors, after.claims) == (
        before.quote, before.memo, before.actors, before.claims,
    )  # fmt: skip


# Duplicating ------------------------------------------------------------------------------------


def test_a_duplicate_stands_on_the_same_words_without_tags(archive: Archive) -> None:
    key = mark(archive, "His command denied it", actors=[DABREK], claims=[DENIAL], memo="m")
    twin = duplicate_passage(archive, key, coder="Ben")
    original, card = passage(archive, key), passage(archive, twin.passage_id)
    assert (card.start, card.end, card.quote) == (original.start, original.end, original.quote)
    assert (card.actors, card.claims, card.memo, card.coder) == ((), (), "", "Ben")
    archive.undo("Ben")
    assert [card.id for card in passages(archive)] == [key]
    with pytest.raises(NotFound):
        duplicate_passage(archive, 99, coder="Ben")


def test_a_passage_to_review_is_reviewed_first(archive: Archive) -> None:
    one, two = mark(archive, "We are near"), mark(archive, "are near")
    correct_text(archive, 1, text_of(archive).replace('"We are near," he said.', ""), coder="Ada")
    assert passage(archive, one).needs_review
    for operation in (
        lambda: merge_passages(archive, [one, two], coder="Ada"),
        lambda: split_passage(archive, one, 140, coder="Ada"),
        lambda: duplicate_passage(archive, one, coder="Ada"),
    ):
        with pytest.raises(Refused, match="is to be reviewed"):
            operation()


# Tagging all ------------------------------------------------------------------------------------


def test_every_place_of_some_words_is_listed_with_what_stands_around_it(archive: Archive) -> None:
    shelling = found(archive, "SHELLING")
    assert [place.quote for place in shelling] == ["shelling", "shelling"]
    assert shelling[0].before == "The government accused him of "
    assert shelling[0].after.startswith(" houses. His command denied it")
    assert (shelling[0].title, shelling[0].outlet) == ("Marshal orders march on the capital", "Tavira Post")
    sentences = found(archive, "he", scope=Scope.SENTENCE, whole_words=True, article_id=1)
    assert [place.quote for place in sentences] == ['"We are near," he said.']
    assert sentences[0].hits[0][0] > sentences[0].start
    assert [place.article_id for place in found(archive, "the")] == [2, 2, 1, 1, 1]
    assert found(archive, "القياده")[0].quote == "القيادة"
    assert found(archive, "") == []


def test_the_list_ends_where_it_may_not_grow_and_when_nobody_waits(archive: Archive) -> None:
    with archive.reading() as session:
        few = find_occurrences(session, wanted("e"), limit=3)
        assert (len(few.listed), few.is_cut) == (3, True)
        assert find_occurrences(session, wanted("e"), is_stale=lambda: True).listed == ()
        told: list[tuple[int, int]] = []
        find_occurrences(session, wanted("e"), progress=lambda done, of: told.append((done, of)))
        assert told == [(0, 3)]


def test_all_places_are_tagged_in_one_operation(archive: Archive) -> None:
    places = found(archive, "the", whole_words=True)
    before, count = rows(archive), entries(archive)
    told: list[tuple[int, int]] = []
    result = tag_occurrences(
        archive, places, DENIAL, coder="Ben", progress=lambda done, of: told.append((done, of))
    )
    assert (result.made, result.tagged, result.left) == (len(places), 0, 0)
    assert told[-1] == (len(places), len(places))
    cards = passages(archive, 1) + passages(archive, 2)
    assert {card.quote.lower() for card in cards} == {"the"}
    assert all(tags_of(card) == {("Denial", "supports")} for card in cards)
    assert {card.coder for card in cards} == {"Ben"}
    assert result.changes is not None
    assert result.changes.articles == {1, 2}
    assert result.changes.label == f"Tag {len(places)} places: Denial [supports]"
    assert entries(archive) == count + 1
    assert check_archive(archive).problems == ()
    after = rows(archive)
    archive.undo("Ben")
    assert rows(archive) == before
    archive.redo("Ben")
    assert rows(archive) == after


def test_tagging_all_again_changes_nothing(archive: Archive) -> None:
    places = found(archive, "shelling")
    tag_occurrences(archive, places, GOVERNMENT, coder="Ada")
    before, count = rows(archive), entries(archive)
    again = tag_occurrences(archive, [*places, *places], GOVERNMENT, coder="Ben")
    assert (again.made, again.tagged, again.left, again.changes) == (0, 0, 2, None)
    assert (rows(archive), entries(archive)) == (before, count)
    assert all(place.tags == {GOVERNMENT} for place in found(archive, "shelling"))
    assert tag_occurrences(archive, [], GOVERNMENT, coder="Ben").changes is None


def test_a_bare_passage_on_the_words_gets_the_tag_and_a_tagged_one_is_left_alone(archive: Archive) -> None:
    bare = mark(archive, "shelling", occurrence=1)
    tagged = mark(archive, "shelling", occurrence=2, claims=[SHELLING])
    result = tag_occurrences(archive, found(archive, "shelling"), DABREK, coder="Ada")
    assert (result.made, result.tagged, result.left) == (1, 1, 0)
    assert tags_of(passage(archive, bare)) == {("Orlan Dabrek", "speaker")}
    assert tags_of(passage(archive, tagged)) == {("Shelling", "opposes")}
    assert len(passages(archive)) == 3


def test_another_role_or_stance_is_another_tag(archive: Archive) -> None:
    places = found(archive, "shelling")
    for choice in (DABREK, ActorChoice("orlan dabrek", Role.TARGET), SHELLING, ClaimChoice("Shelling")):
        assert tag_occurrences(archive, places, choice, coder="Ada").made == 2
    assert len(passages(archive)) == 8


def test_words_that_are_no_longer_there_are_not_tagged(archive: Archive) -> None:
    places = found(archive, "shelling")
    correct_text(archive, 1, "More words. " + text_of(archive), coder="Ada")
    before = rows(archive)
    with pytest.raises(Refused, match="no longer where it was found"):
        tag_occurrences(archive, places, ActorChoice("Somebody new"), coder="New coder")
    assert rows(archive) == before


def test_names_of_an_actor_are_found_across_the_archive(
    empty_archive: Archive, add_article: AddArticle
) -> None:
    add_article(empty_archive, "The US spoke. It told us so.", title="One", published="2023-01-02")
    add_article(empty_archive, "وقالت الولايات المتحدة ذلك.", title="Two", published="2023-01-01")
    with empty_archive.reading() as session:
        names = wanted_names(["US", "الولايات المتحدة"])
        listed = find_occurrences(session, names, whole_words=True, scope=Scope.SENTENCE).listed
    assert [place.quote for place in listed] == ["The US spoke.", "وقالت الولايات المتحدة ذلك."]


# Whatever is done -------------------------------------------------------------------------------

STRETCH = st.tuples(st.integers(0, 60), st.integers(1, 25))


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(stretches=st.lists(STRETCH, min_size=2, max_size=5), at=st.integers(0, 90))
def test_merging_and_splitting_lose_no_word_and_no_tag(
    archive: Archive, stretches: list[tuple[int, int]], at: int
) -> None:
    text = text_of(archive)
    ids = [
        mark_passage(
            archive, 1, start, start + length, actors=[ActorChoice(f"Actor {start % 3}")],
            claims=[ClaimChoice(f"Type {length % 3}")], coder="Ada",
        ).passage_id
        for start, length in stretches
    ]  # fmt: skip
    made = {card.id: card for card in passages(archive)}
    start = rows(archive)
    tags = {tag for key in ids for tag in tags_of(made[key])}
    steps = 0
    try:
        merged = merge_passages(archive, ids, coder="Ada")
        steps += 1
        card = passage(archive, merged.passage_id)
        assert tags_of(card) == tags
        assert (card.start, card.end) == (min(made[k].start for k in ids), max(made[k].end for k in ids))
        split = split_passage(archive, card.id, at, coder="Ada")
        steps += 1
        first, second = passage(archive, split.first_id), passage(archive, split.second_id)
        assert tags_of(first) == tags_of(second) == tags
        between = text[first.end : second.start]
        assert first.start >= card.start
        assert second.end <= card.end
        assert not between.strip()
        assert first.quote == first.quote.strip()
    except Refused:
        pass
    assert check_archive(archive).problems == ()
    for _ in range(steps):
        archive.undo("Ada")
    assert rows(archive) == start
    for _ in ids:
        archive.undo("Ada")
