"""The words of a passage as they stand in the article, cut after a few lines until asked for."""

import re

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from archive_app.gui.lists.direction import is_right_to_left
from archive_app.gui.theme import ARABIC_FAMILY, SERIF_FAMILY, Theme

LINES = 6
_BAR = 3  # pixels
_INDENT = 12  # pixels from the bar's edge to the words
_BREAKS = re.compile("[ \n\t\u2028\u2029\x0b\x0c\x85]+")
_LONGEST = 4000  # characters laid out when the whole quote is shown; a passage may be a whole article


class QuoteView(QWidget):
    """A quote beside a bar in its colour; a click or Space shows all of it and cuts it again."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._text = ""
        self._colour: int | None = None
        self._shows_all = False
        self._laid_out: tuple[int, QTextLayout] | None = None
        self._face = QFont()
        self._face.setFamilies([SERIF_FAMILY, ARABIC_FAMILY])
        self._face.setPointSizeF(11)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    @property
    def is_cut(self) -> bool:
        """Whether there is more than is shown."""
        return not self._shows_all and self._layout(self.width()).lineCount() > LINES

    @property
    def runs_right_to_left(self) -> bool:
        """Whether the quote is in a script that runs from right to left."""
        return is_right_to_left(self._text)

    def show_quote(self, text: str, colour: int | None) -> None:
        """Show a quote; ``colour`` is the index of its first claim type's, or nothing."""
        plain = _BREAKS.sub(" ", text).strip(" ")
        if plain != self._text:
            self._text = plain
            self._shows_all = False
            self._laid_out = None
            self.setAccessibleName(self.tr("Quote"))
            self.setAccessibleDescription(text)
            self.updateGeometry()
        self._colour = colour
        self._follow_cut()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take on a theme's colours."""
        self._theme = theme
        self.update()

    def toggle(self) -> None:
        """Show all of the quote, or cut it again."""
        self._shows_all = not self._shows_all
        self.updateGeometry()
        self._follow_cut()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height at the present width."""
        return QSize(200, self.heightForWidth(max(self.width(), 120)))

    def minimumSizeHint(self) -> QSize:
        """Let the inspector be narrow."""
        return QSize(80, self._line_height())

    def hasHeightForWidth(self) -> bool:
        """Say that the height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the lines that are shown."""
        lines = self._layout(width).lineCount()
        return (lines if self._shows_all else min(lines, LINES)) * self._line_height() + 4

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Show all of the quote, or cut it again."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.toggle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Show all of the quote, or cut it again, with Space or Enter."""
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.toggle()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bar and the words."""
        layout = self._layout(self.width())
        height = self._line_height()
        rtl = self.runs_right_to_left
        theme = self._theme
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            if self.hasFocus():
                painter.setBrush(QColor(theme.hover))
                painter.drawRoundedRect(self.rect(), 4, 4)
            colour = theme.line if self._colour is None else theme.codes[self._colour % len(theme.codes)]
            painter.setBrush(QColor(colour))
            x = self.width() - _BAR if rtl else 0
            painter.drawRoundedRect(QRectF(x, 2, _BAR, self.height() - 4), 1.5, 1.5)
            painter.setPen(QColor(theme.text))
            shift = QPointF(0 if rtl else _INDENT, 2)
            whole = layout.lineCount() if self._shows_all else min(LINES, layout.lineCount())
            cut = layout.lineCount() > whole
            for number in range(whole - 1 if cut else whole):
                layout.lineAt(number).draw(painter, shift)
            if cut:
                last = layout.lineAt(whole - 1)
                rest = layout.text().encode("utf-16-le")[2 * last.textStart() :].decode("utf-16-le")
                room = self._room(self.width())
                metrics = QFontMetricsF(self._face)
                elided = metrics.elidedText(rest[:600], Qt.TextElideMode.ElideRight, room)
                line = QTextLayout(elided, self._face)
                line.setTextOption(layout.textOption())
                line.beginLayout()
                made = line.createLine()
                made.setLineWidth(room)
                line.endLayout()
                made.setPosition(QPointF(0, (whole - 1) * height))
                made.draw(painter, shift)

    def _layout(self, width: int) -> QTextLayout:
        if self._laid_out is not None and self._laid_out[0] == width:
            return self._laid_out[1]
        layout = QTextLayout(self._text[:_LONGEST], self._face)
        option = QTextOption()
        rtl = self.runs_right_to_left
        option.setTextDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        height = self._line_height()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(self._room(width))
            line.setPosition(QPointF(0, (layout.lineCount() - 1) * height))
        layout.endLayout()
        self._laid_out = (width, layout)
        return layout

    def _room(self, width: int) -> int:
        return max(40, width - _INDENT)

    def _line_height(self) -> int:
        return round(QFontMetricsF(self._face).height() * 1.2)

    def _follow_cut(self) -> None:
        can_change = self._layout(self.width()).lineCount() > LINES
        self.setCursor(Qt.CursorShape.PointingHandCursor if can_change else Qt.CursorShape.ArrowCursor)
        self.setToolTip(self.tr("Click to show all of it") if self.is_cut else "")
