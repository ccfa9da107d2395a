"""What the forms of a word have in common."""

import random

import pytest

from archive_app.search.stemming import _BEGINS_LIKE_ITS_WORDS, Stems, first_letters
from archive_app.search.tokens import fold, spelling


def shares_a_stem(language: str, one: str, other: str) -> bool:
    stems = Stems()[language]
    return not set(stems[spelling(one)]).isdisjoint(stems[spelling(other)])


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "shelling", "Shells"),
        ("en", "parties", "party"),
        ("en-GB", "denied", "denies"),
        ("de", "Häuser", "Haus"),
        ("de", "Haeuser", "Haus"),
        ("de", "Straße", "STRASSEN"),
        ("fr", "armées", "armée"),
        ("fr", "armées", "armees"),
        ("fr", "tuée", "tués"),
        ("es", "elecciones", "elección"),
        ("ru", "Ливии", "Ливия"),
        ("ar", "الحكومة", "حكومة"),
        ("ar", "والحكومة", "الحُكومة"),
        ("tr", "hükümeti", "HÜKÜMET"),
        ("", "Zürich", "zurich"),
        ("xx", "shells", "Shells"),
    ],
)
def test_forms_of_a_word_share_a_stem(language: str, one: str, other: str) -> None:
    assert shares_a_stem(language, one, other)


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [("en", "shell", "shelter"), ("", "shells", "shell"), ("zh", "shells", "shell"), ("de", "Haus", "Hase")],
)
def test_other_words_do_not(language: str, one: str, other: str) -> None:
    assert not shares_a_stem(language, one, other)


def test_unspaced_characters_have_no_stems() -> None:
    assert Stems()["zh"]["停火"] == Stems()["en"]["停火"] == ()


@pytest.mark.parametrize("language", sorted(_BEGINS_LIKE_ITS_WORDS))
def test_a_stem_begins_with_the_letter_that_its_words_begin_with(language: str) -> None:
    dice = random.Random(language)
    stems = Stems()[language]
    for _ in range(5_000):
        word = "".join(dice.choices("aeiouybcdfghjklmnprstvwzäöüßéèçñøåğşő", k=dice.randint(1, 10)))
        for stem in stems[spelling(word)]:
            assert stem.partition(":")[2][0] == fold(word)[0], word
            assert first_letters([{stem}]) == {fold(word)[0]}


def test_where_words_are_begun_by_other_letters_any_may_be_meant() -> None:
    assert first_letters([set(Stems()["nl"]["gelopen"])]) == frozenset()
