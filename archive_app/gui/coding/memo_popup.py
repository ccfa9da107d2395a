"""A small sheet at a passage in which its memo is written."""

from typing import cast

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from archive_app.gui.coding.overlay import SHADOW, Overlay
from archive_app.gui.inspector.fields import complaint_style, not_saved
from archive_app.gui.inspector.keeping import PAUSE, Keeping, shortened
from archive_app.gui.theme import Theme

_WIDTH, _HEIGHT = 380, 178


class MemoPopup(Overlay):
    """Asks for a passage's memo; whichever way it closes, what was typed is kept."""

    memo_written = Signal(int, str)
    """Carries the passage's key and its memo, when that has changed.

    Whoever writes it tells ``keeping`` what became of it; see :func:`write_kept`.
    """
    dismissed = Signal()
    """It closed with nothing to write."""

    def __init__(self, below: QWidget, theme: Theme) -> None:
        super().__init__(below, theme)
        self.setObjectName("memo-popup")
        self.setAccessibleName(self.tr("Memo"))
        self.field = QPlainTextEdit(self)
        self.field.setObjectName("memo-field")
        self.field.setAccessibleName(self.tr("Memo on the passage"))
        self.field.setPlaceholderText(self.tr("What do you make of this passage?"))
        self.field.setTabChangesFocus(False)
        self.field.installEventFilter(self)
        self.keeping = Keeping(self.field, PAUSE)
        """What is typed here and not on disk yet."""
        self.keeping.written.connect(self.memo_written)
        self.keeping.state_changed.connect(self._show_state)
        self._title = QLabel(self.tr("Memo"), self)
        self._title.setProperty("role", "section")
        self._title.setContentsMargins(14, 10, 14, 0)
        self._hint = QLabel(self)
        self._hint.setWordWrap(True)
        self._hint.setContentsMargins(14, 4, 14, 10)
        column = QVBoxLayout(self)
        column.setContentsMargins(SHADOW + 1, SHADOW + 1, SHADOW + 1, SHADOW + 1)
        column.setSpacing(0)
        column.addWidget(self._title)
        column.addWidget(self.field, 1)
        column.addWidget(self._hint)
        self.set_theme(theme)
        self._show_state(False)

    def ask(self, anchor: QRect, passage_id: int, text: str) -> None:
        """Open beside ``anchor``, in global pixels, with the memo as it stands."""
        self.keeping.show(passage_id, text)
        self.field.moveCursor(QTextCursor.MoveOperation.End)
        self.open_sheet(anchor, self.field)

    def flush(self) -> None:
        """Write what has been typed so far, as when the window closes."""
        self.keeping.flush()

    def unsaved(self) -> list[str]:
        """Return a sentence for each memo that is typed and not on disk."""
        return [
            self.tr("The memo on a passage: {text}").format(
                text=f"“{shortened(text)}”" if text else self.tr("(emptied)")
            )
            for text in self.keeping.unsaved().values()
        ]

    def leave(self) -> None:
        """Close; what was typed is written."""
        if self.isHidden():
            return
        changed = self.keeping.is_dirty
        self.keeping.end_sitting()
        self.close_sheet()
        if not changed:
            self.dismissed.emit()

    def fitting_size(self, room: int) -> QSize:
        """Return the size of the sheet, smaller where there is little room."""
        return QSize(min(_WIDTH, self._bounds().width()), min(_HEIGHT, max(room, 110)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close on Esc and Ctrl+Enter before the window's shortcuts see them."""
        if watched is self.field and event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            key = cast(QKeyEvent, event)
            control = bool(key.modifiers() & Qt.KeyboardModifier.ControlModifier)
            enter = key.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if key.key() == Qt.Key.Key_Escape or (enter and control):
                event.accept()
                if event.type() == QEvent.Type.KeyPress:
                    self.leave()
                return True
        return super().eventFilter(watched, event)

    def set_theme(self, theme: Theme) -> None:
        """Take on a theme's colours."""
        super().set_theme(theme)
        self._hint.setStyleSheet(complaint_style(theme))
        self.field.setStyleSheet(
            f"QPlainTextEdit {{ border: 0; background: transparent; padding: 4px 10px;"
            f" color: {theme.text}; }}"
        )

    def _show_state(self, held: bool) -> None:
        kept = self.tr("Esc keeps what you wrote and closes; Undo takes it back.")
        self._hint.setText(not_saved() if held else kept)
        self._hint.setProperty("role", "complaint" if held else "caption")
        self._hint.style().unpolish(self._hint)
        self._hint.style().polish(self._hint)
