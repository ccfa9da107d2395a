import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_app.importing.furniture import propose_cuts
from archive_app.importing.plain import headline

SHARED = Path(__file__).parents[3] / "shared" / "data"
SAMPLE = Path(__file__).parents[2] / "resources" / "sample" / "articles"

TITLE = "Marshal orders march on the capital"
STORY = (
    "Field Marshal Dabrek ordered his forces to advance on Saturday.\n\n"
    "The government accused him of shelling houses.\n\n“We fired at no house,” his command said."
)


def cut(text: str, title: str = TITLE) -> list[str]:
    proposals = propose_cuts(text, title)
    for proposal in proposals:
        assert text[proposal.start : proposal.end] == proposal.quote
        assert proposal.quote == proposal.quote.strip()
        assert proposal.reason
    ends = [0, *(proposal.end for proposal in proposals)]
    assert all(end <= proposal.start for end, proposal in zip(ends, proposals, strict=False))
    return [proposal.quote for proposal in proposals]


def test_a_clean_article_is_left_alone() -> None:
    assert cut(f"{TITLE}\n\n{STORY}\n") == []


def test_the_headline_a_second_time_is_proposed_and_the_first_stays() -> None:
    (proposal,) = propose_cuts(f"{TITLE}\n\n{STORY}\n\n{TITLE}\n", TITLE)
    assert proposal.start > len(TITLE)
    assert proposal.reason == "repeated line"


def test_other_stories_between_two_headlines_are_proposed() -> None:
    other = "Fishermen return to the northern port"
    assert cut(f"{TITLE}\n\n{other}\n\n{TITLE}\n\n{STORY}") == [other, TITLE]


def test_a_byline_or_date_between_two_headlines_stays() -> None:
    text = f"{TITLE}\n\nBy Ada Lorn in Tavira\n\nMarch 4, 2023 at nine\n\n{TITLE}\n\n{STORY}"
    assert cut(text) == [TITLE]


def test_a_label_at_the_end_is_proposed_also_without_a_line_break() -> None:
    assert cut(f"{TITLE}\n\n{STORY}\n\nLatest News") == ["Latest News"]
    assert cut(f"{TITLE}\n\n{STORY}Latest News") == ["Latest News"]
    assert cut(f"{TITLE}\n\n{STORY}\n\nMore Headlines 14") == ["More Headlines 14"]
    assert cut(f"{TITLE}\n\n{STORY}More Headlines 14") == ["More Headlines 14"]


@pytest.mark.parametrize(
    "label",
    [
        "Advertisement", "ADVERTISEMENT", "Read more", "Story continues below advertisement",
        "Share this article",
        "Follow us on Twitter",
        "Related stories", "Sign up for our daily newsletter", "Anzeige", "Lire aussi", "إعلان",
        "READ MORE: Fishermen return to the port",
        "12 comments", "Page 2 of 3",
    ],
)  # fmt: skip
def test_unmistakable_labels_are_proposed_in_the_middle_too(label: str) -> None:
    middle = "\n\n".join([STORY] * 4)
    assert cut(f"{TITLE}\n\n{middle}\n\n{label}\n\n{middle}") == [label]


@pytest.mark.parametrize(
    "heading",
    ["The dead", "A fragile truce", "News", "Comments", "What happens next", "Home", "Video", "1.", "Q&A"],
)
def test_a_subheading_in_the_middle_stays(heading: str) -> None:
    middle = "\n\n".join([STORY] * 4)
    assert cut(f"{TITLE}\n\n{middle}\n\n{heading}\n\n{middle}") == []


@pytest.mark.parametrize(
    "line",
    [
        "He read more.", "“Read more,” she said.", "The government accused him of shelling houses.",
        "Wait!", "(Reuters)", "By Ada Lorn", "Tavira, March 4", "Tagesschau", "Share prices",
        "[emphasis added]",
    ],
)  # fmt: skip
def test_prose_bylines_and_remarks_stay_even_twice(line: str) -> None:
    assert cut(f"{TITLE}\n\n{line}\n\n{STORY}\n\n{line}\n\n{STORY}\n\n{line}") == []


def test_a_list_of_other_stories_at_the_end_is_proposed() -> None:
    others = ["Fishermen return to northern port", "Prices of bread rise again"]
    text = f"{TITLE}\n\n{STORY}\n\nMost read\n{others[0]}\n{others[1]}\nada.lorn@post.example\n"
    assert cut(text) == ["Most read", *others]


def test_navigation_tags_and_rights_at_the_edges_are_proposed() -> None:
    around = ["Home > World > Africa", "Tags: truce, Tavira", "© 2023 Tavira Post. All rights reserved."]
    text = "\n\n".join([around[0], TITLE, STORY, *around[1:]])
    assert cut(text) == around


def test_a_text_of_nothing_but_labels_is_what_it_is() -> None:
    assert cut("Latest News\n\nAdvertisement", title="x") == []


@given(
    st.lists(
        st.sampled_from([TITLE, "Latest News", "", "  ", "Read more", STORY, "Tag: x", "©", "A > B > C"]),
        max_size=12,
    )
)
def test_proposals_are_always_exact_ordered_and_apart(lines: list[str]) -> None:
    cut("\n".join(lines))


@pytest.mark.skipif(not (SHARED / "seed-article.txt").is_file(), reason="shared/data is not here")
def test_the_seed_article_is_cleaned_of_its_page() -> None:
    text = (SHARED / "seed-article.txt").read_text("utf-8")
    title = headline(text)
    proposals = propose_cuts(text, title)
    assert title.startswith("Almost 150 killed")
    assert [proposal.quote for proposal in proposals][1:] == [title, "Latest News"]
    assert proposals[0].quote.startswith("Gov't forces attack")
    assert proposals[0].start > len(title)


def _sentences(line: str) -> bool:
    return len(line) > 60 and re.search(r"[.!?]['\"”’)]*$", line) is not None


@pytest.mark.skipif(not (SHARED / "spans").is_dir(), reason="shared/data is not here")
def test_no_real_paragraph_of_real_articles_is_proposed() -> None:
    proposed = 0
    for path in sorted((SHARED / "spans").glob("*.txt")):
        text = path.read_text("utf-8")
        for proposal in propose_cuts(text, headline(text) or path.stem):
            proposed += 1
            legal = proposal.reason == "copyright notice"
            assert legal or not _sentences(proposal.quote), proposal
    assert 0 < proposed < 60


@pytest.mark.skipif(not SAMPLE.is_dir(), reason="the sample articles are not here")
def test_no_real_paragraph_of_the_sample_is_proposed() -> None:
    files = [path for path in sorted(SAMPLE.iterdir()) if path.suffix in (".txt", ".md")]
    assert files
    for path in files:
        text = path.read_text("utf-8")
        for proposal in propose_cuts(text, headline(text) or path.stem):
            assert not _sentences(proposal.quote) or proposal.reason == "copyright notice", proposal
