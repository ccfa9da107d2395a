"""Word documents of the structure that Word and its kin write."""

import io
import zipfile
from collections.abc import Callable, Mapping

import pytest

from archive_app.importing.draft import Draft, Reading
from archive_app.importing.reader import Material, Unreadable
from archive_app.importing.reading import read_material

Pack = Callable[[Mapping[str, str | bytes]], bytes]

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
)
STYLES = (
    '<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Aufz"><w:name w:val="List Bullet"/><w:pPr><w:numPr>'
    '<w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Aufz2"><w:name w:val="List Bullet 2"/><w:basedOn w:val="Aufz"/>'
    "</w:style>"
)
NUMBERING = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/>'
    '<w:lvlText w:val="%1.%2)"/></w:lvl></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/>'
    '<w:lvlText w:val="\uf0b7"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
)
TRUCE = "Observers counted twelve shots on Monday, the fewest since March, and called the night a quiet one."


def document(body: str) -> str:
    return f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{body}</w:body></w:document>'


def p(inner: str, properties: str = "") -> str:
    """A paragraph; plain words become a run."""
    inner = inner if inner.startswith("<") else r(inner)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


@pytest.fixture
def word(packed: Pack) -> Callable[..., bytes]:
    """Packs a Word document of its body and, if need be, other parts by their kinds."""

    def write(
        body: str, core: str = "", main: str = "document", files: Mapping[str, str] = {}, **parts: str
    ) -> bytes:
        related = [
            f'<Relationship Id="r{place}" Type="{R}/{kind}" Target="{kind}.xml"/>'
            for place, kind in enumerate(parts)
        ]
        inside: dict[str, str | bytes] = {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": RELATIONS.format(
                f'<Relationship Id="r1" Type="{R}/officeDocument" Target="word/{main}.xml"/>'
            ),
            f"word/{main}.xml": document(body),
            f"word/_rels/{main}.xml.rels": RELATIONS.format("".join(related)),
        }
        if core:
            inside["docProps/core.xml"] = (
                '<cp:coreProperties xmlns:cp="urn:cp" xmlns:dc="http://purl.org/dc/elements/1.1/" '
                f'xmlns:dcterms="http://purl.org/dc/terms/">{core}</cp:coreProperties>'
            )
        for kind, part in parts.items():
            inside[f"word/{kind}.xml"] = f'<w:{kind} xmlns:w="{W}">{part}</w:{kind}>'
        return packed({**inside, **files})

    return write


def reading_of(content: bytes) -> Reading:
    return read_material(Material("document.bin", content))


def draft_of(content: bytes) -> Draft:
    (draft,) = reading_of(content).drafts
    return draft


Word = Callable[..., bytes]


def test_paragraphs_and_headings_follow_each_other(word: Word) -> None:
    body = p("Truce holds in the south", '<w:pStyle w:val="berschrift1"/>') + p(r("One ") + r("and the same"))
    draft = draft_of(word(body + p("") + p(TRUCE), styles=STYLES))
    assert draft.text == f"Truce holds in the south\n\nOne and the same\n\n{TRUCE}"
    assert draft.title == "Truce holds in the south"


def test_a_document_is_known_by_what_it_holds_whatever_its_parts_are_called(word: Word) -> None:
    reading = reading_of(word(p(TRUCE), main="document2"))
    assert (reading.reader, reading.drafts[0].text) == ("Word document", TRUCE)


def test_the_strict_kind_of_document_is_read_too(word: Word, packed: Pack) -> None:
    content = word(p(TRUCE))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    strict = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    parts["word/document.xml"] = bytes(parts["word/document.xml"]).replace(W.encode(), strict)
    assert draft_of(packed(parts)).text == TRUCE


def test_lists_are_numbered_as_word_shows_them(word: Word) -> None:
    def item(text: str, number: int = 1, level: int = 0) -> str:
        return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')

    body = (
        p("Both agreed:") + item("to count") + item("at night", level=1) + item("by day", level=1)
        + item("to meet") + item("once", level=1) + item("a mark", 2)
        + p("by style", '<w:pStyle w:val="Aufz2"/>') + item("none", 0)
    )  # fmt: skip
    assert draft_of(word(body, styles=STYLES, numbering=NUMBERING)).text.split("\n\n") == [
        "Both agreed:", "1. to count", "1.a) at night", "1.b) by day", "2. to meet", "2.a) once", "• a mark",
        "• by style", "none",
    ]  # fmt: skip


def test_tables_keep_their_rows_and_cells(word: Word) -> None:
    def row(*cells: str, deleted: bool = False) -> str:
        mark = "<w:trPr><w:del/></w:trPr>" if deleted else ""
        return f"<w:tr>{mark}{''.join(f'<w:tc><w:tcPr/>{cell}</w:tc>' for cell in cells)}</w:tr>"

    inner = f"<w:tbl>{row(p('a'), p('b'))}</w:tbl>"
    wrapped = f"<w:sdt><w:sdtContent>{row(p('Monday') + p('early'), p(''))}</w:sdtContent></w:sdt>"
    rows = row(p("Day"), p("Shots")), wrapped, row(p("gone"), deleted=True), row(p("Tuesday"), inner + p(""))
    table = f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"
    assert draft_of(word(p(TRUCE) + table + p("After."))).text == (
        f"{TRUCE}\n\nDay\tShots\nMonday early\t\nTuesday\ta b\n\nAfter."
    )


def test_what_was_deleted_is_left_out_and_what_was_inserted_kept(word: Word) -> None:
    body = p(
        r("He ") + "<w:del><w:r><w:delText>never</w:delText></w:r></w:del>" + f"<w:ins>{r('always')}</w:ins>"
        + "<w:moveFrom>" + r(" once") + "</w:moveFrom>" + r(" said so")
        + f"<w:moveTo>{r(' twice')}</w:moveTo>",
        "<w:rPr><w:del/></w:rPr>",
    )  # fmt: skip
    assert (
        draft_of(word(body + p(" and left.") + p(TRUCE))).text
        == f"He always said so twice and left.\n\n{TRUCE}"
    )


def test_of_fields_the_result_is_kept(word: Word) -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "x"</w:instrText></w:r>'
        + r("nested instruction") + '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + r("the report")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )  # fmt: skip
    simple = f'<w:fldSimple w:instr="PAGE">{r("7")}</w:fldSimple>'
    link = f'<w:hyperlink r:id="r9">{r("online")}</w:hyperlink>'
    assert draft_of(word(p(r("See ") + field + r(", page ") + simple + r(", ") + link))).text == (
        "See the report, page 7, online"
    )


def test_a_field_that_never_ends_swallows_nothing(word: Word) -> None:
    body = p('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + r("One")) + p(TRUCE)
    assert draft_of(word(body)).text == f"One\n\n{TRUCE}"


def test_notes_stand_at_the_end_by_their_numbers(word: Word) -> None:
    body = p(
        r("Twelve shots") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + r(" and a quiet night")
        + '<w:r><w:endnoteReference w:id="2"/></w:r>' + r(".")
    )  # fmt: skip
    footnotes = f'<w:footnote w:type="separator" w:id="-1">{p("")}</w:footnote>'
    footnotes += (
        f'<w:footnote w:id="2">{p("<w:r><w:footnoteRef/></w:r>" + r(" Counted by ear."))}</w:footnote>'
    )
    endnotes = (
        f'<w:endnote w:id="2">{p("For once.")}</w:endnote><w:endnote w:id="3">{p("Unused.")}</w:endnote>'
    )
    assert draft_of(word(body, footnotes=footnotes, endnotes=endnotes)).text == (
        "Twelve shots[1] and a quiet night[2].\n\n[1] Counted by ear.\n\n[2] For once."
    )


def test_text_boxes_follow_the_paragraph_they_hang_on_once(word: Word) -> None:
    box = f"<w:txbxContent>{p('In a box')}{p('of two lines')}</w:txbxContent>"
    drawing = (
        '<mc:AlternateContent xmlns:mc="urn:mc"><mc:Choice Requires="wps"><w:drawing><a xmlns="urn:a">'
        f"<posOffset>120</posOffset><txbx>{box}</txbx></a></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent>"
    )
    assert draft_of(word(p(r("Before ") + f"<w:r>{drawing}</w:r>" + r("and after")) + p(TRUCE))).text == (
        f"Before and after\n\nIn a box\n\nof two lines\n\n{TRUCE}"
    )


def test_breaks_and_odd_characters_are_what_they_look_like(word: Word) -> None:
    body = p(
        "<w:r><w:t>one</w:t><w:br/><w:t>two</w:t><w:tab/><w:t>three</w:t><w:noBreakHyphen/><w:t>four</w:t>"
        '<w:softHyphen/><w:t>five</w:t><w:sym w:font="Symbol" w:char="F0B7"/><w:sym w:char="2014"/></w:r>'
    )
    assert draft_of(word(body)).text == "one\ntwo\tthree\u2011fourfive•—"


def test_what_word_hides_and_comments_are_left_out_and_said(word: Word) -> None:
    body = p(r(TRUCE) + r("secret", "<w:vanish/>") + r(" shown", '<w:vanish w:val="0"/>'))
    reading = reading_of(word(body, comments='<w:comment w:id="0"/>'))
    assert reading.drafts[0].text == f"{TRUCE} shown"
    assert reading.warnings == (
        "A comment in its margin was left out.", "6 characters that Word hides were left out.",
    )  # fmt: skip


def test_properties_are_kept_and_believed_where_the_text_bears_them_out(word: Word) -> None:
    core = (
        "<dc:title>Truce holds in the south</dc:title><dc:creator>Ada Lorn</dc:creator>"
        "<dcterms:created>2019-04-16T09:00:00Z</dcterms:created><cp:lastModifiedBy>kiosk</cp:lastModifiedBy>"
    )
    draft = draft_of(word(p("By Ada Lorn") + p(f"Truce holds in the south of 2019. {TRUCE}"), core))
    assert (draft.title, draft.authors, draft.published) == (
        "Truce holds in the south",
        "Ada Lorn",
        "2019-04-16",
    )
    assert dict(draft.source_fields)["lastModifiedBy"] == "kiosk"
    draft = draft_of(word(p("Bridge opens") + p(TRUCE), core))
    assert (draft.title, draft.authors, draft.published) == ("Bridge opens", "", "")


def test_headers_and_footers_are_kept_beside_the_text(word: Word) -> None:
    draft = draft_of(word(p(TRUCE), header=p("The Tavira Post")))
    assert draft.text == TRUCE
    assert ("header", "The Tavira Post") in draft.source_fields


# What cannot be read


def test_a_document_with_a_password_says_what_to_do() -> None:
    content = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)
    )
    with pytest.raises(Unreadable, match=r"protected by a password\. Save it without one"):
        reading_of(content)


def test_an_old_document_says_what_to_do() -> None:
    content = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument".encode("utf-16-le") + bytes(600)
    )
    with pytest.raises(Unreadable, match=r"older Word document \(doc\).*save it as \.docx"):
        reading_of(content)


def test_a_bomb_is_refused_before_it_is_unpacked(word: Word) -> None:
    content = word(p("x" * 30_000_000))
    with pytest.raises(Unreadable, match="packed so densely"):
        reading_of(content)


def test_entities_and_remote_parts_are_never_loaded(word: Word, packed: Pack) -> None:
    bomb = (
        '<!DOCTYPE w:document [<!ENTITY a "aaaaaaaaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
        f'<w:document xmlns:w="{W}"><w:body>{p("One &a;&b; two")}</w:body></w:document>'
    )
    files = {"[Content_Types].xml": TYPES, "word/document.xml": bomb}
    assert draft_of(packed(files)).text == "One  two"


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        ("<w:document", "damaged"),
        (
            f'<w:document xmlns:w="{W}"><w:body>' + "<w:x>" * 300 + "</w:x>" * 300 + "</w:body></w:document>",
            "too deep",
        ),
        (f'<w:document xmlns:w="{W}"><w:body/></w:document>', "Nothing readable"),
    ],
)
def test_a_document_that_holds_no_text_is_explained(packed: Pack, document: str, sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence):
        reading_of(packed({"[Content_Types].xml": TYPES, "word/document.xml": document}))


@pytest.mark.parametrize(
    "damage",
    [
        "<w:p><w:r><w:t>a & b</w:t></w:r></w:p>",
        "<w:p><w:r><w:t>\x01</w:t></w:r></w:p>",
        "<w:p></w:r></w:p>",
        "<w:x>" * 300 + "</w:x>" * 300,
    ],
)
def test_what_is_not_damaged_is_kept_and_the_damage_said(packed: Pack, damage: str) -> None:
    body = p("One") + damage + p("Two")
    reading = reading_of(packed({"[Content_Types].xml": TYPES, "word/document.xml": document(body)}))
    assert reading.drafts[0].text.startswith("One")
    assert "compare it with the original" in reading.warnings[0]


def test_damage_to_other_parts_costs_no_text(word: Word) -> None:
    content = word(
        p("Truce", '<w:pStyle w:val="x"/>') + p(TRUCE), core="<dc:title", styles="<w:style", numbering="&"
    )
    assert draft_of(content).text == f"Truce\n\n{TRUCE}"
