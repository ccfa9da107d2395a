"""A toolbar that says less where it has less room, before anything on it gets out of sight."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QActionEvent, QResizeEvent
from PySide6.QtWidgets import QToolBar, QToolButton, QWidget

_WORDS = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
_ICON = Qt.ToolButtonStyle.ToolButtonIconOnly


class ToolBar(QToolBar):
    """Buttons with icons and words; what acts goes without words first, then what chooses the view."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.setToolButtonStyle(_WORDS)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._fit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose what has words by the room there is."""
        super().resizeEvent(event)
        self._fit()

    def actionEvent(self, event: QActionEvent) -> None:
        """Choose anew when a button got its icon, or another title."""
        super().actionEvent(event)
        self._soon.start()

    def _fit(self) -> None:
        found = (self.widgetForAction(action) for action in self.actions())
        buttons = [button for button in found if isinstance(button, QToolButton)]
        for without_words in (
            (),
            [button for button in buttons if not button.isCheckable()],
            buttons,
        ):
            for button in buttons:
                button.setToolButtonStyle(_ICON if button in without_words else _WORDS)
            if self.sizeHint().width() <= self.width():
                return
