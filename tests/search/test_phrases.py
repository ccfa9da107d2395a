"""Phrases among words that stand one after the other in one array, document after document."""

import numpy as np

from archive_app.search.directory import directory_of
from archive_app.search.likeness import Lexicon
from archive_app.search.phrases import documents_with_phrase

A, B, C, LIKE_A = 0x01_11, 0x01_22, 0x01_33, 0x09_11  # the lowest byte of the last is that of the first


def documents_with(wanted: list[int], texts: list[list[int]], *, only: set[int] | None = None) -> list[int]:
    starts = np.cumsum([0, *map(len, texts)])
    words = np.array([word for text in texts for word in text], np.uint32)
    chosen = np.array([only is None or at in only for at in range(len(texts))])
    numbers = [np.array([word], np.uint32) for word in wanted]
    found = documents_with_phrase(starts, words, words.astype(np.uint8), chosen, numbers, len(wanted) - 1)
    return sorted(found.tolist())


def test_a_phrase_is_found_where_its_words_stand_side_by_side() -> None:
    assert documents_with([A, B], [[A, B], [B, A], [C, A, B, C], [A, C, B]]) == [0, 2]
    assert documents_with([A, B, C], [[A, B], [A, B, C], [C, A, B]]) == [1]


def test_a_phrase_reaches_into_no_other_document() -> None:
    assert documents_with([A, B], [[C, A], [B, C], [], [A], [B]]) == []
    assert documents_with([A, A], [[A], [A], [A, A], [A]] * 9) == list(range(2, 36, 4))


def test_words_of_which_only_the_lowest_byte_fits_are_no_phrase() -> None:
    assert documents_with([A, B], [[LIKE_A, B], [LIKE_A, B, A, B]]) == [1]


def test_only_chosen_documents_are_found_whether_they_are_few_or_many() -> None:
    texts = [[C] * 7_000 + [A, B], [A, B], [A, B], [C, C]]
    assert documents_with([A, B], texts, only={1}) == [1]
    assert documents_with([A, B], texts, only={0, 1, 3}) == [0, 1]


def test_a_directory_says_which_segments_have_a_word_and_where() -> None:
    lexicons = {
        "first": Lexicon(["embargo", "truce"], np.array([3, 4])),
        "empty": Lexicon([]),
        "last": Lexicon(["army", "truce"], np.array([1, 5])),
    }
    directory = directory_of(lexicons)
    assert directory.entries("truce") == [(0, 1), (2, 1)]
    assert directory.entries("army") == [(2, 0)]
    assert directory.entries("trucks") == []
    assert dict(zip(directory.lexicon.words, directory.lexicon.frequencies.tolist(), strict=True)) == {
        "army": 1, "embargo": 3, "truce": 9,
    }  # fmt: skip
    assert directory_of({}).entries("truce") == []
