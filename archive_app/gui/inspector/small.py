"""Small parts of the inspector: labels that cut themselves, icons, quiet buttons, key caps."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QToolButton, QWidget

from archive_app.gui.icons import icon
from archive_app.gui.lists.lettering import Lettering
from archive_app.gui.lists.painting import draw_dot, draw_glyph
from archive_app.gui.theme import Theme


class CutLabel(QLabel):
    """One line of text, cut with an ellipsis where there is no room; then its tooltip has all of it."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def minimumSizeHint(self) -> QSize:
        """Let the inspector be narrow."""
        return QSize(24, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what there is room for."""
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip("" if shown == self.text() else self.text())
        with QPainter(self) as painter:
            painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
            left = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(self.rect(), int(left), shown)


class CutParagraph(QWidget):
    """A few dim lines of text, cut with an ellipsis; where they are cut the tooltip has all of it."""

    def __init__(self, lines: int, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = lines
        self._theme = theme
        self._text = ""
        self._lettering = Lettering(theme)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def text(self) -> str:
        """Return the whole text."""
        return self._text

    def set_text(self, text: str) -> None:
        """Show a text."""
        self._text = text
        self.setAccessibleName(text)
        self.setToolTip(text if len(text) > 80 else "")
        self.setVisible(bool(text))
        self.updateGeometry()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take on a theme's colours."""
        self._theme = theme
        self._lettering.set_theme(theme)
        self.update()

    def hasHeightForWidth(self) -> bool:
        """Say that the height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the lines that are shown."""
        block = self._lettering.block(self._text, "small", max(40, width), lines=self._lines)
        return round(block.lineCount() * self._lettering.line_height("small"))

    def sizeHint(self) -> QSize:
        """Return the height at the present width."""
        return QSize(120, self.heightForWidth(max(self.width(), 120)))

    def minimumSizeHint(self) -> QSize:
        """Let the inspector be narrow."""
        return QSize(60, round(self._lettering.line_height("small")))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the lines."""
        with QPainter(self) as painter:
            self._lettering.draw(
                painter, QRectF(self.rect()), self._text, "small", self._theme.dim, lines=self._lines
            )


class Mark(QWidget):
    """An icon, or a claim type's dot, in front of a name."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon = ""
        self._colour: int | None = None
        self.setFixedSize(16, 16)

    def show_icon(self, name: str) -> None:
        """Show an icon."""
        self._icon, self._colour = name, None
        self.update()

    def show_colour(self, colour: int) -> None:
        """Show a dot in one of the twelve colours."""
        self._icon, self._colour = "", colour
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take on a theme's colours."""
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the icon or the dot."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            middle = QRectF(self.rect()).center()
            if self._colour is not None:
                codes = self._theme.codes
                draw_dot(painter, codes[self._colour % len(codes)], middle, 5)
            elif self._icon:
                draw_glyph(painter, self._icon, self._theme.dim, QRectF(self.rect()).topLeft(), 16)


class QuietButton(QToolButton):
    """A button without an edge that repaints its icon in the theme's colours."""

    def __init__(
        self,
        icon_name: str,
        theme: Theme,
        *,
        text: str = "",
        tip: str = "",
        dangerous: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self._dangerous = dangerous
        self.setIconSize(QSize(16, 16))
        if text:
            self.setText(text)
            self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setToolTip(tip)
        self.setAccessibleName(text or tip)
        self.setAccessibleDescription(tip if text else "")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.set_theme(theme)

    def set_icon(self, name: str, theme: Theme) -> None:
        """Show another icon."""
        self._icon_name = name
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take on a theme's colours."""
        colour = theme.danger if self._dangerous else theme.dim
        self.setIcon(icon(self._icon_name, theme, colour=colour))
        padding = "3px 6px 3px 4px" if self.text() else "3px"
        self.setStyleSheet(
            f"QToolButton {{ color: {colour}; padding: {padding}; font-size: 9pt; }}"
            f"QToolButton:hover {{ color: {theme.danger if self._dangerous else theme.text}; }}"
            "QToolButton::menu-indicator { image: none; }"
        )


class KeyCap(QLabel):
    """A key as it is drawn on a keyboard."""

    def __init__(self, key: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(key, parent)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take on a theme's colours."""
        edge = QColor(theme.line).name()
        self.setStyleSheet(
            f"QLabel {{ background: {theme.raised}; color: {theme.dim}; border: 1px solid {edge};"
            f" border-bottom-width: 2px; border-radius: 4px; padding: 1px 5px; font-size: 8.5pt;"
            f" font-weight: 500; }}"
        )
