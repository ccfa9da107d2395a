"""The whole window: its first paint, its event loop while others work, a key until its highlight is painted.

Each runs in a process of its own, as a person's would. Alone: ``python -m tests.benchmarks.bench_window``.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

Row = dict[str, Any]

_RUNS = 5
_BARE = """
import time, resource; began = time.perf_counter()
from PySide6.QtWidgets import QApplication, QMainWindow
application = QApplication([]); window = QMainWindow(); window.resize(1400, 860); window.show()
application.processEvents()
used = resource.getrusage(resource.RUSAGE_SELF)
print(time.perf_counter() - began, used.ru_utime + used.ru_stime)
"""
_OURS = """
import sys, time, resource; began = time.perf_counter()
from pathlib import Path
from archive_app.gui.app import make_application, make_window
application = make_application(); window = make_window(application); window.show()
application.processEvents()
used = resource.getrusage(resource.RUSAGE_SELF)
print(time.perf_counter() - began, used.ru_utime + used.ru_stime)
import os; os._exit(0)
"""


def rows() -> list[Row]:
    """Measure everything here."""
    return [first_paint(), *work_in_the_window()]


def first_paint() -> Row:
    """From nothing to the first paint, CPU seconds, beside a bare window in alternation."""
    bare, ours = [], []
    for _ in range(_RUNS):
        bare.append(_alone(_BARE))
        ours.append(_alone(_OURS))
    return _row(
        "open: first paint of the window", statistics.median(ours), statistics.median(bare), ratio=2.0
    )


def work_in_the_window() -> list[Row]:
    """What a second process found in a real window on a generated archive."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder, "rows.json")
        done = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.window_at_work", folder, str(output)],
            check=False, env=_environment(folder), capture_output=True, text=True,
        )  # fmt: skip
        if done.returncode != 0:
            raise RuntimeError(f"The window at work came to no end:\n{done.stderr}")
        found = json.loads(output.read_text("utf-8"))
    listed = []
    for work, ours, baseline, budget in found:
        row = _row(work, ours / 1000, baseline / 1000 if baseline else None, limit=budget)
        listed.append(row)
    return listed


def _alone(program: str) -> float:
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-c", program],
            check=True,
            capture_output=True,
            text=True,
            env=_environment(folder),
        )
    return float(done.stdout.split()[1])


def _environment(folder: str) -> dict[str, str]:
    # An installed program is compiled: a shell that forbids to keep that would measure the compiler.
    return {
        **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
        "PYTHONPYCACHEPREFIX": str(Path(tempfile.gettempdir(), "archive-app-bench-compiled")),
        "QT_QPA_PLATFORM": "offscreen",
        "ARCHIVE_APP_CONFIG": str(Path(folder, "config")),
        "ARCHIVE_APP_CACHE": str(Path(folder, "cache")),
    }


def _row(
    work: str, ours: float, baseline: float | None, *, ratio: float | None = None, limit: float | None = None
) -> Row:
    """Make a row in milliseconds; the budget is the ratio to the baseline, or a limit in milliseconds."""
    quotient = round(ours / baseline, 2) if baseline else None
    if ratio is not None:
        ok = quotient is not None and quotient <= ratio
    else:
        assert limit is not None
        ok = ours * 1000 <= limit
    return {
        "work": work, "ours": round(ours * 1000, 1),
        "baseline": round(baseline * 1000, 1) if baseline else None, "unit": "ms",
        "ratio": quotient, "budget": ratio if ratio is not None else limit, "ok": ok,
    }  # fmt: skip


if __name__ == "__main__":
    for row in rows():
        print(row)
