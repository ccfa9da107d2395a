"""Bugs are not hidden: the report is saved on this computer, shown, and the work goes on."""

import sys
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, qVersion
from PySide6.QtWidgets import QWidget

from archive_app import __version__
from archive_app.gui.settings import configuration_folder


class CrashReporter(QObject):
    """Catches what nobody caught; reports never leave the computer, and the work is on disk already."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window

    def install(self) -> None:
        """Catch exceptions that reach the event loop."""
        sys.excepthook = self._caught

    def report(self, trace: str) -> None:
        """Save a report and show it."""
        from PySide6.QtWidgets import QMessageBox  # only when it is needed, as below

        sys.stderr.write(trace)
        path = save_report(trace)
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Critical)
        box.setWindowTitle(self.tr("Archive App"))
        box.setText(self.tr("Something in Archive App went wrong. Your work is saved; you can go on."))
        box.setInformativeText(self.tr("A report is in {0}. Nothing was sent anywhere.").format(path))
        box.setDetailedText(trace)
        box.open()

    def _caught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self.report("".join(traceback.format_exception(kind, error, trace)))


def save_report(trace: str) -> Path:
    """Write a report into the configuration folder and return its path."""
    import platform  # only when it is needed: the first paint does not wait for it

    from archive_app.model.identity import now

    folder = configuration_folder() / "reports"
    folder.mkdir(exist_ok=True)
    path = folder / f"{now().replace(':', '').replace('.', '-')}.txt"
    program = f"Archive App {__version__}, Python {platform.python_version()}, Qt {qVersion()}"
    versions = f"{program}, {platform.platform()}"
    path.write_text(f"{versions}\n\n{trace}", "utf-8")
    return path
