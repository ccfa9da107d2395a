"""Dialogs of the codebook: an actor, a claim type, and what an actor is merged into."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QFrame,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from archive_app.gui.coding.candidate_list import ROW, CandidateList
from archive_app.gui.coding.questions import CANDIDATES, ActorQuestion
from archive_app.gui.coding.words import KINDS, kind_icon, kind_label
from archive_app.gui.icons import icon
from archive_app.gui.reader.appearance import Pattern, pattern_of
from archive_app.gui.theme import SPACE, Theme
from archive_app.model.values import COLOURS
from archive_app.storage.queries import ActorCard, ClaimTypeCard


@dataclass(frozen=True)
class ActorValues:
    """What a dialog says an actor is."""

    name: str
    kind: str
    description: str
    aliases: tuple[str, ...]


@dataclass(frozen=True)
class ClaimTypeValues:
    """What a dialog says a claim type is."""

    name: str
    parent_id: int | None
    definition: str
    colour: int


class _Form(QDialog):
    """A form that stays open until what it asks for is done, and says why it was refused."""

    submitted = Signal(object)
    """Carries the values; whoever carries them out calls ``accept`` or :meth:`complain`."""

    def __init__(self, title: str, save: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(420)
        self.form = QFormLayout()
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self.form.setLabelAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop)
        self.form.setHorizontalSpacing(2 * SPACE)
        self.form.setVerticalSpacing(SPACE + 2)
        self.complaint = QLabel()
        self.complaint.setWordWrap(True)
        self.complaint.setTextFormat(Qt.TextFormat.PlainText)
        self.complaint.hide()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.save = QPushButton(save)
        self.save.setProperty("primary", True)
        self.buttons.addButton(self.save, QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.accepted.connect(self._submit)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        column.setSpacing(2 * SPACE)
        column.addLayout(self.form)
        column.addWidget(self.complaint)
        column.addWidget(self.buttons)
        # Only a button that stands in the dialog already can become its default.
        self.save.setDefault(True)

    def complain(self, sentence: str) -> None:
        """Say why it was refused; the form stays."""
        self.complaint.setText(sentence)
        self.complaint.show()
        self.save.setEnabled(True)

    def set_theme(self, theme: Theme) -> None:
        """Take on a theme's colours."""
        self.complaint.setStyleSheet(f"color: {theme.danger};")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Save with Ctrl+Enter also from a field of several lines."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._submit()
        else:
            super().keyPressEvent(event)

    def values(self) -> ActorValues | ClaimTypeValues:
        """Return what the form says."""
        raise NotImplementedError

    def _submit(self) -> None:
        self.save.setEnabled(False)
        self.complaint.hide()
        self.submitted.emit(self.values())


class ActorDialog(_Form):
    """An actor's name, kind, description and other names."""

    merge_asked = Signal()

    def __init__(
        self, theme: Theme, actor: ActorCard | None = None, *, name: str = "", parent: QWidget | None = None
    ) -> None:
        title = self.tr("New actor") if actor is None else self.tr("Actor")
        super().__init__(title, self.tr("Add") if actor is None else self.tr("Save"), parent)
        self.name = QLineEdit(actor.name if actor else name)
        self.kind = QComboBox()
        for kind in KINDS:
            self.kind.addItem(icon(kind_icon(kind), theme), kind_label(kind), str(kind))
        self.kind.setCurrentIndex(self.kind.findData(actor.kind if actor else ""))
        self.description = _paragraph(actor.description if actor else "", 72)
        self.description.setPlaceholderText(self.tr("Who this is, and when to code it"))
        self.aliases = _paragraph("\n".join(actor.aliases) if actor else "", 110)
        self.aliases.setPlaceholderText(self.tr("One to a line: other spellings, titles, short forms"))
        self.form.addRow(self.tr("&Name"), self.name)
        self.form.addRow(self.tr("&Kind"), self.kind)
        self.form.addRow(self.tr("&Description"), self.description)
        self.form.addRow(self.tr("&Also called"), self.aliases)
        if actor is not None:
            merge = QPushButton(self.tr("Merge into…"))
            merge.setToolTip(self.tr("Make one actor of this and another"))
            merge.setAutoDefault(False)
            merge.clicked.connect(self.merge_asked)
            self.buttons.addButton(merge, QDialogButtonBox.ButtonRole.ResetRole)
        self.set_theme(theme)
        self.name.selectAll()
        self.name.setFocus()

    def values(self) -> ActorValues:
        """Return what the form says."""
        aliases = (line.strip() for line in self.aliases.toPlainText().splitlines())
        return ActorValues(
            self.name.text(),
            self.kind.currentData(),
            self.description.toPlainText(),
            tuple(dict.fromkeys(alias for alias in aliases if alias)),
        )


class ClaimTypeDialog(_Form):
    """A claim type's name, place, definition and colour."""

    def __init__(
        self,
        theme: Theme,
        cards: Sequence[ClaimTypeCard],
        claim_type: ClaimTypeCard | None = None,
        *,
        name: str = "",
        parent_id: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        title = self.tr("New claim type") if claim_type is None else self.tr("Claim type")
        super().__init__(title, self.tr("Add") if claim_type is None else self.tr("Save"), parent)
        self.name = QLineEdit(claim_type.name if claim_type else name)
        self.place = QComboBox()
        self.place.addItem(self.tr("Nothing: at the root"), None)
        above: list[int] = []
        for card in cards:
            # Nothing can stand below itself: its whole branch is left out.
            if claim_type is not None and (card.id == claim_type.id or card.parent_id in above):
                above.append(card.id)
            else:
                self.place.addItem("    " * card.depth + card.name, card.id)
        chosen = claim_type.parent_id if claim_type else parent_id
        self.place.setCurrentIndex(max(0, self.place.findData(chosen) if chosen is not None else 0))
        self.definition = _paragraph(claim_type.definition if claim_type else "", 110)
        self.definition.setPlaceholderText(self.tr("When to code it, when not, and an example"))
        if claim_type is not None:
            colour = claim_type.colour
        else:
            parents = {card.id: card.colour for card in cards}
            colour = parents.get(chosen, len(cards) % COLOURS) if chosen is not None else len(cards) % COLOURS
        self.colour = ColourRow(theme, colour)
        self.form.addRow(self.tr("&Name"), self.name)
        self.form.addRow(self.tr("&Below"), self.place)
        self.form.addRow(self.tr("&Definition"), self.definition)
        self.form.addRow(self.tr("&Colour"), self.colour)
        self.set_theme(theme)
        self.name.selectAll()
        self.name.setFocus()

    def values(self) -> ClaimTypeValues:
        """Return what the form says."""
        return ClaimTypeValues(
            self.name.text(), self.place.currentData(), self.definition.toPlainText(), self.colour.value
        )


class ColourRow(QWidget):
    """Twelve colours, each with the pattern that goes with it in the reader; the arrow keys choose."""

    def __init__(self, theme: Theme, value: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.value = value % COLOURS
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedHeight(82)
        self.setAccessibleName(self.tr("Colour"))
        self._say()

    def choose(self, value: int) -> None:
        """Choose a colour."""
        self.value = value % COLOURS
        self._say()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of two rows of six and a line of words."""
        return QSize(260, 82)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step with the arrow keys."""
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Down: 6, Qt.Key.Key_Up: -6}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.choose(self.value + step)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose what is clicked."""
        for number in range(COLOURS):
            if self._place(number).contains(event.position()):
                self.choose(number)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the colours, and in words which pattern is chosen."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for number in range(COLOURS):
                place = self._place(number)
                colour = QColor(self._theme.codes[number])
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(self._theme.tints[number]))
                painter.drawRoundedRect(place, 5, 5)
                if number == self.value:
                    ring = self._theme.accent if self.hasFocus() else self._theme.text
                    painter.setPen(QPen(QColor(ring), 2))
                    painter.setBrush(Qt.BrushStyle.NoBrush)
                    painter.drawRoundedRect(place.adjusted(1, 1, -1, -1), 5, 5)
                draw_pattern(painter, place.adjusted(7, 0, -7, 0), pattern_of(number), colour)
            painter.setPen(QColor(self._theme.dim))
            painter.drawText(
                QRectF(0, 62, self.width(), 20),
                int(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter),
                self.accessibleDescription(),
            )

    def _place(self, number: int) -> QRectF:
        return QRectF((number % 6) * 42, (number // 6) * 30, 38, 26)

    def _say(self) -> None:
        pattern = pattern_label(pattern_of(self.value))
        self.setAccessibleDescription(
            self.tr("Colour {number} of 12, {pattern} line").format(number=self.value + 1, pattern=pattern)
        )

    def event(self, event: QEvent) -> bool:
        """Show where the keyboard is."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return super().event(event)


def pattern_label(pattern: Pattern) -> str:
    """Return a pattern's name as people read it."""
    translate = QCoreApplication.translate
    return {
        Pattern.SOLID: translate("Patterns", "solid"),
        Pattern.DASHED: translate("Patterns", "dashed"),
        Pattern.DOTTED: translate("Patterns", "dotted"),
        Pattern.DOUBLE: translate("Patterns", "double"),
        Pattern.DASH_DOT: translate("Patterns", "dash-dot"),
        Pattern.LONG_DASHED: translate("Patterns", "long-dashed"),
    }[pattern]


def draw_pattern(painter: QPainter, rect: QRectF, pattern: Pattern, colour: QColor) -> None:
    """Draw a stretch of a line in a pattern across a rectangle's middle."""
    pen = QPen(colour, 2.5)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    dashes = {
        Pattern.DASHED: [2.5, 1.5],
        Pattern.DOTTED: [1.0, 1.0],
        Pattern.DASH_DOT: [3.0, 1.0, 1.0, 1.0],
        Pattern.LONG_DASHED: [5.0, 1.5],
    }.get(pattern)
    if dashes:
        pen.setDashPattern(dashes)
    middle = rect.center().y()
    if pattern is Pattern.DOUBLE:
        pen.setWidthF(1.5)
        painter.setPen(pen)
        for y in (middle - 2, middle + 2):
            painter.drawLine(int(rect.left()), round(y), int(rect.right()), round(y))
    else:
        painter.setPen(pen)
        painter.drawLine(int(rect.left()), round(middle), int(rect.right()), round(middle))


class MergeDialog(QDialog):
    """Asks which actor another is to be merged into."""

    chosen = Signal(int)
    """Carries the key of the actor that stays."""

    def __init__(
        self, theme: Theme, actor: ActorCard, others: Sequence[ActorCard], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Merge “{name}” into").format(name=actor.name))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._keys = {card.name: card.id for card in others if card.id != actor.id}
        self._question = ActorQuestion([card for card in others if card.id != actor.id], ())
        self.setMinimumWidth(400)
        explained = QLabel(
            self.tr(
                "Its tags and other names move over; “{name}” becomes another name of the actor chosen."
            ).format(name=actor.name)
        )
        explained.setWordWrap(True)
        explained.setProperty("role", "caption")
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("The actor that stays"))
        self.field.setAccessibleName(self.tr("The actor that stays"))
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._offer)
        self.list = CandidateList(theme)
        self.list.setFixedHeight(6 * ROW)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._follow())
        self.nothing = QLabel()
        self.nothing.setProperty("role", "caption")
        self.nothing.setMargin(10)
        self.list.accepted.connect(lambda _stays: self._take())
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.merge = QPushButton(self.tr("Merge"))
        self.merge.setProperty("primary", True)
        self.buttons.addButton(self.merge, QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.accepted.connect(self._take)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        column.setSpacing(SPACE + 4)
        card = QFrame()
        card.setProperty("role", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 4, 1, 4)
        inside.addWidget(self.list)
        inside.addWidget(self.nothing)
        for part in (explained, self.field, card, self.buttons):
            column.addWidget(part)
        # An actor is most likely merged into one that looks like it, so those come first.
        similar = [row for name in (actor.name, *actor.aliases) for row in self._question.candidates(name)]
        used = self._question.candidates("")
        first = {row.name: row for row in (*similar, *used) if not row.is_new}
        self._first = [replace(row, detail="") for row in first.values()][:CANDIDATES]
        self.field.setFocus()
        self._offer()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move in the list with the arrow keys while the keyboard is in the field."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step:
                self.list.step(step)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take()
                return True
        return super().eventFilter(watched, event)

    def _offer(self) -> None:
        typed = self.field.text().strip()
        found = [row for row in self._question.candidates(typed) if not row.is_new] if typed else self._first
        # With nothing typed nothing is picked out, so that Enter alone never merges.
        self.list.offer(found, 0 if typed and found else -1)
        self.nothing.setText(self.tr("No other actor is called anything like this.") if typed else "")
        self.nothing.setVisible(not found)
        self.list.setVisible(bool(found))
        self._follow()

    def _follow(self) -> None:
        self.merge.setEnabled(self.list.chosen is not None)

    def _take(self) -> None:
        candidate = self.list.chosen
        if candidate is not None:
            self.chosen.emit(self._keys[candidate.name])
            self.accept()


def _paragraph(text: str, height: int) -> QPlainTextEdit:
    field = QPlainTextEdit(text)
    field.setTabChangesFocus(True)
    field.setMinimumHeight(height)
    return field
