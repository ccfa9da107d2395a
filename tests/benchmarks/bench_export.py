"""Exporting a hundred thousand tagged passages, against `csv.writer` on a raw cursor with the same joins.

Run alone: ``python -m tests.benchmarks.bench_export``. Times are CPU time, so that what else the machine does
does not count. That both write the same bytes is checked.
"""

import csv
import json
import sqlite3
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

from archive_app.exporting.layouts import LAYOUTS
from archive_app.operations.exporting import export_passages
from archive_app.storage.archive import Archive, open_archive
from archive_app.storage.queries import passage_ids
from tests.benchmarks.archives import kept_archive

Row = dict[str, Any]

_PASSAGES = 100_000
_RATIO = 3.0
_MEGABYTES = 16.0
_RUNS = 3

_ACTORS = (
    "(SELECT group_concat(label, '; ') FROM (SELECT x.name || ' [' || t.role || ']' AS label FROM actor_tag t"
    " JOIN actor x ON x.id = t.actor_id WHERE t.passage_id = p.id ORDER BY t.id))"
)
_CLAIMS = (
    "(SELECT group_concat(label, '; ') FROM (SELECT x.name || ' [' || t.stance || ']' AS label"
    " FROM claim_tag t JOIN claim_type x ON x.id = t.claim_type_id WHERE t.passage_id = p.id ORDER BY t.id))"
)
_CELLS = (
    "p.id, p.uid, p.article_id, a.title, a.outlet, a.authors, a.published, a.url, a.language, p.start,"
    f" p.\"end\", '', p.quote, {_ACTORS}, {_CLAIMS}, p.memo, c.name, p.created, p.modified"
)
_PASSAGE = "passage p JOIN article a ON a.id = p.article_id JOIN coder c ON c.id = p.coder_id"
_PLACE = 'p.article_id, p.start, p."end", p.id'
_SQL = {
    "passages": f"SELECT {_CELLS} FROM {_PASSAGE} ORDER BY {_PLACE}",
    "tags": (
        f"SELECT {_CELLS}, t.kind, t.name, t.role, t.stance FROM {_PASSAGE} JOIN"
        " (SELECT passage_id, 'actor' AS kind, x.name, role, '' AS stance, t.id AS tag FROM actor_tag t"
        " JOIN actor x ON x.id = t.actor_id"
        " UNION ALL SELECT passage_id, 'claim_type', x.name, '', stance, t.id FROM claim_tag t"
        " JOIN claim_type x ON x.id = t.claim_type_id) t ON t.passage_id = p.id"
        f" ORDER BY {_PLACE}, t.kind, t.tag"
    ),
    "statements": (
        f"SELECT {_CELLS}, coalesce(s.name, ''), y.name, k.stance, {{addressee}}, {{target}} FROM {_PASSAGE}"
        " JOIN claim_tag k ON k.passage_id = p.id JOIN claim_type y ON y.id = k.claim_type_id"
        " LEFT JOIN (SELECT passage_id, x.name, t.id FROM actor_tag t JOIN actor x ON x.id = t.actor_id"
        f" WHERE role = 'speaker') s ON s.passage_id = p.id ORDER BY {_PLACE}, s.id, k.id"
    ).format(
        **{
            role: "coalesce((SELECT group_concat(name, '; ') FROM (SELECT x.name FROM actor_tag t"
            f" JOIN actor x ON x.id = t.actor_id WHERE t.passage_id = p.id AND t.role = '{role}'"
            " ORDER BY t.id)), '')"
            for role in ("addressee", "target")
        }
    ),
}


def rows() -> list[Row]:
    """Measure every layout, and the memory that it takes."""
    folder = kept_archive(articles=20_000, passages=_PASSAGES)
    with (
        tempfile.TemporaryDirectory(prefix="archive-app-") as name,
        open_archive(folder, write=False) as archive,
    ):
        measured = [_layout(archive, layout, Path(name)) for layout in LAYOUTS]
        return [*measured, _memory(archive, Path(name))]


def _layout(archive: Archive, layout: str, folder: Path) -> Row:
    ours, theirs = folder / "ours.csv", folder / "theirs.csv"

    def raw() -> None:
        connection = sqlite3.connect(archive.places.database)
        with theirs.open("w", encoding="utf-8", newline="") as file:
            sheet = csv.writer(file)
            sheet.writerow(LAYOUTS[layout].columns)
            sheet.writerows(connection.execute(_SQL[layout]))
        connection.close()

    def export() -> None:
        export_passages(archive, ours, layout=layout, bom=False, raw=True)

    baseline = min(_cpu_seconds(raw) for _ in range(_RUNS))
    guarded = min(_cpu_seconds(lambda: export_passages(archive, ours, layout=layout)) for _ in range(_RUNS))
    export()
    assert ours.read_bytes() == theirs.read_bytes(), f"the layout {layout} is not what the database says"
    return {
        "work": f"export {_PASSAGES:,} tagged passages: {layout}",
        "ours": round(guarded, 2),
        "baseline": round(baseline, 2),
        "unit": "s",
        "ratio": round(guarded / baseline, 2),
        "budget": _RATIO,
        "ok": guarded / baseline <= _RATIO,
    }


def _memory(archive: Archive, folder: Path) -> Row:
    """The most that an export holds at once, of all passages and of a tenth of them."""
    with archive.reading() as session:
        keys = passage_ids(session)

    def peak(wanted: list[int]) -> float:
        tracemalloc.start()
        export_passages(archive, folder / "memory.csv", passage_ids=wanted)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most / 2**20

    peak(keys[:2_000])  # what is loaded once is not the export's
    tenth, whole = peak(keys[: len(keys) // 10]), peak(keys)
    return {
        "work": f"export {_PASSAGES:,} tagged passages: memory (baseline: a tenth of them)",
        "ours": round(whole, 1),
        "baseline": round(tenth, 1),
        "unit": "MB",
        "ratio": round(whole / tenth, 2),
        "budget": _MEGABYTES,
        "ok": whole <= _MEGABYTES,
    }


def _cpu_seconds(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


if __name__ == "__main__":
    for row in rows():
        print(json.dumps(row))
