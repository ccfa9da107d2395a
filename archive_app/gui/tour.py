"""The tour: the real window does the main job on the sample articles, by keyboard, and shows for it."""

import shutil
import sys
from pathlib import Path

from archive_app.gui.app import make_application, make_window
from archive_app.gui.settings import Settings
from archive_app.gui.stage import Stage
from archive_app.model.errors import ArchiveError
from archive_app.operations.checking import check_archive
from archive_app.operations.exporting import export_passages
from archive_app.resources import resource
from archive_app.storage.archive import create_archive
from archive_app.storage.queries import counts, passage_ids

_DENIAL = '"Not one round fired by our guns fell on Ain Belsa,"'
_BLAME = "The shells had come from the Harbour Brigade"


def run_tour(output: Path) -> int:
    """Play the tour, leave its archive, CSV files and pictures in ``output``, and say what was done.

    Returns 0 when everything happened as it should, else 2.
    """
    output.mkdir(parents=True, exist_ok=True)
    application = make_application()
    settings_folder = output / "settings"
    settings_folder.mkdir(exist_ok=True)
    window = make_window(application, settings=Settings(settings_folder), theme="light")
    window.resize(1400, 880)
    window.show()
    stage = Stage(application, window)
    try:
        _Tour(stage, output).play()
    except (ArchiveError, AssertionError) as error:
        stage.shoot(output / "screenshots" / "where it stopped.png")
        sys.stderr.write(f"The tour stopped: {error}\n")
        return 2
    finally:
        window.close()
    return 0


class _Tour:
    """One play of the tour; each step says what it did."""

    def __init__(self, stage: Stage, output: Path) -> None:
        self._stage = stage
        self._output = output
        self._pictures = 0

    def play(self) -> None:
        """Do the whole of it."""
        self._open_new_archive()
        self._import()
        self._tag()
        self._undo_and_redo()
        self._search()
        self._list_passages()
        self._export()
        self._dark()
        self._check()
        _say(f"Everything is in {self._output.absolute()}: the archive, the CSV files and the screenshots.")

    def _open_new_archive(self) -> None:
        stage, folder = self._stage, self._output / "Tour archive"
        self._shoot("welcome")
        if folder.exists():
            shutil.rmtree(folder)
        create_archive(folder).close()
        stage.window.open_folder(folder)
        stage.wait_until(lambda: stage.window.bench is not None, "the new archive to open")
        self._shoot("empty archive")
        _say(f"Made a new archive in {folder}.")

    def _import(self) -> None:
        stage = self._stage
        stage.bench.import_paths([resource("sample", "articles")])
        report = stage.wait_for_dialog("the import report")
        stage.shoot(self._picture("import report"), report)
        report.close()
        stage.wait_until(lambda: not stage.bench.is_importing, "the import to end")
        stage.settle()
        with stage.bench.workspace.archive.reading() as session:
            found = counts(session)
        files = len(list(resource("sample", "articles").iterdir()))
        assert found.articles == files - 1, (
            f"of {files} files, one a duplicate, {found.articles} became articles"
        )
        _say(f"Imported {found.articles} articles from the sample folder; one file was a duplicate.")

    def _tag(self) -> None:
        stage = self._stage
        stage.open_article("Hadraj's command denies")
        stage.select(_DENIAL)
        stage.press("A")
        stage.type("Nuri Menduz")
        self._shoot("tagging an actor")
        stage.press("Return")
        stage.settle()
        stage.press("C")
        stage.type("Accusation > Shelling of civilians")
        stage.press("Return")
        stage.settle()
        stage.select(_BLAME)
        stage.press("A")
        stage.type("Nury Mendouz")
        self._shoot("found in spite of its spelling")
        stage.press("Return")
        stage.settle()
        stage.press("C")
        stage.type("Blame shifted")
        stage.press("Return")
        stage.settle()
        stage.press("M")
        stage.type("Compare with the account of the premier's office.")
        stage.press("Ctrl+Return")
        stage.settle()
        with stage.bench.workspace.archive.reading() as session:
            made = len(passage_ids(session))
        assert made == 2, f"there should be 2 passages, not {made}"
        self._shoot("two passages")
        _say("Marked 2 passages and tagged them by actor and claim type, by keyboard alone.")

    def _undo_and_redo(self) -> None:
        stage = self._stage
        for _ in range(2):
            stage.do("undo")
            stage.settle()
        for _ in range(2):
            stage.do("redo")
            stage.settle()
        _say("Took back the last two steps and did them again.")

    def _search(self) -> None:
        stage = self._stage
        stage.do("search")
        stage.type('shell* -"ceasefire talks"')
        bench = stage.bench
        stage.wait_until(lambda: bench.result is not None and bench.result.total > 0, "search results")
        stage.wait_until(lambda: bench.result is not None and bench.result.is_complete, "the whole index")
        stage.rest(300)
        self._shoot("search")
        found = bench.result
        assert found is not None
        _say(f"Searched for shell*: {found.article_total} articles and {found.passage_total} passages.")
        stage.bench.library.search_box.clear()
        stage.rest(100)

    def _list_passages(self) -> None:
        self._stage.do("show-passages")
        self._stage.settle()
        self._shoot("all passages")
        self._stage.do("show-articles")

    def _export(self) -> None:
        archive = self._stage.bench.workspace.archive
        for layout in ("passages", "tags", "statements"):
            file = self._output / f"{layout}.csv"
            rows = export_passages(archive, file, layout=layout)
            _say(f"Exported {rows} rows to {file}.")

    def _dark(self) -> None:
        self._stage.do("theme-dark")
        self._stage.rest(100)
        self._shoot("dark")
        self._stage.do("theme-light")

    def _check(self) -> None:
        report = check_archive(self._stage.bench.workspace.archive)
        assert report.ok, f"the archive should be sound: {report.problems}"
        _say("Checked the archive: it is sound.")

    def _shoot(self, name: str) -> None:
        self._stage.shoot(self._picture(name))

    def _picture(self, name: str) -> Path:
        self._pictures += 1
        return self._output / "screenshots" / f"{self._pictures:02d} {name}.png"


def _say(sentence: str) -> None:
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()
