"""The window in which the metadata of many articles is edited like a spreadsheet."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from archive_app.gui.dialogs import Dialogs, Leaving
from archive_app.gui.lists.column_menu import ColumnMenu
from archive_app.gui.lists.paging import cards_from
from archive_app.gui.settings import Settings
from archive_app.gui.sheet.columns import sheet_columns
from archive_app.gui.sheet.fill_dialog import FillDialog
from archive_app.gui.sheet.model import SheetModel, TypedCell, typed_cells
from archive_app.gui.sheet.replace_dialog import ReplaceDialog
from archive_app.gui.sheet.table import SheetTable
from archive_app.gui.theme import SPACE, Theme
from archive_app.gui.workspace import Workspace
from archive_app.operations.bulk_editing import SeenEdit, edit_seen_articles, stored_values
from archive_app.storage.queries import article_cards

if TYPE_CHECKING:
    from archive_app.storage.journal import Changes

_TABLE = "sheet"
_AT_ONCE = 2000  # cells


class SheetDialog(QDialog):
    """A grid of articles; Apply writes all that was typed as one change."""

    said = Signal(str)
    """Carries a sentence for the status bar."""

    def __init__(
        self,
        workspace: Workspace,
        articles: Sequence[int],
        dialogs: Dialogs,
        settings: Settings,
        theme: Theme,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Edit Metadata of Articles"))
        self.resize(1180, 680)
        self._workspace = workspace
        self._dialogs = dialogs
        self._settings = settings
        self._theme = theme
        self._closes_when_applied = False
        self.is_taking = False
        """Whether values for many cells are still being taken."""
        self.is_applying = False
        """Whether what was typed is on its way to the archive."""
        self._build()
        self._connect()
        self.model.set_source(cards_from(workspace, article_cards))
        self.table.fill(list(articles))
        self.table.setCurrentIndex(self.model.index(0, 0))
        self._show_state()
        self.table.setFocus()

    def _build(self) -> None:
        theme = self._theme
        self.model = SheetModel(sheet_columns(), self)
        self.table = SheetTable(self.model, theme)
        self.table.setAccessibleName(self.tr("Metadata of articles"))
        self.columns = ColumnMenu(
            self.table.header, [(column.name, column.title) for column in self.model.columns]
        )
        self.columns.hide(self._settings.hidden_columns(_TABLE))
        self.count = QLabel()
        self.count.setProperty("role", "caption")
        self.replace_button = QPushButton(self.tr("Find and Replace…"))
        self.replace_button.setToolTip(self.tr("Find and replace in a column (Ctrl+F)"))
        self.fill_button = QPushButton(self.tr("Fill from File Names…"))
        self.state = QLabel()
        self.state.setWordWrap(True)
        self.next_wrong = QPushButton(self.tr("Go to It"))
        self.next_wrong.setToolTip(self.tr("Go to the next cell that cannot be stored"))
        self.apply_button = QPushButton(self.tr("Apply"))
        self.apply_button.setProperty("primary", True)
        self.apply_button.setToolTip(self.tr("Write everything typed here as one change (Ctrl+Enter)"))
        self.close_button = QPushButton(self.tr("Close"))
        top, foot = QHBoxLayout(), QHBoxLayout()
        for row in (top, foot):
            row.setSpacing(SPACE)
        top.addWidget(self.count)
        top.addStretch()
        top.addWidget(self.replace_button)
        top.addWidget(self.fill_button)
        top.addWidget(self.columns.button)
        foot.addWidget(self.state, 1)
        foot.addWidget(self.next_wrong)
        foot.addWidget(self.apply_button)
        foot.addWidget(self.close_button)
        for button in (
            self.replace_button, self.fill_button, self.next_wrong, self.apply_button, self.close_button
        ):  # fmt: skip
            button.setAutoDefault(False)
        card = QFrame()
        card.setProperty("role", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 4)
        inside.addWidget(self.table)
        ground = f"QTableView {{ background: {theme.raised}; selection-background-color: transparent; }}"
        self.table.setStyleSheet(self.table.styleSheet() + ground)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        column.setSpacing(SPACE + 4)
        column.addLayout(top)
        column.addWidget(card, 1)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.model.edited.connect(self._show_state)
        self.table.selectionModel().currentChanged.connect(lambda *_: self._show_state())
        self.table.pasted.connect(self._say_changed)
        self.table.block_typed.connect(self._take_block)
        self.columns.changed.connect(lambda names: self._settings.set_hidden_columns(_TABLE, names))
        self.replace_button.clicked.connect(self.find_and_replace)
        self.fill_button.clicked.connect(self.fill_from_names)
        self.next_wrong.clicked.connect(self.go_to_wrong)
        self.apply_button.clicked.connect(self.apply)
        self.close_button.clicked.connect(self.reject)
        self._workspace.changed.connect(self._changed)
        for keys, does in (("Ctrl+F", self.find_and_replace), ("Ctrl+Return", self.apply)):
            QShortcut(QKeySequence(keys), self).activated.connect(does)

    # Many cells at once -------------------------------------------------------------------------

    def find_and_replace(self) -> None:
        """Ask what to find, and where."""
        at = max(0, self.table.currentIndex().column())
        dialog = ReplaceDialog(
            self._workspace, self.model.columns, list(self.model.ids), self.model.edits(), self._theme, self,
            column=at,
        )  # fmt: skip
        dialog.put_requested.connect(self.put)
        dialog.open()

    def fill_from_names(self) -> None:
        """Ask for a pattern of file names."""
        dialog = FillDialog(self._workspace, self.model.columns, list(self.model.ids), self._theme, self)
        dialog.put_requested.connect(self.put)
        dialog.open()

    def put(self, cells: Sequence[TypedCell]) -> None:
        """Take values for cells, as typed; of many some at a time, so that the window goes on."""
        self._put_from(cells, 0, 0)
        self.table.setFocus()

    def _put_from(self, cells: Sequence[TypedCell], start: int, changed: int) -> None:
        changed += self.model.put(cells[start : start + _AT_ONCE])
        self.is_taking = start + _AT_ONCE < len(cells)
        self._show_state()
        if self.is_taking:
            QTimer.singleShot(0, self, lambda: self._put_from(cells, start + _AT_ONCE, changed))
        else:
            self._say_changed(changed)

    def _take_block(self, make: Callable[[], dict[int, dict[str, str]]]) -> None:
        archive = self._workspace.archive

        def look_up() -> list[TypedCell]:
            edits = make()
            return typed_cells(edits, stored_values(archive, list(edits)))

        self._workspace.compute(look_up, lambda cells: self._put_from(cells, 0, 0))

    def _say_changed(self, cells: int) -> None:
        if not self.model.complaints:
            self.state.setText(self.tr("%Ln cell(s) changed, not applied yet.", "", cells))

    # Applying -----------------------------------------------------------------------------------

    def apply(self) -> None:
        """Write everything typed, as one change that Undo takes back."""
        self._end_editing()
        if self.is_applying or self.is_taking or not self.model.typed:
            return
        if self.model.complaints:
            self.go_to_wrong()
            return
        edits, coder = self.model.edits(), self._workspace.coder
        seen = {key: dict(values) for key, values in self.model.seen.items()}
        self.is_applying = True
        self._show_state()

        def applied(done: SeenEdit) -> None:
            self.is_applying = False
            self._forget(edits, done)
            changed = len(edits) - len(done.stale) - len(done.gone)
            sentences = [self.tr("%Ln article(s) changed. Undo takes it back.", "", changed)]
            if done.stale:
                sentences.append(
                    self.tr("%Ln article(s) were changed by something else meanwhile.", "", len(done.stale))
                    + " "
                    + self.tr("Their cells are marked; what is there now was not overwritten.")
                )
            if done.gone:
                sentences.append(self.tr("%Ln article(s) are no longer there.", "", len(done.gone)))
            self.said.emit(" ".join(sentences))
            self._show_state()
            self.state.setText(" ".join(sentences))
            if self._closes_when_applied and not done.stale:
                self.accept()
            self._closes_when_applied = False

        def failed() -> None:
            self.is_applying = self._closes_when_applied = False
            self._show_state()
            self.state.setText(self.tr("Nothing was changed. What you typed is still here."))

        self._workspace.run(
            lambda archive: edit_seen_articles(archive, edits, seen, coder=coder), applied, failed
        )

    def _forget(self, edits: Mapping[int, Mapping[str, str]], done: SeenEdit) -> None:
        """Forget what is in the archive now; mark what was left as something else made it."""
        self.model.forget(
            {
                key: {field: value for field, value in values.items() if field not in done.stale.get(key, ())}
                for key, values in edits.items()
            }
        )
        self.model.drop(done.gone)
        meanwhile = self.tr("Meanwhile it became “{0}”. Type your value again to put it over that.")
        self.model.complain(
            {
                (key, field): meanwhile.format(value)
                for key, values in done.stale.items()
                for field, value in values.items()
            }
        )

    def reject(self) -> None:
        """Close; ask first when something typed is not applied."""
        self._end_editing()
        if self.is_applying:
            return
        if not self.model.typed:
            super().reject()
            return
        sentence = self.tr("%Ln article(s) have values that are not applied.", "", len(self.model.typed))
        answer = self._dialogs.unsaved(self.windowTitle(), sentence)
        if answer is Leaving.DISCARD:
            super().reject()
        elif answer is Leaving.SAVE:
            self._closes_when_applied = True
            self.apply()
            self._closes_when_applied = self.is_applying

    def go_to_wrong(self) -> None:
        """Go to the next cell that cannot be stored, from the top again after the last."""
        names = [column.name for column in self.model.columns]
        rows = {key: row for row, key in enumerate(self.model.ids)}
        places = sorted(
            (rows[key], names.index(field)) for key, field in self.model.complaints if key in rows
        )
        if not places:
            return
        current = self.table.currentIndex()
        here = (current.row(), current.column())
        row, column = next((place for place in places if place > here), places[0])
        if self.table.header.isSectionHidden(column):
            self.columns.menu.actions()[column].setChecked(True)
        index = self.model.index(row, column)
        self.table.setCurrentIndex(index)
        self.table.scrollTo(index)
        self.table.setFocus()

    def _end_editing(self) -> None:
        # The line that is typed in gives its text when the keyboard leaves it.
        self.table.setFocus()

    # What is shown ------------------------------------------------------------------------------

    def _show_state(self) -> None:
        typed, wrong = self.model.typed, self.model.complaints
        self.count.setText(self.tr("%Ln article(s)", "", len(self.model.ids)))
        self.apply_button.setEnabled(bool(typed) and not self.is_applying and not self.is_taking)
        self.next_wrong.setVisible(bool(wrong))
        self.state.setProperty("role", "caption")
        self.state.setText(self._sentence(len(typed), len(wrong)))

    def _sentence(self, typed: int, wrong: int) -> str:
        current = self.table.currentIndex()
        here = self.model.complaint(current.row(), current.column()) if current.isValid() else ""
        if self.is_applying:
            return self.tr("Applying…")
        if here:
            return here
        if wrong:
            return self.tr("%Ln cell(s) cannot be stored; they are marked.", "", wrong)
        if typed:
            return self.tr("%Ln article(s) with values that are not applied yet.", "", typed)
        return self.tr("Type into a cell, or paste a block from a spreadsheet. Nothing changes before Apply.")

    def _changed(self, changes: "Changes") -> None:
        if "article" in changes.rows:
            self.model.refresh(changes.articles)
