"""Passages: which ones, and as cards with their tags."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import BindParameter, Select, bindparam, exists, func, or_, select
from sqlmodel import Session

from archive_app.model.tables import (
    Actor,
    ActorTag,
    Article,
    ClaimTag,
    ClaimType,
    Coder,
    Passage,
    TextVersion,
)
from archive_app.storage.journal import table_of
from archive_app.storage.queries.codebook import subtree
from archive_app.storage.queries.keys import between, chunks, keys_of

_article, _version = table_of(Article), table_of(TextVersion)
_passage, _coder = table_of(Passage), table_of(Coder)
_actor, _actor_tag = table_of(Actor), table_of(ActorTag)
_claim_type, _claim_tag = table_of(ClaimType), table_of(ClaimTag)

# Made once: making them takes a third of reading one passage.
_KEYS: BindParameter[Any] = bindparam("keys", expanding=True)
_ACTORS = (
    select(_actor_tag.c.passage_id, _actor_tag.c.id, _actor.c.id, _actor.c.name, _actor_tag.c.role)
    .join(_actor, _actor.c.id == _actor_tag.c.actor_id)
    .where(_actor_tag.c.passage_id.in_(_KEYS))
    .order_by(_actor_tag.c.id)
)
_CLAIMS = (
    select(
        _claim_tag.c.passage_id, _claim_tag.c.id, _claim_type.c.id, _claim_type.c.name,
        _claim_tag.c.stance, _claim_type.c.colour,
    )
    .join(_claim_type, _claim_type.c.id == _claim_tag.c.claim_type_id)
    .where(_claim_tag.c.passage_id.in_(_KEYS))
    .order_by(_claim_tag.c.id)
)  # fmt: skip
_CARDS = (
    select(
        _passage.c.id, _passage.c.uid, _passage.c.article_id, _passage.c.start, _passage.c.end,
        _passage.c.quote, _passage.c.memo, _coder.c.name, _passage.c.created, _passage.c.modified,
        _article.c.title, _article.c.outlet, _article.c.authors, _article.c.published,
        _article.c.url, _article.c.language, _passage.c.text_id != _article.c.text_id,
    )
    .select_from(
        _passage.join(_article, _article.c.id == _passage.c.article_id).join(
            _coder, _coder.c.id == _passage.c.coder_id
        )
    )
    .where(_passage.c.id.in_(_KEYS))
)  # fmt: skip

PassageOrder = Literal["place", "published", "outlet", "title", "quote", "coder", "created", "modified"]


@dataclass(frozen=True)
class TaggedActor:
    """An actor on a passage."""

    tag_id: int
    actor_id: int
    name: str
    role: str


@dataclass(frozen=True)
class TaggedClaim:
    """A claim type on a passage."""

    tag_id: int
    claim_type_id: int
    name: str
    stance: str
    colour: int


@dataclass(frozen=True)
class PassageCard:
    """A passage with its tags; ``start`` and ``end`` are code points in the article's text.

    Those of a passage to review refer to an older version of the text, of which the quote is the exact slice.
    """

    id: int
    uid: str
    article_id: int
    start: int
    end: int
    quote: str
    memo: str
    coder: str
    created: str
    modified: str
    article_title: str
    outlet: str
    authors: str
    published: str
    url: str
    language: str
    actors: tuple[TaggedActor, ...] = ()
    claims: tuple[TaggedClaim, ...] = ()
    needs_review: bool = False
    """Whether the text was corrected and nobody has said where the passage belongs now."""


@dataclass(frozen=True)
class PassageFilter:
    """Which passages to list; empty fields ask for nothing. A claim type includes those below it."""

    article_id: int | None = None
    actor_id: int | None = None
    role: str = ""
    claim_type_id: int | None = None
    stance: str = ""
    coder: str = ""
    outlet: str = ""
    after: str = ""
    before: str = ""
    text: str = ""
    """Found anywhere in the quote or the memo."""
    needs_review: bool | None = None
    """Only those to review, or only those that stand in the current text."""
    ids: frozenset[int] | None = None


def passage_ids(
    session: Session,
    where: PassageFilter = PassageFilter(),
    *,
    order: PassageOrder = "place",
    descending: bool = False,
) -> list[int]:
    """Return the keys of the passages that a filter asks for, in order."""
    joined = _passage.join(_article, _article.c.id == _passage.c.article_id)
    query: Select[Any] = select(_passage.c.id)
    if where.outlet or where.after or where.before or order in ("published", "outlet", "title"):
        query = query.select_from(joined)
    if where.article_id is not None:
        query = query.where(_passage.c.article_id == where.article_id)
    if where.actor_id is not None or where.role:
        actor_tags = select(_actor_tag.c.passage_id)
        if where.actor_id is not None:
            actor_tags = actor_tags.where(_actor_tag.c.actor_id == where.actor_id)
        if where.role:
            actor_tags = actor_tags.where(_actor_tag.c.role == where.role)
        query = query.where(_passage.c.id.in_(actor_tags))
    if where.claim_type_id is not None or where.stance:
        claim_tags = select(_claim_tag.c.passage_id)
        if where.claim_type_id is not None:
            below = subtree(session, where.claim_type_id)
            claim_tags = claim_tags.where(_claim_tag.c.claim_type_id.in_(below))
        if where.stance:
            claim_tags = claim_tags.where(_claim_tag.c.stance == where.stance)
        query = query.where(_passage.c.id.in_(claim_tags))
    if where.coder:
        query = query.where(_passage.c.coder_id.in_(select(_coder.c.id).where(_coder.c.name == where.coder)))
    if where.outlet:
        query = query.where(_article.c.outlet == where.outlet)
    if where.after or where.before:
        query = query.where(*between(where.after, where.before))
    if where.needs_review is not None:
        older = _stands_in_older_text(where.article_id)
        query = query.where(older if where.needs_review else ~older)
    article: Any = _passage.c.article_id
    if where.text:
        # SQLite's LIKE is the same for small and capital letters.
        query = query.where(
            or_(
                _passage.c.quote.contains(where.text, autoescape=True),
                _passage.c.memo.contains(where.text, autoescape=True),
            )
        )
        article = article + 0  # reading the table from end to end is quicker than following an index
    by_place = [article, _passage.c.start, _passage.c.end, _passage.c.id]
    columns: dict[str, Any] = {
        "published": _article.c.published,
        "outlet": func.lower(_article.c.outlet),
        "title": func.lower(_article.c.title),
        "quote": func.lower(_passage.c.quote),
        "coder": _passage.c.coder_id,
        "created": _passage.c.created,
        "modified": _passage.c.modified,
    }
    if order == "place":
        query = query.order_by(*(c.desc() if descending else c for c in by_place))
    else:
        column = columns[order]
        query = query.order_by(column.desc() if descending else column, *by_place)
    found = keys_of(session, query)
    return found if where.ids is None else [key for key in found if key in where.ids]


def _stands_in_older_text(article_id: int | None) -> Any:  # SQLAlchemy clause
    having = _article.alias()
    if article_id is not None:
        current = select(having.c.text_id).where(having.c.id == article_id)
        return _passage.c.text_id != current.scalar_subquery()
    # A text belongs to one article, so a text that no article has now is an older one; these are few.
    older = select(_version.c.id).where(~exists().where(having.c.text_id == _version.c.id))
    return _passage.c.text_id.in_(older)


def passage_cards(session: Session, ids: Sequence[int]) -> list[PassageCard]:
    """Return these passages with their tags, in the order asked for; missing ones are left out."""
    cards: dict[int, PassageCard] = {}
    for chunk in chunks(ids):
        keys = {"keys": chunk}
        actors: dict[int, list[TaggedActor]] = {}
        for passage_id, *actor in session.execute(_ACTORS, keys):
            actors.setdefault(passage_id, []).append(TaggedActor(*actor))
        claims: dict[int, list[TaggedClaim]] = {}
        for passage_id, *claim in session.execute(_CLAIMS, keys):
            claims.setdefault(passage_id, []).append(TaggedClaim(*claim))
        for row in session.execute(_CARDS, keys):
            tags = tuple(actors.get(row[0], ())), tuple(claims.get(row[0], ()))
            cards[row[0]] = PassageCard(*row[:-1], *tags, needs_review=bool(row[-1]))  # type: ignore[call-arg,misc]  # mypy cannot count a row's columns
    return [cards[key] for key in ids if key in cards]


def passages_of(session: Session, article_id: int) -> list[PassageCard]:
    """Return the passages that stand in an article's current text, in its order; not those to review."""
    where = PassageFilter(article_id=article_id, needs_review=False)
    return passage_cards(session, passage_ids(session, where))


def passages_to_review(session: Session, article_id: int | None = None) -> list[PassageCard]:
    """Return the passages, of an article or of all, whose place a correction of the text left uncertain."""
    where = PassageFilter(article_id=article_id, needs_review=True)
    return passage_cards(session, passage_ids(session, where))
