"""Archives built in a test, and a search box over them."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
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
from archive_app.model.values import Role, Stance
from archive_app.operations.searching import Searching
from archive_app.search.cache import CACHE_VARIABLE
from archive_app.search.index import SearchIndex, open_index
from archive_app.search.indexer import catch_up
from archive_app.search.schema import POSTING_FIELDS, WORD_FIELDS
from archive_app.storage.archive import Archive, Change

ME = "Tester"
TODAY = date(2019, 5, 16)


class Desk:
    """A person at work on an archive: each method is one operation."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        with archive.change("add coder", "Add coder", ME) as change:
            change.transaction.insert(Coder(name=ME))

    def article(
        self,
        text: str,
        *,
        title: str = "",
        outlet: str = "",
        published: str = "",
        source: str = "",
        words: int = 0,
        **more: str,
    ) -> int:
        with self.archive.change("add article", "Add article", ME) as change:
            version = TextVersion(text=text)
            change.transaction.insert(version)
            file = Source(name=source, sha256="")
            if source:
                change.transaction.insert(file)
            article = Article(
                text_id=version.key, title=title, outlet=outlet, published=published, words=words,
                source_id=file.id, **more,
            )  # fmt: skip
            change.transaction.insert(article)
        return article.key

    def collect(self, article_id: int, name: str) -> None:
        """Put an article into a collection, or take it out when it is in."""
        self._toggle(article_id, name, Collection, CollectionArticle, "collection_id")

    def label(self, article_id: int, name: str) -> None:
        """Label an article, or take the label off."""
        self._toggle(article_id, name, Label, ArticleLabel, "label_id")

    def read(self, article_id: int, coder: str = ME) -> None:
        """Say that somebody has read an article, or that nobody has."""
        self._toggle(article_id, coder, Coder, ArticleRead, "coder_id")

    def _toggle(self, article_id: int, name: str, named: type, joined: type, column: str) -> None:
        with self.archive.change("mark article", "Mark article", ME) as change:
            thing = change.session.exec(select(named).where(named.name == name)).one_or_none()
            if thing is None:
                thing = named(name=name)
                change.transaction.insert(thing)
            is_of_both = (joined.article_id == article_id) & (getattr(joined, column) == thing.key)
            row = change.session.exec(select(joined).where(is_of_both)).one_or_none()
            if row is None:
                change.transaction.insert(joined(**{"article_id": article_id, column: thing.key}))
            else:
                change.transaction.delete(row)

    def rename(self, named: type, name: str, new_name: str) -> None:
        with self.archive.change("rename", "Rename", ME) as change:
            thing = change.session.exec(select(named).where(named.name == name)).one_or_none()
            if thing is not None:
                change.transaction.update(thing, name=new_name)

    def correct(self, article_id: int, text: str) -> None:
        with self.archive.change("correct", "Correct text", ME) as change:
            version = TextVersion(text=text, number=2)
            change.transaction.insert(version)
            change.transaction.update(change.session.get_one(Article, article_id), text_id=version.key)

    def describe(self, article_id: int, **values: str) -> None:
        with self.archive.change("describe", "Describe article", ME) as change:
            change.transaction.update(change.session.get_one(Article, article_id), **values)

    def passage(
        self,
        article_id: int,
        quote: str,
        *,
        actors: Sequence[tuple[str, str]] = (),
        claims: Sequence[tuple[str, str]] = (),
        memo: str = "",
        coder: str = ME,
    ) -> int:
        with self.archive.change("mark", "Mark passage", ME) as change:
            article = change.session.get_one(Article, article_id)
            text = change.session.get_one(TextVersion, article.text_id).text
            start = text.index(quote)
            passage = Passage(
                article_id=article_id, text_id=article.text_id, start=start, end=start + len(quote),
                quote=quote, memo=memo, coder_id=_coder(change, coder).key,
            )  # fmt: skip
            change.transaction.insert(passage)
            for name, role in actors:
                change.transaction.insert(
                    ActorTag(
                        passage_id=passage.key, actor_id=_actor(change, name).key,
                        role=Role(role), coder_id=passage.coder_id,
                    )
                )  # fmt: skip
            for name, stance in claims:
                change.transaction.insert(
                    ClaimTag(
                        passage_id=passage.key, claim_type_id=_claim_type(change, name).key,
                        stance=Stance(stance), coder_id=passage.coder_id,
                    )
                )  # fmt: skip
        return passage.key

    def actor(self, name: str, *aliases: str) -> int:
        with self.archive.change("add actor", "Add actor", ME) as change:
            actor = _actor(change, name)
            for alias in aliases:
                change.transaction.insert(ActorAlias(actor_id=actor.key, name=alias))
        return actor.key

    def claim_type(self, name: str, under: str | None = None) -> int:
        with self.archive.change("add claim type", "Add claim type", ME) as change:
            claim_type = _claim_type(change, name)
            if under is not None:
                change.transaction.update(claim_type, parent_id=_claim_type(change, under).id)
        return claim_type.key

    def rename_actor(self, actor_id: int, name: str) -> None:
        with self.archive.change("rename", "Rename actor", ME) as change:
            change.transaction.update(change.session.get_one(Actor, actor_id), name=name)

    def delete_passage(self, passage_id: int) -> None:
        with self.archive.change("delete", "Delete passage", ME) as change:
            change.transaction.delete(change.session.get_one(Passage, passage_id))

    def delete_article(self, article_id: int) -> None:
        with self.archive.change("delete", "Delete article", ME) as change:
            change.transaction.delete(change.session.get_one(Article, article_id))

    def undo(self) -> None:
        assert self.archive.undo(ME) is not None


def _actor(change: Change, name: str) -> Actor:
    found = change.session.exec(select(Actor).where(Actor.name == name)).one_or_none()
    if found is None:
        found = Actor(name=name)
        change.transaction.insert(found)
    return found


def _claim_type(change: Change, name: str) -> ClaimType:
    found = change.session.exec(select(ClaimType).where(ClaimType.name == name)).one_or_none()
    if found is None:
        found = ClaimType(name=name)
        change.transaction.insert(found)
    return found


def _coder(change: Change, name: str) -> Coder:
    found = change.session.exec(select(Coder).where(Coder.name == name)).one_or_none()
    if found is None:
        found = Coder(name=name)
        change.transaction.insert(found)
    return found


class Search:
    """The search box over an archive: brings the index up to date and asks."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.index: SearchIndex = open_index(archive)
        self.searching = Searching(archive, self.index, lambda: TODAY)

    def catch_up(self) -> None:
        state = catch_up(self.archive, self.index)
        assert state is not None
        assert state.is_complete

    def articles(self, query: str) -> set[int]:
        return set(self.searching.ids(query, kind="article"))

    def passages(self, query: str) -> set[int]:
        return set(self.searching.ids(query, kind="passage"))

    def contents(self) -> dict[object, object]:
        """Everything that the index says, whatever the order it was told in."""
        return _contents(self.index)

    def restart(self) -> None:
        self.index = open_index(self.archive)
        self.searching = Searching(self.archive, self.index, lambda: TODAY)


def _contents(index: SearchIndex) -> dict[object, object]:
    postings = index.read()
    assert postings is not None
    said: dict[object, object] = {}
    for segment in postings.segments:
        live = {document for document in range(segment.size) if document not in segment.deleted}
        for field in POSTING_FIELDS:
            for word, _ in segment.words_from(field, b""):
                found = segment.postings(field, word)
                assert found is not None
                for document, count in zip(*found, strict=True):
                    key = int(segment.keys[document])
                    if int(document) in live:
                        assert (field, word, key) not in said, "a document stands there twice"
                        said[field, word, key] = float(count)
        for field in WORD_FIELDS:
            starts, numbers = segment.sequences(field)
            for document in live:
                sequence = numbers[starts[document] : starts[document + 1]].tolist()
                if sequence:
                    said[field, int(segment.keys[document])] = sequence
    return said


@pytest.fixture
def clean_contents(
    empty_archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], dict[object, object]]:
    """What an index says that is built from the archive as it is now, in one go."""

    def build() -> dict[object, object]:
        with monkeypatch.context() as other:
            other.setenv(CACHE_VARIABLE, str(tmp_path / "clean"))
            index = open_index(empty_archive)
            index.remove()
            catch_up(empty_archive, index)
            return _contents(index)

    return build


@pytest.fixture
def desk(empty_archive: Archive) -> Desk:
    return Desk(empty_archive)


@pytest.fixture
def search(empty_archive: Archive) -> Search:
    return Search(empty_archive)
