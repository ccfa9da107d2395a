"""The main job in the real window: import, code by keyboard, undo, search, list, export."""

import csv
import io
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication

from archive_app.gui.command_palette import CommandPalette
from archive_app.gui.intake.paste_dialog import PasteDialog
from archive_app.gui.intake.report_dialog import ReportDialog
from archive_app.gui.main_window import MainWindow
from archive_app.gui.stage import Stage
from archive_app.gui.theme import LIGHT
from archive_app.operations.checking import check_archive
from archive_app.storage.archive import open_archive
from archive_app.storage.queries import PassageCard, PassageFilter, article_cards, article_ids, passages_of
from tests.gui.conftest import AnsweredDialogs

DENIAL = '"We fired at no house."'


def open_marshal(stage: Stage) -> int:
    stage.open_article("Marshal orders march")
    assert stage.bench.pane.article is not None
    return stage.bench.pane.article.card.id


def passages(stage: Stage, article_id: int) -> list[PassageCard]:
    with stage.bench.workspace.archive.reading() as session:
        return passages_of(session, article_id)


def tag_denial(stage: Stage) -> PassageCard:
    article_id = open_marshal(stage)
    stage.select(DENIAL)
    stage.press("A")
    stage.type("Orlan Dabrek")
    stage.press("Return")
    stage.settle()
    return passages(stage, article_id)[-1]


def test_a_new_archive_is_made_from_the_welcome_page(
    stage: Stage, dialogs: AnsweredDialogs, tmp_path: Path
) -> None:
    dialogs.folder = tmp_path / "My press"
    stage.do("new-archive")
    stage.wait_until(lambda: stage.window.bench is not None, "the archive to open")
    assert (tmp_path / "My press" / "archive.sqlite").is_file()
    assert "My press" in stage.window.windowTitle()
    assert not dialogs.told


def test_a_folder_that_is_no_archive_is_refused_with_a_sentence(
    stage: Stage, dialogs: AnsweredDialogs, tmp_path: Path
) -> None:
    stage.window.open_folder(tmp_path)
    stage.wait_until(lambda: bool(dialogs.told), "a sentence")
    assert "There is no archive" in dialogs.told[0]
    assert stage.window.isEnabled()
    assert stage.window.bench is None


def test_files_are_imported_with_a_report_of_duplicates_and_failures(
    open_stage: Stage, dialogs: AnsweredDialogs, tmp_path: Path
) -> None:
    good, same, empty = tmp_path / "good.txt", tmp_path / "same.txt", tmp_path / "empty.txt"
    good.write_text("Bridge closed\n\nThe bridge was closed on Monday, the mayor said.\n", "utf-8")
    same.write_text("Bridge  closed\r\n\r\nThe bridge was closed\r\non Monday, the mayor said.", "utf-8")
    empty.write_text("", "utf-8")
    dialogs.files = [good, same, empty]
    open_stage.do("import-files")
    report = open_stage.wait_for_dialog("the report")
    assert isinstance(report, ReportDialog)
    groups = [report.tree.topLevelItem(n) for n in range(report.tree.topLevelItemCount())]
    said = {
        item.text(0): [item.child(n).text(0) for n in range(item.childCount())] for item in groups if item
    }
    assert said == {"Failed (1)": ["empty.txt"], "Duplicates (1)": ["same.txt"], "Imported (1)": ["good.txt"]}
    report.close()
    open_stage.wait_until(lambda: not open_stage.bench.is_importing, "the import to end")
    with open_stage.bench.workspace.archive.reading() as session:
        titles = [card.title for card in article_cards(session, article_ids(session))]
    assert "Bridge closed" in titles
    assert len(titles) == 4


def test_dropped_files_are_imported(open_stage: Stage, tmp_path: Path) -> None:
    file = tmp_path / "dropped.txt"
    file.write_text("Dropped in\n\nSome words of an article that was dropped.\n", "utf-8")
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(file))])
    event = QDropEvent(
        QPoint(400, 300), Qt.DropAction.CopyAction, dropped, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    open_stage.window.dropEvent(event)
    open_stage.wait_until(
        lambda: (
            open_stage.bench.pane.article is not None
            and open_stage.bench.pane.article.card.title == "Dropped in"
        ),
        "the dropped article to open",
    )
    open_stage.wait_until(lambda: not open_stage.bench.is_importing, "the import to end")


def test_pasted_text_becomes_an_article(open_stage: Stage) -> None:
    QApplication.clipboard().setText("Pasted headline\n\nPasted words, quite a few of them.\n")
    open_stage.do("paste-article")
    dialog = open_stage.wait_for_dialog("the paste dialog")
    assert isinstance(dialog, PasteDialog)
    dialog.outlet.setText("Evening Paper")
    dialog.published.setText("2023-03-09")
    dialog.add.click()
    open_stage.wait_until(
        lambda: (
            open_stage.bench.pane.article is not None
            and open_stage.bench.pane.article.card.title == "Pasted headline"
        ),
        "the pasted article to open",
    )
    article = open_stage.bench.pane.article
    assert article is not None
    assert (article.card.outlet, article.card.published) == ("Evening Paper", "2023-03-09")


def test_selected_words_are_tagged_by_keyboard_with_actor_claim_and_memo(open_stage: Stage) -> None:
    article_id = open_marshal(open_stage)
    open_stage.select(DENIAL)
    open_stage.press("A")
    assert open_stage.bench.popup.isVisible()
    open_stage.type("Army Command")
    open_stage.press("Return")
    open_stage.settle()
    open_stage.press("C")
    open_stage.type("Denial")
    open_stage.press("Return")
    open_stage.settle()
    open_stage.press("M")
    open_stage.type("Compare Sunday")
    open_stage.press("Ctrl+Return")
    open_stage.settle()
    [passage] = passages(open_stage, article_id)
    assert passage.quote == DENIAL
    assert [(actor.name, actor.role) for actor in passage.actors] == [("Army Command", "speaker")]
    assert [claim.name for claim in passage.claims] == ["Denial"]
    assert passage.memo == "Compare Sunday"
    article = open_stage.bench.pane.article
    assert article is not None
    assert article.text[passage.start : passage.end] == DENIAL


def test_esc_leaves_the_popup_without_a_tag(open_stage: Stage) -> None:
    article_id = open_marshal(open_stage)
    open_stage.select(DENIAL)
    open_stage.press("A")
    open_stage.type("Nobody")
    open_stage.press("Escape")
    open_stage.settle()
    assert passages(open_stage, article_id) == []
    assert not open_stage.bench.popup.isVisible()


def test_a_misspelt_name_finds_the_actor_that_is_there(open_stage: Stage) -> None:
    tag_denial(open_stage)
    open_stage.select("His command denied it")
    open_stage.press("A")
    open_stage.type("Dabrak")
    open_stage.press("Return")
    open_stage.settle()
    with open_stage.bench.workspace.archive.reading() as session:
        from archive_app.storage.queries import actors

        assert [actor.name for actor in actors(session)] == ["Orlan Dabrek"]


def test_two_quick_tags_on_one_selection_make_one_passage(open_stage: Stage) -> None:
    tag_denial(open_stage)
    article_id = open_marshal(open_stage)
    open_stage.select("His command denied it")
    from archive_app.operations.tagging import ActorChoice, ClaimChoice

    open_stage.bench.desk.apply(ActorChoice("Army Command"))
    open_stage.bench.desk.apply(ClaimChoice("Denial"))
    open_stage.settle()
    made = [
        passage for passage in passages(open_stage, article_id) if passage.quote == "His command denied it"
    ]
    assert [(len(passage.actors), len(passage.claims)) for passage in made] == [(1, 1)]


def test_recent_tags_are_put_on_with_a_number(open_stage: Stage) -> None:
    tag_denial(open_stage)
    open_stage.select("His command denied it")
    open_stage.press("1")
    open_stage.settle()
    article_id = open_marshal(open_stage)
    named = {p.quote: [actor.name for actor in p.actors] for p in passages(open_stage, article_id)}
    assert named["His command denied it"] == ["Orlan Dabrek"]


def test_undo_and_redo_by_keyboard_survive_a_restart(open_stage: Stage) -> None:
    passage = tag_denial(open_stage)
    folder = open_stage.bench.workspace.archive.places.folder
    open_stage.window.close_archive()
    open_stage.window.open_folder(folder)
    open_stage.wait_until(lambda: open_stage.window.bench is not None, "the archive to open again")
    open_stage.wait_until(lambda: open_stage.window.actions_["undo"].isEnabled(), "Undo to be on")
    open_stage.press("Ctrl+Z")
    open_stage.settle()
    assert passages(open_stage, passage.article_id) == []
    open_stage.press("Ctrl+Shift+Z")
    open_stage.settle()
    [again] = passages(open_stage, passage.article_id)
    assert (again.uid, again.quote) == (passage.uid, DENIAL)


def test_n_and_p_go_from_passage_to_passage(open_stage: Stage) -> None:
    article_id = open_marshal(open_stage)
    for quote in ("We are near", "shelling houses again"):
        open_stage.select(quote)
        open_stage.press("H")
        open_stage.settle()
    first, second = passages(open_stage, article_id)
    open_stage.bench.desk.select_passage(None)
    open_stage.bench.pane.reader.select_range(0, 0)
    desk = open_stage.bench.desk
    open_stage.press("N")
    assert desk.current is not None
    assert desk.current.id == first.id
    open_stage.press("N")
    assert desk.current.id == second.id
    open_stage.press("P")
    assert desk.current.id == first.id


def test_a_passage_is_deleted_and_comes_back(open_stage: Stage) -> None:
    passage = tag_denial(open_stage)
    open_stage.press("Delete")
    open_stage.settle()
    assert passages(open_stage, passage.article_id) == []
    open_stage.press("Ctrl+Z")
    open_stage.settle()
    assert len(passages(open_stage, passage.article_id)) == 1


@pytest.mark.parametrize(
    ("title", "quote"), [("Truce holds", "12\u00a0shots 😀 on Monday"), ("الهدنة", "إن 12 شخصا قتلوا")]
)
def test_emoji_and_arabic_are_tagged_exactly(open_stage: Stage, title: str, quote: str) -> None:
    open_stage.open_article(title)
    open_stage.select(quote)
    open_stage.press("C")
    open_stage.type("Figure")
    open_stage.press("Return")
    open_stage.settle()
    article = open_stage.bench.pane.article
    assert article is not None
    [passage] = passages(open_stage, article.card.id)
    assert article.text[passage.start : passage.end] == passage.quote == quote


def test_search_finds_a_new_tag_and_opens_the_reader_at_it(open_stage: Stage) -> None:
    passage = tag_denial(open_stage)
    open_stage.open_article("Truce holds")
    open_stage.do("search")
    open_stage.type("actor:dabrek")
    bench = open_stage.bench
    open_stage.wait_until(lambda: bench.result is not None and bench.result.passage_total == 1, "the hit")
    assert bench.result is not None
    hit = next(hit for hit in bench.result.hits if hit.kind == "passage")
    bench.open_hit(hit)
    open_stage.wait_until(lambda: bench.desk.current is not None, "the passage to be current")
    assert bench.desk.current is not None
    assert bench.desk.current.id == passage.id


def test_a_malformed_query_still_finds_and_says_what_it_ignored(open_stage: Stage) -> None:
    open_stage.do("search")
    open_stage.type('march AND ("capital')
    bench = open_stage.bench
    open_stage.wait_until(lambda: bench.result is not None and bench.result.total > 0, "a hit")
    assert bench.result is not None
    assert any("bracket without its closing one" in said for said in bench.result.ignored)


def test_letters_typed_into_the_search_box_are_no_commands(open_stage: Stage) -> None:
    open_marshal(open_stage)
    open_stage.do("search")
    open_stage.type("campaign")
    assert not open_stage.bench.popup.isVisible()
    assert open_stage.bench.library.search_box.text() == "campaign"


def test_the_table_of_passages_is_filtered_and_exported(
    open_stage: Stage, dialogs: AnsweredDialogs, tmp_path: Path
) -> None:
    passage = tag_denial(open_stage)
    open_stage.select("We are near")
    open_stage.press("H")
    open_stage.settle()
    open_stage.do("show-passages")
    view = open_stage.bench.passages
    open_stage.wait_until(lambda: len(view.shown_ids()) == 2, "both passages")
    view.set_filter(PassageFilter(actor_id=passage.actors[0].actor_id))
    open_stage.wait_until(lambda: list(view.shown_ids()) == [passage.id], "the filter to work")
    dialogs.save_as = tmp_path / "out.csv"
    open_stage.do("export")
    dialog = open_stage.wait_for_dialog("the export dialog")
    dialog.accept()
    open_stage.wait_until(dialogs.save_as.is_file, "the file")
    open_stage.settle()
    data = dialogs.save_as.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    [row] = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert row["quote"] == DENIAL
    assert row["actors"] == "Orlan Dabrek [speaker]"


def test_proposed_lines_are_removed_only_when_asked_and_undo_brings_them_back(
    open_stage: Stage, dialogs: AnsweredDialogs, tmp_path: Path
) -> None:
    file = tmp_path / "dirty.txt"
    file.write_text(
        "Ferry sinks off the coast\n\nOther story about football\n\nFerry sinks off the coast\n\n"
        "A ferry sank on Tuesday off the coast, the coast guard said. Forty people were saved.\n\n"
        "More News 27\n",
        "utf-8",
    )
    dialogs.files = [file]
    open_stage.do("import-files")
    open_stage.wait_until(
        lambda: open_stage.bench.pane.article is not None and bool(open_stage.bench.pane.article.cuts),
        "the article with proposals",
    )
    open_stage.wait_until(lambda: not open_stage.bench.is_importing, "the import to end")
    before = open_stage.bench.pane.article
    assert before is not None
    assert open_stage.bench.pane.notice.isVisible()
    open_stage.do("remove-cuts")
    open_stage.settle()
    after = open_stage.bench.pane.article
    assert after is not None
    assert after.text.count("Ferry sinks off the coast") == 1
    assert "More News 27" not in after.text
    assert not after.cuts
    open_stage.press("Ctrl+Z", open_stage.window)
    open_stage.settle()
    restored = open_stage.bench.pane.article
    assert restored is not None
    assert restored.text == before.text
    assert len(restored.cuts) == len(before.cuts)


def test_details_of_an_article_are_corrected_in_the_inspector(open_stage: Stage) -> None:
    article_id = open_marshal(open_stage)
    open_stage.do("edit-article")
    open_stage.press("Ctrl+A")
    open_stage.type("Marshal orders advance")
    open_stage.bench.inspector.flush()
    open_stage.settle()
    with open_stage.bench.workspace.archive.reading() as session:
        assert article_cards(session, [article_id])[0].title == "Marshal orders advance"


def test_every_action_is_in_a_menu_and_the_palette_does_it(open_stage: Stage) -> None:
    window = open_stage.window
    in_menus = {action.objectName() for menu in window.menus.values() for action in menu.actions()}
    assert set(window.actions_.specs) <= in_menus
    open_stage.do("command-palette")
    open_stage.type("dark")
    open_stage.press("Return")
    open_stage.rest(50)
    assert window.actions_["theme-dark"].isChecked()
    open_stage.do("theme-light")


def test_the_palette_finds_an_action_by_what_is_said_of_it(open_stage: Stage) -> None:
    palette = CommandPalette(open_stage.window.actions_, LIGHT, open_stage.window)
    palette.field.setText("dupl cop")
    found = [palette.list.item(row).text() for row in range(palette.list.count())]
    assert "Articles Much Alike" in found
    palette.field.setText("duplicate")
    assert palette.list.item(0).text() == "Duplicate Passage", "names come before what is said"
    palette.deleteLater()


def test_searching_in_the_results_stays_in_the_results(open_stage: Stage) -> None:
    open_stage.do("show-results")
    open_stage.do("search")
    assert open_stage.bench.view == "results"
    assert open_stage.bench.results.box.hasFocus()
    open_stage.do("show-passages")
    open_stage.do("search")
    assert open_stage.window.actions_["show-articles"].isChecked(), "the library has the box here"


def test_no_two_actions_share_a_shortcut(window: MainWindow) -> None:
    seen: dict[str, str] = {}
    for name in window.actions_.specs:
        for key in window.actions_[name].shortcuts():
            assert key.toString() not in seen, f"{key.toString()}: {seen[key.toString()]} and {name}"
            seen[key.toString()] = name


def test_the_archive_is_sound_after_all_that(open_stage: Stage) -> None:
    tag_denial(open_stage)
    folder = open_stage.bench.workspace.archive.places.folder
    open_stage.window.close_archive()
    with open_archive(folder) as archive:
        assert check_archive(archive).problems == ()
