"""What stands in the reader's place while a text is corrected: a bar that says so, and the editor."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from archive_app.gui.correcting.editor import CorrectingEditor
from archive_app.gui.correcting.finding import ReplaceRow
from archive_app.gui.finding.bar import FindBar
from archive_app.gui.reader.appearance import Appearance
from archive_app.gui.theme import SPACE, Theme, leading_side


class CorrectingPage(QWidget):
    """The bar and the editor."""

    save_requested = Signal()
    cancel_requested = Signal()

    def __init__(self, appearance: Appearance, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("correcting-page")
        self.editor = CorrectingEditor(appearance)
        self.editor.left.connect(self._leave_one)
        self.find_bar = FindBar(theme)
        self.find_bar.field.setPlaceholderText(self.tr("Find in this text"))
        self.find_bar.field.setAccessibleName(self.tr("Find in this text"))
        self.replace_row = ReplaceRow(theme)
        sentence = QLabel(self.tr("Correcting the text. Passages move with it."))
        sentence.setProperty("role", "heading")
        sentence.setWordWrap(True)
        sentence.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.outlook = QLabel()
        self.outlook.setProperty("role", "caption")
        self.outlook.setWordWrap(True)
        self.trouble = QLabel()
        self.trouble.setWordWrap(True)
        self.trouble.hide()
        self.notice = QLabel(
            self.tr(
                "The article got another text meanwhile. Saving puts yours in its place;"
                " Versions of the Text keeps both."
            )
        )
        self.notice.setWordWrap(True)
        self.notice.hide()
        self.save = QPushButton(self.tr("Save"))
        self.save.setProperty("primary", True)
        self.save.setToolTip(self.tr("Make a new version of the text; Undo brings the old one back"))
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.setToolTip(self.tr("Leave the text as it was"))
        self.save.clicked.connect(self.save_requested)
        self.cancel.clicked.connect(self.cancel_requested)

        said = QVBoxLayout()
        said.setSpacing(SPACE // 4)
        said.addWidget(sentence)
        said.addWidget(self.outlook)
        said.addWidget(self.trouble)
        said.addWidget(self.notice)
        self.bar = QFrame()
        self.bar.setObjectName("correcting-bar")
        row = QHBoxLayout(self.bar)
        row.setContentsMargins(4 * SPACE, SPACE, 2 * SPACE, SPACE)
        row.setSpacing(SPACE)
        row.addLayout(said, 1)
        row.addWidget(self.cancel)
        row.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.find_bar)
        column.addWidget(self.replace_row)
        column.addWidget(self.editor, 1)
        QWidget.setTabOrder(self.replace_row.all, self.editor)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Follow the theme; the editor's colours come with its appearance."""
        self.bar.setStyleSheet(
            f"#correcting-bar {{ background: {theme.raised}; border: 0;"
            f" border-{leading_side()}: 3px solid {theme.accent}; border-bottom: 1px solid {theme.line}; }}"
        )
        for label in (self.trouble, self.notice):
            label.setStyleSheet(f"color: {theme.danger};")
        self.find_bar.set_theme(theme)
        self.replace_row.set_theme(theme)

    def show_outlook(self, passages: int, to_review: int) -> None:
        """Say how many passages saving would leave without a certain place."""
        if not passages:
            self.outlook.setText(self.tr("This article has no passages."))
        elif to_review:
            self.outlook.setText(self.tr("%n passage(s) would need review", "", to_review))
        elif passages == 1:
            self.outlook.setText(self.tr("The passage keeps its words"))
        else:
            self.outlook.setText(self.tr("All %n passages keep their words", "", passages))

    def show_trouble(self, sentence: str) -> None:
        """Say what is wrong with the draft; nothing when all is well."""
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))

    def show_other_text(self) -> None:
        """Say that the article got another text meanwhile, as by Undo."""
        self.notice.show()

    def set_busy(self, busy: bool) -> None:
        """Take no input while the text is being saved."""
        self.editor.setReadOnly(busy)
        self.save.setEnabled(not busy)
        self.cancel.setEnabled(not busy)

    def _leave_one(self) -> None:
        """Close the bar that finds, or else the editor."""
        if self.find_bar.isHidden():
            self.cancel_requested.emit()
        else:
            self.find_bar.close_requested.emit()
