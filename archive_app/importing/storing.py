"""From what was read to rows of the archive: what is new, what is there already."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Column, ColumnElement, Select, Table, select
from sqlmodel import Session

from archive_app.importing.draft import Draft, Reading
from archive_app.model.tables import Article, Coder, ProposedCut, Source, TextVersion
from archive_app.storage.journal import Transaction, table_of

_ARTICLE: Table = table_of(Article)
_SOURCE: Table = table_of(Source)
_TEXT: Table = table_of(TextVersion)
_AT_ONCE = 500
"""How many values one query compares with."""

Known = tuple[int, str]
"""Key and title of an article."""


@dataclass(frozen=True)
class FileRead:
    """A file that was read and waits to be stored."""

    place: int
    """Where it comes among the files of its import."""
    path: str
    """Where it lies; empty for pasted text."""
    name: str
    content: bytes
    sha256: str
    reading: Reading


class StoringPlan:
    """Which drafts of a batch are new, and what the others are duplicates of."""

    def __init__(self, batch: Sequence[FileRead], session: Session) -> None:
        """Compare a batch with what the archive has at this moment, and with itself."""
        self.new: list[tuple[FileRead, Draft]] = []
        self.files: list[FileRead] = []
        """Those with a new draft in them, whose originals have to be kept."""
        self.twins: list[tuple[FileRead, Known | int]] = []
        """With the article each is the same as, or the place in ``new`` of one that is about to be stored."""
        of_bytes: dict[str, Known | int] = {}
        of_text: dict[str, Known | int] = {}
        of_bytes.update(articles_of_bytes(session, [read.sha256 for read in batch]))
        of_text.update(
            articles_of_text(session, [draft.folded for read in batch for draft in read.reading.drafts])
        )
        for read in batch:
            if read.sha256 in of_bytes:
                self.twins.append((read, of_bytes[read.sha256]))
                continue
            drafts = []
            for draft in read.reading.drafts:
                if draft.folded in of_text:
                    self.twins.append((read, of_text[draft.folded]))
                    continue
                of_text[draft.folded] = len(self.new)
                of_bytes.setdefault(read.sha256, len(self.new))
                self.new.append((read, draft))
                drafts.append(draft)
            if drafts:
                self.files.append(read)


def insert_articles(transaction: Transaction, plan: StoringPlan, coder: Coder) -> list[Article]:
    """Insert the new drafts of a plan with their sources, texts and proposed cuts; return their articles."""
    sources = [
        Source(
            sha256=read.sha256,
            size=len(read.content),
            name=read.name,
            origin=str(Path(read.path).absolute()) if read.path else "",
            reader=read.reading.reader,
            encoding=read.reading.encoding,
            coder_id=coder.id,
        )
        for read in plan.files
    ]
    transaction.insert(sources)
    source_ids = {read.place: source.id for read, source in zip(plan.files, sources, strict=True)}
    articles = [_article(read, draft, source_ids[read.place]) for read, draft in plan.new]
    texts = [
        TextVersion(
            article_uid=article.uid,
            text=draft.text,
            sha256=draft.sha256,
            folded=draft.folded,
            pages=_json(draft.pages),
        )
        for (_, draft), article in zip(plan.new, articles, strict=True)
    ]
    transaction.insert(texts)
    for article, text in zip(articles, texts, strict=True):
        article.text_id = text.id or 0
    transaction.insert(articles)
    transaction.insert(
        [
            ProposedCut(
                article_id=article.id or 0, start=cut.start, end=cut.end, quote=cut.quote, reason=cut.reason
            )
            for (_, draft), article in zip(plan.new, articles, strict=True)
            for cut in draft.cuts
            if cut.quote and draft.text[cut.start : cut.end] == cut.quote
        ]
    )
    return articles


def _article(read: FileRead, draft: Draft, source_id: int | None) -> Article:
    return Article(
        source_id=source_id,
        place=draft.number or 1,
        title=draft.title,
        outlet=draft.outlet,
        authors=draft.authors,
        published=draft.published,
        published_raw=draft.published_raw,
        url=draft.url,
        language=draft.language,
        section=draft.section,
        memo=draft.memo,
        database_id=draft.database_id,
        doi=draft.doi,
        source_fields=_json(dict(draft.source_fields)),
        words=draft.words,
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False) if value else ""


def articles_of_bytes(session: Session, hashes: Iterable[str]) -> dict[str, Known]:
    """Return the oldest article that came from a file with these very bytes, by their SHA-256."""
    query = select(_SOURCE.c.sha256, _ARTICLE.c.id, _ARTICLE.c.title)
    query = query.join(_ARTICLE, _ARTICLE.c.source_id == _SOURCE.c.id)
    return _known(session, query, _SOURCE.c.sha256, hashes)


def articles_of_text(session: Session, folds: Iterable[str]) -> dict[str, Known]:
    """Return the oldest article whose present text folds to these digests."""
    query = select(_TEXT.c.folded, _ARTICLE.c.id, _ARTICLE.c.title)
    query = query.join(_ARTICLE, _ARTICLE.c.text_id == _TEXT.c.id)
    return _known(session, query, _TEXT.c.folded, folds)


def _known(
    session: Session,
    query: Select[tuple[str, int, str]],
    column: ColumnElement[str] | Column[str],
    wanted: Iterable[str],
) -> dict[str, Known]:
    found: dict[str, Known] = {}
    distinct = list(dict.fromkeys(wanted))
    for start in range(0, len(distinct), _AT_ONCE):
        among = query.where(column.in_(distinct[start : start + _AT_ONCE])).order_by(_ARTICLE.c.id.desc())
        found.update((digest, (key, title)) for digest, key, title in session.execute(among))
    return found
