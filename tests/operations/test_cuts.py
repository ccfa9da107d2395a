from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from archive_app.model.errors import NotFound, Refused
from archive_app.model.pages import PageStart, read_pages, stored_pages
from archive_app.model.tables import Article, Passage, ProposedCut, TextVersion
from archive_app.model.text import text_digest, word_count
from archive_app.operations.checking import check_archive
from archive_app.operations.cuts import keep_cuts, removal_of, remove_cuts
from archive_app.operations.importing import import_text
from archive_app.operations.tagging import mark_passage
from archive_app.storage.archive import Archive, create_archive
from archive_app.storage.journal import table_of
from archive_app.storage.queries import article_text
from archive_app.storage.versions import current_version

TITLE = "Marshal orders march 🕊️ on Tavira"
FIRST = "Dabrek ordered his forces to advance on Saturday 😀, they said."
SECOND = "“We fired at no house,” his command answered on Sunday."
OTHER = "Fishermen return to the northern port"
TEXT = "\n\n".join([TITLE, OTHER, TITLE, FIRST, "Advertisement", SECOND, "Latest News"])
CLEAN = f"{TITLE}\n\n{FIRST}\n\n{SECOND}"


@pytest.fixture
def article(empty_archive: Archive) -> int:
    return import_text(empty_archive, TEXT, coder="Ada").imported[0].id


def cuts(archive: Archive, article: int, state: str = "proposed") -> list[ProposedCut]:
    with archive.reading() as session:
        found = session.execute(select(ProposedCut)).scalars()
        return sorted(
            (cut for cut in found if (cut.article_id, cut.state) == (article, state)),
            key=lambda cut: cut.start,
        )


def ids(archive: Archive, article: int) -> list[int]:
    return [cut.key for cut in cuts(archive, article)]


def text(archive: Archive, article: int) -> str:
    with archive.reading() as session:
        return article_text(session, article)


def mark(archive: Archive, article: int, quote: str) -> int:
    start = text(archive, article).rindex(quote)
    return mark_passage(archive, article, start, start + len(quote), coder="Ada").passage_id


def passage(archive: Archive, key: int) -> Passage:
    with archive.reading() as session:
        return session.get_one(Passage, key)


def test_removed_lines_are_gone_with_the_gaps_they_left(empty_archive: Archive, article: int) -> None:
    assert [cut.quote for cut in cuts(empty_archive, article)] == [
        "Fishermen return to the northern port", TITLE, "Advertisement", "Latest News",
    ]  # fmt: skip
    changes = remove_cuts(empty_archive, ids(empty_archive, article), coder="Ada")
    assert text(empty_archive, article) == CLEAN
    assert changes is not None
    assert changes.label == f"Remove 4 lines from “{TITLE}”"
    assert changes.articles == {article}
    assert cuts(empty_archive, article) == []
    assert len(cuts(empty_archive, article, "removed")) == 4
    with empty_archive.reading() as session:
        row = session.get_one(Article, article)
        version = session.get_one(TextVersion, row.text_id)
        assert row.words == word_count(CLEAN)
        assert (version.number, version.article_uid, version.sha256) == (2, row.uid, text_digest(CLEAN))


def test_a_passage_survives_a_removal_before_and_after_it(empty_archive: Archive, article: int) -> None:
    keys = [mark(empty_archive, article, quote) for quote in (FIRST, SECOND, "house", "😀", "Sunday.")]
    remove_cuts(empty_archive, ids(empty_archive, article), coder="Ada")
    for key in keys:
        moved = passage(empty_archive, key)
        assert CLEAN[moved.start : moved.end] == moved.quote
    assert check_archive(empty_archive).ok


def test_pages_begin_where_they_began_without_the_removed_lines(empty_archive: Archive, article: int) -> None:
    with empty_archive.change("pages", "Pages", "Ada") as change:
        version = current_version(change.session, article)
        starts = [PageStart(0, "1"), PageStart(version.text.index(SECOND), "2")]
        change.session.execute(
            table_of(TextVersion)
            .update()
            .where(table_of(TextVersion).c.id == version.id)
            .values(pages=stored_pages(starts))
        )
    remove_cuts(empty_archive, ids(empty_archive, article), coder="Ada")
    with empty_archive.reading() as session:
        version = current_version(session, article)
    first, second = read_pages(version.pages)
    assert (first, second.label) == (PageStart(0, "1"), "2")
    assert version.text[second.offset :].startswith(SECOND)


def test_one_line_can_go_and_the_other_proposals_move_along(empty_archive: Archive, article: int) -> None:
    first, *others = ids(empty_archive, article)
    remove_cuts(empty_archive, [first], coder="Ada")
    assert ids(empty_archive, article) == others
    now = text(empty_archive, article)
    assert all(now[cut.start : cut.end] == cut.quote for cut in cuts(empty_archive, article))
    remove_cuts(empty_archive, others, coder="Ada")
    assert text(empty_archive, article) == CLEAN


def test_a_passage_on_a_proposed_line_is_named_and_nothing_changes(
    empty_archive: Archive, article: int
) -> None:
    mark(empty_archive, article, "northern port")
    with pytest.raises(Refused, match="“northern port” marks some of “Fishermen return"):
        remove_cuts(empty_archive, ids(empty_archive, article), coder="Ada")
    assert text(empty_archive, article) == TEXT
    assert len(cuts(empty_archive, article)) == 4


def test_a_passage_that_ends_in_line_breaks_keeps_them(empty_archive: Archive, article: int) -> None:
    key = mark(empty_archive, article, f"{FIRST}\n\n")
    remove_cuts(empty_archive, ids(empty_archive, article), coder="Ada")
    now, moved = text(empty_archive, article), passage(empty_archive, key)
    assert now[moved.start : moved.end] == moved.quote == f"{FIRST}\n\n"
    assert now.replace("\n", "") == CLEAN.replace("\n", "")


def test_undo_brings_everything_back_and_redo_takes_it_again(empty_archive: Archive, article: int) -> None:
    key = mark(empty_archive, article, SECOND)
    before = passage(empty_archive, key)
    remove_cuts(empty_archive, ids(empty_archive, article), coder="Ada")
    empty_archive.undo("Ada")
    assert text(empty_archive, article) == TEXT
    assert passage(empty_archive, key).start == before.start
    assert len(cuts(empty_archive, article)) == 4
    empty_archive.redo("Ada")
    assert text(empty_archive, article) == CLEAN
    assert check_archive(empty_archive).ok


def test_kept_lines_are_proposed_no_more_and_move_with_later_removals(
    empty_archive: Archive, article: int
) -> None:
    first, second, *others = ids(empty_archive, article)
    changes = keep_cuts(empty_archive, [second], coder="Ada")
    assert changes is not None
    assert changes.label == f"Keep 1 line in “{TITLE}”"
    assert ids(empty_archive, article) == [first, *others]
    remove_cuts(empty_archive, [first, *others], coder="Ada")
    assert text(empty_archive, article) == f"{TITLE}\n\n{TITLE}\n\n{FIRST}\n\n{SECOND}"
    (kept,) = cuts(empty_archive, article, "kept")
    assert kept.start == len(TITLE) + 2


def test_deciding_twice_changes_nothing_the_second_time(empty_archive: Archive, article: int) -> None:
    keys = ids(empty_archive, article)
    remove_cuts(empty_archive, keys, coder="Ada")
    assert remove_cuts(empty_archive, keys, coder="Ada") is None
    assert keep_cuts(empty_archive, keys, coder="Ada") is None
    with pytest.raises(NotFound):
        keep_cuts(empty_archive, [999], coder="Ada")


def test_lines_of_several_articles_go_in_one_change(empty_archive: Archive, article: int) -> None:
    other = import_text(empty_archive, TEXT.replace("Sunday", "Monday"), coder="Ada").imported[0].id
    both = ids(empty_archive, article) + ids(empty_archive, other)
    changes = remove_cuts(empty_archive, both, coder="Ada")
    assert changes is not None
    assert changes.label == "Remove 8 lines of 2 articles"
    assert text(empty_archive, other) == CLEAN.replace("Sunday", "Monday")
    empty_archive.undo("Ada")
    assert (text(empty_archive, article), text(empty_archive, other)) == (
        TEXT,
        TEXT.replace("Sunday", "Monday"),
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a\n\n[X]\n\nb", "a\n\nb"),
        ("[X]\n\nb", "b"),
        ("a\n\n[X]", "a"),
        ("a\n\n[X]\n", "a\n"),
        ("a\n[X]\nb", "a\nb"),
        ("a\n[X]\n\nb", "a\n\nb"),
        ("a\n\n[X]\nb", "a\n\nb"),
        ("a\n\n  [X]  \n\n  b", "a\n\n  b"),
        ("a.[X]", "a."),
        ("a. [X]\n\nb", "a.\n\nb"),
        ("a [X] b", "a  b"),
        ("a\n\n[X]\n\n[X]\n\nb\n\n[X]\n\n[X]\n", "a\n\nb\n"),
        ("a \n\n[X]\n\n\n\nb", "a \n\n\n\nb"),
    ],
)
def test_what_is_left_behind_goes_too(before: str, after: str) -> None:
    plain, stretches, rest = "", [], before
    while "[X]" in rest:
        head, _, rest = rest.partition("[X]")
        plain += head
        stretches.append((len(plain), len(plain) + 3))
        plain += "XXX"
    plain += rest
    assert removal_of(plain, stretches).of(plain) == after


TEXTS = st.text(alphabet="ab \n\n😀", min_size=1, max_size=60)


def test_what_a_passage_keeps_between_two_cuts_stays() -> None:
    assert removal_of("a a", [(0, 1), (2, 3)], [(1, 2)]).of("a a") == " "


@given(text=TEXTS, draw=st.data())
def test_every_character_that_stays_is_where_the_removal_says(text: str, draw: st.DataObject) -> None:
    bounds = sorted(draw.draw(st.sets(st.integers(0, len(text)), max_size=8)))
    stretches = list(zip(bounds[::2], bounds[1::2], strict=False))
    kept = []
    if stretches:
        spans = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(sorted)
        for start, end in draw.draw(st.lists(spans, max_size=3)):
            if start < end and all(end <= first or start >= last for first, last in stretches):
                kept.append((start, end))
    removal = removal_of(text, stretches, kept)
    shorter = removal.of(text)
    flat = [position for stretch in removal.stretches for position in range(*stretch)]
    assert len(flat) == len(set(flat)) == len(text) - len(shorter)
    for start, end in stretches:
        assert set(range(start, end)) <= set(flat)
    for start, end in kept:
        assert shorter[removal.moved(start) : removal.moved(end)] == text[start:end]
    for position in set(range(len(text))) - set(flat):
        assert shorter[removal.moved(position)] == text[position]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    chosen=st.sets(st.integers(0, 3)),
    places=st.lists(st.tuples(st.integers(0, 200), st.integers(1, 40)), max_size=5),
)
def test_whatever_is_removed_every_passage_keeps_its_words(
    tmp_path_factory: pytest.TempPathFactory, chosen: set[int], places: list[tuple[int, int]]
) -> None:
    folder: Path = tmp_path_factory.mktemp("cuts") / "archive"
    with create_archive(folder) as archive:
        article = import_text(archive, TEXT, coder="Ada").imported[0].id
        for start, length in places:
            if start + length <= len(TEXT):
                mark_passage(archive, article, start, start + length, coder="Ada")
        wanted = [key for place, key in enumerate(ids(archive, article)) if place in chosen]
        try:
            remove_cuts(archive, wanted, coder="Ada")
        except Refused:
            assert text(archive, article) == TEXT
        assert check_archive(archive).ok
