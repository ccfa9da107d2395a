"""What can be asked on the command line."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from archive_app import __version__

COMMANDS = (
    "new", "import", "fetch", "imports", "retry", "duplicates", "articles", "article", "passages", "codebook",
    "tag", "search", "concordance", "batch-search", "similar", "export",
    "undo", "redo", "history", "check", "backup", "restore", "index", "tour",
)  # fmt: skip
"""A first argument that is none of these is the archive to open in the window."""

_LARGEST = 2**63 - 1  # what a database can hold
_ENDING = "Exit code: 0 done, 1 done in part, 2 not done."


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence, where argparse prints its usage too."""

    def error(self, message: str) -> NoReturn:
        sentence = message[:1].upper() + message[1:]
        print(f"{sentence}. See {self.prog} --help.", file=sys.stderr)
        sys.exit(2)


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the command line; exits with 2 and one sentence where it cannot be understood."""
    return _parser().parse_args(arguments)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="archive-app",
        description="Read the press as evidence: import articles, tag who claimed what, search and export. "
        "Without a command, or with the folder of an archive, it opens the window.",
        epilog=_ENDING,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"Archive App {__version__}")
    parser.add_argument("--sample", action="store_true", help="open the window on the sample archive")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)

    def command(name: str, summary: str, *, archive: bool = True) -> argparse.ArgumentParser:
        added = commands.add_parser(
            name, help=summary, description=summary, epilog=_ENDING, allow_abbrev=False
        )
        if archive:
            added.add_argument("archive", metavar="ARCHIVE", type=Path, help="the archive's folder")
        added.add_argument("--json", action="store_true", help="print JSON for programs")
        return added

    def names_coder(added: argparse.ArgumentParser) -> None:
        added.add_argument("--coder", metavar="NAME", help="in whose name (default: your user name)")

    command("new", "Make a new, empty archive.")

    added = command("import", "Import files, or all files in folders.")
    added.add_argument("paths", metavar="FILE_OR_FOLDER", type=Path, nargs="+")
    added.add_argument(
        "--column", metavar="WHAT=NAME", action="append", default=[],
        help="which column of tables is the title, text, date, outlet, authors, url, language, section, id, "
        "doi, collections or labels, such as text=Body; may be given again; the others are guessed",
    )  # fmt: skip
    added.add_argument("--sheet", metavar="NAME", help="which sheet of a workbook holds the articles")
    added.add_argument(
        "--date-order", choices=("day", "month"), help="what comes first in dates of tables such as 3/4/2019"
    )
    added.add_argument(
        "--references", choices=("report", "articles"), default="report",
        help="what becomes of RIS and BibTeX records that have a text but no article (default: report them)",
    )  # fmt: skip
    added.add_argument(
        "--ocr-languages", metavar="CODES",
        help="in which languages Tesseract reads scanned pages, such as deu+eng; an unknown one is answered "
        "with those that are installed",
    )  # fmt: skip
    names_coder(added)

    added = command("fetch", "Fetch pages from the web, now, and import them.")
    added.add_argument("addresses", metavar="URL", nargs="*")
    added.add_argument(
        "--list", metavar="FILE", type=Path, action="append", default=[], help="a file with an address a line"
    )
    added.add_argument("--again", action="store_true", help="also those that were fetched before")
    names_coder(added)

    added = command("imports", "List the imports, or show what became of every file of one.")
    added.add_argument("--run", metavar="N", type=_number, help="the import's number in the list")
    added.add_argument("--csv", metavar="FILE", help="write the report of --run; - is the standard output")

    added = command("retry", "Import again what failed in an import, and nothing else.")
    added.add_argument("run", metavar="RUN", type=_number, help="the import's number, see “imports”")
    added.add_argument(
        "--restore", action="store_true",
        help="instead restore the deleted articles that came again with that import",
    )  # fmt: skip
    names_coder(added)

    added = command("duplicates", "List articles that are much alike and that nobody has decided on.")
    added.add_argument("--all", action="store_true", help="list every pair, not only the first groups")

    command("articles", "List the articles.")

    added = command("article", "Show one article with its text and passages.")
    added.add_argument("id", metavar="ID", type=_number)

    command("passages", "List the passages with their tags.")

    command("codebook", "List the actors and claim types.")

    added = command("tag", "Mark a passage of an article and tag it.")
    added.add_argument("--article", metavar="ID", type=_number, required=True)
    added.add_argument("--quote", metavar="TEXT", help="the exact words of the passage")
    added.add_argument("--occurrence", metavar="N", type=_number, help="which of several places, from 1")
    added.add_argument("--start", metavar="S", type=_number, help="first character, counted from 0")
    added.add_argument("--end", metavar="E", type=_number, help="the character after the last")
    added.add_argument(
        "--actor", metavar="NAME[=ROLE]", action="append", default=[],
        help="an actor as speaker (or addressee, target, mentioned); may be given again",
    )  # fmt: skip
    added.add_argument(
        "--claim", metavar="NAME[=STANCE]", action="append", default=[],
        help="a claim type, neutral (or supports, opposes); may be given again",
    )  # fmt: skip
    added.add_argument("--memo", metavar="TEXT", default="")
    names_coder(added)

    added = command("search", "Find articles and passages.")
    added.add_argument("query", metavar="QUERY")
    added.add_argument("--kind", choices=("all", "article", "passage"), default="all")
    added.add_argument("--limit", metavar="N", type=_count, default=20)
    added.add_argument(
        "--explain", action="store_true", help="say how it was understood and what each part of it finds"
    )

    added = command("concordance", "Show every hit of a query in its line (keyword in context).")
    added.add_argument("query", metavar="QUERY")
    added.add_argument(
        "--sort", choices=("text", "left", "right", "hit", "date", "outlet"), default="text",
        help="by the words on a side, the hit, the date or outlet (default: newest article first, its order)",
    )  # fmt: skip
    added.add_argument(
        "--nth", metavar="N", type=_count, default=1, help="which word on that side to begin with (1 to 5)"
    )
    added.add_argument("--reverse", action="store_true", help="sort the other way round")
    added.add_argument(
        "--width", metavar="N", type=_count, default=40, help="characters of context on each side"
    )
    added.add_argument("--csv", metavar="FILE", help="write a table; - is the standard output")
    added.add_argument("--no-bom", action="store_true", help="without the byte order mark that Excel needs")
    added.add_argument(
        "--raw", action="store_true", help="leave cells that a spreadsheet would run as a formula as they are"
    )

    added = command("batch-search", "Count what each query of a list finds.")
    added.add_argument(
        "queries", metavar="QUERIES.csv", type=Path,
        help="a table with a column “query” and perhaps “name”, or a text file with a query per line",
    )  # fmt: skip
    added.add_argument(
        "--output", metavar="FILE", type=Path, required=True,
        help="OUT.xlsx: a workbook with all tables; OUT.csv: the counts, with further tables beside it",
    )  # fmt: skip
    added.add_argument("--no-bom", action="store_true", help="without the byte order mark that Excel needs")
    added.add_argument(
        "--raw", action="store_true", help="leave cells that a spreadsheet would run as a formula as they are"
    )

    added = command("similar", "List the articles most like one.")
    added.add_argument("id", metavar="ARTICLE_ID", type=_number)
    added.add_argument("--limit", metavar="N", type=_count, default=20)

    added = command("export", "Write the passages to a file for a spreadsheet, R or pandas.")
    added.add_argument("--format", choices=("csv",), default="csv")
    added.add_argument(
        "--layout", choices=("passages", "tags", "statements"), default="passages",
        help="a row per passage, per tag, or per speaker and claim type",
    )  # fmt: skip
    added.add_argument("--query", metavar="QUERY", help="only the passages that a search finds")
    added.add_argument("--output", metavar="FILE", required=True, help="where to; - is the standard output")
    added.add_argument("--no-bom", action="store_true", help="without the byte order mark that Excel needs")
    added.add_argument(
        "--raw", action="store_true",
        help="leave cells that a spreadsheet would run as a formula as they are (for R and Python)",
    )  # fmt: skip

    for name, summary in (("undo", "Take back the last operation."), ("redo", "Do it again.")):
        names_coder(command(name, summary))

    added = command("history", "List what was done, newest first.")
    added.add_argument("--limit", metavar="N", type=_count, default=50)

    command("check", "Check that the archive is whole.")

    command("backup", "Copy the database into the archive's “backups” folder.")

    added = command("restore", "List the backups of an archive, or put one in the place of its database.")
    added.add_argument(
        "backup",
        metavar="BACKUP",
        type=Path,
        nargs="?",
        help="its name in the list, or a file; default: list",
    )

    added = command("index", "Bring the search index up to date.")
    added.add_argument(
        "--rebuild", action="store_true", help="make it anew; the old one is searched meanwhile"
    )

    added = command("tour", "Play the tour in the real window.", archive=False)
    added.add_argument("--output", metavar="DIR", type=Path, required=True)
    return parser


def _number(written: str) -> int:
    try:
        number = int(written)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{written}” is not a whole number") from None
    if abs(number) > _LARGEST:
        raise argparse.ArgumentTypeError("the number is larger than any in an archive")
    return number


def _count(written: str) -> int:
    number = _number(written)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{written} is not a number above 0")
    return number
