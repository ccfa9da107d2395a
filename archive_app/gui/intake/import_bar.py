"""The line at the foot of the window that says how far an import is, with Pause and Cancel."""

from PySide6.QtCore import QElapsedTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from archive_app.gui.lists.wording import number
from archive_app.gui.theme import SPACE
from archive_app.operations.importing import ImportProgress


class ImportBar(QFrame):
    """Progress, speed, Pause and Cancel of the running import; hidden otherwise."""

    cancel_requested = Signal()
    pause_requested = Signal(bool)
    """Carries whether to wait, or to go on."""
    details_requested = Signal()
    """Somebody wants to see what becomes of each file."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self._said = QLabel()
        self._said.setMinimumWidth(120)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Import progress"))
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.clicked.connect(self._cancel)
        self.pause = QPushButton(self.tr("Pause"))
        self.pause.setCheckable(True)
        self.pause.clicked.connect(self.pause_requested)
        self.details = QPushButton(self.tr("Show Files"))
        self.details.setProperty("flat", True)
        self.details.clicked.connect(self.details_requested)
        self._clock = QElapsedTimer()
        self._pauses = 0
        """Milliseconds that it was paused for so far."""
        self._paused_at: int | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * SPACE, SPACE // 2, SPACE, SPACE // 2)
        row.setSpacing(2 * SPACE)
        row.addWidget(self._said, 2)
        row.addWidget(self._bar, 3)
        row.addWidget(self.details)
        row.addWidget(self.pause)
        row.addWidget(self.cancel)
        self.hide()

    def begin(self) -> None:
        """Show that an import has begun."""
        self._clock.start()
        self._pauses, self._paused_at = 0, None
        self.show_paused(False)
        self._bar.setRange(0, 0)
        self._said.setText(self.tr("Looking for files…"))
        self.cancel.setEnabled(True)
        self.show()

    def show_progress(self, progress: ImportProgress) -> None:
        """Show how far it is."""
        if not self.cancel.isEnabled() or self.pause.isChecked():
            return
        self._bar.setRange(0, max(progress.total, 1))
        self._bar.setValue(progress.done)
        seconds = max(self._clock.elapsed() - self._pauses, 1) / 1000
        said = self.tr("Importing {0} of {1}").format(number(progress.done), number(progress.total))
        if progress.done >= 20 and seconds > 2:
            speed = progress.done / seconds
            said += " · " + self.tr("%n file(s) a second", "", max(1, round(speed)))
            said += " · " + self.tr("%n s left", "", round((progress.total - progress.done) / speed))
        self._said.setText(said)
        self._said.setToolTip(progress.current)

    def show_paused(self, paused: bool) -> None:
        """Show whether it waits."""
        self.pause.setChecked(paused)
        self.pause.setText(self.tr("Go On") if paused else self.tr("Pause"))
        if paused:
            self._paused_at = self._clock.elapsed()
            self._said.setText(self.tr("Paused"))
        elif self._paused_at is not None:
            self._pauses += self._clock.elapsed() - self._paused_at
            self._paused_at = None

    def end(self) -> None:
        """Hide again."""
        self.hide()

    def _cancel(self) -> None:
        self.cancel.setEnabled(False)
        self._said.setText(self.tr("Cancelling…"))
        self.cancel_requested.emit()
