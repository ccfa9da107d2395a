import io
import json
import zipfile
from collections.abc import Callable, Iterable
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from archive_app.importing.draft import Reading
from archive_app.importing.reader import Material, Unreadable
from archive_app.importing.reading import read_material
from archive_app.importing.tables.mapping import TableMapping, header_signature, setting_of
from archive_app.importing.tables.preview import LOOK, TablePreview

GERMAN = """Titel;Datum;Zeitung;Text
Regen im Norden;03.04.2019;Küstenblatt;"Es regnet; und zwar sehr.

Die Deiche „halten“ noch."
Sonne im Süden;31.12.2018;Bergbote;Über den Gipfeln scheint die Sonne.
"""


def read(name: str, content: bytes | str, **settings: str) -> Reading:
    encoded = content.encode() if isinstance(content, str) else content
    return read_material(Material(name, encoded, settings))


def workbook(
    *rows: Iterable[object], title: str = "Sheet", more: dict[str, list[list[object]]] | None = None
) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for name, lines in (more or {}).items():
        other = book.create_sheet(name)
        for line in lines:
            other.append(line)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def look(name: str, content: bytes | str) -> TablePreview:
    return TablePreview.from_json(read(name, content, **{LOOK: "yes"}).look)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_row_of_a_delimited_text_is_an_article(delimiter: str) -> None:
    rows = [
        ("Headline", "Date", "Newspaper", "Body"),
        ("Storm", "2019-04-16", "Blick", f'"A ""storm"" came{delimiter}\nand went."'),
        ("Calm", "2019-04", "Blick", "It was calm."),
    ]
    drafts = read("export.csv", "\n".join(delimiter.join(row) for row in rows)).drafts
    assert [draft.title for draft in drafts] == ["Storm", "Calm"]
    assert drafts[0].text == f'A "storm" came{delimiter}\nand went.'
    assert [draft.published for draft in drafts] == ["2019-04-16", "2019-04"]
    assert [draft.number for draft in drafts] == [2, 3]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_german_headings_are_understood_in_any_encoding(encoding: str) -> None:
    reading = read("presse.csv", GERMAN.encode(encoding))
    first = reading.drafts[0]
    assert (first.title, first.published, first.outlet) == ("Regen im Norden", "2019-04-03", "Küstenblatt")
    assert first.text == "Es regnet; und zwar sehr.\n\nDie Deiche „halten“ noch."
    assert dict(first.source_fields)["Datum"] == "03.04.2019"


def test_excels_separator_line_is_no_row() -> None:
    drafts = read("export.csv", "sep=;\r\nTitel;Text\r\nRegen;Es regnet heute.\r\n").drafts
    assert [(draft.title, draft.text, draft.number) for draft in drafts] == [("Regen", "Es regnet heute.", 2)]


def test_ragged_rows_are_named_by_their_number_and_the_rest_goes_on() -> None:
    reading = read("a.csv", "title,text\nA,one\nB,two,three\n\nC\nD,four\n")
    assert [draft.title for draft in reading.drafts] == ["A", "D"]
    assert [(item.number, item.reason) for item in reading.failed] == [
        (3, "Row 3: It has 3 cells, and there are 2 columns."),
        (5, "Row 5: It has 1 cell, and there are 2 columns."),
    ]


def test_a_quotation_mark_that_is_never_closed_costs_one_row() -> None:
    reading = read("a.csv", 'title,text\nA,"never closed\nB,two\nC,"third, fine"\n')
    assert [draft.text for draft in reading.drafts] == ["two", "third, fine"]
    assert [item.number for item in reading.failed] == [2]


def test_quotation_marks_escaped_with_a_backslash_are_kept() -> None:
    reading = read("a.csv", 'title,text\nA,"He said \\"go\\", and went"\nB,two\n')
    assert [draft.text for draft in reading.drafts] == ['He said "go", and went', "two"]


def test_a_row_without_text_fails_and_a_blank_row_is_nothing() -> None:
    reading = read("a.csv", "title,text\nA,one\n,\nB,\n")
    assert [item.reason for item in reading.failed] == ["Row 4 has no text in “text”."]


def test_a_long_table_is_read_in_parts_and_numbered_through() -> None:
    rows = "".join(f"Title {number},Some words of article {number}\n" for number in range(2, 1002))
    reading = read("a.csv", "title,text\n" + rows.replace("Title 300,Some words of article 300", "Title 300"))
    assert [draft.number for draft in reading.drafts] == [n for n in range(2, 1002) if n != 300]
    assert all(draft.title == f"Title {draft.number}" for draft in reading.drafts)
    assert [item.number for item in reading.failed] == [300]


def test_a_part_of_which_every_row_fails_does_not_shift_the_numbers() -> None:
    empty = "".join(f"Title {number},\n" for number in range(2, 602))
    reading = read("a.csv", f"title,text\n{empty}Last,Some words\n")
    assert [draft.number for draft in reading.drafts] == [602]
    assert [item.number for item in reading.failed] == list(range(2, 602))


def test_a_text_with_commas_is_no_table() -> None:
    letter = "Dear Sir, I write to you,\nas I have, for years,\nabout rain, wind, and the sea.\n"
    assert read("letter.txt", letter).reader == "plain text"


def test_a_table_is_known_by_what_it_holds() -> None:
    assert read("export.txt", GERMAN).reader == "CSV table"


def test_a_columns_dates_tell_whether_the_day_comes_first() -> None:
    rows = "title,date,text\nA,03/04/2019,one\nB,{},two\n"
    assert [d.published for d in read("a.csv", rows.format("16/05/2019")).drafts] == [
        "2019-04-03",
        "2019-05-16",
    ]
    assert [d.published for d in read("a.csv", rows.format("05/16/2019")).drafts] == [
        "2019-03-04",
        "2019-05-16",
    ]
    unsure = read("a.csv", rows.format("05/06/2019"))
    assert [draft.published for draft in unsure.drafts] == ["2019", "2019"]
    assert "Whether the day or the month comes first" in unsure.warnings[0]
    said = TableMapping(date_order="day").as_json()
    assert read("a.csv", rows.format("05/06/2019"), columns=said).drafts[1].published == "2019-06-05"


def test_a_media_cloud_export_is_a_list_of_links() -> None:
    content = (
        "id,indexed_date,language,media_name,media_url,publish_date,title,url\n"
        "a1,2024-01-03 10:00,en,Blick,blick.example,2024-01-01,Storm,https://blick.example/storm\n"
        "a2,2024-01-03 10:00,en,Blick,blick.example,2024-01-02,Calm,https://blick.example/calm\n"
        "a3,2024-01-03 10:00,en,Blick,blick.example,2024-01-02,Calm,https://blick.example/calm\n"
    )
    reading = read("mc.csv", content)
    assert not reading.drafts
    assert not reading.failed
    assert [(link.url, link.title, link.published, link.outlet, link.language) for link in reading.links] == [
        ("https://blick.example/storm", "Storm", "2024-01-01", "Blick", "en"),
        ("https://blick.example/calm", "Calm", "2024-01-02", "Blick", "en"),
    ]


def test_a_gdelt_export_without_headings_is_a_list_of_links() -> None:
    rows = [
        ["1024", "20190416", "201904", "2019", "USA", "3.2", "20190416", f"https://blick.example/{n}"]
        for n in range(4)
    ]
    reading = read("20190416.export.CSV", "\n".join("\t".join(row) for row in rows))
    assert [link.url for link in reading.links] == [f"https://blick.example/{n}" for n in range(4)]
    assert reading.links[0].published == "2019-04-16"


def test_a_workbook_gives_its_dates_as_dates() -> None:
    content = workbook(
        ["Press review, spring"], [], ["Título", "Fecha", "Texto", "Páginas"],
        ["Lluvia", datetime(2019, 4, 16), "Llueve en el norte del país.", 3.0],
        ["Sol", date(2019, 4, 17), "Hace sol en el sur.", None],
        ["Nada", None, None, None],
    )  # fmt: skip
    reading = read("prensa.xlsx", content)
    assert [(draft.title, draft.published, draft.number) for draft in reading.drafts] == [
        ("Lluvia", "2019-04-16", 4), ("Sol", "2019-04-17", 5),
    ]  # fmt: skip
    assert dict(reading.drafts[0].source_fields)["Páginas"] == "3"
    assert [item.number for item in reading.failed] == [6]


def test_another_sheet_of_a_workbook_can_be_chosen() -> None:
    content = workbook(
        ["Key", "Meaning"], ["a", "b"], more={"Articles": [["Title", "Text"], ["Storm", "It stormed."]]}
    )
    assert look("a.xlsx", content).sheets == ("Sheet", "Articles")
    said = TableMapping(sheet="Articles").as_json()
    assert [draft.title for draft in read("a.xlsx", content, columns=said).drafts] == ["Storm"]
    mapping = TableMapping(text="Text").as_json()
    remembered = {setting_of(header_signature(["Title", "Text"])): mapping}
    assert [draft.text for draft in read("a.xlsx", content, **remembered).drafts] == ["It stormed."]


def test_a_workbook_made_to_do_harm_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("xl/workbook.xml", b"<workbook>" + b" " * 50_000_000)
    with pytest.raises(Unreadable, match="packed so densely"):
        read("bomb.xlsx", stream.getvalue())


def test_a_damaged_workbook_says_so() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("xl/workbook.xml", "<workbook><sheets><sheet")
    with pytest.raises(Unreadable, match="damaged workbook"):
        read("broken.xlsx", stream.getvalue())


def test_json_lines_and_arrays_hold_articles() -> None:
    articles = [
        {
            "title": "Storm",
            "maintext": "It stormed.",
            "date_publish": "2019-04-16 10:00:00",
            "authors": ["A B", "C"],
        },
        {"title": "Calm", "maintext": "It was calm.", "source": {"name": "Blick"}},
    ]
    lines = "\n".join(json.dumps(article) for article in articles)
    for content in (
        lines,
        json.dumps(articles),
        json.dumps({"status": "ok", "articles": articles}, indent=1),
    ):
        drafts = read("articles.json", content).drafts
        assert [draft.title for draft in drafts] == ["Storm", "Calm"]
        assert (drafts[0].published, drafts[0].authors) == ("2019-04-16", "A B; C")
        assert dict(drafts[1].source_fields)["source.name"] == "Blick"
    assert read("one.json", json.dumps(articles[0])).drafts[0].text == "It stormed."


def test_a_damaged_line_of_json_is_named() -> None:
    reading = read("a.jsonl", '{"title": "A", "text": "one"}\n{"title": \n{"title": "B", "text": "two"}\n')
    assert [draft.title for draft in reading.drafts] == ["A", "B"]
    assert [item.number for item in reading.failed] == [2]


@pytest.mark.parametrize("content", ['{"a": 1', '["a", "b"]', '[{"a":' * 5000, '[{"a": {}}]'])
def test_json_without_articles_is_refused_in_a_sentence(content: str) -> None:
    with pytest.raises(Unreadable):
        read("a.json", content)


def test_what_a_person_says_comes_before_any_guess() -> None:
    content = "title,headline,text,comment\nInternal,Storm,It stormed.,A comment that is kept\n"
    said = TableMapping(title="headline", text="comment").as_json()
    draft = read("a.csv", content, columns=said).drafts[0]
    assert (draft.title, draft.text) == ("Storm", "A comment that is kept")
    with pytest.raises(Unreadable, match="no column “body”"):
        read("a.csv", content, columns=TableMapping(text="body").as_json())


def test_a_table_of_which_nothing_is_known_asks_for_its_columns() -> None:
    with pytest.raises(Unreadable, match="“colour”, “taste”"):
        read("fruit.csv", "colour,taste\nred,sweet\ngreen,sour\n")


def test_a_preview_shows_columns_rows_and_a_guess() -> None:
    preview = look("presse.csv", GERMAN)
    assert preview.columns == ("Titel", "Datum", "Zeitung", "Text")
    assert (preview.guess.title, preview.guess.date, preview.guess.outlet) == ("Titel", "Datum", "Zeitung")
    assert (preview.count, preview.is_counted, preview.rows[1][0]) == (2, True, "Sonne im Süden")
    assert preview.signature == header_signature(["titel", "DATUM", "Zeitung", " Text "])


def test_small_numbers_of_rows_are_no_identities() -> None:
    reading = read("a.csv", "id,title,text\n7,A,one\nTAVP0000202303,B,two\n")
    assert [draft.database_id for draft in reading.drafts] == ["", "id: TAVP0000202303"]


def test_a_cell_with_the_tags_of_a_page_becomes_plain_text() -> None:
    reading = read("a.csv", "title,text\nA,<p>One &amp; two.</p><p>Three.</p>\n")
    assert reading.drafts[0].text == "One & two.\n\nThree."


def test_a_mapping_survives_being_written_down() -> None:
    mapping = TableMapping(title="Titel", text="Text", date_order="day", sheet="Blatt 1")
    assert TableMapping.from_json(mapping.as_json()) == mapping
    assert mapping.assigned("section", "Titel").title == ""


def test_a_workbook_says_which_of_its_sheets_were_not_read() -> None:
    rows = [["title", "text"], ["Storm", "It rained."]]
    more: dict[str, list[list[object]]] = {
        "April": [["title", "text"], ["Calm", "It was calm."]],
        "Empty": [],
    }
    reading = read("a.xlsx", workbook(*rows, title="March", more=more))
    assert [draft.title for draft in reading.drafts] == ["Storm"]
    assert reading.warnings == (
        "Only its sheet “March” was read, not “April”. Choose another sheet to import that too.",
    )
    said = TableMapping(title="title", text="text", sheet="April")
    chosen = read("a.xlsx", workbook(*rows, title="March", more=more), columns=said.as_json())
    assert [draft.title for draft in chosen.drafts] == ["Calm"]
    assert chosen.warnings == ()


def test_a_hidden_sheet_is_not_taken_for_the_one_that_is_seen() -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["title", "text"])
    book.active.append(["Draft", "Not for anybody."])
    book.active.sheet_state = "hidden"
    seen = book.create_sheet("Seen")
    seen.append(["title", "text"])
    seen.append(["Storm", "It rained."])
    stream = io.BytesIO()
    book.save(stream)
    assert [draft.title for draft in read("a.xlsx", stream.getvalue()).drafts] == ["Storm"]


@pytest.mark.parametrize("wrapped", [lambda found: found, lambda found: {"response": {"docs": found}}])
def test_articles_deep_in_an_object_are_found(wrapped: Callable[[object], object]) -> None:
    found = [{"title": f"Day {day}", "text": f"On day {day} it rained."} for day in range(3)]
    drafts = read("a.json", json.dumps(wrapped(found))).drafts
    assert [draft.title for draft in drafts] == ["Day 0", "Day 1", "Day 2"]


def test_an_article_with_pictures_stays_one_article() -> None:
    pictures = {"images": [{"text": "A boat"}, {"text": "A house"}]}
    article = {"title": "Storm", "content": {"body": "It rained and rained. " * 20, "media": pictures}}
    (draft,) = read("a.json", json.dumps(article)).drafts
    assert draft.text.startswith("It rained and rained.")
