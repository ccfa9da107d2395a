"""Batch search in the real window: pasted, opened, counted, sorted, exported."""

from pathlib import Path

import pandas
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from archive_app.gui.search.batch_dialog import BatchDialog
from archive_app.gui.search.count_table import CountTable
from archive_app.gui.stage import Stage
from tests.gui.conftest import AnsweredDialogs


@pytest.fixture
def dialog(open_stage: Stage) -> BatchDialog:
    """The dialog, over an archive whose index is whole."""
    stage = open_stage
    stage.do("search")
    stage.type("said")
    stage.wait_until(lambda: stage.bench.result is not None and stage.bench.result.is_complete, "the index")
    stage.do("batch-search")
    shown = stage.wait_for_dialog("batch search")
    assert isinstance(shown, BatchDialog)
    return shown


def count(stage: Stage, dialog: BatchDialog, text: str) -> None:
    dialog.text.setPlainText(text)
    dialog.count_button.click()
    stage.wait_until(lambda: not dialog.is_counting, "the counts")


def cells(table: CountTable) -> list[list[str]]:
    model = table.counts
    return [
        [str(model.data(model.index(row, column))) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_pasted_queries_are_counted_and_bad_lines_stay_in_their_place(
    open_stage: Stage, dialog: BatchDialog
) -> None:
    assert not dialog.count_button.isEnabled()
    count(open_stage, dialog, "shelling\nafter:spring\nsaid, quiet")
    rows = cells(dialog.tables[0])
    assert [row[:6] for row in rows] == [
        ["1", "shelling", "shelling", "1", "0", "2"],
        ["2", "", "", "", "", ""],
        ["3", "said, quiet", "said, quiet", "1", "0", "2"],
    ]
    assert "after:spring" in rows[1][6]
    dialog.close()


def test_the_counts_are_shown_per_outlet_and_sorted_by_a_click(
    open_stage: Stage, dialog: BatchDialog
) -> None:
    count(open_stage, dialog, "said\nshelling")
    dialog.which.setCurrentIndex(2)
    assert dialog.pages.currentWidget() is dialog.tables[2]
    dialog.tables[2].header.sort_asked.emit(4)
    assert [row[4] for row in cells(dialog.tables[2])] == ["2", "1", "1"]
    dialog.tables[2].header.sort_asked.emit(4)
    assert [row[4] for row in cells(dialog.tables[2])] == ["1", "1", "2"]
    dialog.close()


def test_a_file_is_opened_counted_and_exported(
    open_stage: Stage, dialog: BatchDialog, dialogs: AnsweredDialogs, tmp_path: Path
) -> None:
    queries = tmp_path / "queries.csv"
    queries.write_text("query;name\nsaid;Speech\n", "utf-8-sig")
    dialogs.files = [queries]
    dialog.open_button.click()
    QTest.keyClick(dialog.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    open_stage.wait_until(lambda: dialog.result_shown is not None and not dialog.is_counting, "counts")
    dialogs.save_as = tmp_path / "counts"
    dialog.export_button.click()
    written = tmp_path / "counts.xlsx"
    open_stage.wait_until(lambda: "Exported" in dialog.summary.text(), "the file")
    assert list(pandas.read_excel(written)["name"]) == ["Speech"]
    dialog.close()


def test_a_file_that_is_no_list_is_told_of(
    dialog: BatchDialog, dialogs: AnsweredDialogs, tmp_path: Path
) -> None:
    (tmp_path / "book.xlsx").write_bytes(b"PK\x03\x04")
    dialog.take_file(tmp_path / "book.xlsx")
    assert "workbook" in dialogs.told[0]
    dialog.close()


def test_a_query_whose_row_is_opened_is_searched_for(open_stage: Stage, dialog: BatchDialog) -> None:
    count(open_stage, dialog, "shelling")
    dialog.tables[0].enter_list()
    QTest.keyClick(dialog.tables[0], Qt.Key.Key_Return)
    open_stage.wait_until(lambda: open_stage.bench.library.search_box.query == "shelling", "the search")


def test_closing_the_window_ends_what_is_counted(open_stage: Stage, dialog: BatchDialog) -> None:
    dialog.text.setPlainText("\n".join(f"said{at}" for at in range(3_000)))
    dialog.count_button.click()
    assert dialog.is_counting
    open_stage.window.close_archive()
    assert open_stage.window.bench is None
