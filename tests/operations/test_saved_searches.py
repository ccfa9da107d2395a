"""Saved searches: kept, renamed, changed, counted, deleted, undone."""

import pytest

from archive_app.model.errors import NotFound, Refused
from archive_app.operations.codebook import delete_actor, edit_actor, edit_claim_type
from archive_app.operations.collections import add_label, create_collection, delete_collection, delete_label
from archive_app.operations.saved_searches import (
    SearchCounts,
    change_search,
    count_searches,
    delete_searches,
    rename_search,
    save_search,
)
from archive_app.operations.searching import Searching
from archive_app.operations.tagging import ActorChoice, ClaimChoice, mark_passage
from archive_app.search.index import open_index
from archive_app.search.indexer import catch_up
from archive_app.storage.archive import Archive
from archive_app.storage.queries import actors, claim_types
from archive_app.storage.saved_searches import SavedSearchCard, saved_searches


def kept(archive: Archive) -> list[SavedSearchCard]:
    with archive.reading() as session:
        return saved_searches(session)


def names(archive: Archive) -> list[tuple[str, str]]:
    return [(each.name, each.query) for each in kept(archive)]


def test_a_search_is_kept_under_a_name_and_listed_by_it(archive: Archive) -> None:
    save_search(archive, "  the   war ", "dabrek OR\n shelling", coder="Ada")
    save_search(archive, "Arabic", "الهدنة", order="newest", coder="Ada")
    assert names(archive) == [("Arabic", "الهدنة"), ("the war", "dabrek OR shelling")]
    assert kept(archive)[0].order == "newest"


def test_every_change_can_be_undone(archive: Archive) -> None:
    saved = save_search(archive, "war", "dabrek", coder="Ada")
    rename_search(archive, saved.id, "The war", coder="Ada")
    change_search(archive, saved.id, "shelling", coder="Ada")
    delete_searches(archive, [saved.id], coder="Ada")
    assert names(archive) == []
    for expected in ([("The war", "shelling")], [("The war", "dabrek")], [("war", "dabrek")], []):
        archive.undo("Ada")
        assert names(archive) == expected


def test_two_searches_cannot_share_a_name(archive: Archive) -> None:
    first = save_search(archive, "war", "dabrek", coder="Ada")
    second = save_search(archive, "peace", "truce", coder="Ada")
    with pytest.raises(Refused, match="already"):
        save_search(archive, "war", "x", coder="Ada")
    with pytest.raises(Refused, match="already"):
        rename_search(archive, second.id, "war", coder="Ada")
    assert rename_search(archive, first.id, "war", coder="Ada") is None


@pytest.mark.parametrize(
    ("name", "query", "order"), [("", "x", "newest"), ("x", " ", "newest"), ("x", "y", "z")]
)
def test_what_is_empty_or_unknown_is_refused(archive: Archive, name: str, query: str, order: str) -> None:
    with pytest.raises(Refused):
        save_search(archive, name, query, order=order, coder="Ada")
    assert names(archive) == []


def test_what_is_gone_is_told_of(archive: Archive) -> None:
    for operation in (
        lambda: rename_search(archive, 9, "x", coder="Ada"),
        lambda: change_search(archive, 9, "x", coder="Ada"),
        lambda: delete_searches(archive, [9], coder="Ada"),
    ):
        with pytest.raises(NotFound):
            operation()


def test_the_counts_follow_the_archive(archive: Archive) -> None:
    one = save_search(archive, "shells", "shelling", coder="Ada").id
    two = save_search(archive, "nothing", "nowhere", coder="Ada").id
    index = open_index(archive)
    catch_up(archive, index)
    searching = Searching(archive, index)
    assert count_searches(searching, kept(archive)) == {one: SearchCounts(1, 0), two: SearchCounts(0, 0)}
    mark_passage(archive, 1, 144, 200, coder="Ada")
    catch_up(archive, index)
    assert count_searches(searching, kept(archive))[one] == SearchCounts(1, 1)
    assert count_searches(searching, kept(archive), cancelled=lambda: True) == {}


def test_saved_searches_outlive_what_they_name_and_count_what_undo_brings_back(archive: Archive) -> None:
    mark_passage(
        archive, 1, 46, 68, coder="Ada", actors=[ActorChoice("Dabrek")], claims=[ClaimChoice("Denial")]
    )
    create_collection(archive, "Siege", articles=[1], coder="Ada")
    add_label(archive, "Front", [1], coder="Ada")
    queries = ("actor:Dabrek", "claim:Denial", "collection:Siege", "label:Front")
    for query in queries:
        save_search(archive, query, query, coder="Ada")
    index = open_index(archive)
    searching = Searching(archive, index)
    with archive.reading() as session:
        actor, claim = actors(session)[0].id, claim_types(session)[0].id
        saved = saved_searches(session)

    def counts() -> list[int]:
        catch_up(archive, index)
        found = count_searches(searching, saved)
        return [next(found[each.id].articles for each in saved if each.query == query) for query in queries]

    assert counts() == [1, 1, 1, 1]
    for place, step in enumerate(
        (
            lambda: edit_actor(archive, actor, name="The Marshal", coder="Ada"),
            lambda: edit_claim_type(archive, claim, name="Refusal", coder="Ada"),
            lambda: delete_collection(archive, 1, coder="Ada"),
            lambda: delete_label(archive, 1, coder="Ada"),
        )
    ):
        step()
        assert counts() == [0 if at == place else 1 for at in range(4)]
        archive.undo("Ada")
        assert counts() == [1, 1, 1, 1]
    delete_actor(archive, actor, coder="Ada")
    assert counts()[0] == 0
    assert searching.search("actor:Dabrek").understood == "with dabrek (no such name)"
    archive.undo("Ada")
    assert counts() == [1, 1, 1, 1]
