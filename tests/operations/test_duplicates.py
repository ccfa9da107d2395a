"""What a person decides about two articles that are much alike."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlmodel import Session

from archive_app.model.errors import NotFound, Refused
from archive_app.model.tables import Article, Passage, TextVersion
from archive_app.model.typography import have_same_words
from archive_app.operations.articles import delete_articles, edit_article
from archive_app.operations.checking import check_archive
from archive_app.operations.correcting import accept_candidate
from archive_app.operations.duplicates import (
    keep_both,
    link_as_agency_copy,
    link_as_versions,
    merge_articles,
    unlink,
)
from archive_app.operations.importing import import_text
from archive_app.operations.restoring import restore_deleted
from archive_app.operations.tagging import ActorChoice, ClaimChoice, mark_passage
from archive_app.storage import queries
from archive_app.storage.archive import Archive
from archive_app.storage.likeness import article_links
from archive_app.storage.versions import review_items

AddArticle = Callable[..., int]

EARLY = """Marshal orders march on the capital

Field Marshal Orlan Dabrek on Saturday ordered his forces to advance on Tavira. "We are near," he said.

The government accused him of shelling houses. His command denied it: "We fired at no house."
"""
LATE = """Marshal orders march on the capital

Field Marshal Orlan Dabrek on Saturday ordered his forces to advance on Tavira. "We are near," he said.

The government accused him of shelling three houses. His command denied it on Sunday: "We fired at no house."

Observers counted twelve shots on Monday, the fewest since March.
"""


@pytest.fixture
def two(empty_archive: Archive) -> tuple[int, int]:
    """An early and a late version of one article."""
    (early,) = import_text(empty_archive, EARLY, coder="Ada").imported
    (late,) = import_text(
        empty_archive, LATE, coder="Ada", outlet="Tavira Post", url="https://p.example/1"
    ).imported
    return early.id, late.id


def mark(archive: Archive, article_id: int, quote: str, **tags: object) -> int:
    with archive.reading() as session:
        start = queries.article_text(session, article_id).index(quote)
    return mark_passage(archive, article_id, start, start + len(quote), coder="Ben", **tags).passage_id  # type: ignore[arg-type]


def kinds(archive: Archive) -> list[tuple[int, int, str]]:
    with archive.reading() as session:
        return [(link.article_id, link.other_id, link.kind.value) for link in article_links(session)]


def rows(archive: Archive) -> list[object]:
    """Everything in the archive that can be undone."""
    with archive.reading() as session:
        cards = queries.article_cards(session, queries.article_ids(session, order="added"))
        passages = queries.passage_cards(session, queries.passage_ids(session))
        texts = [queries.article_text(session, card.id) for card in cards]
    return [cards, passages, texts, kinds(archive)]


# Links ------------------------------------------------------------------------------------------------


def test_a_decision_can_be_changed_taken_back_and_undone(
    empty_archive: Archive, two: tuple[int, int]
) -> None:
    early, late = two
    keep_both(empty_archive, [(late, early)], coder="Ada")
    assert kinds(empty_archive) == [(early, late, "distinct")]
    link_as_versions(empty_archive, [(early, late)], coder="Ada")
    assert kinds(empty_archive) == [(early, late, "version")]
    changes = link_as_agency_copy(empty_archive, [(early, late)], coder="Ada")
    assert kinds(empty_archive) == [(early, late, "agency")]
    assert changes is not None
    assert {early} <= changes.articles
    unlink(empty_archive, [(late, early)], coder="Ada")
    assert kinds(empty_archive) == []
    for expected in ("agency", "version", "distinct"):
        empty_archive.undo("Ada")
        assert [kind for *_, kind in kinds(empty_archive)] == [expected]
    assert check_archive(empty_archive).ok


def test_an_article_is_no_duplicate_of_itself(empty_archive: Archive, two: tuple[int, int]) -> None:
    for decide in (keep_both, link_as_versions, link_as_agency_copy):
        with pytest.raises(Refused):
            decide(empty_archive, [(two[0], two[0])], coder="Ada")
        with pytest.raises(NotFound):
            decide(empty_archive, [(two[0], 99)], coder="Ada")
    with pytest.raises(Refused):
        merge_articles(empty_archive, two[0], two[0], coder="Ada")
    assert kinds(empty_archive) == []


# Merging ----------------------------------------------------------------------------------------------


def test_passages_move_to_the_article_that_stays_and_the_rest_waits_for_review(
    empty_archive: Archive, two: tuple[int, int]
) -> None:
    early, late = two
    same = mark(empty_archive, late, "advance on Tavira", actors=[ActorChoice("Dabrek")])
    edited = mark(empty_archive, late, "shelling three houses", claims=[ClaimChoice("Accusation")], memo="m")
    gone = mark(empty_archive, late, "twelve shots")
    own = mark(empty_archive, early, "shelling houses")
    before = rows(empty_archive)
    merged = merge_articles(empty_archive, early, late, coder="Ada")
    assert merged.kept == (same,)
    assert merged.to_review == (edited, gone)
    assert set(merged.filled) == {"outlet", "url"}
    with empty_archive.reading() as session:
        assert session.get(Article, late) is None
        standing = {card.id: card for card in queries.passages_of(session, early)}
        waiting = {card.id: card for card in queries.passages_to_review(session)}
        assert set(standing) == {own, same}
        assert [actor.name for actor in standing[same].actors] == ["Dabrek"]
        assert standing[same].quote == "advance on Tavira"
        assert {key: card.quote for key, card in waiting.items()} == {
            edited: "shelling three houses", gone: "twelve shots",
        }  # fmt: skip
        assert waiting[edited].memo == "m"
        items = {item.passage.id: item for item in review_items(session, early)}
        place = items[edited].candidates[0]
        assert place.quote == "shelling houses"
        assert session.get_one(Article, early).outlet == "Tavira Post"
    assert check_archive(empty_archive).ok
    accept_candidate(empty_archive, edited, place.start, place.end, coder="Ada")
    empty_archive.undo("Ada")
    empty_archive.undo("Ada")
    assert rows(empty_archive) == before
    empty_archive.redo("Ada")
    assert check_archive(empty_archive).ok


def test_what_the_person_wrote_of_both_articles_is_kept(empty_archive: Archive, two: tuple[int, int]) -> None:
    early, late = two
    edit_article(empty_archive, early, memo="seen early", outlet="Southern Wire", coder="Ada")
    edit_article(empty_archive, late, memo="seen late", coder="Ada")
    merge_articles(empty_archive, early, late, coder="Ada")
    with empty_archive.reading() as session:
        article = session.get_one(Article, early)
    assert (article.memo, article.outlet) == ("seen early\n\nseen late", "Southern Wire")


def test_links_to_other_articles_move_with_a_merge(empty_archive: Archive, two: tuple[int, int]) -> None:
    early, late = two
    (third,) = import_text(empty_archive, "Observers counted twelve shots on Monday.", coder="Ada").imported
    link_as_versions(empty_archive, [(early, late)], coder="Ada")
    link_as_agency_copy(empty_archive, [(late, third.id)], coder="Ada")
    merge_articles(empty_archive, early, late, coder="Ada")
    assert kinds(empty_archive) == [(early, third.id, "agency")]
    assert check_archive(empty_archive).ok


def test_an_article_that_was_merged_is_known_when_it_comes_again(
    empty_archive: Archive, two: tuple[int, int]
) -> None:
    early, late = two
    merge_articles(empty_archive, early, late, coder="Ada")
    report = import_text(empty_archive, LATE + "\n", coder="Ada")
    assert [twin.of for twin in report.duplicates] == [early]
    assert report.deleted == ()


def test_a_merged_article_can_be_restored_without_its_passages(
    empty_archive: Archive, two: tuple[int, int]
) -> None:
    early, late = two
    passage = mark(empty_archive, late, "twelve shots")
    with empty_archive.reading() as session:
        uid = session.get_one(Article, late).uid
    merge_articles(empty_archive, early, late, coder="Ada")
    restored = restore_deleted(empty_archive, [uid], coder="Ada")
    assert (restored.article_ids, restored.passages) == ((late,), 0)
    with empty_archive.reading() as session:
        assert session.get_one(Passage, passage).article_id == early
    assert check_archive(empty_archive).ok


WORDS = st.sampled_from(
    ("the", "marshal", "denied", "that", "his", "forces", "had", "shelled", "houses", "in", "Tavira", "on",
     "Sunday", "12", "and", "13", "people", "he", "said", "“no”", "a")
)  # fmt: skip
SENTENCES = st.lists(WORDS, min_size=3, max_size=12).map(lambda words: " ".join(words) + ".")
TEXTS = st.lists(SENTENCES, min_size=3, max_size=9)


@st.composite
def merges(draw: st.DrawFn) -> tuple[str, str, list[tuple[float, float]]]:
    """Two texts that share sentences, and stretches of the second one."""
    first = draw(TEXTS)
    second = list(first)
    for _ in range(draw(st.integers(0, 4))):
        place = draw(st.integers(0, len(second)))
        match draw(st.sampled_from(["put in", "take out", "edit", "move"])):
            case "put in":
                second.insert(place, draw(SENTENCES))
            case "take out" if len(second) > 2:
                second.pop(place % len(second))
            case "edit":
                words = second[place % len(second)].split()
                words[draw(st.integers(0, len(words) - 1))] = draw(WORDS)
                second[place % len(second)] = " ".join(words)
            case "move":
                second.insert(0, second.pop(place % len(second)))
            case _:
                pass
    stretches = draw(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 0.3)), min_size=1, max_size=5))
    return "\n\n".join(first), "\n\n".join(second), stretches


def _passages(session: Session, article_id: int) -> dict[int, tuple[str, str, str]]:
    """The quotes of an article's passages, what their texts have there, and whose texts they are."""
    query = (
        select(Passage, TextVersion)
        .join(TextVersion, TextVersion.id == Passage.text_id)  # type: ignore[arg-type]
        .where(Passage.article_id == article_id)  # type: ignore[arg-type]
    )
    return {
        passage.key: (passage.quote, text.text[passage.start : passage.end], text.article_uid)
        for passage, text in session.execute(query)
    }


def test_a_merge_never_loses_a_passage_nor_moves_it_to_other_words(
    empty_archive: Archive, add_article: AddArticle
) -> None:
    archive = empty_archive

    @given(merges())
    @settings(max_examples=40, deadline=None)
    def merge(drawn: tuple[str, str, list[tuple[float, float]]]) -> None:
        first, second, stretches = drawn
        one, two = add_article(archive, first, title="One"), add_article(archive, second, title="Two")
        for begin, length in stretches:
            start = min(int(begin * len(second)), len(second) - 1)
            mark_passage(
                archive, two, start, min(len(second), start + 1 + int(length * len(second))),
                actors=[ActorChoice("Dabrek")], coder="Ada",
            )  # fmt: skip
        with archive.reading() as session:
            before = _passages(session, two)
        merged = merge_articles(archive, one, two, coder="Ada")
        with archive.reading() as session:
            after = _passages(session, one)
            uid = session.get_one(Article, one).uid
            assert {card.id for card in queries.passages_to_review(session, one)} == set(merged.to_review)
            assert all(card.actors for card in queries.passage_cards(session, list(after)))
        assert set(after) == set(before) == {*merged.kept, *merged.to_review}
        for key, (quote, words, owner) in after.items():
            assert (quote, owner) == (words, uid)
            assert quote == before[key][0] or have_same_words(quote, before[key][0])
        archive.undo("Ada")
        with archive.reading() as session:
            assert _passages(session, two) == before
        delete_articles(archive, [one, two], coder="Ada")

    merge()
    assert check_archive(archive).problems == ()
