"""From what was read to rows of the archive: what is new, what is there already."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, Table, select
from sqlmodel import Session

from archive_app.importing.draft import Draft, Reading
from archive_app.importing.grouping import put_into_groups
from archive_app.model.tables import Article, ArticleLink, Coder, ProposedCut, Source, TextVersion
from archive_app.storage.deleted import DeletedArticle, deleted_articles, deleted_of_text, existing_uids
from archive_app.storage.import_reports import imported_uids
from archive_app.storage.journal import Transaction, table_of

_ARTICLE: Table = table_of(Article)
_SOURCE: Table = table_of(Source)
_TEXT: Table = table_of(TextVersion)
_KNOWN = (_ARTICLE.c.id, _ARTICLE.c.uid, _ARTICLE.c.title)
_AT_ONCE = 500
"""How many values one query compares with."""


@dataclass(frozen=True)
class Known:
    """An article that the archive has."""

    id: int
    uid: str
    title: str


Place = int
"""Where an article that is about to be stored comes in :attr:`StoringPlan.new`."""


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
    settings: str = ""
    """What its reader was told, as JSON."""
    source_id: int | None = None
    """The source it was read from again, to get at articles that could not be read before."""


@dataclass(frozen=True)
class Twin:
    """What is not stored, because the archive has it or had it."""

    read: FileRead
    draft: Draft | None
    """Nothing when the very bytes of the file are known, so that none of its articles was looked at."""
    of: Known | Place | DeletedArticle


class StoringPlan:
    """Which drafts of a batch are new, and what the others are duplicates of."""

    def __init__(self, batch: Sequence[FileRead], session: Session) -> None:
        """Compare a batch with what the archive has at this moment, what it had, and with itself."""
        self.new: list[tuple[FileRead, Draft]] = []
        self.files: list[FileRead] = []
        """Those with a new draft in them, whose originals have to be kept."""
        self.twins: list[Twin] = []
        self.versions: dict[Place, Known | Place] = {}
        """New drafts that a database has under the same number as an article with other words."""
        drafts = [draft for read in batch for draft in read.reading.drafts]
        first_reads = [read.sha256 for read in batch if read.source_id is None]
        of_bytes: dict[str, Known | Place] = {**articles_of_bytes(session, first_reads)}
        of_text: dict[str, Known | Place] = {**articles_of_text(session, [draft.folded for draft in drafts])}
        deleted = deleted_of_text(session, [draft.folded for draft in drafts if draft.folded not in of_text])
        of_number: dict[str, Known | Place] = {
            **articles_of_database(session, [draft.database_id for draft in drafts if draft.database_id])
        }
        for read in batch:
            if read.sha256 in of_bytes and read.source_id is None:
                self.twins.append(Twin(read, None, of_bytes[read.sha256]))
                continue
            has_new = False
            for draft in read.reading.drafts:
                twin = of_text.get(draft.folded, deleted.get(draft.folded))
                if twin is not None:
                    self.twins.append(Twin(read, draft, twin))
                    continue
                place = len(self.new)
                if draft.database_id and (number := of_number.setdefault(draft.database_id, place)) != place:
                    self.versions[place] = number
                of_text[draft.folded] = place
                of_bytes.setdefault(read.sha256, place)
                self.new.append((read, draft))
                has_new = True
            if has_new:
                self.files.append(read)


def insert_articles(transaction: Transaction, plan: StoringPlan, coder: Coder) -> list[Article]:
    """Insert the new drafts of a plan with their sources, texts, proposed cuts, links and groups.

    Returns their articles, in the order of :attr:`StoringPlan.new`.
    """
    source_ids = _insert_sources(transaction, plan.files, coder)
    articles = [_article(read, draft, source_ids[read.place]) for read, draft in plan.new]
    texts = [
        TextVersion(
            article_uid=article.uid,
            text=draft.text,
            sha256=draft.sha256,
            folded=draft.folded,
            pages=as_json(draft.pages),
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
    transaction.insert(
        [
            ArticleLink(
                article_id=earlier.id if isinstance(earlier, Known) else articles[earlier].key,
                other_id=articles[place].key,
            )
            for place, earlier in plan.versions.items()
        ]
    )
    put_into_groups(
        transaction, [(article, draft) for (_, draft), article in zip(plan.new, articles, strict=True)]
    )
    return articles


def _insert_sources(
    transaction: Transaction, files: Sequence[FileRead], coder: Coder
) -> dict[int, int | None]:
    """Give the key of the source of each file, by its place in the import."""
    first_reads = [read for read in files if read.source_id is None]
    sources = [
        Source(
            sha256=read.sha256,
            size=len(read.content),
            name=read.name,
            origin=_origin(read.path),
            reader=read.reading.reader,
            encoding=read.reading.encoding,
            settings=read.settings,
            coder_id=coder.id,
        )
        for read in first_reads
    ]
    transaction.insert(sources)
    keys = {read.place: read.source_id for read in files}
    keys.update((read.place, source.id) for read, source in zip(first_reads, sources, strict=True))
    return keys


def _origin(path: str) -> str:
    if not path or path.startswith(("http://", "https://")):
        return path
    return str(Path(path).absolute())


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
        source_fields=as_json(dict(draft.source_fields)),
        words=draft.words,
    )


def as_json(value: object) -> str:
    """Write what a column keeps as JSON; nothing at all for what is empty."""
    return json.dumps(value, ensure_ascii=False) if value else ""


@dataclass(frozen=True)
class KnownFile:
    """A file whose very bytes were imported before."""

    of: Known | None
    """An article of it that is in the archive; nothing when all of them were deleted."""
    deleted: tuple[tuple[int, DeletedArticle], ...] = ()
    """Its articles that were deleted, each after its number in the file."""
    source_id: int | None = None
    """The source into which it is to be read again, because the import of some of it was undone."""


def known_files(session: Session, hashes: Iterable[str]) -> dict[str, KnownFile]:
    """Say of files, by their SHA-256, which need not be read, because all that is in them is known."""
    wanted = list(dict.fromkeys(hashes))
    live = articles_of_bytes(session, wanted)
    imported = imported_uids(session, wanted)
    uids = [uid for articles in imported.values() for _, uid in articles]
    deleted = deleted_articles(session, uids)
    there = existing_uids(session, uids)
    found: dict[str, KnownFile] = {}
    for sha256 in wanted:
        articles = imported.get(sha256, [])
        gone = tuple((number, deleted[uid]) for number, uid in articles if uid in deleted)
        was_undone = any(uid not in deleted and uid not in there for _, uid in articles)
        if sha256 in live:
            source = _source_of(session, live[sha256]) if was_undone else None
            found[sha256] = KnownFile(live[sha256], gone, source)
        elif gone and not was_undone:
            found[sha256] = KnownFile(None, gone)
    return found


def _source_of(session: Session, article: Known) -> int | None:
    return session.get_one(Article, article.id).source_id


def articles_of_bytes(session: Session, hashes: Iterable[str]) -> dict[str, Known]:
    """Return the oldest article that came from a file with these very bytes, by their SHA-256."""
    query = select(_SOURCE.c.sha256, *_KNOWN).join(_ARTICLE, _ARTICLE.c.source_id == _SOURCE.c.id)
    return _known(session, query, _SOURCE.c.sha256, hashes)


def articles_of_text(session: Session, folds: Iterable[str]) -> dict[str, Known]:
    """Return the oldest article whose present text folds to these digests."""
    query = select(_TEXT.c.folded, *_KNOWN).join(_ARTICLE, _ARTICLE.c.text_id == _TEXT.c.id)
    return _known(session, query, _TEXT.c.folded, folds)


def articles_of_database(session: Session, numbers: Iterable[str]) -> dict[str, Known]:
    """Return the oldest article that a news database has under these numbers."""
    query = select(_ARTICLE.c.database_id, *_KNOWN)
    return _known(session, query, _ARTICLE.c.database_id, numbers)


def _known(
    session: Session, query: Select[Any], column: ColumnElement[str] | Column[str], wanted: Iterable[str]
) -> dict[str, Known]:
    found: dict[str, Known] = {}
    distinct = list(dict.fromkeys(wanted))
    for start in range(0, len(distinct), _AT_ONCE):
        among = query.where(column.in_(distinct[start : start + _AT_ONCE])).order_by(_ARTICLE.c.id.desc())
        found.update((value, Known(*article)) for value, *article in session.execute(among))
    return found
