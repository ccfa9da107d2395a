"""Which article a bibliographic record is about: by its DOI, else by its title and year."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive_app.importing.references.reference import Reference

_SHORTEST_TITLE = 8
"""Characters of a folded title from which it says enough without a year."""


@dataclass(frozen=True, slots=True)
class ArticleIdentity:
    """What an article is known by."""

    id: int
    title: str
    published: str = ""
    doi: str = ""


@dataclass(frozen=True, slots=True)
class NoMatch:
    """Why a record was not matched."""

    reason: str
    """A sentence."""


class Matcher:
    """Finds the articles that records are about."""

    def __init__(self, articles: Iterable[ArticleIdentity]) -> None:
        self._of_doi: dict[str, list[ArticleIdentity]] = defaultdict(list)
        self._of_title: dict[str, list[ArticleIdentity]] = defaultdict(list)
        for article in articles:
            if article.doi:
                self._of_doi[article.doi.lower()].append(article)
            if key := title_key(article.title):
                self._of_title[key].append(article)

    def match(self, reference: Reference) -> int | NoMatch:
        """Return the key of the article that a record is about, or why none is."""
        of_doi = self._of_doi.get(reference.doi, []) if reference.doi else []
        if len(of_doi) == 1:
            return of_doi[0].id
        key = title_key(reference.title)
        titled = self._of_title.get(key, []) if key else []
        # Another DOI or another year is another article, whatever the title.
        fitting = [
            article
            for article in of_doi or titled
            if _agree(article.published[:4], reference.published[:4])
            and (bool(of_doi) or _agree(article.doi.lower(), reference.doi))
        ]
        if not of_doi and len(key) < _SHORTEST_TITLE:
            fitting = [article for article in fitting if article.published and reference.published]
        if len(fitting) > 1:
            same_day = [article for article in fitting if article.published == reference.published]
            fitting = same_day if len(same_day) == 1 else fitting
        if len(fitting) == 1:
            return fitting[0].id
        if fitting:
            return NoMatch(f"{len(fitting)} articles have its title, and nothing tells which is meant.")
        return NoMatch(_why_not(reference, titled))


def title_key(title: str) -> str:
    """Return the letters and digits of a title, by which titles are compared.

    >>> title_key("„Müller’s View”: Part\u00a0II")
    'mullers view part ii'
    """
    plain = unicodedata.normalize("NFKD", title.casefold())
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[\W_]+", " ", re.sub(r"[’'ʼ`´]", "", bare)).split())


def _agree(ours: str, theirs: str) -> bool:
    return not ours or not theirs or ours == theirs


def _why_not(reference: Reference, titled: Sequence[ArticleIdentity]) -> str:
    if titled:
        return "An article has its title, but another DOI or another year."
    return "No article has its DOI or title." if reference.doi else "No article has its title."
