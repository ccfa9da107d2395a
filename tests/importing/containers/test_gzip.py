import gzip
from collections.abc import Callable

import pytest

from archive_app.importing.containers import gzip as gzip_format
from archive_app.importing.reader import Unreadable
from tests.importing.containers.conftest import Read, Zipped

Story = Callable[[int], str]


def test_a_packed_file_is_read_as_what_it_is(read: Read, story: Story, page: Story) -> None:
    reading = read(gzip.compress(page(1).encode()), "page.html.gz")
    assert (reading.reader, reading.drafts[0].title) == ("web page", "Page 1 of the port")
    reading = read(gzip.compress(story(1).replace("\n\n", " ").encode()), "story.txt.gz")
    assert (reading.reader, reading.drafts[0].title, reading.drafts[0].member) == ("plain text", "story", "")


def test_a_zip_packed_again_is_opened_all_the_way(read: Read, zipped: Zipped, story: Story) -> None:
    reading = read(gzip.compress(zipped({"a.txt": story(1), "b.txt.gz": gzip.compress(story(2).encode())})))
    assert [draft.member for draft in reading.drafts] == ["a.txt", "b.txt.gz"]


def test_of_one_that_is_cut_off_the_beginning_is_read_and_that_is_said(read: Read) -> None:
    lines = "".join(f"On day {number} of {number**3} they counted {number**2}.\n" for number in range(60_000))
    packed = gzip.compress(lines.encode())
    reading = read(packed[: len(packed) // 2])
    assert lines.startswith(reading.drafts[0].text[:500_000])
    assert "cut off or damaged" in reading.warnings[0]


def test_one_of_which_nothing_comes_out_is_explained(read: Read) -> None:
    with pytest.raises(Unreadable, match="gzip archive and damaged"):
        read(b"\x1f\x8b\x08\0" + b"\xff" * 50)


def test_a_bomb_is_not_unpacked_to_its_end(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gzip_format, "MOST_BYTES", 3 << 20)
    with pytest.raises(Unreadable, match="more than 3 MB"):
        read(gzip.compress(bytes(50 << 20)))
