"""Dates as news databases write them: in the language of their user interface, at any precision.

A small table of month names does it, in microseconds; a date that could be read in two ways is cut to what is
certain.
"""

import re
from dataclasses import dataclass

from archive_app.importing.page_metadata import iso_date

_MONTHS = {
    "en": "january february march april may june july august september october november december",
    "de": "januar februar märz april mai juni juli august september oktober november dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
}
_SHORT = (
    "jan janv ene gen jän jänner",
    "feb févr fév fevr fev",
    "mar mrz mär",
    "apr avr abr",
    "may",
    "jun giu",
    "jul juil lug",
    "aug aout ago",
    "sep sept set",
    "oct okt ott out",
    "nov",
    "dec dez déc dic",
)


def _months() -> dict[str, int]:
    found = {name: place for names in _MONTHS.values() for place, name in enumerate(names.split(), 1)}
    found.update({name: place for place, names in enumerate(_SHORT, 1) for name in names.split()})
    found.update({"fevrier": 2, "decembre": 12, "maerz": 3, "marz": 3, "setiembre": 9})
    return found


_NUMBER_OF = _months()
_MONTH = "|".join(sorted(_NUMBER_OF, key=len, reverse=True))
_YEAR = r"(?P<year>1[5-9]\d\d|20\d\d)(?!\d)"
_DAY = r"(?<![\d.,:])(?P<day>[0-3]?\d)"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<!\d){_YEAR}-(?P<number>\d\d?)(?:-(?P<day>\d\d?))?(?![\d-])",
        rf"(?<!\d){_YEAR}\s*[年년]\s*(?P<number>\d\d?)\s*[月월](?:\s*(?P<day>\d\d?)\s*[日일])?",
        rf"{_DAY}(?:\.|er|re|st|nd|rd|th|º|ª)?\s*(?:of\s+|de\s+|d[’'])?(?<!\w)(?P<month>{_MONTH})\b\.?,?\s*"
        rf"(?:de\s+|del\s+)?{_YEAR}",
        rf"\b(?P<month>{_MONTH})\b\.?\s+(?P<day>[0-3]?\d)(?:st|nd|rd|th)?(?:,|\s)\s*{_YEAR}",
        # Two months (“May/June 2012”) leave the year as what is certain.
        rf"\b(?:{_MONTH})\b\.?\s*[/–-]\s*(?:{_MONTH})\b\.?,?\s*{_YEAR}",
        rf"(?<![\w/–-])(?P<month>{_MONTH})\b\.?,?\s*(?:de\s+|del\s+)?{_YEAR}",
        rf"{_DAY}\.\s?(?P<number>\d\d?)\.\s?{_YEAR}",
        rf"(?<!\d){_YEAR}/(?P<number>\d\d?)/(?P<day>\d\d?)(?!\d)",
        rf"{_DAY}/(?P<other>\d\d?)/{_YEAR}",
    )
)
_ONLY_A_YEAR = re.compile(rf"^\W*(?:\w+\W+)?{_YEAR}\W*$")
_WEEKDAY = re.compile(
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|sonnabend"
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
    r"|lunes|martes|miércoles|jueves|viernes|sábado|domingo)\s*,?\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class FoundDate:
    """A date found within a line."""

    iso: str
    """ISO 8601 cut to its precision."""
    start: int
    """Where it begins in the line, its weekday included."""
    end: int


def find_date(line: str) -> FoundDate | None:
    """Find the first date in a line, written in any of the languages databases offer.

    >>> find_date("Politique, mardi 14 mars 2006, p. 16").iso
    '2006-03-14'
    """
    for pattern in _PATTERNS:
        for match in pattern.finditer(line[:1000]):
            iso = _iso(match.groupdict())
            if iso:
                weekday = _WEEKDAY.search(line, 0, match.start())
                return FoundDate(iso, weekday.start() if weekday else match.start(), match.end())
    year = _ONLY_A_YEAR.match(line[:40])
    return FoundDate(year["year"], year.start("year"), year.end("year")) if year else None


def date_of(raw: str) -> str:
    """Return the date a line states as ISO 8601 cut to its precision; nothing when it states none.

    >>> date_of("July 1, 2019 Monday 9:20 AM GMT"), date_of("9 Januar 1993"), date_of("2018 年 10 月 7 日")
    ('2019-07-01', '1993-01-09', '2018-10-07')
    """
    found = find_date(raw)
    return found.iso if found else ""


def _iso(parts: dict[str, str | None]) -> str:
    year, day = parts["year"] or "", parts.get("day")
    month = int(parts.get("number") or 0) or _NUMBER_OF.get((parts.get("month") or "").lower(), 0)
    if other := parts.get("other"):
        # Day and month in the order of most of the world; when that is not certain the year alone is.
        first, second = int(day or 0), int(other)
        if first > 12 >= second:
            month, day = second, str(first)
        elif second > 12 >= first:
            month, day = first, str(second)
        else:
            return iso_date(year)
    if not month:
        return iso_date(year)
    return iso_date(f"{year}-{month:02}-{int(day):02}" if day else f"{year}-{month:02}")
