"""Every real file there is in one import: all articles are stored, only what is known to be bad fails."""

import json
import shutil
from pathlib import Path

import pytest

from archive_app.operations.checking import check_archive
from archive_app.operations.importing import import_files
from archive_app.storage.archive import Archive

SHARED = Path(__file__).parents[3] / "shared" / "data"
EXPORTS = Path(__file__).parents[1] / "importing" / "databases" / "files" / "samples.json"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not SHARED.is_dir(), reason="the files of shared/data are not here"),
]


def test_all_samples_are_imported_with_all_their_articles(empty_archive: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    for name in ("nexis", "factiva", "europresse", "html/pages", "spans"):
        shutil.copytree(SHARED / name, folder / name, ignore=shutil.ignore_patterns("*.tsv"))
    shutil.copy(SHARED / "seed-article.txt", folder)
    exports = json.loads(EXPORTS.read_text("utf-8"))
    pages = len(list((folder / "html/pages").iterdir()))
    texts = len(list((folder / "spans").glob("*.txt")))
    report = import_files(empty_archive, [folder], coder="Ada")
    expected = sum(len(export["articles"]) for export in exports.values()) + pages + texts + 1
    failed = sum(len(export["failed"]) for export in exports.values())
    assert len(report.imported) + len(report.duplicates) == expected
    assert len(report.failed) == failed, report.failed
    assert check_archive(empty_archive).ok
