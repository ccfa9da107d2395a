"""Choosing one of many: a chip whose popup finds the entry while its name is typed."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from archive_app.gui.lists.chip import ChipPopup, FilterChip
from archive_app.gui.lists.field import SearchField
from archive_app.gui.lists.lettering import Lettering
from archive_app.gui.lists.paging import AnyIndex
from archive_app.gui.lists.painting import draw_dot, draw_glyph, draw_ground
from archive_app.gui.lists.wording import number
from archive_app.gui.theme import SPACE, Theme
from archive_app.model.names import Name, rank_names

_ROW = 28
_MOST_ROWS = 11
_SEARCHABLE_FROM = 9  # entries; fewer are seen at a glance
_WIDTH = 272
_ROOT = QModelIndex()


@dataclass(frozen=True)
class Choice:
    """One entry of a filter."""

    value: Hashable
    text: str
    other_names: tuple[str, ...] = ()
    uses: int | None = None
    depth: int = 0
    """How far below the root of a tree it stands."""
    colour: int | None = None
    """Which of the theme's colours its dot has."""
    icon: str = ""


class ChoiceChip(FilterChip):
    """A filter that asks for one entry, or for any."""

    chosen = Signal(object)
    """Carries the value that was chosen by the person, nothing for any."""

    def __init__(self, title: str, any_text: str, theme: Theme, parent: QWidget | None = None) -> None:
        """Make one; ``any_text`` is the entry that asks for nothing, e.g. ``All outlets``."""
        super().__init__(title, theme, parent)
        self._any = Choice(None, any_text)
        self._choices: tuple[Choice, ...] = ()
        self._current: Choice = self._any
        self._popup: ChoicePopup | None = None
        self.clicked.connect(self.open_popup)
        self.cleared.connect(lambda: self._choose(self._any))

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Offer other entries; what is chosen stays, even if it is no longer offered."""
        self._choices = tuple(choices)
        if self._current is not self._any:
            self.set_value(self._current.value)

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The entries offered."""
        return self._choices

    @property
    def value(self) -> Any:  # whatever the choices hold
        """What is asked for; nothing for any."""
        return self._current.value

    def set_value(self, value: Hashable) -> None:
        """Choose without a signal."""
        known = next((choice for choice in self._choices if choice.value == value), None)
        if known is None and value:
            known = self._current if self._current.value == value else Choice(value, str(value))
        self._current = known or self._any
        dot = "" if self._current.colour is None else self._theme.codes[self._current.colour]
        self.show_value("" if self._current is self._any else self._current.text, colour=dot)

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        super().set_theme(theme)
        self.set_value(self._current.value)
        if self._popup is not None:
            self._popup.set_theme(theme)

    def open_popup(self) -> None:
        """Show the entries."""
        if self._popup is None:
            self._popup = ChoicePopup(self._theme, self)
            self._popup.chosen.connect(self._choose)
        self._popup.offer((self._any, *self._choices), self._current, self.title)
        self._popup.open_below(self)

    @property
    def popup(self) -> "ChoicePopup | None":
        """The popup, once it was opened."""
        return self._popup

    def _choose(self, choice: Choice) -> None:
        if choice.value != self._current.value:
            self.set_value(choice.value)
            self.chosen.emit(choice.value)
        self.setFocus()


class ChoicePopup(ChipPopup):
    """A field to type in and the entries that fit."""

    chosen = Signal(object)
    """Carries the :class:`Choice`."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices: tuple[Choice, ...] = ()
        self._model = _ChoiceModel(self)
        self.field = SearchField("", theme)
        self.field.textChanged.connect(self._show_matches)
        self.field.installEventFilter(self)
        self.table = QTableView()
        self.table.setModel(self._model)
        self._delegate = _ChoiceDelegate(self.table, theme)
        self.table.setItemDelegate(self._delegate)
        self.table.setShowGrid(False)
        self.table.setMouseTracking(True)
        self.table.setTabKeyNavigation(False)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.horizontalHeader().hide()
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.table.verticalHeader().setDefaultSectionSize(_ROW)
        self.table.entered.connect(self.table.setCurrentIndex)
        self.table.clicked.connect(self._take)
        self.table.installEventFilter(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE // 2, SPACE // 2, SPACE // 2, SPACE // 2)
        column.setSpacing(SPACE // 2)
        column.addWidget(self.field)
        column.addWidget(self.table)
        self.set_theme(theme)

    def offer(self, choices: Sequence[Choice], current: Choice, title: str) -> None:
        """Show entries, the keyboard on the current one."""
        self._choices = tuple(choices)
        self.field.clear()
        self.field.setPlaceholderText(self.tr("Find: {filter}").format(filter=title.lower()))
        self.field.setAccessibleName(self.field.placeholderText())
        self.table.setAccessibleName(title)
        self._model.show(self._choices)
        searchable = len(choices) > _SEARCHABLE_FROM
        self.field.setVisible(searchable)
        self.table.setFixedSize(_WIDTH, _ROW * min(len(choices), _MOST_ROWS) + 2)
        row = next((at for at, choice in enumerate(choices) if choice.value == current.value), 0)
        self.table.setCurrentIndex(self._model.index(row, 0))
        self.table.scrollTo(self._model.index(row, 0))
        (self.field if searchable else self.table).setFocus()

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        super().set_theme(theme)
        self._delegate.theme = theme
        self._delegate.lettering.set_theme(theme)
        self.field.set_theme(theme)
        self.table.setStyleSheet(
            f"QTableView {{ background: {theme.raised}; selection-background-color: transparent; }}"
        )

    def _show_matches(self, typed: str) -> None:
        if not typed.strip():
            self._model.show(self._choices)
        else:
            names = [
                Name(at, text, choice.uses or 0)
                for at, choice in enumerate(self._choices)
                if choice.value is not None
                for text in (choice.text, *choice.other_names)
            ]
            matches = rank_names(typed, names, limit=100)
            self._model.show([self._choices[match.key] for match in matches], is_flat=True)
        self.table.setCurrentIndex(self._model.index(0, 0))

    def _take(self, index: AnyIndex) -> None:
        if index.isValid():
            self.hide()
            self.chosen.emit(self._model.choices[index.row()])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move in the list and choose from it while the field has the keyboard."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(self.table.currentIndex())
            return True
        moves = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
        if watched is self.field and event.key() in moves:
            self.table.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)


class _ChoiceModel(QAbstractTableModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.choices: tuple[Choice, ...] = ()
        self.is_flat = False

    def show(self, choices: Sequence[Choice], *, is_flat: bool = False) -> None:
        self.beginResetModel()
        self.choices, self.is_flat = tuple(choices), is_flat
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.choices)

    def columnCount(self, parent: AnyIndex = _ROOT) -> int:
        return 0 if parent.isValid() else 1

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # Qt's variant
        return self.choices[index.row()].text if role == Qt.ItemDataRole.DisplayRole else None


class _ChoiceDelegate(QStyledItemDelegate):
    def __init__(self, table: QTableView, theme: Theme) -> None:
        super().__init__(table)
        self.theme = theme
        self.lettering = Lettering(theme)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        model = index.model()
        assert isinstance(model, _ChoiceModel)
        choice, rect = model.choices[index.row()], QRectF(option.rect)
        is_current = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = rect.adjusted(0, 0.5, 0, -0.5)
        draw_ground(painter, ground, self.theme, selected=is_current, hovered=False, focused=False)
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft

        def placed(left: float, width: float, height: float) -> QRectF:
            """A place in the middle of the row, so far from the side on which rows begin."""
            x = rect.right() - left - width if mirrored else rect.left() + left
            return QRectF(x, rect.center().y() - height / 2, width, height)

        x = SPACE + (0.0 if model.is_flat else choice.depth * 14)
        if choice.colour is not None:
            draw_dot(painter, self.theme.codes[choice.colour], placed(x, 8, 8).center())
            x += 16
        elif choice.icon:
            draw_glyph(painter, choice.icon, self.theme.dim, placed(x, 16, 16).topLeft(), 16)
            x += 24
        right = rect.width() - SPACE
        if choice.uses is not None:
            count = number(choice.uses)
            width = self.lettering.width(count, "small") + 2
            place = placed(right - width, width, 16)
            self.lettering.draw(painter, place, count, "small", self.theme.dim, right_to_left=mirrored)
            right -= width + SPACE
        colour = self.theme.dim if choice.value is None else self.theme.text
        place = placed(x, right - x, self.lettering.line_height("body"))
        self.lettering.draw(painter, place, choice.text, "body", colour, right_to_left=mirrored)
        painter.restore()
