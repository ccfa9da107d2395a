"""The popup in which a collection or labels are chosen by typing, or made."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from archive_app.gui.coding.candidate_list import ROW, CandidateList
from archive_app.gui.coding.questions import Candidate
from archive_app.gui.lists.chip import ChipPopup
from archive_app.gui.lists.field import SearchField
from archive_app.gui.theme import SPACE, Theme
from archive_app.model.names import Name, fold_name, rank_names

_WIDTH = 380
_MOST_ROWS = 9
_FROM_TOP = 96  # pixels below the window's upper edge, where the command palette opens too


@dataclass(frozen=True)
class GroupRow:
    """A collection or label with how many of the chosen articles have it already."""

    id: int
    name: str
    articles: int
    """Of all articles in the archive."""
    on: int
    """Of the chosen ones."""


class GroupPopup(ChipPopup):
    """A field and the names that fit; Enter takes one, Ctrl+Enter makes what is typed."""

    chosen = Signal(object)
    """Carries the :class:`GroupRow` taken."""
    made = Signal(str)
    """Carries the name of one to make."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._rows: tuple[GroupRow, ...] = ()
        self._count = 0
        self._sign = ""
        self._new = ""
        self.heading = QLabel()
        self.heading.setProperty("role", "section")
        self.field = SearchField("", theme)
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._show_matches)
        self.list = CandidateList(theme)
        self.list.accepted.connect(lambda _stays: self._take())
        self.hint = QLabel()
        self.hint.setProperty("role", "caption")
        self.hint.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        column.setSpacing(SPACE // 2)
        for part in (self.heading, self.field, self.list, self.hint):
            column.addWidget(part)
        self.setFixedWidth(_WIDTH)
        self.set_theme(theme)

    def ask(self, title: str, placeholder: str, sign: str, count: int, *, new: str = "") -> None:
        """Open empty, about ``count`` articles; ``new`` words what would be made, with ``{name}``."""
        self._sign, self._count, self._new, self._rows = sign, count, new, ()
        self.heading.setText(title)
        self.field.clear()
        self.field.setPlaceholderText(placeholder)
        self.field.setAccessibleName(title)
        self._show_matches("")
        place = self._window.mapToGlobal(QPoint((self._window.width() - self.width()) // 2, _FROM_TOP))
        self.move(place)
        self.show()
        self.field.setFocus()

    def offer(self, rows: Sequence[GroupRow], hint: str) -> None:
        """Offer these names; ``hint`` is said below them."""
        self._rows = tuple(rows)
        self.hint.setText(hint)
        self._show_matches(self.field.text())

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        super().set_theme(theme)
        self.field.set_theme(theme)
        self.list.set_theme(theme)

    def _show_matches(self, typed: str) -> None:
        known = {row.id: row for row in self._rows}
        chosen = self.list.chosen
        if typed.strip():
            names = [Name(row.id, row.name, row.articles) for row in self._rows]
            shown = [known[match.key] for match in rank_names(typed, names)]
        else:
            shown = list(self._rows)
        candidates = [self._candidate(row) for row in shown]
        name = " ".join(typed.split())
        if self._new and name and fold_name(name) not in {fold_name(row.name) for row in self._rows}:
            candidates.append(Candidate(name, self._new.format(name=name), icon="plus", is_new=True))
        row = next((at for at, one in enumerate(candidates) if chosen and one.name == chosen.name), 0)
        # What was typed may be new to the archive: then Enter makes it, unless it nearly is a name there.
        self.list.offer(candidates, min(row, len(candidates) - 1) if not typed.strip() else 0)
        self.list.setFixedHeight(ROW * min(max(1, len(candidates)), _MOST_ROWS) + 2)
        self.list.setVisible(bool(candidates))
        self.hint.setVisible(bool(self.hint.text()))
        self.adjustSize()

    def _candidate(self, row: GroupRow) -> Candidate:
        if row.on == self._count:
            detail = self.tr("on it") if row.on == 1 else self.tr("on all of them")
            return Candidate(row.name, row.name, detail, "check", uses=row.articles)
        detail = self.tr("on {on} of {count}").format(on=row.on, count=self._count) if row.on else ""
        return Candidate(row.name, row.name, detail, "minus" if row.on else self._sign, uses=row.articles)

    def _take(self) -> None:
        candidate = self.list.chosen
        if candidate is None:
            return
        if candidate.is_new:
            self.made.emit(candidate.name)
        else:
            self.chosen.emit(next(row for row in self._rows if row.name == candidate.name))

    def _make(self) -> None:
        candidates = self.list.candidates
        if candidates and candidates[-1].is_new:
            self.made.emit(candidates[-1].name)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move in the list and take from it while the keyboard is in the field."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        if event.key() in steps:
            self.list.step(steps[Qt.Key(event.key())])
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._make()
            else:
                self._take()
            return True
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            return True
        return super().eventFilter(watched, event)
