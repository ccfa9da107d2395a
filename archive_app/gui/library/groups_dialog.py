"""The window in which collections and labels are renamed and deleted."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from archive_app.gui.dialogs import Dialogs
from archive_app.gui.icons import icon
from archive_app.gui.lists.wording import joined
from archive_app.gui.theme import SPACE, Theme
from archive_app.gui.workspace import Operation, Workspace
from archive_app.model.tables import ArticleLabel, Collection, CollectionArticle, Label
from archive_app.operations.collections import (
    create_collection,
    delete_collection,
    delete_label,
    edit_collection,
    rename_label,
)
from archive_app.storage.collections import CollectionCard, LabelCard, collections, labels

if TYPE_CHECKING:
    from sqlmodel import Session

    from archive_app.storage.journal import Changes

_KEY, _NAME = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
_Listed = tuple[list[CollectionCard], list[LabelCard]]


class GroupList(QListWidget):
    """Names with how many articles each has; F2 and Delete are heard by the dialog."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setAlternatingRowColors(False)
        self.setIconSize(QSize(16, 16))
        self.setStyleSheet("QListWidget { padding: 6px; } QListWidget::item { padding: 5px 8px; }")

    @property
    def current(self) -> tuple[int, str] | None:
        """The key and name of the row that the keyboard is on."""
        item = self.currentItem()
        return (item.data(_KEY), item.data(_NAME)) if item is not None else None


class GroupsDialog(QDialog):
    """Lists collections and labels; renames, deletes, makes collections."""

    def __init__(self, workspace: Workspace, dialogs: Dialogs, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Collections and Labels"))
        self.resize(460, 440)
        self._workspace = workspace
        self._dialogs = dialogs
        self._theme = theme
        self.collections = GroupList(self.tr("Collections"))
        self.labels = GroupList(self.tr("Labels"))
        self.tabs = QTabWidget()
        self.tabs.addTab(self.collections, icon("collection", theme), self.tr("Collections"))
        self.tabs.addTab(self.labels, icon("label", theme), self.tr("Labels"))
        self.empty = QLabel()
        self.empty.setProperty("role", "caption")
        self.empty.setWordWrap(True)
        self.description = QLabel()
        self.description.setTextFormat(Qt.TextFormat.PlainText)
        self.description.setWordWrap(True)
        self.description.setAccessibleName(self.tr("Description of the collection"))
        self.new_button = QPushButton(self.tr("New Collection…"))
        self.rename_button = QPushButton(self.tr("Rename…"))
        self.rename_button.setToolTip(self.tr("Rename (F2)"))
        self.describe_button = QPushButton(self.tr("Describe…"))
        self.describe_button.setToolTip(self.tr("Say what a collection is for"))
        self.delete_button = QPushButton(self.tr("Delete"))
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        for button in (self.new_button, self.rename_button, self.describe_button, self.delete_button):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        column.setSpacing(SPACE)
        column.addWidget(self.tabs, 1)
        column.addWidget(self.description)
        column.addWidget(self.empty)
        column.addLayout(row)
        column.addWidget(buttons)
        self.tabs.currentChanged.connect(lambda _at: self._show_state())
        for shown in (self.collections, self.labels):
            shown.currentItemChanged.connect(lambda *_items: self._show_state())
            shown.itemDoubleClicked.connect(lambda _item: self.rename())
        self.new_button.clicked.connect(self.make)
        self.rename_button.clicked.connect(self.rename)
        self.describe_button.clicked.connect(self.describe)
        self.delete_button.clicked.connect(self.delete)
        workspace.changed.connect(self._changed)
        self.refresh()

    def refresh(self) -> None:
        """Read both lists again."""

        def read(session: "Session") -> _Listed:
            return collections(session), labels(session)

        self._workspace.read(read, self._show, latest="groups listed")

    def _show(self, found: _Listed) -> None:
        self._fill(self.collections, found[0], "collection")
        self._fill(self.labels, found[1], "label")
        self._show_state()

    def _fill(self, shown: GroupList, cards: Sequence[CollectionCard | LabelCard], sign: str) -> None:
        current, row = shown.current, shown.currentRow()
        shown.clear()
        for card in cards:
            words = joined(card.name, self.tr("%Ln article(s)", "", card.articles))
            item = QListWidgetItem(icon(sign, self._theme, colour=self._theme.dim), words)
            item.setData(_KEY, card.id)
            item.setData(_NAME, card.name)
            if isinstance(card, CollectionCard):
                item.setToolTip(card.description)
            shown.addItem(item)
        kept = next((at for at, card in enumerate(cards) if current and card.id == current[0]), row)
        if cards:
            shown.setCurrentRow(max(0, min(kept, len(cards) - 1)))

    def _show_state(self) -> None:
        shown = self._shown
        for button in (self.rename_button, self.describe_button, self.delete_button):
            button.setEnabled(shown.current is not None)
        self.new_button.setVisible(shown is self.collections)
        self.describe_button.setVisible(shown is self.collections)
        item = shown.currentItem()
        self.description.setText(item.toolTip() if item is not None else "")
        self.description.setVisible(bool(self.description.text()))
        self.empty.setText(
            ""
            if shown.count()
            else self.tr("No collections yet. Make one here, or choose articles and add them to one.")
            if shown is self.collections
            else self.tr("No labels yet. Choose articles in the library and label them.")
        )
        self.empty.setVisible(not shown.count())

    @property
    def _shown(self) -> GroupList:
        return self.collections if self.tabs.currentWidget() is self.collections else self.labels

    def make(self) -> None:
        """Ask for a name and make an empty collection."""
        name = self._dialogs.text(self.tr("New Collection"), self.tr("Name of the collection"))
        if name is not None:
            self._run(partial(create_collection, name=name, coder=self._workspace.coder))

    def rename(self) -> None:
        """Ask for another name for what the keyboard is on."""
        current = self._shown.current
        if current is None:
            return
        key, known = current
        name = self._dialogs.text(
            self.tr("Rename"), self.tr("New name of “{name}”").format(name=known), known
        )
        if name is None:
            return
        coder = self._workspace.coder
        if self._shown is self.collections:
            self._run(partial(edit_collection, collection_id=key, name=name, coder=coder))
        else:
            self._run(partial(rename_label, label_id=key, name=name, coder=coder))

    def describe(self) -> None:
        """Ask what the collection that the keyboard is on is for."""
        current, item = self.collections.current, self.collections.currentItem()
        if current is None or item is None:
            return
        key, name = current
        description = self._dialogs.text(
            self.tr("Describe Collection"), self.tr("What is “{name}” for?").format(name=name), item.toolTip()
        )
        if description is not None:
            coder = self._workspace.coder
            self._run(partial(edit_collection, collection_id=key, description=description, coder=coder))

    def delete(self) -> None:
        """Delete what the keyboard is on; its articles stay."""
        current = self._shown.current
        if current is None:
            return
        key, coder = current[0], self._workspace.coder
        if self._shown is self.collections:
            self._run(partial(delete_collection, collection_id=key, coder=coder))
        else:
            self._run(partial(delete_label, label_id=key, coder=coder))

    def _run(self, operation: Operation) -> None:
        self._workspace.run(operation)

    def _changed(self, changes: "Changes") -> None:
        if changes.touches(Collection, Label, CollectionArticle, ArticleLabel):
            self.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Rename with F2, delete with Delete."""
        if event.key() == Qt.Key.Key_F2:
            self.rename()
        elif event.key() == Qt.Key.Key_Delete:
            self.delete()
        else:
            super().keyPressEvent(event)
