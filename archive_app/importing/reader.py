"""The interface between the import and the formats: one reader per format.

A format is a module with one :class:`Reader`; adding it to the list in ``detecting.py`` is all it takes.
Readers get bytes and give drafts; they open no files, no connections and keep nothing from one file to the
next. They run in the sandbox, because what they read is not to be trusted.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath

from archive_app.importing.draft import Reading
from archive_app.model.errors import ArchiveError

SAMPLE_BYTES = 4096
"""How much of a file's beginning detection looks at."""


class Unreadable(ArchiveError):
    """No article can be made of a file; the message is a sentence that says why."""


@dataclass(frozen=True)
class Material:
    """One file to be read: its name, which nobody trusts, and its bytes."""

    name: str
    content: bytes

    @cached_property
    def sample(self) -> bytes:
        """The beginning, without a UTF-8 byte order mark and leading white space."""
        return self.content[:SAMPLE_BYTES].removeprefix(b"\xef\xbb\xbf").lstrip()

    @property
    def stem(self) -> str:
        """The file's name without its extension: the title of last resort."""
        return PurePath(self.name).stem or self.name

    @property
    def extension(self) -> str:
        """What the name claims the format is, in lower case with its dot; only ever breaks a tie."""
        return PurePath(self.name).suffix.lower()


@dataclass(frozen=True)
class Reader:
    """One format: how it is recognised and how it is read."""

    name: str
    """For people, e.g. ``web page``."""
    recognises: Callable[[Material], float]
    """How sure it is that the bytes are of its format: 0 not at all, 1 beyond doubt."""
    read: Callable[[Material], Reading]
    """Make drafts of it.

    Raises:
        Unreadable: There is nothing in it that can be read.
    """
