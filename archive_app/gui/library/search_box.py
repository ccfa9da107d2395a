"""The field in which one searches, above the library."""

from datetime import date

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QWidget

from archive_app.gui.lists.field import SearchField
from archive_app.gui.theme import Theme

_PAUSE = 80  # milliseconds after a key before it is searched


class SearchBox(SearchField):
    """Says what is searched for while it is typed."""

    search_changed = Signal(str)
    """Carries the query, without spaces around it; empty when the search is over."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("", theme, parent)
        self.setPlaceholderText(self.tr("Search articles and passages"))
        self.setAccessibleName(self.placeholderText())
        self._theme = theme
        self._told = ""
        self._is_composing = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self.tell)
        self.textChanged.connect(self._changed)
        self._colouring = QTimer(self)
        self._colouring.setSingleShot(True)
        self._colouring.setInterval(0)
        self._colouring.timeout.connect(self._colour)

    @property
    def query(self) -> str:
        """What is searched for."""
        return self.text().strip()

    def tell(self) -> None:
        """Say what is searched for now, without waiting for the next key."""
        self._pause.stop()
        if self.query != self._told:
            self._told = self.query
            self.search_changed.emit(self.query)

    def _changed(self) -> None:
        if self.query:
            self._pause.start()
        else:
            self.tell()
        self._colouring.start()

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        super().set_theme(theme)
        self._theme = theme
        if self.text():
            self._colour()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Note whether a letter is being composed."""
        self._is_composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def _colour(self) -> None:
        if self._is_composing or not self.text():
            return
        from archive_app.gui.search.query_colours import colour_clauses
        from archive_app.search.language import clauses

        found = clauses(self.text(), today=date.today(), is_being_typed=True)
        colour_clauses(self, found, self._theme)
