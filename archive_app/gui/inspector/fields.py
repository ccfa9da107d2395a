"""Fields that grow with what is written in them and tell when they are left."""

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from archive_app.gui.inspector.keeping import PAUSE, Keeping
from archive_app.gui.theme import Theme


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


class HintedLine(QLineEdit):
    """One line that says what belongs in it only while the keyboard is there, lest it looks like a value."""

    def __init__(self, placeholder: str, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._placeholder = placeholder
        self._hint = hint
        self.setPlaceholderText(placeholder)
        self.setToolTip(hint)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the hint."""
        super().focusInEvent(event)
        self.setPlaceholderText(self._hint or self._placeholder)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the hint."""
        super().focusOutEvent(event)
        self.setPlaceholderText(self._placeholder)


class MemoField(GrowingField):
    """A memo: written when the field is left, when another is shown, after a pause and during long typing."""

    written = Signal(int, str)
    """Carries the key of what the memo is about, and its text; see :func:`write_kept`."""
    state_changed = Signal(bool)
    """Carries whether what is shown could not be written."""

    def __init__(self, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(2, 12, parent)
        self.setPlaceholderText(placeholder)
        self.keeping = Keeping(self, PAUSE)
        """What is typed here and not on disk yet."""
        self.keeping.written.connect(self.written)
        self.keeping.state_changed.connect(self.state_changed)
        self.left.connect(self.keeping.end_sitting)

    def show_memo(self, key: int, text: str) -> None:
        """Show a memo; of another one, what was typed and not yet written is written first.

        While the same memo is being typed or written its text stays: what was read is older.
        """
        if self.keeping.show(key, text):
            self._grow()

    def flush(self) -> None:
        """Write what was typed."""
        self.keeping.flush()

    def forget(self) -> None:
        """Stop showing a memo whose passage or article is gone."""
        self.keeping.forget()


def complaint_label() -> QLabel:
    """Return a label, not shown yet, for a sentence on what is wrong with the field above it."""
    label = QLabel()
    label.setProperty("role", "complaint")
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.hide()
    return label


def complaint_style(theme: Theme) -> str:
    """Return the style of such labels."""
    return f'QLabel[role="complaint"] {{ color: {theme.danger}; font-size: 9pt; padding: 0 6px 4px 6px; }}'


def not_saved() -> str:
    """Return the sentence at a field whose text could not be written."""
    return QCoreApplication.translate(
        "MemoField", "Not saved. It is kept here and tried again with the next change."
    )
