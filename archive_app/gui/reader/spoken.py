"""What a screen reader hears of passages: each one in view is an object, and the caret tells of them.

QTextEdit already offers the text, the caret and the selection. A passage is a range of it with a meaning, for
which toolkits have no object of their own: so each passage in view gets an empty label over its first line,
named by its tags and described by its words. The labels exist only while assistive technology listens; they
paint nothing and let the mouse through.
"""

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QLabel

from archive_app.gui.reader.highlights import Highlight, Placed
from archive_app.gui.reader.layout import ReaderLayout
from archive_app.gui.reader.painting import ReaderPainter
from archive_app.gui.reader.surface import Surface

_AFTER_MILLISECONDS = 120
_LONGEST_QUOTE = 300


class SpokenPassages(QObject):
    """Keeps the passages in view known to assistive technology, and announces those that the caret enters."""

    def __init__(self, view: Surface, layout: ReaderLayout, painter: ReaderPainter) -> None:
        super().__init__(view)
        self._view = view
        self._layout = layout
        self._painter = painter
        self._ranges: dict[int, QLabel] = {}
        self._at_caret: tuple[int, ...] = ()
        self._timer = QTimer(self, singleShot=True, interval=_AFTER_MILLISECONDS)
        self._timer.timeout.connect(self._refresh)
        view.viewport().installEventFilter(self)
        view.cursorPositionChanged.connect(self._caret_moved)

    def forget(self) -> None:
        """Drop what was known of the text before."""
        for widget in self._ranges.values():
            widget.deleteLater()
        self._ranges.clear()
        self._at_caret = ()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look again some time after the viewport was painted: something has changed or moved."""
        if event.type() == QEvent.Type.Paint and QAccessible.isActive() and not self._timer.isActive():
            self._timer.start()
        return False

    def _refresh(self) -> None:
        """Make the objects agree with the passages in view."""
        wanted = {placed.passage_id: (placed, rect) for placed, rect in self._in_view()}
        for passage_id in [known for known in self._ranges if known not in wanted]:
            self._ranges.pop(passage_id).deleteLater()
        for passage_id, (placed, rect) in wanted.items():
            widget = self._ranges.get(passage_id)
            if widget is None:
                # A label without words paints nothing, and unlike a plain widget is read out.
                widget = QLabel(self._view.viewport())
                widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
                widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)
                self._ranges[passage_id] = widget
            name, quote = self._name(placed.highlight), self._quote(placed.highlight)
            if widget.accessibleName() != name:
                widget.setAccessibleName(name)
            if widget.accessibleDescription() != quote:
                widget.setAccessibleDescription(quote)
            if widget.geometry() != rect:
                widget.setGeometry(rect)
            widget.show()

    def _in_view(self) -> list[tuple[Placed, QRect]]:
        scrolled = self._view.verticalScrollBar().value()
        found: dict[int, tuple[Placed, QRect]] = {}
        for laid, y in self._layout.visible(scrolled, scrolled + self._view.viewport().height()):
            for placed in self._painter.scene.passages.in_block(laid.number):
                pieces = laid.pieces_of(placed.start, placed.end)
                if not pieces or placed.passage_id in found:
                    continue
                piece = pieces[0]
                box = laid.lines.boxes[piece.line]
                found[placed.passage_id] = (
                    placed,
                    QRect(
                        round(self._layout.column.left + piece.left),
                        round(y - scrolled + box.top),
                        round(piece.right - piece.left),
                        round(box.height),
                    ),
                )
        return list(found.values())

    def _caret_moved(self) -> None:
        if not QAccessible.isActive():
            return
        placed = self._painter.scene.passages.at(self._view.textCursor().position())
        now = tuple(each.passage_id for each in placed)
        entered = [each.highlight for each in placed if each.passage_id not in self._at_caret]
        left_all = bool(self._at_caret) and not now
        self._at_caret = now
        self._view.setAccessibleDescription("; ".join(self._name(each.highlight) for each in placed))
        if entered:
            self._announce("; ".join(self._name(highlight) for highlight in entered))
        elif left_all:
            self._announce(self.tr("End of passage"))

    def _announce(self, words: str) -> None:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._view, words))

    def _name(self, highlight: Highlight) -> str:
        if not highlight.label:
            return self.tr("Untagged passage")
        return self.tr("Passage: {0}").format(highlight.label)

    def _quote(self, highlight: Highlight) -> str:
        quote = self._painter.scene.shown.text[highlight.start : highlight.end]
        return quote if len(quote) <= _LONGEST_QUOTE else quote[:_LONGEST_QUOTE] + "…"
