"""What the search index reads of an archive: whole documents to index, and columns to filter and sort by."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, Table, bindparam, func, select
from sqlmodel import Session

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
    JournalEntry,
    Label,
    Passage,
    Source,
    TextVersion,
)
from archive_app.storage.journal import table_of

_article, _version, _passage, _coder = (table_of(t) for t in (Article, TextVersion, Passage, Coder))
_actor, _alias, _actor_tag = table_of(Actor), table_of(ActorAlias), table_of(ActorTag)
_claim_type, _claim_tag = table_of(ClaimType), table_of(ClaimTag)

_collection, _collected = table_of(Collection), table_of(CollectionArticle)
_label, _labelled, _read = table_of(Label), table_of(ArticleLabel), table_of(ArticleRead)
_source = table_of(Source)

_entry: Table = JournalEntry.__table__  # type: ignore[attr-defined]  # sqlmodel does not declare it

_CHUNK = 500  # keys in one IN (…)


@dataclass(frozen=True)
class ArticleDocument:
    """An article as the index takes it in."""

    id: int
    title: str
    text: str
    outlet: str
    authors: str
    published: str
    language: str
    memo: str


@dataclass(frozen=True)
class DocumentActor:
    """An actor on a passage, under all its names."""

    id: int
    name: str
    aliases: tuple[str, ...]
    role: str


@dataclass(frozen=True)
class DocumentClaim:
    """A claim type on a passage."""

    id: int
    name: str
    stance: str


@dataclass(frozen=True)
class PassageDocument:
    """A passage as the index takes it in; ``start`` and ``end`` are code points."""

    id: int
    article_id: int
    start: int
    end: int
    quote: str
    memo: str
    coder: str
    title: str
    outlet: str
    authors: str
    published: str
    language: str
    actors: tuple[DocumentActor, ...] = ()
    claims: tuple[DocumentClaim, ...] = ()


@dataclass(frozen=True)
class NamedRow:
    """An actor, claim type or coder with all its names; ``parent_id`` is a claim type's."""

    id: int
    names: tuple[str, ...]
    parent_id: int | None = None


def article_documents(session: Session, ids: Iterable[int]) -> Iterator[ArticleDocument]:
    """Yield these articles; missing ones are left out."""
    query = select(
        _article.c.id, _article.c.title, _version.c.text, _article.c.outlet, _article.c.authors,
        _article.c.published, _article.c.language, _article.c.memo,
    ).join(_version, _version.c.id == _article.c.text_id)  # fmt: skip
    for chunk in _chunks(ids):
        for row in session.execute(query.where(_article.c.id.in_(chunk))):
            yield ArticleDocument(*row)


def passage_documents(session: Session, ids: Iterable[int]) -> Iterator[PassageDocument]:
    """Yield these passages with their tags; missing ones are left out."""
    query = (
        select(
            _passage.c.id, _passage.c.article_id, _passage.c.start, _passage.c.end, _passage.c.quote,
            _passage.c.memo, _coder.c.name, _article.c.title, _article.c.outlet, _article.c.authors,
            _article.c.published, _article.c.language,
        )
        .join(_article, _article.c.id == _passage.c.article_id)
        .join(_coder, _coder.c.id == _passage.c.coder_id)
    )  # fmt: skip
    for chunk in _chunks(ids):
        actors = _actors_on(session, chunk)
        claims = _claims_on(session, chunk)
        for row in session.execute(query.where(_passage.c.id.in_(chunk))):
            yield PassageDocument(*row, tuple(actors.get(row[0], ())), tuple(claims.get(row[0], ())))  # type: ignore[call-arg]  # mypy cannot count a row's columns


def _actors_on(session: Session, passages: Sequence[int]) -> dict[int, list[DocumentActor]]:
    query = (
        select(_actor_tag.c.passage_id, _actor.c.id, _actor.c.name, _actor_tag.c.role)
        .join(_actor, _actor.c.id == _actor_tag.c.actor_id)
        .where(_actor_tag.c.passage_id.in_(passages))
        .order_by(_actor_tag.c.id)
    )
    rows = session.execute(query).all()
    aliases: dict[int, list[str]] = {}
    for chunk in _chunks({row[1] for row in rows}):
        of_actors = select(_alias.c.actor_id, _alias.c.name).where(_alias.c.actor_id.in_(chunk))
        for actor_id, name in session.execute(of_actors.order_by(_alias.c.id)):
            aliases.setdefault(actor_id, []).append(name)
    found: dict[int, list[DocumentActor]] = {}
    for passage_id, actor_id, name, role in rows:
        actor = DocumentActor(actor_id, name, tuple(aliases.get(actor_id, ())), role)
        found.setdefault(passage_id, []).append(actor)
    return found


def _claims_on(session: Session, passages: Sequence[int]) -> dict[int, list[DocumentClaim]]:
    query = (
        select(_claim_tag.c.passage_id, _claim_type.c.id, _claim_type.c.name, _claim_tag.c.stance)
        .join(_claim_type, _claim_type.c.id == _claim_tag.c.claim_type_id)
        .where(_claim_tag.c.passage_id.in_(passages))
        .order_by(_claim_tag.c.id)
    )
    found: dict[int, list[DocumentClaim]] = {}
    for passage_id, *claim in session.execute(query):
        found.setdefault(passage_id, []).append(DocumentClaim(*claim))
    return found


def article_lengths(session: Session, *, after: int, limit: int) -> list[tuple[int, int]]:
    """Return the keys of the next articles above ``after``, ascending, each with its number of words."""
    query = select(_article.c.id, _article.c.words).where(_article.c.id > after)
    return [tuple(row) for row in session.execute(query.order_by(_article.c.id).limit(limit))]


def passage_keys(session: Session, *, after: int, limit: int) -> list[int]:
    """Return the keys of the next passages above ``after``, ascending."""
    query = select(_passage.c.id).where(_passage.c.id > after)
    return list(session.execute(query.order_by(_passage.c.id).limit(limit)).scalars())


def document_totals(session: Session) -> tuple[int, int]:
    """Return how many articles and passages there are."""
    articles, passages = (
        session.execute(select(func.count()).select_from(table)).scalar_one()
        for table in (_article, _passage)
    )
    return articles, passages


def document_counts(session: Session, article: int, passage: int) -> tuple[int, int]:
    """Return how many articles and passages there are up to these keys, and altogether."""
    counted = [
        session.execute(select(func.count()).select_from(table).where(table.c.id <= key)).scalar_one()
        for table, key in ((_article, article), (_passage, passage))
    ]
    return sum(counted), sum(document_totals(session))


# Columns: (key, values …) rows of everything, or of some keys -----------------------------------------


def article_columns(
    session: Session, ids: Iterable[int] | None = None
) -> list[tuple[int, str, str, str, str, int, str | None]]:
    """Return ``(id, outlet, language, published, authors, words, source)`` of articles."""
    query = select(
        _article.c.id, _article.c.outlet, _article.c.language, _article.c.published, _article.c.authors,
        _article.c.words, _source.c.name,
    ).outerjoin(_source, _source.c.id == _article.c.source_id)  # fmt: skip
    return _rows(session, query, _article.c.id, ids)


def passage_columns(session: Session, ids: Iterable[int] | None = None) -> list[tuple[int, int, int, int]]:
    """Return ``(id, article_id, coder_id, start)`` of passages."""
    query = select(_passage.c.id, _passage.c.article_id, _passage.c.coder_id, _passage.c.start)
    return _rows(session, query, _passage.c.id, ids)


def actor_tag_columns(session: Session, passages: Iterable[int] | None = None) -> list[tuple[int, int, str]]:
    """Return ``(passage_id, actor_id, role)`` of the tags on passages."""
    query = select(_actor_tag.c.passage_id, _actor_tag.c.actor_id, _actor_tag.c.role)
    return _rows(session, query, _actor_tag.c.passage_id, passages)


def claim_tag_columns(session: Session, passages: Iterable[int] | None = None) -> list[tuple[int, int, str]]:
    """Return ``(passage_id, claim_type_id, stance)`` of the tags on passages."""
    query = select(_claim_tag.c.passage_id, _claim_tag.c.claim_type_id, _claim_tag.c.stance)
    return _rows(session, query, _claim_tag.c.passage_id, passages)


def collected_columns(session: Session, articles: Iterable[int] | None = None) -> list[tuple[int, int]]:
    """Return ``(article_id, collection_id)`` of the articles in collections."""
    query = select(_collected.c.article_id, _collected.c.collection_id)
    return _rows(session, query, _collected.c.article_id, articles)


def labelled_columns(session: Session, articles: Iterable[int] | None = None) -> list[tuple[int, int]]:
    """Return ``(article_id, label_id)`` of the labels on articles."""
    query = select(_labelled.c.article_id, _labelled.c.label_id)
    return _rows(session, query, _labelled.c.article_id, articles)


def read_columns(session: Session, articles: Iterable[int] | None = None) -> list[tuple[int, int]]:
    """Return ``(article_id, coder_id)`` of the articles that somebody has read."""
    query = select(_read.c.article_id, _read.c.coder_id)
    return _rows(session, query, _read.c.article_id, articles)


def _rows(session: Session, query: Select[Any], key: Any, ids: Iterable[int] | None) -> list[Any]:
    if ids is None:
        return list(session.execute(query).all())
    return [row for chunk in _chunks(ids) for row in session.execute(query.where(key.in_(chunk))).all()]


def actor_names(session: Session) -> list[NamedRow]:
    """Return every actor with its name and its aliases."""
    names: dict[int, list[str]] = {}
    for key, name in session.execute(select(_actor.c.id, _actor.c.name)):
        names[key] = [name]
    for key, name in session.execute(select(_alias.c.actor_id, _alias.c.name).order_by(_alias.c.id)):
        names[key].append(name)
    return [NamedRow(key, tuple(spellings)) for key, spellings in names.items()]


def claim_type_names(session: Session) -> list[NamedRow]:
    """Return every claim type with the one above it."""
    query = select(_claim_type.c.id, _claim_type.c.name, _claim_type.c.parent_id)
    return [NamedRow(key, (name,), parent) for key, name, parent in session.execute(query)]


def coder_names(session: Session) -> list[NamedRow]:
    """Return every coder."""
    return [NamedRow(key, (name,)) for key, name in session.execute(select(_coder.c.id, _coder.c.name))]


def collection_names(session: Session) -> list[NamedRow]:
    """Return every collection."""
    rows = session.execute(select(_collection.c.id, _collection.c.name))
    return [NamedRow(key, (name,)) for key, name in rows]


def label_names(session: Session) -> list[NamedRow]:
    """Return every label."""
    return [NamedRow(key, (name,)) for key, name in session.execute(select(_label.c.id, _label.c.name))]


# What a page of hits shows ------------------------------------------------------------------------------


@dataclass(frozen=True)
class ArticleText:
    """An article as a list of hits shows it."""

    id: int
    title: str
    outlet: str
    published: str
    language: str
    text: str


@dataclass(frozen=True)
class PassageText:
    """A passage as a list of hits shows it; ``start`` and ``end`` are code points."""

    id: int
    article_id: int
    start: int
    end: int
    quote: str
    title: str
    outlet: str
    published: str
    language: str


# Made once, because making a statement takes longer than reading a page of rows.
_article_texts = (
    select(
        _article.c.id, _article.c.title, _article.c.outlet, _article.c.published, _article.c.language,
        _version.c.text,
    )
    .join(_version, _version.c.id == _article.c.text_id)
    .where(_article.c.id.in_(bindparam("ids", expanding=True)))
)  # fmt: skip
_passage_texts = (
    select(
        _passage.c.id, _passage.c.article_id, _passage.c.start, _passage.c.end, _passage.c.quote,
        _article.c.title, _article.c.outlet, _article.c.published, _article.c.language,
    )
    .join(_article, _article.c.id == _passage.c.article_id)
    .where(_passage.c.id.in_(bindparam("ids", expanding=True)))
)  # fmt: skip


def article_texts(session: Session, ids: Sequence[int]) -> dict[int, ArticleText]:
    """Return these articles by key; missing ones are left out."""
    return {row[0]: ArticleText(*row) for row in _rows_of(session, _article_texts, ids)}


def passage_texts(session: Session, ids: Sequence[int]) -> dict[int, PassageText]:
    """Return these passages by key; missing ones are left out."""
    return {row[0]: PassageText(*row) for row in _rows_of(session, _passage_texts, ids)}


def _rows_of(session: Session, query: Select[Any], ids: Iterable[int]) -> list[Any]:
    return [row for chunk in _chunks(ids) for row in session.execute(query, {"ids": chunk}).all()]


def entry_uid(session: Session, sequence: int) -> str | None:
    """Return the uid of a journal entry, by which copies of an archive that went apart are told."""
    query = select(_entry.c.uid).where(_entry.c.sequence == sequence)
    return session.execute(query).scalar_one_or_none()


def _chunks(ids: Iterable[int]) -> Iterator[list[int]]:
    ordered = sorted(ids)
    for start in range(0, len(ordered), _CHUNK):
        yield ordered[start : start + _CHUNK]
