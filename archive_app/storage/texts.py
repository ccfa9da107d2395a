"""The current texts of articles, or some words of one, and which passages stand where in them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session

from archive_app.model.errors import NotFound
from archive_app.model.tables import Article, Passage, TextVersion
from archive_app.storage.journal import table_of

_article, _version, _passage = table_of(Article), table_of(TextVersion), table_of(Passage)

_CHUNK = 500  # keys in one IN (…)

PassagePlace = tuple[int, int, int]
"""A passage's key, and where it starts and ends in the text, in code points."""


@dataclass(frozen=True)
class CurrentText:
    """An article's text as it is now, with what says where it is from."""

    article_id: int
    text_id: int
    """Which version of the text it is."""
    text: str
    title: str
    outlet: str
    published: str
    language: str


def current_texts(session: Session, ids: Sequence[int]) -> list[CurrentText]:
    """Return these articles in the order given; missing ones are left out."""
    query = select(
        _article.c.id, _version.c.id, _version.c.text, _article.c.title, _article.c.outlet,
        _article.c.published, _article.c.language,
    ).join(_version, _version.c.id == _article.c.text_id)  # fmt: skip
    found: dict[int, CurrentText] = {}
    for first in range(0, len(ids), _CHUNK):
        chunk = ids[first : first + _CHUNK]
        for row in session.execute(query.where(_article.c.id.in_(chunk))):
            found[row[0]] = CurrentText(*row)
    return [found[key] for key in ids if key in found]


def passage_places(session: Session, article_ids: Sequence[int]) -> dict[int, list[PassagePlace]]:
    """Return the passages of these articles that stand in the current text, in the order of each text."""
    query = (
        select(_passage.c.article_id, _passage.c.id, _passage.c.start, _passage.c.end)
        .join(_article, _article.c.id == _passage.c.article_id)
        .where(_passage.c.text_id == _article.c.text_id)
        .order_by(_passage.c.article_id, _passage.c.start, _passage.c.end, _passage.c.id)
    )
    found: dict[int, list[PassagePlace]] = {}
    for first in range(0, len(article_ids), _CHUNK):
        chunk = article_ids[first : first + _CHUNK]
        for article_id, key, start, end in session.execute(query.where(_passage.c.article_id.in_(chunk))):
            found.setdefault(article_id, []).append((key, start, end))
    return found


@dataclass(frozen=True)
class Heading:
    """What a table says of an article beside its counts."""

    article_id: int
    title: str
    outlet: str
    published: str


def headings(session: Session, ids: Sequence[int]) -> dict[int, Heading]:
    """Return what these articles are called and where they are from; missing ones are left out."""
    query = select(_article.c.id, _article.c.title, _article.c.outlet, _article.c.published)
    found: dict[int, Heading] = {}
    for first in range(0, len(ids), _CHUNK):
        chunk = ids[first : first + _CHUNK]
        for row in session.execute(query.where(_article.c.id.in_(chunk))):
            found[row[0]] = Heading(*row)
    return found


class VersionTexts:
    """The words of articles' current texts, of which the text that was read last is kept.

    A version's text never changes, and its uid is never given again. Reading a book out of the database takes
    half as long as all else that marking a passage does.
    """

    def __init__(self) -> None:
        self._uid = ""
        self._text = ""

    def words(self, session: Session, article_id: int, start: int, end: int) -> tuple[int, str]:
        """Return the key of an article's current version and its words.

        ``start`` and ``end`` are code points; the words are fewer than asked for where the text ends before.

        Raises:
            NotFound: There is no such article.
        """
        query = select(_version.c.id, _version.c.uid).join(_article, _article.c.text_id == _version.c.id)
        found = session.execute(query.where(_article.c.id == article_id)).one_or_none()
        if found is None:
            raise NotFound(f"There is no article {article_id} in this archive.")
        key, uid = found
        if uid != self._uid:
            text = session.execute(select(_version.c.text).where(_version.c.id == key)).scalar_one()
            self._uid, self._text = str(uid), str(text)
        return int(key), self._text[max(0, start) : max(0, end)]
