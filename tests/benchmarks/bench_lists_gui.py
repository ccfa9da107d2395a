"""The lists of the window on a hundred thousand articles and a million passages, from wish to paint.

Run alone: ``python -m tests.benchmarks.bench_lists_gui``. Times are CPU time of all threads, so that what
else the machine does counts for nothing; the baseline is the stock way, all rows in a `QStandardItemModel`
behind a `QSortFilterProxyModel`, measured on a tenth of the rows and scaled.
"""

import json
import os
import random
import sqlite3
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QSortFilterProxyModel, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QTableView

from archive_app.gui.library.panel import LibraryPanel
from archive_app.gui.lists.table import CardTable
from archive_app.gui.passages.view import PassagesView
from archive_app.gui.theme import ThemeSwitch
from archive_app.gui.workspace import Workspace
from archive_app.storage.archive import open_archive
from archive_app.storage.queries import PassageFilter
from tests.benchmarks.archives import fill

Row = dict[str, Any]

_ARTICLES = 100_000
_PASSAGES = 1_000_000
_SCALE = 10
_FRAMES = 150
_RUNS = 3


def rows() -> list[Row]:
    """Measure the budgets of lists."""
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    themes = ThemeSwitch(application, "light")
    with tempfile.TemporaryDirectory(prefix="archive-app-bench-") as name:
        folder = fill(Path(name) / "archive", articles=_ARTICLES, passages=_PASSAGES, words=8)
        workspace = Workspace(open_archive(folder, write=False), "Bench")
        workspace.broken.connect(print)
        try:
            measured = _library(application, workspace, themes, folder / "archive.sqlite")
            return measured + _passages(application, workspace, themes)
        finally:
            workspace.close()


def _library(
    application: QApplication, workspace: Workspace, themes: ThemeSwitch, database: Path
) -> list[Row]:
    stock = _stock_view(application, database)
    panel = LibraryPanel(None, themes.theme)
    panel.resize(320, 900)
    panel.show()
    application.processEvents()

    def reopen() -> None:
        panel.set_workspace(None)
        panel.set_workspace(workspace)

    def wait(change: Callable[[], object]) -> float:
        return _until_refilled(application, panel.table, change)

    opened = min(wait(reopen) for _ in range(_RUNS))
    scrolled, jumped = _scrolling(panel.table)
    by_title: list[float] = []
    for _ in range(_RUNS):
        by_title.append(wait(lambda: panel.sort_button.choose("title", False)))
        wait(lambda: panel.sort_button.choose("published", True))
    outlets = ("Outlet 7", "Outlet 8", "Outlet 9")

    def ask_for(outlet: str) -> None:
        panel.filters.outlet.set_value(outlet)
        panel.filters.changed.emit()

    filtered = min(wait(partial(ask_for, outlet)) for outlet in outlets)
    panel.hide()
    panel.deleteLater()
    return [
        _row(f"list {_ARTICLES:,} articles: open", opened, stock["open"], 100),
        _row(f"list {_ARTICLES:,} articles: sort by title", min(by_title), stock["sort"], 100),
        _row(f"list {_ARTICLES:,} articles: filter by outlet", filtered, stock["filter"], 100),
        _row(f"scroll {_ARTICLES:,} articles, p95 of a frame", scrolled, None, 16),
        _row(f"scroll {_ARTICLES:,} articles, p95 of a jump", jumped, None, 16),
    ]


def _passages(application: QApplication, workspace: Workspace, themes: ThemeSwitch) -> list[Row]:
    view = PassagesView(None, themes.theme)
    view.resize(1280, 800)
    view.show()
    application.processEvents()

    def reopen() -> None:
        view.set_workspace(None)
        view.set_workspace(workspace)

    def wait(change: Callable[[], object]) -> float:
        return _until_refilled(application, view.table, change)

    opened = min(wait(reopen) for _ in range(_RUNS))
    scrolled, jumped = _scrolling(view.table)
    filters = [PassageFilter(actor_id=1 + run) for run in range(_RUNS)]
    filtered = min(wait(partial(view.set_filter, wanted)) for wanted in filters)
    view.hide()
    view.deleteLater()
    return [
        _row(f"list {_PASSAGES:,} passages: open", opened, None, 500),
        _row(f"list {_PASSAGES:,} passages: filter by actor", filtered, None, 500),
        _row(f"scroll {_PASSAGES:,} passages, p95 of a frame", scrolled, None, 16),
        _row(f"scroll {_PASSAGES:,} passages, p95 of a jump", jumped, None, 16),
    ]


def _until_refilled(application: QApplication, table: CardTable, change: Callable[[], object]) -> float:
    """Return the CPU milliseconds from a wish until the list that answers it is painted."""
    refilled: list[bool] = []
    connection = table.model().modelReset.connect(lambda: refilled.append(table.model().rowCount() > 0))
    begun = time.process_time()
    change()
    while True not in refilled:
        application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    table.viewport().repaint()
    taken = time.process_time() - begun
    table.model().modelReset.disconnect(connection)
    return taken * 1000


def _scrolling(table: CardTable) -> tuple[float, float]:
    """Return the 95th percentile of a full repaint after a small step and after a jump, in milliseconds."""
    bar, chance = table.verticalScrollBar(), random.Random(1)
    step = table.verticalHeader().defaultSectionSize()
    base = bar.maximum() // 3

    def frame(value: int) -> float:
        begun = time.thread_time()
        bar.setValue(value)
        table.viewport().repaint()
        return (time.thread_time() - begun) * 1000

    for _ in range(10):
        frame(chance.randrange(bar.maximum()))
    small = [frame(base + at * step) for at in range(_FRAMES)]
    far = [frame(chance.randrange(bar.maximum())) for _ in range(_FRAMES)]
    return _p95(small), _p95(far)


def _stock_view(application: QApplication, database: Path) -> dict[str, float]:
    """Open, sort and filter the same list the stock way; milliseconds, scaled up to all rows."""
    view, model, proxy = QTableView(), QStandardItemModel(), QSortFilterProxyModel()
    view.resize(320, 900)
    view.show()
    proxy.setSourceModel(model)
    proxy.setSortCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)

    def open_all() -> None:
        query = "SELECT title, outlet, published FROM article ORDER BY published DESC LIMIT ?"
        with sqlite3.connect(database) as connection:
            for row in connection.execute(query, (_ARTICLES // _SCALE,)):
                model.appendRow([QStandardItem(value) for value in row])
        connection.close()
        view.setModel(proxy)

    def filter_outlet() -> None:
        proxy.setFilterKeyColumn(1)
        proxy.setFilterFixedString("Outlet 7")

    taken: dict[str, float] = {}
    for name, act in (("open", open_all), ("sort", lambda: proxy.sort(0)), ("filter", filter_outlet)):
        begun = time.process_time()
        act()
        application.processEvents()
        view.viewport().repaint()
        taken[name] = (time.process_time() - begun) * 1000 * _SCALE
    view.hide()
    view.deleteLater()
    return taken


def _p95(taken: list[float]) -> float:
    return sorted(taken)[int(len(taken) * 0.95)]


def _row(work: str, ours: float, baseline: float | None, budget: float) -> Row:
    return {
        "work": work,
        "ours": round(ours, 1),
        "baseline": None if baseline is None else round(baseline, 1),
        "unit": "ms",
        "ratio": None if baseline is None else round(ours / baseline, 3),
        "budget": budget,
        "ok": ours <= budget,
    }


if __name__ == "__main__":
    for row in rows():
        print(json.dumps(row))
