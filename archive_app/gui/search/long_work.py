"""Work that takes a while, in a thread of its own, with progress and a way to stop it."""

import threading
import traceback
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, SignalInstance

from archive_app.model.errors import ArchiveError

Work = Callable[[Callable[[int, int], None], Callable[[], bool]], Any]  # what it returns is handed over
"""Is given whom to tell how far it is, and whom to ask whether it was cancelled."""


class LongWork(QObject):
    """One piece of work; readers of the workspace stay free for what is on the screen."""

    progressed = Signal(int, int)
    finished = Signal(object)
    """Carries what the work returned."""
    failed = Signal(str)
    """Carries a sentence for the user."""
    broken = Signal(str)
    """Carries the traceback of a bug."""
    ended = Signal()
    """It is over, whatever came of it."""

    def __init__(self, work: Work, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cancelled = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(work,), name="long work", daemon=True)
        self.ended.connect(self.wait, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def cancel(self) -> None:
        """Ask it to stop soon."""
        self._cancelled.set()

    def wait(self) -> None:
        """Return when the thread has ended."""
        if self._thread.is_alive():
            self._thread.join()

    def _run(self, work: Work) -> None:
        try:
            result = work(lambda done, total: _emit(self.progressed, done, total), self._cancelled.is_set)
        except ArchiveError as error:
            _emit(self.failed, str(error))
        except Exception as error:  # handed to the GUI thread, which reports the bug
            _emit(self.broken, "".join(traceback.format_exception(error)))
        else:
            _emit(self.finished, result)
        _emit(self.ended)


def _emit(signal: SignalInstance, *said: object) -> None:
    try:
        signal.emit(*said)
    except RuntimeError:
        # Its window is gone; nobody listens any more.
        return
