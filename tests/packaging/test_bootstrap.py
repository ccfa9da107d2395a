import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "packaging" / "bootstrap.py"


class Commands:
    """Stands where commands would run: notes them, and fails those that contain one of the words."""

    def __init__(self, *failing: str) -> None:
        self.seen: list[str] = []
        self.failing = failing

    def __call__(self, command: Sequence[str]) -> bool:
        self.seen.append(" ".join(command))
        return not any(word in command for word in self.failing)


def only(*programs: str):
    return lambda name: f"/usr/bin/{name}" if name in programs else None


def test_libraries_that_load_need_no_package(bootstrap: ModuleType) -> None:
    assert bootstrap.missing_packages(bootstrap.QT_LIBRARIES, loads=lambda library: True) == []


def test_a_library_that_does_not_load_names_its_package(bootstrap: ModuleType) -> None:
    missing = bootstrap.missing_packages(
        bootstrap.QT_LIBRARIES, loads=lambda library: library != "libEGL.so.1"
    )
    assert missing == ["libegl1"]


def test_the_loader_is_asked_for_the_library_itself(bootstrap: ModuleType) -> None:
    assert not bootstrap.can_load("libno-such-thing.so.7")


def test_root_installs_by_itself(bootstrap: ModuleType) -> None:
    installer = bootstrap.find_installer(0, find=only("apt-get"), succeeds=Commands("sudo"))
    assert installer == bootstrap.Installer(prefix=("env", "DEBIAN_FRONTEND=noninteractive"))


def test_someone_with_passwordless_sudo_installs_through_it(bootstrap: ModuleType) -> None:
    installer = bootstrap.find_installer(1000, find=only("apt-get", "sudo"), succeeds=Commands())
    assert installer == bootstrap.Installer(prefix=("sudo", "-n", "env", "DEBIAN_FRONTEND=noninteractive"))


@pytest.mark.parametrize(
    ("user_id", "programs", "failing"),
    [
        pytest.param(1000, ["apt-get"], [], id="no sudo"),
        pytest.param(1000, ["apt-get", "sudo"], ["sudo"], id="sudo asks for a password"),
        pytest.param(0, ["dnf"], [], id="no apt"),
    ],
)
def test_nobody_else_installs(
    bootstrap: ModuleType, user_id: int, programs: list[str], failing: list[str]
) -> None:
    assert bootstrap.find_installer(user_id, find=only(*programs), succeeds=Commands(*failing)) is None


def test_a_person_is_told_one_command_with_every_package(bootstrap: ModuleType) -> None:
    command = bootstrap.command_to_type(["libegl1", "xvfb"])
    assert command == "sudo sh -c 'apt-get update && apt-get install -y libegl1 xvfb'"


def test_a_machine_with_package_lists_installs_at_once(bootstrap: ModuleType) -> None:
    commands = Commands()
    assert bootstrap.install_packages(["xvfb"], bootstrap.Installer(("env",)), True, commands)
    assert [" install " in command for command in commands.seen] == [True]
    assert commands.seen[0].endswith("xvfb")


def test_a_machine_without_package_lists_reads_them_first(bootstrap: ModuleType) -> None:
    commands = Commands()
    assert bootstrap.install_packages(["xvfb"], bootstrap.Installer(("env",)), False, commands)
    assert [" update" in command for command in commands.seen] == [True, False]


def test_old_package_lists_are_read_again_and_the_install_tried_once_more(bootstrap: ModuleType) -> None:
    commands = Commands("install")
    assert not bootstrap.install_packages(["xvfb"], bootstrap.Installer(("env",)), True, commands)
    assert [" update" in command for command in commands.seen] == [False, True, False]


def test_what_cannot_be_installed_is_told_in_a_sentence_with_its_command(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "find_installer", lambda user_id: None)
    monkeypatch.setattr(bootstrap, "missing_for_anything", lambda: ["libgl1", "xvfb"])
    with pytest.raises(bootstrap.NeedsPersonError) as refusal:
        bootstrap.provide(["libegl1", "libgl1"], "the window")
    sentence = str(refusal.value)
    assert sentence.startswith("The window needs packages of the system that are missing: libegl1, libgl1.")
    assert bootstrap.command_to_type(["libegl1", "libgl1", "xvfb"]) in sentence


def test_the_one_command_covers_every_target(bootstrap: ModuleType) -> None:
    missing = bootstrap.missing_for_anything(loads=lambda library: False, find=only())
    assert {"libegl1", "libxcb-cursor0", "xvfb"} <= set(missing)
    assert "xvfb" not in bootstrap.missing_for_anything(find=only("Xvfb"))


@pytest.mark.parametrize(
    ("platform", "environment", "answering", "screen"),
    [
        pytest.param("darwin", {}, [], "native", id="macOS always has one"),
        pytest.param("linux", {}, [], None, id="neither variable"),
        pytest.param("linux", {"DISPLAY": ":0"}, ["x11"], "x11", id="X11"),
        pytest.param("linux", {"DISPLAY": ":0"}, [], None, id="a display nothing answers on"),
        pytest.param("linux", {"DISPLAY": ""}, ["x11"], None, id="an empty variable"),
        pytest.param(
            "linux",
            {"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"},
            ["x11", "wayland"],
            "wayland",
            id="both",
        ),
    ],
)
def test_a_screen_is_what_answers(
    bootstrap: ModuleType,
    platform: str,
    environment: dict[str, str],
    answering: list[str],
    screen: str | None,
) -> None:
    found = bootstrap.find_screen(environment, platform, lambda kind, environment: kind in answering)
    assert found == screen


@pytest.mark.skipif(sys.platform != "linux", reason="X11 and Wayland are Linux's")
@pytest.mark.parametrize(
    "leftover", [{"DISPLAY": ":987"}, {"WAYLAND_DISPLAY": "wayland-987", "XDG_RUNTIME_DIR": "/nonexistent"}]
)
def test_a_display_variable_left_over_is_no_screen(bootstrap: ModuleType, leftover: dict[str, str]) -> None:
    if not bootstrap.can_load("libxcb.so.1"):
        pytest.skip("libxcb is not installed")
    assert bootstrap.find_screen(leftover) is None


def test_a_command_run_offscreen_keeps_its_output_and_exit_code() -> None:
    program = "import os, sys; print(os.environ['QT_QPA_PLATFORM']); sys.exit(7)"
    ran = subprocess.run(
        [sys.executable, SCRIPT, "offscreen", sys.executable, "-c", program], capture_output=True, text=True
    )
    assert (ran.stdout, ran.stderr, ran.returncode) == ("offscreen\n", "", 7)


needs_xvfb = pytest.mark.skipif(shutil.which("Xvfb") is None, reason="Xvfb is not installed")


@needs_xvfb
def test_a_command_run_virtually_has_a_screen_that_goes_with_it(bootstrap: ModuleType) -> None:
    program = "import os, sys; print(os.environ['DISPLAY']); sys.exit(7)"
    ran = subprocess.run(
        [sys.executable, SCRIPT, "virtual", sys.executable, "-c", program], capture_output=True, text=True
    )
    assert (ran.stderr, ran.returncode) == ("", 7)
    assert bootstrap.find_screen({"DISPLAY": ran.stdout.strip()}, "linux") is None


@needs_xvfb
def test_ending_the_script_ends_the_command_and_the_virtual_screen(bootstrap: ModuleType) -> None:
    program = "import os, time; print(os.environ['DISPLAY'], os.getpid(), flush=True); time.sleep(60)"
    with subprocess.Popen(
        [sys.executable, SCRIPT, "virtual", sys.executable, "-c", program], stdout=subprocess.PIPE, text=True
    ) as script:
        assert script.stdout is not None
        display, command_id = script.stdout.readline().split()
        assert bootstrap.find_screen({"DISPLAY": display}, "linux") == "x11"
        script.send_signal(signal.SIGTERM)
        assert script.wait(timeout=20) == 143
    assert not _is_running(int(command_id))
    assert bootstrap.find_screen({"DISPLAY": display}, "linux") is None


def test_an_unknown_argument_is_answered_with_the_usage() -> None:
    ran = subprocess.run([sys.executable, SCRIPT, "dance"], capture_output=True, text=True)
    assert ran.returncode == 2
    assert "bootstrap.py install" in ran.stderr


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
def test_make_alone_lists_every_target() -> None:
    listed = subprocess.run(["make", "-C", ROOT], capture_output=True, text=True, check=True).stdout
    for target in (
        "help",
        "run",
        "test",
        "test-slow",
        "bench",
        "check",
        "format",
        "screenshots",
        "package",
        "clean",
    ):
        assert f"make {target} " in listed


def _is_running(process_id: int) -> bool:
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        try:
            os.kill(process_id, 0)
        except ProcessLookupError:
            return False
        time.sleep(0.02)
    return True
