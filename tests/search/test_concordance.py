"""The lines of a concordance: every hit once, in its exact place, in any order."""

import random

import pytest

from archive_app.search.concordance import DEPTH, HitFinder, Lines
from archive_app.search.language import understand
from archive_app.search.tokens import tokens
from archive_app.storage.texts import CurrentText

TEXT = "The army fired.\n\nNobody saw the army fire; the Army’s spokesman, an army man, denied it."


def hits(query: str, text: str) -> list[str]:
    return [text[hit.start : hit.end] for hit in finder(query).hits(text)]


def finder(query: str) -> HitFinder:
    return HitFinder(understand(query).query)


def source(text: str, key: int = 1, *, outlet: str = "", published: str = "") -> CurrentText:
    return CurrentText(key, key, text, "", outlet, published, "en")


def lines_of(query: str, *sources: CurrentText) -> Lines:
    lines = Lines()
    for each in sources:
        lines.add(each, finder(query).hits(each.text))
    return lines


def quotes(lines: Lines, numbers: list[int], *sources: CurrentText) -> list[str]:
    texts = {each.article_id: each.text for each in sources}
    found = []
    for number in numbers:
        article, _, start, end = lines.place(number)
        found.append(texts[article][start:end])
    return found


def test_every_hit_is_found_in_the_order_of_the_text() -> None:
    assert hits("army", TEXT) == ["army", "army", "Army", "army"]


def test_what_is_excluded_is_no_hit() -> None:
    assert hits("army -spokesman", TEXT) == ["army", "army", "Army", "army"]
    assert not finder("-spokesman after:2019").seeks_anything


def test_a_phrase_is_one_hit_and_its_words_are_no_hits_of_their_own() -> None:
    assert hits('"the army" OR army', TEXT) == ["The army", "the army", "the Army", "army"]


def test_words_near_each_other_are_the_shortest_stretches_that_hold_them() -> None:
    assert hits('"nobody fire"~5', TEXT) == ["Nobody saw the army fire"]
    assert hits('"nobody fire"~2', TEXT) == []
    assert hits('"a b"~3', "a x b a") == ["a x b", "b a"]


def test_a_word_of_another_field_is_no_hit_in_the_text() -> None:
    assert not finder("title:army").seeks_anything
    assert hits("text:army title:fired", TEXT)[0] == "army"


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("قصف", "ارتفاع حصيلة القصف الذي", ["القصف"]),
        ("cafe\u0301", "Le café 😀 du café", ["café", "café"]),
        ("停火", "双方同意停火协议。停火", ["停火", "停火"]),
        ("火", "停火协议", ["火"]),
    ],
)
def test_hits_stand_where_they_are_in_every_script(query: str, text: str, found: list[str]) -> None:
    assert hits(query, text) == found


def test_the_words_beside_a_hit_are_given_nearest_first() -> None:
    hit = finder("saw").hits(TEXT)[0]
    assert hit.left == ("nobody", "fired", "army", "the")
    assert hit.right == ("the", "army", "fire", "the", "army")


def test_the_words_beside_a_chinese_hit_are_not_its_own() -> None:
    (hit,) = finder("停火").hits("双方停火协议")
    assert hit.right[0] == "协议"
    assert hit.left[0] == "双方"


def test_hits_equal_those_of_a_plain_count_of_words() -> None:
    chance = random.Random(5)
    for _ in range(200):
        text = " ".join(chance.choices(["Army", "armies", "fired", "the", "x.", "\n"], k=30))
        expected = [(token.start, token.end) for token in tokens(text) if token.word.startswith("arm")]
        assert [(hit.start, hit.end) for hit in finder("arm*").hits(text)] == expected


def test_lines_are_sorted_by_the_word_on_the_left() -> None:
    one = source("zeal of army men. an army, Ädler army, apple army")
    lines = lines_of("army", one)
    left = [lines.place(number)[2] for number in lines.order("left").tolist()]
    assert [one.text[:start].split()[-1] for start in left] == ["Ädler", "an", "apple", "of"]


def test_lines_are_sorted_by_the_second_word_on_the_right() -> None:
    one = source("army a c. army b b. army c a")
    lines = lines_of("army", one)
    begins = [lines.place(number)[3] for number in lines.order("right", nth=2).tolist()]
    assert [one.text[end : end + 4].strip(" .") for end in begins] == ["c a", "b b", "a c"]


def test_what_has_no_neighbour_comes_first() -> None:
    lines = lines_of("army", source("the army the army the army army"))
    assert lines.order("right").tolist()[0] == 3


def test_lines_are_sorted_by_date_and_what_is_undated_comes_last_either_way() -> None:
    dated = [
        source("army", 1, published="2019-05"), source("army", 2), source("army", 3, published="2018"),
    ]  # fmt: skip
    lines = lines_of("army", *dated)
    assert [lines.place(at)[0] for at in lines.order("date").tolist()] == [3, 1, 2]
    assert [lines.place(at)[0] for at in lines.order("date", descending=True).tolist()] == [1, 3, 2]


def test_lines_are_sorted_by_outlet_and_by_the_hit_itself() -> None:
    sources = [source("armies army", 1, outlet="Zeit"), source("army", 2, outlet="adler")]
    lines = lines_of("arm*", *sources)
    assert [lines.place(at)[0] for at in lines.order("outlet").tolist()] == [2, 1, 1]
    assert quotes(lines, lines.order("hit").tolist(), *sources) == ["armies", "army", "army"]


def test_counts_are_of_lines_and_of_articles_that_have_any() -> None:
    lines = lines_of("army", source("army army", 1), source("none", 2), source("army", 3))
    assert (lines.total, lines.articles) == (3, 2)
    assert lines.hits_by_article() == {1: 2, 3: 1}


def test_a_line_takes_a_few_dozen_bytes() -> None:
    lines = lines_of("army", *(source("the army " * 50, key) for key in range(20)))
    kept = sum(
        len(column) * column.itemsize
        for column in (lines._article, lines._starts, lines._ends, lines._beside)
    )
    assert kept / lines.count < 4 * (2 * DEPTH + 5)
