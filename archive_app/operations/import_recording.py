"""The report of an import, written into the archive while the import runs."""

import json
import time
from collections.abc import Callable, Mapping, Sequence

from archive_app import __version__
from archive_app.importing.storing import as_json
from archive_app.model.errors import ArchiveError
from archive_app.model.identity import now
from archive_app.model.tables import ImportOutcome, ImportRun
from archive_app.model.values import RunState
from archive_app.storage.archive import Archive
from archive_app.storage.deleted import BRINGS_IN
from archive_app.storage.import_reports import FileOutcome, outcome_image
from archive_app.storage.journal import Changes, Transaction

_MOST_WAITING = 500
_LONGEST_WAIT = 1.0  # seconds

Hearing = Callable[[FileOutcome], None]
"""Hears of each file when what became of it is on disk."""


class Recording:
    """The run of one import: begun when this is made, then each file's outcome, then how it ended.

    What became of files that brought articles is written with these articles; other outcomes are written with
    the next ones, after a second, or at the end. Used by the thread that imports.
    """

    def __init__(
        self,
        archive: Archive,
        coder: str,
        paths: Sequence[str],
        settings: Mapping[str, object],
        *,
        total: int,
        started: str = "",
        heard: Hearing | None = None,
    ) -> None:
        """Note in the archive that an import begins, of so many files and addresses.

        Raises:
            ArchiveError: The archive cannot be written.
        """
        self.outcomes: list[FileOutcome] = []
        """All that are on disk."""
        self.changes: list[Changes] = []
        self.step: int | None = None
        """The step of the journal that all articles of this import belong to; nothing before the first."""
        self._archive = archive
        self._heard = heard
        self._waiting: list[FileOutcome] = []
        self._waiting_since = 0.0
        self._run = ImportRun(
            coder=coder,
            program=__version__,
            settings=as_json(dict(settings)),
            paths=json.dumps(list(paths), ensure_ascii=False),
            total=total,
            started=started or now(),
        )
        with archive.lasting() as transaction:
            transaction.insert(self._run)
        archive.imports_under_way.add(self.run_id)

    @property
    def run_id(self) -> int:
        """The key of the run."""
        return self._run.key

    def label(self, articles: int) -> str:
        """Name the import in the history, when so many articles come to those that it has stored."""
        count = articles + sum(said.imported for said in self.outcomes)
        return "Import 1 article" if count == 1 else f"Import {count} articles"

    def say(self, outcome: FileOutcome) -> None:
        """Note what became of a file that brings no article.

        Raises:
            ArchiveError: It was time to write, and the archive cannot be written.
        """
        if not self._waiting:
            self._waiting_since = time.monotonic()
        self.leave(outcome)
        late = time.monotonic() - self._waiting_since >= _LONGEST_WAIT
        if late or len(self._waiting) >= _MOST_WAITING:
            self.flush()

    def leave(self, outcome: FileOutcome) -> None:
        """Note what became of a file, to be written at the end."""
        self._waiting.append(outcome)

    def write(self, transaction: Transaction, outcomes: Sequence[FileOutcome]) -> None:
        """Write outcomes, and those that wait; :meth:`written` is for when the transaction is on disk."""
        said = (*self._waiting, *outcomes)
        transaction.append(ImportOutcome, [outcome_image(self.run_id, one) for one in said])

    def written(self, outcomes: Sequence[FileOutcome], changes: Changes | None) -> None:
        """Note that outcomes, and those that waited, are on disk."""
        done = [*self._waiting, *outcomes]
        self._waiting = []
        self.outcomes += done
        if changes is not None:
            self.changes.append(changes)
            if changes.operation == BRINGS_IN:
                self.step = changes.step
                self._archive.steps_under_way.add(changes.step)
        if self._heard is not None:
            for said in done:
                self._heard(said)

    def flush(self) -> None:
        """Write what waits.

        Raises:
            ArchiveError: The archive cannot be written.
        """
        if self._waiting:
            with self._archive.lasting() as transaction:
                self.write(transaction, ())
            self.written((), None)

    def end(self, state: RunState) -> str:
        """Write what waits and how the import ended; return a sentence if the archive cannot be written.

        Then what waited counts as said all the same, for the report that is shown now.
        """
        try:
            with self._archive.lasting() as transaction:
                self.write(transaction, ())
                transaction.update(self._run, ended=now(), state=str(state))
        except ArchiveError as error:
            return f"The report of this import could not be kept. {error}"
        finally:
            self._archive.imports_under_way.discard(self.run_id)
            self._archive.steps_under_way -= {changes.step for changes in self.changes}
            self.written((), None)
        return ""
