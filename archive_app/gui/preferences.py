"""Preferences: who codes, the colours, how articles are set."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from archive_app.gui.reading_form import ReadingForm
from archive_app.gui.settings import Settings
from archive_app.gui.theme import SPACE, ThemeSwitch


class PreferencesDialog(QDialog):
    """A few choices; accepted ones are kept at once."""

    reading_changed = Signal(object)
    """Carries the :class:`ReadingSettings` chosen so far, for the open article to show."""

    def __init__(self, settings: Settings, themes: ThemeSwitch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._themes = themes
        self.setWindowTitle(self.tr("Preferences"))
        self.coder = QLineEdit(settings.coder)
        hint = QLabel(self.tr("Passages and tags are made in this name."))
        hint.setProperty("role", "caption")
        self.theme = QComboBox()
        for value, title in (
            ("system", self.tr("As the system")),
            ("light", self.tr("Light")),
            ("dark", self.tr("Dark")),
        ):
            self.theme.addItem(title, value)
        self.theme.setCurrentIndex(self.theme.findData(settings.theme))
        self.reading = ReadingForm(settings.reading, themes.theme)
        self.reading.changed.connect(self.reading_changed)
        heading = QLabel(self.tr("Articles"))
        heading.setProperty("role", "heading")
        form = QFormLayout()
        form.setSpacing(SPACE)
        form.addRow(self.tr("&Coder"), self.coder)
        form.addRow("", hint)
        form.addRow(self.tr("C&olours"), self.theme)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * SPACE, 2 * SPACE, 3 * SPACE, 2 * SPACE)
        layout.setSpacing(2 * SPACE)
        layout.addLayout(form)
        layout.addWidget(heading)
        layout.addWidget(self.reading)
        layout.addWidget(buttons)
        self.resize(460, self.sizeHint().height())

    def accept(self) -> None:
        """Keep the choices."""
        self._settings.coder = self.coder.text()
        self._settings.theme = self.theme.currentData()
        self._settings.reading = self.reading.settings
        self._themes.choose(self.theme.currentData())
        super().accept()
