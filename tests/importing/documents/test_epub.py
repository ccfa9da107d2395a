"""E-books of the structure that publishers and calibre write."""

from collections.abc import Callable, Mapping

import pytest

from archive_app.importing.draft import Reading
from archive_app.importing.reader import Unreadable

Pack = Callable[[Mapping[str, str | bytes]], bytes]
Read = Callable[[bytes], Reading]
Bind = Callable[..., bytes]

CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles>'
    "</container>"
)
METADATA = (
    "<dc:title>The Tavira Post, April</dc:title>"
    "<dc:creator>Ada Lorn</dc:creator><dc:creator>Mira Tolle</dc:creator>"
    '<dc:date opf:event="modification">2020-01-02</dc:date>'
    '<dc:date opf:event="publication">2019-04-16</dc:date>'
    "<dc:publisher>Southern Press</dc:publisher><dc:language>en-GB</dc:language>"
    '<meta name="x" content="y"/>'
)
TRUCE = "Observers counted twelve shots on Monday, the fewest since March, and called the night a quiet one."
MARCH = "Field Marshal Orlan Dabrek on Saturday ordered his forces to advance on the capital of Tavira."


def page(body: str) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml" '
        f'xmlns:epub="http://www.idpf.org/2007/ops"><head><title/></head><body>{body}</body></html>'
    )


@pytest.fixture
def bind(packed: Pack) -> Bind:
    """Binds pages to a book, in their order, with files besides."""

    def bound(*pages: str, metadata: str = METADATA, files: Mapping[str, str] = {}) -> bytes:
        items = "".join(
            f'<item id="p{n}" href="text/p%20{n}.xhtml" media-type="application/xhtml+xml"/>'
            for n in range(len(pages))
        )
        order = "".join(f'<itemref idref="p{n}"/>' for n in range(len(pages)))
        package = (
            '<package xmlns="http://www.idpf.org/2007/opf" xmlns:opf="http://www.idpf.org/2007/opf" '
            f'xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>{metadata}</metadata><manifest>{items}'
            '<item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>'
            '<item id="svg" href="cover.svg" media-type="image/svg+xml"/></manifest>'
            f'<spine><itemref idref="svg"/><itemref idref="nav"/>{order}<itemref idref="gone"/></spine>'
            "</package>"
        )
        inside = {f"OEBPS/text/p {n}.xhtml": text for n, text in enumerate(pages)}
        return packed(
            {
                "mimetype": "application/epub+zip",
                "META-INF/container.xml": CONTAINER, "OEBPS/book.opf": package,
                "OEBPS/nav.xhtml": page("<nav><h1>Contents</h1></nav>"), "OEBPS/cover.svg": "<svg/>",
                **dict(reversed(inside.items())), **files,
            }
        )  # fmt: skip

    return bound


def test_every_document_with_a_heading_is_an_article_in_the_books_order(bind: Bind, read: Read) -> None:
    reading = read(
        bind(
            page("<p>The Tavira Post</p><p>April 2019</p>"),
            page(f"<h1>Truce <i>holds</i></h1><p>{TRUCE}</p><ul><li>one</li><li>two</li></ul>"),
            page(f"<p>It goes on.</p><p>{TRUCE}</p>"),
            page(f"<h2>Marshal orders march</h2><p>{MARCH}</p><table><tr><td>a</td><td>b</td></tr></table>"),
        )
    )
    first, second, third = reading.drafts
    assert reading.reader == "e-book (EPUB)"
    assert (first.title, first.text) == ("The Tavira Post, April", "The Tavira Post\n\nApril 2019")
    assert (second.title, second.outlet) == ("Truce holds", "The Tavira Post, April")
    assert second.text == f"Truce holds\n\n{TRUCE}\n\none\n\ntwo\n\nIt goes on.\n\n{TRUCE}"
    assert (third.title, third.text) == ("Marshal orders march", f"Marshal orders march\n\n{MARCH}\n\na\tb")
    assert [draft.number for draft in reading.drafts] == [1, 2, 3]


def test_the_book_says_who_wrote_it_and_when(bind: Bind, read: Read) -> None:
    (draft,) = read(bind(page(f"<p>{TRUCE}</p>"), page(f"<p>{MARCH}</p>"))).drafts
    assert (draft.title, draft.outlet, draft.text) == ("The Tavira Post, April", "", f"{TRUCE}\n\n{MARCH}")
    assert (draft.authors, draft.published, draft.language) == ("Ada Lorn; Mira Tolle", "2019-04-16", "en")
    assert draft.memo == "Publisher: Southern Press"
    assert ("date (modification)", "2020-01-02") in draft.source_fields


def test_the_pages_of_the_printed_book_are_known(bind: Bind, read: Read) -> None:
    mark = '<span epub:type="pagebreak" {}/>'
    (draft,) = read(
        bind(
            page(
                mark.format('title="9"')
                + "<h1>Truce</h1><p>It holds "
                + mark.format('aria-label="Page 10."')
                + "still.</p>"
            ),
            page(
                '<div role="doc-pagebreak" id="x"><a>11</a></div>'
                + f"<p>{TRUCE}</p>"
                + mark.format('title="12"')
            ),
        )
    ).drafts
    assert draft.text == f"Truce\n\nIt holds still.\n\n{TRUCE}"
    assert [(draft.text[at : at + 5], label) for at, label in draft.pages] == [
        ("Truce", "9"), ("still", "10"), (TRUCE[:5], "11"),
    ]  # fmt: skip


def test_a_document_that_cannot_be_read_stops_no_other(bind: Bind, read: Read) -> None:
    reading = read(
        bind(page(f"<h1>Truce</h1><p>{TRUCE}</p>"), "\0\1\2" * 200, page(f"<h1>March</h1><p>{MARCH}</p>"))
    )
    assert [draft.title for draft in reading.drafts] == ["Truce", "March"]
    assert [(item.number, item.reason) for item in reading.failed] == [
        (2, "p 1.xhtml in it: This is a binary file, not a text.")
    ]


def test_text_nested_too_deep_is_kept_bare_and_said(bind: Bind, read: Read) -> None:
    reading = read(bind(page("<div>" * 400 + f"<p>{TRUCE}</p>" + "</div>" * 400)))
    assert reading.drafts[0].text == TRUCE
    assert "nested so deep" in reading.warnings[0]


def locked(algorithm: str, name: str) -> dict[str, str]:
    return {
        "META-INF/encryption.xml": '<encryption xmlns:enc="urn:enc"><enc:EncryptedData>'
        f'<enc:EncryptionMethod Algorithm="{algorithm}"/><enc:CipherData><enc:CipherReference URI="{name}"/>'
        "</enc:CipherData></enc:EncryptedData></encryption>"
    }


def test_a_book_that_is_locked_says_so(bind: Bind, read: Read) -> None:
    files = locked("http://www.w3.org/2001/04/xmlenc#aes128-cbc", "OEBPS/text/p%200.xhtml")
    with pytest.raises(Unreadable, match=r"locked by whoever sold it \(DRM\)"):
        read(bind(page(TRUCE), files=files))


def test_a_book_with_hidden_fonts_is_read(bind: Bind, read: Read) -> None:
    files = locked("http://www.idpf.org/2008/embedding", "OEBPS/font.otf")
    assert read(bind(page(f"<p>{TRUCE}</p>"), files=files)).drafts[0].text == TRUCE


def test_a_book_without_its_parts_is_explained(bind: Bind, packed: Pack, read: Read) -> None:
    with pytest.raises(Unreadable, match="without a table of its parts"):
        read(packed({"mimetype": "application/epub+zip", "META-INF/container.xml": CONTAINER}))
    with pytest.raises(Unreadable, match="Nothing readable was found in it"):
        read(bind(page("<img/>")))
