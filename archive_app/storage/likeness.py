"""What the search for near-duplicates reads: every article's text, and what was decided about pairs."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session

from archive_app.model.tables import Article, ArticleLink, TextVersion
from archive_app.model.values import LinkKind
from archive_app.storage.journal import table_of

_article, _text, _link = table_of(Article), table_of(TextVersion), table_of(ArticleLink)

_CHUNK = 500  # keys in one IN (…)


@dataclass(frozen=True, slots=True)
class TextOfArticle:
    """Which text an article has now; a text never changes."""

    article_id: int
    text_id: int
    text_uid: str
    outlet: str


@dataclass(frozen=True, slots=True)
class LinkCard:
    """What a person, or the import, said of two articles that are much alike."""

    id: int
    article_id: int
    """The one imported first."""
    other_id: int
    kind: LinkKind


def texts_of_articles(session: Session) -> list[TextOfArticle]:
    """Return for every article which text it has, in the order of the import."""
    query = (
        select(_article.c.id, _text.c.id, _text.c.uid, _article.c.outlet)
        .join(_text, _text.c.id == _article.c.text_id)
        .order_by(_article.c.id)
    )
    return [TextOfArticle(*row) for row in session.execute(query)]


def texts_by_id(session: Session, ids: Sequence[int]) -> dict[int, str]:
    """Return these texts by their key."""
    found: dict[int, str] = {}
    for chunk in _chunks(ids):
        query = select(_text.c.id, _text.c.text).where(_text.c.id.in_(chunk))
        found.update((key, text) for key, text in session.execute(query))
    return found


def article_links(session: Session, article_ids: Iterable[int] | None = None) -> list[LinkCard]:
    """Return every link between two articles, or those of some articles."""
    query = select(_link.c.id, _link.c.article_id, _link.c.other_id, _link.c.kind).order_by(_link.c.id)
    if article_ids is None:
        rows = list(session.execute(query))
    else:
        rows = []
        for chunk in _chunks(sorted(set(article_ids))):
            either = _link.c.article_id.in_(chunk) | _link.c.other_id.in_(chunk)
            rows += session.execute(query.where(either)).all()
        rows = sorted(set(rows))
    return [LinkCard(key, one, other, LinkKind(kind)) for key, one, other, kind in rows]


def _chunks(keys: Sequence[int]) -> Iterator[list[int]]:
    for start in range(0, len(keys), _CHUNK):
        yield list(keys[start : start + _CHUNK])
