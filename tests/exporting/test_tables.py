"""Plain tables as CSV and XLSX."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from archive_app.exporting.tables import Table, TableOptions, write_table, write_tables
from archive_app.model.errors import ArchiveError, Cancelled

ROWS = [("=SUM(A1)", 3), ("#N/A", 4), ("plain\x0b", None), ('قصف, "said"', 1.5)]


def table(name: str = "Counts", rows: object = ROWS) -> Table:
    return Table(name, ("query", "hits"), list(rows))  # type: ignore[call-overload]


def test_a_workbook_has_a_sheet_for_each_table_and_text_stays_text(tmp_path: Path) -> None:
    file = tmp_path / "out.xlsx"
    assert write_tables(file, [table(), table("Outlets", [("a", 1)])]) == [file]
    book = load_workbook(file)
    assert book.sheetnames == ["Counts", "Outlets"]
    sheet = book["Counts"]
    assert [cell.value for cell in sheet[1]] == ["query", "hits"]
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=SUM(A1)", "s")
    assert (sheet["A3"].value, sheet["A3"].data_type) == ("#N/A", "s")
    assert sheet["A4"].value == "plain\ufffd"
    assert (sheet["A5"].value, sheet["B5"].value) == ('قصف, "said"', 1.5)


def test_csv_tables_stand_beside_each_other(tmp_path: Path) -> None:
    files = write_tables(tmp_path / "out.csv", [table(), table("Outlets")])
    assert [file.name for file in files] == ["out.csv", "out outlets.csv"]
    assert files[0].read_bytes() == files[1].read_bytes()


def test_csv_cells_do_not_run_as_formulas_unless_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "out.csv"
    write_table(file, table())
    assert "'=SUM(A1),3\r\n" in file.read_bytes().decode("utf-8-sig")
    write_table(file, table(), TableOptions(bom=False, raw=True))
    assert file.read_bytes().startswith(b"query,hits\r\n=SUM(A1),3\r\n")


def test_a_sheet_that_is_full_goes_on_in_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive_app.exporting.tables._MOST_ROWS", 1_501)
    rows = [("a", at) for at in range(3_700)]
    assert write_table(tmp_path / "out.xlsx", table(rows=rows)) == 3_700
    book = load_workbook(tmp_path / "out.xlsx", read_only=True)
    found = [row[1].value for sheet in book.worksheets for row in list(sheet.rows)[1:]]
    assert found == list(range(3_700))
    assert book.sheetnames == ["Counts", "Counts 2", "Counts 3"]
    book.close()


def test_cancelling_leaves_the_workbook_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "out.xlsx"
    with pytest.raises(Cancelled):
        write_table(file, table(), cancelled=lambda: True)
    assert not file.exists()


def test_another_kind_of_spreadsheet_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match=r"\.xlsx or \.csv"):
        write_tables(tmp_path / "out.ods", [table()])
