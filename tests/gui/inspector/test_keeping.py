"""Nothing that was typed is lost: not by a full disk, a late reading, a deletion or a crash."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from PySide6.QtCore import QElapsedTimer
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from archive_app.gui.inspector.fields import MemoField
from archive_app.model.errors import ArchiveError
from archive_app.operations.articles import delete_articles, edit_article
from archive_app.operations.checking import check_archive
from archive_app.operations.tagging import delete_passages, set_memo
from archive_app.storage.archive import Archive
from archive_app.storage.history import history
from archive_app.storage.journal import last_sequence

from .conftest import Bench


@contextmanager
def full_disk(archive: Archive) -> Iterator[None]:
    """Every change is refused as on a full disk."""

    def refuse(*_given: object, **_named: object) -> None:
        raise ArchiveError("The archive could not be written: the disk is full.")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(archive, "change", refuse)
        yield


@contextmanager
def busy_writer(bench: Bench) -> Iterator[None]:
    """Hold the writing thread as a long commit would."""
    go_on = threading.Event()
    bench.workspace.run(lambda _archive: go_on.wait(20) and None)
    try:
        yield
    finally:
        go_on.set()


def type_memo(bench: Bench, text: str) -> MemoField:
    memo = bench.panel.passage.memo
    memo.setFocus()
    QTest.keyClicks(memo, text)
    return memo


def test_a_memo_that_the_disk_refused_is_written_when_there_is_room(bench: Bench) -> None:
    bench.show(bench.second)
    with full_disk(bench.archive):
        memo = type_memo(bench, "A long thought")
        memo.flush()
        bench.until(lambda: bool(bench.failures))
        assert bench.panel.passage.complaint.isVisible()
        assert any("A long thought" in sentence for sentence in bench.panel.unsaved())
    memo.flush()
    bench.until(lambda: bench.passage(bench.second).memo == "A long thought")
    bench.settle()
    assert not bench.panel.passage.complaint.isVisible()
    assert bench.panel.unsaved() == []


def test_a_memo_that_the_disk_refused_stays_while_another_passage_is_looked_at(bench: Bench) -> None:
    bench.show(bench.second)
    with full_disk(bench.archive):
        memo = type_memo(bench, "A long thought")
        bench.show(bench.first)
        bench.until(lambda: bool(bench.failures))
        assert memo.toPlainText() == "As it was."
        assert not bench.panel.passage.complaint.isVisible()
        bench.show(bench.second)
        assert memo.toPlainText() == "A long thought"
        bench.show(bench.first)
        bench.settle()
    bench.workspace.run(lambda archive: set_memo(archive, bench.first, "Else", coder="Ada"))
    bench.until(lambda: bench.passage(bench.second).memo == "A long thought")
    bench.settle()
    assert bench.panel.unsaved() == []


def test_a_field_that_the_disk_refused_stays_and_is_tried_again(bench: Bench) -> None:
    bench.panel.show_article(bench.article())
    line = bench.panel.article.fields["section"]
    with full_disk(bench.archive):
        QTest.keyClicks(line, "World")
        bench.panel.show_article(bench.article(2))
        bench.until(lambda: bool(bench.failures))
        assert line.text() == ""
        bench.panel.show_article(bench.article())
        assert line.text() == "World"
        bench.until(lambda: "Not saved" in bench.panel.article.complaint("section"))
        assert any("World" in sentence for sentence in bench.panel.unsaved())
        bench.panel.show_article(bench.article(2))
        bench.settle()
    bench.panel.flush()
    bench.until(lambda: bench.article().section == "World")
    bench.settle()
    assert bench.panel.unsaved() == []


def test_a_refused_date_is_named_among_what_is_unsaved(bench: Bench) -> None:
    bench.panel.show_article(bench.article())
    bench.panel.article.fields["published"].setText("4 March")
    bench.panel.flush()
    bench.until(lambda: bool(bench.panel.article.complaint("published")))
    [sentence] = bench.panel.unsaved()
    assert "4 March" in sentence
    assert "Published" in sentence
    bench.panel.show_article(bench.article(2))
    assert bench.panel.unsaved() == [sentence]


def test_a_late_reading_does_not_overwrite_what_is_on_its_way_to_the_disk(bench: Bench) -> None:
    bench.show(bench.second)
    before = bench.passage(bench.second)
    with busy_writer(bench):
        memo = type_memo(bench, "one")
        memo.flush()
        bench.panel.show_passage(before)
        memo.show_memo(bench.second, before.memo)
        bench.panel.show_article(bench.article())
        assert memo.toPlainText() == "one"
        QTest.keyClicks(memo, " two")
    bench.until(lambda: bench.passage(bench.second).memo == "one")
    bench.panel.show_passage(before)
    assert memo.toPlainText() == "one two"
    memo.flush()
    bench.until(lambda: bench.passage(bench.second).memo == "one two")
    bench.settle()
    bench.panel.show_passage(before)
    assert memo.toPlainText() == "one two"
    bench.settle()
    assert memo.toPlainText() == "one two"


def test_a_late_reading_of_the_article_does_not_show_an_older_title(bench: Bench) -> None:
    before = bench.article()
    bench.panel.show_article(before)
    bench.panel.article.fields["section"].setText("World")
    bench.panel.flush()
    bench.until(lambda: bench.article().section == "World")
    bench.settle()
    bench.panel.show_article(before)
    bench.settle()
    assert bench.panel.article.fields["section"].text() == "World"


def test_looking_at_a_memo_does_not_rewrite_it(bench: Bench) -> None:
    set_memo(bench.archive, bench.first, "«\u00a0So\u00a0»\u2029a\u2028b", coder="Ada")
    edit_article(bench.archive, 1, coder="Ada", memo="10\u00a0000")
    bench.panel.show_article(bench.article())
    bench.show(bench.first)
    bench.show(bench.second)
    bench.panel.show_article(bench.article(2))
    bench.settle()
    assert bench.passage(bench.first).memo == "«\u00a0So\u00a0»\u2029a\u2028b"
    assert bench.article().memo == "10\u00a0000"


def test_no_break_spaces_survive_an_edit(bench: Bench) -> None:
    set_memo(bench.archive, bench.first, "10\u00a0000", coder="Ada")
    bench.show(bench.first)
    memo = type_memo(bench, "c. ")
    memo.flush()
    bench.until(lambda: bench.passage(bench.first).memo == "c. 10\u00a0000")


def test_a_memo_typed_just_before_its_passage_is_deleted_comes_back_with_undo(bench: Bench) -> None:
    bench.show(bench.second)
    memo = type_memo(bench, "my thought")
    bench.workspace.run(lambda archive: delete_passages(archive, [bench.second], coder="Ada"))
    bench.settle()
    bench.workspace.undo()
    bench.settle()
    assert bench.passage(bench.second).memo == "my thought"
    bench.show(bench.second)
    assert memo.toPlainText() == "my thought"


def test_a_memo_typed_while_its_passage_is_being_deleted_comes_back_with_undo(bench: Bench) -> None:
    bench.show(bench.second)
    with busy_writer(bench):
        bench.workspace.run(lambda archive: delete_passages(archive, [bench.second], coder="Ada"))
        memo = type_memo(bench, "too late")
    bench.settle()
    assert any("too late" in sentence for sentence in bench.panel.unsaved())
    bench.workspace.undo()
    bench.settle()
    bench.show(bench.second)
    assert memo.toPlainText() == "too late"
    memo.flush()
    bench.until(lambda: bench.passage(bench.second).memo == "too late")
    assert bench.failures == []


def test_a_memo_and_a_field_typed_while_their_article_is_being_deleted_come_back(bench: Bench) -> None:
    bench.panel.show_article(bench.article(3))
    with busy_writer(bench):
        bench.workspace.run(lambda archive: delete_articles(archive, [3], coder="Ada"))
        QTest.keyClicks(bench.panel.article.memo, "too late")
        QTest.keyClicks(bench.panel.article.fields["section"], "World")
    bench.until(lambda: bench.panel.article.article is None)
    bench.settle()
    assert len(bench.panel.unsaved()) == 2
    bench.workspace.undo()
    bench.settle()
    bench.panel.show_article(bench.article(3))
    bench.panel.flush()
    bench.until(lambda: (bench.article(3).memo, bench.article(3).section) == ("too late", "World"))
    bench.settle()
    assert bench.panel.unsaved() == []


def test_undo_and_redo_show_what_is_on_disk(bench: Bench) -> None:
    bench.show(bench.first)
    memo = bench.panel.passage.memo
    memo.selectAll()
    QTest.keyClicks(memo, "typed")
    bench.workspace.undo()
    bench.until(lambda: memo.toPlainText() == "As it was.")
    bench.settle()
    assert bench.passage(bench.first).memo == "As it was."
    bench.workspace.redo()
    bench.until(lambda: memo.toPlainText() == "typed")
    bench.settle()
    assert bench.passage(bench.first).memo == "typed"


def test_a_memo_is_written_while_typing_goes_on(qtbot: QtBot) -> None:
    memo = MemoField("")
    qtbot.addWidget(memo)
    memo.keeping.set_pace(150, 400)
    memo.show_memo(7, "")
    written: list[str] = []
    memo.written.connect(lambda _key, text: written.append(text))
    for _ in range(12):
        QTest.keyClicks(memo, "x")
        qtbot.wait(60)
    assert written
    assert len(written[0]) < 12


def test_the_caret_stays_when_accents_were_typed_apart(bench: Bench) -> None:
    bench.show(bench.second)
    memo = bench.panel.passage.memo
    memo.insertPlainText("cafe\u0301 ho")
    memo.flush()
    bench.until(lambda: bench.passage(bench.second).memo == "café ho")
    bench.settle()
    assert memo.textCursor().atEnd()
    QTest.keyClicks(memo, "te")
    memo.flush()
    bench.until(lambda: bench.passage(bench.second).memo == "café hote")


def test_the_caret_stays_when_the_memo_changes_elsewhere(bench: Bench) -> None:
    bench.show(bench.first)
    memo = bench.panel.passage.memo
    cursor = memo.textCursor()
    cursor.setPosition(4)
    memo.setTextCursor(cursor)
    bench.workspace.run(lambda archive: set_memo(archive, bench.first, "As it is now.", coder="Ada"))
    bench.until(lambda: memo.toPlainText() == "As it is now.")
    assert memo.textCursor().position() == 4


def test_a_title_with_a_no_break_space_is_not_rewritten_by_a_look(bench: Bench) -> None:
    shown = replace(bench.article(), title="10\u00a0000 march")
    bench.panel.article.show_article(shown)
    assert bench.panel.unsaved() == []


def test_an_empty_field_says_what_belongs_in_it_only_while_the_keyboard_is_there(bench: Bench) -> None:
    bench.panel.show_article(bench.article())
    authors, published = (bench.panel.article.fields[name] for name in ("authors", "published"))
    assert (authors.placeholderText(), published.placeholderText()) == ("—", "—")
    published.setFocus()
    assert "2019-04-16" in published.placeholderText()
    assert "2019-04-16" in published.toolTip()
    authors.setFocus()
    assert published.placeholderText() == "—"


def test_one_sitting_at_a_memo_is_one_step_of_undo_however_often_it_is_written(bench: Bench) -> None:
    bench.show(bench.second)
    with bench.archive.reading() as session:
        before = len(history(session))
    memo = bench.panel.passage.memo
    for text in ("A long", " thought", " at last"):
        type_memo(bench, text).flush()
        bench.until(lambda: bench.passage(bench.second).memo == memo.toPlainText())
    bench.settle()
    with bench.archive.reading() as session:
        assert len(history(session)) == before + 1
        assert last_sequence(session) >= before + 3
    bench.workspace.undo()
    bench.until(lambda: bench.passage(bench.second).memo == "")
    bench.workspace.redo()
    bench.until(lambda: bench.passage(bench.second).memo == "A long thought at last")
    bench.settle()
    assert check_archive(bench.archive).ok


def test_a_memo_that_was_left_and_one_written_after_something_else_are_steps_of_their_own(
    bench: Bench,
) -> None:
    bench.show(bench.second)
    memo = type_memo(bench, "one")
    bench.panel.passage.add_actor.setFocus()
    bench.until(lambda: bench.passage(bench.second).memo == "one")
    type_memo(bench, " two")
    memo.flush()
    bench.until(lambda: bench.passage(bench.second).memo == "one two")
    bench.workspace.run(lambda archive: edit_article(archive, 1, coder="Ada", section="World"))
    bench.settle()
    type_memo(bench, " three")
    memo.flush()
    bench.until(lambda: bench.passage(bench.second).memo == "one two three")
    bench.settle()
    for left in ("one two", "one two", "one", ""):
        bench.workspace.undo()
        bench.settle()
        assert bench.passage(bench.second).memo == left


def test_a_memo_typed_on_after_undo_is_another_step(bench: Bench) -> None:
    bench.show(bench.second)
    memo = type_memo(bench, "one")
    memo.flush()
    bench.until(lambda: bench.passage(bench.second).memo == "one")
    bench.settle()
    bench.workspace.undo()
    bench.until(lambda: memo.toPlainText() == "")
    type_memo(bench, "other")
    memo.flush()
    bench.until(lambda: bench.passage(bench.second).memo == "other")
    bench.settle()
    bench.workspace.undo()
    bench.until(lambda: bench.passage(bench.second).memo == "")


def test_a_memo_on_an_article_is_one_step_too(bench: Bench) -> None:
    bench.panel.show_article(bench.article())
    memo = bench.panel.article.memo
    memo.setFocus()
    for text in ("A long", " thought"):
        QTest.keyClicks(memo, text)
        memo.flush()
        bench.until(lambda: bench.article().memo == memo.toPlainText())
    bench.settle()
    bench.workspace.undo()
    bench.until(lambda: bench.article().memo == "")


def test_a_memo_is_on_disk_a_second_or_so_after_the_first_key(bench: Bench) -> None:
    bench.show(bench.second)
    clock = QElapsedTimer()
    clock.start()
    while not bench.passage(bench.second).memo:
        assert clock.elapsed() < 6000, "nothing was written while typing went on"
        type_memo(bench, "x")
        bench.qtbot.wait(50)
    assert bench.panel.passage.memo.keeping._latest.interval() <= 1500
