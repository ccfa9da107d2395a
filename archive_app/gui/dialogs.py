"""Every question the window asks goes through here, so that tests can answer it."""

from enum import Enum
from pathlib import Path
from typing import Protocol

from PySide6 import QtWidgets
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

# The dialogs' classes are named in full where they are used: PySide makes a class with all its enumerations
# when it is first named, and these four take two milliseconds of the time to the first paint.


def _tr(text: str) -> str:
    return QCoreApplication.translate("Dialogs", text)


class Leaving(Enum):
    """What to do with work that is not saved, when it has to be left."""

    SAVE = "save"
    DISCARD = "discard"
    STAY = "stay"


class Dialogs(Protocol):
    """What the window can ask."""

    def folder_to_open(self, title: str) -> Path | None:
        """Ask for a folder that exists."""

    def folder_to_make(self, title: str, suggested: str) -> Path | None:
        """Ask for the name and place of a folder to make."""

    def files_to_open(self, title: str, kinds: str) -> list[Path]:
        """Ask for one or more files; ``kinds`` is Qt's filter text."""

    def file_to_save(self, title: str, suggested: str, kinds: str) -> Path | None:
        """Ask where to write a file."""

    def text(self, title: str, question: str, given: str = "") -> str | None:
        """Ask for a line of text."""

    def confirm(self, title: str, question: str, yes: str) -> bool:
        """Ask whether to go on; ``yes`` is the word on the button that does it."""

    def unsaved(self, title: str, sentence: str) -> Leaving:
        """Ask whether to save, to discard or to stay with work that is not saved."""

    def tell(self, title: str, sentence: str) -> None:
        """Say that something went wrong."""


class QtDialogs:
    """The real dialogs, over one window."""

    def __init__(self, window: QWidget) -> None:
        self._window = window

    def folder_to_open(self, title: str) -> Path | None:
        """Ask for a folder that exists."""
        folder = QtWidgets.QFileDialog.getExistingDirectory(self._window, title)
        return Path(folder) if folder else None

    def folder_to_make(self, title: str, suggested: str) -> Path | None:
        """Ask for the name and place of a folder to make."""
        start = str(Path.home() / suggested)
        folder, _ = QtWidgets.QFileDialog.getSaveFileName(
            self._window, title, start, _tr("Archive folder (*)")
        )
        return Path(folder) if folder else None

    def files_to_open(self, title: str, kinds: str) -> list[Path]:
        """Ask for one or more files."""
        files, _ = QtWidgets.QFileDialog.getOpenFileNames(self._window, title, "", kinds)
        return [Path(file) for file in files]

    def file_to_save(self, title: str, suggested: str, kinds: str) -> Path | None:
        """Ask where to write a file."""
        file, _ = QtWidgets.QFileDialog.getSaveFileName(
            self._window, title, str(Path.home() / suggested), kinds
        )
        return Path(file) if file else None

    def text(self, title: str, question: str, given: str = "") -> str | None:
        """Ask for a line of text."""
        text, accepted = QtWidgets.QInputDialog.getText(
            self._window, title, question, QtWidgets.QLineEdit.EchoMode.Normal, given
        )
        return text if accepted else None

    def confirm(self, title: str, question: str, yes: str) -> bool:
        """Ask whether to go on."""
        box = QtWidgets.QMessageBox(
            QtWidgets.QMessageBox.Icon.Question,
            title,
            question,
            QtWidgets.QMessageBox.StandardButton.Cancel,
            self._window,
        )
        accept = box.addButton(yes, QtWidgets.QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(accept)
        box.exec()
        return box.clickedButton() is accept

    def unsaved(self, title: str, sentence: str) -> Leaving:
        """Ask whether to save, to discard or to stay."""
        box = QtWidgets.QMessageBox(QtWidgets.QMessageBox.Icon.Warning, title, sentence, parent=self._window)
        save = box.addButton(_tr("Save"), QtWidgets.QMessageBox.ButtonRole.AcceptRole)
        discard = box.addButton(_tr("Discard"), QtWidgets.QMessageBox.ButtonRole.DestructiveRole)
        box.setEscapeButton(box.addButton(_tr("Stay"), QtWidgets.QMessageBox.ButtonRole.RejectRole))
        box.setDefaultButton(save)
        box.exec()
        chosen = box.clickedButton()
        return Leaving.SAVE if chosen is save else Leaving.DISCARD if chosen is discard else Leaving.STAY

    def tell(self, title: str, sentence: str) -> None:
        """Say that something went wrong."""
        QtWidgets.QMessageBox.warning(self._window, title, sentence)
