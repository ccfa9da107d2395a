"""The app from a terminal, as scripts and people use it."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas
import pytest

from archive_app import __version__
from archive_app.cli import main
from archive_app.model.tables import Coder, Passage
from archive_app.operations.articles import delete_articles
from archive_app.storage import queries
from archive_app.storage.archive import Archive, create_archive, open_archive

ROOT = Path(__file__).parents[1]
SEED = ROOT.parent / "shared" / "data" / "seed-article.txt"
DIRTY = """Mortar fire kills nine in Old Tavira

Opposition "walks out" of talks, again

Mortar fire kills nine in Old Tavira

Mortar shells hit the old town of Tavira on Tuesday, killing nine people, the health ministry said.

The army command denied that it had fired: "Not one round," its spokesman said, "left our lines."

Nine? The relief society counted 12\u00a0dead 😀 and accused the command of =lying=.

More News"""


@dataclass(frozen=True)
class Ran:
    """What a command left: its exit code and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in this process."""

    def command(*arguments: object) -> Ran:
        capsys.readouterr()
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as end:  # argparse's way out
            code = int(end.code or 0)
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return Ran(code, captured.out, captured.err)

    return command


def in_a_process(*arguments: object, **options: Any) -> subprocess.CompletedProcess[bytes]:
    """Run a command as a shell does."""
    return subprocess.run(
        [sys.executable, "-m", "archive_app", *map(str, arguments)],
        cwd=ROOT, capture_output=True, timeout=60, **options,
    )  # fmt: skip


@pytest.fixture
def folder(archive: Archive) -> Path:
    """The folder of an archive with three articles that nobody has open."""
    archive.close()
    return archive.places.folder


def read_csv(content: str | bytes) -> list[dict[str, str]]:
    text = content if isinstance(content, str) else content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))


# From import to export ------------------------------------------------------------------------------


def code_ten_passages(run: Run, archive: Path, article: int, text: str, quotes: list[str]) -> None:
    actors = ["Government", "Army Command", "United Nations=addressee", "Relief Society=target"]
    claims = ["Accusation > Shelling=supports", "Denial=opposes", "Casualties"]
    for number, quote in enumerate(quotes):
        occurrence = ["--occurrence", 1] if text.count(quote) > 1 else []
        tagged = run(
            "tag", archive, "--article", article, "--quote", quote, *occurrence,
            "--actor", actors[number % 2], "--actor", actors[2 + number % 2],
            "--claim", claims[number % 3], "--memo", f"memo {number}", "--json",
        )  # fmt: skip
        assert tagged.code == 0, tagged.err
        place = tagged.json
        assert set(place) == {"passage_id", "start", "end", "quote"}
        assert text[place["start"] : place["end"]] == place["quote"] == quote


def check_every_layout(run: Run, archive: Path, texts: dict[int, str], folder: Path) -> None:
    for layout, least in (("passages", 10), ("tags", 30), ("statements", 10)):
        file = folder / f"{layout}.csv"
        written = run(
            "export", archive, "--format", "csv", "--layout", layout, "--raw", "--output", file, "--json"
        )
        assert (written.code, written.json["layout"]) == (0, layout)
        by_csv = read_csv(file.read_bytes())
        frame = pandas.read_csv(file, encoding="utf-8-sig", keep_default_na=False)
        assert len(by_csv) == len(frame) == written.json["rows"] >= least
        for row, (_, of_pandas) in zip(by_csv, frame.iterrows(), strict=True):
            text = texts[int(row["article_id"])]
            assert row["quote"] == text[int(row["start"]) : int(row["end"])] == of_pandas["quote"]
        plain = run("export", archive, "--layout", layout, "--raw", "--no-bom", "--output", "-")
        assert plain.out.encode() == file.read_bytes().removeprefix(b"\xef\xbb\xbf")


def imported_text(run: Run, archive: Path, file: Path) -> tuple[int, str]:
    assert run("new", archive).code == 0
    report = run("import", archive, file, "--json")
    assert report.code == 0
    (article,) = report.json["imported"]
    assert set(article) == {"id", "title", "source"}
    return article["id"], run("article", archive, article["id"], "--json").json["text"]


@pytest.mark.skipif(not SEED.exists(), reason="the seed article lies beside the project, not in it")
def test_the_seed_article_goes_from_import_to_three_tables(run: Run, tmp_path: Path) -> None:
    article, text = imported_text(run, tmp_path / "archive", SEED)
    assert text == SEED.read_text("utf-8")
    paragraphs = [line for line in text.split("\n") if len(line) > 60]
    quotes = [paragraph[: 60 + 7 * number] for number, paragraph in enumerate(paragraphs[:10])]
    assert len(quotes) == 10
    code_ten_passages(run, tmp_path / "archive", article, text, quotes)
    found = run("search", tmp_path / "archive", "Haftar actor:government", "--json").json
    assert found["total"] > 0
    assert "Haftar" in found["hits"][0]["snippet"]
    check_every_layout(run, tmp_path / "archive", {article: text}, tmp_path)
    assert run("check", tmp_path / "archive", "--json").json == {"ok": True, "problems": []}


def test_a_dirty_article_goes_from_import_to_three_tables(run: Run, tmp_path: Path) -> None:
    (tmp_path / "dirty.txt").write_bytes(DIRTY.replace("\n", "\r\n").encode("utf-8"))
    article, text = imported_text(run, tmp_path / "archive", tmp_path / "dirty.txt")
    assert text == DIRTY
    quotes = [
        "Mortar fire kills nine in Old Tavira", 'Opposition "walks out" of talks', "killing nine people",
        'denied that it had fired: "Not one round," its spokesman said, "left our lines."\n\nNine?',
        "12\u00a0dead 😀 and accused", "=lying=", "Not one round", "the health ministry said",
        "The relief society", "News",
    ]  # fmt: skip
    code_ten_passages(run, tmp_path / "archive", article, text, quotes)
    hits = run(
        "search", tmp_path / "archive", '"left our lines" claim:denial', "--kind", "passage", "--json"
    ).json
    assert [hit["quote"] if "quote" in hit else hit["kind"] for hit in hits["hits"]] == ["passage"] * hits[
        "total"
    ]
    check_every_layout(run, tmp_path / "archive", {article: text}, tmp_path)


# Commands one by one --------------------------------------------------------------------------------


def test_new_makes_an_archive_once(run: Run, tmp_path: Path) -> None:
    made = run("new", tmp_path / "a", "--json")
    assert (made.code, set(made.json)) == (0, {"archive", "uid"})
    again = run("new", tmp_path / "a")
    assert (again.code, again.out) == (2, "")
    assert "is an archive already" in again.err


def test_import_tells_new_files_duplicates_and_failures_apart(run: Run, tmp_path: Path) -> None:
    run("new", tmp_path / "a")
    (tmp_path / "one.txt").write_text("Truce holds\n\nIt held on Monday, all sides said.")
    (tmp_path / "two.txt").write_text("Truce  holds\n\nIt held on Monday, all sides said.\n")
    (tmp_path / "three.txt").write_bytes(b"\0\1\2\3" * 99)
    report = run(
        "import", tmp_path / "a", tmp_path / "one.txt", tmp_path / "two.txt", tmp_path / "three.txt", "--json"
    )
    assert report.code == 1
    assert report.json["imported"] == [{"id": 1, "title": "Truce holds", "source": str(tmp_path / "one.txt")}]
    assert report.json["duplicates"] == [{"source": str(tmp_path / "two.txt"), "of": 1}]
    assert [set(failure) for failure in report.json["failed"]] == [{"source", "reason"}]
    assert run("import", tmp_path / "a", tmp_path / "one.txt").code == 0
    failed = run("import", tmp_path / "a", tmp_path / "nowhere.txt", "--json")
    assert (failed.code, failed.json["imported"]) == (2, [])
    assert failed.err == "Nothing could be imported.\n"


def test_articles_are_listed(run: Run, folder: Path) -> None:
    listed = run("articles", folder, "--json").json
    assert [article["id"] for article in listed] == [1, 2, 3]
    names = ["id", "uid", "title", "outlet", "authors", "published", "url", "language", "words", "source"]
    assert all(list(article) == names for article in listed)
    assert listed[1]["title"] == "Truce holds 🕊️ in the south"
    human = run("articles", folder).out
    assert "Truce holds 🕊️ in the south" in human
    assert len(human.splitlines()) == 4


def test_an_article_comes_with_its_text_and_passages(run: Run, folder: Path) -> None:
    run(
        "tag",
        folder,
        "--article",
        2,
        "--start",
        0,
        "--end",
        5,
        "--actor",
        "A=target",
        "--claim",
        "B",
        "--coder",
        "Ada",
    )
    article = run("article", folder, 2, "--json").json
    assert list(article)[-2:] == ["text", "passages"]
    assert article["text"].startswith("Truce holds 🕊️ in the south\n\n")
    (passage,) = article["passages"]
    assert (passage["quote"], passage["start"], passage["end"], passage["coder"]) == ("Truce", 0, 5, "Ada")
    assert passage["actors"] == [{"name": "A", "role": "target"}]
    assert passage["claims"] == [{"name": "B", "stance": "neutral"}]
    assert run("passages", folder, "--json").json == article["passages"]
    for shown in (run("article", folder, 2).out, run("passages", folder).out):
        assert "A [target]; B [neutral]" in shown
        assert "Truce" in shown
    missing = run("article", folder, 99, "--json")
    assert (missing.code, missing.out, missing.err) == (2, "", "There is no article 99 in this archive.\n")


def test_the_codebook_is_listed(run: Run, folder: Path) -> None:
    run("tag", folder, "--article", 1, "--start", 0, "--end", 5, "--actor", "A", "--claim", "B > C=opposes")
    codebook = run("codebook", folder, "--json").json
    assert [(actor["name"], actor["uses"]) for actor in codebook["actors"]] == [("A", 1)]
    assert [(claim["path"], claim["uses"]) for claim in codebook["claim_types"]] == [("B", 0), ("B > C", 1)]
    assert "    C: 1" in run("codebook", folder).out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--quote", "We are not near"], 'The nearest words are “"We are near'),
        (["--quote", "shelling houses"], "Say which with --occurrence 1 to 2."),
        (["--quote", "shelling houses", "--occurrence", "3"], "there is no occurrence 3"),
        (["--quote", ""], "The quote is empty."),
        ([], "either by --quote or by both --start and --end"),
        (["--start", "1"], "either by --quote or by both --start and --end"),
        (["--quote", "x", "--start", "1", "--end", "2"], "either by --quote or by both"),
        (["--start", "1", "--end", "2", "--occurrence", "1"], "--occurrence goes with --quote"),
        (["--start", "9", "--end", "9"], "no passage can be marked from 9 to 9"),
        (["--start", "1", "--end", "2", "--actor", "A=boss"], "“boss” in “A=boss” is not one of speaker,"),
        (["--start", "1", "--end", "2", "--claim", "A=maybe"], "is not one of supports, opposes, neutral"),
        (["--start", "1", "--end", "2", "--actor", "=speaker"], "cannot be empty"),
        (["--start", "one", "--end", "2"], "See archive-app tag --help."),
    ],
)
def test_what_cannot_be_tagged_is_one_sentence(
    run: Run, folder: Path, arguments: list[str], sentence: str
) -> None:
    refused = run("tag", folder, "--article", 1, *arguments, "--json")
    assert (refused.code, refused.out) == (2, "")
    assert sentence in refused.err
    assert refused.err.count("\n") == 1
    assert run("passages", folder, "--json").json == []
    assert run("codebook", folder, "--json").json == {"actors": [], "claim_types": []}


def test_a_name_with_an_equals_sign_and_a_quote_in_other_letters(run: Run, folder: Path) -> None:
    tagged = run(
        "tag", folder, "--article", 2, "--quote", "Mira Tolle", "--actor", "Group A=B=TARGET",
        "--actor", "n\u0303u", "--json",
    )  # fmt: skip
    assert tagged.code == 0
    (passage,) = run("passages", folder, "--json").json
    assert passage["actors"] == [{"name": "Group A=B", "role": "target"}, {"name": "ñu", "role": "speaker"}]


def test_undo_redo_and_history(run: Run, folder: Path) -> None:
    run("tag", folder, "--article", 1, "--start", 0, "--end", 7, "--coder", "Ada")
    assert run("undo", folder, "--json").json == {"undone": "Mark “Marshal”"}
    assert run("passages", folder, "--json").json == []
    assert run("redo", folder).out == "Redone: Mark “Marshal”\n"
    nothing = run("redo", folder, "--json")
    assert (nothing.code, nothing.json, nothing.err) == (2, {"redone": None}, "There is nothing to redo.\n")
    history = run("history", folder, "--json").json
    assert [item["operation"] for item in history[:3]] == ["redo", "undo", "mark passage"]
    assert set(history[0]) == {"sequence", "at", "coder", "operation", "label", "changes"}
    assert len(run("history", folder, "--limit", 2, "--json").json) == 2
    assert "Undo: Mark “Marshal”" in run("history", folder).out


def test_a_search_finds_what_was_just_tagged(run: Run, folder: Path) -> None:
    assert run("search", folder, "shelling", "--json").json["total"] == 1
    run("tag", folder, "--article", 1, "--quote", "We are near", "--actor", "Orlan Dabrek")
    found = run("search", folder, "actor:dabrek", "--kind", "passage", "--json").json
    assert set(found) == {"total", "hits", "ignored"}
    (hit,) = found["hits"]
    names = {"kind", "article_id", "passage_id", "title", "snippet", "start", "end", "score"}
    assert set(hit) == names
    assert (hit["kind"], hit["article_id"], hit["passage_id"]) == ("passage", 1, 1)
    malformed = run("search", folder, 'shelling AND ("', "--json")
    assert malformed.code == 0
    assert malformed.json["total"] == 1
    assert malformed.json["ignored"]
    assert "1 found." in run("search", folder, "shelling").out
    assert run("search", folder, "nowhere").out == "0 found.\n"


def test_two_dashes_end_the_options(run: Run, folder: Path, tmp_path: Path) -> None:
    assert run("search", folder, "--json", "--", "--houses").json["total"] == 1
    (tmp_path / "--json").write_text("Dashes\n\nA file may be called anything.")
    report = run("import", "--json", "--", folder, tmp_path / "--json")
    assert (report.code, len(report.json["imported"])) == (0, 1)


def test_only_what_a_query_finds_is_exported(run: Run, folder: Path, tmp_path: Path) -> None:
    for quote, actor in (("We are near", "Orlan Dabrek"), ("We fired at no house.", "Army Command")):
        run("tag", folder, "--article", 1, "--quote", quote, "--actor", actor)
    file = tmp_path / "out.csv"
    wrote = run("export", folder, "--query", "actor:dabrek", "--output", file)
    assert wrote.out == f"Wrote 1 row to “{file}”.\n"
    assert [row["quote"] for row in read_csv(file.read_bytes())] == ["We are near"]
    noted = run("export", folder, "--query", "fired (", "--output", "-")
    assert [row["quote"] for row in read_csv(noted.out)] == ["We fired at no house."]
    assert "bracket" in noted.err
    refused = run("export", folder, "--output", "-", "--json")
    assert (refused.code, refused.out) == (2, "")


def test_check_tells_what_is_wrong(run: Run, folder: Path) -> None:
    assert run("check", folder).out == "The archive is whole.\n"
    next(path for path in (folder / "originals").rglob("*") if path.is_file()).unlink()
    found = run("check", folder, "--json")
    assert found.code == 1
    assert found.json["ok"] is False
    assert len(found.json["problems"]) == 1
    assert "is missing from “originals”" in run("check", folder).out


def test_a_search_explains_itself(run: Run, folder: Path) -> None:
    said = run("search", folder, "shelling -houses", "--explain").out
    assert "Understood as: shelling and not houses\n" in said
    assert "  shelling: 1 article, 0 passages" in said
    assert " 0" not in said.partition("looked up")[2].partition("\n")[0]
    assert "en:shell 1" in said or ":shelling 1" in said
    explained = run("search", folder, "shelling", "--explain", "--json").json
    assert explained["understood"] == "shelling"
    assert explained["clauses"][0]["articles"] == 1
    assert explained["clauses"][0]["terms"][0]["articles"] == 1
    assert explained["milliseconds"] > 0
    assert "Did you mean: shelling" in run("search", folder, "shellling").err


def test_the_index_can_be_made_from_nothing(run: Run, folder: Path) -> None:
    told = run("index", folder, "--json").json
    index = Path(told["index"])
    assert index.is_dir()
    assert told["articles"] > 0
    assert folder not in index.parents
    assert run("index", folder, "--rebuild").code == 0
    assert run("search", folder, "shelling", "--json").json["total"] == 1


# Errors ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "command",
    [
        ["articles"], ["article", "1"], ["passages"], ["codebook"], ["search", "x"], ["history"], ["check"],
        ["index"], ["undo"], ["redo"], ["import", "file.txt"], ["export", "--output", "-"],
        ["tag", "--article", "1", "--start", "0", "--end", "1"],
    ],
)  # fmt: skip
def test_where_there_is_no_archive_a_sentence_says_so(run: Run, tmp_path: Path, command: list[str]) -> None:
    name, *rest = command
    refused = run(name, tmp_path / "nowhere", *rest)
    assert (refused.code, refused.out) == (2, "")
    assert refused.err.startswith("There is no archive in ")
    assert refused.err.count("\n") == 1
    assert not (tmp_path / "nowhere").exists()


def test_while_another_program_writes_reading_works_and_writing_says_who(run: Run, folder: Path) -> None:
    with open_archive(folder):
        assert run("articles", folder).code == 0
        refused = run("undo", folder)
    assert refused.code == 2
    assert "is open for writing in another window or program" in refused.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["frobnicate"], ["frobnicate", "x"], ["tag"], ["article", "a", "one"], ["--frobnicate"],
        ["search", "a"],
        ["search", "a", "b", "--kind", "x"], ["search", "a", "b", "--limit", "0"], ["export", "a"],
        ["export", "a", "--out", "-"], ["new"], ["undo", "a", "b"],
    ],
)  # fmt: skip
def test_what_is_not_understood_is_one_sentence(run: Run, arguments: list[str]) -> None:
    refused = run(*arguments)
    assert (refused.code, refused.out) == (2, "")
    assert refused.err.count("\n") == 1
    assert "--help" in refused.err


def test_help_and_version(run: Run) -> None:
    assert run("--version").out == f"Archive App {__version__}\n"
    everything = run("--help")
    assert everything.code == 0
    for command in ("new", "import", "tag", "search", "export", "undo", "check", "tour"):
        assert command in everything.out
        assert run(command, "--help").code == 0


def test_a_damaged_archive_gives_a_sentence(run: Run, folder: Path) -> None:
    database = folder / "archive.sqlite"
    content = bytearray(database.read_bytes())
    content[8192:] = b"\xff" * (len(content) - 8192)
    database.write_bytes(content)
    for command in (["articles"], ["passages"], ["undo"], ["check"]):
        refused = run(command[0], folder, *command[1:])
        assert refused.code in (1, 2)
        assert "damaged" in refused.err + refused.out or "malformed" in refused.err + refused.out


def test_a_damaged_archive_is_restored_from_a_backup(run: Run, folder: Path) -> None:
    assert "Made the backup" in run("backup", folder).out
    database = folder / "archive.sqlite"
    content = bytearray(database.read_bytes())
    content[8192:] = b"\xff" * (len(content) - 8192)
    database.write_bytes(content)
    (listed,) = run("restore", folder, "--json").json
    assert listed["name"] in run("restore", folder).out
    restored = run("restore", folder, listed["name"])
    assert (restored.code, restored.err) == (0, "")
    assert "The archive is whole." in restored.out
    assert run("check", folder).code == 0
    assert run("restore", folder, "nothing").code == 2
    assert run("restore", folder / "nowhere").code == 2
    assert run("backup", folder / "nowhere").code == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ("article", "99999999999999999999"),
        ("tag", "--article", "99999999999999999999", "--start", "1", "--end", "3"),
        ("history", "--limit", "99999999999999999999"),
        ("search", "lying", "--limit", "9" * 5000),
    ],
)
def test_a_number_that_no_archive_can_hold_gives_a_sentence(
    run: Run, folder: Path, arguments: tuple[str, ...]
) -> None:
    refused = run(arguments[0], folder, *arguments[1:])
    assert refused.code == 2
    assert refused.err.count("\n") == 1
    assert "Traceback" not in refused.err


def test_what_commands_a_terminal_is_not_printed(run: Run, folder: Path) -> None:
    run(
        "tag",
        folder,
        "--article",
        1,
        "--start",
        0,
        "--end",
        7,
        "--actor",
        "\x1b[31mred\u202eder",
        "--memo",
        "\x07",
    )
    for command in (["passages"], ["codebook"], ["article", "1"], ["history"]):
        shown = run(command[0], folder, *command[1:]).out
        assert "red" in shown
        assert not {"\x1b", "\u202e", "\x07"} & set(shown)


# As a process ---------------------------------------------------------------------------------------


def test_commands_start_without_what_they_do_not_need(folder: Path) -> None:
    script = (
        "import sys; from archive_app.cli import main; code = main(sys.argv[1:]);"
        "heavy = {'PySide6', 'alembic', 'trafilatura', 'whoosh', 'lxml', 'numpy'} & set(sys.modules);"
        "sys.exit(f'{code} {sorted(heavy)}' if code or heavy else 0)"
    )
    for command in (
        ["--version"],
        ["articles", folder],
        ["tag", folder, "--article", "1", "--start", "0", "--end", "1"],
    ):
        ran = subprocess.run(
            [sys.executable, "-c", script, *map(str, command)], cwd=ROOT, capture_output=True, check=False
        )
        assert ran.stderr.decode() == ""
        assert ran.returncode == 0


def test_every_text_can_be_printed_whatever_the_system_speaks(folder: Path) -> None:
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    ran = in_a_process("articles", folder, "--json", env=environment)
    assert ran.returncode == 0
    assert json.loads(ran.stdout.decode("utf-8"))[2]["title"] == "الهدنة صامدة"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such file names")
def test_a_file_name_that_is_no_text_is_imported_and_told(folder: Path, tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    Path(os.fsdecode(name)).write_text("Cafe closes\n\nIt closed on Monday, the owner said.")
    ran = in_a_process("import", folder, os.fsdecode(name), "--json")
    assert ran.returncode == 0, ran.stderr
    assert len(json.loads(ran.stdout)["imported"]) == 1
    assert in_a_process("articles", folder).returncode == 0


def test_csv_on_the_standard_output_keeps_its_bytes(folder: Path) -> None:
    in_a_process("tag", folder, "--article", 1, "--quote", '"We are near," he said.\n\nThe government')
    ran = in_a_process("export", folder, "--output", "-")
    assert ran.stdout.startswith(b"\xef\xbb\xbfpassage_id,")
    assert b'"""We are near,"" he said.\n\nThe government"' in ran.stdout
    assert ran.stdout.endswith(b"\r\n")


@pytest.mark.skipif(sys.platform == "win32", reason="pipes end otherwise there")
@pytest.mark.parametrize("command", [["passages"], ["passages", "--json"], ["export", "--output", "-"]])
def test_a_reader_that_leaves_is_no_error(tmp_path: Path, add_article: Any, command: list[str]) -> None:
    with create_archive(tmp_path / "a") as archive:
        add_article(archive, "word " * 400)
        with archive.change("mark", "Mark many", "Ada") as change:
            change.transaction.insert(Coder(name="Ada"))
            change.transaction.insert(
                [
                    Passage(
                        article_id=1,
                        text_id=1,
                        start=at % 900,
                        end=at % 900 + 50,
                        quote="word " * 10,
                        coder_id=1,
                    )
                    for at in range(5_000)
                ]
            )
    name, *rest = command
    with subprocess.Popen(
        [sys.executable, "-m", "archive_app", name, str(tmp_path / "a"), *rest],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as writing:  # fmt: skip
        assert writing.stdout is not None
        assert writing.stderr is not None
        writing.stdout.readline()
        writing.stdout.close()
        assert writing.stderr.read() == b""
        assert writing.wait(30) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends Ctrl+C otherwise")
def test_an_interrupted_import_keeps_what_it_stored_and_says_so(tmp_path: Path) -> None:
    create_archive(tmp_path / "a").close()
    (tmp_path / "in").mkdir()
    for number in range(1_200):
        (tmp_path / "in" / f"{number:04}.txt").write_text(
            f"Article {number}\n\n" + f"Sentence {number} again. " * 80
        )
    with subprocess.Popen(
        [sys.executable, "-m", "archive_app", "import", str(tmp_path / "a"), str(tmp_path / "in"), "--json"],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    ) as importing:  # fmt: skip
        for _ in range(300):
            time.sleep(0.05)
            with open_archive(tmp_path / "a", write=False) as archive, archive.reading() as session:
                if queries.counts(session).articles:
                    break
        os.killpg(importing.pid, signal.SIGINT)  # as Ctrl+C reaches everything that was started
        out, err = importing.communicate(timeout=60)
    listed = in_a_process("articles", tmp_path / "a", "--json")
    stored = {article["id"] for article in json.loads(listed.stdout)}
    assert {article["id"] for article in json.loads(out)["imported"]} == stored
    if len(stored) < 1_200:  # a fast machine may be done before the signal comes
        assert importing.returncode == 1
        assert b"The import was interrupted" in err
    assert b"Traceback" not in err
    assert in_a_process("check", tmp_path / "a").returncode == 0


# Reports of imports, and duplicates -------------------------------------------------------------------


@pytest.fixture
def imported(run: Run, tmp_path: Path) -> Path:
    """An archive into which a good file, one that is empty and one that was there already were imported."""
    archive, files = tmp_path / "made", tmp_path / "files"
    files.mkdir()
    (files / "a.txt").write_text("The truce holds.\n\nNo shots were heard in Tavira on Monday, he said.\n")
    (files / "b.txt").write_text("")
    (files / "c.txt").write_text("The truce holds.\n\nNo shots were heard in Tavira on Monday, he said.\n\n")
    assert run("new", archive).code == 0
    assert run("import", archive, files, "--coder", "Ada").code == 1
    return archive


def test_the_imports_of_an_archive_are_listed_and_told_file_by_file(
    run: Run, imported: Path, tmp_path: Path
) -> None:
    (listed,) = run("imports", imported, "--json").json
    assert (listed["id"], listed["coder"], listed["state"], listed["total"]) == (1, "Ada", "finished", 3)
    assert listed["outcomes"] == {"imported": 1, "failed": 1, "duplicate": 1}
    told = run("imports", imported, "--run", 1, "--json").json
    assert [(Path(one["path"]).name, one["state"]) for one in told["files"]] == [
        ("a.txt", "imported"), ("b.txt", "failed"), ("c.txt", "duplicate"),
    ]  # fmt: skip
    assert told["files"][2]["articles"][0]["of"] == told["files"][0]["articles"][0]["id"] == 1
    assert "Ada" in run("imports", imported).out
    out = run("imports", imported, "--run", 1).out
    assert "The file is empty." in out
    assert "Same as article 1" in out
    assert run("imports", imported, "--run", 1, "--csv", tmp_path / "r.csv").code == 0
    rows = read_csv((tmp_path / "r.csv").read_bytes())
    assert [row["outcome"] for row in rows] == ["imported", "failed", "duplicate"]
    assert rows[2]["same_as_id"] == "1"
    assert run("imports", imported, "--csv", "-").code == 2
    assert run("imports", imported, "--run", 7).code == 2


def test_what_failed_is_tried_again_from_the_terminal(run: Run, imported: Path, tmp_path: Path) -> None:
    (tmp_path / "files" / "b.txt").write_text("The command denied it.\n\nIt fired at no house on Sunday.\n")
    tried = run("retry", imported, 1, "--json")
    assert tried.code == 0
    assert [item["id"] for item in tried.json["imported"]] == [2]
    assert tried.json["duplicates"] == []
    refused = run("retry", imported, tried.json["run"])
    assert (refused.code, "nothing to try again" in refused.err) == (2, True)


def test_deleted_articles_that_come_again_are_restored_from_the_terminal(
    run: Run, imported: Path, tmp_path: Path
) -> None:
    with open_archive(imported) as archive:
        delete_articles(archive, [1], coder="Ada")
    again = run("import", imported, tmp_path / "files" / "a.txt")
    assert "Deleted before" in again.out
    assert "--restore" in again.err
    assert run("retry", imported, 2, "--restore", "--json").json == {"restored": [1], "passages": 0}
    assert run("retry", imported, 2, "--restore").code == 2


def test_articles_that_are_much_alike_are_listed(run: Run, imported: Path, tmp_path: Path) -> None:
    assert run("duplicates", imported, "--json").json == []
    longer = (tmp_path / "files" / "a.txt").read_text() + "\nPS"
    (tmp_path / "files" / "d.txt").write_text(longer)
    run("import", imported, tmp_path / "files" / "d.txt")
    (pair,) = run("duplicates", imported, "--json").json
    assert (pair["article_id"], pair["other_id"], pair["containment"]) == (1, 2, 1)
    out = run("duplicates", imported).out
    assert out.splitlines()[1:] == [
        "    1: a", "    2: d",
        "Much alike and undecided: 1 pair, in 1 group.",
    ]  # fmt: skip
    assert out.startswith("2 articles, up to ")


def test_many_that_are_much_alike_are_summarised(
    run: Run, imported: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (tmp_path / "files" / "a.txt").read_text()
    more = tmp_path / "more"
    more.mkdir()
    for number in range(7):
        (more / f"{number}.txt").write_text(f"{text}\nPS {number}")
    for group in range(11):
        for number in range(2):
            words = " ".join(f"word{group}x{n}" for n in range(40))
            (more / f"g{group}-{number}.txt").write_text(f"About {group}.\n\n{words}\n\nPS {number}")
    run("import", imported, more)
    short, whole = run("duplicates", imported), run("duplicates", imported, "--all")
    assert "The first 10 groups are listed; --all lists every pair." in short.err
    assert short.out.splitlines()[-1] == whole.out.splitlines()[-1]
    assert whole.out.splitlines()[-1].endswith(" pairs, in 12 groups.")
    pairs = len(run("duplicates", imported, "--json").json)
    assert whole.out.count(" alike, ") == pairs == 28 + 11
    assert short.out.count(" alike, ") == 10
    assert whole.err == ""
    monkeypatch.setattr("archive_app.cli.duplicates._MOST_GROUPS", 12)
    every_group = run("duplicates", imported)
    assert every_group.err == ""
    assert "    and 2 more\n" in every_group.out
