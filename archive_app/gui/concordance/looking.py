"""Looking for the lines of one query after another: only the newest one is heard of."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from archive_app.gui.concordance.job import LinesJob
from archive_app.operations.concordance import Concordance, LineOrder

if TYPE_CHECKING:
    from array import array

    from archive_app.gui.workspace import Workspace
    from archive_app.operations.searching import Searching

Order = tuple[LineOrder, int, bool]
"""What to sort by, which word on that side, and whether downwards."""


class LinesSearch(QObject):
    """Looks in threads of their own; an older query that is still looked for is passed over."""

    grown = Signal(object, object, int, int)
    """Carries the :class:`Concordance`, its lines' numbers in order (``array``), and how many articles of
    how many have been looked through."""
    ended = Signal()
    """Nothing more will be found for the newest query."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._job: LinesJob | None = None
        self._ending: set[LinesJob] = set()

    @property
    def is_looking(self) -> bool:
        """Whether more lines may still come."""
        return self._job is not None

    def look(self, workspace: "Workspace", searching: "Searching", query: str, order: Order) -> None:
        """Look for a query instead of the one before."""
        self.leave()
        job = LinesJob(workspace.archive, searching, query, order, self)
        self._job = job
        job.grown.connect(lambda *found: self._grown(job, *found), Qt.ConnectionType.QueuedConnection)
        job.failed.connect(workspace.failed)
        job.broken.connect(workspace.broken)
        job.ended.connect(lambda: self._ended(job), Qt.ConnectionType.QueuedConnection)
        job.start()

    def sort(self, order: Order) -> None:
        """Hand what is still found over in another order."""
        if self._job is not None:
            self._job.order = order

    def stop(self) -> None:
        """Look no further; what was found is handed over."""
        if self._job is not None:
            self._job.cancel()

    def leave(self) -> None:
        """Look no further; nothing is handed over any more."""
        if self._job is not None:
            self._job.cancel()
            self._ending.add(self._job)
            self._job = None

    def close(self) -> None:
        """Return when no thread reads the archive any more."""
        self.leave()
        for job in self._ending:
            job.wait()

    def _grown(self, job: LinesJob, found: Concordance, keys: "array[int]", done: int, total: int) -> None:
        if job is self._job:
            self.grown.emit(found, keys, done, total)

    def _ended(self, job: LinesJob) -> None:
        self._ending.discard(job)
        job.wait()
        if job is self._job:
            self._job = None
            self.ended.emit()
        job.deleteLater()
