"""Pasted text as an article: the text, and what it says about itself."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from archive_app.gui.dialogs import Dialogs, QtDialogs
from archive_app.gui.inspector.keeping import plain_text
from archive_app.gui.theme import DARK, LIGHT, SPACE


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
    """Asks for a text, with the clipboard's in it to begin with; stays open until it is an article.

    Whoever answers ``add_requested`` ends it with ``accept`` when the article is on disk, or with
    :meth:`complain`. Where nobody listens, adding accepts at once.
    """

    add_requested = Signal()
    """The person wants :meth:`article` added."""

    def __init__(self, parent: QWidget | None = None, dialogs: Dialogs | None = None) -> None:
        super().__init__(parent)
        self._dialogs = dialogs or QtDialogs(self)
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
        self._is_adding = False
        self.complaint = QLabel()
        """Why the text was not added."""
        theme = DARK if self.palette().window().color().lightness() < 128 else LIGHT
        self.complaint.setStyleSheet(f"color: {theme.danger};")
        self.complaint.setWordWrap(True)
        self.complaint.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.complaint.hide()
        self._enable()
        self.text.textChanged.connect(self._enable)
        buttons.accepted.connect(self._ask)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        layout.setSpacing(int(1.5 * SPACE))
        layout.addWidget(self.text, 1)
        layout.addLayout(form)
        layout.addWidget(self.complaint)
        layout.addWidget(buttons)

    def article(self) -> PastedArticle:
        """Return what was given."""
        return PastedArticle(
            plain_text(self.text.document()), self.title.text(), self.outlet.text(), self.authors.text(),
            self.published.text(), self.url.text(),
        )  # fmt: skip

    def complain(self, sentence: str) -> None:
        """Say why it was not added; everything stays as it was given."""
        self._is_adding = False
        self.complaint.setText(sentence)
        self.complaint.show()
        self._enable()

    def reject(self) -> None:
        """Close without an article; what was typed is asked about first, what the clipboard held is not."""
        if self._is_adding:
            return  # The answer is on its way.
        fields = (self.title, self.outlet, self.authors, self.published, self.url)
        typed = self.text.document().isModified() or any(field.isModified() for field in fields)
        if not typed or self._dialogs.confirm(
            self.windowTitle(),
            self.tr("What you typed here is not in the archive yet. Discard it?"),
            self.tr("Discard"),
        ):
            super().reject()

    def _ask(self) -> None:
        if self._is_adding:
            return
        self._is_adding = True
        self.complaint.hide()
        self._enable()
        self.add_requested.emit()

    def _enable(self) -> None:
        self.add.setEnabled(not self._is_adding and bool(self.text.toPlainText().strip()))
