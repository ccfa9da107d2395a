"""What a reader makes of a file: drafts of articles, before anything is stored."""

from dataclasses import dataclass

from archive_app.importing.references.reference import Reference
from archive_app.model.web_links import WebLink


@dataclass(frozen=True, slots=True)
class Proposal:
    """A stretch of a draft's text that looks like page furniture, proposed for removal.

    ``start`` and ``end`` are code points, end exclusive; ``quote`` is the exact slice.
    """

    start: int
    end: int
    quote: str
    reason: str
    """A few words for the person who decides, e.g. ``repeated line``."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One article as it was read: its text and what the source says about it.

    A reader fills in what it finds; ``text`` may still be as decoded. ``words`` and digests are filled in,
    and ``cuts`` completed, when the draft is finished, see :func:`archive_app.importing.finishing.finished`.
    """

    title: str
    text: str
    outlet: str = ""
    authors: str = ""
    """Names separated by ``; ``."""
    published: str = ""
    """ISO 8601 cut to the precision that is known: ``2019``, ``2019-04`` or ``2019-04-16``."""
    published_raw: str = ""
    """The date as the source had it."""
    url: str = ""
    language: str = ""
    """ISO 639-1 code, empty when unknown."""
    section: str = ""
    memo: str = ""
    """What the source says and no other field has room for: a line ``Label: value`` each."""
    database_id: str = ""
    """Under which number a news database has it, e.g. ``Factiva: TAVP000020230304ej3400001``."""
    doi: str = ""
    collections: tuple[str, ...] = ()
    """Names of the collections that it is to be put into."""
    labels: tuple[str, ...] = ()
    """Names of the labels that it is to have."""
    source_fields: tuple[tuple[str, str], ...] = ()
    """Labels and values as the source has them, before anything was made of them."""
    pages: tuple[tuple[int, str], ...] = ()
    """Where the pages of the source begin: code points of ``text``, and the pages' labels, in order."""
    number: int = 0
    """Which article of its file it is, from 1; 0 when they simply follow each other."""
    member: str = ""
    """Which of the files in its file it came from, e.g. ``march/story.html``; empty when there is but one."""
    words: int = 0
    sha256: str = ""
    """Of the canonical text in UTF-8."""
    folded: str = ""
    """The digest of the text with white space folded, by which duplicates are known."""
    cuts: tuple[Proposal, ...] = ()


@dataclass(frozen=True, slots=True)
class FailedItem:
    """One article of a file that could not be read, while others could."""

    number: int
    """Which of the file's articles, from 1."""
    reason: str
    """A sentence."""
    member: str = ""
    """Which of the files in its file it is or came from; empty when there is but one."""


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read from one file."""

    drafts: tuple[Draft, ...]
    reader: str
    """The reader's name, e.g. ``plain text``."""
    encoding: str = ""
    """The encoding the bytes were decoded from, e.g. ``utf-8``."""
    warnings: tuple[str, ...] = ()
    """Sentences about what was not as it should be, though it was read."""
    declared: int | None = None
    """How many articles the file says it holds; nothing when it does not say."""
    failed: tuple[FailedItem, ...] = ()
    links: tuple[WebLink, ...] = ()
    """Addresses of articles whose texts it does not hold."""
    references: tuple[Reference, ...] = ()
    """What it says of articles that lie elsewhere."""
    look: str = ""
    """A :class:`archive_app.importing.tables.preview.TablePreview` as JSON, where only that was asked for."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing came of the file, neither articles nor what leads to some."""
        return not (self.drafts or self.links or self.references or self.look)
