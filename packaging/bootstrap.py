"""Gets a bare machine ready for Archive App and starts things in it; `make` calls it.

It runs before `.venv` exists, so it needs nothing but the standard library of CPython 3.11.

    bootstrap.py install              make .venv and put the app and its development tools into it
    bootstrap.py run                  open the app on the sample archive, or play the tour
    bootstrap.py offscreen COMMAND    run a command with Qt drawing into memory
    bootstrap.py virtual COMMAND      run a command on a virtual screen of 1440 × 900
"""

import ctypes
import importlib.util
import os
import select
import shlex
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "ready"
"""Written last, so an interrupted install is done again; holds the folder that `.venv` was made for."""

TOUR_FOLDER = "tour"
SCREEN = "1440x900x24"
SCREEN_STARTS_WITHIN = 20.0  # seconds

Run = Callable[[Sequence[str]], bool]
"""Runs a command and says whether it succeeded."""

QT_LIBRARIES: Mapping[str, str] = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxkbcommon.so.0": "libxkbcommon0",
}
"""What Qt loads on Linux in any case: library file → Debian package."""

X11_LIBRARIES: Mapping[str, str] = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
}
"""What it loads besides for a window under X11."""

VENV_PACKAGE = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
"""Where Debian keeps the part of Python that puts pip into a new venv."""

WAYLAND_LIBRARIES: Mapping[str, str] = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
}
"""What it loads besides for a window under Wayland."""


class NeedsPersonError(Exception):
    """Something is missing that this script may not install; the message says what to do about it."""


@dataclass(frozen=True)
class Installer:
    """How this machine takes Debian packages: `prefix` is put before `apt-get`."""

    prefix: tuple[str, ...]


def can_load(library: str) -> bool:
    """Whether the dynamic loader finds this library and everything it needs."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing_for_anything(
    loads: Callable[[str], bool] = can_load, find: Callable[[str], str | None] = shutil.which
) -> list[str]:
    """The Debian packages that some `make` target would miss here, so that one command gets them all."""
    packages = missing_packages({**QT_LIBRARIES, **X11_LIBRARIES}, loads)
    if importlib.util.find_spec("ensurepip") is None:
        packages.append(VENV_PACKAGE)
    if find("Xvfb") is None:
        packages.append("xvfb")
    return packages


def missing_packages(libraries: Mapping[str, str], loads: Callable[[str], bool] = can_load) -> list[str]:
    """The Debian packages of those libraries that do not load."""
    return [package for library, package in libraries.items() if not loads(library)]


def find_installer(
    user_id: int,
    find: Callable[[str], str | None] = shutil.which,
    succeeds: Run | None = None,
) -> Installer | None:
    """How packages may be installed here without asking anyone for a password; None where they may not."""
    if find("apt-get") is None:
        return None
    if user_id == 0:
        return Installer(prefix=("env", "DEBIAN_FRONTEND=noninteractive"))
    succeeds = succeeds or _succeeds
    if find("sudo") is not None and succeeds(("sudo", "-n", "true")):
        return Installer(prefix=("sudo", "-n", "env", "DEBIAN_FRONTEND=noninteractive"))
    return None


def command_to_type(packages: Sequence[str]) -> str:
    """The one command with which a person installs these packages."""
    return f"sudo sh -c 'apt-get update && apt-get install -y {' '.join(packages)}'"


def install_packages(packages: Sequence[str], installer: Installer, lists_exist: bool, run: Run) -> bool:
    """Install packages, reading the package lists first where there are none or they turn out too old."""
    apt = [*installer.prefix, "apt-get", "-q", "-o", "DPkg::Lock::Timeout=120", "-o", "Dpkg::Use-Pty=0"]
    install = [*apt, "install", "-y", "--no-install-recommends", *packages]
    if lists_exist and run(install):
        return True
    return run([*apt, "update"]) and run(install)


def provide(packages: Sequence[str], wanted_for: str) -> None:
    """Install these packages, or stop with the command that does.

    Raises `NeedsPersonError` where this script may not install them or could not.
    """
    if not packages:
        return
    installer = find_installer(os.geteuid())
    if installer is not None:
        say(f"Installing what {wanted_for} needs of the system: {', '.join(packages)}.")
        lists_exist = any(Path("/var/lib/apt/lists").glob("*_Packages*"))
        if install_packages(packages, installer, lists_exist, _succeeds_quietly):
            return
    raise NeedsPersonError(
        f"{wanted_for[0].upper()}{wanted_for[1:]} needs packages of the system that are missing: "
        f"{', '.join(packages)}. This command installs everything that make needs on Debian and Ubuntu:\n\n"
        f"    {command_to_type(list(dict.fromkeys([*packages, *missing_for_anything()])))}\n\n"
        "(Elsewhere, install the packages that hold the same libraries.) Then run make again."
    )


def provide_libraries(*groups: Mapping[str, str], wanted_for: str) -> None:
    """Install those libraries that do not load; only Linux leaves them to the system."""
    if sys.platform == "linux":
        provide([p for group in groups for p in missing_packages(group)], wanted_for)


def install() -> None:
    """Make `.venv`, in place of a broken or moved one, and put the app and its development tools into it."""
    if importlib.util.find_spec("ensurepip") is None:
        provide([VENV_PACKAGE], "making .venv")
    say(f"Setting up .venv with Python {sys.version.split()[0]} (downloads about 250 MB the first time).")
    made_for = STAMP.read_text(encoding="utf-8").strip() if STAMP.exists() else str(ROOT)
    STAMP.unlink(missing_ok=True)
    if made_for != str(ROOT) or not _succeeds([str(program("pip")), "--version"]):
        _check([sys.executable, "-m", "venv", "--clear", str(VENV)])
    pip = [str(program("python")), "-m", "pip", "--disable-pip-version-check", "-qq"]  # errors alone
    _check([*pip, "install", "--editable", f"{ROOT}[dev]"])
    STAMP.write_text(f"{ROOT}\n", encoding="utf-8")


def run_app() -> int:
    """Open the window on the sample archive; where there is no screen, play the tour on a virtual one."""
    screen = find_screen(os.environ)
    app = str(program("archive-app"))
    if screen is None:
        say(
            f"There is no screen here: the tour plays on a virtual one and leaves its work in {TOUR_FOLDER}/."
        )
        return run_virtually([app, "tour", "--output", TOUR_FOLDER])
    if screen == "wayland":
        provide_libraries(QT_LIBRARIES, WAYLAND_LIBRARIES, wanted_for="the window")
    elif screen == "x11":
        provide_libraries(QT_LIBRARIES, X11_LIBRARIES, wanted_for="the window")
    return _exit_code([app, "--sample"])


def find_screen(
    environment: Mapping[str, str],
    platform: str = sys.platform,
    answers: Callable[[str, Mapping[str, str]], bool] | None = None,
) -> str | None:
    """The kind of screen a window can be shown on: "native" (macOS, Windows), "wayland", "x11", or None.

    A `DISPLAY` left over from somewhere else, which nothing answers on, is no screen.
    """
    if platform in ("darwin", "win32"):
        return "native"
    answers = answers or _display_answers
    for kind, variable in (("wayland", "WAYLAND_DISPLAY"), ("x11", "DISPLAY")):
        if environment.get(variable) and answers(kind, environment):
            return kind
    return None


def run_offscreen(command: Sequence[str]) -> int:
    """Run a command with Qt drawing into memory, and return its exit code."""
    provide_libraries(QT_LIBRARIES, wanted_for="Qt")
    return _exit_code(command, {"QT_QPA_PLATFORM": "offscreen"})


def run_virtually(command: Sequence[str]) -> int:
    """Run a command on a virtual screen, or in memory where none can be had, and return its exit code."""
    if sys.platform != "linux":
        return run_offscreen(command)
    provide_libraries(QT_LIBRARIES, wanted_for="Qt")
    try:
        provide_libraries(X11_LIBRARIES, wanted_for="a window")
        provide([] if shutil.which("Xvfb") else ["xvfb"], wanted_for="a virtual screen")
        with virtual_screen() as display:
            return _exit_code(command, {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "WAYLAND_DISPLAY": ""})
    except NeedsPersonError as reason:
        say(f"No virtual screen can be had, so Qt draws into memory instead. {reason}")
    return run_offscreen(command)


@contextmanager
def virtual_screen() -> Iterator[str]:
    """An Xvfb on a free display, ended with the block; gives what goes into `DISPLAY`.

    Raises `NeedsPersonError` when it does not start.
    """
    reads, writes = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writes), "-screen", "0", SCREEN, "-nolisten", "tcp", "-noreset"],
        pass_fds=[writes],
        stdin=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl+C reaches the app first; the screen goes after it
    )
    os.close(writes)
    try:
        number = _first_line(reads, SCREEN_STARTS_WITHIN)
        if not number:
            raise NeedsPersonError("Xvfb did not start.")
        yield f":{number}"
    finally:
        os.close(reads)
        server.terminate()
        try:
            server.wait(timeout=5)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def program(name: str) -> Path:
    """Where `.venv` keeps a program."""
    return VENV / "Scripts" / f"{name}.exe" if sys.platform == "win32" else VENV / "bin" / name


def say(sentence: str) -> None:
    """Tell the person at the terminal, in order with what the started programs print."""
    print(sentence, flush=True)


def _first_line(descriptor: int, timeout: float) -> str:
    line = b""
    while not line.endswith(b"\n") and select.select([descriptor], [], [], timeout)[0]:
        chunk = os.read(descriptor, 64)
        if not chunk:
            return ""
        line += chunk
    return line.decode().strip()


def _display_answers(kind: str, environment: Mapping[str, str]) -> bool:
    if kind == "wayland":
        name = Path(environment.get("XDG_RUNTIME_DIR", "")) / environment["WAYLAND_DISPLAY"]
        with socket.socket(socket.AF_UNIX) as connection:
            try:
                connection.connect(str(name))
            except OSError:
                return False
        return True
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True  # nothing to ask with yet: believe the variable
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connected = xcb.xcb_connect(environment["DISPLAY"].encode(), None)
    try:
        return not xcb.xcb_connection_has_error(connected)
    finally:
        xcb.xcb_disconnect(connected)


def _succeeds(command: Sequence[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL).returncode == 0
    except OSError:
        return False


def _succeeds_quietly(command: Sequence[str]) -> bool:
    """Like `_succeeds`, but what a failing command printed is shown."""
    outcome = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if outcome.returncode != 0:
        say(outcome.stdout.strip())
    return outcome.returncode == 0


def _check(command: Sequence[str]) -> None:
    if _exit_code(command) != 0:
        raise NeedsPersonError(f"This did not work: {shlex.join(command)}. What it said stands above.")


def _exit_code(command: Sequence[str], extra_environment: Mapping[str, str] | None = None) -> int:
    environment = {**os.environ, **(extra_environment or {})}
    if sys.platform == "linux" and not any(os.environ.get(name) for name in ("LC_ALL", "LC_CTYPE", "LANG")):
        environment["LC_ALL"] = "C.UTF-8"  # Qt warns about any other encoding
    with subprocess.Popen(command, env=environment) as started:
        try:
            code = started.wait()
        except KeyboardInterrupt:  # the terminal sent it to the command as well, which ends by itself
            code = started.wait()
        except SystemExit:
            started.terminate()
            raise
    return code if code >= 0 else 128 - code  # as a shell tells of a signal


def main(arguments: Sequence[str]) -> int:
    """Do what the arguments ask and return the exit code."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that a virtual screen is ended too
    try:
        match list(arguments):
            case ["install"]:
                install()
                return 0
            case ["run"]:
                return run_app()
            case ["offscreen", *command] if command:
                return run_offscreen(command)
            case ["virtual", *command] if command:
                return run_virtually(command)
    except NeedsPersonError as reason:
        print(reason, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
