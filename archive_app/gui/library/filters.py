"""Which articles the library lists, and in what order."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Literal, Protocol

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QToolButton, QWidget

from archive_app.gui.icons import icon
from archive_app.gui.lists.choice import Choice, ChoiceChip
from archive_app.gui.lists.dates import DateChip
from archive_app.gui.lists.flow import FlowLayout
from archive_app.gui.lists.lettering import Lettering
from archive_app.gui.lists.painting import draw_glyph
from archive_app.gui.lists.wording import language_name
from archive_app.gui.theme import Theme

Order = Literal["published", "title", "outlet", "added", "passages"]


@dataclass(frozen=True)
class Wanted:
    """What the filters ask for; as :class:`~archive_app.storage.queries.ArticleFilter`, which loads late."""

    outlet: str = ""
    language: str = ""
    after: str = ""
    before: str = ""
    tagged: bool | None = None
    collection_id: int | None = None
    label_id: int | None = None
    read: bool | None = None

    @property
    def count(self) -> int:
        """How many filters ask for something; both dates count as one."""
        asking = sum(getattr(self, field.name) not in ("", None) for field in fields(self))
        return asking - (1 if self.after and self.before else 0)


class Group(Protocol):
    """A collection or a label, as filters offer it."""

    @property
    def id(self) -> int:
        """Its key."""

    @property
    def name(self) -> str:
        """What people call it."""

    @property
    def articles(self) -> int:
        """How many articles it has."""


class LibraryFilters(QWidget):
    """The filters side by side."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.outlet = ChoiceChip(self.tr("Outlet"), self.tr("All outlets"), theme)
        self.language = ChoiceChip(self.tr("Language"), self.tr("All languages"), theme)
        self.dates = DateChip(self.tr("Date"), theme)
        self.tagged = ChoiceChip(self.tr("Passages"), self.tr("With or without passages"), theme)
        self.tagged.set_choices(
            [Choice("with", self.tr("With passages")), Choice("without", self.tr("Without passages"))]
        )
        self.collection = ChoiceChip(self.tr("Collection"), self.tr("In any collection or none"), theme)
        self.label = ChoiceChip(self.tr("Label"), self.tr("With any label or none"), theme)
        self.read = ChoiceChip(self.tr("Read"), self.tr("Read or unread"), theme)
        self.read.set_choices(
            [Choice("unread", self.tr("Unread")), Choice("read", self.tr("Read"), icon="check")]
        )
        self._chips = (
            self.outlet, self.language, self.dates, self.tagged, self.collection, self.label, self.read
        )  # fmt: skip
        self.clear_button = QPushButton(self.tr("Clear filters"))
        self.clear_button.setProperty("flat", True)
        self.clear_button.clicked.connect(self.clear)
        row = FlowLayout(self, spacing=6)
        for chip in self._chips:
            row.addWidget(chip)
            chip.chosen.connect(self._tell)
        row.addWidget(self.clear_button)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_theme(theme)
        self._show_clear()

    @property
    def wanted(self) -> Wanted:
        """What is asked for now."""
        tagged = {"with": True, "without": False}.get(self.tagged.value or "")
        read = {"read": True, "unread": False}.get(self.read.value or "")
        return Wanted(
            self.outlet.value or "", self.language.value or "", self.dates.after, self.dates.before, tagged,
            self.collection.value, self.label.value, read,
        )  # fmt: skip

    def offer_groups(self, collections: Sequence[Group], labels: Sequence[Group]) -> None:
        """Offer the collections and labels there are; one that is gone is no longer asked for."""
        is_gone = False
        for chip, groups, sign in (
            (self.collection, collections, "collection"),
            (self.label, labels, "label"),
        ):
            chip.set_choices(
                [Choice(group.id, group.name, uses=group.articles, icon=sign) for group in groups]
            )
            if chip.value is not None and chip.value not in {group.id for group in groups}:
                chip.set_value(None)
                is_gone = True
        if is_gone:
            self._tell()

    def offer(self, outlets: Sequence[str], languages: Sequence[str]) -> None:
        """Offer what there is in the archive."""
        self.outlet.set_choices([Choice(outlet, outlet) for outlet in outlets])
        named = sorted((language_name(code), code) for code in languages)
        self.language.set_choices([Choice(code, name) for name, code in named])

    def clear(self) -> None:
        """Ask for nothing."""
        if self.wanted != Wanted():
            for chip in self._chips:
                if isinstance(chip, ChoiceChip):
                    chip.set_value(None)
            self.dates.set_dates("", "")
            self._tell()

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self.clear_button.setStyleSheet(f"QPushButton {{ color: {theme.accent}; }}")
        for chip in self._chips:
            chip.set_theme(theme)

    def _tell(self) -> None:
        self._show_clear()
        self.changed.emit()

    def _show_clear(self) -> None:
        self.clear_button.setVisible(self.wanted.count > 0)


class FilterButton(QToolButton):
    """Shows and hides the filters; a badge says how many ask for something."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lettering = Lettering(theme)
        self._count = 0
        self.setCheckable(True)
        self.setToolTip(self.tr("Filters"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedSize(32, 30)
        self.show_count(0)

    def show_count(self, count: int) -> None:
        """Say how many filters ask for something."""
        self._count = count
        self.setAccessibleName(self.tr("Filters, %n on", "", count))
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the button and over it the badge."""
        super().paintEvent(event)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw_glyph(
                painter, "filter", self._theme.text if self.isEnabled() else self._theme.line,
                QPointF((self.width() - 18) / 2, (self.height() - 18) / 2), 18,
            )  # fmt: skip
            if self._count:
                badge = QRectF(self.width() - 15, 1, 14, 14)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(self._theme.accent))
                painter.drawEllipse(badge)
                painter.setPen(QColor(self._theme.on_accent))
                painter.setFont(self._lettering.font("label"))
                painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, str(self._count))

    def sizeHint(self) -> QSize:
        """Return a square that fits beside a field."""
        return QSize(32, 30)


class SortButton(QToolButton):
    """Says in what order the articles stand; a menu changes it."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._orders: dict[str, tuple[Order, bool]] = {
            self.tr("Newest first"): ("published", True),
            self.tr("Oldest first"): ("published", False),
            self.tr("Recently added"): ("added", True),
            self.tr("Title"): ("title", False),
            self.tr("Outlet"): ("outlet", False),
            self.tr("Most passages"): ("passages", True),
        }
        self._title = next(iter(self._orders))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setIconSize(QSize(16, 16))
        menu = QMenu(self)
        self._group = QActionGroup(self)
        for title in self._orders:
            action = menu.addAction(title)
            action.setCheckable(True)
            action.setChecked(title == self._title)
            self._group.addAction(action)
        self._group.triggered.connect(self._take)
        self.setMenu(menu)
        self.set_theme(theme)
        self._show()

    @property
    def order(self) -> tuple[Order, bool]:
        """The column to sort by, and whether it runs downwards."""
        return self._orders[self._title]

    def choose(self, order: Order, descending: bool) -> None:
        """Sort in another order, as if it was chosen from the menu."""
        for title, known in self._orders.items():
            if known == (order, descending):
                action = next(action for action in self._group.actions() if action.text() == title)
                action.setChecked(True)
                self._take(action)

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self.setIcon(icon("sort", theme, colour=theme.dim))
        self.setStyleSheet(
            f"QToolButton {{ color: {theme.dim}; padding: 2px 6px; font-size: 9pt; }}"
            "QToolButton::menu-indicator { image: none; width: 0; }"
        )

    def _take(self, action: QAction) -> None:
        if action.text() != self._title:
            self._title = action.text()
            self._show()
            self.changed.emit()

    def _show(self) -> None:
        self.setText(self._title)
        self.setAccessibleName(self.tr("Sorted: {order}").format(order=self._title))
