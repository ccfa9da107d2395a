"""A row of a few joined buttons of which one is down: roles, stances."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from archive_app.gui.coding.questions import Option
from archive_app.gui.icons import pixmap
from archive_app.gui.theme import Theme


class Segments(QFrame):
    """One choice out of a few; the arrow keys move it while it has the keyboard."""

    chosen = Signal(str)
    """Carries the value the person chose."""

    def __init__(
        self,
        options: Sequence[Option],
        theme: Theme,
        *,
        with_words: bool = True,
        takes_keyboard: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._value = ""
        self._buttons: dict[str, QPushButton] = {}
        self._icons: dict[str, str] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(1)
        for option in options:
            button = QPushButton(self)
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.setIconSize(QSize(16, 16))
            if with_words:
                button.setText(option.label)
            button.setAccessibleName(option.label)
            button.setAccessibleDescription(option.hint)
            button.setToolTip(option.hint if with_words else f"{option.label}. {option.hint}")
            focus = Qt.FocusPolicy.StrongFocus if takes_keyboard else Qt.FocusPolicy.NoFocus
            button.setFocusPolicy(focus)
            if with_words:
                button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _checked=False, value=option.value: self._clicked(value))
            row.addWidget(button)
            self._buttons[option.value] = button
            self._icons[option.value] = option.icon
        if not with_words:
            self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_theme(theme)

    @property
    def value(self) -> str:
        """Return what is chosen."""
        return self._value

    def set_value(self, value: str) -> None:
        """Choose without telling."""
        self._value = value
        self._buttons[value].setChecked(True)

    def button(self, value: str) -> QPushButton:
        """Return the button of a value."""
        return self._buttons[value]

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        """Return the buttons in their order."""
        return tuple(self._buttons.values())

    def focus_chosen(self, reason: Qt.FocusReason) -> None:
        """Put the keyboard on the button that is down."""
        self._buttons[self._value].setFocus(reason)

    def set_theme(self, theme: Theme) -> None:
        """Take on a theme's colours."""
        self._theme = theme
        t = theme
        self.setStyleSheet(
            f"Segments {{ background: {t.window}; border: 0; border-radius: 7px; }}"
            f"QPushButton {{ border: 1px solid transparent; border-radius: 5px; padding: 3px 6px;"
            f" min-height: 16px; color: {t.dim}; font-size: 9pt; background: transparent; }}"
            f"QPushButton:hover {{ color: {t.text}; }}"
            f"QPushButton:checked {{ background: {t.raised}; color: {t.text}; border-color: {t.edge};"
            f" font-weight: 500; }}"
            f"QPushButton:focus {{ border: 2px solid {t.accent}; padding: 2px 5px; }}"
        )
        for value, button in self._buttons.items():
            icon = QIcon()
            for size in (16, 32):
                icon.addPixmap(pixmap(self._icons[value], t.dim, size), QIcon.Mode.Normal, QIcon.State.Off)
                icon.addPixmap(pixmap(self._icons[value], t.accent, size), QIcon.Mode.Normal, QIcon.State.On)
            button.setIcon(icon)

    def _clicked(self, value: str) -> None:
        if value != self._value:
            self._value = value
            self.chosen.emit(value)
