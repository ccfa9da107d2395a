"""A filter as a small button: says what it asks for, opens a popup to change it, clears with its cross."""

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy, QWidget

from archive_app.gui.lists.lettering import Lettering
from archive_app.gui.lists.painting import draw_dot, draw_glyph
from archive_app.gui.theme import RADIUS, SPACE, Theme

_HEIGHT = 28
_GLYPH = 14
_WIDEST_VALUE = 168.0


class ChipPopup(QFrame):
    """What a chip opens below itself; a click outside or Esc closes it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("chip-popup")
        # Or the click on the chip that closes the popup would open it again.
        self.setAttribute(Qt.WidgetAttribute.WA_NoMouseReplay)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self.setStyleSheet(f"#chip-popup {{ background: {theme.raised}; border: 1px solid {theme.line}; }}")

    def open_below(self, widget: QWidget) -> None:
        """Show below a widget, inside the screen."""
        self.adjustSize()
        place = widget.mapToGlobal(QPoint(0, widget.height() + 4))
        screen = widget.screen().availableGeometry()
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            place.setX(place.x() + widget.width() - self.width())
        x = max(screen.left() + 4, min(place.x(), screen.right() - self.width() - 4))
        if place.y() + self.height() > screen.bottom():
            above = widget.mapToGlobal(QPoint(0, -4 - self.height())).y()
            place.setY(max(screen.top() + 4, above))
        self.move(x, place.y())
        self.show()


class FilterChip(QAbstractButton):
    """The button; what it opens is up to who listens to ``clicked``."""

    cleared = Signal()
    """The cross was clicked, or Delete was pressed."""

    def __init__(self, title: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self._value = ""
        self._colour = ""
        self._theme = theme
        self._lettering = Lettering(theme)
        self._is_hovered = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.show_value("")

    def show_value(self, value: str, *, colour: str = "") -> None:
        """Say what the filter asks for, empty for nothing; ``colour`` puts a dot before it."""
        self._value, self._colour = value, colour
        self.setText(f"{self.title}: {value}" if value else self.title)
        self.setAccessibleName(
            self.tr("{filter}: {value}").format(filter=self.title, value=value or self.tr("any"))
        )
        self.setToolTip(self.text() if value else "")
        self.updateGeometry()
        self.update()

    @property
    def value_text(self) -> str:
        """What the filter asks for, as shown."""
        return self._value

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        self._lettering.set_theme(theme)
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size for what is shown."""
        letters = self._lettering
        width = letters.width(self.title, "small")
        if self._value:
            width += 6 + min(_WIDEST_VALUE, letters.width(self._value, "small") + 2)
            width += 12 if self._colour else 0
        return QSize(round(width) + SPACE + 4 + 4 + _GLYPH + 6, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Let a narrow pane cut what is shown."""
        return QSize(56, _HEIGHT)

    # Input --------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter, Space or Down; clear with Delete."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.click()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._value:
            self.cleared.emit()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Clear when the cross was clicked, open otherwise."""
        if self._value and self.isDown() and self._cross().contains(event.position()):
            self.setDown(False)
            self.cleared.emit()
        else:
            super().mouseReleaseEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be clicked."""
        self._is_hovered = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Be quiet again."""
        self._is_hovered = False
        self.update()
        super().leaveEvent(event)

    # Painting -----------------------------------------------------------------------------------

    def _cross(self) -> QRectF:
        return self._mirrored(QRectF(self.width() - _GLYPH - 10, 0, _GLYPH + 10, self.height()))

    def _mirrored(self, rect: QRectF) -> QRectF:
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            rect = QRectF(self.width() - rect.right(), rect.top(), rect.width(), rect.height())
        return rect

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint title, value and a chevron or cross."""
        theme = self._theme
        ground = theme.selection if self._value else theme.hover if self._is_hovered else theme.raised
        edge = theme.accent if self.hasFocus() else theme.selection if self._value else theme.line
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(edge), 1.5 if self.hasFocus() else 1.0))
            painter.setBrush(QColor(ground))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.75, 0.75, -0.75, -0.75), RADIUS, RADIUS)
            right = self.width() - _GLYPH - 6
            colour = theme.text if self._value else theme.dim
            place = self._mirrored(QRectF(right, (self.height() - _GLYPH) / 2, _GLYPH, _GLYPH))
            draw_glyph(painter, "close" if self._value else "chevron-down", colour, place.topLeft(), _GLYPH)
            self._paint_words(painter, right - 4)

    def _paint_words(self, painter: QPainter, right: float) -> None:
        letters, x = self._lettering, float(SPACE) + 2
        top = (self.height() - letters.line_height("small")) / 2
        width = min(letters.width(self.title, "small") + 1, right - x)
        rect = QRectF(x, top, width, letters.line_height("small"))
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        rect = self._mirrored(rect)
        letters.draw(painter, rect, self.title, "small", self._theme.dim, right_to_left=mirrored)
        x += width + 6
        if self._value and self._colour:
            draw_dot(painter, self._colour, self._mirrored(QRectF(x, 0, 8, self.height())).center())
            x += 12
        if self._value and right - x > 8:
            rect = self._mirrored(QRectF(x, top, right - x, letters.line_height("small")))
            letters.draw(painter, rect, self._value, "small", self._theme.text, right_to_left=mirrored)
