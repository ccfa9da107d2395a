"""Filling columns of the sheet from the names of the articles' files."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtWidgets import QLineEdit, QWidget

from archive_app.gui.sheet.columns import SheetColumn
from archive_app.gui.sheet.model import typed_cells
from archive_app.gui.sheet.preview import Preview, PreviewDialog, PreviewRow
from archive_app.gui.theme import Theme
from archive_app.gui.workspace import Workspace
from archive_app.operations.bulk_editing import fill_from_pattern, stored_values

FIRST = "{outlet}_{date}_{title}"
"""The pattern that stands there at first."""


class FillDialog(PreviewDialog):
    """Asks for a pattern."""

    def __init__(
        self,
        workspace: Workspace,
        columns: Sequence[SheetColumn],
        articles: Sequence[int],
        theme: Theme,
        parent: QWidget,
    ) -> None:
        self._articles = list(articles)
        self._titles = {column.name: column.title for column in columns}
        self.pattern = QLineEdit(FIRST)
        super().__init__(
            workspace, self.tr("Fill from File Names"), self.tr("Fill Sheet"),
            (self.tr("File"), self.tr("What it says")), theme, parent,
        )  # fmt: skip
        self.form.addRow(self.tr("Pattern"), self.pattern)
        self.pattern.textChanged.connect(self.refresh_soon)
        self.pattern.setFocus()
        self.refresh_soon()

    def work(self) -> Callable[[], Preview] | None:
        """Return what takes the names apart."""
        pattern = self.pattern.text().strip()
        if not pattern:
            return None
        articles, archive, titles = self._articles, self._workspace.archive, self._titles
        nothing = self.tr("does not fit the pattern")

        def fill() -> Preview:
            filled = fill_from_pattern(archive, pattern, article_ids=articles)
            edits = {one.article_id: one.values for one in filled if one.values}
            cells = typed_cells(edits, stored_values(archive, list(edits)))
            cells = [cell for cell in cells if cell.value != cell.stored]
            rows = [
                PreviewRow(one.article_id, (one.file_name, _words(one.values, titles) or nothing),
                           not one.values)
                for one in filled
            ]  # fmt: skip
            rows.sort(key=lambda row: row.is_wrong)
            return Preview(rows, cells, sum(not one.values for one in filled))

        return fill

    def summary_of(self, preview: Preview) -> str:
        """Say how many cells would change, and how many names did not fit."""
        said = (
            self.tr("%Ln cell(s) would change.", "", len(preview.cells))
            if preview.cells
            else self.tr("Nothing would change.")
        )
        if preview.passed_over:
            said += " " + self.tr("%Ln file name(s) do not fit the pattern.", "", preview.passed_over)
        return said

    def hint(self) -> str:
        """Say what can stand in a pattern."""
        return self.tr(
            "Write a pattern such as {outlet}_{date}_{title}. Also: {authors}, {language}, {section}, {url}, "
            "and {} for what is passed over."
        )


def _words(values: Mapping[str, str] | None, titles: Mapping[str, str]) -> str:
    if not values:
        return ""
    return " · ".join(f"{titles.get(field, field)}: {value}" for field, value in values.items())
