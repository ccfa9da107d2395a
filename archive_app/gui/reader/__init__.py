"""The reading surface: an article with its passages."""

from archive_app.gui.reader.appearance import (
    Appearance,
    Pattern,
    ReaderColours,
    dark_colours,
    light_colours,
    pattern_of,
)
from archive_app.gui.reader.edges import Edge, Unit
from archive_app.gui.reader.highlights import Highlight, Strike
from archive_app.gui.reader.view import ReaderView

__all__ = [
    "Appearance",
    "Edge",
    "Highlight",
    "Pattern",
    "ReaderColours",
    "ReaderView",
    "Strike",
    "Unit",
    "dark_colours",
    "light_colours",
    "pattern_of",
]
