"""The dialog that asks what an actor is merged into."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from archive_app.gui.coding.candidate_list import ROW, CandidateList
from archive_app.gui.coding.questions import CANDIDATES, ActorQuestion
from archive_app.gui.theme import SPACE, Theme
from archive_app.storage.queries import ActorCard


class MergeDialog(QDialog):
    """Asks which actor another is to be merged into."""

    chosen = Signal(int)
    """Carries the key of the actor that stays."""

    def __init__(
        self, theme: Theme, actor: ActorCard, others: Sequence[ActorCard], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Merge “{name}” into").format(name=actor.name))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._keys = {card.name: card.id for card in others if card.id != actor.id}
        self._question = ActorQuestion([card for card in others if card.id != actor.id], ())
        self.setMinimumWidth(400)
        explained = QLabel(
            self.tr(
                "Its tags and other names move over; “{name}” becomes another name of the actor chosen."
            ).format(name=actor.name)
        )
        explained.setWordWrap(True)
        explained.setProperty("role", "caption")
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("The actor that stays"))
        self.field.setAccessibleName(self.tr("The actor that stays"))
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._offer)
        self.list = CandidateList(theme)
        self.list.setFixedHeight(6 * ROW)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._follow())
        self.nothing = QLabel()
        self.nothing.setProperty("role", "caption")
        self.nothing.setMargin(10)
        self.list.accepted.connect(lambda _stays: self._take())
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.merge = QPushButton(self.tr("Merge"))
        self.merge.setProperty("primary", True)
        self.buttons.addButton(self.merge, QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.accepted.connect(self._take)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        column.setSpacing(SPACE + 4)
        card = QFrame()
        card.setProperty("role", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 4, 1, 4)
        inside.addWidget(self.list)
        inside.addWidget(self.nothing)
        for part in (explained, self.field, card, self.buttons):
            column.addWidget(part)
        # An actor is most likely merged into one that looks like it, so those come first.
        similar = [row for name in (actor.name, *actor.aliases) for row in self._question.candidates(name)]
        used = self._question.candidates("")
        first = {row.name: row for row in (*similar, *used) if not row.is_new}
        self._first = [replace(row, detail="") for row in first.values()][:CANDIDATES]
        self.field.setFocus()
        self._offer()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move in the list with the arrow keys while the keyboard is in the field."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step:
                self.list.step(step)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take()
                return True
        return super().eventFilter(watched, event)

    def _offer(self) -> None:
        typed = self.field.text().strip()
        found = [row for row in self._question.candidates(typed) if not row.is_new] if typed else self._first
        # With nothing typed nothing is picked out, so that Enter alone never merges.
        self.list.offer(found, 0 if typed and found else -1)
        self.nothing.setText(self.tr("No other actor is called anything like this.") if typed else "")
        self.nothing.setVisible(not found)
        self.list.setVisible(bool(found))
        self._follow()

    def _follow(self) -> None:
        self.merge.setEnabled(self.list.chosen is not None)

    def _take(self) -> None:
        candidate = self.list.chosen
        if candidate is not None:
            self.chosen.emit(self._keys[candidate.name])
            self.accept()
