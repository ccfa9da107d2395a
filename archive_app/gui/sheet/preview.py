"""The base of the dialogs that change many cells of the sheet: what they would do is shown first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPoint, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QFrame,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from archive_app.gui.lists.delegate import AnyIndex, CardDelegate, CardState
from archive_app.gui.lists.direction import is_right_to_left
from archive_app.gui.lists.paging import CardSource, PagedModel
from archive_app.gui.lists.table import CardTable
from archive_app.gui.passages.header import SortHeader
from archive_app.gui.sheet.model import TypedCell
from archive_app.gui.theme import SPACE, Theme
from archive_app.gui.workspace import Workspace
from archive_app.model.errors import Refused

_PAUSE = 250  # milliseconds without a key before the preview is made
_HEIGHT = 28
_MARGIN = 10.0
_MOST_CHARACTERS = 300


@dataclass(frozen=True)
class PreviewRow:
    """A row of the preview."""

    id: int
    cells: tuple[str, ...]
    is_wrong: bool = False
    """Whether something about it cannot be stored, or the name did not fit."""


@dataclass(frozen=True)
class Preview:
    """What would become of the sheet."""

    rows: Sequence[PreviewRow] = ()
    cells: Sequence[TypedCell] = ()
    passed_over: int = 0
    """Articles that nothing was made of."""


class PreviewTable(CardTable):
    """The rows, to look at."""

    def __init__(self, titles: Sequence[str], theme: Theme, parent: QWidget | None = None) -> None:
        self.rows: Sequence[PreviewRow] = ()
        self.model_: PagedModel[PreviewRow] = PagedModel(lambda row, column: row.cells[column], titles)
        super().__init__(self.model_, _HEIGHT, parent)
        self.model_.setParent(self)
        self.model_.set_source(CardSource(self._now, self._later))
        self.header = SortHeader(theme)
        self.header.first_margin = _MARGIN
        self.setHorizontalHeader(self.header)
        self.header.setStretchLastSection(True)
        for at in range(len(titles)):
            self.header.set_sortable(at, False)
            self.header.resizeSection(at, 720 // len(titles))
        self.setItemDelegate(_PreviewDelegate(self, theme))
        ground = f"QTableView {{ background: {theme.raised}; selection-background-color: transparent; }}"
        self.setStyleSheet(self.styleSheet() + ground)

    def show_rows(self, rows: Sequence[PreviewRow]) -> None:
        """Show other rows."""
        self.rows = rows
        self.model_.set_ids(())
        self.model_.refresh()
        self.model_.set_ids(range(len(rows)))
        self.scrollToTop()

    def _now(self, ids: Sequence[int]) -> list[PreviewRow]:
        return [PreviewRow(at, self.rows[at].cells, self.rows[at].is_wrong) for at in ids]

    def _later(self, ids: Sequence[int], then: Callable[[Sequence[PreviewRow]], None]) -> None:
        then(self._now(ids))


class _PreviewDelegate(CardDelegate):
    def __init__(self, table: PreviewTable, theme: Theme) -> None:
        super().__init__(table, theme)
        self._rows = table.model_
        self._font = self.lettering.font("body")
        self._metrics = QFontMetricsF(self._font)

    def paint_ground(self, painter: QPainter, rect: QRectF, state: CardState) -> None:
        if state.is_selected or state.is_hovered:
            painter.fillRect(rect, QColor(self.theme.selection if state.is_selected else self.theme.hover))
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), QColor(self.theme.line))

    def paint_card(self, painter: QPainter, rect: QRectF, index: AnyIndex, state: CardState) -> None:
        row = self._rows.card(index.row())
        if row is None:
            return
        words = row.cells[index.column()][:_MOST_CHARACTERS]
        backwards = is_right_to_left(words)
        inner = rect.adjusted(_MARGIN, 0, -_MARGIN, 0)
        painter.setFont(self._font)
        last = index.column() == len(row.cells) - 1
        colour = self.theme.danger if row.is_wrong and last else self.theme.text
        painter.setPen(QColor(colour if last else self.theme.dim))
        painter.setLayoutDirection(
            Qt.LayoutDirection.RightToLeft if backwards else Qt.LayoutDirection.LeftToRight
        )
        shown = self._metrics.elidedText(words, Qt.TextElideMode.ElideRight, inner.width())
        side = Qt.AlignmentFlag.AlignRight if backwards else Qt.AlignmentFlag.AlignLeft
        flags = side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inner, flags | Qt.TextFlag.TextSingleLine, shown)

    def tooltip(self, index: AnyIndex, point: QPoint) -> str:
        row = self._rows.card(index.row())
        return "" if row is None else row.cells[index.column()]


class PreviewDialog(QDialog):
    """A form above, what it would do below; nothing reaches the sheet before the button is pressed."""

    put_requested = Signal(list)
    """Carries the :class:`TypedCell` values for the sheet."""

    def __init__(
        self,
        workspace: Workspace,
        title: str,
        put: str,
        columns: Sequence[str],
        theme: Theme,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.resize(780, 520)
        self._workspace = workspace
        self.preview = Preview()
        """What is shown."""
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self.refresh)
        self.form = QFormLayout()
        self.form.setHorizontalSpacing(2 * SPACE)
        self.form.setVerticalSpacing(SPACE)
        self.table = PreviewTable(columns, theme)
        self.table.setAccessibleName(self.tr("Preview"))
        self.summary = QLabel()
        self.summary.setWordWrap(True)
        self.summary.setProperty("role", "caption")
        card = QFrame()
        card.setProperty("role", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 4)
        inside.addWidget(self.table)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.put_button = QPushButton(put)
        self.put_button.setProperty("primary", True)
        self.buttons.addButton(self.put_button, QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.accepted.connect(self._put)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        column.setSpacing(SPACE + 4)
        column.addLayout(self.form)
        column.addWidget(self.summary)
        column.addWidget(card, 1)
        column.addWidget(self.buttons)
        self._show(Preview(), "")

    # What a dialog of this kind says ------------------------------------------------------------

    def work(self) -> Callable[[], Preview] | None:
        """Return what makes the preview, in another thread; nothing while the form is empty."""
        raise NotImplementedError

    def summary_of(self, preview: Preview) -> str:
        """Return what a preview comes to, in a sentence."""
        raise NotImplementedError

    def hint(self) -> str:
        """Return what to do while the form is empty."""
        raise NotImplementedError

    # Making it ----------------------------------------------------------------------------------

    def refresh_soon(self, *_changed: Any) -> None:  # whatever the signals of the form carry
        """Make the preview anew when the typing rests."""
        self.put_button.setEnabled(False)
        self._pause.start()

    def refresh(self) -> None:
        """Make the preview anew."""
        self._pause.stop()
        work = self.work()

        def make() -> tuple[Preview, str]:
            if work is None:
                return Preview(), ""
            try:
                return work(), ""
            except Refused as refusal:
                return Preview(), str(refusal)

        self._workspace.compute(make, lambda made: self._show(*made), latest="sheet preview")

    def _show(self, preview: Preview, complaint: str) -> None:
        self.preview = preview
        self.table.show_rows(preview.rows)
        is_asked = self.put_button.isVisible() and self.work() is not None
        self.summary.setText(complaint or (self.summary_of(preview) if is_asked else self.hint()))
        self.put_button.setEnabled(bool(preview.cells))

    def _put(self) -> None:
        if self.preview.cells and not self._pause.isActive():
            self.put_requested.emit(list(self.preview.cells))
            self.accept()
