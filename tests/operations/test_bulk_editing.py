"""Editing the metadata of many articles at once."""

from collections.abc import Callable

import pytest

from archive_app.model.errors import NotFound, Refused
from archive_app.operations.bulk_editing import (
    Replacement,
    as_edits,
    edit_articles,
    edit_seen_articles,
    fill_from_pattern,
    find_and_replace,
    replaced_in,
)
from archive_app.operations.checking import check_archive
from archive_app.storage.archive import Archive
from archive_app.storage.history import history
from archive_app.storage.queries import article_cards

AddArticle = Callable[..., int]


def fields(archive: Archive, name: str) -> list[str]:
    with archive.reading() as session:
        return [getattr(card, name) for card in article_cards(session, [1, 2, 3])]


def test_many_articles_are_edited_at_once_and_undone_at_once(archive: Archive) -> None:
    before = fields(archive, "outlet"), fields(archive, "published")
    changes = edit_articles(
        archive, {1: {"outlet": " The  Post "}, 2: {"published": "2023-05", "outlet": "The Post"}, 3: {}},
        coder="Ada",
    )  # fmt: skip
    assert changes is not None
    assert changes.articles == {1, 2}
    assert changes.label == "Edit 2 articles"
    assert fields(archive, "outlet")[:2] == ["The Post", "The Post"]
    assert fields(archive, "published")[1] == "2023-05"
    archive.undo("Ada")
    assert (fields(archive, "outlet"), fields(archive, "published")) == before
    assert check_archive(archive).ok


def test_when_one_edit_cannot_be_made_none_is(archive: Archive) -> None:
    before = fields(archive, "title")
    with pytest.raises(Refused):
        edit_articles(archive, {1: {"title": "A"}, 2: {"title": " "}}, coder="Ada")
    with pytest.raises(Refused):
        edit_articles(archive, {1: {"title": "A"}, 2: {"published": "16 April"}}, coder="Ada")
    with pytest.raises(NotFound):
        edit_articles(archive, {1: {"title": "A"}, 99: {"title": "B"}}, coder="Ada")
    assert fields(archive, "title") == before
    assert edit_articles(archive, {1: {"title": before[0]}}, coder="Ada") is None


def test_finding_and_replacing_is_shown_first_and_then_done(archive: Archive) -> None:
    found = find_and_replace(archive, "outlet", "POST", "Courier")
    assert found == [Replacement(1, "Tavira Post", "Tavira Courier")]
    assert find_and_replace(archive, "outlet", "POST", "Courier", match_case=True) == []
    assert fields(archive, "outlet")[0] == "Tavira Post"
    edit_articles(archive, as_edits("outlet", found), coder="Ada")
    assert fields(archive, "outlet")[0] == "Tavira Courier"
    with archive.reading() as session:
        assert history(session)[0].label == "Edit “Marshal orders march on the capital”"


def test_a_plain_search_takes_every_character_as_it_is(archive: Archive) -> None:
    edit_articles(archive, {1: {"title": "A (1) b.c"}}, coder="Ada")
    assert find_and_replace(archive, "title", "(1)", "\\1") == [Replacement(1, "A (1) b.c", "A \\1 b.c")]
    assert find_and_replace(archive, "title", "b_c", "x") == []


def test_a_regular_expression_may_refer_to_its_groups(archive: Archive) -> None:
    found = find_and_replace(archive, "outlet", r"^(\w+) (\w+)$", r"\2 \1", is_regex=True, article_ids=[2])
    assert found == [Replacement(2, "Southern Wire", "Wire Southern")]


def test_an_expression_that_is_none_or_takes_too_long_is_refused(archive: Archive) -> None:
    edit_articles(archive, {1: {"memo": "a" * 60 + "!"}}, coder="Ada")
    with pytest.raises(Refused, match="took longer than"):
        find_and_replace(archive, "memo", r"(a|aa|a?)+$", "", is_regex=True, seconds=0.2)
    with pytest.raises(Refused, match="cannot be understood"):
        find_and_replace(archive, "memo", "(", "", is_regex=True)
    with pytest.raises(Refused, match="cannot be understood"):
        find_and_replace(archive, "memo", "a", r"\7", is_regex=True)
    with pytest.raises(Refused):
        find_and_replace(archive, "memo", "", "x")
    with pytest.raises(Refused):
        find_and_replace(archive, "id", "1", "2")


@pytest.mark.parametrize(
    ("pattern", "name", "values"),
    [
        ("{outlet}_{date}_{title}", "Tavira Post_2019-04-16_Truce holds",
         {"outlet": "Tavira Post", "published": "2019-04-16", "title": "Truce holds"}),
        ("{outlet}_{date}_{title}", "Post_2019_04_16_Truce_holds_in_the_south",
         {"outlet": "Post", "published": "2019-04-16", "title": "Truce holds in the south"}),
        ("{date} {title}", "20190416 Truce", {"published": "2019-04-16", "title": "Truce"}),
        ("{date} - {title}", "16.04.2019 - Truce", {"published": "2019-04-16", "title": "Truce"}),
        ("{title} ({date})", "Truce (April 2019)", {"title": "Truce", "published": "2019-04"}),
        ("{}-{title}", "0017-Truce", {"title": "Truce"}),
        ("{date} {title}", "someday Truce", None),
        ("{outlet}__{title}", "Post-Truce", None),
        ("{date}_{title}", "2019-02-30_Truce", None),
    ],
)  # fmt: skip
def test_file_names_are_taken_apart_by_a_pattern(
    empty_archive: Archive, add_article: AddArticle, pattern: str, name: str, values: dict[str, str] | None
) -> None:
    key = add_article(empty_archive, "The truce holds.", title=name)
    (filled,) = fill_from_pattern(empty_archive, pattern)
    assert (filled.article_id, filled.file_name, filled.values) == (key, f"{name}.txt", values)
    if filled.values:
        edit_articles(empty_archive, {key: filled.values}, coder="Ada")


def test_a_pattern_without_fields_or_with_unknown_ones_is_refused(archive: Archive) -> None:
    for pattern in ("", "title", "{}", "{words}", "{title}{title}"):
        with pytest.raises(Refused):
            fill_from_pattern(archive, pattern)
    assert [one.article_id for one in fill_from_pattern(archive, "{title}", article_ids=[2, 3])] == [2, 3]


@pytest.mark.parametrize(
    ("find", "replacement"),
    [("(" * 5000 + ")" * 5000, ""), ("(?V0)a", ""), ("a", r"\U99999999"), ("a{99999999999999}", "")],
)
def test_an_expression_that_no_engine_takes_is_refused_with_a_sentence(find: str, replacement: str) -> None:
    with pytest.raises(Refused):
        replaced_in([(1, "a storm")], find, replacement, is_regex=True)


def test_what_something_else_changed_meanwhile_is_not_overwritten(archive: Archive) -> None:
    seen = {key: {"outlet": outlet} for key, outlet in zip((1, 2, 3), fields(archive, "outlet"), strict=True)}
    edit_articles(archive, {2: {"outlet": "Changed elsewhere"}, 3: {"outlet": "Mine"}}, coder="Ben")
    edits = {key: {"outlet": "Mine", "section": "World"} for key in (1, 2, 3)}
    done = edit_seen_articles(archive, {**edits, 99: {"outlet": "Mine"}}, seen, coder="Ada")
    assert done.stale == {2: {"outlet": "Changed elsewhere"}}
    assert done.gone == (99,)
    assert fields(archive, "outlet") == ["Mine", "Changed elsewhere", "Mine"]
    assert fields(archive, "section") == ["World"] * 3


@pytest.mark.parametrize(
    "expression",
    [
        "(?R)",
        "a(?R)?b",
        "(?P<x>a(?&x))",
        "(a)(?1)",
        "((a{1000}){1000}){1000}",
        ".{100000000}",
        "a" * 3000,
        "(" * 900,
    ],
)
def test_an_expression_without_bounds_is_refused_at_once(expression: str) -> None:
    with pytest.raises(Refused):
        replaced_in([(1, "a" * 400)], expression, "x", is_regex=True)
    assert replaced_in([(1, "2019-04-12")], r"(\d{4})-(\d{2})-(\d{2})", r"\3.\2.\1", is_regex=True)


def test_a_pattern_that_takes_too_long_is_stopped_for_all_names_together(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive_app.operations.bulk_editing.SECONDS", 0.0)
    with pytest.raises(Refused, match="took longer"):
        fill_from_pattern(archive, "{outlet}_{title}")
