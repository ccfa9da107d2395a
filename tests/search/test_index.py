"""The index is disposable: lost, damaged, old or foreign, it comes back from the archive by itself."""

import json
import os
import random
import shutil
from pathlib import Path
from typing import Any

import pytest
from whoosh import index as whoosh_index
from whoosh.query import Term

from archive_app.model.errors import ArchiveError
from archive_app.search import catching_up
from archive_app.search import index as index_module
from archive_app.search.index import open_index
from archive_app.search.indexer import IndexProgress, catch_up, start_rebuild, verify
from archive_app.search.postings import Postings
from archive_app.storage.archive import open_archive


def watermark(postings: Postings | None) -> int:
    assert postings is not None
    return int(postings.state["watermark"])


def test_a_new_archive_can_be_searched_before_there_is_an_index(desk, search) -> None:
    desk.article("The truce holds.")
    found = search.searching.search("truce")
    assert found.total == 0
    assert not found.is_complete
    search.catch_up()
    assert search.searching.search("truce").is_complete
    assert search.articles("truce") == {1}


def test_what_is_changed_deleted_and_undone_is_followed(desk, search) -> None:
    article = desk.article("Haftar denies the embargo.", title="A denial")
    passage = desk.passage(article, "denies", actors=[("Khalifa Haftar", "speaker")])
    search.catch_up()
    assert search.passages("actor:Haftar") == {passage}
    assert search.passages("khalifa") == {passage}

    desk.correct(article, "Serraj denies the blockade.")
    search.catch_up()
    assert search.articles("embargo") == set()
    assert search.articles("blockade") == {article}

    desk.undo()
    search.catch_up()
    assert search.articles("embargo") == {article}

    desk.delete_passage(passage)
    search.catch_up()
    assert search.passages("khalifa OR actor:Haftar OR denies") == set()
    desk.undo()
    search.catch_up()
    assert search.passages("khalifa actor:Haftar denies") == {passage}

    desk.delete_article(article)
    search.catch_up()
    assert search.articles("denies") == search.passages("denies") == set()


def test_renaming_an_actor_or_adding_an_alias_changes_what_its_passages_are_found_by(desk, search) -> None:
    article = desk.article("He denies it.")
    passage = desk.passage(article, "denies", actors=[("Haftar", "speaker")])
    search.catch_up()
    desk.rename_actor(desk.actor("Haftar"), "The Marshal")
    search.catch_up()
    assert search.passages("marshal") == search.passages("actor:marshal") == {passage}
    assert search.passages("haftar OR actor:haftar") == set()
    desk.actor("The Marshal", "Hifter")
    search.catch_up()
    assert search.passages("hifter") == search.passages("actor:hifter") == {passage}


def test_filters_follow_the_archive_even_before_the_index_does(desk, search) -> None:
    article = desk.article("He denies it.", outlet="Reuters")
    search.catch_up()
    passage = desk.passage(article, "denies", actors=[("Haftar", "speaker")])
    assert search.passages("actor:Haftar") == {passage}
    desk.delete_article(article)
    assert search.articles("denies OR outlet:Reuters") == set()


def test_each_copy_of_an_archive_has_its_own_index(desk, search, tmp_path: Path) -> None:
    desk.article("The truce holds.")
    search.catch_up()
    desk.archive.save_copy(tmp_path / "copy")
    with open_archive(tmp_path / "copy") as copy:
        assert copy.uid == desk.archive.uid
        assert open_index(copy).folder != search.index.folder


def test_an_archive_brought_back_from_a_backup_is_indexed_anew(desk, search, tmp_path: Path) -> None:
    desk.article("The truce holds.")
    search.catch_up()
    backup = desk.archive.back_up("before")
    desk.article("The embargo ends.")
    search.catch_up()
    folder = desk.archive.places.folder
    desk.archive.close()
    for leftover in folder.glob("archive.sqlite*"):
        leftover.unlink()
    shutil.copy(backup, folder / "archive.sqlite")
    with open_archive(folder) as archive:
        restored = type(search)(archive)
        restored.catch_up()
        assert restored.articles("embargo") == set()
        assert restored.articles("truce") == {1}
        with archive.change("other", "Other work", "Tester") as change:
            from archive_app.model.tables import Actor

            change.transaction.insert(Actor(name="Someone else"))
        restored.catch_up()
        assert restored.articles("truce") == {1}


@pytest.mark.parametrize("version", [0, 99])
def test_an_index_of_another_version_is_rebuilt(
    version: int, desk, search, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.article("The truce holds.")
    with monkeypatch.context() as other:
        other.setattr(index_module, "SCHEMA_VERSION", version)
        other.setattr(
            catching_up, "IndexState", lambda uid, **more: index_module.IndexState(uid, version, **more)
        )
        search.catch_up()
    old = search.index.current
    search.catch_up()
    assert search.index.current != old
    assert not old.exists()
    assert search.articles("truce") == {1}


def test_an_index_of_an_older_version_is_searched_until_the_new_one_is_whole(
    desk, search, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catching_up, "_ARTICLES", 5)
    for at in range(23):
        desk.article(f"The truces number{at} hold.", language="en")
    with monkeypatch.context() as other:
        other.setattr(index_module, "SCHEMA_VERSION", 1)
        other.setattr(catching_up, "IndexState", lambda uid, **more: index_module.IndexState(uid, 1, **more))
        search.catch_up()
    old = search.index.current
    assert len(search.articles("truces")) == 23
    steps = 0

    def stop_after_three() -> bool:
        nonlocal steps
        steps += 1
        return steps > 3

    with monkeypatch.context() as other:
        other.setattr(index_module, "_check", lambda cancelled: None)
        catch_up(desk.archive, search.index, stop_after_three)
    assert search.index.current == old
    assert len(search.articles("truces")) == 23
    assert not search.searching.search("truces").is_complete
    desk.article("A new truce.", language="en")
    search.catch_up()
    assert search.index.current != old
    assert not old.exists()
    assert len(search.articles("truce")) == 24
    assert search.searching.search("truces").is_complete


def test_damage_anywhere_is_noticed_or_harmless_and_mended(desk, search) -> None:
    dice = random.Random(3)
    for at in range(20):
        desk.article(f"The truce number{at} holds in Tripoli.", title="A truce")
    search.catch_up()
    for attempt in range(60):
        current = search.index.current
        files = sorted(p for p in current.iterdir() if p.suffix in (".seg", ".toc"))
        damaged = files[attempt % len(files)]
        content = bytearray(damaged.read_bytes())
        kind = dice.choice(["cut", "empty", "noise", "gone", "zeros"])
        if kind == "cut":
            del content[dice.randrange(len(content)) :]
        elif kind == "empty":
            content.clear()
        elif kind == "gone":
            damaged.unlink()
        else:
            at = dice.randrange(len(content))
            stretch = content[at : at + 64]
            content[at : at + 64] = bytes(len(stretch)) if kind == "zeros" else dice.randbytes(len(stretch))
        if kind != "gone":
            damaged.unlink()
            damaged.write_bytes(content)
        search.restart()
        for typed in ("truce", '"truce number7"', "tripo*", "title:truce"):
            search.searching.search(typed)
        search.catch_up()
        if search.index.current == current:
            assert not verify(search.index), (damaged.name, kind)
            search.catch_up()
        assert search.articles("truce") == set(range(1, 21))
        assert search.articles('"truce number7"') == {8}


def test_a_folder_that_is_not_ours_is_refused(desk, search) -> None:
    folder = search.index.folder
    (folder / "owner.json").write_text(json.dumps({"application": "archive-app", "archive": "another"}))
    with pytest.raises(ArchiveError, match="not the search index of this archive"):
        open_index(desk.archive)
    (folder / "owner.json").unlink()
    (folder / "thesis.docx").touch()
    with pytest.raises(ArchiveError, match="not the search index of this archive"):
        open_index(desk.archive)
    assert (folder / "thesis.docx").exists()


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="POSIX permissions")
def test_a_folder_that_others_may_write_to_is_refused(desk, search) -> None:
    search.index.folder.chmod(0o777)
    with pytest.raises(ArchiveError, match="may be written to by others"):
        open_index(desk.archive)


def test_the_index_never_lies_in_the_archive(desk, search) -> None:
    search.catch_up()
    assert {path.name for path in desk.archive.places.folder.iterdir()} <= {
        "archive.sqlite", "archive.sqlite-wal", "archive.sqlite-shm", "originals", "backups", ".lock",
        ".lock-holder.json",
    }  # fmt: skip


def test_a_pointer_to_elsewhere_is_not_followed(desk, search) -> None:
    search.catch_up()
    (search.index.folder / "current").write_text("../../elsewhere")
    assert search.index.current is None


def test_indexing_stops_when_told_and_goes_on_where_it_was(
    desk, search, clean_contents, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catching_up, "_ARTICLES", 5)
    monkeypatch.setattr(catching_up, "_PASSAGES", 5)
    for at in range(23):
        article = desk.article(f"The truce number{at} holds.")
        desk.passage(article, f"number{at}", memo="memo")
    calls = 0

    def stop_after_a_while() -> bool:
        nonlocal calls
        calls += 1
        return calls > 40

    state = catch_up(desk.archive, search.index, stop_after_a_while)
    assert state is None or not state.is_complete
    reports: list[IndexProgress] = []
    catch_up(desk.archive, search.index, progress=reports.append)
    assert [report.state for report in reports[:-1]] == ["indexing"] * (len(reports) - 1)
    assert reports[-1].state == "ready"
    assert all(report.done <= report.total for report in reports)
    assert search.contents() == clean_contents()


def test_a_rebuild_serves_from_the_old_index_until_it_is_whole(
    desk, search, clean_contents, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catching_up, "_ARTICLES", 5)
    for at in range(23):
        desk.article(f"The truce number{at} holds.")
    search.catch_up()
    old = search.index.current
    start_rebuild(desk.archive, search.index)
    steps = 0

    def stop_after_three() -> bool:
        nonlocal steps
        steps += 1
        return steps > 3

    monkeypatch.setattr(index_module, "_check", lambda cancelled: None)
    catch_up(desk.archive, search.index, stop_after_three)
    assert search.index.current == old
    desk.article("A new truce.")
    assert len(search.articles("truce")) == 23
    catch_up(desk.archive, search.index)
    assert search.index.current != old
    assert not old.exists()
    assert len(search.articles("truce")) == 24
    assert search.contents() == clean_contents()


def test_many_small_commits_are_merged_at_rest_without_changing_what_is_found(
    desk, search, clean_contents, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_module.IndexWriting.write, "__kwdefaults__", {
        **(index_module.IndexWriting.write.__kwdefaults__ or {}), "most_words_merged": 0,
    })  # fmt: skip
    for at in range(40):
        article = desk.article(f"The truce number{at} 停火 holds.", memo="a memo")
        desk.passage(article, "truce", actors=[("Haftar", "speaker")])
        if at % 5 == 4:
            desk.delete_article(article - 2)
        search.catch_up()
    assert len(search.index.read().segments) > 20
    with search.index.writing() as writing:
        while writing.tidy():
            pass
    assert len(search.index.read().segments) < 10
    assert search.contents() == clean_contents()
    assert search.articles("truce") == search.articles("停")
    assert len(search.articles("truce")) == 32


def test_a_failing_document_leaves_nothing_behind(desk, search, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.article("The truce holds.")
    search.catch_up()
    desk.article("An embargo.")
    real = index_module.article_words

    def failing(article: Any) -> dict[str, Any]:
        return {**real(article), "author": [7]}

    with monkeypatch.context() as broken:
        broken.setattr(index_module, "article_words", failing)
        with pytest.raises(TypeError):
            catch_up(desk.archive, search.index)
    assert watermark(search.index.read()) == 2
    search.catch_up()
    assert search.articles("embargo") == {2}
    assert search.articles("truce") == {1}


def test_a_full_disk_is_said_in_a_sentence(desk, search, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.article("The truce holds.")

    def full(*_args: Any, **_more: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(index_module.ArraySegmentWriter, "commit", full)
    with pytest.raises(ArchiveError, match="could not be written"):
        catch_up(desk.archive, search.index)


def test_readers_see_whole_commits_while_another_writes(desk, search) -> None:
    desk.article("The truce holds.")
    search.catch_up()
    before = search.index.read()
    desk.article("The truce ends.")
    search.catch_up()
    assert watermark(before) == 2
    assert len(before.find("text", "truce").ids) == 1
    assert len(search.index.read(before).find("text", "truce").ids) == 2


def test_whoosh_itself_reads_the_same_words_in_the_same_documents(desk, search) -> None:
    for at in range(30):
        article = desk.article(f"The truce number{at % 7} holds 停火. " * (at % 3 + 1), title="A truce")
        desk.passage(article, "truce", memo=f"memo{at % 5}")
        if at % 9 == 8:
            desk.delete_article(article)
        if at % 4 == 3:
            search.catch_up()
    search.catch_up()
    postings = search.index.read()
    opened = whoosh_index.open_dir(str(search.index.current))
    with opened.searcher() as searcher:
        for field, word in [("text", "truce"), ("text", "number3"), ("quote", "truce"), ("text", "停火"),
                            ("passage_memo", "memo2"), ("title", "a"), ("text", "nothing")]:  # fmt: skip
            documents = searcher.docs_for_query(Term(field, word))
            keys = {segment_key(searcher, document) for document in documents}
            assert keys == set(postings.find(field, word).ids.tolist()), word
            if keys:
                assert searcher.reader().frequency(field, word) >= postings.find(field, word).counts.sum()


def segment_key(searcher: Any, document: int) -> int:
    return int(searcher.reader().column_reader("key")[document]) >> 1
