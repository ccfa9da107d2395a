import json
from pathlib import Path

import pytest
from sqlalchemy import select

from archive_app.importing.references.reference import Reference
from archive_app.importing.sandbox import Sandbox
from archive_app.model.tables import Article
from archive_app.operations.articles import edit_article
from archive_app.operations.importing import ImportReport, import_files, import_text
from archive_app.operations.references import AS_ARTICLES, REFERENCES, join_references
from archive_app.storage.archive import Archive, create_archive
from archive_app.storage.import_reports import outcome_ids, outcomes

RIS = """TY  - NEWS
TI  - Storm over Tavira
AU  - Müller, Anna
T2  - Coast Gazette
DA  - 2019/04/16/
VL  - 3
ER  - 
TY  - NEWS
TI  - Nobody has this one
AB  - It tells of a calm that nobody noticed.
PY  - 2018
ER  - 
TY  - NEWS
TI  - Nor this one
ER  - 
"""  # noqa: W291  # as databases write it


@pytest.fixture
def archive(tmp_path: Path):  # type: ignore[no-untyped-def]  # a fixture
    with create_archive(tmp_path / "archive") as made:
        yield made


@pytest.fixture(scope="module")
def sandbox():  # type: ignore[no-untyped-def]  # a fixture
    with Sandbox() as made:
        yield made


def articles(archive: Archive) -> list[Article]:
    with archive.reading() as session:
        return list(session.execute(select(Article).order_by(Article.id)).scalars())  # type: ignore[arg-type]


def run(archive: Archive, sandbox: Sandbox, *paths: Path, **settings: str) -> ImportReport:
    return import_files(archive, paths, coder="Ada", sandbox=sandbox, settings=settings)


def test_records_fill_what_is_empty_of_articles_of_the_same_import(
    archive: Archive, sandbox: Sandbox, tmp_path: Path
) -> None:
    (tmp_path / "a.ris").write_text(RIS, "utf-8")
    (tmp_path / "storm.txt").write_text("Storm over Tavira\n\nIt stormed all night.\n", "utf-8")
    report = run(archive, sandbox, tmp_path / "a.ris", tmp_path / "storm.txt")
    (article,) = articles(archive)
    assert (article.outlet, article.authors, article.published) == (
        "Coast Gazette",
        "Anna Müller",
        "2019-04-16",
    )
    assert json.loads(article.source_fields)["Volume"] == "3"
    sentences = [warning.sentence for warning in report.warnings]
    assert "1 of its 3 records were joined to articles." in sentences
    assert any("No article has its title" in sentence for sentence in sentences)
    assert report.abstracts == (str(tmp_path / "a.ris"),)
    with archive.reading() as session:
        said = outcomes(session, outcome_ids(session, report.run_id or 0))[0]
    assert [(one.number, one.title) for one in said.articles] == [
        (2, "Nobody has this one"),
        (3, "Nor this one"),
    ]
    assert not report.failed


def test_what_a_person_typed_is_never_overwritten(archive: Archive) -> None:
    article_id = import_text(archive, "It stormed.", title="Storm over Tavira", coder="Ada").imported[0].id
    edit_article(archive, article_id, coder="Ada", outlet="My own outlet")
    reference = Reference("Storm over Tavira", "Coast Gazette", "Anna Müller", number=1)
    done = join_references(archive, [reference], coder="Ada")
    assert done.joined[0].fields == ("authors",)
    (article,) = articles(archive)
    assert (article.outlet, article.authors) == ("My own outlet", "Anna Müller")


def test_joining_is_one_change_that_can_be_undone_and_done_again(archive: Archive) -> None:
    for number in (1, 2):
        import_text(archive, f"It stormed {number} times.", title=f"Storm number {number}", coder="Ada")
    records = [Reference(f"Storm number {number}", "Coast Gazette") for number in (1, 2)]
    done = join_references(archive, records, coder="Ada")
    assert done.changes is not None
    assert done.changes.label == "Join 2 references"
    assert join_references(archive, records, coder="Ada").changes is None
    archive.undo("Ada")
    assert [article.outlet for article in articles(archive)] == ["", ""]


def test_records_without_an_article_become_articles_where_that_is_wanted(
    archive: Archive, sandbox: Sandbox, tmp_path: Path
) -> None:
    (tmp_path / "a.ris").write_text(RIS, "utf-8")
    report = run(archive, sandbox, tmp_path / "a.ris", **{REFERENCES: AS_ARTICLES})
    (article,) = articles(archive)
    assert (article.title, article.published, article.place) == ("Nobody has this one", "2018", 2)
    assert [failure.number for failure in report.failed] == [1, 3]
    assert report.failed[0].reason.endswith("It has no text and no abstract.")
    assert not report.abstracts
