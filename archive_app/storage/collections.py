"""What lists show of collections, labels and what was read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlmodel import Session

from archive_app.model.tables import ArticleLabel, ArticleRead, Coder, Collection, CollectionArticle, Label
from archive_app.storage.journal import table_of

_collection, _label, _coder = table_of(Collection), table_of(Label), table_of(Coder)
_in_collection, _on_article, _read = (
    table_of(CollectionArticle),
    table_of(ArticleLabel),
    table_of(ArticleRead),
)

_CHUNK = 500  # keys in one IN (…)


@dataclass(frozen=True)
class CollectionCard:
    """A collection and how many articles are in it."""

    id: int
    uid: str
    name: str
    description: str
    articles: int


@dataclass(frozen=True)
class LabelCard:
    """A label and how many articles have it."""

    id: int
    uid: str
    name: str
    articles: int


Named = tuple[int, str]
"""Key and name."""


def collections(session: Session) -> list[CollectionCard]:
    """Return all collections by name."""
    query = (
        select(
            _collection.c.id, _collection.c.uid, _collection.c.name, _collection.c.description,
            func.count(_in_collection.c.id),
        )
        .select_from(
            _collection.outerjoin(_in_collection, _in_collection.c.collection_id == _collection.c.id)
        )
        .group_by(_collection.c.id)
        .order_by(func.lower(_collection.c.name))
    )  # fmt: skip
    return [CollectionCard(*row) for row in session.execute(query)]


def labels(session: Session) -> list[LabelCard]:
    """Return all labels by name."""
    query = (
        select(_label.c.id, _label.c.uid, _label.c.name, func.count(_on_article.c.id))
        .select_from(_label.outerjoin(_on_article, _on_article.c.label_id == _label.c.id))
        .group_by(_label.c.id)
        .order_by(func.lower(_label.c.name))
    )
    return [LabelCard(*row) for row in session.execute(query)]


def collections_of(session: Session, article_ids: Sequence[int]) -> dict[int, list[Named]]:
    """Return the collections that articles are in, by article; those in none are left out."""
    found: dict[int, list[Named]] = {}
    for chunk in _chunks(article_ids):
        query = (
            select(_in_collection.c.article_id, _collection.c.id, _collection.c.name)
            .join(_collection, _collection.c.id == _in_collection.c.collection_id)
            .where(_in_collection.c.article_id.in_(chunk))
            .order_by(func.lower(_collection.c.name))
        )
        for article_id, key, name in session.execute(query):
            found.setdefault(article_id, []).append((key, name))
    return found


def labels_of(session: Session, article_ids: Sequence[int]) -> dict[int, list[Named]]:
    """Return the labels that articles have, by article; those without are left out."""
    found: dict[int, list[Named]] = {}
    for chunk in _chunks(article_ids):
        query = (
            select(_on_article.c.article_id, _label.c.id, _label.c.name)
            .join(_label, _label.c.id == _on_article.c.label_id)
            .where(_on_article.c.article_id.in_(chunk))
            .order_by(func.lower(_label.c.name))
        )
        for article_id, key, name in session.execute(query):
            found.setdefault(article_id, []).append((key, name))
    return found


def read_by(session: Session, article_ids: Sequence[int], coder: str) -> set[int]:
    """Return those of some articles that a coder has read."""
    found: set[int] = set()
    for chunk in _chunks(article_ids):
        query = (
            select(_read.c.article_id)
            .join(_coder, _coder.c.id == _read.c.coder_id)
            .where(_read.c.article_id.in_(chunk), _coder.c.name == coder)
        )
        found |= set(session.execute(query).scalars())
    return found


def _chunks(keys: Sequence[int]) -> Iterator[list[int]]:
    for start in range(0, len(keys), _CHUNK):
        yield list(keys[start : start + _CHUNK])
