"""A row of the inspector for each tag of a passage: an actor with its role, a claim type with its stance."""

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from archive_app.gui.coding.questions import Option
from archive_app.gui.coding.segments import Segments
from archive_app.gui.coding.words import (
    ROLES,
    STANCES,
    kind_icon,
    kind_label,
    role_hint,
    role_label,
    stance_hint,
    stance_label,
)
from archive_app.gui.icons import icon
from archive_app.gui.inspector.small import CutLabel, Mark, QuietButton
from archive_app.gui.lists.painting import draw_glyph
from archive_app.gui.theme import Theme
from archive_app.model.values import Stance
from archive_app.storage.queries import TaggedActor, TaggedClaim


class RoleButton(QToolButton):
    """A drop-down for the role of an actor; 1 to 4 set it at once while it has the keyboard."""

    chosen = Signal(str)
    """Carries the role the person chose."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._role = ""
        self._narrow = False
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        menu = QMenu(self)
        group = QActionGroup(self)
        self._actions: dict[str, QAction] = {}
        for number, role in enumerate(ROLES, 1):
            action = menu.addAction(f"{role_label(role)}\t{number}")
            action.setToolTip(role_hint(role))
            action.setCheckable(True)
            group.addAction(action)
            action.triggered.connect(lambda _checked=False, role=str(role): self._choose(role))
            self._actions[str(role)] = action
        self.setMenu(menu)
        self.set_theme(theme)

    @property
    def role(self) -> str:
        """Return the role that is shown."""
        return self._role

    def show_role(self, role: str) -> None:
        """Show a role."""
        self._role = role
        self._actions[role].setChecked(True)
        self.setText(f" {role_label(role)}")
        self.setToolTip(f"{role_label(role)}. {role_hint(role)}")
        self.setIcon(icon(role, self._theme, colour=self._theme.dim))

    def set_narrow(self, narrow: bool) -> None:
        """Show the icon alone, or with the word."""
        style = Qt.ToolButtonStyle
        self._narrow = narrow
        self.setToolButtonStyle(style.ToolButtonIconOnly if narrow else style.ToolButtonTextBesideIcon)
        self.set_theme(self._theme)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the button and, where there is room, the mark of a drop-down."""
        super().paintEvent(event)
        if not self._narrow:
            with QPainter(self) as painter:
                x = 3 if self.isRightToLeft() else self.width() - 15
                at = QPointF(x, (self.height() - 12) // 2)
                draw_glyph(painter, "chevron-down", self._theme.dim, at, 12)

    def set_theme(self, theme: Theme) -> None:
        """Take on a theme's colours."""
        self._theme = theme
        padding = "3px 5px" if self._narrow else "3px 16px 3px 5px"
        for role, action in self._actions.items():
            action.setIcon(icon(role, theme))
        if self._role:
            self.show_role(self._role)
        self.setStyleSheet(
            f"QToolButton {{ color: {theme.dim}; padding: {padding}; font-size: 9pt; }}"
            f"QToolButton:hover {{ color: {theme.text}; }}"
            "QToolButton::menu-indicator { image: none; }"
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Set a role by its number; open the menu with Down or Enter."""
        at = event.key() - Qt.Key.Key_1
        if 0 <= at < len(ROLES) and not event.modifiers():
            self._choose(str(ROLES[at]))
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.showMenu()
        else:
            super().keyPressEvent(event)

    def _choose(self, role: str) -> None:
        if role != self._role:
            self.show_role(role)
            self.chosen.emit(role)
        else:
            self._actions[role].setChecked(True)


class ActorRow(QWidget):
    """An actor on the passage."""

    role_chosen = Signal(int, str)
    """Carries the tag's key and the role."""
    removed = Signal(int)
    """Carries the tag's key."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tag: TaggedActor | None = None
        self.kind = ""
        """What the actor is."""
        self._mark = Mark(theme)
        self.name = CutLabel()
        self.role = RoleButton(theme)
        self.remove = QuietButton("close", theme, tip=self.tr("Remove"))
        self.role.chosen.connect(lambda role: self._tag and self.role_chosen.emit(self._tag.tag_id, role))
        self.remove.clicked.connect(lambda: self._tag and self.removed.emit(self._tag.tag_id))
        _in_a_row(self, self._mark, self.name, self.role, self.remove)

    @property
    def keys(self) -> tuple[QWidget, ...]:
        """What takes the keyboard, in the order of the row."""
        return (self.role, self.remove)

    def show_tag(self, tag: TaggedActor, kind: str) -> None:
        """Show a tag; ``kind`` is what the actor is."""
        self._tag = tag
        self.kind = kind
        self._mark.show_icon(kind_icon(kind))
        self._mark.setToolTip(kind_label(kind) if kind else "")
        self.name.setText(tag.name)
        self.role.show_role(tag.role)
        self.role.setAccessibleName(
            self.tr("Role of {name}: {role}").format(name=tag.name, role=role_label(tag.role))
        )
        removing = self.tr("Take {name} off this passage").format(name=tag.name)
        self.remove.setToolTip(removing)
        self.remove.setAccessibleName(removing)

    def set_narrow(self, narrow: bool) -> None:
        """Leave out words for which there is no room."""
        self.role.set_narrow(narrow)

    def set_theme(self, theme: Theme) -> None:
        """Take on a theme's colours."""
        for part in (self._mark, self.role, self.remove):
            part.set_theme(theme)


class ClaimRow(QWidget):
    """A claim type on the passage."""

    stance_chosen = Signal(int, str)
    """Carries the tag's key and the stance."""
    removed = Signal(int)
    """Carries the tag's key."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tag: TaggedClaim | None = None
        self._mark = Mark(theme)
        self.name = CutLabel()
        order = (Stance.SUPPORTS, Stance.NEUTRAL, Stance.OPPOSES)
        assert set(order) == set(STANCES)
        options = [Option(stance, stance, stance_label(stance), stance_hint(stance)) for stance in order]
        self.stance = Segments(options, theme, with_words=False)
        self.remove = QuietButton("close", theme, tip=self.tr("Remove"))
        self.stance.chosen.connect(
            lambda stance: self._tag and self.stance_chosen.emit(self._tag.tag_id, stance)
        )
        self.remove.clicked.connect(lambda: self._tag and self.removed.emit(self._tag.tag_id))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(1, 1)
        self._grid.addWidget(self._mark, 0, 0)
        self._grid.addWidget(self.name, 0, 1)
        self._grid.addWidget(self.stance, 0, 2)
        self._grid.addWidget(self.remove, 0, 3)

    @property
    def keys(self) -> tuple[QWidget, ...]:
        """What takes the keyboard, in the order of the row."""
        return (*self.stance.buttons, self.remove)

    def show_tag(self, tag: TaggedClaim) -> None:
        """Show a tag."""
        self._tag = tag
        self._mark.show_colour(tag.colour)
        self.name.setText(tag.name)
        self.stance.set_value(tag.stance)
        self.stance.setAccessibleName(self.tr("Stance to {name}").format(name=tag.name))
        removing = self.tr("Take {name} off this passage").format(name=tag.name)
        self.remove.setToolTip(removing)
        self.remove.setAccessibleName(removing)

    def set_narrow(self, narrow: bool) -> None:
        """Put the stance below the name, so that the name can be read."""
        row, column = (1, 1) if narrow else (0, 2)
        if self._grid.itemAtPosition(row, column) is None:
            self._grid.removeWidget(self.stance)
            self._grid.addWidget(self.stance, row, column, Qt.AlignmentFlag.AlignLeading)

    def set_theme(self, theme: Theme) -> None:
        """Take on a theme's colours."""
        for part in (self._mark, self.stance, self.remove):
            part.set_theme(theme)


def _in_a_row(row: QWidget, mark: Mark, name: CutLabel, choice: QWidget, remove: QuietButton) -> None:
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(6)
    layout.addWidget(mark)
    layout.addWidget(name, 1)
    layout.addWidget(choice)
    layout.addWidget(remove)
