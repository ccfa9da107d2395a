"""Three hundred good and hostile files in one import: all that is good is stored, all else is explained."""

import json
import os
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from tests.importing.hostile_folder import FILES, make

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name == "nt" or sys.platform == "darwin", reason="names and limits of Linux"),
]

IMPORT = """
import json, re, sys
from pathlib import Path
from archive_app.operations.checking import check_archive
from archive_app.operations.importing import import_files
from archive_app.storage.archive import create_archive
if __name__ == "__main__":
    with create_archive(Path(sys.argv[1])) as archive:
        report = import_files(archive, [Path(sys.argv[2])], coder="Ada")
        problems = [str(problem) for problem in check_archive(archive).problems]
    print(json.dumps({
        "imported": [item.source for item in report.imported],
        "duplicates": [item.source for item in report.duplicates],
        "failed": [[item.source, item.reason] for item in report.failed],
        "problems": problems,
        # Not ru_maxrss, in which the size of the process that started this one lives on.
        "megabytes": int(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1]) / 1024,
    }))
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile") / "in"
    assert make(folder) == FILES
    return folder


@pytest.fixture(scope="module")
def report(folder: Path) -> dict[str, Any]:
    script = folder.parent / "import_it.py"
    script.write_text(IMPORT)
    done = subprocess.run(
        [sys.executable, str(script), str(folder.parent / "archive"), str(folder)],
        capture_output=True, check=True, timeout=900,
    )  # fmt: skip
    assert not done.stderr, done.stderr.decode()[-2000:]
    said: dict[str, Any] = json.loads(done.stdout)
    return said


@pytest.fixture(scope="module")
def reasons(report: dict[str, Any]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for source, reason in report["failed"]:
        found[Path(source).name].append(reason)
    return found


def named(folder: Path, kind: str) -> set[str]:
    found = (path for path in folder.rglob(f"{kind} *") if "archive in it/" not in str(path))
    return {os.fsencode(path.name).decode("utf-8", "replace") for path in found}


def test_every_good_file_is_stored_whole(
    folder: Path, report: dict[str, Any], reasons: dict[str, list[str]]
) -> None:
    imported = {Path(source).name for source in report["imported"]}
    assert named(folder, "good") - imported == set()
    assert {name: reasons[name] for name in named(folder, "good") & reasons.keys()} == {}


def test_every_bad_file_is_explained(
    folder: Path, report: dict[str, Any], reasons: dict[str, list[str]]
) -> None:
    imported = {Path(source).name for source in report["imported"]}
    assert named(folder, "bad") - reasons.keys() == set()
    assert named(folder, "bad") & imported == set()


def test_of_every_file_that_is_good_in_part_that_part_is_stored(
    folder: Path, report: dict[str, Any], reasons: dict[str, list[str]]
) -> None:
    imported = {Path(source).name for source in report["imported"]}
    assert named(folder, "part") - imported == set()


def test_nothing_is_passed_over(folder: Path, report: dict[str, Any], reasons: dict[str, list[str]]) -> None:
    told = {Path(source).name for source in (*report["imported"], *report["duplicates"])} | reasons.keys()
    assert named(folder, "any") - told == set()
    assert report["duplicates"] == []


def test_every_reason_is_a_sentence_and_none_a_failure_of_ours(reasons: dict[str, list[str]]) -> None:
    for name, said in reasons.items():
        for reason in said:
            assert reason[0].isupper() or reason[0] == "“", (name, reason)
            assert reason.endswith("."), (name, reason)
            assert "failed on it" not in reason, (name, reason)
            assert "crashed" not in reason, (name, reason)


def test_the_archive_is_whole_and_nothing_was_written_beside_it(folder: Path, report: dict[str, Any]) -> None:
    assert report["problems"] == []
    assert {path.name for path in folder.parent.iterdir()} == {"in", "archive", "outside", "import_it.py"}
    assert not Path("/tmp/evil.txt").exists()
    originals = folder.parent / "archive" / "originals"
    assert all(path.resolve().is_relative_to(originals) for path in originals.rglob("*"))


def test_the_main_process_stays_small(report: dict[str, Any]) -> None:
    assert report["megabytes"] < 600
