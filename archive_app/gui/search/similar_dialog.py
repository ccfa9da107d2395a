"""What is like an article or passage, in a window beside the reader."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFrame, QLabel, QVBoxLayout, QWidget

from archive_app.gui.search.results import ResultList
from archive_app.gui.theme import SPACE, Theme
from archive_app.gui.workspace import Workspace
from archive_app.model.errors import ArchiveError
from archive_app.operations.more_like_this import Similar, similar_to_article, similar_to_passage
from archive_app.operations.searching import Searching, SearchResult
from archive_app.search.mapped import DamagedIndex

_WORDS = 12  # telling words that are named
_LONGEST = 120  # characters of a passage in the heading


class SimilarDialog(QDialog):
    """Stays open while hits are read: Enter or a click opens one."""

    hit_chosen = Signal(object)
    """Carries the :class:`~archive_app.operations.searching.Hit` to open."""

    def __init__(
        self,
        workspace: Workspace,
        searching: Searching,
        theme: Theme,
        parent: QWidget,
        *,
        article_id: int = 0,
        passage_id: int = 0,
    ) -> None:
        """Make one for an article or a passage, by key."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("More Like This"))
        self.setWindowFlag(Qt.WindowType.Tool)
        self.resize(520, 640)
        self.is_looking = True
        """Whether nothing is shown yet."""
        self.heading = QLabel(self.tr("Looking…"))
        self.heading.setProperty("role", "heading")
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.heading.setWordWrap(True)
        self.words = QLabel()
        self.words.setProperty("role", "caption")
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.results = ResultList(theme)
        self.results.set_workspace(workspace)
        card = QFrame()
        card.setProperty("role", "panel")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.results)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        column.setSpacing(SPACE)
        column.addWidget(self.heading)
        column.addWidget(self.words)
        column.addWidget(card, 1)
        column.addWidget(buttons)
        self.results.hit_chosen.connect(self.hit_chosen)

        def look() -> Similar | str:
            try:
                if passage_id:
                    return similar_to_passage(searching, passage_id)
                return similar_to_article(searching, article_id)
            except (ArchiveError, DamagedIndex) as error:
                return str(error)

        workspace.compute(look, self._show)

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self.results.set_theme(theme)

    def _show(self, found: Similar | str) -> None:
        self.is_looking = False
        if isinstance(found, str):
            self.heading.setText(found)
            return
        title = found.title if len(found.title) <= _LONGEST else found.title[:_LONGEST].rstrip() + "…"
        self.heading.setText(self.tr("Like “{0}”").format(title))
        hits = [each.hit for each in (*found.articles, *found.passages)]
        if hits:
            named = ", ".join(found.words[:_WORDS])
            self.words.setText(self.tr("By its most telling words: {0}").format(named))
            counts = len(hits), len(found.articles), len(found.passages)
            self.results.show_results(SearchResult(*counts, tuple(hits)), found.title)
            self.results.enter_list()
        else:
            self.words.setText(self.tr("Nothing else in the archive has its telling words."))
