"""Files inside of files, in the sandbox: one that breaks the reader is named, and the next goes on."""

import io
import os
import signal
import threading
import time
import zipfile
from collections.abc import Mapping

import pytest

from archive_app.importing import reading as reading_of_files
from archive_app.importing.draft import Reading
from archive_app.importing.gathering import MOST_DEATHS, Gathering
from archive_app.importing.limits import Limits
from archive_app.importing.reader import Material, Unreadable
from archive_app.importing.reading import Part, Resume, joined, read_material, read_parts
from archive_app.importing.sandbox import Sandbox
from tests.importing.hostile_folder import mailbox

posix = pytest.mark.skipif(os.name == "nt", reason="limits are kept by POSIX systems")
SLOW = (
    b"<html><body>"
    + b"<div><p>A sentence of a page that is long, with a <a href=x>link</a>.</p></div>" * 60_000
)


def story(number: int) -> bytes:
    return f"Report number {number}\n\nOn day {number} they counted {number + 7} shots.\n".encode()


def stored(files: Mapping[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as archive:
        for name, inside in files.items():
            archive.writestr(name, inside)
    return content.getvalue()


MAIL = (
    b"From: a@b.example\nSubject: With a note\nMIME-Version: 1.0\n"
    b"Content-Type: multipart/mixed; boundary=x\n\n"
    b"--x\n\nSee the note.\n--x\nContent-Disposition: attachment; filename=note.txt\n\nIt is quiet.\n--x--\n"
)
TREE = Material(
    "tree.zip",
    stored(
        {
            "a.txt": story(1),
            "in.zip": stored({"b.txt": story(2), "empty.txt": b"", "c.eml": MAIL}),
            "d.txt": story(3),
            "e.eml": MAIL.replace(b"quiet", b"loud"),
            "f.txt": story(4),
        }
    ),
)


def answered(parts: list[Part]) -> list[Part]:
    return [part for part in parts if part.outcome is not None]


def told(part: Part) -> tuple[tuple[int, ...], str, object]:
    outcome = part.outcome
    return part.place, part.member, str(outcome) if isinstance(outcome, Unreadable) else outcome


def test_reading_that_broke_off_anywhere_goes_on_to_the_same_end() -> None:
    whole = answered(list(read_parts(TREE)))
    assert [part.member for part in whole] == [
        "", "a.txt", "in.zip", "in.zip/b.txt", "in.zip/empty.txt", "in.zip/c.eml", "in.zip/c.eml/note.txt",
        "d.txt", "e.eml", "e.eml/note.txt", "f.txt",
    ]  # fmt: skip
    for number, last in enumerate(whole, 1):
        rest = answered(list(read_parts(TREE, Resume(last.place))))
        assert [told(part) for part in rest] == [told(part) for part in whole[number:]]


def test_what_is_skipped_is_not_touched_with_all_that_is_inside() -> None:
    rest = answered(list(read_parts(TREE, Resume((0,), skipped=((1,), (3,))))))
    assert [part.member for part in rest] == ["d.txt", "f.txt"]


def test_every_file_inside_is_announced_before_it_is_begun() -> None:
    announced: set[tuple[int, ...]] = {()}
    for part in read_parts(TREE):
        assert part.outcome is None or part.place in announced
        announced.add(part.place)


def test_the_sandbox_reads_the_same_as_this_process() -> None:
    with Sandbox() as sandbox:
        assert sandbox.read(TREE.name, TREE.content) == read_material(TREE)


def test_settings_reach_files_inside_of_files() -> None:
    russian = "Перемирие\n\nОно держится третий день, сказали наблюдатели.\n"
    content = stored({"in.zip": stored({"a.txt": russian.encode("koi8-r")})})
    with Sandbox() as sandbox:
        reading = sandbox.read("in.zip", content, settings={"encoding": "koi8-r"})
    assert reading.drafts[0].text == russian


def test_a_file_inside_that_stalls_is_stopped_and_the_next_goes_on() -> None:
    content = stored(
        {"a.txt": story(1), "slow.html": SLOW, "b.txt": story(2), "slow2.html": SLOW, "c.txt": story(3)}
    )
    with Sandbox(limits=Limits(wall_seconds=1.5)) as hasty:
        hasty.read("warm.html", b"<html><body><p>" + b"Words of a page. " * 50)
        reading = hasty.read("in.zip", content)
        assert hasty.restarts == 2
    assert [(draft.number, draft.member) for draft in reading.drafts] == [
        (1, "a.txt"),
        (3, "b.txt"),
        (5, "c.txt"),
    ]
    assert [item.member for item in reading.failed] == ["slow.html", "slow2.html"]
    assert all("longer than 1.5 seconds" in item.reason for item in reading.failed)


@posix
@pytest.mark.spawned  # a ready-made process has much in memory before the file comes
def test_a_file_inside_that_takes_too_much_memory_is_named_and_the_next_goes_on() -> None:
    content = stored({"a.txt": story(1), "big.txt": b"word " * 15_000_000, "b.txt": story(2)})
    with Sandbox(limits=Limits(memory_bytes=200 << 20, wall_seconds=120)) as small:
        reading = small.read("in.zip", content)
    assert [draft.member for draft in reading.drafts] == ["a.txt", "b.txt"]
    assert "memory" in reading.failed[0].reason


@posix
def test_a_file_inside_that_kills_its_reader_twice_is_set_aside_and_the_next_goes_on() -> None:
    killed: set[int] = set()
    content = stored({"a.txt": story(1), "slow.html": SLOW * 3, "b.txt": story(2)})
    with Sandbox() as victim:
        victim.read("warm.txt", story(9))

        def kill_whoever_reads_long() -> None:
            while len(killed) < 2:
                for worker in list(victim._alive):
                    has_it = worker.place is not None and time.monotonic() - worker.since > 0.2
                    if has_it and worker.process.pid not in killed:
                        killed.add(worker.process.pid or 0)
                        os.kill(worker.process.pid or 0, signal.SIGKILL)
                time.sleep(0.01)

        killer = threading.Thread(target=kill_whoever_reads_long)
        killer.start()
        reading = victim.read("in.zip", content)
        killer.join()
    assert [draft.member for draft in reading.drafts] == ["a.txt", "b.txt"]
    assert [item.member for item in reading.failed] == ["slow.html"]
    assert "crashed the reader" in reading.failed[0].reason


def test_more_text_than_one_file_may_give_ends_it_with_a_sentence() -> None:
    content = stored({f"{number}.txt": story(number) * 20 for number in range(9)})
    with Sandbox(limits=Limits(reply_bytes=12_000)) as narrow:
        reading = narrow.read("in.zip", content)
        assert narrow.read("next.txt", story(1)).drafts
    assert 1 < len(reading.drafts) < 9
    assert "Unpack it and import the folder." in reading.failed[-1].reason


def lost(gathering: Gathering, reason: str = "It crashed.") -> list[tuple[str, str]]:
    gathering.lose(reason)
    outcome = gathering.outcome()
    return [(item.member, item.reason) for item in outcome.failed] if isinstance(outcome, Reading) else []


@pytest.fixture
def gathering() -> Gathering:
    """Of a zip whose first file was read and whose second is a zip that was opened."""
    heard = Gathering(TREE, Limits())
    for part in list(read_parts(TREE))[:6]:
        heard.hear(part, 100)
    return heard


def test_a_reader_that_dies_between_two_files_dies_of_the_file_they_lie_in(gathering: Gathering) -> None:
    parts = list(read_parts(TREE))
    place = next(at for at, part in enumerate(parts) if part.member == "in.zip/b.txt" and part.outcome)
    gathering = Gathering(TREE, Limits())
    for part in parts[: place + 1]:
        gathering.hear(part, 100)
    assert lost(gathering) == [("in.zip", "What follows in it was not read. It crashed.")]
    assert not gathering.is_over
    rest = answered(list(read_parts(TREE, gathering.resume)))
    assert [part.member for part in rest] == ["d.txt", "e.eml", "e.eml/note.txt", "f.txt"]
    # Dying again without having got anywhere, it dies of what is around that.
    gathering.lose("It crashed.")
    assert gathering.is_over


def test_a_file_is_given_up_after_too_many_deaths() -> None:
    gathering = Gathering(TREE, Limits())
    gathering.hear(Part((), "", Reading((), "ZIP archive")), 10)
    for number in range(MOST_DEATHS):
        assert not gathering.is_over
        gathering.hear(Part((number,), f"{number}.txt"), 10)
        gathering.lose("It crashed.")
    assert gathering.is_over


def test_one_that_may_not_be_to_blame_is_tried_once_more() -> None:
    gathering = Gathering(TREE, Limits())
    gathering.hear(Part((0,), "a.txt"), 10)
    gathering.lose("It crashed.", is_sure=False)
    assert gathering.resume == Resume()
    gathering.hear(Part((0,), "a.txt"), 10)
    gathering.lose("It crashed.", is_sure=False)
    assert gathering.resume == Resume(None, ((0,),))


def test_what_was_declared_holds_when_all_is_from_one_file() -> None:
    (draft,) = read_material(Material("a.txt", story(1))).drafts
    reading = joined([Part((), "", Reading((draft,), "x", declared=2))])
    assert reading.declared == 2


def test_more_files_than_may_be_inside_are_told_of_once_and_only_where_there_are_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reading_of_files, "MOST_FILES", 4)
    assert read_material(Material("four.mbox", mailbox(4))).failed == ()
    found = read_material(Material("nine.mbox", mailbox(9)))
    assert len(found.drafts) == 4
    assert [item.reason.partition(",")[0] for item in found.failed] == ["More than 4 files are in it"]
