"""Cells of the concordance: the hits stand below each other, what is before and after them on their sides.

In a text that runs from right to left what comes before a hit stands on its right, so each line is mirrored
by itself.
"""

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from archive_app.gui.concordance.model import ARTICLE, LINE, OUTLET, LineModel, LineRow
from archive_app.gui.lists.delegate import AnyIndex, CardDelegate, CardState
from archive_app.gui.lists.direction import is_right_to_left
from archive_app.gui.lists.painting import draw_glyph
from archive_app.gui.lists.table import CardTable
from archive_app.gui.lists.wording import joined, short_date
from archive_app.gui.theme import SPACE, Theme

HEIGHT = 28
BOX = 16
LEFT = 2.0 * SPACE + BOX + SPACE
"""Pixels beside the line, on the side where reading the window begins, in which its box stands."""
_MARGIN = 10.0
_PAD = 3.0  # around the hit
_WIDEST_HIT = 0.4  # of the line
_KEPT = 4_000  # texts as far as they fit
_NARROWEST_LETTER = 3.0  # pixels: more characters than fit need not be measured

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
_ONE_LINE = Qt.TextFlag.TextSingleLine | Qt.TextFlag.TextDontClip


class LineDelegate(CardDelegate):
    """Paints one cell of a line, by column."""

    def __init__(self, table: CardTable, lines: LineModel, theme: Theme) -> None:
        super().__init__(table, theme)
        self._lines = lines
        self._font = self.lettering.font("body")
        self._strong = QFont(self._font)
        self._strong.setWeight(QFont.Weight.DemiBold)
        self._small = self.lettering.font("small")
        self._metrics = {
            font: QFontMetricsF(each)
            for font, each in (("body", self._font), ("strong", self._strong), ("small", self._small))
        }
        self._fitting: dict[tuple[str, str, Qt.TextElideMode, int], str] = {}

    def paint_ground(self, painter: QPainter, rect: QRectF, state: CardState) -> None:
        """Paint the row's ground across its cells."""
        theme = self.theme
        if state.is_selected or state.is_hovered:
            painter.fillRect(rect, QColor(theme.selection if state.is_selected else theme.hover))
        if state.has_focus:
            colour = QColor(theme.accent)
            painter.fillRect(QRectF(rect.left(), rect.top(), rect.width(), 1.5), colour)
            painter.fillRect(QRectF(rect.left(), rect.bottom() - 1.5, rect.width(), 1.5), colour)

    def paint_card(self, painter: QPainter, rect: QRectF, index: AnyIndex, state: CardState) -> None:
        """Paint a cell."""
        row = self._lines.card(index.row())
        column = index.column()
        if row is None:
            if column == LINE and self._lines.is_gone(index.row()):
                self._paint_gone(painter, rect)
            return
        if column == LINE:
            self._paint_box(painter, rect, row.id in self._lines.ticked)
            is_mirrored = self.table.isRightToLeft()
            beside = (_MARGIN, -LEFT) if is_mirrored else (LEFT, -_MARGIN)
            self._paint_line(painter, rect.adjusted(beside[0], 0, beside[1], 0), row)
            return
        line = row.line
        words = {ARTICLE: line.title, OUTLET: line.outlet}.get(column, short_date(line.published))
        inner = rect.adjusted(_MARGIN, 0, -_MARGIN, 0)
        if column == ARTICLE and line.passages:
            at = QPointF(inner.left(), inner.center().y() - 7)
            draw_glyph(painter, "passages", self.theme.accent, at, 14)
            inner.setLeft(inner.left() + 18)
        self._paint_words(painter, inner, words)

    def _paint_words(self, painter: QPainter, rect: QRectF, words: str) -> None:
        painter.setFont(self._small)
        painter.setPen(QColor(self.theme.dim))
        self._run(painter, backwards=is_right_to_left(words))
        cut = words[: int(rect.width() / _NARROWEST_LETTER) + 1]
        shown = self._elided("small", cut, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, _LEFT | _ONE_LINE, shown)

    def _paint_gone(self, painter: QPainter, rect: QRectF) -> None:
        painter.setFont(self._small)
        painter.setPen(QColor(self.theme.dim))
        said = self.tr("The text of this article was changed or deleted since.")
        painter.drawText(rect.adjusted(LEFT, 0, 0, 0), _LEFT | _ONE_LINE, said)

    def _paint_line(self, painter: QPainter, rect: QRectF, row: LineRow) -> None:
        strong, plain = self._metrics["strong"], self._metrics["body"]
        backwards = row.is_right_to_left
        self._run(painter, backwards=backwards)
        widest = rect.width() * _WIDEST_HIT
        hit = self._elided("strong", row.hit, Qt.TextElideMode.ElideRight, widest)
        width = strong.horizontalAdvance(hit)
        middle = rect.center().x()
        ground = QRectF(middle - width / 2 - _PAD, rect.top() + 4, width + 2 * _PAD, rect.height() - 8)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.theme.tints[4]))
        painter.drawRoundedRect(ground, 3, 3)
        painter.setPen(QColor(self.theme.text))
        painter.setFont(self._strong)
        painter.drawText(ground, Qt.AlignmentFlag.AlignCenter | _ONE_LINE, hit)
        painter.setFont(self._font)
        space = plain.horizontalAdvance(" ")
        left = QRectF(rect.left(), rect.top(), ground.left() - rect.left(), rect.height())
        right = QRectF(ground.right(), rect.top(), rect.right() - ground.right(), rect.height())
        before, after = (right, left) if backwards else (left, right)
        self._paint_side(painter, before, row.before, space, is_before=True, is_left=not backwards)
        self._paint_side(painter, after, row.after, space, is_before=False, is_left=backwards)

    def _paint_side(
        self, painter: QPainter, rect: QRectF, text: str, space: float, *, is_before: bool, is_left: bool
    ) -> None:
        """Paint what is before or after the hit, its near end at the hit, cut at its far end."""
        most = int(rect.width() / _NARROWEST_LETTER) + 1
        is_apart = (text[-1:] if is_before else text[:1]).isspace()
        text = (text[-most:] if is_before else text[:most]).strip(" ")
        gap = space if is_apart else 0.0
        inner = rect.adjusted(0, 0, -gap, 0) if is_left else rect.adjusted(gap, 0, 0, 0)
        if inner.width() < SPACE:
            return
        mode = Qt.TextElideMode.ElideLeft if is_before else Qt.TextElideMode.ElideRight
        shown = self._elided("body", text, mode, inner.width())
        if shown != text:
            shown = _whole_words(shown, is_before=is_before)
        painter.drawText(inner, (_RIGHT if is_left else _LEFT) | _ONE_LINE, shown)

    def _elided(self, font: str, text: str, mode: Qt.TextElideMode, width: float) -> str:
        """Return a text as far as it fits; what was painted lately is not measured again."""
        key = (font, text, mode, round(width))
        shown = self._fitting.get(key)
        if shown is None:
            if len(self._fitting) >= _KEPT:
                self._fitting.clear()
            shown = self._fitting[key] = self._metrics[font].elidedText(text, mode, width)
        return shown

    def _run(self, painter: QPainter, *, backwards: bool) -> None:
        painter.setLayoutDirection(
            Qt.LayoutDirection.RightToLeft if backwards else Qt.LayoutDirection.LeftToRight
        )

    def _paint_box(self, painter: QPainter, rect: QRectF, is_ticked: bool) -> None:
        theme = self.theme
        left = rect.right() - 2 * SPACE - BOX if self.table.isRightToLeft() else rect.left() + 2 * SPACE
        box = QRectF(left, rect.center().y() - BOX / 2, BOX, BOX)
        painter.setPen(QPen(QColor(theme.accent if is_ticked else theme.dim), 1.2))
        painter.setBrush(QColor(theme.accent if is_ticked else theme.raised))
        painter.drawRoundedRect(box.adjusted(0.6, 0.6, -0.6, -0.6), 3.5, 3.5)
        if is_ticked:
            draw_glyph(painter, "check", theme.on_accent, box.topLeft() + QPointF(1, 1), BOX - 2)

    def tooltip(self, index: AnyIndex, point: QPoint) -> str:
        """Return the line as far as it was cut, and where it stands."""
        row = self._lines.card(index.row())
        if row is None:
            return ""
        line = row.line
        said = [f"{row.before}{row.hit}{row.after}"]
        said.append(joined(line.title, line.outlet, short_date(line.published)))
        if line.passages:
            said.append(self.tr("Shares words with %n passage(s)", "", len(line.passages)))
        return "\n".join(said)


def _whole_words(shown: str, *, is_before: bool) -> str:
    """Return what was cut with an ellipsis, cut between words where it has any spaces."""
    if is_before:
        rest = shown.partition(" ")[2]
        return f"… {rest}" if rest else shown
    rest = shown.rpartition(" ")[0]
    return f"{rest} …" if rest else shown
