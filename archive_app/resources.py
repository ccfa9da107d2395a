"""Where the files that come with the app lie: icons, fonts, the manual, the sample archive's articles."""

import sys
from pathlib import Path

from archive_app.model.errors import NotFound


def resource(*parts: str) -> Path:
    """Return the path of a file or folder that comes with the app, e.g. ``resource("icons", "undo.svg")``.

    Raises:
        NotFound: The app was not installed whole: none of its files is there.
    """
    return _folder().joinpath(*parts)


def _folder() -> Path:
    package = Path(__file__).parent
    # Installed from a wheel; in a checkout; what PyInstaller unpacks.
    folders = [package / "_resources", package.parent / "resources"]
    unpacked = getattr(sys, "_MEIPASS", None)
    if unpacked is not None:
        folders = [Path(unpacked, "archive_app", "_resources"), Path(unpacked, "resources"), *folders]
    for folder in folders:
        if (folder / "icons").is_dir():  # any folder may be called “resources”
            return folder
    raise NotFound("The files that come with Archive App are missing. Install it again.")
