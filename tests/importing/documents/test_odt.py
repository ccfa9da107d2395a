"""OpenDocument texts of the structure that LibreOffice writes."""

from collections.abc import Callable, Mapping

import pytest

from archive_app.importing.draft import Draft, Reading
from archive_app.importing.reader import Unreadable

Pack = Callable[[Mapping[str, str | bytes]], bytes]
Read = Callable[[bytes], Reading]
Write = Callable[..., bytes]

NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"), ("style", "style"),
        ("meta", "meta"), ("manifest", "manifest"),
    )
) + ' xmlns:dc="http://purl.org/dc/elements/1.1/"'  # fmt: skip
LISTS = (
    '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-suffix="." '
    'style:num-format="1"/><text:list-level-style-number text:level="2" style:num-format="a" '
    'style:num-suffix=")"/></text:list-style>'
    '<text:list-style style:name="L2"><text:list-level-style-bullet text:level="1"/></text:list-style>'
)
TRUCE = "Observers counted twelve shots on Monday, the fewest since March, and called the night a quiet one."


@pytest.fixture
def odt(packed: Pack) -> Write:
    """Packs a text of its body, its properties and its manifest."""

    def write(body: str, meta: str = "", manifest: str = "") -> bytes:
        return packed(
            {
                "mimetype": "application/vnd.oasis.opendocument.text",
                "content.xml": f"<office:document-content {NAMES}><office:automatic-styles>{LISTS}"
                f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
                "</office:document-content>",
                "meta.xml": f"<office:document {NAMES}><office:meta>{meta}</office:meta></office:document>",
                "META-INF/manifest.xml": f"<manifest:manifest {NAMES}>{manifest}</manifest:manifest>",
            }
        )

    return write


@pytest.fixture
def draft_of(read: Read) -> Callable[[bytes], Draft]:
    def only(content: bytes) -> Draft:
        (draft,) = read(content).drafts
        return draft

    return only


def p(text: str) -> str:
    return f"<text:p>{text}</text:p>"


def test_headings_and_paragraphs_follow_each_other(odt: Write, read: Read) -> None:
    body = "<text:sequence-decls><text:p>never</text:p></text:sequence-decls>"
    body += f'<text:h text:outline-level="1">Truce holds</text:h>{p(TRUCE)}'
    reading = read(odt(body + p("") + f"<text:section>{p('Inside')}</text:section>"))
    assert reading.reader == "OpenDocument text"
    assert reading.drafts[0].text == f"Truce holds\n\n{TRUCE}\n\nInside"
    assert reading.drafts[0].title == "Truce holds"


def test_white_space_is_what_the_format_says(odt: Write, draft_of: Callable[[bytes], Draft]) -> None:
    body = p(
        "one\n   two<text:s text:c='3'/>three<text:tab/>four<text:line-break/>five "
        "<text:span> six</text:span>\u00a0seven"
    )
    assert draft_of(odt(body)).text == "one two   three\tfour\nfive six\u00a0seven"


def test_lists_have_their_marks_and_numbers(odt: Write, draft_of: Callable[[bytes], Draft]) -> None:
    def items(*texts: str) -> str:
        return "".join(f"<text:list-item>{text}</text:list-item>" for text in texts)

    inner = f"<text:list>{items(p('at night'), p('by day'))}</text:list>"
    body = (
        f'<text:list text:style-name="L1">{items(p("to count") + inner, p("to meet") + p("and talk"))}'
        "</text:list>"
        f'<text:list text:style-name="L1" text:continue-numbering="true">{items(p("to go on"))}</text:list>'
        f'<text:list text:style-name="L2">{items(p("a mark"))}</text:list>'
    )
    assert draft_of(odt(body)).text.split("\n\n") == [
        "1. to count", "a) at night", "b) by day", "2. to meet", "and talk", "3. to go on", "• a mark",
    ]  # fmt: skip


def test_tables_keep_their_rows_and_cells(odt: Write, draft_of: Callable[[bytes], Draft]) -> None:
    def row(*cells: str) -> str:
        inner = "".join(f"<table:table-cell>{p(cell)}</table:table-cell>" for cell in cells)
        return f"<table:table-row>{inner}</table:table-row>"

    head = f"<table:table-header-rows>{row('Day', 'Shots')}</table:table-header-rows>"
    assert draft_of(
        odt(p(TRUCE) + f"<table:table><table:table-column/>{head}{row('Monday', '12')}</table:table>")
    ).text == (f"{TRUCE}\n\nDay\tShots\nMonday\t12")


def test_notes_stand_at_the_end_and_comments_and_deletions_nowhere(
    odt: Write, draft_of: Callable[[bytes], Draft]
) -> None:
    deleted = f"<text:tracked-changes><text:deletion>{p('Gone.')}</text:deletion></text:tracked-changes>"
    note = "<text:note><text:note-citation>1</text:note-citation>"
    note += f"<text:note-body>{p('By ear.')}</text:note-body></text:note>"
    comment = f"<office:annotation><dc:creator>Ada</dc:creator>{p('Sure?')}</office:annotation>"
    ruby = (
        "<text:ruby><text:ruby-base>停火</text:ruby-base><text:ruby-text>tinghuo</text:ruby-text></text:ruby>"
    )
    body = deleted + p(f"Twelve{note} shots{comment}, <text:change-start/>it<text:change-end/> said. {ruby}")
    assert draft_of(odt(body)).text == "Twelve[1] shots, it said. 停火\n\n[1] By ear."


def test_text_boxes_follow_the_paragraph_they_hang_on(odt: Write, draft_of: Callable[[bytes], Draft]) -> None:
    box = f"<draw:frame><draw:text-box>{p('In a box')}</draw:text-box></draw:frame>"
    assert draft_of(odt(p(f"Before {box}and after") + box)).text == "Before and after\n\nIn a box\n\nIn a box"


def test_properties_are_believed_where_the_text_bears_them_out(
    odt: Write, draft_of: Callable[[bytes], Draft]
) -> None:
    meta = (
        "<dc:title>Truce holds</dc:title><meta:initial-creator>Ada Lorn</meta:initial-creator>"
        "<meta:creation-date>2019-04-16T09:00:00</meta:creation-date><dc:language>en-GB</dc:language>"
    )
    draft = draft_of(odt(p("By Ada Lorn") + p(f"The truce holds since 2019. {TRUCE}"), meta))
    assert (draft.title, draft.authors, draft.published) == ("Truce holds", "Ada Lorn", "2019-04-16")
    assert ("creation-date", "2019-04-16T09:00:00") in draft.source_fields


def test_a_text_with_a_password_says_what_to_do(odt: Write, read: Read) -> None:
    locked = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
    with pytest.raises(Unreadable, match="protected by a password"):
        read(odt(p(TRUCE), manifest=locked))


def test_a_damaged_text_is_explained(packed: Pack, read: Read) -> None:
    content = packed(
        {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<office:document"}
    )
    with pytest.raises(Unreadable, match="The text in it is damaged"):
        read(content)
