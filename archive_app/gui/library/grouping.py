"""Collections, labels and read marks of the chosen articles: asked for, and done through the workspace."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from archive_app.gui.dialogs import Dialogs
from archive_app.gui.library.group_popup import GroupPopup, GroupRow
from archive_app.gui.library.groups_dialog import GroupsDialog
from archive_app.gui.theme import Theme
from archive_app.gui.workspace import Operation, Workspace
from archive_app.model.tables import ArticleLabel, Collection, CollectionArticle, Label
from archive_app.operations.collections import (
    add_label,
    add_to_collection,
    create_collection,
    mark_read,
    mark_unread,
    remove_from_collection,
    remove_label,
)
from archive_app.storage import collections as stored

if TYPE_CHECKING:
    from sqlmodel import Session

    from archive_app.storage.journal import Changes

_Asking = Literal["add", "remove", "label"]


class GroupingDesk(QObject):
    """Does what the menus and the inspector ask about the articles that are chosen."""

    said = Signal(str)
    """Carries a short sentence for the status bar."""

    def __init__(
        self,
        workspace: Workspace,
        chosen: Callable[[], list[int]],
        dialogs: Dialogs,
        theme: Theme,
        window: QWidget,
    ) -> None:
        """Make one; ``chosen`` gives the keys of the articles that an action is about."""
        super().__init__(window)
        self._workspace = workspace
        self._chosen = chosen
        self._dialogs = dialogs
        self._theme = theme
        self._window = window
        self._articles: list[int] = []
        self._asking: _Asking = "add"
        self.popup = GroupPopup(theme, window)
        self.popup.chosen.connect(self._taken)
        self.popup.made.connect(self._made)
        workspace.changed.connect(self._changed)

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        self.popup.set_theme(theme)

    # Asking -------------------------------------------------------------------------------------

    def ask_collection(self, articles: Sequence[int] | None = None) -> None:
        """Ask into which collection articles go; the chosen ones unless others are named."""
        self._ask("add", articles)

    def ask_removal(self) -> None:
        """Ask out of which collection the chosen articles are taken."""
        self._ask("remove", None)

    def ask_labels(self, articles: Sequence[int] | None = None) -> None:
        """Ask which labels articles get or lose; the chosen ones unless others are named."""
        self._ask("label", articles)

    def organise(self) -> None:
        """Open the window in which collections and labels are renamed and deleted."""
        dialog = GroupsDialog(self._workspace, self._dialogs, self._theme, self._window)
        dialog.open()

    def _ask(self, asking: _Asking, articles: Sequence[int] | None) -> None:
        self._articles = list(articles) if articles is not None else self._chosen_or_told()
        if not self._articles:
            return
        self._asking = asking
        count = len(self._articles)
        if asking == "label":
            title = self.tr("Labels of %Ln article(s)", "", count)
            new = self.tr("New label “{name}”")
            self.popup.ask(title, self.tr("Type a label"), "label", count, new=new)
        elif asking == "add":
            title = self.tr("Add %Ln article(s) to a collection", "", count)
            new = self.tr("New collection “{name}”")
            self.popup.ask(title, self.tr("Type the name of a collection"), "collection", count, new=new)
        else:
            title = self.tr("Remove %Ln article(s) from a collection", "", count)
            self.popup.ask(title, self.tr("Type the name of a collection"), "collection", count)
        self._read()

    def _read(self) -> None:
        articles, asking = self._articles, self._asking

        def read(session: "Session") -> list[GroupRow]:
            listed: Sequence[stored.LabelCard | stored.CollectionCard]
            if asking == "label":
                listed, having = stored.labels(session), stored.labels_of(session, articles)
            else:
                listed, having = stored.collections(session), stored.collections_of(session, articles)
            on: dict[int, int] = {}
            for groups in having.values():
                for key, _name in groups:
                    on[key] = on.get(key, 0) + 1
            rows = [GroupRow(card.id, card.name, card.articles, on.get(card.id, 0)) for card in listed]
            return rows if asking != "remove" else [row for row in rows if row.on]

        self._workspace.read(read, self._offer, latest="groups to choose from")

    def _offer(self, rows: list[GroupRow]) -> None:
        hint = ""
        if not rows:
            hint = {
                "add": self.tr("No collections yet. Type a name and press Enter to make the first."),
                "remove": self.tr("None of these articles is in a collection."),
                "label": self.tr("No labels yet. Type one and press Enter."),
            }[self._asking]
        elif self._asking == "label":
            hint = self.tr("Enter puts a label on or takes it off; Esc ends.")
        self.popup.offer(rows, hint)

    def _changed(self, changes: "Changes") -> None:
        if self.popup.isVisible() and changes.touches(Collection, Label, CollectionArticle, ArticleLabel):
            self._read()

    # Answers ------------------------------------------------------------------------------------

    def _taken(self, row: GroupRow) -> None:
        articles, coder = list(self._articles), self._workspace.coder
        if self._asking == "label":
            self.popup.field.clear()
            if row.on == len(articles):
                self._run(partial(remove_label, label_id=row.id, article_ids=articles, coder=coder))
            else:
                self._run(partial(add_label, name=row.name, article_ids=articles, coder=coder))
            return
        self.popup.hide()
        if self._asking == "add":
            operation = partial(add_to_collection, collection_id=row.id, article_ids=articles, coder=coder)
            self._run(operation, self.tr("Added to “{name}”.").format(name=row.name))
        else:
            self.remove_from_collection(row.id, row.name, articles)

    def _made(self, name: str) -> None:
        articles, coder = list(self._articles), self._workspace.coder
        if self._asking == "label":
            self.popup.field.clear()
            self._run(partial(add_label, name=name, article_ids=articles, coder=coder))
        else:
            self.popup.hide()
            operation = partial(create_collection, name=name, articles=articles, coder=coder)
            self._run(operation, self.tr("Made the collection “{name}”.").format(name=name))

    def remove_from_collection(self, collection_id: int, name: str, articles: Sequence[int]) -> None:
        """Take articles out of a collection."""
        operation = partial(
            remove_from_collection, collection_id=collection_id, article_ids=articles,
            coder=self._workspace.coder,
        )  # fmt: skip
        self._run(operation, self.tr("Removed from “{name}”.").format(name=name))

    def remove_label(self, label_id: int, name: str, articles: Sequence[int]) -> None:
        """Take a label off articles."""
        operation = partial(
            remove_label, label_id=label_id, article_ids=articles, coder=self._workspace.coder
        )
        self._run(operation, self.tr("Label “{name}” taken off.").format(name=name))

    def mark_read(self) -> None:
        """Note that the chosen articles are read."""
        articles = self._chosen_or_told()
        if articles:
            operation = partial(mark_read, article_ids=articles, coder=self._workspace.coder)
            self._run(operation, self.tr("%Ln article(s) marked as read", "", len(articles)))

    def mark_unread(self) -> None:
        """Note that the chosen articles are not read."""
        articles = self._chosen_or_told()
        if articles:
            operation = partial(mark_unread, article_ids=articles, coder=self._workspace.coder)
            self._run(operation, self.tr("%Ln article(s) marked as unread", "", len(articles)))

    def _run(self, operation: Operation, sentence: str = "") -> None:
        self._workspace.run(operation, lambda _done: self.said.emit(sentence))

    def _chosen_or_told(self) -> list[int]:
        chosen = self._chosen()
        if not chosen:
            self.said.emit(self.tr("Choose articles in the library first."))
        return chosen
