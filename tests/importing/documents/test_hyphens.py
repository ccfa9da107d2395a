"""Which hyphens at the end of a line are the word's own."""

import pytest

from archive_app.importing.documents.hyphens import Vocabulary


@pytest.mark.parametrize(
    ("line", "following", "joined"),
    [
        ("the govern-", "ment said", "the government said"),
        ("the soft\u00ad", "ware said", "the software said"),
        ("Mr Al-", "Serraj said", "Mr Al-Serraj said"),
        ("some twenty-", "five shots", "some twenty-five shots"),
        ("in Covid-", "19 wards", "in Covid-19 wards"),
        ("the 50-", "year-old man", "the 50-year-old man"),
        ("the UN-", "backed talks", "the UN-backed talks"),
        ("the state-", "owned bank", "the state-owned bank"),
        ("Innen-", "und Außenpolitik", "Innen- und Außenpolitik"),
        ("he left \u2013", "and came back", "he left \u2013 and came back"),
        ("he left -", "and came back", "he left - and came back"),
        ("a line", "and its next", "a line and its next"),
        ("停火仍在", "持续", "停火仍在持续"),
    ],
)
def test_a_line_is_joined_to_the_next(line: str, following: str, joined: str) -> None:
    assert Vocabulary([]).joined(line, following) == joined


def test_the_same_word_elsewhere_in_the_text_decides() -> None:
    whole = Vocabulary(["A ceasefire was agreed."])
    hyphenated = Vocabulary(["A cease-fire was agreed, the cease-", "fire of May."])
    assert whole.joined("the cease-", "fire held") == "the ceasefire held"
    assert hyphenated.joined("the cease-", "fire held") == "the cease-fire held"


def test_french_pronouns_keep_their_hyphen_in_french_only() -> None:
    assert Vocabulary([], "fr").joined("a-t-", "elle dit") == "a-t-elle dit"
    assert Vocabulary([], "en").joined("Marc-", "elle said") == "Marcelle said"
