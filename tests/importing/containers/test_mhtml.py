import quopri
from collections.abc import Callable

import pytest

from archive_app.importing.reader import Unreadable
from tests.importing.containers.conftest import Read

Story = Callable[[int], str]


def saved(
    page: str, *, head: str = "", charset: str = "utf-8", address: str = "https://post.example/truce"
) -> bytes:
    coded = quopri.encodestring(page.encode(charset)).decode("ascii")
    return (
        f'{head}MIME-Version: 1.0\nContent-Type: multipart/related; type="text/html";\n boundary="--x"\n\n\n'
        f"----x\nContent-Type: text/html; charset={charset}\nContent-ID: <frame-1@mhtml.blink>\n"
        f"Content-Transfer-Encoding: quoted-printable\nContent-Location: {address}\n\n{coded}\n"
        "----x\nContent-Type: text/html\nContent-Location: https://ads.example/frame\n\n"
        "<html><body><p>Buy now, they say, and pay later for all of it.</p></body></html>\n"
        "----x\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n"
        "Content-Location: https://post.example/a.png\n\niVBORw0KGgo=\n----x--\n"
    ).encode("ascii")


BLINK = (
    "From: <Saved by Blink>\nSnapshot-Content-Location: https://post.example/truce?from=home\n"
    "Subject: =?utf-8?Q?Page=201?=\nDate: Sat, 4 Mar 2023 10:00:00 -0000\n"
)
EXPLORER = (
    'From: "Saved by Windows Internet Explorer 7"\nSubject: Page 1\nDate: Sat, 4 Mar 2023 10:00:00 +0100\n'
)


@pytest.mark.parametrize(
    ("head", "address"),
    [(BLINK, "https://post.example/truce?from=home"), (EXPLORER, "https://post.example/truce")],
)
def test_the_page_of_a_saved_page_is_the_article(read: Read, page: Story, head: str, address: str) -> None:
    reading = read(saved(page(1), head=head), "page.mht")
    (draft,) = reading.drafts
    assert (reading.reader, draft.title, draft.url) == ("web page", "Page 1 of the port", address)
    assert "observer 4 heard fewer shots" in draft.text
    assert "Buy now" not in draft.text
    assert draft.member == ""
    # When it was saved is no date of publication.
    assert draft.published == ""
    assert dict(draft.source_fields)["Saved"].startswith("Sat, 4 Mar 2023")


def test_it_is_decoded_as_its_part_declares(read: Read, page: Story) -> None:
    russian = page(1).replace('<meta charset="utf-8">', "").replace("observer", "наблюдатель")
    reading = read(saved(russian, head=BLINK, charset="windows-1251"))
    assert "наблюдатель 3" in reading.drafts[0].text
    assert reading.encoding == "cp1251"


def test_the_part_that_is_named_as_the_start_is_the_page(read: Read, page: Story) -> None:
    content = saved(page(1), head=BLINK).decode()
    other = (
        "----x\nContent-Type: text/html\nContent-ID: <other>\nContent-Location: https://x.example\n\n"
        "<p>Not me</p>\n"
    )
    content = content.replace("\n\n\n----x", f"\n\n\n{other}----x", 1)
    content = content.replace('type="text/html";', 'type="text/html"; start="<frame-1@mhtml.blink>";', 1)
    assert read(content).drafts[0].title == "Page 1 of the port"


def test_a_newsletter_with_pictures_inside_is_a_mail(read: Read) -> None:
    content = (
        "From: Tavira Post <news@post.example>\nTo: ada@post.example\nMessage-ID: <1@post.example>\n"
        "Subject: News\nMIME-Version: 1.0\n"
        "Content-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html\n\n"
        "<p>The truce held.</p>\n--x\nContent-Type: image/png\nContent-Location: a.png\n\nx\n--x--\n"
    )
    reading = read(content)
    assert (reading.reader, reading.drafts[0].outlet) == ("e-mail", "Tavira Post")


def test_a_saved_page_without_a_page_is_explained(read: Read) -> None:
    with pytest.raises(Unreadable, match="no page in it"):
        read(f"{BLINK}MIME-Version: 1.0\nContent-Type: image/png\n\nx\n")
