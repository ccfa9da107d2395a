"""Takes the pictures in resources/screenshots, light and dark, of the real window on the sample archive.

Run through ``make screenshots``; needs a screen, which that target provides.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from camera import Camera
from finding_pictures import FindingPictures
from intake_pictures import DoubledPictures, IntakePictures
from pictured_articles import add_pictured_articles
from pictured_press import add_press
from reader_pictures import ReaderPictures

from archive_app.gui.app import make_application
from archive_app.operations.sample import create_sample_archive
from archive_app.storage.archive import create_archive
from archive_app.storage.queries import PassageFilter, claim_types

DENIAL = "Hadraj's command denies"
QUOTE = "The shells had come from the Harbour Brigade"


class WindowPictures(Camera):
    """Every view of the window."""

    def take_all(self, sample: Path, empty: Path) -> None:
        for scene in (self.welcome, lambda: self.empty(empty), lambda: self.open(sample), *self._scenes()):
            scene()
        self.window.close()

    def _scenes(self) -> tuple[Callable[[], None], ...]:
        return (
            self.reader, self.popups, self.memo, self.arabic, self.german, self.emoji, self.cuts, self.search,
            self.passages, self.codebook, self.dialogs, self.small,
        )  # fmt: skip

    def welcome(self) -> None:
        self.stage.rest(200)
        self.shoot("welcome")

    def empty(self, folder: Path) -> None:
        self.open(folder)
        self.shoot("empty")

    def reader(self) -> None:
        stage = self.stage
        stage.open_article(DENIAL)
        passages = stage.bench.pane.article.passages if stage.bench.pane.article else ()
        stage.bench.desk.select_passage(passages[1].id)
        stage.rest(300)
        self.shoot("reader")

    def popups(self) -> None:
        stage = self.stage
        stage.open_article("Guns fall silent")
        stage.bench.desk.select_passage(None)
        article = stage.bench.pane.article
        assert article is not None
        start = article.text.index("\n\n") + 2
        stage.bench.pane.reader.select_range(start, article.text.index(".", start) + 1)
        stage.bench.pane.reader.setFocus()
        stage.press("A")
        stage.type("hadr")
        self.shoot("popup")
        stage.press("Escape")
        stage.press("C")
        stage.type("den")
        self.shoot("popup-claim")
        stage.press("Escape")

    def memo(self) -> None:
        stage = self.stage
        stage.open_article(DENIAL)
        stage.press("N", stage.bench.pane.reader)
        stage.press("M")
        stage.type("Compare with the premier's account of the same evening.")
        self.shoot("memo")
        stage.press("Escape")
        stage.settle()
        stage.do("undo")
        stage.settle()

    def arabic(self) -> None:
        self.stage.open_article("ارتفاع")
        self.stage.press("N", self.stage.bench.pane.reader)
        self.shoot("arabic")

    def german(self) -> None:
        self.stage.open_article("Streit um")
        self.shoot("german")

    def emoji(self) -> None:
        self.stage.open_article("Pause for evacuations")
        self.shoot("emoji")

    def cuts(self) -> None:
        self.stage.open_article("Ministry lowers")
        self.stage.bench.desk.select_passage(None)
        self.shoot("proposed-cuts")

    def search(self) -> None:
        stage = self.stage
        stage.do("search")
        stage.type("shelling after:2023-03-10")
        stage.wait_until(
            lambda: stage.bench.result is not None and stage.bench.result.is_complete, "the whole index"
        )
        stage.rest(500)
        self.shoot("search")
        stage.bench.library.search_box.clear()
        stage.rest(100)

    def passages(self) -> None:
        stage = self.stage
        stage.do("show-passages")
        stage.rest(400)
        self.shoot("passages")
        with stage.bench.workspace.archive.reading() as session:
            denial = next(card.id for card in claim_types(session) if card.name == "Denial")
        stage.bench.passages.set_filter(PassageFilter(claim_type_id=denial))
        stage.rest(400)
        self.shoot("passages-filtered")
        stage.bench.passages.set_filter(PassageFilter())
        stage.do("show-articles")

    def codebook(self) -> None:
        stage = self.stage
        stage.open_article("Warrash warns")
        stage.bench.inspector.codebook.tabs.setCurrentIndex(1)
        stage.rest(200)
        self.shoot("codebook")

    def dialogs(self) -> None:
        for name, action in (
            ("export", "export"),
            ("history", "history"),
            ("preferences", "preferences"),
            ("shortcuts", "shortcuts"),
            ("about", "about"),
        ):
            self.shoot_dialog(name, action)
        self.stage.do("command-palette")
        self.stage.type("pas")
        self.shoot_popup("palette")
        self.stage.press("Escape")
        self.stage.do("manual")
        self.stage.rest(300)
        manual = self.window.manual
        assert manual is not None
        self.shoot("manual", manual)
        manual.close()

    def small(self) -> None:
        self.window.resize(1000, 640)
        self.stage.open_article("Council votes")
        self.stage.rest(300)
        self.shoot("small-window")
        self.window.resize(1360, 850)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--theme", choices=("light", "dark"), help="only this one")
    options.add_argument(
        "--only", choices=("window", "reader", "finding", "intake", "doubled"), help="only these pictures"
    )
    options.add_argument("--scene", nargs="*", help="of these only the scenes with these names")
    asked = options.parse_args()
    application = make_application()
    for theme in (asked.theme,) if asked.theme else ("light", "dark"):
        with tempfile.TemporaryDirectory() as work:
            folder = Path(work)
            sample = folder / "Battle for Lavesh"
            if asked.only in (None, "window"):
                create_sample_archive(sample).close()
                create_archive(folder / "New archive").close()
                WindowPictures(application, folder, theme).take_all(sample, folder / "New archive")
            if asked.only in (None, "reader"):
                with create_sample_archive(folder / "The reader") as archive:
                    add_pictured_articles(archive, folder)
                ReaderPictures(application, folder, theme).take(folder / "The reader", asked.scene)
            if asked.only in (None, "finding"):
                with create_sample_archive(folder / "Press of half a year") as archive:
                    add_press(archive, folder)
                FindingPictures(application, folder, theme).take(folder / "Press of half a year", asked.scene)
            if asked.only in (None, "intake"):
                IntakePictures(application, folder, theme).take(folder / "Archive of Tamoria", asked.scene)
            if asked.only == "doubled":
                DoubledPictures(application, folder, theme).take(folder / "Archive of Tamoria")
    if asked.only is None:
        # Qt asks for the size of letters and pictures once, as it starts.
        doubled = [
            sys.executable,
            __file__,
            "--only",
            "doubled",
            *(["--theme", asked.theme] if asked.theme else []),
        ]
        subprocess.run(doubled, env={**os.environ, "QT_SCALE_FACTOR": "2"}, check=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
