"""Hits as cards: the snippet with its finds marked, and where it stands."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from archive_app.gui.lists.delegate import AnyIndex, CardDelegate, CardState
from archive_app.gui.lists.direction import is_right_to_left
from archive_app.gui.lists.lettering import Mark
from archive_app.gui.lists.table import CardTable
from archive_app.gui.lists.tags import actor_width, claim_width, draw_actor, draw_claim
from archive_app.gui.lists.wording import joined, joined_to_draw, number, short_date
from archive_app.gui.search.model import ResultModel, ResultRow
from archive_app.gui.theme import SPACE, Theme

if TYPE_CHECKING:  # the window is on screen before searching is imported
    from archive_app.operations.searching import Hit
    from archive_app.storage.queries import PassageCard

HIT_HEIGHT = 96
HEADING_HEIGHT = 36
_MARGIN = 2.0 * SPACE
_BAR = 3.0


def _tr(text: str) -> str:
    return QCoreApplication.translate("ResultList", text)


def below_title(hit: "Hit") -> tuple[list[Mark], str, list[Mark]]:
    """Return the finds in the title, the snippet without the title that it may begin with, and its finds.

    Most texts begin with their titles, which stand above the snippet anyway.
    """
    title = hit.title
    if not title or not hit.snippet.startswith(f"{title} "):
        return [], hit.snippet, list(hit.marks)
    end = len(hit.snippet) - len(hit.snippet[len(title) :].lstrip())
    return (
        [(start, stop) for start, stop in hit.marks if stop < end],
        hit.snippet[end:],
        [(start - end, stop - end) for start, stop in hit.marks if start >= end],
    )


class HitDelegate(CardDelegate):
    """Paints headings, articles and passages."""

    def __init__(self, table: CardTable, model: ResultModel, theme: Theme) -> None:
        super().__init__(table, theme)
        self._model = model
        self.passages: dict[int, PassageCard] = {}
        """Tags of the passages found, once they are read."""

    def paint_ground(self, painter: QPainter, rect: QRectF, state: CardState) -> None:
        """Paint no ground behind a heading."""
        if rect.height() > HEADING_HEIGHT:
            super().paint_ground(painter, rect, state)

    def paint_card(self, painter: QPainter, rect: QRectF, index: AnyIndex, state: CardState) -> None:
        """Paint a row."""
        row = self._model.card(index.row())
        if row is None:
            return
        inner = rect.adjusted(_MARGIN, 0, -_MARGIN, 0)
        if row.hit is None:
            self._paint_heading(painter, inner, row)
        elif row.hit.kind == "article":
            self._paint_article(painter, inner, row.hit)
        else:
            self._paint_passage(painter, inner, row.hit)

    def _paint_heading(self, painter: QPainter, rect: QRectF, row: ResultRow) -> None:
        letters, theme = self.lettering, self.theme
        line = QRectF(rect.left(), rect.bottom() - 22, rect.width(), 16)
        backwards = self.table.isRightToLeft()
        letters.draw(painter, line, row.heading, "label", theme.dim, right_to_left=backwards)
        width = letters.width(row.heading, "label") + 8
        line.adjust(0 if backwards else width, 0, -width if backwards else 0, 0)
        text = number(row.total)
        if row.shown < row.total:
            text = joined(text, _tr("the best {shown} are shown").format(shown=number(row.shown)))
        letters.draw(painter, line, text, "label", theme.accent, right_to_left=backwards)

    def _paint_article(self, painter: QPainter, rect: QRectF, hit: "Hit") -> None:
        letters, theme = self.lettering, self.theme
        title = hit.title or _tr("Untitled")
        backwards = is_right_to_left(title)
        rect = rect.adjusted(0, 10, 0, -8)
        in_title, snippet, marks = below_title(hit)
        step = letters.draw(
            painter, rect, title, "title", theme.text, marks=in_title, right_to_left=backwards
        )
        rect.setTop(rect.top() + step)
        place = joined_to_draw(hit.outlet, short_date(hit.published))
        step = letters.draw(painter, rect, place, "small", theme.dim, right_to_left=backwards)
        rect.setTop(rect.top() + step + 3)
        self._paint_snippet(painter, rect, snippet, marks)

    def _paint_passage(self, painter: QPainter, rect: QRectF, hit: "Hit") -> None:
        letters, theme = self.lettering, self.theme
        backwards = is_right_to_left(hit.snippet)
        card = self.passages.get(hit.passage_id or 0)
        colour = theme.codes[card.claims[0].colour] if card and card.claims else theme.line
        left = rect.right() - _BAR if backwards else rect.left()
        bar = QRectF(left, rect.top() + 12, _BAR, rect.height() - 24)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawRoundedRect(bar, _BAR / 2, _BAR / 2)
        rect = rect.adjusted(0 if backwards else _BAR + 9, 10, -_BAR - 9 if backwards else 0, -8)
        rect.setTop(rect.top() + self._paint_snippet(painter, rect, hit.snippet, hit.marks) + 2)
        if card is not None and (card.actors or card.claims):
            self._paint_tags(painter, QRectF(rect.left(), rect.top(), rect.width(), 18), card, backwards)
            rect.setTop(rect.top() + 19)
        place = joined_to_draw(hit.title, hit.outlet, short_date(hit.published))
        letters.draw(painter, rect, place, "small", theme.dim, right_to_left=backwards)

    def _paint_snippet(self, painter: QPainter, rect: QRectF, snippet: str, marks: Sequence[Mark]) -> float:
        return self.lettering.draw(painter, rect, snippet, "body", self.theme.text, lines=2, marks=marks)

    def _paint_tags(self, painter: QPainter, rect: QRectF, card: "PassageCard", backwards: bool) -> None:
        right, letters = rect.right(), self.lettering
        if backwards:
            widths = [actor_width(actor.name, letters) + 10 for actor in card.actors]
            widths += [claim_width(claim.name, claim.stance, letters) + 10 for claim in card.claims]
            rect.setLeft(max(rect.left(), right - sum(widths) + 10))
        for actor in card.actors:
            if right - rect.left() > 48:
                width = draw_actor(painter, rect, actor.name, actor.role, self.theme, self.lettering)
                rect.setLeft(rect.left() + width + 10)
        for claim in card.claims:
            if right - rect.left() > 48:
                width = draw_claim(
                    painter, rect, claim.name, claim.stance, claim.colour, self.theme, self.lettering
                )
                rect.setLeft(rect.left() + width + 10)

    def tooltip(self, index: AnyIndex, point: QPoint) -> str:
        """Return the whole title and place."""
        row = self._model.card(index.row())
        if row is None or row.hit is None:
            return ""
        return f"{row.hit.title}\n{joined(row.hit.outlet, short_date(row.hit.published))}"
