"""An article as a card: title on up to two lines, outlet and date, and what there is on it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPoint, QPointF, QRectF
from PySide6.QtGui import QPainter

from archive_app.gui.lists.delegate import AnyIndex, CardDelegate, CardState
from archive_app.gui.lists.direction import is_right_to_left
from archive_app.gui.lists.paging import PagedModel
from archive_app.gui.lists.painting import draw_glyph, draw_pill
from archive_app.gui.lists.table import CardTable
from archive_app.gui.lists.wording import joined, joined_to_draw, number, short_date
from archive_app.gui.theme import SPACE, Theme

if TYPE_CHECKING:  # the list is on screen before the database's modules are imported
    from archive_app.storage.queries import ArticleCard

HEIGHT = 76
_MARGIN = 2.0 * SPACE
_PILL = 18.0
_GLYPH = 14


def _tr(text: str, count: int = -1) -> str:
    return QCoreApplication.translate("ArticleCard", text, "", count)


def _passages(count: int) -> str:
    return _tr("1 passage") if count == 1 else _tr("%Ln passages", count)


def _cuts(count: int) -> str:
    return _tr("1 line proposed for removal") if count == 1 else _tr("%Ln lines proposed for removal", count)


def article_words(card: "ArticleCard", _column: int = 0) -> str:
    """Return a card in words, for screen readers."""
    words = [card.title or _tr("Untitled"), card.outlet, short_date(card.published)]
    if card.is_read:
        words.append(_tr("read"))
    if card.passages:
        words.append(_passages(card.passages))
    if card.cuts:
        words.append(_cuts(card.cuts))
    return ", ".join(word for word in words if word)


class ArticleDelegate(CardDelegate):
    """Paints articles."""

    def __init__(self, table: CardTable, model: "PagedModel[ArticleCard]", theme: Theme) -> None:
        super().__init__(table, theme)
        self._model = model

    def paint_card(self, painter: QPainter, rect: QRectF, index: AnyIndex, state: CardState) -> None:
        """Paint an article."""
        card = self._model.card(index.row())
        if card is None:
            return
        letters, theme = self.lettering, self.theme
        title = card.title or _tr("Untitled")
        backwards = is_right_to_left(title)
        inner = rect.adjusted(_MARGIN, 0, -_MARGIN, 0)
        lines = letters.block(title, "title", inner.width(), lines=2, right_to_left=backwards).lineCount()
        height = lines * letters.line_height("title") + 3 + letters.line_height("small")
        top = rect.center().y() - height / 2
        place = QRectF(inner.left(), top, inner.width(), height)
        colour = theme.text if card.title else theme.dim
        top += letters.draw(painter, place, title, "title", colour, lines=2, right_to_left=backwards) + 3
        meta = QRectF(inner.left(), top, inner.width(), letters.line_height("small"))
        self._paint_marks(painter, meta, card, state, backwards)
        letters.draw(
            painter, meta, joined_to_draw(card.outlet, short_date(card.published)), "small", theme.dim,
            right_to_left=backwards,
        )  # fmt: skip

    def _paint_marks(
        self, painter: QPainter, meta: QRectF, card: "ArticleCard", state: CardState, backwards: bool
    ) -> None:
        """Paint the number of passages and the signs of cuts and of reading at the line's end; shorten it."""
        used = 0.0

        def place(width: float) -> QRectF:
            nonlocal used
            x = meta.left() + used if backwards else meta.right() - used - width
            used += width + 6
            return QRectF(x, meta.center().y() - _PILL / 2, width, _PILL)

        if card.passages:
            count = number(card.passages)
            width = max(_PILL + 4, self.lettering.width(count, "label") + 14)
            ground = self.theme.raised if state.is_selected or state.is_hovered else self.theme.hover
            draw_pill(painter, place(width), count, ground, self.theme.text, self.lettering)
        if card.cuts:
            where = place(_GLYPH)
            draw_glyph(painter, "cut", self.theme.warning, QPointF(where.x(), where.y() + 2), _GLYPH)
        if card.is_read:
            where = place(_GLYPH)
            draw_glyph(painter, "check", self.theme.success, QPointF(where.x(), where.y() + 2), _GLYPH)
        if used:
            meta.adjust(used + 2 if backwards else 0, 0, 0 if backwards else -used - 2, 0)

    def tooltip(self, index: AnyIndex, point: QPoint) -> str:
        """Return the whole title and what the marks mean."""
        card = self._model.card(index.row())
        if card is None:
            return ""
        lines = [card.title or _tr("Untitled"), joined(card.outlet, short_date(card.published))]
        if card.passages:
            lines.append(_passages(card.passages))
        if card.cuts:
            lines.append(_cuts(card.cuts))
        if card.is_read:
            lines.append(_tr("Read"))
        return "\n".join(line for line in lines if line)
