"""Whatever was done: undoing all of it leads back to the beginning, redoing all of it to the end."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from archive_app.model.errors import ArchiveError
from archive_app.model.tables import JOURNALLED, Actor, ActorTag, Article, ClaimTag, ClaimType, Passage
from archive_app.model.values import Role, Stance
from archive_app.operations import articles, codebook, tagging
from archive_app.operations.checking import check_archive
from archive_app.operations.tagging import ActorChoice, ClaimChoice
from archive_app.storage.archive import Archive, create_archive, open_archive
from archive_app.storage.journal import table_of

Dump = dict[str, list[dict[str, Any]]]
NAMES = ("Harmon", "Government", "Rebels", "harmon", "Ministry")
TYPES = ("Accusation", "Accusation > Shelling", "Denial", "Demand > Embargo", "denial")


def dump(archive: Archive) -> Dump:
    """Every row that a person's work stands in."""
    with archive.reading() as session:
        return {
            table.name: [dict(row) for row in session.execute(select(table).order_by(table.c.id)).mappings()]
            for table in map(table_of, JOURNALLED)
        }


def some(archive: Archive, model: Any, chance: random.Random) -> int:
    """The key of a row, or now and then of none."""
    with archive.reading() as session:
        keys = list(session.execute(select(table_of(model).c.id)).scalars())
    return chance.choice(keys) if keys and chance.random() < 0.95 else 999


def _operations(archive: Archive, chance: random.Random) -> dict[str, Callable[[], object]]:
    def key(model: Any) -> int:
        return some(archive, model, chance)

    actor = ActorChoice(chance.choice(NAMES), chance.choice(list(Role)))
    claim = ClaimChoice(chance.choice(TYPES), chance.choice(list(Stance)))
    start, coder = chance.randrange(60), chance.choice(("Ada", "Ben"))
    end = start + chance.randrange(40)
    return {
        "mark": lambda: tagging.mark_passage(
            archive, key(Article), start, end, actors=[actor], claims=[claim], memo="m", coder=coder
        ),
        "tag actor": lambda: tagging.tag_actor(archive, key(Passage), actor, coder=coder),
        "tag claim": lambda: tagging.tag_claim(archive, key(Passage), claim, coder=coder),
        "set role": lambda: tagging.set_role(archive, key(ActorTag), actor.role, coder=coder),
        "set stance": lambda: tagging.set_stance(archive, key(ClaimTag), claim.stance, coder=coder),
        "remove actor": lambda: tagging.remove_actor_tag(archive, key(ActorTag), coder=coder),
        "remove claim": lambda: tagging.remove_claim_tag(archive, key(ClaimTag), coder=coder),
        "memo": lambda: tagging.set_memo(archive, key(Passage), str(start), coder=coder),
        "move": lambda: tagging.move_passage(archive, key(Passage), start, end, coder=coder),
        "delete passages": lambda: tagging.delete_passages(
            archive, [key(Passage), key(Passage)], coder=coder
        ),
        "edit article": lambda: articles.edit_article(archive, key(Article), title=str(start), coder=coder),
        "delete article": lambda: articles.delete_articles(archive, [key(Article)], coder=coder),
        "add actor": lambda: codebook.add_actor(archive, actor.name, aliases=(str(start),), coder=coder),
        "edit actor": lambda: codebook.edit_actor(
            archive, key(Actor), name=actor.name, aliases=(str(end), str(start)), coder=coder
        ),
        "merge actors": lambda: codebook.merge_actors(archive, key(Actor), key(Actor), coder=coder),
        "delete actor": lambda: codebook.delete_actor(archive, key(Actor), coder=coder),
        "add claim type": lambda: codebook.add_claim_type(
            archive, f"Type {start}", parent_id=key(ClaimType), coder=coder
        ),
        "edit claim type": lambda: codebook.edit_claim_type(
            archive, key(ClaimType), name=f"Type {end}", colour=start, coder=coder
        ),
        "move claim type": lambda: codebook.move_claim_type(
            archive, key(ClaimType), key(ClaimType), coder=coder
        ),
        "delete claim type": lambda: codebook.delete_claim_type(archive, key(ClaimType), coder=coder),
    }


OPERATIONS = (
    "mark", "mark", "mark", "tag actor", "tag claim", "set role", "set stance", "remove actor",
    "remove claim", "memo", "move", "delete passages", "edit article", "delete article", "add actor",
    "edit actor", "merge actors", "delete actor", "add claim type", "edit claim type", "move claim type",
    "delete claim type", "undo", "undo", "redo",
)  # fmt: skip


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory, add_article: Callable[..., int]) -> Path:
    """An archive with three articles, to be copied: making one takes longer than working in it."""
    folder = tmp_path_factory.mktemp("template") / "archive"
    with create_archive(folder) as archive:
        for number in range(3):
            add_article(archive, f"Article {number}\n\n" + "The government accused the rebels. " * 4)
    return folder


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(names=st.lists(st.sampled_from(OPERATIONS), max_size=25), seed=st.integers(0, 2**32))
def test_undoing_everything_and_redoing_everything_leads_to_the_same_rows(
    template: Path, tmp_path_factory: pytest.TempPathFactory, names: list[str], seed: int
) -> None:
    folder = tmp_path_factory.mktemp("undo") / "archive"
    shutil.copytree(template, folder)
    chance = random.Random(seed)
    with open_archive(folder) as archive:
        for name in names:
            before = dump(archive)
            try:
                if name == "undo":
                    archive.undo("Ada")
                elif name == "redo":
                    archive.redo("Ada")
                else:
                    _operations(archive, chance)[name]()
            except ArchiveError:
                assert dump(archive) == before, "what is refused changes nothing"
        end = dump(archive)
        assert check_archive(archive).problems == ()

    with open_archive(folder) as archive:
        steps = [end]
        while archive.undo("Ada") is not None:
            steps.append(dump(archive))
        assert not any(steps[-1].values()), "not even the imports are left"
    with open_archive(folder) as archive:
        for step in reversed(steps[:-1]):
            assert archive.redo("Ada") is not None
            assert dump(archive) == step
        assert check_archive(archive).problems == ()
