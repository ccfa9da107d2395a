"""Killing the program while it imports: what was stored is whole, and importing again completes it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from archive_app.operations.checking import check_archive
from archive_app.operations.importing import import_files
from archive_app.storage.archive import Archive, create_archive, open_archive
from tests.importing.hostile_folder import mail, mailbox, page, story, warc, zipped
from tests.operations.test_importing import rows

pytestmark = pytest.mark.skipif(os.name == "nt", reason="of POSIX systems")

IMPORT = """
import sys
from pathlib import Path
from archive_app.operations.importing import import_files
from archive_app.storage.archive import open_archive
if __name__ == "__main__":
    with open_archive(Path(sys.argv[1])) as archive:
        def say(progress):
            print(progress.done, flush=True)
        import_files(archive, [Path(sys.argv[2])], coder="Ada", progress=say)
"""


def mixed_files(folder: Path, count: int) -> int:
    """Write files of one article and of many, some bad, some the same; return how many articles they hold."""
    folder.mkdir()
    articles = 0
    for number in range(count):
        name, content, held = mixed_file(number)
        (folder / name).write_bytes(content)
        articles += held
    again = sorted(folder.glob("*.txt"))[0].read_bytes()
    (folder / "again.txt").write_bytes(again)
    (folder / "in a zip again.zip").write_bytes(zipped({"a.txt": again, "b.txt": story(), "c.txt": b""}))
    (folder / "z.pdf").write_bytes(b"%PDF-")
    return articles + 1


def mixed_file(number: int) -> tuple[str, bytes, int]:
    match number % 20:
        case 3 | 13:
            return f"{number}.html", page(), 1
        case 5:
            return f"{number}.zip", zipped({f"{n}.txt": story() for n in range(3)}), 3
        case 8:
            return f"{number}.mbox", mailbox(4), 4
        case 11:
            return f"{number}.eml", mail(("note.txt", story().encode())), 2
        case 17:
            return f"{number}.warc", warc(page(), page()), 2
        case _:
            return f"{number}.txt", story(200).encode(), 1


def originals(archive: Archive) -> set[str]:
    return {path.name for path in archive.places.originals.rglob("*") if path.is_file()}


def import_until(script: Path, archive: Path, folder: Path, dealt_with: int, then: float) -> None:
    """Import in a process of its own; kill it some seconds after it has dealt with so many files."""
    command = [sys.executable, str(script), str(archive), str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if int(line) >= dealt_with:
                break
        time.sleep(then)
        process.send_signal(signal.SIGKILL)


def killed_at_random_moments(tmp_path: Path, *, files: int, kills: int) -> None:
    folder = tmp_path / "in"
    articles = mixed_files(folder, files)
    script = tmp_path / "import_it.py"
    script.write_text(IMPORT)
    create_archive(tmp_path / "killed").close()
    random = Random(4)
    counts = []
    for moment in sorted(random.randrange(files) for _ in range(kills)):
        import_until(script, tmp_path / "killed", folder, moment, random.uniform(0, 0.5))
        with open_archive(tmp_path / "killed", write=False) as killed:
            counts.append(len(rows(killed)))
    assert counts == sorted(counts)
    assert any(0 < count < articles for count in counts), counts  # it was killed half-way
    with open_archive(tmp_path / "killed") as killed, create_archive(tmp_path / "clean") as clean:
        for archive in (killed, clean):
            import_files(archive, [folder], coder="Ada")
        assert rows(killed) == rows(clean)
        assert len(rows(killed)) == articles
        assert check_archive(killed).ok
        assert originals(killed) == originals(clean)


@pytest.mark.slow
def test_an_import_killed_a_few_times_ends_like_a_clean_one(tmp_path: Path) -> None:
    killed_at_random_moments(tmp_path, files=200, kills=3)


@pytest.mark.slow
def test_an_import_of_mixed_files_killed_twenty_times_ends_like_a_clean_one(tmp_path: Path) -> None:
    killed_at_random_moments(tmp_path, files=500, kills=20)
