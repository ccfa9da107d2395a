"""Pasted text as an article: the text, and what it says about itself."""

from dataclasses import dataclass

from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from archive_app.gui.theme import SPACE


@dataclass(frozen=True)
class PastedArticle:
    """What the person gave."""

    text: str
    title: str
    outlet: str
    authors: str
    published: str
    url: str


class PasteDialog(QDialog):
    """Asks for a text, with the clipboard's in it to begin with."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Paste Text as Article"))
        self.resize(680, 560)
        self.text = QPlainTextEdit(QApplication.clipboard().text())
        self.text.setAccessibleName(self.tr("Text of the article"))
        self.text.setPlaceholderText(self.tr("Paste the article's text here"))
        self.title, self.outlet, self.authors = QLineEdit(), QLineEdit(), QLineEdit()
        self.published, self.url = QLineEdit(), QLineEdit()
        self.title.setPlaceholderText(self.tr("The first line, when it reads like a headline"))
        self.published.setPlaceholderText(self.tr("2019-04-16, 2019-04 or 2019"))
        form = QFormLayout()
        form.setSpacing(SPACE)
        for label, field in (
            (self.tr("&Title"), self.title),
            (self.tr("&Outlet"), self.outlet),
            (self.tr("&Authors"), self.authors),
            (self.tr("&Published"), self.published),
            (self.tr("&Web address"), self.url),
        ):
            form.addRow(label, field)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.add = buttons.addButton(self.tr("Add Article"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.add.setProperty("primary", True)
        self.add.setEnabled(bool(self.text.toPlainText().strip()))
        self.text.textChanged.connect(lambda: self.add.setEnabled(bool(self.text.toPlainText().strip())))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        layout.setSpacing(int(1.5 * SPACE))
        layout.addWidget(self.text, 1)
        layout.addLayout(form)
        layout.addWidget(buttons)

    def article(self) -> PastedArticle:
        """Return what was given."""
        return PastedArticle(
            self.text.toPlainText(), self.title.text(), self.outlet.text(), self.authors.text(),
            self.published.text(), self.url.text(),
        )  # fmt: skip
