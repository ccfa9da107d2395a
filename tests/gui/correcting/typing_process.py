"""Types into a correction and is killed without warning as soon as a draft lies on the disk."""

import os
import signal
import sys
from pathlib import Path

from archive_app.gui.app import make_application, make_window
from archive_app.gui.settings import Settings
from archive_app.gui.stage import Stage


def main(archive: Path, settings: Path) -> None:
    application = make_application()
    window = make_window(application, settings=Settings(settings), theme="light")
    window.show()
    stage = Stage(application, window)
    window.open_folder(archive)
    stage.wait_until(lambda: window.bench is not None, "the archive to open")
    stage.wait_until(lambda: stage.bench.pane.article is not None, "an article to open")
    stage.open_article("Marshal orders march")
    stage.press("Shift+F2")
    stage.type("Typed before the kill. ")
    typed = "Typed before the kill. Marshal"
    stage.wait_until(
        lambda: any(typed in file.read_text("utf-8") for file in (settings / "drafts").glob("*.json")),
        "the draft",
    )
    os.kill(os.getpid(), signal.SIGKILL)


# The process that keeps the search index imports this file as well.
if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
