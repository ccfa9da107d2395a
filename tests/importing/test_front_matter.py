"""What Markdown files and the names of files say of an article."""

import pytest

from archive_app.importing.draft import Draft
from archive_app.importing.finishing import date_in_name
from archive_app.importing.front_matter import front_matter
from archive_app.importing.reader import Material
from archive_app.importing.reading import read_material

BODY = "The government accused the marshal on Sunday. His command denied it.\n"
BLOCK = """---
title: "Detainees: freed at last"
date: 12 April 2019
source: Tavira Post   # the paper edition
authors:
  - Ada Lorn
  - "Ben O'Mara"
url: https://tavira-post.example/detainees?id=4
lang: en-GB
tags: [detainees, "truce, broken"]
summary: >
  They came home
  on Friday.
---
"""


def draft_of(text: str, name: str = "story.md") -> Draft:
    (draft,) = read_material(Material(name, text.encode())).drafts
    return draft


@pytest.mark.parametrize("name", ["story.md", "story.txt", "story"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_front_matter_says_what_an_article_is_and_is_no_part_of_its_text(name: str, ends: str) -> None:
    draft = draft_of((BLOCK + "\n# A heading\n\n" + BODY).replace("\n", ends), name)
    assert draft.text == f"\n# A heading\n\n{BODY}"
    assert draft.title == "Detainees: freed at last"
    assert (draft.published, draft.published_raw) == ("2019-04-12", "12 April 2019")
    assert (draft.outlet, draft.authors) == ("Tavira Post", "Ada Lorn; Ben O'Mara")
    assert (draft.url, draft.language) == ("https://tavira-post.example/detainees?id=4", "en")
    assert dict(draft.source_fields) == {
        "title": "Detainees: freed at last", "date": "12 April 2019", "source": "Tavira Post",
        "authors": "Ada Lorn; Ben O'Mara", "url": "https://tavira-post.example/detainees?id=4",
        "lang": "en-GB", "tags": "detainees; truce, broken", "summary": "They came home on Friday.",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("written", "published"),
    [("2019", "2019"), ("2019-04", "2019-04"), ("2019-04-12T09:20:00+02:00", "2019-04-12"), ("soon", "")],
)
def test_its_date_keeps_its_precision(written: str, published: str) -> None:
    draft = draft_of(f"---\ntitle: Truce\ndate: {written}\n---\n{BODY}")
    assert (draft.published, draft.published_raw) == (published, written)


def test_a_source_may_be_an_address_and_an_author_a_note() -> None:
    draft = draft_of(f'---\nsource: "https://post.example/a"\nauthor: "[[Ada Lorn]]"\n---\n# Truce\n\n{BODY}')
    assert (draft.outlet, draft.url) == ("", "https://post.example/a")
    assert (draft.title, draft.authors) == ("Truce", "Ada Lorn")


@pytest.mark.parametrize(
    "text",
    [
        f"---\n{BODY}\n---\n{BODY}",
        f"---\ntitle: Truce\n{BODY}",
        f"---\n\n---\n{BODY}",
        f"---\ntitle: Truce\nAnd so it ended\n---\n{BODY}",
        f"--- a: b ---\n{BODY}",
        f"{BODY}\n---\ntitle: Truce\n---\n",
    ],
)
def test_what_only_looks_like_front_matter_stays_in_the_text(text: str) -> None:
    assert front_matter(text) is None
    assert draft_of(text).text.strip() == text.strip()


def test_a_huge_or_hostile_block_is_read_in_no_time() -> None:
    for line in (
        "a" * 60_000,
        "a: " + "[" * 30_000,
        "a: '" + "''" * 15_000,
        "- " * 20_000,
        "a: [" + '"\\' * 9_000 + "]",
    ):
        front_matter(f"---\nk: v\n{line}\n---\n{BODY}")


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("2019-04-12 Libya Herald - Detainees", "2019-04-12"),
        ("Detainees_2019_04_12", "2019-04-12"),
        ("Herald 12 April 2019", "2019-04-12"),
        ("Le Monde, 3 août 2018", "2018-08-03"),
        ("03-04-2019 Detainees", ""),
        ("3.4.2019 Detainees", ""),
        ("2019-13-45 Detainees", ""),
        ("2019-04-12 to 2019-04-15", ""),
        ("2019 Detainees", ""),
        ("120190412", ""),
        ("April 2019", ""),
    ],
)
def test_a_date_in_a_name_is_taken_when_only_one_can_be_meant(name: str, found: str) -> None:
    assert date_in_name(name) == found


def test_an_article_without_a_date_takes_that_of_its_files_name_and_says_so() -> None:
    draft = draft_of(BODY, "2019-04-12 Libya Herald - Detainees.txt")
    assert (draft.published, draft.published_raw) == ("2019-04-12", "2019-04-12")
    assert ("Date", "2019-04-12 (date taken from the file name)") in draft.source_fields
    dated = draft_of(f"---\ndate: 2018-01-02\n---\n{BODY}", "2019-04-12 x.md")
    assert dated.published == "2018-01-02"
