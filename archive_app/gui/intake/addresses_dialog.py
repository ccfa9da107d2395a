"""Asks for web addresses, says which of them can be fetched, and that this goes to the internet now."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListWidget,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from archive_app.gui.lists.wording import number
from archive_app.gui.theme import SPACE
from archive_app.importing.web.addresses import AddressList, addresses_in
from archive_app.model.web_links import WebLink

_PAUSE = 120  # milliseconds after the last key
_AT_ONCE = 500  # lines that are looked at in one turn of the event loop
_MOST_SHOWN = 200
_ROWS_SEEN = 6


class AddressesDialog(QDialog):
    """A box for addresses, one a line, and beneath it what is wrong with which of them."""

    def __init__(self, links: Sequence[WebLink] = (), parent: QWidget | None = None) -> None:
        """Ask for addresses, with those of ``links`` in the box to begin with."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("Import from Web Addresses"))
        self.resize(680, 520)
        self._known: Mapping[str, WebLink] = {link.url: link for link in links}
        self._found = AddressList(())
        self._lines: list[str] = []
        self._parts: list[tuple[int, AddressList]] = []
        self.text = QPlainTextEdit("\n".join(self._known))
        self.text.setAccessibleName(self.tr("Web addresses, one a line"))
        self.text.setPlaceholderText(self.tr("Type or paste web addresses here, one a line"))
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setTabChangesFocus(True)
        self.counted = QLabel()
        """How many can be fetched."""
        self.counted.setProperty("role", "heading")
        self.counted.setWordWrap(True)
        self.problems = QListWidget()
        self.problems.setAccessibleName(self.tr("Lines that cannot be fetched, with the reason"))
        self.problems.setWordWrap(True)
        self.problems.setStyleSheet("QListWidget { padding: 6px; } QListWidget::item { padding: 2px 4px; }")
        self.problems.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.problems.itemActivated.connect(self._go_to_line)
        self.problems.itemClicked.connect(self._go_to_line)
        self._explained = QLabel(
            self.tr(
                "The pages are fetched from the internet now, at most one in two seconds from each site, and "
                "only where the site allows it. Nothing else is sent than the request for the page."
            )
        )
        self._explained.setWordWrap(True)
        self._explained.setProperty("role", "caption")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.fetch = buttons.addButton(self.tr("Fetch Pages"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.fetch.setProperty("primary", True)
        buttons.accepted.connect(self._accept_when_looked_at)
        buttons.rejected.connect(self.reject)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._look)
        self.text.textChanged.connect(self._changed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        layout.setSpacing(int(1.5 * SPACE))
        for part in (self.text, self.counted, self.problems, self._explained, buttons):
            layout.addWidget(part, 1 if part is self.text else 0)
        self._changed()

    def links(self) -> list[WebLink]:
        """Return what is to be fetched, with what a list said of it."""
        return [self._known.get(url, WebLink(url)) for url in self._found.urls]

    def _changed(self) -> None:
        self._parts = []
        self._pause.start(_PAUSE if self.text.toPlainText() else 0)
        self.fetch.setEnabled(False)

    def _look(self) -> None:
        """Look at some lines; a long list takes several turns, so that typing stays quick."""
        if not self._parts:
            self._lines = self.text.toPlainText().split("\n")
        start = len(self._parts) * _AT_ONCE
        self._parts.append((start, addresses_in("\n".join(self._lines[start : start + _AT_ONCE]))))
        if start + _AT_ONCE < len(self._lines):
            self._pause.start(0)
            return
        urls = [url for _, part in self._parts for url in part.urls]
        once = tuple(dict.fromkeys(urls))
        repeated = len(urls) - len(once) + sum(part.repeated for _, part in self._parts)
        self._found = AddressList(once, (), repeated)
        self._show()

    def _show(self) -> None:
        problems = [(start + one.line, one) for start, part in self._parts for one in part.invalid]
        self.problems.clear()
        for line, one in problems[:_MOST_SHOWN]:
            self.problems.addItem(self.tr("Line {0}: {1} – {2}").format(line, one.written, one.reason))
            self.problems.item(self.problems.count() - 1).setData(Qt.ItemDataRole.UserRole, line)
        self.problems.setVisible(bool(problems))
        rows = self.problems.sizeHintForRow(0) * min(len(problems), _ROWS_SEEN)
        self.problems.setFixedHeight(rows + 2 * self.problems.frameWidth() + 2 * SPACE)
        count = len(self._found.urls)
        said = [self.tr("{0} can be fetched").format(number(count))]
        if problems:
            said.append(self.tr("{0} cannot").format(number(len(problems))))
        if self._found.repeated:
            said.append(self.tr("{0} repeated").format(number(self._found.repeated)))
        nothing = self.tr("No address yet.")
        self.counted.setText(", ".join(said) + "." if count or problems else nothing)
        self.fetch.setEnabled(count > 0)

    def _go_to_line(self) -> None:
        item = self.problems.currentItem()
        if item is None:
            return
        block = self.text.document().findBlockByNumber(int(item.data(Qt.ItemDataRole.UserRole)) - 1)
        cursor = self.text.textCursor()
        cursor.setPosition(block.position())
        cursor.movePosition(cursor.MoveOperation.EndOfBlock, cursor.MoveMode.KeepAnchor)
        self.text.setTextCursor(cursor)
        self.text.setFocus()

    def _accept_when_looked_at(self) -> None:
        if self.fetch.isEnabled():
            self.accept()
