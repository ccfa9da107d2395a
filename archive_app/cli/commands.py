"""The commands: each reads what was asked, does one operation, prints what came of it.

Every function takes the parsed command line and returns the exit code.
"""

import signal
import sys
from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from threading import Event
from time import perf_counter
from types import FrameType
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

from archive_app.cli import DONE, IN_PART, INTERRUPTED, NOT_DONE, terminal
from archive_app.cli.records import (
    actor_record,
    article_record,
    claim_type_record,
    passage_record,
    tags_line,
)
from archive_app.model.errors import ArchiveError, Refused
from archive_app.model.text import canonical
from archive_app.model.values import Role, Stance
from archive_app.storage import journal, queries
from archive_app.storage.archive import Archive, create_archive, open_archive
from archive_app.storage.documents import document_totals
from archive_app.storage.history import history

if TYPE_CHECKING:
    from archive_app.search.index import SearchIndex


def run(asked: Namespace) -> int:
    """Do the command; an error that the user can act on is one sentence on stderr."""
    try:
        code = _COMMANDS[asked.command](asked)
        sys.stdout.flush()  # a reader that has left is noticed here, not after main
        return code
    except ArchiveError as error:
        return _failed(str(error))
    except DBAPIError as error:
        return _failed(
            f"The archive could not be read ({error.orig}). “archive-app check” says what is wrong with it."
        )
    except BrokenPipeError:
        terminal.silence_stdout()
        return IN_PART
    except OSError as error:
        where = f" “{error.filename}”" if error.filename else ""
        return _failed(f"The system refused{where}: {error.strerror or error}.")
    except KeyboardInterrupt:
        return INTERRUPTED


def _new(asked: Namespace) -> int:
    with create_archive(asked.archive) as archive:
        if asked.json:
            terminal.print_json({"archive": str(archive.places.folder), "uid": archive.uid})
        else:
            terminal.say(f"Made the archive “{archive.places.folder}”.")
    return DONE


def _import(asked: Namespace) -> int:
    from archive_app.cli.imports import import_paths

    return import_paths(asked)


def _articles(asked: Namespace) -> int:
    with open_archive(asked.archive, write=False) as archive, archive.reading() as session:
        ids = queries.article_ids(session, order="added")
        if asked.json:
            pages = (queries.article_cards(session, page) for page in _pages(ids))
            terminal.print_json_list(article_record(card) for page in pages for card in page)
        else:
            rows = [
                (card.id, card.published, card.outlet, card.words, card.title)
                for card in queries.article_cards(session, ids)
            ]
            terminal.print_table(
                ("id", "published", "outlet", "words", "title"), rows, widest=(8, 10, 28, 7, 0)
            )
    return DONE


def _article(asked: Namespace) -> int:
    with open_archive(asked.archive, write=False) as archive, archive.reading() as session:
        card = queries.article_card(session, asked.id)
        text = queries.article_text(session, asked.id)
        passages = queries.passages_of(session, asked.id)
    if asked.json:
        record = article_record(card)
        terminal.print_json(
            {**record, "text": text, "passages": [passage_record(passage) for passage in passages]}
        )
        return DONE
    terminal.say(card.title)
    words = terminal.counted(card.words, "word")
    about = (card.outlet, card.authors, card.published, card.language, words, card.url)
    terminal.say(" · ".join(part for part in about if part), "", text)
    for passage in passages:
        terminal.say("", f"[{passage.id}] {passage.start}–{passage.end} {tags_line(passage)}".rstrip())
        terminal.say(f"    {passage.quote}", *([f"    Memo: {passage.memo}"] if passage.memo else []))
    return DONE


def _passages(asked: Namespace) -> int:
    with open_archive(asked.archive, write=False) as archive, archive.reading() as session:
        ids = queries.passage_ids(session)
        if asked.json:
            pages = (queries.passage_cards(session, page) for page in _pages(ids))
            terminal.print_json_list(passage_record(card) for page in pages for card in page)
        else:
            rows = [
                (card.id, card.article_id, tags_line(card), card.quote)
                for card in queries.passage_cards(session, ids)
            ]
            terminal.print_table(("id", "article", "tags", "quote"), rows, widest=(8, 8, 48, 0))
    return DONE


def _codebook(asked: Namespace) -> int:
    with open_archive(asked.archive, write=False) as archive, archive.reading() as session:
        actors, claim_types = queries.actors(session), queries.claim_types(session)
    if asked.json:
        terminal.print_json(
            {
                "actors": [actor_record(card) for card in actors],
                "claim_types": [claim_type_record(card) for card in claim_types],
            }
        )
        return DONE
    terminal.say("Actors")
    for actor in actors:
        also = f" (also {', '.join(actor.aliases)})" if actor.aliases else ""
        terminal.say(f"  {actor.name}{also}: {actor.uses}")
    terminal.say("", "Claim types")
    for claim_type in claim_types:
        terminal.say(f"  {'  ' * claim_type.depth}{claim_type.name}: {claim_type.uses}")
    return DONE


def _tag(asked: Namespace) -> int:
    from archive_app.operations.tagging import ActorChoice, ClaimChoice, find_quote, mark_passage

    actors = [ActorChoice(name, Role(role)) for name, role in _choices(asked.actor, Role, Role.SPEAKER)]
    claims = [
        ClaimChoice(name, Stance(stance)) for name, stance in _choices(asked.claim, Stance, Stance.NEUTRAL)
    ]
    by_place = asked.start is not None or asked.end is not None
    if (asked.quote is None) != by_place or (by_place and None in (asked.start, asked.end)):
        raise Refused("Give the passage either by --quote or by both --start and --end.")
    if by_place and asked.occurrence is not None:
        raise Refused("--occurrence goes with --quote, not with --start and --end.")
    with open_archive(asked.archive) as archive:
        start, end = asked.start, asked.end
        if asked.quote is not None:
            with archive.reading() as session:
                text = queries.article_text(session, asked.article)
            start, end = find_quote(text, canonical(asked.quote), asked.occurrence)
        marked = mark_passage(
            archive, asked.article, start, end,
            actors=actors, claims=claims, memo=asked.memo, coder=_coder(asked),
        )  # fmt: skip
    if asked.json:
        terminal.print_json(
            {
                "passage_id": marked.passage_id, "start": marked.start, "end": marked.end,
                "quote": marked.quote,
            }
        )  # fmt: skip
    else:
        terminal.say(f"{marked.changes.label} (passage {marked.passage_id}, {marked.start}–{marked.end})")
    return DONE


def _search(asked: Namespace) -> int:
    from archive_app.operations.searching import Searching

    with open_archive(asked.archive, write=False) as archive:
        searching = Searching(archive, current_index(archive))
        began = perf_counter()
        result = searching.search(asked.query, kind=asked.kind, limit=asked.limit)
        milliseconds = round((perf_counter() - began) * 1e3, 1)
        clauses = searching.explain(asked.query) if asked.explain else []
    if asked.json:
        explained = {
            "understood": result.understood, "suggestion": result.suggestion, "milliseconds": milliseconds,
            "clauses": [
                {**asdict(clause), "terms": [{"term": t, "articles": n} for t, n in clause.terms]}
                for clause in clauses
            ],
        }  # fmt: skip
        terminal.print_json({**result.as_json(), **(explained if asked.explain else {})})
        return DONE
    if asked.explain:
        terminal.say(f"Understood as: {result.understood or 'nothing'}", f"Answered in {milliseconds} ms.")
        for clause in clauses:
            articles = terminal.counted(clause.articles, "article")
            terminal.say(f"  {clause.text}: {articles}, {terminal.counted(clause.passages, 'passage')}")
            if clause.terms:
                looked_up = ", ".join(f"{term} {count}" for term, count in clause.terms)
                terminal.say(f"    looked up, with the articles of each: {looked_up}")
        terminal.say("")
    for hit in result.hits:
        where = f"passage {hit.passage_id} in article" if hit.kind == "passage" else "article"
        about = " · ".join(part for part in (hit.title, hit.outlet, hit.published) if part)
        terminal.say(f"{where} {hit.article_id}: {about}", f"    {hit.snippet}")
    shown = "" if len(result.hits) == result.total else f", of which {len(result.hits)} are shown"
    terminal.say(f"{result.total:,} found{shown}.")
    for sentence in result.ignored:
        note(sentence)
    if result.suggestion is not None:
        note(f"Did you mean: {result.suggestion}")
    return DONE


def _export(asked: Namespace) -> int:
    from archive_app.operations.exporting import export_passages
    from archive_app.operations.searching import Searching

    to_stdout = asked.output == "-"
    if to_stdout and asked.json:
        raise Refused("With --output - the table itself is the output, so --json cannot be given.")
    with open_archive(asked.archive, write=False) as archive:
        ids = None
        if asked.query is not None:
            searching = Searching(archive, current_index(archive))
            for sentence in searching.search(asked.query, kind="passage", limit=1).ignored:
                note(sentence)
            found = searching.ids(asked.query, kind="passage")
            with archive.reading() as session:
                ids = queries.passage_ids(session, queries.PassageFilter(ids=frozenset(found)))
        rows = export_passages(
            archive, sys.stdout.buffer if to_stdout else Path(asked.output),
            layout=asked.layout, passage_ids=ids, bom=not asked.no_bom, raw=asked.raw,
        )  # fmt: skip
    if to_stdout:
        return DONE
    if asked.json:
        terminal.print_json({"output": asked.output, "layout": asked.layout, "rows": rows})
    else:
        terminal.say(f"Wrote {terminal.counted(rows, 'row')} to “{asked.output}”.")
    return DONE


def _index(asked: Namespace) -> int:
    with open_archive(asked.archive, write=False) as archive:
        index = current_index(archive, rebuild=asked.rebuild)
        folder, state = str(index.folder), index.state()
        with archive.reading() as session:
            articles, passages = document_totals(session)
    if asked.json:
        watermark = state.watermark if state is not None else 0
        terminal.print_json(
            {"index": folder, "articles": articles, "passages": passages, "watermark": watermark}
        )
    else:
        terminal.say(
            f"The search index is up to date with {terminal.counted(articles, 'article')} and "
            f"{terminal.counted(passages, 'passage')}, in “{folder}”."
        )
    return DONE


def _check(asked: Namespace) -> int:
    from archive_app.operations.checking import CheckReport, check_archive

    try:
        with open_archive(asked.archive, write=False) as archive:
            report = check_archive(archive)
    except DBAPIError as error:
        report = CheckReport((f"The database is damaged: {error.orig}.",))
    if asked.json:
        terminal.print_json({"ok": report.ok, "problems": list(report.problems)})
    elif report.ok:
        terminal.say("The archive is whole.")
    else:
        terminal.say(*report.problems)
    return DONE if report.ok else IN_PART


def _backup(asked: Namespace) -> int:
    from archive_app.operations.backups import back_up_archive

    copy = back_up_archive(asked.archive)
    if asked.json:
        terminal.print_json({"backup": str(copy)})
    else:
        terminal.say(f"Made the backup “{copy.name}”.")
    return DONE


def _restore(asked: Namespace) -> int:
    from archive_app.operations.backups import list_backups, restore_archive

    if asked.backup is None:
        listed = list_backups(asked.archive)
        if asked.json:
            terminal.print_json_list(
                {"name": item.name, "made": item.made, "bytes": item.size} for item in listed
            )
        else:
            rows = [(item.name, item.made[:16].replace("T", " "), item.size) for item in listed]
            terminal.print_table(("backup", "made (UTC)", "bytes"), rows, widest=(60, 16, 14))
        return DONE
    report = restore_archive(asked.archive, asked.backup)
    if asked.json:
        terminal.print_json({"ok": report.ok, "problems": list(report.problems)})
    else:
        whole = "The archive is whole." if report.ok else "A check found:"
        terminal.say(f"Restored “{asked.backup.name}”. {whole}", *report.problems)
    return DONE if report.ok else IN_PART


def _undo(asked: Namespace) -> int:
    return _reverse(asked, "undone", "undo", lambda archive: archive.undo(_coder(asked)))


def _redo(asked: Namespace) -> int:
    return _reverse(asked, "redone", "redo", lambda archive: archive.redo(_coder(asked)))


def _reverse(
    asked: Namespace, done: str, verb: str, reverse: Callable[[Archive], journal.Changes | None]
) -> int:
    with open_archive(asked.archive) as archive:
        changes = reverse(archive)
    if asked.json:
        terminal.print_json({done: changes.label if changes else None})
    if changes is None:
        return _failed(f"There is nothing to {verb}.")
    if not asked.json:
        terminal.say(f"{done.capitalize()}: {changes.label}")
    return DONE


def _history(asked: Namespace) -> int:
    with open_archive(asked.archive, write=False) as archive, archive.reading() as session:
        items = history(session, limit=asked.limit)
    if asked.json:
        terminal.print_json_list(
            {
                "sequence": item.sequence, "at": item.at, "coder": item.coder, "operation": item.operation,
                "label": item.label, "changes": item.changes,
            }
            for item in items
        )  # fmt: skip
    else:
        rows = [
            (
                item.sequence, item.at[:16].replace("T", " "), item.coder,
                f"{item.operation.capitalize()}: {item.label}"
                if item.operation in ("undo", "redo") else item.label,
            )
            for item in items
        ]  # fmt: skip
        terminal.print_table(("", "when (UTC)", "coder", "what"), rows, widest=(8, 16, 20, 0))
    return DONE


def _concordance(asked: Namespace) -> int:
    from archive_app.cli.findings import concordance

    return concordance(asked)


def _batch_search(asked: Namespace) -> int:
    from archive_app.cli.findings import batch_search

    return batch_search(asked)


def _fetch(asked: Namespace) -> int:
    from archive_app.cli.imports import fetch

    return fetch(asked)


def _imports(asked: Namespace) -> int:
    from archive_app.cli.imports import imports

    return imports(asked)


def _retry(asked: Namespace) -> int:
    from archive_app.cli.imports import retry

    return retry(asked)


def _duplicates(asked: Namespace) -> int:
    from archive_app.cli.duplicates import duplicates

    return duplicates(asked)


def _similar(asked: Namespace) -> int:
    from archive_app.cli.findings import similar

    return similar(asked)


_COMMANDS: Mapping[str, Callable[[Namespace], int]] = {
    "new": _new,
    "import": _import,
    "fetch": _fetch,
    "imports": _imports,
    "retry": _retry,
    "duplicates": _duplicates,
    "articles": _articles,
    "article": _article,
    "passages": _passages,
    "codebook": _codebook,
    "tag": _tag,
    "search": _search,
    "concordance": _concordance,
    "batch-search": _batch_search,
    "similar": _similar,
    "export": _export,
    "undo": _undo,
    "redo": _redo,
    "history": _history,
    "check": _check,
    "backup": _backup,
    "restore": _restore,
    "index": _index,
}


def current_index(archive: Archive, *, rebuild: bool = False) -> "SearchIndex":
    """Return the archive's search index, brought up to date."""
    from archive_app.search.index import open_index
    from archive_app.search.indexer import IndexProgress, catch_up, start_rebuild

    def show(progress: IndexProgress) -> None:
        terminal.print_progress(f"Indexing {progress.done} of {progress.total}")

    index = open_index(archive)
    if rebuild:
        start_rebuild(archive, index)
    catch_up(archive, index, progress=show)
    terminal.end_progress()
    return index


@contextmanager
def interrupt_noticed() -> Iterator[Callable[[], bool]]:
    """Make Ctrl+C ask for an orderly stop; a second one stops at once."""
    interrupted = Event()

    def notice(_signal: int, _frame: FrameType | None) -> None:
        if interrupted.is_set():
            raise KeyboardInterrupt
        interrupted.set()

    before = signal.signal(signal.SIGINT, notice)
    try:
        yield interrupted.is_set
    finally:
        signal.signal(signal.SIGINT, before)


def _choices(
    written: Iterable[str], known: type[Role] | type[Stance], default: str
) -> Iterator[tuple[str, str]]:
    for choice in written:
        name, separator, chosen = choice.rpartition("=")
        if not separator:
            yield choice, default
            continue
        value = chosen.strip().casefold()
        if value not in set(known):
            raise Refused(
                f"“{chosen}” in “{choice}” is not one of {', '.join(known)}. "
                "A name that holds “=” needs one of them after it."
            )
        yield name, value


def _coder(asked: Namespace) -> str:
    from archive_app.operations.coders import default_coder

    return asked.coder or default_coder()


def _pages(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), 500):
        yield ids[start : start + 500]


def note(sentence: str) -> None:
    """Tell the person something beside the output itself."""
    print(terminal.plain(sentence), file=sys.stderr)


def _failed(sentence: str) -> int:
    note(sentence)
    return NOT_DONE
