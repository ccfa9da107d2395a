"""An export on its way into an archive: one source, its articles by their places, nothing lost."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlmodel import select

from archive_app.importing.sandbox import Sandbox
from archive_app.model.tables import Article, Source
from archive_app.operations.importing import ImportReport, Tally, import_files
from archive_app.storage.archive import Archive

Load = Callable[[str], bytes]


@pytest.fixture(scope="module")
def sandbox() -> Sandbox:
    with Sandbox() as sandbox:
        yield sandbox


def stored(archive: Archive) -> list[tuple[int | None, int, str, str]]:
    with archive.reading() as session:
        articles = session.exec(select(Article).order_by(Article.id)).all()
        return [
            (article.source_id, article.place, article.title, article.database_id) for article in articles
        ]


def run(archive: Archive, sandbox: Sandbox, folder: Path, **files: bytes) -> ImportReport:
    folder.mkdir(exist_ok=True)
    paths = []
    for name, content in files.items():
        paths.append(folder / name)
        paths[-1].write_bytes(content)
    return import_files(archive, paths, coder="Ada", sandbox=sandbox)


def test_all_articles_of_an_export_become_articles_of_one_source(
    empty_archive: Archive, sandbox: Sandbox, tmp_path: Path, load: Load
) -> None:
    report = run(empty_archive, sandbox, tmp_path / "in", export=load("factiva.xml"))
    path = str(tmp_path / "in" / "export")
    assert report.tallies == (Tally(path, imported=3, duplicates=0, failed=1, declared=4),)
    assert [(item.source, item.number) for item in report.failed] == [(path, 2)]
    assert report.failed[0].reason == "Article 2 in it: “Nothing came of it” has no text."
    assert stored(empty_archive) == [
        (1, 1, "Marshal orders march", "Factiva: TAVP000020230304ej3400001"),
        (1, 3, "Truce holds in the south", "Factiva: TAVP000020230401ej4100003"),
        (1, 4, "Trêve & rest", "Factiva: TAVP000020230402ej4200004"),
    ]
    with empty_archive.reading() as session:
        (source,) = session.exec(select(Source)).all()
    assert (source.reader, source.encoding) == ("Factiva (XML)", "utf-8")


def test_an_article_that_is_there_already_is_a_duplicate_and_the_others_are_stored(
    empty_archive: Archive, sandbox: Sandbox, tmp_path: Path, load: Load
) -> None:
    whole = load("factiva_plain.html")
    first, second = whole.index(b'<div class="article zhcn'), whole.index(b'<div class="article es')
    run(empty_archive, sandbox, tmp_path / "in", one=whole[:first] + whole[second:])
    report = run(empty_archive, sandbox, tmp_path / "in", all=whole)
    (tally,) = report.tallies
    assert (tally.imported, tally.duplicates, tally.failed) == (1, 2, 0)
    assert [item.title for item in report.imported] == ["停火仍在持续"]
    assert sorted(item.of for item in report.duplicates) == [1, 2]
    assert [(source, place) for source, place, *_ in stored(empty_archive)] == [(1, 1), (1, 2), (2, 2)]


def test_the_same_article_twice_in_one_export_is_stored_once(
    empty_archive: Archive, sandbox: Sandbox, tmp_path: Path, load: Load
) -> None:
    whole = load("nexis_fr.html")
    start, end = (
        whole.index(b"<!-- Hide"),
        whole.rindex(b"<!-- Hide XML section from browser\n<DOC NUMBER=2>"),
    )
    report = run(empty_archive, sandbox, tmp_path / "in", twice=whole[:end] + whole[start:])
    assert len(report.imported) == 2
    assert [item.of for item in report.duplicates] == [1]
    assert [place for _, place, *_ in stored(empty_archive)] == [1, 3]


def test_an_export_imported_again_is_one_duplicate(
    empty_archive: Archive, sandbox: Sandbox, tmp_path: Path, load: Load
) -> None:
    content = load("nexis.docx")
    run(empty_archive, sandbox, tmp_path / "in", first=content)
    report = run(empty_archive, sandbox, tmp_path / "in", first=content)
    assert (len(report.imported), len(report.duplicates)) == (0, 1)


def test_an_ordinary_article_has_no_tally_and_is_the_first_of_its_source(
    empty_archive: Archive, sandbox: Sandbox, tmp_path: Path
) -> None:
    report = run(empty_archive, sandbox, tmp_path / "in", story=b"Truce holds\n\nIt holds, they said.")
    assert report.tallies == ()
    assert [place for _, place, *_ in stored(empty_archive)] == [1]


@pytest.mark.parametrize(
    ("name", "count", "digits"),
    [
        ("nexis_en.html", rb'(DOCUMENTS=")\d+', 30),
        ("nexis.txt", rb"(\d+ of )\d+(?= DOCUMENTS)", 30),
        ("factiva.xml", rb'(count=")\d+', 30),
        ("factiva.xml", rb'(count=")\d+', 6000),
        ("proquest.txt", rb"(Document \d+ of )\d+", 30),
    ],
)
def test_a_count_that_no_database_can_hold_stops_no_import(
    empty_archive: Archive, sandbox: Sandbox, tmp_path: Path, load: Load, name: str, count: bytes, digits: int
) -> None:
    absurd, times = re.subn(count, rb"\g<1>" + b"9" * digits, load(name))
    assert times
    report = run(empty_archive, sandbox, tmp_path / "in", a=absurd, b=b"The truce held on Monday, they said.")
    assert "b" in {Path(item.source).name for item in report.imported}
    assert "a" in {Path(item.source).name for item in report.imported}
    assert any("It says that it holds 999999999" in warning.sentence for warning in report.warnings)
