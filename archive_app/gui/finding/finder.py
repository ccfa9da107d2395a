"""Finding words, or the names of an actor, in the open article."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from archive_app.gui.coding.words import kind_icon
from archive_app.gui.finding.in_view import bring_into_view
from archive_app.gui.finding.tag_all import Asked, TagAllDialog
from archive_app.gui.lists.choice import Choice, ChoicePopup
from archive_app.gui.reading_pane import ReadingPane
from archive_app.gui.workspace import Workspace
from archive_app.model.finding import Folded, Range, Wanted, find, fold, wanted, wanted_names
from archive_app.model.text import LINE_BREAK
from archive_app.storage.queries import ActorCard, actors

if TYPE_CHECKING:
    from archive_app.gui.coding_desk import CodingDesk

MOST = 10_000
"""So many finds are marked at most: more than anybody steps through, and still on the screen at once."""
_LONGEST_SELECTION = 120  # code points of selected words that are taken up to be found


class Finder(QObject):
    """Marks and counts what is found, and goes from find to find; the open article decides in what text."""

    said = Signal(str)
    """Carries a short sentence for the status bar."""
    found = Signal()
    """The finds are others now."""

    def __init__(self, workspace: Workspace, pane: ReadingPane, desk: "CodingDesk") -> None:
        super().__init__(pane)
        self._workspace = workspace
        self._pane = pane
        self._reader = pane.reader
        self._bar = bar = pane.find_bar
        self._desk = desk
        self._folded: Folded | None = None
        self._origin = 0
        """The code point from which what is being typed is looked for."""
        self._caret = -1
        """Where stepping left the caret; if it is elsewhere by now, a step begins there."""
        self._pending_step = 0
        self.is_looking = False
        """Whether the finds are not those of what is looked for yet."""
        self.hits: list[Range] = []
        """Places of the finds in the article's text, in order."""
        self.current: int | None = None
        """Which of them the reader stands at."""
        self.actor: ActorCard | None = None
        """Whose names are looked for."""
        self.chooser: ChoicePopup | None = None
        """The list of actors, once it was opened."""
        bar.changed.connect(lambda: self._search(jumps=True))
        bar.step_requested.connect(self.step)
        bar.close_requested.connect(self.close)
        bar.actor_requested.connect(self.choose_actor)
        bar.tag_all_requested.connect(self.tag_all)
        pane.installEventFilter(self)

    # What is looked for -------------------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        """Whether the bar is on the screen, or will be with its window."""
        return not self._bar.isHidden()

    @property
    def words(self) -> str:
        """What is typed in the bar."""
        return self._bar.field.text()

    @property
    def whole_words(self) -> bool:
        """Whether only whole words count; of names they always do."""
        return self.actor is not None or self._bar.whole_words.isChecked()

    @property
    def sought(self) -> tuple[Wanted, ...]:
        """What is looked for; empty where nothing is."""
        if self.actor is not None:
            return wanted_names((self.actor.name, *self.actor.aliases))
        return wanted(self._bar.field.text())

    def open(self) -> None:
        """Open the bar for words, with those that are selected if they are few."""
        if not self._has_article():
            return
        selected = self.selected_words()
        self.actor = None
        self._bar.ask_words(selected or None)
        self._begin()
        self._bar.take_keyboard()
        self._search(jumps=True)

    def selected_words(self) -> str:
        """Return the words selected in the reader if they could be looked for, or nothing."""
        article, selected = self._pane.article, self._reader.selected_range()
        if article is None or selected is None or selected[1] - selected[0] > _LONGEST_SELECTION:
            return ""
        words = article.text[slice(*selected)].strip()
        return "" if LINE_BREAK in words else words

    def open_names(self, actor: ActorCard) -> None:
        """Mark every name of an actor."""
        if not self._has_article():
            return
        self.actor = actor
        self._bar.name_actor(actor.name, (actor.name, *actor.aliases))
        self._begin()
        self._bar.take_keyboard()
        self._search(jumps=True)

    def find_names_of(self, actor_id: int) -> None:
        """Mark every name of an actor known by its key."""

        def show(cards: list[ActorCard]) -> None:
            card = next((card for card in cards if card.id == actor_id), None)
            if card is not None:
                self.open_names(card)

        self._workspace.read(actors, show, latest="find names")

    def choose_actor(self) -> None:
        """Ask whose names are to be found, first those on the current passage."""
        self._workspace.read(actors, self._offer_actors, latest="find names")

    def _offer_actors(self, cards: list[ActorCard]) -> None:
        if not cards:
            self.said.emit(self.tr("There are no actors yet. Select words and press A to tag the first."))
            return
        current = self._desk.current
        near = [actor.actor_id for actor in current.actors] if current is not None else []
        by_key = {card.id: card for card in cards}
        first = [by_key[key] for key in dict.fromkeys(near) if key in by_key]
        rest = sorted(cards, key=lambda card: -card.uses)
        ordered = dict.fromkeys([*first, *rest])
        choices = [
            Choice(card, card.name, card.aliases, card.uses, icon=kind_icon(card.kind)) for card in ordered
        ]
        if self.chooser is None:
            self.chooser = ChoicePopup(self._bar.theme, self._pane)
            self.chooser.chosen.connect(lambda choice: self.open_names(choice.value))
        self.chooser.set_theme(self._bar.theme)
        self.chooser.offer(choices, choices[0], self.tr("Actors"))
        self.chooser.open_below(self._bar if self.is_open else self._pane.header)

    def mark(self) -> None:
        """Mark the finds in the reader, and nothing else; none while the bar is closed."""
        self._reader.mark_hits(self.hits, self.current)

    # Finding ------------------------------------------------------------------------------------

    def article_shown(self) -> None:
        """Look anew, in the article that is open now; the page stays where it is."""
        if self.is_open:
            self._origin, self._caret = 0, -1
            self._search(jumps=False)

    def _has_article(self) -> bool:
        if self._pane.article is None:
            self.said.emit(self.tr("Open an article first."))
        return self._pane.article is not None

    def _begin(self) -> None:
        self._bar.show()
        selected = self._reader.selected_range()
        self._origin = selected[0] if selected else self._reader.caret_position()

    def _search(self, *, jumps: bool) -> None:
        article, sought = self._pane.article, self.sought
        self.is_looking = article is not None and bool(sought)
        if article is None or not sought:
            self._show([], None, asks=False)
            return
        text, whole_words, known = article.text, self.whole_words, self._folded

        def look() -> tuple[Folded, list[Range]]:
            folded = known if known is not None and known.text is text else fold(text)
            return folded, find(folded, sought, whole_words=whole_words, limit=MOST)

        def show(result: tuple[Folded, list[Range]]) -> None:
            self.is_looking = False
            article = self._pane.article
            if not self.is_open or article is None or article.text is not text or sought != self.sought:
                return
            self._folded, hits = result
            step, self._pending_step = self._pending_step, 0
            at = self._first_from(hits, self._origin) if jumps and hits else None
            self._show(hits, at)
            if step:
                self._step_from(self._origin, step)
            elif at is not None:
                self._go_to(at)

        self._workspace.compute(look, show, latest="find in article")

    def _show(self, hits: list[Range], current: int | None, *, asks: bool = True) -> None:
        self.hits, self.current = hits, current
        self.mark()
        self._bar.show_count(current, len(hits) if asks else None, is_cut=len(hits) >= MOST)
        self.found.emit()

    @staticmethod
    def _first_from(hits: Sequence[Range], place: int) -> int:
        return bisect_left(hits, (place, 0)) % len(hits)

    # Stepping -----------------------------------------------------------------------------------

    def step(self, direction: int) -> None:
        """Go to the next (1) or previous (-1) find, around the ends; a closed bar opens as it was."""
        if not self.is_open:
            if not self.sought or not self._has_article():
                self.open()
                return
            self._begin()
            self._origin, self._pending_step = self._reader.caret_position(), direction
            self._search(jumps=False)
            return
        caret = self._reader.caret_position()
        if not self.hits:
            self.said.emit(self.tr("Nothing is found in this article."))
        elif self.current is None or caret != self._caret:
            self._step_from(caret, direction)
        else:
            self._step_to(self.current + direction)

    def _step_from(self, place: int, direction: int) -> None:
        if self.hits and direction > 0:
            self._step_to(bisect_left(self.hits, (place, 0)))
        elif self.hits:
            self._step_to(bisect_right(self.hits, (place, -1)) - 1)

    def _step_to(self, at: int) -> None:
        count = len(self.hits)
        if not 0 <= at < count:
            self.said.emit(
                self.tr("On from the beginning of the article.")
                if at >= count
                else self.tr("On from the end of the article.")
            )
        self._go_to(at % count)

    def _go_to(self, at: int) -> None:
        start, end = self.hits[at]
        self._show(self.hits, at)
        bring_into_view(self._reader, start, end)
        # The caret goes along, so that keys act on the sentence of the find.
        self._reader.select_range(start, start)
        self._caret = self._origin = start

    # Tagging ------------------------------------------------------------------------------------

    def tag_all(self) -> None:
        """Open the dialog that tags all places of what is looked for, or of the selected words."""
        article = self._pane.article
        article_id = article.card.id if article is not None else None
        if self.is_open:
            asked = Asked(self.words, self.whole_words, self.actor, article_id)
        else:
            asked = Asked(
                self.selected_words() or self.words, self._bar.whole_words.isChecked(), None, article_id
            )
        dialog = TagAllDialog(self._workspace, self._bar.theme, asked, self._pane)
        dialog.said.connect(self.said)
        dialog.tagged.connect(self._desk.recent.use)
        dialog.open()

    # Leaving ------------------------------------------------------------------------------------

    def close(self) -> None:
        """Close the bar and take the marks off; the find one stood at is selected, ready to be tagged."""
        if not self.is_open:
            return
        at = self.hits[self.current] if self.current is not None else None
        stands_there = self._reader.selected_range() is None and self._reader.caret_position() == self._caret
        self._bar.hide()
        self._show([], None, asks=False)
        if at is not None and stands_there:
            self._reader.select_range(*at)
        self._reader.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close with Esc from the reader too."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            is_plain_escape = event.key() == Qt.Key.Key_Escape and not event.modifiers()
            if watched is self._pane and is_plain_escape and self.is_open:
                self.close()
                return True
        return super().eventFilter(watched, event)
