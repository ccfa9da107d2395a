"""Keeps the index up with the archive's journal, chunk by chunk, here or in a process of its own."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Literal

from sqlmodel import Session

from archive_app.model.errors import ArchiveError, Cancelled
from archive_app.search.index import (
    Cancelling,
    IndexState,
    IndexWriting,
    SearchIndex,
    open_index,
)
from archive_app.search.postings import DamagedIndex
from archive_app.storage.archive import Archive, open_archive
from archive_app.storage.documents import (
    article_documents,
    article_lengths,
    document_counts,
    entry_uid,
    passage_documents,
    passage_keys,
)
from archive_app.storage.journal import feed_since, last_sequence

_ARTICLES = 500  # in one commit while someone works
_PASSAGES = 4_000
_MOST_ARTICLES = 10_000  # in one commit of a new index, which begins with few, so that some is found at once
_MOST_PASSAGES = 40_000
_MOST_WORDS = 5_000_000
_ENTRIES = 200  # of the journal
_QUIET_SECONDS = 2.0  # between looks at the journal when nobody pokes
_ATTEMPTS = 3


@dataclass(frozen=True)
class IndexProgress:
    """How far the index is; ``done`` of ``total`` are documents, or journal entries while it catches up."""

    state: Literal["indexing", "ready", "failed"]
    done: int = 0
    total: int = 0
    watermark: int = 0
    """The last entry of the journal that can be found."""
    message: str = ""
    """What failed, for people."""


Reporting = Callable[[IndexProgress], None]


def catch_up(
    archive: Archive,
    index: SearchIndex,
    cancelled: Cancelling | None = None,
    progress: Reporting | None = None,
) -> IndexState | None:
    """Bring the index up to the archive's last operation; it is made, or made anew, where that is needed.

    Each chunk is a commit: what was done before ``cancelled`` said so, or before the process was killed,
    stays. Returns the state reached, which is behind only when it was cancelled.

    Raises:
        ArchiveError: The index cannot be written.
    """
    state: IndexState | None = None
    failures = 0
    while cancelled is None or not cancelled():
        try:
            with index.writing() as writing:
                step = _step(archive, writing, cancelled)
        except Cancelled:
            break
        except DamagedIndex:
            failures += 1
            if failures == _ATTEMPTS:
                raise
            index.report_damage()
            continue
        except OSError as error:
            raise ArchiveError(
                f"The search index in “{index.folder}” could not be written ({error.strerror or error}). "
                "Check the space on the disk; the archive itself is not touched by this."
            ) from error
        state = step.state
        if progress is not None:
            progress(step.progress)
        if step.progress.state == "ready":
            break
    return state


def verify(index: SearchIndex) -> bool:
    """Compare the index with what was written; a damaged one is rebuilt by the next :func:`catch_up`."""
    try:
        with index.writing() as writing:
            writing.verify()
    except DamagedIndex:
        index.report_damage()
        return False
    return True


def start_rebuild(archive: Archive, index: SearchIndex) -> None:
    """Begin a new index beside the one in use, which serves until :func:`catch_up` has finished it."""
    with index.writing() as writing, archive.reading() as session:
        writing.begin(_beginning(archive, session))


@dataclass(frozen=True)
class _Step:
    state: IndexState
    progress: IndexProgress


def _step(archive: Archive, writing: IndexWriting, cancelled: Cancelling | None) -> _Step:
    with archive.reading() as session:
        in_use = _of_this_history(session, writing.usable())
        beside = _of_this_history(session, writing.beside())
        is_pending = beside is not None
        if in_use is None:
            # Better a part of an index at once than none until it is whole.
            folder, state = beside or _begun(archive, session, writing)
            writing.switch_to(folder)
            is_pending = False
        elif beside is not None and _is_up_to_date(session, in_use[1]):
            folder, state = beside
            if _is_up_to_date(session, state):
                writing.switch_to(folder)
                is_pending = False
        else:
            folder, state = in_use
        state = _advance(session, writing, folder, state, cancelled)
        is_ready = not is_pending and _is_up_to_date(session, state)
        return _Step(state, _progress(session, state, is_ready))


def _begun(archive: Archive, session: Session, writing: IndexWriting) -> tuple[Path, IndexState]:
    state = _beginning(archive, session)
    return writing.begin(state), state


def _beginning(archive: Archive, session: Session) -> IndexState:
    last = last_sequence(session)
    return IndexState(archive.uid, watermark=last, watermark_uid=entry_uid(session, last) or "")


def _of_this_history(
    session: Session, found: tuple[Path, IndexState] | None
) -> tuple[Path, IndexState] | None:
    # After a backup was restored, or in a copy that went its own way, the journal holds another entry there.
    if found is None or (entry_uid(session, found[1].watermark) or "") != found[1].watermark_uid:
        return None
    return found


def _is_up_to_date(session: Session, state: IndexState) -> bool:
    return state.is_complete and state.watermark == last_sequence(session)


def _advance(
    session: Session, writing: IndexWriting, folder: Path, state: IndexState, cancelled: Cancelling | None
) -> IndexState:
    if not state.is_complete:
        return _build(session, writing, folder, state, cancelled)
    feed = feed_since(session, state.watermark, limit=_ENTRIES)
    if feed.upto == state.watermark:
        return state
    reached = replace(state, watermark=feed.upto, watermark_uid=entry_uid(session, feed.upto) or "")
    batches = list(_batches(sorted(feed.articles), sorted(feed.passages)))
    for at, (articles, passages) in enumerate(batches):
        # Indexing a document again changes nothing, so the watermark may follow with the last batch.
        is_last = at == len(batches) - 1
        writing.write(
            folder,
            reached if is_last else state,
            articles=article_documents(session, articles),
            passages=passage_documents(session, passages),
            replaced_articles=articles,
            replaced_passages=passages,
            cancelled=cancelled,
        )
    return reached


def _batches(
    articles: Sequence[int], passages: Sequence[int]
) -> Iterator[tuple[Sequence[int], Sequence[int]]]:
    if len(articles) <= _ARTICLES and len(passages) <= _PASSAGES:
        yield articles, passages
        return
    for start in range(0, len(articles), _ARTICLES):
        yield articles[start : start + _ARTICLES], ()
    for start in range(0, len(passages), _PASSAGES):
        yield (), passages[start : start + _PASSAGES]


def _build(
    session: Session, writing: IndexWriting, folder: Path, state: IndexState, cancelled: Cancelling | None
) -> IndexState:
    articles = _of_bearable_length(
        article_lengths(
            session, after=state.article, limit=_growing(state.article, _ARTICLES, _MOST_ARTICLES)
        )
    )
    passages: list[int] = []
    if not articles:
        limit = _growing(state.passage, _PASSAGES, _MOST_PASSAGES)
        passages = passage_keys(session, after=state.passage, limit=limit)
    reached = replace(
        state,
        article=articles[-1] if articles else state.article,
        passage=passages[-1] if passages else state.passage,
        is_complete=not articles and not passages,
    )
    writing.write(
        folder,
        reached,
        articles=article_documents(session, articles),
        passages=passage_documents(session, passages),
        cancelled=cancelled,
    )
    return reached


def _growing(last: int, least: int, most: int) -> int:
    return min(max(last, least), most)


def _of_bearable_length(lengths: Sequence[tuple[int, int]]) -> list[int]:
    """Return the first articles that together have not too many words for one commit; one at least."""
    chosen: list[int] = []
    words = 0
    for key, length in lengths:
        words += length
        if chosen and words > _MOST_WORDS:
            break
        chosen.append(key)
    return chosen


def _progress(session: Session, state: IndexState, is_ready: bool) -> IndexProgress:
    if is_ready:
        return IndexProgress("ready", watermark=state.watermark)
    if state.is_complete:
        return IndexProgress("indexing", state.watermark, last_sequence(session), state.watermark)
    done, total = document_counts(session, state.article, state.passage)
    return IndexProgress("indexing", done, total, state.watermark)


class IndexerProcess:
    """Keeps an archive's index up to date from a process of its own.

    The process reads the archive, never writes to it, and ends with the process that started it.
    """

    def __init__(self, archive_folder: Path, report: Reporting | None = None) -> None:
        """Make it ready to start; ``report`` is called from a thread of this object."""
        self._folder = archive_folder
        self._report = report or (lambda progress: None)
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None
        self._listener: threading.Thread | None = None
        self._changing = threading.Lock()
        self._is_stopping = False
        self._failures = 0

    @property
    def is_running(self) -> bool:
        """Whether the process lives."""
        return self._process is not None and self._process.is_alive()

    @property
    def pid(self) -> int | None:
        """The process's number while it lives."""
        return self._process.pid if self._process is not None else None

    def start(self) -> None:
        """Start the process; it catches up at once."""
        with self._changing:
            self._is_stopping = False
            self._launch()
        self._listener = threading.Thread(target=self._listen, name="indexer reports", daemon=True)
        self._listener.start()

    def _launch(self) -> None:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(
            target=_run, args=(str(self._folder), theirs), name="archive-app indexer", daemon=True
        )
        process.start()
        theirs.close()
        self._process, self._pipe = process, ours

    def poke(self) -> None:
        """Say that the journal moved."""
        self._send("poke")

    def stop(self, timeout: float = 5.0) -> None:
        """End the process, within a chunk, and wait for it; after ``timeout`` seconds it is killed."""
        with self._changing:
            self._is_stopping = True
        self._send("stop")
        if self._process is not None:
            self._process.join(timeout)
            if self._process.is_alive():
                self._process.kill()
                self._process.join()
        if self._listener is not None:
            self._listener.join()
        if self._pipe is not None:
            self._pipe.close()
        if self._process is not None:
            self._process.close()
        self._process = self._pipe = self._listener = None

    def _send(self, message: str) -> None:
        try:
            if self._pipe is not None:
                self._pipe.send(message)
        except OSError:
            pass  # the process is gone; the listener sees that and starts another

    def _listen(self) -> None:
        while True:
            pipe, process = self._pipe, self._process
            assert pipe is not None
            assert process is not None
            try:
                progress = pipe.recv()
            except (EOFError, OSError):
                process.join()
                if not self._start_again(pipe):
                    return
                continue
            if progress.state == "ready":
                self._failures = 0
            self._report(progress)

    def _start_again(self, pipe: Connection) -> bool:
        with self._changing:
            if self._is_stopping:
                return False
            self._failures += 1
            if self._failures <= _ATTEMPTS:
                pipe.close()
                self._launch()
                return True
        message = "Search is not kept up to date: the indexing process ended unexpectedly."
        self._report(IndexProgress("failed", message=message))
        return False


def _run(archive_folder: str, pipe: Connection) -> None:
    # Ctrl+C in a terminal reaches the whole group; the window decides when this process ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(5)
    inbox = _Inbox(pipe)
    try:
        with open_archive(Path(archive_folder), write=False) as archive:
            index = open_index(archive)
            verify(index)
            while not inbox.is_over():
                try:
                    catch_up(archive, index, inbox.is_over, inbox.report)
                except ArchiveError as error:
                    inbox.report(IndexProgress("failed", message=str(error)))
                if not inbox.wait(_QUIET_SECONDS):
                    _tidy(index, inbox)
    except ArchiveError as error:
        inbox.report(IndexProgress("failed", message=str(error)))
        while not inbox.is_over():
            inbox.wait(_QUIET_SECONDS)


def _tidy(index: SearchIndex, inbox: "_Inbox") -> None:
    try:
        with index.writing() as writing:
            while writing.tidy(inbox.has_news):
                pass
    except Cancelled:
        pass  # there is work to do; what was begun is as if it never was
    except DamagedIndex:
        index.report_damage()


class _Inbox:
    """What the parent says; its end of the pipe closes when it ends, whichever way it ends."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self._is_over = False
        self._is_poked = False
        self._last: IndexProgress | None = None

    def is_over(self) -> bool:
        """Say whether to end, looking at what has come in."""
        while not self._is_over and self._pipe.poll():
            self._take()
        return self._is_over

    def has_news(self) -> bool:
        """Say whether the journal may have moved, or all is over."""
        return self.is_over() or self._is_poked

    def wait(self, seconds: float) -> bool:
        """Wait until the journal may have moved; return whether somebody said so."""
        if not self.has_news() and self._pipe.poll(seconds):
            self._take()
        was_poked, self._is_poked = self._is_poked, False
        return was_poked

    def report(self, progress: IndexProgress) -> None:
        """Send how far it is, unless that was said already."""
        if progress == self._last:
            return
        self._last = progress
        try:
            self._pipe.send(progress)
        except OSError:
            self._is_over = True

    def _take(self) -> None:
        try:
            self._is_over = self._pipe.recv() == "stop"
            self._is_poked = True
        except (EOFError, OSError):
            self._is_over = True
