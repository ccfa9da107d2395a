"""ProQuest's labels, and how the labelled parts of a document become an article."""

from collections.abc import Sequence

from archive_app.importing.databases.dates import find_date
from archive_app.importing.databases.items import authors_of, fields_of, memo_of, number_in
from archive_app.importing.databases.languages import language_code
from archive_app.importing.databases.markup import one_line
from archive_app.importing.draft import Draft
from archive_app.importing.reader import Unreadable

_LISTED = (
    "Title; Author; Publication info; Abstract; Links; Full text; Full Text; Subject; Location; People; "
    "Person; Company / organization; Company; Publication title; Publication subject; Pages; First page; "
    "Number of pages; Publication year; Publication date; Year; Volume; Issue; Section; Column; Edition; "
    "Dateline; Publisher; Place of publication; Country of publication; ISSN; EISSN; ISBN; CODEN; Source "
    "type; Language of publication; Language; Document type; Document feature; DOI; ProQuest document ID; "
    "Document URL; Copyright; Last updated; Database; Business indexing term; Classification; Identifier "
    "/ keyword; Identifiers / keywords; Credit; Alternate title; Illustration; Publication history; "
    "Online publication date; NAICS; Ethnic group; Supplement; Publication note"
)
LABELS = tuple(_LISTED.split("; "))
"""Every label, as written."""

_WRITTEN = {label.lower(): label for label in LABELS}

FULL_TEXT = frozenset(("full text",))
UNMISTAKABLE = frozenset(
    ("publication title", "proquest document id", "source type", "language of publication", "document url",
     "last updated", "publication year")
)  # fmt: skip
"""Labels no article has at the beginning of a line by chance."""
LAST = frozenset(("database",))

_NOT_THERE = frozenset(("", "not available", "not available.", "full text not available", "none available."))

Part = tuple[str, str]
"""A label in lower case and its value; no label before the first."""


def article_of(parts: Sequence[Part]) -> Draft:
    """Make an article of a document's labelled parts, in their order.

    Raises:
        Unreadable: None of ProQuest's labels is in it.
    """
    values: dict[str, str] = {}
    for label, value in parts:
        if value and label not in values:
            values[label] = value
    if not values.keys() - {""}:
        raise Unreadable(f"No label was found in it: “{one_line(values.get('', ''))[:160]}”.")
    text = values.get("full text", "")
    if text.strip().lower() in _NOT_THERE:
        text = values.get("abstract", "")
    outlet, raw = _published(values)
    found = find_date(raw)
    return Draft(
        title=one_line(values.get("title", "") or values.get("", "").split("\n\n")[-1]),
        text=text,
        outlet=outlet,
        authors=authors_of(values.get("author", "")),
        published=found.iso if found else "",
        published_raw=raw,
        url=_address(values.get("document url", "")),
        language=language_code(values.get("language of publication", "") or values.get("language", "")),
        section=one_line(values.get("section", "")),
        memo=memo_of(
            ("Edition", values.get("edition", "")),
            ("Page", values.get("pages", "") or values.get("first page", "")),
        ),
        database_id=number_in("ProQuest", values.get("proquest document id", "")),
        doi=one_line(values.get("doi", "")),
        source_fields=fields_of(
            (_WRITTEN[label], value)
            for label, value in parts
            if label in _WRITTEN and label not in FULL_TEXT and value != text
        ),
    )


def has_only_an_abstract(parts: Sequence[Part]) -> bool:
    """Say whether a document comes without its full text."""
    return not any(label in FULL_TEXT and value.strip().lower() not in _NOT_THERE for label, value in parts)


def _published(values: dict[str, str]) -> tuple[str, str]:
    """Return the outlet and the date as written, from their own labels or the line of publication."""
    line = one_line(values.get("publication info", ""))
    outlet = one_line(values.get("publication title", ""))
    if not outlet:
        outlet = line.partition(";")[0].partition("[")[0].strip(" ,:")
    # “The Tavira Post; Tavira” names the place of publication, too.
    outlet = outlet.partition(";")[0].strip()
    raw = one_line(values.get("publication date", ""))
    if not raw:
        found = find_date(line.rpartition("]")[2])
        raw = line.rpartition("]")[2][found.start : found.end] if found else ""
    return outlet, raw or one_line(values.get("publication year", ""))


def _address(value: str) -> str:
    words = value.split()
    return next((word for word in words if word.startswith(("http://", "https://"))), "")
