"""The search for all lines of a query, in a thread of its own, handed over while it grows."""

import threading
import time
import traceback
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from archive_app.gui.concordance.model import as_keys
from archive_app.model.errors import ArchiveError
from archive_app.operations.concordance import Concordance, LineOrder, find_lines
from archive_app.operations.searching import Searching
from archive_app.storage.archive import Archive

if TYPE_CHECKING:
    from array import array

_FIRST_SECONDS = 0.1
_OFTEN_SECONDS = 0.4
_SHARE = 8  # sorting again takes at most one of so many seconds


class LinesJob(QObject):
    """Finds lines; says again and again what it has, sorted."""

    grown = Signal(object, object, int, int)
    """Carries the :class:`Concordance`, its lines' numbers in order (``array``), and how many articles of
    how many have been looked through; the last time with all of them."""
    failed = Signal(str)
    """Carries a sentence for the user."""
    broken = Signal(str)
    """Carries the traceback of a bug."""
    ended = Signal()
    """The search is over, whatever came of it."""

    def __init__(
        self,
        archive: Archive,
        searching: Searching,
        query: str,
        order: tuple[LineOrder, int, bool],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.order = order
        """What to sort by, which word on that side, and whether downwards; may be changed meanwhile."""
        self._cancelled = threading.Event()
        self._next = time.monotonic() + _FIRST_SECONDS
        self._thread = threading.Thread(
            target=self._work, args=(archive, searching, query), name="concordance", daemon=True
        )

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def cancel(self) -> None:
        """Stop soon; what was found is handed over."""
        self._cancelled.set()

    def wait(self) -> None:
        """Return when the thread has ended."""
        if self._thread.is_alive():
            self._thread.join()

    def _work(self, archive: Archive, searching: Searching, query: str) -> None:
        try:
            found = find_lines(
                archive, searching, query, progress=self._progress, cancelled=self._cancelled.is_set
            )
            self.grown.emit(found, self._sorted(found), 1, 1)
        except ArchiveError as error:
            self._tell(self.failed, str(error))
        except RuntimeError:
            return  # the window is gone
        except Exception as error:  # handed to the GUI thread, which reports the bug
            self._tell(self.broken, "".join(traceback.format_exception(error)))
        finally:
            self._tell(self.ended)

    def _progress(self, found: Concordance, done: int, total: int) -> None:
        now = time.monotonic()
        if now < self._next or self._cancelled.is_set() or done == total:
            return
        order = self._sorted(found)
        self.grown.emit(found, order, done, total)
        after = time.monotonic()
        self._next = after + max(_OFTEN_SECONDS, _SHARE * (after - now))

    def _sorted(self, found: Concordance) -> "array[int]":
        by, nth, descending = self.order
        return as_keys(found.lines.order(by, nth=nth, descending=descending))

    def _tell(self, signal: object, *said: str) -> None:
        try:
            signal.emit(*said)  # type: ignore[attr-defined]  # a bound signal
        except RuntimeError:
            return  # the window is gone
