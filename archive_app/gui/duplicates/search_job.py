"""The search for articles that are much alike, in a thread that waits for a process."""

import threading
import traceback
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from archive_app.model.errors import ArchiveError, Cancelled
from archive_app.operations.near_duplicates import near_duplicates_in_process


class LikenessJob(QObject):
    """Looks through a whole archive once."""

    progressed = Signal(int, int)
    """Carries how many articles are done, and of how many."""
    found = Signal(list)
    """Carries the :class:`~archive_app.operations.near_duplicates.NearPair` that were found."""
    failed = Signal(str)
    """Carries a sentence for the user."""
    broken = Signal(str)
    """Carries the traceback of a bug."""

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._cancelled = threading.Event()
        self._thread = threading.Thread(target=self._work, name="archive-likeness", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Give up, and wait until that is done."""
        self._cancelled.set()
        if self._thread.is_alive():
            self._thread.join()

    def _work(self) -> None:
        try:
            pairs = near_duplicates_in_process(
                self._folder, progress=self.progressed.emit, cancelled=self._cancelled.is_set
            )
            self.found.emit(pairs)
        except Cancelled:
            return
        except ArchiveError as error:
            self.failed.emit(str(error))
        except Exception as error:  # handed to the GUI thread, which reports the bug
            self.broken.emit("".join(traceback.format_exception(error)))
