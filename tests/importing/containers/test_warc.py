import gzip
from collections.abc import Callable

import pytest

from archive_app.importing.reader import Unreadable
from tests.importing.containers.conftest import Read

Story = Callable[[int], str]
HTML = "text/html; charset=utf-8"


def warc(*answers: tuple[str, str, bytes, str], packed: bool = False, headers: str = "") -> bytes:
    """Write a web archive; each answer is an address, a status, what was sent, and of what kind it is."""
    records = [record("warcinfo", "", "application/warc-fields", b"software: by hand\r\n")]
    for address, status, sent, kind in answers:
        answer = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{headers}\r\n".encode() + sent
        records.append(record("response", address, "application/http; msgtype=response", answer))
    return b"".join(gzip.compress(one) if packed else one for one in records)


def record(kind: str, address: str, content_type: str, content: bytes) -> bytes:
    target = f"WARC-Target-URI: {address}\r\n" if address else ""
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
        f"WARC-Date: 2023-03-04T09:20:00Z\r\n{target}"
        f"Content-Type: {content_type}\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content + b"\r\n\r\n"


def address(number: int) -> str:
    return f"https://post.example/{number}.html"


@pytest.mark.parametrize("how", ["bare", "by record", "in one piece"])
def test_every_page_that_was_got_is_an_article(read: Read, page: Story, how: str) -> None:
    content = warc(
        *((address(number), "200 OK", page(number).encode(), HTML) for number in (1, 2)),
        ("https://post.example/a.png", "200 OK", b"\x89PNG", "image/png"),
        ("https://post.example/gone", "404 Not Found", page(9).encode(), HTML),
        packed=how == "by record",
    )
    reading = read(gzip.compress(content) if how == "in one piece" else content)
    assert reading.reader == "web archive (WARC)"
    assert [(draft.number, draft.title, draft.url) for draft in reading.drafts] == [
        (1, "Page 1 of the port", address(1)), (2, "Page 2 of the port", address(2)),
    ]  # fmt: skip
    assert "Of its 4 answers 2 are pages; the other 2 were left out." in reading.warnings


def test_when_a_page_was_got_is_noted_but_no_date_of_publication(read: Read, page: Story) -> None:
    (draft,) = read(warc((address(1), "200 OK", page(1).encode(), HTML))).drafts
    assert (draft.published, draft.memo) == ("", "Captured: 2023-03-04T09:20:00Z")
    dated = page(1).replace("<title>", '<meta property="article:published_time" content="2023-02-01"><title>')
    (draft,) = read(warc((address(1), "200 OK", dated.encode(), HTML))).drafts
    assert (draft.published, draft.memo) == ("2023-02-01", "")
    assert ("Captured", "2023-03-04T09:20:00Z") in draft.source_fields


def test_a_page_is_decoded_as_the_server_declared_and_unpacked(read: Read, page: Story) -> None:
    russian = (
        page(1).replace("observer", "наблюдатель").replace('<meta charset="utf-8">', "").encode("koi8-r")
    )
    content = warc((address(1), "200 OK", russian, "text/html; charset=KOI8-R"))
    assert "наблюдатель 3" in read(content).drafts[0].text
    packed = warc(
        (address(1), "200 OK", gzip.compress(page(1).encode()), HTML), headers="Content-Encoding: gzip\r\n"
    )
    assert read(packed).drafts[0].title == "Page 1 of the port"


@pytest.mark.parametrize("is_packed", [False, True])
def test_of_one_that_is_cut_off_what_comes_before_is_read_and_that_is_said(
    read: Read, page: Story, is_packed: bool
) -> None:
    pages = [(address(number), "200 OK", page(number).encode(), HTML) for number in range(1, 6)]
    content = warc(*pages, packed=is_packed)
    reading = read(content[: int(len(content) * 0.75)])
    assert len(reading.drafts) >= 3
    assert any("cut off or damaged" in line for line in reading.warnings)


def test_one_bad_page_does_not_stop_the_rest(read: Read, page: Story) -> None:
    reading = read(
        warc(
            (address(1), "200 OK", page(1).encode(), HTML),
            (address(2), "200 OK", b"<html><body></body></html>", HTML),
            (address(3), "200 OK", b"", HTML),
            (address(4), "200 OK", page(4).encode(), HTML),
        )
    )
    assert [draft.url for draft in reading.drafts] == [address(1), address(4)]
    assert [item.member for item in reading.failed] == [address(2), address(3)]


def test_a_page_kept_in_a_way_that_cannot_be_unpacked_is_explained(read: Read, page: Story) -> None:
    content = warc((address(1), "200 OK", b"\x8b\x01", HTML), headers="Content-Encoding: br\r\n")
    with pytest.raises(Unreadable, match="Brotli"):
        read(content)


def test_one_without_pages_is_explained(read: Read) -> None:
    with pytest.raises(Unreadable, match="None of the 1 answers in it is a web page"):
        read(warc(("https://post.example/a.png", "200 OK", b"x", "image/png")))


def test_an_address_that_is_none_does_not_lose_its_page(read: Read, page: Story) -> None:
    content = warc(("https://[post.example/1", "200 OK", page(1).encode(), HTML))
    (draft,) = read(content).drafts
    assert (draft.title, draft.url) == ("Page 1 of the port", "https://[post.example/1")
