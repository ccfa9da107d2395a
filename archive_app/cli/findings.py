"""The commands that go on from what a search finds: concordance, batch search, similar articles."""

import sys
from argparse import Namespace
from pathlib import Path

from archive_app.cli import DONE, IN_PART, NOT_DONE, terminal
from archive_app.cli.commands import current_index, interrupt_noticed, note
from archive_app.exporting.tables import TableOptions, is_workbook
from archive_app.model.errors import Refused
from archive_app.operations.batch_search import batch_search as count_queries
from archive_app.operations.batch_search import write_batch
from archive_app.operations.concordance import Concordance, Line, find_lines, write_concordance
from archive_app.operations.more_like_this import similar_to_article
from archive_app.operations.query_lists import read_query_file
from archive_app.operations.searching import Searching
from archive_app.storage.archive import open_archive

_PAGE = 500  # lines cut at once


def concordance(asked: Namespace) -> int:
    """Print every hit of a query in its line, or write the lines to a file."""
    if asked.csv and asked.json:
        raise Refused("Give either --csv or --json: the lines are written once.")

    def show(found: Concordance, done: int, total: int) -> None:
        terminal.print_progress(
            f"{terminal.counted(found.lines.total, 'hit')} in {done} of {terminal.counted(total, 'article')}"
        )

    with open_archive(asked.archive, write=False) as archive, interrupt_noticed() as interrupted:
        searching = Searching(archive, current_index(archive))
        found = find_lines(archive, searching, asked.query, progress=show, cancelled=interrupted)
        terminal.end_progress()
        numbers = found.lines.order(asked.sort, nth=asked.nth, descending=asked.reverse).tolist()
        for sentence in found.ignored:
            note(sentence)
        if asked.csv:
            to_stdout = asked.csv == "-"
            output = sys.stdout.buffer if to_stdout else Path(asked.csv)
            options = TableOptions(bom=not asked.no_bom, raw=asked.raw)
            rows = write_concordance(
                archive, found, numbers, output, width=asked.width, options=options, cancelled=interrupted
            )
            if not to_stdout:
                terminal.say(f"Wrote {terminal.counted(rows, 'line')} to “{asked.csv}”.")
            return _ending(found)
        pages = (numbers[first : first + _PAGE] for first in range(0, len(numbers), _PAGE))
        with archive.reading() as session:
            # A character more than is shown tells whether a word is cut there.
            width = asked.width if asked.json else asked.width + 1
            lines = (line for page in pages for line in found.cut(session, page, width))
            if asked.json:
                terminal.print_json_list(line.as_json() for line in lines)
                return _ending(found)
            for line in lines:
                print(_line(line, asked.width))
    hits, articles = found.lines.total, found.lines.articles
    terminal.say(f"{terminal.counted(hits, 'hit')} in {terminal.counted(articles, 'article')}.")
    return _ending(found)


def _ending(found: Concordance) -> int:
    if found.is_whole:
        return DONE
    note("Interrupted: not every article was looked through.")
    return IN_PART


def _line(line: Line, width: int) -> str:
    left = terminal.whole_words_before(_on_one_line(line.left), width)
    right = terminal.whole_words_after(_on_one_line(line.right), width)
    hit = terminal.one_line(line.hit, 200)
    where = f"{line.article_id:>6}  {line.published[:10]:<10}"
    return f"{where}  {terminal.right_aligned(left, width + 1)}[{hit}]{right}"


def _on_one_line(text: str) -> str:
    """Keep every character's place, so that what was cut off is cut off still."""
    return "".join(" " if letter.isspace() else letter for letter in terminal.plain(text))


def batch_search(asked: Namespace) -> int:
    """Count what each query of a list finds, and write the tables."""
    is_workbook(asked.output)  # a name that cannot be written is told of before the counting
    listed = read_query_file(asked.queries)

    def show(done: int, total: int) -> None:
        terminal.print_progress(f"{done} of {total}")

    with open_archive(asked.archive, write=False) as archive, interrupt_noticed() as interrupted:
        searching = Searching(archive, current_index(archive))
        result = count_queries(archive, searching, listed, progress=show, cancelled=interrupted)
    terminal.end_progress()
    if not result.is_whole:
        note("Interrupted: nothing was written.")
        return NOT_DONE
    options = TableOptions(bom=not asked.no_bom, raw=asked.raw)
    files = write_batch(result, asked.output, options=options) if result.counts else []
    if asked.json:
        terminal.print_json(
            {
                "queries": [count.as_json() for count in result.counts],
                "bad": [{"line": bad.line, "reason": bad.reason} for bad in result.bad],
                "files": [str(file) for file in files],
            }
        )
    else:
        rows = [(count.articles, count.passages, count.hits, count.asked.name) for count in result.counts]
        terminal.print_table(("articles", "passages", "hits", "query"), rows, widest=(9, 9, 9, 0))
        for file in files:
            terminal.say(f"Wrote “{file}”.")
    for bad in result.bad:
        note(f"Line {bad.line}: {bad.reason}")
    if not result.counts:
        note("There is no query to search for in the file.")
        return NOT_DONE
    return IN_PART if result.bad else DONE


def similar(asked: Namespace) -> int:
    """List the articles most like one."""
    with open_archive(asked.archive, write=False) as archive:
        searching = Searching(archive, current_index(archive))
        found = similar_to_article(searching, asked.id, limit=asked.limit)
    if asked.json:
        terminal.print_json(
            {"title": found.title, "words": list(found.words),
             "articles": [each.as_json() for each in found.articles]}
        )  # fmt: skip
        return DONE
    if found.words:
        terminal.say(f"Like “{found.title}”, by the words {', '.join(found.words[:12])}:")
    for each in found.articles:
        about = " · ".join(part for part in (each.hit.title, each.hit.outlet, each.hit.published) if part)
        terminal.say(f"{each.hit.score:4.2f}  article {each.hit.article_id}: {about}")
        terminal.say(f"      {', '.join(each.words[:10])}")
    if not found.articles:
        terminal.say("No other article has its telling words.")
    return DONE
