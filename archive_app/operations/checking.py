"""Looking whether an archive is whole."""

from dataclasses import dataclass

from archive_app.storage.archive import Archive
from archive_app.storage.checking import problems


@dataclass(frozen=True)
class CheckReport:
    """What a check found."""

    problems: tuple[str, ...] = ()
    """A sentence each."""

    @property
    def ok(self) -> bool:
        """Whether the archive is whole."""
        return not self.problems


def check_archive(archive: Archive) -> CheckReport:
    """Look at the database and every text, quote, original and journal entry in it; reads all of them."""
    return CheckReport(tuple(problems(archive.places)))
