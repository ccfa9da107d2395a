"""Where the files that come with the app lie: icons, fonts, the manual, the sample archive's articles."""

import sys
from pathlib import Path

from archive_app.model.errors import NotFound


def resource(*parts: str) -> Path:
    """Return the path of a file or folder that comes with the app, e.g. ``resource("icons", "undo.svg")``.

    Raises:
        NotFound: It is missing, so the app was not installed whole.
    """
    for folder in _folders():
        path = folder.joinpath(*parts)
        if path.exists():
            return path
    raise NotFound(f"The app's file “{'/'.join(parts)}” is missing. Install Archive App again.")


def _folders() -> list[Path]:
    package = Path(__file__).parent
    # Installed from a wheel; in a checkout; in what PyInstaller unpacks.
    folders = [package / "_resources", package.parent / "resources"]
    unpacked = getattr(sys, "_MEIPASS", None)
    if unpacked is not None:
        folders = [Path(unpacked) / "resources", Path(unpacked) / "archive_app" / "_resources", *folders]
    return folders
