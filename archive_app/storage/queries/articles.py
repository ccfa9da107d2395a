"""Articles: which ones, as cards, their text, and what is proposed to be cut from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import exists, func, select
from sqlmodel import Session

from archive_app.model.errors import NotFound
from archive_app.model.tables import (
    Article,
    ArticleLabel,
    ArticleRead,
    Coder,
    CollectionArticle,
    Passage,
    ProposedCut,
    Source,
    TextVersion,
)
from archive_app.model.values import CutState
from archive_app.storage.collections import read_by
from archive_app.storage.journal import table_of
from archive_app.storage.queries.keys import between, chunks, counts_by, keys_of

_article, _source, _version = table_of(Article), table_of(Source), table_of(TextVersion)
_passage, _coder, _cut = table_of(Passage), table_of(Coder), table_of(ProposedCut)
_member, _labelled, _read = table_of(CollectionArticle), table_of(ArticleLabel), table_of(ArticleRead)

ArticleOrder = Literal["published", "title", "outlet", "added", "passages"]


@dataclass(frozen=True)
class ArticleFilter:
    """Which articles to list; empty fields ask for nothing. Dates are ISO and may be cut short."""

    outlet: str = ""
    language: str = ""
    after: str = ""
    before: str = ""
    tagged: bool | None = None
    """Only those with passages, or only those without."""
    collection_id: int | None = None
    label_id: int | None = None
    read: bool | None = None
    """Only those that ``reader`` has read, or only the others."""
    reader: str = ""
    """A coder; nobody in particular when empty."""
    ids: frozenset[int] | None = None


@dataclass(frozen=True)
class ArticleCard:
    """An article as a list shows it."""

    id: int
    uid: str
    title: str
    outlet: str
    authors: str
    published: str
    url: str
    language: str
    words: int
    source: str
    """The name of the file it came from."""
    section: str = ""
    memo: str = ""
    created: str = ""
    passages: int = 0
    cuts: int = 0
    """Proposed removals that nobody has decided on."""
    is_read: bool = False
    """Whether the reader that the cards were asked for has read it."""


@dataclass(frozen=True)
class Cut:
    """A proposed removal in an article; ``start`` and ``end`` are code points."""

    id: int
    start: int
    end: int
    quote: str
    reason: str


def article_ids(
    session: Session,
    where: ArticleFilter = ArticleFilter(),
    *,
    order: ArticleOrder = "published",
    descending: bool = False,
) -> list[int]:
    """Return the keys of the articles that a filter asks for, in order."""
    query = select(_article.c.id)
    if where.outlet:
        query = query.where(_article.c.outlet == where.outlet)
    if where.language:
        query = query.where(_article.c.language == where.language)
    if where.after or where.before:
        query = query.where(*between(where.after, where.before))
    if where.tagged is not None:
        has_passage = exists().where(_passage.c.article_id == _article.c.id)
        query = query.where(has_passage if where.tagged else ~has_passage)
    if where.collection_id is not None:
        members = select(_member.c.article_id).where(_member.c.collection_id == where.collection_id)
        query = query.where(_article.c.id.in_(members))
    if where.label_id is not None:
        labelled = select(_labelled.c.article_id).where(_labelled.c.label_id == where.label_id)
        query = query.where(_article.c.id.in_(labelled))
    if where.read is not None:
        read = select(_read.c.article_id)
        if where.reader:
            read = read.join(_coder, _coder.c.id == _read.c.coder_id).where(_coder.c.name == where.reader)
        query = query.where(_article.c.id.in_(read) if where.read else _article.c.id.not_in(read))
    columns: dict[str, Any] = {
        "published": _article.c.published,
        "title": func.lower(_article.c.title),
        "outlet": func.lower(_article.c.outlet),
        "added": _article.c.id,
    }
    if order == "passages":
        counted = (
            select(_passage.c.article_id, func.count().label("n")).group_by(_passage.c.article_id).subquery()
        )
        query = query.outerjoin(counted, counted.c.article_id == _article.c.id)
        column: Any = func.coalesce(counted.c.n, 0)
    else:
        column = columns[order]
    query = query.order_by(column.desc() if descending else column, _article.c.id)
    found = keys_of(session, query)
    return found if where.ids is None else [key for key in found if key in where.ids]


def article_cards(session: Session, ids: Sequence[int], reader: str = "") -> list[ArticleCard]:
    """Return the cards of these articles in the order asked for; missing ones are left out.

    ``reader`` is the coder whose read marks the cards carry; nobody's when empty.
    """
    cards: dict[int, ArticleCard] = {}
    for chunk in chunks(ids):
        passages = counts_by(session, _passage.c.article_id, chunk)
        cuts = counts_by(session, _cut.c.article_id, chunk, _cut.c.state == CutState.PROPOSED)
        read = read_by(session, chunk, reader) if reader else set()
        rows = session.execute(
            select(
                _article.c.id, _article.c.uid, _article.c.title, _article.c.outlet, _article.c.authors,
                _article.c.published, _article.c.url, _article.c.language, _article.c.words,
                func.coalesce(_source.c.name, ""), _article.c.section, _article.c.memo, _article.c.created,
            )
            .select_from(_article.outerjoin(_source, _source.c.id == _article.c.source_id))
            .where(_article.c.id.in_(chunk))
        )  # fmt: skip
        for row in rows:
            key = row[0]
            cards[key] = ArticleCard(*row, passages.get(key, 0), cuts.get(key, 0), key in read)  # type: ignore[call-arg]  # mypy cannot count a row's columns
    return [cards[key] for key in ids if key in cards]


def article_card(session: Session, article_id: int) -> ArticleCard:
    """Return one article's card.

    Raises:
        NotFound: There is no such article.
    """
    cards = article_cards(session, [article_id])
    if not cards:
        raise NotFound(f"There is no article {article_id} in this archive.")
    return cards[0]


def article_text(session: Session, article_id: int) -> str:
    """Return an article's current text.

    Raises:
        NotFound: There is no such article.
    """
    query = select(_version.c.text).join(_article, _article.c.text_id == _version.c.id)
    text = session.execute(query.where(_article.c.id == article_id)).scalar_one_or_none()
    if text is None:
        raise NotFound(f"There is no article {article_id} in this archive.")
    return str(text)


def proposed_cuts(session: Session, article_id: int) -> list[Cut]:
    """Return the removals proposed in an article and not decided yet, in the order of the text."""
    query = (
        select(_cut.c.id, _cut.c.start, _cut.c.end, _cut.c.quote, _cut.c.reason)
        .where(_cut.c.article_id == article_id, _cut.c.state == CutState.PROPOSED)
        .order_by(_cut.c.start)
    )
    return [Cut(*row) for row in session.execute(query)]
