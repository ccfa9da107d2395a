"""Taking passages and import reports out of the archive, for a spreadsheet, R or pandas."""

from array import array
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO

from archive_app.exporting.csv_file import CsvOptions, write_csv
from archive_app.exporting.import_report import report_table
from archive_app.exporting.replacing import replaced_file
from archive_app.exporting.tables import TableOptions, write_table
from archive_app.storage.archive import Archive
from archive_app.storage.import_reports import import_run
from archive_app.storage.queries import passage_ids as all_passage_ids


def export_passages(
    archive: Archive,
    output: Path | BinaryIO,
    *,
    layout: str = "passages",
    passage_ids: Iterable[int] | None = None,
    bom: bool = True,
    raw: bool = False,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> int:
    """Write passages as CSV and return how many rows it has: those given, or all in the order of the texts.

    ``layout``, ``bom`` and ``raw`` are those of :class:`CsvOptions`. A file takes the place of one that was
    there only when it is whole; an open stream is written to as it comes. ``progress`` hears how many
    passages are done and of how many.

    Raises:
        Cancelled: ``cancelled`` said so; a file that was there before is untouched.
        ArchiveError: The file cannot be written.
    """
    options = CsvOptions(layout, bom, raw)
    with archive.reading() as session:  # one moment of the archive, however long it takes
        # Eight bytes a key, where a list takes forty.
        keys = array("q", all_passage_ids(session) if passage_ids is None else passage_ids)

        def write(stream: BinaryIO) -> int:
            said = (lambda done: progress(done, len(keys))) if progress is not None else None
            return write_csv(session, keys, stream, options, progress=said, cancelled=cancelled)

        if not isinstance(output, Path):
            return write(output)
        with replaced_file(output) as file:
            return write(file)


def export_import_report(
    archive: Archive,
    run_id: int,
    output: Path | BinaryIO,
    *,
    options: TableOptions | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> int:
    """Write the report of an import as CSV, or as a workbook where the file's name ends in ``.xlsx``.

    Returns how many rows it has: one for each article, for each file without any, and for each warning.

    Raises:
        NotFound: There is no such import.
        Cancelled: ``cancelled`` said so; a file that was there before is untouched.
        ArchiveError: The file cannot be written.
    """
    with archive.reading() as session:
        import_run(session, run_id)
        return write_table(output, report_table(session, run_id), options, cancelled=cancelled)
