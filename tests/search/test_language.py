"""What a typed query means, and that nothing that is typed does harm."""

import random
import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_app.model.values import Stance
from archive_app.search.fields import FIELDS
from archive_app.search.language import MOST_WORDS, clauses, understand
from archive_app.search.query import (
    And,
    Long,
    Named,
    Near,
    Not,
    Or,
    Pattern,
    Phrase,
    Published,
    Query,
    State,
    Tagged,
    Word,
)
from archive_app.search.undated import asking_for_undated

TODAY = date(2019, 5, 16)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Truce", Word("truce")),
        ("truce  holds", And((Word("truce"), Word("holds")))),
        ("truce AND holds", And((Word("truce"), Word("holds")))),
        ("a OR b c", Or((Word("a"), And((Word("b"), Word("c")))))),
        ("(a OR b) c", And((Or((Word("a"), Word("b"))), Word("c")))),
        ("a -b", And((Word("a"), Not(Word("b"))))),
        ("a NOT b", And((Word("a"), Not(Word("b"))))),
        ("a AND NOT (b c)", And((Word("a"), Not(And((Word("b"), Word("c"))))))),
        ("-b", Not(Word("b"))),
        ("NOT NOT a", Word("a")),
        ('"cease fire"', Phrase(("cease", "fire"))),
        ("“cease fire”", Phrase(("cease", "fire"))),
        ("state-run", Phrase(("state", "run"))),
        ("embarg*", Word("embarg", is_prefix=True)),
        ('"arms embarg"*', Phrase(("arms", "embarg"), ends_in_prefix=True)),
        ("lib*n", Pattern("lib*n")),
        ("text:*gate", Pattern("*gate", "text")),
        ("organi?ation*", Pattern("organi?ation*")),
        ("Zür?ch", Pattern("zur?ch")),
        ("who did it?", And((Word("who"), Word("did"), Word("it")))),
        ("hafter~", Word("hafter", edits=2)),
        ("title:siria~", Word("siria", "title", edits=1)),
        ("hafter~1", Word("hafter", edits=1)),
        ("hafter~9", Word("hafter", edits=2)),
        ('"arms embargo"~5', Near(("arms", "embargo"), 5)),
        ('"arms embargo"~', Near(("arms", "embargo"), 10)),
        ('"arms embargo"~99', Near(("arms", "embargo"), 50)),
        ("actor:hafter~", Named("actor", ("hafter",), is_about=True)),
        ("and or not", And((Word("and"), Word("or"), Word("not")))),
        ("title:truce", Word("truce", "title")),
        ("TITLE:truce", Word("truce", "title")),
        ("title:(a OR b)", Or((Word("a", "title"), Word("b", "title")))),
        ('title:"the truce"', Phrase(("the", "truce"), "title")),
        ('actor:"Khalifa Haftar"', Named("actor", ("khalifa", "haftar"))),
        ("-speaker:Haftar", Not(Named("speaker", ("haftar",)))),
        ("actor:haf*", Named("actor", ("haf",), ends_in_prefix=True)),
        ("outlet:U.S.", Named("outlet", ("us",))),
        ("stance:opposes", Tagged(Stance.OPPOSES)),
        ("after:2019", Published(first=20190101)),
        ("after:2019-04", Published(first=20190401)),
        ("before:2019-04", Published(last=20190431)),
        ("before:2019-4-6", Published(last=20190406)),
        ("停火协议", Phrase(("停火", "火协", "协议"))),
        ("停火", Word("停火")),
        ("الحكومة", Word("حكومه", spelt="الحكومة")),
        ("Zürich,", Word("zurich", spelt="zürich")),
        ("Straße", Word("strasse")),
        ("=Shells", Word("shells", is_exact=True)),
        ("=Zürich", Word("zurich", is_exact=True)),
        ("title:=shells", Word("shells", "title", is_exact=True)),
        ('"shells"', Word("shells", is_exact=True)),
        ("a=b", Phrase(("a", "b"))),
        ('outlet:="York Herald"', Named("outlet", ("york", "herald"), is_exact=True)),
        ("outlet:=York", Named("outlet", ("york",), is_exact=True)),
        ("collection:siege", Named("collection", ("siege",))),
        ("label:front", Named("label", ("front",))),
        ("source:export", Named("source", ("export",))),
        ("is:tagged", State("tagged")),
        ("-is:read", Not(State("read"))),
        ("is:UNREAD", State("unread")),
        ("is:undated", State("undated")),
        (
            "https://bbc.co.uk/news?id=3&x=a*b",
            Phrase(("https", "bbc", "co", "uk", "news", "id", "3", "x", "a", "b")),
        ),
        ("-www.example.com/*", Not(Phrase(("www", "example", "com")))),
        ("title:http://a.org", Phrase(("http", "a", "org"), "title")),
        ("Minister: talks", And((Word("minister"), Word("talks")))),
        ("Re: (truce)", And((Word("re"), Word("truce")))),
        ("10:30", And((Word("10"), Word("30")))),
        ("words:>500", Long(501)),
        ("words:>=500", Long(500)),
        ("words:<300", Long(0, 299)),
        ("words:100..300", Long(100, 300)),
        ("words:..1,300", Long(0, 1300)),
        ("words:300..", Long(300)),
        ("words:300", Long(300, 300)),
        ("date:2019-04", Published(20190401, 20190431)),
        ("date:2019-04..2019-05", Published(20190401, 20190531)),
        ("date:..2019", Published(0, 20191231)),
        ("date:2019..", Published(20190101)),
        ("date:>2019-04", Published(20190432)),
        ("date:(2018 OR 2019)", Or((Published(20180101, 20181231), Published(20190101, 20191231)))),
        ("date:April 2019 truce", And((Published(20190401, 20190431), Word("truce")))),
        ('date:"16 April 2019"', Published(20190416, 20190416)),
        ("date:last month", Published(20190401, 20190431)),
        ("date:yesterday", Published(20190515, 20190515)),
        ("date:last 7 days truce", And((Published(20190510, 20190516), Word("truce")))),
        ("after:last week", Published(20190506)),
        ("before:April 16, 2019", Published(last=20190416)),
    ],
)
def test_a_query_means(typed: str, meant: Query) -> None:
    understood = understand(typed, today=TODAY)
    assert understood.query == meant
    assert understood.ignored == ()


@pytest.mark.parametrize(
    ("typed", "meant", "said"),
    [
        ("((truce", Word("truce"), "opening bracket"),
        ("truce))", Word("truce"), "closing bracket"),
        ('"truce', Word("truce", is_exact=True), "quotation mark"),
        ("truce AND", Word("truce"), "AND without"),
        ("OR truce", Word("truce"), "OR without"),
        ("truce NOT", Word("truce"), "NOT without"),
        ("truce after:spring", Word("truce"), "“after:spring”"),
        ("truce after:2019-13", Word("truce"), "no date"),
        ("truce date:2019..soon", Word("truce"), "no date"),
        ("truce words:many", Word("truce"), "no number"),
        ("truce is:green", Word("truce"), "tagged, untagged, read, unread"),
        ("truce stance:maybe", Word("truce"), "supports, opposes, neutral"),
        ("truce actor:", Word("truce"), "without a value"),
        ("truce 🔥", Word("truce"), "🔥"),
        ("colour:red", And((Word("colour"), Word("red"))), "not a field"),
        ("outlt:Wire", And((Word("outlt"), Word("wire"))), "Did you mean “outlet:”?"),
        ('language:"ar"', And((Word("language"), Word("ar", is_exact=True))), "Did you mean “lang:”?"),
        ("Addresee:(UN)", And((Word("addresee"), Word("un"))), "Did you mean “addressee:”?"),
    ],
)
def test_what_is_malformed_is_said_and_the_rest_searched(typed: str, meant: Query, said: str) -> None:
    understood = understand(typed)
    assert understood.query == meant
    assert any(said in sentence for sentence in understood.ignored)


@pytest.mark.parametrize("typed", ["", "  ", "*", "()", '""', "-", "NOT", "🔥", "after:soon", ":", "actor:"])
def test_a_query_without_anything_in_it_asks_for_nothing(typed: str) -> None:
    assert understand(typed).is_empty


def test_the_last_word_being_typed_stands_for_all_that_begin_so() -> None:
    assert understand("truce ho", is_being_typed=True).query == And(
        (Word("truce"), Word("ho", is_unfinished=True))
    )
    assert understand("truce ho ", is_being_typed=True).query == And((Word("truce"), Word("ho")))
    assert understand("truce h", is_being_typed=True).query == Word("truce")
    assert understand("truce 停", is_being_typed=True).query == And(
        (Word("truce"), Word("停", is_unfinished=True))
    )
    assert understand("actor:haf", is_being_typed=True).query == Named("actor", ("haf",), True)


def test_what_is_still_being_typed_is_not_complained_about() -> None:
    assert understand("truce after:20", is_being_typed=True).ignored == ()
    assert understand("truce actor:", is_being_typed=True).ignored == ()
    assert understand("truce date:last mo", is_being_typed=True).query == Word("truce")
    assert understand("truce date:last mo", is_being_typed=True).ignored == ()
    assert understand("truce is:unt", is_being_typed=True).ignored == ()
    half = understand('truce "cease fi', is_being_typed=True)
    assert half.ignored == ()
    assert half.query == And((Word("truce"), Phrase(("cease", "fi"), ends_in_prefix=True)))
    assert understand("hafter~", is_being_typed=True).query == Word("hafter", edits=2)


def test_length_words_and_depth_are_bounded_and_that_is_said() -> None:
    long = understand("truce " * 1_000)
    assert isinstance(long.query, And)
    assert len(long.query.parts) == MOST_WORDS
    assert len(long.ignored) == 2
    deep = understand("(" * 1_000 + "truce" + ")" * 900)
    assert any("deep" in sentence for sentence in deep.ignored)


def test_a_name_that_only_happens_to_be_like_a_field_is_no_field() -> None:
    assert understand("Haftar:denied").ignored == (
        "“Haftar:” is not a field, so it was searched for as text.",
    )


def test_nothing_is_said_of_an_address_while_it_is_typed() -> None:
    address = "https://www.example.org/a"
    for end in range(1, len(address) + 1):
        assert understand(address[:end], is_being_typed=True).ignored == ()


def test_relative_dates_need_a_day_to_be_reckoned_from() -> None:
    assert understand("date:2019-04").query == Published(20190401, 20190431)
    assert understand("date:last month").is_empty is False  # “month” is left as a word
    assert any("no date" in sentence for sentence in understand("date:last month").ignored)


@pytest.mark.parametrize(
    ("typed", "asking"),
    [
        ("truce date:2019", "truce is:undated"),
        ("truce after:2018 before:2020-05", "truce is:undated"),
        ("date:(2018 OR 2019) truce", "is:undated truce"),
        ("date:last month truce", "is:undated truce"),
        ("truce -date:2019", "truce -date:2019"),
        ("NOT (truce date:2019)", "NOT (truce date:2019)"),
        ("-(truce -date:2019)", "-(truce -is:undated)"),
        ("(date:2018 a) OR (date:2019 b)", "(is:undated a) OR (is:undated b)"),
    ],
)
def test_what_has_no_date_is_asked_for_in_the_place_of_dates(typed: str, asking: str) -> None:
    assert asking_for_undated(typed, understand(typed, today=TODAY)) == asking


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ('embargo NOT "arms trade"', "embargo and not “arms trade”"),
        (
            'embargo -"arms trade" speaker:haftar date:2019-04',
            "embargo and not “arms trade”, said by haftar, April 2019",
        ),
        ("(truce OR ceasefire) talks", "(truce or ceasefire) and talks"),
        ("truce OR ceasefire", "truce or ceasefire"),
        ("=shells title:embarg* hafter~", "“shells” and embarg… in the title and about “hafter”"),
        ('"arms embargo"~5', "arms and embargo with at most 5 words between"),
        ("actor:haf* -claim:denial", "with haf…, not of the claim type denial"),
        ("is:untagged words:>500 after:2019", "untagged, at least 501 words, from 1 January 2019 on"),
        ("Zürich", "zürich"),
        ("-truce", "not truce"),
        ("", ""),
    ],
)
def test_a_query_is_said_back_in_plain_words(typed: str, said: str) -> None:
    assert understand(typed).as_text() == said


def test_clauses_cover_what_was_typed_and_say_what_was_left_out() -> None:
    typed = 'truce -actor:"Khalifa Haftar" AND (date:last month OR colour:red) after:soon lib*n'
    found = clauses(typed, today=TODAY)
    assert [(typed[clause.start : clause.end], clause.kind) for clause in found] == [
        ("truce", "word"), ("-", "operator"), ("actor:", "field"), ('"Khalifa Haftar"', "value"),
        ("AND", "operator"), ("(", "bracket"), ("date:", "field"), ("last", "value"), ("month", "value"),
        ("OR", "operator"), ("colour:", "word"), ("red", "word"), (")", "bracket"),
        ("after:", "field"), ("soon", "ignored"), ("lib*n", "pattern"),
    ]  # fmt: skip
    assert [clause.note for clause in found if clause.note] == [
        "“colour:” is not a field, so it was searched for as text.",
        "“after:soon”, which is no date such as 2019-04-16, April 2019 or last week.",
    ]


@given(st.text(max_size=80))
def test_clauses_lie_apart_in_what_was_typed(typed: str) -> None:
    last = 0
    for clause in clauses(typed, today=TODAY):
        assert last <= clause.start < clause.end <= len(typed)
        assert not typed[last : clause.start].strip() or clause.start > last
        last = clause.end


def hostile_queries(count: int, seed: int = 7) -> list[str]:
    """Strings of the pieces that have broken parsers, and of anything at all."""
    dice = random.Random(seed)
    pieces = [
        "(", ")", '"', "“", "”", "'", "*", "?", "~", "~9", "^", "^1e999", "[", "]", "[a TO z]", "{", "}", "<",
        ">", "> ", ":", "::", "-", "--", "AND", "OR", "NOT", " ", "  ", "\n", "\t", "\0", "\\", "/", "a",
        "a*", "*a", "*a*", "?*", "a~2", "\u202e", "\u0301", "\ud800", "🔥", "停", "停火", "أحمد", "ß",
        "9" * 50,
        "after:", "before:9999-99", "after:2019-02-30", "after:0000", "stance:", "actor:*", "title:(",
        'actor:"', "-actor:", "NOT NOT", "()", "x:y", "http://a.b/?c=d", "\u0000", "%", "'; DROP TABLE",
        "=", "==", '="', "..", "date:..", "words:>", "words:" + "9" * 30, "is:", "last", "month", "to",
        "e" * 300, "ก" * 40, *[f"{name}:" for name in FIELDS],
        "a~9", "*a*", "is:undated", "https://a.b/*?c=(d)", "www.", "ftp:/", ".*", "^a+$", "(?:a|b)", "[^a]",
        "\\d{1,9}", "(a+)+$", "\u200f", "\u202b", "\u202c", "\u2067", "\udfff", "\U0001f468\u200d\U0001f469",
        "\x1b[31m", "\x7f",
        "date:99999", "date:2019-00-00", "date:(", "date:2019..2018", "date:> ", "date:last 9999 years",
        "date:0 days ago", "date:31 February 2019", "words:-1", "words:1..", "words:1e9",
        "words:>99999999999999999999",
        'label:="', "lang:=", "-is:dated", "outlet:*", "quote:a*", '"a b"~', '"a b"~99', '"*"', "“a„",
        "OR OR", "AND -",
    ]  # fmt: skip
    queries = [
        "(" * 2_000, ")" * 2_000, '"' * 1_999, "-" * 2_000, "*" * 2_000, "NOT " * 500, "a OR " * 400,
        "actor:" * 400, "a*" * 900, "(a " * 600, "x" * 10_000, "last tuesday " * 1_000, "停" * 2_000,
        "a OR " * 5_000, "*a*", "a~9", "[a TO z]", "> ", "words:>99999999999999999999", "a" * 9_999 + "~2",
        "?" * 1_000 + "a", "*?" * 500 + "a", "a*?" * 300, "é" * 2_000, "a\u0301" * 1_000, "\u200f" * 2_000,
        "\U0001f600" * 2_000, "date:" * 400, "date:(" * 300, "date:last " * 200, "https://" + "a/" * 900,
        "".join(chr(0x0621 + n % 26) for n in range(2_000)), "h* " * 60, "h~2 " * 60, "?h* " * 60,
        " OR ".join(f'"a b{n}"~50' for n in range(60)), " ".join(f"actor:h{n}~" for n in range(60)),
        "-(" * 900, '"a b" ' * 300, "\ud800" * 100, "\0" * 2_000, "a b c d e f g h* " * 120,
    ]  # fmt: skip
    while len(queries) < count:
        if dice.random() < 0.8:
            chosen = [dice.choice(pieces) + dice.choice(["", "", " "]) for _ in range(dice.randint(1, 40))]
        else:
            letters = [range(128), range(0x3000), range(0xD800)]
            chosen = [chr(dice.choice(dice.choice(letters))) for _ in range(dice.randint(1, 60))]
        queries.append("".join(chosen))
    return queries


def search_for_all(queries: list[str], desk, search) -> None:
    article = desk.article("Haftar said the embargo of a truce 停火协议 أحمد", title="A title", outlet="O")
    desk.passage(article, "Haftar said", actors=[("Haftar", "speaker")], claims=[("a", "opposes")])
    search.catch_up()
    search.searching.prepare()
    for at, typed in enumerate(queries):
        began = time.process_time()
        found = search.searching.search(typed, limit=5, is_being_typed=at % 2 == 0)
        assert time.process_time() - began < 0.3, typed
        assert all(isinstance(sentence, str) and sentence for sentence in found.ignored)
        assert all(len(sentence) < 120 for sentence in found.ignored)


def test_nothing_that_is_typed_raises_or_takes_long(desk, search) -> None:
    search_for_all(hostile_queries(500), desk, search)


@pytest.mark.slow
def test_nothing_of_much_more_that_is_typed_raises_or_takes_long(desk, search) -> None:
    search_for_all(hostile_queries(10_000, seed=8), desk, search)


@given(st.text(max_size=200))
def test_any_text_is_understood_somehow(typed: str) -> None:
    understood = understand(typed)
    assert understand(typed) == understood
