"""A QTextEdit that lays its text out where it is looked at, and keeps the line at the top where it is."""

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QRegion,
    QResizeEvent,
    QTextDocument,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from archive_app.gui.reader.appearance import Appearance
from archive_app.gui.reader.display import Shown
from archive_app.gui.reader.idle import IdleMeasuring
from archive_app.gui.reader.layout import ReaderLayout
from archive_app.gui.reader.painting import ReaderPainter
from archive_app.gui.reader.scene import empty_scene

LEAST_ZOOM, MOST_ZOOM = 50, 400  # per cent
_FOCUS_LINE = 3  # pixels


class Surface(QTextEdit):
    """Shows a text for reading: lazy layout, type and zoom, scrolling that never jumps."""

    zoom_changed = Signal(int)
    """Per cent."""

    def __init__(self, parent: QWidget | None = None, appearance: Appearance | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance or Appearance()
        self._zoom = 100
        self._shown = Shown("")
        self._scene = empty_scene(self._shown)
        self._is_settling = False
        self._unpainted = QRegion()
        self._focus_came_by_key = False

        document = QTextDocument(self)
        document.setUndoRedoEnabled(False)
        document.setDocumentMargin(0)
        # Left goes to the left, also in Arabic.
        document.setDefaultCursorMoveStyle(Qt.CursorMoveStyle.VisualMoveStyle)
        self._layout = ReaderLayout(document, self._appearance)
        document.setDocumentLayout(self._layout)
        self._painter = ReaderPainter(self._layout, self._appearance, self._scene)
        self._layout.paint_block = self._painter.paint

        self.setReadOnly(True)
        self.setDocument(document)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setAcceptRichText(False)
        self.setAcceptDrops(False)
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

        self._size_sync = QTimer(self, singleShot=True, interval=0)
        self._size_sync.timeout.connect(self._announce_size)
        self._idle = IdleMeasuring(self._layout, self._first_visible, self._measured, self)
        self._dress()

    def _put_text(self, shown: Shown) -> None:
        """Show a text from its beginning."""
        self._shown = shown
        self._layout.expect(shown, self.layoutDirection() == Qt.LayoutDirection.RightToLeft)
        self.setPlainText(shown.display)
        self.verticalScrollBar().setValue(0)
        self._idle.begin(0)
        self.viewport().update()

    def paint_now(self) -> None:
        """Paint the blocks that have changed, before anything else is done."""
        if not self._unpainted.isEmpty():
            self.viewport().repaint(self._unpainted)

    @property
    def is_measuring(self) -> bool:
        """Whether the exact height of the text is still being found out."""
        return self._idle.is_running

    @property
    def zoom(self) -> int:
        """Size of the text in per cent of its setting."""
        return self._zoom

    def set_zoom(self, percent: int) -> None:
        """Show the text larger or smaller, from 50 to 400 per cent; the line at the top stays there."""
        percent = min(MOST_ZOOM, max(LEAST_ZOOM, percent))
        if percent != self._zoom:
            self._zoom = percent
            self._dress()
            self.zoom_changed.emit(percent)

    def set_appearance(self, appearance: Appearance) -> None:
        """Set the text in other type, measure, spacing or colours; the line at the top stays there."""
        if appearance != self._appearance:
            self._appearance = appearance
            self._dress()

    @property
    def appearance(self) -> Appearance:
        """How the text is set."""
        return self._appearance

    # ------------------------------------------------------------------ inside

    def _dress(self) -> None:
        anchor = self._top_anchor()
        colours = self._appearance.colours
        palette = self.palette()
        for role, colour in (
            (QPalette.ColorRole.Base, colours.paper),
            (QPalette.ColorRole.Text, colours.text),
            (QPalette.ColorRole.Highlight, colours.selection),
            (QPalette.ColorRole.HighlightedText, colours.text),
        ):
            palette.setColor(role, QColor(colour))
        self.setPalette(palette)
        self._painter.set_appearance(self._appearance)
        self._layout.set_setting(self._appearance, self._zoom)
        self.document().setDefaultFont(self._layout.kind.font)
        self.setCursorWidth(max(2, round(1.6 * self._layout.kind.scale)))
        self.verticalScrollBar().setSingleStep(round(self._layout.kind.pitch))
        self._restore_anchor(anchor)
        self._idle.begin(self._first_visible())
        self.viewport().update()

    def _update_blocks(self, first: int, last: int) -> None:
        scrolled = self.verticalScrollBar().value()
        top = self._layout.top_of(first) - scrolled
        bottom = self._layout.top_of(last + 1) - scrolled
        if bottom > 0 and top < self.viewport().height():
            changed = QRect(0, int(top) - 2, self.viewport().width(), int(bottom - top) + 4)
            self._unpainted = self._unpainted.united(changed)
            self.viewport().update(changed)

    def _top_anchor(self) -> tuple[int, float]:
        """The unit at the top of the view, and how far its line is above the edge."""
        scrolled = self.verticalScrollBar().value()
        if scrolled <= 0:
            return (0, 0.0)
        block = self._layout.block_at(scrolled)
        laid = self._layout.laid_out(block)
        y = scrolled - self._layout.top_of(block)
        box = laid.lines.boxes[laid.lines.line_at(y)]
        return (laid.start + box.start, y - box.top)

    def _restore_anchor(self, anchor: tuple[int, float]) -> None:
        units, above = anchor
        if (units, above) == (0, 0.0):
            return
        block = self._shown.block_of(units)
        laid = self._layout.laid_out(block)
        box = laid.lines.boxes[laid.lines.line_of(units - laid.start)]
        self._announce_size()
        above = min(above, box.height)
        self.verticalScrollBar().setValue(round(self._layout.top_of(block) + box.top + above))

    def _focus_line(self) -> QRect:
        at_right = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left = self.viewport().width() - _FOCUS_LINE if at_right else 0
        return QRect(left, 0, _FOCUS_LINE, self.viewport().height())

    def _first_visible(self) -> int:
        return self._layout.block_at(self.verticalScrollBar().value())

    def _announce_size(self) -> None:
        self._layout.announce_size()

    def _settle(self) -> None:
        """Lay out what is seen and a little above, without moving what is seen."""
        bar = self.verticalScrollBar()
        top, height = bar.value(), self.viewport().height()
        block = self._layout.block_at(top)
        before = self._layout.top_of(block)
        self._layout.lay_out_between(top - height / 2, top + height)
        self._shift_by(self._layout.top_of(block) - before)
        if self._layout.has_unannounced_size:
            self._size_sync.start()

    def _measured(self, growth_above: float) -> None:
        """Take in that blocks have got their exact heights, some of them above the view."""
        self._shift_by(growth_above)
        self._announce_size()

    def _shift_by(self, growth: float) -> None:
        if abs(growth) < 0.5:
            return
        self._is_settling = True
        self._announce_size()
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + round(growth))
        self._is_settling = False
        self.viewport().update()

    # ------------------------------------------------------------------ Qt's side

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the paper, then what QTextEdit paints through the layout."""
        self._settle()
        self._unpainted = QRegion()
        with QPainter(self.viewport()) as painter:
            painter.fillRect(event.rect(), QColor(self._appearance.colours.paper))
        super().paintEvent(event)
        if self._focus_came_by_key:
            with QPainter(self.viewport()) as painter:
                painter.fillRect(self._focus_line(), QColor(self._appearance.colours.accent))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus by a line along the edge when it came by a key: the caret may be out of sight."""
        super().focusInEvent(event)
        self._focus_came_by_key = event.reason() in (
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
            Qt.FocusReason.ShortcutFocusReason,
        )
        self.viewport().update(self._focus_line())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the line along the edge away."""
        super().focusOutEvent(event)
        self._focus_came_by_key = False
        self.viewport().update(self._focus_line())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the line at the top where it is."""
        anchor = self._top_anchor()
        super().resizeEvent(event)
        self._restore_anchor(anchor)
        self._idle.begin(self._first_visible())

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Know exact heights before the view gets there."""
        if self._is_settling:
            self.viewport().update()
            return
        self._idle.wait()
        self._settle()
        super().scrollContentsBy(dx, dy)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, else scroll."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            steps = event.angleDelta().y() / 120
            if steps:
                self.set_zoom(round(self._zoom * 1.1**steps))
            event.accept()
            return
        super().wheelEvent(event)
