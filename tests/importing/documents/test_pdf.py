"""PDFs of every layout: what is read from them, in which order, and on which page."""

from collections.abc import Callable
from typing import Any

import pytest

from archive_app.importing.draft import Draft, Reading
from archive_app.importing.reader import Material, Unreadable
from archive_app.importing.reading import read_material

Read = Callable[[bytes], Reading]
Fill = Callable[[str, float, float], list[str]]
Pdf = Any  # the writer in conftest.py

MARCH = (
    "Field Marshal Orlan Dabrek on Saturday ordered his forces to advance on the capital of Tavira, his "
    "command said in a statement that was read out on state radio shortly after midnight and repeated "
    "every hour."
)
DENIAL = (
    "The government accused him of shelling houses north of the river. A spokesman answered that no house "
    "had been fired at, and that the observers were free to come and count the holes themselves."
)
TRUCE = (
    "Observers counted twelve shots on Monday, the fewest since March, and called the night a quiet one. The "
    "mission wants to open the old bridge before the end of the week, if both of the sides agree to it."
)
BRIDGE = (
    "The bridge has been closed since the first days of the war. Whoever wants to cross the river goes by "
    "boat, at night, and pays a month of wages for the passage, as three traders told the paper."
)


def draft_of(content: bytes) -> Draft:
    (draft,) = read_material(Material("document.bin", content)).drafts
    return draft


def set_columns(pdf: Pdf, fill: Fill, columns: int, paragraphs: list[str], *, by_row: bool = False) -> None:
    """Set paragraphs in columns, each begun by an indent, and spread over the columns evenly."""
    page = pdf.page()
    gutter, left, top, size = 14.0, 50.0, 700.0, 9.0
    width = (495 - gutter * (columns - 1)) / columns
    lines: list[tuple[str, float, bool]] = []
    for paragraph in paragraphs:
        first, *rest = fill(f"{'x' * 3}{paragraph}", width, size)
        lines.append((first[3:], 12.0, False))
        lines += [(line, 0.0, False) for line in rest]
        lines[-1] = (*lines[-1][:2], True)
    height = -(-len(lines) // columns)
    placed = [
        (left + (place // height) * (width + gutter), top - (place % height) * 11, *line)
        for place, line in enumerate(lines)
    ]
    for x, y, line, indent, _ in sorted(placed, key=lambda line: -line[1]) if by_row else placed:
        page.text(x + indent, y, line, size)


@pytest.mark.parametrize("by_row", [False, True], ids=["column by column", "row by row"])
@pytest.mark.parametrize("columns", [1, 2, 3])
def test_columns_are_read_one_after_the_other_and_paragraphs_rebuilt(
    pdf: Pdf, lines_of: Fill, columns: int, by_row: bool
) -> None:
    set_columns(pdf, lines_of, columns, [MARCH, DENIAL, TRUCE, BRIDGE], by_row=by_row)
    assert draft_of(pdf.bytes()).text == "\n\n".join((MARCH, DENIAL, TRUCE, BRIDGE))


def test_justified_columns_under_a_headline_across_them(pdf: Pdf, lines_of: Fill) -> None:
    page = pdf.page()
    page.text(50, 740, "Marshal orders march on the capital", 24, bold=True)
    page.text(50, 715, "By Ada Lorn, Tavira, 4 March 2023", 9)
    page.column(50, 690, 150, lines_of(MARCH, 150, 9), 9, 11, justified=True)
    page.column(214, 690, 150, lines_of(DENIAL, 150, 9), 9, 11, justified=True)
    page.column(378, 690, 150, lines_of(TRUCE, 150, 9), 9, 11, justified=True)
    draft = draft_of(pdf.bytes())
    heading, byline = "Marshal orders march on the capital", "By Ada Lorn, Tavira, 4 March 2023"
    assert draft.text == "\n\n".join((heading, byline, MARCH, DENIAL, TRUCE))
    assert draft.title == heading
    assert (draft.published, draft.published_raw) == ("2023-03-04", byline)


def test_two_stories_under_each_other_are_not_mixed(pdf: Pdf, lines_of: Fill) -> None:
    page = pdf.page()
    for top, heading, left, right in (
        (760, "Marshal orders march", MARCH, DENIAL),
        (560, "Truce holds", TRUCE, BRIDGE),
    ):
        page.text(50, top, heading, 20, bold=True)
        page.column(50, top - 30, 240, lines_of(left, 240, 10))
        page.column(305, top - 30, 240, lines_of(right, 240, 10))
    assert draft_of(pdf.bytes()).text.split("\n\n") == [
        "Marshal orders march", MARCH, DENIAL, "Truce holds", TRUCE, BRIDGE,
    ]  # fmt: skip


def test_headings_stay_paragraphs_of_their_own(pdf: Pdf, lines_of: Fill) -> None:
    page = pdf.page()
    below = page.column(50, 700, 400, lines_of(MARCH, 400, 10))
    page.text(50, below, "What the government says", 10, bold=True)
    below = page.column(50, below - 12, 400, lines_of(DENIAL, 400, 10))
    page.text(50, below - 8, "The bridge", 13)
    page.column(50, below - 26, 400, lines_of(BRIDGE, 400, 10))
    assert draft_of(pdf.bytes()).text.split("\n\n") == [
        MARCH, "What the government says", DENIAL, "The bridge", BRIDGE,
    ]  # fmt: skip


def test_paragraphs_are_told_apart_by_a_gap_or_a_short_last_line(pdf: Pdf, lines_of: Fill) -> None:
    page = pdf.page()
    below = page.column(50, 700, 300, [*lines_of(MARCH, 300, 10), *lines_of(DENIAL, 300, 10)])
    page.column(50, below - 8, 300, lines_of(TRUCE, 300, 10))
    assert draft_of(pdf.bytes()).text == "\n\n".join((MARCH, DENIAL, TRUCE))


def test_hyphenation_is_undone_and_a_words_own_hyphen_kept(pdf: Pdf) -> None:
    page = pdf.page()
    page.column(
        50, 700, 130,
        [
            "On Saturday the govern-", "ment of the south spoke", "of an attack by Al-",
            "Serraj, who is twenty-", "five, and of the Russian-", "backed wing. A cease-",
            "fire, as the cease-fire of", "May was called, held.",
        ],
    )  # fmt: skip
    assert draft_of(pdf.bytes()).text == (
        "On Saturday the government of the south spoke of an attack by Al-Serraj, who is twenty-five, and of "
        "the Russian-backed wing. A cease-fire, as the cease-fire of May was called, held."
    )


def test_a_paragraph_goes_on_over_the_page_and_pages_are_known(pdf: Pdf, lines_of: Fill) -> None:
    lines = lines_of(f"{MARCH} {DENIAL} {TRUCE} {BRIDGE}", 300, 10)
    for number, part in enumerate((lines[:6], lines[6:12], lines[12:]), 1):
        page = pdf.page()
        page.text(50, 800, "THE TAVIRA POST", 8)
        page.column(50, 700, 300, part)
        page.text(290, 30, str(number), 8)
    draft = draft_of(pdf.bytes())
    assert draft.text.startswith("THE TAVIRA POST\n\n" + f"{MARCH} {DENIAL} {TRUCE} {BRIDGE}\n\n")
    assert [label for _, label in draft.pages] == ["1", "2", "3"]
    assert [draft.text[offset:].startswith(first) for (offset, _), first in zip(
        draft.pages[1:], (lines[6], lines[12]), strict=True
    )] == [True, True]  # fmt: skip


def test_what_runs_along_every_page_is_proposed_for_removal(pdf: Pdf, lines_of: Fill) -> None:
    for number in range(1, 5):
        page = pdf.page()
        page.text(50, 805, "THE TAVIRA POST", 8)
        page.text(400, 805, f"{number} March 2023", 8)
        page.column(50, 700, 300, lines_of((MARCH, DENIAL, TRUCE, BRIDGE)[number - 1], 300, 10))
        page.text(290, 30, f"- {number} -", 8)
    draft = draft_of(pdf.bytes())
    reasons = {cut.quote: cut.reason for cut in draft.cuts}
    assert reasons["THE TAVIRA POST"] == reasons["2 March 2023"] == "running header or footer"
    assert reasons["- 3 -"] == "page number"
    assert len(draft.cuts) == 12
    assert all(draft.text[cut.start : cut.end] == cut.quote for cut in draft.cuts)
    kept = draft.text
    for cut in reversed(draft.cuts):
        kept = kept[: cut.start] + kept[cut.end :]
    assert kept.split() == " ".join((MARCH, DENIAL, TRUCE, BRIDGE)).split()


def test_the_labels_of_pages_are_the_documents_own(pdf: Pdf) -> None:
    for text in ("Contents of this report", "A word before", "The first chapter begins"):
        pdf.page().text(50, 700, text)
    pdf.catalog = "/PageLabels<</Nums[0<</S/r>>2<</S/D/St 7>>]>>"
    assert [label for _, label in draft_of(pdf.bytes()).pages] == ["i", "ii", "7"]


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_page_is_read_as_it_is_shown_whichever_way_it_lies(pdf: Pdf, lines_of: Fill, turned: int) -> None:
    page = pdf.page(
        width=595 if turned % 180 == 0 else 842, height=842 if turned % 180 == 0 else 595, turned=turned
    )
    turns = {
        0: lambda x, y: f"1 0 0 1 {x} {y}", 90: lambda x, y: f"0 1 -1 0 {842 - y} {x}",
        180: lambda x, y: f"-1 0 0 -1 {595 - x} {842 - y}", 270: lambda x, y: f"0 -1 1 0 {y} {595 - x}",
    }  # fmt: skip
    for x, text in ((50, MARCH), (310, DENIAL)):
        for place, line in enumerate(lines_of(text, 230, 10)):
            page.text(0, 0, line, matrix=turns[turned](x, 700 - 12 * place))
    assert draft_of(pdf.bytes()).text == f"{MARCH}\n\n{DENIAL}"


def test_a_stamp_up_the_margin_is_kept_apart(pdf: Pdf, lines_of: Fill) -> None:
    page = pdf.page()
    page.text(0, 0, "Copied by the library of Tavira", matrix="0 1 -1 0 30 300")
    page.column(50, 700, 300, lines_of(MARCH, 300, 10))
    assert draft_of(pdf.bytes()).text == f"{MARCH}\n\nCopied by the library of Tavira"


def test_the_cells_of_a_table_stand_between_tabs(pdf: Pdf, lines_of: Fill) -> None:
    page = pdf.page()
    below = page.column(50, 700, 300, lines_of(MARCH, 300, 10)) - 10
    for day, shots, dead in (("Day", "Shots", "Dead"), ("Monday", "12", "0"), ("Tuesday", "145", "3")):
        for x, cell in ((50, day), (160, shots), (240, dead)):
            page.text(x, below, cell)
        below -= 13
    page.column(50, below - 10, 300, lines_of(TRUCE, 300, 10))
    table = "Day\tShots\tDead\nMonday\t12\t0\nTuesday\t145\t3"
    assert draft_of(pdf.bytes()).text == f"{MARCH}\n\n{table}\n\n{TRUCE}"


def test_footnotes_do_not_break_the_paragraph_that_goes_on_over_the_page(pdf: Pdf, lines_of: Fill) -> None:
    lines = lines_of(f"{MARCH} {DENIAL}", 300, 10)
    page = pdf.page()
    page.column(50, 700, 300, lines[:5])
    page.text(50, 90, "1 The statement was read by an announcer.", 7)
    pdf.page().column(50, 700, 300, lines[5:])
    assert draft_of(pdf.bytes()).text.split("\n\n") == [
        f"{MARCH} {DENIAL}", "1 The statement was read by an announcer.",
    ]  # fmt: skip


def test_list_items_are_paragraphs_and_stay_with_their_marks(pdf: Pdf) -> None:
    page = pdf.page()
    page.text(50, 700, "Both sides agreed:")
    for y, lines in (
        (686, ("to count the shots of every night and", "to say so in public;")),
        (662, ("to meet again.",)),
    ):
        page.text(60, y, "•")
        for place, line in enumerate(lines):
            page.text(90, y - 12 * place, line)
    assert draft_of(pdf.bytes()).text.split("\n\n") == [
        "Both sides agreed:",
        "• to count the shots of every night and to say so in public;",
        "• to meet again.",
    ]  # fmt: skip


# What it says about itself


def test_title_and_authors_are_believed_where_the_text_names_them(pdf: Pdf, lines_of: Fill) -> None:
    page = pdf.page()
    page.text(50, 760, "Truce holds in the south", 20)
    page.text(50, 740, "Ada Lorn and Mira Tolle")
    page.column(50, 700, 300, lines_of(TRUCE, 300, 10))
    pdf.info = {"Title": "Truce holds in the south | The Post", "Author": "Ada Lorn; Mira Tolle"}
    draft = draft_of(pdf.bytes())
    assert (draft.title, draft.authors) == ("Truce holds in the south | The Post", "Ada Lorn; Mira Tolle")
    assert ("Author", "Ada Lorn; Mira Tolle") in draft.source_fields


@pytest.mark.parametrize(
    "declared", ["", "Microsoft Word - truce3_final.docx", "untitled", "page12.indd", "Annual report 2011"]
)
def test_otherwise_the_largest_heading_is_the_title(pdf: Pdf, lines_of: Fill, declared: str) -> None:
    page = pdf.page()
    page.text(50, 760, "Truce holds", 20)
    page.text(50, 738, "in the south", 20)
    page.column(50, 700, 300, lines_of(TRUCE, 300, 10))
    pdf.info = {"Title": declared, "Author": "kiosk-7"}
    draft = draft_of(pdf.bytes())
    assert (draft.title, draft.authors) == ("Truce holds in the south", "")


def test_the_day_it_was_made_is_its_date_only_where_its_text_names_the_year(pdf: Pdf, lines_of: Fill) -> None:
    page = pdf.page()
    page.column(50, 700, 300, lines_of(f"{TRUCE} It was the driest spring since 2019.", 300, 10))
    pdf.info = {"CreationDate": "D:20190416093000+02'00'", "Creator": "Adobe InDesign"}
    assert draft_of(pdf.bytes()).published == "2019-04-16"
    pdf.info = {
        "CreationDate": "D:20190416093000+02'00'",
        "Creator": "Mozilla/5.0",
        "Producer": "Skia/PDF m90",
    }
    assert draft_of(pdf.bytes()).published == ""
    pdf.info = {"CreationDate": "D:20200416093000+02'00'", "Creator": "Adobe InDesign"}
    assert draft_of(pdf.bytes()).published == ""


def test_the_language_is_the_texts_or_what_it_declares(pdf: Pdf) -> None:
    pdf.page().text(50, 700, "Tavira")
    pdf.catalog = "/Lang(de-AT)"
    assert draft_of(pdf.bytes()).language == "de"


# What cannot be read


def test_pages_that_are_pictures_are_named(pdf: Pdf, lines_of: Fill, read: Read) -> None:
    pdf.page().column(50, 700, 300, lines_of(MARCH, 300, 10))
    for _ in range(2):
        pdf.page().picture()
    pdf.page()
    pdf.page().column(50, 700, 300, lines_of(DENIAL, 300, 10))
    reading = read(pdf.bytes())
    (warning,) = reading.warnings
    assert warning.startswith("Pages 2–3 are pictures without text, so they were not read. Install Tesseract")
    assert [label for _, label in reading.drafts[0].pages] == ["1", "5"]


def test_a_document_of_nothing_but_pictures_says_what_to_install(pdf: Pdf, read: Read) -> None:
    pdf.page().picture()
    with pytest.raises(Unreadable, match=r"holds pictures of pages.*Install Tesseract"):
        read(pdf.bytes())


def test_pictures_are_read_where_something_reads_them(pdf: Pdf, lines_of: Fill) -> None:
    pdf.page().column(50, 700, 300, lines_of(MARCH, 300, 10))
    pdf.page().picture()
    asked: list[tuple[bytes, str]] = []

    def recognise(picture: bytes, languages: str) -> tuple[str, ...]:
        asked.append((picture[:15], languages))
        return (DENIAL, TRUCE)

    material = Material("scan.pdf", pdf.bytes(), {"ocr_languages": "deu"}, recognise=recognise)
    reading = read_material(material)
    assert asked == [(b"P5 2480 3509 25", "deu")]
    assert reading.drafts[0].text == "\n\n".join((MARCH, DENIAL, TRUCE))
    assert reading.drafts[0].pages == ((0, "1"), (len(MARCH) + 2, "2"))
    assert reading.warnings == (
        "Page 2 is a picture; Tesseract read the text, so compare it with the original.",
    )


ENCRYPT = (
    "/Encrypt<</Filter/Standard/V 1/R 2/Length 40/P -44"
    "/O<2055c756c72e1ad702608e8196acad447ad32d17cff583235f6dd15fed7dab67>"
    "/U<0000000000000000000000000000000000000000000000000000000000000000>>>/ID[<00><00>]"
)


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (
            lambda content: content.replace(b"/Root 1 0 R", b"/Root 1 0 R" + ENCRYPT.encode()),
            "protected by a password",
        ),
        (lambda content: content[:200], "damaged PDF document"),
        (lambda content: content[: content.index(b"xref")], "damaged PDF document"),
    ],
)
def test_what_cannot_be_opened_is_explained(
    pdf: Pdf, read: Read, damage: Callable[[bytes], bytes], sentence: str
) -> None:
    pdf.page().text(50, 700, MARCH)
    with pytest.raises(Unreadable, match=sentence):
        read(damage(pdf.bytes()))


def test_a_pdf_without_pages_or_with_blank_ones_is_explained(pdf: Pdf, read: Read) -> None:
    with pytest.raises(Unreadable, match="without any page"):
        read(pdf.bytes())
    pdf.page()
    with pytest.raises(Unreadable, match="Nothing readable was found in it"):
        read(pdf.bytes())


def test_a_pdf_cut_off_at_its_end_is_still_read(pdf: Pdf, lines_of: Fill, read: Read) -> None:
    pdf.page().column(50, 700, 300, lines_of(MARCH, 300, 10))
    content = pdf.bytes()
    assert read(content[: content.index(b"startxref")]).drafts[0].text == MARCH


def test_a_pdf_is_known_behind_what_a_printer_put_before_it(pdf: Pdf, lines_of: Fill, read: Read) -> None:
    pdf.page().column(50, 700, 300, lines_of(MARCH, 300, 10))
    reading = read(b"\x1b%-12345X@PJL ENTER LANGUAGE=PDF\r\n" + pdf.bytes())
    assert (reading.reader, reading.drafts[0].text) == ("PDF document", MARCH)


def test_arabic_columns_are_read_from_the_right(pdf: Pdf) -> None:
    page = pdf.page()
    right = ("قال المراقبون إنهم أحصوا طلقات", "قليلة في الليل وقالوا إن الهدوء", "عاد.")
    left = ("نفت القيادة الاتهامات وقالت إنها", "لم تقصف أي حي سكني في المدينة", "يوم الأحد.")
    for edge, lines in ((545, right), (285, left)):
        for place, line in enumerate(lines):
            page.arabic(edge, 700 - 12 * place, line)
    draft = draft_of(pdf.bytes())
    assert draft.text == f"{' '.join(right)}\n\n{' '.join(left)}"
    assert draft.language == "ar"


@pytest.mark.parametrize(("initial", "rest"), [("F", "ield Marshal"), ("A", " marshal, the marshal")])
def test_a_large_initial_stands_before_the_word_it_begins(pdf: Pdf, initial: str, rest: str) -> None:
    page = pdf.page()
    page.text(50, 673, initial, 48)
    page.column(
        86, 700, 100, [f"{rest.strip()} ordered", "his forces to advance", "on the city of Tavira,"], 10, 13
    )
    page.column(50, 661, 136, ["his command said, and that", "of Ordan followed him."], 10, 13)
    assert draft_of(pdf.bytes()).text == (
        f"{initial}{rest} ordered his forces to advance on the city of Tavira, his command said, and that of "
        "Ordan followed him."
    )
