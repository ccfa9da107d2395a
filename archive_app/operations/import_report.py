"""What an import says when it ends: lists by what became of files and articles.

The same is kept in the archive, file by file, see :mod:`archive_app.storage.import_reports`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from archive_app.model.values import OutcomeState
from archive_app.model.web_links import WebLink
from archive_app.storage.import_reports import ArticleOutcome, FileOutcome, ImportCounts, counts_of
from archive_app.storage.journal import Changes

_TOLD = (OutcomeState.IMPORTED, OutcomeState.REVIEW)


@dataclass(frozen=True)
class ImportedArticle:
    """An article that is now in the archive."""

    id: int
    title: str
    source: str
    """The path of its file, or ``Pasted text``."""


@dataclass(frozen=True)
class DuplicateFile:
    """A file whose article is in the archive already, so that it was not stored again."""

    source: str
    of: int
    """Key of the article it is the same as."""
    title: str
    """That article's title."""


@dataclass(frozen=True)
class DeletedDuplicate:
    """An article that was not stored because it was deleted once, and can be restored."""

    source: str
    uid: str
    """For :func:`archive_app.operations.restoring.restore_deleted`."""
    title: str
    """The deleted article's title, or that of the one that is the same."""


@dataclass(frozen=True)
class FailedFile:
    """A file, or one article of a file, that could not be read."""

    source: str
    reason: str
    """A sentence; of a single article it begins with which one it is."""
    number: int | None = None
    """Which of the file's articles, from 1; nothing when it is the whole file."""


@dataclass(frozen=True)
class Tally:
    """What became of all the articles of a file that says how many it holds, or holds more than one."""

    source: str
    imported: int
    duplicates: int
    failed: int
    declared: int | None
    """How many it says it holds; nothing when it does not say."""


@dataclass(frozen=True)
class ImportWarning:
    """Something about a file that was imported all the same."""

    source: str
    sentence: str


@dataclass(frozen=True)
class ImportReport:
    """What became of everything that was to be imported, in the order of the files."""

    imported: tuple[ImportedArticle, ...] = ()
    duplicates: tuple[DuplicateFile, ...] = ()
    failed: tuple[FailedFile, ...] = ()
    warnings: tuple[ImportWarning, ...] = ()
    cancelled: bool = False
    changes: tuple[Changes, ...] = ()
    """One for every batch that was committed; all are one step of Undo."""
    tallies: tuple[Tally, ...] = ()
    """Of the files that hold, or say they hold, several articles."""
    deleted: tuple[DeletedDuplicate, ...] = ()
    run_id: int | None = None
    """The key under which the archive keeps this report."""
    links: tuple[WebLink, ...] = ()
    """Addresses in tables and lists, whose texts are still to be fetched."""
    abstracts: tuple[str, ...] = ()
    """Files of references of which some have a text or an abstract and could be imported as articles."""
    counts: ImportCounts = field(default_factory=ImportCounts)


class Counted(StrEnum):
    """What a summary of an import counts, in English; ``%Ln`` stands for the number."""

    IMPORTED = "%Ln article(s) imported"
    DUPLICATES = "%Ln duplicate(s) not stored again"
    FAILED = "%Ln file(s) failed"
    FAILED_INSIDE = "%Ln article(s) in other files failed"
    REVIEW = "%Ln file(s) to look at"


def in_english(counted: Counted, count: int) -> str:
    """Return a count in words."""
    return counted.replace("%Ln", f"{count:,}").replace("(s)", "" if count == 1 else "s")


def summary(counts: ImportCounts, say: Callable[[Counted, int], str] = in_english) -> str:
    """Say in one sentence how many articles and files of an import came to what; ``say`` words one count."""
    numbers = {
        Counted.IMPORTED: counts.imported,
        Counted.DUPLICATES: counts.duplicates,
        Counted.FAILED: counts.files.get(OutcomeState.FAILED, 0),
        Counted.FAILED_INSIDE: counts.failed,
        Counted.REVIEW: counts.files.get(OutcomeState.REVIEW, 0),
    }
    said = [say(what, count) for what, count in numbers.items() if count or what is Counted.IMPORTED]
    return ", ".join(said) + "."


def report_of(
    outcomes: Iterable[FileOutcome],
    *,
    run_id: int,
    changes: tuple[Changes, ...] = (),
    cancelled: bool = False,
    warnings: Iterable[str] = (),
) -> ImportReport:
    """Sort what became of files into lists; ``warnings`` are of the import as a whole."""
    ordered = sorted(outcomes, key=lambda said: said.place)
    articles = [(said.path, article) for said in ordered for article in said.articles]
    failed = [
        FailedFile(said.path, said.reason, None) for said in ordered if said.state is OutcomeState.FAILED
    ]
    odd = [ImportWarning(said.path, sentence) for said in ordered for sentence in _warnings(said)]
    return ImportReport(
        tuple(
            ImportedArticle(article.article_id, article.title, source)
            for source, article in articles
            if article.article_id is not None
        ),
        tuple(
            DuplicateFile(source, article.of_id, article.of_title)
            for source, article in articles
            if article.state is OutcomeState.DUPLICATE and article.of_id is not None
        ),
        tuple(failed + [_failed(said) for said in articles if said[1].state is OutcomeState.FAILED]),
        tuple(odd + [ImportWarning("", sentence) for sentence in warnings]),
        cancelled,
        changes,
        tuple(
            Tally(said.path, said.imported, said.duplicates, said.failed, said.declared)
            for said in ordered
            if said.reader and (len(said.articles) > 1 or said.declared is not None)
        ),
        tuple(
            DeletedDuplicate(source, article.deleted_uid, article.title)
            for source, article in articles
            if article.deleted_uid
        ),
        run_id,
        tuple(link for said in ordered for link in said.links),
        counts=counts_of(ordered),
    )


def _warnings(said: FileOutcome) -> list[str]:
    versions = [article for article in said.articles if article.state is OutcomeState.REVIEW]
    several = len(said.articles) > 1
    return [
        *([said.reason] if said.reason and said.state in _TOLD else ()),
        *said.warnings,
        *(f"Article {one.number} in it: {one.reason}" if several else one.reason for one in versions),
    ]


def _failed(said: tuple[str, ArticleOutcome]) -> FailedFile:
    source, article = said
    which = f"“{article.member}” in it" if article.member else f"Article {article.number} in it"
    return FailedFile(source, f"{which}: {article.reason}", article.number)
