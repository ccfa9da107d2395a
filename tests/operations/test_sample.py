"""The sample archive: made from what comes with the app, whole or not at all."""

import json
from pathlib import Path
from typing import Any

import pytest

from archive_app.model.errors import Refused
from archive_app.operations.checking import check_archive
from archive_app.operations.sample import create_sample_archive
from archive_app.resources import resource
from archive_app.storage import queries
from archive_app.storage.archive import Archive, open_archive


def load(name: str) -> Any:
    return json.loads(resource("sample", name).read_text("utf-8"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sample archive, closed; tests read it."""
    folder = tmp_path_factory.mktemp("sample") / "Sample archive"
    create_sample_archive(folder).close()
    return folder


@pytest.fixture
def made(folder: Path) -> Any:
    with open_archive(folder, write=False) as archive:
        yield archive


def test_it_holds_every_article_but_the_reprint_with_its_metadata(made: Archive) -> None:
    with made.reading() as session:
        cards = queries.article_cards(session, queries.article_ids(session, order="added"))
    metadata = load("articles.json")
    expected = {name: values for name, values in metadata.items() if not name.startswith("05-")}
    assert [card.source for card in cards] == list(expected)
    for card in cards:
        values = expected[card.source]
        assert {name: getattr(card, name) for name in values} == values
        assert card.title


def test_all_passages_are_coded_as_written(made: Archive) -> None:
    with made.reading() as session:
        cards = queries.passage_cards(session, sorted(queries.passage_ids(session)))
    passages = load("passages.json")
    assert len(cards) == len(passages) == 60
    for card, passage in zip(cards, passages, strict=True):
        assert (card.quote, card.memo) == (passage["quote"], passage["memo"])
        assert [{"name": tag.name, "role": tag.role} for tag in card.actors] == passage["actors"]
        assert [{"type": tag.name, "stance": tag.stance} for tag in card.claims] == passage["claims"]


def test_the_codebook_is_complete_and_nothing_else_is_in_it(made: Archive) -> None:
    with made.reading() as session:
        actors, claim_types = queries.actors(session), queries.claim_types(session)
    codebook = load("codebook.json")
    assert {card.name: sorted(card.aliases) for card in actors} == {
        actor["name"]: sorted(actor["aliases"]) for actor in codebook["actors"]
    }
    assert [
        (card.name, card.colour, card.definition) for card in sorted(claim_types, key=lambda c: c.id)
    ] == [(entry["name"], entry["colour"], entry["definition"]) for entry in codebook["claim_types"]]


def test_it_is_whole_and_proposes_cuts_in_the_dirty_page(made: Archive) -> None:
    assert check_archive(made).problems == ()
    with made.reading() as session:
        cards = queries.article_cards(session, queries.article_ids(session))
    assert [card.source[:2] for card in cards if card.cuts] == ["08"]


def test_work_in_it_can_be_undone(folder: Path, tmp_path: Path) -> None:
    with create_sample_archive(tmp_path / "mine") as archive:
        assert archive.is_writable
        assert archive.undo("Ada") is not None
        with archive.reading() as session:
            assert queries.counts(session).passages == 59
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine"]


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear")
    with pytest.raises(Refused, match="not empty"):
        create_sample_archive(tmp_path / "mine")
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["letter.txt"]


def test_a_stop_half_way_leaves_nothing(tmp_path: Path) -> None:
    def stop(done: int, of: int) -> None:
        assert of == 60
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        create_sample_archive(tmp_path / "mine", progress=stop)
    assert list(tmp_path.iterdir()) == []
