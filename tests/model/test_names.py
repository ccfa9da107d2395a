"""Names are found in spite of their spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_app.model.names import Name, consonants, fold_name, rank_names

CODEBOOK = [
    Name(1, "Khalifa Haftar", 9),
    Name(1, "خليفة حفتر"),
    Name(2, "Fayez al-Serraj", 4),
    Name(3, "Government of National Accord", 7),
    Name(3, "GNA", 7),
    Name(4, "António Guterres", 2),
    Name(5, "Giuseppe Conte", 1),
    Name(6, "Libyan National Army", 8),
    Name(6, "LNA", 8),
    Name(7, "Ghassan Salamé", 3),
    Name(8, "Muammar Gaddafi", 1),
]


def found(typed: str) -> list[int]:
    return [match.key for match in rank_names(typed, CODEBOOK)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Salamé", "salame"),
        ("  Khalifa   Haftar ", "khalifa haftar"),
        ("STRASSE", "straße"),
        ("أحمد", "احمد"),
        ("حكومة", "حكومه"),
        ("محـــمد", "محمد"),
        ("Ｆｏｏ", "foo"),
        ("İstanbul", "istanbul"),
    ],
)
def test_case_accents_spaces_and_forms_of_letters_make_no_difference(one: str, other: str) -> None:
    assert fold_name(one) == fold_name(other)


@given(st.text(max_size=30))
def test_folding_twice_is_folding_once(name: str) -> None:
    assert fold_name(fold_name(name)) == fold_name(name)


@pytest.mark.parametrize(
    "typed", ["Haftar", "Hafter", "Hifter", "haft", "khalifa h", "kalifa haftar", "Heftar"]
)
def test_haftar_is_found_however_newspapers_spell_him(typed: str) -> None:
    assert found(typed)[0] == 1


@pytest.mark.parametrize(
    "typed", ["Serraj", "Sarraj", "Seraj", "al-Sarraj", "fayez sarraj", "Fayez al Serraj"]
)
def test_serraj_is_found_behind_his_article(typed: str) -> None:
    assert found(typed)[0] == 2


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Gaddafi", 8),
        ("Qaddafi", 8),
        ("Gadafi", 8),
        ("Kadafi", 8),
        ("guterres", 4),
        ("Gutteres", 4),
        ("حفتر", 1),
    ],
)
def test_other_transliterations_are_found(typed: str, key: int) -> None:
    assert found(typed)[0] == key


def test_an_alias_that_fits_exactly_comes_first_and_once() -> None:
    matches = rank_names("gna", CODEBOOK)
    assert (matches[0].key, matches[0].text, matches[0].score) == (3, "GNA", 100.0)
    assert [match.key for match in matches].count(3) == 1


def test_of_equal_fits_the_more_used_comes_first() -> None:
    assert found("national")[:2] == [6, 3]
    assert found("national a")[:2] == [6, 3]


def test_nothing_typed_offers_the_most_used() -> None:
    assert found("")[:4] == [1, 6, 3, 2]
    assert found("  ") == found("")
    assert len(rank_names("", [Name(key, f"Name {key}") for key in range(50)])) == 12


@pytest.mark.parametrize("typed", ["zzz", "xq", "Haftar Conte", "Merkel", "😀"])
def test_what_is_like_nothing_finds_nothing(typed: str) -> None:
    assert found(typed) == []


def test_the_order_of_words_does_not_matter() -> None:
    assert found("conte giuseppe")[0] == 5
    assert found("accord government")[0] == 3


@given(
    st.text(max_size=12),
    st.lists(st.builds(Name, st.integers(1, 5), st.text(max_size=12), st.integers(0, 9))),
)
def test_every_match_is_an_entry_and_the_best_come_first(typed: str, names: list[Name]) -> None:
    matches = rank_names(typed, names)
    assert {(match.key, match.text) for match in matches} <= {(name.key, name.text) for name in names}
    assert len({match.key for match in matches}) == len(matches) <= 12
    assert all(0 < match.score <= 100 for match in matches)
    scores = [match.score for match in matches]
    # Above 100 nothing is told apart.
    assert scores == sorted(scores, reverse=True)


@given(st.text(min_size=1, max_size=12))
def test_a_name_is_found_by_itself(name: str) -> None:
    assert rank_names(name, [Name(1, name)])


def test_consonants_are_what_spellings_share() -> None:
    assert consonants("haftar") == consonants("hifter") == consonants("hafttar")
    assert consonants("gaddafi") == consonants("jadafi")
    assert consonants("") == ""


def test_marks_that_make_another_letter_make_another_name() -> None:
    for one, other in (("ハン", "パン"), ("は", "ば"), ("май", "маи"), ("कि", "का")):
        assert fold_name(one) != fold_name(other)
    assert fold_name("Salamé") == fold_name("SALAME")
    assert fold_name("مُحَمَّد") == fold_name("محمد")
