"""Damaged exports: whatever is cut off or garbled, there is a reading or a sentence that says why not."""

import time
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive_app.importing.databases.items import read_items
from archive_app.importing.detecting import READERS
from archive_app.importing.draft import Draft, Reading
from archive_app.importing.reader import Material, Reader, Unreadable
from archive_app.importing.reading import read_material

Load = Callable[[str], bytes]

NAMES = (
    "nexis.docx", "nexis.txt", "nexis_en.html", "nexis_de.html", "nexis_fr.html", "factiva_tags.html",
    "factiva_plain.html", "factiva.xml", "factiva.rtf", "europresse.html", "europresse_old.html",
    "proquest.txt", "proquest.html", "proquest.eml", "proquest_forwarded.eml",
)  # fmt: skip
_QUICK = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)


def reader_of(content: bytes) -> Reader:
    material = Material("export", content)
    return max(READERS, key=lambda reader: reader.recognises(material))


def outcome(read: Callable[[], Reading]) -> Reading | str:
    try:
        return read()
    except Unreadable as error:
        return str(error)


@pytest.mark.parametrize("name", NAMES)
@given(part=st.floats(0, 1))
@_QUICK
def test_a_truncated_export_is_read_or_explained(load: Load, name: str, part: float) -> None:
    content = load(name)
    material = Material(name, content[: int(part * len(content))])
    # Both as it would be detected, and by the reader of the whole file whatever is left of it.
    for found in (
        outcome(lambda: read_material(material)),
        outcome(lambda: reader_of(content).read(material)),
    ):
        if isinstance(found, str):
            assert found.endswith(".")
        else:
            assert all(item.reason for item in found.failed)


@pytest.mark.parametrize("name", NAMES)
@given(
    place=st.floats(0, 1),
    noise=st.sampled_from(
        [
            b"\0",
            b"<",
            b">",
            b"</div>",
            b"\xff\xfe\xfa",
            b"{\\",
            b"}}}}",
            b"\\u99999999",
            b"&#xD800;",
            b"&",
            b"\x1e\x1f",
        ]
    ),
    times=st.integers(1, 50),
)
@_QUICK
def test_a_garbled_export_is_read_or_explained(
    load: Load, name: str, place: float, noise: bytes, times: int
) -> None:
    content = load(name)
    at = int(place * len(content))
    garbled = Material(name, content[:at] + noise * times + content[at:])
    outcome(lambda: read_material(garbled))
    outcome(lambda: reader_of(content).read(garbled))


def test_what_was_read_before_the_cut_stays_read(load: Load) -> None:
    for name in ("nexis.txt", "nexis_en.html", "factiva_plain.html", "factiva.xml", "europresse_old.html"):
        content = load(name)
        whole = read_material(Material(name, content)).drafts[0]
        cut = content[: len(content) * 9 // 10]
        assert read_material(Material(name, cut)).drafts[0].text == whole.text


def test_a_word_document_full_of_air_is_not_unpacked(word_document: Callable[[str], bytes]) -> None:
    bomb = word_document('<w:document w:name="Bookmark_1">' + " " * 20_000_000)
    assert len(bomb) < 100_000
    with pytest.raises(Unreadable, match="packed so densely"):
        read_material(Material("bomb.docx", bomb))


def test_a_word_document_with_entities_is_not_expanded(word_document: Callable[[str], bytes]) -> None:
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    document = (
        f'<!DOCTYPE w:document [<!ENTITY l0 "lol">{lol}]><w:document '
        'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p>'
        '<w:bookmarkStart w:name="Bookmark_1"/><w:r><w:t>&l9;</w:t></w:r></w:p></w:body></w:document>'
    )
    found = outcome(lambda: read_material(Material("lol.docx", word_document(document))))
    assert isinstance(found, str) or len(found.drafts[0].text) < 1000


def test_characters_that_xml_forbids_do_not_stop_an_article(load: Load) -> None:
    content = load("factiva.xml").replace(
        b"Rien de plus.", b"Rien&#xD800;&#0; de&nbsp;plus & rien &lt; tout."
    )
    draft = read_material(Material("export", content)).drafts[-1]
    assert draft.text.endswith("Rien\ufffd\ufffd de plus & rien < tout.")


@pytest.mark.parametrize(
    "content",
    [
        b"\n" * 1_000_000 + b">", b" " * 1_000_000 + b"x", b"<div " * 200_000, b"<strong" * 140_000,
        b"_" * 1_000_000, b"1" * 1_000_000, b"{\\rtf1 " + b"\\f0" * 300_000, b"<span" * 200_000 + b">",
        b"From: a\n" + b"X-a: \n" * 150_000, b"<!--" * 250_000, b"<META " * 150_000 + b"<DOCFULL>",
    ],
)  # fmt: skip
def test_no_content_takes_long_to_be_recognised(content: bytes) -> None:
    started = time.process_time()
    for reader in READERS:
        reader.recognises(Material("export", content))
    assert time.process_time() - started < 2


def test_a_control_character_beside_a_heading_loses_no_article(load: Load) -> None:
    harmed = load("europresse_old.html").replace(b"Le Courrier</span><br>", b"Le Courrier</span>\x01<br>")
    assert harmed != load("europresse_old.html")
    assert len(read_material(Material("export", harmed)).drafts) == 2


def test_an_article_that_breaks_its_reader_does_not_take_the_others_along() -> None:
    def parse(item: str) -> Draft:
        if item == "broken":
            raise ValueError("damage of a kind that nobody thought of")
        return Draft(item, f"The words of {item}.")

    reading = read_items("Nexis (text)", ["one", "broken", "three"], parse)
    assert [draft.title for draft in reading.drafts] == ["one", "three"]
    assert [(item.number, item.reason) for item in reading.failed] == [
        (2, "It is so damaged that it could not be read.")
    ]
