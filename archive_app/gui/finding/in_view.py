"""Bringing a place of the text into view without moving what is in view already."""

from functools import lru_cache

from PySide6.QtGui import QTextCursor

from archive_app.gui.reader.view import ReaderView
from archive_app.model.text import Utf16Map

_MARGIN = 8  # pixels from the view's edge in which nobody looks


def bring_into_view(reader: ReaderView, start: int, end: int, *, at: int | None = None) -> None:
    """Go to a range of code points if ``at``, by default its start, is out of sight."""
    if not is_in_view(reader, start if at is None else at):
        reader.scroll_to(start, end)


def is_in_view(reader: ReaderView, position: int) -> bool:
    """Say whether the line that a code point stands on can be seen whole."""
    cursor = QTextCursor(reader.document())
    cursor.setPosition(_units(reader.text).to_utf16(position))
    line = reader.cursorRect(cursor)
    return line.top() >= _MARGIN and line.bottom() <= reader.viewport().height() - _MARGIN


@lru_cache(maxsize=1)
def _units(text: str) -> Utf16Map:
    # Made once for an article, not at each step through it.
    return Utf16Map(text)
