"""The commands around importing: import, its reports, trying again."""

import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

from archive_app.cli import DONE, IN_PART, NOT_DONE, terminal
from archive_app.cli.commands import interrupt_noticed, note
from archive_app.cli.tables_and_pages import asked_addresses, import_settings, print_guesses
from archive_app.model.errors import Refused
from archive_app.model.values import OutcomeState, RunState
from archive_app.model.web_links import WebLink
from archive_app.operations.coders import default_coder
from archive_app.operations.import_report import summary
from archive_app.operations.importing import ImportProgress, ImportReport, import_files
from archive_app.storage.archive import open_archive
from archive_app.storage.import_reports import (
    FileOutcome,
    RunCard,
    import_run,
    import_runs,
    outcome_ids,
    outcomes,
)

Record = dict[str, Any]  # what json writes as an object

_PAGE = 500  # outcomes read at once
_SAID = {
    RunState.FINISHED: "finished",
    RunState.CANCELLED: "cancelled",
    RunState.FAILED: "given up",
    # Only the process that imports can tell: another one may be at work in this archive.
    RunState.RUNNING: "under way or stopped",
}


def import_paths(asked: Namespace) -> int:
    """Import files and folders."""
    settings = import_settings(asked)
    with open_archive(asked.archive) as archive, interrupt_noticed() as interrupted:
        print_guesses(asked.paths, settings, interrupted)
        report = import_files(
            archive, asked.paths, coder=asked.coder or default_coder(), settings=settings, progress=_show,
            cancelled=interrupted,
        )  # fmt: skip
    return _tell(asked, report)


def fetch(asked: Namespace) -> int:
    """Fetch pages from the web and import them."""
    from archive_app.operations.fetching import fetch_addresses

    found = asked_addresses(asked)
    for invalid in found.invalid:
        note(f"Not fetched: {invalid.written}. {invalid.reason}")
    links = [WebLink(url) for url in found.urls]
    with open_archive(asked.archive) as archive, interrupt_noticed() as interrupted:
        report = fetch_addresses(
            archive, links, coder=asked.coder or default_coder(), again=asked.again, progress=_show,
            cancelled=interrupted,
        )  # fmt: skip
    return max(_tell(asked, report), IN_PART if found.invalid else DONE)


def retry(asked: Namespace) -> int:
    """Import again what failed in an import, or restore the deleted articles that came with it."""
    from archive_app.operations.importing_again import retry_failed
    from archive_app.operations.restoring import restore_deleted

    coder = asked.coder or default_coder()
    with open_archive(asked.archive) as archive, interrupt_noticed() as interrupted:
        if not asked.restore:
            report = retry_failed(archive, asked.run, coder=coder, progress=_show, cancelled=interrupted)
            return _tell(asked, report)
        with archive.reading() as session:
            import_run(session, asked.run)
            said = outcomes(session, outcome_ids(session, asked.run))
        uids = [one.deleted_uid for file in said for one in file.articles if one.deleted_uid]
        if not uids:
            raise Refused("No deleted article came again with this import, so there is nothing to restore.")
        restored = restore_deleted(archive, uids, coder=coder)
    if asked.json:
        terminal.print_json({"restored": list(restored.article_ids), "passages": restored.passages})
    else:
        articles = terminal.counted(len(restored.article_ids), "article")
        terminal.say(f"Restored {articles} with {terminal.counted(restored.passages, 'passage')}.")
    return DONE


def imports(asked: Namespace) -> int:
    """List the imports, or show one of them."""
    from archive_app.exporting.tables import TableOptions
    from archive_app.operations.exporting import export_import_report

    if asked.csv and (asked.run is None or asked.json):
        raise Refused("--csv writes the report of one import: give --run with it, and not --json.")
    with open_archive(asked.archive, write=False) as archive:
        if asked.csv:
            to_stdout = asked.csv == "-"
            output = sys.stdout.buffer if to_stdout else Path(asked.csv)
            rows = export_import_report(archive, asked.run, output, options=TableOptions())
            if not to_stdout:
                terminal.say(f"Wrote {terminal.counted(rows, 'row')} to “{asked.csv}”.")
            return DONE
        with archive.reading() as session:
            if asked.run is None:
                _print_runs(asked, import_runs(session))
                return DONE
            run = import_run(session, asked.run)
            ids = outcome_ids(session, run.id)
            pages = (outcomes(session, ids[start : start + _PAGE]) for start in range(0, len(ids), _PAGE))
            files = (said for page in pages for said in page)
            if asked.json:
                terminal.print_json({**_run_record(run), "files": [_file_record(said) for said in files]})
                return DONE
            terminal.say(_headline(run))
            for said in files:
                _print_file(said)
    return DONE


def _show(progress: ImportProgress) -> None:
    terminal.print_progress(f"{progress.done} of {progress.total}: {progress.current}")


def _tell(asked: Namespace, report: ImportReport) -> int:
    terminal.end_progress()
    if asked.json:
        terminal.print_json(
            {
                "run": report.run_id,
                "imported": [
                    {"id": item.id, "title": item.title, "source": item.source} for item in report.imported
                ],
                "duplicates": [{"source": item.source, "of": item.of} for item in report.duplicates],
                "deleted": [{"source": item.source, "uid": item.uid} for item in report.deleted],
                "failed": [{"source": item.source, "reason": item.reason} for item in report.failed],
                "links": [link.url for link in report.links],
            }
        )
    else:
        for article in report.imported:
            terminal.say(f"{article.id}  {article.title}")
        for twin in report.duplicates:
            terminal.say(f"Already there as article {twin.of}: {twin.source}")
        for gone in report.deleted:
            terminal.say(f"Deleted before: “{gone.title}”, from {gone.source}")
        for failure in report.failed:
            terminal.say(f"Not imported: {failure.source}. {failure.reason}")
        for link in report.links:
            terminal.say(f"Address without its text: {link.url}")
        if report.deleted:
            note(
                "Articles that were deleted are not imported again. "
                f"“archive-app retry ARCHIVE {report.run_id} --restore” brings them back."
            )
    if not asked.json:
        note(summary(report.counts))
    for warning in report.warnings:
        note(": ".join(filter(None, (warning.source, warning.sentence))))
    if report.cancelled:
        note("The import was interrupted; what is listed as imported stays. Import again to go on.")
    if not report.failed and not report.cancelled:
        return DONE
    if report.imported or report.duplicates or report.deleted:
        return IN_PART
    if not report.cancelled:
        note("Nothing could be imported.")
    return NOT_DONE


def _print_runs(asked: Namespace, runs: list[RunCard]) -> None:
    if asked.json:
        terminal.print_json_list(_run_record(run) for run in runs)
        return
    rows = [
        (
            run.id, run.started[:16].replace("T", " "), run.coder, _SAID[run.state],
            f"{run.dealt_with} of {run.total}", run.imported, run.duplicates,
            run.files.get(OutcomeState.REVIEW, 0), run.files.get(OutcomeState.FAILED, 0),
            ", ".join(run.paths) or "pasted text",
        )
        for run in runs
    ]  # fmt: skip
    terminal.print_table(
        ("", "when (UTC)", "coder", "how", "files", "imported", "duplicates", "review", "failed", "from"),
        rows, widest=(6, 16, 20, 20, 16, 8, 10, 6, 6, 0),
    )  # fmt: skip


def _headline(run: RunCard) -> str:
    when = run.started[:16].replace("T", " ")
    return (
        f"Import {run.id} of {when} (UTC) by {run.coder} with Archive App {run.program}, {_SAID[run.state]}: "
        f"{run.dealt_with} of {terminal.counted(run.total, 'file')}, {summary(run.counts)}"
    )


def _print_file(said: FileOutcome) -> None:
    counts = f"{said.imported} of {said.declared}" if said.declared is not None else f"{said.imported}"
    terminal.say(f"{said.state.value:9} {said.path} ({counts})")
    if said.reason:
        terminal.say(f"    {said.reason}")
    for one in said.articles:
        if one.state is not OutcomeState.IMPORTED:
            same = f" Same as article {one.of_id}, “{one.of_title}”." if one.of_id is not None else ""
            number = f"{one.number}. " if one.number else ""
            terminal.say(f"    {one.state.value}: {number}{one.title} {one.reason}{same}".rstrip())
    for sentence in said.warnings:
        terminal.say(f"    {sentence}")


def _run_record(run: RunCard) -> Record:
    return {
        "id": run.id, "uid": run.uid, "started": run.started, "ended": run.ended, "coder": run.coder,
        "program": run.program, "settings": dict(run.settings), "paths": list(run.paths), "total": run.total,
        "state": run.state.value, "outcomes": {state.value: n for state, n in run.files.items()},
        "imported": run.imported, "duplicates": run.duplicates, "failed": run.failed,
    }  # fmt: skip


def _file_record(said: FileOutcome) -> Record:
    return {
        "path": said.path, "state": said.state.value, "reason": said.reason, "sha256": said.sha256,
        "reader": said.reader, "declared": said.declared, "imported": said.imported,
        "duplicates": said.duplicates, "failed": said.failed, "warnings": list(said.warnings),
        "articles": [
            {
                "number": one.number, "member": one.member, "state": one.state.value, "title": one.title,
                "id": one.article_id, "uid": one.article_uid, "of": one.of_id, "of_uid": one.of_uid,
                "deleted_uid": one.deleted_uid, "reason": one.reason,
            }
            for one in said.articles
        ],
    }  # fmt: skip
