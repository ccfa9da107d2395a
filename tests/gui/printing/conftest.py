"""What the tests of printing share: the fonts that pages are set in, and articles to print."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication

from archive_app.gui.colouring import ColourBy, Group, LegendEntry, look_of_key
from archive_app.gui.printing.article import PrintedArticle
from archive_app.gui.reader.highlights import Highlight

FONTS = Path(__file__).parents[3] / "resources" / "fonts"
MakeArticle = Callable[..., PrintedArticle]

SENTENCES = (
    "Field Marshal Orlan Dabrek on Saturday ordered his forces to advance on Tavira. "
    "The government accused him of shelling houses, which his command denied. "
    "Observers counted 12 shots on Monday 😀, the fewest since March, and left the town before dusk. "
)
ARABIC = "قالت وزارة الصحة إن 12 شخصا قتلوا في سوق المدينة، ونفت القيادة ذلك في بيان أصدرته مساء أمس. "


@pytest.fixture(scope="session", autouse=True)
def page_fonts(qapp: QApplication) -> None:
    """The bundled fonts, so that pages are the same everywhere."""
    for font in sorted(FONTS.rglob("*.ttf")):
        QFontDatabase.addApplicationFont(str(font))


@pytest.fixture
def make_article() -> MakeArticle:
    """Makes an article of so many paragraphs, with a passage of so many characters every so often."""

    def made(
        paragraphs: int = 6, *, text: str = "", every: int = 0, length: int = 90, **values: object
    ) -> PrintedArticle:
        text = text or "\n\n".join(SENTENCES * (1 + at % 3) for at in range(paragraphs))
        starts = range(5, len(text) - length, every) if every else ()
        highlights = tuple(
            Highlight(at + 1, start, start + length, at % 12, f"Orlan Dabrek · Denial {at + 1}")
            for at, start in enumerate(starts)
        )
        legend = tuple(
            LegendEntry(Group(ColourBy.CLAIM, key), f"Denial {key}", look_of_key(key), key)
            for key in range(1, min(12, len(highlights)) + 1)
        )
        known: dict[str, object] = {
            "title": "What was said in Tavira", "outlet": "Tavira Post", "date": "4 March 2023",
            "byline": ("Tavira Post", "4 March 2023", "Ada Lorn"), "coder": "M. Reader",
            "printed_on": "5 May 2026", "highlights": highlights, "legend": legend,
            "legend_title": "Claim types:",
        }  # fmt: skip
        return PrintedArticle(text=text, **(known | values))  # type: ignore[arg-type]  # a test's own values

    return made
