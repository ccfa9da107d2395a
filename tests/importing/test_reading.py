"""What becomes of the bytes of one file."""

import pytest

from archive_app.importing.draft import Draft, Reading
from archive_app.importing.finishing import LONGEST_TEXT
from archive_app.importing.plain import headline
from archive_app.importing.reader import Material, Unreadable
from archive_app.importing.reading import read_material
from archive_app.model.text import fold_whitespace, text_digest, word_count

BODY = "The government accused the marshal on Sunday. His command denied it."


def read(content: str | bytes, name: str = "story.txt") -> Reading:
    return read_material(Material(name, content.encode() if isinstance(content, str) else content))


def draft_of(content: str | bytes, name: str = "story.txt") -> Draft:
    (draft,) = read(content, name).drafts
    return draft


def test_a_headline_becomes_the_title_and_stays_in_the_text() -> None:
    draft = draft_of(f"Truce holds in the south\n\n{BODY}\n")
    assert draft.title == "Truce holds in the south"
    assert draft.text == f"Truce holds in the south\n\n{BODY}\n"


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        f"{BODY}\n\n{BODY}",
        f"Truce holds in the south\n{BODY}",
        "Truce holds in the south\n\n",
        f"{'A very long first line ' * 12}\n\n{BODY}",
        f"* * *\n\n{BODY}",
        f"On Sunday, however,\n\n{BODY}",
    ],
)
def test_without_a_headline_the_file_name_is_the_title(text: str) -> None:
    assert draft_of(text, "2019-04 Tavira Post.txt").title == "2019-04 Tavira Post"


@pytest.mark.parametrize(
    "first", ["Talks resume in the U.S.", "Who fired first?", "“We fired at no house”", "停火在南部维持"]
)
def test_headlines_of_many_kinds_are_recognised(first: str) -> None:
    assert headline(f"\n\n{first}\n\n{BODY}") == first


def test_what_is_stored_follows_from_the_text() -> None:
    draft = draft_of(f"Truce\r\n\r\ncafe\u0301 12\u00a0shots\r\n{BODY}")
    assert draft.text == f"Truce\n\ncaf\u00e9 12\u00a0shots\n{BODY}"
    assert draft.words == word_count(draft.text)
    assert draft.sha256 == text_digest(draft.text)
    assert draft.folded == text_digest(fold_whitespace(draft.text))
    assert draft.language == "en"


def test_markdown_keeps_its_text_and_gives_its_heading_as_title() -> None:
    text = f"# Truce *holds* in [Tavira](https://post.example/tavira)\n\n{BODY}\n\n- one\n- **two**\n"
    draft = draft_of(text, "story.md")
    assert (draft.title, draft.text) == ("Truce holds in Tavira", text)
    assert read(text, "story.md").reader == "Markdown"


def test_markdown_is_recognised_under_any_name() -> None:
    assert draft_of(f"## Truce holds ##\n\n{BODY}", "story.bin").title == "Truce holds"


def test_a_heading_may_be_underlined() -> None:
    assert draft_of(f"Truce holds\n===========\n\n{BODY}", "story.md").title == "Truce holds"


@pytest.mark.parametrize("name", ["page.html", "page.txt", "page"])
def test_a_web_page_is_recognised_under_any_name(name: str) -> None:
    page = f"<!DOCTYPE html><html><body><article><p>{BODY * 5}</p></article></body></html>"
    assert read(page, name).reader == "web page"


def test_a_text_that_mentions_a_tag_is_no_web_page() -> None:
    assert read(f"The <p> element\n\n{BODY}", "story.html").reader == "plain text"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b" \n\t\r\n", "There is nothing in it but blanks."),
        (b"\0" * 5000, "There is nothing in it but blanks."),
        (b"-----\n\n* * *\n", "Nothing readable was found in it."),
        (bytes(range(256)) * 10, "This is a binary file, not a text."),
        (b"%PDF-1.7\n...", "It is a damaged PDF document, so it could not be opened. Download it again."),
        (
            b"PK\x03\x04 ... word/document.xml",
            "It is a ZIP file and damaged, so it could not be unpacked. Download it again.",
        ),
        (b"PK\x03\x04 ...", "It is a ZIP file and damaged, so it could not be unpacked. Download it again."),
        (b"\x89PNG\r\n\x1a\n...", "It looks like a PNG picture, which cannot be imported yet."),
        (
            b'{"title": "x", "text": ',
            "It begins like JSON but is damaged or cut off. Export it again.",
        ),
        (b"<?xml version='1.0'?><feed/>", "It looks like an XML file, which cannot be imported yet."),
    ],
)
def test_what_cannot_be_read_is_explained_in_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(Unreadable) as error:
        read(content, "story.txt")
    assert str(error.value) == sentence


def test_one_line_of_millions_of_characters_is_explained() -> None:
    with pytest.raises(Unreadable, match="characters long"):
        read(b"word " * (LONGEST_TEXT // 5 + 1))


def test_characters_that_reorder_or_control_are_kept_and_flagged() -> None:
    reading = read(f"Truce \u202eholds\n\n{BODY}\x07")
    assert "\u202e" in reading.drafts[0].text
    assert len(reading.warnings) == 2


def test_such_characters_are_flagged_in_titles_and_names_of_files_too() -> None:
    head = "<head><meta property='og:title' content='Fly \u202enow\x07'></head>"
    page = f"<html>{head}<body><p>{BODY * 4}</p></body></html>"
    reading = read(page, "story\u202efdp.html")
    assert reading.drafts[0].title == "Fly \u202enow\x07"
    assert [line.split(" (")[0] for line in reading.warnings if line.startswith("Its ")][-3:] == [
        "Its title holds 1 characters that reorder what is shown",
        "Its title holds 1 control characters; they were kept.",
        "Its name holds 1 characters that reorder what is shown",
    ]


def test_the_encoding_that_a_person_names_is_taken_before_all_others() -> None:
    text = "Перемирие держится\n\nНаблюдатели насчитали меньше выстрелов, чем вчера.\n"
    material = Material("story.txt", text.encode("koi8-r"), {"encoding": "koi8-r"})
    reading = read_material(material)
    assert (reading.drafts[0].text, reading.encoding) == (text, "koi8-r")
    page = f"<html><head><meta charset='cp1251'></head><body><p>{text * 4}</p></body></html>"
    declared_wrongly = Material("story.html", page.encode("koi8-r"), {"encoding": "koi8-r"})
    assert "Наблюдатели насчитали" in read_material(declared_wrongly).drafts[0].text
    with pytest.raises(Unreadable, match="no encoding that a text can be in"):
        read_material(Material("story.txt", b"word", {"encoding": "unicode_escape"}))


def test_a_lone_surrogate_does_not_reach_the_archive() -> None:
    page = f"<html><body><article><p>{BODY * 4} &#xD800;!</p></article></body></html>"
    draft_of(page).text.encode("utf-8")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_page_in_wide_characters_is_read_as_a_page(encoding: str) -> None:
    words = "قالت وزارة الصحة إن اثني عشر شخصا قتلوا، ونفت القيادة ذلك. "
    page = f"<!DOCTYPE html><html><head><title>Truce</title></head><body><p>{words * 5}</p></body></html>"
    reading = read_material(Material("page", page.encode(encoding)))
    (draft,) = reading.drafts
    assert (reading.reader, reading.encoding, draft.title) == ("web page", encoding, "Truce")
    assert "<" not in draft.text
