"""What was done in the archive, newest first."""

from PySide6.QtCore import QDateTime, QLocale, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from archive_app.gui.theme import SPACE
from archive_app.gui.workspace import Workspace
from archive_app.storage.history import HistoryItem, history


class HistoryDialog(QDialog):
    """The journal as a list: when, who, what."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("History"))
        self.resize(720, 480)
        hint = QLabel(
            self.tr("Everything is kept. Undo (Ctrl+Z) takes back the newest entry, also after a restart.")
        )
        hint.setProperty("role", "caption")
        hint.setWordWrap(True)
        self.tree = QTreeWidget()
        self.tree.setRootIsDecorated(False)
        self.tree.setUniformRowHeights(True)
        self.tree.setAccessibleName(self.tr("History of the archive"))
        self.tree.setHeaderLabels([self.tr("When"), self.tr("Coder"), self.tr("What")])
        self.tree.header().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.tree.header().resizeSection(0, 170)
        self.tree.header().resizeSection(1, 120)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        layout.addWidget(hint)
        layout.addWidget(self.tree, 1)
        layout.addWidget(buttons)
        workspace.read(lambda session: history(session, limit=500), self._show)

    def _show(self, items: list[HistoryItem]) -> None:
        locale = QLocale()
        for item in items:
            when = QDateTime.fromString(item.at, Qt.DateFormat.ISODateWithMs).toLocalTime()
            what = item.label
            if item.operation in ("undo", "redo"):
                what = (self.tr("Undo: {0}") if item.operation == "undo" else self.tr("Redo: {0}")).format(
                    what
                )
            shown = locale.toString(when, "d MMM yyyy, HH:mm:ss")
            self.tree.addTopLevelItem(QTreeWidgetItem([shown, item.coder, what]))
