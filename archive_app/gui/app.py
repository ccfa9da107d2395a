"""Builds the window and what it needs, and hands them to each other."""

import os
import signal
import sys
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from archive_app import __version__
from archive_app.gui.crash_report import CrashReporter
from archive_app.gui.dialogs import Dialogs
from archive_app.gui.main_window import MainWindow
from archive_app.gui.settings import Settings
from archive_app.gui.theme import ThemeChoice, ThemeSwitch
from archive_app.gui.tidying import Tidying
from archive_app.resources import resource

_STYLE = "Fusion"
"""What palettes and style sheets are made for."""


def make_application() -> QApplication:
    """Return the one Qt application, named and with its translations."""
    if not os.environ.get("QT_LOGGING_RULES"):
        # Fontconfig and portals talk on some desktops; what matters reaches the user otherwise.
        os.environ["QT_LOGGING_RULES"] = "qt.qpa.*=false"
    # Threads hand over five times as often as is usual, so that the window's own gets its turn in time.
    sys.setswitchinterval(0.001)
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        application = existing
        application.setStyle(_STYLE)
    else:
        # As an argument: a QStyle Python hears of brings all its enumerations: 6 ms before the first paint.
        application = QApplication([*(sys.argv[:1] or ["archive-app"]), "-style", _STYLE])
    application.setApplicationName("archive-app")
    application.setApplicationDisplayName("Archive App")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("io.github.archive_app.ArchiveApp")
    load_translations(application)
    Tidying(application)
    return application


def load_translations(application: QApplication, locale: QLocale | None = None) -> None:
    """Load Qt's own words and ours for a locale; English plurals are a translation too."""
    locale = locale or QLocale()
    folders = (
        ("qtbase", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)),
        ("archive_app", str(resource("translations"))),
    )
    for name, folder in folders:
        translator = QTranslator(application)
        if translator.load(locale, name, "_", folder) or translator.load(f"{name}_en", folder):
            application.installTranslator(translator)


def make_window(
    application: QApplication,
    *,
    settings: Settings | None = None,
    theme: ThemeChoice | None = None,
    dialogs: Dialogs | None = None,
) -> MainWindow:
    """Return the main window with everything it needs; show it to use it."""
    settings = settings or Settings()
    themes = ThemeSwitch(application, theme or settings.theme)
    return MainWindow(settings, themes, dialogs=dialogs)


def run(archive: Path | None = None, *, sample: bool = False) -> int:
    """Open the window, on an archive if one is given, and return when it is closed."""
    application = make_application()
    window = make_window(application)
    CrashReporter(window).install()
    window.show()
    if sample:
        QTimer.singleShot(0, window.open_sample)
    elif archive is not None:
        QTimer.singleShot(0, lambda: window.open_folder(archive))
    _quit_on_interrupt(application, window)
    return application.exec()


def _quit_on_interrupt(application: QApplication, window: MainWindow) -> None:
    # Qt's loop does not return to Python by itself, so a timer lets Ctrl+C be noticed.
    signal.signal(signal.SIGINT, lambda *_: window.close())
    signal.signal(signal.SIGTERM, lambda *_: window.close())
    timer = QTimer(application)
    timer.timeout.connect(lambda: None)
    timer.start(250)
