"""What counts as a word, and what two words have in common."""

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive_app.search.tokens import LONGEST_WORD, fold, places, query_words, tokens, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zürich", "zurich"),
        ("Straße", "STRASSE"),
        ("café", "cafe\u0301"),
        ("ﬁnance", "finance"),
        ("İstanbul", "istanbul"),
        ("Łódź", "lodz"),
        ("U.S.", "us"),
        ("u.n.", "UN"),
        ("cease\u00adfire", "ceasefire"),
        ("الحكومة", "حكومه"),  # the article, ta marbuta
        ("والحكومة", "الحكومة"),  # “and the”
        ("مُحَمَّد", "محمد"),  # vowel signs
        ("محـــمد", "محمد"),  # tatweel
        ("أحمد", "احمد"),  # hamza
        ("٢٠٢٠", "2020"),
        ("کابل", "كابل"),  # Persian kaf
        ("שָׁלוֹם", "שלום"),
        ("ёлка", "елка"),
        ("Ｔｏｋｙｏ", "tokyo"),
    ],
)  # fmt: skip
def test_spellings_of_one_word_are_one_word(one: str, other: str) -> None:
    assert words(one) == words(other) != []


@pytest.mark.parametrize(
    ("one", "other"),
    [("й", "и"), ("が", "か"), ("चुनाव", "चनव"), ("ماء", "ما"), ("resume", "resumes")],
)
def test_other_words_stay_other_words(one: str, other: str) -> None:
    assert words(one) != words(other)


def test_words_are_cut_at_apostrophes_hyphens_and_points() -> None:
    assert words("Libya's state-run TV: don’t, l’État 1,200") == [
        "libya", "s", "state", "run", "tv", "don", "t", "l", "etat", "1", "200",
    ]  # fmt: skip


def test_unspaced_scripts_give_pairs_and_the_last_character() -> None:
    assert words("停火协议") == ["停火", "火协", "协议", "议"]
    assert query_words("停火协议") == ["停火", "火协", "协议"]
    assert query_words("停") == ["停"]
    assert words("A级 test") == ["a", "级", "test"]


def test_vocalised_arabic_and_hindi_are_not_split() -> None:
    assert len(words("وَقْفُ إِطْلَاقِ النَّارِ")) == 3
    assert words("चुनाव परिणाम") == ["चुनाव", "परिणाम"]


def test_a_very_long_word_is_known_by_its_beginning() -> None:
    assert words("x" * 10_000) == ["x" * LONGEST_WORD]


def test_emoji_and_punctuation_are_no_words() -> None:
    assert words("🔥 ?! — … ©") == []


# The tokeniser knows letters of a newer Unicode than some Pythons do.
ASSIGNED = st.characters(exclude_categories=("Cs", "Cn"))


@given(st.text(ASSIGNED))
def test_offsets_lie_in_the_original_text_in_order(text: str) -> None:
    last = 0
    for word, start, end in tokens(text):
        assert last <= start < end <= len(text)
        assert word
        last = start


@given(st.text(ASSIGNED))
def test_a_text_and_its_other_normal_form_have_the_same_words(text: str) -> None:
    # Korean syllables taken apart are no longer syllables; the archive and the queries compose them first.
    composed = unicodedata.normalize("NFC", re.sub("[\u1100-\u11ff\uac00-\ud7ff]", "", text))
    assert words(composed) == words(unicodedata.normalize("NFD", composed))


@given(st.text(ASSIGNED))
def test_what_stands_in_a_text_is_asked_for_by_its_own_words(text: str) -> None:
    listed, asked = words(text), query_words(text)
    assert set(asked) <= set(listed)
    assert bool(asked) == bool(listed)


@settings(max_examples=1_000)
@given(st.text(alphabet=st.one_of(st.sampled_from("aB.1_ \n’“é停أ-'½²"), ASSIGNED)))
def test_the_quick_way_to_the_words_gives_the_same_words(text: str) -> None:
    listed = list(tokens(text))
    assert words(text) == [token.word for token in listed]
    assert list(places(text)) == [(token.start, token.end) for token in listed]


@given(st.text(ASSIGNED, max_size=20))
def test_folding_twice_changes_nothing_for_words_without_the_arabic_article(word: str) -> None:
    folded = fold(word)
    if not any("\u0600" <= letter <= "\u06ff" for letter in folded):
        assert fold(folded) == folded
