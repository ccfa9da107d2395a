"""Three hundred files, good, damaged and malicious, as nobody sends them at once.

What must become of a file stands at the beginning of its name: ``good`` is stored whole, ``part`` is stored
in part with the rest explained, ``bad`` is explained, ``any`` is one or the other, as the formats read allow.
"""

import base64
import gzip
import io
import os
import random
import struct
import zipfile
import zlib
from collections.abc import Mapping
from email.message import EmailMessage
from pathlib import Path

SENTENCE = "The observers counted fewer shots on Monday than on any other day since the truce, they said. "
FILES = 300
_NUMBERS = iter(range(1, 1_000_000))


def story(words: int = 40) -> str:
    number = next(_NUMBERS)
    text = f"Report number {number} from the south\n\nOn day {number} the command counted {number + 7} shots."
    return f"{text}\n\n" + SENTENCE * (words // 16) + "\n"


def page(inner: str = "", *, head: str = "") -> bytes:
    inner = inner or "".join(f"<p>{line}</p>" for line in story(160).split("\n") if line)
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'>{head}</head><body>{inner}</body></html>".encode()
    )


def zipped(files: Mapping[str, bytes | str], *, packed: bool = True) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as archive:
        for name, inside in files.items():
            archive.writestr(name, inside)
    return content.getvalue()


def encrypted(content: bytes) -> bytes:
    """Say of every entry of a zip that it is encrypted."""
    changed = bytearray(content)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(signature)
        while at >= 0:
            changed[at + offset] |= 1
            at = changed.find(signature, at + 4)
    return bytes(changed)


def mail(*attached: tuple[str, bytes]) -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = "Ada Lorn <ada@post.example>", "desk@post.example"
    message["Subject"], message["Date"] = f"Letter {next(_NUMBERS)}", "Sat, 04 Mar 2023 10:00:00 +0000"
    message.set_content(story())
    for name, content in attached:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def mailbox(count: int) -> bytes:
    return b"".join(b"From a@b.example Sat Mar  4 10:00:00 2023\n" + mail() + b"\n" for _ in range(count))


def warc(*pages: bytes) -> bytes:
    records = []
    for number, content in enumerate(pages):
        answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + content
        head = (
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2023-03-04T09:20:00Z\r\n"
            f"WARC-Target-URI: https://post.example/{number}\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
        )
        records.append(head.encode() + answer + b"\r\n\r\n")
    return b"".join(records)


def saved_page() -> bytes:
    return (
        b"From: <Saved by Blink>\nSnapshot-Content-Location: https://post.example/1\nSubject: x\n"
        b'MIME-Version: 1.0\nContent-Type: multipart/related; type="text/html"; boundary="x"\n\n'
        b"--x\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n"
        b"Content-Location: https://post.example/1\n\n" + base64.encodebytes(page()) + b"--x--\n"
    )


def document(body: str, *, name: str = "word/document.xml") -> bytes:
    return zipped({"[Content_Types].xml": "<Types/>", name: body})


def pdf(stream: bytes) -> bytes:
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    body = b"%PDF-1.4\n" + b"".join(
        b"%d 0 obj\n%s\nendobj\n" % (number, part) for number, part in enumerate(objects, 1)
    )
    return body + b"trailer << /Root 1 0 R /Size 5 >>\n%%EOF\n"


def laughs(tail: str) -> str:
    entities = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "{"ha" * 20}">{entities}]>{tail}'


def overlapping() -> bytes:
    """A zip whose entries all unpack the same bytes."""
    content = bytearray(zipped({"kernel": bytes(1_000_000)}))
    at = content.index(b"PK\x01\x02")
    entry = bytes(content[at : content.index(b"PK\x05\x06")])
    many = 200
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, many, many, len(entry) * many, at, 0)
    return bytes(content[:at]) + entry * many + end


def good_files() -> dict[str, bytes]:
    chance = random.Random(5)
    accents = f"Café am Markt\n\nDie Behörde erklärte, sie sei nicht zuständig ({next(_NUMBERS)})."
    files: dict[str, bytes] = {
        "good latin.txt": accents.encode("latin-1"),
        "good utf16.txt": story().encode("utf-16"),
        "good utf16 without a mark.txt": story().encode("utf-16-le"),
        "good koi8 page.html": page(head="<meta charset='koi8-r'>" ).replace(b"<meta charset='utf-8'>", b"")
        .replace(b"shots", "выстрелов".encode("koi8-r")),
        "good cut in a character.txt": (story() + "Перемирие держится.").encode()[:-3],
        "good text.pdf": story().encode(),
        "good page.docx": page(),
        "good zip.txt": zipped({"a.txt": story()}),
        "good no extension": story().encode(),
        "good -rf.txt": story().encode(),
        "good $(reboot).txt": story().encode(),
        "good ..%2f..%2fetc%2fpasswd.txt": story().encode(),
        "good \u202etxt.exe": story().encode(),
        "good line\nbreak.txt": story().encode(),
        "good " + "long " * 45 + ".txt": story().encode(),
        "good bidi.txt": f"Truce \u202eholds\u202c\n\n{story()}".encode(),
        "good controls.txt": story().replace("shots", "sh\x07o\x1bts").encode(),
        "good nul.txt": story().replace("shots", "sh\0ts").encode(),
        "good combining.txt": ("a" + "\u0301" * 50_000 + " " + story()).encode(),
        "good one line.txt": (SENTENCE * 20_000 + str(next(_NUMBERS))).encode(),
        "good many lines.txt": b"word\n" * 200_000,
        "good deep.html": page("<div>" * 20_000 + f"<p>Deep. {SENTENCE * 5}</p>" + "</div>" * 20_000),
        "good unclosed.html": page("<div><span><b><i>" * 5000 + "Open. " + SENTENCE * 5),
        "good wide.html": page(f"<p>{SENTENCE}</p>" * 3000),
        "good attribute.html": page(f'<p data-x="{"y" * 12_000_000}">Long. {SENTENCE * 4}</p>'),
        "good entities.html": laughs("").encode() + page(f"<p>&j; Entities. {SENTENCE * 5}</p>"),
        "good cut off.html": page(f"<p>Cut. {SENTENCE * 5}</p><p>{SENTENCE}")[:-30],
        "good remote.html": page(
            f"<p>Remote. {SENTENCE * 5}</p><img src='http://127.0.0.1:9/x'><iframe src='file:///etc/passwd'>"
        ),
        "good flowed.eml": mail(),
        "good bad headers.eml": b"From: <<>>@[\nSubject: =?utf-8?B?x\nDate: 99 No\nMIME-Version: 1.0\n\n"
        + story().encode(),
    }  # fmt: skip
    for number in range(90):
        files[f"good {number}.txt"] = story().encode()
    for number in range(25):
        files[f"good {number}.html"] = page()
    for number in range(10):
        files[f"good {number}.md"] = f"# Number {number}\n\n{story()}".encode()
        files[f"good {number}.eml"] = mail(("report.txt", story().encode()))
        files[f"good {number}.zip"] = zipped({f"{n}/story.txt": story() for n in range(4)})
        files[f"good {number}.txt.gz"] = gzip.compress(story().encode())
        files[f"good {number}.mht"] = saved_page()
    for number in range(5):
        files[f"good {number}.mbox"] = mailbox(chance.randint(2, 6))
        files[f"good {number}.warc"] = warc(page(), page())
        files[f"good {number}.warc.gz"] = gzip.compress(warc(page(), page()))
    return files


def partly_good_files() -> dict[str, bytes]:
    large = {f"{n}.txt": "".join(f"Shot {n}{m:06}, they said. " for m in range(280_000)) for n in range(10)}
    inner = zipped({"deepest.txt": story()})
    for _ in range(6):
        inner = zipped({"deeper.zip": inner})
    records = warc(page(), page(), page())
    return {
        "part traversal.zip": zipped({"a.txt": story(), "../../evil.txt": "", "/tmp/evil.txt": story()}),
        "part password.zip": mixed_encryption({"a.txt": story(), "b.txt": story()}),
        "part bomb.zip": zipped({"fine.txt": story(), "bomb.txt": bytes(90 << 20)}),
        "part pages.zip": zipped({"a.txt": story(), "b.html": "", "c.png": b"\x89PNG\r\n\x1a\n"}),
        "part nested.zip": zipped({"top.txt": story(), "deeper.zip": inner}),
        "part damaged.zip": zipped(
            {"a.txt": story(), "b.txt": "Damaged here: XYZZY.\n"}, packed=False
        ).replace(b"XYZZY", b"PLUGH", 1),
        "part large texts.zip": zipped(large),
        "part mails.mbox": mailbox(2) + b"From a@b.example Sat Mar  4 10:00:00 2023\nFrom: x\n\n \n",
        "part cut off.warc": records[: int(len(records) * 0.8)],
        "part cut off.warc.gz": gzip.compress(warc(page(), page(), page()))[:-40],
        "part attached.eml": mail(("broken.pdf", b"%PDF-1.4\n" + bytes(300)), ("note.txt", story().encode())),
        "part cut off.txt.gz": gzip.compress("".join(story() for _ in range(3000)).encode())[:-4000],
    }  # fmt: skip


def mixed_encryption(files: Mapping[str, str]) -> bytes:
    """Say of the last entry alone that it is encrypted."""
    content = bytearray(zipped(files))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.rindex(signature) + offset] |= 1
    return bytes(content)


def bad_files() -> dict[str, bytes]:
    noise = random.Random(7).randbytes
    whole = zipped({f"{number}.txt": story() for number in range(4)})
    deep_mail = b"From: a@b.example\nTo: c@d.example\nSubject: deep\nMIME-Version: 1.0\n" + b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(3000)
    )
    files: dict[str, bytes] = {
        "bad empty.txt": b"",
        "bad empty.html": b"",
        "bad empty.zip": b"PK\x05\x06" + bytes(18),
        "bad blank.txt": b" \n" * 1000,
        "bad mark alone.txt": b"\xef\xbb\xbf",
        "bad zeros.txt": bytes(100_000),
        "bad noise.txt": noise(50_000),
        "bad noise.html": noise(50_000),
        "bad noise.zip": b"PK\x03\x04" + noise(50_000),
        "bad noise.gz": b"\x1f\x8b\x08\0" + b"\xff" * 500,
        "bad cut off.zip": whole[: len(whole) // 2],
        "bad password.zip": encrypted(whole),
        "bad traversal.zip": zipped({"../evil.txt": story(), "..\\..\\evil.txt": story()}),
        "bad overlapping.zip": overlapping(),
        "bad many entries.zip": zipped({f"{number}": "" for number in range(11_000)}),
        "bad bomb.zip": zipped({"a": bytes(60 << 20), "b": bytes(60 << 20)}),
        "bad bomb.gz": gzip.compress(bytes(110 << 20)),
        "bad bomb of bombs.gz": gzip.compress(gzip.compress(gzip.compress(bytes(1 << 20)))),
        "bad picture.txt": b"\x89PNG\r\n\x1a\n" + bytes(500),
        "bad program": b"\x7fELF" + bytes(5000),
        "bad database.txt": b"SQLite format 3\0" + bytes(5000),
        "bad old document.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000),
        "bad empty page.html": page("<p></p>"),
        "bad scripts.html": page("<script>" + "var x = 1;" * 10_000 + "</script>"),
        "bad endless line.txt": b"word " * 3_000_000,
        "bad punctuation.txt": b"*** --- ***\n" * 100,
        "bad pdf.pdf": b"%PDF-1.4\n" + bytes(300),
        "bad no mail.eml": b"From: a@b.example\nTo: c@d.example\nSubject: x\nDate: y\n\n\n",
        "bad secret.eml": b"From: a@b.example\nTo: c@d.example\nSubject: x\nMIME-Version: 1.0\n"
        b"Content-Type: application/pkcs7-mime\nContent-Transfer-Encoding: base64\n\nMIIB\n",
        "bad pictures.warc": b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n",
        "bad laughs.docx": document(laughs("<w:document>&j;</w:document>")),
        "bad bomb.docx": document("<w:p>" + " " * (120 << 20) + "</w:p>"),
        "bad bomb.pdf": pdf(zlib.compress(bytes(200 << 20), 9)),
        "bad sound.mp3": b"ID3" + bytes(5000),
        "bad large zeros.txt": bytes(90 << 20),
        "any deep.eml": deep_mail,
        "any laughs.xml": laughs("<x>&j;</x>").encode(),
        "any deep.xml": b"<?xml version='1.0'?>" + b"<a>" * 100_000 + b"</a>" * 100_000,
        "any deep.json": b'[{"a":' * 50_000,
        "any large.csv": b"title,text\n" + b"".join(b"Title %d,Word %d\n" % (n, n) for n in range(2000)),
        "any letter.rtf": b"{\\rtf1\\ansi " + story().encode() + b"}",
        "any deep.rtf": b"{\\rtf1 " + b"{" * 100_000 + b"}" * 100_000,
        "any page.pdf": pdf(zlib.compress(b"BT /F1 12 Tf 72 700 Td (Words of a page) Tj ET")),
        "any story.docx": document("<w:document><w:p><w:t>A story.</w:t></w:p></w:document>"),
        "any book.epub": zipped({"mimetype": "application/epub+zip", "a.xhtml": page()}),
        "any bomb.epub": zipped({"mimetype": "application/epub+zip", "a.xhtml": bytes(80 << 20)}),
        "any text.odt": zipped({"mimetype": "application/vnd.oasis.opendocument.text", "a.xml": "<x/>"}),
        "any table.xlsx": document("<workbook/>", name="xl/workbook.xml"),
        "any bomb.xlsx": document(" " * (80 << 20), name="xl/workbook.xml"),
    }  # fmt: skip
    for number in range(15):
        cut = whole[: 40 + 5 * number]
        files[f"bad cut off {number}.zip"] = cut
        files[f"bad wrong extension {number}.txt"] = b"\xff\xd8\xff" + noise(500)
    return files


def make(folder: Path) -> int:
    """Fill a folder; return how many files and other things are in it."""
    folder.mkdir(parents=True)
    inside = {**good_files(), **partly_good_files(), **bad_files()}
    for name, content in inside.items():
        (folder / name).write_bytes(content)
    special = _things_that_are_no_files(folder)
    for number in range(FILES - len(inside) - special):
        (folder / f"good filling {number}.txt").write_text(story(), "utf-8")
    return FILES


def _things_that_are_no_files(folder: Path) -> int:
    outside = folder.parent / "outside"
    outside.mkdir()
    (outside / "linked.txt").write_text(story(), "utf-8")
    with (folder / "bad sparse.txt").open("wb") as sparse:
        sparse.truncate(4 << 30)
    (folder / "good link.txt").symlink_to(outside / "linked.txt")
    (folder / "bad link to nowhere.txt").symlink_to(outside / "gone.txt")
    (folder / "bad link to itself.txt").symlink_to(folder / "bad link to itself.txt")
    (folder / "bad device.txt").symlink_to("/dev/zero")
    os.mkfifo(folder / "bad pipe.txt")
    archive = folder / "bad archive in it"
    archive.mkdir()
    (archive / "archive.sqlite").write_bytes(b"SQLite format 3\0")
    # A name that is no valid text, as old file systems hold them.
    Path(os.fsdecode(os.fsencode(folder) + b"/good \xff\xfe name.txt")).write_text(story(), "utf-8")
    deep = folder / "/".join(["deep"] * 60)
    deep.mkdir(parents=True)
    (deep / "good at the bottom.txt").write_text(story(), "utf-8")
    (deep / "bad loop").symlink_to(folder, target_is_directory=True)
    (deep / "bad loop").unlink()  # a loop says nothing; that it ends is seen by the import ending
    (deep / "loop").symlink_to(folder, target_is_directory=True)
    unreadable = folder / "bad unreadable.txt"
    unreadable.write_text(story(), "utf-8")
    unreadable.chmod(0)
    if os.access(unreadable, os.R_OK):  # for those who may read everything
        unreadable.unlink()
        return 9
    return 10
