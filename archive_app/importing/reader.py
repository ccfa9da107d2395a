"""The interface between the import and the formats: one reader per format.

A format is a module with one :class:`Reader`, or one :class:`Container` when its files hold other files;
adding it to the list in ``detecting.py`` is all it takes. Readers get bytes and give drafts; they open no
files, no connections and keep nothing from one file to the next. They run in the sandbox, because what they
read is not to be trusted.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePath

from archive_app.importing.draft import Reading
from archive_app.model.errors import ArchiveError

SAMPLE_BYTES = 4096
"""How much of a file's beginning detection looks at."""

CAPTURED = "Captured"
"""Under which label a web archive says when it took a page; noted where the page has no date of its own."""


class Unreadable(ArchiveError):
    """No article can be made of a file; the message is a sentence that says why."""


Recognise = Callable[[bytes, str], tuple[str, ...]]
"""Returns the paragraphs of a picture, a greymap of the kind ``P5``, which is in the languages named, such as
``deu+eng``, or in those it knows when none is. Raises :class:`Unreadable`.
"""


@dataclass(frozen=True)
class Material:
    """One file to be read: its name, which nobody trusts, and its bytes."""

    name: str
    content: bytes
    settings: Mapping[str, str] = field(default_factory=dict, hash=False)
    """What the person told the readers, by name; each heeds what is for it and passes over the rest.

    ``encoding`` holds for every text; the others are named by their readers.
    """
    charset: str = ""
    """The encoding that whatever held it declares for it, such as a mail for its parts."""
    url: str = ""
    """Where it lay on the web, as whatever held it says."""
    said: tuple[tuple[str, str], ...] = ()
    """Labels and values of all else that whatever held it says of it."""
    recognise: Recognise | None = field(default=None, compare=False, repr=False)
    """Reads the text in a picture; nothing where there is no program for it."""

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


@dataclass(frozen=True)
class Member:
    """A file inside a file, which is unpacked only when its turn comes."""

    name: str
    """As people see it; empty when the file around it is but its wrapping."""
    load: Callable[[], Material]
    """Unpack it, settings aside, which it takes from the file around it.

    Raises:
        Unreadable: It is damaged, encrypted or made to do harm.
    """


@dataclass(frozen=True)
class Contents:
    """What a file that holds other files is made of."""

    members: Iterator[Member]
    """In order. Going on to the next may raise :class:`Unreadable`: then nothing more comes out of it."""
    own: Reading | None = None
    """What the file itself says: an article of its own, such as the text of a mail, and warnings."""


@dataclass(frozen=True)
class Container:
    """A format whose files hold files of other formats, each of which is read on its own."""

    name: str
    """For people, e.g. ``ZIP archive``."""
    recognises: Callable[[Material], float]
    """As for a :class:`Reader`."""
    open: Callable[[Material], Contents]
    """Say what is in it, without unpacking it.

    Raises:
        Unreadable: There is nothing in it that can be read.
    """
    deepest: int = 1
    """How many of this format may be inside of each other."""
