from collections.abc import Callable

import pytest

from tests.importing.containers.conftest import Read, Zipped

Story = Callable[[int], str]


def mail(number: int, body: str = "") -> str:
    return (
        f"From: Ada Lorn <ada@post.example>\nTo: desk@post.example\nSubject: Mail {number}\n"
        f"Date: {number} Mar 2023 10:00:00 +0000\n\n{body or f'It held on day {number}, they said.'}\n"
    )


SEPARATORS = [
    "From ada@post.example Sat Mar  4 10:00:00 2023",
    "From - Sat Mar 04 10:00:00 2023",
    "From 17654321@xxx Sat Mar 04 10:00:00 +0000 2023",
    "From MAILER-DAEMON",
]


@pytest.mark.parametrize("separator", SEPARATORS)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_mail_of_a_mailbox_is_an_article(read: Read, separator: str, end: str) -> None:
    content = "\n".join(f"{separator}\n{mail(number)}" for number in (1, 2, 3)).replace("\n", end)
    reading = read(content, "Inbox")
    assert reading.reader == "mailbox (mbox)"
    assert [(draft.number, draft.member, draft.title, draft.published) for draft in reading.drafts] == [
        (number, f"mail {number}", f"Mail {number}", f"2023-03-0{number}") for number in (1, 2, 3)
    ]


def test_lines_that_begin_with_from_are_the_authors_own(read: Read) -> None:
    body = (
        "He wrote:\n\nFrom the south it is quiet.\n\n>From here on, all is well.\n>>From us.\n\nFrom now: on"
    )
    content = f"{SEPARATORS[0]}\n{mail(1, body)}\n{SEPARATORS[0]}\n{mail(2)}"
    first, second = read(content).drafts
    assert first.text.splitlines()[2:] == [
        "From the south it is quiet.", "", "From here on, all is well.", ">From us.", "", "From now: on",
    ]  # fmt: skip
    assert second.title == "Mail 2"


def test_one_bad_mail_does_not_stop_the_rest(read: Read) -> None:
    content = (
        f"{SEPARATORS[0]}\n{mail(1)}\n{SEPARATORS[0]}\n{mail(2, ' ')}\n"
        f"{SEPARATORS[0]}\nFrom: \n\n{SEPARATORS[0]}\n{mail(4)}"
    )
    reading = read(content)
    assert [draft.title for draft in reading.drafts] == ["Mail 1", "Mail 4"]
    assert [item.member for item in reading.failed] == ["mail 2", "mail 3"]


def test_what_is_attached_to_a_mail_of_a_mailbox_in_a_zip_is_found(read: Read, zipped: Zipped) -> None:
    attached = (
        "From: a@b.example\nSubject: With a note\nMIME-Version: 1.0\n"
        "Content-Type: multipart/mixed; boundary=x\n\n--x\n\nSee the note.\n--x\n"
        'Content-Type: text/plain\nContent-Disposition: attachment; filename="note.txt"\n\n'
        "It is quiet.\n--x--\n"
    )
    content = f"{SEPARATORS[0]}\n{attached}\n{SEPARATORS[0]}\n{mail(2)}"
    reading = read(zipped({"Inbox.mbox": content}))
    assert [draft.member for draft in reading.drafts] == [
        "Inbox.mbox/mail 1", "Inbox.mbox/mail 1/note.txt", "Inbox.mbox/mail 2",
    ]  # fmt: skip


def test_mails_in_which_proquest_sends_documents_are_read_as_such(read: Read) -> None:
    body = (
        "Document 1 of 1\n\nTitle: Truce holds\n\nPublication title: Tavira Post\n\nFull text:\n\n"
        "It held on Monday, they said.\n\nProQuest document ID: 7712\n"
    )
    content = f"{SEPARATORS[0]}\n{mail(1)}\n{SEPARATORS[0]}\n{mail(2, body)}"
    assert [(draft.title, draft.outlet) for draft in read(content).drafts] == [
        ("Mail 1", ""), ("Truce holds", "Tavira Post"),
    ]  # fmt: skip
