"""Importing in the window: begins imports, shows how far they are, and acts on what became of them."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from archive_app.gui.dialogs import Dialogs
from archive_app.gui.imports.view import ImportsView
from archive_app.gui.imports.wording import counts_sentence
from archive_app.gui.intake.import_bar import ImportBar
from archive_app.gui.intake.import_job import Importing, ImportJob
from archive_app.gui.intake.table_desk import TableDesk
from archive_app.gui.workspace import Workspace
from archive_app.model.anchoring import Certainty
from archive_app.model.errors import ArchiveError
from archive_app.model.web_links import WebLink
from archive_app.operations.exporting import export_import_report
from archive_app.operations.fetching import fetch_addresses
from archive_app.operations.importing import ImportReport, import_files, import_text
from archive_app.operations.importing_again import ReExtracted, re_extract_article, retry_failed
from archive_app.operations.references import AS_ARTICLES, REFERENCES
from archive_app.operations.restoring import Restored, restore_deleted
from archive_app.storage.archive import Archive
from archive_app.storage.journal import as_one


class ImportDesk(QObject):
    """All that takes articles in."""

    said = Signal(str)
    """Carries a short sentence for the status bar."""
    begun = Signal()
    """Articles are about to come in."""
    article_requested = Signal(int)
    """Carries an article that came in, to show unless somebody is at something else."""
    report_ready = Signal(object)
    """Carries the :class:`ImportReport` of an import that ended."""

    def __init__(
        self, workspace: Workspace, view: ImportsView, bar: ImportBar, dialogs: Dialogs, tables: TableDesk
    ) -> None:
        super().__init__(view)
        self._tables = tables
        self._workspace = workspace
        self._view = view
        self._bar = bar
        self._dialogs = dialogs
        self._job: ImportJob | None = None
        bar.cancel_requested.connect(self.cancel)
        bar.pause_requested.connect(self.pause)
        view.retry_requested.connect(self.retry)
        view.restore_requested.connect(self.restore)
        view.export_requested.connect(self.export_report)
        workspace.changed.connect(lambda _changes: view.refresh_soon())

    # Importing ----------------------------------------------------------------------------------

    @property
    def is_importing(self) -> bool:
        """Whether an import is under way."""
        return self._job is not None

    def import_paths(self, paths: list[Path], *, quietly: bool = False) -> ImportJob | None:
        """Import files and folders in the background; ``quietly`` when nobody asked for it just now."""
        importing = self._tables.import_of(self._workspace.archive, paths, self._workspace.coder)
        return self.begin(importing, quietly=quietly)

    def import_records(self, paths: list[Path]) -> None:
        """Import files of references again, this time with articles of those that have a text."""
        settings = {REFERENCES: AS_ARTICLES}
        archive, coder = self._workspace.archive, self._workspace.coder
        self.begin(partial(import_files, archive, paths, coder=coder, settings=settings))

    def fetch(self, links: list[WebLink]) -> None:
        """Fetch pages of the web, now, and import them."""
        self.begin(partial(fetch_addresses, self._workspace.archive, links, coder=self._workspace.coder))

    def retry(self, run_id: int) -> None:
        """Import just what failed in an earlier import."""
        self.begin(partial(retry_failed, self._workspace.archive, run_id, coder=self._workspace.coder))

    def begin(self, importing: Importing, *, quietly: bool = False) -> ImportJob | None:
        """Make an import in the background, and return it; one at a time.

        What becomes of one that is made ``quietly`` is said in the status line alone.
        """
        if self._job is not None:
            self.said.emit(self.tr("An import is under way. Wait until it is done, or cancel it."))
            return None
        job = ImportJob(importing, self)
        job.progressed.connect(self._bar.show_progress)
        job.progressed.connect(lambda _progress: self._view.refresh_soon())
        job.finished.connect(self._imported_quietly if quietly else self._imported)
        job.failed.connect(self._workspace.failed)
        job.broken.connect(self._workspace.broken)
        job.ended.connect(self._ended)
        self._job = job
        self.begun.emit()
        self._bar.begin()
        self._view.choose_newest()
        job.start()
        return job

    def import_pasted(
        self, text: str, *, added: Callable[[], None], refused: Callable[[str], None], **values: str
    ) -> None:
        """Make an article of pasted text; then ``added`` is called, or ``refused`` with a sentence."""
        coder = self._workspace.coder

        def attempt(archive: Archive) -> ImportReport | str:
            try:
                return import_text(archive, text, coder=coder, **values)
            except ArchiveError as error:
                return str(error)

        def done(outcome: ImportReport | str) -> None:
            if isinstance(outcome, str):
                refused(outcome)
            elif outcome.imported:
                added()
                self._imported(outcome)
            else:
                same = self.tr("The archive has this text already: “{0}”.")
                reasons = [same.format(double.title) for double in outcome.duplicates]
                refused(" ".join([*reasons, *(failed.reason for failed in outcome.failed)]))

        self.begun.emit()
        self._workspace.run(attempt, done)

    def cancel(self) -> None:
        """Stop the import that is under way; what it has stored stays."""
        if self._job is not None:
            self._job.cancel()

    def pause(self, paused: bool) -> None:
        """Let the import that is under way wait, or go on."""
        if self._job is not None:
            self._job.pause(paused)
            self._bar.show_paused(paused)

    def toggle_pause(self) -> None:
        """Let the import wait, or go on if it waits."""
        if self._job is not None:
            self.pause(not self._job.is_paused)

    def close_archive(self) -> None:
        """Cancel what is under way and wait for it."""
        if self._job is not None:
            self._job.cancel()
            self._job.wait()

    def _imported_quietly(self, report: ImportReport) -> None:
        self._announce(report)
        self.said.emit(counts_sentence(report.counts))

    def _announce(self, report: ImportReport) -> None:
        if self._job is not None and report.changes:
            self._workspace.changed.emit(as_one(report.changes))
            self._workspace.refresh_undo()

    def _imported(self, report: ImportReport) -> None:
        self._announce(report)
        if report.imported:
            self.article_requested.emit(report.imported[0].id)
        # In a turn of its own: opening a window takes as long as everything before it.
        QTimer.singleShot(0, self, lambda: self.report_ready.emit(report))

    def _ended(self) -> None:
        self._bar.end()
        if self._job is not None:
            self._job.deleteLater()
            self._job = None
        self._view.refresh()

    # Afterwards ---------------------------------------------------------------------------------

    def restore(self, article_uids: list[str]) -> None:
        """Bring deleted articles back with their passages and tags."""
        coder = self._workspace.coder

        def done(restored: Restored) -> None:
            if restored.article_ids:
                self.article_requested.emit(restored.article_ids[0])
            self.said.emit(self.tr("%n article(s) restored", "", len(restored.article_ids)))

        self.begun.emit()
        self._workspace.run(lambda archive: restore_deleted(archive, article_uids, coder=coder), done)

    def read_again(self, article_id: int, settings: dict[str, str]) -> None:
        """Read the original of an article again with other settings."""
        archive, coder = self._workspace.archive, self._workspace.coder

        def read() -> ReExtracted | str:
            try:
                return re_extract_article(archive, article_id, settings, coder=coder)
            except ArchiveError as error:
                return str(error)

        def done(outcome: ReExtracted | str) -> None:
            if isinstance(outcome, str):
                self._dialogs.tell(self.tr("The Original Was Not Read Again"), outcome)
                return
            if outcome.changes is None:
                self.said.emit(self.tr("Read again: all is as before."))
                return
            self._workspace.changed.emit(outcome.changes)
            self._workspace.refresh_undo()
            fates = [fate for article in outcome.articles for fate in (article.fates or {}).values()]
            waiting = fates.count(Certainty.REVIEW)
            said = self.tr("Read again. Undo takes it back.")
            if waiting:
                said += " " + self.tr("%n passage(s) wait for review.", "", waiting)
            self.said.emit(said)

        # Reading may take long, so it is not done where tags wait to be written.
        self._workspace.compute(read, done)

    def export_report(self, run_id: int) -> None:
        """Ask where to, and write the report of an import as a table."""
        archive = self._workspace.archive
        name = f"{archive.name} {self.tr('import')} {run_id}.csv"
        file = self._dialogs.file_to_save(self.tr("Export Import Report"), name, self.tr("CSV files (*.csv)"))
        if file is not None:
            self._workspace.compute(
                lambda: export_import_report(archive, run_id, file),
                lambda rows: self.said.emit(self.tr("Exported %n line(s) to {0}", "", rows).format(file)),
            )
