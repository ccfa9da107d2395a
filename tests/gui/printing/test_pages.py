"""Pages of an article: all its words once and in order, passages over their words, labels at their lines."""

from itertools import combinations, pairwise

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter

from archive_app.gui.printing.article import PrintedArticle
from archive_app.gui.printing.pages import Page, PrintedPages, laid_out
from archive_app.gui.printing.painting import paint_page
from archive_app.gui.printing.setting import Style
from archive_app.gui.printing.sheet import A4, LETTER, Sheet
from archive_app.gui.reader.appearance import Pattern
from archive_app.gui.reader.highlights import Highlight, Strike
from archive_app.gui.reading_settings import ReadingSettings
from archive_app.model.text import Utf16Map, fold_whitespace
from tests.gui.printing.conftest import ARABIC, SENTENCES, MakeArticle

SMALL = Sheet(2980, 4195)  # A6
WIDE = Sheet(8419, 5953)


def words_on(printed: PrintedPages, page: Page, style: Style = Style.BODY) -> str:
    """The words on a page, line by line, as they are painted."""
    found = []
    for line in page.lines:
        if line.paragraph.style is style:
            set_line = printed.compositor.layout_of(line.paragraph).lineAt(line.number)
            units = Utf16Map(line.paragraph.text)
            start, end = set_line.textStart(), set_line.textStart() + set_line.textLength()
            found.append(line.paragraph.text[units.to_code_point(start) : units.to_code_point(end)])
    return " ".join(found)


def all_words(printed: PrintedPages, style: Style = Style.BODY) -> str:
    return fold_whitespace(" ".join(words_on(printed, page, style) for page in printed.pages))


def painted(printed: PrintedPages, page: Page, scale: float = 0.1) -> QImage:
    """A page as a picture, ``scale`` pixels a unit."""
    image = QImage(
        round(printed.sheet.width * scale), round(printed.sheet.height * scale), QImage.Format.Format_RGB32
    )
    image.fill(Qt.GlobalColor.white)
    with QPainter(image) as painter:
        painter.scale(scale, scale)
        paint_page(painter, printed, page)
    return image


def ink(image: QImage) -> QRectF:
    """The rectangle of everything that is not white."""
    white = QColor("white").rgb()
    xs = [x for x in range(image.width()) for y in range(image.height()) if image.pixel(x, y) != white]
    ys = [y for y in range(image.height()) for x in range(image.width()) if image.pixel(x, y) != white]
    return QRectF(QPointF(min(xs), min(ys)), QPointF(max(xs) + 1, max(ys) + 1))


@pytest.mark.parametrize("sheet", [A4, LETTER, SMALL, WIDE], ids=["A4", "letter", "small", "wide"])
@pytest.mark.parametrize("reading", [ReadingSettings(), ReadingSettings("sans", 24, 100, 2.4, True)])
def test_every_word_is_printed_once_in_order(
    make_article: MakeArticle, sheet: Sheet, reading: ReadingSettings
) -> None:
    article = make_article(14, every=400, reading=reading)
    printed = laid_out(article, sheet)
    assert len(printed.pages) > 1
    assert all_words(printed) == fold_whitespace(article.text)


@pytest.mark.parametrize("sheet", [A4, LETTER, SMALL, WIDE], ids=["A4", "letter", "small", "wide"])
@pytest.mark.parametrize("text", ["", ARABIC * 30], ids=["english", "arabic"])
def test_nothing_is_outside_the_white_margins(make_article: MakeArticle, sheet: Sheet, text: str) -> None:
    reading = ReadingSettings(paragraph_numbers=True)
    printed = laid_out(make_article(9, text=text, every=120, reading=reading), sheet)
    scale = 0.06
    for page in (printed.pages[0], printed.pages[1], printed.pages[-1]):
        found = ink(painted(printed, page, scale))
        assert found.left() >= sheet.left * scale - 1.5
        assert found.right() <= sheet.right * scale + 1.5
        assert found.top() >= sheet.head * scale - 1.5
        assert found.bottom() <= (sheet.height - sheet.edge * 0.7) * scale + 1.5


def test_no_line_reaches_into_the_foot_or_into_another_line(make_article: MakeArticle) -> None:
    printed = laid_out(make_article(20, every=300), A4)
    for page in printed.pages:
        for one, other in zip(page.lines, page.lines[1:], strict=False):
            assert one.bottom <= other.top + 1e-6
        assert page.lines[-1].bottom <= A4.bottom + 1e-6
        assert page.lines[0].top >= (A4.head if page.number == 1 else A4.top)


def test_passages_cover_exactly_their_words(make_article: MakeArticle) -> None:
    article = make_article(8, every=350, length=140)
    assert len(article.highlights) <= 12, "each has a colour of its own"
    printed = laid_out(article, A4)
    for highlight in article.highlights:
        covered = []
        for page in printed.pages:
            for mark in page.marks:
                if (mark.colour, mark.lane) == (highlight.colour, 0):
                    line = next(line for line in page.lines if line.top <= mark.stroke - 22 <= line.bottom)
                    set_line = printed.compositor.layout_of(line.paragraph).lineAt(line.number)
                    first = set_line.xToCursor(mark.left - line.paragraph.left + 5)
                    last = set_line.xToCursor(mark.right - line.paragraph.left - 5)
                    units = Utf16Map(line.paragraph.text)
                    covered.append(
                        line.paragraph.text[units.to_code_point(first) : units.to_code_point(last)]
                    )
        quote = article.text[highlight.start : highlight.end]
        assert fold_whitespace(" ".join(covered)) == fold_whitespace(quote)


def test_a_label_stands_beside_the_line_where_its_passage_begins(make_article: MakeArticle) -> None:
    article = make_article(12, every=500)
    printed = laid_out(article, A4)
    named = set()
    for page in printed.pages:
        for note in page.notes:
            words = " ".join(note.lines)
            if words.startswith("…"):
                continue
            number = int(words.rsplit(" ", 1)[1])
            quote = article.highlights[number - 1]
            line = next(
                line
                for line in page.lines
                if line.paragraph.style is Style.BODY
                and line.top - 40 <= note.top + 60 <= line.bottom + 40
                and fold_whitespace(article.text[quote.start : quote.start + 12])[:8]
                in fold_whitespace(line.paragraph.text)
            )
            assert line is not None
            named.add(number)
    assert named == set(range(1, len(article.highlights) + 1))


def test_labels_never_touch_and_stay_in_their_column(make_article: MakeArticle) -> None:
    printed = laid_out(make_article(10, every=45), A4)
    columns = printed.columns
    for page in printed.pages:
        assert page.notes or page.number == len(printed.pages)
        for one, other in combinations(page.notes, 2):
            assert one.top + one.height <= other.top or other.top + other.height <= one.top
        for note in page.notes:
            assert note.top + note.height <= A4.bottom + 1
            for line in note.lines:
                assert printed.compositor.type.width(line, Style.LABEL) <= columns.labels_width + 1


def test_what_the_margin_has_no_room_for_is_listed_at_the_end_with_its_page(
    make_article: MakeArticle,
) -> None:
    text = SENTENCES * 2
    highlights = tuple(Highlight(at, 10, 40 + at, at % 12, f"Actor {at} · Denial") for at in range(40))
    printed = laid_out(make_article(text=text, highlights=highlights), A4)
    margin = " ".join(" ".join(note.lines) for page in printed.pages for note in page.notes)
    entries = all_words(printed, Style.ENTRY)
    for at in range(40):
        assert f"Actor {at} · Denial" in margin + entries
    assert entries.startswith("Page 1 · “")
    assert "+" in margin
    assert "no room for" in all_words(printed, Style.HEADING)


def test_a_passage_that_goes_on_is_named_again_on_the_next_page(make_article: MakeArticle) -> None:
    article = make_article(30)
    whole = Highlight(1, 0, len(article.text), 3, "Orlan Dabrek · Denial")
    printed = laid_out(make_article(30, highlights=(whole,)), A4)
    assert len(printed.pages) >= 3
    assert [" ".join(page.notes[0].lines) for page in printed.pages] == [
        "Orlan Dabrek · Denial", *["… Orlan Dabrek · Denial"] * (len(printed.pages) - 1)
    ]  # fmt: skip
    for page in printed.pages:
        assert page.bars[0].top <= page.lines[-1].top
        assert max(bar.bottom for bar in page.bars) <= A4.bottom


def test_a_heading_is_never_the_last_line_of_a_page(make_article: MakeArticle) -> None:
    text = "\n\n".join(f"Part {at}\n\n{SENTENCES * (1 + at % 4)}" for at in range(1, 60))
    printed = laid_out(make_article(text=text, every=900), A4)
    assert len(printed.pages) > 5
    for page in printed.pages:
        assert not page.lines[-1].paragraph.text.startswith("Part ")


def test_paragraphs_leave_two_lines_at_each_side_of_a_page_break(make_article: MakeArticle) -> None:
    printed = laid_out(make_article(60), A4)
    for before, after in zip(printed.pages, printed.pages[1:], strict=False):
        divided = after.lines[0].paragraph
        if before.lines[-1].paragraph == divided and after.lines[0].number > 0:
            assert after.lines[0].number >= 2
            count = printed.compositor.layout_of(divided).lineCount()
            assert count - after.lines[0].number >= 2


def test_an_endless_paragraph_is_divided_over_pages(make_article: MakeArticle) -> None:
    text = (SENTENCES * 120).strip()
    printed = laid_out(make_article(text=text, every=700), A4)
    assert len(printed.pages) > 6
    assert all_words(printed) == fold_whitespace(text)


# Right to left --------------------------------------------------------------------------------------


def test_an_arabic_article_has_its_lines_and_labels_at_the_right(make_article: MakeArticle) -> None:
    text = "\n\n".join([ARABIC * 3] * 6)
    printed = laid_out(make_article(text=text, every=200, title="الهدنة صامدة"), A4)
    columns = printed.columns
    assert columns.is_at_right
    assert columns.labels_left > columns.text_right
    for page in printed.pages:
        for line in page.lines:
            if line.paragraph.style is Style.BODY:
                natural = printed.compositor.layout_of(line.paragraph).lineAt(line.number).naturalTextRect()
                assert line.paragraph.left + natural.right() == pytest.approx(columns.text_right, abs=5)
        for bar in page.bars:
            assert columns.text_right < bar.left < columns.labels_left


def test_what_stands_around_an_arabic_text_begins_at_the_right_too(make_article: MakeArticle) -> None:
    made = make_article(text=ARABIC * 4, notice="1 of 3 passages are printed", title="الهدنة صامدة")
    printed = laid_out(made, A4)
    for line in printed.pages[0].lines:
        natural = printed.compositor.layout_of(line.paragraph).lineAt(line.number).naturalTextRect()
        edge = printed.columns.text_right if line.paragraph.style is Style.BODY else A4.right
        assert line.paragraph.left + natural.right() == pytest.approx(edge, abs=5), line.paragraph.text


def test_an_arabic_outlet_does_not_turn_the_line_below_an_english_title(make_article: MakeArticle) -> None:
    printed = laid_out(make_article(2, byline=("مرآة تافيرا", "4 March 2023")), A4)
    line = next(line for line in printed.pages[0].lines if line.paragraph.style is Style.BYLINE)
    natural = printed.compositor.layout_of(line.paragraph).lineAt(0).naturalTextRect()
    assert natural.left() == pytest.approx(0, abs=5)


def test_an_arabic_paragraph_in_an_english_article_runs_from_the_right_in_the_same_column(
    make_article: MakeArticle,
) -> None:
    printed = laid_out(make_article(text="\n\n".join([SENTENCES * 3, ARABIC * 2, SENTENCES * 3])), A4)
    assert not printed.columns.is_at_right
    arabic = next(line for line in printed.pages[0].lines if line.paragraph.text.startswith("قالت"))
    natural = printed.compositor.layout_of(arabic.paragraph).lineAt(arabic.number).naturalTextRect()
    assert arabic.paragraph.left + natural.right() == pytest.approx(printed.columns.text_right, abs=5)


def test_a_passage_on_a_mixed_line_covers_its_glyphs_alone(make_article: MakeArticle) -> None:
    text = "The ministry said «إن 12 شخصا قتلوا» on Monday, and no more."
    start = text.index("12 شخصا")
    printed = laid_out(make_article(text=text, highlights=(Highlight(1, start, start + 7, 0, "A"),)), A4)
    page = printed.pages[0]
    line = next(line for line in page.lines if line.paragraph.style is Style.BODY)
    runs = printed.compositor.layout_of(line.paragraph).lineAt(0).glyphRuns(start, 7)
    glyphs = sorted((run.boundingRect().left(), run.boundingRect().right()) for run in runs)
    marks = sorted((mark.left - line.paragraph.left, mark.right - line.paragraph.left) for mark in page.marks)
    assert marks[0][0] == pytest.approx(glyphs[0][0], abs=1)
    assert marks[-1][1] == pytest.approx(glyphs[-1][1], abs=1)


# What stands around the text ------------------------------------------------------------------------


def test_a_title_that_the_text_repeats_is_printed_once(make_article: MakeArticle) -> None:
    again = make_article(text=f"What was said  in Tavira\n\n{SENTENCES}")
    printed = laid_out(again, A4)
    assert all_words(printed, Style.TITLE) == "What was said in Tavira"
    assert all_words(printed) == fold_whitespace(SENTENCES)


def test_a_title_in_the_text_stays_where_a_passage_is_on_it(make_article: MakeArticle) -> None:
    text = f"What was said in Tavira\n\n{SENTENCES}"
    printed = laid_out(make_article(text=text, highlights=(Highlight(1, 0, 4, 0, "A"),)), A4)
    assert all_words(printed) == fold_whitespace(text)


def test_a_short_legend_stands_below_the_title_and_a_long_one_at_the_end(make_article: MakeArticle) -> None:
    short = laid_out(make_article(4, every=300), A4)
    assert [item.text for item, _, _ in short.pages[0].legend][:3] == [
        "Claim types:", "Denial 1 (1)", "Denial 2 (2)"
    ]  # fmt: skip
    long = make_article(4, every=300)
    legend = long.legend * 20
    printed = laid_out(make_article(4, every=300, legend=legend), A4)
    last = max(line.bottom for line in printed.pages[0].lines if line.paragraph.style is Style.BODY)
    assert all(top > last for _, top, _ in printed.pages[0].legend)
    entries = [item for page in printed.pages for item, _, _ in page.legend if item.look is not None]
    assert len(entries) == len(legend)
    assert all_words(printed, Style.HEADING) == "Legend"


def test_without_passages_the_text_has_no_margin_for_labels(make_article: MakeArticle) -> None:
    columns = laid_out(make_article(2), A4).columns
    assert columns.labels_width == 0
    assert columns.text_left - A4.left == pytest.approx(A4.right - columns.text_right)


def test_paragraph_numbers_stand_beside_first_lines(make_article: MakeArticle) -> None:
    article = make_article(5, reading=ReadingSettings(paragraph_numbers=True))
    page = laid_out(article, A4).pages[0]
    assert [number.text for number in page.numbers] == ["1", "2", "3", "4", "5"]
    for number in page.numbers:
        assert any(line.number == 0 and line.baseline == number.baseline for line in page.lines)


def test_lines_proposed_for_removal_are_struck_through(make_article: MakeArticle) -> None:
    printed = laid_out(make_article(2, strikes=(Strike(0, 60, 1, "Repeated line"),)), A4)
    assert printed.pages[0].struck
    assert printed.pages[0].notes[0].lines == ("Repeated line",)


def test_an_article_without_words_is_one_page(make_article: MakeArticle) -> None:
    printed = laid_out(PrintedArticle(title="", text=""), A4)
    assert len(printed.pages) == 1
    painted(printed, printed.pages[0], 0.02)


@pytest.mark.parametrize("spacing", [1.3, 1.75, 2.4])
@pytest.mark.parametrize("size", [9.0, 13.0, 24.0])
def test_four_underlines_stay_clear_of_the_letters_on_the_next_line(
    make_article: MakeArticle, size: float, spacing: float
) -> None:
    highlights = tuple(Highlight(at, 0, 200 - at, at, "Denial", Pattern.DOUBLE) for at in range(4))
    reading = ReadingSettings(point_size=size, line_spacing=spacing)
    printed = laid_out(make_article(2, highlights=highlights, reading=reading), A4)
    page = printed.pages[0]
    lines = [line for line in page.lines if line.paragraph.style is Style.BODY]
    capitals = QFontMetricsF(printed.compositor.type[Style.BODY].font).capHeight()
    lowest = max(mark.stroke for mark in page.marks if mark.stroke < lines[1].baseline)
    width = page.marks[0].stroke_width
    assert lowest + 1.7 * width <= lines[1].baseline - capitals, "a double one as well"
    first_line = sorted({mark.stroke for mark in page.marks if mark.stroke < lines[1].baseline})
    assert len(first_line) == 4
    assert all(lower - upper >= 1.2 * width for upper, lower in pairwise(first_line))
