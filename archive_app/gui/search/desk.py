"""What a person does with what was found, between the search box, the concordance and their dialogs."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from archive_app.gui.concordance.view import ConcordanceView
from archive_app.gui.dialogs import Dialogs
from archive_app.gui.library.panel import LibraryPanel
from archive_app.gui.settings import Settings
from archive_app.gui.workspace import Workspace
from archive_app.operations.concordance import Concordance, write_concordance
from archive_app.operations.searching import Searching

if TYPE_CHECKING:
    from collections.abc import Sequence


class SearchDesk(QObject):
    """Carries out what the search's menu offers on the open archive."""

    said = Signal(str)
    """Carries a short sentence for the status bar."""
    view_requested = Signal(str)
    """Carries the name of the view to bring to the front."""
    place_requested = Signal(int, int, int)
    """Carries an article to open, and the stretch of its text to show."""

    def __init__(
        self,
        workspace: Workspace,
        searching: Searching,
        library: LibraryPanel,
        concordance: ConcordanceView,
        settings: Settings,
        dialogs: Dialogs,
    ) -> None:
        super().__init__(concordance)
        self._workspace = workspace
        self._searching = searching
        self._library = library
        self._settings = settings
        self._dialogs = dialogs
        self.concordance = concordance
        concordance.set_workspace(workspace, searching)
        concordance.line_opened.connect(self.place_requested)
        concordance.export_requested.connect(self._export_lines)

    def close_archive(self) -> None:
        """Stop what still reads the archive."""
        self.concordance.close_archive()

    # Concordance --------------------------------------------------------------------------------

    def show_concordance(self) -> None:
        """Bring the concordance to the front; while it is empty, of what is searched for."""
        if not self.concordance.query and self._library.search_box.query:
            self.concordance.show_query(self._library.search_box.query)
        self.view_requested.emit("concordance")

    def concordance_of_search(self) -> None:
        """Show every place of what is searched for in its line."""
        query = self._library.search_box.query
        if query:
            self.concordance.show_query(query)
        self.view_requested.emit("concordance")

    def _export_lines(self, found: Concordance, numbers: "Sequence[int]") -> None:
        archive = self._workspace.archive
        name = f"{archive.name} {self.tr('concordance')}.csv"
        file = self._file_to_save(self.tr("Export Concordance"), name)
        if file is None:
            return
        self.said.emit(self.tr("Exporting…"))
        self._workspace.compute(
            lambda: write_concordance(archive, found, numbers, file),
            lambda rows: self.said.emit(self.tr("Exported %n line(s) to {0}", "", rows).format(file)),
        )

    def _file_to_save(self, title: str, name: str) -> Path | None:
        kinds = self.tr("CSV files (*.csv);;Excel workbooks (*.xlsx)")
        file = self._dialogs.file_to_save(title, name, kinds)
        return file.with_suffix(".csv") if file is not None and not file.suffix else file
