"""The watched folder of the open archive: what comes to rest in it is imported."""

import time
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from archive_app.gui.intake.import_desk import ImportDesk
from archive_app.gui.settings import Settings
from archive_app.gui.workspace import Workspace
from archive_app.importing.watching import WatchedFolder, read_seen, write_seen
from archive_app.operations.importing import ImportReport

_PAUSE = 3_000  # milliseconds between looks


class FolderWatch(QObject):
    """Looks at the folder every few seconds, in the background, and imports what is new and finished."""

    said = Signal(str)
    """Carries a short sentence for the status bar."""

    def __init__(self, workspace: Workspace, intake: ImportDesk, settings: Settings) -> None:
        super().__init__(intake)
        self._workspace = workspace
        self._intake = intake
        self._settings = settings
        self._watched: WatchedFolder | None = None
        self._is_looking = False
        self._timer = QTimer(self)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self.look)
        folder = settings.watched_folder(workspace.archive.uid)
        if folder is not None and workspace.archive.is_writable:
            self._begin(folder)

    @property
    def folder(self) -> Path | None:
        """The folder that is watched."""
        return self._watched.folder if self._watched is not None else None

    def watch(self, folder: Path | None) -> None:
        """Watch a folder from now on and at every start, or none."""
        self._settings.set_watched_folder(self._workspace.archive.uid, folder)
        if folder is None:
            self._watched = None
            self._timer.stop()
            self.said.emit(self.tr("No folder is watched any more."))
        else:
            self._begin(folder)
            self.said.emit(self.tr("New files in “{0}” are imported from now on.").format(folder.name))

    def _begin(self, folder: Path) -> None:
        self._watched = WatchedFolder(folder, read_seen(self._memory))
        self._timer.start()

    @property
    def _memory(self) -> Path:
        return self._settings.folder / f"watched-{self._workspace.archive.uid}.json"

    def look(self) -> None:
        """Look now; files are left for later while an import is under way."""
        watched = self._watched
        if watched is None or self._is_looking or self._intake.is_importing:
            return
        self._is_looking = True

        def looked(finished: list[Path]) -> None:
            self._is_looking = False
            if finished and watched is self._watched:
                self._take(watched, finished)

        self._workspace.compute(lambda: watched.look(time.monotonic()), looked)

    def _take(self, watched: WatchedFolder, finished: list[Path]) -> None:
        if self._intake.is_importing:  # begun meanwhile: they are found again at the next look
            for path in finished:
                watched.seen.pop(str(path), None)
            return
        job = self._intake.import_paths(finished, quietly=True)
        if job is not None:
            job.finished.connect(lambda report: self._note(watched, report))

    def _note(self, watched: WatchedFolder, report: ImportReport) -> None:
        if report.cancelled:  # what was not dealt with is offered again after a restart
            return
        try:
            write_seen(self._memory, watched.seen)
        except OSError as error:
            self.said.emit(
                self.tr("What was imported from the watched folder could not be noted ({0}).").format(error)
            )
