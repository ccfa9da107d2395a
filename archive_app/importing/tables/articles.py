"""From a row of a table to a draft of an article, or to an address whose article is still to be fetched."""

import re
from collections.abc import Iterable, Sequence

from archive_app.importing.databases.dates import date_of
from archive_app.importing.databases.languages import language_code
from archive_app.importing.draft import Draft
from archive_app.importing.page_metadata import iso_date
from archive_app.importing.page_text import flat_text
from archive_app.importing.plain import headline
from archive_app.importing.reader import Unreadable
from archive_app.importing.tables.mapping import DateOrder, TableMapping
from archive_app.model.web_links import WebLink

_MARKUP = re.compile(r"</(?:p|div|a|b|strong|em|i|h\d|li)>|<(?:p|br)\s*/?>", re.IGNORECASE)
_DIGITS = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?\d{6})?Z?")
_NUMBERS = re.compile(r"(?P<first>\d\d?)([./-])(?P<second>\d\d?)\2(?P<year>\d{4})(?!\d)")
_WEB = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_TITLE_WORDS, _TITLE_CHARACTERS = 10, 90


def draft_of(
    columns: Sequence[str], cells: Sequence[str], mapping: TableMapping, *, number: int = 0
) -> Draft | WebLink:
    """Make of a row what it is.

    Raises:
        Unreadable: It has neither a text nor an address.
    """
    row = dict(zip(columns, cells, strict=False))
    said = {role: row.get(mapping.column(role), "").strip() for role in ("title", "outlet", "section", "id")}
    text = plain_text(row.get(mapping.text, ""))
    web = _WEB.match(row.get(mapping.url, "").strip())
    url = web[0] if web else row.get(mapping.url, "").strip()
    raw_date = row.get(mapping.date, "").strip()
    published = table_date(raw_date, mapping.date_order)
    authors = _authors(row.get(mapping.authors, ""))
    language = language_code(row.get(mapping.language, ""))
    title = said["title"] if len(said["title"]) < 1000 else ""
    if not text.strip():
        if web is None:
            raise Unreadable(_nothing_in(number, mapping))
        return WebLink(
            url, title, said["outlet"], authors, published, raw_date, language, said["section"], number
        )
    return Draft(
        title=title or headline(text) or _first_words(text),
        text=text,
        outlet=said["outlet"],
        authors=authors,
        published=published,
        published_raw=raw_date,
        url=url,
        language=language,
        section=said["section"],
        database_id=_database_id(mapping.id, said["id"]),
        doi=doi_in(row.get(mapping.doi, "")),
        collections=_names(row.get(mapping.collections, "")),
        labels=_names(row.get(mapping.labels, "")),
        source_fields=tuple(
            (column, cell.strip()) for column, cell in row.items() if cell.strip() and column != mapping.text
        ),
        number=number,
    )


def plain_text(cell: str) -> str:
    """Return a cell's text without the tags of a page, where it has such."""
    return flat_text(cell)[1] if len(_MARKUP.findall(cell)) >= 2 else cell


def table_date(raw: str, order: DateOrder) -> str:
    """Return a date as ISO 8601 cut to what is certain.

    ``order`` says whether the day or the month comes first in a date such as 03/04/2019.

    >>> table_date("20190416T093000Z", ""), table_date("03/04/2019", ""), table_date("03/04/2019", "day")
    ('2019-04-16', '2019', '2019-04-03')
    """
    raw = raw.strip()
    if digits := _DIGITS.fullmatch(raw):
        return iso_date("-".join(digits.groups()))
    if order and (numbers := _NUMBERS.match(raw)):
        first, second = numbers["first"], numbers["second"]
        day, month = (first, second) if order == "day" else (second, first)
        if found := iso_date(f"{numbers['year']}-{month:0>2}-{day:0>2}"):
            return found
    return date_of(raw)


def date_order(dates: Iterable[str]) -> DateOrder:
    """Tell from the dates of a column whether day or month come first; nothing when they do not tell."""
    days_first = months_first = False
    for raw in dates:
        if numbers := _NUMBERS.match(raw.strip()):
            if numbers[2] == ".":  # nobody writes the month first with points
                days_first = True
            days_first |= int(numbers["first"]) > 12
            months_first |= int(numbers["second"]) > 12
    return "" if days_first == months_first else "day" if days_first else "month"


def is_ambiguous(raw: str) -> bool:
    """Whether a date could be read with the day or with the month first."""
    numbers = _NUMBERS.match(raw.strip())
    if numbers is None or numbers[2] == "." or numbers["first"] == numbers["second"]:
        return False
    return int(numbers["first"]) <= 12 and int(numbers["second"]) <= 12


def doi_in(written: str) -> str:
    """Return the DOI in a text, such as a web address, in small letters; nothing when there is none."""
    found = _DOI.search(written)
    return found[0].rstrip(".,;)]").lower() if found else ""


def _authors(written: str) -> str:
    names = [" ".join(name.split()) for name in re.split(r"[;|\n]", written)]
    return "; ".join(name for name in names if name)


def _names(written: str) -> tuple[str, ...]:
    """Take the names in one cell apart, at semicolons, bars and line feeds, or else at commas."""
    listed = re.split(r"[;|\n]", written) if re.search(r"[;|\n]", written) else written.split(",")
    bare = (" ".join(name.strip(" \t[]\"'").split()) for name in listed)
    return tuple(dict.fromkeys(name for name in bare if name))


def _database_id(column: str, value: str) -> str:
    # Rows are numbered 1, 2, 3 in many a table; only what looks like an identity may stand for one.
    is_identity = len(value) >= 6 and any(letter.isdigit() for letter in value)
    return f"{column}: {value}" if is_identity else ""


def _nothing_in(number: int, mapping: TableMapping) -> str:
    row = f"Row {number}" if number else "The row"
    if not mapping.text:
        return f"{row} has no web address in “{mapping.url}”."
    return f"{row} has no text in “{mapping.text}”."


def _first_words(text: str) -> str:
    words = text.split()
    opening = " ".join(words[:_TITLE_WORDS])[:_TITLE_CHARACTERS]
    return opening + "…" if len(opening) < len(" ".join(words[: _TITLE_WORDS + 1])) else opening
