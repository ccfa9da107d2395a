"""The report of an import as a table: a row for each article, and one for each file that brought none.

What there was to say of a file stands in a row of its own, a ``warning`` or the ``failed`` file.
"""

from collections.abc import Iterator

from sqlmodel import Session

from archive_app.exporting.tables import Cell, Table
from archive_app.storage.import_reports import FileOutcome, outcome_ids, outcomes

COLUMNS = (
    "file", "outcome", "sentence", "title", "article_id", "article_uid", "same_as_id", "same_as_title",
    "deleted_uid", "number", "member", "file_outcome", "reader", "declared", "sha256",
)  # fmt: skip
"""``outcome`` is one of imported, duplicate, review, failed (of one article) and warning (of the file)."""

_PAGE = 200  # outcomes in memory at a time


def report_table(session: Session, run_id: int) -> Table:
    """Return the table of an import, read as its rows are taken."""
    return Table("Import", COLUMNS, _rows(session, run_id))


def _rows(session: Session, run_id: int) -> Iterator[tuple[Cell, ...]]:
    ids = outcome_ids(session, run_id)
    for start in range(0, len(ids), _PAGE):
        for said in outcomes(session, ids[start : start + _PAGE]):
            yield from _of_file(said)


def _of_file(said: FileOutcome) -> Iterator[tuple[Cell, ...]]:
    file = (said.state.value, said.reader, said.declared, said.sha256)
    nothing = (None,) * (len(COLUMNS) - 3 - len(file))
    if not said.articles and not said.warnings:
        yield (said.path, said.state.value, said.reason, *nothing, *file)
    for one in said.articles:
        same_id, same_title = one.of_id, one.of_title
        yield (
            said.path, one.state.value, one.reason, one.title, one.article_id, one.article_uid, same_id,
            same_title, one.deleted_uid, one.number, one.member, *file,
        )  # fmt: skip
    for sentence in said.warnings:
        yield (said.path, "warning", sentence, *nothing, *file)
