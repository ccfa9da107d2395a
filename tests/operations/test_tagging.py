"""Marking passages and tagging them."""

from typing import Any

import pytest
from sqlmodel import select

from archive_app.model.errors import NotFound, Refused
from archive_app.model.tables import ActorTag, ClaimTag, Passage
from archive_app.model.values import Role, Stance
from archive_app.operations.tagging import (
    ActorChoice,
    ClaimChoice,
    delete_passages,
    find_quote,
    mark_passage,
    move_passage,
    remove_actor_tag,
    remove_claim_tag,
    set_memo,
    set_role,
    set_stance,
    tag_actor,
    tag_claim,
)
from archive_app.storage import queries
from archive_app.storage.archive import Archive
from archive_app.storage.history import history
from archive_app.storage.queries import PassageCard

DABREK = ActorChoice("Orlan Dabrek")
SHELLING = ClaimChoice("Accusation > Shelling", Stance.SUPPORTS)


def text_of(archive: Archive, article_id: int) -> str:
    with archive.reading() as session:
        return queries.article_text(session, article_id)


def passage(archive: Archive, passage_id: int) -> PassageCard:
    with archive.reading() as session:
        (card,) = queries.passage_cards(session, [passage_id])
    return card


def all_rows(archive: Archive, model: Any) -> list[Any]:
    with archive.reading() as session:
        return list(session.exec(select(model)))


def mark(archive: Archive, quote: str, article_id: int = 1, **tags: Any) -> int:
    start, end = find_quote(text_of(archive, article_id), quote, tags.pop("occurrence", None))
    return mark_passage(archive, article_id, start, end, coder="Ada", **tags).passage_id


def test_a_passage_is_the_exact_slice_of_the_text(archive: Archive) -> None:
    for article_id, quote in (
        (1, '"We are near," he said.'),
        (2, "12\u00a0shots 😀 on"),
        (3, "ونفت القيادة ذلك"),
    ):
        start, end = find_quote(text_of(archive, article_id), quote)
        marked = mark_passage(archive, article_id, start, end, coder="Ada")
        assert marked.quote == quote == text_of(archive, article_id)[marked.start : marked.end]
        card = passage(archive, marked.passage_id)
        assert (card.start, card.end, card.quote, card.coder) == (start, end, quote, "Ada")


def test_marking_with_tags_and_memo_is_one_operation(archive: Archive) -> None:
    marked = mark_passage(
        archive, 1, 0, 7, actors=[DABREK, ActorChoice("Government", Role.TARGET)], claims=[SHELLING],
        memo=" look again ", coder="Ada",
    )  # fmt: skip
    card = passage(archive, marked.passage_id)
    assert [(actor.name, actor.role) for actor in card.actors] == [
        ("Orlan Dabrek", "speaker"), ("Government", "target"),
    ]  # fmt: skip
    assert [(claim.name, claim.stance) for claim in card.claims] == [("Shelling", "supports")]
    assert card.memo == "look again"
    assert marked.changes.passages == {marked.passage_id}
    assert marked.changes.articles == {1}
    assert "Orlan Dabrek [speaker]" in marked.changes.label
    undone = archive.undo("Ada")
    assert undone is not None
    assert undone.label == marked.changes.label
    assert all_rows(archive, Passage) == all_rows(archive, ActorTag) == all_rows(archive, ClaimTag) == []


@pytest.mark.parametrize(("start", "end"), [(5, 5), (6, 5), (-1, 5), (0, 100_000)])
def test_a_stretch_that_is_empty_or_beyond_the_text_is_refused(
    archive: Archive, start: int, end: int
) -> None:
    with pytest.raises(Refused, match="no passage can be marked"):
        mark_passage(archive, 1, start, end, actors=[DABREK], coder="Ada")
    assert all_rows(archive, Passage) == []
    with archive.reading() as session:
        assert queries.actors(session) == []


def test_an_article_that_is_not_there_cannot_be_marked(archive: Archive) -> None:
    with pytest.raises(NotFound, match="no article 99"):
        mark_passage(archive, 99, 0, 5, coder="Ada")


def test_passages_may_overlap_nest_and_coincide(archive: Archive) -> None:
    places = [(0, 20), (10, 30), (12, 18), (0, 20)]
    keys = [mark_passage(archive, 1, start, end, coder="Ada").passage_id for start, end in places]
    with archive.reading() as session:
        cards = queries.passages_of(session, 1)
    assert sorted((card.start, card.end) for card in cards) == sorted(places)
    assert len({card.id for card in cards}) == len(keys)


def test_tagging_twice_changes_nothing(archive: Archive) -> None:
    key = mark(archive, "Orlan Dabrek", actors=[DABREK], claims=[SHELLING])
    before = passage(archive, key)
    assert tag_actor(archive, key, DABREK, coder="Ben") is None
    assert tag_claim(archive, key, SHELLING, coder="Ben") is None
    assert passage(archive, key) == before


def test_an_actor_may_stand_on_a_passage_in_two_roles(archive: Archive) -> None:
    key = mark(archive, "Orlan Dabrek", actors=[DABREK])
    assert tag_actor(archive, key, ActorChoice("orlan  dábrek", Role.TARGET), coder="Ada") is not None
    roles = [(actor.name, actor.role) for actor in passage(archive, key).actors]
    assert roles == [("Orlan Dabrek", "speaker"), ("Orlan Dabrek", "target")]


def test_a_claim_type_tagged_again_takes_the_new_stance(archive: Archive) -> None:
    key = mark(archive, "Orlan Dabrek", claims=[SHELLING])
    tag_claim(archive, key, ClaimChoice("shelling", Stance.OPPOSES), coder="Ada")
    assert [(claim.name, claim.stance) for claim in passage(archive, key).claims] == [("Shelling", "opposes")]


def test_a_claim_type_whose_name_holds_the_path_sign_is_found_by_its_name(archive: Archive) -> None:
    from archive_app.operations.codebook import add_claim_type

    key, _ = add_claim_type(archive, "Toll > 100", coder="Ada")
    passage_id = mark(archive, "Orlan Dabrek", claims=[ClaimChoice("Toll > 100")])
    assert [claim.claim_type_id for claim in passage(archive, passage_id).claims] == [key]


def test_role_and_stance_can_be_set_and_tags_removed(archive: Archive) -> None:
    key = mark(archive, "Orlan Dabrek", actors=[DABREK], claims=[SHELLING])
    (actor,), (claim,) = passage(archive, key).actors, passage(archive, key).claims
    assert set_role(archive, actor.tag_id, Role.ADDRESSEE, coder="Ada") is not None
    assert set_role(archive, actor.tag_id, Role.ADDRESSEE, coder="Ada") is None
    assert set_stance(archive, claim.tag_id, Stance.OPPOSES, coder="Ada") is not None
    card = passage(archive, key)
    assert (card.actors[0].role, card.claims[0].stance) == ("addressee", "opposes")
    assert card.modified >= card.created
    remove_actor_tag(archive, actor.tag_id, coder="Ada")
    changes = remove_claim_tag(archive, claim.tag_id, coder="Ada")
    assert changes is not None
    assert (changes.passages, changes.articles) == ({key}, {1})
    assert (passage(archive, key).actors, passage(archive, key).claims) == ((), ())
    for gone in (
        lambda: set_role(archive, actor.tag_id, Role.SPEAKER, coder="Ada"),
        lambda: set_stance(archive, claim.tag_id, Stance.NEUTRAL, coder="Ada"),
        lambda: remove_actor_tag(archive, actor.tag_id, coder="Ada"),
        lambda: remove_claim_tag(archive, claim.tag_id, coder="Ada"),
    ):
        with pytest.raises(NotFound):
            gone()


def test_a_role_that_the_actor_has_already_is_refused(archive: Archive) -> None:
    key = mark(archive, "Orlan Dabrek", actors=[DABREK, ActorChoice("Orlan Dabrek", Role.TARGET)])
    target = passage(archive, key).actors[1]
    with pytest.raises(Refused, match="speaker of this passage already"):
        set_role(archive, target.tag_id, Role.SPEAKER, coder="Ada")


def test_a_memo_is_written_and_undone(archive: Archive) -> None:
    key = mark(archive, "Orlan Dabrek")
    assert set_memo(archive, key, "\nwho?\n", coder="Ada") is not None
    assert passage(archive, key).memo == "who?"
    assert set_memo(archive, key, "who?", coder="Ada") is None
    archive.undo("Ada")
    assert passage(archive, key).memo == ""


def test_moving_a_passage_keeps_its_tags_and_takes_the_new_words(archive: Archive) -> None:
    key = mark(archive, "Orlan Dabrek", actors=[DABREK], memo="kept")
    before = passage(archive, key)
    move_passage(archive, key, before.start - len("Field Marshal "), before.end, coder="Ada")
    after = passage(archive, key)
    assert after.quote == "Field Marshal Orlan Dabrek"
    assert (after.uid, after.memo, after.actors) == (before.uid, before.memo, before.actors)
    with pytest.raises(Refused):
        move_passage(archive, key, 5, 5, coder="Ada")


def test_deleted_passages_come_back_with_their_tags(archive: Archive) -> None:
    keys = [mark(archive, quote, actors=[DABREK], claims=[SHELLING]) for quote in ("Tavira", "his forces")]
    before = [passage(archive, key) for key in keys]
    changes = delete_passages(archive, [*keys, keys[0]], coder="Ada")
    assert changes is not None
    assert changes.label == "Delete 2 passages"
    assert all_rows(archive, ActorTag) == []
    archive.undo("Ada")
    assert [passage(archive, key) for key in keys] == before


def test_deleting_nothing_or_what_is_gone_changes_nothing(archive: Archive) -> None:
    key = mark(archive, "Tavira")
    assert delete_passages(archive, [], coder="Ada") is None
    with pytest.raises(NotFound):
        delete_passages(archive, [key, 99], coder="Ada")
    assert passage(archive, key).quote == "Tavira"


def test_characters_that_no_file_can_hold_are_replaced(archive: Archive) -> None:
    key = mark(
        archive,
        "Tavira",
        actors=[ActorChoice("Ann\udcffe")],
        memo="a\0b\ud800",
        claims=[ClaimChoice("C\ud800")],
    )
    card = passage(archive, key)
    assert (card.actors[0].name, card.memo, card.claims[0].name) == ("Ann�e", "a�b�", "C�")
    set_memo(archive, key, "\udcff", coder="Ada\ud800")
    assert passage(archive, key).memo == "�"


def test_a_quote_is_found_where_it_stands() -> None:
    assert find_quote("one two three", "two") == (4, 7)
    assert find_quote("aaa", "aa", 2) == (1, 3)


def test_a_quote_that_occurs_twice_asks_which_one(archive: Archive) -> None:
    text = text_of(archive, 1)
    with pytest.raises(Refused, match=r"2 times .* --occurrence 1 to 2"):
        find_quote(text, "accused him of shelling houses")
    first = find_quote(text, "accused him of shelling houses", 1)
    second = find_quote(text, "accused him of shelling houses", 2)
    assert first < second
    assert text[slice(*first)] == text[slice(*second)]
    with pytest.raises(NotFound, match="no occurrence 3"):
        find_quote(text, "accused him of shelling houses", 3)


def test_a_quote_that_is_not_there_names_the_nearest_whole_words(archive: Archive) -> None:
    with pytest.raises(NotFound, match="nearest words are “accused him of shelling houses”"):
        find_quote(text_of(archive, 1), "acused him of sheling house")
    with pytest.raises(NotFound, match=r"not in the article\.$"):
        find_quote(text_of(archive, 1), "zzzz qqqq xxxx")
    with pytest.raises(Refused, match="empty"):
        find_quote(text_of(archive, 1), "  ")


def test_the_history_of_a_passage_tells_what_happened_to_it(archive: Archive) -> None:
    key = mark(archive, "Tavira")
    set_memo(archive, key, "first", coder="Ben")
    mark(archive, "his forces")
    with archive.reading() as session:
        lines = history(session, row_uid=passage(archive, key).uid)
    assert [(line.operation, line.coder) for line in lines] == [
        ("write memo", "Ben"),
        ("mark passage", "Ada"),
    ]
