"""The list of places that may be tagged: each in its line with what stands around it, to be ticked."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QLinearGradient, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from archive_app.gui.lists.delegate import AnyIndex, CardDelegate, CardState
from archive_app.gui.lists.direction import is_right_to_left
from archive_app.gui.lists.lettering import on_one_line
from archive_app.gui.lists.paging import CardSource, PagedModel
from archive_app.gui.lists.painting import draw_glyph
from archive_app.gui.lists.table import CardTable
from archive_app.gui.lists.wording import joined_to_draw, short_date
from archive_app.gui.theme import Theme
from archive_app.model.finding import Range, Scope
from archive_app.model.text import Utf16Map
from archive_app.operations.occurrences import Occurrence

_BOX = 16
_LEFT = 12.0 + _BOX + 12.0  # pixels before the text
_LINE_WIDTH = 4000.0  # pixels; no line of a concordance is broken
_BEFORE = 0.38  # share of the width that stands before the find
_FADE = 24.0
_LONGEST = 600  # code points of a sentence or paragraph that may come to be shown


def _tr(text: str) -> str:
    return QCoreApplication.translate("PlaceList", text)


@dataclass(frozen=True)
class PlaceRow:
    """A place with its number in the list."""

    id: int
    place: Occurrence


class PlaceModel(PagedModel[PlaceRow]):
    """All places that were found; which of them are ticked, and which have the tag already."""

    ticks_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_words, parent=parent)
        self.rows: tuple[PlaceRow, ...] = ()
        self.ticked: set[int] = set()
        self.done: frozenset[int] = frozenset()
        self.set_source(CardSource(self._now, self._later))

    def show(self, places: Sequence[Occurrence], ticked: Iterable[int]) -> None:
        """Show other places."""
        self.rows = tuple(PlaceRow(at, place) for at, place in enumerate(places))
        self.ticked = set(ticked)
        self.done = frozenset()
        self.set_ids(())
        self.refresh()
        self.set_ids(range(len(self.rows)), self.rows[:0])

    def set_done(self, done: frozenset[int]) -> None:
        """Say which places have the tag that is chosen; they are not tagged again, ticked or not."""
        if done != self.done:
            self.done = done
            self._tell()

    def tick(self, keys: Iterable[int], on: bool) -> None:
        """Tick places, or untick them."""
        self.ticked = self.ticked | set(keys) if on else self.ticked - set(keys)
        self._tell()

    def chosen(self) -> list[Occurrence]:
        """Return the places that are ticked and have no such tag yet."""
        return [row.place for row in self.rows if row.id in self.ticked and row.id not in self.done]

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # Qt's variant
        """Return a place's words, or whether it is ticked."""
        if role == Qt.ItemDataRole.CheckStateRole:
            key = self.id_at(index.row())
            is_ticked = key in self.ticked and key not in self.done
            return Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked
        return super().data(index, role)

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Say to screen readers that a place can be ticked."""
        return super().flags(index) | Qt.ItemFlag.ItemIsUserCheckable

    def _tell(self) -> None:
        if self.rows:
            self._tell_changed(0, len(self.rows) - 1)
        self.ticks_changed.emit()

    def _now(self, ids: Sequence[int]) -> Sequence[PlaceRow]:
        return [self.rows[key] for key in ids if key < len(self.rows)]

    def _later(self, ids: Sequence[int], then: Callable[[Sequence[PlaceRow]], None]) -> None:
        then(self._now(ids))


class PlaceTable(CardTable):
    """The list: Space ticks what is selected, a click on the box that one."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self.places = PlaceModel()
        super().__init__(self.places, 30, parent)
        self.places.setParent(self)
        self.play_list()
        self.setAccessibleName(_tr("Places"))
        self.painter = PlaceDelegate(self, self.places, theme)
        self.setItemDelegate(self.painter)

    def show_places(
        self, places: Sequence[Occurrence], ticked: Iterable[int], scope: Scope, *, names_articles: bool
    ) -> None:
        """Show other places; whole sentences and paragraphs take two lines, the article's name one more."""
        self.painter.scope, self.painter.names_articles = scope, names_articles
        height = (30 if scope is Scope.WORDS else 50) + (17 if names_articles else 0)
        self.verticalHeader().setDefaultSectionSize(height)
        self.places.show(places, ticked)
        self.scrollToTop()

    def toggle(self, keys: Sequence[int]) -> None:
        """Tick places; untick them if all are ticked."""
        meant = [key for key in keys if key not in self.places.done]
        if meant:
            self.places.tick(meant, not all(key in self.places.ticked for key in meant))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick with Space; Enter belongs to the dialog."""
        if event.key() == Qt.Key.Key_Space:
            self.toggle(self.selected_ids())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tick by a click on the box; elsewhere select."""
        index = self.indexAt(event.position().toPoint())
        across = event.position().x()
        if self.isRightToLeft():
            across = self.viewport().width() - across
        if index.isValid() and across < _LEFT and event.button() == Qt.MouseButton.LeftButton:
            self.toggle([self.places.id_at(index.row())])
        else:
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Tick by a double click anywhere on the row; the box has had its click already."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.toggle([self.places.id_at(index.row())])


class PlaceDelegate(CardDelegate):
    """Paints a box, the find in its line, and where that is."""

    def __init__(self, table: PlaceTable, places: PlaceModel, theme: Theme) -> None:
        super().__init__(table, theme)
        self._places = places
        self.scope = Scope.WORDS
        self.names_articles = False

    def paint_card(self, painter: QPainter, rect: QRectF, index: AnyIndex, state: CardState) -> None:
        """Paint one row."""
        row = self._places.rows[index.row()]
        is_done = row.id in self._places.done
        mirrored = self.table.isRightToLeft()
        box_left = rect.right() - 12 - _BOX if mirrored else rect.left() + 12
        box = QRectF(box_left, rect.top() + 7, _BOX, _BOX)
        self._paint_box(painter, box, is_ticked=row.id in self._places.ticked, is_done=is_done)
        inner = rect.adjusted(12, 6, -_LEFT, -5) if mirrored else rect.adjusted(_LEFT, 6, -12, -5)
        if is_done:
            said = _tr("has this tag")
            width = self.lettering.width(said, "label") + 2
            left = inner.left() if mirrored else inner.right() - width
            self.lettering.draw(
                painter, QRectF(left, inner.top() + 2, width, 14), said, "label", self.theme.dim
            )
            inner = inner.adjusted(width + 12, 0, 0, 0) if mirrored else inner.adjusted(0, 0, -width - 12, 0)
        colour = self.theme.dim if is_done else self.theme.text
        if self.scope is Scope.WORDS:
            self._paint_line(painter, inner, row.place, colour, state)
            inner.setTop(inner.top() + self.lettering.line_height("body"))
        else:
            text, marks = _quoted(row.place)
            drawn = self.lettering.draw(painter, inner, text, "body", colour, lines=2, marks=marks)
            inner.setTop(inner.top() + drawn)
        if self.names_articles:
            place = row.place
            where = joined_to_draw(place.title, place.outlet, short_date(place.published))
            side = is_right_to_left(place.quote)
            self.lettering.draw(painter, inner, where, "small", self.theme.dim, right_to_left=side)

    def _paint_box(self, painter: QPainter, box: QRectF, *, is_ticked: bool, is_done: bool) -> None:
        theme = self.theme
        if is_done:
            draw_glyph(painter, "check", theme.dim, box.topLeft(), _BOX)
            return
        painter.setPen(QPen(QColor(theme.accent if is_ticked else theme.dim), 1.2))
        painter.setBrush(QColor(theme.accent if is_ticked else theme.raised))
        painter.drawRoundedRect(box.adjusted(0.6, 0.6, -0.6, -0.6), 3.5, 3.5)
        if is_ticked:
            draw_glyph(painter, "check", theme.on_accent, box.topLeft() + QPointF(1, 1), _BOX - 2)

    def _paint_line(
        self, painter: QPainter, rect: QRectF, place: Occurrence, colour: str, state: CardState
    ) -> None:
        """Paint one line in which all finds stand below each other, as in a concordance."""
        text, marks = _in_line(place)
        backwards = is_right_to_left(place.before + place.quote + place.after)
        layout = self.lettering.block(text, "body", _LINE_WIDTH, marks=marks, right_to_left=backwards)
        if not marks or not layout.lineCount():
            return
        units = Utf16Map(text)
        line = layout.lineAt(0)
        edge: Any = line.cursorToX(units.to_utf16(marks[0][0]))  # the stubs say object
        share = 1 - _BEFORE if backwards else _BEFORE
        shift = rect.left() + rect.width() * share - float(edge[0])
        painter.save()
        painter.setClipRect(rect)
        painter.setPen(QColor(colour))
        layout.draw(painter, QPointF(shift, rect.top()))
        painter.restore()
        natural = line.naturalTextRect()
        ground = self._ground(state)
        if natural.left() + shift < rect.left():
            _fade(painter, QRectF(rect.left(), rect.top(), _FADE, 18), ground, from_left=True)
        if natural.right() + shift > rect.right():
            _fade(painter, QRectF(rect.right() - _FADE, rect.top(), _FADE, 18), ground, from_left=False)

    def _ground(self, state: CardState) -> str:
        if state.is_selected:
            return self.theme.selection
        return self.theme.hover if state.is_hovered else self.theme.raised

    def tooltip(self, index: AnyIndex, point: QPoint) -> str:
        """Return the paragraph around the place."""
        place = self._places.rows[index.row()].place
        return f"{place.before[-_LONGEST:]}{place.quote[:_LONGEST]}{place.after[:_LONGEST]}"


def _fade(painter: QPainter, rect: QRectF, ground: str, *, from_left: bool) -> None:
    gradient = QLinearGradient(rect.topLeft(), rect.topRight())
    clear = QColor(ground)
    clear.setAlpha(0)
    gradient.setColorAt(0, QColor(ground) if from_left else clear)
    gradient.setColorAt(1, clear if from_left else QColor(ground))
    painter.fillRect(rect, gradient)


def _in_line(place: Occurrence) -> tuple[str, tuple[Range, ...]]:
    """The place with what stands around it, on one line, and where in that it is."""
    start = len(place.before)
    return on_one_line(place.before + place.quote + place.after, [(start, start + len(place.quote))])


def _quoted(place: Occurrence) -> tuple[str, tuple[Range, ...]]:
    """A sentence or paragraph from a little before its first find on, and where in that its finds are."""
    hits = [(start - place.start, end - place.start) for start, end in place.hits]
    begin = hits[0][0] - 60 if hits and hits[0][0] > 100 else 0
    if begin:
        begin = place.quote.find(" ", begin) + 1 or begin
    text = ("…" if begin else "") + place.quote[begin : begin + _LONGEST]
    moved = begin - 1 if begin else 0
    return text, tuple((start - moved, end - moved) for start, end in hits if end - moved <= len(text))


def _words(row: PlaceRow, _column: int = 0) -> str:
    place = row.place
    around = f"{place.before[-60:]}{place.quote}{place.after[:60]}"
    return ". ".join(part for part in (" ".join(around.split()), place.title) if part)
