"""The list of what a search found."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from archive_app.gui.icons import pixmap
from archive_app.gui.lists.empty import EmptyState
from archive_app.gui.lists.table import CardTable
from archive_app.gui.search.card import HEADING_HEIGHT, HIT_HEIGHT, HitDelegate
from archive_app.gui.search.model import ResultModel, result_rows
from archive_app.gui.search.suggesting import Suggestion, suggestions
from archive_app.gui.theme import SPACE, Theme

if TYPE_CHECKING:  # the window is on screen before searching is imported
    from collections.abc import Sequence

    from sqlmodel import Session

    from archive_app.gui.workspace import Workspace
    from archive_app.operations.searching import SearchResult
    from archive_app.storage.queries import PassageCard

_PATIENCE = 250  # milliseconds before it is said that a search takes its time


class ResultList(QWidget):
    """Articles and passages that were found, apart, each with its snippet."""

    hit_chosen = Signal(object)
    """Carries the :class:`~archive_app.operations.searching.Hit` that was clicked or opened with Enter."""
    left_upwards = Signal()
    """Up was pressed on the first hit."""
    query_suggested = Signal(str)
    """Carries a query that may find more."""
    summary_changed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace: Workspace | None = None
        self._theme = theme
        self._query, self._undated_query = "", ""
        self._total: int | None = None
        self.is_waiting = False
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE)
        self._patience.timeout.connect(self._tell_summary)
        self.model = ResultModel(self)
        self.table = ResultTable(self.model)
        self.table.setAccessibleName(self.tr("What was found"))
        self._delegate = HitDelegate(self.table, self.model, theme)
        self.table.setItemDelegate(self._delegate)
        self.notice = QFrame()
        self.notice.setProperty("role", "notice")
        self._notice_icon = QLabel()
        self._notice_text = QLabel()
        self._notice_text.setWordWrap(True)
        self._notice_text.setProperty("role", "caption")
        self._notice_text.setTextFormat(Qt.TextFormat.PlainText)
        row = QHBoxLayout(self.notice)
        row.setContentsMargins(SPACE, SPACE * 3 // 4, SPACE, SPACE * 3 // 4)
        row.addWidget(self._notice_icon, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._notice_text, 1)
        self.undated_button = QPushButton(self.tr("Show undated"))
        self.undated_button.setProperty("flat", True)
        self.undated_button.setToolTip(self.tr("Search for what has no date instead"))
        row.addWidget(self.undated_button, 0, Qt.AlignmentFlag.AlignVCenter)
        self._notice_place = QWidget()
        holder = QVBoxLayout(self._notice_place)
        holder.setContentsMargins(SPACE * 3 // 2, SPACE // 2, SPACE * 3 // 2, SPACE // 2)
        holder.addWidget(self.notice)
        self.nothing = EmptyState("", "", theme)
        self._buttons: list[QPushButton] = []
        self._pages = QStackedWidget()
        self._blank = QWidget()
        for page in (self._blank, self.table, self.nothing):
            self._pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._notice_place)
        column.addWidget(self._pages, 1)
        self._notice_place.hide()
        self.undated_button.clicked.connect(lambda: self.query_suggested.emit(self._undated_query))
        self.table.clicked_alone.connect(self._choose)
        self.table.opened.connect(self._choose)
        self.table.left_upwards.connect(self.left_upwards)
        self.set_theme(theme)

    def set_workspace(self, workspace: "Workspace | None") -> None:
        """Read the tags of passages from another archive."""
        self._workspace = workspace
        self.clear()

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        self._delegate.set_theme(theme)
        self.nothing.set_theme(theme)
        self._notice_icon.setPixmap(pixmap("info", theme.warning, 16, ratio=self.devicePixelRatioF()))

    # What is shown ------------------------------------------------------------------------------

    @property
    def summary(self) -> str:
        """How much was found, or that it is being searched."""
        if self.is_waiting and (self._total is None or not self._patience.isActive()):
            return self.tr("Searching…")
        if self._total is None:
            return ""
        if self._total == 1:
            return self.tr("1 result")
        return self.tr("%Ln results", "", self._total) if self._total else self.tr("Nothing found")

    def await_results(self, query: str) -> None:
        """Keep what is shown until this query is answered."""
        self._query = query
        self.is_waiting = True
        if not self._patience.isActive():
            self._patience.start()

    def show_searching(self) -> None:
        """Say that a search is under way."""
        self.is_waiting = True
        if not self._patience.isActive():
            self._patience.start()

    def show_results(self, result: "SearchResult", query: str) -> None:
        """Show what a query found."""
        self._patience.stop()
        self.is_waiting = False
        self._query, self._total = query, result.total
        self.model.show(result_rows(result))
        self.table.set_heights()
        self.table.scrollToTop()
        self._read_tags([hit.passage_id for hit in result.hits if hit.passage_id is not None])
        self._undated_query = result.undated_query
        self.undated_button.setVisible(bool(result.undated_query))
        notices = list(result.ignored)
        if result.suggestion is not None and result.hits:
            notices.append(self.tr("Did you mean “{query}”?").format(query=result.suggestion))
        if not result.is_complete:
            notices.append(self.tr("The archive is still being indexed; more may be found in a moment."))
        self._notice_text.setText("\n".join(notices))
        self._notice_place.setVisible(bool(notices))
        if self.model.rows:
            self._pages.setCurrentWidget(self.table)
        else:
            self._show_nothing(query, result.suggestion)
        self._tell_summary()

    def clear(self) -> None:
        """Show nothing: the search is over."""
        self._patience.stop()
        self._query, self._total, self.is_waiting = "", None, False
        self.model.show([])
        self._notice_place.hide()
        self._pages.setCurrentWidget(self._blank)
        self._tell_summary()

    def _show_nothing(self, query: str, spelt: str | None) -> None:
        for button in self._buttons:
            button.deleteLater()
        self.nothing.set_sentence(
            self.tr("Nothing found for “{query}”.").format(query=query)
            + "\n"
            + self.tr("Check the spelling, or try fewer or shorter words.")
        )
        offered = suggestions(query)
        if spelt is not None:
            offered.insert(0, Suggestion(self.tr("Did you mean “{query}”?").format(query=spelt), spelt))
        self._buttons = [self._button(suggestion) for suggestion in offered[:2]]
        self._pages.setCurrentWidget(self.nothing)

    def _button(self, suggestion: Suggestion) -> QPushButton:
        button = self.nothing.add_button(suggestion.title)
        button.clicked.connect(lambda: self.query_suggested.emit(suggestion.query))
        return button

    def _tell_summary(self) -> None:
        self.summary_changed.emit(self.summary)

    def _read_tags(self, passage_ids: "list[int]") -> None:
        self._delegate.passages = {}
        if self._workspace is None or not passage_ids:
            return

        def read(session: "Session") -> "Sequence[PassageCard]":
            from archive_app.storage import queries

            return queries.passage_cards(session, passage_ids)

        self._workspace.read(read, self._show_tags, latest="tags of results")

    def _show_tags(self, cards: "Sequence[PassageCard]") -> None:
        self._delegate.passages = {card.id: card for card in cards}
        self.table.viewport().update()

    # What is chosen -----------------------------------------------------------------------------

    def enter_list(self) -> None:
        """Give the keyboard to the first hit."""
        if self.model.rows:
            self.table.enter_list()

    def open_first(self) -> None:
        """Choose the hit that the keyboard is on, or else the first."""
        if self.model.rows:
            row = self.table.currentIndex().row()
            first = row if row > 0 else self.table.first_row
            self.table.setCurrentIndex(self.model.index(first, 0))
            self._choose(first)

    def _choose(self, row: int) -> None:
        hit = self.model.rows[row].hit
        if hit is not None:
            self.hit_chosen.emit(hit)


class ResultTable(CardTable):
    """The hits of one search with their headings; the keyboard passes over headings."""

    def __init__(self, model: ResultModel) -> None:
        super().__init__(model, HIT_HEIGHT)
        self._results = model
        self.first_row = 1
        self.play_list()
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)

    def set_heights(self) -> None:
        """Make headings lower than hits."""
        for row in range(len(self._results.rows)):
            self.setRowHeight(row, HEADING_HEIGHT if self._results.is_heading(row) else HIT_HEIGHT)

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Step over headings."""
        index = super().moveCursor(action, modifiers)
        if not index.isValid() or not self._results.is_heading(index.row()):
            return index
        step = -1 if index.row() < self.currentIndex().row() and index.row() > 0 else 1
        return self._results.index(index.row() + step, 0)
