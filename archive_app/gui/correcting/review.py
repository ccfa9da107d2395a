"""Passages to review, one by one: what they were, and where in the corrected text they may belong."""

import re
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QMouseEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from archive_app.gui.correcting.marked_text import MarkedText, Part, Run, new_side, old_side
from archive_app.gui.theme import RADIUS, SPACE, Theme, leading_side
from archive_app.model.likeness import Candidate, Reason
from archive_app.model.text_diff import difference
from archive_app.storage.queries import PassageCard
from archive_app.storage.versions import ReviewItem

_LINE_BREAKS = re.compile(r"\s*\n\s*")
_CONTEXT, _LESS = 90, 50  # code points shown on each side, of the old words and of each place
_HIGHEST = 280  # pixels; the reader below keeps the rest


class ReviewPanel(QFrame):
    """Stands above the reader; keys work in it and in the reader as long as it is open.

    1 to 9 take a place, S takes the words selected in the reader, Delete deletes the passage, N and P go on
    and back, Esc closes.
    """

    place_chosen = Signal(int, int, int)
    """A passage belongs here: passage id, start and end in code points of the current text."""
    selection_chosen = Signal(int)
    """The passage belongs on the words that are selected in the reader."""
    delete_requested = Signal(int)
    item_shown = Signal(object)
    """Another passage is looked at: its :class:`ReviewItem`."""
    closed = Signal()

    def __init__(self, reader: QWidget, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("review-panel")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._reader = reader
        self._theme = theme
        self._items: list[ReviewItem] = []
        self._at = 0
        self._text = ""
        self.heading = QLabel()
        self.heading.setProperty("role", "heading")
        self.tags = QLabel()
        self.tags.setProperty("role", "caption")
        self.tags.setTextFormat(Qt.TextFormat.PlainText)
        self.tags.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.previous = self._button(self.tr("Previous"), "P", lambda: self.step(-1))
        self.next = self._button(self.tr("Next"), "N", lambda: self.step(1))
        self.selection = self._button(self.tr("Use Selected Words"), "S", self.choose_selection)
        self.delete = self._button(self.tr("Delete"), self.tr("Del"), self.request_delete)
        self.close_ = self._button(self.tr("Done"), self.tr("Esc"), self.closed.emit)
        head = QHBoxLayout()
        head.setSpacing(SPACE)
        head.addWidget(self.heading)
        head.addWidget(self.tags, 1)
        head.addWidget(self.previous)
        head.addWidget(self.next)
        foot = QHBoxLayout()
        foot.setSpacing(SPACE)
        foot.addWidget(self.selection)
        foot.addWidget(self.delete)
        foot.addStretch(1)
        foot.addWidget(self.close_)

        self.old = MarkedText(theme, most_lines=9)
        self.setAccessibleName(self.tr("Passages to review"))
        self.old.setAccessibleName(self.tr("Where the passage stood"))
        before = QVBoxLayout()
        before.setSpacing(SPACE // 2)
        before.addWidget(_section(self.tr("Before the correction")))
        before.addWidget(self.old)
        before.addStretch(1)
        after = QVBoxLayout()
        after.setSpacing(SPACE // 2)
        self._found = _section("")
        after.addWidget(self._found)
        self.cards: list[CandidateCard] = []
        self._places = QVBoxLayout()
        self._places.setSpacing(SPACE // 2)
        after.addLayout(self._places)
        after.addStretch(1)
        body = QWidget()
        sides = QHBoxLayout(body)
        sides.setContentsMargins(0, 0, SPACE, 0)
        sides.setSpacing(3 * SPACE)
        sides.addLayout(before, 1)
        sides.addLayout(after, 1)
        scroll = _FittingScroll()
        scroll.setObjectName("review-scroll")
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(body)
        body.setObjectName("review-body")
        self._body, self._scroll = body, scroll
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * SPACE, SPACE, 4 * SPACE, SPACE)
        column.setSpacing(SPACE)
        column.addLayout(head)
        column.addWidget(scroll)
        column.addLayout(foot)
        self.set_theme(theme)

    # What is shown ------------------------------------------------------------------------------

    @property
    def item(self) -> ReviewItem | None:
        """The passage that is looked at."""
        return self._items[self._at] if self._at < len(self._items) else None

    def show_items(self, items: Sequence[ReviewItem], text: str) -> None:
        """Show these passages; the one looked at stays if it is among them. ``text`` is the current one."""
        key = self.item.passage.id if self.item else None
        keys = [item.passage.id for item in items]
        self._at = keys.index(key) if key in keys else max(0, min(self._at, len(items) - 1))
        self._items, self._text = list(items), text
        self._show()

    def show_item(self, passage_id: int) -> None:
        """Go to a passage, if it is among those to review."""
        keys = [item.passage.id for item in self._items]
        if passage_id in keys:
            self._at = keys.index(passage_id)
            self._show()

    def step(self, direction: int) -> None:
        """Go on (1) or back (-1), round and round."""
        if self._items:
            self._at = (self._at + direction) % len(self._items)
            self._show()

    def _show(self) -> None:
        item = self.item
        if item is None:
            return
        self.heading.setText(self.tr("To review: {0} of {1}").format(self._at + 1, len(self._items)))
        self.tags.setText(_tags(item.passage))
        self.tags.setToolTip(self.tags.text())
        self.previous.setEnabled(len(self._items) > 1)
        self.next.setEnabled(len(self._items) > 1)
        quote = item.passage.quote
        best = difference(quote, item.candidates[0].quote) if item.candidates else ()
        self.old.show_runs(
            [
                Run(_end_of(item.before), Part.CONTEXT),
                *(old_side(quote, best) if best else [Run(quote, Part.SAME)]),
                Run(_start_of(item.after), Part.CONTEXT),
            ]
        )
        self._found.setText(
            self.tr("Where it may belong now")
            if item.candidates
            else self.tr("Nothing in the text is like it: select words in the reader, or delete the passage")
        )
        for card in self.cards:
            self._places.removeWidget(card)
            card.deleteLater()
        self.cards = []
        for number, candidate in enumerate(item.candidates, 1):
            card = CandidateCard(number, candidate, quote, self._text, self._theme)
            card.chosen.connect(self.choose)
            self._places.addWidget(card)
            self.cards.append(card)
        self._scroll.verticalScrollBar().setValue(0)
        self.item_shown.emit(item)

    # What is done -------------------------------------------------------------------------------

    def choose(self, number: int) -> None:
        """Take a place, from 1; a number that is not there is no error."""
        item = self.item
        if item is not None and 1 <= number <= len(item.candidates):
            place = item.candidates[number - 1]
            self.place_chosen.emit(item.passage.id, place.start, place.end)

    def choose_selection(self) -> None:
        """Take the words selected in the reader."""
        if self.item is not None:
            self.selection_chosen.emit(self.item.passage.id)

    def request_delete(self) -> None:
        """Delete the passage."""
        if self.item is not None:
            self.delete_requested.emit(self.item.passage.id)

    # Keys ---------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Claim the keys before the window's own shortcuts get them."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and _is_ours(event):
            event.accept()
            return True
        return super().event(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Listen to the reader's keys while open, and only then: it has many events."""
        self._reader.installEventFilter(self)
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave the keys to the reader."""
        self._reader.removeEventFilter(self)
        super().hideEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the keys work in the reader too: words are selected there."""
        if isinstance(event, QKeyEvent) and _is_ours(event):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self.keyPressEvent(event)
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose, go on, delete, close."""
        key = event.key()
        if not _is_ours(event):
            super().keyPressEvent(event)
            return
        event.accept()
        if Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            self.choose(int(key) - int(Qt.Key.Key_0))
        elif key in (Qt.Key.Key_N, Qt.Key.Key_P):
            self.step(1 if key == Qt.Key.Key_N else -1)
        elif key == Qt.Key.Key_S:
            self.choose_selection()
        elif key == Qt.Key.Key_Delete:
            self.request_delete()
        else:
            self.closed.emit()

    # Looks --------------------------------------------------------------------------------------

    def set_theme(self, theme: Theme) -> None:
        """Follow the theme."""
        self._theme = theme
        self.setStyleSheet(
            f"#review-panel {{ background: {theme.surface}; border: 0;"
            f" border-{leading_side()}: 3px solid {theme.warning}; border-bottom: 1px solid {theme.line}; }}"
            f"#review-panel:focus {{ border-left-color: {theme.accent}; }}"
            "#review-scroll, #review-body { background: transparent; }"
        )
        self.old.set_theme(theme)
        self._show()

    def _button(self, words: str, key: str, does: object) -> QPushButton:
        button = QPushButton(f"{words}  {key}")
        button.setAccessibleName(words)
        # Focus stays where the keys are.
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(does)
        return button


class _FittingScroll(QScrollArea):
    """As high as what it holds, up to a limit."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the height of what is held."""
        is_done = super().eventFilter(watched, event)
        if isinstance(watched, QWidget) and event.type() == QEvent.Type.LayoutRequest:
            self.setFixedHeight(min(_HIGHEST, watched.sizeHint().height()))
        return is_done


class CandidateCard(QFrame):
    """One place in the current text, with its number and why it needs a person's eye."""

    chosen = Signal(int)

    def __init__(self, number: int, candidate: Candidate, quote: str, text: str, theme: Theme) -> None:
        super().__init__()
        self.number = number
        self.setObjectName("candidate")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setStyleSheet(
            f"#candidate {{ background: {theme.raised}; border: 1px solid {theme.line};"
            f" border-radius: {RADIUS}px; }} #candidate:hover {{ border-color: {theme.accent}; }}"
        )
        self.take = QPushButton(str(number))
        self.take.setFixedSize(28, 28)
        self.take.setStyleSheet("padding: 0; min-height: 0;")
        self.take.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.take.setAccessibleName(self.tr("Place {0}: {1}").format(number, candidate.quote))
        self.take.setToolTip(self.tr("The passage belongs here ({0})").format(number))
        self.take.clicked.connect(lambda: self.chosen.emit(number))
        self.words = MarkedText(theme, most_lines=9)
        self.words.setAccessibleName(self.tr("Place {0}").format(number))
        self.words.show_runs(
            [
                Run(_end_of(text[max(0, candidate.start - _CONTEXT) : candidate.start], _LESS), Part.CONTEXT),
                *new_side(candidate.quote, difference(quote, candidate.quote)),
                Run(_start_of(text[candidate.end : candidate.end + _CONTEXT], _LESS), Part.CONTEXT),
            ]
        )
        self.reason = QLabel(self._sentence(candidate.reason))
        self.reason.setProperty("role", "caption")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.words)
        words.addWidget(self.reason)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        row.setSpacing(SPACE)
        row.addWidget(self.take, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take the place with a click."""
        if self.rect().contains(event.position().toPoint()):
            self.chosen.emit(self.number)
        event.accept()

    def _sentence(self, reason: Reason) -> str:
        return {
            Reason.SAME_WORDS: self.tr("The same words, but perhaps not the ones that were marked"),
            Reason.OTHER_NAMES: self.tr("Names differ"),
            Reason.OTHER_NUMBERS: self.tr("Numbers differ"),
            Reason.OTHER_WORDS: self.tr("Words differ"),
        }[reason]


def _is_ours(event: QKeyEvent) -> bool:
    plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
    key = event.key()
    return plain and (
        Qt.Key.Key_1 <= key <= Qt.Key.Key_9
        or key in (Qt.Key.Key_N, Qt.Key.Key_P, Qt.Key.Key_S, Qt.Key.Key_Delete, Qt.Key.Key_Escape)
    )


def _section(words: str) -> QLabel:
    label = QLabel(words)
    label.setProperty("role", "section")
    label.setWordWrap(True)
    return label


def _tags(passage: PassageCard) -> str:
    names = [actor.name for actor in passage.actors] + [claim.name for claim in passage.claims]
    return " · ".join(f"\u2068{name}\u2069" for name in names)


def _end_of(text: str, length: int = _CONTEXT) -> str:
    """The last words of a text, in one line, from the beginning of a word on."""
    shown = text[-length:].partition(" ")[2] if len(text) > length else text
    return ("… " if len(shown) < len(text) else "") + _LINE_BREAKS.sub(" ¶ ", shown).lstrip(" ¶")


def _start_of(text: str, length: int = _CONTEXT) -> str:
    shown = text[:length].rpartition(" ")[0] if len(text) > length else text
    return _LINE_BREAKS.sub(" ¶ ", shown).rstrip(" ¶") + (" …" if len(shown) < len(text) else "")
