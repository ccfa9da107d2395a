"""Several entries of the journal that are one step: taken back, done again and listed together."""

import pytest

from archive_app.model.errors import Refused
from archive_app.model.tables import Actor, ActorAlias, Coder
from archive_app.operations.checking import check_archive
from archive_app.storage.archive import Archive, open_archive
from archive_app.storage.history import history
from archive_app.storage.journal import tops
from archive_app.storage.queries import facets


def add(archive: Archive, name: str, *, goes_on: int | None = None) -> int:
    """Add a coder as a part of a step; return the step."""
    with archive.change("add coder", f"Add up to {name}", "Ada") as change:
        change.goes_on = goes_on
        change.transaction.insert(Coder(name=name))
    assert change.changes is not None
    return change.changes.step


def coders(archive: Archive) -> str:
    with archive.reading() as session:
        return "".join(facets(session).coders)


def labels(archive: Archive) -> tuple[str | None, str | None]:
    with archive.reading() as session:
        return tops(session).undo, tops(session).redo


def lines(archive: Archive) -> list[tuple[str, str, int]]:
    with archive.reading() as session:
        return [(line.operation, line.label, line.changes) for line in history(session)]


def test_a_step_of_three_entries_is_taken_back_and_done_again_at_once(empty_archive: Archive) -> None:
    folder = empty_archive.places.folder
    add(empty_archive, "X")
    step = add(empty_archive, "A")
    for name in "BC":
        assert add(empty_archive, name, goes_on=step) == step
    heard: list[tuple[int, int]] = []
    changes = empty_archive.undo("Ada", progress=lambda *now: heard.append(now))
    assert changes is not None
    assert len(changes.rows["coder"]) == 3
    assert heard == [(1, 3), (2, 3), (3, 3)]
    assert coders(empty_archive) == "X"
    assert labels(empty_archive) == ("Add up to X", "Add up to C")
    empty_archive.close()
    with open_archive(folder) as archive:
        for _ in range(3):
            archive.redo("Ada")
            assert coders(archive) == "ABCX"
            assert labels(archive) == ("Add up to C", None)
            archive.undo("Ada")
            assert coders(archive) == "X"
        archive.redo("Ada")
        assert lines(archive)[-3:] == [
            ("undo", "Add up to C", 3), ("add coder", "Add up to C", 3), ("add coder", "Add up to X", 1),
        ]  # fmt: skip
        assert len(lines(archive)) == 10
        assert check_archive(archive).problems == ()


def test_what_was_done_during_a_step_is_taken_back_before_it(empty_archive: Archive) -> None:
    step = add(empty_archive, "A")
    add(empty_archive, "T")
    add(empty_archive, "B", goes_on=step)
    add(empty_archive, "U")
    add(empty_archive, "C", goes_on=step)
    assert labels(empty_archive) == ("Add up to U", None)
    seen = []
    while empty_archive.undo("Ada"):
        seen.append(coders(empty_archive))
    assert seen == ["ABCT", "ABC", ""]
    seen = []
    while empty_archive.redo("Ada"):
        seen.append(coders(empty_archive))
    assert seen == ["ABC", "ABCT", "ABCTU"]
    assert check_archive(empty_archive).problems == ()


def test_what_was_undone_during_a_step_can_still_be_done_again(empty_archive: Archive) -> None:
    step = add(empty_archive, "A")
    add(empty_archive, "T")
    empty_archive.undo("Ada")
    add(empty_archive, "B", goes_on=step)
    assert labels(empty_archive) == ("Add up to B", "Add up to T")
    empty_archive.redo("Ada")
    assert coders(empty_archive) == "ABT"
    empty_archive.undo("Ada")
    empty_archive.undo("Ada")
    assert coders(empty_archive) == ""


def test_an_entry_that_needs_what_was_done_meanwhile_is_a_step_of_its_own(empty_archive: Archive) -> None:
    step = add(empty_archive, "A")
    with empty_archive.change("add actor", "Add Harmon", "Ada") as change:
        actor = Actor(name="Harmon", kind="person")
        change.transaction.insert(actor)
    with empty_archive.change("add alias", "Add alias", "Ada") as change:
        change.goes_on = step
        change.transaction.insert(ActorAlias(actor_id=actor.key, name="H."))
    assert labels(empty_archive) == ("Add alias", None)
    for _ in range(3):
        assert empty_archive.undo("Ada") is not None
    assert empty_archive.undo("Ada") is None


def test_a_step_that_was_taken_back_does_not_go_on(empty_archive: Archive) -> None:
    step = add(empty_archive, "A")
    empty_archive.undo("Ada")
    assert add(empty_archive, "B", goes_on=step) != step
    empty_archive.undo("Ada")
    assert coders(empty_archive) == ""


def test_a_step_under_way_is_not_taken_back(empty_archive: Archive) -> None:
    step = add(empty_archive, "A")
    empty_archive.steps_under_way.add(step)
    with pytest.raises(Refused, match="still under way"):
        empty_archive.undo("Ada")
    add(empty_archive, "T")
    assert empty_archive.undo("Ada") is not None
    empty_archive.steps_under_way.clear()
    assert empty_archive.undo("Ada") is not None
    assert coders(empty_archive) == ""


def test_an_undo_that_was_killed_half_way_goes_on_and_is_one_step_to_do_again(empty_archive: Archive) -> None:
    step = add(empty_archive, "A")
    for name in "BC":
        add(empty_archive, name, goes_on=step)

    def die(done: int, _of: int) -> None:
        if done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        empty_archive.undo("Ada", progress=die)
    assert coders(empty_archive) == "AB"
    empty_archive.undo("Ada")
    assert coders(empty_archive) == ""
    empty_archive.redo("Ada")
    assert coders(empty_archive) == "ABC"
    assert [line[0] for line in lines(empty_archive)] == ["redo", "undo", "add coder"]


def test_what_lies_beneath_may_grow_before_somebody_undoes_what_they_saw(empty_archive: Archive) -> None:
    step = add(empty_archive, "A")
    add(empty_archive, "T")
    add(empty_archive, "B", goes_on=step)
    assert empty_archive.undo("Ada", seen=2) is not None
    assert coders(empty_archive) == "AB"
    add(empty_archive, "V")
    with pytest.raises(Refused, match="Meanwhile"):
        empty_archive.undo("Ada", seen=4)
