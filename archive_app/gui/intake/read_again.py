"""Asks how an article's original shall be read again."""

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from archive_app.gui.theme import SPACE
from archive_app.importing.tesseract import OCR_LANGUAGES, Tesseract

_ENCODINGS = (
    "utf-8", "windows-1252", "iso-8859-1", "iso-8859-2", "iso-8859-15", "windows-1250", "windows-1251",
    "koi8-r", "windows-1253", "windows-1254", "windows-1255", "windows-1256", "iso-8859-6",
    "gb18030", "big5",
    "shift_jis", "euc-jp", "euc-kr",
)  # fmt: skip


class ReadAgainDialog(QDialog):
    """Which encoding the file is in, what the main text of a web page is, and the languages of scans."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Read the Original Again"))
        self.resize(540, 380)
        said = QLabel(
            self.tr(
                "The file that “{title}” came from is read again as you say here. Where the text differs, it "
                "becomes a new version: passages move along, and those without a certain place wait for "
                "review. Undo takes it back."
            ).format(title=title)
        )
        said.setTextFormat(Qt.TextFormat.PlainText)
        said.setWordWrap(True)
        self.extractor = QComboBox()
        for name, value in (
            (self.tr("As usual"), ""),
            (self.tr("As a second program finds it"), "readability"),
            (self.tr("All the text of the page"), "everything"),
        ):
            self.extractor.addItem(name, value)
        self.encoding = QComboBox()
        self.encoding.addItem(self.tr("As recognised"), "")
        for name in _ENCODINGS:
            self.encoding.addItem(name, name)
        self.languages = QListWidget()
        self.languages.setMaximumHeight(110)
        self.languages.setStyleSheet("QListWidget { padding: 4px; } QListWidget::item { padding: 3px 6px; }")
        self.languages.setAccessibleName(self.tr("Languages of scanned pages"))
        self.no_languages = QLabel(self.tr("Looking for Tesseract…"))
        self.no_languages.setProperty("role", "caption")
        self.no_languages.setWordWrap(True)
        self.languages.hide()
        form = QFormLayout()
        form.setSpacing(SPACE)
        form.addRow(self.tr("&Main text of a web page"), self.extractor)
        form.addRow(self.tr("&Encoding"), self.encoding)
        scanned = QVBoxLayout()
        scanned.addWidget(self.languages)
        scanned.addWidget(self.no_languages)
        form.addRow(self.tr("Languages of scanned pages"), scanned)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        read = buttons.addButton(self.tr("Read Again"), QDialogButtonBox.ButtonRole.AcceptRole)
        read.setProperty("primary", True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        layout.setSpacing(2 * SPACE)
        layout.addWidget(said)
        layout.addLayout(form)
        layout.addStretch(1)
        layout.addWidget(buttons)

    def offer_languages(self, tesseract: Tesseract | None) -> None:
        """List what Tesseract can read here, or say that it is not installed."""
        if tesseract is None:
            self.no_languages.setText(
                self.tr(
                    "Scanned pages cannot be read here, because Tesseract is not installed. Install it with "
                    "the languages that you need, then open this again."
                )
            )
            return
        for code in tesseract.languages:
            known = QLocale.codeToLanguage(code.partition("_")[0])
            name = QLocale.languageToString(known) if known != QLocale.Language.AnyLanguage else ""
            item = QListWidgetItem(f"{name} ({code})" if name else code, self.languages)
            item.setData(Qt.ItemDataRole.UserRole, code)
            item.setCheckState(Qt.CheckState.Unchecked)
        self.languages.setCurrentRow(0)
        self.languages.show()
        self.no_languages.setText(self.tr("Tick none to let Tesseract choose; few are quicker and surer."))

    def settings(self) -> dict[str, str]:
        """Return what was chosen, as readers take it."""
        items = (self.languages.item(row) for row in range(self.languages.count()))
        ticked = [
            str(item.data(Qt.ItemDataRole.UserRole))
            for item in items
            if item.checkState() is Qt.CheckState.Checked
        ]
        chosen = {
            "extractor": self.extractor.currentData(),
            "encoding": self.encoding.currentData(),
            OCR_LANGUAGES: "+".join(ticked),
        }
        return {name: value for name, value in chosen.items() if value}
