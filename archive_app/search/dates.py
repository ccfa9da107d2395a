"""Dates as people write them: ``2019-04``, ``16 April 2019``, ``last month``, ``2019-04..2019-05``.

Days are numbers such as 20190416, which are only compared: 31 closes every month, whether it has that many
days or not, and 0 leaves a side open. What is relative is reckoned from a day that is handed in.
"""

import re
from datetime import date, timedelta

Days = tuple[int, int]
"""The first and the last day."""

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_UNITS = ("day", "week", "month", "year")
_RELATIVE = ("today", "yesterday", "last", "past", "previous", "this", "ago", "to", "q")
_MONTH = r"(?P<month>[a-z]{3,9})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
_COUNT = r"(?P<count>\d{1,4})"
_UNIT = r"(?P<unit>day|week|month|year)s?"
_NUMBERS = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?")
_POINTS = re.compile(r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})")
_QUARTER = re.compile(rf"(?:q(?P<before>[1-4])\s*{_YEAR}|(?P<year2>\d{{4}})[-\s]?q(?P<after>[1-4]))")
_DECADE = re.compile(r"(?P<year>\d{3}0)s")
_WRITTEN = tuple(
    re.compile(form)
    for form in (
        rf"{_DAY}\.?\s+{_MONTH}\s+{_YEAR}",
        rf"{_MONTH}\s+{_DAY},?\s+{_YEAR}",
        rf"{_MONTH},?\s+{_YEAR}",
        _MONTH,
    )
)
_BACK = re.compile(rf"(?:last|past|previous)\s+{_COUNT}\s+{_UNIT}")
_AGO = re.compile(rf"{_COUNT}\s+{_UNIT}\s+ago")
_WHICH = re.compile(rf"(?P<which>this|last|past|previous)\s+{_UNIT}")
_WEEKDAY = re.compile(rf"(?:last\s+)?(?P<weekday>{'|'.join(_WEEKDAYS)})")
_COMPARED = re.compile(r"(>=|<=|>|<)\s*(.+)")
_BETWEEN = re.compile(r"\.\.+|…|\sto\s")
_LONGEST = 60  # code points of a date


def read_days(text: str, today: date | None = None) -> Days | None:
    """Return the days that a date or a range of dates means; nothing when it is none.

    Without ``today`` nothing relative is understood.
    """
    text = " ".join(text.casefold().split())
    if not text or len(text) > _LONGEST:
        return None
    compared = _COMPARED.fullmatch(text)
    if compared is not None:
        return _compared(compared[1], _one(compared[2], today))
    ends = _BETWEEN.split(f" {text} ")
    if len(ends) == 1:
        return _one(text, today)
    if len(ends) != 2 or not "".join(ends).strip():
        return None
    first, last = ((_one(end.strip(), today) if end.strip() else (0, 0)) for end in ends)
    return (first[0], last[1]) if first is not None and last is not None else None


def may_become_days(text: str) -> bool:
    """Say whether what was typed so far may be the beginning of a date in words."""
    *whole, last = text.casefold().replace("..", " ").split() or [""]
    known = (*_RELATIVE, *_MONTHS, *_WEEKDAYS, *_UNITS)
    return all(_is_known(word) for word in whole) and (
        _is_known(last) or any(word.startswith(last) for word in known)
    )


def day_number(day: date) -> int:
    """Return a day as a number such as 20190416."""
    return day.year * 10_000 + day.month * 100 + day.day


def days_as_text(first: int, last: int) -> str:
    """Say in words what two days include, as ``April 2019`` or ``from 1 April 2019 on``."""
    if first and last:
        return _span_as_text(first, last)
    if first:
        return f"from {_day_as_text(first)} on"
    return f"until {_day_as_text(last)}"


def _is_known(word: str) -> bool:
    return bool(re.match(r"\d", word)) or word.rstrip("s,.") in (*_RELATIVE, *_MONTHS, *_WEEKDAYS, *_UNITS)


def _compared(how: str, days: Days | None) -> Days | None:
    if days is None:
        return None
    first, last = days
    return {">": (last + 1, 0), ">=": (first, 0), "<": (0, first - 1), "<=": (0, last)}[how]


def _one(text: str, today: date | None) -> Days | None:
    for form in (_NUMBERS, _POINTS):
        if found := form.fullmatch(text):
            return _span(*(int(found[part] or 0) for part in ("year", "month", "day")))
    if found := _DECADE.fullmatch(text):
        year = int(found["year"])
        return year * 10_000 + 101, (year + 9) * 10_000 + 1231
    if found := _QUARTER.fullmatch(text):
        year = int(found["year"] or found["year2"])
        last = 3 * int(found["before"] or found["after"])
        return year * 10_000 + (last - 2) * 100 + 1, year * 10_000 + last * 100 + 31
    return _written(text, today) or (_relative(text, today) if today is not None else None)


def _span(year: int, month: int, day: int) -> Days | None:
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return None
    return (
        year * 10_000 + (month or 1) * 100 + (day or 1),
        year * 10_000 + (month or 12) * 100 + (day or 31),
    )


def _written(text: str, today: date | None) -> Days | None:
    for form in _WRITTEN:
        found = form.fullmatch(text)
        if found is None:
            continue
        month = _month(found["month"])
        if month is None:
            continue
        parts = found.groupdict()
        if "year" in parts:
            return _span(int(parts["year"]), month, int(parts.get("day") or 0))
        if today is not None:
            # A month without a year is the last one of that name that has begun.
            return _span(today.year - (month > today.month), month, 0)
    return None


def _month(name: str) -> int | None:
    fitting = [at for at, month in enumerate(_MONTHS, 1) if month.startswith(name)]
    return fitting[0] if len(fitting) == 1 else {"sept": 9}.get(name)


def _relative(text: str, today: date) -> Days | None:
    day = timedelta(days=1)
    if text in ("today", "yesterday"):
        return _between(*(2 * [today if text == "today" else today - day]))
    try:
        if found := _BACK.fullmatch(text):
            return _between(_back(today, int(found["count"]), found["unit"]) + day, today)
        if found := _AGO.fullmatch(text):
            return _between(*(2 * [_back(today, int(found["count"]), found["unit"])]))
    except (ValueError, OverflowError):
        return None
    if found := _WEEKDAY.fullmatch(text):
        behind = (today.weekday() - _WEEKDAYS.index(found["weekday"]) - 1) % 7 + 1
        return _between(*(2 * [today - behind * day]))
    if found := _WHICH.fullmatch(text):
        return _calendar(found["unit"], today, -1 if found["which"] != "this" else 0)
    return None


def _calendar(unit: str, today: date, which: int) -> Days | None:
    if unit == "day":
        return _between(*(2 * [today + timedelta(days=which)]))
    if unit == "week":
        monday = today + timedelta(days=7 * which - today.weekday())
        return _between(monday, monday + timedelta(days=6))
    if unit == "year":
        return _span(today.year + which, 0, 0)
    month = today.year * 12 + today.month - 1 + which
    return _span(month // 12, month % 12 + 1, 0)


def _back(today: date, count: int, unit: str) -> date:
    if unit in ("day", "week"):
        return today - timedelta(days=count * (7 if unit == "week" else 1))
    month = today.year * 12 + today.month - 1 - count * (12 if unit == "year" else 1)
    for day in range(today.day, 0, -1):  # 31 May less a month is 30 April
        try:
            return date(month // 12, month % 12 + 1, day)
        except ValueError:
            if day <= 28:
                raise
    raise ValueError("not reached")


def _between(first: date, last: date) -> Days:
    return day_number(first), day_number(last)


def _span_as_text(first: int, last: int) -> str:
    if first == last:
        return _day_as_text(first)
    year, last_year = first // 10_000, last // 10_000
    if first % 10_000 == 101 and last % 10_000 == 1231:
        return f"{year}" if year == last_year else f"{year} to {last_year}"
    if first % 100 == 1 and last % 100 == 31:
        months = [f"{_MONTHS[day // 100 % 100 - 1].capitalize()} {day // 10_000}" for day in (first, last)]
        return months[0] if months[0] == months[1] else " to ".join(months)
    return f"{_day_as_text(first)} to {_day_as_text(last)}"


def _day_as_text(number: int) -> str:
    # Beyond the ends of a month are numbers of no day: the one after 31, the one before 1.
    year, month, day = number // 10_000, number // 100 % 100, number % 100
    if day > 31:
        year, month, day = (year + month // 12, month % 12 + 1, 1) if month < 12 else (year + 1, 1, 1)
    if not 1 <= month <= 12 or not day:
        year, month, day = (year, month - 1, 31) if month > 1 else (year - 1, 12, 31)
    return f"{day} {_MONTHS[month - 1].capitalize()} {year}"
