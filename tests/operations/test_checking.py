"""What a check of the archive finds."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from archive_app.model.tables import ProposedCut
from archive_app.operations.articles import delete_articles
from archive_app.operations.checking import check_archive
from archive_app.operations.collections import create_collection
from archive_app.operations.duplicates import link_as_versions
from archive_app.operations.importing import import_text
from archive_app.operations.tagging import ActorChoice, ClaimChoice, delete_passages, mark_passage
from archive_app.storage.archive import Archive, create_archive, open_archive


@pytest.fixture
def worked_on(_worked_on: Path, tmp_path: Path) -> Path:
    """The folder of a closed archive with work in it, some of it undone."""
    return shutil.copytree(_worked_on, tmp_path / "archive")


@pytest.fixture(scope="module")
def _worked_on(new_archives: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = shutil.copytree(new_archives["three articles"], tmp_path_factory.mktemp("work") / "archive")
    with open_archive(folder) as archive:
        _work(archive)
    for backup in archive.places.backups.iterdir():
        backup.unlink()
    return folder


def _work(archive: Archive) -> None:
    for article_id in (1, 2):
        mark_passage(
            archive, article_id, 2, 9, actors=[ActorChoice("Government")],
            claims=[ClaimChoice("Accusation > Shelling")], memo="m", coder="Ada",
        )  # fmt: skip
    delete_passages(archive, [1], coder="Ada")
    archive.undo("Ada")
    delete_articles(archive, [3], coder="Ada")
    archive.undo("Ada")
    archive.redo("Ada")
    import_text(archive, "Observers counted twelve shots on Monday.", coder="Ada")
    link_as_versions(archive, [(1, 2)], coder="Ada")
    create_collection(archive, "Siege", articles=[1], coder="Ada")
    with archive.change("propose", "Propose a cut", "Ada") as change:
        change.transaction.insert(ProposedCut(article_id=1, start=0, end=7, quote="Marshal"))


def problems(folder: Path) -> list[str]:
    with open_archive(folder, write=False) as archive:
        return list(check_archive(archive).problems)


def spoil(folder: Path, *statements: str) -> None:
    with sqlite3.connect(folder / "archive.sqlite") as connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


def test_an_archive_that_was_worked_on_is_whole(worked_on: Path) -> None:
    with open_archive(worked_on) as archive:
        report = check_archive(archive)
    assert report.ok
    assert report.problems == ()


def test_an_empty_archive_is_whole(tmp_path: Path) -> None:
    with create_archive(tmp_path / "new") as archive:
        assert check_archive(archive).ok


@pytest.mark.parametrize(
    ("statements", "sentence"),
    [
        (
            ["UPDATE passage SET quote = 'else' WHERE id = 2"],
            "Passage 2 is not what stands at 2–9 of “Truce holds 🕊️ in the south”.",
        ),
        (
            ["UPDATE passage SET start = start + 1 WHERE id = 1"],
            "Passage 1 is not what stands at 3–9 of “Marshal orders march on the capital”.",
        ),
        (
            ["UPDATE proposed_cut SET quote = 'x'"],
            "The proposed cut 1 is not what stands at 0–7 of “Marshal orders march on the capital”.",
        ),
        (
            ["UPDATE text_version SET text = text || ' ' WHERE id = 2"],
            "Text 2, of “Truce holds 🕊️ in the south”, is not the one that was imported: its SHA-256 differs.",
        ),
        (
            ["UPDATE text_version SET text = text || ' ' WHERE id = 3"],
            "Text 3, of a deleted article, is not the one that was imported: its SHA-256 differs.",
        ),
        (
            ["UPDATE article SET text_id = 2 WHERE id = 1"],
            "Article 1, “Marshal orders march on the capital”, has the text of another article.",
        ),
        (
            ["DELETE FROM actor_tag WHERE id = 2"],
            "Row 2 of “actor_tag” is gone, though the journal has not deleted it.",
        ),
        (
            ["UPDATE actor SET name = 'Rebels'"],
            "Row 1 of “actor” is not as the journal left it: another program changed it.",
        ),
        (
            ["INSERT INTO actor (uid, name, kind, description, created) VALUES ('u', 'Rebels', '', '', '')"],
            "Row 2 of “actor” is not in the journal: another program put it there.",
        ),
        (
            ["DELETE FROM actor"],
            "Row 1 of “actor_tag” refers to a row of “actor” that is missing.",
        ),
        (
            ["DELETE FROM journal_change WHERE sequence = 4", "DELETE FROM journal_entry WHERE sequence = 4"],
            "The journal has a gap between its entries 3 and 5.",
        ),
        (
            ["UPDATE journal_entry SET undo_next = 77 WHERE sequence = 5"],
            "Entry 5 of the journal points to entry 77 (undo_next), which is not there.",
        ),
        (
            ["DELETE FROM journal_change WHERE sequence = 5"],
            "Entry 5 of the journal does not say what it changed.",
        ),
        (
            ["UPDATE passage SET uid = (SELECT uid FROM actor) WHERE id = 1"],
            "passage 1, actor 1 have it.",
        ),
        (
            ["UPDATE journal_change SET after = '{' WHERE id = 1"],
            "What the journal says of row 1 of “source” cannot be read",
        ),
        (
            ["UPDATE journal_change SET after = '[1]' WHERE id = 1"],
            "What the journal says of row 1 of “source” cannot be read",
        ),
        (
            ["UPDATE passage SET \"end\" = 'abc' WHERE id = 1"],
            "Row 1 of “passage” has text in “end”, where integer belongs.",
        ),
        (
            ["UPDATE passage SET \"end\" = 'abc' WHERE id = 1"],
            "Passage 1 is not what stands at 2–abc",
        ),
        (
            ["UPDATE text_version SET text = CAST(text AS BLOB) WHERE id = 1"],
            "Row 1 of “text_version” has blob in “text”, where text belongs.",
        ),
        (
            ["UPDATE source SET sha256 = 7, size = 'x' WHERE id = 1"],
            "Row 1 of “source” has text in “size”, where integer belongs.",
        ),
        (
            ["UPDATE journal_change SET after = x'00', \"table\" = x'00' WHERE id = 1"],
            "Row 1 of “journal_change” has blob in “after”, where text belongs.",
        ),
        (
            ["UPDATE import_outcome SET details = '[{}]' WHERE id = 1"],
            "What row 1 of “import_outcome” has in “details” cannot be read: it was damaged.",
        ),
        (
            ["UPDATE import_run SET paths = '7' WHERE id = 1"],
            "What row 1 of “import_run” has in “paths” cannot be read: it was damaged.",
        ),
        (
            ["UPDATE import_run SET state = 'running' WHERE id = 1"],
            "The report of import 1 does not say when it ended, or says so of one that did not.",
        ),
        (
            ["UPDATE import_outcome SET run_id = 9 WHERE id = 1"],
            "Row 1 of “import_outcome” refers to a row of “import_run” that is missing.",
        ),
        (
            ["UPDATE import_run SET uid = (SELECT uid FROM article WHERE id = 1) WHERE id = 1"],
            "is not unique",
        ),
        (
            ["UPDATE text_version SET pages = '[[5, \"2\"], [0, \"1\"]]' WHERE id = 1"],
            "What row 1 of “text_version” has in “pages” cannot be read: it was damaged.",
        ),
        (
            ["UPDATE article SET source_fields = '{\"a\": 1}' WHERE id = 1"],
            "What row 1 of “article” has in “source_fields” cannot be read: it was damaged.",
        ),
        (
            ["UPDATE article_link SET article_id = 2, other_id = 1"],
            "Link 1 puts article 2 before article 1, which was imported earlier.",
        ),
        (
            ["UPDATE collection_article SET article_id = 99"],
            "Row 1 of “collection_article” refers to a row of “article” that is missing.",
        ),
    ],
)  # fmt: skip
def test_what_another_program_changed_is_found(worked_on: Path, statements: list[str], sentence: str) -> None:
    spoil(worked_on, *statements)
    assert any(sentence in problem for problem in problems(worked_on)), problems(worked_on)


def test_every_original_must_be_there_unchanged(worked_on: Path) -> None:
    missing, changed, *_ = sorted(path for path in (worked_on / "originals").rglob("*") if path.is_file())
    missing.unlink()
    changed.chmod(0o644)
    changed.write_bytes(b"!" * changed.stat().st_size)
    found = problems(worked_on)
    assert len(found) == 2
    assert sum("is missing from “originals”" in problem for problem in found) == 1
    assert sum("is not the file that was imported" in problem for problem in found) == 1


def test_what_claims_to_be_a_hash_leads_nowhere(worked_on: Path) -> None:
    spoil(worked_on, "UPDATE source SET sha256 = '../../../../etc/*' WHERE id = 1")
    assert any("is missing from “originals”" in problem for problem in problems(worked_on))


def test_a_damaged_page_is_told_and_the_rest_is_still_looked_at(worked_on: Path) -> None:
    database = worked_on / "archive.sqlite"
    with sqlite3.connect(database) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'passage'").fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    connection.close()
    with database.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
    next(path for path in (worked_on / "originals").rglob("*") if path.is_file()).unlink()
    found = problems(worked_on)
    assert any("damaged" in problem for problem in found)
    assert any("is missing from “originals”" in problem for problem in found)
