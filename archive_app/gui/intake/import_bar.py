"""The line at the foot of the window that says how far an import is, with Cancel."""

from PySide6.QtCore import QElapsedTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from archive_app.gui.theme import SPACE
from archive_app.operations.importing import ImportProgress


class ImportBar(QFrame):
    """Progress, speed and Cancel of the running import; hidden otherwise."""

    cancel_requested = Signal()

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
        self._clock = QElapsedTimer()
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * SPACE, SPACE // 2, SPACE, SPACE // 2)
        row.setSpacing(2 * SPACE)
        row.addWidget(self._said, 2)
        row.addWidget(self._bar, 3)
        row.addWidget(self.cancel)
        self.hide()

    def begin(self) -> None:
        """Show that an import has begun."""
        self._clock.start()
        self._bar.setRange(0, 0)
        self._said.setText(self.tr("Looking for files…"))
        self.cancel.setEnabled(True)
        self.show()

    def show_progress(self, progress: ImportProgress) -> None:
        """Show how far it is."""
        if not self.cancel.isEnabled():
            return
        self._bar.setRange(0, max(progress.total, 1))
        self._bar.setValue(progress.done)
        seconds = max(self._clock.elapsed(), 1) / 1000
        said = self.tr("Importing {0} of {1}").format(progress.done, progress.total)
        if progress.done >= 20 and seconds > 2:
            left = round((progress.total - progress.done) * seconds / progress.done)
            said += " · " + self.tr("%n s left", "", left)
        self._said.setText(said)
        self._said.setToolTip(progress.current)

    def end(self) -> None:
        """Hide again."""
        self.hide()

    def _cancel(self) -> None:
        self.cancel.setEnabled(False)
        self._said.setText(self.tr("Cancelling…"))
        self.cancel_requested.emit()
