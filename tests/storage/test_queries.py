"""Lists of keys and the cards behind them."""

from typing import Any

from archive_app.model.values import Role, Stance
from archive_app.operations.codebook import add_claim_type
from archive_app.operations.tagging import ActorChoice, ClaimChoice, mark_passage
from archive_app.storage import queries
from archive_app.storage.archive import Archive
from archive_app.storage.queries import ArticleFilter, PassageFilter

DABREK = ActorChoice("Orlan Dabrek", Role.TARGET)
GOVERNMENT = ActorChoice("Government")
SHELLING = ClaimChoice("Accusation > Shelling", Stance.SUPPORTS)


def test_the_codebook_counts_how_often_each_entry_is_used(archive: Archive) -> None:
    for start in (0, 10):
        mark_passage(archive, 1, start, start + 5, actors=[DABREK], claims=[SHELLING], coder="Ada")
    with archive.reading() as session:
        assert [(actor.name, actor.uses) for actor in queries.actors(session)] == [("Orlan Dabrek", 2)]
        assert [(claim.path, claim.uses, claim.depth) for claim in queries.claim_types(session)] == [
            ("Accusation", 0, 0),
            ("Accusation > Shelling", 2, 1),
        ]


def test_an_article_card_says_how_many_passages_there_are(archive: Archive) -> None:
    mark_passage(archive, 2, 0, 5, coder="Ada")
    with archive.reading() as session:
        assert [card.passages for card in queries.article_cards(session, [1, 2, 99, 3])] == [0, 1, 0]
        assert queries.article_card(session, 2).source == "Truce holds 🕊️ in the south.txt"


def test_articles_are_sorted_and_filtered_by_the_database(archive: Archive) -> None:
    mark_passage(archive, 2, 0, 5, coder="Ada")
    with archive.reading() as session:

        def found(where: ArticleFilter | None = None, **order: Any) -> list[int]:
            return queries.article_ids(session, where or ArticleFilter(), **order)

        assert found() == [3, 1, 2]
        assert found(order="published", descending=True) == [2, 1, 3]
        assert found(order="passages", descending=True) == [2, 1, 3]
        assert found(ArticleFilter(outlet="Tavira Post")) == [1]
        assert found(ArticleFilter(language="ar")) == [3]
        assert found(ArticleFilter(tagged=True)) == [2]
        assert found(ArticleFilter(tagged=False)) == [3, 1]
        assert found(ArticleFilter(after="2023-04")) == [2]
        assert found(ArticleFilter(before="2023-03")) == [1]
        assert found(ArticleFilter(before="2023-04")) == [1, 2]
        assert found(ArticleFilter(ids=frozenset({1, 3})), order="added") == [1, 3]


def test_passages_are_found_by_actor_claim_type_coder_outlet_date_and_text(archive: Archive) -> None:
    accusing = mark_passage(
        archive, 1, 40, 80, actors=[GOVERNMENT, DABREK], claims=[SHELLING], coder="Ada"
    ).passage_id
    plain = mark_passage(archive, 2, 0, 11, memo="50% sure_of it", coder="Ben").passage_id
    with archive.reading() as session:
        actors = {actor.name: actor.id for actor in queries.actors(session)}
        types = {claim.name: claim.id for claim in queries.claim_types(session)}

        def found(**where: Any) -> list[int]:
            return queries.passage_ids(session, PassageFilter(**where))

        assert found() == [accusing, plain]
        assert found(actor_id=actors["Orlan Dabrek"]) == [accusing]
        assert found(actor_id=actors["Orlan Dabrek"], role="speaker") == []
        assert found(claim_type_id=types["Accusation"]) == [accusing]
        assert found(claim_type_id=types["Shelling"], stance="opposes") == []
        assert found(coder="Ben") == [plain]
        assert found(outlet="Southern Wire") == [plain]
        assert found(after="2023-03-05") == [plain]
        assert found(text="TRUCE") == [plain]
        assert found(text="50%") == [plain]
        assert found(text="5%re") == []
        assert found(text="sure_o") == [plain]
        assert found(ids=frozenset({plain})) == [plain]


def test_facets_offer_the_values_that_occur(archive: Archive) -> None:
    add_claim_type(archive, "Denial", coder="Ada")
    with archive.reading() as session:
        offered = queries.facets(session)
        counts = queries.counts(session)
    assert offered.outlets == ("Southern Wire", "Tavira Post", "مرآة تافيرا")
    assert offered.languages == ("ar", "en")
    assert [claim.name for claim in offered.claim_types] == ["Denial"]
    assert (counts.articles, counts.passages, counts.claim_types) == (3, 0, 1)
