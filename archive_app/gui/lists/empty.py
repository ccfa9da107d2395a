"""What stands where there is nothing to list."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from archive_app.gui.icons import pixmap
from archive_app.gui.theme import SPACE, Theme

_PICTURE = 64
_WIDEST = 560  # pixels of a line that is still pleasant to read


class EmptyState(QWidget):
    """A picture, a sentence that says what to do, and the buttons that do it."""

    def __init__(self, picture: str, sentence: str, theme: Theme, parent: QWidget | None = None) -> None:
        """Make one; ``picture`` is an icon's name, or empty for none."""
        super().__init__(parent)
        self._name = picture
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._picture.setFixedHeight(_PICTURE if picture else 0)
        self._sentence = QLabel(sentence)
        self._sentence.setWordWrap(True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._sentence.setProperty("role", "caption")
        self._sentence.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.MinimumExpanding)
        self._buttons = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._buttons.setSpacing(SPACE)
        self._buttons.addStretch()
        self._buttons.addStretch()
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(3 * SPACE, 2 * SPACE, 3 * SPACE, 2 * SPACE)
        column.setSpacing(2 * SPACE)
        column.addStretch(2)
        column.addWidget(self._picture)
        column.addWidget(self._sentence)
        column.addLayout(self._buttons)
        column.addStretch(3)
        self.set_theme(theme)

    def add_button(self, title: str, *, primary: bool = False) -> QPushButton:
        """Add a button under the sentence."""
        button = QPushButton(title)
        button.setProperty("primary", primary)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        self._buttons.insertWidget(self._buttons.count() - 1, button)
        self._place_buttons()
        return button

    def set_sentence(self, sentence: str) -> None:
        """Say something else."""
        self._sentence.setText(sentence)

    @property
    def sentence(self) -> str:
        """What it says."""
        return self._sentence.text()

    def set_theme(self, theme: Theme) -> None:
        """Draw the picture in other colours."""
        if self._name:
            ratio = self.devicePixelRatioF()
            self._picture.setPixmap(pixmap(self._name, theme.dim, _PICTURE, ratio=ratio))

    def event(self, event: QEvent) -> bool:
        """Place the buttons anew when the room for them or what they say is another."""
        if event.type() == QEvent.Type.Resize:
            side = max(3 * SPACE, (self.width() - _WIDEST) // 2)
            self._column.setContentsMargins(side, 2 * SPACE, side, 2 * SPACE)
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._place_buttons()
        return bool(super().event(event))

    def _place_buttons(self) -> None:
        items = (self._buttons.itemAt(place) for place in range(self._buttons.count()))
        found = [item.widget() for item in items if item is not None]
        buttons = [button for button in found if isinstance(button, QPushButton) and not button.isHidden()]
        wanted = sum(button.sizeHint().width() + SPACE for button in buttons) + SPACE
        room = min(self.contentsRect().width() - 6 * SPACE, _WIDEST)
        below = wanted > room and len(buttons) > 1
        way = QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight
        if way != self._buttons.direction():
            self._buttons.setDirection(way)

    def minimumSizeHint(self) -> QSize:
        """Let the list's pane be narrow."""
        return QSize(120, 120)
