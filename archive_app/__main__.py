"""`python -m archive_app` is `archive-app`."""

import sys

from archive_app.cli import main

if __name__ == "__main__":
    sys.exit(main())
