"""What hangs on a search box: searches made lately, saved searches, and saving the one that is typed."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QIcon, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QMenu

from archive_app.gui.icons import icon
from archive_app.gui.library.search_box import SearchBox
from archive_app.gui.lists.choice import Choice, ChoicePopup
from archive_app.gui.theme import Theme
from archive_app.storage.saved_searches import SavedSearchCard

_MOST_SAVED = 12  # in the menu; the palette's list has all
_MOST_RECENT = 8
_LONGEST = 60  # characters of a query in a menu


def _tr(text: str) -> str:
    return QCoreApplication.translate("SearchMenu", text)


class BoxMenu(QObject):
    """The button in a search box with its menu; Down in the empty box lists what was searched for lately."""

    query_chosen = Signal(str)
    search_chosen = Signal(object)
    """Carries the :class:`SavedSearchCard` to search for."""
    save_requested = Signal()
    clear_requested = Signal()

    def __init__(
        self,
        box: SearchBox,
        theme: Theme,
        history: Callable[[], Sequence[str]],
        saved: Callable[[], Sequence[SavedSearchCard]],
    ) -> None:
        super().__init__(box)
        self._box = box
        self._theme = theme
        self._history = history
        self._saved = saved
        self._popup: ChoicePopup | None = None
        self.button: QAction = box.addAction(QIcon(), QLineEdit.ActionPosition.TrailingPosition)
        self.button.setText(_tr("Saved and recent searches"))
        self.button.setToolTip(_tr("Saved and recent searches (Down, in an empty field)"))
        self.button.triggered.connect(self.open_menu)
        box.installEventFilter(self)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        self.button.setIcon(icon("history", theme, colour=theme.dim))
        if self._popup is not None:
            self._popup.set_theme(theme)

    def menu(self) -> QMenu:
        """Return the menu as it is now."""
        menu = QMenu(self._box)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        save = menu.addAction(icon("plus", self._theme), f"{_tr('Save This Search…')}\tCtrl+D")
        save.setEnabled(bool(self._box.query))
        save.triggered.connect(lambda _checked=False: self.save_requested.emit())
        saved, recent = self._saved()[:_MOST_SAVED], self._history()[:_MOST_RECENT]
        if saved:
            menu.addSeparator()
        for search in saved:
            action = menu.addAction(
                icon("star", self._theme, colour=self._theme.dim), _shortened(search.name)
            )
            action.setToolTip(search.query)
            action.triggered.connect(lambda _checked=False, search=search: self.search_chosen.emit(search))
        if recent:
            menu.addSeparator()
        for query in recent:
            action = menu.addAction(icon("history", self._theme, colour=self._theme.dim), _shortened(query))
            action.triggered.connect(lambda _checked=False, query=query: self.query_chosen.emit(query))
        if recent:
            menu.addSeparator()
            every = menu.addAction(f"{_tr('All Recent Searches…')}\tCtrl+Alt+F")
            every.triggered.connect(lambda _checked=False: self.open_history())
            clear = menu.addAction(_tr("Clear Recent Searches"))
            clear.triggered.connect(lambda _checked=False: self.clear_requested.emit())
        return menu

    def open_menu(self) -> None:
        """Show the menu below the box."""
        menu = self.menu()
        menu.setMinimumWidth(min(self._box.width(), 480))
        menu.popup(self._box.mapToGlobal(QPoint(0, self._box.height() + 2)))

    def open_history(self) -> bool:
        """List what was searched for lately, to be found by typing; say whether there is anything."""
        recent = self._history()
        if not recent:
            return False
        if self._popup is None:
            self._popup = ChoicePopup(self._theme, self._box)
            self._popup.chosen.connect(self._take)
        choices = [Choice(query, query) for query in recent]
        self._popup.offer(choices, choices[0], _tr("Recent searches"))
        self._popup.open_below(self._box)
        return True

    @property
    def popup(self) -> ChoicePopup | None:
        """The list of recent searches, once it was opened."""
        return self._popup

    def _take(self, choice: Choice) -> None:
        self.query_chosen.emit(str(choice.value))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Open the recent searches with Down while nothing is typed."""
        if watched is self._box and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            is_down = event.key() == Qt.Key.Key_Down and not self._box.text()
            if is_down and self.open_history():
                return True
        return super().eventFilter(watched, event)


def _shortened(text: str) -> str:
    shown = text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"
    return shown.replace("&", "&&")
