"""The sheet in the real window: typed, pasted, replaced, filled, applied as one change, nothing lost."""

import sqlite3

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from archive_app.gui.dialogs import Leaving
from archive_app.gui.sheet.dialog import SheetDialog
from archive_app.gui.sheet.fill_dialog import FillDialog
from archive_app.gui.sheet.preview import PreviewDialog
from archive_app.gui.sheet.replace_dialog import ReplaceDialog
from archive_app.gui.sheet.table import block_of
from archive_app.gui.stage import Stage
from archive_app.operations.articles import delete_articles
from archive_app.operations.bulk_editing import edit_articles, stored_values
from tests.gui.conftest import AnsweredDialogs

MARCH, TRUCE, ARABIC = 1, 2, 3
TITLE, OUTLET, AUTHORS, PUBLISHED, URL, LANGUAGE, SECTION = range(7)

# Qt's offscreen screen says so of every popup.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def sheet(open_stage: Stage) -> SheetDialog:
    """The sheet with all three articles, the newest first: 2, 1, 3."""
    stage = open_stage
    stage.wait_until(lambda: len(stage.bench.library.model.ids) == 3, "the library")
    stage.do("edit-metadata")
    found = stage.wait_for_dialog("the sheet")
    assert isinstance(found, SheetDialog)
    assert list(found.model.ids) == [TRUCE, MARCH, ARABIC]
    return found


def stored(stage: Stage, article: int, field: str) -> str:
    return stored_values(stage.bench.workspace.archive, [article])[article][field]


def go_to(sheet: SheetDialog, row: int, column: int) -> None:
    sheet.table.setCurrentIndex(sheet.model.index(row, column))
    sheet.table.setFocus()


def write(sheet: SheetDialog, words: str, end: Qt.Key = Qt.Key.Key_Return) -> None:
    QTest.keyClick(sheet.table, Qt.Key.Key_Return)
    editor = sheet.table.findChild(QLineEdit)
    assert editor is not None
    editor.setText(words)
    QTest.keyClick(editor, end)
    QTest.qWait(20)


def preview(stage: Stage, sheet: SheetDialog, kind: type[PreviewDialog]) -> PreviewDialog:
    stage.wait_until(lambda: bool(sheet.findChildren(kind)), "the dialog")
    return sheet.findChildren(kind)[-1]


def apply(stage: Stage, sheet: SheetDialog) -> None:
    sheet.apply_button.click()
    stage.wait_until(lambda: not sheet.is_applying, "the change")


def test_typed_cells_are_applied_as_one_change_that_undo_takes_back(
    open_stage: Stage, sheet: SheetDialog
) -> None:
    go_to(sheet, 0, OUTLET)
    write(sheet, "Northern Wire")
    assert (sheet.table.currentIndex().row(), sheet.table.currentIndex().column()) == (1, OUTLET)
    write(sheet, "Tavira Daily", Qt.Key.Key_Tab)
    assert (sheet.table.currentIndex().row(), sheet.table.currentIndex().column()) == (1, AUTHORS)
    assert stored(open_stage, TRUCE, "outlet") == "Southern Wire"
    apply(open_stage, sheet)
    assert stored(open_stage, TRUCE, "outlet") == "Northern Wire"
    assert stored(open_stage, MARCH, "outlet") == "Tavira Daily"
    assert not sheet.model.typed
    sheet.close()
    open_stage.do("undo")
    open_stage.settle()
    assert stored(open_stage, TRUCE, "outlet") == "Southern Wire"
    assert stored(open_stage, MARCH, "outlet") == "Tavira Post"


def test_a_letter_begins_to_type_over_a_cell_and_escape_gives_it_up(sheet: SheetDialog) -> None:
    go_to(sheet, 0, SECTION)
    QTest.keyClicks(sheet.table, "R")
    editor = sheet.table.findChild(QLineEdit)
    assert editor is not None
    assert editor.text() == "R"
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert not sheet.model.typed
    assert sheet.table.currentIndex().row() == 0
    sheet.close()


def test_a_block_from_a_spreadsheet_fills_cells_from_the_current_one_on(sheet: SheetDialog) -> None:
    QGuiApplication.clipboard().setText('Wire A\tNoor Belt\r\nWire B\t"Ines, Tal"\r\nWire C\r\nfar below\r\n')
    go_to(sheet, 0, OUTLET)
    QTest.keyClick(sheet.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    model = sheet.model
    assert [[model.text(row, column) for column in (OUTLET, AUTHORS)] for row in range(3)] == [
        ["Wire A", "Noor Belt"], ["Wire B", "Ines, Tal"], ["Wire C", ""],
    ]  # fmt: skip
    sheet.model.clear_typed()
    sheet.close()


def test_a_hidden_column_is_passed_over_when_a_block_is_pasted(open_stage: Stage, sheet: SheetDialog) -> None:
    sheet.columns.menu.actions()[AUTHORS].trigger()
    QGuiApplication.clipboard().setText("Wire A\t2020-01-02")
    go_to(sheet, 0, OUTLET)
    sheet.table.paste()
    assert sheet.model.edits() == {TRUCE: {"outlet": "Wire A", "published": "2020-01-02"}}
    sheet.model.clear_typed()
    sheet.close()
    open_stage.do("edit-metadata")
    again = open_stage.wait_for_dialog("the sheet again")
    assert isinstance(again, SheetDialog)
    assert again.columns.hidden == ["authors"]
    again.close()


def test_one_value_is_pasted_into_all_selected_cells(sheet: SheetDialog) -> None:
    QGuiApplication.clipboard().setText("en\n")
    sheet.table.clearSelection()
    sheet.table.selectColumn(LANGUAGE)
    sheet.table.paste()
    assert [sheet.model.text(row, LANGUAGE) for row in range(3)] == ["en", "en", "en"]
    assert sheet.model.edits() == {ARABIC: {"language": "en"}}
    sheet.model.clear_typed()
    sheet.close()


def test_an_invalid_date_is_marked_with_a_sentence_and_stops_applying(
    open_stage: Stage, sheet: SheetDialog
) -> None:
    go_to(sheet, 1, PUBLISHED)
    write(sheet, "30 Febtember")
    go_to(sheet, 0, OUTLET)
    write(sheet, "Northern Wire")
    sheet.apply_button.click()
    open_stage.settle()
    assert (sheet.table.currentIndex().row(), sheet.table.currentIndex().column()) == (1, PUBLISHED)
    assert "“30 Febtember” is not a date" in sheet.state.text()
    assert stored(open_stage, TRUCE, "outlet") == "Southern Wire"
    write(sheet, "2023-02-28")
    assert not sheet.model.complaints
    apply(open_stage, sheet)
    assert stored(open_stage, MARCH, "published") == "2023-02-28"
    sheet.close()


def test_nothing_typed_is_lost_when_applying_fails(
    open_stage: Stage, sheet: SheetDialog, dialogs: AnsweredDialogs
) -> None:
    go_to(sheet, 0, OUTLET)
    write(sheet, "Northern Wire")
    database = sqlite3.connect(open_stage.bench.workspace.archive.places.database)
    database.execute("CREATE TRIGGER t BEFORE UPDATE ON article BEGIN SELECT RAISE(ABORT, 'disk full'); END")
    database.close()
    apply(open_stage, sheet)
    assert any("could not be written" in sentence for sentence in dialogs.told)
    assert sheet.model.edits() == {TRUCE: {"outlet": "Northern Wire"}}
    assert "still here" in sheet.state.text()
    dialogs.leaving = Leaving.STAY
    sheet.close()
    assert sheet.isVisible()
    dialogs.leaving = Leaving.DISCARD
    sheet.close()


def test_an_article_that_is_gone_does_not_keep_the_others_from_being_applied(
    open_stage: Stage, sheet: SheetDialog
) -> None:
    go_to(sheet, 0, OUTLET)
    write(sheet, "Northern Wire")
    go_to(sheet, 2, OUTLET)
    write(sheet, "Mirror")
    delete_articles(open_stage.bench.workspace.archive, [ARABIC], coder="Somebody else")
    apply(open_stage, sheet)
    assert stored(open_stage, TRUCE, "outlet") == "Northern Wire"
    assert "1 article is no longer there." in sheet.state.text()
    assert not sheet.model.typed


def test_closing_can_apply_what_was_typed(
    open_stage: Stage, sheet: SheetDialog, dialogs: AnsweredDialogs
) -> None:
    go_to(sheet, 0, SECTION)
    write(sheet, "World")
    dialogs.leaving = Leaving.SAVE
    sheet.close_button.click()
    open_stage.settle()
    assert dialogs.asked == ["1 article has values that are not applied."]
    assert stored(open_stage, TRUCE, "section") == "World"


def test_replacing_in_a_column_shows_what_would_change_and_sees_what_was_typed(
    open_stage: Stage, sheet: SheetDialog
) -> None:
    go_to(sheet, 2, OUTLET)
    write(sheet, "Eastern Wire")
    go_to(sheet, 0, OUTLET)
    sheet.replace_button.click()
    dialog = preview(open_stage, sheet, ReplaceDialog)
    assert isinstance(dialog, ReplaceDialog)
    assert dialog.column.currentData() == "outlet"
    dialog.is_regex.setChecked(True)
    dialog.sought.setText(r"^(\w+) wire$")
    dialog.replacement.setText(r"Wire (\1)")
    open_stage.wait_until(lambda: len(dialog.preview.cells) == 2, "the preview")
    assert [row.cells for row in dialog.preview.rows] == [
        ("Southern Wire", "Wire (Southern)"), ("Eastern Wire", "Wire (Eastern)"),
    ]  # fmt: skip
    assert dialog.summary.text() == "2 cells would change."
    dialog.put_button.click()
    assert stored(open_stage, TRUCE, "outlet") == "Southern Wire"
    apply(open_stage, sheet)
    assert stored(open_stage, TRUCE, "outlet") == "Wire (Southern)"
    assert stored(open_stage, ARABIC, "outlet") == "Wire (Eastern)"
    sheet.close()


def test_an_expression_that_is_none_is_explained_where_it_is_typed(
    open_stage: Stage, sheet: SheetDialog, dialogs: AnsweredDialogs
) -> None:
    sheet.find_and_replace()
    dialog = preview(open_stage, sheet, ReplaceDialog)
    assert isinstance(dialog, ReplaceDialog)
    dialog.is_regex.setChecked(True)
    dialog.sought.setText("(")
    open_stage.wait_until(lambda: "cannot be understood" in dialog.summary.text(), "the sentence")
    assert not dialog.put_button.isEnabled()
    assert dialogs.told == []
    dialog.reject()
    sheet.close()


def test_columns_are_filled_from_file_names_after_a_preview(open_stage: Stage, sheet: SheetDialog) -> None:
    sheet.fill_button.click()
    dialog = preview(open_stage, sheet, FillDialog)
    assert isinstance(dialog, FillDialog)
    dialog.pattern.setText("{section} {} the {outlet}")
    open_stage.wait_until(lambda: len(dialog.preview.cells) == 4, "the preview")
    assert dialog.summary.text() == "4 cells would change. 1 file name does not fit the pattern."
    assert dialog.preview.rows[-1].is_wrong
    dialog.put_button.click()
    assert sheet.model.edits()[MARCH] == {"section": "Marshal", "outlet": "capital"}
    sheet.model.clear_typed()
    sheet.close()


def test_the_selected_articles_are_edited_when_there_are_several(open_stage: Stage) -> None:
    open_stage.wait_until(lambda: len(open_stage.bench.library.model.ids) == 3, "the library")
    open_stage.bench.library.table.select_ids([MARCH, ARABIC])
    open_stage.do("edit-metadata")
    sheet = open_stage.wait_for_dialog("the sheet")
    assert isinstance(sheet, SheetDialog)
    assert list(sheet.model.ids) == [MARCH, ARABIC]
    QTest.mouseClick(sheet.table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 10))
    sheet.table.copy()
    assert QGuiApplication.clipboard().text() == "Marshal orders march on the capital"
    sheet.close()


def test_a_block_keeps_line_feeds_within_quotes_and_empty_cells() -> None:
    assert block_of('a\t\tc\r\n"two\nlines"\t"say ""so"""\n') == [["a", "", "c"], ["two\nlines", 'say "so"']]
    assert block_of("one\n\ntwo") == [["one"], [""], ["two"]]
    assert block_of("") == []


def test_a_block_of_many_articles_is_taken_in_the_background(open_stage: Stage, sheet: SheetDialog) -> None:
    sheet.table.block_typed.emit(lambda: {MARCH: {"section": "World", "published": "soon"}})
    open_stage.wait_until(lambda: bool(sheet.model.typed), "the block")
    assert sheet.model.edits() == {MARCH: {"section": "World", "published": "soon"}}
    assert "soon" in sheet.model.complaints[MARCH, "published"]
    sheet.model.clear_typed()
    sheet.close()


def test_selected_cells_are_emptied_but_hidden_ones_stay(sheet: SheetDialog) -> None:
    sheet.columns.hide(["outlet"])
    sheet.table.selectRow(1)
    sheet.table.clearSelection()
    for column in (OUTLET, AUTHORS):
        sheet.table.selectionModel().select(
            sheet.model.index(1, column), QItemSelectionModel.SelectionFlag.Select
        )
    sheet.table.empty_cells()
    assert sheet.model.edits() == {MARCH: {"authors": ""}}
    sheet.model.clear_typed()
    sheet.close()


def test_a_cell_that_something_else_changed_meanwhile_is_marked_and_not_overwritten(
    open_stage: Stage, sheet: SheetDialog
) -> None:
    go_to(sheet, 0, OUTLET)
    write(sheet, "Northern Wire")
    write(sheet, "Tavira Daily")
    other = {TRUCE: {"outlet": "Eastern Wire"}}
    open_stage.bench.workspace.run(lambda archive: edit_articles(archive, other, coder="Ben"))
    open_stage.settle()
    apply(open_stage, sheet)
    assert stored(open_stage, TRUCE, "outlet") == "Eastern Wire"
    assert stored(open_stage, MARCH, "outlet") == "Tavira Daily"
    assert "changed by something else" in sheet.state.text()
    assert "Eastern Wire" in sheet.model.complaint(0, OUTLET)
    go_to(sheet, 0, OUTLET)
    write(sheet, "Northern Wire")
    apply(open_stage, sheet)
    assert stored(open_stage, TRUCE, "outlet") == "Northern Wire"
    assert not sheet.model.typed
