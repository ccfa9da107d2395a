"""The folder that PyInstaller builds does the main job without Python and without the checkout."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

SPEC = Path(__file__).parents[2] / "packaging" / "archive-app.spec"


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("PyInstaller") is None, reason="PyInstaller is not installed")
def test_the_built_folder_plays_the_tour(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "PyInstaller", "--noconfirm", "--distpath", str(tmp_path / "dist"),
         "--workpath", str(tmp_path / "build"), str(SPEC)],
        check=True, capture_output=True,
    )  # fmt: skip
    program = tmp_path / "dist" / "archive-app" / "archive-app"
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    environment.pop("PYTHONPATH", None)
    done = subprocess.run(
        [program, "tour", "--output", tmp_path / "tour"], cwd=tmp_path, env=environment, capture_output=True,
        text=True, timeout=180,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "tour" / "statements.csv").is_file()
    assert len(list((tmp_path / "tour" / "screenshots").glob("*.png"))) == 9
