"""One real window at work: how long its event loop stands still, and how long a key takes to show.

A program of its own for ``bench_window``: ``python -m tests.benchmarks.window_at_work FOLDER OUTPUT``.
"""

import json
import random
import sqlite3
import sys
import time
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QObject, QPointF, QTimer
from PySide6.QtGui import QPainter

from archive_app.gui.app import make_application, make_window
from archive_app.gui.reader import ReaderView
from archive_app.gui.reader.layout import LaidBlock
from archive_app.gui.settings import Settings
from archive_app.gui.stage import Stage
from archive_app.model.tables import Passage
from archive_app.operations.coders import coder_row
from archive_app.operations.importing import import_text
from archive_app.operations.tagging import ActorChoice
from archive_app.storage.archive import create_archive
from archive_app.storage.versions import current_version

Found = tuple[str, float, float | None, float]  # the work, ours, the baseline, the budget; milliseconds

_TICK = 5  # milliseconds between looks at the clock
_FILES = 600
_TAGS = 60
_LONG, _MANY = 500_000, 10_000  # words and passages of the longest article
_STORY = """government militia denied accused shelling talks embargo Tuesday minister capital forces
said warned people border ceasefire council spokesman reported army residents negotiators displaced
rockets evacuation"""
_WORDS = _STORY.split()


class Clock(QObject):
    """Looks at the clock every few milliseconds; a late look is a gap in the event loop."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(_TICK)

    def _look(self) -> None:
        now = time.perf_counter()
        self.gaps.append((now - self._last) * 1000)
        self._last = now

    def begin(self) -> None:
        self.gaps.clear()
        self._last = time.perf_counter()

    def stop(self) -> None:
        self._timer.stop()


class HighlightWatch(QObject):
    """Notes when the first frame with a passage that is waited for was drawn."""

    def __init__(self, reader: ReaderView) -> None:
        super().__init__()
        self._reader = reader
        self._known = 0
        self.painted = 0.0
        """When its last block was drawn; 0 while none is."""
        self.used = 0.0
        """What all threads of the window had computed by then, in seconds of CPU time."""
        self._frame = 0
        self._its_frame = 0
        self._loop = QEventLoop()
        self._patience = QTimer(singleShot=True, interval=10_000)
        self._patience.timeout.connect(lambda: self._loop.exit(1))
        layout = reader._layout
        self._paint, layout.paint_block = layout.paint_block, self._paint_block
        reader.viewport().installEventFilter(self)

    def begin(self) -> None:
        """Wait for one more passage than there is now."""
        self.painted, self._known, self._its_frame = 0.0, len(self._reader._scene.passages), 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self._frame += event.type() == QEvent.Type.Paint
        return False

    def wait(self) -> None:
        """Let the window live until then, as it lives without a watch: no timer wakes it."""
        self._patience.start()
        if not self.painted and self._loop.exec():
            raise SystemExit("no highlight was painted within ten seconds")
        self._patience.stop()

    def _paint_block(self, painter: QPainter, laid: LaidBlock, origin: QPointF, context: object) -> None:
        assert self._paint is not None
        self._paint(painter, laid, origin, context)  # type: ignore[arg-type]  # Qt's context, handed on
        if len(self._reader._scene.passages) > self._known and self._its_frame in (0, self._frame):
            self.painted, self._its_frame = time.perf_counter(), self._frame
            self.used = time.process_time()
            self._loop.quit()


class BareCommit:
    """What the disk alone takes: one row of a passage's size, committed as the archive commits."""

    def __init__(self, folder: Path) -> None:
        self._database = sqlite3.connect(folder / "bare.sqlite", isolation_level=None)
        for setting in ("journal_mode=WAL", "synchronous=FULL", "fullfsync=ON"):
            self._database.execute(f"PRAGMA {setting}")
        self._database.execute("CREATE TABLE row (value TEXT)")

    def milliseconds(self) -> float:
        """Commit once."""
        began = time.perf_counter()
        self._database.execute("BEGIN IMMEDIATE")
        self._database.execute("INSERT INTO row VALUES (?)", ("x" * 1500,))
        self._database.execute("COMMIT")
        return (time.perf_counter() - began) * 1000


def main(folder: Path, output: Path) -> None:
    chance = random.Random(7)
    incoming = folder / "incoming"
    incoming.mkdir()
    for number in range(_FILES):
        (incoming / f"{number:04d}.txt").write_text(_article(chance, number), "utf-8")
    create_archive(folder / "archive").close()
    application = make_application()
    window = make_window(application, settings=Settings(folder), theme="light")
    window.resize(1300, 850)
    window.show()
    stage = Stage(application, window)
    window.open_folder(folder / "archive")
    stage.wait_until(lambda: window.bench is not None, "the archive to open")
    bench = stage.bench
    clock = Clock()
    bench.intake.import_pasted(_article(chance, -1, words=4000), added=lambda: None, refused=_give_up)
    stage.wait_until(lambda: bench.pane.article is not None, "the first article")
    stage.rest(1500)

    found: list[Found] = []
    clock.begin()
    stage.rest(2000)
    idle = sorted(clock.gaps)
    clock.begin()
    bench.import_paths([incoming])
    stage.wait_until(lambda: not bench.is_importing, "the import to end")
    gaps = sorted(clock.gaps)
    found.append(("gap p99 while importing and indexing", _at(gaps, 0.99), _at(idle, 0.99), 33.0))
    found.append(("gap max while importing and indexing", gaps[-1], idle[-1], 50.0))

    clock.stop()
    for widget in application.topLevelWidgets():
        if widget is not window and widget.isVisible():
            widget.close()
    stage.open_article("Report number -1")
    stage.rest(3000)
    bare = BareCommit(folder)
    found += _key_rows(stage, bare, chance, "4,000 words")
    found.append(("index: a new tag is findable", _findable(stage), None, 1000.0))
    _open_long_article(stage, chance)
    found += _key_rows(stage, bare, chance, f"{_LONG:,} words, {_MANY:,} passages")
    output.write_text(json.dumps(found), "utf-8")
    window.close()


def _give_up(reason: str) -> None:
    raise SystemExit(f"the first article was refused: {reason}")


def _open_long_article(stage: Stage, chance: random.Random) -> None:
    """Open an article as long as a book, with ten thousand passages on it."""
    archive = stage.bench.workspace.archive
    made = import_text(archive, _article(chance, -2, words=_LONG), title="A book", coder="Bench").imported[0]
    with archive.change("mark", "Mark", "Bench") as change:
        version = current_version(change.session, made.id)
        starts = sorted(chance.randrange(100, len(version.text) - 400) for _ in range(_MANY))
        places = [(start, start + chance.randrange(15, 300)) for start in starts]
        change.transaction.insert(
            [
                Passage(
                    article_id=made.id, text_id=version.key, start=start, end=end,
                    quote=version.text[start:end], coder_id=coder_row(change, "Bench").key,
                )
                for start, end in places
            ]
        )  # fmt: skip
    stage.open_article("A book")
    stage.rest(4000)


def _key_rows(stage: Stage, bare: BareCommit, chance: random.Random, what: str) -> list[Found]:
    """Tag again and again: all that it takes; without what the disk took meanwhile; and in CPU time.

    The last one tells most where the machine has other work.
    """
    whole, disk, used = _tags(stage, bare, chance)
    ours = sorted(all_of_it - written for all_of_it, written in zip(whole, disk, strict=True))
    work = f"paint: key press to highlight, {what}, p95"
    return [
        (work, _at(sorted(whole), 0.95), _at(sorted(disk), 0.95), 16.0),
        (f"{work} without the disk", _at(ours, 0.95), None, 16.0),
        (f"{work} of CPU time", _at(sorted(used), 0.95), None, 16.0),
    ]


def _tags(
    stage: Stage, bare: BareCommit, chance: random.Random
) -> tuple[list[float], list[float], list[float]]:
    """Return the milliseconds of each tag until it was drawn, of a bare commit right after it, and of CPU."""
    bench = stage.bench
    article = bench.pane.article
    assert article is not None
    watch = HighlightWatch(bench.pane.reader)
    whole, disk, used = [], [], []
    for number in range(_TAGS):
        start = article.text.index(" ", chance.randrange(200, len(article.text) // 2)) + 1
        bench.pane.reader.select_range(start, start + 60)
        bench.pane.reader.ensureCursorVisible()
        stage.rest(60)
        watch.begin()
        began, had_used = time.perf_counter(), time.process_time()
        bench.desk.apply(ActorChoice(f"Speaker {number % 7}"))
        watch.wait()
        whole.append((watch.painted - began) * 1000)
        used.append((watch.used - had_used) * 1000)
        disk.append(bare.milliseconds())
        stage.rest(60)
    return whole, disk, used


def _findable(stage: Stage) -> float:
    bench = stage.bench
    article = bench.pane.article
    assert article is not None
    bench.pane.reader.select_range(10, 40)
    began = time.perf_counter()
    bench.desk.apply(ActorChoice("Zebulon Unheard"))
    stage.wait_until(lambda: bench.searching.search("actor:zebulon").total > 0, "the tag to be found")
    return (time.perf_counter() - began) * 1000


def _article(chance: random.Random, number: int, *, words: int = 600) -> str:
    paragraphs = []
    for _ in range(words // 60):
        sentence = " ".join(chance.choice(_WORDS) for _ in range(60))
        paragraphs.append(sentence.capitalize() + ".")
    return f"Report number {number}\n\n" + "\n\n".join(paragraphs) + "\n"


def _at(ordered: list[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
