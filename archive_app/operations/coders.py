"""Coders: the people in whose name passages are marked and tagged."""

import getpass

from sqlalchemy import select

from archive_app.model.tables import Coder
from archive_app.model.text import canonical
from archive_app.storage.archive import Change
from archive_app.storage.journal import table_of

_coder = table_of(Coder)


def default_coder() -> str:
    """Return the name of whoever is signed in to this computer, as a first guess."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "Coder"


def coder_row(change: Change, name: str) -> Coder:
    """Return the coder of this name, added if there was none."""
    wanted = " ".join(canonical(name).split()) or default_coder()
    if (known := change.coders.get(wanted)) is not None:
        return known
    coder = change.session.execute(select(Coder).where(_coder.c.name == wanted)).scalar_one_or_none()
    if coder is None:
        coder = Coder(name=wanted)
        change.transaction.insert(coder)
    change.coders[wanted] = coder
    return coder
