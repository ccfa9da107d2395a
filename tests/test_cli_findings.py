"""What goes on from a search, from a terminal."""

import json
from collections.abc import Callable
from pathlib import Path

import pandas
import pytest

from archive_app.cli import main
from archive_app.cli.terminal import counted, whole_words_after, whole_words_before
from archive_app.storage.archive import Archive, open_archive
from archive_app.storage.queries import article_text

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
    assert total == "2 hits in 1 article."
    assert len({line.index("[shelling]") for line in lines}) == 1
    assert lines[0].split("]")[1] == " houses"
    _, out, _ = run("concordance", folder, "quiet")
    assert out.endswith("\n1 hit in 1 article.\n")


def test_no_word_is_cut_in_two_at_the_edge(run: Run, folder: Path) -> None:
    with open_archive(folder, write=False) as archive, archive.reading() as session:
        text = article_text(session, 1).split()
    for width in range(1, 60):
        _, out, _ = run("concordance", folder, "shelling", "--width", width)
        for line in out.splitlines()[:-1]:
            left, _, right = line[20:].partition("[shelling]")
            assert not (left.split() + right.split()) or set(left.split() + right.split()[1:]) <= set(text)
            assert all(len(side.strip()) <= width for side in (left, right))


@pytest.mark.parametrize(
    ("text", "width", "before", "after"),
    [
        ("one two three", 13, "one two three", "one two three"),
        ("one two three", 7, "three", "one two"),
        ("one two three", 5, "three", "one"),
        ("one two three ", 6, "three ", "one"),
        ("停火协议生效", 3, "议生效", "停火协"),
        ("one", 0, "", ""),
    ],
)
def test_a_text_is_cut_between_words(text: str, width: int, before: str, after: str) -> None:
    assert whole_words_before(text, width) == before
    assert whole_words_after(text, width) == after


def test_one_is_not_said_in_the_plural(run: Run, folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "p.csv"
    run("tag", folder, "--article", 1, "--start", 0, "--end", 7, "--claim", "Denial")
    assert run("export", folder, "--output", file)[1] == f"Wrote 1 row to “{file}”.\n"
    assert run("concordance", folder, "quiet", "--csv", file)[1] == f"Wrote 1 line to “{file}”.\n"
    assert "and 1 passage, in" in run("index", folder)[1]
    assert counted(1200, "row") == "1,200 rows"


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


def test_a_batch_search_writes_its_tables_and_names_bad_lines(run: Run, folder: Path, tmp_path: Path) -> None:
    queries = tmp_path / "queries.csv"
    queries.write_text('query,name\nshelling,Shelling\n"said" more,Bad\nsaid,Said\n', "utf-8")
    code, out, err = run("batch-search", folder, queries, "--output", tmp_path / "out.xlsx")
    assert code == 1
    assert err.startswith("Line 3: ")
    assert out.splitlines()[1].split() == ["1", "0", "2", "Shelling"]
    assert list(pandas.read_excel(tmp_path / "out.xlsx", sheet_name="Articles")["hits"]) == [2, 1, 1]
    code, out, _ = run("batch-search", folder, queries, "--output", tmp_path / "out.csv", "--json")
    assert code == 1
    printed = json.loads(out)
    assert [count["hits"] for count in printed["queries"]] == [2, 2]
    assert [bad["line"] for bad in printed["bad"]] == [3]
    assert len(printed["files"]) == 4


def test_a_batch_search_without_a_query_does_nothing(run: Run, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "none.txt").write_text("\n\n", "utf-8")
    code, _, err = run("batch-search", folder, tmp_path / "none.txt", "--output", tmp_path / "out.csv")
    assert code == 2
    assert "no query" in err
    code, _, err = run("batch-search", folder, tmp_path / "none.txt", "--output", tmp_path / "out.ods")
    assert (code, ".xlsx or .csv" in err) == (2, True)


def test_similar_articles_are_listed(run: Run, folder: Path) -> None:
    code, out, _ = run("similar", folder, 1, "--json")
    assert code == 0
    printed = json.loads(out)
    assert list(printed) == ["title", "words", "articles"]
    assert 1 not in [article["article_id"] for article in printed["articles"]]
    code, _, err = run("similar", folder, 99)
    assert (code, err) == (2, "There is no article 99 in this archive.\n")
