"""What articles are known by outside of this archive: their titles, dates and DOIs."""

from sqlalchemy import select
from sqlmodel import Session

from archive_app.model.tables import Article
from archive_app.storage.journal import table_of

_article = table_of(Article)


def article_identities(session: Session) -> list[tuple[int, str, str, str]]:
    """Return key, title, date of publication and DOI of every article, the oldest first."""
    query = select(_article.c.id, _article.c.title, _article.c.published, _article.c.doi)
    return [tuple(row) for row in session.execute(query.order_by(_article.c.id))]
