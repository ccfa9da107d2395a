"""What both formats of references need: values made clean, names in their usual order, DOIs found."""

import re
from collections.abc import Iterable

from archive_app.importing.databases.dates import date_of
from archive_app.importing.page_metadata import iso_date
from archive_app.importing.reader import Material
from archive_app.model.text import canonical, fold_whitespace

_LONGEST_FIELD = 1000
_LONGEST_NOTE = 4000
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>{}]+")
_PARTS = re.compile(r"(\d{4})/(\d{0,2})(?:/(\d{0,2}))?(?:/.*)?")
_INITIALS = re.compile(r"(?:Jr|Sr|II|III|IV)\.?", re.IGNORECASE)


def plain_sample(material: Material) -> bytes:
    """Return the beginning of a file, its ASCII as ASCII also where it is written in UTF-16."""
    return material.sample.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").replace(b"\0", b"")


def clean(value: str, longest: int = _LONGEST_FIELD) -> str:
    """Return a value on one line."""
    return fold_whitespace(canonical(value))[:longest].strip()


def clean_fields(fields: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return labels with their values, what stands under the same label brought together."""
    found: dict[str, str] = {}
    for label, value in fields:
        value = clean(value, _LONGEST_NOTE)
        if value:
            found[label] = f"{found[label]}; {value}" if label in found else value
    return tuple((label, value[:_LONGEST_NOTE]) for label, value in found.items())


def doi_in(values: Iterable[str]) -> str:
    """Return the first DOI in some values, in small letters; nothing when there is none.

    >>> doi_in(["doi:10.1000/XYZ12."]), doi_in(["https://doi.org/10.1000/xyz12", ""])
    ('10.1000/xyz12', '10.1000/xyz12')
    """
    for value in values:
        if found := _DOI.search(value):
            return found[0].rstrip(".,;:)]").lower()
    return ""


def person(name: str) -> str:
    """Write a name as it is spoken.

    >>> person("Müller, Anna"), person("King, Martin Luther, Jr."), person("Reuters")
    ('Anna Müller', 'Martin Luther King, Jr.', 'Reuters')
    """
    parts = [part.strip() for part in clean(name).strip("{}").split(",") if part.strip()]
    if len(parts) == 2 and not _INITIALS.fullmatch(parts[1]):
        return f"{parts[1]} {parts[0]}"
    if len(parts) == 3:
        return f"{parts[2]} {parts[0]}, {parts[1]}" if _INITIALS.fullmatch(parts[1]) else _with_suffix(parts)
    return ", ".join(parts)


def _with_suffix(parts: list[str]) -> str:
    family, given, suffix = parts
    return f"{given} {family}, {suffix}"


def reference_date(raw: str) -> str:
    """Return the date of a record as ISO 8601 cut to its precision; nothing when it states none.

    >>> reference_date("2019/04/16/spring"), reference_date("2019///"), reference_date("16 April 2019")
    ('2019-04-16', '2019', '2019-04-16')
    """
    raw = raw.strip()
    if parts := _PARTS.fullmatch(raw):
        year, month, day = parts[1], parts[2], parts[3]
        for date in (f"{year}-{month}-{day}", f"{year}-{month}", year):
            if not date.endswith("-") and "None" not in date and (found := iso_date(_padded(date))):
                return found
    return date_of(raw)


def _padded(date: str) -> str:
    return "-".join(part.zfill(2) for part in date.split("-"))
