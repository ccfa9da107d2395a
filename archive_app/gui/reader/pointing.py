"""What the mouse means on the reading surface: hovering, clicking passages, the margin, tooltips."""

from html import escape
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QHelpEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QToolTip

from archive_app.gui.reader.dragging import EdgeDrag
from archive_app.gui.reader.highlights import Placed, Strike
from archive_app.gui.reader.layout import ReaderLayout
from archive_app.gui.reader.painting import ReaderPainter

if TYPE_CHECKING:
    from archive_app.gui.reader.view import ReaderView

_TOOLTIP_LINES = 24
_REST_MILLISECONDS = 140


class Target(NamedTuple):
    """What is under the mouse."""

    passages: tuple[Placed, ...] = ()
    """The shortest first."""
    strikes: tuple[Strike, ...] = ()
    in_margin: bool = False


class Pointing(QObject):
    """Watches the viewport's mouse and turns what it does into the view's signals."""

    def __init__(self, view: "ReaderView", layout: ReaderLayout, painter: ReaderPainter) -> None:
        super().__init__(view)
        self._view = view
        self._layout = layout
        self._painter = painter
        self._drag = EdgeDrag(view, layout, painter)
        self._hovered: int | None = None
        # A mouse on its way over the text must not make all passages flicker.
        self._rest = QTimer(self, singleShot=True, interval=_REST_MILLISECONDS)
        self._rest.timeout.connect(self._lift)
        self._pressed_at: QPointF | None = None
        self._last_click: tuple[QPointF, int] | None = None
        view.viewport().installEventFilter(self)

    def forget(self) -> None:
        """Forget what was hovered and clicked: another text is shown."""
        self._pressed_at = None
        self._last_click = None
        self._hovered = None
        self._rest.stop()
        self._drag.cancel()

    def cancel_drag(self) -> bool:
        """Put back an end of a passage that is in the hand; False when there is none."""
        return self._drag.cancel()

    def target_at(self, point: QPointF) -> Target:
        """Find what is under a point of the viewport."""
        in_document = QPointF(point.x(), point.y() + self._view.verticalScrollBar().value())
        column = self._layout.column
        if not column.left - 8 <= point.x() <= column.right + 8:
            return self._margin_target(in_document)
        character = self._layout.character_at(in_document)
        if character < 0:
            return Target()
        scene = self._painter.scene
        strikes = scene.strikes.between(character, character + 1)
        return Target(tuple(scene.passages.at(character)), tuple(strike for _, _, strike in strikes))

    def _margin_target(self, point: QPointF) -> Target:
        number = self._layout.block_at(point.y())
        laid = self._layout.laid_out(number)
        local = point - QPointF(self._layout.column.left, self._layout.top_of(number))
        margin = self._painter.marks(laid).margin
        for label in margin.labels:
            if self._painter.label_rect(laid, label).contains(local):
                strikes = (label.strike,) if label.strike else ()
                return Target(label.passages, strikes, in_margin=True)
        bars = [
            bar
            for bar in margin.bars
            if self._painter.bar_rect(laid, bar.placed.lane, bar.top, bar.bottom)
            .adjusted(-2, 0, 2, 0)
            .contains(local)
        ]
        return Target(tuple(bar.placed for bar in bars), (), in_margin=bool(bars))

    @property
    def hovered(self) -> int | None:
        """The passage under the mouse."""
        return self._hovered

    def hover(self, placed: Placed | None) -> None:
        """Tell which passage is under the mouse, and lift it once the mouse rests there."""
        passage_id = placed.passage_id if placed else None
        if passage_id == self._hovered:
            return
        self._hovered = passage_id
        self._view.passage_hovered.emit(-1 if passage_id is None else passage_id)
        self._rest.start()

    def _lift(self) -> None:
        scene = self._painter.scene
        if scene.hovered_passage != self._hovered:
            scene.hovered_passage = self._hovered
            self._view.viewport().update()

    def click(self, point: QPointF) -> bool:
        """Activate what is under a point; again on the same place, the next passage there."""
        target = self.target_at(point)
        if not target.passages:
            self._last_click = None
            if target.strikes:
                self._view.strike_activated.emit(target.strikes[0].strike_id)
            return bool(target.strikes)
        turn = 0
        if self._last_click and (self._last_click[0] - point).manhattanLength() < 5:
            turn = self._last_click[1] + 1
        self._last_click = (point, turn)
        chosen = target.passages[turn % len(target.passages)]
        self._view.set_current_passage(chosen.passage_id)
        self._view.passage_activated.emit(chosen.passage_id)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at the viewport's events before QTextEdit does."""
        kind = event.type()
        if kind == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            if self._drag.move(event):
                return True
            self._moved(event)
        elif kind == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            return self._drag.press(event) or self._pressed(event)
        elif kind == QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent):
            if self._drag.release():
                return True
            self._released(event)
        elif kind == QEvent.Type.Leave:
            self.hover(None)
        elif kind == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            return self._tell(event)
        return False

    def _moved(self, event: QMouseEvent) -> None:
        if event.buttons() != Qt.MouseButton.NoButton:
            return
        target = self.target_at(event.position())
        self.hover(target.passages[0] if target.passages else None)
        shape = Qt.CursorShape.IBeamCursor
        if self._drag.is_over_handle(event.position()):
            shape = Qt.CursorShape.SplitHCursor
        elif target.in_margin:
            shape = Qt.CursorShape.PointingHandCursor
        elif not self._layout.column.left - 8 <= event.position().x() <= self._layout.column.right + 8:
            shape = Qt.CursorShape.ArrowCursor
        if self._view.viewport().cursor().shape() != shape:
            self._view.viewport().setCursor(shape)

    def _pressed(self, event: QMouseEvent) -> bool:
        if event.button() != Qt.MouseButton.LeftButton:
            return False
        self._pressed_at = event.position()
        # A click on a label must not move the caret or lose the selection.
        return self.target_at(event.position()).in_margin

    def _released(self, event: QMouseEvent) -> None:
        pressed, self._pressed_at = self._pressed_at, None
        if event.button() != Qt.MouseButton.LeftButton or pressed is None:
            return
        moved = (event.position() - pressed).manhattanLength()
        if moved < QApplication.startDragDistance() and not event.modifiers():
            self.click(event.position())

    def _tell(self, event: QHelpEvent) -> bool:
        target = self.target_at(QPointF(event.pos()))
        names = [placed.highlight.label or self.tr("Untagged passage") for placed in target.passages]
        names += [strike.label or self.tr("Proposed for removal") for strike in target.strikes]
        if not names:
            QToolTip.hideText()
            return True
        shown = names[:_TOOLTIP_LINES]
        if len(names) > len(shown):
            shown.append(self.tr("and %n more", "", len(names) - len(shown)))
        QToolTip.showText(
            event.globalPos(), "<qt>" + "<br>".join(escape(name) for name in shown) + "</qt>", self._view
        )
        return True
