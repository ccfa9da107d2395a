"""Asks about the columns of tables before they are imported, from the thread that imports."""

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from archive_app.gui.intake.mapping_dialog import MappingDialog
from archive_app.gui.settings import Settings
from archive_app.importing.sandbox import Sandbox
from archive_app.importing.tables.looking import table_preview
from archive_app.importing.tables.mapping import COLUMNS, TableMapping, setting_of
from archive_app.importing.tables.preview import TablePreview
from archive_app.importing.walking import shown
from archive_app.model.errors import ArchiveError, Cancelled
from archive_app.operations.importing import ImportProgress, ImportReport, import_files
from archive_app.operations.tables import FoundTable, tables_among
from archive_app.storage.archive import Archive

_PATIENCE = 0.1  # seconds between looks at whether the import was cancelled


class _Question:
    """Tables to be asked about, and what was answered."""

    def __init__(self, tables: Sequence[FoundTable]) -> None:
        self.tables = list(tables)
        self.mappings: dict[str, str] = {}
        """By the signature of the headings, as JSON."""
        self.is_refused = False
        self.answered = threading.Event()


class TableDesk(QObject):
    """Makes imports that begin with the question what the columns of their tables are."""

    _asked = Signal(object)
    _withdrawn = Signal(object)
    _looked = Signal(object, object)

    def __init__(self, settings: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self._settings = settings
        self._window = parent
        self._dialog: MappingDialog | None = None
        self._asked.connect(self._ask, Qt.ConnectionType.QueuedConnection)
        self._withdrawn.connect(self._withdraw, Qt.ConnectionType.QueuedConnection)
        self._looked.connect(self._show_sheet, Qt.ConnectionType.QueuedConnection)

    @property
    def dialog(self) -> MappingDialog | None:
        """The question that is open."""
        return self._dialog

    def import_of(
        self, archive: Archive, paths: list[Path], coder: str, *, settings: dict[str, str] | None = None
    ) -> Callable[..., ImportReport]:
        """Return the import of these paths, to be made in another thread."""
        known = self._settings.table_mappings()

        def importing(
            *, progress: Callable[[ImportProgress], None], cancelled: Callable[[], bool]
        ) -> ImportReport:
            mappings = self._mappings(paths, known, cancelled)
            if mappings is None:
                return ImportReport()
            chosen = {setting_of(signature): mapping for signature, mapping in mappings.items()}
            return import_files(
                archive, paths, coder=coder, settings={**(settings or {}), **chosen}, progress=progress,
                cancelled=cancelled,
            )  # fmt: skip

        return importing

    # In the thread that imports -----------------------------------------------------------------

    def _mappings(
        self, paths: list[Path], known: dict[str, str], cancelled: Callable[[], bool]
    ) -> dict[str, str] | None:
        """Look at the tables and ask about those that are new; nothing when the import is not wanted."""
        try:
            tables = tables_among(paths, cancelled=cancelled)
        except Cancelled:
            return None
        remembered = {table.preview.signature for table in tables} & set(known)
        question = _Question([table for table in tables if table.preview.signature not in remembered])
        if question.tables:
            self._asked.emit(question)
            while not question.answered.wait(_PATIENCE):
                if cancelled():
                    self._withdrawn.emit(question)
                    return None
        if question.is_refused:
            return None
        return {**{signature: known[signature] for signature in remembered}, **question.mappings}

    # In the window ------------------------------------------------------------------------------

    def _ask(self, question: _Question) -> None:
        """Ask about the first of the tables, then about the next."""
        if not question.tables:
            question.answered.set()
            return
        table = question.tables.pop(0)
        dialog = MappingDialog(table.preview, table.names, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._take(question, dialog))
        dialog.rejected.connect(lambda: self._refuse(question))
        dialog.sheet_requested.connect(lambda sheet: self._look(table.paths[0], sheet))
        self._dialog = dialog
        dialog.open()

    def _take(self, question: _Question, dialog: MappingDialog) -> None:
        self._dialog = None
        signature, mapping = dialog.preview.signature, dialog.mapping.as_json()
        question.mappings[signature] = mapping
        if dialog.remember.isChecked():
            self._settings.remember_table(signature, mapping)
        self._ask(question)

    def _refuse(self, question: _Question) -> None:
        self._dialog = None
        question.is_refused = True
        question.answered.set()

    def _withdraw(self, _question: _Question) -> None:
        if self._dialog is not None:
            self._dialog.reject()

    def _look(self, path: Path, sheet: str) -> None:
        """Look at another sheet of the workbook that is asked about."""
        dialog = self._dialog

        def look() -> None:
            self._looked.emit(dialog, _preview_of_sheet(path, sheet))

        threading.Thread(target=look, name="archive-sheet", daemon=True).start()

    def _show_sheet(self, dialog: MappingDialog, preview: TablePreview | None) -> None:
        if dialog is not None and dialog is self._dialog:
            dialog.show_preview(preview or dialog.preview)


def _preview_of_sheet(path: Path, sheet: str) -> TablePreview | None:
    settings = {COLUMNS: TableMapping(sheet=sheet).as_json()}
    try:
        with Sandbox() as sandbox:
            return table_preview(sandbox, shown(Path(path.name)), path.read_bytes(), settings)
    except (ArchiveError, OSError):
        return None  # the sheet that was shown stays
