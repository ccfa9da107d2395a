"""However an archive came to be what it is, a search finds what it finds with an index made from nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from archive_app.model.tables import Article
from archive_app.operations import codebook, collections, duplicates
from archive_app.operations.articles import delete_articles
from archive_app.operations.bulk_editing import edit_articles
from archive_app.operations.correcting import correct_text, replace_text, restore_version
from archive_app.operations.passages import merge_passages
from archive_app.operations.restoring import restore_deleted
from archive_app.operations.searching import Searching
from archive_app.operations.tagging import ActorChoice, ClaimChoice, mark_passage
from archive_app.search.cache import CACHE_VARIABLE
from archive_app.search.index import open_index
from archive_app.search.indexer import catch_up
from archive_app.storage.archive import Archive
from tests.search.conftest import TODAY

QUERIES = (
    "shelling", "quiet OR army", "said -shelling", "الهدنة", '"accused him"', "truc*", "title:marshal",
    "rain", "outlet:tavira", "outlet:wire", "lang:ar", "lang:fr", "author:lorn", "author:moss",
    "date:2023-03", "after:2023", "date:2021", "is:undated", "is:dated", "words:>40",
    "words:<12", "source:march",
    "source:scan", "label:front", "label:back", "collection:siege", "collection:trip", "is:read",
    "is:unread", "is:tagged", "is:untagged", "actor:dabrek", "actor:marshal", "speaker:dabrek",
    "actor:council", "claim:denial", "claim:statement", "claim:refusal", "stance:supports", "coder:ada",
    "coder:ben", "quote:shelling", "quote:house", "memo:check", "actor:dabrek claim:denial",
    "label:front -is:read date:2023",
)  # fmt: skip

Step = Callable[[Archive], object]


def key_of(archive: Archive, table: str, name: str) -> int:
    with archive.reading() as session:
        found = (
            session.connection().exec_driver_sql(f"SELECT id FROM {table} WHERE name = ?", (name,)).scalar()
        )
    assert isinstance(found, int)
    return found


def uid_of_deleted(archive: Archive) -> str:
    with archive.reading() as session:
        gone = "\"table\" = 'article' AND after IS NULL ORDER BY id DESC"
        found = session.connection().exec_driver_sql(f"SELECT row_uid FROM journal_change WHERE {gone}")
        return str(found.scalar())


def read_anew(archive: Archive) -> None:
    """What reading an article's file again does: another text, and what the reader says of the article."""
    with archive.change("extract again", "Read again", "Ada") as change:
        article = change.session.get_one(Article, 2)
        replace_text(change, article, "Truce holds in the north\n\nRain fell on Monday, and nobody knew why.")
        change.transaction.update(article, outlet="Scan of the Wire", words=12)


STEPS: dict[str, Step] = {
    "a label": lambda a: collections.add_label(a, "Front page", [1, 3], coder="Ada"),
    "a label renamed": lambda a: collections.rename_label(
        a, key_of(a, "label", "Front page"), "Back", coder="Ada"
    ),
    "a label taken off": lambda a: collections.remove_label(a, key_of(a, "label", "Back"), [3], coder="Ada"),
    "a collection": lambda a: collections.create_collection(a, "Siege", articles=[1, 2], coder="Ada"),
    "a collection renamed": lambda a: collections.edit_collection(
        a, key_of(a, "collection", "Siege"), name="Tripoli", coder="Ada"
    ),
    "taken out of a collection": lambda a: collections.remove_from_collection(
        a, key_of(a, "collection", "Tripoli"), [2], coder="Ada"
    ),
    "read": lambda a: collections.mark_read(a, [1, 2], coder="Ben"),
    "unread": lambda a: collections.mark_unread(a, [2], coder="Ben"),
    "fields of the sheet": lambda a: edit_articles(
        a,
        {1: {"outlet": "Northern Wire", "published": "2021-05"}, 3: {"language": "fr", "authors": "Mo Moss"},
         2: {"published": "", "title": "A marshal"}},
        coder="Ada",
    ),
    "passages": lambda a: (
        mark_passage(
            a, 1, 46, 68, coder="Ben", memo="check this", actors=[ActorChoice("Dabrek")],
            claims=[ClaimChoice("Denial")],
        ),
        mark_passage(a, 1, 60, 90, coder="Ada", actors=[ActorChoice("Council")]),
        mark_passage(a, 2, 0, 11, coder="Ada", claims=[ClaimChoice("Statement")]),
    ),
    "an actor renamed": lambda a: codebook.edit_actor(
        a, key_of(a, "actor", "Dabrek"), name="The Marshal", coder="Ada"
    ),
    "actors merged": lambda a: codebook.merge_actors(
        a, key_of(a, "actor", "Council"), key_of(a, "actor", "The Marshal"), coder="Ada"
    ),
    "a claim type below another": lambda a: codebook.move_claim_type(
        a, key_of(a, "claim_type", "Denial"), key_of(a, "claim_type", "Statement"), coder="Ada"
    ),
    "a claim type renamed": lambda a: codebook.edit_claim_type(
        a, key_of(a, "claim_type", "Denial"), name="Refusal", coder="Ada"
    ),
    "passages merged": lambda a: merge_passages(a, [1, 2], coder="Ada"),
    "a text corrected": lambda a: correct_text(
        a, 1, "The army fired. It rained on Tavira, he said.", coder="Ada"
    ),
    "a text read anew": read_anew,
    "an earlier text": lambda a: restore_version(a, 1, 1, coder="Ada"),
    "articles merged": lambda a: duplicates.merge_articles(a, 2, 1, coder="Ada"),
    "articles deleted": lambda a: delete_articles(a, [3], coder="Ada"),
    "articles restored": lambda a: restore_deleted(a, [uid_of_deleted(a)], coder="Ada"),
    "a label deleted": lambda a: collections.delete_label(a, key_of(a, "label", "Back"), coder="Ada"),
    "a collection deleted": lambda a: collections.delete_collection(
        a, key_of(a, "collection", "Tripoli"), coder="Ada"
    ),
    "an actor deleted": lambda a: codebook.delete_actor(a, key_of(a, "actor", "The Marshal"), coder="Ada"),
}  # fmt: skip


def answers(searching: Searching) -> dict[str, object]:
    said: dict[str, object] = {}
    for at, query in enumerate(QUERIES):
        result = searching.search(query, limit=20)
        said[query] = (
            searching.ids(query, kind="article"), searching.ids(query, kind="passage"),
            result.total, result.understood, [(hit.title, hit.snippet, hit.start) for hit in result.hits],
        )  # fmt: skip
        if at % 7 == 1:
            said[f"facets of {query}"] = (
                searching.facets(query, kind="article"), searching.facets(query, kind="passage"),
            )  # fmt: skip
    return said


@pytest.fixture
def fresh(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], dict[str, object]]:
    """What is found with an index and columns that were made from nothing just now."""

    def ask() -> dict[str, object]:
        with monkeypatch.context() as other:
            other.setenv(CACHE_VARIABLE, str(tmp_path / "fresh"))
            index = open_index(archive)
            index.remove()
            catch_up(archive, index)
            return answers(Searching(archive, index, lambda: TODAY))

    return ask


def test_after_every_step_its_undo_and_its_redo_everything_is_found_as_with_a_fresh_index(
    archive: Archive, fresh: Callable[[], dict[str, object]]
) -> None:
    index = open_index(archive)
    catch_up(archive, index)
    searching = Searching(archive, index, lambda: TODAY)
    found = answers(searching)
    for name, step in STEPS.items():
        step(archive)
        catch_up(archive, index)
        before, found = found, answers(searching)
        assert found == fresh(), name
        if name == "passages":
            continue  # three steps in one
        assert found != before, f"{name} changes nothing that is asked for"
        archive.undo("Ada")
        catch_up(archive, index)
        assert answers(searching) == before, f"{name}, undone"
        archive.redo("Ada")
        catch_up(archive, index)
        assert answers(searching) == found, f"{name}, done again"


def test_many_steps_at_once_are_followed_too(
    archive: Archive, fresh: Callable[[], dict[str, object]]
) -> None:
    index = open_index(archive)
    catch_up(archive, index)
    searching = Searching(archive, index, lambda: TODAY)
    answers(searching)
    for step in STEPS.values():
        step(archive)
    catch_up(archive, index)
    assert answers(searching) == fresh()
    while archive.undo("Ada") is not None:
        pass
    catch_up(archive, index)
    assert answers(searching) == fresh()
