"""By what the lines are sorted: the words beside the hit, with buttons; the rest by the table's header."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from archive_app.gui.coding.questions import Option
from archive_app.gui.coding.segments import Segments
from archive_app.gui.theme import SPACE, Theme
from archive_app.search.concordance import DEPTH, LineOrder

ORDERS: tuple[LineOrder, ...] = ("left", "hit", "right", "date", "outlet", "text")


class SortBar(QWidget):
    """Buttons for what to sort by, and which word on that side."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._descending = False
        caption = QLabel(self.tr("Sort by"))
        caption.setProperty("role", "caption")
        self.by = Segments(
            (
                Option("text", "article", self.tr("Text"),
                       self.tr("The newest article first, its hits in the order of the text")),
                Option("left", "word-before", self.tr("Word before"),
                       self.tr("The left neighbour; in right-to-left texts it stands on the right")),
                Option("hit", "hit", self.tr("Hit"), self.tr("What was found itself")),
                Option("right", "word-after", self.tr("Word after"),
                       self.tr("The right neighbour; in right-to-left texts it stands on the left")),
                Option("date", "calendar", self.tr("Date"), self.tr("When the article was published")),
                Option("outlet", "outlet", self.tr("Outlet"), self.tr("Who published it")),
            ),
            theme,
        )  # fmt: skip
        self.by.set_value("text")
        self.nth = QComboBox()
        self.nth.setAccessibleName(self.tr("Which word on that side"))
        self.nth.setToolTip(self.nth.accessibleName())
        for at in range(1, DEPTH + 1):
            self.nth.addItem(self.tr("next to it") if at == 1 else self.tr("{0} words away").format(at), at)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE)
        row.addWidget(caption)
        row.addWidget(self.by)
        row.addWidget(self.nth)
        self.by.chosen.connect(self._chosen)
        self.nth.currentIndexChanged.connect(lambda _at: self.changed.emit())
        self._show_nth()

    @property
    def order(self) -> tuple[LineOrder, int, bool]:
        """What to sort by, which word on that side, and whether downwards."""
        by = next(each for each in ORDERS if each == self.by.value)
        return by, int(self.nth.currentData()), self._descending

    def choose(self, by: LineOrder) -> None:
        """Sort by something; the other way round when it is sorted by that already."""
        self._chosen(by, again=by == self.by.value)

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self.by.set_theme(theme)

    def _chosen(self, by: str, *, again: bool = False) -> None:
        self.by.set_value(by)
        # Of dates the newest come first, as everywhere.
        self._descending = not self._descending if again else by == "date"
        self._show_nth()
        self.changed.emit()

    def _show_nth(self) -> None:
        self.nth.setEnabled(self.by.value in ("left", "right"))
