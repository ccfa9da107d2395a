"""What must hold while the disk is slow, full or busy: nothing typed is lost, no tag lands elsewhere."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import shiboken6

from archive_app.gui.history_dialog import HistoryDialog
from archive_app.gui.stage import Stage
from archive_app.model.errors import Refused
from archive_app.operations.correcting import correct_text
from archive_app.operations.importing import import_files
from archive_app.operations.tagging import ActorChoice, mark_passage
from archive_app.storage.archive import Archive
from archive_app.storage.queries import article_cards, article_ids, article_text, passages_of
from archive_app.storage.versions import current_version
from tests.gui.conftest import AnsweredDialogs
from tests.gui.test_window import DENIAL, open_marshal, passages, tag_denial


@contextmanager
def busy_writer(stage: Stage) -> Iterator[None]:
    """Hold the writing thread as a long commit would."""
    go_on = threading.Event()
    stage.bench.workspace.run(lambda _archive: go_on.wait(20))
    try:
        yield
    finally:
        go_on.set()
        stage.settle()


def test_words_selected_before_a_correction_are_not_marked_on_other_words(
    open_stage: Stage, dialogs: AnsweredDialogs
) -> None:
    article_id = open_marshal(open_stage)
    open_stage.select(DENIAL)
    workspace = open_stage.bench.workspace
    with workspace.archive.reading() as session:
        text = article_text(session, article_id)
    with busy_writer(open_stage):
        workspace.run(lambda archive: correct_text(archive, article_id, "Added.\n\n" + text, coder="Tester"))
        open_stage.bench.desk.apply(ActorChoice("Orlan Dabrek"))
    assert passages(open_stage, article_id) == []
    assert any("text has just changed" in sentence for sentence in dialogs.told)


def test_offsets_of_another_text_are_refused(archive: Archive) -> None:
    with archive.reading() as session:
        seen = current_version(session, 1).key
        text = article_text(session, 1)
    correct_text(archive, 1, "Added.\n\n" + text, coder="Tester")
    with pytest.raises(Refused, match="just changed"):
        mark_passage(archive, 1, 0, 5, text_id=seen, coder="Tester")


def test_tags_go_to_the_words_they_were_chosen_for_while_the_disk_is_busy(open_stage: Stage) -> None:
    article_id = open_marshal(open_stage)
    with busy_writer(open_stage):
        open_stage.select("We are near")
        open_stage.bench.desk.apply(ActorChoice("Orlan Dabrek"))
        open_stage.select(DENIAL)
        open_stage.bench.desk.apply(ActorChoice("Army Command"))
        open_stage.select("We are near")
        open_stage.bench.desk.apply(ActorChoice("Second Speaker"))
    open_stage.settle()
    named = {p.quote: [actor.name for actor in p.actors] for p in passages(open_stage, article_id)}
    assert named == {"We are near": ["Orlan Dabrek", "Second Speaker"], DENIAL: ["Army Command"]}


def test_a_tag_chosen_for_words_without_one_yet_is_kept_when_other_words_are_marked(
    open_stage: Stage,
) -> None:
    article_id = open_marshal(open_stage)
    with busy_writer(open_stage):
        open_stage.select("We are near")
        open_stage.bench.desk.mark()
        open_stage.bench.desk.apply(ActorChoice("Orlan Dabrek"))
        open_stage.select(DENIAL)
        open_stage.bench.desk.mark()
    open_stage.settle()
    named = {p.quote: [actor.name for actor in p.actors] for p in passages(open_stage, article_id)}
    assert named == {"We are near": ["Orlan Dabrek"], DENIAL: []}


def test_undo_never_takes_back_what_the_menu_did_not_name(
    open_stage: Stage, dialogs: AnsweredDialogs, tmp_path: Path
) -> None:
    passage = tag_denial(open_stage)
    archive = open_stage.bench.workspace.archive
    file = tmp_path / "late.txt"
    file.write_text("Late news\n\nThis came in from another thread, the editor said.\n", "utf-8")
    import_files(archive, [file], coder="Tester")
    open_stage.do("undo")
    open_stage.settle()
    with archive.reading() as session:
        assert "Late news" in [card.title for card in article_cards(session, article_ids(session))]
        assert [p.id for p in passages_of(session, passage.article_id)] == [passage.id]
    assert any("Meanwhile" in sentence for sentence in dialogs.told)
    open_stage.rest(100)
    assert "Import 1 article" in open_stage.window.actions_["undo"].text()


def test_an_article_that_was_clicked_opens_although_the_one_before_is_read_again(open_stage: Stage) -> None:
    first = open_marshal(open_stage)
    bench = open_stage.bench
    other = next(key for key in bench.library.model.ids if key != first)
    bench._reread(first)
    bench.open_article(other)
    bench._reread(first)
    open_stage.wait_until(
        lambda: bench.pane.article is not None and bench.pane.article.card.id == other, "the other article"
    )
    open_stage.rest(100)
    assert bench.pane.article is not None
    assert bench.pane.article.card.id == other


def test_closing_with_a_memo_that_cannot_be_written_asks_first(
    open_stage: Stage, dialogs: AnsweredDialogs, monkeypatch: pytest.MonkeyPatch
) -> None:
    passage = tag_denial(open_stage)
    open_stage.bench.desk.select_passage(passage.id)
    open_stage.rest(50)
    memo = open_stage.bench.inspector.passage.memo
    memo.setFocus()
    open_stage.type("a long thought")

    def full(*_arguments: object, **_values: object) -> None:
        raise Refused("The disk is full.")

    with monkeypatch.context() as patched:
        patched.setattr(open_stage.bench.workspace.archive, "change", full)
        dialogs.agrees = False
        open_stage.window.close_archive()
        assert open_stage.window.bench is not None
        assert any("disk is full" in sentence for sentence in dialogs.told)
    open_stage.window.close_archive()
    assert open_stage.window.bench is None


def test_the_memo_sheet_opens_with_what_was_typed_in_the_inspector(open_stage: Stage) -> None:
    passage = tag_denial(open_stage)
    open_stage.bench.desk.select_passage(passage.id)
    open_stage.rest(50)
    open_stage.bench.inspector.passage.memo.setFocus()
    open_stage.type("a long thought")
    open_stage.bench.desk.write_memo()
    assert open_stage.bench.memo.field.toPlainText() == "a long thought"
    open_stage.bench.memo.leave()
    open_stage.bench.flush()
    open_stage.settle()
    with open_stage.bench.workspace.archive.reading() as session:
        assert [card.memo for card in passages_of(session, passage.article_id)] == ["a long thought"]


def test_a_window_that_was_closed_gets_no_answers(open_stage: Stage) -> None:
    workspace = open_stage.bench.workspace
    dialog = HistoryDialog(workspace, open_stage.window)
    dialog.open()
    shiboken6.delete(dialog)
    answered: list[int] = []
    workspace.read(lambda session: 1, answered.append)
    open_stage.wait_until(lambda: answered == [1], "the reading after that")


def test_a_new_passage_is_current_also_where_another_was_before(open_stage: Stage) -> None:
    article_id = open_marshal(open_stage)
    for quote in (DENIAL, "We are near"):
        open_stage.select(quote)
        open_stage.press("H")
        open_stage.settle()
        current = open_stage.bench.desk.current
        assert current is not None
        assert current.quote == quote
        assert open_stage.bench.pane.reader.selected_range() is None
    assert len(passages(open_stage, article_id)) == 2
