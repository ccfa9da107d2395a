"""What goes on paper of an article."""

from dataclasses import dataclass, field

from archive_app.gui.colouring import LegendEntry
from archive_app.gui.reader.highlights import Highlight, Strike
from archive_app.gui.reading_settings import ReadingSettings


@dataclass(frozen=True)
class PrintedArticle:
    """An article as it was on show when it was sent to print."""

    title: str
    text: str
    outlet: str = ""
    date: str = ""
    """Of publication, as people read it."""
    byline: tuple[str, ...] = ()
    """What stands below the title: outlet, date, authors."""
    highlights: tuple[Highlight, ...] = ()
    strikes: tuple[Strike, ...] = ()
    legend: tuple[LegendEntry, ...] = ()
    legend_title: str = ""
    notice: str = ""
    """Says which passages are left out, where some are."""
    coder: str = ""
    """Who marked the passages."""
    printed_on: str = ""
    """The day of printing, as people read it."""
    reading: ReadingSettings = field(default_factory=ReadingSettings)
