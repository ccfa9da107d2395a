"""What a worker may use up while it reads one file, and how the system is told so."""

import os
import sys
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """How much reading one file may take before it is given up."""

    memory_bytes: int = 1 << 30
    """Of address space; kept where the system can (Linux)."""
    cpu_seconds: int = 20
    wall_seconds: float = 30.0
    reply_bytes: int = 64 << 20
    """Of what is read from one file."""
    file_bytes: int = 100 << 20
    """Larger files are not read at all."""


def confine(limits: Limits, program: str = "") -> None:
    """Bind this process to its limits: memory, no core dumps, no network, no programs, no writing.

    ``program``, an absolute path, is the one program that may be run nevertheless; it inherits the limits of
    memory and time.

    For a process that reads untrusted files and does nothing else; there is no way back.
    """
    sys.dont_write_bytecode = True
    try:
        import resource
    except ImportError:
        resource = None  # type: ignore[assignment]  # Windows has none; there the time limit alone holds
    if resource is not None:
        _lower(resource.RLIMIT_AS, limits.memory_bytes)
        _lower(resource.RLIMIT_CORE, 0)

    def refuse(event: str, arguments: tuple[object, ...]) -> None:
        if not (program and event == "subprocess.Popen" and _runs(program, arguments)):
            _refuse(event, arguments)

    sys.addaudithook(refuse)


def allow_cpu(limits: Limits) -> None:
    """Give this process its seconds of computing for the next file, counted from now."""
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    _lower(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + limits.cpu_seconds + 1)


def _lower(kind: int, amount: int) -> None:
    import resource

    _, hard = resource.getrlimit(kind)
    soft = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
    try:
        resource.setrlimit(kind, (soft, hard))
    except (OSError, ValueError):
        return  # macOS refuses some of them; the time limit still holds


_REFUSED = (
    "socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.bind", "socket.sendto",
    "subprocess.Popen", "os.system", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn",
    "os.startfile", "os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink",
    "os.truncate", "os.chmod", "os.chown", "shutil.rmtree", "webbrowser.open",
)  # fmt: skip
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def _runs(program: str, arguments: tuple[object, ...]) -> bool:
    executable, command = arguments[0], arguments[1]
    return executable in (None, program) and isinstance(command, list) and command[0] == program


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open":
        flags = arguments[2] if len(arguments) > 2 else 0
        # What is named by a number is open already, such as the pipes to the one program.
        is_open = isinstance(arguments[0], int)
        if is_open or not isinstance(flags, int) or not flags & _WRITING or arguments[0] == os.devnull:
            return
    elif event not in _REFUSED:
        return
    raise PermissionError(f"Reading a file must not do this ({event}).")
