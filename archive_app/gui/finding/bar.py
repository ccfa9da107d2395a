"""The slim bar over the reader in which words of the open article are found."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QKeyEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from archive_app.gui.icons import icon
from archive_app.gui.inspector.small import QuietButton
from archive_app.gui.lists.field import SearchField
from archive_app.gui.lists.flow import FlowLayout
from archive_app.gui.lists.wording import number
from archive_app.gui.theme import SPACE, Theme


class FindBar(QFrame):
    """A field or the name of an actor, how much was found, and what can be done with it.

    Enter and Shift+Enter go on to the next and the previous find, Esc closes.
    """

    changed = Signal()
    """Other words are looked for, or in another way."""
    step_requested = Signal(int)
    """Carries 1 for the next find, -1 for the previous one."""
    tag_all_requested = Signal()
    actor_requested = Signal()
    """Another actor is to be chosen."""
    close_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("find-bar")
        self.theme = theme
        self.field = SearchField(self.tr("Find in this article"), theme)
        self.field.setMinimumWidth(84)
        self.field.textChanged.connect(lambda _text: self.changed.emit())
        self.actor = QPushButton()
        self.actor.setProperty("flat", True)
        self.actor.setStyleSheet("QPushButton { text-align: left; outline: 0; }")
        self.actor.setToolTip(self.tr("Find the names of another actor"))
        self.actor.clicked.connect(self.actor_requested)
        self.actor.hide()
        self.count = QLabel()
        self.count.setProperty("role", "caption")
        self.count.setMinimumWidth(self.count.fontMetrics().horizontalAdvance(" 000 / 000 "))
        self.previous = QuietButton("previous", theme, tip=self.tr("Previous find (Shift+F3)"))
        self.next = QuietButton("next", theme, tip=self.tr("Next find (F3)"))
        self.whole_words = QCheckBox(self.tr("Whole words"))
        self.tag_all = QPushButton(self.tr("Tag All…"))
        self.tag_all.setProperty("flat", True)
        self.tag_all.setToolTip(self.tr("Tag all of these places at once, after looking through them"))
        self.close_button = QuietButton("close", theme, tip=self.tr("Close (Esc)"))
        self.previous.clicked.connect(lambda: self.step_requested.emit(-1))
        self.next.clicked.connect(lambda: self.step_requested.emit(1))
        self.whole_words.toggled.connect(lambda _checked: self.changed.emit())
        self.tag_all.clicked.connect(self.tag_all_requested)
        self.close_button.clicked.connect(self.close_requested)
        for part in (self.field, self.actor, self.whole_words, self.previous, self.next, self.tag_all):
            part.installEventFilter(self)
        self.close_button.installEventFilter(self)
        # Where there is room for one line only half of it, the second half goes below.
        flow = FlowLayout(spacing=SPACE)
        words = (self.field, self.actor, self.count, self.previous, self.next)
        self._halves = (
            _half(*words, grows=self.field),
            _half(self.whole_words, self.tag_all, None, self.close_button),
        )
        for half in self._halves:
            flow.addWidget(half)
        _let_grow(self._halves[0], grows=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(4 * SPACE, SPACE // 2, 3 * SPACE, SPACE // 2)
        row.addLayout(flow)
        self.set_theme(theme)
        self.hide()

    # What is looked for -------------------------------------------------------------------------

    def ask_words(self, words: str | None = None) -> None:
        """Offer the field, with these words in it; none leaves what is there."""
        self.actor.hide()
        self.field.show()
        self.whole_words.show()
        if words is not None and words != self.field.text():
            self.field.blockSignals(True)
            self.field.setText(words)
            self.field.blockSignals(False)

    def name_actor(self, name: str, names: Sequence[str]) -> None:
        """Say whose names are looked for, in the place of the field."""
        self.field.hide()
        self.whole_words.hide()
        said = ", ".join(names)
        self.actor.setAccessibleName(self.tr("Names of {actor}").format(actor=name))
        self.actor.setAccessibleDescription(said)
        self._write_actor()
        self.actor.setToolTip(said + "\n" + self.tr("Click to choose another actor"))
        self.actor.show()

    def _write_actor(self) -> None:
        """Write as much of the name as there is room for."""
        beside = self.count.minimumWidth() + 2 * self.next.sizeHint().width() + 14 * SPACE
        room = max(60, min(320, self.width() - beside))
        whole = self.actor.accessibleName()
        self.actor.setText(
            self.actor.fontMetrics().elidedText(whole, Qt.TextElideMode.ElideRight, room).replace("&", "&&")
        )

    @property
    def is_about_actor(self) -> bool:
        """Whether names are looked for rather than what is typed."""
        return self.actor.isVisibleTo(self)

    def show_count(self, current: int | None, total: int | None, *, is_cut: bool = False) -> None:
        """Say which of how many finds is the current one, from 0; no total where nothing is looked for."""
        many = number(total or 0) + ("+" if is_cut else "")
        if total is None:
            said = ""
        elif not total:
            said = self.tr("Not found")
        elif current is None:
            said = self.tr("{total} found").format(total=many)
        else:
            said = self.tr("{current} of {total}").format(current=number(current + 1), total=many)
        if said and said != self.count.text():
            # The keyboard is in the field, so that nobody would hear of it otherwise.
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.field, said))
        self.count.setText(said)
        missing = total == 0
        self.count.setStyleSheet(f"QLabel {{ color: {self.theme.danger}; }}" if missing else "")
        for button in (self.previous, self.next, self.tag_all):
            button.setEnabled(bool(total))

    def take_keyboard(self) -> None:
        """Put the keyboard where one types, or on the actor."""
        if self.is_about_actor:
            self.actor.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.field.selectAll()

    def set_theme(self, theme: Theme) -> None:
        """Take on a theme's colours."""
        self.theme = theme
        self.field.set_theme(theme)
        self.actor.setIcon(icon("actor", theme, colour=theme.dim))
        for button in (self.previous, self.next, self.close_button):
            button.set_theme(theme)
        self.setStyleSheet(
            f"#find-bar {{ background: {theme.surface}; border-bottom: 1px solid {theme.line}; }}"
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the second half fill a line of its own, so that the cross stands at its end."""
        super().resizeEvent(event)
        needed = sum(half.sizeHint().width() for half in self._halves) + 8 * SPACE
        _let_grow(self._halves[1], grows=self.width() < needed)
        self._write_actor()

    # Keys ---------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Step with Enter and close with Esc wherever on the bar the keyboard is."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                self.close_requested.emit()
                return True
            steps = watched in (self.field, self.actor)
            if steps and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
                self.step_requested.emit(-1 if back else 1)
                return True
        return super().eventFilter(watched, event)


def _half(*widgets: QWidget | None, grows: QWidget | None = None) -> QWidget:
    half = QWidget()
    row = QHBoxLayout(half)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(SPACE // 2)
    for widget in widgets:
        if widget is None:
            row.addStretch()
        else:
            row.addWidget(widget, 1 if widget is grows else 0)
    return half


def _let_grow(half: QWidget, *, grows: bool) -> None:
    policy = QSizePolicy.Policy.Expanding if grows else QSizePolicy.Policy.Fixed
    half.setSizePolicy(policy, QSizePolicy.Policy.Fixed)
