"""The window over AT-SPI, on a virtual screen with a bus of its own: what Orca would get."""

import json
import os
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SYSTEM_PYTHON = "/usr/bin/python3"
LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")
SESSION = textwrap.dedent("""\
    "$LAUNCHER" --launch-immediately & launcher=$!
    sleep 2
    "$PYTHON" -m tests.gui.atspi_window "$WORK" > "$WORK/window.txt" 2>&1 & window=$!
    for _ in $(seq 240); do grep -q ready "$WORK/window.txt" && break; sleep 0.5; done
    timeout 90 "$SYSTEM_PYTHON" "$LISTENER"
    kill $window $launcher
""")


def can_listen() -> bool:
    if not (shutil.which("Xvfb") and shutil.which("xvfb-run") and shutil.which("dbus-run-session")):
        return False
    if not any(Path(launcher).exists() for launcher in LAUNCHERS) or not Path(SYSTEM_PYTHON).exists():
        return False
    asked = [SYSTEM_PYTHON, "-c", "import gi; gi.require_version('Atspi', '2.0')"]
    return subprocess.run(asked, capture_output=True, check=False).returncode == 0


@pytest.mark.slow
@pytest.mark.skipif(
    not can_listen(), reason="needs Xvfb, dbus-run-session, at-spi2-core and gir1.2-atspi-2.0"
)
def test_a_screen_reader_finds_text_caret_selection_and_passages(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        "QT_QPA_PLATFORM": "xcb",
        "LAUNCHER": next(launcher for launcher in LAUNCHERS if Path(launcher).exists()),
        "PYTHON": sys.executable,
        "SYSTEM_PYTHON": SYSTEM_PYTHON,
        "LISTENER": str(HERE / "atspi_listener.py"),
        "WORK": str(tmp_path),
    }
    done = subprocess.run(
        ["xvfb-run", "-a", "-s", "-screen 0 1440x900x24", "dbus-run-session", "--", "bash", "-c", SESSION],
        env=environment, cwd=HERE.parents[1], capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    assert lines, done.stdout + done.stderr + (tmp_path / "window.txt").read_text()
    found = json.loads(lines[-1])
    assert found["nameless"] == []
    assert found["role"] in ("text", "entry")
    assert found["characters"] > 1_000
    assert found["selected"] == "three people had died"
    assert found["height"] > 10, "the place of a letter on the screen"
    assert found["caret after"] == 20
    roles = {role for role, _, _ in found["passages"]}
    assert roles == {"label"}
    told = {name: words for _, name, words in found["passages"]}
    assert told["Passage: Nuri Menduz · Denial, Shelling of civilians"].startswith('"Not one round fired')
