"""A sheet that floats over the window beside some words and leaves again.

It is a child of what it floats over rather than a window of its own: the reader keeps its selection, no
window manager moves it, and it stands where it should under Wayland, where windows cannot place themselves.
"""

from PySide6.QtCore import QEvent, QMargins, QObject, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QFrame, QWidget
from shiboken6 import isValid

from archive_app.gui.coding.placing import Side, placed, room_on, side_for
from archive_app.gui.theme import Theme

SHADOW = 14
"""Pixels around the sheet in which its shadow lies."""
_CORNER = 9
_MARGIN = 6  # pixels that stay free between a sheet and the window's edge


class Overlay(QFrame):
    """A sheet over a window or a large part of it; children say what is on it and what leaving means."""

    def __init__(self, below: QWidget, theme: Theme) -> None:
        super().__init__(below)
        self._theme = theme
        self._anchor = QRect()
        self._side = Side.BELOW
        self._before: QWidget | None = None
        self.hide()

    def leave(self) -> None:
        """Close because the person turned to something else."""
        self.close_sheet()

    def fitting_size(self, room: int) -> QSize:
        """Return the size of the sheet without its shadow, at most ``room`` pixels high."""
        hint = self.sizeHint()
        return QSize(hint.width() - 2 * SHADOW, min(hint.height() - 2 * SHADOW, room))

    def largest_size(self) -> QSize:
        """Return the size of the sheet when it is full; by it the side is chosen."""
        return self.fitting_size(10_000)

    def open_sheet(self, anchor: QRect, focus: QWidget) -> None:
        """Show the sheet beside ``anchor``, in global pixels, with the keyboard on ``focus``."""
        if not self.isVisible():
            self._before = QApplication.focusWidget()
        self._anchor = QRect(self._below().mapFromGlobal(anchor.topLeft()), anchor.size())
        self._side = side_for(self._anchor, self.largest_size(), self._bounds())
        self.place()
        self.show()
        self.raise_()
        focus.setFocus(Qt.FocusReason.PopupFocusReason)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.installEventFilter(self)

    def place(self) -> None:
        """Stand at the words again after the sheet's size changed; the side stays."""
        bounds = self._bounds()
        size = self.fitting_size(room_on(self._side, self._anchor, bounds))
        sheet = placed(self._side, self._anchor, size, bounds)
        self.setGeometry(sheet.marginsAdded(QMargins(SHADOW, SHADOW, SHADOW, SHADOW)))

    def close_sheet(self) -> None:
        """Hide the sheet and give the keyboard back to who had it."""
        if self.isHidden():
            return
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.removeEventFilter(self)
        held = self._holds(QApplication.focusWidget())
        self.hide()
        before, self._before = self._before, None
        if held and before is not None and isValid(before):
            before.setFocus(Qt.FocusReason.PopupFocusReason)

    def set_theme(self, theme: Theme) -> None:
        """Take on a theme's colours."""
        self._theme = theme
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave when the person clicks or types elsewhere, or the window changes its size."""
        if not isinstance(watched, QWidget):
            return False
        kind = event.type()
        if kind == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            point = self.mapFromGlobal(event.globalPosition().toPoint())
            if watched.window() is self.window() and not self._sheet().contains(point):
                self.leave()
        elif kind == QEvent.Type.FocusIn:
            # Menus and tooltips are windows of their own and take no focus from the sheet.
            if watched.window() is self.window() and not self._holds(watched):
                self.leave()
        elif kind in (QEvent.Type.Resize, QEvent.Type.Hide) and watched is self._below():
            self.leave()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the sheet with its edge and a soft shadow."""
        sheet = QRectF(self._sheet()).adjusted(0.5, 0.5, -0.5, -0.5)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            strength = 0.055 if self._theme.is_dark else 0.018
            for step in range(SHADOW, 0, -2):
                shade = QColor(0, 0, 0)
                shade.setAlphaF(strength)
                painter.setBrush(shade)
                spread = step * 0.8
                around = sheet.adjusted(-spread, -spread * 0.6, spread, spread)
                painter.drawRoundedRect(around, _CORNER + spread, _CORNER + spread)
            painter.setBrush(QColor(self._theme.raised))
            painter.setPen(QPen(QColor(self._theme.line), 1))
            painter.drawRoundedRect(sheet, _CORNER, _CORNER)

    def _sheet(self) -> QRect:
        return self.rect().marginsRemoved(QMargins(SHADOW, SHADOW, SHADOW, SHADOW))

    def _holds(self, widget: QWidget | None) -> bool:
        return widget is not None and (widget is self or self.isAncestorOf(widget))

    def _below(self) -> QWidget:
        below = self.parentWidget()
        assert below is not None, "a sheet floats over something"
        return below

    def _bounds(self) -> QRect:
        below = self._below()
        inside = below.rect()
        screen = below.screen().availableGeometry()
        seen = inside.intersected(QRect(below.mapFromGlobal(screen.topLeft()), screen.size()))
        # A window that lies mostly off the screen still gets its sheet.
        bounds = seen if seen.width() > 200 and seen.height() > 200 else inside
        return bounds.marginsRemoved(QMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN))
