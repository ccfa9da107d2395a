"""Collections of articles, labels on them, and what a coder has read."""

import pytest

from archive_app.model.errors import NotFound, Refused
from archive_app.operations.articles import delete_articles
from archive_app.operations.checking import check_archive
from archive_app.operations.collections import (
    add_label,
    add_to_collection,
    create_collection,
    delete_collection,
    delete_label,
    edit_collection,
    mark_read,
    mark_unread,
    remove_from_collection,
    remove_label,
    rename_label,
)
from archive_app.operations.duplicates import merge_articles
from archive_app.storage.archive import Archive
from archive_app.storage.collections import collections, collections_of, labels, labels_of, read_by
from archive_app.storage.queries import ArticleFilter, article_ids


def listed(archive: Archive, **where: object) -> list[int]:
    with archive.reading() as session:
        return sorted(article_ids(session, ArticleFilter(**where)))  # type: ignore[arg-type]


def shown(archive: Archive) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    with archive.reading() as session:
        return (
            [(card.name, card.articles) for card in collections(session)],
            [(card.name, card.articles) for card in labels(session)],
        )


def test_a_collection_is_made_filled_renamed_emptied_and_deleted(archive: Archive) -> None:
    made = create_collection(archive, "  Siege of  Tavira ", articles=[1], coder="Ada")
    add_to_collection(archive, made.id, [1, 2, 2], coder="Ada")
    assert shown(archive)[0] == [("Siege of Tavira", 2)]
    assert listed(archive, collection_id=made.id) == [1, 2]
    changes = add_to_collection(archive, made.id, [1], coder="Ada")
    assert changes is None
    edit_collection(archive, made.id, name="siege of Tavira", description="March to May", coder="Ada")
    remove_from_collection(archive, made.id, [1, 3], coder="Ada")
    with archive.reading() as session:
        (card,) = collections(session)
        assert (card.name, card.description, card.articles) == ("siege of Tavira", "March to May", 1)
        assert collections_of(session, [1, 2, 3]) == {2: [(made.id, "siege of Tavira")]}
    delete_collection(archive, made.id, coder="Ada")
    assert shown(archive)[0] == []
    assert listed(archive) == [1, 2, 3]
    for _ in range(5):
        archive.undo("Ada")
    assert shown(archive)[0] == []
    assert check_archive(archive).ok


def test_names_of_collections_and_labels_are_given_once(archive: Archive) -> None:
    made = create_collection(archive, "Siège", coder="Ada")
    create_collection(archive, "Other", coder="Ada")
    for name in ("siege", " ", "OTHER"):
        with pytest.raises(Refused):
            create_collection(archive, name, coder="Ada")
    with pytest.raises(Refused):
        edit_collection(archive, made.id, name="other", coder="Ada")
    first = add_label(archive, "front page", [1], coder="Ada")
    assert add_label(archive, "Front  Page", [2], coder="Ada").id == first.id
    other = add_label(archive, "opinion", [2], coder="Ada")
    with pytest.raises(Refused):
        rename_label(archive, other.id, "FRONT page", coder="Ada")
    rename_label(archive, other.id, "Opinion", coder="Ada")
    assert shown(archive)[1] == [("front page", 2), ("Opinion", 1)]
    for operation in (lambda: add_label(archive, "", [1], coder="Ada"),):
        with pytest.raises(Refused):
            operation()


def test_labels_are_put_on_articles_and_taken_off(archive: Archive) -> None:
    label = add_label(archive, "front page", [1, 3], coder="Ada").id
    assert listed(archive, label_id=label) == [1, 3]
    remove_label(archive, label, [1], coder="Ada")
    with archive.reading() as session:
        assert labels_of(session, [1, 2, 3]) == {3: [(label, "front page")]}
    delete_label(archive, label, coder="Ada")
    assert shown(archive)[1] == []
    archive.undo("Ada")
    assert listed(archive, label_id=label) == [3]
    assert check_archive(archive).ok


def test_each_coder_has_read_what_she_has_read(archive: Archive) -> None:
    mark_read(archive, [1, 2], coder="Ada")
    mark_read(archive, [2, 3], coder="Ben")
    assert listed(archive, read=True, reader="Ada") == [1, 2]
    assert listed(archive, read=False, reader="Ada") == [3]
    assert listed(archive, read=False) == []
    assert mark_read(archive, [1], coder="Ada") is None
    mark_unread(archive, [1, 3], coder="Ada")
    with archive.reading() as session:
        assert read_by(session, [1, 2, 3], "Ada") == {2}
        assert read_by(session, [1, 2, 3], "Ben") == {2, 3}
    archive.undo("Ada")
    assert listed(archive, read=True, reader="Ada") == [1, 2]
    assert check_archive(archive).ok


def test_what_is_gone_is_named(archive: Archive) -> None:
    made = create_collection(archive, "Siege", coder="Ada")
    for operation in (
        lambda: create_collection(archive, "Other", articles=[99], coder="Ada"),
        lambda: add_to_collection(archive, made.id, [1, 99], coder="Ada"),
        lambda: add_to_collection(archive, 99, [1], coder="Ada"),
        lambda: remove_from_collection(archive, 99, [1], coder="Ada"),
        lambda: delete_collection(archive, 99, coder="Ada"),
        lambda: add_label(archive, "x", [99], coder="Ada"),
        lambda: delete_label(archive, 99, coder="Ada"),
        lambda: mark_read(archive, [99], coder="Ada"),
    ):
        with pytest.raises(NotFound):
            operation()
    assert shown(archive) == ([("Siege", 0)], [])


def test_a_deleted_article_leaves_its_collections_and_a_merged_one_takes_them_along(archive: Archive) -> None:
    made = create_collection(archive, "Siege", articles=[1, 2], coder="Ada")
    label = add_label(archive, "front page", [2], coder="Ada").id
    mark_read(archive, [2], coder="Ada")
    merge_articles(archive, 3, 2, coder="Ada")
    assert listed(archive, collection_id=made.id) == [1, 3]
    assert listed(archive, label_id=label) == listed(archive, read=True, reader="Ada") == [3]
    merge_articles(archive, 3, 1, coder="Ada")
    assert listed(archive, collection_id=made.id) == [3]
    delete_articles(archive, [3], coder="Ada")
    assert shown(archive) == ([("Siege", 0)], [("front page", 0)])
    archive.undo("Ada")
    archive.undo("Ada")
    archive.undo("Ada")
    assert listed(archive, collection_id=made.id) == [1, 2]
    assert check_archive(archive).ok
