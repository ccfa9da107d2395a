"""Printing under way, in a thread of its own."""

import threading
import traceback
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QObject, QSizeF, Qt, Signal
from PySide6.QtGui import QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtPrintSupport import QPrinter

from archive_app.exporting.replacing import replaced_file
from archive_app.gui.printing.article import PrintedArticle
from archive_app.gui.printing.flowing import Advance
from archive_app.gui.printing.pages import laid_out
from archive_app.gui.printing.painting import paint_pages
from archive_app.gui.printing.sheet import UNITS_PER_INCH, UNITS_PER_POINT, Sheet
from archive_app.model.errors import ArchiveError

_EVERY = 8  # paragraphs or pages between two reports


class Cancelled(Exception):
    """The person wants no pages any more."""


def write_pdf(article: PrintedArticle, sheet: Sheet, file: Path, advance: Advance) -> int:
    """Write an article to a PDF file, whole or not at all; return the number of its pages.

    Raises:
        ArchiveError: The file cannot be written there.
    """
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPdfVersion(QPagedPaintDevice.PdfVersion.PdfVersion_1_6)
    writer.setResolution(UNITS_PER_INCH)
    points = QSizeF(sheet.width / UNITS_PER_POINT, sheet.height / UNITS_PER_POINT)
    size = QPageSize(points, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF()))
    writer.setTitle(article.title)
    writer.setCreator("Archive App")
    printed = laid_out(article, sheet, advance)
    with QPainter(writer) as painter:
        paint_pages(painter, printed, printed.pages, writer.newPage, advance)
    with replaced_file(file) as target:
        target.write(buffer.data().data())
    return len(printed.pages)


def print_on(article: PrintedArticle, printer: QPrinter, advance: Advance) -> int:
    """Print an article, or those of its pages that the printer is set to; return how many were printed.

    The printer takes whole sheets: ``setFullPage(True)``.

    Raises:
        ArchiveError: The printer does not take it.
    """
    points = printer.pageLayout().fullRect(QPageLayout.Unit.Point)
    sheet = Sheet(points.width() * UNITS_PER_POINT, points.height() * UNITS_PER_POINT)
    printed = laid_out(article, sheet, advance)
    first, last = printer.fromPage() or 1, printer.toPage() or len(printed.pages)
    pages = printed.pages[first - 1 : last]
    if not pages:
        raise ArchiveError(
            f"The article has no page {first}: it has {len(printed.pages)}. Choose other pages."
        )
    painter = QPainter()
    if not painter.begin(printer):
        if printer.outputFileName():
            raise ArchiveError(
                f"“{printer.outputFileName()}” could not be written. Choose another folder or name."
            )
        raise ArchiveError("The printer could not be used. Check that it is on and connected, and try again.")
    try:
        scale = printer.resolution() / UNITS_PER_INCH
        painter.scale(scale, scale)
        paint_pages(painter, printed, pages, printer.newPage, advance)
    except Cancelled:
        printer.abort()
        raise
    finally:
        painter.end()
    return len(pages)


class PrintJob(QObject):
    """Sets and paints pages while the window goes on."""

    progressed = Signal(int, int)
    """Carries how much is done of how much: first paragraphs are set, then pages are painted."""
    finished = Signal(int)
    """Carries the number of pages."""
    failed = Signal(str)
    """Carries a sentence for the user."""
    broken = Signal(str)
    """Carries the traceback of a bug."""
    ended = Signal()
    """The thread is done, whatever came of it."""

    def __init__(self, work: Callable[[Advance], int], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cancelled = threading.Event()
        self._thread = threading.Thread(target=self._work, args=(work,), name="printing", daemon=True)
        self.ended.connect(self.wait, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def cancel(self) -> None:
        """Stop soon; no file is left behind."""
        self._cancelled.set()

    def wait(self) -> None:
        """Return when the thread has ended."""
        if self._thread.is_alive():
            self._thread.join()

    def _work(self, work: Callable[[Advance], int]) -> None:
        try:
            self.finished.emit(work(self._advance))
        except Cancelled:
            pass
        except ArchiveError as error:
            self.failed.emit(str(error))
        except Exception as error:  # handed to the GUI thread, which reports the bug
            self.broken.emit("".join(traceback.format_exception(error)))
        finally:
            self.ended.emit()

    def _advance(self, done: int, total: int) -> None:
        if self._cancelled.is_set():
            raise Cancelled
        if done % _EVERY == 0 or done == total:
            self.progressed.emit(done, total)
