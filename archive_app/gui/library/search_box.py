"""The field in which one searches, above the library."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from archive_app.gui.icons import icon
from archive_app.gui.theme import Theme

_PAUSE = 80  # milliseconds after a key before it is searched


class SearchBox(QLineEdit):
    """Says what is searched for while it is typed."""

    search_changed = Signal(str)
    """Carries the query, without spaces around it; empty when the search is over."""
    entered = Signal()
    """Down was pressed: the keyboard should go to the list below."""
    accepted = Signal()
    """Enter was pressed."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._told = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._tell)
        self._loupe = self.addAction(QIcon(), QLineEdit.ActionPosition.LeadingPosition)
        self.setClearButtonEnabled(True)
        self.setPlaceholderText(self.tr("Search articles and passages"))
        self.setAccessibleName(self.placeholderText())
        self.textChanged.connect(self._changed)
        self.set_theme(theme)

    @property
    def query(self) -> str:
        """What is searched for."""
        return self.text().strip()

    def set_theme(self, theme: Theme) -> None:
        """Draw the icon in other colours."""
        self._loupe.setIcon(icon("search", theme, colour=theme.dim))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go down into the list, open what was found, or end the search."""
        key = event.key()
        if key == Qt.Key.Key_Down:
            self.entered.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._tell()
            self.accepted.emit()
        elif key == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    def _changed(self) -> None:
        if self.query:
            self._pause.start()
        else:
            self._tell()

    def _tell(self) -> None:
        self._pause.stop()
        if self.query != self._told:
            self._told = self.query
            self.search_changed.emit(self.query)
