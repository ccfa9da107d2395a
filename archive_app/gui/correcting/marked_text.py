"""Short texts with what was taken out struck through and what was put in underlined, also without colour."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFont, QResizeEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit, QWidget

from archive_app.gui.reader.appearance import mixed
from archive_app.gui.reader.display import display_text
from archive_app.gui.theme import ARABIC_FAMILY, SERIF_FAMILY, Theme
from archive_app.model.text_diff import Segment


class Part(Enum):
    """What a run of words is."""

    CONTEXT = "context"
    """Around what matters."""
    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"
    LEFT_OUT = "left out"
    """In place of words that are not shown."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words that are shown alike."""

    text: str
    part: Part


def old_side(quote: str, segments: Iterable[Segment]) -> list[Run]:
    """Give a text with what a difference took out of it marked."""
    return [
        Run(quote[segment.start : segment.end], Part.SAME if segment.equal else Part.REMOVED)
        for segment in segments
        if segment.start < segment.end
    ]


def new_side(quote: str, segments: Iterable[Segment]) -> list[Run]:
    """Give a text with what a difference put into it marked."""
    return [
        Run(quote[segment.new_start : segment.new_end], Part.SAME if segment.equal else Part.ADDED)
        for segment in segments
        if segment.new_start < segment.new_end
    ]


class MarkedText(QTextEdit):
    """Shows runs of text for reading and copying, as high as they need up to a limit."""

    def __init__(self, theme: Theme, *, most_lines: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._runs: tuple[Run, ...] = ()
        self._most_lines = most_lines
        font = QFont([SERIF_FAMILY, ARABIC_FAMILY, "Noto Sans", "DejaVu Sans"])
        font.setPointSizeF(11.5)
        self.document().setDefaultFont(font)
        self.document().setDocumentMargin(0)
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setStyleSheet("MarkedText { background: transparent; border: 0; padding: 0; }")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabChangesFocus(True)
        if most_lines:
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_runs(self, runs: Sequence[Run]) -> None:
        """Show other words, from their beginning."""
        self._runs = tuple(runs)
        self.clear()
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        for run in self._runs:
            cursor.insertText(display_text(run.text), self._format(run.part))
        cursor.endEditBlock()
        self.setAccessibleDescription("".join(run.text for run in self._runs))
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self._fit()

    def set_theme(self, theme: Theme) -> None:
        """Follow the theme."""
        self._theme = theme
        self.show_runs(self._runs)

    def _format(self, part: Part) -> QTextCharFormat:
        theme, shape = self._theme, QTextCharFormat()
        shape.setForeground(QColor(theme.dim if part in (Part.CONTEXT, Part.LEFT_OUT) else theme.text))
        if part is Part.REMOVED:
            shape.setFontStrikeOut(True)
            shape.setForeground(QColor(theme.danger))
            shape.setBackground(QColor(mixed(theme.danger, theme.raised, 0.12)))
        elif part is Part.ADDED:
            shape.setFontUnderline(True)
            shape.setForeground(QColor(theme.success))
            shape.setBackground(QColor(mixed(theme.success, theme.raised, 0.14)))
        elif part is Part.LEFT_OUT:
            shape.setFontItalic(True)
        return shape

    def _fit(self) -> None:
        if self._most_lines:
            line = self.fontMetrics().lineSpacing() * 1.5
            needed = self.document().size().height() + 2
            height = min(needed, self._most_lines * line)
            # A bar where all is seen would take room from the words, which then need more lines.
            policy = Qt.ScrollBarPolicy
            self.setVerticalScrollBarPolicy(
                policy.ScrollBarAsNeeded if needed > height else policy.ScrollBarAlwaysOff
            )
            self.setFixedHeight(round(max(height, line)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Be as high as the words need at this width."""
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Let the words be broken into short lines."""
        return QSize(120, 20)
