"""Where the packaged program starts: the same two commands that an installation with pip has."""

import multiprocessing
import sys
from pathlib import Path


def main() -> int:
    """Open the window when started as `archive-app-window`, else answer the command line."""
    # Imported only here: a worker process starts this program too, and needs none of it.
    from archive_app import cli

    if Path(sys.argv[0]).stem == "archive-app-window":
        return cli.open_window()
    return cli.main()


if __name__ == "__main__":
    multiprocessing.freeze_support()
    sys.exit(main())
