"""A process of its own with the window on the sample archive, for what listens from outside.

Run as ``python -m tests.gui.atspi_window FOLDER``; says ``ready`` when a passage's words are selected.
"""

import sys
from pathlib import Path

from PySide6.QtCore import QTimer

from archive_app.gui.app import make_application, make_window
from archive_app.gui.settings import Settings
from archive_app.gui.stage import Stage
from archive_app.operations.sample import create_sample_archive

_LONGEST = 180_000  # milliseconds: nobody listens any more


def main(work: Path) -> None:
    application = make_application()
    (work / "settings").mkdir()
    create_sample_archive(work / "archive").close()
    window = make_window(application, settings=Settings(work / "settings"), theme="light")
    window.resize(1300, 820)
    window.show()
    stage = Stage(application, window)
    window.open_folder(work / "archive")
    stage.wait_until(lambda: window.bench is not None, "the archive to open")
    stage.wait_until(lambda: stage.bench.pane.article is not None, "the first article to open")
    stage.rest(300)
    stage.open_article("Hadraj's command denies")
    stage.select("three people had died")
    stage.rest(500)
    print("ready", flush=True)
    QTimer.singleShot(_LONGEST, application.quit)
    application.exec()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
