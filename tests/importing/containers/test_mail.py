import base64
from collections.abc import Callable
from email.message import EmailMessage

import pytest

from archive_app.importing.draft import Draft
from archive_app.importing.reader import Unreadable
from tests.importing.containers.conftest import Read

Story = Callable[[int], str]
BODY = "The truce held on Monday, a spokesman told us.\n\nObservers counted twelve shots.\n"


def mail(**headers: str) -> EmailMessage:
    message = EmailMessage()
    for name, value in {
        "From": "Ada Lorn <ada@post.example>",
        "To": "desk@post.example",
        "Subject": "Truce holds",
        "Date": "Sat, 04 Mar 2023 23:50:00 -0500",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }.items():
        message[name] = value
    message.set_content(BODY)
    return message


def draft_of(read: Read, message: EmailMessage | bytes) -> Draft:
    content = message if isinstance(message, bytes) else message.as_bytes()
    (draft,) = read(content, "letter.eml").drafts
    return draft


def test_a_mail_is_an_article_of_its_sender(read: Read) -> None:
    draft = draft_of(read, mail())
    assert (draft.title, draft.authors, draft.outlet) == ("Truce holds", "Ada Lorn", "")
    # The day as the sender's clock had it.
    assert (draft.published, draft.published_raw) == ("2023-03-04", "Sat, 04 Mar 2023 23:50:00 -0500")
    assert draft.text.strip() == BODY.strip()
    assert ("To", "desk@post.example") in draft.source_fields


@pytest.mark.parametrize(
    ("headers", "authors", "outlet"),
    [
        ({"From": "Tavira Post <newsletter@post.example>"}, "", "Tavira Post"),
        ({"From": '"Post, Tavira" <no-reply@post.example>'}, "", "Post, Tavira"),
        ({"List_Id": "Port Watch <port.list.example>"}, "Ada Lorn", "Port Watch"),
        ({"From": "Ada Lorn <a@x.example>, Mira Tolle <m@x.example>"}, "Ada Lorn; Mira Tolle", ""),
        ({"From": "ada@post.example"}, "ada@post.example", ""),
    ],
)  # fmt: skip
def test_who_sent_it_is_its_author_or_its_outlet(
    read: Read, headers: dict[str, str], authors: str, outlet: str
) -> None:
    draft = draft_of(read, mail(**headers))
    assert (draft.authors, draft.outlet) == (authors, outlet)


def test_of_a_mail_in_two_forms_the_plain_text_is_taken(read: Read) -> None:
    message = mail()
    message.set_content(BODY * 2)
    message.add_alternative(f"<html><body><p>{BODY} as a page</p></body></html>", subtype="html")
    assert "as a page" not in draft_of(read, message).text


def test_a_plain_text_that_only_stands_in_for_the_page_is_not(read: Read) -> None:
    message = mail()
    message.set_content("Your program cannot show this mail.")
    message.add_alternative(
        "<html><head><style>p {}</style></head><body><h1>Truce</h1>"
        "<p>It held.</p><p>Observers&nbsp;said so.</p>",
        subtype="html",
    )
    assert draft_of(read, message).text == "Truce\n\nIt held.\n\nObservers\u00a0said so."


def test_documents_attached_are_articles_of_their_own_and_pictures_are_named(
    read: Read, story: Story, page: Story
) -> None:
    message = mail()
    message.add_attachment(story(1), filename="report.txt")
    message.add_attachment(
        page(2).encode(), maintype="application", subtype="octet-stream", filename="page.html"
    )
    message.add_attachment(b"\x89PNG\r\n\x1a\n", maintype="image", subtype="png", filename="map.png")
    message.add_attachment(b"%bad", maintype="application", subtype="octet-stream", filename="empty.txt")
    reading = read(message.as_bytes())
    assert [(draft.number, draft.member, draft.title) for draft in reading.drafts][:3] == [
        (1, "", "Truce holds"),
        (2, "report.txt", "Report number 1 from the south"),
        (3, "page.html", "Page 2 of the port"),
    ]
    assert reading.reader == "e-mail"
    assert any("map.png" in line for line in reading.warnings)


def test_a_mail_forwarded_as_a_whole_is_an_article_too(read: Read) -> None:
    inner = mail(Subject="The first report", From="Mira Tolle <mira@post.example>")
    inner.add_attachment("Attached\n\nIt is quiet in the port, they say.\n", filename="note.txt")
    outer = mail(Subject="Fwd: The first report")
    outer.add_attachment(inner)
    reading = read(outer.as_bytes())
    assert [(draft.title, draft.authors) for draft in reading.drafts] == [
        ("Fwd: The first report", "Ada Lorn"),
        ("The first report", "Mira Tolle"),
        ("Attached", ""),
    ]


def test_mails_forwarded_again_and_again_end_somewhere(read: Read) -> None:
    message = mail(Subject="0")
    for number in range(1, 12):
        outer = mail(Subject=str(number))
        outer.add_attachment(message)
        message = outer
    reading = read(message.as_bytes())
    assert [draft.title for draft in reading.drafts] == ["11", "10", "9", "8", "7"]
    assert "too deep" in reading.failed[0].reason


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("=?utf-8?B?0J/QtdGA0LXQvNC40YDQuNC1?=", "Перемирие"),
        ("=?iso-8859-1?Q?Caf=E9_am?= =?iso-8859-1?Q?_Markt?=", "Café am Markt"),
        # A character cut in two by its program, and an encoded word without an end.
        ("=?utf-8?B?0J/QtdGA0LU=?= =?utf-8?B?0LzQuNGA0A==?= =?utf-8?B?uNC1?=", "Перемирие"),
        ("Truce =?utf-8?B?0J", "Truce =?utf-8?B?0J"),
        ("=?nonsense-8?Q?Truce?= holds", "Truce holds"),
        ("=?utf-8?B?!!!?=", "!!!"),
        ("Tr\u00fcce hält", "Trüce hält"),
    ],
)
def test_a_subject_is_decoded_however_badly_it_was_encoded(read: Read, subject: str, title: str) -> None:
    raw = f"From: a@b.example\nTo: c@d.example\nDate: 4 Mar 2023 10:00:00 +0000\nSubject: {subject}\n\n{BODY}"
    found = draft_of(read, raw.encode()).title
    assert found == title if title != "!!!" else found


@pytest.mark.parametrize(
    "headers",
    [
        "From: <<>>@[\nSubject: x\nDate: 99 Nonsense\nMIME-Version: 1.0\n",
        "From: a\nSubject:\nDate:\nContent-Type: text/plain; charset*0*=%%%\nMIME-Version: 1.0\n",
        "From: a@b\nSubject: x\nContent-Type: multipart/mixed; boundary=\nDate: x\n",
        "From: a@b\nSubject: x\nContent-Type: ;;;;\nContent-Transfer-Encoding: base65\nDate: x\n",
        "From: a@b\nSubject: x\nContent-Type: text/plain; charset=\"no-such\"\nDate: x\n",
        "From: a@b\nSubject: x\nContent-Disposition: inline; filename*=utf-8''%ff%fe;\nDate: x\n",
        "Received: from\n\tby\n" * 100 + "From: a@b\nSubject: x\n",
        "X-Long: " + "y" * 30_000 + "\nFrom: a@b\nSubject: x\n",
    ],
)  # fmt: skip
def test_malformed_headers_cost_no_text(read: Read, headers: str) -> None:
    assert "Observers counted twelve shots." in draft_of(read, f"{headers}\n{BODY}".encode()).text


def test_texts_are_decoded_by_part_and_put_together(read: Read) -> None:
    raw = (
        b"From: a@b.example\nSubject: Two\nMIME-Version: 1.0\n"
        b"Content-Type: multipart/mixed; boundary=x\n\n--x\n"
        b"Content-Type: text/plain; charset=iso-8859-1\n"
        b"Content-Transfer-Encoding: quoted-printable\n\nCaf=E9 =\nam Markt\n"
        b"--x\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
        + base64.b64encode("Перемирие держится".encode())
        + b"\n"  # the last boundary is missing, as in a mail cut off
    )
    assert draft_of(read, raw).text == "Café am Markt\n\nПеремирие держится"


def test_a_flowed_text_is_put_back_into_paragraphs(read: Read) -> None:
    raw = (
        b"From: a@b.example\nSubject: Flowed\nDate: 4 Mar 2023 10:00:00 +0000\n"
        b"Content-Type: text/plain; format=flowed\n\nThe truce held \non Monday, \n"
        b"they said.\n\nNext line.\n-- \nAda\n"
    )
    assert draft_of(read, raw).text == "The truce held on Monday, they said.\n\nNext line.\n-- \nAda"


def test_an_encrypted_mail_and_one_without_text_are_explained(read: Read) -> None:
    head = "From: a@b.example\nSubject: x\nMIME-Version: 1.0\n"
    with pytest.raises(Unreadable, match="encrypted"):
        read(f"{head}Content-Type: application/pkcs7-mime\nContent-Transfer-Encoding: base64\n\nMIIB\n")
    with pytest.raises(Unreadable, match="has no text"):
        read(f"{head}\n \n")


def test_a_letter_that_begins_like_a_mail_is_no_mail(read: Read) -> None:
    text = "From: the south\nNote: it holds\nAnd so it goes on without end, they said.\n"
    assert read(text).reader == "plain text"


def test_a_mail_full_of_parts_is_read_to_a_limit(read: Read) -> None:
    message = mail()
    for number in range(150):
        message.add_attachment(f"Note {number}\n\nIt is quiet on day {number}.\n", filename=f"{number}.txt")
    reading = read(message.as_bytes())
    assert len(reading.drafts) == 101
    assert any("left out" in line for line in reading.warnings)


@pytest.mark.parametrize(
    "named",
    [b"filename*=unicode_escape''%5Cud800.txt", b"filename*=utf-7''+2AA-.txt", b"filename*=idna''%ff"],
)
def test_no_name_of_an_attachment_loses_those_that_follow(read: Read, story: Story, named: bytes) -> None:
    def attached(name: bytes, number: int) -> bytes:
        head = b"Content-Type: application/octet-stream\nContent-Disposition: attachment; " + name
        return b"--x\n" + head + b"\n\n" + story(number).encode() + b"\n"

    content = (
        b"From: a@b.example\nTo: c@d.example\nSubject: Truce\nMIME-Version: 1.0\n"
        b"Content-Type: multipart/mixed; boundary=x\n\n--x\n\nThe truce held.\n"
    )
    content += attached(named, 1) + attached(b"filename=b.txt", 2) + b"--x--\n"
    reading = read(content, "letter.eml")
    assert [draft.title for draft in reading.drafts] == [
        "Truce",
        "Report number 1 from the south",
        "Report number 2 from the south",
    ]
    assert reading.warnings == ()
    assert "".join(draft.member for draft in reading.drafts).encode("utf-8")


def test_a_mail_in_parts_that_nothing_divides_is_one_text(read: Read) -> None:
    content = (
        b"From: a@b.example\nTo: c@d.example\nSubject: Truce\nMIME-Version: 1.0\n"
        b"Content-Type: multipart/mixed\n\nThe truce held on Monday.\n"
    )
    draft = draft_of(read, content)
    assert (draft.title, draft.text.strip()) == ("Truce", "The truce held on Monday.")
