"""The words that a passage is cut from are those of the article's current text."""

import pytest

from archive_app.model.errors import NotFound
from archive_app.model.tables import Article
from archive_app.operations.correcting import correct_text
from archive_app.storage.archive import Archive
from archive_app.storage.queries import article_text
from archive_app.storage.versions import insert_version


def words(archive: Archive, article_id: int, start: int, end: int) -> tuple[int, str]:
    with archive.reading() as session:
        return archive.texts.words(session, article_id, start, end)


def text(archive: Archive, article_id: int) -> str:
    with archive.reading() as session:
        return article_text(session, article_id)


def test_words_are_counted_in_code_points(archive: Archive) -> None:
    for article_id in (1, 2, 3, 1):
        whole = text(archive, article_id)
        assert words(archive, article_id, 3, 25)[1] == whole[3:25]
        assert words(archive, article_id, len(whole) - 2, len(whole) + 9)[1] == whole[-2:]
        assert words(archive, article_id, -4, 3)[1] == whole[:3]


def test_after_a_correction_and_its_undo_the_words_are_those_of_the_text_then(archive: Archive) -> None:
    before = text(archive, 1)
    first = words(archive, 1, 0, 12)
    correct_text(archive, 1, f"Corrected: {before}", coder="Ada")
    second = words(archive, 1, 0, 12)
    assert second[1] == f"Corrected: {before}"[:12]
    assert second[0] != first[0]
    archive.undo("Ada")
    assert words(archive, 1, 0, 12) == first


def test_a_text_that_was_not_stored_in_the_end_is_forgotten(archive: Archive) -> None:
    before = words(archive, 1, 0, 12)

    def give_up_half_way() -> None:
        with archive.change("correct", "Correct", "Ada") as change:
            article = change.session.get_one(Article, 1)
            version = insert_version(change.transaction, article, "Never stored in the end")
            change.transaction.update(article, text_id=version.key)
            assert archive.texts.words(change.session, 1, 0, 12)[1] == "Never stored"
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        give_up_half_way()
    assert words(archive, 1, 0, 12) == before
    correct_text(archive, 1, "Stored in its place, under its key", coder="Ada")
    assert words(archive, 1, 0, 12)[1] == "Stored in it"


def test_words_of_an_article_that_is_not_there_are_refused(archive: Archive) -> None:
    with pytest.raises(NotFound):
        words(archive, 99, 0, 5)
