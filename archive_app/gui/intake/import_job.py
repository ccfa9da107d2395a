"""One import under way, in a thread of its own; parsing happens in worker processes."""

import threading
import traceback
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from archive_app.model.errors import ArchiveError
from archive_app.operations.importing import ImportProgress, ImportReport, import_files
from archive_app.storage.archive import Archive


class ImportJob(QObject):
    """Imports files and folders; tagging goes on meanwhile, between its batches."""

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

    def __init__(
        self, archive: Archive, paths: list[Path], coder: str, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.paths = paths
        self._cancelled = threading.Event()
        self._thread = threading.Thread(
            target=self._work, args=(archive, paths, coder), name="archive-import", daemon=True
        )
        self.ended.connect(self._join, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def cancel(self) -> None:
        """Stop soon; what is committed stays, the rest is as if never begun."""
        self._cancelled.set()

    def wait(self) -> None:
        """Return when the thread has ended."""
        if self._thread.is_alive():
            self._thread.join()

    def _join(self) -> None:
        self._thread.join()

    def _work(self, archive: Archive, paths: list[Path], coder: str) -> None:
        try:
            report: ImportReport = import_files(
                archive, paths, coder=coder, progress=self._progress(), cancelled=self._cancelled.is_set
            )
            self.finished.emit(report)
        except ArchiveError as error:
            self.failed.emit(str(error))
        except Exception as error:  # handed to the GUI thread, which reports the bug
            self.broken.emit("".join(traceback.format_exception(error)))
        finally:
            self.ended.emit()

    def _progress(self) -> Callable[[ImportProgress], None]:
        return self.progressed.emit
