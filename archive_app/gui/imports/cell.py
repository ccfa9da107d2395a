"""Cells of the table of outcomes."""

from PySide6.QtCore import QPoint, QPointF, QRectF
from PySide6.QtGui import QColor, QPainter

from archive_app.gui.imports.wording import GLYPHS, count_words, file_name, outcome_sentence, state_word
from archive_app.gui.lists.delegate import AnyIndex, CardDelegate, CardState
from archive_app.gui.lists.paging import PagedModel
from archive_app.gui.lists.painting import draw_glyph
from archive_app.gui.lists.table import CardTable
from archive_app.gui.lists.wording import joined_to_draw
from archive_app.gui.theme import SPACE, Theme
from archive_app.model.values import OutcomeState
from archive_app.storage.import_reports import FileOutcome

HEIGHT = 32
FILE, STATE, SENTENCE, ARTICLES = range(4)
_MARGIN = 10.0


def words(outcome: FileOutcome, column: int) -> str:
    """Return what a cell says."""
    if column == FILE:
        return file_name(outcome)
    if column == STATE:
        return state_word(outcome.state)
    return outcome_sentence(outcome) if column == SENTENCE else count_words(outcome)


class OutcomeDelegate(CardDelegate):
    """Paints one cell of an outcome, by column."""

    def __init__(self, table: CardTable, model: PagedModel[FileOutcome], theme: Theme) -> None:
        super().__init__(table, theme)
        self._model = model

    def paint_ground(self, painter: QPainter, rect: QRectF, state: CardState) -> None:
        """Paint the row's ground across its cells, and a line below it."""
        theme = self.theme
        if state.is_selected or state.is_hovered:
            painter.fillRect(rect, QColor(theme.selection if state.is_selected else theme.hover))
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), QColor(theme.line))
        if state.has_focus:
            painter.fillRect(QRectF(rect.left(), rect.top(), rect.width(), 1.5), QColor(theme.accent))
            painter.fillRect(
                QRectF(rect.left(), rect.bottom() - 1.5, rect.width(), 1.5), QColor(theme.accent)
            )

    def paint_card(self, painter: QPainter, rect: QRectF, index: AnyIndex, state: CardState) -> None:
        """Paint a cell."""
        outcome = self._model.card(index.row())
        if outcome is None:
            return
        column, theme = index.column(), self.theme
        first = 2 * SPACE if column == FILE else _MARGIN
        backwards = self.table.isRightToLeft()
        if backwards:
            inner = rect.adjusted(_MARGIN, 0, -first, 0)
        else:
            inner = rect.adjusted(first, 0, -_MARGIN, 0)
        colour = theme.text if column in (FILE, SENTENCE) else theme.dim
        if column == STATE:
            colour = state_colour(outcome.state, theme)
            at = QPointF(inner.right() - 16 if backwards else inner.left(), inner.center().y() - 8)
            draw_glyph(painter, GLYPHS[outcome.state], colour, at, 16)
            inner.adjust(0 if backwards else 22, 0, -22 if backwards else 0, 0)
        height = self.lettering.line_height("small")
        line = QRectF(inner.left(), inner.center().y() - height / 2, inner.width(), height)
        if line.width() > SPACE:
            # Each in its own direction: a sentence in a mirrored window keeps its full stop at its end.
            said = joined_to_draw(words(outcome, column))
            self.lettering.draw(painter, line, said, "small", colour, right_to_left=backwards)

    def tooltip(self, index: AnyIndex, point: QPoint) -> str:
        """Return the whole path, or the whole sentence."""
        outcome = self._model.card(index.row())
        if outcome is None:
            return ""
        return outcome.path if index.column() == FILE else words(outcome, index.column())


def state_colour(state: OutcomeState, theme: Theme) -> str:
    """Return the colour of an outcome; its glyph and its word say the same."""
    return {
        OutcomeState.IMPORTED: theme.success,
        OutcomeState.DUPLICATE: theme.dim,
        OutcomeState.REVIEW: theme.warning,
        OutcomeState.FAILED: theme.danger,
    }[state]
