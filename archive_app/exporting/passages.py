"""Passages as they are written out: plain rows, some hundred at a time.

The lists on screen read cards; an export reads everything, so the database joins what stands in a cell.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, Table, bindparam, func, select
from sqlmodel import Session

from archive_app.model.pages import pages_of, read_pages
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

_article, _passage, _coder, _text = (table_of(model) for model in (Article, Passage, Coder, TextVersion))
_actor, _actor_tag = table_of(Actor), table_of(ActorTag)
_claim_type, _claim_tag = table_of(ClaimType), table_of(ClaimTag)

Row = Sequence[str | int]
JOINER = "; "
"""Stands between several values in one cell."""

_KEYS: BindParameter[list[int]] = bindparam("keys", expanding=True)


def passage_rows(session: Session, ids: Sequence[int]) -> list[Row]:
    """Return the cells of these passages, as `COLUMNS` names them; missing passages are left out."""
    pages = {key: read_pages(stored) for key, stored in session.execute(_PAGES, {"keys": ids})}
    found: dict[int, Row] = {}
    for row in session.execute(_PASSAGES, {"keys": ids}):
        page = pages_of(pages[row[_PAGE]], row[_START], row[_END]) if row[_PAGE] in pages else ""
        found[row[0]] = (*row[:_PAGE], page, *row[_PAGE + 1 :])
    return [found[key] for key in ids if key in found]


def actors_on(session: Session, ids: Sequence[int]) -> Mapping[int, list[tuple[str, str]]]:
    """Return names and roles of the actors on these passages, in the order they were tagged."""
    return _by_passage(session.execute(_ACTORS, {"keys": ids}).all())


def claims_on(session: Session, ids: Sequence[int]) -> Mapping[int, list[tuple[str, str]]]:
    """Return names and stances of the claim types on these passages, in the order they were tagged."""
    return _by_passage(session.execute(_CLAIMS, {"keys": ids}).all())


def _by_passage(tags: Sequence[Any]) -> Mapping[int, list[tuple[str, str]]]:  # SQLAlchemy rows
    found: dict[int, list[tuple[str, str]]] = {}
    for passage_id, name, value in tags:
        found.setdefault(passage_id, []).append((name, value))
    return found


def _tags(tag: Table, named: Table, value: str) -> Select[Any]:  # passage, name, value
    key = tag.c[f"{named.name}_id"]
    return (
        select(tag.c.passage_id, named.c.name, tag.c[value])
        .select_from(tag.join(named, named.c.id == key))
        .where(tag.c.passage_id.in_(_KEYS))
        .order_by(tag.c.passage_id, tag.c.id)
    )


def _joined(tag: Table, named: Table, value: str) -> ColumnElement[str]:
    """A passage's tags as one cell: ``Name [role]; Name [role]``."""
    each = (
        select((named.c.name + " [" + tag.c[value] + "]").label("label"))
        .select_from(tag.join(named, named.c.id == tag.c[f"{named.name}_id"]))
        .where(tag.c.passage_id == _passage.c.id)
        .order_by(tag.c.id)
        .correlate(_passage)
        .subquery()
    )
    return func.coalesce(select(func.aggregate_strings(each.c.label, JOINER)).scalar_subquery(), "")


_CELLS: Mapping[str, ColumnElement[Any]] = {
    "passage_id": _passage.c.id,
    "passage_uid": _passage.c.uid,
    "article_id": _passage.c.article_id,
    "article_title": _article.c.title,
    "outlet": _article.c.outlet,
    "authors": _article.c.authors,
    "published": _article.c.published,
    "url": _article.c.url,
    "language": _article.c.language,
    "start": _passage.c.start,
    "end": _passage.c.end,
    "page": _passage.c.text_id,  # told from where the pages of that text begin
    "quote": _passage.c.quote,
    "actors": _joined(_actor_tag, _actor, "role"),
    "claim_types": _joined(_claim_tag, _claim_type, "stance"),
    "memo": _passage.c.memo,
    "coder": _coder.c.name,
    "created": _passage.c.created,
    "modified": _passage.c.modified,
}
COLUMNS = tuple(_CELLS)
"""What is told of a passage in every layout; ``start`` and ``end`` are code points, the end exclusive.

``page`` is what is printed on the page of the source, as ``3``, or ``3–4`` for two; empty where the source
has no pages. All refer to the version of the text that the passage stands in; ``quote`` is its exact slice.
That version is the current one, except for a passage that waits for review after the text was corrected.
"""

_START, _END, _PAGE = (COLUMNS.index(name) for name in ("start", "end", "page"))
_PAGES = select(_text.c.id, _text.c.pages).where(
    _text.c.id.in_(select(_passage.c.text_id).where(_passage.c.id.in_(_KEYS))), _text.c.pages != ""
)
_PASSAGES = (
    select(*_CELLS.values())
    .select_from(
        _passage.join(_article, _article.c.id == _passage.c.article_id).join(
            _coder, _coder.c.id == _passage.c.coder_id
        )
    )
    .where(_passage.c.id.in_(_KEYS))
)
_ACTORS = _tags(_actor_tag, _actor, "role")
_CLAIMS = _tags(_claim_tag, _claim_type, "stance")
