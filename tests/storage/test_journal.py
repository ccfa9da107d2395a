"""The journal: undo and redo that survive a restart, the history, the feed of the search index."""

from collections.abc import Callable

import pytest

from archive_app.model.errors import Refused
from archive_app.model.tables import Actor, Coder, Passage
from archive_app.operations.articles import delete_articles, edit_article
from archive_app.operations.codebook import delete_actor, edit_actor, edit_claim_type
from archive_app.operations.tagging import (
    ActorChoice,
    ClaimChoice,
    delete_passages,
    mark_passage,
    set_memo,
    tag_actor,
)
from archive_app.storage import journal, queries
from archive_app.storage.archive import Archive, open_archive
from archive_app.storage.history import history
from archive_app.storage.journal import Changes, Feed


def labels(archive: Archive) -> tuple[str | None, str | None]:
    with archive.reading() as session:
        return journal.tops(session).undo, journal.tops(session).redo


def coders(archive: Archive) -> tuple[str, ...]:
    with archive.reading() as session:
        return queries.facets(session).coders


def add_coder(archive: Archive, name: str) -> Changes | None:
    with archive.change("add coder", f"Add {name}", "Ada") as change:
        change.transaction.insert(Coder(name=name))
    return change.changes


def test_undo_and_redo_go_back_and_forth_and_survive_a_restart(empty_archive: Archive) -> None:
    folder = empty_archive.places.folder
    for name in ("A", "B", "C"):
        add_coder(empty_archive, name)
    empty_archive.close()
    with open_archive(folder) as archive:
        assert labels(archive) == ("Add C", None)
        assert [archive.undo("Ada") is not None for _ in range(2)] == [True, True]
        assert coders(archive) == ("A",)
    with open_archive(folder) as archive:
        assert labels(archive) == ("Add A", "Add B")
        archive.redo("Ada")
        assert coders(archive) == ("A", "B")
    with open_archive(folder) as archive:
        assert labels(archive) == ("Add B", "Add C")
        archive.redo("Ada")
        assert archive.redo("Ada") is None
        for _ in range(3):
            archive.undo("Ada")
        assert archive.undo("Ada") is None
        assert coders(archive) == ()
        assert labels(archive) == (None, "Add A")


def test_new_work_after_an_undo_leaves_nothing_to_redo(empty_archive: Archive) -> None:
    for name in ("A", "B"):
        add_coder(empty_archive, name)
    empty_archive.undo("Ada")
    add_coder(empty_archive, "C")
    assert labels(empty_archive) == ("Add C", None)
    assert empty_archive.redo("Ada") is None
    empty_archive.undo("Ada")
    assert labels(empty_archive) == ("Add A", "Add C")
    empty_archive.undo("Ada")
    assert coders(empty_archive) == ()


def test_undo_of_redo_of_undo(empty_archive: Archive) -> None:
    for name in ("A", "B"):
        add_coder(empty_archive, name)
    for _ in range(3):
        empty_archive.undo("Ada")
        empty_archive.undo("Ada")
        assert coders(empty_archive) == ()
        empty_archive.redo("Ada")
        assert coders(empty_archive) == ("A",)
        empty_archive.redo("Ada")
        assert coders(empty_archive) == ("A", "B")


def test_a_change_that_changes_nothing_leaves_no_entry(empty_archive: Archive) -> None:
    with empty_archive.change("nothing", "Nothing", "Ada") as change:
        pass
    assert change.changes is None
    assert labels(empty_archive) == (None, None)
    assert empty_archive.undo("Ada") is None
    with empty_archive.reading() as session:
        assert journal.last_sequence(session) == 0


def test_a_row_keeps_its_key_and_identity_through_undo_and_redo(archive: Archive) -> None:
    marked = mark_passage(archive, 1, 0, 5, actors=[ActorChoice("Government")], coder="Ada")

    def cards() -> list[queries.PassageCard]:
        with archive.reading() as session:
            return queries.passage_cards(session, queries.passage_ids(session))

    before = cards()
    archive.undo("Ada")
    assert cards() == []
    archive.redo("Ada")
    assert cards() == before
    archive.undo("Ada")
    assert mark_passage(archive, 2, 0, 5, coder="Ada").passage_id != marked.passage_id


def test_many_rows_change_at_once_and_each_is_taken_back(archive: Archive) -> None:
    keys = [mark_passage(archive, 1, at, at + 5, coder="Ada").passage_id for at in range(0, 60, 10)]
    with archive.reading() as session:
        before = queries.passage_cards(session, keys)
    with archive.change("memos", "Memos", "Ada") as change:
        rows = [change.session.get_one(Passage, key) for key in keys]
        wanted = [(row, {"memo": f"memo {n}" if n % 2 else "", "start": n}) for n, row in enumerate(rows)]
        assert change.transaction.update_all(wanted) == len(rows) - 1
        assert rows[3].memo == "memo 3"
        change.transaction.update(rows[3], memo="once more")
        change.transaction.delete(rows[5])
    with archive.reading() as session:
        found = {card.id: (card.memo, card.start) for card in queries.passage_cards(session, keys)}
    assert [found.get(key) for key in keys] == [
        ("", 0), ("memo 1", 1), ("", 2), ("once more", 3), ("", 4), None,
    ]  # fmt: skip
    archive.undo("Ada")
    with archive.reading() as session:
        assert queries.passage_cards(session, keys) == before
    archive.redo("Ada")
    with archive.reading() as session:
        again = {card.id: (card.memo, card.start) for card in queries.passage_cards(session, keys)}
    assert again == found


def test_what_another_program_changed_is_not_undone_over_it(archive: Archive) -> None:
    marked = mark_passage(archive, 1, 0, 5, coder="Ada")
    assert archive._writer is not None
    with archive._writer.begin() as connection:
        connection.exec_driver_sql("UPDATE passage SET memo = 'by hand'")
    with pytest.raises(Refused, match="changed again since"):
        archive.undo("Ada")
    with archive.reading() as session:
        (card,) = queries.passage_cards(session, [marked.passage_id])
    assert card.memo == "by hand"


def test_a_row_that_others_refer_to_is_not_deleted(archive: Archive) -> None:
    mark_passage(archive, 1, 0, 5, actors=[ActorChoice("Government")], coder="Ada")
    with (
        pytest.raises(Refused, match="“Government” is still in use"),
        archive.change("x", "x", "Ada") as change,
    ):
        change.transaction.delete(change.session.get_one(Actor, 1))


def test_changes_say_what_to_refresh(archive: Archive) -> None:
    marked = mark_passage(archive, 2, 0, 5, actors=[ActorChoice("Government")], coder="Ada")
    changes = marked.changes
    assert changes.touches(Passage)
    assert changes.touches(Actor, Coder)
    assert set(changes.rows) == {"coder", "passage", "actor", "actor_tag"}
    assert (changes.articles, changes.passages) == ({2}, {marked.passage_id})
    undone = archive.undo("Ada")
    assert undone is not None
    assert (undone.operation, undone.articles, undone.passages) == ("undo", {2}, {marked.passage_id})
    edited = edit_article(archive, 1, outlet="x", coder="Ada")
    assert edited is not None
    assert (edited.articles, edited.passages) == ({1}, frozenset())


def test_the_history_lists_the_newest_first(archive: Archive) -> None:
    mark_passage(archive, 1, 0, 5, coder="Ben")
    archive.undo("Ada")
    with archive.reading() as session:
        lines = history(session)
        assert [line.sequence for line in lines] == [5, 4, 3, 2, 1]
        assert [(line.operation, line.coder) for line in lines[:2]] == [
            ("undo", "Ada"),
            ("mark passage", "Ben"),
        ]
        assert lines[0].label == lines[1].label
        assert [line.sequence for line in history(session, limit=2)] == [5, 4]
        assert all(line.changes > 0 for line in lines)


def feed_of(archive: Archive, work: Callable[[], object]) -> Feed:
    """What the index hears of some work."""
    with archive.reading() as session:
        watermark = journal.last_sequence(session)
    work()
    with archive.reading() as session:
        feed = journal.feed_since(session, watermark)
        assert feed.upto == journal.last_sequence(session)
        assert journal.feed_since(session, feed.upto) == Feed(feed.upto, frozenset(), frozenset())
    return feed


def test_the_feed_names_what_has_to_be_indexed_again(archive: Archive) -> None:
    government, shelling = ActorChoice("Government"), ClaimChoice("Shelling")
    one = mark_passage(archive, 1, 0, 5, actors=[government], claims=[shelling], coder="Ada").passage_id
    two = mark_passage(archive, 2, 0, 5, claims=[shelling], coder="Ada").passage_id

    def fed(work: Callable[[], object]) -> tuple[set[int], set[int]]:
        feed = feed_of(archive, work)
        return set(feed.articles), set(feed.passages)

    assert fed(lambda: set_memo(archive, two, "m", coder="Ada")) == (set(), {two})
    assert fed(lambda: tag_actor(archive, two, ActorChoice("Rebels"), coder="Ada")) == (set(), {two})
    assert fed(lambda: edit_actor(archive, 1, aliases=("Cabinet",), coder="Ada")) == (set(), {one})
    assert fed(lambda: edit_claim_type(archive, 1, name="Bombardment", coder="Ada")) == (set(), {one, two})
    assert fed(lambda: edit_article(archive, 2, title="New", coder="Ada")) == ({2}, {two})
    assert fed(lambda: delete_actor(archive, 1, coder="Ada")) == (set(), {one})
    assert fed(lambda: archive.undo("Ada")) == (set(), {one})
    assert fed(lambda: delete_passages(archive, [one], coder="Ada")) == (set(), {one})
    assert fed(lambda: delete_articles(archive, [2], coder="Ada")) == ({2}, {two})
    assert fed(lambda: archive.undo("Ada")) == ({2}, {two})


def test_the_feed_comes_in_pieces(archive: Archive) -> None:
    keys = [mark_passage(archive, 1, at, at + 5, coder="Ada").passage_id for at in range(5)]
    with archive.reading() as session:
        # The first passage brought its coder, so it is in another piece: three imports stand before it.
        first = journal.feed_since(session, 4, limit=2)
        second = journal.feed_since(session, first.upto, limit=200)
    assert (first.upto, first.passages) == (6, set(keys[1:3]))
    assert (second.upto, second.passages) == (8, set(keys[3:]))
