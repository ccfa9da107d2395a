"""Offers fields, names and words below a search box while a query is typed."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from archive_app.gui.library.search_box import SearchBox
from archive_app.gui.lists.wording import joined, number
from archive_app.gui.theme import Theme
from archive_app.gui.workspace import Workspace
from archive_app.model.text import Utf16Map
from archive_app.operations.searching import Searching
from archive_app.search.completing import Completion

_PAUSE = 60  # milliseconds after a key
_MOST = 8
_COMPLETION = Qt.ItemDataRole.UserRole


class QueryCompleter(QObject):
    """A list below a search box, which keeps the keyboard.

    It opens by itself behind a field's colon and for the names of fields; for plain words only with
    Ctrl+Space, because Down then leads to what was found. Tab or Enter takes what is chosen, Esc closes it.
    """

    def __init__(self, box: SearchBox, workspace: Workspace, searching: Searching, theme: Theme) -> None:
        super().__init__(box)
        self._box = box
        self._workspace = workspace
        self._searching = searching
        self._is_wanted = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._ask)
        self.list = QListWidget(box)
        self.list.setWindowFlags(Qt.WindowType.ToolTip | Qt.WindowType.FramelessWindowHint)
        self.list.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(self.tr("What can be typed here"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(self._take)
        self.set_theme(theme)
        box.textEdited.connect(self._typed)
        box.installEventFilter(self)

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self.list.setStyleSheet(
            f"QListWidget {{ background: {theme.raised}; border: 1px solid {theme.line}; padding: 4px; }}"
            "QListWidget::item { padding: 4px 8px; border-radius: 4px; }"
            f"QListWidget::item:selected {{ background: {theme.selection}; color: {theme.text}; }}"
        )

    def _typed(self) -> None:
        self._is_wanted = False
        self._pause.start()

    def _ask(self) -> None:
        text = self._box.text()
        cursor = Utf16Map(text).to_code_point(self._box.cursorPosition())
        if not text.strip() or not self._box.hasFocus():
            self.list.hide()
            return

        def show(offered: Sequence[Completion]) -> None:
            if self._box.text() == text and self._box.hasFocus():
                self._offer(offered)

        self._workspace.compute(
            lambda: self._searching.complete(text, cursor, limit=_MOST), show, latest=f"complete {id(self)}"
        )

    def _offer(self, offered: Sequence[Completion]) -> None:
        typed = self._box.text()
        fresh = [one for one in offered if one.text.strip() != typed[one.start : one.end]]
        self.list.clear()
        if not fresh or (fresh[0].kind == "word" and not self._is_wanted):
            self.list.hide()
            return
        for one in fresh:
            item = QListWidgetItem(joined(one.text.strip(), one.note, number(one.count) if one.count else ""))
            item.setData(_COMPLETION, one)
            self.list.addItem(item)
        rows = self.list.count()
        height = sum(self.list.sizeHintForRow(row) for row in range(rows)) + 12
        self.list.setFixedSize(max(self._box.width(), 260), height)
        self.list.move(self._box.mapToGlobal(QPoint(0, self._box.height() + 2)))
        self.list.show()

    def _take(self, item: QListWidgetItem) -> None:
        one: Completion = item.data(_COMPLETION)
        text = self._box.text()
        self._box.setText(text[: one.start] + one.text + text[one.end :])
        places = Utf16Map(self._box.text())
        self._box.setCursorPosition(places.to_utf16(one.start + len(one.text)))
        self.list.hide()
        self._pause.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that move in the list while it is open; Ctrl+Space opens it."""
        if event.type() in (QEvent.Type.FocusOut, QEvent.Type.Hide):
            self.list.hide()
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        key = event.key()
        if key == Qt.Key.Key_Space and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._is_wanted = True
            self._ask()
            return True
        if not self.list.isVisible():
            return False
        row, last = self.list.currentRow(), self.list.count() - 1
        if key == Qt.Key.Key_Down:
            self.list.setCurrentRow(min(row + 1, last))
        elif key == Qt.Key.Key_Up:
            self.list.setCurrentRow(max(row - 1, 0))
        elif key == Qt.Key.Key_Tab or (key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and row >= 0):
            self._take(self.list.item(max(row, 0)))
        elif key == Qt.Key.Key_Escape:
            self.list.hide()
        else:
            return False
        return True
