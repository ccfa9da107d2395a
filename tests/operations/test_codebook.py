"""The codebook: actors with their aliases, claim types as a tree."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from archive_app.model.errors import NotFound, Refused
from archive_app.model.tables import ActorAlias, ActorTag, ClaimType, Passage
from archive_app.model.values import Role
from archive_app.operations.checking import check_archive
from archive_app.operations.codebook import (
    add_actor,
    add_claim_type,
    delete_actor,
    delete_claim_type,
    edit_actor,
    edit_claim_type,
    merge_actors,
    move_claim_type,
)
from archive_app.operations.tagging import ActorChoice, ClaimChoice, mark_passage
from archive_app.storage import queries
from archive_app.storage.archive import Archive
from archive_app.storage.queries import ActorCard, ClaimTypeCard


def actors(archive: Archive) -> dict[str, ActorCard]:
    with archive.reading() as session:
        return {card.name: card for card in queries.actors(session)}


def claim_types(archive: Archive) -> dict[str, ClaimTypeCard]:
    with archive.reading() as session:
        return {card.name: card for card in queries.claim_types(session)}


def mark(archive: Archive, *actors: ActorChoice, claims: tuple[ClaimChoice, ...] = ()) -> int:
    return mark_passage(archive, 1, 0, 5, actors=actors, claims=claims, coder="Ada").passage_id


def on_passage(archive: Archive, passage_id: int) -> list[tuple[str, str]]:
    with archive.reading() as session:
        (card,) = queries.passage_cards(session, [passage_id])
    return [(actor.name, actor.role) for actor in card.actors]


def test_an_actor_is_known_by_all_its_names(archive: Archive) -> None:
    key, _ = add_actor(
        archive, " Khalid  Harmon ", kind="person", description="a general",
        aliases=("Harmon", "Hármon", "حارمون"), coder="Ada",
    )  # fmt: skip
    (card,) = actors(archive).values()
    assert (card.id, card.name, card.kind, card.description) == (key, "Khalid Harmon", "person", "a general")
    assert card.aliases == ("Harmon", "حارمون")
    for name in ("khalid harmon", "HARMON", "harmón", "حارمون"):
        assert on_passage(archive, mark(archive, ActorChoice(name))) == [("Khalid Harmon", "speaker")]
    assert len(actors(archive)) == 1


@pytest.mark.parametrize("name", ["Harmon", " HARMÓN ", "Khalid Harmon"])
def test_a_name_that_stands_for_another_actor_is_refused(archive: Archive, name: str) -> None:
    add_actor(archive, "Khalid Harmon", aliases=("Harmon",), coder="Ada")
    other, _ = add_actor(archive, "Government", coder="Ada")
    for change in (
        lambda: add_actor(archive, name, coder="Ada"),
        lambda: add_actor(archive, "New", aliases=(name,), coder="Ada"),
        lambda: edit_actor(archive, other, name=name, coder="Ada"),
        lambda: edit_actor(archive, other, aliases=(name,), coder="Ada"),
    ):
        with pytest.raises(Refused, match="Khalid Harmon"):
            change()
    assert set(actors(archive)) == {"Government", "Khalid Harmon"}


@pytest.mark.parametrize("name", ["", "  ", "\n"])
def test_names_cannot_be_empty(archive: Archive, name: str) -> None:
    key, _ = add_actor(archive, "Government", coder="Ada")
    claim, _ = add_claim_type(archive, "Denial", coder="Ada")
    for change in (
        lambda: add_actor(archive, name, coder="Ada"),
        lambda: edit_actor(archive, key, name=name, coder="Ada"),
        lambda: add_claim_type(archive, name, coder="Ada"),
        lambda: edit_claim_type(archive, claim, name=name, coder="Ada"),
        lambda: mark(archive, ActorChoice(name)),
        lambda: mark(archive, claims=(ClaimChoice(name),)),
    ):
        with pytest.raises(Refused, match="empty"):
            change()


def test_an_actor_can_be_corrected(archive: Archive) -> None:
    key, _ = add_actor(archive, "Harmon", aliases=("Harman", "Hermon"), coder="Ada")
    edit_actor(
        archive, key, name="Khalid Harmon", kind="person", description=" x ",
        aliases=("Hermon", "Harmon", " "), coder="Ada",
    )  # fmt: skip
    card = actors(archive)["Khalid Harmon"]
    assert (card.id, card.kind, card.description, card.aliases) == (key, "person", "x", ("Harmon", "Hermon"))
    assert edit_actor(archive, key, name="Khalid Harmon", aliases=("Hermon", "Harmon"), coder="Ada") is None
    archive.undo("Ada")
    card = actors(archive)["Harmon"]
    assert (card.kind, card.aliases) == ("", ("Harman", "Hermon"))
    with pytest.raises(NotFound):
        edit_actor(archive, 99, name="x", coder="Ada")


def test_an_actor_may_take_its_own_alias_as_name(archive: Archive) -> None:
    key, _ = add_actor(archive, "Harmon", aliases=("Khalid Harmon",), coder="Ada")
    edit_actor(archive, key, name="Khalid Harmon", aliases=("Harmon",), coder="Ada")
    card = actors(archive)["Khalid Harmon"]
    assert (card.id, card.aliases) == (key, ("Harmon",))


def test_merging_moves_tags_and_aliases_and_keeps_the_name(archive: Archive) -> None:
    one, _ = add_actor(archive, "Hermon", aliases=("Harman", "The General"), coder="Ada")
    into, _ = add_actor(archive, "Harmon", aliases=("Field Marshal Harmon",), coder="Ada")
    both = mark(archive, ActorChoice("Hermon"), ActorChoice("Harmon"), ActorChoice("Hermon", Role.TARGET))
    only = mark(archive, ActorChoice("Hermon", Role.MENTIONED))
    before = actors(archive), on_passage(archive, both), on_passage(archive, only)
    changes = merge_actors(archive, one, into, coder="Ada")
    assert changes is not None
    assert changes.passages == {both, only}
    (card,) = actors(archive).values()
    assert (card.id, card.name) == (into, "Harmon")
    assert card.aliases == ("Field Marshal Harmon", "Harman", "Hermon", "The General")
    assert sorted(on_passage(archive, both)) == [("Harmon", "speaker"), ("Harmon", "target")]
    assert on_passage(archive, only) == [("Harmon", "mentioned")]
    archive.undo("Ada")
    assert (actors(archive), on_passage(archive, both), on_passage(archive, only)) == before


def test_an_actor_is_not_merged_into_itself_or_nothing(archive: Archive) -> None:
    key, _ = add_actor(archive, "Harmon", coder="Ada")
    with pytest.raises(Refused, match="itself"):
        merge_actors(archive, key, key, coder="Ada")
    with pytest.raises(NotFound):
        merge_actors(archive, key, 99, coder="Ada")


def test_an_actor_on_very_many_passages_can_be_merged(archive: Archive) -> None:
    one, _ = add_actor(archive, "Hermon", coder="Ada")
    into, _ = add_actor(archive, "Harmon", coder="Ada")
    mark(archive, ActorChoice("Hermon"))
    with archive.change("mark", "Mark many", "Ada") as change:
        passages = [Passage(article_id=1, text_id=1, start=at, end=at + 1, coder_id=1) for at in range(700)]
        change.transaction.insert(passages)
        change.transaction.insert(
            [ActorTag(passage_id=passage.key, actor_id=one, coder_id=1) for passage in passages]
        )
    # As if there were more tags than SQLite takes values in one statement.
    connection: Any = archive._writer.raw_connection()  # type: ignore[union-attr]  # it is open to write
    connection.driver_connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 600)
    connection.close()
    changes = merge_actors(archive, one, into, coder="Ada")
    assert changes is not None
    assert len(changes.passages) == 701
    assert changes.articles == {1}


def test_deleting_an_actor_leaves_its_passages(archive: Archive) -> None:
    key, _ = add_actor(archive, "Harmon", aliases=("Hermon",), coder="Ada")
    passage = mark(archive, ActorChoice("Harmon"), ActorChoice("Government"))
    delete_actor(archive, key, coder="Ada")
    assert set(actors(archive)) == {"Government"}
    assert on_passage(archive, passage) == [("Government", "speaker")]
    archive.undo("Ada")
    assert actors(archive)["Harmon"].aliases == ("Hermon",)
    assert ("Harmon", "speaker") in on_passage(archive, passage)
    with pytest.raises(NotFound):
        delete_actor(archive, 99, coder="Ada")


def test_claim_types_are_made_along_a_path(archive: Archive) -> None:
    mark(archive, claims=(ClaimChoice("Accusation > Shelling > Of a market"),))
    mark(archive, claims=(ClaimChoice("accusation > SHELLING"), ClaimChoice("of a market")))
    types = claim_types(archive)
    assert [card.path for card in types.values()] == [
        "Accusation", "Accusation > Shelling", "Accusation > Shelling > Of a market",
    ]  # fmt: skip
    assert [card.uses for card in types.values()] == [0, 1, 2]
    assert len({card.colour for card in types.values()}) == 1


def test_claim_types_can_be_added_corrected_and_moved(archive: Archive) -> None:
    accusation, _ = add_claim_type(
        archive, "Accusation", definition=" says who did it ", colour=3, coder="Ada"
    )
    shelling, _ = add_claim_type(archive, "Shelling", parent_id=accusation, coder="Ada")
    denial, _ = add_claim_type(archive, "Denial", coder="Ada")
    types = claim_types(archive)
    assert (types["Accusation"].definition, types["Accusation"].colour) == ("says who did it", 3)
    assert (types["Shelling"].parent_id, types["Shelling"].colour) == (accusation, 3)
    edit_claim_type(archive, shelling, name="Bombardment", definition="d", colour=13, coder="Ada")
    move_claim_type(archive, shelling, denial, coder="Ada")
    card = claim_types(archive)["Bombardment"]
    assert (card.path, card.definition, card.colour) == ("Denial > Bombardment", "d", 1)
    move_claim_type(archive, shelling, None, coder="Ada")
    assert claim_types(archive)["Bombardment"].depth == 0


def test_a_taken_name_or_a_missing_parent_is_refused(archive: Archive) -> None:
    key, _ = add_claim_type(archive, "Denial", coder="Ada")
    other, _ = add_claim_type(archive, "Demand", coder="Ada")
    with pytest.raises(Refused, match="“Denial” already"):
        add_claim_type(archive, "dénial", coder="Ada")
    with pytest.raises(Refused, match="“Denial” already"):
        edit_claim_type(archive, other, name="DENIAL", coder="Ada")
    assert edit_claim_type(archive, key, name="Denial", coder="Ada") is None
    for change in (
        lambda: add_claim_type(archive, "New", parent_id=99, coder="Ada"),
        lambda: edit_claim_type(archive, 99, name="x", coder="Ada"),
        lambda: move_claim_type(archive, key, 99, coder="Ada"),
        lambda: move_claim_type(archive, 99, None, coder="Ada"),
        lambda: delete_claim_type(archive, 99, coder="Ada"),
    ):
        with pytest.raises(NotFound):
            change()


def test_a_claim_type_never_stands_below_itself(archive: Archive) -> None:
    top, _ = add_claim_type(archive, "Accusation", coder="Ada")
    middle, _ = add_claim_type(archive, "Shelling", parent_id=top, coder="Ada")
    low, _ = add_claim_type(archive, "Of a market", parent_id=middle, coder="Ada")
    for below in (top, middle, low):
        with pytest.raises(Refused, match="below itself"):
            move_claim_type(archive, top, below, coder="Ada")


def test_deleting_a_claim_type_moves_those_below_it_up(archive: Archive) -> None:
    passage = mark(
        archive, claims=(ClaimChoice("Accusation > Shelling > Of a market"), ClaimChoice("Shelling"))
    )
    before = claim_types(archive)
    delete_claim_type(archive, before["Shelling"].id, coder="Ada")
    assert [card.path for card in claim_types(archive).values()] == ["Accusation", "Accusation > Of a market"]
    with archive.reading() as session:
        (card,) = queries.passage_cards(session, [passage])
    assert [claim.name for claim in card.claims] == ["Of a market"]
    archive.undo("Ada")
    assert claim_types(archive) == before


def test_a_codebook_file_is_added_once(archive: Archive, tmp_path: Path) -> None:
    from archive_app.operations.sample import import_codebook

    add_actor(archive, "Hermon", coder="Ada")
    file = tmp_path / "codebook.json"
    file.write_text(
        '{"actors": [{"name": "Harmon", "kind": "person", "description": "d", "aliases": ["Hermon", "H."]}],'
        ' "claim_types": [{"name": "Denial", "parent": null, "definition": "no", "colour": 5},'
        ' {"name": "Of a toll", "parent": "Denial", "definition": "", "colour": 6}]}',
        "utf-8",
    )
    assert import_codebook(archive, file, coder="Ada") is not None
    assert actors(archive)["Harmon"].aliases == ("H.",)
    assert [(card.path, card.colour) for card in claim_types(archive).values()] == [
        ("Denial", 5), ("Denial > Of a toll", 6),
    ]  # fmt: skip
    assert import_codebook(archive, file, coder="Ada") is None


def test_names_that_differ_in_a_mark_that_makes_another_letter_are_two_actors(archive: Archive) -> None:
    mark(archive, ActorChoice("ハン"))
    mark(archive, ActorChoice("パン"))
    assert set(actors(archive)) == {"ハン", "パン"}


def test_an_alias_as_written_wins_over_a_name_spelt_nearly_so(archive: Archive) -> None:
    add_actor(archive, "Sánchez", coder="Ada")
    other, _ = add_actor(archive, "Pedro", coder="Ada")
    with archive.change("import", "From elsewhere", "Ada") as change:
        change.transaction.insert(ActorAlias(actor_id=other, name="Sanchez"))
    assert on_passage(archive, mark(archive, ActorChoice("Sanchez"))) == [("Pedro", "speaker")]


def test_a_path_that_puts_a_claim_type_elsewhere_is_refused(archive: Archive) -> None:
    mark(archive, claims=(ClaimChoice("Accusation > Shelling"),))
    with pytest.raises(Refused, match="already in the codebook, as “Accusation > Shelling”"):
        mark(archive, claims=(ClaimChoice("Denial > Shelling"),))
    assert set(claim_types(archive)) == {"Accusation", "Shelling"}
    mark(archive, claims=(ClaimChoice("accusation > shelling"),))
    mark(archive, claims=(ClaimChoice("Shelling > Of houses"),))
    assert claim_types(archive)["Of houses"].path == "Accusation > Shelling > Of houses"


def test_a_loop_of_claim_types_is_shown_and_can_be_untied(archive: Archive) -> None:
    one, _ = add_claim_type(archive, "One", coder="Ada")
    two, _ = add_claim_type(archive, "Two", parent_id=one, coder="Ada")
    other, _ = add_claim_type(archive, "Other", coder="Ada")
    with archive.change("import", "From elsewhere", "Ada") as change:
        change.transaction.update(change.session.get_one(ClaimType, one), parent_id=two)
    assert set(claim_types(archive)) == {"One", "Two", "Other"}
    assert claim_types(archive)["One"].depth == 0
    assert any("stands below itself" in problem for problem in check_archive(archive).problems)
    move_claim_type(archive, other, two, coder="Ada")
    move_claim_type(archive, one, None, coder="Ada")
    assert claim_types(archive)["Other"].path == "One > Two > Other"
    assert check_archive(archive).ok


def test_what_no_database_can_hold_is_replaced_in_descriptions(archive: Archive) -> None:
    key, _ = add_actor(archive, "Zed", description="half \ud83d", aliases=("zed \ud83d",), coder="Ada")
    assert actors(archive)["Zed"].description == "half \ufffd"
    edit_actor(archive, key, description="other \ud83d", aliases=("Z\ud83d",), coder="Ada")
    assert actors(archive)["Zed"].aliases == ("Z\ufffd",)
    claim, _ = add_claim_type(archive, "Claim", definition="half \ud83d", coder="Ada")
    edit_claim_type(archive, claim, definition="other \ud83d", coder="Ada")
    assert claim_types(archive)["Claim"].definition == "other \ufffd"
