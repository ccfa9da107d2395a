"""Columns of tables that say into which collections articles go, and which labels they get."""

from pathlib import Path

from archive_app.operations.checking import check_archive
from archive_app.operations.collections import add_label, create_collection
from archive_app.operations.importing import import_files
from archive_app.storage.archive import Archive
from archive_app.storage.collections import collections, labels

ROWS = """Title,Text,Collection,Tags
Truce holds,The council voted for a truce of three days.,Spring;  truce,"front page, quoted"
Truce broken,The command denied that it had broken the truce.,spring,Front Page
No group,The port was closed by the harbour master again.,,
"""


def groups(archive: Archive) -> tuple[dict[str, int], dict[str, int]]:
    with archive.reading() as session:
        return (
            {card.name: card.articles for card in collections(session)},
            {card.name: card.articles for card in labels(session)},
        )


def test_articles_come_into_the_collections_and_under_the_labels_that_their_row_names(
    empty_archive: Archive, tmp_path: Path
) -> None:
    (tmp_path / "wire.csv").write_text(ROWS, "utf-8")
    create_collection(empty_archive, "Truce", coder="Ada")
    report = import_files(empty_archive, [tmp_path / "wire.csv"], coder="Ada")
    assert len(report.imported) == 3
    assert groups(empty_archive) == ({"Spring": 2, "Truce": 1}, {"front page": 2, "quoted": 1})
    assert check_archive(empty_archive).ok
    empty_archive.undo("Ada")
    assert groups(empty_archive) == ({"Truce": 0}, {})
    empty_archive.redo("Ada")
    assert groups(empty_archive) == ({"Spring": 2, "Truce": 1}, {"front page": 2, "quoted": 1})


def test_fifty_articles_are_labelled_in_one_step(empty_archive: Archive, tmp_path: Path) -> None:
    for number in range(50):
        text = f"The council met on day {number} and voted for a truce of {number} days."
        (tmp_path / f"{number}.txt").write_text(text, "utf-8")
    report = import_files(empty_archive, [tmp_path], coder="Ada")
    ids = [article.id for article in report.imported]
    add_label(empty_archive, "quoted", ids, coder="Ada")
    assert groups(empty_archive)[1] == {"quoted": 50}
    empty_archive.undo("Ada")
    assert groups(empty_archive)[1] == {}
    assert len(ids) == 50
