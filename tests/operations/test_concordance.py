"""The concordance of a query: found in the background, cut by the page, written to a file."""

import io
from pathlib import Path

import pandas
import pytest

from archive_app.model.errors import Cancelled
from archive_app.operations.concordance import Concordance, Line, find_lines, write_concordance
from archive_app.operations.correcting import correct_text
from archive_app.operations.searching import Searching
from archive_app.operations.tagging import mark_passage
from archive_app.search.index import open_index
from archive_app.search.indexer import catch_up
from archive_app.storage.archive import Archive
from archive_app.storage.queries import article_text


@pytest.fixture
def searching(archive: Archive) -> Searching:
    index = open_index(archive)
    catch_up(archive, index)
    return Searching(archive, index)


def all_lines(archive: Archive, found: Concordance, width: int = 40) -> list[Line]:
    with archive.reading() as session:
        return found.cut(session, found.lines.order().tolist(), width)


def test_a_line_is_the_exact_stretch_of_the_text_with_what_stands_around_it(
    archive: Archive, searching: Searching
) -> None:
    found = find_lines(archive, searching, "shelling")
    with archive.reading() as session:
        text = article_text(session, 1)
    lines = all_lines(archive, found, 10)
    assert [line.hit for line in lines] == ["shelling", "shelling"]
    for line in lines:
        assert text[line.start : line.end] == "shelling"
        assert text[line.start - 10 : line.end + 10] == line.left + line.hit + line.right
        assert (line.goes_on_left, line.goes_on_right) == (True, True)
    assert (lines[0].title, lines[0].outlet) == ("Marshal orders march on the capital", "Tavira Post")
    assert found.is_whole


def test_the_newest_article_comes_first(archive: Archive, searching: Searching) -> None:
    found = find_lines(archive, searching, "said")
    assert [line.article_id for line in all_lines(archive, found)] == [2, 1]


def test_a_line_names_the_passages_that_share_words_with_it(archive: Archive, searching: Searching) -> None:
    with archive.reading() as session:
        start = article_text(session, 1).index("shelling")
    sharing = mark_passage(archive, 1, start - 5, start + 3, coder="Ada").passage_id
    mark_passage(archive, 1, 0, start, coder="Ada")
    long = mark_passage(archive, 1, 0, start + 100, coder="Ada").passage_id
    lines = all_lines(archive, find_lines(archive, searching, "shelling"))
    assert lines[0].passages == (long, sharing)


def test_a_line_whose_text_was_corrected_is_not_shown_in_a_wrong_place(
    archive: Archive, searching: Searching
) -> None:
    found = find_lines(archive, searching, "shelling OR quiet")
    with archive.reading() as session:
        text = article_text(session, 1)
    correct_text(archive, 1, "Now: " + text, coder="Ada")
    assert {line.article_id for line in all_lines(archive, found)} == {2}


def test_a_query_that_asks_for_no_words_has_no_lines(archive: Archive, searching: Searching) -> None:
    for query in ("outlet:tavira", "", "title:marshal", "-dabrek"):
        found = find_lines(archive, searching, query)
        assert (found.lines.total, found.is_whole) == (0, True)


def test_what_was_left_out_is_said(archive: Archive, searching: Searching) -> None:
    assert find_lines(archive, searching, "shelling after:spring").ignored


def test_it_stops_when_cancelled_and_keeps_what_it_has(archive: Archive, add_article: object) -> None:
    for number in range(120):
        add_article(archive, f"The army fired {number} shots.", title=f"{number}")  # type: ignore[operator]
    index = open_index(archive)
    catch_up(archive, index)
    heard: list[tuple[int, int, int]] = []
    found = find_lines(
        archive, Searching(archive, index), "army",
        progress=lambda growing, done, total: heard.append((growing.lines.count, done, total)),
        cancelled=lambda: bool(heard),
    )  # fmt: skip
    assert heard == [(50, 50, 120)]
    assert (found.lines.count, found.is_whole) == (50, False)


def test_the_table_reads_back_in_pandas(archive: Archive, searching: Searching, tmp_path: Path) -> None:
    found = find_lines(archive, searching, "shelling OR قتلوا")
    file = tmp_path / "lines.csv"
    assert write_concordance(archive, found, found.lines.order("left").tolist(), file, width=30) == 3
    table = pandas.read_csv(file)
    assert list(table.columns) == [
        "article_id", "article_title", "outlet", "published", "left", "hit", "right", "start", "end",
        "passage_ids",
    ]  # fmt: skip
    assert sorted(table["hit"]) == ["shelling", "shelling", "قتلوا"]
    assert not table["right"].str.contains("\n").any()


def test_the_table_can_be_a_workbook(archive: Archive, searching: Searching, tmp_path: Path) -> None:
    found = find_lines(archive, searching, "shelling")
    write_concordance(archive, found, found.lines.order().tolist(), tmp_path / "lines.xlsx")
    assert list(pandas.read_excel(tmp_path / "lines.xlsx")["hit"]) == ["shelling", "shelling"]


def test_a_cancelled_export_leaves_the_file_as_it_was(
    archive: Archive, searching: Searching, tmp_path: Path
) -> None:
    found = find_lines(archive, searching, "shelling")
    file = tmp_path / "lines.csv"
    file.write_text("before")
    with pytest.raises(Cancelled):
        write_concordance(archive, found, [0, 1], file, cancelled=lambda: True)
    assert file.read_text() == "before"
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["lines.csv"]


def test_a_stream_gets_the_table_as_csv(archive: Archive, searching: Searching) -> None:
    found = find_lines(archive, searching, "shelling")
    stream = io.BytesIO()
    write_concordance(archive, found, [0], stream)
    assert stream.getvalue().startswith(b"\xef\xbb\xbfarticle_id,")
