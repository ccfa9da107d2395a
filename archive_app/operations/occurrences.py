"""Finding every place of some words, in one article or the whole archive, to be looked through and tagged."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session

from archive_app.model.finding import Range, Scope, Wanted, find, fold, may_hold, places
from archive_app.model.segments import paragraph_at
from archive_app.model.tables import Actor, ActorTag, Article, ClaimTag, ClaimType, Passage, TextVersion
from archive_app.model.values import Role, Stance
from archive_app.operations.tagging import ActorChoice, ClaimChoice
from archive_app.storage.journal import table_of
from archive_app.storage.queries import article_ids

MOST = 10_000
"""So many places are listed at most: more than anybody looks through."""

_CHUNK = 100  # articles read at once
_CONTEXT = 400  # code points kept on each side of a place

_article, _version, _passage = table_of(Article), table_of(TextVersion), table_of(Passage)
_actor, _actor_tag = table_of(Actor), table_of(ActorTag)
_claim_type, _claim_tag = table_of(ClaimType), table_of(ClaimTag)

Choice = ActorChoice | ClaimChoice


@dataclass(frozen=True)
class Occurrence:
    """One place that could become a passage; positions are code points of the article's text."""

    article_id: int
    start: int
    end: int
    quote: str
    hits: tuple[Range, ...] = ()
    """The words found in it."""
    before: str = ""
    """What stands before it in its paragraph."""
    after: str = ""
    """What stands behind it in its paragraph."""
    title: str = ""
    outlet: str = ""
    published: str = ""
    tags: frozenset[Choice] = frozenset()
    """What passages on exactly these words are tagged with already."""


@dataclass(frozen=True)
class Occurrences:
    """Everything that was found."""

    listed: tuple[Occurrence, ...] = ()
    articles: int = 0
    """In how many articles."""
    is_cut: bool = False
    """Whether there is more than may be listed."""


def find_occurrences(
    session: Session,
    sought: Sequence[Wanted],
    *,
    scope: Scope = Scope.WORDS,
    whole_words: bool = False,
    article_id: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    is_stale: Callable[[], bool] | None = None,
    limit: int = MOST,
) -> Occurrences:
    """Find the places of words in an article, or in all of them in the order of the library.

    ``progress`` is told how many articles of how many are done. Once ``is_stale`` says that nobody waits for
    the answer any more, what was found so far is returned.
    """
    ids = article_ids(session, descending=True) if article_id is None else [article_id]
    listed: list[Occurrence] = []
    for first in range(0, len(ids) if sought else 0, _CHUNK):
        if progress is not None:
            progress(first, len(ids))
        for row in _read(session, ids[first : first + _CHUNK]):
            if is_stale is not None and is_stale():
                return _occurrences(listed, limit)
            if may_hold(row.text, sought):
                hits = find(fold(row.text), sought, whole_words=whole_words, limit=limit + 1)
                listed += _listed(session, row, hits, scope) if hits else ()
            if len(listed) > limit:
                return _occurrences(listed, limit)
    return _occurrences(listed, limit)


@dataclass(frozen=True)
class _Text:
    article_id: int
    text_id: int
    text: str
    title: str
    outlet: str
    published: str


def _read(session: Session, ids: Sequence[int]) -> Iterator[_Text]:
    query = (
        select(
            _article.c.id, _version.c.id, _version.c.text, _article.c.title, _article.c.outlet,
            _article.c.published,
        )
        .join(_version, _version.c.id == _article.c.text_id)
        .where(_article.c.id.in_(ids))
    )  # fmt: skip
    found = {row[0]: _Text(*row) for row in session.execute(query)}
    for key in ids:
        if key in found:
            yield found[key]


def _listed(session: Session, article: _Text, hits: Sequence[Range], scope: Scope) -> Iterator[Occurrence]:
    tags = _tags(session, article)
    text = article.text
    for place in places(text, hits, scope):
        first, last = paragraph_at(text, place.start, place.end)
        yield Occurrence(
            article.article_id, place.start, place.end, text[place.start : place.end], place.hits,
            text[max(first, place.start - _CONTEXT) : place.start],
            text[place.end : min(last, place.end + _CONTEXT)],
            article.title, article.outlet, article.published,
            tags.get((place.start, place.end), frozenset()),
        )  # fmt: skip


def _tags(session: Session, article: _Text) -> dict[Range, frozenset[Choice]]:
    """What the passages of a text are tagged with, by the place they stand in."""
    here = (_passage.c.article_id == article.article_id) & (_passage.c.text_id == article.text_id)
    actors = (
        select(_passage.c.start, _passage.c.end, _actor.c.name, _actor_tag.c.role)
        .join(_actor_tag, _actor_tag.c.passage_id == _passage.c.id)
        .join(_actor, _actor.c.id == _actor_tag.c.actor_id)
        .where(here)
    )
    claims = (
        select(_passage.c.start, _passage.c.end, _claim_type.c.name, _claim_tag.c.stance)
        .join(_claim_tag, _claim_tag.c.passage_id == _passage.c.id)
        .join(_claim_type, _claim_type.c.id == _claim_tag.c.claim_type_id)
        .where(here)
    )
    found: dict[Range, set[Choice]] = {}
    for start, end, name, role in session.execute(actors):
        found.setdefault((start, end), set()).add(ActorChoice(name, Role(role)))
    for start, end, name, stance in session.execute(claims):
        found.setdefault((start, end), set()).add(ClaimChoice(name, Stance(stance)))
    return {place: frozenset(choices) for place, choices in found.items()}


def _occurrences(listed: list[Occurrence], limit: int) -> Occurrences:
    kept = tuple(listed[:limit])
    return Occurrences(kept, len({place.article_id for place in kept}), len(listed) > limit)
