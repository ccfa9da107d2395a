"""One real window at work: how long its event loop stands still, and how long a key takes to show.

A program of its own for ``bench_window``: ``python -m tests.benchmarks.window_at_work FOLDER OUTPUT``.
"""

import json
import random
import sys
import time
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer

from archive_app.gui.app import make_application, make_window
from archive_app.gui.settings import Settings
from archive_app.gui.stage import Stage
from archive_app.operations.tagging import ActorChoice
from archive_app.storage.archive import create_archive

_TICK = 5  # milliseconds between looks at the clock
_FILES = 600
_TAGS = 60
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


class PaintWatch(QObject):
    """Notes when a widget was painted last."""

    def __init__(self, watched: QObject) -> None:
        super().__init__()
        self.painted = 0.0
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.painted = time.perf_counter()
        return False


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
    bench.import_pasted(_article(chance, -1, words=4000))
    stage.wait_until(lambda: bench.pane.article is not None, "the first article")
    stage.rest(1500)

    found: list[tuple[str, float, float | None, float]] = []
    clock.begin()
    stage.rest(2000)
    idle = sorted(clock.gaps)
    clock.begin()
    bench.import_paths([incoming])
    stage.wait_until(lambda: not bench.is_importing, "the import to end")
    gaps = sorted(clock.gaps)
    found.append(("gap p99 while importing and indexing", _at(gaps, 0.99), _at(idle, 0.99), 33.0))
    found.append(("gap max while importing and indexing", gaps[-1], idle[-1], 50.0))

    for widget in application.topLevelWidgets():
        if widget is not window and widget.isVisible():
            widget.close()
    stage.open_article("Report number -1")
    stage.rest(3000)
    found.append(("paint: key press to highlight, p95", _at(_tags(stage, chance), 0.95), None, 16.0))
    found.append(("index: a new tag is findable", _findable(stage), None, 1000.0))
    output.write_text(json.dumps(found), "utf-8")
    window.close()


def _tags(stage: Stage, chance: random.Random) -> list[float]:
    bench = stage.bench
    article = bench.pane.article
    assert article is not None
    watch = PaintWatch(bench.pane.reader.viewport())
    times = []
    for number in range(_TAGS):
        start = article.text.index(" ", chance.randrange(200, 4000)) + 1
        bench.pane.reader.select_range(start, start + 60)
        bench.pane.reader.ensureCursorVisible()
        stage.rest(40)
        known = len(bench.pane.article.passages) if bench.pane.article else 0
        began = time.perf_counter()
        bench.desk.apply(ActorChoice(f"Speaker {number % 7}"))

        def shown(known: int = known, began: float = began) -> bool:
            there = bench.pane.article is not None and len(bench.pane.article.passages) > known
            return there and watch.painted > began

        while not shown():
            stage.rest(1)
            assert time.perf_counter() - began < 10, "no highlight was painted"
        times.append((watch.painted - began) * 1000)
        stage.rest(20)
    return sorted(times)


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
