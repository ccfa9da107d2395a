"""Exports of every structure, written by hand: all their articles, and what is said about each."""

from collections.abc import Callable

import pytest

from archive_app.importing.draft import Draft, Reading
from archive_app.importing.reader import Unreadable

Load = Callable[[str], bytes]
Read = Callable[[bytes], Reading]
ByNumber = Callable[[Reading], dict[int, Draft]]

MARCH = (
    "Field Marshal Orlan Dabrek on Saturday ordered his forces to advance on the capital, his command said."
)
PHOTO = "Photo: a checkpoint north of the river, empty since Monday, as our reporter saw it on the way back."
DENIAL = (
    "The government of Tavira accused him of shelling houses. “We fired at no house,” a spokesman answered."
)
TRUCE = "Observers counted twelve shots on Monday, the fewest since March, and called the night a quiet one."
MISSION = "Mira Tolle, who leads the mission, said that both sides had kept the truce since Sunday evening."
EVERY_FILE = {
    # name: reader, articles read, articles failed, articles declared
    "nexis.docx": ("Nexis Uni (Word)", [1, 3], [2], 3),
    "nexis.txt": ("Nexis (text)", [1, 3], [2], 3),
    "nexis_en.html": ("Nexis (HTML)", [1, 2], [], 2),
    "nexis_de.html": ("Nexis (HTML)", [1], [], 1),
    "nexis_fr.html": ("Nexis (HTML)", [1, 2], [], 2),
    "factiva_tags.html": ("Factiva (HTML)", [1, 3], [2], None),
    "factiva_plain.html": ("Factiva (HTML)", [1, 2, 3], [], None),
    "factiva.xml": ("Factiva (XML)", [1, 3, 4], [2], 4),
    "factiva.rtf": ("Factiva (RTF)", [1, 3], [2], None),
    "europresse.html": ("Europresse", [1, 3], [2], None),
    "europresse_old.html": ("Europresse", [1, 2], [], None),
    "proquest.txt": ("ProQuest", [1, 3], [2], 3),
    "proquest.html": ("ProQuest", [1, 2], [], None),
    "proquest.eml": ("ProQuest", [1, 2], [], None),
    "proquest_forwarded.eml": ("ProQuest", [1, 2], [], None),
}


def body(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs)


@pytest.mark.parametrize("name", EVERY_FILE)
def test_an_export_is_known_by_what_it_holds_and_every_article_is_accounted_for(
    load: Load, read: Read, name: str
) -> None:
    reading = read(load(name))
    numbers = [draft.number for draft in reading.drafts]
    failed = [item.number for item in reading.failed]
    assert (reading.reader, numbers, failed, reading.declared) == EVERY_FILE[name]


@pytest.mark.parametrize("name", [name for name, (_, _, failed, _) in EVERY_FILE.items() if failed])
def test_an_article_without_text_is_explained_and_stops_no_other(load: Load, read: Read, name: str) -> None:
    (item,) = read(load(name)).failed
    assert item.reason.endswith(".")
    assert "has no text" in item.reason or "a notice instead of the article" in item.reason


def test_nexis_word(load: Load, read: Read, by_number: ByNumber) -> None:
    drafts = by_number(read(load("nexis.docx")))
    first = drafts[1]
    assert (first.title, first.outlet) == ("Marshal orders march", "Tavira Post")
    assert (first.published, first.published_raw) == ("2023-03-04", "March 4, 2023 Saturday 9:20 AM GMT")
    assert (first.authors, first.section, first.language) == ("Ada Lorn; Mira Tolle", "NEWS", "en")
    assert first.url == "https://advance.example/document?id=urn:contentItem:5WGH-H8R1-JCJY"
    assert first.database_id == "Nexis: urn:contentItem:5WGH-H8R1-JCJY"
    assert first.memo == "Section: NEWS; Version:2"
    assert first.source_fields[:2] == (("Section", "NEWS; Version:2"), ("Length", "48 words"))
    inside = "Language:\u00a0is what divides them, he said, and nothing else"
    assert first.text == body('His command speaks of a "limited" march', MARCH, inside, PHOTO, DENIAL)
    assert drafts[3].text == body("Day\tShots", "First line\nsecond line", TRUCE, MISSION)
    assert drafts[3].published == "2023-04-01"


def test_nexis_text(load: Load, read: Read, by_number: ByNumber) -> None:
    drafts = by_number(read(load("nexis.txt")))
    first = drafts[1]
    assert first.title == "Marshal orders march on the capital; Government speaks of a provocation"
    assert (first.outlet, first.published) == ("Tavira Post", "2023-03-04")
    assert (first.authors, first.section, first.language) == ("Ada Lorn; Mira Tolle", "NEWS", "en")
    assert first.memo == "Edition: Edition 1; South\nSection: NEWS; Pg. 3"
    assert ("SECTION", "NEWS; Pg. 3") in first.source_fields
    listed = "Who holds what:\nNorth bank: the marshal\nSouth bank: the government"
    assert first.text == body(MARCH, PHOTO, listed, DENIAL)
    assert (drafts[3].outlet, drafts[3].published) == ("Southern Wire (Tavira)", "2023-04")
    assert drafts[3].text == body(TRUCE, MISSION)


def test_nexis_html_in_english(load: Load, read: Read, by_number: ByNumber) -> None:
    drafts = by_number(read(load("nexis_en.html")))
    first = drafts[1]
    assert first.title == "Marshal orders march; Government speaks of a provocation"
    assert (first.outlet, first.published, first.authors) == ("Tavira Post", "2023-03-04", "ADA LORN")
    assert first.published_raw == "March 4, 2023, Saturday, Late Edition - Final"
    assert first.text == body(MARCH, PHOTO, DENIAL, "CORRECTION: The bridge was misnamed.")
    # Title and date stand in the other order here.
    assert (drafts[2].title, drafts[2].published) == ("Truce holds in the south", "2023-04-01")
    assert drafts[2].text == "Day\tShots\nMonday\t12"


def test_nexis_html_in_german_declared_as_utf8_which_it_is_not(
    load: Load, read: Read, by_number: ByNumber
) -> None:
    reading = read(load("nexis_de.html"))
    draft = by_number(reading)[1]
    assert reading.encoding == "cp1252"
    assert (draft.title, draft.outlet) == ("Marschall befiehlt den Vormarsch", "Der Taviraner")
    assert (draft.authors, draft.section) == ("Anna Lorn; Max Tolle", "POLITIK")
    assert (draft.published, draft.published_raw) == ("2023-01-09", "9. Januar 2023 Montag")
    assert draft.text.startswith("Der Marschall befahl")
    assert "\n\nSPIEGEL: Wer hat geschossen?" in draft.text
    assert draft.language == "de"


def test_nexis_html_in_french(load: Load, read: Read, by_number: ByNumber) -> None:
    drafts = by_number(read(load("nexis_fr.html")))
    first = drafts[1]
    assert (first.title, first.outlet) == ("Le maréchal ordonne la marche", "Le Courrier de Tavira")
    assert (first.authors, first.section, first.published) == ("Léa Lorn", "INTERNATIONAL", "2023-04-12")
    ordered = "Le maréchal a ordonné samedi une marche sur la capitale."
    assert first.text == body("Une marche sur la capitale", ordered, "Le gouvernement l’accuse.")


def test_factiva_html_with_tags_declared_as_utf8_which_it_is_not(
    load: Load, read: Read, by_number: ByNumber
) -> None:
    reading = read(load("factiva_tags.html"))
    drafts = by_number(reading)
    first = drafts[1]
    assert reading.encoding == "cp1252"
    assert (first.title, first.outlet, first.authors) == ("Marshal orders march", "Tavira Post", "Ada Lorn")
    assert (first.published, first.section, first.language) == ("2023-03-04", "News", "en")
    assert (first.database_id, first.memo) == (
        "Factiva: TAVP000020230304ej3400001",
        "Edition: First\nPage: 3",
    )
    assert ("SN", "Tavira Post") in first.source_fields
    assert not {"LP", "TD"} & {label for label, _ in first.source_fields}
    assert first.text == body(MARCH, PHOTO, DENIAL)
    assert (drafts[3].title, drafts[3].published) == ("Waffenruhe hält", "1993-01-09")


def test_factiva_html_without_tags(load: Load, read: Read, by_number: ByNumber) -> None:
    drafts = by_number(read(load("factiva_plain.html")))
    first = drafts[1]
    assert (first.title, first.outlet, first.section) == ("Marshal orders march", "Tavira Post", "News")
    assert (first.authors, first.published, first.language) == ("Ada Lorn; Mira Tolle", "2023-03-04", "en")
    assert (first.database_id, first.memo) == ("Factiva: TAVP000020230304ej3400001", "Page: First; 12")
    assert first.text == body(MARCH, "12 words", DENIAL)
    assert (drafts[2].title, drafts[2].outlet) == ("停火仍在持续", "塔维拉邮报")
    assert (drafts[2].published, drafts[2].language) == ("2018-10-07", "zh")
    assert (drafts[2].database_id, drafts[2].memo) == ("Factiva: TVCN000020181007eea70001b", "")
    assert (drafts[3].published, drafts[3].outlet) == ("2018-10-07", "El Correo de Tavira")


def test_factiva_xml(load: Load, read: Read, by_number: ByNumber) -> None:
    drafts = by_number(read(load("factiva.xml")))
    first = drafts[1]
    assert (first.title, first.outlet, first.authors) == ("Marshal orders march", "Tavira Post", "Ada Lorn")
    assert (first.published, first.published_raw) == ("2023-03-04", "2023-03-04T01:35:58Z")
    assert (first.database_id, first.memo) == ("Factiva: TAVP000020230304ej3400001", "Page: 85")
    assert ("sourceName", "Tavira Post") in first.source_fields
    assert first.text == body(MARCH, DENIAL, "Day     Shots\nMonday  12")
    assert drafts[3].text.count("\n") == 2  # hard-wrapped, its second paragraph only indented
    assert drafts[3].text.endswith(MISSION)
    # Malformed: a stray ampersand, an unknown entity, tags that close in the wrong order.
    assert drafts[4].title == "Trêve & rest"
    assert drafts[4].text == body("La trêve tient &unknown; encore.", "Rien de plus.")


def test_factiva_rtf(load: Load, read: Read, by_number: ByNumber) -> None:
    drafts = by_number(read(load("factiva.rtf")))
    first = drafts[1]
    assert (first.title, first.outlet, first.section) == ("Marshal orders march", "Tavira Post", "News")
    assert (first.authors, first.published, first.language) == ("Ada Lorn", "2023-03-04", "en")
    assert (first.database_id, first.memo) == ("Factiva: TAVP000020230304ej3400001", "Page: 12")
    assert first.text == body(MARCH, DENIAL)
    assert (drafts[3].published, drafts[3].language) == ("2011-12-29", "fr")
    assert drafts[3].text == "La trêve tient encore\u00a0: Мир."


def test_europresse_in_its_present_layout(load: Load, read: Read, by_number: ByNumber) -> None:
    drafts = by_number(read(load("europresse.html")))
    first = drafts[1]
    assert (first.title, first.outlet, first.authors) == (
        "Le maréchal ordonne la marche",
        "Le Courrier",
        "Léa Lorn",
    )
    assert (first.published, first.published_raw) == ("2006-03-14", "mardi 14 mars 2006")
    assert first.section == "International"
    assert first.database_id == "Europresse: news·20060315·LC·0q15_1"
    assert first.memo == "Heading: GUERRE\nIssue: no. 12\nPage: 16"
    assert ("DocHeader", "International, mardi 14 mars 2006, p. 16") in first.source_fields
    assert first.text == body("Le maréchal a ordonné la marche.", "Le gouvernement l’accuse.")
    assert (drafts[3].published, drafts[3].text) == ("2006-03", "La trêve tient, dit-on.")


def test_europresse_in_its_older_layout_declared_as_latin_which_it_is_not(
    load: Load, read: Read, by_number: ByNumber
) -> None:
    reading = read(load("europresse_old.html"))
    drafts = by_number(reading)
    first = drafts[1]
    assert reading.encoding == "utf-8"
    assert (first.title, first.outlet, first.authors) == ("La trêve tient", "Le Courrier", "Léa Lorn")
    assert (first.published, first.section) == ("2012-10-04", "Éditorial")
    assert first.text == body("La trêve tient : encore un jour.", "Rien de plus.")
    assert drafts[2].authors == ""
    assert drafts[2].text == body("Le maréchal a ordonné la marche. Suite.", "Le gouvernement l’accuse.")


def test_proquest_text(load: Load, read: Read, by_number: ByNumber) -> None:
    reading = read(load("proquest.txt"))
    drafts = by_number(reading)
    first = drafts[1]
    assert first.title == "Marshal orders march on the capital"
    assert (first.outlet, first.authors) == ("The Tavira Post", "Lorn, Ada; Tolle, Mira")
    assert (first.published, first.section, first.language) == ("2023-03-04", "News", "en")
    assert first.url == "https://www.proquest.example/docview/1001"
    assert (first.database_id, first.memo) == ("ProQuest: 1001", "Page: 3")
    assert ("Location", "Tavira") in first.source_fields
    assert "Full text" not in dict(first.source_fields)
    inside = "Location: the old bridge, where our reporter met a guard who would not give a name"
    assert first.text == body(MARCH, inside, DENIAL)
    assert (drafts[3].published, drafts[3].text) == ("2023-04-01", TRUCE)
    assert "its abstract was kept" in reading.warnings[0]


@pytest.mark.parametrize("name", ["proquest.html", "proquest.eml", "proquest_forwarded.eml"])
def test_proquest_pages_and_mails_with_tags_closed_wrongly(
    load: Load, read: Read, by_number: ByNumber, name: str
) -> None:
    drafts = by_number(read(load(name)))
    first, second = drafts[1], drafts[2]
    assert (first.title, first.outlet) == ("Marshal orders march on the capital", "The Tavira Post")
    assert (first.published, first.database_id) == ("2023-03-04", "ProQuest: 1001")
    assert first.text == body(MARCH, DENIAL)
    assert (second.title, second.authors) == ("Truce holds in the south", "Mira Tolle")
    assert (second.outlet, second.published) == ("Southern Wire", "2023-04-01")
    assert second.text == body(TRUCE, MISSION)


def test_a_forwarded_mail_in_plain_text_is_read_without_its_quotation_marks(
    load: Load, read: Read, by_number: ByNumber
) -> None:
    quoted = "\n".join(f"> {line}".rstrip() for line in load("proquest.txt").decode().split("\n"))
    mail = (
        "From: Ada <ada@library.example>\r\nTo: mira@library.example\r\nSubject: Fwd: documents\r\n"
        "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + quoted
    )
    drafts = by_number(read(mail.encode()))
    assert drafts[1].title == "Marshal orders march on the capital"
    assert drafts[1].text.startswith(MARCH)
    assert drafts[1].text.endswith(DENIAL)


def test_a_count_that_is_not_reached_is_said(load: Load, read: Read) -> None:
    content = load("nexis_fr.html")
    reading = read(content.replace(b"2 of 2", b"2 of 5").replace(b"1 of 2", b"1 of 5"))
    assert "It says that it holds 5 articles; 2 were found in it." in reading.warnings


def test_part_of_a_result_does_not_declare_the_whole_of_it(load: Load, read: Read) -> None:
    content = load("nexis_fr.html").replace(b"1 of 2 ", b"201 of 400 ").replace(b"2 of 2 ", b"202 of 400 ")
    assert read(content).declared is None


def test_an_article_cut_off_is_kept_and_said(load: Load, read: Read) -> None:
    content = load("nexis_en.html")
    reading = read(content[: content.rindex(b"Monday</P>")])
    assert reading.drafts[-1].text == "Day\tShots"
    assert "Article 2 in it may be cut off: its end is not marked." in reading.warnings


def test_an_export_of_nothing_but_notices_says_so(read: Read) -> None:
    content = b"<html><body><!-- <DOCFULL> --><p>We are sorry.</p><!-- </DOCFULL> --></body></html>"
    with pytest.raises(Unreadable, match=r"a notice instead of the article: “We are sorry\.”"):
        read(content)


def test_broken_markup_in_the_middle_breaks_no_other_article(
    load: Load, read: Read, by_number: ByNumber
) -> None:
    content = load("factiva_plain.html").decode()
    deep = '<div class="article enArticle">' + "<div>" * 5000 + "deep" + "</div>" * 5000 + "</div>"
    at = content.index('<div class="article zhcnArticle">')
    reading = read((content[:at] + deep + content[at:]).encode())
    assert [draft.number for draft in reading.drafts] == [1, 3, 4]
    assert [item.number for item in reading.failed] == [2]
    assert by_number(reading)[3].title == "停火仍在持续"


def test_a_title_left_out_becomes_the_first_words(load: Load, read: Read, by_number: ByNumber) -> None:
    content = load("factiva_tags.html").replace(b"Marshal orders march", b"")
    title = by_number(read(content))[1].title
    assert title == "Field Marshal Orlan Dabrek on Saturday ordered his forces to…"
