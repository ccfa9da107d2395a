"""What comes after an import: trying again what failed, and reading kept originals with other settings."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from archive_app.importing.draft import Draft, FailedItem, Reading
from archive_app.importing.sandbox import Sandbox
from archive_app.importing.storing import FileRead, StoringPlan, as_json, insert_articles
from archive_app.importing.tesseract import find_tesseract
from archive_app.importing.walking import walk
from archive_app.model.errors import NotFound, Refused
from archive_app.model.identity import now
from archive_app.model.names import fold_name
from archive_app.model.tables import Article, ProposedCut, Source, TextVersion
from archive_app.model.values import OutcomeState
from archive_app.operations.coders import coder_row
from archive_app.operations.correcting import Fates, replace_text
from archive_app.operations.import_recording import Hearing, Recording
from archive_app.operations.import_report import ImportReport
from archive_app.operations.importing import PASTED, Findable, ImportProgress, KeptFile, import_found
from archive_app.storage.archive import Archive, Change
from archive_app.storage.deleted import BRINGS_IN, RE_EXTRACTS, deleted_articles
from archive_app.storage.import_reports import (
    FileOutcome,
    import_run,
    imported_uids,
    outcome_ids,
    outcomes,
)
from archive_app.storage.journal import Changes, images_of, table_of
from archive_app.storage.originals import original_path, read_original

_article, _source, _cut = table_of(Article), table_of(Source), table_of(ProposedCut)
_version = table_of(TextVersion)

_METADATA = (
    "title", "outlet", "authors", "published", "published_raw", "url", "language", "section", "memo",
    "database_id", "doi", "source_fields",
)  # fmt: skip


# Trying again -----------------------------------------------------------------------------------------


def retry_failed(
    archive: Archive,
    run_id: int,
    *,
    coder: str,
    settings: Mapping[str, str] | None = None,
    progress: Callable[[ImportProgress], None] | None = None,
    heard: Hearing | None = None,
    cancelled: Callable[[], bool] | None = None,
    sandbox: Sandbox | None = None,
) -> ImportReport:
    """Import again what failed in an earlier import, and nothing else; it has a report of its own.

    Files are read from where they lay. Of a file of which only some articles failed, the kept original is
    read. Of files that failed as a whole the archive keeps the path and the SHA-256, not the bytes. Addresses
    are left out (:func:`failed_addresses` names them), because nothing is fetched unasked. ``settings`` are
    those of the earlier import unless others are given; the callbacks are as for
    :func:`archive_app.operations.importing.import_files`.

    Raises:
        NotFound: There is no such import.
        Refused: Nothing failed in it, or the archive is open for reading only.
    """
    if not archive.is_writable:
        raise Refused(f"The archive “{archive.name}” is open for reading only, so nothing was imported.")
    with archive.reading() as session:
        run = import_run(session, run_id)
    failed = [said for said in _failed(archive, run_id) if not _is_address(said)]
    if not failed:
        raise Refused("No file failed in this import, so there is nothing to try again.")
    found: list[Findable] = []
    for said in failed:
        kept = _kept(archive, said)
        found += [kept] if kept else walk([Path(said.path)], cancelled=cancelled)
    chosen = settings if settings is not None else {name: str(value) for name, value in run.settings.items()}
    recording = Recording(
        archive, coder, [said.path for said in failed], chosen, total=len(found), heard=heard
    )
    return import_found(archive, found, recording, coder, chosen, progress, cancelled, sandbox)


def failed_addresses(archive: Archive, run_id: int) -> list[str]:
    """Return the addresses that could not be fetched or read in an import."""
    return [said.path for said in _failed(archive, run_id) if _is_address(said)]


def _failed(archive: Archive, run_id: int) -> list[FileOutcome]:
    with archive.reading() as session:
        states = [OutcomeState.FAILED, OutcomeState.REVIEW]
        said = outcomes(session, outcome_ids(session, run_id, states))
    return [one for one in said if (one.state is OutcomeState.FAILED or one.failed) and one.path != PASTED]


def _is_address(said: FileOutcome) -> bool:
    return said.path.startswith(("http://", "https://"))


def _kept(archive: Archive, said: FileOutcome) -> KeptFile | None:
    if said.state is OutcomeState.FAILED:
        return None
    with archive.reading() as session:
        of_bytes = select(Source).where(_source.c.sha256 == said.sha256).order_by(_source.c.id).limit(1)
        source = session.execute(of_bytes).scalar_one_or_none()
    if source is None:
        return None  # its import was undone
    try:
        path = original_path(archive, source)
    except NotFound:
        path = Path(said.path)
    return KeptFile(path, said.path, source.name, source.key)


# Reading with other settings --------------------------------------------------------------------------


@dataclass(frozen=True)
class ReadAgain:
    """What reading an article's original again made of it."""

    article_id: int
    title: str
    fields: tuple[str, ...]
    """The metadata that changed."""
    fates: Fates | None = None
    """What became of its passages; nothing when its text is the same."""


@dataclass(frozen=True)
class ReExtracted:
    """What reading an original again with other settings changed."""

    changes: Changes | None
    """Nothing when all is as before."""
    articles: tuple[ReadAgain, ...] = ()
    """Those that changed."""
    added: tuple[int, ...] = ()
    """Keys of articles that were not found in it before."""
    unmatched: tuple[int, ...] = ()
    """Keys of articles of it that were not found in it this time; they are left as they are."""
    failed: tuple[FailedItem, ...] = ()
    warnings: tuple[str, ...] = ()


def re_extract_article(
    archive: Archive,
    article_id: int,
    settings: Mapping[str, str],
    *,
    coder: str,
    cancelled: Callable[[], bool] | None = None,
    sandbox: Sandbox | None = None,
) -> ReExtracted:
    """Read an article's original again with other settings; others from the same file stay as they are.

    As :func:`re_extract`.

    Raises:
        NotFound: There is no such article, or its original is missing.
        Unreadable: Nothing could be read with these settings.
    """
    with archive.reading() as session:
        article = session.get(Article, article_id)
    if article is None or article.source_id is None:
        raise NotFound("This article, or the file that it came from, is no longer in the archive.")
    return re_extract(
        archive, article.source_id, settings, only=[article_id], coder=coder, cancelled=cancelled,
        sandbox=sandbox,
    )  # fmt: skip


def re_extract(
    archive: Archive,
    source_id: int,
    settings: Mapping[str, str],
    *,
    only: Collection[int] | None = None,
    coder: str,
    cancelled: Callable[[], bool] | None = None,
    sandbox: Sandbox | None = None,
) -> ReExtracted:
    """Read a kept original again with other settings (see ``Material.settings``); one undoable change.

    A text that is read differently becomes a new version of the article's text: passages move along or wait
    for review. A text that a person corrected is left alone where the same settings give what they gave
    before. Metadata is filled in where it is empty or as an import left it, never where a person changed it.
    Articles that were not found before are added, unless ``only`` names the articles that are meant.

    Raises:
        NotFound: There is no such source, or its original is missing.
        Refused: The original is not what was imported, or the archive is open for reading only.
        Unreadable: Nothing could be read with these settings.
        Cancelled: ``cancelled`` said so; nothing was changed.
    """
    with archive.reading() as session:
        source = session.get(Source, source_id)
    if source is None:
        raise NotFound("The file that this article came from is no longer in the archive.")
    content = read_original(archive, source)
    if sandbox is None:
        with Sandbox(tesseract=find_tesseract()) as own:
            reading = own.read(source.name, content, settings=settings, cancelled=cancelled)
    else:
        reading = sandbox.read(source.name, content, settings=settings, cancelled=cancelled)
    with archive.change(RE_EXTRACTS, f"Read “{source.name}” again", coder) as change:
        work = _ReExtracting(change, change.session.get_one(Source, source_id), settings)
        work.read_again(reading, only)
        if only is None:
            work.add(FileRead(0, source.origin, source.name, content, source.sha256, reading), coder)
    return ReExtracted(
        change.changes, tuple(work.changed), tuple(work.added), tuple(work.unmatched), reading.failed,
        reading.warnings,
    )  # fmt: skip


class _ReExtracting:
    def __init__(self, change: Change, source: Source, settings: Mapping[str, str]) -> None:
        self.changed: list[ReadAgain] = []
        self.added: list[int] = []
        self.unmatched: list[int] = []
        self._change = change
        self._source = source
        self._settings = as_json(dict(settings))
        self._left: list[Draft] = []  # drafts that no article of the source is

    def read_again(self, reading: Reading, only: Collection[int] | None) -> None:
        of_source = select(Article).where(_article.c.source_id == self._source.id).order_by(_article.c.place)
        articles = list(self._change.session.execute(of_source).scalars())
        matched = _matched(articles, reading.drafts)
        for article in articles:
            draft = matched.get(article.key)
            if only is not None and article.id not in only:
                continue
            if draft is None:
                self.unmatched.append(article.key)
            else:
                self._update(article, draft)
        taken = {draft.number for draft in matched.values()}
        self._left = [draft for draft in reading.drafts if draft.number not in taken]
        if self.changed:
            self._change.transaction.update(
                self._source, settings=self._settings, reader=reading.reader, encoding=reading.encoding
            )

    def add(self, read: FileRead, coder: str) -> None:
        """Store the articles that were not there before, but for those that were deleted."""
        session = self._change.session
        ever = imported_uids(session, [read.sha256]).get(read.sha256, [])
        gone = {article.place for article in deleted_articles(session, [uid for _, uid in ever]).values()}
        drafts = tuple(draft for draft in self._left if draft.number not in gone)
        reading = Reading(drafts, read.reading.reader, read.reading.encoding)
        again = FileRead(
            0, read.path, read.name, read.content, read.sha256, reading, source_id=self._source.id
        )
        plan = StoringPlan([again], session)
        if plan.new:
            person = coder_row(self._change, coder)
            self.added = [row.key for row in insert_articles(self._change.transaction, plan, person)]

    def _update(self, article: Article, draft: Draft) -> None:
        pages = as_json(draft.pages)
        fates = None
        if self._is_read_differently(article, draft):
            fates = replace_text(self._change, article, draft.text, pages=pages)
            self._propose_cuts(article, draft)
        values = self._metadata(article, draft)
        if self._change.transaction.update(article, **values):
            self._change.transaction.update(article, modified=now())
        if values or fates is not None:
            self.changed.append(ReadAgain(article.key, article.title, tuple(values), fates))

    def _is_read_differently(self, article: Article, draft: Draft) -> bool:
        session = self._change.session
        if session.get_one(TextVersion, article.text_id).sha256 == draft.sha256:
            return False
        given = select(_version.c.id).where(
            _version.c.article_uid == article.uid, _version.c.sha256 == draft.sha256
        )
        as_before = session.execute(given.limit(1)).first() is not None
        return not (as_before and self._settings == self._source.settings)

    def _metadata(self, article: Article, draft: Draft) -> dict[str, str]:
        """What the source says now, where nobody said otherwise."""
        given = [
            (before or {}, after)
            for operation, before, after in images_of(self._change.session, article.uid)
            # What came with a pasted text was typed beside it.
            if operation == RE_EXTRACTS or (operation == BRINGS_IN and self._source.origin)
        ]
        values: dict[str, str] = {}
        for name in _METADATA:
            said = as_json(dict(draft.source_fields)) if name == "source_fields" else getattr(draft, name)
            own = getattr(article, name)
            # A reading that left a value alone did not give it: a person may have typed it before.
            is_untouched = not own or any(
                after.get(name) == own and before.get(name) != own for before, after in given
            )
            if said and said != own and is_untouched:
                values[name] = said
        return values

    def _propose_cuts(self, article: Article, draft: Draft) -> None:
        there = select(_cut.c.quote).where(_cut.c.article_id == article.id)
        known = set(self._change.session.execute(there).scalars())
        self._change.transaction.insert(
            [
                ProposedCut(
                    article_id=article.key, start=cut.start, end=cut.end, quote=cut.quote, reason=cut.reason
                )
                for cut in draft.cuts
                if cut.quote and cut.quote not in known and draft.text[cut.start : cut.end] == cut.quote
            ]
        )


def _matched(articles: Sequence[Article], drafts: Sequence[Draft]) -> dict[int, Draft]:
    """Which article of a file each draft is, by the article's key.

    The one with its number and its title; else the only one with its title; else the one with its number.
    """
    if len(articles) == len(drafts) == 1:
        return {articles[0].key: drafts[0]}
    titles = Counter(fold_name(draft.title) for draft in drafts)
    keys = {article.key: (article.place, fold_name(article.title)) for article in articles}
    both = {(draft.number, fold_name(draft.title)): draft for draft in drafts}
    alone = {title: draft for (_, title), draft in both.items() if titles[title] == 1}
    numbers = {draft.number: draft for draft in drafts}
    matched: dict[int, Draft] = {}
    taken: set[int] = set()
    for step in range(3):
        for key, (number, title) in keys.items():
            draft = (both.get((number, title)), alone.get(title), numbers.get(number))[step]
            if key not in matched and draft is not None and draft.number not in taken:
                matched[key] = draft
                taken.add(draft.number)
    return matched
