import json
from pathlib import Path

import pytest

from archive_app.importing.draft import Draft, Reading
from archive_app.importing.page_metadata import iso_date, title_alone
from archive_app.importing.reader import Material, Unreadable
from archive_app.importing.reading import read_material

SHARED = Path(__file__).parents[3] / "shared" / "data" / "html"

PARAGRAPHS = [
    "Field Marshal Orlan Dabrek ordered his forces to advance on Tavira on Saturday, witnesses said.",
    "The government accused him of shelling houses; at least 12 people were killed, it said.",
    "His command denied it. “We fired at no house,” a spokesman told reporters in the port city.",
    "Observers counted fewer shots on Monday than on any day since the truce was agreed in March.",
]
LINKED = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "WebSite", "name": "Not this"},
        {
            "@type": ["NewsArticle"],
            "headline": "Marshal orders march &amp; siege",
            "datePublished": "2023-03-04T09:20:00+01:00",
            "author": [{"@type": "Person", "name": "Ada Lorn"}, {"name": "Mira Tolle"}],
            "publisher": {"@type": "Organization", "name": "Tavira Post"},
            "articleSection": "World",
        },
    ],
}


def page(*, head: str = "", body: str | None = None, language: str = "en") -> str:
    inner = body if body is not None else "".join(f"<p>{paragraph}</p>\n" for paragraph in PARAGRAPHS)
    return (
        f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8">{head}</head><body>'
        '<nav><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li></ul></nav>'
        f"<main><article><h1>Marshal orders march</h1>{inner}</article></main>"
        "<aside><h3>Most read</h3><ul><li><a href='/x'>Another story</a></li></ul></aside>"
        "<footer>All rights reserved</footer><script>document.write('never')</script></body></html>"
    )


def read(content: str | bytes, name: str = "story.html") -> Reading:
    return read_material(Material(name, content.encode() if isinstance(content, str) else content))


def draft_of(content: str | bytes) -> Draft:
    (draft,) = read(content).drafts
    return draft


def test_the_main_text_is_kept_paragraph_by_paragraph_and_nothing_else() -> None:
    text = draft_of(page()).text
    assert text.endswith("\n\n".join(PARAGRAPHS))
    assert not any(
        word in text for word in ("Home", "Most read", "Another story", "rights reserved", "never")
    )


def test_line_ends_of_windows_change_nothing() -> None:
    assert draft_of(page().replace("\n", "\r\n")) == draft_of(page())


def test_the_same_page_gives_the_same_text_every_time() -> None:
    assert len({draft_of(page()).sha256 for _ in range(5)}) == 1


def test_json_about_the_article_tells_its_metadata() -> None:
    draft = draft_of(page(head=f'<script type="application/ld+json">{json.dumps(LINKED)}</script>'))
    assert draft.title == "Marshal orders march & siege"
    assert (draft.outlet, draft.section) == ("Tavira Post", "World")
    assert draft.authors == "Ada Lorn; Mira Tolle"
    assert (draft.published, draft.published_raw) == ("2023-03-04", "2023-03-04T09:20:00+01:00")


@pytest.mark.parametrize(
    "around", ["{}", "[ {} ]", "//<![CDATA[\n{}\n//]]>", "<!-- {} -->", '[{{"@type": "Thing"}}, {}]']
)
def test_json_is_found_in_whatever_is_put_around_it(around: str) -> None:
    script = around.format(json.dumps(LINKED))
    draft = draft_of(page(head=f'<script type="application/ld+json">\n{script}</script>'))
    assert draft.outlet == "Tavira Post"


def test_meta_elements_tell_what_json_does_not() -> None:
    draft = draft_of(
        page(
            head='<meta property="og:title" content="Marshal orders march | Tavira Post">'
            '<meta property="og:site_name" content="Tavira Post">'
            '<meta property="article:published_time" content="2023-03">'
            '<meta name="author" content="Ada Lorn"><link rel="canonical" href="https://post.example/march">'
        )
    )
    assert (draft.title, draft.outlet, draft.authors) == ("Marshal orders march", "Tavira Post", "Ada Lorn")
    assert draft.published == "2023-03"
    assert draft.url == "https://post.example/march"


@pytest.mark.parametrize(
    "broken", ["{", "[[[[", '{"@type": "NewsArticle", "author": 3, "headline": []}', "[" * 100_000]
)
def test_broken_json_in_a_page_does_no_harm(broken: str) -> None:
    draft = draft_of(page(head=f'<script type="application/ld+json">{broken}</script>'))
    assert draft.title == "Marshal orders march"


def test_a_page_in_an_old_encoding_is_decoded_as_it_declares() -> None:
    old = page().replace("utf-8", "windows-1252").encode("cp1252", "xmlcharrefreplace")
    reading = read(old)
    assert "“We fired at no house,”" in reading.drafts[0].text
    assert reading.encoding == "cp1252"


def test_lists_and_subheadings_are_kept_as_lines() -> None:
    inner = (
        f"<p>{PARAGRAPHS[0]}</p><h2>The dead</h2><p>{PARAGRAPHS[1]}</p>"
        "<ul><li>first item of it</li><li>second item of it</li></ul>"
        f"<p>{PARAGRAPHS[2]}</p><p>{PARAGRAPHS[3]}</p>"
    )
    text = draft_of(page(body=inner)).text
    assert "\n\nThe dead\n\n" in text
    assert "first item of it\n" in text


def test_a_page_nested_too_deep_for_the_parser_keeps_all_its_text() -> None:
    deep = page(body="<div>" * 3000 + "".join(f"<p>{text}</p>" for text in PARAGRAPHS) + "</div>" * 3000)
    reading = read(deep)
    for paragraph in PARAGRAPHS:
        assert paragraph in reading.drafts[0].text
    assert "could not be told apart" in reading.warnings[0]


def test_a_huge_attribute_does_not_lose_the_text() -> None:
    huge = page(body=f'<p title="{"x" * 11_000_000}">{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p>')
    assert PARAGRAPHS[1] in draft_of(huge).text


def test_a_page_cut_off_in_the_middle_keeps_what_is_there() -> None:
    whole = page()
    text = draft_of(whole[: whole.index("Observers counted") + 30]).text
    assert PARAGRAPHS[2] in text


def test_a_page_without_text_is_explained() -> None:
    with pytest.raises(Unreadable):
        read("<html><head><title>x</title></head><body><script>1</script></body></html>")


def test_entities_and_external_references_are_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("swordfish")
    hostile = (
        f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "{secret.as_uri()}">]><html><body><article>'
        + "".join(f"<p>{text} &x;</p>" for text in PARAGRAPHS)
        + f'<iframe src="{secret.as_uri()}"></iframe></article></body></html>'
    )
    assert "swordfish" not in draft_of(hostile).text


@pytest.mark.parametrize(
    ("raw", "date"),
    [
        ("2019-04-16T09:20:00+02:00", "2019-04-16"),
        ("2019-4-6", "2019-04-06"),
        ("20190416", "2019-04-16"),
        ("2019-04", "2019-04"),
        ("2019", "2019"),
        ("2019-29-11", ""),
        ("16 April 2019", ""),
        ("20191", ""),
        ("3019-01-01", ""),
        ("", ""),
    ],
)
def test_a_date_is_cut_to_the_precision_it_states(raw: str, date: str) -> None:
    assert iso_date(raw) == date


def test_the_name_of_the_site_is_no_part_of_the_title() -> None:
    assert title_alone("Truce holds - South - Tavira Post", (), "Tavira-Post") == "Truce holds - South"
    assert title_alone("Tavira Post | Truce holds now", ("Truce holds now",), "") == "Truce holds now"
    assert title_alone("Truce holds - for now", (), "Tavira Post") == "Truce holds - for now"


@pytest.mark.skipif(not SHARED.is_dir(), reason="the saved pages of shared/data are not here")
def test_saved_pages_hold_what_they_should_and_little_else() -> None:
    expected = json.loads((SHARED / "expected.json").read_text("utf-8"))
    found = missed = wrong = 0
    for name in sorted(expected)[::3]:
        path = SHARED / "pages" / name
        if not path.is_file():
            continue
        text = " ".join(draft_of(path.read_bytes()).text.split())
        held = [" ".join(piece.split()) in text for piece in expected[name]["with"]]
        found, missed = found + sum(held), missed + len(held) - sum(held)
        wrong += sum(" ".join(piece.split()) in text for piece in expected[name]["without"])
    assert 2 * found / (2 * found + missed + wrong) > 0.89
