"""A field to type a search in: a loupe, a cross that clears, and keys that lead to the list below."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QIcon, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from archive_app.gui.icons import icon
from archive_app.gui.theme import Theme


class SearchField(QLineEdit):
    """One line of text that filters or searches what is below it."""

    entered = Signal()
    """Down was pressed: the keyboard should go to the list below."""
    accepted = Signal()
    """Enter was pressed."""

    def __init__(self, placeholder: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self._loupe = self.addAction(QIcon(), QLineEdit.ActionPosition.LeadingPosition)
        self._loupe.setEnabled(False)
        self._loupe.setText(self.tr("Search"))
        self._cross: QAction = self.addAction(QIcon(), QLineEdit.ActionPosition.TrailingPosition)
        self._cross.setText(self.tr("Clear"))
        self._cross.setVisible(False)
        self._cross.triggered.connect(self.clear)
        self.textChanged.connect(lambda text: self._cross.setVisible(bool(text)))
        # The loupe has a margin of its own.
        self.setStyleSheet(
            "QLineEdit { padding-left: 2px; padding-right: 2px; }"
            "QLineEdit:focus { padding-left: 1px; padding-right: 1px; }"
        )
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw the icons in other colours."""
        loupe = icon("search", theme, colour=theme.dim)
        loupe.addPixmap(loupe.pixmap(16), QIcon.Mode.Disabled)
        self._loupe.setIcon(loupe)
        self._cross.setIcon(icon("close", theme, colour=theme.dim))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go down into the list, accept, or clear with Esc."""
        key = event.key()
        if key == Qt.Key.Key_Down:
            self.entered.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accepted.emit()
        elif key == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)
