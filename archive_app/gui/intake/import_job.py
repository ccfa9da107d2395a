"""One import under way, in a thread of its own; parsing happens in worker processes."""

import threading
import traceback
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal

from archive_app.model.errors import ArchiveError
from archive_app.operations.importing import ImportProgress, ImportReport

_PATIENCE = 0.1  # seconds between looks at whether a paused import was cancelled


class Importing(Protocol):
    """An import that waits to be made: of files, of what failed before, of addresses."""

    def __call__(
        self, *, progress: Callable[[ImportProgress], None], cancelled: Callable[[], bool]
    ) -> ImportReport:
        """Make it; ``progress`` and ``cancelled`` are called from the thread that imports."""


class ImportJob(QObject):
    """Imports in the background; tagging goes on meanwhile, between its batches."""

    progressed = Signal(object)
    """Carries :class:`ImportProgress`, at most some twenty times a second."""
    finished = Signal(object)
    """Carries the :class:`ImportReport`."""
    failed = Signal(str)
    """Carries a sentence for the user."""
    broken = Signal(str)
    """Carries the traceback of a bug."""
    ended = Signal()
    """The thread is done, whatever came of it."""

    def __init__(self, importing: Importing, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._importing = importing
        self._cancelled = threading.Event()
        self._may_go_on = threading.Event()
        self._may_go_on.set()
        self._thread = threading.Thread(target=self._work, name="archive-import", daemon=True)
        self.ended.connect(self._join, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def cancel(self) -> None:
        """Stop soon; what is committed stays, the rest is as if never begun."""
        self._cancelled.set()

    @property
    def is_paused(self) -> bool:
        """Whether it waits until it may go on."""
        return not self._may_go_on.is_set()

    def pause(self, paused: bool) -> None:
        """Let it wait after the file it is at, or go on."""
        (self._may_go_on.clear if paused else self._may_go_on.set)()

    def wait(self) -> None:
        """Return when the thread has ended."""
        if self._thread.is_alive():
            self._thread.join()

    def _join(self) -> None:
        self._thread.join()

    def _work(self) -> None:
        try:
            report = self._importing(progress=self.progressed.emit, cancelled=self._is_cancelled)
            self.finished.emit(report)
        except ArchiveError as error:
            self.failed.emit(str(error))
        except Exception as error:  # handed to the GUI thread, which reports the bug
            self.broken.emit("".join(traceback.format_exception(error)))
        finally:
            self.ended.emit()

    def _is_cancelled(self) -> bool:
        # An import asks between files and never within a change, so this is where it can wait.
        while not self._may_go_on.wait(_PATIENCE) and not self._cancelled.is_set():
            pass
        return self._cancelled.is_set()
