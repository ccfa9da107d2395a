"""Tables, references and web addresses from a terminal."""

import json
from pathlib import Path

import pytest

from archive_app.cli import main
from archive_app.storage.archive import create_archive


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    create_archive(tmp_path / "archive").close()
    return tmp_path / "archive"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "press.csv"
    path.write_text(
        "Titel;Kommentar;Datum;Text\nRegen;Ein Kommentar dazu;03/04/2019;Es regnet.\n", encoding="utf-8"
    )
    return path


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = main([str(argument) for argument in arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_import_says_what_it_took_the_columns_for(
    folder: Path, table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "import", folder, table)
    assert (code, out) == (0, "1  Regen\n")
    assert "“press.csv”: title=Titel, text=Text, date=Datum. Say otherwise with --column." in err
    assert "Whether the day or the month comes first" in err


def test_a_person_says_which_column_is_what(
    folder: Path, table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ("--column", "text=kommentar", "--date-order", "day")
    assert run(capsys, "import", folder, table, *given)[0] == 0
    _, out, _ = run(capsys, "article", folder, 1, "--json")
    article = json.loads(out)
    assert (article["text"], article["published"]) == ("Ein Kommentar dazu", "2019-04-03")


@pytest.mark.parametrize("said", ["Body", "taste=Body", "text="])
def test_a_column_that_is_nothing_known_is_refused(
    folder: Path, table: Path, capsys: pytest.CaptureFixture[str], said: str
) -> None:
    code, _, err = run(capsys, "import", folder, table, "--column", said)
    assert code == 2
    assert "Write it as text=Body" in err


def test_links_of_a_table_are_listed(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "links.csv").write_text("title,url\nA,https://blick.example/a\n", encoding="utf-8")
    code, out, _ = run(capsys, "import", folder, tmp_path / "links.csv", "--json")
    assert code == 0
    assert json.loads(out)["links"] == ["https://blick.example/a"]


def test_fetch_refuses_what_is_no_address_of_the_web(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "list.txt").write_text("http://127.0.0.1/\n", encoding="utf-8")
    code, _, err = run(capsys, "fetch", folder, "file:///etc/passwd", "--list", tmp_path / "list.txt")
    assert code == 2
    assert "Not fetched: file:///etc/passwd." in err
    assert "private network" in err
    assert "There is no web address to fetch." in err


def test_a_list_that_is_not_there_is_told(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run(capsys, "fetch", folder, "--list", tmp_path / "none.txt")
    assert code == 2
    assert "none.txt" in err


def test_records_become_articles_where_that_is_asked_for(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.ris").write_text("TY  - NEWS\nTI  - Storm\nAB  - It stormed.\nER  - \n", encoding="utf-8")
    _, _, err = run(capsys, "import", folder, tmp_path / "a.ris")
    assert "can be imported as articles" in err
    code, out, _ = run(capsys, "import", folder, tmp_path / "a.ris", "--references", "articles")
    assert (code, out) == (0, "1  Storm\n")
