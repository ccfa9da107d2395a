"""The process that keeps the index of an archive up to date while the window works."""

import multiprocessing
import os
import signal
import threading
from multiprocessing.connection import Connection
from pathlib import Path

from archive_app.model.errors import ArchiveError, Cancelled
from archive_app.search.catching_up import (
    IndexProgress,
    Reporting,
    catch_up,
    start_rebuild,
    verify,
)
from archive_app.search.index import SearchIndex, open_index
from archive_app.search.mapped import DamagedIndex
from archive_app.storage.archive import open_archive

__all__ = ["IndexProgress", "IndexerProcess", "catch_up", "start_rebuild", "verify"]

_QUIET_SECONDS = 2.0  # between looks at the journal when nobody pokes
_RESTARTS = 3


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
            if self._failures <= _RESTARTS:
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
