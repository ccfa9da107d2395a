"""Cells of the passages table."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from archive_app.gui.lists.delegate import AnyIndex, CardDelegate, CardState
from archive_app.gui.lists.direction import is_right_to_left
from archive_app.gui.lists.lettering import Face
from archive_app.gui.lists.paging import PagedModel
from archive_app.gui.lists.painting import draw_glyph
from archive_app.gui.lists.table import CardTable
from archive_app.gui.lists.tags import draw_actor, draw_claim
from archive_app.gui.passages.columns import Column
from archive_app.gui.theme import SPACE, Theme

if TYPE_CHECKING:  # the window is on screen before the database's modules are imported
    from archive_app.storage.queries import PassageCard

HEIGHT = 56
_LINE = 18.0
_LINES = 2
MARGIN = 10.0
"""Pixels at the sides of a cell."""
FIRST_MARGIN = 2.0 * SPACE
"""Pixels before the first cell of a row, in line with what stands above the table."""


class PassageDelegate(CardDelegate):
    """Paints one cell of a passage, by column."""

    def __init__(
        self, table: CardTable, model: "PagedModel[PassageCard]", columns: tuple[Column, ...], theme: Theme
    ) -> None:
        super().__init__(table, theme)
        self._model = model
        self._columns = columns

    def paint_ground(self, painter: QPainter, rect: QRectF, state: CardState) -> None:
        """Paint the row's ground across its cells, and a line below it."""
        theme = self.theme
        if state.is_selected or state.is_hovered:
            painter.fillRect(rect, QColor(theme.selection if state.is_selected else theme.hover))
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), QColor(theme.line))
        if state.has_focus:
            colour = QColor(theme.accent)
            painter.fillRect(QRectF(rect.left(), rect.top(), rect.width(), 1.5), colour)
            painter.fillRect(QRectF(rect.left(), rect.bottom() - 1.5, rect.width(), 1.5), colour)

    def paint_card(self, painter: QPainter, rect: QRectF, index: AnyIndex, state: CardState) -> None:
        """Paint a cell."""
        card = self._model.card(index.row())
        if card is None:
            return
        name = self._columns[index.column()].name
        is_first = self.table.horizontalHeader().visualIndex(index.column()) == 0
        inner = rect.adjusted(FIRST_MARGIN if is_first else MARGIN, 0, -MARGIN, 0)
        if is_first and state.has_focus:
            painter.fillRect(QRectF(rect.left(), rect.top(), 3, rect.height()), QColor(self.theme.accent))
        if name == "quote":
            self._paint_text(painter, inner, card.quote, "body", self.theme.text, _LINES)
        elif name == "actors":
            self._paint_actors(painter, inner, card)
        elif name == "claims":
            self._paint_claims(painter, inner, card)
        elif name == "memo":
            if card.memo:
                at = QPointF(rect.center().x() - 8, rect.center().y() - 8)
                draw_glyph(painter, "memo", self.theme.dim, at, 16)
        elif name == "article":
            self._paint_text(painter, inner, card.article_title, "small", self.theme.text, _LINES)
        else:
            words = self._columns[index.column()].words(card)
            self._paint_text(painter, inner, words, "small", self.theme.dim, 1)

    def _paint_text(
        self, painter: QPainter, rect: QRectF, text: str, face: Face, colour: str, lines: int
    ) -> None:
        if not text or rect.width() < SPACE:
            return
        # What stands on one line is looked down along the column, so it begins where the column does.
        backwards = is_right_to_left(text) if lines > 1 else False
        block = self.lettering.block(text, face, rect.width(), lines=lines, right_to_left=backwards)
        height = block.lineCount() * self.lettering.line_height(face)
        painter.setPen(QColor(colour))
        block.draw(painter, QPointF(rect.left(), rect.center().y() - height / 2))

    def _paint_actors(self, painter: QPainter, rect: QRectF, card: "PassageCard") -> None:
        places, more = self._lines(painter, rect, len(card.actors))
        for place, actor in zip(places, card.actors, strict=False):
            draw_actor(painter, place, actor.name, actor.role, self.theme, self.lettering)
        self._paint_more(painter, rect, more)

    def _paint_claims(self, painter: QPainter, rect: QRectF, card: "PassageCard") -> None:
        places, more = self._lines(painter, rect, len(card.claims))
        for place, claim in zip(places, card.claims, strict=False):
            draw_claim(painter, place, claim.name, claim.stance, claim.colour, self.theme, self.lettering)
        self._paint_more(painter, rect, more)

    def _lines(self, painter: QPainter, rect: QRectF, count: int) -> tuple[list[QRectF], int]:
        """Return a line for each tag that has room, and how many have none."""
        shown = min(count, _LINES)
        top = rect.center().y() - shown * _LINE / 2
        lines = [QRectF(rect.left(), top + at * _LINE, rect.width(), _LINE) for at in range(shown)]
        if count > _LINES:
            lines[-1].setRight(lines[-1].right() - 24)
        return lines, count - shown

    def _paint_more(self, painter: QPainter, rect: QRectF, more: int) -> None:
        if more:
            painter.setPen(QColor(self.theme.dim))
            painter.setFont(self.lettering.font("label"))
            place = QRectF(rect.right() - 24, rect.center().y(), 24, _LINE)
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"+{more}")

    def tooltip(self, index: AnyIndex, point: QPoint) -> str:
        """Return a cell's whole text, a tag on each line."""
        card = self._model.card(index.row())
        if card is None:
            return ""
        column = self._columns[index.column()]
        words = column.words(card)
        if column.name in ("actors", "claims"):
            words = words.replace("; ", "\n")
        return words if len(words) <= 600 else words[:600].rstrip() + "…"
