"""What stands between an article's heading and its text: what the colours mean, and what is not shown."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from archive_app.gui.colouring import ColourBy, Group, LegendEntry, Look
from archive_app.gui.lists.lettering import Lettering
from archive_app.gui.lists.painting import draw_dot
from archive_app.gui.lists.wording import number
from archive_app.gui.passages_on_show import PassagesOnShow
from archive_app.gui.reader.appearance import Pattern
from archive_app.gui.strokes import draw_stroke
from archive_app.gui.theme import RADIUS, SPACE, Theme

_HEIGHT = 26
_GAP = 4
_SAMPLE = 20.0  # pixels of a pattern: a whole turn of the longest
_WIDEST_NAME = 176.0
_LINES = 2
_PAUSE = 30  # milliseconds: many changes at once are counted once


class PassageStrip(QFrame):
    """The legend and the notice of hidden passages; as high as what it has to say."""

    group_chosen = Signal(object, bool)
    """A :class:`Group` was clicked in the legend; whether beside those chosen before."""
    more_requested = Signal()
    """The list of all groups is wanted."""
    all_requested = Signal()
    """All passages are to be shown again."""

    def __init__(self, on_show: PassagesOnShow, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("passage-strip")
        self._on_show = on_show
        self._theme = theme
        self._is_legend_wanted = False
        self.legend = Legend(theme)
        self.legend.chosen.connect(self.group_chosen)
        self.legend.more_requested.connect(self.more_requested)
        self.notice = HiddenNotice()
        self.notice.show_all.clicked.connect(self.all_requested)
        column = QVBoxLayout(self)
        column.setContentsMargins(int(3.25 * SPACE), SPACE // 2, 3 * SPACE, SPACE // 2)
        column.setSpacing(SPACE // 2)
        column.addWidget(self.legend)
        column.addWidget(self.notice)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self.refresh)
        on_show.changed.connect(self._pause.start)
        self.set_theme(theme)
        self.refresh()

    @property
    def is_behind(self) -> bool:
        """Whether something has changed that it will say in a moment."""
        return self._pause.isActive()

    def show_legend(self, shown: bool) -> None:
        """Show what the colours mean, or not."""
        self._is_legend_wanted = shown
        self.refresh()

    def refresh(self) -> None:
        """Count and say anew."""
        on_show = self._on_show
        entries: tuple[LegendEntry, ...] = ()
        if self._is_legend_wanted:
            entries = on_show.colouring.legend(on_show.passages)
        self.legend.show_entries(entries, on_show.showing.groups, on_show.colouring.by)
        self.legend.setVisible(bool(entries))
        self.notice.say(on_show)
        self.setVisible(bool(entries) or on_show.showing.is_limited)

    def set_theme(self, theme: Theme) -> None:
        """Follow the theme."""
        self._theme = theme
        self.setStyleSheet(
            f"#passage-strip {{ background: {theme.paper}; border-bottom: 1px solid {theme.line}; }}"
        )
        self.legend.set_theme(theme)


class HiddenNotice(QFrame):
    """Says how many passages are shown and why not all, with a way back."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "notice")
        self.sentence = QLabel()
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setWordWrap(True)
        self.show_all = QPushButton(self.tr("Show All"))
        self.show_all.setToolTip(self.tr("Show all passages of the article again"))
        row = QHBoxLayout(self)
        row.setContentsMargins(int(1.5 * SPACE), SPACE // 2, SPACE // 2, SPACE // 2)
        row.addWidget(self.sentence, 1)
        row.addWidget(self.show_all)

    def say(self, on_show: PassagesOnShow) -> None:
        """Name what is shown, or hide."""
        showing = on_show.showing
        self.setVisible(showing.is_limited)
        if not showing.is_limited:
            return
        total, shown = len(on_show.passages), len(on_show.shown())
        if not total:
            said = self.tr("This article has no passages yet")
        elif showing.is_plain and not shown:
            said = self.tr("Passages are hidden: showing 0 of {0}").format(number(total))
        else:
            said = self.tr("Showing {0} of {1} passages").format(number(shown), number(total))
        if on_show.is_current_hidden:
            said += self.tr(" and the selected one")
        if showing.groups and not showing.is_plain:
            said += ": " + ", ".join(f"\u2068{name}\u2069" for name in on_show.names())
        self.sentence.setText(said)


class Legend(QWidget):
    """A button for each group, on two lines at most; a last one for those that find no room."""

    chosen = Signal(object, bool)
    """Carries the :class:`Group` that was clicked, and whether beside those chosen before."""
    more_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lettering = Lettering(theme)
        self._entries: tuple[LegendEntry, ...] = ()
        self._chosen: frozenset[Group] = frozenset()
        self._made: list[LegendButton] = []
        self.buttons: list[LegendButton] = []
        """One for each entry, as far as any window has room for them."""
        self.more = QPushButton(self)
        self.more.setProperty("flat", True)
        self.more.setFont(self._lettering.font("small"))
        self.more.clicked.connect(self.more_requested)
        self.more.hide()

    def show_entries(self, entries: Sequence[LegendEntry], chosen: frozenset[Group], by: ColourBy) -> None:
        """Show a legend; the groups that are shown alone are marked."""
        self.setAccessibleName(
            {
                ColourBy.CLAIM: self.tr("Legend: colours of claim types"),
                ColourBy.ACTOR: self.tr("Legend: colours of actors"),
                ColourBy.STANCE: self.tr("Legend: colours of stances"),
                ColourBy.CODER: self.tr("Legend: colours of coders"),
            }[by]
        )
        if (self._entries, self._chosen) == (tuple(entries), chosen):
            return
        focused = next((button.entry.group for button in self.buttons if button.hasFocus()), None)
        self._entries, self._chosen = tuple(entries), chosen
        self._fill()
        for button in self.buttons:
            if button.entry.group == focused:
                button.setFocus()

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        self._lettering.set_theme(theme)
        for button in self._made:
            button.set_theme(theme)

    def step_from(self, button: "LegendButton", step: int) -> None:
        """Move the keyboard from one button to another one on show."""
        shown = [each for each in self.buttons if each.isVisible()]
        at = shown.index(button) + step
        if 0 <= at < len(shown):
            shown[at].setFocus(Qt.FocusReason.TabFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        super().resizeEvent(event)
        self._arrange()

    def _fill(self) -> None:
        # Those that cannot be on two lines of any window need no button.
        wanted = self._entries[:60]
        while len(self._made) < len(wanted):
            button = LegendButton(self, self._theme, self._lettering)
            button.picked.connect(self.chosen)
            # What is made late would come last of all in the window: Tab goes along them, then to the rest.
            QWidget.setTabOrder(self._made[-1] if self._made else self.more, button)
            QWidget.setTabOrder(button, self.more)
            self._made.append(button)
        # One that is not needed stays for the next time: it may be the one whose click led here.
        for button in self._made[len(wanted) :]:
            button.hide()
        self.buttons = self._made[: len(wanted)]
        for button, entry in zip(self.buttons, wanted, strict=True):
            button.show_entry(entry, is_chosen=entry.group in self._chosen)
        self._arrange()

    def _arrange(self) -> None:
        width = self.width()
        places, rest = _broken([button.sizeHint().width() for button in self.buttons], width, 0)
        rest += len(self._entries) - len(self.buttons)
        if rest:
            self.more.setText(self.tr("+{0} more").format(number(len(self._entries))))
            room = self.more.sizeHint().width() + _GAP
            places, rest = _broken([button.sizeHint().width() for button in self.buttons], width, room)
            rest += len(self._entries) - len(self.buttons)
            self.more.setText(self.tr("+{0} more").format(number(rest)))
            self.more.setToolTip(self.tr("Choose from all of them"))
        last = QRect(0, 0, 0, _HEIGHT)
        for at, button in enumerate(self.buttons):
            button.setVisible(at < len(places))
            if at < len(places):
                last = places[at]
                button.setGeometry(self._mirrored(last))
        self.more.setVisible(bool(rest))
        if rest:
            size = self.more.sizeHint()
            place = QRect(last.right() + 1 + _GAP, last.top(), size.width(), _HEIGHT)
            self.more.setGeometry(self._mirrored(place))
        self.setFixedHeight(last.bottom() + 1)

    def _mirrored(self, rect: QRect) -> QRect:
        return self.style().visualRect(self.layoutDirection(), self.rect(), rect)


def _broken(widths: Sequence[int], width: int, kept_free: int) -> tuple[list[QRect], int]:
    """Place widths on lines, room kept free at the end of the last; return how many found none as well."""
    places: list[QRect] = []
    x, line = 0, 0
    for own in widths:
        own = min(own, width)
        room = width - (kept_free if line == _LINES - 1 else 0)
        if x and x + own > room:
            x, line = 0, line + 1
            if line == _LINES:
                break
            room = width - (kept_free if line == _LINES - 1 else 0)
            if own > room:
                break
        places.append(QRect(x, line * (_HEIGHT + _GAP // 2), own, _HEIGHT))
        x += own + _GAP
    return places, len(widths) - len(places)


class LegendButton(QAbstractButton):
    """One group: its colour, its pattern, its name, and how many passages it has."""

    picked = Signal(object, bool)

    def __init__(self, legend: Legend, theme: Theme, lettering: Lettering) -> None:
        super().__init__(legend)
        self._legend = legend
        self._theme = theme
        self._lettering = lettering
        self.entry = LegendEntry(Group(ColourBy.CLAIM, ""), "", Look(-1, Pattern.DOTTED), 0)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def show_entry(self, entry: LegendEntry, *, is_chosen: bool) -> None:
        """Show another group."""
        self.entry = entry
        self.setChecked(is_chosen)
        # The words are painted, not the text of the button, in which "&" would make a shortcut.
        self.setText(entry.name.replace("&", "&&"))
        count = self.tr("%n passage(s)", "", entry.count)
        self.setAccessibleName(f"{entry.name}, {count}")
        self.setToolTip(
            f"{entry.name}: {count}\n" + self.tr("Click to show only these; with Ctrl, to show them as well.")
        )
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size for the name on one line."""
        name = min(self._lettering.width(self.entry.name, "small"), _WIDEST_NAME)
        count = self._lettering.width(number(self.entry.count), "small")
        return QSize(round(SPACE + 8 + 6 + _SAMPLE + 6 + name + 2 + 6 + max(count, 8) + SPACE), _HEIGHT)

    # Input --------------------------------------------------------------------------------------

    def nextCheckState(self) -> None:
        """Leave the mark to who shows the passages."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose."""
        group = self.entry.group
        is_click = self.isDown() and self.rect().contains(event.position().toPoint())
        beside = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
        super().mouseReleaseEvent(event)
        # Last of all, when Qt is done with the button: whoever hears of it may show others in its place.
        if is_click:
            self.picked.emit(group, bool(beside))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose with Space or Enter, with Ctrl beside the others; go along the legend with the arrows."""
        forward, back = Qt.Key.Key_Right, Qt.Key.Key_Left
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            forward, back = back, forward
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            beside = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self.picked.emit(self.entry.group, beside)
        elif event.key() in (forward, Qt.Key.Key_Down):
            self._legend.step_from(self, 1)
        elif event.key() in (back, Qt.Key.Key_Up):
            self._legend.step_from(self, -1)
        else:
            super().keyPressEvent(event)

    # Painting -----------------------------------------------------------------------------------

    def _edge(self) -> QPen:
        """A line around what is chosen, a stronger one around what has the keyboard."""
        if self.hasFocus():
            return QPen(QColor(self._theme.text if self.isChecked() else self._theme.accent), 1.5)
        return QPen(QColor(self._theme.accent), 1.0) if self.isChecked() else QPen(Qt.PenStyle.NoPen)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint dot, stroke, name and count."""
        theme = self._theme
        look = self.entry.look
        colour = theme.dim if look.colour < 0 else theme.codes[look.colour]
        ground = theme.selection if self.isChecked() else theme.hover if self.underMouse() else ""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if ground or self.hasFocus():
                painter.setPen(self._edge())
                painter.setBrush(QColor(ground) if ground else Qt.BrushStyle.NoBrush)
                rect = QRectF(self.rect()).adjusted(0.75, 0.75, -0.75, -0.75)
                painter.drawRoundedRect(rect, RADIUS, RADIUS)
            if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
                painter.setTransform(painter.transform().translate(self.width(), 0).scale(-1, 1))
            middle = self.height() / 2
            draw_dot(painter, colour, QPointF(SPACE + 4, middle))
            left = SPACE + 8 + 6.0
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            draw_stroke(painter, left, left + _SAMPLE, round(middle), look.pattern, colour, 1.6)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.resetTransform()
            self._paint_words(painter, left + _SAMPLE + 6)

    def _paint_words(self, painter: QPainter, begin: float) -> None:
        letters = self._lettering
        height = letters.line_height("small")
        count = number(self.entry.count)
        own = max(letters.width(count, "small") + 1, 9.0)  # no room is drawn in that is narrower
        name = QRectF(begin, (self.height() - height) / 2, self.width() - SPACE - own - 6 - begin, height)
        amount = QRectF(self.width() - SPACE - own, name.top(), own + 1, height)
        for rect, text, colour in (
            (name, self.entry.name, self._theme.text),
            (amount, count, self._theme.dim),
        ):
            if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
                rect.moveLeft(self.width() - rect.right())
            letters.draw(painter, rect, text, "small", colour)
