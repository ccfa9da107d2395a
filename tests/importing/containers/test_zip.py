import io
import zipfile
from collections.abc import Callable

import pytest

from archive_app.importing.reader import Unreadable
from tests.importing.containers.conftest import Read, Zipped

Story = Callable[[int], str]


def test_every_file_in_a_zip_becomes_an_article_by_its_own_format(
    read: Read, zipped: Zipped, story: Story, page: Story
) -> None:
    reading = read(zipped({"march/a.txt": story(1), "b.md": f"# Second\n\n{story(2)}", "c.html": page(3)}))
    assert reading.reader == "ZIP archive"
    assert [(draft.number, draft.member, draft.title) for draft in reading.drafts] == [
        (1, "march/a.txt", "Report number 1 from the south"),
        (2, "b.md", "Second"),
        (3, "c.html", "Page 3 of the port"),
    ]
    assert reading.drafts[0].source_fields == (("File", "march/a.txt"),)
    assert reading.failed == ()


def test_what_cannot_be_read_is_named_and_the_rest_goes_on(read: Read, zipped: Zipped, story: Story) -> None:
    reading = read(
        zipped(
            {
                "a.txt": story(1),
                "empty.txt": b"",
                "pic.png": b"\x89PNG\r\n\x1a\n" + bytes(9),
                "b.txt": story(2),
            }
        )
    )
    assert [(draft.number, draft.member) for draft in reading.drafts] == [(1, "a.txt"), (4, "b.txt")]
    assert [(item.number, item.member, item.reason) for item in reading.failed] == [
        (2, "empty.txt", "The file is empty."),
        (3, "pic.png", "It looks like a PNG picture, which cannot be imported yet."),
    ]


def test_a_zip_in_a_zip_is_opened_but_not_the_one_inside_of_that(
    read: Read, zipped: Zipped, story: Story
) -> None:
    inmost = zipped({"c.txt": story(3)})
    inner = zipped({"b.txt": story(2), "deeper.zip": inmost})
    reading = read(zipped({"a.txt": story(1), "inner.zip": inner}))
    assert [draft.member for draft in reading.drafts] == ["a.txt", "inner.zip/b.txt"]
    assert [item.member for item in reading.failed] == ["inner.zip/deeper.zip"]
    assert "too deep" in reading.failed[0].reason


def test_what_operating_systems_and_browsers_leave_beside_pages_is_no_file_of_its_own(
    read: Read, zipped: Zipped, story: Story, page: Story
) -> None:
    reading = read(
        zipped({
            "in/": b"", "in/Story.html": page(1), "in/Story_files/ad.html": page(2),
            "__MACOSX/in/._Story.html": b"\0", "in/.DS_Store": b"\0", "in/Thumbs.db": b"\0",
            "in/a.txt": story(1),
        })
    )  # fmt: skip
    assert [draft.member for draft in reading.drafts] == ["in/Story.html", "in/a.txt"]
    assert reading.failed == ()


def test_an_encrypted_file_is_told_of_and_the_others_are_read(
    read: Read, zipped: Zipped, story: Story
) -> None:
    content = bytearray(zipped({"a.txt": story(1), "b.txt": story(2)}))
    # The flag of encryption, in the header of the second file and in the directory.
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.rindex(signature)
        content[at + offset] |= 1
    reading = read(bytes(content))
    assert [draft.member for draft in reading.drafts] == ["a.txt"]
    assert "protected by a password" in reading.failed[0].reason


def test_a_name_that_leads_out_is_refused_and_the_others_are_read(
    read: Read, zipped: Zipped, story: Story
) -> None:
    hostile = ["../../evil.txt", "/etc/evil.txt", "C:\\evil.txt", "a\\..\\..\\evil.txt", "\\\\host\\evil.txt"]
    reading = read(zipped({**{name: story(9) for name in hostile}, "good.. name: 1.txt": story(1)}))
    assert [draft.member for draft in reading.drafts] == ["good.. name: 1.txt"]
    assert len(reading.failed) == len(hostile)
    assert all("leads out of its ZIP file" in item.reason for item in reading.failed)


def test_a_bomb_among_good_files_is_not_unpacked(read: Read, zipped: Zipped, story: Story) -> None:
    reading = read(zipped({"a.txt": story(1), "bomb.txt": bytes(80 << 20), "b.txt": story(2)}))
    assert [draft.member for draft in reading.drafts] == ["a.txt", "b.txt"]
    assert "made to do harm" in reading.failed[0].reason


def test_entries_that_overlap_are_not_unpacked(read: Read, story: Story) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("a.txt", story(1))
        archive.writestr("b.txt", story(2))
        archive.writestr("c.txt", story(3))
        archive.infolist()[2].header_offset = archive.infolist()[1].header_offset
        archive._didModify = True  # type: ignore[attr-defined]  # so that the directory is written with it
    reading = read(content.getvalue())
    assert [draft.member for draft in reading.drafts] == ["a.txt"]
    assert all("overlaps" in item.reason for item in reading.failed)


def test_a_damaged_file_in_a_zip_does_not_stop_the_rest(read: Read, story: Story) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("a.txt", story(1))
        archive.writestr("b.txt", story(2))
    reading = read(content.getvalue().replace(b"day 1 the", b"day X the"))
    assert [draft.member for draft in reading.drafts] == ["b.txt"]
    assert "damaged" in reading.failed[0].reason


def test_names_in_utf8_without_the_flag_are_read_as_they_were_meant(read: Read, story: Story) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("Cafe.txt", story(1))
    reading = read(content.getvalue().replace(b"Cafe.txt", "Cfé.txt".encode()))
    assert reading.drafts[0].member == "Cfé.txt"


def test_an_export_of_several_articles_in_a_zip_is_numbered_through(
    read: Read, zipped: Zipped, story: Story
) -> None:
    export = "\n\n".join(
        f"Document {number} of 2\n\nTitle: Truce {number}\n\nPublication title: Tavira Post\n\n"
        f"Full text:\n\nIt held on day {number}, they said.\n\nProQuest document ID: 77{number}\n"
        for number in (1, 2)
    )
    reading = read(zipped({"a.txt": story(1), "export.txt": export, "b.txt": story(2)}))
    assert [(draft.number, draft.member) for draft in reading.drafts] == [
        (1, "a.txt"), (2, "export.txt"), (3, "export.txt"), (4, "b.txt"),
    ]  # fmt: skip


@pytest.mark.parametrize("content", [b"PK\x03\x04" + bytes(90), b"PK\x05\x06" + bytes(18)])
def test_a_damaged_or_empty_zip_is_explained(read: Read, content: bytes) -> None:
    with pytest.raises(Unreadable, match=r"damaged|no file in it"):
        read(content)


def test_when_nothing_in_a_zip_can_be_read_the_first_reason_is_given(read: Read, zipped: Zipped) -> None:
    with pytest.raises(
        Unreadable, match=r"None of its 2 articles could be read\. The first: “a\.txt” in it: The"
    ):
        read(zipped({"a.txt": b"", "b.txt": b""}))


def test_a_file_without_a_name_does_not_keep_the_others_from_being_read(
    read: Read, zipped: Zipped, story: Story
) -> None:
    # What follows a NUL is no part of a name.
    content = zipped({"?nameless.txt": story(1), "b.txt": story(2)}).replace(b"?nameless", b"\0nameless")
    assert [(draft.member, draft.title) for draft in read(content).drafts] == [
        ("?", "Report number 1 from the south"),
        ("b.txt", "Report number 2 from the south"),
    ]
