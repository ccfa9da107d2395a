"""Trying again what failed, and reading kept originals with other settings."""

from pathlib import Path

import pytest

from archive_app.importing.reader import Unreadable
from archive_app.model.anchoring import Certainty
from archive_app.model.errors import NotFound, Refused
from archive_app.model.tables import Article, Source, TextVersion
from archive_app.operations.articles import delete_articles, edit_article
from archive_app.operations.checking import check_archive
from archive_app.operations.correcting import correct_text
from archive_app.operations.importing import ImportReport, import_files, import_text
from archive_app.operations.importing_again import re_extract, re_extract_article, retry_failed
from archive_app.operations.tagging import mark_passage
from archive_app.storage import queries
from archive_app.storage.archive import Archive
from archive_app.storage.import_reports import import_run, outcome_ids, outcomes

FACTIVA = Path(__file__).parents[1] / "importing" / "databases" / "files" / "factiva.xml"
GREEK = "Η εκεχειρία κρατά\n\nΟ στρατάρχης αρνήθηκε ότι βομβάρδισε σπίτια, είπε η διοίκηση την Κυριακή.\n"


def run(archive: Archive, *paths: Path) -> ImportReport:
    return import_files(archive, paths, coder="Ada")


def text(archive: Archive, article_id: int) -> str:
    with archive.reading() as session:
        return queries.article_text(session, article_id)


def article(archive: Archive, article_id: int) -> Article:
    with archive.reading() as session:
        return session.get_one(Article, article_id)


# Trying again -----------------------------------------------------------------------------------------


def test_only_what_failed_is_tried_again(empty_archive: Archive, tmp_path: Path) -> None:
    good, bad, gone = (tmp_path / name for name in ("good.txt", "bad.txt", "gone.txt"))
    good.write_text("The truce holds.\n\nNo shots were heard in Tavira on Monday.\n")
    bad.write_text("")
    first = run(empty_archive, good, bad, gone)
    assert len(first.failed) == 2
    assert first.run_id is not None
    bad.write_text("The command denied it.\n\nIt fired at no house, it said on Sunday.\n")
    report = retry_failed(empty_archive, first.run_id, coder="Ben")
    assert [Path(item.source).name for item in report.imported] == ["bad.txt"]
    assert [Path(item.source).name for item in report.failed] == ["gone.txt"]
    assert report.duplicates == ()
    with empty_archive.reading() as session:
        card = import_run(session, report.run_id or 0)
        (old,) = [
            said for said in outcomes(session, outcome_ids(session, first.run_id)) if said.path == str(good)
        ]
    assert (card.coder, card.total, card.paths) == ("Ben", 2, (str(bad), str(gone)))
    assert old.imported == 1


def test_where_nothing_failed_there_is_nothing_to_try_again(empty_archive: Archive) -> None:
    report = import_text(empty_archive, "No shots were heard in Tavira.", coder="Ada")
    with pytest.raises(Refused):
        retry_failed(empty_archive, report.run_id or 0, coder="Ada")
    with pytest.raises(NotFound):
        retry_failed(empty_archive, 99, coder="Ada")


def test_of_a_file_with_failed_articles_the_kept_original_is_read(
    empty_archive: Archive, tmp_path: Path
) -> None:
    file = tmp_path / "factiva.xml"
    file.write_bytes(FACTIVA.read_bytes())
    report = run(empty_archive, file)
    assert [item.number for item in report.failed] == [2]
    file.unlink()
    delete_articles(empty_archive, [report.imported[0].id], coder="Ada")
    again = retry_failed(empty_archive, report.run_id or 0, coder="Ada")
    assert [item.of for item in again.duplicates] == [item.id for item in report.imported[1:]]
    assert [item.title for item in again.deleted] == [report.imported[0].title]
    assert [(item.number, item.source) for item in again.failed] == [(2, str(file))]
    assert check_archive(empty_archive).ok


def test_articles_taken_back_from_a_file_are_stored_when_it_comes_again(empty_archive: Archive) -> None:
    report = run(empty_archive, FACTIVA)
    empty_archive.undo("Ada")
    again = retry_failed(empty_archive, report.run_id or 0, coder="Ada")
    assert len(again.imported) == len(report.imported)
    assert check_archive(empty_archive).ok


# Reading with other settings --------------------------------------------------------------------------


@pytest.fixture
def misread(empty_archive: Archive, tmp_path: Path) -> int:
    """An article whose encoding was taken for another, with a passage on words that were read right."""
    file = tmp_path / "greek.txt"
    file.write_bytes(GREEK.encode("iso8859-7"))
    report = import_files(empty_archive, [file], coder="Ada", settings={"encoding": "cp1252"})
    (item,) = report.imported
    assert "στρατάρχης" not in text(empty_archive, item.id)
    return item.id


def test_an_original_is_read_again_with_another_encoding(empty_archive: Archive, misread: int) -> None:
    start = text(empty_archive, misread).index("\n\n") + 2
    passage = mark_passage(empty_archive, misread, start, start + 12, coder="Ben").passage_id
    before = text(empty_archive, misread)
    done = re_extract_article(empty_archive, misread, {"encoding": "iso8859-7"}, coder="Ada")
    assert text(empty_archive, misread) == GREEK
    (read,) = done.articles
    assert read.fates == {passage: Certainty.REVIEW}
    assert "title" in read.fields
    assert article(empty_archive, misread).title == "Η εκεχειρία κρατά"
    with empty_archive.reading() as session:
        source = session.get_one(Source, article(empty_archive, misread).source_id)
        assert source.settings == '{"encoding": "iso8859-7"}'
        assert [card.id for card in queries.passages_to_review(session)] == [passage]
    assert check_archive(empty_archive).ok
    empty_archive.undo("Ada")
    assert text(empty_archive, misread) == before
    assert check_archive(empty_archive).ok


def test_what_a_person_changed_stays_when_an_original_is_read_again(
    empty_archive: Archive, misread: int
) -> None:
    edit_article(empty_archive, misread, title="Truce", coder="Ada")
    done = re_extract_article(empty_archive, misread, {"encoding": "iso8859-7"}, coder="Ada")
    assert article(empty_archive, misread).title == "Truce"
    assert "title" not in done.articles[0].fields
    # The same settings give the same text, so the correction stays.
    correct_text(empty_archive, misread, GREEK + "\nPS", coder="Ada")
    edit_article(empty_archive, misread, outlet="Tavira Post", coder="Ada")
    again = re_extract_article(empty_archive, misread, {"encoding": "cp1252"}, coder="Ada")
    assert again.articles[0].fates is not None
    assert article(empty_archive, misread).outlet == "Tavira Post"


def test_a_corrected_text_stays_when_the_same_settings_give_what_they_gave(
    empty_archive: Archive, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("The truce holds.\n\nNo shots were heard in Tavira on Monday.\n")
    (item,) = run(empty_archive, tmp_path / "a.txt").imported
    correct_text(empty_archive, item.id, "The truce holds.\n\nOne shot was heard in Tavira.\n", coder="Ada")
    assert re_extract_article(empty_archive, item.id, {}, coder="Ada").changes is None
    assert "One shot" in text(empty_archive, item.id)


def test_another_reader_can_be_named(empty_archive: Archive, tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_text(
        "<html><body><article><p>" + "The truce holds in Tavira. " * 9 + "</p></article></body></html>"
    )
    (item,) = run(empty_archive, page).imported
    done = re_extract_article(empty_archive, item.id, {"reader": "plain text"}, coder="Ada")
    assert text(empty_archive, item.id) == page.read_text()
    assert done.articles[0].article_id == item.id
    with empty_archive.reading() as session:
        assert session.get_one(Source, article(empty_archive, item.id).source_id).reader == "plain text"
    with pytest.raises(Unreadable):
        re_extract_article(empty_archive, item.id, {"reader": "crystal ball"}, coder="Ada")


def test_articles_of_a_file_are_found_again_by_title_and_number_and_deleted_ones_stay_away(
    empty_archive: Archive,
) -> None:
    report = run(empty_archive, FACTIVA)
    keys = [item.id for item in report.imported]
    assert len(keys) > 1
    source_id = article(empty_archive, keys[0]).source_id
    assert source_id is not None
    texts = [text(empty_archive, key) for key in keys]
    done = re_extract(empty_archive, source_id, {}, coder="Ada")
    assert (done.changes, done.articles, done.added, done.unmatched) == (None, (), (), ())
    delete_articles(empty_archive, [keys[0]], coder="Ada")
    done = re_extract(empty_archive, source_id, {}, coder="Ada")
    assert (done.articles, done.added) == ((), ())
    assert [text(empty_archive, key) for key in keys[1:]] == texts[1:]
    with empty_archive.reading() as session:
        assert session.get(TextVersion, len(keys) + 1) is None
    with pytest.raises(NotFound):
        re_extract_article(empty_archive, keys[0], {}, coder="Ada")


def test_what_a_person_typed_stays_however_often_an_original_is_read_again(
    empty_archive: Archive, misread: int
) -> None:
    edit_article(empty_archive, misread, title="Truce", coder="Ada")
    for encoding in ("iso8859-7", "cp1252", "iso8859-7"):
        re_extract_article(empty_archive, misread, {"encoding": encoding}, coder="Ada")
        assert article(empty_archive, misread).title == "Truce"


def test_a_text_corrected_after_a_second_reading_stays_at_a_third(
    empty_archive: Archive, misread: int
) -> None:
    re_extract_article(empty_archive, misread, {"encoding": "iso8859-7"}, coder="Ada")
    correct_text(empty_archive, misread, GREEK + "\nPS", coder="Ada")
    again = re_extract_article(empty_archive, misread, {"encoding": "iso8859-7"}, coder="Ada")
    assert again.changes is None
    assert text(empty_archive, misread) == GREEK + "\nPS"


def test_articles_that_a_second_reading_found_are_found_again_after_it_was_undone(
    empty_archive: Archive, tmp_path: Path
) -> None:
    table = tmp_path / "table.csv"
    table.write_text(
        "title,text,body\nA,The truce holds in Tavira.,No shots were heard.\nB,,The command denied it.\n"
    )
    (item,) = run(empty_archive, table).imported
    source_id = article(empty_archive, item.id).source_id
    assert source_id is not None
    settings = {"columns": '{"text": "body"}'}
    for _ in range(2):
        done = re_extract(empty_archive, source_id, settings, coder="Ada")
        assert [article(empty_archive, key).title for key in done.added] == ["B"]
        empty_archive.undo("Ada")
    assert check_archive(empty_archive).ok


def test_what_was_typed_beside_a_pasted_text_stays_when_it_is_read_again(empty_archive: Archive) -> None:
    (item,) = import_text(empty_archive, GREEK, title="Truce", coder="Ada").imported
    done = re_extract_article(empty_archive, item.id, {}, coder="Ada")
    assert (done.changes, article(empty_archive, item.id).title) == (None, "Truce")
