"""The real window on a stage of its own, with dialogs that tests answer."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from archive_app.gui.app import load_translations
from archive_app.gui.dialogs import Leaving
from archive_app.gui.main_window import MainWindow
from archive_app.gui.settings import Settings
from archive_app.gui.stage import Stage
from archive_app.gui.theme import ThemeSwitch
from archive_app.storage.archive import Archive


@dataclass
class AnsweredDialogs:
    """Answers every question with what the test put there, and remembers what the user was told."""

    folder: Path | None = None
    files: list[Path] = field(default_factory=list)
    save_as: Path | None = None
    line: str | None = None
    agrees: bool = True
    leaving: Leaving = Leaving.STAY
    asked: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def folder_to_open(self, title: str) -> Path | None:
        return self.folder

    def folder_to_make(self, title: str, suggested: str) -> Path | None:
        return self.folder

    def files_to_open(self, title: str, kinds: str) -> list[Path]:
        return self.files

    def file_to_save(self, title: str, suggested: str, kinds: str) -> Path | None:
        return self.save_as

    def text(self, title: str, question: str, given: str = "") -> str | None:
        return self.line

    def confirm(self, title: str, question: str, yes: str) -> bool:
        return self.agrees

    def unsaved(self, title: str, sentence: str) -> Leaving:
        self.asked.append(sentence)
        return self.leaving

    def tell(self, title: str, sentence: str) -> None:
        self.told.append(sentence)


@pytest.fixture(autouse=True)
def _nothing_closed_lives_on() -> Iterator[None]:
    """What a test closed is gone before the next one, whose theme would dress it again.

    Qt deletes later, in an event loop, and between tests there is none.
    """
    yield
    if QCoreApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def dialogs() -> AnsweredDialogs:
    return AnsweredDialogs()


@pytest.fixture
def window(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, dialogs: AnsweredDialogs
) -> Iterator[MainWindow]:
    """The main window on its welcome page."""
    load_translations(qapp)
    folder = tmp_path / "settings"
    folder.mkdir()
    themes = ThemeSwitch(qapp, "light")
    window = MainWindow(Settings(folder), themes, dialogs=dialogs)
    window.resize(1300, 820)
    window.show()
    qtbot.waitExposed(window)
    yield window
    # A window that stays open for the sake of what is not saved would be deleted with its archive open.
    dialogs.leaving = Leaving.DISCARD
    window.close()
    window.deleteLater()
    qapp.processEvents()


@pytest.fixture
def stage(qapp: QApplication, window: MainWindow) -> Stage:
    """Somebody at the keyboard of the window."""
    return Stage(qapp, window)


@pytest.fixture
def open_stage(stage: Stage, archive: Archive) -> Stage:
    """The window with the three articles of ``archive`` open."""
    folder = archive.places.folder
    archive.close()
    stage.window.open_folder(folder)
    stage.wait_until(lambda: stage.window.bench is not None, "the archive to open")
    stage.wait_until(lambda: stage.bench.pane.article is not None, "the first article to open")
    return stage
