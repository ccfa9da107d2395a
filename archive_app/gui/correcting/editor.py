"""The editor in which a text is corrected: plain text in the reader's type and measure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QMimeData, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QClipboard,
    QColor,
    QContextMenuEvent,
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPalette,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QMenu, QPlainTextEdit, QTextEdit, QWidget

from archive_app.gui.correcting.exact_text import StandIns
from archive_app.gui.correcting.marks import Mark, Marks
from archive_app.gui.correcting.outlook import Outlook
from archive_app.gui.reader.appearance import Appearance, mixed
from archive_app.gui.reader.column import column_in, type_of
from archive_app.gui.reader.display import Shown
from archive_app.model.text import Utf16Map, canonical

_AIR = 12  # pixels above the first line

Place = tuple[int, int, int]
"""A passage's key, its start and its end in code points."""
Span = tuple[int, int]
"""A stretch of what the editor holds; UTF-16 units, end exclusive."""


@dataclass(frozen=True)
class Captured:
    """What an editor held at one moment."""

    raw: str
    stand_ins: StandIns

    def text(self) -> str:
        """The text in the canonical form in which it would be stored."""
        return canonical(self.stand_ins.take_out(self.raw))


class CorrectingEditor(QPlainTextEdit):
    """Holds a text for correction; what is taken out is what was put in and typed, code point by code point.

    The words of passages have a light ground and a dotted line, a wavy one where saving would leave a passage
    without a certain place.
    """

    edited = Signal()
    """The text changed."""
    zoom_requested = Signal(int)
    """Ctrl and the wheel: so many per cent more or less."""
    left = Signal()
    """Escape was pressed."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stand_ins = StandIns()
        self._marks = Marks()
        self._hits = Marks()
        self._is_finding = False
        self._appearance = appearance
        self._zoom = 100
        self._margins = (True, False)
        self._shown = Shown("")
        self._is_filling = False
        self._known_units: Utf16Map | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabChangesFocus(True)
        self.setAccessibleName(self.tr("Text to correct"))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        # Both together set every paragraph ragged, from the side where its letters begin.
        option.setAlignment(Qt.AlignmentFlag.AlignJustify | Qt.AlignmentFlag.AlignLeft)
        self.document().setDefaultTextOption(option)
        self.document().contentsChange.connect(self._follow)
        # Scrolling and typing come in bursts; the marks are shown once after each.
        self._marking = QTimer(self, singleShot=True, interval=0)
        self._marking.timeout.connect(self._show_marks)
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._marking.start())
        self.set_appearance(appearance, 100)

    # The text -----------------------------------------------------------------------------------

    def put_text(self, text: str, places: Iterable[Place] = ()) -> None:
        """Begin with a canonical text and its passages; there is nothing to undo."""
        self._stand_ins = StandIns()
        # The reader keeps its margin where paragraphs begin; the column is to stand where it stood there.
        shown, mirrored = Shown(text), self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        right_to_left, left_to_right = shown.has_right_to_left_blocks, shown.has_left_to_right_blocks
        self._margins = (left_to_right and not mirrored, right_to_left or mirrored)
        self._shown = shown
        self._set_margins()
        held = self._stand_ins.put_in(text)
        self._is_filling = True
        self.setPlainText(held)
        self._is_filling = False
        # A stand-in may take two units where its character took one.
        self._known_units = shown.units if held == text else None
        self.mark(places)

    def replace_text(self, text: str) -> None:
        """Write a canonical text over the whole; can be undone."""
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(self._stand_ins.put_in(text))
        cursor.setPosition(0)
        self.setTextCursor(cursor)

    @property
    def text(self) -> str:
        """The text as it is now, in the canonical form in which it would be stored."""
        return self.capture().text()

    def capture(self) -> Captured:
        """Take the text as it is now, to be brought into its own form in another thread."""
        return Captured(self.document().toRawText(), self._stand_ins.copy())

    @property
    def caret_position(self) -> int:
        """The code point the caret stands before."""
        return self._units().to_code_point(self.textCursor().position())

    def go_to(self, top: int, caret: int) -> None:
        """Put the caret at a code point and the paragraph of another at the top."""
        units = self._units()
        cursor = self.textCursor()
        cursor.setPosition(units.to_utf16(caret))
        self.setTextCursor(cursor)
        first = self.document().findBlock(units.to_utf16(top))
        self.verticalScrollBar().setValue(first.firstLineNumber())

    # Passages -----------------------------------------------------------------------------------

    def mark(self, places: Iterable[Place]) -> None:
        """Mark passages at places of the text as it is now."""
        keys, starts, ends = [], [], []
        units = self._units()
        for key, start, end in places:
            keys.append(key)
            starts.append(units.to_utf16(start))
            ends.append(units.to_utf16(end))
        self._marks.put(keys, starts, ends)
        self._marking.start()

    def show_outlook(self, outlook: Outlook) -> None:
        """Mark passages where saving the text as it is now would put them; lost ones keep their marks."""
        if outlook.is_exact:
            self._marks.settle(outlook.starts, outlook.ends, outlook.lost)
            self._marking.start()

    @property
    def marks(self) -> list[Mark]:
        """Where passages are marked, in the order of the text."""
        return self._marks.between(0, self.document().characterCount())

    # Finds --------------------------------------------------------------------------------------

    @property
    def hits(self) -> list[Span]:
        """Where finds are marked, in the order of the text."""
        return [(mark.start, mark.end) for mark in self._hits.between(0, self.document().characterCount())]

    def mark_hits(self, hits: Sequence[Span]) -> None:
        """Mark finds in the text as it is now, instead of those before."""
        self._hits.put(range(len(hits)), [start for start, _ in hits], [end for _, end in hits])
        if self._is_finding is not bool(hits):
            self._is_finding = bool(hits)
            self._dress()
        self._marking.start()

    def select_span(self, span: Span) -> None:
        """Select a stretch and bring it into view, to the middle where it was out of sight."""
        cursor = self.textCursor()
        cursor.setPosition(span[0])
        line = self.cursorRect(cursor)
        seen = line.top() >= 0 and line.bottom() <= self.viewport().height()
        cursor.setPosition(span[1], QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        if not seen:
            self.centerCursor()

    def replace_spans(self, spans: Sequence[Span], text: str) -> None:
        """Write a text over stretches given in their order; one step of undo."""
        written = self._stand_ins.put_in(canonical(text))
        added = len(written.encode("utf-16-le")) // 2
        cursor = QTextCursor(self.document())
        # Qt tells of all of it as of one change, in which no mark could keep its place.
        self._is_filling = True
        cursor.beginEditBlock()
        for start, end in reversed(spans):
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            cursor.insertText(written)
            self._shift_marks(start, end - start, added)
        cursor.endEditBlock()
        self._is_filling = False
        self._marking.start()
        self.edited.emit()

    def _units(self) -> Utf16Map:
        """The way between code points and units; found once for a text that is not typed in meanwhile."""
        if self._known_units is None:
            self._known_units = Utf16Map(self.document().toRawText())
        return self._known_units

    def _follow(self, position: int, removed: int, added: int) -> None:
        self._known_units = None
        if self._is_filling:
            return
        # Qt counts the break that closes the document where the whole text is replaced.
        surplus = max(0, position + added - (self.document().characterCount() - 1))
        self._shift_marks(position, max(0, removed - surplus), added - surplus)
        self._marking.start()
        self.edited.emit()

    def _shift_marks(self, position: int, removed: int, added: int) -> None:
        for marks in (self._marks, self._hits):
            marks.shift(position, removed, added)

    def _show_marks(self) -> None:
        first = self.firstVisibleBlock()
        last, bottom = first, self.viewport().height()
        while (
            last.next().isValid()
            and self.blockBoundingGeometry(last).translated(self.contentOffset()).top() < bottom
        ):
            last = last.next()
        seen = (first.position(), last.position() + last.length())
        shapes = [(mark, self._lost if mark.is_lost else self._known) for mark in self._marks.between(*seen)]
        shapes += [(mark, self._hit) for mark in self._hits.between(*seen)]
        most = self.document().characterCount() - 1
        selections = []
        for mark, shape in shapes:
            selection = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.document())
            cursor.setPosition(min(mark.start, most))
            cursor.setPosition(min(mark.end, most), QTextCursor.MoveMode.KeepAnchor)
            selection.cursor = cursor
            selection.format = shape
            selections.append(selection)
        self.setExtraSelections(selections)

    # Looks --------------------------------------------------------------------------------------

    def set_appearance(self, appearance: Appearance, zoom: int) -> None:
        """Set the text as the reader does; ``zoom`` in per cent."""
        self._appearance, self._zoom = appearance, zoom
        colours = appearance.colours
        self._dress()
        kind = type_of(appearance, zoom)
        self.setFont(QFont(kind.font))
        self.document().setDefaultFont(kind.font)
        self.setCursorWidth(max(2, round(1.6 * kind.scale)))
        self.setTabStopDistance(QFontMetricsF(kind.font).horizontalAdvance(" ") * 4)
        self._known = _underlined(colours.accent, QTextCharFormat.UnderlineStyle.DotLine)
        self._known.setBackground(QColor(mixed(colours.accent, colours.paper, 0.12)))
        wavy = colours.solids[6]
        self._lost = _underlined(wavy, QTextCharFormat.UnderlineStyle.WaveUnderline)
        self._lost.setBackground(QColor(mixed(wavy, colours.paper, 0.16)))
        self._hit = QTextCharFormat()
        self._hit.setBackground(QColor(colours.hit))
        self._set_margins()
        self._marking.start()

    def _dress(self) -> None:
        colours = self._appearance.colours
        # The find one stands at is selected, and has to stand out from passages.
        selection = colours.current_hit if self._is_finding else colours.selection
        palette = self.palette()
        for role, colour in (
            (QPalette.ColorRole.Base, colours.paper),
            (QPalette.ColorRole.Text, colours.text),
            (QPalette.ColorRole.Highlight, selection),
            (QPalette.ColorRole.HighlightedText, colours.text),
        ):
            palette.setColor(role, QColor(colour))
        self.setPalette(palette)
        self.setStyleSheet(
            f"CorrectingEditor {{ border: 0; border-radius: 0; padding: 0; background: {colours.paper};"
            f" color: {colours.text}; selection-background-color: {selection}; }}"
        )

    def _set_margins(self) -> None:
        room = self.width() - self.verticalScrollBar().sizeHint().width()
        kind = type_of(self._appearance, self._zoom)
        # Counted where they are wanted: a book has many.
        digits = len(f"{len(self._shown.paragraph_numbers)}") if self._appearance.paragraph_numbers else 0
        column = column_in(room, kind, self._appearance.measure, *self._margins, digits=digits)
        # QPlainTextEdit keeps a margin of its own inside.
        inner = round(self.document().documentMargin())
        left = max(0, round(column.left) - inner)
        right = max(0, round(room - column.right) - inner)
        self.setViewportMargins(left, _AIR, right, 0)

    # Qt's side ----------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the column in the middle."""
        self._set_margins()
        # Qt breaks the lines anew for the size it is told of, which the margins may just have changed.
        super().resizeEvent(QResizeEvent(self.viewport().size(), QSize()))
        self._marking.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy and cut the text's own characters; Enter breaks the line, whatever is held with it."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Cut):
            self.cut()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.textCursor().insertBlock()
            self.ensureCursorVisible()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def copy(self) -> None:
        """Copy the selected words, no-break spaces and all."""
        self._offer_selection(QClipboard.Mode.Clipboard)

    def cut(self) -> None:
        """Copy the selected words and take them out."""
        if self.textCursor().hasSelection():
            self._offer_selection(QClipboard.Mode.Clipboard)
            self.textCursor().removeSelectedText()

    def _offer_selection(self, mode: QClipboard.Mode) -> None:
        # Not by createMimeDataFromSelection: a QMimeData made in Python crashes a clipboard that outlives the
        # interpreter, and Qt's own turns no-break spaces into spaces.
        cursor = self.textCursor()
        if cursor.hasSelection():
            QGuiApplication.clipboard().setText(self._stand_ins.take_out(cursor.selectedText()), mode)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Take text; files that are dropped belong to the window."""
        return source.hasText() and not source.hasUrls()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste text in its canonical form."""
        if self.canInsertFromMimeData(source):
            self.textCursor().insertText(self._stand_ins.put_in(canonical(source.text())))
            self.ensureCursorVisible()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a new selection, also inside the old one: dragging words would change their characters."""
        if event.button() == Qt.MouseButton.LeftButton and not event.modifiers():
            cursor = self.textCursor()
            cursor.clearSelection()
            self.setTextCursor(cursor)
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Offer what was selected to the middle button, where the system has that."""
        super().mouseReleaseEvent(event)
        if QGuiApplication.clipboard().supportsSelection() and event.button() == Qt.MouseButton.LeftButton:
            self._offer_selection(QClipboard.Mode.Selection)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, else scroll."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_requested.emit(10 if event.angleDelta().y() > 0 else -10)
            event.accept()
            return
        super().wheelEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the text."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        selected = self.textCursor().hasSelection()
        for words, does, is_on in (
            (self.tr("Undo"), self.undo, self.document().isUndoAvailable()),
            (self.tr("Redo"), self.redo, self.document().isRedoAvailable()),
            (self.tr("Cut"), self.cut, selected),
            (self.tr("Copy"), self.copy, selected),
            (self.tr("Paste"), self.paste, self.canPaste()),
            (self.tr("Select All"), self.selectAll, True),
        ):
            menu.addAction(words, does).setEnabled(is_on)
        menu.popup(event.globalPos())


def _underlined(colour: str, style: QTextCharFormat.UnderlineStyle) -> QTextCharFormat:
    shape = QTextCharFormat()
    shape.setUnderlineStyle(style)
    shape.setUnderlineColor(QColor(colour))
    return shape
