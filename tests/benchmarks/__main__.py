"""Measures against the budgets: ``python -m tests.benchmarks [NAME...]``, as in ``… export lists``.

Runs every ``bench_NAME.py`` of this folder, each in a process of its own; prints one table and writes
``bench.json``. The exit code is 1 when a row is over its budget or a benchmark did not come to its end.

A row is ``{"work", "ours", "baseline", "unit", "ratio", "budget", "ok"}``; the budget is of the ratio where
one is agreed, else of our own figure. Rows of the search have a ``whoosh`` beside them, for comparison.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

Row = dict[str, Any]

_HERE = Path(__file__).parent
_ROOT = _HERE.parents[1]
_COLUMNS = ("work", "ours", "baseline", "unit", "ratio", "budget", "ok")
_RUN = (
    "import importlib, json, pathlib, sys\n"
    "rows = importlib.import_module(sys.argv[1]).rows()\n"
    "pathlib.Path(sys.argv[2]).write_text(json.dumps(rows), 'utf-8')\n"
)


def main(names: Sequence[str]) -> int:
    """Run the benchmarks of these names, or all, and return the exit code."""
    known = sorted(path.stem.removeprefix("bench_") for path in _HERE.glob("bench_*.py"))
    unknown = sorted(set(names) - set(known))
    if unknown:
        print(f"There is no benchmark “{unknown[0]}”. There are {', '.join(known)}.", file=sys.stderr)
        return 2
    measured: list[Row] = []
    failed: list[str] = []
    for name in names or known:
        print(f"Measuring {name} …", file=sys.stderr, flush=True)
        rows = _measure(name)
        if rows is None:
            failed.append(name)
        else:
            measured += rows
    (_ROOT / "bench.json").write_text(json.dumps(measured, indent=1, ensure_ascii=False) + "\n", "utf-8")
    print(_table(measured))
    for name in failed:
        print(f"The benchmark “{name}” did not come to its end; what it said stands above.", file=sys.stderr)
    over = [row["work"] for row in measured if not row["ok"]]
    if over:
        print(f"{len(over)} of {len(measured)} are over their budgets.")
    return 1 if over or failed else 0


def _measure(name: str) -> list[Row] | None:
    # A process each: what one loads or leaves behind is not measured with the next.
    with tempfile.TemporaryDirectory(prefix="archive-app-bench-") as folder:
        result = Path(folder) / "rows.json"
        command = [sys.executable, "-c", _RUN, f"tests.benchmarks.bench_{name}", str(result)]
        # What a benchmark prints is progress; the standard output is for the table.
        done = subprocess.run(command, cwd=_ROOT, stdout=sys.stderr, check=False)
        if done.returncode != 0 or not result.exists():
            return None
        rows: list[Row] = json.loads(result.read_text("utf-8"))
        return rows


def _table(rows: Sequence[Row]) -> str:
    columns = (*_COLUMNS, *(("whoosh",) if any("whoosh" in row for row in rows) else ()))
    lines = [columns, *(tuple(_cell(row.get(column)) for column in columns) for row in rows)]
    widths = [max(len(line[at]) for line in lines) for at in range(len(columns))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column in ("work", "unit") else cell.rjust(width)
            for column, cell, width in zip(columns, line, widths, strict=True)
        ).rstrip()
        for line in lines
    )


def _cell(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "NO"
    return f"{value:g}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
