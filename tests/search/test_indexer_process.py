"""The process that keeps the index up to date: quick, stoppable, and killable at any moment."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from archive_app.search.indexer import IndexerProcess, IndexProgress
from archive_app.storage.journal import last_sequence

pytestmark = pytest.mark.spawned


def wait_until(holds: Callable[[], object], seconds: float = 30.0) -> float:
    began = time.perf_counter()
    while not holds():
        assert time.perf_counter() - began < seconds, "waited too long"
        time.sleep(0.005)
    return time.perf_counter() - began


@pytest.fixture
def reports() -> list[IndexProgress]:
    return []


@pytest.fixture
def indexer(desk, reports: list[IndexProgress]) -> Iterator[IndexerProcess]:
    process = IndexerProcess(desk.archive.places.folder, reports.append)
    process.start()
    yield process
    process.stop()


def test_a_new_tag_is_findable_within_a_second(desk, search, indexer, reports) -> None:
    article = desk.article("Haftar denies the embargo.")
    wait_until(lambda: any(report.state == "ready" for report in reports))
    for at in range(3):
        passage = desk.passage(article, "denies", actors=[(f"Actor{at}", "speaker")])
        indexer.poke()
        waited = wait_until(lambda name=f"actor{at}", key=passage: search.passages(name) == {key})
        assert waited < 1.0


def test_what_nobody_poked_about_is_found_in_the_end(desk, search, indexer, reports) -> None:
    wait_until(lambda: any(report.state == "ready" for report in reports))
    article = desk.article("The truce holds.")
    wait_until(lambda: search.articles("truce") == {article}, 10)


def test_it_stops_promptly_and_leaves_no_process(desk, indexer, reports) -> None:
    for at in range(300):
        desk.article(f"The truce number{at} holds. " * 30)
    indexer.poke()
    pid = indexer.pid
    began = time.perf_counter()
    indexer.stop()
    assert time.perf_counter() - began < 3
    assert not indexer.is_running
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def work_and_kill(desk, reports: list[IndexProgress], kills: int) -> None:
    """Work on an archive while its indexer is killed again and again, and let it catch up in the end."""
    dice = random.Random(5)
    indexer = IndexerProcess(desk.archive.places.folder, reports.append)
    indexer.start()
    try:
        wait_until(lambda: indexer.is_running)
        for kill in range(kills):
            for at in range(dice.randint(5, 40)):
                article = desk.article(f"The truce number{at} of round{kill} holds. " * 5)
                if dice.random() < 0.5:
                    desk.passage(article, f"number{at}", actors=[("Haftar", "speaker")])
                if dice.random() < 0.2:
                    desk.delete_article(article)
                indexer.poke()
            time.sleep(dice.random() * 0.5 if kill else 1.5)
            reports.clear()
            os.kill(indexer.pid, signal.SIGKILL)
            wait_until(lambda: any(report.state == "ready" for report in reports))
        indexer.poke()
        with desk.archive.reading() as session:
            sequence = last_sequence(session)
        wait_until(lambda: any(report.watermark == sequence for report in reports))
    finally:
        indexer.stop()


def test_killed_at_any_moment_it_comes_back_and_ends_equal_to_a_clean_build(
    desk, search, reports, clean_contents
) -> None:
    work_and_kill(desk, reports, 3)
    assert search.contents() == clean_contents()


@pytest.mark.slow
def test_killed_fifty_times_it_ends_equal_to_a_clean_build(desk, search, reports, clean_contents) -> None:
    work_and_kill(desk, reports, 50)
    assert search.contents() == clean_contents()


def test_after_too_many_deaths_it_says_so(desk, reports) -> None:
    indexer = IndexerProcess(desk.archive.places.folder, reports.append)
    indexer.start()
    try:
        for _ in range(4):
            before = indexer.pid
            os.kill(before, signal.SIGKILL)
            wait_until(lambda pid=before: indexer.pid != pid or reports)
        wait_until(lambda: any(report.state == "failed" for report in reports))
    finally:
        indexer.stop()


def test_it_ends_when_its_parent_is_killed(desk, tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(
        "import sys, time\n"
        "from pathlib import Path\n"
        "from archive_app.search.indexer import IndexerProcess\n"
        "if __name__ == '__main__':\n"
        "    ready = []\n"
        "    process = IndexerProcess(Path(sys.argv[1]), ready.append)\n"
        "    process.start()\n"
        "    while not ready: time.sleep(0.01)\n"
        "    print(process.pid, flush=True)\n"
        "    time.sleep(60)\n"
    )
    root = Path(__file__).parents[2]
    parent = subprocess.Popen(
        [sys.executable, str(script), str(desk.archive.places.folder)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    wait_until(lambda: not _lives(pid), 10)


def _lives(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    if stat.parent.parent.exists():
        return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
