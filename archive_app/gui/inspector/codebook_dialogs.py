"""The forms of the codebook: an actor, a claim type."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from archive_app.gui.coding.words import KINDS, kind_icon, kind_label
from archive_app.gui.icons import icon
from archive_app.gui.inspector.colour_row import ColourRow
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


def _paragraph(text: str, height: int) -> QPlainTextEdit:
    field = QPlainTextEdit(text)
    field.setTabChangesFocus(True)
    field.setMinimumHeight(height)
    return field
