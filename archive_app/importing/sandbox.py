"""Reading untrusted files in processes of their own, which may die without harm.

A worker is started when the first file comes and stays for the next ones. One that takes too long, too much
memory or dies is replaced; the file it had is reported, and the others go on. So it is with the files inside
a file: each has the limits for itself, and after one that broke the reader a new one goes on with the next.
"""

import contextlib
import multiprocessing
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess

from archive_app.importing.draft import Reading
from archive_app.importing.gathering import Gathering
from archive_app.importing.limits import Limits
from archive_app.importing.reader import Material, Unreadable
from archive_app.importing.tesseract import Tesseract
from archive_app.importing.worker import BUSY, END, READY, Spent, decode_reply, question, serve
from archive_app.model.errors import ArchiveError, Cancelled

Outcome = Reading | Unreadable

_TICK = 0.05
"""Seconds between two looks at whether to cancel."""
_START_SECONDS = 60.0
"""How long a worker may take to start on a machine that is busy."""
_AHEAD = 32
"""How many answers may wait for an earlier file that takes long."""
_AHEAD_BYTES = 64 << 20
"""How many bytes of files and of what came out of them may be under way or waiting at once; one larger file
goes alone."""
_NOT_STARTED = "The process that reads files could not be started. Restart the program and try again."
_CRASHED = "Reading it crashed the reader, so it was set aside. The file may be damaged or made to do harm."


@dataclass
class _Worker:
    process: SpawnProcess
    pipe: Connection
    since: float
    """When it was started, given its file, or last heard of."""
    is_ready: bool = False
    place: int | None = None
    """Which file it has, by its place in the order asked; none when idle."""


@dataclass
class Sandbox:
    """Worker processes that read files. Use as a context manager, or close it.

    One thread at a time may use it.
    """

    workers: int = 1
    limits: Limits = field(default_factory=Limits)
    tesseract: Tesseract | None = None
    """What reads pages that are pictures; they stay unread without it."""
    restarts: int = 0
    """How many workers died or were stopped so far."""
    _alive: list[_Worker] = field(default_factory=list, repr=False)

    def __enter__(self) -> "Sandbox":
        return self

    def __exit__(self, *_reason: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop every worker, at once."""
        for worker in self._alive:
            _stop(worker)
        self._alive.clear()

    def read(
        self,
        name: str,
        content: bytes,
        *,
        settings: Mapping[str, str] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Reading:
        """Read one file, if need be with settings for its reader (see :class:`Material`).

        Raises:
            Unreadable: No article can be made of it, or it broke a limit or its worker; the message says why.
            Cancelled: ``cancelled`` said so.
        """
        material = Material(name, content, settings or {})
        (_, outcome), *_ = self.read_all([material], cancelled=cancelled)
        if isinstance(outcome, Unreadable):
            raise outcome
        return outcome

    def read_all(
        self, materials: Iterable[Material], *, cancelled: Callable[[], bool] | None = None
    ) -> Iterator[tuple[Material, Outcome]]:
        """Read many files, as many at once as there are workers; give each its outcome, in the order asked.

        ``materials`` is drawn on only as workers become free. Leaving the loop early stops the workers.

        Raises:
            Cancelled: ``cancelled`` said so; the workers were stopped.
        """
        turn = _Turn(enumerate(materials), self.limits)
        try:
            while True:
                yield from turn.given_in_order()
                if cancelled is not None and cancelled():
                    raise Cancelled("The import was cancelled.")
                self._hand_out(turn)
                if turn.is_over:
                    return
                if not turn.has_next_answer:
                    self._listen(turn)
        finally:
            for worker in [worker for worker in self._alive if worker.place is not None]:
                self._retire(worker)

    def _hand_out(self, turn: "_Turn") -> None:
        while (asked := turn.upcoming()) is not None:
            place, gathering = asked
            if len(gathering.material.content) > self.limits.file_bytes:
                turn.answer(place, _too_large(gathering.material, self.limits))
                continue
            worker = self._idle()
            if worker is None:
                return
            if _hand(worker, place, gathering):
                turn.taken()
            else:
                self._retire(worker)

    def _idle(self) -> _Worker | None:
        for worker in self._alive:
            if worker.is_ready and worker.place is None:
                return worker
        if len(self._alive) < self.workers:
            self._alive.append(_start(self.limits, self.tesseract))
        return None

    def _retire(self, worker: _Worker) -> None:
        self.restarts += 1
        self._alive.remove(worker)
        _stop(worker)

    def _listen(self, turn: "_Turn") -> None:
        """Wait a tick for workers; take what they answer and deal with those that died or stalled."""
        heard = wait([worker.pipe for worker in self._alive], timeout=_TICK)
        now = time.monotonic()
        for worker in list(self._alive):
            if worker.pipe in heard:
                self._hear(worker, turn)
            elif not worker.is_ready and now - worker.since > _START_SECONDS:
                raise ArchiveError(_NOT_STARTED)
            elif worker.place is not None and now - worker.since > self.limits.wall_seconds:
                seconds = f"{self.limits.wall_seconds:g} seconds"
                turn.lose(worker.place, f"Reading it took longer than {seconds} and was stopped.")
                self._retire(worker)

    def _hear(self, worker: _Worker, turn: "_Turn") -> None:
        try:
            reply = worker.pipe.recv_bytes(self.limits.reply_bytes)
        except (EOFError, OSError) as error:
            if not worker.is_ready:
                raise ArchiveError(_NOT_STARTED) from error
            if worker.place is not None:
                self._mourn(worker, turn, has_died=isinstance(error, EOFError | ConnectionError))
            self._retire(worker)
            return
        if not worker.is_ready:
            worker.is_ready = reply == READY
            return
        worker.since = time.monotonic()
        if worker.place is None or reply == BUSY:
            return
        if reply == END:
            turn.finish(worker.place)
            worker.place = None
            return
        try:
            is_over = turn.hear(worker.place, reply)
        except Spent as error:
            turn.lose(worker.place, str(error))
            is_over = True
        if is_over:
            self._retire(worker)

    def _mourn(self, worker: _Worker, turn: "_Turn", *, has_died: bool) -> None:
        assert worker.place is not None
        if not has_died:
            turn.lose(worker.place, "More text came out of it than a file may give.")
            return
        worker.process.join(1.0)
        code = worker.process.exitcode or 0
        if code and code == -getattr(signal, "SIGXCPU", 0):
            seconds = f"{self.limits.cpu_seconds} seconds"
            turn.lose(worker.place, f"Reading it took more than {seconds} of computing and was stopped.")
        else:
            # A worker may be killed by something other than its file, such as a system out of memory.
            turn.lose(worker.place, _CRASHED, is_sure=False)


class _Turn:
    """The files of one call: those still to be given out, and the answers waiting for their turn."""

    def __init__(self, source: Iterator[tuple[int, Material]], limits: Limits) -> None:
        self._source = source
        self._limits = limits
        self._given: dict[int, Gathering] = {}
        self._answers: dict[int, Outcome] = {}
        self._again: deque[int] = deque()
        self._next_in: int | None = None
        self._next_out = 0
        self._has_more = True

    @property
    def has_next_answer(self) -> bool:
        """Whether the answer that is next in order is there."""
        return self._next_out in self._answers

    @property
    def is_over(self) -> bool:
        """Whether every file was given out and answered, and every answer given on."""
        return not self._has_more and not self._given

    def upcoming(self) -> tuple[int, Gathering] | None:
        """Return the file to give out next, the same until it is taken; nothing when none should be."""
        if self._next_in is None and self._again:
            self._next_in = self._again.popleft()
        if self._next_in is None and self._has_more and self._has_room():
            place, material = next(self._source, (-1, None))
            if material is None:
                self._has_more = False
            else:
                self._given[place] = Gathering(material, self._limits)
                self._next_in = place
        return None if self._next_in is None else (self._next_in, self._given[self._next_in])

    def _has_room(self) -> bool:
        weight = sum(gathering.weight for gathering in self._given.values())
        return len(self._answers) < _AHEAD and weight < _AHEAD_BYTES

    def taken(self) -> None:
        """Note that a worker has the upcoming file."""
        self._next_in = None

    def hear(self, place: int, reply: bytes) -> bool:
        """Take what a worker says of a file; return whether nothing more should be read of it.

        Raises:
            Spent: The worker says that it failed.
        """
        gathering = self._given[place]
        gathering.hear(decode_reply(reply), len(reply))
        if gathering.is_over:
            self.finish(place)
        return gathering.is_over

    def lose(self, place: int, reason: str, *, is_sure: bool = True) -> None:
        """Note that a file's worker died, and line the file up again when something of it is left to read."""
        gathering = self._given[place]
        gathering.lose(reason, is_sure=is_sure)
        if gathering.is_over:
            self.finish(place)
        else:
            self._again.append(place)

    def finish(self, place: int) -> None:
        """Note that all of a file that can be read was read."""
        self.answer(place, self._given[place].outcome())

    def answer(self, place: int, outcome: Outcome) -> None:
        """Note what became of a file."""
        self._answers[place] = outcome
        if place == self._next_in:
            self._next_in = None

    def given_in_order(self) -> Iterator[tuple[Material, Outcome]]:
        """Give every answer whose turn it is."""
        while self._next_out in self._answers:
            place = self._next_out
            self._next_out += 1
            yield self._given.pop(place).material, self._answers.pop(place)


def _start(limits: Limits, tesseract: Tesseract | None) -> _Worker:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(
        target=serve, args=(theirs, limits, tesseract), name="archive-app reader", daemon=True
    )
    process.start()
    theirs.close()
    return _Worker(process, ours, time.monotonic())


def _hand(worker: _Worker, place: int, gathering: Gathering) -> bool:
    try:
        worker.pipe.send_bytes(question(gathering.material, gathering.resume))
    except OSError:
        return False  # it died while idle; the file is not to blame
    worker.place, worker.since = place, time.monotonic()
    with contextlib.suppress(OSError):  # it died of the file, and is mourned when it is listened to
        worker.pipe.send_bytes(gathering.material.content)
    return True


def _stop(worker: _Worker) -> None:
    worker.pipe.close()
    worker.process.kill()
    worker.process.join()
    worker.process.close()


def _too_large(material: Material, limits: Limits) -> Unreadable:
    megabytes = (
        f"{len(material.content) / (1 << 20):,.0f} MB, and a file may have {limits.file_bytes >> 20} MB"
    )
    return Unreadable(f"It is too large: {megabytes}.")
