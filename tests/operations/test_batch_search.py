"""Counting what many queries find."""

import csv
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas
import pytest

from archive_app.model.errors import ArchiveError
from archive_app.operations.batch_search import BatchResult, batch_search, batch_tables, write_batch
from archive_app.operations.query_lists import QueryList, read_queries, read_query_file
from archive_app.operations.searching import Searching
from archive_app.operations.tagging import mark_passage
from archive_app.search.index import open_index
from archive_app.search.indexer import catch_up
from archive_app.storage.archive import Archive

Count = Callable[[str], BatchResult]


@pytest.fixture
def count(archive: Archive) -> Count:
    """Counts a pasted list of queries in the three articles, of which the first has a passage."""
    mark_passage(archive, 1, 46, 68, coder="Ada")
    index = open_index(archive)
    catch_up(archive, index)
    return lambda text: batch_search(archive, Searching(archive, index), read_queries(text))


def asked(listed: QueryList) -> list[tuple[int, str, str]]:
    return [(query.line, query.query, query.name) for query in listed.queries]


def rows(result: BatchResult, name: str) -> list[tuple[object, ...]]:
    return [tuple(row) for table in batch_tables(result) if table.name == name for row in table.rows]


def test_in_a_pasted_list_each_line_is_a_query_and_commas_are_text() -> None:
    listed = read_queries('Haftar, Sarraj\r\n\r\n"arms deal"\n  said  ')
    assert [query.query for query in listed.queries] == ["Haftar, Sarraj", '"arms deal"', "said"]
    assert [query.line for query in listed.queries] == [1, 3, 4]
    assert not listed.bad


@pytest.mark.parametrize("comma", [",", ";", "\t"])
def test_a_table_has_a_query_and_perhaps_a_name(comma: str) -> None:
    text = f'Name{comma}Query\nWar{comma}"""arms deal"" OR war"\n{comma}peace\n'
    assert asked(read_queries(text)) == [(2, '"arms deal" OR war', "War"), (3, "peace", "peace")]


def test_a_bad_line_is_reported_with_its_number_and_the_rest_go_on() -> None:
    listed = read_queries('query,name\nwar,War\n"arms" deal,Deal\n,Nameless\npeace,Peace')
    assert [query.line for query in listed.queries] == [2, 5]
    assert [bad.line for bad in listed.bad] == [3, 4]
    assert "twice" in listed.bad[0].reason


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1256"])
def test_a_file_is_read_in_the_encodings_that_spreadsheets_save(tmp_path: Path, encoding: str) -> None:
    text = "query,name\n" + "\n".join(f"قصف الهدنة الصامدة في المدينة {at},حرب" for at in range(12))
    (tmp_path / "queries.csv").write_bytes(text.encode(encoding))
    listed = read_query_file(tmp_path / "queries.csv")
    assert listed.queries[0].query == "قصف الهدنة الصامدة في المدينة 0"


def test_what_is_no_list_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "book.xlsx").write_bytes(b"PK\x03\x04 and more")
    with pytest.raises(ArchiveError, match="Save its sheet as CSV"):
        read_query_file(tmp_path / "book.xlsx")
    with pytest.raises(ArchiveError, match="could not be read"):
        read_query_file(tmp_path / "none.csv")


def test_articles_passages_and_hits_are_counted(count: Count) -> None:
    result = count("shelling\nsaid\ndabrek\nnowhere\noutlet:tavira")
    assert [(each.articles, each.passages, each.hits) for each in result.counts] == [
        (1, 0, 2), (2, 0, 2), (1, 1, 1), (0, 0, 0), (1, 1, 0),
    ]  # fmt: skip
    assert result.is_whole
    assert result.is_indexed


def test_a_query_that_asks_for_nothing_is_a_bad_line_among_the_others(count: Count) -> None:
    result = count("said\nafter:spring\nshelling")
    assert [bad.line for bad in result.bad] == [2]
    assert [row[0] for row in rows(result, "Queries")] == [1, 2, 3]
    assert "after:spring" in str(rows(result, "Queries")[1][-1])


def test_counts_are_given_by_article_outlet_and_month(count: Count) -> None:
    result = count("said\n الهدنة")
    assert rows(result, "Articles")[:2] == [
        ("said", "said", 2, "Truce holds 🕊️ in the south", "Southern Wire", "2023-04-01", 1),
        ("said", "said", 1, "Marshal orders march on the capital", "Tavira Post", "2023-03-04", 1),
    ]
    assert rows(result, "Outlets")[:2] == [
        ("said", "said", "Southern Wire", 1, 1), ("said", "said", "Tavira Post", 1, 1),
    ]  # fmt: skip
    assert rows(result, "Months") == [
        ("said", "said", "2023-03", 1, 1), ("said", "said", "2023-04", 1, 1),
        ("الهدنة", "الهدنة", "", 1, 1),
    ]  # fmt: skip


def test_the_sums_of_every_table_agree(count: Count) -> None:
    result = count("said\nthe OR of\nshell*\nhouses -dabrek")
    for each in result.counts:
        for name in ("Articles", "Outlets", "Months"):
            of_query = [row for row in rows(result, name) if row[1] == each.asked.query]
            assert sum(int(str(row[-1])) for row in of_query) == each.hits


def test_a_workbook_has_a_sheet_for_each_table(count: Count, tmp_path: Path) -> None:
    assert write_batch(count("said\nshelling"), tmp_path / "out.xlsx") == [tmp_path / "out.xlsx"]
    sheets = pandas.read_excel(tmp_path / "out.xlsx", sheet_name=None)
    assert list(sheets) == ["Queries", "Articles", "Outlets", "Months"]
    assert list(sheets["Queries"]["hits"]) == [2, 2]


def test_csv_tables_stand_beside_each_other(count: Count, tmp_path: Path) -> None:
    files = write_batch(count("said"), tmp_path / "out.csv")
    assert [file.name for file in files] == [
        "out.csv", "out articles.csv", "out outlets.csv", "out months.csv",
    ]  # fmt: skip
    assert list(pandas.read_csv(files[1])["hits"]) == [1, 1]


def test_it_stops_when_cancelled(archive: Archive, count: Count) -> None:
    searching = Searching(archive, open_index(archive))
    done: list[tuple[int, int]] = []
    result = batch_search(
        archive, searching, read_queries("said\nshelling"),
        progress=lambda at, total: done.append((at, total)), cancelled=lambda: len(done) > 1,
    )  # fmt: skip
    assert not result.is_whole
    assert done == [(0, 2), (1, 2)]


def test_a_list_as_spreadsheets_and_people_write_it() -> None:
    text = (
        "\ufeffName;QUERY ;remark\r\n"
        'Arms;"""arms deal"" OR war";x\r\n'
        "\r\n"
        ";;\r\n"
        "Commas;Haftar, Sarraj;\r\n"
        'Open;"arms deal;\r\n'
        "Short\r\n"
        "  ;  peace  ; \r\n"
    )
    listed = read_queries(text)
    assert asked(listed) == [
        (2, '"arms deal" OR war', "Arms"), (5, "Haftar, Sarraj", "Commas"), (8, "peace", "peace"),
    ]  # fmt: skip
    assert [bad.line for bad in listed.bad] == [6, 7]


def test_five_thousand_lines_are_counted_and_the_bad_ones_named(count: Count) -> None:
    lines = [("shelling", "after:spring", "said, quiet", "“", "قالت")[at % 5] for at in range(5_000)]
    result = count("\n".join(lines))
    assert len(result.counts) == 3_000
    assert [bad.line for bad in result.bad] == sorted([*range(2, 5_001, 5), *range(4, 5_001, 5)])
    assert {each.hits for each in result.counts if each.asked.query == "shelling"} == {2}


def test_the_workbook_says_what_the_csv_files_say(count: Count, tmp_path: Path) -> None:
    result = count('shelling\nafter:spring\n=SUM(1)\nsaid OR قالت\n"quiet"\n-said')
    (book,) = write_batch(result, tmp_path / "out.xlsx")
    files = write_batch(result, tmp_path / "out.csv")
    workbook = openpyxl.load_workbook(book)
    assert len(workbook.worksheets) == len(files) == 4
    for sheet, file in zip(workbook.worksheets, files, strict=True):
        told = [
            ["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)
        ]
        with file.open(encoding="utf-8-sig", newline="") as opened:
            written = [[cell.removeprefix("'") for cell in row] for row in csv.reader(opened)]
        assert [[cell.removeprefix("'") for cell in row] for row in told] == written
        assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
