"""What became of the single articles of one file, below the table of outcomes."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from archive_app.gui.icons import icon
from archive_app.gui.imports.cell import state_colour
from archive_app.gui.imports.wording import GLYPHS, article_sentence, state_word
from archive_app.gui.theme import SPACE, Theme
from archive_app.storage.import_reports import ArticleOutcome, FileOutcome

_HELD = Qt.ItemDataRole.UserRole
_MOST = 1000


class OutcomeDetails(QFrame):
    """One file with its articles; each can be opened, or restored if it was deleted."""

    article_chosen = Signal(int)
    """Carries the key of an article to open."""
    restore_requested = Signal(list)
    """Carries the identities of deleted articles to bring back."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self._theme = theme
        self._outcome: FileOutcome | None = None
        self.path = QLabel()
        self.path.setProperty("role", "caption")
        self.path.setTextFormat(Qt.TextFormat.PlainText)
        self.path.setWordWrap(True)
        self.path.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.sentence = QLabel()
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setWordWrap(True)
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.articles = QTreeWidget()
        self.articles.setAccessibleName(self.tr("Articles of the file"))
        self.articles.setHeaderLabels([self.tr("No."), self.tr("Outcome"), self.tr("Article")])
        self.articles.setRootIsDecorated(False)
        self.articles.setUniformRowHeights(True)
        self.articles.header().resizeSection(0, 56)
        self.articles.header().resizeSection(1, 120)
        self.articles.itemActivated.connect(lambda item, _column: self._open(item))
        self.articles.currentItemChanged.connect(lambda *_: self._enable())
        self.open = QPushButton(self.tr("Open Article"))
        self.open.clicked.connect(lambda: self._open(self.articles.currentItem()))
        self.restore = QPushButton(self.tr("Restore Deleted"))
        self.restore.setToolTip(self.tr("Bring the deleted article back with its passages and tags"))
        self.restore.clicked.connect(lambda: self.restore_requested.emit(self._deleted()))
        buttons = QVBoxLayout()
        buttons.addWidget(self.open)
        buttons.addWidget(self.restore)
        buttons.addStretch()
        self._below = QWidget()
        row = QHBoxLayout(self._below)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.articles, 1)
        row.addLayout(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * SPACE, SPACE, 2 * SPACE, SPACE)
        column.addWidget(self.path)
        column.addWidget(self.sentence)
        column.addWidget(self._below, 1)
        column.addStretch()
        self.show_outcome(None)

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        self.show_outcome(self._outcome)

    def show_outcome(self, outcome: FileOutcome | None) -> None:
        """Show another file, or none."""
        self._outcome = outcome
        self.setVisible(outcome is not None)
        self.articles.clear()
        if outcome is None:
            return
        self.path.setText(" · ".join(part for part in (outcome.path, outcome.reader) if part))
        self.sentence.setText("\n".join((*filter(None, (outcome.reason,)), *outcome.warnings)))
        self.sentence.setVisible(bool(self.sentence.text()))
        for article in outcome.articles[:_MOST]:
            number = str(article.number) if article.number is not None else ""
            item = QTreeWidgetItem([number, state_word(article.state), article_sentence(article)])
            colour = state_colour(article.state, self._theme)
            item.setIcon(1, icon(GLYPHS[article.state], self._theme, colour=colour))
            item.setForeground(1, QColor(colour))
            item.setToolTip(2, article_sentence(article))
            item.setData(0, _HELD, article)
            self.articles.addTopLevelItem(item)
        self._below.setVisible(bool(outcome.articles))
        if outcome.articles:
            self.articles.setCurrentIndex(self.articles.model().index(0, 0))
        self._enable()

    def _chosen(self) -> ArticleOutcome | None:
        item = self.articles.currentItem()
        held: ArticleOutcome | None = item.data(0, _HELD) if item is not None else None
        return held

    def _deleted(self) -> list[str]:
        articles = self._outcome.articles if self._outcome is not None else ()
        return list(dict.fromkeys(article.deleted_uid for article in articles if article.deleted_uid))

    def _enable(self) -> None:
        chosen = self._chosen()
        self.open.setEnabled(chosen is not None and bool(chosen.article_id or chosen.of_id))
        self.restore.setVisible(bool(self._deleted()))

    def _open(self, item: QTreeWidgetItem | None) -> None:
        article: ArticleOutcome | None = item.data(0, _HELD) if item is not None else None
        key = (article.article_id or article.of_id) if article is not None else None
        if key:
            self.article_chosen.emit(key)
