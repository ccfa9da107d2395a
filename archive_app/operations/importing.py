"""Importing: files, folders and pasted text become articles of an archive."""

import os
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from archive_app.importing.draft import Draft, Reading
from archive_app.importing.finishing import finished
from archive_app.importing.outcomes import failed_outcome, outcome_of_known, outcomes_of
from archive_app.importing.page_metadata import iso_date
from archive_app.importing.plain import headline
from archive_app.importing.reader import CAPTURED, Material, Unreadable
from archive_app.importing.sandbox import Sandbox
from archive_app.importing.storing import FileRead, StoringPlan, as_json, insert_articles, known_files
from archive_app.importing.tesseract import find_tesseract
from archive_app.importing.walking import FoundFile, Unfindable, shown, walk
from archive_app.importing.web.fetching import Fetcher, Unfetchable
from archive_app.importing.web.lists import completed
from archive_app.model.errors import ArchiveError, Cancelled, Refused
from archive_app.model.identity import now
from archive_app.model.text import canonical
from archive_app.model.values import RunState
from archive_app.model.web_links import WebLink
from archive_app.operations.coders import coder_row
from archive_app.operations.import_recording import Hearing, Recording
from archive_app.operations.import_report import (
    DeletedDuplicate,
    DuplicateFile,
    FailedFile,
    ImportedArticle,
    ImportReport,
    ImportWarning,
    Tally,
    report_of,
)
from archive_app.operations.references import AS_ARTICLES, REFERENCES, join_files
from archive_app.storage.archive import Archive
from archive_app.storage.deleted import BRINGS_IN
from archive_app.storage.import_reports import FileOutcome
from archive_app.storage.originals import Original, digest, store_originals, sweep_unfinished

__all__ = [
    "PASTED",
    "DeletedDuplicate",
    "DuplicateFile",
    "FailedFile",
    "ImportProgress",
    "ImportReport",
    "ImportWarning",
    "ImportedArticle",
    "KeptFile",
    "Tally",
    "import_files",
    "import_found",
    "import_text",
]

_BATCH_ARTICLES = 200
_BATCH_SECONDS = 1.0
_BATCH_BYTES = 32 << 20
_PROGRESS_SECONDS = 0.05
_LOOKED_UP_FILES = 64
_LOOKED_UP_BYTES = 16 << 20

PASTED = "Pasted text"
"""The name of the source of a pasted text."""


@dataclass(frozen=True)
class ImportProgress:
    """How far an import is."""

    done: int
    """Files dealt with, whatever became of them."""
    total: int
    current: str
    """The file dealt with last, as its path."""


@dataclass(frozen=True)
class KeptFile:
    """A file whose original the archive keeps, to be read again into the same source."""

    path: Path
    """Where the original lies."""
    shown: str
    """The path that it was imported from."""
    name: str
    source_id: int


@dataclass(frozen=True)
class AskedPage:
    """A page of the web, to be fetched when its turn comes."""

    link: WebLink
    """Its address, and what a list said of it, which fills in what the page does not say."""
    fetcher: Fetcher


Findable = FoundFile | Unfindable | KeptFile | AskedPage


def import_files(
    archive: Archive,
    paths: Sequence[Path],
    *,
    coder: str,
    settings: Mapping[str, str] | None = None,
    progress: Callable[[ImportProgress], None] | None = None,
    heard: Hearing | None = None,
    cancelled: Callable[[], bool] | None = None,
    sandbox: Sandbox | None = None,
) -> ImportReport:
    """Import files and whole folders: each becomes one or more articles, or a sentence that says why not.

    Files are read in worker processes and stored in batches, each on disk before the next begins; all of them
    are one step of Undo, which lies beneath what was done during the import. What was stored stays when the
    import is cancelled or killed; importing the same files again goes on where it stopped. The report is kept
    in the archive as the import goes, and stays when the import is undone.

    ``settings`` is what the readers are told, see :class:`archive_app.importing.reader.Material`.
    ``progress`` is called at most twenty times a second and at the end; ``heard`` with what became of each
    file, once that is on disk. All three callbacks are called from the thread that imports, outside of any
    transaction: while ``cancelled`` does not return, the import pauses.

    Raises:
        Refused: The archive is open for reading only.
        ArchiveError: It cannot be written at all.
    """
    _refuse_when_read_only(archive)
    sweep_unfinished(archive.places)
    started = now()
    # As the report has them, so that what failed is found again from any folder.
    paths = [path.absolute() for path in paths]
    found = list(walk(paths, cancelled=cancelled))
    recording = Recording(
        archive, coder, [shown(path) for path in paths], settings or {},
        total=len(found), started=started, heard=heard,
    )  # fmt: skip
    return import_found(archive, found, recording, coder, settings, progress, cancelled, sandbox)


def import_found(
    archive: Archive,
    found: Sequence[Findable],
    recording: Recording,
    coder: str,
    settings: Mapping[str, str] | None = None,
    progress: Callable[[ImportProgress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    sandbox: Sandbox | None = None,
) -> ImportReport:
    """Import what was found, into an import run that was begun; as :func:`import_files` from there on."""
    work = _Import(archive, coder, found, recording, settings or {}, progress, cancelled)
    if sandbox is not None:
        return work.run(sandbox)
    workers = 2 if len(found) > 4 and (os.cpu_count() or 1) > 1 else 1
    with Sandbox(workers=workers, tesseract=find_tesseract()) as own:
        return work.run(own)


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
    recording = Recording(archive, coder, [], {}, total=1)
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
        reading = Reading((draft,), "pasted text", "utf-8")
        read = FileRead(0, "", PASTED, content, digest(content), reading)
        _store(archive, coder, [read], recording)
    except Unreadable as error:
        reason = str(error) if text.strip() else "There is no text to paste."
        recording.say(failed_outcome(0, PASTED, reason))
    except BaseException:
        recording.end(RunState.FAILED)
        raise
    return _report(recording, RunState.FINISHED)


class _Import:
    def __init__(
        self,
        archive: Archive,
        coder: str,
        found: Sequence[Findable],
        recording: Recording,
        settings: Mapping[str, str],
        progress: Callable[[ImportProgress], None] | None,
        cancelled: Callable[[], bool] | None,
    ) -> None:
        self._archive = archive
        self._coder = coder
        self._found = found
        self._recording = recording
        self._settings = settings
        self._progress = progress
        self._cancelled = cancelled
        self._said: set[int] = set()  # places of the files that have their outcome
        self._done = 0
        self._said_at = 0.0
        self._under_way: deque[_Looked] = deque()  # being read
        self._waiting: list[FileRead] = []
        self._waiting_since = 0.0
        self._records: list[FileRead] = []  # files of references, for when every article is stored
        self._abstracts: tuple[str, ...] = ()

    def run(self, sandbox: Sandbox) -> ImportReport:
        materials = self._materials(sandbox.limits.file_bytes)
        state = RunState.FAILED
        try:
            if self._is_cancelled():  # while the files were being looked for
                raise Cancelled("The import was cancelled.")
            for material, outcome in sandbox.read_all(materials, cancelled=self._cancelled):
                looked = self._under_way.popleft()
                if isinstance(outcome, Unreadable):
                    self._fail(looked.place, looked.path, str(outcome), looked.sha256)
                else:
                    self._keep(self._read(looked, material, outcome))
                self._step(looked.path)
            self._commit()
            self._join_records()
            self._recording.flush()
            state = RunState.FINISHED
        except Cancelled:
            state = RunState.CANCELLED
        except _Stopped as stopped:
            self._fail_the_rest(str(stopped))
        except BaseException:
            self._recording.end(RunState.FAILED)
            raise
        return replace(_report(self._recording, state), abstracts=self._abstracts)

    def _is_cancelled(self) -> bool:
        return self._cancelled is not None and self._cancelled()

    def _materials(self, most_bytes: int) -> Iterator[Material]:
        """Give what has to be read, leaving out files whose very bytes are in the archive already."""
        looked_up: list[_Looked] = []
        size = 0
        for place, found in enumerate(self._found):
            if self._is_cancelled():
                raise Cancelled("The import was cancelled.")
            looked = self._look(place, found, most_bytes)
            if looked is None:
                continue
            looked_up.append(looked)
            size += len(looked.content)
            is_slow = isinstance(found, AskedPage)  # it took seconds, so nothing waits for the next
            if is_slow or len(looked_up) >= _LOOKED_UP_FILES or size >= _LOOKED_UP_BYTES:
                yield from self._new(looked_up)
                looked_up, size = [], 0
        yield from self._new(looked_up)

    def _look(self, place: int, found: Findable, most_bytes: int) -> "_Looked | None":
        if isinstance(found, AskedPage):
            return self._fetched(place, found)
        path = _path(found)
        outcome = found.reason if isinstance(found, Unfindable) else _content(found.path, most_bytes)
        if isinstance(outcome, str):
            self._fail(place, path, outcome)
            self._step(path)
            return None
        sha256 = digest(outcome)
        if isinstance(found, KeptFile):
            return _Looked(place, path, found.name, outcome, sha256, found.source_id)
        return _Looked(place, path, shown(Path(found.path.name)), outcome, sha256)

    def _fetched(self, place: int, asked: AskedPage) -> "_Looked | None":
        url = asked.link.url
        try:
            page = asked.fetcher.fetch(url, cancelled=self._cancelled)
        except Unfetchable as error:
            self._fail(place, url, str(error))
            self._step(url)
            return None
        sha256 = digest(page.content)
        return _Looked(
            place, url, page.name, page.content, sha256, charset=page.charset, url=page.url, link=asked.link
        )

    def _new(self, looked_up: Sequence["_Looked"]) -> Iterator[Material]:
        with self._archive.reading() as session:
            known = known_files(session, [one.sha256 for one in looked_up if one.source_id is None])
        for looked in looked_up:
            twin = known.get(looked.sha256) if looked.source_id is None else None
            if twin is not None and twin.source_id is None:
                self._say(outcome_of_known(looked.place, looked.path, looked.sha256, twin))
                self._step(looked.path)
                continue
            self._under_way.append(replace(looked, source_id=twin.source_id) if twin else looked)
            said = ((CAPTURED, now()[:10]),) if looked.link is not None else ()
            yield Material(looked.name, looked.content, self._settings, looked.charset, looked.url, said)

    def _read(self, looked: "_Looked", material: Material, reading: Reading) -> FileRead:
        settings = as_json(dict(self._settings))
        if looked.link is not None:
            reading = completed(reading, looked.link)
        return FileRead(
            looked.place, looked.path, material.name, material.content, looked.sha256, reading, settings,
            looked.source_id,
        )  # fmt: skip

    def _keep(self, read: FileRead) -> None:
        if read.reading.references:
            self._records.append(read)
            if not read.reading.drafts and not read.reading.links:
                return
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
            _store(self._archive, self._coder, self._waiting, self._recording)
        except ArchiveError as error:
            raise _Stopped(str(error)) from error
        self._said |= {read.place for read in self._waiting}
        self._waiting = []

    def _join_records(self) -> None:
        if not self._records:
            return
        if self._is_cancelled():
            raise Cancelled("The import was cancelled.")
        as_articles = self._settings.get(REFERENCES) == AS_ARTICLES
        try:
            with_abstracts = join_files(
                self._archive, self._records, self._recording, coder=self._coder, as_articles=as_articles
            )
        except ArchiveError as error:
            raise _Stopped(str(error)) from error
        self._said |= {read.place for read in self._records} - {read.place for read in with_abstracts}
        if as_articles:
            self._waiting = with_abstracts
            self._commit()
        else:
            self._abstracts = tuple(read.path for read in with_abstracts)

    def _fail(self, place: int, path: str, reason: str, sha256: str = "") -> None:
        self._say(failed_outcome(place, path, reason, sha256))

    def _say(self, outcome: FileOutcome) -> None:
        self._said.add(outcome.place)
        try:
            self._recording.say(outcome)
        except ArchiveError as error:
            raise _Stopped(str(error)) from error

    def _fail_the_rest(self, reason: str) -> None:
        # The disk is full or gone: what was stored stands, everything else is named with the reason.
        for place, found in enumerate(self._found):
            if place not in self._said:
                self._recording.leave(failed_outcome(place, _path(found), reason))

    def _step(self, path: str) -> None:
        self._done += 1
        clock = time.monotonic()
        is_due = clock - self._said_at >= _PROGRESS_SECONDS or self._done == len(self._found)
        if self._progress is not None and is_due:
            self._said_at = clock
            self._progress(ImportProgress(self._done, len(self._found), path))


@dataclass(frozen=True)
class _Looked:
    """A file that was looked at and may have to be read."""

    place: int
    path: str
    name: str
    content: bytes
    sha256: str
    source_id: int | None = None
    charset: str = ""
    url: str = ""
    link: WebLink | None = None


class _Stopped(Exception):
    """The archive refused a batch, so that the import cannot go on."""


def _path(found: Findable) -> str:
    if isinstance(found, AskedPage):
        return found.link.url
    return found.shown if isinstance(found, KeptFile) else shown(found.path)


def _content(path: Path, most_bytes: int) -> bytes | str:
    """Return what a file holds, or the sentence that says why it could not be read."""
    try:
        size = path.stat().st_size
        if size > most_bytes:
            megabytes = f"{size / (1 << 20):,.0f} MB, and a file may have {most_bytes >> 20} MB"
            return f"It is too large: {megabytes}."
        return path.read_bytes()
    except PermissionError:
        return "You may not read it. Check its permissions."
    except OSError as error:
        return f"It could not be read ({error.strerror or error})."


def _store(archive: Archive, coder: str, batch: Sequence[FileRead], recording: Recording) -> None:
    """Store what was read, as a part of the import's step, leaving out what the archive has already."""
    with archive.reading() as session:
        plan = StoringPlan(batch, session)
    # Before the change, so that others may write while the files go to disk; first, so that no article
    # ever stands there without its original.
    store_originals(archive.places, [Original(read.content, read.sha256, read.name) for read in plan.files])
    with archive.change(BRINGS_IN, "Import articles", coder) as change:
        plan = StoringPlan(batch, change.session)
        change.label, change.goes_on = recording.label(len(plan.new)), recording.step
        articles = insert_articles(change.transaction, plan, coder_row(change, coder)) if plan.new else []
        outcomes = outcomes_of(plan, batch, articles)
        recording.write(change.transaction, outcomes)
    # Only now is it on disk, so only now is it said.
    recording.written(outcomes, change.changes)


def _report(recording: Recording, state: RunState) -> ImportReport:
    unwritten = recording.end(state)
    return report_of(
        recording.outcomes,
        run_id=recording.run_id,
        changes=tuple(recording.changes),
        cancelled=state is RunState.CANCELLED,
        warnings=[unwritten] if unwritten else [],
    )


def _refuse_when_read_only(archive: Archive) -> None:
    if not archive.is_writable:
        raise Refused(f"The archive “{archive.name}” is open for reading only, so nothing was imported.")


def _first_words(text: str) -> str:
    words = text.split()
    opening = " ".join(words[:8])[:80]
    return opening + "…" if len(words) > 8 or len(opening) == 80 else opening
