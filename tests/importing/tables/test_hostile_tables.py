import io
import json
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress

import pytest

from archive_app.importing.draft import Reading
from archive_app.importing.reader import Material, Unreadable
from archive_app.importing.reading import read_material

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def read(name: str, content: bytes | str) -> Reading:
    return read_material(Material(name, content.encode() if isinstance(content, str) else content))


def cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def workbook(rows: str, before: str = "", size: str = "") -> bytes:
    head = f'<row r="1">{cell("A1", "title")}{cell("B1", "text")}</row>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_TYPES}">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_SHEETS}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'{before}<worksheet xmlns="{_SHEETS}">{size}<sheetData>{head}{rows}'
        "</sheetData></worksheet>",
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return stream.getvalue()


def test_rows_far_down_a_sheet_are_read() -> None:
    row = f'<row r="5000">{cell("A5000", "Storm")}{cell("B5000", "It stormed.")}</row>'
    assert [draft.number for draft in read("a.xlsx", workbook(row)).drafts] == [5000]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (workbook(f'<row r="999999999999">{cell("A9", "x")}</row>'), "more rows than"),
        (workbook(f'<row r="2">{cell("XFD2", "x")}</row>'), "more than 1,000 columns"),
        (
            workbook(
                f'<row r="2">{cell("A2", "&b;")}</row>',
                '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaaaaaaaaaaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>',
            ),
            "damaged workbook",
        ),
    ],
)
def test_a_sheet_made_to_do_harm_is_refused(content: bytes, sentence: str) -> None:
    began = time.process_time()
    with pytest.raises(Unreadable, match=sentence):
        read("a.xlsx", content)
    assert time.process_time() - began < 10


@pytest.mark.parametrize(
    "content",
    [
        "title,text\n" + "," * 1_000_000,
        "title,text\n" + '"a,"b"c,"\n' * 20_000,
        "title,text\n" + 'a,"b\n' * 3000,
        "title,text\n" + "a" * 3_000_000,
        "title,text\n" + "a,b,c\n" * 20_000,
        ",".join(f"c{number}" for number in range(20_000)) + "\n1,2\n",
    ],
)
def test_a_table_made_to_be_slow_is_not(content: str) -> None:
    began = time.process_time()
    with suppress(Unreadable):
        read("a.csv", content)
    assert time.process_time() - began < 5


def test_a_table_whose_rows_are_all_damaged_is_no_single_article() -> None:
    with pytest.raises(Unreadable, match="Row 2: It has 3 cells, and there are 2 columns"):
        read("a.csv", "title,text\n" + "A,hello, world\n" * 5)


@pytest.mark.parametrize(
    ("harm", "read_rows", "problems"),
    [
        (lambda text: text[:-30], 9, 1),  # cut off within the last
        (lambda text: text + "]", 10, 1),
        (lambda text: text.replace('"Day 5"', "Day 5"), 5, 1),
        (lambda text: text.replace("[", "[", 1)[:-1] + ', null, "words"]', 10, 2),
        (lambda text: '{"status": "ok", "articles": ' + text[:-1], 10, 1),
        (lambda text: text[1:-1].replace("}, {", "}{"), 10, 0),
    ],
)
def test_of_damaged_json_all_that_is_whole_is_read(
    harm: Callable[[str], str], read_rows: int, problems: int
) -> None:
    rows = [{"title": f"Day {day}", "text": f"On day {day} it rained in the port."} for day in range(10)]
    reading = read("a.json", harm(json.dumps(rows)))
    assert [draft.title for draft in reading.drafts] == [f"Day {day}" for day in range(read_rows)]
    assert len(reading.failed) == problems
    assert all(item.number > read_rows for item in reading.failed)


def test_a_damaged_first_line_does_not_lose_the_lines_after_it() -> None:
    lines = [json.dumps({"title": f"Day {day}", "text": f"On day {day} it rained."}) for day in range(5)]
    reading = read("a.jsonl", "\n".join([lines[0][:20], *lines[1:]]))
    assert [draft.title for draft in reading.drafts] == ["Day 1", "Day 2", "Day 3", "Day 4"]
    assert [item.reason for item in reading.failed] == ["Row 1: The line is no JSON object."]


def test_of_a_sheet_whose_end_is_damaged_the_rows_before_it_are_read() -> None:
    rows = "".join(
        f'<row r="{number}">{cell(f"A{number}", f"Day {number}")}{cell(f"B{number}", "It rained.")}</row>'
        for number in range(2, 5000)
    )
    reading = read("a.xlsx", workbook(rows + "<row r=<<", size='<dimension ref="A1:B5000"/>'))
    assert reading.drafts[0].title == "Day 2"
    assert len(reading.drafts) > 4000
    assert [item.reason.partition(": ")[2] for item in reading.failed] == [
        "The sheet is damaged from here on, so what follows was not read."
    ]


def test_every_damage_to_a_packed_sheet_is_told_in_a_sentence() -> None:
    rows = "".join(
        f'<row r="{number}">{cell(f"A{number}", f"Day {number}")}{cell(f"B{number}", "It rained.")}</row>'
        for number in range(2, 300)
    )
    whole = workbook(rows)
    start = whole.index(b"sheet1.xml") + 10
    for place in range(start, start + 600, 20):
        harmed = whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :]
        with suppress(Unreadable):
            read("a.xlsx", harmed)
