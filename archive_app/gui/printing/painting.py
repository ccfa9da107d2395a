"""Draws pages; the painter's units are those of the sheet."""

from collections.abc import Callable, Sequence
from typing import Literal

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTextLayout

from archive_app.gui.printing.flowing import LEGEND_DOT, LEGEND_SAMPLE, LEGEND_SPACE, Advance, LegendItem
from archive_app.gui.printing.pages import Mark, Note, Page, PrintedPages
from archive_app.gui.printing.setting import Paragraph, Style, isolated, joined
from archive_app.gui.strokes import draw_stroke
from archive_app.gui.theme import LIGHT

Side = Literal["left", "right"]

_INK, _DIM, _RULE = "#14171a", LIGHT.dim, "#b9b4a9"
_TINT = 0.13
_TINT_FADING = 0.25  # each further lane tints less: words under all four can be read
_STROKE = 8.0  # in the legend
_RULE_WIDTH = 5.0
_TITLE_SHARE = 0.58  # of the running head


def paint_pages(
    painter: QPainter,
    printed: PrintedPages,
    pages: Sequence[Page],
    turn: Callable[[], object],
    advance: Advance,
) -> None:
    """Draw pages one after the other.

    ``turn`` begins another page of the device, ``advance`` is told how many pages are drawn.
    """
    for done, page in enumerate(pages):
        if done:
            turn()
        paint_page(painter, printed, page)
        advance(done + 1, len(pages))


def paint_page(painter: QPainter, printed: PrintedPages, page: Page) -> None:
    """Draw one page with its running head and foot."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for mark in page.marks:
        tint = QColor(_solid(mark.colour))
        tint.setAlphaF(_TINT * (1 - _TINT_FADING * mark.lane))
        painter.fillRect(QRectF(mark.left, mark.top, mark.right - mark.left, mark.bottom - mark.top), tint)
    _paint_lines(painter, printed, page)
    for mark in page.marks:
        _paint_underline(painter, mark)
    painter.setPen(QPen(QColor(_DIM), 8.0))
    for struck in page.struck:
        painter.drawLine(QPointF(struck.left, struck.height), QPointF(struck.right, struck.height))
    for bar in page.bars:
        painter.fillRect(
            QRectF(bar.left, bar.top, bar.width, bar.bottom - bar.top), QColor(_solid(bar.colour))
        )
    for note in page.notes:
        _paint_note(painter, printed, note)
    for number in page.numbers:
        side: Side = "right" if printed.columns.is_at_right else "left"
        rect = QRectF(number.left, number.baseline, number.width, 0)
        _write(painter, printed, number.text, Style.LABEL, rect, side, _DIM)
    for item, top, height in page.legend:
        _paint_legend_item(painter, printed, item, top, height)
    _paint_rules(painter, printed, page)
    if page.number > 1:
        _paint_head(painter, printed)
    _paint_foot(painter, printed, page)


def _solid(colour: int) -> str:
    return LIGHT.dim if colour < 0 else LIGHT.codes[colour % len(LIGHT.codes)]


def _paint_lines(painter: QPainter, printed: PrintedPages, page: Page) -> None:
    colours = {Style.BYLINE: _DIM, Style.ENTRY: _INK}
    for line in page.lines:
        painter.setPen(QColor(colours.get(line.paragraph.style, _INK)))
        set_line = printed.compositor.layout_of(line.paragraph).lineAt(line.number)
        set_line.draw(painter, QPointF(line.paragraph.left, line.baseline - set_line.ascent()))


def _paint_underline(painter: QPainter, mark: Mark) -> None:
    colour = _solid(mark.colour)
    draw_stroke(painter, mark.left, mark.right, mark.stroke, mark.pattern, colour, mark.stroke_width)


def _paint_note(painter: QPainter, printed: PrintedPages, note: Note) -> None:
    face = printed.compositor.type[Style.LABEL]
    side: Side = "left" if note.is_at_right else "right"
    for at, text in enumerate(note.lines):
        rect = QRectF(note.left, note.top + face.pitch * (at + 0.76), note.width, 0)
        _write(painter, printed, text, Style.LABEL, rect, side, _solid(note.colour))


def _paint_legend_item(
    painter: QPainter, printed: PrintedPages, item: LegendItem, top: float, height: float
) -> None:
    face = printed.compositor.type[Style.RUNNING]
    middle = top + height / 2
    baseline = middle + (face.ink_above - face.ink_below) / 2
    side: Side = "right" if item.is_mirrored else "left"

    def across(offset: float, width: float) -> float:
        return item.left + (item.width - offset - width if item.is_mirrored else offset)

    before, ink = 0.0, _DIM
    if item.look is not None:
        colour = _solid(item.look.colour)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        dot = QPointF(across(0, LEGEND_DOT) + LEGEND_DOT / 2, middle)
        painter.drawEllipse(dot, 0.4 * LEGEND_DOT, 0.4 * LEGEND_DOT)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        stroke = across(LEGEND_DOT + LEGEND_SPACE, LEGEND_SAMPLE)
        draw_stroke(painter, stroke, stroke + LEGEND_SAMPLE, middle, item.look.pattern, colour, _STROKE)
        before, ink = LEGEND_DOT + LEGEND_SAMPLE + 2 * LEGEND_SPACE, _INK
    width = item.width - before
    rect = QRectF(across(before, width), baseline, width, 0)
    _write(painter, printed, item.text, Style.RUNNING, rect, side, ink)


# Running head and foot ------------------------------------------------------------------------------


def _paint_rules(painter: QPainter, printed: PrintedPages, page: Page) -> None:
    sheet = printed.sheet
    heights = list(page.rules)
    if page.number > 1:
        heights.append(sheet.top - 130)
    painter.setPen(QPen(QColor(_RULE), _RULE_WIDTH))
    for height in heights:
        painter.drawLine(QPointF(sheet.left, height), QPointF(sheet.right, height))


def _paint_head(painter: QPainter, printed: PrintedPages) -> None:
    article = printed.article
    published = joined(article.outlet, article.date)
    _write_at_ends(painter, printed, article.title, published, printed.sheet.head + 75)


def _paint_foot(painter: QPainter, printed: PrintedPages, page: Page) -> None:
    article = printed.article
    which = QCoreApplication.translate("Printing", "Page {0} of {1}").format(page.number, len(printed.pages))
    by = QCoreApplication.translate("Printing", "Coder: {0}").format(*isolated(article.coder))
    who = " · ".join(part for part in (by if article.coder else "", article.printed_on) if part)
    _write_at_ends(painter, printed, who, which, printed.sheet.foot + 85)


def _write_at_ends(painter: QPainter, printed: PrintedPages, begin: str, end: str, baseline: float) -> None:
    """Write one text where lines begin and one where they end, the first cut to leave room for the other."""
    sheet = printed.sheet
    inner = sheet.right - sheet.left
    taken = printed.compositor.type.width(end, Style.RUNNING)
    if taken > inner * (1 - _TITLE_SHARE):
        (end,) = printed.compositor.wrapped(end, Style.RUNNING, inner * (1 - _TITLE_SHARE), 1)
        taken = inner * (1 - _TITLE_SHARE)
    sides: tuple[Side, Side] = ("right", "left") if printed.columns.is_at_right else ("left", "right")
    rect = QRectF(sheet.left, baseline, inner, 0)
    room = inner - taken - 150
    if begin:
        (begin,) = printed.compositor.wrapped(begin, Style.RUNNING, room, 1)
        _write(painter, printed, begin, Style.RUNNING, rect, sides[0], _DIM)
    _write(painter, printed, end, Style.RUNNING, rect, sides[1], _DIM)


def _write(
    painter: QPainter, printed: PrintedPages, text: str, style: Style, rect: QRectF, side: Side, colour: str
) -> None:
    """Write a text on one line, at the left or right end of a rectangle whose top is the base line."""
    if not text:
        return
    layout: QTextLayout = printed.compositor.layout_of(Paragraph(text, style, 0.0, 100_000.0))
    line = layout.lineAt(0)
    natural = line.naturalTextRect()
    left = rect.left() if side == "left" else rect.right() - natural.width()
    painter.setPen(QColor(colour))
    line.draw(painter, QPointF(left - natural.left(), rect.top() - line.ascent()))
