"""The sample archive holds together: every quote, name and value in its JSON files matches its articles."""

import json
import re
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import trafilatura
from trafilatura import bare_extraction
from trafilatura.settings import Document

SAMPLE = Path(__file__).parents[2] / "resources" / "sample"
ARTICLES = SAMPLE / "articles"
FILES = sorted(path.name for path in ARTICLES.iterdir())
ORIGINAL = "04-command-denies-shelling-suburb.txt"
REPRINT = "05-command-denies-shelling-reprint.txt"
ARABIC = "06-hasilat-ain-belsa-ar.txt"
DIRTY = "08-ministry-lowers-ain-belsa-toll.txt"
GERMAN = "09-streit-um-waffenembargo-de.txt"
EMOJI = "10-pause-for-evacuations-collapses.md"
NO_BREAK_SPACES = "12-guns-fall-silent-in-lavesh.txt"

ROLES = {"speaker", "addressee", "target", "mentioned"}
STANCES = {"supports", "opposes", "neutral"}
KINDS = {"person", "organisation", "state", "group"}


def load(name: str) -> Any:
    return json.loads((SAMPLE / name).read_text(encoding="utf-8"))


METADATA: dict[str, dict[str, str]] = load("articles.json")
CODEBOOK: dict[str, list[dict[str, Any]]] = load("codebook.json")
PASSAGES: list[dict[str, Any]] = load("passages.json")
ACTORS = {actor["name"] for actor in CODEBOOK["actors"]}
CLAIM_TYPES = {claim_type["name"] for claim_type in CODEBOOK["claim_types"]}


@cache
def canonical(name: str) -> str:
    """The text as an archive keeps it: decoded, line ends LF, NFC."""
    text = (ARTICLES / name).read_bytes().decode("utf-8")
    if name.endswith(".html"):
        text = trafilatura.extract(text, output_format="txt", include_comments=False) or ""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def folded(text: str) -> str:
    return " ".join(text.split())


def places(passage: dict[str, Any]) -> tuple[str, int, int]:
    """Where a passage lies: its article, start and end in code points."""
    text, quote, start = canonical(passage["article"]), passage["quote"], -1
    for _ in range(passage["occurrence"]):
        start = text.index(quote, start + 1)
    return passage["article"], start, start + len(quote)


def test_there_are_twelve_articles_in_the_order_of_their_numbers() -> None:
    assert [name[:3] for name in FILES] == [f"{number:02}-" for number in range(1, 13)]
    assert all(name.isascii() for name in FILES)
    assert Counter(Path(name).suffix for name in FILES) == {".txt": 7, ".html": 3, ".md": 2}


def test_every_article_has_metadata_and_nothing_else_has() -> None:
    assert list(METADATA) == FILES
    for values in METADATA.values():
        assert set(values) == {"outlet", "published", "authors", "url", "language"}
        assert values["outlet"]
        assert re.fullmatch(r"2023-03-(0[4-9]|1\d|2[0-4])", values["published"])
    assert {values["language"] for values in METADATA.values()} == {"en", "ar", "de"}


@pytest.mark.parametrize("name", FILES)
def test_an_article_is_as_long_as_an_agency_report(name: str) -> None:
    assert 120 <= len(canonical(name).split()) <= 350


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(".txt")])
def test_a_plain_text_begins_with_a_headline_and_a_blank_line(name: str) -> None:
    headline, blank, *_ = canonical(name).split("\n")
    assert 0 < len(headline) <= 80
    assert not headline.endswith(".")
    assert blank == ""


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(".md")])
def test_a_markdown_article_begins_with_its_title(name: str) -> None:
    assert re.match(r"# \S.*\n\n", canonical(name))


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(".html")])
def test_a_web_page_says_what_the_metadata_say(name: str) -> None:
    page = bare_extraction((ARTICLES / name).read_text(encoding="utf-8"), with_metadata=True)
    assert isinstance(page, Document)
    values = METADATA[name]
    assert page.title
    assert (page.sitename, page.date, page.author, page.url) == (
        values["outlet"],
        values["published"],
        values["authors"],
        values["url"],
    )


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(".html")])
def test_a_web_page_loses_its_furniture(name: str) -> None:
    text = canonical(name)
    for furniture in ("Most read", "Read also", "cookies", "Subscribe", "©", "Recent posts", "Corrections"):
        assert furniture not in text


def test_the_reprint_is_its_original_in_other_white_space() -> None:
    assert (ARTICLES / REPRINT).read_bytes() != (ARTICLES / ORIGINAL).read_bytes()
    assert b"\r\n" in (ARTICLES / REPRINT).read_bytes()
    assert canonical(REPRINT) != canonical(ORIGINAL)
    assert folded(canonical(REPRINT)) == folded(canonical(ORIGINAL))


def test_no_other_two_articles_are_the_same() -> None:
    assert len({folded(canonical(name)) for name in FILES}) == 11


def test_the_dirty_page_has_its_headline_twice_and_a_label_at_its_end() -> None:
    lines = canonical(DIRTY).split("\n")
    assert lines.count(lines[0]) == 2
    assert lines.index(lines[0], 1) > 2
    assert lines[-1] == "More Headlines 14"


def test_the_articles_hold_what_makes_texts_hard() -> None:
    assert re.search(r"[\u0600-\u06ff].*(122 mm|CNRO).*[\u0600-\u06ff]", canonical(ARABIC))
    assert "„" in canonical(GERMAN)
    assert sum(character > "\uffff" for character in canonical(EMOJI)) > 8
    assert "\u00a0" in canonical(NO_BREAK_SPACES)
    assert "“" in canonical(NO_BREAK_SPACES)


def test_names_and_aliases_of_actors_are_unique() -> None:
    names = [name for actor in CODEBOOK["actors"] for name in (actor["name"], *actor["aliases"])]
    doubles = [name for name, count in Counter(name.casefold() for name in names).items() if count > 1]
    assert doubles == []


def test_every_actor_says_what_it_is() -> None:
    for actor in CODEBOOK["actors"]:
        assert actor["kind"] in KINDS
        assert actor["description"].endswith(".")


def test_claim_types_are_a_tree_of_two_levels_with_parents_first() -> None:
    roots: set[str] = set()
    assert len(CLAIM_TYPES) == len(CODEBOOK["claim_types"])
    for claim_type in CODEBOOK["claim_types"]:
        if claim_type["parent"] is None:
            roots.add(claim_type["name"])
        else:
            assert claim_type["parent"] in roots
        assert 0 <= claim_type["colour"] < 12
        assert len(claim_type["definition"]) > 60


def test_all_files_are_already_nfc() -> None:
    for path in (*SAMPLE.glob("*.json"), *ARTICLES.iterdir()):
        assert unicodedata.is_normalized("NFC", path.read_bytes().decode("utf-8")), path.name


def test_there_are_sixty_passages() -> None:
    assert len(PASSAGES) == 60


@pytest.mark.parametrize("passage", PASSAGES, ids=lambda passage: passage["article"][:2])
def test_a_passage_quotes_its_article_and_uses_the_codebook(passage: dict[str, Any]) -> None:
    assert set(passage) == {"article", "quote", "occurrence", "actors", "claims", "memo"}
    assert passage["quote"] == passage["quote"].strip()
    assert "\n" not in passage["quote"]
    assert canonical(passage["article"]).count(passage["quote"]) >= passage["occurrence"] >= 1
    assert {tag["name"] for tag in passage["actors"]} <= ACTORS
    assert {tag["role"] for tag in passage["actors"]} <= ROLES
    assert {tag["type"] for tag in passage["claims"]} <= CLAIM_TYPES
    assert {tag["stance"] for tag in passage["claims"]} <= STANCES
    assert passage["actors"] or passage["claims"] or passage["memo"]


@pytest.mark.parametrize("passage", PASSAGES, ids=lambda passage: passage["article"][:2])
def test_no_tag_stands_twice_on_a_passage(passage: dict[str, Any]) -> None:
    actors = [(tag["name"], tag["role"]) for tag in passage["actors"]]
    claims = [tag["type"] for tag in passage["claims"]]
    assert len(actors) == len(set(actors))
    assert len(claims) == len(set(claims))


def test_a_quote_that_occurs_more_than_once_says_which_is_meant() -> None:
    repeated = [p for p in PASSAGES if canonical(p["article"]).count(p["quote"]) > 1]
    assert [p["occurrence"] for p in repeated] == [2]


def test_every_claim_has_a_speaker_and_every_denial_a_target() -> None:
    for passage in PASSAGES:
        roles = {tag["role"] for tag in passage["actors"]}
        claims = {tag["type"] for tag in passage["claims"]}
        if claims:
            assert "speaker" in roles, passage["quote"]
        if claims & {"Denial", "Blame shifted"}:
            assert "target" in roles, passage["quote"]


def test_every_article_but_the_reprint_is_coded() -> None:
    counts = Counter(passage["article"] for passage in PASSAGES)
    assert set(counts) == set(FILES) - {REPRINT}
    assert min(counts.values()) >= 3


def test_every_actor_and_every_claim_type_is_used() -> None:
    assert {tag["name"] for passage in PASSAGES for tag in passage["actors"]} == ACTORS
    assert {tag["type"] for passage in PASSAGES for tag in passage["claims"]} == CLAIM_TYPES


def test_passages_coincide_nest_and_overlap() -> None:
    spans = sorted(places(passage) for passage in PASSAGES)
    pairs = [(a, b) for i, a in enumerate(spans) for b in spans[i + 1 :] if a[0] == b[0] and b[1] < a[2]]
    assert sum(a == b for a, b in pairs) == 2
    assert sum(a != b and (b[2] <= a[2] or a[1] == b[1]) for a, b in pairs) >= 3
    assert sum(a[1] < b[1] < a[2] < b[2] for a, b in pairs) >= 2


def test_two_passages_on_the_same_words_make_different_claims() -> None:
    by_place: dict[tuple[str, int, int], list[str]] = {}
    for passage in PASSAGES:
        by_place.setdefault(places(passage), []).extend(tag["type"] for tag in passage["claims"])
    assert ["Blame shifted", "Shelling of civilians"] in [sorted(claims) for claims in by_place.values()]


def test_some_passages_have_only_an_actor_and_some_only_a_memo() -> None:
    assert sum(bool(p["actors"]) and not p["claims"] and not p["memo"] for p in PASSAGES) >= 2
    assert sum(not p["actors"] and not p["claims"] and bool(p["memo"]) for p in PASSAGES) >= 2
