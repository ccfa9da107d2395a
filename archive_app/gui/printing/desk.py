"""Asks where to, and has an article printed or saved as PDF while the window goes on."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStatusBar,
    QWidget,
)

from archive_app.gui.dialogs import Dialogs
from archive_app.gui.printing.article import PrintedArticle
from archive_app.gui.printing.flowing import Advance
from archive_app.gui.printing.job import PrintJob, print_on, write_pdf
from archive_app.gui.printing.preparing import file_name, usual_sheet
from archive_app.gui.theme import SPACE

_PATIENCE = 300  # milliseconds: what takes no longer needs no bar


class PrintDesk(QObject):
    """One thing is printed at a time."""

    said = Signal(str)
    """Carries a sentence for the status line."""
    failed = Signal(str)
    """Carries a sentence for the user."""
    broken = Signal(str)
    """Carries the traceback of a bug."""

    def __init__(self, dialogs: Dialogs, status: QStatusBar, window: QWidget) -> None:
        super().__init__(window)
        self._dialogs = dialogs
        self._window = window
        self._job: PrintJob | None = None
        self.bar = PrintBar()
        self.bar.cancel.clicked.connect(self._cancel)
        status.insertPermanentWidget(1, self.bar)
        self.bar.hide()
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE)
        self._patience.timeout.connect(self.bar.show)

    @property
    def is_busy(self) -> bool:
        """Whether something is being printed."""
        return self._job is not None

    def save_pdf(self, article: PrintedArticle) -> None:
        """Ask for a file and save an article there."""
        if self._refuses():
            return
        file = self._dialogs.file_to_save(
            self.tr("Save Article as PDF"), file_name(article.title), self.tr("PDF files (*.pdf)")
        )
        if file is None:
            return
        if not file.suffix:
            file = file.with_suffix(".pdf")
        sheet = usual_sheet()
        self._start(
            lambda advance: write_pdf(article, sheet, file, advance),
            lambda pages: self.tr("Saved %n page(s) in {0}", "", pages).format(file),
        )

    def print_article(self, article: PrintedArticle) -> None:
        """Ask for a printer and print an article."""
        if self._refuses():
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(article.title)
        printer.setCreator("Archive App")
        printer.setFullPage(True)
        if not QPrinterInfo.availablePrinterNames():
            # All that is left is a file, and the dialog has no name for it.
            printer.setOutputFileName(str(Path.home() / file_name(article.title)))
        dialog = QPrintDialog(printer, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        # Its signal carries the printer, which is ours.
        dialog.accepted.connect(lambda *_: self._print(article, printer))
        QDialog.open(dialog)

    def stop(self) -> None:
        """Give up what is under way and wait for its end."""
        if self._job is not None:
            self._job.cancel()
            self._job.wait()
            self._ended()

    def _print(self, article: PrintedArticle, printer: QPrinter) -> None:
        printer.setFullPage(True)
        where = printer.outputFileName() or printer.printerName()
        self._start(
            lambda advance: print_on(article, printer, advance),
            lambda pages: self.tr("Printed %n page(s) on {0}", "", pages).format(where),
        )

    def _refuses(self) -> bool:
        if self._job is not None:
            self.said.emit(self.tr("An article is being printed. Wait until it is done, or cancel it."))
        return self._job is not None

    def _start(self, work: Callable[[Advance], int], sentence: Callable[[int], str]) -> None:
        job = PrintJob(work, self)
        job.progressed.connect(self.bar.show_progress)
        job.finished.connect(lambda pages: self.said.emit(sentence(pages)))
        job.failed.connect(self.failed)
        job.broken.connect(self.broken)
        job.ended.connect(self._ended)
        self._job = job
        self.bar.begin()
        self._patience.start()
        job.start()

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self.said.emit(self.tr("Printing was cancelled."))

    def _ended(self) -> None:
        self._patience.stop()
        self.bar.hide()
        if self._job is not None:
            self._job.deleteLater()
            self._job = None


class PrintBar(QFrame):
    """How far printing is, in the status line, with Cancel."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._said = QLabel()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(16 * SPACE)
        self._bar.setAccessibleName(self.tr("Printing progress"))
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.setProperty("flat", True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._said)
        row.addWidget(self._bar)
        row.addWidget(self.cancel)

    def begin(self) -> None:
        """Begin anew."""
        self._bar.setRange(0, 0)
        self._said.setText(self.tr("Setting pages…"))

    def show_progress(self, done: int, total: int) -> None:
        """Show how far it is."""
        self._bar.setRange(0, max(total, 1))
        self._bar.setValue(done)
