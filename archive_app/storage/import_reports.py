"""What an archive keeps of its imports: who imported what and when, and what became of each file.

Written while an import runs, in the same transaction as the articles it tells of, and never taken back.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlmodel import Session

from archive_app.model.errors import NotFound
from archive_app.model.identity import new_uid
from archive_app.model.tables import Article, ImportOutcome, ImportRun
from archive_app.model.values import OutcomeState, RunState
from archive_app.model.web_links import WebLink
from archive_app.storage.journal import table_of

_run, _outcome, _article = table_of(ImportRun), table_of(ImportOutcome), table_of(Article)

_OF_ARTICLES = {
    OutcomeState.IMPORTED: _outcome.c.imported,
    OutcomeState.DUPLICATE: _outcome.c.duplicates,
    OutcomeState.FAILED: _outcome.c.failed,
}
_CHUNK = 500  # keys in one IN (…)
_STORED = ("state", "number", "member", "title", "article_uid", "of_uid", "deleted_uid", "reason")
"""What is kept of a single article: no keys, which may be others in a copy, and no titles of others."""


@dataclass(frozen=True)
class ArticleOutcome:
    """What became of one article of a file.

    ``review`` says that it was stored and is another version of an article that was there.
    """

    state: OutcomeState
    number: int | None = None
    """Which of the file's articles, from 1; nothing when it stands for the whole file."""
    member: str = ""
    """Which of the files in its file it came from; empty when there is but one."""
    title: str = ""
    """Its own; that of the article it is the same as, for a file whose bytes were there already."""
    article_uid: str = ""
    """Its identity, if it was stored."""
    of_uid: str = ""
    """Of the article that it is the same as, or another version of."""
    deleted_uid: str = ""
    """Of the article that it is the same as, which was deleted and can be restored."""
    reason: str = ""
    """A sentence; empty when it was imported and there is nothing more to say."""
    article_id: int | None = None
    """The key of what was stored; nothing when it is not in the archive any more."""
    of_id: int | None = None
    """The key of the article that it is the same as, or another version of, if that is still there."""
    of_title: str = ""
    """That article's title."""


@dataclass(frozen=True)
class FileOutcome:
    """What became of one file or address of an import."""

    place: int
    """Where it comes in its import, from 0."""
    path: str
    """A path, an address, or ``Pasted text``."""
    state: OutcomeState
    reason: str = ""
    """A sentence for a file that failed, or was left out as a whole."""
    sha256: str = ""
    """Of its bytes; empty when they could not be read."""
    reader: str = ""
    declared: int | None = None
    """How many articles it says it holds; nothing when it does not say."""
    imported: int = 0
    """Articles stored, those that are other versions among them."""
    duplicates: int = 0
    failed: int = 0
    """Articles of it that could not be read, while others could."""
    articles: tuple[ArticleOutcome, ...] = ()
    warnings: tuple[str, ...] = ()
    """Sentences about what was not as it should be."""
    links: tuple[WebLink, ...] = ()
    """Addresses of articles in it whose texts are still to be fetched."""
    id: int = 0
    """Its key; 0 until it is on disk."""


@dataclass(frozen=True)
class ImportCounts:
    """How many files and articles of an import came to what."""

    files: Mapping[OutcomeState, int] = field(default_factory=dict)
    """Files and addresses, each under what became of it as a whole."""
    imported: int = 0
    """Articles, as the next two."""
    duplicates: int = 0
    failed: int = 0
    """Articles that could not be read, of files of which others could."""

    @property
    def dealt_with(self) -> int:
        """How many files and addresses have an outcome."""
        return sum(self.files.values())


def counts_of(said: Iterable[FileOutcome]) -> ImportCounts:
    """Count what became of some files."""
    files: dict[OutcomeState, int] = {}
    imported = duplicates = failed = 0
    for one in said:
        files[one.state] = files.get(one.state, 0) + 1
        imported, duplicates = imported + one.imported, duplicates + one.duplicates
        failed += one.failed
    return ImportCounts(files, imported, duplicates, failed)


@dataclass(frozen=True)
class RunCard:
    """An import as a list shows it."""

    id: int
    uid: str
    started: str
    ended: str
    """Empty while it runs, and when it was stopped."""
    coder: str
    program: str
    """The version of Archive App."""
    settings: Mapping[str, Any]
    paths: tuple[str, ...]
    """What was chosen; empty for pasted text."""
    total: int
    """Files and addresses that were found."""
    state: RunState
    was_stopped: bool = False
    """Whether it never came to its end, because the program was killed or the power went."""
    files: Mapping[OutcomeState, int] = field(default_factory=dict)
    """How many of its files and addresses came to what."""
    imported: int = 0
    """Articles, as the next two."""
    duplicates: int = 0
    failed: int = 0
    holding: Mapping[OutcomeState, int] = field(default_factory=dict)
    """How many files :func:`outcome_ids` finds for each state: a file counts for each that is in it."""

    @property
    def counts(self) -> ImportCounts:
        """The numbers of files and articles."""
        return ImportCounts(self.files, self.imported, self.duplicates, self.failed)

    @property
    def dealt_with(self) -> int:
        """How many files and addresses have an outcome."""
        return self.counts.dealt_with


def import_runs(
    session: Session, *, under_way: Collection[int] | None = None, limit: int = 1000
) -> list[RunCard]:
    """Return the newest imports first.

    ``under_way`` names those that are still at work (:attr:`Archive.imports_under_way`), so that others
    without an end are known to have been stopped. Nothing where that cannot be known, because another
    process may be importing.
    """
    return _cards(session, select(ImportRun).order_by(_run.c.id.desc()).limit(limit), under_way)


def import_run(session: Session, run_id: int, *, under_way: Collection[int] | None = None) -> RunCard:
    """Return one import; ``under_way`` as for :func:`import_runs`.

    Raises:
        NotFound: There is no such import.
    """
    cards = _cards(session, select(ImportRun).where(_run.c.id == run_id), under_way)
    if not cards:
        raise NotFound(f"There is no import {run_id} in this archive.")
    return cards[0]


def outcome_ids(session: Session, run_id: int, states: Collection[OutcomeState] = ()) -> list[int]:
    """Return the keys of an import's outcomes in the order of its files, all or those of some states.

    A file is of the state that it came to as a whole, and of that of any article in it.
    """
    query = select(_outcome.c.id).where(_outcome.c.run_id == run_id)
    if states:
        query = query.where(or_(*map(_is_of, states)))
    return list(session.execute(query.order_by(_outcome.c.place, _outcome.c.id)).scalars())


def outcomes(session: Session, ids: Sequence[int]) -> list[FileOutcome]:
    """Return these outcomes in the order asked for; missing ones are left out."""
    found: dict[int, FileOutcome] = {}
    for chunk in _chunks(ids):
        rows = session.execute(select(ImportOutcome).where(_outcome.c.id.in_(chunk))).scalars()
        found.update((row.key, _read(row)) for row in rows)
    known = _articles(session, found.values())
    return [_with_keys(found[key], known) for key in ids if key in found]


def outcome(session: Session, outcome_id: int) -> FileOutcome:
    """Return one outcome.

    Raises:
        NotFound: There is no such outcome.
    """
    found = outcomes(session, [outcome_id])
    if not found:
        raise NotFound(f"There is no outcome {outcome_id} in this archive's import reports.")
    return found[0]


def outcome_image(run_id: int, said: FileOutcome) -> dict[str, Any]:
    """Return the columns of the row that keeps an outcome; thousands of them are written at once."""
    details: list[dict[str, Any]] = [_stored(article) for article in said.articles]
    details += [{"warning": sentence} for sentence in said.warnings]
    details += [{"link": _filled(link)} for link in said.links]
    return {
        "uid": new_uid(), "run_id": run_id, "place": said.place, "path": said.path, "sha256": said.sha256,
        "state": str(said.state), "reason": said.reason, "reader": said.reader, "declared": said.declared,
        "imported": said.imported, "duplicates": said.duplicates, "failed": said.failed,
        "details": json.dumps(details, ensure_ascii=False) if details else "",
    }  # fmt: skip


def imported_uids(session: Session, hashes: Iterable[str]) -> dict[str, list[tuple[int, str]]]:
    """Return number and uid of every article that was ever stored from files with these SHA-256."""
    found: dict[str, dict[str, int]] = {}
    for chunk in _chunks(list(hashes)):
        query = select(_outcome.c.sha256, _outcome.c.details).where(
            _outcome.c.sha256.in_(chunk), _outcome.c.imported > 0
        )
        for sha256, details in session.execute(query):
            for article in _details(details):
                if uid := article.get("article_uid"):
                    found.setdefault(sha256, {}).setdefault(uid, article.get("number") or 1)
    return {sha256: [(number, uid) for uid, number in uids.items()] for sha256, uids in found.items()}


def _is_of(state: OutcomeState) -> ColumnElement[bool]:
    whole: ColumnElement[bool] = _outcome.c.state == str(state)
    return or_(whole, _OF_ARTICLES[state] > 0) if state in _OF_ARTICLES else whole


def _cards(session: Session, query: Any, under_way: Collection[int] | None) -> list[RunCard]:  # SQLAlchemy
    runs = list(session.execute(query).scalars())
    files: dict[int, dict[OutcomeState, int]] = {}
    sums: dict[int, list[int]] = {}
    for chunk in _chunks([run.key for run in runs]):
        counted = (
            select(
                _outcome.c.run_id, _outcome.c.state, func.count(), func.sum(_outcome.c.imported),
                func.sum(_outcome.c.duplicates), func.sum(_outcome.c.failed),
                *(func.sum(case((_is_of(held), 1), else_=0)) for held in OutcomeState),
            )
            .where(_outcome.c.run_id.in_(chunk))
            .group_by(_outcome.c.run_id, _outcome.c.state)
        )  # fmt: skip
        for run_id, state, count, *numbers in session.execute(counted):
            files.setdefault(run_id, {})[OutcomeState(state)] = count
            so_far = sums.get(run_id, [0] * len(numbers))
            sums[run_id] = [before + more for before, more in zip(so_far, numbers, strict=True)]
    return [
        RunCard(
            run.key, run.uid, run.started, run.ended, run.coder, run.program, _settings(run.settings),
            tuple(json.loads(run.paths or "[]")), run.total, RunState(run.state),
            run.state == RunState.RUNNING and under_way is not None and run.key not in under_way,
            files.get(run.key, {}), *_sums(sums.get(run.key)),
        )
        for run in runs
    ]  # fmt: skip


def _sums(numbers: list[int] | None) -> tuple[int, int, int, dict[OutcomeState, int]]:
    if numbers is None:
        return 0, 0, 0, {}
    imported, duplicates, failed, *holding = numbers
    return imported, duplicates, failed, dict(zip(OutcomeState, holding, strict=True))


def _settings(written: str) -> dict[str, Any]:
    settings: dict[str, Any] = json.loads(written) if written else {}
    return settings


def _stored(article: ArticleOutcome) -> dict[str, Any]:
    said = ((name, getattr(article, name)) for name in _STORED)
    return {name: value for name, value in said if value not in ("", None)}


def _filled(said: WebLink) -> dict[str, Any]:
    return {name: value for name, value in asdict(said).items() if value not in ("", None)}


def _read(row: ImportOutcome) -> FileOutcome:
    details = _details(row.details)
    articles = tuple(
        ArticleOutcome(**{**detail, "state": OutcomeState(detail["state"])})
        for detail in details
        if "state" in detail
    )
    warnings = tuple(str(detail["warning"]) for detail in details if "warning" in detail)
    links = tuple(WebLink(**detail["link"]) for detail in details if "link" in detail)
    return FileOutcome(
        row.place, row.path, OutcomeState(row.state), row.reason, row.sha256, row.reader, row.declared,
        row.imported, row.duplicates, row.failed, articles, warnings, links, row.key,
    )  # fmt: skip


def _details(written: str) -> list[dict[str, Any]]:
    details: list[dict[str, Any]] = json.loads(written) if written else []
    return details


def _articles(session: Session, files: Iterable[FileOutcome]) -> dict[str, tuple[int, str]]:
    """Key and title, by uid, of the articles that outcomes name and that are in the archive."""
    named = {uid for said in files for one in said.articles for uid in (one.article_uid, one.of_uid) if uid}
    known: dict[str, tuple[int, str]] = {}
    for chunk in _chunks(sorted(named)):
        query = select(_article.c.uid, _article.c.id, _article.c.title).where(_article.c.uid.in_(chunk))
        known.update((uid, (key, title)) for uid, key, title in session.execute(query))
    return known


def _with_keys(said: FileOutcome, known: Mapping[str, tuple[int, str]]) -> FileOutcome:
    articles = []
    for article in said.articles:
        key, _ = known.get(article.article_uid, (None, ""))
        of_key, of_title = known.get(article.of_uid, (None, ""))
        articles.append(replace(article, article_id=key, of_id=of_key, of_title=of_title))
    return replace(said, articles=tuple(articles))


def _chunks(keys: Sequence[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(keys), _CHUNK):
        yield list(keys[start : start + _CHUNK])
