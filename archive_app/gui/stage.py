"""Drives the real window as a person would, with keys and waiting, for the tour and the screenshots."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from archive_app.gui.main_window import MainWindow
from archive_app.gui.workbench import Workbench
from archive_app.model.errors import ArchiveError
from archive_app.storage.queries import article_cards, article_ids

_PATIENCE = 60_000  # milliseconds; a slow machine under load, not a person, waits here


class StageFright(ArchiveError):
    """Something did not happen on the stage within a minute."""


class Stage:
    """The window with somebody at the keyboard."""

    def __init__(self, application: QApplication, window: MainWindow) -> None:
        self.application = application
        self.window = window

    @property
    def bench(self) -> Workbench:
        """The open archive."""
        assert self.window.bench is not None, "no archive is open"
        return self.window.bench

    def wait_until(self, happened: Callable[[], bool], what: str) -> None:
        """Let the window live until something has happened.

        Raises:
            StageFright: It did not within a minute.
        """
        clock = QElapsedTimer()
        clock.start()
        while not happened():
            if clock.elapsed() > _PATIENCE:
                raise StageFright(f"Waited in vain for this: {what}.")
            self.rest(10)

    def rest(self, milliseconds: int) -> None:
        """Let the window live for a moment."""
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def settle(self) -> None:
        """Wait until everything asked for is on disk and shown."""
        self.bench.shaping.flush()
        self.wait_until(lambda: self.bench.workspace.is_idle, "every operation to be on disk")
        self.rest(120)

    def press(self, key: str, widget: QWidget | None = None) -> None:
        """Press a key, e.g. ``A``, ``Return``, ``Ctrl+Z``, where the keyboard is."""
        *modifiers, name = key.split("+")
        held = Qt.KeyboardModifier.NoModifier
        for modifier in modifiers:
            held |= {
                "Ctrl": Qt.KeyboardModifier.ControlModifier,
                "Shift": Qt.KeyboardModifier.ShiftModifier,
                "Alt": Qt.KeyboardModifier.AltModifier,
            }[modifier]
        popup = self.application.activePopupWidget()
        if self.application.activeWindow() is None and popup is None:
            # Without a window manager nobody gives the focus back when a dialog closes.
            self.window.activateWindow()
            self.wait_until(lambda: self.application.activeWindow() is not None, "the window to be active")
        target = widget or self.application.focusWidget() or popup or self.window
        QTest.keyClick(target, getattr(Qt.Key, f"Key_{name}"), held)
        self.rest(20)

    def type(self, text: str) -> None:
        """Type where the keyboard is, a letter at a time."""
        for letter in text:
            QTest.keyClicks(self.application.focusWidget() or self.window, letter)
            self.rest(5)

    def do(self, action: str) -> None:
        """Do an action of the registry."""
        assert self.window.actions_[action].isEnabled(), f"{action} is off"
        self.window.actions_[action].trigger()
        self.rest(20)

    def open_article(self, title: str) -> None:
        """Open the article whose title begins so."""
        with self.bench.workspace.archive.reading() as session:
            cards = article_cards(session, article_ids(session))
        found = [card.id for card in cards if card.title.startswith(title)]
        if not found:
            raise StageFright(f"There is no article titled “{title}”.")
        self.bench.open_article(found[0])
        self.wait_until(
            lambda: self.bench.pane.article is not None and self.bench.pane.article.card.id == found[0],
            f"{title} to open",
        )
        self.rest(50)

    def select(self, quote: str) -> None:
        """Select words in the reader."""
        assert self.bench.pane.article is not None
        start = self.bench.pane.article.text.index(quote)
        self.bench.pane.reader.select_range(start, start + len(quote))
        self.bench.pane.reader.scroll_to(start, start + len(quote))
        self.bench.pane.reader.setFocus()
        self.rest(30)

    def dialog(self) -> QDialog | None:
        """Return the dialog that is open, if one is."""
        for widget in self.application.topLevelWidgets():
            if isinstance(widget, QDialog) and widget.isVisible():
                return widget
        return None

    def wait_for_dialog(self, what: str) -> QDialog:
        """Wait until a dialog is open and return it."""
        self.wait_until(lambda: self.dialog() is not None, what)
        dialog = self.dialog()
        assert dialog is not None
        self.rest(50)
        return dialog

    def shoot(self, file: Path, widget: QWidget | None = None) -> None:
        """Take a picture of the window, or of another widget."""
        self.rest(80)
        file.parent.mkdir(parents=True, exist_ok=True)
        (widget or self.window).grab().save(str(file))
