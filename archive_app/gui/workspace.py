"""The open archive as the window sees it: one thread writes, a few read, signals say what changed.

Nothing here blocks the GUI thread. An operation is on disk before ``changed`` is emitted.
"""

import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from archive_app.model.errors import ArchiveError
from archive_app.storage.archive import Archive
from archive_app.storage.journal import Changes, Tops, tops
from archive_app.storage.queries import PassageCard, passage_cards

Operation = Callable[[Archive], Any]  # what it returns goes to its own callback
Query = Callable[[Session], Any]  # likewise
Callback = TypeVar("Callback", bound=Callable[..., None])
_Task = tuple[Callable[[Any], None] | None, Callable[[], None] | None, bool]


_FEW = 100  # passages that are read at once with the operation that touched them


@dataclass(frozen=True)
class _Done:
    """What an operation left, as the writing thread hands it over."""

    result: Any  # whatever the operation returned
    changes: list[Changes]
    undo: str | None
    redo: str | None


class Workspace(QObject):
    """An archive that is open in the window."""

    about_to_run = Signal()
    """An operation is about to be asked for: what was typed and not written yet goes first."""
    passages_stored = Signal(object, object)
    """Carries :class:`Changes` and the passages it touched (:class:`PassageCard`); before ``changed``.

    So that a highlight is painted before anything else is looked up. Not emitted for large changes.
    """
    changed = Signal(object)
    """Carries the :class:`Changes` of an operation that is now on disk."""
    failed = Signal(str)
    """Carries a sentence for the user."""
    broken = Signal(str)
    """Carries the traceback of a bug."""
    undo_changed = Signal(object, object)
    """Carries what Undo and Redo would do next, or None."""
    reversing = Signal(int, int)
    """Carries how much of a large step is undone or done again, and how much it is; from another thread."""
    idle = Signal()
    """No operation is under way any more."""

    _stored = Signal(object, object)
    _finished = Signal(object, object)

    def __init__(self, archive: Archive, coder: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.archive = archive
        self.coder = coder
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="archive-writer")
        self._readers = ThreadPoolExecutor(2, thread_name_prefix="archive-reader")
        self._latest: dict[str, int] = {}
        self._waiting = 0
        self._announcing = False
        self._seen: int | None = None
        # The last entry of the journal that Undo and Redo in the menu know of.
        self._closed = False
        self._stored.connect(self._deliver_stored, Qt.ConnectionType.QueuedConnection)
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    # Writing ------------------------------------------------------------------------------------

    def run(
        self,
        operation: Operation,
        then: Callable[[Any], None] | None = None,
        otherwise: Callable[[], None] | None = None,
    ) -> None:
        """Do an operation in the writing thread; ``then`` gets its result in the GUI thread.

        ``otherwise`` is called when it failed, after ``failed`` or ``broken`` was emitted.

        ``changed`` is emitted for the :class:`Changes` it returns, or that its result carries as ``changes``.
        """
        if self._closed:
            return
        if not self._announcing:
            self._announcing = True
            try:
                self.about_to_run.emit()
            finally:
                self._announcing = False
        self._waiting += 1
        self._writer.submit(self._work, lambda: self._operated(operation), then, True, None, otherwise)

    def undo(self) -> None:
        """Take back the last step."""
        self.run(
            lambda archive: archive.undo(self.coder, seen=self._seen, progress=self._reversed),
            otherwise=self.refresh_undo,
        )

    def redo(self) -> None:
        """Do again what was undone last."""
        self.run(
            lambda archive: archive.redo(self.coder, seen=self._seen, progress=self._reversed),
            otherwise=self.refresh_undo,
        )

    def _reversed(self, done: int, of: int) -> None:
        if of > 1:
            self.reversing.emit(done, of)

    @property
    def is_idle(self) -> bool:
        """Whether every operation that was asked for is on disk."""
        return self._waiting == 0

    def _operated(self, operation: Operation) -> "_Done":
        result = operation(self.archive)
        carried = result if isinstance(result, Changes) else getattr(result, "changes", None)
        if isinstance(result, tuple) and not isinstance(result, Changes):
            carried = [part for part in result if isinstance(part, Changes)]
        changes = [carried] if isinstance(carried, Changes) else list(carried or ())
        # It is on disk now. Should reading fail, that must not look as if the operation had failed.
        undo = redo = None
        try:
            with self.archive.reading() as session:
                for change in changes:
                    if 0 < len(change.passages) <= _FEW:
                        # Sent ahead, so that the highlight is painted while the labels are read.
                        self._stored.emit(change, tuple(passage_cards(session, sorted(change.passages))))
                top = tops(session)
                self._seen, undo, redo = top.sequence, top.undo, top.redo
        except SQLAlchemyError:
            traceback.print_exc()
        return _Done(result, changes, undo, redo)

    # Reading ------------------------------------------------------------------------------------

    def read(self, query: Query, then: Callable[[Any], None], *, latest: str = "") -> None:
        """Read in another thread; ``then`` gets the result in the GUI thread.

        Of readings with the same ``latest`` only the newest is delivered.
        """

        def ask() -> Any:
            with self.archive.reading() as session:
                return query(session)

        self.compute(ask, then, latest=latest)

    def compute(self, work: Callable[[], Any], then: Callable[[Any], None], *, latest: str = "") -> None:
        """Do work that writes nothing in another thread; ``then`` and ``latest`` as for :meth:`read`."""
        if self._closed:
            return
        ticket = self._latest[latest] = self._latest.get(latest, 0) + 1

        def deliver(result: Any) -> None:
            living = _of_the_living(then)
            if living is not None and (not latest or self._latest[latest] == ticket):
                living(result)

        def is_stale() -> bool:
            return bool(latest) and self._latest[latest] != ticket

        self._readers.submit(self._work, work, deliver, False, is_stale)

    def refresh_undo(self) -> None:
        """Emit ``undo_changed`` with what the journal says now."""

        def show(top: Tops) -> None:
            self._seen = top.sequence
            self.undo_changed.emit(top.undo, top.redo)

        self.read(tops, show, latest="undo labels")

    # Threads ------------------------------------------------------------------------------------

    def _work(
        self,
        work: Callable[[], Any],
        then: Callable[[Any], None] | None,
        writes: bool,
        is_stale: Callable[[], bool] | None = None,
        otherwise: Callable[[], None] | None = None,
    ) -> None:
        if is_stale is not None and is_stale():
            return
        try:
            result, error = work(), None
        except Exception as raised:  # handed to the GUI thread, which tells the user or reports the bug
            result, error = None, raised
        try:
            self._finished.emit((then, otherwise, writes), (result, error))
        except RuntimeError:
            # The window is gone; what was written is on disk all the same.
            return

    def _deliver_stored(self, change: Changes, cards: tuple[PassageCard, ...]) -> None:
        if not self._closed:
            self.passages_stored.emit(change, cards)

    def _deliver(self, task: _Task, outcome: tuple[Any, Exception | None]) -> None:
        then, otherwise, writes = task
        result, error = outcome
        if self._closed:
            return
        if writes:
            self._waiting -= 1
        then, otherwise = _of_the_living(then), _of_the_living(otherwise)
        try:
            if isinstance(error, ArchiveError):
                self.failed.emit(str(error))
            elif error is not None:
                self.broken.emit("".join(traceback.format_exception(error)))
            if error is not None:
                if otherwise is not None:
                    otherwise()
            elif writes:
                for change in result.changes:
                    self.changed.emit(change)
                self.undo_changed.emit(result.undo, result.redo)
                if then is not None:
                    then(result.result)
            elif then is not None:
                then(result)
        finally:
            if writes and self._waiting == 0:
                self.idle.emit()

    def drain(self) -> None:
        """Wait until everything asked for is on disk or was refused, and deliver what came of it."""
        # Delivering may ask for more, such as a memo that is tried again.
        for _ in range(3):
            if self._waiting == 0:
                return
            self._writer.submit(lambda: None).result()
            QCoreApplication.sendPostedEvents(self)

    def close(self) -> None:
        """Finish what is being written, deliver what came of it, then close the archive."""
        self.drain()
        self._closed = True
        self._readers.shutdown(wait=True, cancel_futures=True)
        self._writer.shutdown(wait=True)
        # Deliveries still queued find a closed workspace and are dropped.
        QCoreApplication.removePostedEvents(self)
        self.archive.close()


def _of_the_living(callback: Callback | None) -> Callback | None:
    """Leave out what belongs to a window that was closed meanwhile and is gone."""
    owner = getattr(callback, "__self__", None)
    return None if isinstance(owner, QObject) and not shiboken6.isValid(owner) else callback
