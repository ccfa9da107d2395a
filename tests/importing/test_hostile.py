"""A folder of good files among damaged and malicious ones, all the way into an archive."""

import base64
import contextlib
import time
import zlib
from pathlib import Path

import pytest

from archive_app.importing.limits import Limits
from archive_app.importing.reader import Material, Unreadable
from archive_app.importing.reading import read_material
from archive_app.importing.sandbox import Sandbox
from archive_app.operations.checking import check_archive
from archive_app.operations.importing import ImportReport, import_files
from archive_app.storage.archive import Archive, create_archive


def good(number: int) -> bytes:
    headline = f"Report number {number} from the south"
    return f"{headline}\n\nOn day {number} the command counted {number} shots, it said.\n".encode()


def page(inner: str) -> bytes:
    return f"<!DOCTYPE html><html><body>{inner}</body></html>".encode()


SENTENCE = "The observers counted fewer shots on Monday than on any other day since the truce, they said. "
ATTRIBUTES = " ".join(f"a{number}=1" for number in range(5_000))
BOMBS: dict[str, bytes] = {
    # What must come out as an article, however odd it is.
    "kept deep.html": page("<div>" * 20_000 + f"<p>Deep. {SENTENCE * 5}</p>" + "</div>" * 20_000),
    "kept unclosed.html": page("<div><span><b><i>" * 5000 + "Open. " + SENTENCE * 5),
    "kept wide.html": page(f"<p>{SENTENCE}</p>" * 3000),
    "kept attribute.html": page(f'<p data-x="{"y" * 12_000_000}">{SENTENCE * 4}</p>'),
    "kept attributes.html": page(f"<p {ATTRIBUTES}>Many. {SENTENCE * 4}</p>"),
    "kept cut off.html": page(f"<p>Cut. {SENTENCE * 5}</p><p>{SENTENCE}")[:-30],
    "kept entities.html": b'<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%b">' % (98 + n, (b"&%c;" % (97 + n)) * 10) for n in range(9))
    + b"]>"
    + page(f"<p>&j; {SENTENCE * 5}</p>"),
    "kept cdata.html": page(f"<![CDATA[ {SENTENCE} ]]><p>{SENTENCE * 5}</p><!-- <p>never"),
    "kept nul.html": page(f"<p>{SENTENCE * 3}\0{SENTENCE * 3}</p>"),
    "kept latin.txt": "Café am Markt\n\nDie Behörde erklärte, sie sei nicht zuständig.".encode("latin-1"),
    "kept utf16.txt": "Truce holds\n\nIt holds, they said.".encode("utf-16"),
    "kept truncated utf8.txt": "Перемирие держится\n\nНаблюдатели насчитали меньше выстрелов.".encode()[:-3],
    "kept nul.txt": good(9000).replace(b"shots", b"sh\0ts"),
    "kept bidi.txt": "Truce \u202eholds\u202c\n\nIt \u2066holds\u2069, they said.".encode(),
    "kept one line.txt": (SENTENCE * 20_000).encode(),
    "kept lines.txt": b"word\n" * 200_000,
    "kept combining.txt": ("a" + "\u0301" * 50_000 + " word").encode(),
    "kept wrong extension.pdf": good(9001),
    "kept no extension": good(9002),
    "kept ..%2f..%2fetc%2fpasswd.txt": good(9003),
    "kept -rf.txt": good(9004),
    "kept \u202etxt.exe": good(9005),
    # What must be explained.
    "bad empty.txt": b"",
    "bad blank.txt": b" \n" * 1000,
    "bad zeros.txt": b"\0" * 100_000,
    "bad noise.txt": base64.b85decode("VPaz~" * 400) + bytes(range(256)) * 20,
    "bad picture.txt": b"\x89PNG\r\n\x1a\n" + bytes(500),
    "bad zip.txt": b"PK\x03\x04" + bytes(200),
    "bad gzip bomb.txt": b"\x1f\x8b\x08\0" + zlib.compress(bytes(10_000_000)),
    "bad empty page.html": page(""),
    "bad scripts.html": page("<script>" + "var x = 1;" * 10_000 + "</script>"),
    "bad endless line.txt": b"word " * 3_000_000,
    "bad punctuation.txt": b"*** --- ***\n" * 100,
    "bad pdf.html": b"%PDF-1.4\n" + bytes(300),
}  # fmt: skip


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ImportReport, list[str]]:
    folder = tmp_path_factory.mktemp("hostile") / "in"
    folder.mkdir()
    for number in range(30):
        (folder / f"good {number}.txt").write_bytes(good(number))
    for name, content in BOMBS.items():
        (folder / name).write_bytes(content)
    with (
        create_archive(folder.parent / "archive") as archive,
        Sandbox(workers=2, limits=Limits(wall_seconds=60)) as sandbox,
    ):
        report = import_files(archive, [folder], coder="Ada", sandbox=sandbox)
        problems = list(check_archive(archive).problems)
    return folder, report, problems


def test_every_good_file_is_stored(outcome: tuple[Path, ImportReport, list[str]]) -> None:
    _, report, _ = outcome
    imported = {Path(item.source).name for item in report.imported}
    expected = {name for name in BOMBS if name.startswith("kept")} | {
        f"good {number}.txt" for number in range(30)
    }
    assert imported == expected


def test_every_bad_file_is_explained_in_a_sentence(outcome: tuple[Path, ImportReport, list[str]]) -> None:
    _, report, _ = outcome
    failed = {Path(item.source).name: item.reason for item in report.failed}
    assert set(failed) == {name for name in BOMBS if name.startswith("bad")}
    assert all(reason[0].isupper() and reason.endswith(".") for reason in failed.values())
    assert not any("failed on it" in reason or "crashed" in reason for reason in failed.values()), failed


def test_the_archive_is_whole_afterwards(outcome: tuple[Path, ImportReport, list[str]]) -> None:
    _, _, problems = outcome
    assert problems == []


def test_nothing_is_written_outside_the_archive(outcome: tuple[Path, ImportReport, list[str]]) -> None:
    folder, _, _ = outcome
    assert {path.name for path in folder.parent.iterdir()} == {"in", "archive"}
    assert {path.name for path in folder.iterdir()} == set(BOMBS) | {
        f"good {number}.txt" for number in range(30)
    }


@pytest.mark.parametrize(
    "content",
    [
        b"<!---->" * 580 + b"x",
        b"<!-- " * 800,
        b"From: a\r\n" + b" \r\n" * 1000 + b"x",
        ("a" + (" " * 12 + "|" + " " * 12) * 6 + ".\n").encode() * 9,
        b"- " * 90 + b"x\n",
        b"share this " * 18 + b"\n",
        b"follow us on twitter " + b"and " * 40 + b"\n",
        page('<script type="application/ld+json">' + " " * 300_000 + "//</script>" + SENTENCE * 5),
        page("<a <b " * 20_000 + SENTENCE),
        page("<!" * 20_000 + SENTENCE),
    ],
)
def test_no_pattern_takes_long_over_what_was_made_to_confuse_it(content: bytes) -> None:
    started = time.process_time()
    with contextlib.suppress(Unreadable):
        read_material(Material("confusing.txt", content + b"\nA word.\n"))
    assert time.process_time() - started < 3


def test_a_deep_page_loses_nothing(empty_archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "deep.html").write_bytes(BOMBS["kept deep.html"])
    report = import_files(empty_archive, [tmp_path / "deep.html"], coder="Ada")
    assert "could not be told apart" in report.warnings[0].sentence
