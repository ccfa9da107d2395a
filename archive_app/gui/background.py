"""Work outside the GUI thread that belongs to no open archive: making and opening one."""

import threading
import traceback
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from archive_app.model.errors import ArchiveError


class Background(QObject):
    """Runs one thing after another in a thread and hands the result to the GUI thread."""

    failed = Signal(str)
    """Carries a sentence for the user."""
    broken = Signal(str)
    """Carries the traceback of a bug."""
    _finished = Signal(object, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._threads: list[threading.Thread] = []
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(self, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        """Do ``work`` in a thread; ``then`` gets its result, or None when it failed and the user was told."""
        thread = threading.Thread(target=self._work, args=(work, then), name="background", daemon=True)
        self._threads.append(thread)
        thread.start()

    def close(self) -> None:
        """Wait for what is under way."""
        for thread in self._threads:
            thread.join()
        self._threads.clear()

    def _work(self, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        try:
            self._finished.emit(then, work(), None)
        except Exception as error:  # handed to the GUI thread, which tells the user or reports the bug
            self._finished.emit(then, None, error)

    def _deliver(self, then: Callable[[Any], None], result: Any, error: Exception | None) -> None:
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        then(result)
        if isinstance(error, ArchiveError):
            self.failed.emit(str(error))
        elif error is not None:
            self.broken.emit("".join(traceback.format_exception(error)))
