"""The app from a terminal: `archive-app` opens the window, its commands do the same operations without one.

What a command needs is imported when it runs, so that each starts as fast as it can. The exit code is 0 when
all was done, 1 when a part was (or when `check` found something), 2 when nothing was, 130 after Ctrl+C.
"""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

DONE, IN_PART, NOT_DONE, INTERRUPTED = 0, 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line asks and return the exit code."""
    from archive_app.cli.arguments import COMMANDS, parse
    from archive_app.cli.terminal import prepare_streams

    if getattr(sys, "frozen", False):
        from multiprocessing import freeze_support  # the processes that import and index start here too

        freeze_support()
    given = list(sys.argv[1:] if arguments is None else arguments)
    prepare_streams()
    if given and (given[0] in COMMANDS or given[0].startswith("-")):
        asked = parse(given)
        if asked.command is None:
            return _with_qt(lambda: _show(None, sample=asked.sample))
        if asked.command == "tour":
            return _with_qt(lambda: _play_tour(asked.output))
        from archive_app.cli.commands import run

        return run(asked)
    if len(given) > 1:
        return _refuse(f"“{given[0]}” is no command. See archive-app --help.")
    return open_window(given)


def open_window(arguments: Sequence[str] | None = None) -> int:
    """Open the window, on the archive that the command line names if it names one; return the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if "--sample" in given:
        return _with_qt(lambda: _show(None, sample=True))
    if not given:
        return _with_qt(lambda: _show(None, sample=False))
    folder = Path(given[0])
    if not folder.exists():
        return _refuse(f"“{given[0]}” is neither a command nor an archive. See archive-app --help.")
    return _with_qt(lambda: _show(folder, sample=False))


def _show(archive: Path | None, *, sample: bool) -> int:
    from archive_app.gui.app import run

    return run(archive, sample=sample)


def _play_tour(output: Path) -> int:
    from archive_app.gui.tour import run_tour

    return run_tour(output)


def _with_qt(start: Callable[[], int]) -> int:
    from archive_app.model.errors import ArchiveError

    try:
        return start()
    except ArchiveError as error:
        return _refuse(str(error))
    except ImportError as error:
        if not _is_about_qt(error):
            raise
        return _refuse(
            f"The window cannot be opened, because Qt cannot be loaded ({error}). "
            "“make run” in the project's folder installs what is missing."
        )
    except KeyboardInterrupt:
        return INTERRUPTED


def _is_about_qt(error: ImportError) -> bool:
    return (error.name or "").startswith(("PySide6", "shiboken6")) or ".so" in str(error)


def _refuse(sentence: str) -> int:
    if sys.stderr is not None:  # a window program on Windows has no terminal
        print(sentence, file=sys.stderr)
    return NOT_DONE
