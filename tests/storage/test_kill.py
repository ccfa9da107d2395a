"""A process that is killed in the middle of tagging loses nothing that it had said was done."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from archive_app.operations.checking import check_archive
from archive_app.storage import queries
from archive_app.storage.archive import Archive, open_archive

ROOT = Path(__file__).parents[2]
SCRIPT = Path(__file__).with_name("tagging_process.py")


def tag_and_kill(folder: Path, first: int, seconds: float) -> list[tuple[int, int]]:
    """Tag for a while, kill the process, and return what it had acknowledged: passage key and number."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, str(SCRIPT), str(folder), str(first)], stdout=subprocess.PIPE, env=environment
    ) as tagging:
        assert tagging.stdout is not None
        said = tagging.stdout.readline()
        time.sleep(seconds)
        tagging.kill()
        said += tagging.stdout.read()
    lines = said.decode().split("\n")[:-1]  # what follows the last line break was not said to its end
    return [(int(key), int(number)) for key, number in map(str.split, lines)]


@pytest.mark.parametrize("seed", range(3))
def test_kill_9_loses_no_acknowledged_tag_and_undo_takes_back_the_last(archive: Archive, seed: int) -> None:
    folder = archive.places.folder
    archive.close()
    acknowledged: dict[int, int] = {}
    chance = random.Random(seed)
    for _ in range(2):
        first = max(acknowledged.values(), default=0) + 100
        acknowledged.update(tag_and_kill(folder, first, chance.random() * 0.3))
        with open_archive(folder) as archive:
            with archive.reading() as session:
                cards = {
                    card.id: card for card in queries.passage_cards(session, queries.passage_ids(session))
                }
            assert set(acknowledged) <= set(cards)
            for key, number in acknowledged.items():
                assert [actor.name for actor in cards[key].actors] == [f"Actor {number}"]
                assert [claim.name for claim in cards[key].claims] == [f"Type {number}"]
            assert len(cards) - len(acknowledged) <= 1, "at most the one that was about to be said"
            assert check_archive(archive).problems == ()
            last = max(cards)
            archive.undo("Ada")
            with archive.reading() as session:
                assert set(queries.passage_ids(session)) == set(cards) - {last}
            archive.redo("Ada")
        acknowledged.setdefault(last, int(cards[last].actors[0].name.removeprefix("Actor ")))
