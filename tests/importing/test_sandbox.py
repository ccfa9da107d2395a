import os
import signal
import sys
import threading
import time
from collections.abc import Iterator

import pytest

from archive_app.importing.draft import Reading
from archive_app.importing.limits import Limits
from archive_app.importing.reader import Material, Unreadable
from archive_app.importing.reading import Part
from archive_app.importing.sandbox import Sandbox
from archive_app.importing.worker import decode_reply, encode
from archive_app.model.errors import Cancelled

GOOD = b"Truce holds in the south\n\nObservers counted twelve shots on Monday.\n"
SLOW = (
    b"<html><body>"
    + b"<div><p>A sentence of a page that is long, with a <a href=x>link</a>.</p></div>" * 60_000
)
pytestmark = pytest.mark.spawned
posix = pytest.mark.skipif(os.name == "nt", reason="limits are kept by POSIX systems")


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as shared:
        yield shared


def pids(sandbox: Sandbox) -> list[int]:
    return [worker.process.pid or 0 for worker in sandbox._alive]


def test_a_file_is_read_in_another_process(sandbox: Sandbox) -> None:
    assert sandbox.read("story.txt", GOOD).drafts[0].title == "Truce holds in the south"
    assert os.getpid() not in pids(sandbox)


def test_the_worker_stays_for_the_next_file(sandbox: Sandbox) -> None:
    sandbox.read("story.txt", GOOD)
    before = pids(sandbox)
    sandbox.read("story.txt", GOOD)
    assert pids(sandbox) == before


def test_nothing_starts_before_there_is_a_file() -> None:
    with Sandbox() as idle:
        assert list(idle.read_all([])) == []
        assert pids(idle) == []


def test_what_cannot_be_read_says_why(sandbox: Sandbox) -> None:
    with pytest.raises(Unreadable, match="The file is empty"):
        sandbox.read("story.txt", b"")


def test_outcomes_come_in_the_order_asked_from_two_workers() -> None:
    materials = [
        Material(f"{number}.txt", b"Number %d\n\nIs a story.\n" % number if number % 7 else b"")
        for number in range(60)
    ]
    with Sandbox(workers=2) as pair:
        outcomes = list(pair.read_all(iter(materials)))
        assert len(pair._alive) == 2
    assert [material for material, _ in outcomes] == materials
    assert [isinstance(outcome, Reading) for _, outcome in outcomes] == [
        bool(number % 7) for number in range(60)
    ]


@posix
def test_a_file_that_needs_too_much_memory_is_named_and_the_next_goes_on() -> None:
    with Sandbox(limits=Limits(memory_bytes=200 << 20, wall_seconds=120)) as small:
        first, second = [
            outcome
            for _, outcome in small.read_all(
                [Material("big.txt", b"word " * 15_000_000), Material("b.txt", GOOD)]
            )
        ]
    assert isinstance(first, Unreadable)
    assert "memory" in str(first)
    assert isinstance(second, Reading)


@posix
def test_a_file_too_large_for_its_worker_to_take_in_is_set_aside() -> None:
    with Sandbox(limits=Limits(memory_bytes=100 << 20, wall_seconds=120)) as small:
        with pytest.raises(Unreadable, match="crashed the reader"):
            small.read("big.txt", b"word " * 15_000_000)
        assert small.read("b.txt", GOOD).drafts


@posix
def test_a_file_that_stalls_is_stopped_and_the_next_goes_on() -> None:
    with Sandbox(limits=Limits(wall_seconds=2)) as hasty:
        hasty.read("warm.txt", GOOD)
        # It neither computes nor answers, however busy the machine is.
        os.kill(pids(hasty)[0], signal.SIGSTOP)
        first, second = [
            outcome for _, outcome in hasty.read_all([Material("a.txt", GOOD), Material("b.txt", GOOD)])
        ]
        assert hasty.restarts == 1
    assert isinstance(first, Unreadable)
    assert "longer than 2 seconds" in str(first)
    assert isinstance(second, Reading)


@posix
def test_a_file_that_only_computes_is_stopped() -> None:
    with Sandbox(limits=Limits(cpu_seconds=0)) as busy:
        outcome = dict(busy.read_all([Material("slow.html", SLOW)])).popitem()[1]
    assert "seconds of computing" in str(outcome)


def test_more_text_than_allowed_is_refused() -> None:
    with Sandbox(limits=Limits(reply_bytes=1000)) as narrow, pytest.raises(Unreadable, match="More text"):
        narrow.read("long.txt", GOOD * 100)


def test_a_file_larger_than_allowed_is_not_even_sent() -> None:
    with Sandbox(limits=Limits(file_bytes=1 << 20)) as narrow:
        with pytest.raises(Unreadable, match="too large: 2 MB, and a file may have 1 MB"):
            narrow.read("long.txt", b"x" * (2 << 20))
        assert pids(narrow) == []


@posix
def test_a_worker_killed_while_idle_is_replaced_without_a_word(sandbox: Sandbox) -> None:
    sandbox.read("story.txt", GOOD)
    (pid,) = pids(sandbox)
    os.kill(pid, signal.SIGKILL)
    time.sleep(0.05)
    assert sandbox.read("story.txt", GOOD).drafts


@posix
def test_a_file_that_kills_its_worker_twice_is_set_aside() -> None:
    killed: set[int] = set()
    with Sandbox() as victim:
        victim.read("warm.txt", GOOD)

        def kill_whoever_reads() -> None:
            while len(killed) < 2:
                for worker in list(victim._alive):
                    if worker.place is not None and worker.process.pid not in killed:
                        killed.add(worker.process.pid or 0)
                        os.kill(worker.process.pid or 0, signal.SIGKILL)
                time.sleep(0.01)

        killer = threading.Thread(target=kill_whoever_reads)
        killer.start()
        outcome = dict(victim.read_all([Material("slow.html", SLOW)])).popitem()[1]
        killer.join()
        assert "crashed the reader" in str(outcome)
        assert victim.read("story.txt", GOOD).drafts


def test_cancelling_takes_less_than_200_milliseconds() -> None:
    def cancelled_after() -> float:
        asked = threading.Event()
        started = time.monotonic()
        threading.Timer(0.2, asked.set).start()
        with pytest.raises(Cancelled):
            sandbox.read("slow.html", SLOW, cancelled=asked.is_set)
        assert pids(sandbox) == []
        return time.monotonic() - started

    with Sandbox() as sandbox:
        sandbox.read("warm.txt", GOOD)
        # On a machine that is busy with other things, one of several is let through in time.
        assert any(cancelled_after() < 0.4 for _ in range(5))


def test_closing_leaves_no_process_behind() -> None:
    with Sandbox(workers=2) as pair:
        list(pair.read_all([Material(f"{number}.txt", GOOD) for number in range(8)]))
        left = pids(pair)
    if sys.platform == "linux":
        assert not [pid for pid in left if os.path.exists(f"/proc/{pid}/exe")]  # noqa: PTH110


@posix
def test_a_worker_may_not_reach_out() -> None:
    # The rules themselves, in a process of their own, because there is no way back from them.
    import subprocess

    script = (
        "import socket, subprocess, os, tempfile\n"
        "from archive_app.importing.limits import Limits, confine\n"
        "confine(Limits())\n"
        "def refused(act):\n"
        "    try: act()\n"
        "    except PermissionError as error: return 'must not' in str(error)\n"
        "    return False\n"
        "assert refused(lambda: socket.create_connection(('127.0.0.1', 9), timeout=1))\n"
        "assert refused(lambda: socket.getaddrinfo('post.example', 80))\n"
        "assert refused(lambda: subprocess.run(['true']))\n"
        "assert refused(lambda: os.system('true'))\n"
        "assert refused(lambda: open('/tmp/never', 'w'))\n"
        "assert refused(lambda: os.remove('/tmp/never'))\n"
        "assert open('/dev/null').read() == ''\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_whatever_a_worker_says_can_be_stored() -> None:
    said = Part((0,), "half \ud83d a pair.txt", Unreadable("It holds \udc00."))
    assert decode_reply(encode(said)).member == "half ? a pair.txt"
    assert str(decode_reply(encode(said)).outcome) == "It holds ?."
