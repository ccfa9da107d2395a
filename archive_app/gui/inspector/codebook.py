"""The codebook beside the reader: actors and claim types, to look up, edit, merge, move and tag with."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from archive_app.gui.coding.words import ROLES, STANCES, role_label, stance_label
from archive_app.gui.dialogs import Dialogs, QtDialogs
from archive_app.gui.icons import icon
from archive_app.gui.inspector.codebook_dialogs import ActorDialog, ClaimTypeDialog
from archive_app.gui.inspector.codebook_editor import CodebookEditor
from archive_app.gui.inspector.codebook_rows import ActorRows, ClaimRows
from archive_app.gui.inspector.codebook_table import CodebookTable
from archive_app.gui.inspector.merge_dialog import MergeDialog
from archive_app.gui.inspector.small import CutParagraph, QuietButton
from archive_app.gui.lists.empty import EmptyState
from archive_app.gui.theme import SPACE, Theme
from archive_app.gui.workspace import Workspace
from archive_app.model.tables import Actor, ActorAlias, ActorTag, ClaimTag, ClaimType
from archive_app.model.values import Role, Stance
from archive_app.operations.tagging import ActorChoice, ClaimChoice
from archive_app.storage.journal import Changes
from archive_app.storage.queries import ActorCard, ClaimTypeCard, PassageFilter, actors, claim_types


class CodebookPanel(QWidget):
    """Two lists under one field that finds names in spite of their spelling."""

    show_passages_requested = Signal(object)
    """Carries a :class:`PassageFilter`."""
    tag_requested = Signal(object)
    """Carries an :class:`ActorChoice` or :class:`ClaimChoice`."""
    find_names_requested = Signal(int)
    """Carries the key of an actor whose names are to be found in the open article."""
    loaded = Signal()
    """``actors`` or ``claim_types`` were read anew."""

    def __init__(
        self,
        workspace: Workspace,
        theme: Theme,
        dialogs: Dialogs | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._theme = theme
        self._editor = CodebookEditor(workspace, theme, dialogs or QtDialogs(self), self)
        self._wanted: int | None = None
        self._parts: list[QuietButton] = []
        self.menu: QMenu | None = None
        """The context menu opened last."""

        self.actor_rows = ActorRows(self)
        self.claim_rows = ClaimRows(self)
        self.actor_table = CodebookTable(self.actor_rows, theme)
        self.claim_table = CodebookTable(self.claim_rows, theme)
        self.actor_table.setAccessibleName(self.tr("Actors"))
        self.claim_table.setAccessibleName(self.tr("Claim types"))
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.addTab(self.tr("Actors"))
        self.tabs.addTab(self.tr("Claim types"))
        self.new = self._button("plus", self.tr("New actor"))
        self.filter = QLineEdit()
        self.filter.setClearButtonEnabled(True)
        self.filter.setAccessibleName(self.tr("Find in the codebook"))
        self._glass = self.filter.addAction(
            icon("search", theme, colour=theme.dim), QLineEdit.ActionPosition.LeadingPosition
        )
        self._glass.setText(self.tr("Search"))
        self.empty = EmptyState("", "", theme)
        self.add_first = self.empty.add_button("")
        self._stack = QStackedWidget()
        for page in (self.actor_table, self.claim_table, self.empty):
            self._stack.addWidget(page)
        self.definition = CutParagraph(3, theme)
        self.tag = self._button("check", self.tr("Tag the selection with this (Ctrl+Enter)"))
        self.passages = self._button("passages", self.tr("Show its passages (Shift+Enter)"))
        self.edit = self._button("edit", self.tr("Edit (Enter)"))
        self.more = self._button("chevron-down", self.tr("More"))
        self._foot = QFrame()
        self._lay_out()
        self._connect()
        self.set_theme(theme)
        self._show_half()
        self.reload()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(SPACE, 2, SPACE, 0)
        head.addWidget(self.tabs)
        head.addStretch()
        head.addWidget(self.new)
        search = QHBoxLayout()
        search.setContentsMargins(SPACE + 2, SPACE - 2, SPACE + 2, SPACE - 2)
        search.addWidget(self.filter)
        buttons = QHBoxLayout()
        buttons.setSpacing(2)
        for button in (self.tag, self.passages, self.edit, self.more):
            buttons.addWidget(button)
        buttons.addStretch()
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(SPACE + 4, SPACE - 2, SPACE, SPACE - 2)
        foot.setSpacing(4)
        foot.addWidget(self.definition)
        foot.addLayout(buttons)
        rule = QFrame()
        rule.setProperty("role", "line")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(search)
        column.addWidget(self._stack, 1)
        column.addWidget(rule)
        column.addWidget(self._foot)

    def _connect(self) -> None:
        self._workspace.changed.connect(self._changed)
        self.tabs.currentChanged.connect(lambda _tab: self._show_half())
        self.filter.textChanged.connect(self._filter)
        self.filter.installEventFilter(self)
        self.new.clicked.connect(lambda: self.ask_new())
        self.add_first.clicked.connect(lambda: self.ask_new(self.filter.text().strip()))
        self.tag.clicked.connect(lambda: self._with_chosen(self._tag))
        self.passages.clicked.connect(lambda: self._with_chosen(self._show_passages))
        self.edit.clicked.connect(lambda: self._with_chosen(self.ask_edit))
        self.more.clicked.connect(
            lambda: self._open_menu(
                self.table.chosen_key or -1, self.more.mapToGlobal(self.more.rect().bottomLeft())
            )
        )
        for table in (self.actor_table, self.claim_table):
            table.edit_asked.connect(self.ask_edit)
            table.delete_asked.connect(self.delete)
            table.tag_asked.connect(self._tag)
            table.passages_asked.connect(self._show_passages)
            table.menu_asked.connect(self._open_menu)
            table.left_upwards.connect(self.filter.setFocus)
            table.chosen.connect(lambda _key: self._show_chosen())
        self.actor_rows.rename_asked.connect(self._editor.rename_actor)
        self.claim_rows.rename_asked.connect(self._editor.rename_claim_type)
        self.claim_rows.move_asked.connect(self._editor.move_claim_type)
        self._editor.made.connect(self._choose_soon)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go from the field into the list with Down or Enter; Esc empties the field."""
        if watched is self.filter and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if self._stack.currentWidget() is self.table:
                    self.table.enter()
                else:
                    self.add_first.setFocus(Qt.FocusReason.TabFocusReason)
                return True
            if event.key() == Qt.Key.Key_Escape and self.filter.text():
                self.filter.clear()
                return True
        return super().eventFilter(watched, event)

    # Reading ------------------------------------------------------------------------------------

    @property
    def actors(self) -> list[ActorCard]:
        """Return all actors as they were read last."""
        return list(self.actor_rows.cards)

    @property
    def claim_types(self) -> list[ClaimTypeCard]:
        """Return all claim types as they were read last."""
        return list(self.claim_rows.cards)

    @property
    def table(self) -> CodebookTable:
        """Return the list of the half that shows."""
        return self.actor_table if self.tabs.currentIndex() == 0 else self.claim_table

    def reload(self) -> None:
        """Read both halves."""
        self._workspace.read(actors, self._show_actors, latest="codebook actors")
        self._workspace.read(claim_types, self._show_claim_types, latest="codebook claim types")

    def focus_filter(self) -> None:
        """Put the keyboard in the field above the list."""
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    def set_theme(self, theme: Theme) -> None:
        """Take on a theme's colours."""
        self._theme = theme
        self._editor.set_theme(theme)
        for table in (self.actor_table, self.claim_table):
            table.set_theme(theme)
        for button in self._parts:
            button.set_theme(theme)
        self.empty.set_theme(theme)
        self.definition.set_theme(theme)
        self.tabs.setStyleSheet(f"QTabBar::tab:selected:focus {{ color: {theme.accent}; }}")
        self._glass.setIcon(icon("search", theme, colour=theme.dim))

    def _changed(self, changes: Changes) -> None:
        if changes.touches(Actor, ActorAlias, ActorTag):
            self._workspace.read(actors, self._show_actors, latest="codebook actors")
        if changes.touches(ClaimType, ClaimTag):
            self._workspace.read(claim_types, self._show_claim_types, latest="codebook claim types")

    def _show_actors(self, cards: list[ActorCard]) -> None:
        self.actor_rows.show(cards)
        self._choose_wanted(self.actor_table)
        self._show_half()
        self.loaded.emit()

    def _show_claim_types(self, cards: list[ClaimTypeCard]) -> None:
        self.claim_rows.show(cards)
        self._choose_wanted(self.claim_table)
        self._show_half()
        self.loaded.emit()

    def _choose_wanted(self, table: CodebookTable) -> None:
        if self._wanted is not None and table is self.table and table.rows.row_of(self._wanted) >= 0:
            table.choose(self._wanted)
            self._wanted = None

    # What shows ---------------------------------------------------------------------------------

    @property
    def _is_about_actors(self) -> bool:
        return self.tabs.currentIndex() == 0

    def _filter(self, typed: str) -> None:
        self.actor_rows.set_filter(typed)
        self.claim_rows.set_filter(typed)
        self._show_half()

    def _show_half(self) -> None:
        count = len(self.actor_rows.cards if self._is_about_actors else self.claim_rows.cards)
        if self._is_about_actors:
            self.filter.setPlaceholderText(self.tr("Find among %n actor(s)", "", count))
            self.new.setToolTip(self.tr("New actor"))
        else:
            self.filter.setPlaceholderText(self.tr("Find among %n claim type(s)", "", count))
            self.new.setToolTip(self.tr("New claim type"))
        self.new.setAccessibleName(self.new.toolTip())
        if self.table.rows.rowCount():
            self._stack.setCurrentWidget(self.table)
        else:
            self._say_empty(count)
            self._stack.setCurrentWidget(self.empty)
        self._show_chosen()

    def _say_empty(self, count: int) -> None:
        typed = self.filter.text().strip()
        if count:
            self.empty.set_sentence(self.tr("Nothing is called anything like “{name}”.").format(name=typed))
            self.add_first.setText(self.tr("Add it"))
        elif self._is_about_actors:
            self.empty.set_sentence(
                self.tr("No actors yet. Select words in an article and press A, or add one here.")
            )
            self.add_first.setText(self.tr("Add an actor"))
        else:
            self.empty.set_sentence(
                self.tr("No claim types yet. Select words in an article and press C, or add one here.")
            )
            self.add_first.setText(self.tr("Add a claim type"))

    def _show_chosen(self) -> None:
        card = self._card(self.table.chosen_key) if self._stack.currentWidget() is self.table else None
        self._foot.setVisible(card is not None)
        if card is not None:
            text = card.description if isinstance(card, ActorCard) else card.definition
            self.definition.set_text(text)

    def _card(self, key: int | None) -> ActorCard | ClaimTypeCard | None:
        row = self.table.rows.row_of(key)
        card: ActorCard | ClaimTypeCard | None = self.table.rows.card_at(row) if row >= 0 else None
        return card

    def _with_chosen(self, do: Callable[[int], None]) -> None:
        key = self.table.chosen_key
        if key is not None:
            do(key)

    # Tagging and looking up ---------------------------------------------------------------------

    def _tag(self, key: int, part: str = "") -> None:
        card = self._card(key)
        if isinstance(card, ActorCard):
            self.tag_requested.emit(ActorChoice(card.name, Role(part or Role.SPEAKER)))
        elif card is not None:
            self.tag_requested.emit(ClaimChoice(card.name, Stance(part or Stance.NEUTRAL)))

    def _show_passages(self, key: int) -> None:
        if self._is_about_actors:
            self.show_passages_requested.emit(PassageFilter(actor_id=key))
        else:
            self.show_passages_requested.emit(PassageFilter(claim_type_id=key))

    def _open_menu(self, key: int, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        card = self._card(key)
        theme = self._theme
        if card is not None:
            tagging = menu.addMenu(icon("check", theme), self.tr("Tag the selection with this as"))
            parts = (
                [(str(role), role_label(role)) for role in ROLES]
                if self._is_about_actors
                else [(str(stance), stance_label(stance)) for stance in STANCES]
            )
            for part, label in parts:
                tagging.addAction(icon(part, theme), label, partial(self._tag, key, part))
            self._entry(menu, "passages", self.tr("Show passages"), "Shift+Enter", self._show_passages, key)
            if isinstance(card, ActorCard):
                find = self.find_names_requested.emit
                self._entry(menu, "search", self.tr("Find its names in the article"), "", find, key)
            menu.addSeparator()
            self._entry(menu, "edit", self.tr("Edit…"), "Enter", self.ask_edit, key)
            self._entry(menu, "", self.tr("Rename"), "F2", self.rename, key)
            if isinstance(card, ActorCard):
                self._entry(menu, "", self.tr("Merge into…"), "", self.ask_merge, key)
            else:
                menu.addAction(self.tr("New claim type below…"), partial(self.ask_new, "", key))
            self._entry(menu, "delete", self.tr("Delete"), "Del", self.delete, key)
            menu.addSeparator()
        new = self.tr("New actor…") if self._is_about_actors else self.tr("New claim type…")
        menu.addAction(icon("plus", theme), new, self.ask_new)
        self.menu = menu
        menu.destroyed.connect(self._menu_gone)
        menu.popup(at)

    def _entry(
        self, menu: QMenu, icon_name: str, title: str, keys: str, do: Callable[[int], None], key: int
    ) -> None:
        action = menu.addAction(f"{title}\t{keys}" if keys else title, partial(do, key))
        if icon_name:
            action.setIcon(icon(icon_name, self._theme))

    def _menu_gone(self) -> None:
        self.menu = None

    # Changing -----------------------------------------------------------------------------------

    @property
    def dialog(self) -> ActorDialog | ClaimTypeDialog | MergeDialog | None:
        """Return the dialog that is open."""
        return self._editor.dialog

    def ask_new(self, name: str = "", parent_id: int | None = None) -> None:
        """Ask for a new actor or claim type, whichever half shows."""
        if self._is_about_actors:
            self._editor.ask_new_actor(name)
        else:
            self._editor.ask_new_claim_type(self.claim_types, name, parent_id)

    def ask_edit(self, key: int) -> None:
        """Open the form of an actor or claim type."""
        card = self._card(key)
        if isinstance(card, ActorCard):
            self._editor.ask_edit_actor(card, self.actors)
        elif card is not None:
            self._editor.ask_edit_claim_type(card, self.claim_types)

    def ask_merge(self, key: int) -> None:
        """Ask which actor this one is to be merged into."""
        card = self._card(key)
        if isinstance(card, ActorCard):
            self._editor.ask_merge(card, self.actors)

    def rename(self, key: int) -> None:
        """Type over a name in the list."""
        self.table.choose(key)
        self.table.edit_name()

    def delete(self, key: int) -> None:
        """Delete an actor or claim type, after a question when it is used."""
        card = self._card(key)
        if card is not None:
            self._editor.delete(card)

    def _choose_soon(self, key: int) -> None:
        # It may not have been read yet.
        self._wanted = key
        self._choose_wanted(self.table)

    def _button(self, icon_name: str, tip: str) -> QuietButton:
        button = QuietButton(icon_name, self._theme, tip=tip)
        self._parts.append(button)
        return button
