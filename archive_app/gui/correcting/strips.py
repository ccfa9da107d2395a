"""Notices over the reader: passages wait for review; a correction was begun and never saved."""

from PySide6.QtCore import QDateTime, QLocale, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from archive_app.gui.theme import SPACE, Theme


class Notice(QFrame):
    """A sentence and what can be done about it."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "notice")
        self.sentence = QLabel()
        self.sentence.setWordWrap(True)
        self.sentence.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(int(1.5 * SPACE), SPACE, SPACE, SPACE)
        self._row.addWidget(self.sentence, 1)
        self.hide()

    def add_button(self, words: str, hint: str) -> QPushButton:
        """Add something to do."""
        button = QPushButton(words)
        button.setToolTip(hint)
        self._row.addWidget(button)
        return button


class CorrectingStrips(QWidget):
    """Both notices, one below the other; as high as what they have to say."""

    review_requested = Signal()
    resume_requested = Signal()
    discard_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("correcting-strips")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._waiting, self._is_reviewing = 0, False
        self.draft = Notice()
        self.resume = self.draft.add_button(
            self.tr("Go On"), self.tr("Open the editor with what was typed then")
        )
        self.discard = self.draft.add_button(self.tr("Discard"), self.tr("Forget what was typed then"))
        self.review = Notice()
        self.begin_review = self.review.add_button(
            self.tr("Review…"), self.tr("Say where these passages belong in the corrected text")
        )
        self.resume.clicked.connect(self.resume_requested)
        self.discard.clicked.connect(self.discard_requested)
        self.begin_review.clicked.connect(self.review_requested)
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * SPACE, SPACE, 4 * SPACE, 0)
        column.setSpacing(SPACE)
        column.addWidget(self.draft)
        column.addWidget(self.review)
        self.set_theme(theme)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Follow the theme."""
        self.setStyleSheet(f"#correcting-strips {{ background: {theme.paper}; }}")

    def show_waiting(self, passages: int) -> None:
        """Say how many passages wait for review, or nothing."""
        self.review.sentence.setText(
            self.tr("1 passage needs review")
            if passages == 1
            else self.tr("%n passages need review", "", passages)
        )
        self._waiting = passages
        self._show(self.review, passages > 0 and not self._is_reviewing)

    def set_reviewing(self, on: bool) -> None:
        """Say nothing of what is being reviewed already."""
        self._is_reviewing = on
        self._show(self.review, self._waiting > 0 and not on)

    def show_draft(self, written: str | None, *, is_of_another_text: bool = False) -> None:
        """Say that a correction was not saved, when it was written (ISO 8601), or nothing."""
        if written is not None:
            when = QDateTime.fromString(written, Qt.DateFormat.ISODateWithMs).toLocalTime()
            shown = QLocale().toString(when, "d MMM yyyy, HH:mm")
            said = self.tr("A correction of this text was not saved ({0}).").format(shown)
            if is_of_another_text:
                said += " " + self.tr("The text has changed since: compare before you save.")
            self.draft.sentence.setText(said)
        self._show(self.draft, written is not None)

    def _show(self, notice: Notice, shown: bool) -> None:
        notice.setVisible(shown)
        self.setVisible(not self.draft.isHidden() or not self.review.isHidden())
