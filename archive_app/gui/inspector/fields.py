"""Fields that grow with what is written in them and tell when they are left."""

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

_PAUSE = 1000
"""Milliseconds without a key after which a memo is written."""


class GrowingField(QPlainTextEdit):
    """Plain text as high as its lines, between a least and a most number of them."""

    left = Signal()
    """The keyboard went elsewhere."""

    def __init__(self, least: int, most: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least = least
        self._most = most
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(0)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._grow())

    def sizeHint(self) -> QSize:
        """Return the size at which every line shows."""
        return QSize(120, self.height())

    def minimumSizeHint(self) -> QSize:
        """Let the inspector be narrow."""
        return QSize(60, self.height())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the field was left, unless only for its own menu."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break lines anew."""
        super().resizeEvent(event)
        self._grow()

    def showEvent(self, event: QShowEvent) -> None:
        """Take the height of the font that the window gives."""
        super().showEvent(event)
        self._grow()

    def _grow(self) -> None:
        # A plain text's document measures its height in lines.
        lines = max(self._least, round(self.document().size().height()))
        shown = min(lines, self._most)
        always = Qt.ScrollBarPolicy.ScrollBarAsNeeded
        never = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(always if lines > self._most else never)
        around = self.height() - self.viewport().height() if self.isVisible() else 10
        height = shown * QFontMetrics(self.font()).lineSpacing() + max(around, 10)
        if height != self.height():
            self.setFixedHeight(height)


class WrappedField(GrowingField):
    """One paragraph over several lines; Enter ends it."""

    def __init__(self, most: int, parent: QWidget | None = None) -> None:
        super().__init__(1, most, parent)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """End with Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
        else:
            super().keyPressEvent(event)


class MemoField(GrowingField):
    """A memo: written when the field is left, when another is shown, and after a pause in typing."""

    written = Signal(int, str)
    """Carries the key of what the memo is about, and its text."""

    def __init__(self, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(2, 12, parent)
        self.setPlaceholderText(placeholder)
        self._key = 0
        self._kept = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self.flush)
        self.left.connect(self.flush)
        self.textChanged.connect(self._typed)

    def show_memo(self, key: int, text: str) -> None:
        """Show a memo; of another one, what was typed and not yet written is written first.

        While the same memo is being typed its text stays: what was read is older than what is typed.
        """
        if key != self._key:
            self.flush()
        elif self._is_dirty() or text == self._kept:
            return
        self._key = key
        self._kept = text.strip()
        self.blockSignals(True)
        self.setPlainText(text)
        self.blockSignals(False)
        self._pause.stop()
        self._grow()

    def flush(self) -> None:
        """Write what was typed."""
        self._pause.stop()
        if self._is_dirty():
            self._kept = self.toPlainText().strip()
            self.written.emit(self._key, self._kept)

    def forget(self) -> None:
        """Stop showing a memo whose passage or article is gone."""
        self._pause.stop()
        self._key = 0
        self._kept = ""

    def _is_dirty(self) -> bool:
        return self._key != 0 and self.toPlainText().strip() != self._kept

    def _typed(self) -> None:
        if self._is_dirty():
            self._pause.start()
        else:
            self._pause.stop()
