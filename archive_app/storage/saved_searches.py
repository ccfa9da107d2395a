"""The saved searches of an archive, as lists show them."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlmodel import Session

from archive_app.model.tables import SavedSearch
from archive_app.storage.journal import table_of

_saved = table_of(SavedSearch)


@dataclass(frozen=True)
class SavedSearchCard:
    """A query under a name."""

    id: int
    uid: str
    name: str
    query: str
    order: str
    """In what order its results come: ``relevance``, ``newest``, ``oldest`` or ``outlet``."""


def saved_searches(session: Session) -> list[SavedSearchCard]:
    """Return all saved searches by name."""
    columns = (_saved.c.id, _saved.c.uid, _saved.c.name, _saved.c.query, _saved.c.order)
    query = select(*columns).order_by(func.lower(_saved.c.name), _saved.c.id)
    return [SavedSearchCard(*row) for row in session.execute(query)]
