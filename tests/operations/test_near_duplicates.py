"""Finding articles that are much alike."""

import multiprocessing
import os
import random
from collections.abc import Callable

import numpy as np
import pytest

from archive_app.importing.near_duplicates import nominated, resemblance, shingles, signatures
from archive_app.model.errors import Cancelled
from archive_app.model.values import LinkKind
from archive_app.operations import near_duplicates as near
from archive_app.operations.correcting import correct_text
from archive_app.operations.duplicates import keep_both, link_as_agency_copy, link_as_versions
from archive_app.operations.near_duplicates import near_duplicates, near_duplicates_in_process
from archive_app.search.cache import index_folder
from archive_app.storage.archive import Archive

AddArticle = Callable[..., int]
SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprstv" for vowel in "aeiou"]


def story(seed: int, words: int = 300) -> list[str]:
    chance = random.Random(seed)
    return ["".join(chance.choices(SYLLABLES, k=3)) for _ in range(words)]


def exact(one: str, other: str) -> tuple[float, float]:
    """Jaccard and containment, as the definition has it."""

    def rows(text: str) -> set[tuple[str, ...]]:
        words = text.split()
        return {tuple(words[place : place + 5]) for place in range(len(words) - 4)}

    a, b = rows(one), rows(other)
    return len(a & b) / len(a | b), len(a & b) / min(len(a), len(b))


# Shingles and signatures ------------------------------------------------------------------------------


def test_resemblance_is_that_of_the_sets_of_shingles() -> None:
    for cut in (0, 1, 50, 150, 300):
        words = story(1)
        one, other = " ".join(words), " ".join(words[cut:] + story(2, cut))
        found = resemblance(shingles(one), shingles(other))
        assert (found.jaccard, found.containment) == pytest.approx(exact(one, other))


def test_case_and_punctuation_do_not_count_and_short_texts_are_compared_whole() -> None:
    assert (shingles("The truce holds, he said; again.") == shingles("the TRUCE holds he said again")).all()
    assert len(shingles("Truce holds")) == 1
    assert (shingles("Truce holds") != shingles("Truce broken")).all()
    assert len(shingles("停战协议在南部生效")) == 5


def test_the_signature_estimates_the_resemblance_without_bias() -> None:
    errors = []
    for seed in range(30):
        words = story(seed)
        cut = 10 * seed
        pair = [shingles(" ".join(words)), shingles(" ".join(words[cut:] + story(seed + 100, cut)))]
        values = signatures(pair)
        errors.append(float((values[0] == values[1]).mean()) - resemblance(*pair).jaccard)
    assert abs(np.mean(errors)) < 0.03
    assert max(map(abs, errors)) < 0.2


def test_what_is_half_alike_is_nominated_and_what_is_not_is_not() -> None:
    texts = [" ".join(story(seed)) for seed in range(200)]
    texts += [" ".join(story(seed)[:-60] + story(seed + 1000, 60)) for seed in range(100)]  # jaccard 0.66
    pairs = nominated(signatures([shingles(text) for text in texts]))
    wanted = {(seed, 200 + seed) for seed in range(100)}
    assert len(wanted - set(pairs)) <= 2
    assert set(pairs) <= wanted
    only = nominated(signatures([shingles(text) for text in texts]), among=[205])
    assert only == [(5, 205)]


def test_a_thousand_copies_of_a_few_words_are_a_chain_not_half_a_million_pairs() -> None:
    values = signatures([shingles("This page is not available any more, the editors said.")] * 1000)
    assert len(nominated(values)) < 25_000
    assert nominated(values[:0]) == []
    assert nominated(values[:1]) == []


# In an archive ----------------------------------------------------------------------------------------


@pytest.fixture
def alike(empty_archive: Archive, add_article: AddArticle) -> list[int]:
    """Keys of: an article, its later version, an agency copy of it, something short of it, another one."""
    words = story(1)
    return [
        add_article(empty_archive, " ".join(words), title="Truce", outlet="Tavira Post"),
        add_article(empty_archive, " ".join(words + story(7, 20)), title="Truce holds", outlet="Tavira Post"),
        add_article(empty_archive, " ".join(story(8, 15) + words), title="Truce", outlet="Southern Wire"),
        add_article(empty_archive, " ".join(words[:170]), title="Brief", outlet="Tavira Post"),
        add_article(empty_archive, " ".join(story(2)), title="Other", outlet="Tavira Post"),
    ]


def found(archive: Archive, **options: object) -> dict[tuple[int, int], near.NearPair]:
    pairs = near_duplicates(archive, **options)  # type: ignore[arg-type]
    assert all(pair.article_id < pair.other_id for pair in pairs)
    return {(pair.article_id, pair.other_id): pair for pair in pairs}


def test_articles_that_are_much_alike_are_found_with_what_they_probably_are(
    empty_archive: Archive, alike: list[int]
) -> None:
    first, later, agency, short, other = alike
    pairs = found(empty_archive)
    assert {(first, later), (first, agency), (later, agency), (first, short)} <= set(pairs)
    assert not any(other in pair for pair in pairs)
    assert pairs[first, later].kind is LinkKind.VERSION
    assert pairs[first, agency].kind is LinkKind.AGENCY
    assert pairs[first, later].jaccard == pytest.approx(296 / 316)
    assert pairs[first, later].containment == 1
    assert pairs[first, short].containment == 1
    assert {pair.group for pair in pairs.values()} == {1}


def test_pairs_that_were_decided_on_are_not_shown_again(empty_archive: Archive, alike: list[int]) -> None:
    first, later, agency, short, _ = alike
    keep_both(empty_archive, [(first, short)], coder="Ada")
    pairs = found(empty_archive)
    assert (first, short) not in pairs
    assert (first, later) in pairs
    link_as_versions(empty_archive, [(first, later)], coder="Ada")
    link_as_agency_copy(empty_archive, [(first, agency)], coder="Ada")
    pairs = found(empty_archive)
    assert not {(first, later), (first, agency), (later, agency)} & set(pairs), "they hang together by links"


def test_new_articles_are_compared_with_all_and_only_their_signatures_computed(
    empty_archive: Archive, alike: list[int], add_article: AddArticle
) -> None:
    heard: list[tuple[int, int]] = []
    found(empty_archive, progress=lambda *done: heard.append(done))
    assert heard[-1] == (5, 5)
    new = add_article(empty_archive, " ".join(story(2) + story(9, 9)), title="Other again")
    heard.clear()
    assert set(found(empty_archive, among=[new], progress=lambda *done: heard.append(done))) == {
        (alike[4], new)
    }
    assert heard == [(1, 1)]
    correct_text(empty_archive, new, " ".join(story(3)), coder="Ada")
    heard.clear()
    assert found(empty_archive, among=[new], progress=lambda *done: heard.append(done)) == {}
    assert heard == [(1, 1)]


def test_damaged_signatures_are_computed_again(empty_archive: Archive, alike: list[int]) -> None:
    pairs = found(empty_archive)
    (file,) = index_folder(empty_archive).glob("signatures*")
    for damage in (b"", b"nonsense", file.read_bytes()[:-100]):
        file.write_bytes(damage)
        assert found(empty_archive) == pairs
    assert alike


def test_a_search_that_is_cancelled_keeps_what_it_computed(
    empty_archive: Archive, alike: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(near, "_AT_ONCE", 2)
    heard: list[tuple[int, int]] = []
    with pytest.raises(Cancelled):
        near_duplicates(
            empty_archive, progress=lambda *done: heard.append(done), cancelled=lambda: len(heard) == 2
        )
    heard.clear()
    found(empty_archive, progress=lambda *done: heard.append(done))
    assert heard == [(1, 1)]
    assert alike


@pytest.mark.spawned
def test_a_process_of_its_own_finds_the_same(empty_archive: Archive, alike: list[int]) -> None:
    heard: list[tuple[int, int]] = []
    folder = empty_archive.places.folder
    pairs = near_duplicates_in_process(folder, progress=lambda *done: heard.append(done))
    assert pairs == near_duplicates(empty_archive)
    assert heard == [(5, 5)]
    with pytest.raises(Cancelled):
        near_duplicates_in_process(folder, cancelled=lambda: True)
    assert alike
    assert os.environ["ARCHIVE_APP_CACHE"]


def test_the_process_ends_when_whoever_asked_was_killed(
    empty_archive: Archive, alike: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    near_duplicates(empty_archive)  # so that nothing has to be said before pairs are compared
    ours, theirs = multiprocessing.Pipe()
    ours.close()
    monkeypatch.setattr(os, "nice", lambda _more: 0, raising=False)
    monkeypatch.setattr(near, "resemblance", lambda *_given: pytest.fail("compared for nobody"))
    near._work(str(empty_archive.places.folder), None, theirs)
    assert alike
