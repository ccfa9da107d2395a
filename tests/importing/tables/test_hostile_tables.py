import io
import time
import zipfile
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


def workbook(rows: str, before: str = "") -> bytes:
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
        "xl/worksheets/sheet1.xml": f'{before}<worksheet xmlns="{_SHEETS}"><sheetData>{head}{rows}'
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
