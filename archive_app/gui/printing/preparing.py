"""The open article as it goes on paper: what is on show, as it is coloured and set."""

import re

from PySide6.QtCore import QCoreApplication, QDate, QLocale, Qt

from archive_app.gui.colouring import ColourBy
from archive_app.gui.dates import readable_date
from archive_app.gui.lists.wording import number
from archive_app.gui.passages_on_show import PassagesOnShow
from archive_app.gui.printing.article import PrintedArticle
from archive_app.gui.printing.setting import isolated
from archive_app.gui.printing.sheet import A4, LETTER, Sheet
from archive_app.gui.reader.highlights import Strike
from archive_app.gui.reading_pane import OpenArticle
from archive_app.gui.reading_settings import ReadingSettings

_MOST_CODERS = 3
_LONGEST_NAME = 80  # characters of a file's name
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|\u2066-\u2069\u200e\u200f]+')


def printed_article(
    found: OpenArticle, on_show: PassagesOnShow, reading: ReadingSettings, coder: str
) -> PrintedArticle:
    """Return what is printed of an article: the passages on show, in the colours they have."""
    card, locale = found.card, QLocale()
    shown = on_show.shown()
    date = readable_date(card.published, locale)
    words = QCoreApplication.translate("Printing", "%n words", "", card.words)
    return PrintedArticle(
        title=card.title,
        text=found.text,
        outlet=card.outlet,
        date=date,
        byline=tuple(part for part in (card.outlet, date, card.authors, words, card.url) if part),
        highlights=tuple(on_show.colouring.highlight_of(passage) for passage in shown),
        strikes=tuple(Strike(cut.start, cut.end, cut.id, cut.reason) for cut in found.cuts),
        legend=on_show.colouring.legend(shown),
        legend_title=_legend_title(on_show.colouring.by),
        notice=_notice(on_show, len(shown)),
        coder=_coders(tuple(dict.fromkeys(passage.coder for passage in shown)) or (coder,)),
        printed_on=readable_date(QDate.currentDate().toString(Qt.DateFormat.ISODate), locale),
        reading=reading,
    )


def usual_sheet() -> Sheet:
    """Return the paper that is usual where the person is."""
    metric = QLocale().measurementSystem() != QLocale.MeasurementSystem.ImperialUSSystem
    return A4 if metric else LETTER


def file_name(title: str) -> str:
    """Return the name of a PDF file for a title, one that every system takes."""
    name = " ".join(_NOT_IN_NAMES.sub(" ", title).split())[:_LONGEST_NAME].rstrip(" .")
    return f"{name or QCoreApplication.translate('Printing', 'Article')}.pdf"


def _legend_title(by: ColourBy) -> str:
    return {
        ColourBy.CLAIM: QCoreApplication.translate("Printing", "Claim types:"),
        ColourBy.ACTOR: QCoreApplication.translate("Printing", "Actors:"),
        ColourBy.STANCE: QCoreApplication.translate("Printing", "Stances:"),
        ColourBy.CODER: QCoreApplication.translate("Printing", "Coders:"),
    }[by]


def _notice(on_show: PassagesOnShow, shown: int) -> str:
    total = len(on_show.passages)
    if shown == total:
        return ""
    said = QCoreApplication.translate("Printing", "{0} of {1} passages are printed").format(
        number(shown), number(total)
    )
    if on_show.showing.groups and not on_show.showing.is_plain:
        said += ": " + ", ".join(isolated(*on_show.names()))
    return said


def _coders(names: tuple[str, ...]) -> str:
    if len(names) > _MOST_CODERS:
        return QCoreApplication.translate("Printing", "{0} and others").format(", ".join(names[:2]))
    return ", ".join(names)
