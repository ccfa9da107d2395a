"""Importing: files, folders and pasted text become articles of an archive."""

import os
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from archive_app.importing.draft import Draft, Reading
from archive_app.importing.finishing import finished
from archive_app.importing.page_metadata import iso_date
from archive_app.importing.plain import headline
from archive_app.importing.reader import Material, Unreadable
from archive_app.importing.sandbox import Sandbox
from archive_app.importing.storing import FileRead, StoringPlan, articles_of_bytes, insert_articles
from archive_app.importing.walking import FoundFile, Unfindable, shown, walk
from archive_app.model.errors import ArchiveError, Cancelled, Refused
from archive_app.model.text import canonical
from archive_app.operations.coders import coder_row
from archive_app.storage.archive import Archive
from archive_app.storage.journal import Changes
from archive_app.storage.originals import Original, digest, store_originals, sweep_unfinished

_BATCH_ARTICLES = 200
_BATCH_SECONDS = 1.0
_BATCH_BYTES = 32 << 20
_PROGRESS_SECONDS = 0.05
_LOOKED_UP_FILES = 64
_LOOKED_UP_BYTES = 16 << 20


@dataclass(frozen=True)
class ImportedArticle:
    """An article that is now in the archive."""

    id: int
    title: str
    source: str
    """The path of its file, or ``Pasted text``."""


@dataclass(frozen=True)
class DuplicateFile:
    """A file whose article is in the archive already, so that it was not stored again."""

    source: str
    of: int
    """Key of the article it is the same as."""
    title: str
    """That article's title."""


@dataclass(frozen=True)
class FailedFile:
    """A file, or one article of a file, that could not be read."""

    source: str
    reason: str
    """A sentence; of a single article it begins with which one it is."""
    number: int | None = None
    """Which of the file's articles, from 1; nothing when it is the whole file."""


@dataclass(frozen=True)
class Tally:
    """What became of all the articles of a file that says how many it holds, or holds more than one."""

    source: str
    imported: int
    duplicates: int
    failed: int
    declared: int | None
    """How many it says it holds; nothing when it does not say."""


@dataclass(frozen=True)
class ImportWarning:
    """Something about a file that was imported all the same."""

    source: str
    sentence: str


@dataclass(frozen=True)
class ImportReport:
    """What became of everything that was to be imported, in the order of the files."""

    imported: tuple[ImportedArticle, ...] = ()
    duplicates: tuple[DuplicateFile, ...] = ()
    failed: tuple[FailedFile, ...] = ()
    warnings: tuple[ImportWarning, ...] = ()
    cancelled: bool = False
    changes: tuple[Changes, ...] = ()
    """One for every batch that was committed; each can be undone."""
    tallies: tuple[Tally, ...] = ()
    """Of the files that hold, or say they hold, several articles."""


@dataclass(frozen=True)
class ImportProgress:
    """How far an import is."""

    done: int
    """Files dealt with, whatever became of them."""
    total: int
    current: str
    """The file dealt with last, as its path."""


@dataclass
class _Log:
    """What the report will say, by the files' places."""

    imported: list[tuple[int, ImportedArticle]] = field(default_factory=list)
    duplicates: list[tuple[int, DuplicateFile]] = field(default_factory=list)
    failed: list[tuple[int, FailedFile]] = field(default_factory=list)
    warnings: list[tuple[int, ImportWarning]] = field(default_factory=list)
    changes: list[Changes] = field(default_factory=list)
    tallies: list[tuple[int, Tally]] = field(default_factory=list)

    def report(self, *, cancelled: bool = False) -> ImportReport:
        return ImportReport(
            tuple(item for _, item in sorted(self.imported, key=_by_place)),
            tuple(item for _, item in sorted(self.duplicates, key=_by_place)),
            tuple(item for _, item in sorted(self.failed, key=_by_place)),
            tuple(item for _, item in sorted(self.warnings, key=_by_place)),
            cancelled,
            tuple(self.changes),
            tuple(item for _, item in sorted(self.tallies, key=_by_place)),
        )


def import_files(
    archive: Archive,
    paths: Sequence[Path],
    *,
    coder: str,
    progress: Callable[[ImportProgress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    sandbox: Sandbox | None = None,
) -> ImportReport:
    """Import files and whole folders: each becomes one or more articles, or a sentence that says why not.

    Files are read in worker processes and stored in batches, each one undoable change that is on disk before
    the next begins. What was stored stays when the import is cancelled or killed; importing the same files
    again goes on where it stopped. ``progress`` is called at most twenty times a second and at the end; it
    and ``cancelled`` are called from the thread that imports.

    Raises:
        Refused: The archive is open for reading only.
    """
    _refuse_when_read_only(archive)
    sweep_unfinished(archive.places)
    found = list(walk(paths, cancelled=cancelled))
    if sandbox is not None:
        return _Import(archive, coder, found, progress, cancelled).run(sandbox)
    with Sandbox(workers=2 if len(found) > 4 and (os.cpu_count() or 1) > 1 else 1) as own:
        return _Import(archive, coder, found, progress, cancelled).run(own)


def import_text(
    archive: Archive,
    text: str,
    *,
    coder: str,
    title: str = "",
    outlet: str = "",
    authors: str = "",
    published: str = "",
    url: str = "",
    language: str = "",
    section: str = "",
) -> ImportReport:
    """Store a pasted text as an article; without a title it takes its headline or its first words.

    Raises:
        Refused: ``published`` is no ISO date cut to its precision, or the archive is open for reading only.
    """
    _refuse_when_read_only(archive)
    if published and iso_date(published) != published:
        raise Refused(f"“{published}” is no date like 2019, 2019-04 or 2019-04-16.")
    text = canonical(text)
    content = text.encode("utf-8")
    log = _Log()
    try:
        draft = finished(
            Draft(
                title.strip() or headline(text),
                text,
                outlet,
                authors,
                published,
                published,
                url,
                language,
                section,
            ),
            fallback_title=_first_words(text),
        )
    except Unreadable as error:
        reason = str(error) if text.strip() else "There is no text to paste."
        log.failed.append((0, FailedFile(PASTED, reason)))
        return log.report()
    reading = Reading((draft,), "pasted text", "utf-8")
    _store(archive, coder, [FileRead(0, "", PASTED, content, digest(content), reading)], log)
    return log.report()


PASTED = "Pasted text"
"""The name of the source of a pasted text."""


class _Import:
    def __init__(
        self,
        archive: Archive,
        coder: str,
        found: list[FoundFile | Unfindable],
        progress: Callable[[ImportProgress], None] | None,
        cancelled: Callable[[], bool] | None,
    ) -> None:
        self._archive = archive
        self._coder = coder
        self._found = found
        self._progress = progress
        self._cancelled = cancelled
        self._log = _Log()
        self._done = 0
        self._said_at = 0.0
        self._under_way: deque[tuple[int, str, str]] = deque()  # place, path and hash of what is being read
        self._waiting: list[FileRead] = []
        self._waiting_since = 0.0

    def run(self, sandbox: Sandbox) -> ImportReport:
        materials = self._materials(sandbox.limits.file_bytes)
        try:
            if self._is_cancelled():  # while the files were being looked for
                raise Cancelled("The import was cancelled.")
            for material, outcome in sandbox.read_all(materials, cancelled=self._cancelled):
                place, path, sha256 = self._under_way.popleft()
                if isinstance(outcome, Unreadable):
                    self._fail(place, path, str(outcome))
                else:
                    self._keep(FileRead(place, path, material.name, material.content, sha256, outcome))
                self._step(path)
            self._commit()
        except Cancelled:
            return self._log.report(cancelled=True)
        except _Stopped as stopped:
            self._fail_the_rest(str(stopped))
        return self._log.report()

    def _is_cancelled(self) -> bool:
        return self._cancelled is not None and self._cancelled()

    def _materials(self, most_bytes: int) -> Iterator[Material]:
        """Give what has to be read, leaving out files whose very bytes are in the archive already."""
        looked_up: list[tuple[int, str, Material, str]] = []
        size = 0
        for place, found in enumerate(self._found):
            if self._is_cancelled():
                raise Cancelled("The import was cancelled.")
            path = shown(found.path)
            content = self._content(place, found, most_bytes)
            if content is None:
                self._step(path)
                continue
            looked_up.append((place, path, Material(shown(Path(found.path.name)), content), digest(content)))
            size += len(content)
            if len(looked_up) >= _LOOKED_UP_FILES or size >= _LOOKED_UP_BYTES:
                yield from self._new(looked_up)
                looked_up, size = [], 0
        yield from self._new(looked_up)

    def _content(self, place: int, found: FoundFile | Unfindable, most_bytes: int) -> bytes | None:
        path = shown(found.path)
        if isinstance(found, Unfindable):
            self._fail(place, path, found.reason)
            return None
        try:
            size = found.path.stat().st_size
            if size > most_bytes:
                megabytes = f"{size / (1 << 20):,.0f} MB, and a file may have {most_bytes >> 20} MB"
                self._fail(place, path, f"It is too large: {megabytes}.")
                return None
            return found.path.read_bytes()
        except PermissionError:
            self._fail(place, path, "You may not read it. Check its permissions.")
        except OSError as error:
            self._fail(place, path, f"It could not be read ({error.strerror or error}).")
        return None

    def _new(self, looked_up: list[tuple[int, str, Material, str]]) -> Iterator[Material]:
        with self._archive.reading() as session:
            known = articles_of_bytes(session, [sha256 for *_, sha256 in looked_up])
        for place, path, material, sha256 in looked_up:
            if sha256 in known:
                self._log.duplicates.append((place, DuplicateFile(path, *known[sha256])))
                self._step(path)
            else:
                self._under_way.append((place, path, sha256))
                yield material

    def _keep(self, read: FileRead) -> None:
        if not self._waiting:
            self._waiting_since = time.monotonic()
        self._waiting.append(read)
        articles = sum(len(waiting.reading.drafts) for waiting in self._waiting)
        size = sum(len(waiting.content) for waiting in self._waiting)
        if (
            articles >= _BATCH_ARTICLES
            or size >= _BATCH_BYTES
            or time.monotonic() - self._waiting_since >= _BATCH_SECONDS
        ):
            self._commit()

    def _commit(self) -> None:
        if not self._waiting:
            return
        if self._is_cancelled():
            raise Cancelled("The import was cancelled.")
        try:
            _store(self._archive, self._coder, self._waiting, self._log)
        except ArchiveError as error:
            raise _Stopped(str(error)) from error
        self._waiting = []

    def _fail(self, place: int, path: str, reason: str) -> None:
        self._log.failed.append((place, FailedFile(path, reason)))

    def _fail_the_rest(self, reason: str) -> None:
        # The disk is full or gone: what was stored stands, everything else is named with the reason.
        log = self._log
        dealt_with = {place for place, _ in (*log.imported, *log.duplicates, *log.failed)}
        for place, found in enumerate(self._found):
            if place not in dealt_with:
                self._fail(place, shown(found.path), reason)

    def _step(self, path: str) -> None:
        self._done += 1
        now = time.monotonic()
        is_due = now - self._said_at >= _PROGRESS_SECONDS or self._done == len(self._found)
        if self._progress is not None and is_due:
            self._said_at = now
            self._progress(ImportProgress(self._done, len(self._found), path))


class _Stopped(Exception):
    """The archive refused a batch, so that the import cannot go on."""


def _store(archive: Archive, coder: str, batch: Sequence[FileRead], log: _Log) -> None:
    """Store what was read as one undoable change, leaving out what the archive has already."""
    with archive.reading() as session:
        plan = StoringPlan(batch, session)
    # Before the change, so that others may write while the files go to disk; first, so that no article
    # ever stands there without its original.
    store_originals(archive.places, [Original(read.content, read.sha256, read.name) for read in plan.files])
    with archive.change("import", "Import articles", coder) as change:
        plan = StoringPlan(batch, change.session)
        count = len(plan.new)
        change.label = "Import 1 article" if count == 1 else f"Import {count} articles"
        articles = insert_articles(change.transaction, plan, coder_row(change, coder)) if plan.new else []
    # Only now is it on disk, so only now is it said.
    if change.changes is not None:
        log.changes.append(change.changes)
    for (read, _), article in zip(plan.new, articles, strict=True):
        log.imported.append((read.place, ImportedArticle(article.id or 0, article.title, _label(read))))
    for read, twin in plan.twins:
        of, title = twin if isinstance(twin, tuple) else (articles[twin].id or 0, articles[twin].title)
        log.duplicates.append((read.place, DuplicateFile(_label(read), of, title)))
    _count(plan, batch, log)
    imported = {read.place for read in plan.files}
    for read in batch:
        if read.place in imported:
            log.warnings += [
                (read.place, ImportWarning(_label(read), text)) for text in read.reading.warnings
            ]


def _count(plan: StoringPlan, batch: Sequence[FileRead], log: _Log) -> None:
    """Say which single articles of the files of a stored batch failed, and whether the count is right."""
    new = Counter(read.place for read, _ in plan.new)
    for read in batch:
        reading = read.reading
        for item in reading.failed:
            reason = f"Article {item.number} in it: {item.reason}"
            log.failed.append((read.place, FailedFile(_label(read), reason, item.number)))
        if len(reading.drafts) + len(reading.failed) > 1 or reading.declared is not None:
            imported, failed = new[read.place], len(reading.failed)
            duplicates = len(reading.drafts) - imported
            tally = Tally(_label(read), imported, duplicates, failed, reading.declared)
            log.tallies.append((read.place, tally))


def _refuse_when_read_only(archive: Archive) -> None:
    if not archive.is_writable:
        raise Refused(f"The archive “{archive.name}” is open for reading only, so nothing was imported.")


def _label(read: FileRead) -> str:
    return read.path or read.name


def _first_words(text: str) -> str:
    words = text.split()
    opening = " ".join(words[:8])[:80]
    return opening + "…" if len(words) > 8 or len(opening) == 80 else opening


def _by_place(item: tuple[int, object]) -> int:
    return item[0]
