"""What to try when a search found nothing."""

import re
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

_OPERATORS = {"AND", "OR", "NOT"}


@dataclass(frozen=True)
class Suggestion:
    """A query that may find more, and what its button says."""

    title: str
    query: str


def suggestions(query: str) -> list[Suggestion]:
    """Return at most two wider queries: without quotes, with any of the words, with longer words."""
    found: list[Suggestion] = []
    words = [word for word in re.findall(r"\S+", query.replace('"', " ")) if word not in _OPERATORS]
    plain = [word for word in words if ":" not in word]
    if '"' in query:
        found.append(Suggestion(_tr("Search without quotes"), " ".join(words)))
    if len(plain) > 1 and " OR " not in query:
        clauses = [word for word in words if ":" in word]
        found.append(Suggestion(_tr("Find any of the words"), " ".join([" OR ".join(plain), *clauses])))
    elif len(plain) == 1 and len(words) > 1:
        found.append(Suggestion(_tr("Search for “{word}” alone").format(word=plain[0]), plain[0]))
    elif len(plain) == 1 and "*" not in plain[0] and len(plain[0]) > 4:
        stem = plain[0][: max(4, len(plain[0]) - 2)] + "*"
        found.append(Suggestion(_tr("Search for “{word}”").format(word=stem), stem))
    return found[:2]


def _tr(text: str) -> str:
    return QCoreApplication.translate("ResultList", text)
