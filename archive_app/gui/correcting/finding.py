"""Finding and replacing words in the text that is being corrected, by the keys that find them in reading."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QSizePolicy, QWidget

from archive_app.gui.correcting.editor import Captured, CorrectingEditor, Span
from archive_app.gui.finding.bar import FindBar
from archive_app.gui.lists.flow import FlowLayout
from archive_app.gui.lists.wording import number
from archive_app.gui.theme import SPACE, Theme
from archive_app.gui.workspace import Workspace
from archive_app.model.finding import Wanted, find, fold, wanted
from archive_app.model.text import LINE_BREAK, Utf16Map

MOST = 10_000
"""So many finds are marked, and replaced at once, at most."""
_PAUSE = 350  # milliseconds without a key in the text before it is looked through again
_LONGEST_SELECTION = 120  # units of selected words that are taken up to be found


class ReplaceRow(QFrame):
    """A field for other words, and two buttons that put them in the place of what was found."""

    replace_requested = Signal()
    replace_all_requested = Signal()
    close_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("replace-row")
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("Replace with"))
        self.field.setAccessibleName(self.tr("Replace with"))
        self.field.setMinimumWidth(120)
        self.one = QPushButton(self.tr("Replace"))
        self.one.setToolTip(self.tr("Put these words in the place of this find and go on (Enter)"))
        self.all = QPushButton(self.tr("Replace All"))
        self.all.setToolTip(self.tr("Put these words in the place of every find; one step of Undo"))
        self.field.returnPressed.connect(self.replace_requested)
        self.one.clicked.connect(self.replace_requested)
        self.all.clicked.connect(self.replace_all_requested)
        buttons = QWidget()
        both = QHBoxLayout(buttons)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(SPACE)
        both.addWidget(self.one)
        both.addWidget(self.all)
        # In a narrow pane the buttons stand below.
        flow = FlowLayout(spacing=SPACE)
        for part in (self.field, buttons):
            flow.addWidget(part)
        buttons.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(4 * SPACE, SPACE // 2, 3 * SPACE, SPACE // 2)
        row.addLayout(flow)
        self.set_theme(theme)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Take on a theme's colours."""
        self.setStyleSheet(
            f"#replace-row {{ background: {theme.surface}; border-bottom: 1px solid {theme.line}; }}"
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close with Esc, wherever in the row the keyboard is."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_requested.emit()
        else:
            super().keyPressEvent(event)


class EditorFinder(QObject):
    """Marks and counts what is found in an editor, goes from find to find, and replaces.

    Marks keep to their words while the text is typed in; a moment after the last key all of it is looked
    through again.
    """

    said = Signal(str)
    """Carries a short sentence for the status bar."""

    def __init__(
        self, workspace: Workspace, editor: CorrectingEditor, bar: FindBar, row: ReplaceRow, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._editor = editor
        self._bar = bar
        self._row = row
        self._origin = 0
        """The unit from which what is being typed in the bar is looked for."""
        self._is_cut = False
        self._is_searching = False
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(lambda: self._search(jumps=False))
        bar.tag_all.hide()
        bar.changed.connect(lambda: self._search(jumps=True))
        bar.step_requested.connect(self.step)
        bar.close_requested.connect(self.close)
        row.replace_requested.connect(self.replace)
        row.replace_all_requested.connect(self.replace_all)
        row.close_requested.connect(self.close)
        editor.edited.connect(self._edited)
        editor.selectionChanged.connect(self._count)

    @property
    def is_open(self) -> bool:
        """Whether the bar is on the screen."""
        return not self._bar.isHidden()

    @property
    def is_looking(self) -> bool:
        """Whether the finds are not those of the text and the words as they are now."""
        return self._pause.isActive() or self._is_searching

    @property
    def sought(self) -> tuple[Wanted, ...]:
        """What is looked for; empty where nothing is."""
        return wanted(self._bar.field.text())

    def open(self) -> None:
        """Open the bar, with the words that are selected if they are few."""
        cursor = self._editor.textCursor()
        self._origin = cursor.selectionStart()
        selected = cursor.selectedText() if len(cursor.selectedText()) <= _LONGEST_SELECTION else ""
        self._bar.ask_words(selected.strip() if "\u2029" not in selected and selected.strip() else None)
        self._bar.show()
        self._row.show()
        self._bar.take_keyboard()
        self._search(jumps=True)

    def close(self) -> None:
        """Close the bar and take the marks off; the find one stood at stays selected."""
        self._pause.stop()
        self._bar.hide()
        self._row.hide()
        self._show([], is_cut=False)
        self._editor.setFocus()

    def step(self, direction: int) -> None:
        """Go to the next (1) or previous (-1) find, around the ends; a closed bar is opened."""
        if not self.is_open:
            self.open()
            return
        hits, cursor = self._editor.hits, self._editor.textCursor()
        if not hits:
            self.said.emit(self.tr("Nothing is found in this text."))
            return
        if direction > 0:
            at = bisect_left(hits, (cursor.selectionEnd(), 0))
        else:
            at = bisect_right(hits, (cursor.selectionStart(), -1)) - 1
        if not 0 <= at < len(hits):
            self.said.emit(
                self.tr("On from the beginning of the text.")
                if direction > 0
                else self.tr("On from the end of the text.")
            )
        self._go_to(hits[at % len(hits)])

    def replace(self) -> None:
        """Put the other words in the place of the find one stands at, and go on to the next."""
        cursor = self._editor.textCursor()
        here = (cursor.selectionStart(), cursor.selectionEnd())
        if here in self._editor.hits and not self._editor.isReadOnly():
            self._editor.replace_spans([here], self._row.field.text())
        self.step(1)

    def replace_all(self) -> None:
        """Put the other words in the place of every find, looked for anew in the text as it is now."""
        self._search(jumps=False, then=self._replace_found)

    def _replace_found(self) -> None:
        hits = self._editor.hits
        if not hits or self._editor.isReadOnly():
            self.said.emit(self.tr("Nothing is found in this text."))
            return
        self._editor.replace_spans(hits, self._row.field.text())
        self.said.emit(self.tr("Replaced: {0}. Undo takes it back.").format(number(len(hits))))
        self._search(jumps=False)

    # Inside -------------------------------------------------------------------------------------

    def _edited(self) -> None:
        if self.is_open:
            self._pause.start()

    def _search(self, *, jumps: bool, then: Callable[[], None] | None = None) -> None:
        self._pause.stop()
        sought, whole_words = self.sought, self._bar.whole_words.isChecked()
        if not sought or not self.is_open:
            self._is_searching = False
            self._show([], is_cut=False)
            return
        self._is_searching = True
        captured, revision = self._editor.capture(), self._editor.document().revision()

        def show(found: list[Span]) -> None:
            self._is_searching = False
            if not self.is_open or sought != self.sought:
                return
            if revision != self._editor.document().revision():
                self._pause.start()
                return
            self._show(found, is_cut=len(found) >= MOST)
            if jumps and found:
                self._go_to(found[bisect_left(found, (self._origin, 0)) % len(found)])
            if then is not None:
                then()

        self._workspace.compute(
            lambda: _spans(captured, sought, whole_words=whole_words), show, latest="find in editor"
        )

    def _show(self, hits: list[Span], *, is_cut: bool) -> None:
        self._is_cut = is_cut
        self._editor.mark_hits(hits)
        self._count()

    def _go_to(self, hit: Span) -> None:
        self._editor.select_span(hit)
        self._count()

    def _count(self) -> None:
        if not self.is_open:
            return
        hits, cursor = self._editor.hits, self._editor.textCursor()
        here = (cursor.selectionStart(), cursor.selectionEnd())
        at = bisect_left(hits, here)
        current = at if at < len(hits) and hits[at] == here else None
        self._bar.show_count(current, len(hits) if self.sought else None, is_cut=self._is_cut)
        self._row.one.setEnabled(bool(hits) and not self._editor.isReadOnly())
        self._row.all.setEnabled(bool(hits) and not self._editor.isReadOnly())


def _spans(captured: Captured, sought: tuple[Wanted, ...], *, whole_words: bool) -> list[Span]:
    """Find words in what an editor held; places in its UTF-16 units."""
    lines = captured.raw.replace("\u2029", LINE_BREAK)
    units = Utf16Map(lines)
    return [
        (units.to_utf16(start), units.to_utf16(end))
        for start, end in find(fold(lines), sought, whole_words=whole_words, limit=MOST)
    ]
