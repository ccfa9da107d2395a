"""Files to put into other files, and how they are read."""

import io
import zipfile
from collections.abc import Callable, Mapping

import pytest

from archive_app.importing.draft import Reading
from archive_app.importing.reader import Material
from archive_app.importing.reading import read_material

Read = Callable[..., Reading]
Zipped = Callable[[Mapping[str, bytes | str]], bytes]


@pytest.fixture(scope="session")
def read() -> Read:
    """Reads a file by what it holds."""
    return lambda content, name="file.bin": read_material(
        Material(name, content.encode() if isinstance(content, str) else content)
    )


@pytest.fixture(scope="session")
def story() -> Callable[[int], str]:
    """A text that is an article, another for every number."""
    return lambda number: (
        f"Report number {number} from the south\n\n"
        f"On day {number} the command of Tavira counted {number + 7} shots, a spokesman said.\n"
    )


@pytest.fixture(scope="session")
def page() -> Callable[[int], str]:
    """A web page that is an article, another for every number."""
    return lambda number: (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Page {number} of the port</title>'
        f"</head><body><nav><a href=/>Home</a></nav><article><h1>Page {number} of the port</h1>"
        + "".join(
            f"<p>On day {number} observer {place} heard fewer shots than on any other day, she said.</p>"
            for place in range(5)
        )
        + "</article><footer>All rights reserved</footer></body></html>"
    )


@pytest.fixture(scope="session")
def zipped() -> Zipped:
    """Packs files by their names."""

    def packed(files: Mapping[str, bytes | str]) -> bytes:
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, inside in files.items():
                archive.writestr(name, inside)
        return content.getvalue()

    return packed
