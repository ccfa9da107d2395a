"""The window of articles that are much alike: pairs on the left, both texts side by side on the right."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QScrollBar,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from sqlmodel import Session

from archive_app.gui.correcting.marked_text import MarkedText, Part, Run, new_side, old_side
from archive_app.gui.duplicates.search_job import LikenessJob
from archive_app.gui.lists.empty import EmptyState
from archive_app.gui.lists.wording import joined, number, short_date
from archive_app.gui.theme import SPACE, Theme
from archive_app.gui.workspace import Workspace
from archive_app.model.text_diff import difference
from archive_app.model.values import LinkKind
from archive_app.operations.duplicates import (
    Merged,
    keep_both,
    link_as_agency_copy,
    link_as_versions,
    merge_articles,
)
from archive_app.operations.near_duplicates import NearPair
from archive_app.storage.archive import Archive
from archive_app.storage.queries import ArticleCard, article_cards, article_text

_PAIR = Qt.ItemDataRole.UserRole
_MOST_PAIRS = 2_000
_LONGEST = 60_000  # code points of each text that are compared and shown


@dataclass(frozen=True)
class SideBySide:
    """Two articles with their texts, what differs marked."""

    cards: tuple[ArticleCard, ArticleCard]
    runs: tuple[list[Run], list[Run]]


class DuplicatesWindow(QDialog):
    """Finds pairs, shows them one by one, and does what the person decides."""

    said = Signal(str)
    """Carries a short sentence for the status bar."""
    article_chosen = Signal(int)

    def __init__(self, workspace: Workspace, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._job: LikenessJob | None = None
        self._is_over = False
        self._is_deciding = False
        self._is_scrolling = False
        self.setWindowTitle(self.tr("Articles That Are Much Alike"))
        self.resize(1180, 720)
        self._build(theme)
        self.look()

    def _build(self, theme: Theme) -> None:
        self.heading = QLabel()
        self.heading.setProperty("role", "heading")
        self.heading.setWordWrap(True)
        self.again = QPushButton(self.tr("Look Again"))
        self.again.clicked.connect(self.look)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("How far the search is"))
        self.pairs = QListWidget()
        self.pairs.setAccessibleName(self.tr("Pairs of articles"))
        self.pairs.setWordWrap(True)
        self.pairs.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.pairs.setStyleSheet("QListWidget::item { padding: 8px 12px; }")
        self.pairs.currentItemChanged.connect(lambda *_: self._show_pair())
        sides = QGridLayout()
        sides.setSpacing(SPACE)
        self.titles = (QLabel(), QLabel())
        self.texts = (MarkedText(theme), MarkedText(theme))
        names = (self.tr("The earlier import"), self.tr("The later import"))
        for at, (title, text, name) in enumerate(zip(self.titles, self.texts, names, strict=True)):
            title.setTextFormat(Qt.TextFormat.PlainText)
            title.setWordWrap(True)
            title.setProperty("role", "heading")
            text.setAccessibleName(name)
            text.setStyleSheet(
                f"MarkedText {{ background: {theme.raised}; border: 1px solid {theme.line}; padding: 8px; }}"
            )
            sides.addWidget(title, 0, at)
            sides.addWidget(text, 1, at)
            sides.setColumnStretch(at, 1)
        sides.setRowStretch(1, 1)
        left, right_bar = (text.verticalScrollBar() for text in self.texts)
        left.valueChanged.connect(lambda: self._scroll_along(left, right_bar))
        right_bar.valueChanged.connect(lambda: self._scroll_along(right_bar, left))
        self.likeness = QLabel()
        self.likeness.setProperty("role", "caption")
        self.likeness.setWordWrap(True)
        self.keep = self._button(
            self.tr("&Keep Both"), self.tr("They are two articles; do not propose them again"), keep_both
        )
        self.versions = self._button(
            self.tr("Link as &Versions"),
            self.tr("An earlier and a later state of the same article; both stay"),
            link_as_versions,
        )
        self.agency = self._button(
            self.tr("Link as &Agency Copy"),
            self.tr("The same agency's report in two outlets; both stay"),
            link_as_agency_copy,
        )
        self.merge_left = QPushButton(self.tr("Merge into the &Left"))
        self.merge_right = QPushButton(self.tr("Merge into the &Right"))
        for button, keeps_left in ((self.merge_left, True), (self.merge_right, False)):
            button.setToolTip(
                self.tr("One article stays; passages, tags and metadata of the other move over. One undo")
            )
            button.clicked.connect(lambda _checked=False, left=keeps_left: self._merge(left))
        deciding = QHBoxLayout()
        deciding.setSpacing(SPACE)
        for button in (self.keep, self.versions, self.agency):
            deciding.addWidget(button)
        deciding.addStretch(1)
        for button in (self.merge_left, self.merge_right):
            deciding.addWidget(button)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(SPACE, 0, 0, 0)
        column.addWidget(self.likeness)
        column.addLayout(sides, 1)
        column.addLayout(deciding)
        both = QSplitter(Qt.Orientation.Horizontal)
        both.addWidget(self.pairs)
        both.addWidget(right)
        both.setSizes([310, 860])
        both.setStretchFactor(1, 1)
        both.setChildrenCollapsible(False)
        self._nothing = EmptyState("", "", theme)
        self._pages = QStackedWidget()
        self._both = both
        for page in (self._nothing, both):
            self._pages.addWidget(page)
        top = QHBoxLayout()
        top.addWidget(self.heading, 1)
        top.addWidget(self.again)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        layout.setSpacing(SPACE)
        layout.addLayout(top)
        layout.addWidget(self.bar)
        layout.addWidget(self._pages, 1)

    def _button(self, title: str, tip: str, decide: Callable[..., Any]) -> QPushButton:
        button = QPushButton(title)
        button.setToolTip(tip)
        button.clicked.connect(lambda: self._decide(decide))
        return button

    def done(self, result: int) -> None:
        """Close, and stop looking."""
        self._is_over = True
        self._stop()
        super().done(result)

    # Looking ------------------------------------------------------------------------------------

    def look(self) -> None:
        """Look through the whole archive."""
        self._stop()
        job = LikenessJob(self._workspace.archive.places.folder, self)
        job.progressed.connect(self._show_progress)
        job.found.connect(self._show_found)
        job.failed.connect(self._show_failed)
        job.broken.connect(self._workspace.broken)
        self._job = job
        self.again.setEnabled(False)
        self.bar.setRange(0, 0)
        self.bar.show()
        self.heading.setText(self.tr("Comparing all articles…"))
        job.start()

    def _stop(self) -> None:
        if self._job is not None:
            self._job.stop()
            self._job.deleteLater()
            self._job = None

    def _show_progress(self, done: int, total: int) -> None:
        self.bar.setRange(0, max(total, 1))
        self.bar.setValue(done)

    def _show_failed(self, sentence: str) -> None:
        self.bar.hide()
        self.again.setEnabled(True)
        self.heading.setText(sentence)

    def _show_found(self, pairs: Sequence[NearPair]) -> None:
        self.bar.hide()
        self.again.setEnabled(True)
        shown = list(pairs[:_MOST_PAIRS])
        keys = sorted({key for pair in shown for key in (pair.article_id, pair.other_id)})

        def list_them(cards: Sequence[ArticleCard]) -> None:
            if not self._is_over:
                self._list(shown, {card.id: card for card in cards}, len(pairs))

        self._workspace.read(lambda session: article_cards(session, keys), list_them, latest="much alike")

    def _list(self, pairs: Sequence[NearPair], cards: dict[int, ArticleCard], total: int) -> None:
        self.pairs.clear()
        for pair in pairs:
            if pair.article_id in cards and pair.other_id in cards:
                one, other = cards[pair.article_id], cards[pair.other_id]
                outlets = joined(*dict.fromkeys(filter(None, (one.outlet, other.outlet))))
                words = joined(self._kind(pair.kind), self._per_cent(pair.containment), outlets)
                item = QListWidgetItem(f"{one.title or other.title}\n{words}")
                item.setData(_PAIR, pair)
                self.pairs.addItem(item)
        self._tell(total)
        self.pairs.setCurrentRow(0)
        self.pairs.setFocus()

    def _tell(self, total: int) -> None:
        if total:
            self.heading.setText(self.tr("%n pair(s) of articles are much alike", "", total))
            self._pages.setCurrentWidget(self._both)
        else:
            self.heading.setText(self.tr("No two articles are much alike."))
            self._nothing.set_sentence(
                self.tr("Articles count as much alike when they share at least half of what they say.")
            )
            self._pages.setCurrentWidget(self._nothing)

    def _kind(self, kind: LinkKind) -> str:
        return (
            self.tr("perhaps an agency's report") if kind is LinkKind.AGENCY else self.tr("perhaps versions")
        )

    @staticmethod
    def _per_cent(share: float) -> str:
        return f"{number(round(share * 100))} %"

    # One pair -----------------------------------------------------------------------------------

    def _pair(self) -> NearPair | None:
        item = self.pairs.currentItem()
        pair: NearPair | None = item.data(_PAIR) if item is not None else None
        return pair

    def _show_pair(self) -> None:
        pair = self._pair()
        self._enable(False)
        if pair is None:
            return

        def compare(session: Session) -> SideBySide | None:
            cards = {card.id: card for card in article_cards(session, [pair.article_id, pair.other_id])}
            if len(cards) < 2:
                return None
            old = article_text(session, pair.article_id)[:_LONGEST]
            new = article_text(session, pair.other_id)[:_LONGEST]
            segments = difference(old, new)
            return SideBySide(
                (cards[pair.article_id], cards[pair.other_id]),
                (old_side(old, segments), new_side(new, segments)),
            )

        def show(found: SideBySide | None) -> None:
            if self._is_over or self._pair() is not pair:
                return
            if found is None:  # one of them was deleted meanwhile
                self._take_out()
                return
            for card, runs, title, text in zip(found.cards, found.runs, self.titles, self.texts, strict=True):
                place = joined(card.outlet, short_date(card.published))
                title.setText(f"{card.title}\n{place}" if place else card.title)
                text.show_runs(runs)
            self._go_to_first_difference(found.runs[0])
            self.likeness.setText(
                self.tr(
                    "{common} of both is the same; {contained} of the shorter one is in the longer one"
                ).format(common=self._per_cent(pair.jaccard), contained=self._per_cent(pair.containment))
            )
            self._enable(True)

        self._workspace.read(compare, show, latest="side by side")

    def _go_to_first_difference(self, runs: Sequence[Run]) -> None:
        same = next((run for run in runs if run.text.strip()), None)
        if same is not None and same.part is Part.SAME:
            text = self.texts[0]
            cursor = text.textCursor()
            # Qt counts UTF-16 units.
            cursor.setPosition(
                min(len(same.text.encode("utf-16-le")) // 2, text.document().characterCount() - 1)
            )
            text.setTextCursor(cursor)
            bar = text.verticalScrollBar()
            bar.setValue(bar.value() + text.cursorRect().top() - text.viewport().height() // 3)

    def _scroll_along(self, moved: QScrollBar, other: QScrollBar) -> None:
        """Keep both texts at the same share of their heights."""
        if not self._is_scrolling and moved.maximum():
            self._is_scrolling = True
            other.setValue(round(moved.value() / moved.maximum() * other.maximum()))
            self._is_scrolling = False

    def _enable(self, on: bool) -> None:
        for button in (self.keep, self.versions, self.agency, self.merge_left, self.merge_right):
            button.setEnabled(on and not self._is_deciding)

    def _take_out(self) -> None:
        self.pairs.takeItem(self.pairs.currentRow())
        self._tell(self.pairs.count())

    # Deciding -----------------------------------------------------------------------------------

    def _decide(self, decide: Callable[..., Any]) -> None:
        pair = self._pair()
        if pair is not None:
            both, coder = (pair.article_id, pair.other_id), self._workspace.coder
            self._run(lambda archive: decide(archive, [both], coder=coder), lambda _done: "")

    def _merge(self, keeps_left: bool) -> None:
        pair = self._pair()
        if pair is None:
            return
        left, right = pair.article_id, pair.other_id
        kept, other = (left, right) if keeps_left else (right, left)
        coder = self._workspace.coder

        def merged(done: Merged) -> str:
            said = self.tr("Merged. Undo brings both back.")
            if done.to_review:
                said += " " + self.tr("%n passage(s) wait for review.", "", len(done.to_review))
            return said

        self._run(lambda archive: merge_articles(archive, kept, other, coder=coder), merged)

    def _run(self, operation: Callable[[Archive], Any], sentence: Callable[[Any], str]) -> None:
        self._is_deciding = True
        self._enable(False)

        def decided(done: Any) -> None:
            if self._is_over:
                return
            self._is_deciding = False
            if said := sentence(done):
                self.said.emit(said)
            self._take_out()

        def refused() -> None:
            self._is_deciding = False
            self._enable(True)

        self._workspace.run(operation, decided, refused)
