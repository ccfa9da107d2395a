"""What articles are known by outside of this archive: their titles, dates, DOIs and addresses."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlmodel import Session

from archive_app.model.tables import Article, Source
from archive_app.storage.journal import table_of

_article, _source = table_of(Article), table_of(Source)

_CHUNK = 500  # values in one IN (…)


def article_identities(session: Session) -> list[tuple[int, str, str, str]]:
    """Return key, title, date of publication and DOI of every article, the oldest first."""
    query = select(_article.c.id, _article.c.title, _article.c.published, _article.c.doi)
    return [tuple(row) for row in session.execute(query.order_by(_article.c.id))]


def articles_of_origins(session: Session, origins: Sequence[str]) -> dict[str, tuple[int, str, str]]:
    """Return key, uid and title of the newest article that was taken from each of these addresses."""
    found: dict[str, tuple[int, str, str]] = {}
    query = select(_source.c.origin, _article.c.id, _article.c.uid, _article.c.title)
    query = query.join(_source, _source.c.id == _article.c.source_id).order_by(_article.c.id)
    for start in range(0, len(origins), _CHUNK):
        chunk = origins[start : start + _CHUNK]
        for origin, *known in session.execute(query.where(_source.c.origin.in_(chunk))):
            found[origin] = (known[0], known[1], known[2])
    return found
