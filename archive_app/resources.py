"""Finds the files in ``resources/``: beside the package in a checkout, inside it once installed."""

import sys
from pathlib import Path


def resource(*parts: str) -> Path:
    """Return the path of a file or folder in ``resources/``."""
    package = Path(__file__).parent
    bundled = Path(getattr(sys, "_MEIPASS", package)) / "archive_app" / "_resources"
    for root in (package.parent / "resources", package / "_resources", bundled):
        if root.is_dir():
            return root.joinpath(*parts)
    raise FileNotFoundError("the folder resources/ is missing from this installation")
