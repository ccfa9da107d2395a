"""Finding words in a text: folded, exact to the code point, whole words and names."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_app.model.finding import Scope, find, fold, may_hold, places, wanted, wanted_names
from archive_app.model.text import canonical


def found(text: str, words: str, *, whole_words: bool = False) -> list[str]:
    """The slices of a text in which words are found."""
    hits = find(fold(text), wanted(words), whole_words=whole_words)
    return [text[start:end] for start, end in hits]


def named(text: str, *names: str) -> list[str]:
    hits = find(fold(text), wanted_names(names), whole_words=True)
    return [text[start:end] for start, end in hits]


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Shells hit; SHELLS fell, shelling went on.", "shell", ["Shell", "SHELL", "shell"]),
        ("Élysée, elysee and ÉLYSÉE", "elysee", ["Élysée", "elysee", "ÉLYSÉE"]),
        ("Elysee", "élysée", ["Elysee"]),
        ("die Straße, STRASSE", "strasse", ["Straße", "STRASSE"]),
        ("Tønder and Łódź", "lodz", ["Łódź"]),
        ("the “march”, the 'march'", '"march"', ["“march”"]),
        ("it wasn’t so", "wasn't", ["wasn’t"]),
        ("12\u00a0shots and 12  shots", "12 shots", ["12\u00a0shots", "12  shots"]),
        ("self\u00adstyled", "selfstyled", ["self\u00adstyled"]),
        ("Kiev – Lviv", "kiev - lviv", ["Kiev – Lviv"]),
        ("The end.\nThe end.", "end. the", []),
        ("aaaa", "aa", ["aa", "aa"]),
        ("мой", "мои", []),
        ("مُحَمَّد ومحمد", "محمد", ["مُحَمَّد", "محمد"]),
        ("الأمم المتحدة", "الامم المتحده", ["الأمم المتحدة"]),
        ("حـــفتر", "حفتر", ["حـــفتر"]),
        ("قتل ١٢ شخصا", "12", ["١٢"]),
        ("no 😀 shots 😀", "😀", ["😀", "😀"]),
        ("Truce 🕊️ holds", "🕊", ["🕊️"]),
        ("a family 👨‍👩‍👧 waits", "👩", ["👨‍👩‍👧"]),
        ("東京都の人", "京都", ["京都"]),
        ("ﬁnal", "final", ["ﬁnal"]),
    ],
)  # fmt: skip
def test_words_are_found_as_people_mean_them(text: str, words: str, expected: list[str]) -> None:
    assert found(text, words) == expected


@pytest.mark.parametrize("words", ["", "  ", "\u0301", "\u200f"])
def test_nothing_is_found_for_nothing(words: str) -> None:
    assert wanted(words) == ()
    assert find(fold("some words"), wanted(words)) == []
    assert find(fold(""), wanted("a")) == []


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("march, marched, the March's end", "march", ["march", "March"]),
        ("anti-Hadraj, Hadraj’s", "hadraj", ["Hadraj", "Hadraj"]),
        ("un, unable, une", "un", ["un"]),
        ("وحفتر وبحفتر والحفترين لحفتر", "حفتر", ["حفتر", "حفتر", "حفتر"]),
        ("東京都の人", "京都", ["京都"]),
        ("하드라지는 말했다", "하드라지", ["하드라지"]),
        ("می‌خواهد", "خواهد", []),
        ("(yes) yes)", "(yes)", ["(yes)"]),
    ],
)
def test_whole_words_leave_out_what_goes_on(text: str, words: str, expected: list[str]) -> None:
    assert found(text, words, whole_words=True) == expected


def test_a_name_is_found_under_every_alias_the_longest_first() -> None:
    text = (
        "Field Marshal Orlan Dabrek left. Dabrek's aide stayed; Dabreck is misspelt, Orlan Dabreks is not he."
    )
    names = ("Dabrek", "Orlan Dabrek", "Dabreck", "Orlan")
    assert named(text, *names) == ["Orlan Dabrek", "Dabrek", "Dabreck", "Orlan"]


def test_an_acronym_is_found_in_capitals_only() -> None:
    assert named("The US told us that the UN un", "US", "UN", "United Nations") == ["US", "UN"]
    assert named("Who? The WHO.", "WHO", "who") == ["Who", "WHO"]


def test_finding_stops_at_a_limit() -> None:
    assert len(find(fold("a " * 100), wanted("a"), limit=7)) == 7


def test_places_are_each_sentence_once_with_its_finds() -> None:
    text = "He denied it. They denied it and denied it.\nShe denied it."
    hits = find(fold(text), wanted("denied"))
    sentences = places(text, hits, Scope.SENTENCE)
    assert [text[place.start : place.end] for place in sentences] == [
        "He denied it.", "They denied it and denied it.", "She denied it.",
    ]  # fmt: skip
    assert [len(place.hits) for place in sentences] == [1, 2, 1]
    assert [text[place.start : place.end] for place in places(text, hits, Scope.PARAGRAPH)] == text.split(
        "\n"
    )
    assert [(place.start, place.end) for place in places(text, hits, Scope.WORDS)] == hits


LETTERS = "aA bB\n.’ éÉßﬁ\u0301\u00ad\u200f\u00a0حَـ١🕊\ufe0f👩\u200d한ёй東"
TEXTS = st.text(alphabet=LETTERS, max_size=60).map(canonical)


@given(TEXTS)
def test_every_stretch_of_a_text_is_found_where_it_stands(text: str) -> None:
    folded = fold(text)
    for start in range(len(text)):
        for end in (start + 1, start + 3):
            for each in wanted(text[start:end]):
                hits = find(folded, [each])
                assert hits == sorted(hits)
                assert any(first < end and last > start for first, last in _overlapping(text, each.plain))
                for first, last in hits:
                    assert each.plain in fold(text[first:last]).plain


@given(TEXTS | st.text(alphabet="ab’“ \n-…", max_size=30), st.text(alphabet=LETTERS, min_size=1, max_size=3))
def test_no_text_is_passed_over_in_which_something_is_found(text: str, words: str) -> None:
    sought = wanted(words)
    assert may_hold(text, sought) or not find(fold(text), sought)


def test_a_plain_text_without_the_words_is_passed_over() -> None:
    assert not may_hold("The march – “on Tavira” – began.", wanted("shelling"))
    assert not may_hold("The march began.", wanted("élysée"))
    assert may_hold("The march began.", wanted("MARCH  began"))


def _overlapping(text: str, plain: str) -> list[tuple[int, int]]:
    folded, at, ranges = fold(text), -1, []
    while (at := folded.plain.find(plain, at + 1)) >= 0:
        ranges.append(folded.range_of(at, at + len(plain)))
    return ranges


@given(TEXTS)
def test_a_folded_text_covers_the_text_in_order(text: str) -> None:
    folded = fold(text)
    ranges = [folded.range_of(at, at + 1) for at in range(len(folded.plain))]
    assert all(0 <= start < end <= len(text) for start, end in ranges)
    assert ranges == sorted(ranges)


@given(TEXTS, st.text(alphabet=LETTERS, min_size=1, max_size=2), st.booleans())
def test_finds_lie_apart_and_split_no_character(text: str, words: str, whole_words: bool) -> None:
    last = 0
    for start, end in find(fold(text), wanted(words), whole_words=whole_words):
        assert last <= start < end
        assert end == len(text) or not unicodedata.combining(text[end])
        last = end
