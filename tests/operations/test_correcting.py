"""Correcting an article's text: its passages, its versions, and undoing it."""

import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, event, select

from archive_app.model.errors import NotFound, Refused
from archive_app.model.likeness import Reason
from archive_app.model.pages import PageStart, read_pages, stored_pages
from archive_app.model.tables import Article, Passage, ProposedCut, TextVersion
from archive_app.model.text import canonical, word_count
from archive_app.operations.checking import check_archive
from archive_app.operations.correcting import Corrected, accept_candidate, correct_text, restore_version
from archive_app.operations.cuts import remove_cuts
from archive_app.operations.importing import import_text
from archive_app.operations.tagging import (
    ActorChoice,
    ClaimChoice,
    delete_passages,
    mark_passage,
    move_passage,
)
from archive_app.storage import journal, queries
from archive_app.storage.archive import Archive, create_archive, open_archive
from archive_app.storage.journal import table_of
from archive_app.storage.queries import PassageCard, PassageFilter, article_card, article_text
from archive_app.storage.versions import compare_versions, current_version, review_items, text_versions

HEADLINE = "Marshal orders march on the capital"


def text(archive: Archive, article_id: int = 1) -> str:
    with archive.reading() as session:
        return article_text(session, article_id)


def mark(archive: Archive, quote: str, article_id: int = 1) -> int:
    start = text(archive, article_id).index(quote)
    return mark_passage(
        archive, article_id, start, start + len(quote), memo="m", coder="Ada",
        actors=[ActorChoice("Orlan Dabrek")], claims=[ClaimChoice("Denial")],
    ).passage_id  # fmt: skip


def card(archive: Archive, passage_id: int) -> PassageCard:
    with archive.reading() as session:
        (found,) = queries.passage_cards(session, [passage_id])
    return found


def replace(archive: Archive, old: str, new: str, article_id: int = 1) -> Corrected:
    assert old in text(archive, article_id)
    corrected = text(archive, article_id).replace(old, new)
    return correct_text(archive, article_id, corrected, coder="Ben")


def test_a_correction_makes_a_version_and_takes_its_passages_along(archive: Archive) -> None:
    passage = mark(archive, "His command denied it")
    before = text(archive)
    corrected = replace(archive, "on Saturday ordered", "ordered on Saturday, 4 March,")
    assert (corrected.kept, corrected.moved, corrected.changed, corrected.to_review) == (
        (passage,),
        (),
        (),
        (),
    )
    assert corrected.changes is not None
    assert corrected.changes.label == f"Correct the text of “{HEADLINE}”"
    assert (corrected.changes.articles, corrected.changes.passages) == ({1}, {passage})
    found = card(archive, passage)
    assert text(archive)[found.start : found.end] == found.quote == "His command denied it"
    assert (found.memo, found.needs_review, len(found.actors), len(found.claims)) == ("m", False, 1, 1)
    with archive.reading() as session:
        assert article_card(session, 1).words == word_count(before) + 2
        versions = text_versions(session, 1)
    assert [(version.number, version.is_current, version.coder) for version in versions] == [
        (2, True, "Ben"),
        (1, False, "Tester"),
    ]
    assert versions[0].label == corrected.changes.label
    assert versions[1].characters == len(before)
    archive.undo("Ada")
    assert text(archive) == before
    archive.redo("Ada")
    assert card(archive, passage) == found


def statements(work: Callable[[], object]) -> int:
    """How many statements are sent to any database meanwhile; one for many rows counts once."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        work()
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    return len(sent)


def test_many_passages_move_with_as_few_statements_as_one(empty_archive: Archive) -> None:
    article = import_text(empty_archive, "\n".join(f"Line {n} is here." for n in range(300)), coder="Ada")
    article_id = article.imported[0].id

    def correct() -> None:
        replace(empty_archive, "Line 0 is", "Line 0 was", article_id)

    mark(empty_archive, "Line 299 is here.", article_id)
    once = statements(correct)
    undone_once = statements(lambda: empty_archive.undo("Ben"))
    for line in range(100, 160):
        mark(empty_archive, f"Line {line} is here.", article_id)
    assert statements(correct) == once
    assert statements(lambda: empty_archive.undo("Ben")) == undone_once
    assert not check_archive(empty_archive).problems


def pages(archive: Archive, article_id: int) -> list[tuple[str, str]]:
    """Each page of an article's text with the line it begins with."""
    with archive.reading() as session:
        version = current_version(session, article_id)
    return [
        (page.label, version.text[page.offset :].lstrip("\n").split("\n")[0])
        for page in read_pages(version.pages)
    ]


def with_pages(archive: Archive, article_id: int) -> None:
    """Say that the first article begins on page 7 and its second paragraph on page 8."""
    second = text(archive, article_id).index("The government")
    with archive.change("pages", "Pages", "Ada") as change:
        version = current_version(change.session, article_id)
        stored = stored_pages([PageStart(0, "7"), PageStart(second, "8")])
        change.session.execute(
            table_of(TextVersion)
            .update()
            .where(table_of(TextVersion).c.id == version.id)
            .values(pages=stored)
        )


def test_a_corrected_text_keeps_its_pages(archive: Archive) -> None:
    with_pages(archive, 1)
    replace(archive, "Field Marshal", "The field marshal")
    assert pages(archive, 1) == [
        ("7", HEADLINE),
        ("8", "The government accused him of shelling houses. His command denied it: "
              '"We fired at no house."'),
    ]  # fmt: skip


def test_a_restored_version_has_its_own_pages(archive: Archive) -> None:
    with_pages(archive, 1)
    before = pages(archive, 1)
    replace(archive, text(archive)[text(archive).index("The government") :], "Nothing else was known.")
    assert pages(archive, 1) == [before[0], ("8", "Nothing else was known.")]
    restore_version(archive, 1, 1, coder="Ben")
    assert pages(archive, 1) == before


def test_the_new_text_is_canonical(archive: Archive) -> None:
    correct_text(archive, 1, text(archive).replace("\n", "\r\n") + "Cafe\u0301\r\n", coder="Ada")
    assert text(archive).endswith("again.\nCafé\n")
    assert "\r" not in text(archive)


def test_the_same_text_is_no_correction(archive: Archive) -> None:
    passage = mark(archive, "His command denied it")
    same = correct_text(archive, 1, text(archive).replace("\n", "\r\n"), coder="Ada")
    assert (same.changes, same.kept) == (None, (passage,))
    with archive.reading() as session:
        assert len(text_versions(session, 1)) == 1


@pytest.mark.parametrize("nothing", ["", " \n\u00a0", "…!?\n"])
def test_an_empty_text_is_refused(archive: Archive, nothing: str) -> None:
    before = text(archive)
    with pytest.raises(Refused, match="has no words"):
        correct_text(archive, 1, nothing, coder="Ada")
    assert text(archive) == before


def test_what_is_not_there_is_not_corrected(archive: Archive) -> None:
    with pytest.raises(NotFound):
        correct_text(archive, 99, "Words.", coder="Ada")
    with pytest.raises(NotFound, match="no version 7"):
        restore_version(archive, 1, 7, coder="Ada")
    with pytest.raises(NotFound):
        accept_candidate(archive, 99, 0, 5, coder="Ada")
    with archive.reading() as session:
        for ask in (lambda: text_versions(session, 99), lambda: review_items(session, 99)):
            with pytest.raises(NotFound):
                ask()


def test_a_passage_whose_words_were_edited_waits_for_review_with_its_old_quote(archive: Archive) -> None:
    edited, untouched = mark(archive, "shelling houses. His"), mark(archive, "Field Marshal Orlan Dabrek")
    before = card(archive, edited)
    corrected = replace(archive, "of shelling houses. His", "of shelling 12 houses. His")
    assert (corrected.kept, corrected.to_review) == ((untouched,), (edited,))
    waiting = card(archive, edited)
    assert waiting.needs_review
    assert (waiting.start, waiting.end, waiting.quote) == (before.start, before.end, before.quote)
    with archive.reading() as session:
        assert [found.id for found in queries.passages_of(session, 1)] == [untouched]
        assert [found.id for found in queries.passages_to_review(session)] == [edited]
        assert queries.passages_to_review(session, 2) == []
        for where in (
            PassageFilter(needs_review=True),
            PassageFilter(needs_review=True, outlet="Tavira Post"),
        ):
            assert queries.passage_ids(session, where) == [edited]
        assert queries.passage_ids(session, PassageFilter(needs_review=False)) == [untouched]
        assert set(queries.passage_ids(session)) == {edited, untouched}
        (item,) = review_items(session, 1)
    assert item.passage == waiting
    assert item.before.endswith("accused him of ")
    assert item.after.startswith(" command denied it")
    best = item.candidates[0]
    assert (best.quote, best.reason) == ("shelling 12 houses. His", Reason.OTHER_NUMBERS)
    changes = accept_candidate(archive, edited, best.start, best.end, coder="Ada")
    assert changes is not None
    reviewed = card(archive, edited)
    assert (reviewed.quote, reviewed.needs_review, reviewed.actors) == (best.quote, False, before.actors)
    archive.undo("Ada")
    assert card(archive, edited) == waiting
    assert check_archive(archive).ok


def test_moving_the_ends_of_a_passage_reviews_it_too(archive: Archive) -> None:
    passage = mark(archive, "shelling houses. His")
    replace(archive, "shelling houses. His", "shelling ten houses. His")
    start = text(archive).index("shelling ten houses")
    move_passage(archive, passage, start, start + 19, coder="Ada")
    assert (card(archive, passage).quote, card(archive, passage).needs_review) == (
        "shelling ten houses",
        False,
    )
    with pytest.raises(Refused):
        accept_candidate(archive, passage, 5, 5, coder="Ada")
    with pytest.raises(Refused):
        accept_candidate(archive, passage, 5, 99_999, coder="Ada")


def test_a_passage_to_review_can_be_deleted_and_brought_back(archive: Archive) -> None:
    passage = mark(archive, "His command denied it")
    replace(archive, "His command denied it", "His spokesman confirmed everything")
    waiting = card(archive, passage)
    delete_passages(archive, [passage], coder="Ada")
    with archive.reading() as session:
        assert review_items(session, 1) == []
    archive.undo("Ada")
    assert card(archive, passage) == waiting
    assert check_archive(archive).ok


def test_restoring_a_version_brings_back_the_passages_that_stood_in_it(archive: Archive) -> None:
    original = text(archive)
    passages = [
        mark(archive, quote) for quote in ("Orlan Dabrek", "His command denied it", "shelling houses again")
    ]
    cards = [card(archive, passage) for passage in passages]
    replace(archive, "Orlan Dabrek", "Emil Lenz")
    replace(archive, "His command denied it: ", "")
    replace(archive, "shelling houses again", "burning houses again")
    assert all(card(archive, passage).needs_review for passage in passages)
    restored = restore_version(archive, 1, 1, coder="Ada")
    assert restored.changes is not None
    assert restored.changes.label == f"Restore version 1 of “{HEADLINE}”"
    assert (text(archive), restored.kept) == (original, tuple(passages))
    assert [card(archive, passage) for passage in passages] == cards
    with archive.reading() as session:
        assert [version.number for version in text_versions(session, 1)] == [5, 4, 3, 2, 1]
    for _ in range(4):
        archive.undo("Ada")
    assert [card(archive, passage) for passage in passages] == cards
    assert check_archive(archive).ok


def test_words_that_come_back_find_their_passage(archive: Archive) -> None:
    passage = mark(archive, "His command denied it")
    replace(archive, "His command denied it: ", "He said: ")
    assert card(archive, passage).needs_review
    replace(archive, "He said: ", "His command denied it: ")
    found = card(archive, passage)
    assert (found.needs_review, text(archive)[found.start : found.end]) == (False, "His command denied it")


def test_quotation_marks_that_were_corrected_change_the_quote(archive: Archive) -> None:
    passage = mark(archive, '"We fired at no house."')
    before = card(archive, passage)
    corrected = replace(archive, '"We fired at no house."', "“We fired at no house.”")
    assert (corrected.changed, corrected.to_review) == ((passage,), ())
    found = card(archive, passage)
    assert (found.quote, text(archive)[found.start : found.end]) == ("“We fired at no house.”",) * 2
    assert found.modified >= before.modified


def test_versions_are_compared_word_by_word(archive: Archive) -> None:
    replace(archive, "Tavira", "Tavira, the capital")
    with archive.reading() as session:
        comparison = compare_versions(session, 1, 1, 2)
        changed = [
            (comparison.old[part.start : part.end], comparison.new[part.new_start : part.new_end])
            for part in comparison.segments
            if not part.equal
        ]
        assert changed == [("", ", the capital")]
        with pytest.raises(NotFound):
            compare_versions(session, 1, 1, 3)


def test_a_check_finds_a_passage_in_a_text_that_is_not_its_own(archive: Archive) -> None:
    mark(archive, HEADLINE)
    connection = sqlite3.connect(archive.places.database)
    connection.execute("UPDATE passage SET text_id = (SELECT text_id FROM article WHERE id = 2)")
    connection.commit()
    connection.close()
    found = check_archive(archive).problems
    assert f"Passage 1 of “{HEADLINE}” stands in the text of another article." in found


# Lines proposed for removal ------------------------------------------------------------------------------

FURNITURE = (
    "Dabrek ordered march\n\nDabrek ordered march\n\nDabrek ordered his forces to advance on Saturday.\n\n"
    "Advertisement\n\nHis command denied on Sunday that it had fired at a house.\n\nLatest News\n"
)


def cuts(archive: Archive, article_id: int) -> dict[str, str]:
    with archive.reading() as session:
        found = session.execute(select(ProposedCut)).scalars()
        return {cut.quote: cut.state for cut in found if cut.article_id == article_id}


def test_proposed_lines_move_along_or_count_as_kept(empty_archive: Archive) -> None:
    article = import_text(empty_archive, FURNITURE, coder="Ada").imported[0].id
    passage = mark(empty_archive, "fired at a house", article)
    assert cuts(empty_archive, article)["Advertisement"] == "proposed"
    proposed = len(cuts(empty_archive, article))
    replace(empty_archive, "Latest News", "Latest", article)
    assert cuts(empty_archive, article)["Latest News"] == "kept"
    replace(empty_archive, "on Saturday.", "on Saturday, 4 March.", article)
    assert check_archive(empty_archive).ok
    with empty_archive.reading() as session:
        left = queries.proposed_cuts(session, article)
    assert len(left) == proposed - 1
    remove_cuts(empty_archive, [cut.id for cut in left], coder="Ada")
    assert "Advertisement" not in text(empty_archive, article)
    assert not card(empty_archive, passage).needs_review
    assert check_archive(empty_archive).ok


def test_lines_are_removed_past_a_passage_that_waits_for_review(empty_archive: Archive) -> None:
    article = import_text(empty_archive, FURNITURE, coder="Ada").imported[0].id
    passage = mark(empty_archive, "Advertisement\n\nHis command denied", article)
    replace(empty_archive, "His command denied", "His command confirmed", article)
    waiting = card(empty_archive, passage)
    with empty_archive.reading() as session:
        left = queries.proposed_cuts(session, article)
    remove_cuts(empty_archive, [cut.id for cut in left], coder="Ada")
    assert card(empty_archive, passage) == waiting
    assert check_archive(empty_archive).ok
    with empty_archive.reading() as session:
        (item,) = review_items(session, article)
    assert item.candidates


# Whatever is done ----------------------------------------------------------------------------------------

PIECES = (
    "The government accused the rebels of shelling houses. ", "The rebels denied it.\n",
    "「政府は否定した」。", "قالت الوزارة إن 12 شخصا قتلوا. ", "😀👩\u200d👧 Cafe\u0301 ",
    "“Quoted,” he said. ", '"Quoted," he said. ', "\r\n", "\u00a0\u2028",
    "Dabrek ", "Lenz ", "12 houses ", "13 houses ",
)  # fmt: skip


def shuffled(text: str, chance: random.Random) -> str:
    """A text after some edits of a careless hand."""
    for _ in range(chance.randint(1, 4)):
        start = chance.randrange(len(text) + 1)
        end = min(len(text), start + chance.randrange(30))
        before, taken, after = text[:start], text[start:end], text[end:]
        piece = chance.choice(PIECES)
        text = chance.choice([
            before + piece + taken + after, before + after, before + piece + after,
            before + taken * 2 + after, after + before + taken, text.replace(taken, piece) if taken else text,
            text.replace("Dabrek", "Lenz"), text.replace("12", "13"), text.replace("\n", "\r\n"),
        ])  # fmt: skip
    return text


STEPS = (
    "correct",
    "correct",
    "correct",
    "restore",
    "undo",
    "undo",
    "redo",
    "mark",
    "accept",
    "move",
    "delete",
)


def every_quote_is_where_it_says(archive: Archive) -> set[int]:
    """Look at every passage, and return their keys."""
    with archive.reading() as session:
        texts = {version.key: version for version in session.execute(select(TextVersion)).scalars()}
        articles = {article.key: article for article in session.execute(select(Article)).scalars()}
        passages = {passage.key: passage for passage in session.execute(select(Passage)).scalars()}
        waiting = {found.id for found in queries.passages_to_review(session)}
        drawn = {found.id: found for key in articles for found in queries.passages_of(session, key)}
        offered = [item for key in articles for item in review_items(session, key)]
    for key, passage in passages.items():
        article, version = articles[passage.article_id], texts[passage.text_id]
        assert version.article_uid == article.uid
        assert version.text[passage.start : passage.end] == passage.quote != ""
        assert (key in waiting) == (passage.text_id != article.text_id)
    assert {item.passage.id for item in offered} == waiting
    assert drawn.keys() | waiting == passages.keys()
    assert drawn.keys() & waiting == set()
    for found in drawn.values():
        assert texts[articles[found.article_id].text_id].text[found.start : found.end] == found.quote
    for item in offered:
        current = texts[articles[item.passage.article_id].text_id].text
        assert all(current[one.start : one.end] == one.quote for one in item.candidates)
    return set(passages)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory, add_article: Callable[..., int]) -> Path:
    """An archive with one article, to be copied."""
    folder = tmp_path_factory.mktemp("template") / "archive"
    with create_archive(folder) as archive:
        add_article(archive, "".join(PIECES) + "\n" + "".join(reversed(PIECES)), title="Pieces")
    return folder


def work(archive: Archive, step: str, chance: random.Random) -> set[int]:
    """Do one thing, and return the passages that may be gone after it."""
    with archive.reading() as session:
        keys = queries.passage_ids(session)
        numbers = [version.number for version in text_versions(session, 1)]
        next_undone = journal.tops(session).undo
    old = text(archive)
    start = chance.randrange(len(old))
    end = min(len(old), start + chance.randint(1, 40))
    match step:
        case "correct":
            new = shuffled(old, chance)
            if word_count(canonical(new)):
                corrected = correct_text(archive, 1, new, coder="Ada")
                fates = (corrected.kept, corrected.moved, corrected.changed, corrected.to_review)
                assert sorted(key for fate in fates for key in fate) == sorted(keys)
                assert text(archive) == canonical(new)
        case "restore":
            restore_version(archive, 1, chance.choice(numbers), coder="Ada")
        case "mark":
            mark_passage(archive, 1, start, end, coder="Ada")
        case "accept" if keys:
            accept_candidate(archive, chance.choice(keys), start, end, coder="Ada")
        case "move" if keys:
            move_passage(archive, chance.choice(keys), start, end, coder="Ada")
        case "delete" if keys:
            gone = chance.choice(keys)
            delete_passages(archive, [gone], coder="Ada")
            return {gone}
        case "undo" if not (next_undone or "").startswith("Import"):
            changes = archive.undo("Ada")
            return set(changes.passages) if changes and changes.label.startswith("Mark") else set()
        case "redo":
            changes = archive.redo("Ada")
            return set(changes.passages) if changes and changes.label.startswith("Delete") else set()
    return set()


def the_invariant_holds(folder: Path, steps: list[str], seed: int) -> None:
    chance = random.Random(seed)
    with open_archive(folder) as archive:
        for _ in range(4):
            work(archive, "mark", chance)
        keys = every_quote_is_where_it_says(archive)
        for step in steps:
            gone = work(archive, step, chance)
            left = every_quote_is_where_it_says(archive)
            assert keys - gone <= left
            keys = left
        assert check_archive(archive).problems == ()


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=st.lists(st.sampled_from(STEPS), min_size=3, max_size=15), seed=st.integers(0, 2**32))
def test_whatever_is_corrected_undone_and_restored_no_passage_is_lost_or_slips(
    template: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[str], seed: int
) -> None:
    folder = tmp_path_factory.mktemp("corrected") / "archive"
    shutil.copytree(template, folder)
    the_invariant_holds(folder, steps, seed)
    shutil.rmtree(folder)


@pytest.mark.slow
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=st.lists(st.sampled_from(STEPS), min_size=3, max_size=25), seed=st.integers(0, 2**32))
def test_very_often_no_passage_is_lost_or_slips(
    template: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[str], seed: int
) -> None:
    folder = tmp_path_factory.mktemp("corrected") / "archive"
    shutil.copytree(template, folder)
    the_invariant_holds(folder, steps, seed)
    shutil.rmtree(folder)
