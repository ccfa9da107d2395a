"""Garbage is collected between two keys instead of during one."""

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY = 4_000  # milliseconds
_NEVER = (
    1_000_000  # collections of the second generation until Python would look through everything by itself
)
_DUE = 10  # of them, as Python has it


class Tidying(QObject):
    """Looks through everything for garbage in a turn of the event loop of its own, where that is due.

    Python does so whenever it has made enough objects, most likely while an operation runs: with ten thousand
    passages open a key then waited 25 ms. What was looked through once is left out from then on, until
    :meth:`begin_again`, so that the next look takes a millisecond or two.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        first, second, _ = gc.get_threshold()
        gc.set_threshold(first, second, _NEVER)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.tidy)
        self._timer.start(_EVERY)

    def tidy(self) -> None:
        """Collect what is garbage, if enough was made since the last time."""
        if gc.get_count()[2] >= _DUE:
            gc.collect()
            gc.freeze()


def begin_again() -> None:
    """Look through everything once more, as when an archive was closed and most of it is garbage."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
