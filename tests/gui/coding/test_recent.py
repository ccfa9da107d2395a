from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from archive_app.gui.coding.recent import RecentTags
from archive_app.gui.workspace import Workspace
from archive_app.model.values import Role, Stance
from archive_app.operations.codebook import delete_actor, edit_actor
from archive_app.operations.tagging import ActorChoice, ClaimChoice, mark_passage
from archive_app.storage.archive import Archive
from archive_app.storage.queries import actors


@pytest.fixture
def workspace(archive: Archive) -> Iterator[Workspace]:
    workspace = Workspace(archive, "Ada")
    yield workspace
    workspace.close()


def actor(number: int) -> ActorChoice:
    return ActorChoice(f"Actor {number}")


def test_a_new_tag_comes_to_the_first_key(qtbot: QtBot) -> None:
    recent = RecentTags()
    recent.use(actor(1))
    recent.use(ClaimChoice("Accusation", Stance.OPPOSES))
    assert recent.at(1) == ClaimChoice("Accusation", Stance.OPPOSES)
    assert recent.at(2) == actor(1)
    assert recent.at(3) is None


def test_keys_stay_where_they_are_when_a_tag_is_used_again(qtbot: QtBot) -> None:
    recent = RecentTags()
    for number in range(3):
        recent.use(actor(number))
    before = recent.all()
    recent.use(actor(0))
    assert recent.all() == before


def test_the_one_unused_for_longest_makes_room(qtbot: QtBot) -> None:
    recent = RecentTags()
    for number in range(9):
        recent.use(actor(number))
    recent.use(actor(0))
    recent.use(actor(9))
    assert len(recent.all()) == 9
    assert actor(0) in recent.all()
    assert actor(1) not in recent.all()


def test_one_actor_in_two_roles_has_two_keys(qtbot: QtBot) -> None:
    recent = RecentTags()
    recent.use(ActorChoice("Haftar", Role.SPEAKER))
    recent.use(ActorChoice("Haftar", Role.TARGET))
    assert len(recent.all()) == 2


def test_a_claim_type_made_by_its_path_is_known_by_its_name(qtbot: QtBot) -> None:
    recent = RecentTags()
    recent.use(ClaimChoice("Accusation > Looting"))
    assert recent.at(1) == ClaimChoice("Looting")


def test_an_archive_opens_with_its_newest_tags(workspace: Workspace, qtbot: QtBot) -> None:
    mark_passage(workspace.archive, 1, 0, 7, actors=[ActorChoice("A", Role.TARGET)], coder="Ada")
    mark_passage(workspace.archive, 1, 8, 14, actors=[ActorChoice("B")], coder="Ada")
    mark_passage(
        workspace.archive, 1, 2, 9, claims=[ClaimChoice("C", Stance.SUPPORTS)],
        actors=[ActorChoice("B")], coder="Ada",
    )  # fmt: skip
    recent = RecentTags()
    with qtbot.waitSignal(recent.changed):
        recent.follow(workspace)
    assert set(recent.all()) == {
        ClaimChoice("C", Stance.SUPPORTS), ActorChoice("B"), ActorChoice("A", Role.TARGET),
    }  # fmt: skip
    assert recent.at(3) == ActorChoice("A", Role.TARGET)


def test_a_renamed_actor_keeps_its_key(workspace: Workspace, qtbot: QtBot) -> None:
    mark_passage(workspace.archive, 1, 0, 7, actors=[ActorChoice("Old")], coder="Ada")
    recent = RecentTags()
    with qtbot.waitSignal(recent.changed):
        recent.follow(workspace)
    with workspace.archive.reading() as session:
        key = actors(session)[0].id
    with qtbot.waitSignal(recent.changed):
        workspace.run(lambda archive: edit_actor(archive, key, name="New", coder="Ada"))
    assert recent.all() == (ActorChoice("New"),)


def test_a_deleted_actor_leaves_its_key(workspace: Workspace, qtbot: QtBot) -> None:
    mark_passage(workspace.archive, 1, 0, 7, actors=[ActorChoice("Gone")], coder="Ada")
    recent = RecentTags()
    with qtbot.waitSignal(recent.changed):
        recent.follow(workspace)
    with workspace.archive.reading() as session:
        key = actors(session)[0].id
    with qtbot.waitSignal(recent.changed):
        workspace.run(lambda archive: delete_actor(archive, key, coder="Ada"))
    assert recent.all() == ()


def test_a_tag_is_named_with_its_part(qtbot: QtBot) -> None:
    recent = RecentTags()
    assert recent.label(ActorChoice("Haftar", Role.TARGET)) == "Haftar, target"
    assert recent.label(ClaimChoice("Demand", Stance.OPPOSES)) == "Demand, opposes"
