"""Find and replace in one column of the sheet."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QWidget

from archive_app.gui.sheet.columns import SheetColumn
from archive_app.gui.sheet.model import typed_cells
from archive_app.gui.sheet.preview import Preview, PreviewDialog, PreviewRow
from archive_app.gui.theme import SPACE, Theme
from archive_app.gui.workspace import Workspace
from archive_app.operations.bulk_editing import replaced_in, stored_values


class ReplaceDialog(PreviewDialog):
    """Asks what to find and what to put in its place."""

    def __init__(
        self,
        workspace: Workspace,
        columns: Sequence[SheetColumn],
        articles: Sequence[int],
        typed: Mapping[int, Mapping[str, str]],
        theme: Theme,
        parent: QWidget,
        *,
        column: int = 0,
    ) -> None:
        """Ask about ``articles``, as they are with what was ``typed`` over them; ``column`` stands first."""
        self._articles = list(articles)
        self._typed = typed
        self.column = QComboBox()
        self.sought = QLineEdit()
        self.replacement = QLineEdit()
        self.is_regex = QCheckBox()
        self.match_case = QCheckBox()
        super().__init__(
            workspace, self.tr("Find and Replace"), self.tr("Replace in Sheet"),
            (self.tr("Before"), self.tr("After")), theme, parent,
        )  # fmt: skip
        for one in columns:
            self.column.addItem(one.title, one.name)
        self.column.setCurrentIndex(column)
        self.is_regex.setText(self.tr("Regular expression"))
        self.is_regex.setToolTip(self.tr("Groups are put in with \\1, \\2, or \\g<name>"))
        self.match_case.setText(self.tr("Match case"))
        ticks = QHBoxLayout()
        ticks.setSpacing(2 * SPACE)
        ticks.addWidget(self.is_regex)
        ticks.addWidget(self.match_case)
        ticks.addStretch()
        self.form.addRow(self.tr("Column"), self.column)
        self.form.addRow(self.tr("Find"), self.sought)
        self.form.addRow(self.tr("Replace with"), self.replacement)
        self.form.addRow("", ticks)
        self.column.currentIndexChanged.connect(self.refresh_soon)
        for field in (self.sought, self.replacement):
            field.textChanged.connect(self.refresh_soon)
        for box in (self.is_regex, self.match_case):
            box.toggled.connect(self.refresh_soon)
        self.sought.setFocus()

    def work(self) -> Callable[[], Preview] | None:
        """Return what looks for the words."""
        find, replacement = self.sought.text(), self.replacement.text()
        if not find:
            return None
        field: str = self.column.currentData()
        articles, typed, archive = self._articles, self._typed, self._workspace.archive
        is_regex, match_case = self.is_regex.isChecked(), self.match_case.isChecked()

        def look() -> Preview:
            stored = stored_values(archive, articles)
            values = [
                (key, typed.get(key, {}).get(field, stored[key][field])) for key in articles if key in stored
            ]
            found = replaced_in(values, find, replacement, is_regex=is_regex, match_case=match_case)
            cells = typed_cells({one.article_id: {field: one.after} for one in found}, stored)
            wrong = {cell.article_id: cell.complaint for cell in cells if cell.complaint}
            rows = [
                PreviewRow(one.article_id, (one.before, one.after), one.article_id in wrong) for one in found
            ]
            return Preview(rows, cells)

        return look

    def summary_of(self, preview: Preview) -> str:
        """Say how many cells would change."""
        if not preview.cells:
            return self.tr("Nothing would change.")
        said = self.tr("%Ln cell(s) would change.", "", len(preview.cells))
        wrong = sum(bool(cell.complaint) for cell in preview.cells)
        if wrong:
            said += " " + self.tr("%Ln of them could not be stored then; they are marked.", "", wrong)
        return said

    def hint(self) -> str:
        """Say what to type."""
        return self.tr("Type what is to be found. Nothing changes before you have seen it here.")
