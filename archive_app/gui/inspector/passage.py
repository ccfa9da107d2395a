"""The selected passage: its words, actors, claim types and memo."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TypeVar

from PySide6.QtCore import QDateTime, QLocale, Qt, QTimeZone, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from archive_app.gui.inspector.fields import MemoField, complaint_label, complaint_style, not_saved
from archive_app.gui.inspector.keeping import shortened
from archive_app.gui.inspector.quote import QuoteView
from archive_app.gui.inspector.small import QuietButton
from archive_app.gui.inspector.tag_rows import ActorRow, ClaimRow
from archive_app.gui.theme import SPACE, Theme
from archive_app.storage.queries import PassageCard

_RowT = TypeVar("_RowT", ActorRow, ClaimRow)

NARROW = 296
"""Pixels below which words give way to icons."""


class PassageDetails(QWidget):
    """What there is to see and change of one passage; changes are asked for by signals."""

    role_chosen = Signal(int, str)
    """Carries an actor tag's key and a role."""
    stance_chosen = Signal(int, str)
    """Carries a claim tag's key and a stance."""
    actor_removed = Signal(int)
    """Carries an actor tag's key."""
    claim_removed = Signal(int)
    """Carries a claim tag's key."""
    memo_written = Signal(int, str)
    """Carries the passage's key and its memo."""
    add_actor_requested = Signal()
    add_claim_requested = Signal()
    delete_requested = Signal(int)
    """Carries the passage's key."""
    switched = Signal(int)
    """Carries the key of another passage on the same words."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._passage: PassageCard | None = None
        self._among: list[int] = []
        self._kinds: Mapping[int, str] = {}
        self._quotes: dict[int, str] = {}
        self._actor_rows: dict[int, ActorRow] = {}
        self._claim_rows: dict[int, ClaimRow] = {}

        self._title = QLabel(self.tr("Passage"))
        self._title.setProperty("role", "section")
        self.previous = QuietButton("previous", theme, tip=self.tr("Previous passage on these words"))
        self.next = QuietButton("next", theme, tip=self.tr("Next passage on these words"))
        self._place = QLabel()
        self._place.setProperty("role", "caption")
        self.previous.clicked.connect(lambda: self._switch(-1))
        self.next.clicked.connect(lambda: self._switch(1))
        self.delete = QuietButton("delete", theme, tip=self.tr("Delete this passage"))
        self.delete.clicked.connect(lambda: self._passage and self.delete_requested.emit(self._passage.id))
        self.quote = QuoteView(theme)
        self._is_paused = False
        self.pause = QLabel(self.tr("Tags and deleting wait until the corrected text is saved."))
        """Says why nothing but the memo can be changed."""
        self.pause.setProperty("role", "caption")
        self.pause.setWordWrap(True)
        self.pause.hide()
        self.add_actor = QuietButton(
            "plus", theme, text=self.tr("Add actor (A)"), tip=self.tr("Tag an actor on this passage")
        )
        self.add_claim = QuietButton(
            "plus", theme, text=self.tr("Add claim type (C)"), tip=self.tr("Tag a claim type on this passage")
        )
        self.add_actor.clicked.connect(self.add_actor_requested)
        self.add_claim.clicked.connect(self.add_claim_requested)
        self.memo = MemoField(self.tr("What do you make of this passage?"))
        self.memo.setAccessibleName(self.tr("Memo on the passage"))
        self.memo.written.connect(self.memo_written)
        self.memo.state_changed.connect(self._memo_state)
        self.complaint = complaint_label()
        """Says that the memo could not be written."""
        self._meta = QLabel()
        self._meta.setProperty("role", "caption")
        self._meta.setWordWrap(True)
        self._lay_out()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(2)
        head.addWidget(self._title)
        head.addStretch()
        for part in (self.previous, self._place, self.next, self.delete):
            head.addWidget(part)
        self._actors = _rows()
        self._claims = _rows()
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * SPACE, SPACE + 2, SPACE + 4, 2 * SPACE)
        column.setSpacing(SPACE)
        column.addLayout(head)
        column.addWidget(self.quote)
        column.addWidget(self.pause)
        column.addSpacing(2)
        for title, rows, add in (
            (self.tr("Actors"), self._actors, self.add_actor),
            (self.tr("Claim types"), self._claims, self.add_claim),
        ):
            heading = QLabel(title)
            heading.setProperty("role", "section")
            line = QHBoxLayout()
            line.addWidget(heading)
            line.addStretch()
            line.addWidget(add)
            block = QVBoxLayout()
            block.setSpacing(1)
            block.addLayout(line)
            block.addLayout(rows)
            column.addLayout(block)
        heading = QLabel(self.tr("Memo"))
        heading.setProperty("role", "section")
        heading.setBuddy(self.memo)
        column.addWidget(heading)
        column.addWidget(self.memo)
        column.addWidget(self.complaint)
        column.addWidget(self._meta)
        column.addStretch()

    # Showing ------------------------------------------------------------------------------------

    @property
    def passage(self) -> PassageCard | None:
        """Return the passage that is shown."""
        return self._passage

    @property
    def actor_rows(self) -> list[ActorRow]:
        """Return the rows of the actors, from the top."""
        return list(self._actor_rows.values())

    @property
    def claim_rows(self) -> list[ClaimRow]:
        """Return the rows of the claim types, from the top."""
        return list(self._claim_rows.values())

    @property
    def place_sentence(self) -> str:
        """Return which of several passages on the same words this is."""
        return self._place.text()

    @property
    def meta_sentence(self) -> str:
        """Return who made the passage, when, and where it lies."""
        return self._meta.text()

    def show_passage(self, passage: PassageCard, among: Sequence[int] = (), *, page: str = "") -> None:
        """Show a passage, one of several on the same words; rows that stay keep the keyboard.

        ``page`` is the page of the source on which it stands, where that has pages.
        """
        self._passage = passage
        self._quotes[passage.id] = shortened(passage.quote)
        self._among = list(among)
        self.quote.show_quote(passage.quote, passage.claims[0].colour if passage.claims else None)
        self._show_actors()
        self._show_claims()
        self._order_keys()
        self.set_paused(self._is_paused)
        self.memo.show_memo(passage.id, passage.memo)
        self._meta.setText(self._meta_of(passage, page))
        several = len(self._among) > 1 and passage.id in self._among
        for part in (self.previous, self._place, self.next):
            part.setVisible(several)
        if several:
            at = self._among.index(passage.id) + 1
            self._place.setText(self.tr("{0} of {1}").format(at, len(self._among)))

    def set_paused(self, is_paused: bool) -> None:
        """Let nothing but the memo be changed while the words of the passage are, and say why."""
        self._is_paused = is_paused
        self.pause.setVisible(is_paused)
        for part in (self.delete, self.add_actor, self.add_claim, *self.actor_rows, *self.claim_rows):
            part.setEnabled(not is_paused)

    def unsaved(self) -> list[str]:
        """Return a sentence for each memo that is typed and not on disk."""
        return [
            self.tr("The memo on “{quote}”: {text}").format(
                quote=self._quotes.get(key, ""), text=f"“{shortened(text)}”" if text else self.tr("(emptied)")
            )
            for key, text in self.memo.keeping.unsaved().items()
        ]

    def show_again(self) -> None:
        """Show what is in the archive, after something that was chosen here was refused."""
        if self._passage is not None:
            self._show_actors()
            self._show_claims()

    def show_kinds(self, kinds: Mapping[int, str]) -> None:
        """Learn what each actor is, for its icon."""
        self._kinds = kinds
        if self._passage is not None:
            self._show_actors()

    def set_theme(self, theme: Theme) -> None:
        """Take on a theme's colours."""
        self._theme = theme
        for part in (
            self.previous, self.next, self.delete, self.quote, self.add_actor, self.add_claim,
        ):  # fmt: skip
            part.set_theme(theme)
        self.complaint.setStyleSheet(complaint_style(theme))
        for row in self._all_rows():
            row.set_theme(theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out words where there is no room for them."""
        super().resizeEvent(event)
        for row in self._all_rows():
            row.set_narrow(self.width() < NARROW)

    def _all_rows(self) -> list[ActorRow | ClaimRow]:
        return [*self._actor_rows.values(), *self._claim_rows.values()]

    def _show_actors(self) -> None:
        assert self._passage is not None
        tags = {tag.tag_id: tag for tag in self._passage.actors}
        for tag_id in [known for known in self._actor_rows if known not in tags]:
            self._drop(self._actors, self._actor_rows, tag_id, self.add_actor)
        for tag_id, tag in tags.items():
            row = self._actor_rows.get(tag_id)
            if row is None:
                row = self._actor_rows[tag_id] = ActorRow(self._theme, self)
                row.set_narrow(self.width() < NARROW)
                row.role_chosen.connect(self.role_chosen)
                row.removed.connect(self.actor_removed)
                self._actors.addWidget(row)
            row.show_tag(tag, self._kinds.get(tag.actor_id, ""))

    def _show_claims(self) -> None:
        assert self._passage is not None
        tags = {tag.tag_id: tag for tag in self._passage.claims}
        for tag_id in [known for known in self._claim_rows if known not in tags]:
            self._drop(self._claims, self._claim_rows, tag_id, self.add_claim)
        for tag_id, tag in tags.items():
            row = self._claim_rows.get(tag_id)
            if row is None:
                row = self._claim_rows[tag_id] = ClaimRow(self._theme, self)
                row.set_narrow(self.width() < NARROW)
                row.stance_chosen.connect(self.stance_chosen)
                row.removed.connect(self.claim_removed)
                self._claims.addWidget(row)
            row.show_tag(tag)

    def _order_keys(self) -> None:
        """Let Tab go through the rows where they stand: Qt puts what was made last at the end."""
        chain: list[QWidget] = [self.add_actor]
        for actor_row in self.actor_rows:
            chain += actor_row.keys
        chain.append(self.add_claim)
        for claim_row in self.claim_rows:
            chain += claim_row.keys
        for before, after in pairwise((*chain, self.memo)):
            QWidget.setTabOrder(before, after)

    def _drop(self, layout: QVBoxLayout, rows: dict[int, _RowT], tag_id: int, otherwise: QWidget) -> None:
        order: list[int] = list(rows)
        at: int = order.index(tag_id)
        row = rows.pop(tag_id)
        holder = self.focusWidget()
        if holder is not None and row.isAncestorOf(holder):
            # The keyboard goes on to the next row, so that several can be removed in one go.
            left = [rows[key] for key in (*order[at + 1 :], *reversed(order[:at])) if key in rows]
            (left[0].remove if left else otherwise).setFocus(Qt.FocusReason.TabFocusReason)
        layout.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _memo_state(self, held: bool) -> None:
        self.complaint.setText(not_saved() if held else "")
        self.complaint.setVisible(held)
        self.memo.setAccessibleDescription(self.complaint.text())

    def _switch(self, by: int) -> None:
        if self._passage is not None and self._passage.id in self._among:
            at = self._among.index(self._passage.id)
            self.switched.emit(self._among[(at + by) % len(self._among)])

    def _meta_of(self, passage: PassageCard, page: str) -> str:
        lines = [
            self.tr("{coder} · {moment}").format(coder=passage.coder, moment=readable_moment(passage.created))
        ]
        if passage.modified[:16] != passage.created[:16]:
            lines.append(self.tr("changed {moment}").format(moment=readable_moment(passage.modified)))
        place = self.tr("characters {start}–{end}").format(start=f"{passage.start:,}", end=f"{passage.end:,}")
        lines.append(f"{self.tr('p. {0}').format(page)} · {place}" if page else place)
        return "\n".join(lines)


def readable_moment(iso: str) -> str:
    """Return a moment of the archive in local time, as people read it: ``14 Mar 2026, 10:20``."""
    moment = QDateTime.fromString(iso, Qt.DateFormat.ISODateWithMs)
    if not moment.isValid():
        return iso
    local = moment.toTimeZone(QTimeZone.systemTimeZone())
    return QLocale().toString(local, "d MMM yyyy, HH:mm")


def _rows() -> QVBoxLayout:
    rows = QVBoxLayout()
    rows.setSpacing(1)
    rows.setContentsMargins(0, 0, 0, 0)
    return rows


def line() -> QFrame:
    """Return a thin line between parts."""
    drawn = QFrame()
    drawn.setProperty("role", "line")
    return drawn
