"""What the index finds is what reading all texts finds, whatever happened to the archive before."""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

import pytest
import Stemmer
from sqlmodel import select

from archive_app.model.tables import (
    Actor,
    ActorAlias,
    ActorTag,
    Article,
    ArticleLabel,
    ArticleRead,
    ClaimTag,
    ClaimType,
    Coder,
    Collection,
    CollectionArticle,
    Label,
    Passage,
    Source,
    TextVersion,
)
from archive_app.search.tokens import fold, query_words, spelling, tokens, words
from archive_app.storage.archive import Archive

LATIN = [
    "haftar", "tripoli", "truce", "said", "talks", "the", "of", "embargo", "embargoes", "Zürich", "Straße",
    "café", "U.S.", "l’eau", "state-run", "shell", "shells", "shelling", "shelled", "talk", "talking",
]  # fmt: skip
GERMAN = ["Haus", "Häuser", "Hauses", "hauser", "strasse", "Straßen", "Gespräch", "Gespräche", "Gesprächen"]
FRENCH = ["armée", "armées", "armee", "armées", "tué", "tués", "tuée", "marché", "marche", "l’armée"]
ARABIC = ["الحكومة", "حكومة", "والحكومة", "حكومتهم", "طرابلس", "مُحَمَّد", "محمد", "أحمد", "احمد", "الهدنة"]
CHINESE = ["停火", "停火协议", "协议", "火停", "利比亚"]
VOCABULARY = [*LATIN, *LATIN, *GERMAN, *FRENCH, *ARABIC, *CHINESE, "🔥", "12", "1,200"]
OUTLETS = ["Reuters", "New York Times", "York Herald", "الوسط", ""]
AUTHORS = ["Ada Lorn", "Ada Lorn; Ben York", "", ""]
DATES = ["2019-04-16", "2019-04", "2019", "2019-05-01", "2020-01-31", ""]
LANGUAGES = ["en", "en-GB", "de", "fr", "ar", "zh", ""]
STEMMERS = {"en": "english", "de": "german", "fr": "french", "ar": "arabic"}
ACTORS = ["Khalifa Haftar", "Fayez al-Serraj", "U.S.", "York Council"]
ALIASES = ["Hifter", "Khalifa Hifter", "حفتر", "Sarraj"]
CLAIMS = ["accusation", "accusation of shelling", "denial", "flat denial"]
ROLES = ["speaker", "addressee", "target", "mentioned"]
STANCES = ["supports", "opposes", "neutral"]
CODERS = ["Tester", "Ada Second"]
COLLECTIONS = ["Siege of Tripoli", "Embargo", "first reading"]
LABELS = ["front page", "page two"]
SOURCES = ["export 1.zip", "export 2.zip", "Page.html", ""]


# The plain reading ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class PlainPassage:
    id: int
    article_id: int
    quote: str
    memo: str
    coder: str
    actors: tuple[tuple[tuple[str, ...], str], ...]
    claims: tuple[tuple[tuple[str, ...], str, tuple[str, ...]], ...]  # the names from the root, stance
    language: str


@dataclass(frozen=True)
class PlainArticle:
    id: int
    text: str
    title: str
    outlet: str
    authors: str
    published: str
    language: str
    memo: str
    length: int
    source: str
    collections: tuple[str, ...]
    labels: tuple[str, ...]
    is_read: bool
    passages: tuple[PlainPassage, ...]


def plain_reading(archive: Archive) -> list[PlainArticle]:
    with archive.reading() as session:
        names: dict[int | None, list[str]] = {a.id: [a.name] for a in session.exec(select(Actor))}
        for alias in session.exec(select(ActorAlias)):
            names[alias.actor_id].append(alias.name)
        types = {t.id: t for t in session.exec(select(ClaimType))}
        coders = {c.id: c.name for c in session.exec(select(Coder))}
        texts = {v.id: v.text for v in session.exec(select(TextVersion))}
        actor_tags, claim_tags = session.exec(select(ActorTag)).all(), session.exec(select(ClaimTag)).all()

        sources = {s.id: s.name for s in session.exec(select(Source))}
        languages = {a.id: a.language for a in session.exec(select(Article))}
        collected = [
            (row.article_id, thing.name)
            for row, thing in session.exec(
                select(CollectionArticle, Collection).where(Collection.id == CollectionArticle.collection_id)
            )
        ]
        labelled = [
            (row.article_id, thing.name)
            for row, thing in session.exec(
                select(ArticleLabel, Label).where(Label.id == ArticleLabel.label_id)
            )
        ]
        read = {row.article_id for row in session.exec(select(ArticleRead))}

        def path(key: int | None) -> tuple[str, ...]:
            return (*path(types[key].parent_id), types[key].name) if key is not None else ()

        passages = [
            PlainPassage(
                p.key, p.article_id, p.quote, p.memo, coders[p.coder_id],
                tuple((tuple(names[t.actor_id]), t.role) for t in actor_tags if t.passage_id == p.id),
                tuple(
                    ((types[t.claim_type_id].name,), t.stance, path(t.claim_type_id))
                    for t in claim_tags
                    if t.passage_id == p.id
                ),
                languages[p.article_id],
            )
            for p in session.exec(select(Passage))
        ]  # fmt: skip
        return [
            PlainArticle(
                a.key, texts[a.text_id], a.title, a.outlet, a.authors, a.published, a.language, a.memo,
                a.words, sources.get(a.source_id, ""), tuple(n for key, n in collected if key == a.id),
                tuple(n for key, n in labelled if key == a.id), a.id in read,
                tuple(p for p in passages if p.article_id == a.id),
            )
            for a in session.exec(select(Article))
        ]  # fmt: skip


def follows(text: str, wanted: Sequence[str], prefix: bool) -> bool:
    """The wanted words stand in the text one after the other; single characters begin pairs too."""
    listed = words(text)
    for at in range(len(listed) - len(wanted) + 1):
        here = listed[at : at + len(wanted)]
        last = here[-1]
        if here[:-1] == list(wanted[:-1]) and (
            last == wanted[-1]
            or (prefix and last.startswith(wanted[-1]))
            or (len(wanted) == 1 and len(wanted[0]) == 1 and not last.isascii() and is_pair(last, wanted[0]))
        ):
            return True
    return False


def is_pair(pair: str, first: str) -> bool:
    return len(pair) == 2 and pair[0] == first and first in "停火协议利比亚"


# Queries: what is typed, and the two plain questions it means ----------------------------------------


@dataclass(frozen=True)
class Asked:
    typed: str
    of_article: Callable[[PlainArticle], bool]
    of_passage: Callable[[PlainArticle, PlainPassage], bool]
    is_of_passage: bool = False
    parts: tuple["Asked", ...] = ()
    """What is joined by AND."""


def names_of(passage: PlainPassage) -> list[str]:
    names = [name for listed, _ in passage.actors for name in listed]
    return names + [name for listed, _, _ in passage.claims for name in listed]


Fits = Callable[[str, str | None], bool]  # a text and its language; names have none


def asked_text(dice: random.Random) -> Asked:
    """A word in one of its forms or several words, perhaps in a field."""
    field = dice.choice([None, None, None, "text", "title", "quote", "memo"])
    make = dice.choice(
        [a_word, a_word, a_word, exact_word, a_beginning, a_phrase, near_words, about_a_word, a_pattern]
    )
    shown, fits = make(dice)

    def article(a: PlainArticle) -> bool:
        if field == "quote":
            return any(passage(a, p) for p in a.passages)
        searched = {None: [a.text, a.title, a.memo], "text": [a.text], "title": [a.title], "memo": [a.memo]}
        names = [a.outlet, a.authors] if field is None else []
        return any(fits(text, a.language) for text in searched[field]) or any(fits(n, None) for n in names)

    def passage(a: PlainArticle, p: PlainPassage) -> bool:
        if field == "title":
            return article(a)
        searched = {None: [p.quote, p.memo], "text": [p.quote], "quote": [p.quote], "memo": [p.memo]}
        names = names_of(p) if field is None else []
        return any(fits(text, a.language) for text in searched[field]) or any(fits(n, None) for n in names)

    return Asked(f"{field}:{shown}" if field else shown, article, passage, field == "quote")


def a_word(dice: random.Random) -> tuple[str, Fits]:
    typed = dice.choice([word for word in VOCABULARY if query_words(word)])
    typed = dice.choice([typed, typed.upper(), typed])
    wanted = query_words(typed)

    def fits(text: str, language: str | None) -> bool:
        if follows(text, wanted, False):
            return True
        stemmer = STEMMERS.get((language or "").partition("-")[0])
        if len(wanted) > 1 or language is None or stemmer is None or "停" <= typed[:1] <= "龥":
            return False
        asked_for = stems(typed, stemmer)
        return any(asked_for & stems(text[start:end], stemmer) for _, start, end in tokens(text))

    return typed, fits


def stems(word: str, stemmer: str) -> set[str]:
    forms = [spelling(word), fold(word)]
    return {fold(Stemmer.Stemmer(stemmer).stemWord(form)) or fold(word) for form in forms}


def exact_word(dice: random.Random) -> tuple[str, Fits]:
    typed, _ = a_word(dice)
    wanted = query_words(typed)
    return f"={typed}", lambda text, language: follows(text, wanted, False)


def a_beginning(dice: random.Random) -> tuple[str, Fits]:
    typed = dice.choice(VOCABULARY)
    typed = typed[: dice.randint(1, len(typed))]
    wanted = query_words(typed)
    if not wanted:
        return a_beginning(dice)
    return typed + "*", lambda text, language: follows(text, wanted, True)


def a_phrase(dice: random.Random) -> tuple[str, Fits]:
    typed = " ".join(dice.choices(VOCABULARY, k=dice.choice([2, 2, 3])))
    wanted = query_words(typed)
    if not wanted:
        return a_phrase(dice)
    return f'"{typed}"', lambda text, language: follows(text, wanted, False)


def near_words(dice: random.Random) -> tuple[str, Fits]:
    wanted = dice.choices(["haftar", "tripoli", "truce", "said", "the", "of", "12"], k=dice.choice([2, 2, 3]))
    others = dice.choice([0, 1, 3, 10])
    size = len(wanted) + (others or 10)

    def fits(text: str, language: str | None) -> bool:
        listed = words(text)
        return any(set(wanted) <= set(listed[at : at + size]) for at in range(len(listed)))

    return f'"{" ".join(wanted)}"~{others or ""}', fits


def about_a_word(dice: random.Random) -> tuple[str, Fits]:
    word = dice.choice(["haftar", "hefter", "tripoly", "embargo", "turce", "zuerich", "tha", "mohamad"])
    edits = dice.choice([0, 1, 2])
    usual = 1 if len(word) < 6 else 2
    return f"{word}~{edits or ''}", lambda text, language: any(
        distance(word, other) <= (edits or usual) for other in indexed(text)
    )


def distance(a: str, b: str) -> int:
    """Optimal string alignment: letters put in, left out, changed, or swapped with the next."""
    rows = [[i + j if i * j == 0 else 0 for j in range(len(b) + 1)] for i in range(len(a) + 1)]
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            rows[i][j] = min(
                rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (a[i - 1] != b[j - 1])
            )
            if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
                rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
    return rows[-1][-1]


def indexed(text: str) -> list[str]:
    """The words of a text, and the first characters of pairs."""
    listed = words(text)
    return listed + [word[0] for word in listed if is_pair(word, word[0])]


def a_pattern(dice: random.Random) -> tuple[str, Fits]:
    pattern = dice.choice(["h*r", "?he", "tr*e", "emb*go*", "*ri*", "s?id", "z?rich", "停?协", "Z*CH", "*ar"])
    plain = pattern.lower()
    return pattern, lambda text, language: any(fnmatchcase(word, plain) for word in indexed(text))


def asked_tag(dice: random.Random) -> Asked:
    kind = dice.choice(["actor", "role", "claim", "stance", "coder"])
    if kind == "stance":
        stance = dice.choice(STANCES)
        return of_tags(f"stance:{stance}", lambda p: any(s == stance for _, s, _ in p.claims))
    if kind == "coder":
        name = dice.choice(["Tester", "second"])
        return of_tags(f"coder:{name}", lambda p: follows(p.coder, words(name), False))
    if kind == "claim":
        name = dice.choice(["accusation", "denial", "shelling", "flat"])
        return of_tags(
            f"claim:{name}",
            lambda p: any(follows(n, [name], False) for _, _, path in p.claims for n in path),
        )
    name = dice.choice(["haftar", "Khalifa Haftar", "Hifter", "حفتر", "serraj", "U.S.", "council", "nobody"])
    wanted = words(name)
    role = dice.choice(ROLES) if kind == "role" else None
    shown = f'"{name}"' if " " in name else name
    return of_tags(
        f"{role or 'actor'}:{shown}",
        lambda p: any(
            (role is None or tag_role == role) and any(follows(n, wanted, False) for n in listed)
            for listed, tag_role in p.actors
        ),
    )


def of_tags(typed: str, holds: Callable[[PlainPassage], bool]) -> Asked:
    return Asked(typed, lambda a: any(holds(p) for p in a.passages), lambda a, p: holds(p), True)


def asked_about_article(dice: random.Random) -> Asked:
    kind = dice.choice(
        ["outlet", "author", "lang", "date", "date", "words", "is", "collection", "label", "source"]
    )
    if kind == "date":
        return asked_date(dice)
    if kind == "is":
        return asked_state(dice)
    if kind == "words":
        least, most = sorted(dice.choices(range(0, 500, 50), k=2))
        typed, most = dice.choice([(f"{least}..{most}", most), (f">={least}", 10**9), (f"{least}..", 10**9)])
        return of_article(f"words:{typed}", lambda a: least <= a.length <= most)
    if kind == "lang":
        code = dice.choice(["en", "de", "ar"])
        return of_article(f"lang:{code}", lambda a: code in a.language.split("-"))
    names: dict[str, Callable[[PlainArticle], Sequence[str]]] = {
        "outlet": lambda a: [a.outlet], "author": lambda a: [a.authors], "source": lambda a: [a.source],
        "collection": lambda a: a.collections, "label": lambda a: a.labels,
    }  # fmt: skip
    name = dice.choice(
        {
            "collection": ["siege", "Embargo", "reading", *COLLECTIONS], "label": ["page", *LABELS],
            "source": ["export", "Page.html", "1.zip"],
        }.get(kind, ["york", "New York Times", "reuters", "الوسط", "ada"])
    )  # fmt: skip
    shown = f'"{name}"' if " " in name else name
    wanted = words(name)
    if dice.random() < 0.3:
        return of_article(f"{kind}:={shown}", lambda a: any(words(n) == wanted for n in names[kind](a)))
    return of_article(f"{kind}:{shown}", lambda a: any(follows(n, wanted, False) for n in names[kind](a)))


def asked_date(dice: random.Random) -> Asked:
    day = dice.choice(["2019", "2019-04", "2019-04-16", "2019-05-01", "2020-02"])
    later = dice.choice(["2019", "2019-05", "2020-01-31", "2021"])
    typed, first, last = dice.choice([
        (f"after:{day}", day, ""), (f"before:{day}", "", day), (f"date:{day}", day, day),
        (f"date:{day}..{later}", day, later), (f"date:..{day}", "", day), (f"date:{day}..", day, ""),
        ("date:April 2019", "2019-04", "2019-04"), ("date:last month", "2019-04", "2019-04"),
        ("date:last 20 days", "2019-04-27", "2019-05-16"), ("after:last year", "2018", ""),
    ])  # fmt: skip

    def holds(a: PlainArticle) -> bool:
        # ISO dates compare as text; one cut short counts as its first day.
        on = (a.published + "-01-01"[len(a.published) - 4 :])[:10] if a.published else ""
        return bool(on) and on >= first and (not last or on[: len(last)] <= last)

    return of_article(typed, holds)


def asked_state(dice: random.Random) -> Asked:
    is_tagged = Asked("is:tagged", lambda a: bool(a.passages), lambda a, p: bool(p.actors or p.claims))
    is_read = of_article("is:read", lambda a: a.is_read)
    opposites = [
        Asked(typed, lambda a, of=of: not of.of_article(a), lambda a, p, of=of: not of.of_passage(a, p))
        for typed, of in (("is:untagged", is_tagged), ("is:unread", is_read))
    ]
    return dice.choice([is_tagged, is_read, *opposites])


def of_article(typed: str, holds: Callable[[PlainArticle], bool]) -> Asked:
    return Asked(typed, holds, lambda a, p: holds(a))


def asked(dice: random.Random, depth: int = 0) -> Asked:
    draw = dice.random()
    if depth > 2 or draw < 0.45:
        return asked_text(dice)
    if draw < 0.55:
        return asked_tag(dice)
    if draw < 0.62:
        return asked_about_article(dice)
    if draw < 0.74:
        part = asked(dice, depth + 1)
        typed = dice.choice(["NOT ({})", "-({})"]).format(part.typed)
        return Asked(typed, lambda a: not part.of_article(a), lambda a, p: not part.of_passage(a, p))
    parts = [asked(dice, depth + 1) for _ in range(dice.choice([2, 2, 3]))]
    if draw < 0.88:
        return all_of(parts, dice.choice([" ", " AND "]))
    return Asked(
        " OR ".join(f"({part.typed})" for part in parts),
        lambda a: any(part.of_article(a) for part in parts),
        lambda a, p: any(part.of_passage(a, p) for part in parts),
        all(part.is_of_passage for part in parts),
    )


def all_of(asked_for: Sequence[Asked], joint: str) -> Asked:
    parts = tuple(each for part in asked_for for each in (part.parts or (part,)))
    of_passage = [part for part in parts if part.is_of_passage]
    others = [part for part in parts if not part.is_of_passage]

    def article(a: PlainArticle) -> bool:
        # What is asked of a passage is asked of one and the same.
        together = any(all(part.of_passage(a, p) for part in of_passage) for p in a.passages)
        return (together or not of_passage) and all(part.of_article(a) for part in others)

    return Asked(
        joint.join(f"({part.typed})" for part in asked_for),
        article,
        lambda a, p: all(part.of_passage(a, p) for part in parts),
        not others,
        parts,
    )


# An archive that changes -------------------------------------------------------------------------------


def some_text(dice: random.Random) -> str:
    separators = [" ", " ", " ", ", ", ".\n\n", " — "]
    return "".join(word + dice.choice(separators) for word in dice.choices(VOCABULARY, k=dice.randint(3, 40)))


def work(dice: random.Random, desk, steps: int) -> None:
    """Do some operations of every kind."""
    for _ in range(steps):
        articles = plain_reading(desk.archive)
        passages = [p.id for a in articles for p in a.passages]
        draw = dice.random()
        if draw < 0.3 or not articles:
            desk.article(
                some_text(dice), title=" ".join(dice.choices(VOCABULARY, k=3)), outlet=dice.choice(OUTLETS),
                published=dice.choice(DATES), authors=dice.choice(AUTHORS), language=dice.choice(LANGUAGES),
                memo=dice.choice(["", "", "truce memo"]), words=dice.randrange(500),
                source=dice.choice(SOURCES),
            )  # fmt: skip
        elif draw < 0.7:
            article = dice.choice(articles)
            start = dice.randrange(len(article.text))
            quote = article.text[start : start + dice.randint(1, 60)]
            actors = {(dice.choice(ACTORS), dice.choice(ROLES)) for _ in range(dice.choice([0, 1, 2]))}
            claims = {dice.choice(CLAIMS): dice.choice(STANCES) for _ in range(dice.choice([0, 1, 1]))}
            desk.passage(
                article.id, quote, actors=sorted(actors), claims=sorted(claims.items()),
                memo=dice.choice(["", "check the truce", "مُحَمَّد"]), coder=dice.choice(CODERS),
            )  # fmt: skip
        elif draw < 0.76:
            desk.correct(dice.choice(articles).id, some_text(dice))
        elif draw < 0.78:
            desk.describe(dice.choice(articles).id, title="truce renamed", outlet=dice.choice(OUTLETS))
        elif draw < 0.79:
            desk.describe(dice.choice(articles).id, language=dice.choice(LANGUAGES))
        elif draw < 0.83:
            mark_article(dice, desk, dice.choice(articles).id)
        elif draw < 0.86 and passages:
            desk.delete_passage(dice.choice(passages))
        elif draw < 0.89:
            desk.delete_article(dice.choice(articles).id)
        elif draw < 0.92:
            desk.claim_type(dice.choice(CLAIMS[1::2]), dice.choice(CLAIMS[::2]))
        elif draw < 0.95:
            name = dice.choice(ACTORS)
            with_alias = dice.choice(ALIASES)
            actor_id = desk.actor(name)
            try_alias(desk, actor_id, with_alias)
        elif draw < 0.97:
            desk.rename_actor(desk.actor(dice.choice(ACTORS)), f"Renamed {dice.randrange(10_000)}")
        else:
            desk.undo()


def mark_article(dice: random.Random, desk, article_id: int) -> None:
    draw = dice.random()
    if draw < 0.4:
        desk.collect(article_id, dice.choice(COLLECTIONS))
    elif draw < 0.6:
        desk.label(article_id, dice.choice(LABELS))
    elif draw < 0.9:
        desk.read(article_id, dice.choice(CODERS))
    else:
        desk.rename(Collection, dice.choice(COLLECTIONS), f"renamed {dice.randrange(10_000)}")


def try_alias(desk, actor_id: int, alias: str) -> None:
    with desk.archive.reading() as session:
        if session.exec(
            select(ActorAlias).where(ActorAlias.actor_id == actor_id, ActorAlias.name == alias)
        ).first():
            return
    with desk.archive.change("alias", "Add alias", "Tester") as change:
        change.transaction.insert(ActorAlias(actor_id=actor_id, name=alias))


def check(dice: random.Random, desk, search, count: int) -> None:
    articles = plain_reading(desk.archive)
    for _ in range(count):
        question = asked(dice)
        of_articles = {a.id for a in articles if question.of_article(a)}
        of_passages = {p.id for a in articles for p in a.passages if question.of_passage(a, p)}
        assert search.articles(question.typed) == of_articles, question.typed
        assert search.passages(question.typed) == of_passages, question.typed
        found = search.searching.search(question.typed, limit=1)
        assert (found.article_total, found.passage_total) == (len(of_articles), len(of_passages))
        assert not [note for note in found.ignored if "is:undated" not in note]
        assert found.understood
        if dice.random() < 0.1:
            check_facets(dice, search, question, [a for a in articles if a.id in of_articles])


def check_facets(dice: random.Random, search, question: Asked, found: list[PlainArticle]) -> None:
    """A facet counts what is found when its value is asked for too."""
    of_articles = search.searching.facets(question.typed, kind="article")
    assert {value.name: value.count for value in of_articles.outlets} == Counter(
        a.outlet for a in found if a.outlet
    )
    timeline = of_articles.timeline
    assert sum(bucket.count for bucket in timeline.buckets) + timeline.undated == len(found)
    of_passages = search.searching.facets(question.typed, kind="passage")
    for facets, find in ((of_articles, search.articles), (of_passages, search.passages)):
        values = [
            value
            for name in ("outlets", "months", "languages", "coders", "actors", "claim_types", "collections")
            for value in getattr(facets, name)
        ]
        for value in dice.sample(values, min(len(values), 4)):
            clause = f"({question.typed}) {value.clause}"
            assert len(find(clause)) == value.count, clause
            without = len(find(f"({question.typed}) -{value.clause}"))
            if facets is of_passages:
                assert without == len(search.passages(question.typed)) - value.count, clause


def live(dice: random.Random, desk, search, queries: int) -> None:
    rounds = 24  # more commits than small segments may stand side by side, so that they merge
    for _ in range(rounds):
        work(dice, desk, 5)
        search.catch_up()
        if dice.random() < 0.3:
            search.restart()
        check(dice, desk, search, queries // rounds)
    assert len(search.index.read().segments) < 20


def test_a_search_finds_what_reading_everything_finds(desk, search) -> None:
    live(random.Random(0), desk, search, 250)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, *range(100, 105)])
def test_many_more_searches_find_what_reading_everything_finds(seed: int, desk, search) -> None:
    live(random.Random(seed), desk, search, 1_008)
