"""Garbage is collected between two keys instead of during one."""

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY = 1_000  # milliseconds
_YOUNG = 10_000  # objects until Python looks through the youngest by itself; it has 700
_NEVER = (
    1_000_000  # collections of the second generation until Python would look through everything by itself
)
_YOUNG_ARE_DUE = 700  # objects
_OLD_ARE_DUE = 10  # collections of the second generation; both as Python has it


class Tidying(QObject):
    """Looks for garbage in a turn of the event loop of its own, where that is due.

    Python does so whenever it has made enough objects, most likely while an operation runs: with ten thousand
    passages open a key then waited 25 ms for a look through everything, and 2 ms or more for one through the
    youngest, among which are lists of all those passages. What was looked through as a whole is left out from
    then on, until :meth:`begin_again`, so that the next look takes a millisecond or two.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        _, second, _ = gc.get_threshold()
        gc.set_threshold(_YOUNG, second, _NEVER)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.tidy)
        self._timer.start(_EVERY)

    def tidy(self) -> None:
        """Collect what is garbage, as much as is due since the last time."""
        young, _, middle_aged = gc.get_count()
        if middle_aged >= _OLD_ARE_DUE:
            gc.collect()
            gc.freeze()
        elif young >= _YOUNG_ARE_DUE:
            gc.collect(1)


def begin_again() -> None:
    """Look through everything once more, as when an archive was closed and most of it is garbage."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
