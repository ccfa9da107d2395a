"""What is typed in a memo, held until the archive confirms that it is on disk.

A memo goes through three states: typed, handed over to be written, confirmed. Only the last lets go of the
text; what was refused is tried again whenever anything else is written, also while another memo is shown.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtWidgets import QPlainTextEdit

from archive_app.gui.workspace import Workspace
from archive_app.model.errors import NotFound
from archive_app.model.text import canonical
from archive_app.storage.archive import Archive
from archive_app.storage.journal import Changes

PAUSE = 1000
"""Milliseconds without a key after which a memo is written."""
LATEST = 1500
"""Milliseconds after the first unsaved key at which a memo is written at the latest."""


@dataclass
class Sitting:
    """The time for which one memo is written at, until it is left: one step of Undo, however often it goes
    to the disk meanwhile."""

    step: int | None = None
    """The step of its first writing; set in the writing thread."""


class Keeping(QObject):
    """Keeps one field's text for each key it was typed for, until it is on disk."""

    written = Signal(int, str)
    """Carries the key of what a memo is about, and its text, to be written and then confirmed or held."""
    state_changed = Signal(bool)
    """Carries whether what is shown could not be written."""

    def __init__(self, field: QPlainTextEdit, pause: int | None, latest: int = LATEST) -> None:
        super().__init__(field)
        self._field = field
        self._key = 0
        self._stored = ""
        self._handed: dict[int, list[str]] = {}
        self._held: dict[int, str] = {}
        self._gone: dict[int, str] = {}
        self._sitting = Sitting()
        self._pause = self._timer()
        self._latest = self._timer()
        self.set_pace(pause, latest)
        field.textChanged.connect(self._typed)

    def set_pace(self, pause: int | None, latest: int) -> None:
        """Write after so many milliseconds without a key (None: never), and ``latest`` after the first."""
        self._pauses = pause is not None
        self._pause.setInterval(pause or 0)
        self._latest.setInterval(latest)

    @property
    def key(self) -> int:
        """The key of what is shown, or 0."""
        return self._key

    @property
    def stored(self) -> str:
        """What is on disk of what is shown, as far as is known."""
        return self._stored

    def agrees(self, text: str) -> bool:
        """Tell whether a memo that was read is what is known to be on disk."""
        return canonical(text).strip() == self._stored

    @property
    def is_dirty(self) -> bool:
        """Whether the person typed what was not handed over yet."""
        if self._key == 0 or not self._field.document().isModified():
            return False
        return self._text() != self._newest()

    @property
    def is_held(self) -> bool:
        """Whether what is shown could not be written."""
        return self._key in self._held

    def unsaved(self) -> dict[int, str]:
        """Return what is typed and not confirmed to be on disk, by key."""
        texts = {key: handed[-1] for key, handed in self._handed.items()} | self._held | self._gone
        if self.is_dirty:
            texts[self._key] = self._text()
        return texts

    def show(self, key: int, text: str) -> bool:
        """Show a memo as it was read; return whether the field's text was replaced.

        Of another one, what was typed is written first. Of the same one, what was read is older than what is
        typed or on its way to the disk, and is left aside.
        """
        stored = canonical(text).strip()
        same = key == self._key
        if not same:
            self.end_sitting()
        elif key in self._handed or key in self._held or self.is_dirty or stored == self._stored:
            return False
        if key in self._gone:
            # Undo has brought back what it is about.
            self._held[key] = self._gone.pop(key)
        handed = self._handed.get(key)
        kept = handed[-1] if handed else self._held.get(key)
        self._key, self._stored = key, stored
        self._stop()
        self._replace(text if kept is None else kept, keep_cursor=same)
        if self.is_held:
            self._latest.start()
        self.state_changed.emit(self.is_held)
        return True

    def flush(self) -> None:
        """Hand over what was typed, and what could not be written before."""
        self._stop()
        ready = list(self._held.items())
        if self.is_dirty:
            ready = [(key, text) for key, text in ready if key != self._key]
            ready.append((self._key, self._text()))
        self._held.clear()
        # Writing one announces itself and comes back here: by then nothing may be left to hand over.
        for key, text in ready:
            self._handed.setdefault(key, []).append(text)
        for key, text in ready:
            self.written.emit(key, text)

    def end_sitting(self) -> None:
        """Hand over what was typed; what is typed from now on is another step of Undo."""
        self.flush()
        self._sitting = Sitting()

    def sitting(self, key: int) -> Sitting:
        """Return the sitting that a text handed over just now belongs to."""
        return self._sitting if key == self._key else Sitting()

    def forget(self) -> None:
        """Show nothing any more, because what the memo was about is gone; what was typed stays known."""
        self._stop()
        if self.is_dirty:
            self._gone[self._key] = self._text()
        elif self._key in self._held:
            self._gone[self._key] = self._held[self._key]
        self._held.pop(self._key, None)
        self._key = 0
        self._stored = ""
        self._replace("", keep_cursor=False)
        self.state_changed.emit(False)

    # What became of a text that was handed over --------------------------------------------------

    def confirm(self, key: int, text: str) -> None:
        """Let go of a text: it is on disk."""
        self._take_back(key, text)
        if key == self._key:
            self._stored = text
            self.state_changed.emit(self.is_held)

    def hold(self, key: int, text: str) -> None:
        """Keep a text that could not be written; the next flush tries again."""
        if self._take_back(key, text):
            self._held[key] = text
        if key == self._key:
            self.state_changed.emit(self.is_held)

    def lose(self, key: int, text: str) -> None:
        """Keep a text whose passage or article is gone, until that is shown again."""
        if self._take_back(key, text):
            self._gone[key] = text

    def _take_back(self, key: int, text: str) -> bool:
        # Returns whether nothing newer is on its way.
        handed = self._handed.get(key, [])
        if text in handed:
            handed.remove(text)
        if not handed:
            self._handed.pop(key, None)
        return not handed

    # The field ----------------------------------------------------------------------------------

    def _text(self) -> str:
        return canonical(plain_text(self._field.document())).strip()

    def _newest(self) -> str:
        handed = self._handed.get(self._key)
        return handed[-1] if handed else self._held.get(self._key, self._stored)

    def _replace(self, text: str, *, keep_cursor: bool) -> None:
        cursor = self._field.textCursor()
        anchor, position = cursor.anchor(), cursor.position()
        scrolled = self._field.verticalScrollBar().value()
        self._field.blockSignals(True)
        self._field.setPlainText(text)
        self._field.blockSignals(False)
        if keep_cursor:
            end = self._field.document().characterCount() - 1
            cursor = self._field.textCursor()
            cursor.setPosition(min(anchor, end))
            cursor.setPosition(min(position, end), QTextCursor.MoveMode.KeepAnchor)
            self._field.setTextCursor(cursor)
            self._field.verticalScrollBar().setValue(scrolled)
        self._field.document().setModified(False)

    def _typed(self) -> None:
        if self._key == 0 or not self._field.document().isModified():
            return
        if self._pauses:
            self._pause.start()
        if not self._latest.isActive():
            self._latest.start()

    def _stop(self) -> None:
        self._pause.stop()
        self._latest.stop()

    def _timer(self) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(self.flush)
        return timer


def write_kept(
    workspace: Workspace,
    keeping: Keeping,
    key: int,
    text: str,
    operation: Callable[[Archive, int | None], Changes | None],
) -> None:
    """Do the operation that writes a text which was handed over, and tell ``keeping`` what became of it.

    The operation gets the step that it goes on with, if the memo was not left since that began.
    """
    sitting = keeping.sitting(key)

    def write(archive: Archive) -> Changes | NotFound | None:
        try:
            changes = operation(archive, sitting.step)
        except NotFound as gone:
            return gone
        if changes is not None:
            sitting.step = changes.step
        return changes

    def written(outcome: Any) -> None:
        if isinstance(outcome, NotFound):
            keeping.lose(key, text)
        else:
            keeping.confirm(key, text)

    workspace.run(write, written, lambda: keeping.hold(key, text))


def plain_text(document: QTextDocument) -> str:
    """Return a document's text as it was typed, line by line.

    ``toPlainText`` would turn no-break spaces into spaces.
    """
    lines = []
    block = document.begin()
    while block.isValid():
        lines.append(block.text())
        block = block.next()
    return "\n".join(lines)


def shortened(text: str, most: int = 60) -> str:
    """Return the beginning of a text in one line, to name it by."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
