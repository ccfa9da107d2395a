"""The reader against plain text in a stock QTextEdit, on the same text in the same run.

Every figure is CPU time of one frame's work: the change and a synchronous repaint of the view, without the
compositor. Run alone: ``python -m tests.benchmarks.bench_reader``.
"""

import os
import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QFont, QFontDatabase, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QApplication, QTextEdit

from archive_app.gui.reader import Appearance, Highlight, ReaderView

Row = dict[str, Any]
View = TypeVar("View", bound=QTextEdit)

_FONTS = Path(__file__).parents[2] / "resources" / "fonts"
_NEWS = (
    "the government army command said on Sunday its forces had taken a bridge and two villages north of "
    "the capital after days of shelling which officials denied accusing the rebels instead nothing was "
    "fired at houses markets or schools the ministry counted dead and wounded talks about a truce went "
    "on in the council"
)
_ARABIC = "قال الوزير إن الحكومة سوف تنظر في مطالب المحتجين خلال الأسبوع القادم بعد اجتماع البرلمان"
_SIZES = ((1_000, 50), (50_000, 2_000), (500_000, 10_000))
_FRAME = 16.0  # ms


def make_text(words: int, *, paragraph: tuple[int, int] = (40, 110), seed: int = 1) -> str:
    """Make a text of so many words: every 17th paragraph in Arabic, every 5th with emoji."""
    chance = random.Random(seed)
    paragraphs: list[str] = []
    left = words
    while left > 0:
        length = min(left, chance.randint(*paragraph))
        source = _ARABIC if len(paragraphs) % 17 == 16 else _NEWS
        chosen = chance.choices(source.split(), k=length)
        if len(paragraphs) % 5 == 4:
            chosen[chance.randrange(length)] = "🕊️"
        for place in range(13, length, 14):
            chosen[place] += "."
        paragraphs.append(" ".join(chosen))
        left -= length
    return "\n".join(paragraphs)


def make_highlights(text: str, count: int, seed: int = 2) -> list[Highlight]:
    """Make so many passages of 3 to 80 words, most in clusters that overlap up to six deep."""
    chance = random.Random(seed)
    centres = [chance.randrange(len(text)) for _ in range(max(1, count // 6))]
    made = []
    for passage_id in range(count):
        clustered = chance.choice(centres) + chance.randint(-200, 200)
        start = clustered if chance.random() < 0.6 else chance.randrange(len(text))
        length = int(min(500, max(15, chance.lognormvariate(4.6, 0.8))))
        start = max(0, min(len(text) - length - 1, start))
        colour = chance.randrange(12)
        made.append(Highlight(passage_id, start, start + length, colour, f"Actor {colour} · Claim"))
    return made


def rows() -> list[Row]:
    """Measure everything and return the table's rows."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    app.setStyle("Fusion")
    for font in sorted(_FONTS.rglob("*.ttf")):
        QFontDatabase.addApplicationFont(str(font))
    found: list[Row] = []
    for words, count in _SIZES:
        text = make_text(words)
        found += _measure(
            app, f"{words:,} words, {count:,} passages", text, make_highlights(text, count), words
        )
    endless = make_text(50_000, paragraph=(50_000, 50_000))
    name = "a 50,000-word paragraph, 2,000 passages"
    found += _measure(app, name, endless, make_highlights(endless, 2_000), 50_000)
    crowded = make_text(1_000)
    one_place = [Highlight(n, 700, 820, n % 12, f"Actor {n} · Claim") for n in range(500)]
    found += _measure(app, "500 passages on one sentence", crowded, one_place, 1_000)
    return found


def _measure(
    app: QApplication, name: str, text: str, highlights: Sequence[Highlight], words: int
) -> Iterator[Row]:
    """Measure one text with its passages: open, scroll, add, remove."""
    ours, plain = _our_view(app), _plain_view(app)
    opening = _open_row(app, f"open {name}", ours, plain, text, highlights, words)
    yield opening
    yield _row(
        f"scroll {name}: p95 of a frame",
        _p95(_scrolling(app, ours)),
        _p95(_scrolling(app, plain)),
        _FRAME,
    )
    yield _row(
        f"paint {name}: p95 of the whole view",
        _p95(_frames(60, lambda _: None, ours)),
        _p95(_frames(60, lambda _: None, plain)),
        _FRAME,
    )
    ours.verticalScrollBar().setValue(ours.verticalScrollBar().maximum() // 2)
    _drain(app)
    adding, removing = _adding_and_removing(app, ours, text)
    yield _row(f"add a passage to {name}: p95", _p95(adding), _p95(_plain_adding(app, plain)), _FRAME)
    yield _row(f"remove a passage from {name}: p95", _p95(removing), None, _FRAME)
    for view in (ours, plain):
        view.close()
        view.deleteLater()
    _drain(app)


def _open_row(
    app: QApplication,
    work: str,
    ours: ReaderView,
    plain: QTextEdit,
    text: str,
    highlights: Sequence[Highlight],
    words: int,
) -> Row:
    def open_ours() -> None:
        ours.show_text(text, highlights)

    def open_plain() -> None:
        plain.setPlainText(text)

    def opened(view: QTextEdit, act: Callable[[], None]) -> float:
        taken = []
        for _ in range(4):
            view.setPlainText("") if view is plain else ours.clear()
            _drain(app)
            taken.append(_cpu(lambda: (act(), view.viewport().repaint())))
        # The first one also fills the caches of fonts and glyphs.
        return statistics.median(taken[1:])

    mine, theirs = opened(ours, open_ours), opened(plain, open_plain)
    if words >= 500_000:
        return _row(work, mine, theirs, 200.0)
    if words >= 50_000:
        row = _row(work, mine, theirs, 2.0, is_ratio=True)
        row["ok"] = row["ok"] and mine <= 60.0
        return row
    return _row(work, mine, theirs, 60.0)


def _our_view(app: QApplication) -> ReaderView:
    view = ReaderView(appearance=Appearance())
    return _shown(app, view)


def _plain_view(app: QApplication) -> QTextEdit:
    view = QTextEdit()
    view.setReadOnly(True)
    view.setUndoRedoEnabled(False)
    view.setFont(QFont(["Literata", "Noto Naskh Arabic", "DejaVu Serif"], 13))
    return _shown(app, view)


def _shown(app: QApplication, view: View) -> View:
    view.resize(1000, 1000)
    view.show()
    _drain(app)
    return view


def _scrolling(app: QApplication, view: QTextEdit) -> list[float]:
    """Frames of a wheel turning from the middle of the text."""
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() // 3)
    _drain(app)
    start = bar.value()
    return _frames(150, lambda turn: bar.setValue(start + 60 * (turn + 1)), view)


def _frames(count: int, act: Callable[[int], object], view: QTextEdit) -> list[float]:
    def frame(turn: int) -> None:
        act(turn)
        view.viewport().repaint()

    return [_cpu(lambda turn=turn: frame(turn)) for turn in range(count)]


def _adding_and_removing(app: QApplication, view: ReaderView, text: str) -> tuple[list[float], list[float]]:
    """Frames in which a passage in view is added, and taken off again."""
    chance = random.Random(5)
    place = view.viewport().rect().center()
    middle = view.cursorForPosition(place).position()
    units = len(text[:middle].encode("utf-16-le")) // 2
    middle -= units - middle
    first = 10_000_000

    def added(turn: int) -> None:
        start = max(0, min(len(text) - 200, middle + chance.randint(-300, 300)))
        view.add_highlight(
            Highlight(first + turn, start, start + chance.randint(20, 180), turn % 12, "New · Claim")
        )

    adding = _frames(60, added, view)
    _drain(app)
    removing = _frames(60, lambda turn: view.remove_highlight(first + turn), view)
    return adding, removing


def _plain_adding(app: QApplication, view: QTextEdit) -> list[float]:
    """Frames in which a stock QTextEdit gets one more extra selection in view."""
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    _drain(app)
    middle = view.cursorForPosition(view.viewport().rect().center()).position()
    tint = QTextCharFormat()
    tint.setBackground(view.palette().highlight())
    selections: list[QTextEdit.ExtraSelection] = []

    def added(turn: int) -> None:
        selection = QTextEdit.ExtraSelection()
        cursor = QTextCursor(view.document())
        cursor.setPosition(max(0, middle - 300 + 9 * turn))
        cursor.movePosition(QTextCursor.MoveOperation.Right, QTextCursor.MoveMode.KeepAnchor, 80)
        selection.cursor, selection.format = cursor, tint
        selections.append(selection)
        view.setExtraSelections(selections)

    return _frames(60, added, view)


def _cpu(act: Callable[[], object]) -> float:
    """Milliseconds of CPU time that something takes."""
    start = time.process_time()
    act()
    return (time.process_time() - start) * 1e3


def _p95(taken: list[float]) -> float:
    return sorted(taken)[int(0.95 * len(taken))]


def _drain(app: QApplication) -> None:
    for _ in range(4):
        app.processEvents()


def _row(work: str, ours: float, baseline: float | None, budget: float, *, is_ratio: bool = False) -> Row:
    ratio = ours / baseline if baseline else None
    measured = ratio if is_ratio and ratio is not None else ours
    return {
        "work": work,
        "ours": round(ours, 2),
        "baseline": None if baseline is None else round(baseline, 2),
        "unit": "ms",
        "ratio": None if ratio is None else round(ratio, 2),
        "budget": budget,
        "ok": measured <= budget,
    }


if __name__ == "__main__":
    for each in rows():
        print(each)
