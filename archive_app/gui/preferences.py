"""Preferences: who codes, the colours, the letters."""

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

from archive_app.gui.settings import Settings
from archive_app.gui.theme import SPACE, ThemeSwitch


class PreferencesDialog(QDialog):
    """A few choices; accepted ones are kept at once."""

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
        self.face = QComboBox()
        self.face.addItem(self.tr("Serif"), "serif")
        self.face.addItem(self.tr("Sans"), "sans")
        self.face.setCurrentIndex(self.face.findData(settings.reading_face))
        form = QFormLayout()
        form.setSpacing(SPACE)
        form.addRow(self.tr("&Coder"), self.coder)
        form.addRow("", hint)
        form.addRow(self.tr("C&olours"), self.theme)
        form.addRow(self.tr("&Letters of the article"), self.face)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * SPACE, 2 * SPACE, 3 * SPACE, 2 * SPACE)
        layout.setSpacing(2 * SPACE)
        layout.addLayout(form)
        layout.addWidget(buttons)
        self.resize(420, self.sizeHint().height())

    def accept(self) -> None:
        """Keep the choices."""
        self._settings.coder = self.coder.text()
        self._settings.theme = self.theme.currentData()
        self._settings.reading_face = self.face.currentData()
        self._themes.choose(self.theme.currentData())
        super().accept()
