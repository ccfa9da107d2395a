"""The article that is open: its heading, what the import proposes to remove, and the reader."""

from bisect import bisect_left, insort
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from sqlmodel import Session, select

from archive_app.gui.colouring import ClaimNode, Surroundings
from archive_app.gui.dates import readable_date
from archive_app.gui.finding.bar import FindBar
from archive_app.gui.lists.direction import is_right_to_left
from archive_app.gui.lists.empty import EmptyState
from archive_app.gui.passage_strip import PassageStrip
from archive_app.gui.passages_on_show import PassagesOnShow
from archive_app.gui.reader.appearance import Appearance, ReaderColours
from archive_app.gui.reader.highlights import Strike
from archive_app.gui.reader.view import ReaderView
from archive_app.gui.reading_settings import ReadingSettings
from archive_app.gui.theme import ARABIC_FAMILY, SERIF_FAMILY, SPACE, UI_FAMILY, Theme
from archive_app.model.pages import PageStart, pages_of, read_pages
from archive_app.model.tables import ClaimType, Coder
from archive_app.storage.queries import (
    ArticleCard,
    Cut,
    PassageCard,
    article_card,
    passages_of,
    proposed_cuts,
)
from archive_app.storage.versions import current_version


@dataclass(frozen=True)
class OpenArticle:
    """An article with everything the reading pane shows of it."""

    card: ArticleCard
    text: str
    passages: tuple[PassageCard, ...]
    cuts: tuple[Cut, ...]
    around: Surroundings = field(default_factory=Surroundings)
    text_id: int | None = None
    """The version of the text; offsets taken from the reader belong to it."""
    pages: tuple[PageStart, ...] = ()
    """Where the pages of its source begin in the text, if it has any."""

    def page_of(self, passage: PassageCard) -> str:
        """Return the page of the source on which a passage stands: ``3``, ``3–4``, or empty without pages."""
        return pages_of(self.pages, passage.start, passage.end)


def read_article(session: Session, article_id: int) -> OpenArticle:
    """Read an article for the pane.

    Raises:
        NotFound: There is no such article.
    """
    version = current_version(session, article_id)
    return OpenArticle(
        article_card(session, article_id),
        version.text,
        tuple(passages_of(session, article_id)),
        tuple(proposed_cuts(session, article_id)),
        read_surroundings(session),
        version.key,
        read_pages(version.pages),
    )


def read_surroundings(session: Session) -> Surroundings:
    """Read the tree of claim types and the coders, in whose order colours are given."""
    claims = session.exec(select(ClaimType.id, ClaimType.parent_id, ClaimType.name, ClaimType.colour))
    coders = session.exec(select(Coder.name, Coder.id))
    return Surroundings(
        {key: ClaimNode(*node) for key, *node in claims if key is not None},
        {name: key for name, key in coders if key is not None},
    )


class ReadingPane(QWidget):
    """Shows one article; tells what the person selects in it."""

    import_requested = Signal()
    paste_requested = Signal()
    remove_cuts_requested = Signal()
    keep_cuts_requested = Signal()
    appearance_changed = Signal(object)
    """Carries the :class:`Appearance` in which the text is now set."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.article: OpenArticle | None = None
        self._known: dict[int, PassageCard] = {}
        self._theme = theme
        self._reading = ReadingSettings()
        self.reader = ReaderView(self)
        self.on_show = PassagesOnShow(self.reader, self)
        self.strip = PassageStrip(self.on_show, theme)
        self.reader.setAccessibleName(self.tr("Article text"))

        self._title = QLabel()
        self._title.setProperty("role", "title")
        self._title.setWordWrap(True)
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._byline = QLabel()
        self._byline.setProperty("role", "caption")
        self._byline.setTextFormat(Qt.TextFormat.PlainText)
        self._byline.setWordWrap(True)
        self.header = QFrame()
        self.header.setObjectName("article-header")
        head = QVBoxLayout(self.header)
        head.setContentsMargins(4 * SPACE, 2 * SPACE, 4 * SPACE, int(1.5 * SPACE))
        head.setSpacing(SPACE // 2)
        head.addWidget(self._title)
        head.addWidget(self._byline)

        self.find_bar = FindBar(theme)
        self.notice = _CutNotice()
        self.notice.remove.clicked.connect(self.remove_cuts_requested)
        self.notice.keep.clicked.connect(self.keep_cuts_requested)

        self.empty = EmptyState(
            "drop",
            self.tr("Import articles, drop files here, or paste a text. Then select words and tag them."),
            theme,
        )
        self.empty.add_button(self.tr("Import…"), primary=True).clicked.connect(self.import_requested)
        self.empty.add_button(self.tr("Paste text…")).clicked.connect(self.paste_requested)
        reading = QWidget()
        column = self._column = QVBoxLayout(reading)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.strip)
        column.addWidget(self._notice_place())
        column.addWidget(self.find_bar)
        column.addWidget(self.reader, 1)
        self._places = QStackedWidget()
        self._places.addWidget(reading)
        article = QWidget()
        column = QVBoxLayout(article)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self._places, 1)
        self._pages = QStackedWidget()
        self._pages.addWidget(article)
        self._pages.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._pages)
        # The reader was made first, but what stands above it comes before.
        QWidget.setTabOrder(self.find_bar.close_button, self.reader)
        self.set_theme(theme)
        self.show_nothing()

    def show_article(self, article: OpenArticle) -> None:
        """Show an article from its top."""
        same_article = self.article is not None and self.article.card.id == article.card.id
        same = same_article and self.article is not None and self.article.text == article.text
        self.article = article
        self._known = {passage.id: passage for passage in article.passages}
        highlights = self.on_show.begin(article.passages, article.around, is_same_article=same_article)
        strikes = [Strike(cut.start, cut.end, cut.id, cut.reason) for cut in article.cuts]
        if same:
            self.reader.set_highlights(highlights, self.on_show.dress)
            self.reader.set_strikes(strikes)
        else:
            self.reader.show_text(article.text, highlights, strikes, self.on_show.dress)
        self._show_heading()
        self._pages.setCurrentIndex(0)

    def show_nothing(self) -> None:
        """Show that no article is open."""
        self.article = None
        self._known = {}
        self.on_show.begin((), self.on_show.around)
        self.reader.clear()
        self._pages.setCurrentIndex(1)

    def update_passages(self, passages: Sequence[PassageCard], removed: frozenset[int] = frozenset()) -> None:
        """Show passages that were made or changed, and take away those that were deleted."""
        if self.article is None:
            return
        ordered = list(self.article.passages)
        for passage_id in removed:
            before = self._known.pop(passage_id, None)
            if before is not None:
                del ordered[bisect_left(ordered, _order(before), key=_order)]
            self.on_show.change(before, None)
        for passage in passages:
            before = self._known.get(passage.id)
            if before is not None:
                del ordered[bisect_left(ordered, _order(before), key=_order)]
            insort(ordered, passage, key=_order)
            self.on_show.change(before, passage)
            self._known[passage.id] = passage
        self.article = replace(self.article, passages=tuple(ordered))
        self.on_show.settle(ordered)

    def passage(self, passage_id: int | None) -> PassageCard | None:
        """Return a passage of the open article."""
        return None if passage_id is None else self._known.get(passage_id)

    def add_strip(self, strip: QWidget) -> None:
        """Put something to say right above the text."""
        self._column.insertWidget(self._column.indexOf(self.reader), strip)

    def put_in_place_of_reader(self, other: QWidget | None) -> None:
        """Show something else under the heading, or the reader again."""
        while (shown := self._places.widget(1)) is not None:
            self._places.removeWidget(shown)
        if other is not None:
            self._places.addWidget(other)
        self._places.setCurrentIndex(self._places.count() - 1)

    def set_theme(self, theme: Theme) -> None:
        """Follow the theme."""
        self._theme = theme
        self.empty.set_theme(theme)
        self.strip.set_theme(theme)
        self.find_bar.set_theme(theme)
        self.header.setStyleSheet(
            f"#article-header {{ background: {theme.paper}; border-bottom: 1px solid {theme.line}; }}"
        )
        self._place.setStyleSheet(f"#notice-place {{ background: {theme.paper}; }}")
        self._set_appearance()

    def set_reading(self, reading: ReadingSettings) -> None:
        """Set the text in other letters, lines and spacing."""
        self._reading = reading
        self._set_appearance()

    def _notice_place(self) -> QWidget:
        place = QWidget()
        row = QHBoxLayout(place)
        row.setContentsMargins(4 * SPACE, SPACE, 4 * SPACE, 0)
        row.addWidget(self.notice)
        place.setObjectName("notice-place")
        self._place = place
        return place

    def _set_appearance(self) -> None:
        reading = self._reading
        face = SERIF_FAMILY if reading.face == "serif" else UI_FAMILY
        self.reader.set_appearance(
            Appearance(
                families=(face, ARABIC_FAMILY, "Noto Sans", "DejaVu Sans"),
                label_families=(UI_FAMILY, ARABIC_FAMILY, "DejaVu Sans"),
                point_size=reading.point_size,
                measure=reading.measure,
                line_spacing=reading.line_spacing,
                paragraph_numbers=reading.paragraph_numbers,
                colours=reader_colours(self._theme),
            )
        )
        self.appearance_changed.emit(self.reader.appearance)

    def _show_heading(self) -> None:
        assert self.article is not None
        card = self.article.card
        self._title.setText(card.title)
        self._title.setAccessibleName(self.tr("Title: {0}").format(card.title))
        date = readable_date(card.published, QLocale())
        words = self.tr("%n words", "", card.words)
        parts = (_isolated(part) for part in (card.outlet, date, card.authors, words) if part)
        # A mark of direction lets the line begin where the title does.
        self._byline.setText(("\u200f" if is_right_to_left(card.title) else "") + " · ".join(parts))
        self.notice.show_cuts(self.article.cuts)
        self._place.setVisible(bool(self.article.cuts))


class _CutNotice(QFrame):
    """Says that some lines look like page furniture, and offers to remove or keep them."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "notice")
        self._sentence = QLabel()
        self._sentence.setWordWrap(True)
        self._sentence.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.remove = QPushButton(self.tr("Remove"))
        self.remove.setToolTip(
            self.tr("Make a new version of the text without these lines; Undo brings them back")
        )
        self.keep = QPushButton(self.tr("Keep"))
        self.keep.setToolTip(self.tr("These lines belong to the article"))
        row = QHBoxLayout(self)
        row.setContentsMargins(int(1.5 * SPACE), SPACE, SPACE, SPACE)
        row.addWidget(self._sentence, 1)
        row.addWidget(self.remove)
        row.addWidget(self.keep)

    def show_cuts(self, cuts: tuple[Cut, ...]) -> None:
        """Name what is proposed, or hide."""
        self.setVisible(bool(cuts))
        if cuts:
            reasons = ", ".join(dict.fromkeys(cut.reason.rstrip(".") for cut in cuts))
            said = self.tr("%n line(s) struck through below may not belong to this article", "", len(cuts))
            self._sentence.setText(f"{said}: {reasons}.")


def reader_colours(theme: Theme) -> ReaderColours:
    """Return the reader's colours in a theme."""
    return ReaderColours(
        paper=theme.paper,
        text=theme.text,
        dim=theme.dim,
        accent=theme.accent,
        selection=theme.selection,
        hit="#5A4A16" if theme.is_dark else "#FFE9A3",
        current_hit="#74540F" if theme.is_dark else "#FFC24A",
        neutral=theme.dim,
        solids=theme.codes,
        tint_share=0.2 if theme.is_dark else 0.13,
    )


def _order(passage: PassageCard) -> tuple[int, int, int]:
    return (passage.start, passage.end, passage.id)


def _isolated(part: str) -> str:
    # An Arabic outlet must not pull the date beside it to its other side.
    return f"\u2068{part}\u2069"
