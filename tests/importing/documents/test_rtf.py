"""RTF documents as word processors write them."""

from collections.abc import Callable

import pytest

from archive_app.importing.draft import Draft, Reading
from archive_app.importing.reader import Unreadable

Read = Callable[[bytes], Reading]

TRUCE = "Observers counted twelve shots on Monday, the fewest since March, and called the night a quiet one."


@pytest.fixture
def draft_of(read: Read) -> Callable[[str], Draft]:
    def only(body: str) -> Draft:
        fonts = r"{\fonttbl{\f0\fswiss Arial;}{\f1\fcharset204 Arial;}}{\stylesheet{\s1 heading 1;}}"
        (draft,) = read(f"{{\\rtf1\\ansi\\ansicpg1252\\deff0{fonts}\n{body}}}".encode("cp1252")).drafts
        return draft

    return only


DraftOf = Callable[[str], Draft]


def test_paragraphs_and_characters_are_read(draft_of: DraftOf) -> None:
    draft = draft_of(
        r"{\b Truce holds}\par\pard " + TRUCE + r"\par caf\'e9 \u8211?\line 2\~nd\tab x {\f1\'cc\'e8\'f0}\par"
    )
    assert draft.text == f"Truce holds\n\n{TRUCE}\n\ncafé –\n2\u00a0nd\tx Мир"
    assert draft.title == "Truce holds"


def test_tables_keep_their_rows_and_cells(draft_of: DraftOf) -> None:
    row = r"\trowd\cellx1000\cellx2000\pard\intbl {}\cell {}\cell\row "
    body = (
        TRUCE
        + r"\par "
        + row.format("Day", "Shots")
        + row.format(r"Monday\par early", "12")
        + r"\pard After.\par"
    )
    assert draft_of(body).text == f"{TRUCE}\n\nDay\tShots\nMonday early\t12\n\nAfter."


def test_lists_keep_their_marks(draft_of: DraftOf) -> None:
    body = r"{\listtext\f0 1.\tab}to count\par{\listtext\f0\'b7\tab}a mark\par{\pntext\f0\'b7\tab}another\par"
    assert draft_of(body).text == "1. to count\n\n• a mark\n\n• another"


def test_notes_stand_at_the_end(draft_of: DraftOf) -> None:
    body = (
        r"Twelve{\super\chftn{\footnote\pard{\super\chftn} By ear.\par And twice.}} shots,"
        r"{\footnote Or more.} it said.\par"
    )
    assert draft_of(body).text == "Twelve[1] shots,[2] it said.\n\n[1] By ear.\nAnd twice.\n\n[2] Or more."


def test_what_was_deleted_or_is_hidden_is_left_out(draft_of: DraftOf) -> None:
    body = r"He {\deleted never }{\revised always }{\v secretly }said so{\*\annotation why?}.\par"
    assert draft_of(body).text == "He always said so."


def test_of_fields_the_result_is_kept(draft_of: DraftOf) -> None:
    body = r'See {\field{\*\fldinst HYPERLINK "x"}{\fldrslt the report}}.\par'
    assert draft_of(body).text == "See the report."


def test_text_boxes_follow_the_paragraph_they_hang_on(draft_of: DraftOf) -> None:
    box = r"{\shp{\*\shpinst{\sp{\sn shapeType}{\sv 202}}{\shptxt\pard In a box\par}}{\shprslt never}}"
    assert (
        draft_of(rf"Before {box}and after\par {TRUCE}\par").text == f"Before and after\n\nIn a box\n\n{TRUCE}"
    )


def test_its_description_is_believed_where_the_text_bears_it_out(draft_of: DraftOf) -> None:
    info = r"{\info{\title Truce h\'f6lds}{\author Ada Lorn}{\creatim\yr2019\mo4\dy16\hr9}{\nofpages2}}"
    draft = draft_of(info + rf"By Ada Lorn\par The truce h\'f6lds since 2019. {TRUCE}\par")
    assert (draft.title, draft.authors, draft.published) == ("Truce hölds", "Ada Lorn", "2019-04-16")
    assert draft.text.startswith("By Ada Lorn\n\nThe truce")
    assert draft.source_fields == (
        ("title", "Truce hölds"),
        ("author", "Ada Lorn"),
        ("creatim", "2019-04-16"),
    )


def test_a_document_cut_off_is_kept_and_said(read: Read) -> None:
    reading = read(rf"{{\rtf1\ansi {TRUCE}\par And the".encode())
    assert reading.drafts[0].text == f"{TRUCE}\n\nAnd the"
    assert reading.warnings == ("It may be cut off: its end is not marked.",)


@pytest.mark.parametrize("body", [b"{\\rtf1}", b"{\\rtf1{\\pict 00ff00ff}}", b"{\\rtf1" + b"{" * 100_000])
def test_a_document_without_text_is_explained(read: Read, body: bytes) -> None:
    with pytest.raises(Unreadable, match="Nothing readable"):
        read(body)
