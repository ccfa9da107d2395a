"""What goes on from a search, from a terminal."""

import json
from collections.abc import Callable
from pathlib import Path

import pandas
import pytest

from archive_app.cli import main
from archive_app.storage.archive import Archive

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def folder(archive: Archive) -> Path:
    """The archive's folder; nobody has it open."""
    archive.close()
    return archive.places.folder


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in this process; gives its exit code, output and notes."""

    def run(*arguments: object) -> tuple[int, str, str]:
        code = main([str(argument) for argument in arguments])
        return code, *capsys.readouterr()

    return run


def test_the_concordance_is_aligned_at_the_hit(run: Run, folder: Path) -> None:
    code, out, _ = run("concordance", folder, "shelling", "--width", 12, "--sort", "right")
    *lines, total = out.splitlines()
    assert code == 0
    assert total == "2 hits in 1 articles."
    assert len({line.index("[shelling]") for line in lines}) == 1
    assert lines[0].split("]")[1].startswith(" houses agai")


def test_the_concordance_as_json_has_exact_places(run: Run, folder: Path) -> None:
    code, out, _ = run("concordance", folder, "quiet", "--json")
    (line,) = json.loads(out)
    assert code == 0
    assert list(line) == [
        "article_id", "title", "outlet", "published", "left", "hit", "right", "start", "end", "passages",
    ]  # fmt: skip
    _, out, _ = run("article", folder, line["article_id"], "--json")
    assert json.loads(out)["text"][line["start"] : line["end"]] == line["hit"] == "quiet"


def test_the_concordance_as_csv_reads_back(run: Run, folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "lines.csv"
    code, out, _ = run("concordance", folder, "shelling OR quiet", "--csv", file)
    assert code == 0
    assert out == f"Wrote 3 lines to “{file}”.\n"
    assert list(pandas.read_csv(file)["hit"]) == ["quiet", "shelling", "shelling"]
    code, _, err = run("concordance", folder, "x", "--csv", file, "--json")
    assert (code, "either --csv or --json" in err) == (2, True)
