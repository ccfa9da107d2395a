"""Finds out the exact heights of all blocks while nothing else is to do."""

from collections.abc import Callable
from time import perf_counter

from PySide6.QtCore import QObject, QTimer

from archive_app.gui.reader.layout import ReaderLayout

_SLICE_SECONDS = 0.005
_BETWEEN_MILLISECONDS = 10
_AFTER_SCROLLING_MILLISECONDS = 200


class IdleMeasuring(QObject):
    """Measures block after block in slices of 5 ms: first those below a block, then those above it.

    `first_visible` tells which block is at the top of the view; `report` gets by how many pixels the
    blocks above it have grown in each slice.
    """

    def __init__(
        self,
        layout: ReaderLayout,
        first_visible: Callable[[], int],
        report: Callable[[float], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._layout = layout
        self._first_visible = first_visible
        self._report = report
        self._from = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._measure)

    @property
    def is_running(self) -> bool:
        """Whether heights are still being found out."""
        return self._timer.isActive()

    def begin(self, block: int) -> None:
        """Start over from a block."""
        self._from = block
        self._timer.start(_AFTER_SCROLLING_MILLISECONDS)

    def wait(self) -> None:
        """Keep out of the way for a moment: the text is being scrolled."""
        if self._timer.isActive():
            self._timer.start(_AFTER_SCROLLING_MILLISECONDS)

    def stop(self) -> None:
        """Leave the other heights guessed."""
        self._timer.stop()

    def _measure(self) -> None:
        until = perf_counter() + _SLICE_SECONDS
        grown = 0.0
        done = False
        viewed = self._first_visible()
        while perf_counter() < until:
            block = self._layout.next_inexact(self._from)
            if block < 0:
                block = self._layout.next_inexact(0)
            if block < 0:
                done = True
                break
            growth = self._layout.measure(block)
            if block < viewed:
                grown += growth
        if done:
            self._timer.stop()
        else:
            self._timer.setInterval(_BETWEEN_MILLISECONDS)
        self._report(grown)
