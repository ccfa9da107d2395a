"""What all exports of Factiva share: the order of an article's lines, its tags, and its accession number."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from archive_app.importing.databases.dates import date_of
from archive_app.importing.databases.items import authors_of, fields_of, memo_of, number_in
from archive_app.importing.databases.languages import language_code
from archive_app.importing.databases.markup import one_line
from archive_app.importing.draft import Draft
from archive_app.importing.reader import Unreadable

TAGS = frozenset(
    ("SE", "HD", "BY", "CR", "WC", "PD", "ET", "SN", "SC", "NGC", "GC", "ED", "PG", "VOL", "LA", "CY", "CX",
     "LP", "TD", "CT", "RF", "ART", "CO", "IN", "NS", "RE", "IPC", "IPD", "PUB", "AN", "CLM", "DLN", "RST",
     "DE")
)  # fmt: skip
"""The tags of the layout with indexing."""

_BODY = ("LP", "TD", "CX")

LAST_LINE = re.compile(r"^\s*[^\W\d_]+\s*[:：]?\s*(?P<number>[A-Z0-9]{4,10}\d{8}[A-Za-z0-9-]{5,14})\s*$")
"""The line that closes every article: ``Document TAVP000020190704ef740001a`` in any language."""

WORD_COUNT = re.compile(r"^\s*\d[\d.,\u00a0\u202f ]*\s*(?P<word>[^\W\d_]{1,12})\s*$")
"""The line on which everything hinges: ``1,341 words``, ``8165 字``."""

_TIME = re.compile(
    r"^\s*\d\d?[:.h]\d\d(?:[:.]\d\d)?(?:\s*[ap]\.?m\.?)?(?:\s*(?:Uhr|[A-Z]{2,5}))?\s*$", re.IGNORECASE
)
_CODE = re.compile(r"^[A-Z0-9]{2,12}$")
_NUMBERED = re.compile(r"^\s*\d{1,4}\)\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class HeadLine:
    """A line above an article's body."""

    text: str
    is_title: bool = False


def accession_number(line: str) -> str:
    """Return the number by which Factiva knows an article, from the line that closes it; else nothing."""
    found = LAST_LINE.match(line)
    return found["number"] if found else ""


def is_word_count(line: str) -> bool:
    """Say whether a line is an article's word count, and not a date or a page."""
    return len(line) < 60 and WORD_COUNT.match(line) is not None and not date_of(line)


def untagged(head: Sequence[HeadLine], body: Sequence[str], number: str) -> Draft:
    """Make an article of lines whose meaning only their order tells.

    Above the word count stand a section, the title and the author; below it date, time, source, its code,
    edition and page, language and copyright.

    Raises:
        Unreadable: It has neither a title nor a word count.
    """
    anchor = next((place for place, line in enumerate(head) if is_word_count(line.text)), None)
    if anchor is None and not any(line.is_title for line in head):
        said = one_line(" ".join([*(line.text for line in head), *body]))[:160]
        raise Unreadable(f"Neither its title nor its word count was found: “{said}”.")
    above = list(head[: anchor if anchor is not None else len(head)])
    titles = [place for place, line in enumerate(above) if line.is_title] or ([0] if above else [])
    last = titles[-1] if titles else -1
    authors = [line.text for line in above[last + 1 :]]
    below = [line.text for line in head[anchor + 1 :]] if anchor is not None else []
    place = next((place for place, line in enumerate(below[:3]) if date_of(line)), None)
    rest = below[place + 1 :] if place is not None else below
    if rest and _TIME.match(rest[0]):
        rest = rest[1:]
    outlet, rest = (rest[0], rest[1:]) if rest else ("", [])
    rest = rest[1:] if rest and _CODE.match(rest[0]) and not rest[0].isdigit() else rest
    spoken = next((place for place, line in enumerate(rest) if language_code(line)), len(rest))
    return Draft(
        title=_title(" ".join(above[place].text for place in titles)),
        text="\n\n".join(body),
        outlet=outlet,
        authors=authors_of(" ".join(authors)),
        published=date_of(below[place]) if place is not None else "",
        published_raw=one_line(below[place]) if place is not None else "",
        language=language_code(rest[spoken]) if spoken < len(rest) else "",
        section=" ".join(line.text for line in above[: titles[0]]) if titles else "",
        memo=memo_of(("Page", "; ".join(rest[:spoken]))),
        database_id=number_in("Factiva", number),
    )


def tagged(values: Mapping[str, str]) -> Draft:
    """Make an article of Factiva's tags and their values; paragraphs stand between blank lines."""
    text = "\n\n".join(values[tag] for tag in _BODY if values.get(tag))
    date = values.get("PD", "")
    return Draft(
        title=_title(values.get("HD", "")),
        text=text,
        outlet=one_line(values.get("SN", "")),
        authors=authors_of(values.get("BY", "")),
        published=date_of(date),
        published_raw=one_line(date),
        language=language_code(values.get("LA", "")),
        section=values.get("SE", ""),
        memo=memo_of(
            ("Edition", values.get("ED", "")),
            ("Page", values.get("PG", "")),
        ),
        database_id=number_in("Factiva", accession_number(values.get("AN", "")) or values.get("AN", "")),
        source_fields=fields_of((tag, value) for tag, value in values.items() if tag not in _BODY),
    )


def _title(raw: str) -> str:
    return _NUMBERED.sub("", one_line(raw))
