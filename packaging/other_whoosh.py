"""Runs the search tests on another Whoosh, to know that we could change to it any day; `make check-whoosh`.

The tests run in a venv of their own under `.cache`, which has only that Whoosh in it and sees everything else
in `.venv`. Arguments go on to pytest.
"""

import os
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OTHER = "Whoosh-Reloaded==2.7.5"
FOLDER = ROOT / ".cache" / "venv-whoosh-reloaded"


def main(arguments: Sequence[str]) -> int:
    """Run the tests and return pytest's exit code."""
    python = _python()
    version = subprocess.run(
        [python, "-c", "import whoosh; print(whoosh.versionstring(), whoosh.__file__)"],
        capture_output=True, text=True, check=True, cwd=FOLDER,
    ).stdout.strip()  # fmt: skip
    if str(FOLDER) not in version:
        print(f"The tests would run on {version}, not on {OTHER}.", file=sys.stderr)
        return 2
    print(f"Searching with {OTHER}: {version}", flush=True)
    # Old code warns of itself; the tests are about what it does.
    options = ["-q", "-p", "no:xvfb", "-W", "default::SyntaxWarning", "-W", "default::DeprecationWarning"]
    chosen = list(arguments) or ["-m", "not slow"]
    command = [str(python), "-m", "pytest", *options, str(ROOT / "tests" / "search"), *chosen]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def _python() -> Path:
    python = FOLDER / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    ready = FOLDER / OTHER
    if not ready.exists():
        venv.create(FOLDER, clear=True, with_pip=False)
        pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "-qq"]
        subprocess.run([*pip, "--disable-pip-version-check", OTHER], check=True)
        # Comes after the venv's own packages, so that only what is missing there is taken from `.venv`.
        shared = next(path for path in sys.path if path.endswith("site-packages"))
        own = subprocess.run(
            [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
            capture_output=True, text=True, check=True,
        ).stdout.strip()  # fmt: skip
        line = f"import site; site.addsitedir({shared!r})\n"
        (Path(own) / "shared.pth").write_text(line, "utf-8")
        ready.touch()
    return python


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
