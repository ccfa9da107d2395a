"""Dates, languages and references as cards word them."""

import re
from functools import lru_cache

from PySide6.QtCore import QDate, QLocale


@lru_cache(maxsize=4096)
def short_date(published: str) -> str:
    """Return a date as a card shows it, ``16 Apr 2019``, ``Apr 2019`` or ``2019``; other texts unchanged."""
    parts = published[:10].split("-")
    if not all(part.isdigit() for part in parts) or len(parts) > 3:
        return published
    locale, numbers = QLocale(), [int(part) for part in parts]
    if len(numbers) == 1:
        return published
    date = QDate(numbers[0], numbers[1], numbers[2] if len(numbers) == 3 else 1)
    if not date.isValid():
        return published
    return locale.toString(date, "d MMM yyyy" if len(numbers) == 3 else "MMM yyyy")


def joined(*parts: str) -> str:
    """Join what is not empty with a middle dot: ``Northern Wire · 16 Apr 2019``."""
    return " · ".join(part for part in parts if part)


def joined_to_draw(*parts: str) -> str:
    """Join likewise, each part in its own direction: an Arabic outlet leaves the date as it is."""
    return joined(*(f"\u2068{part}\u2069" for part in parts if part))


def breakable(name: str) -> str:
    """Let a path or a file's name be broken into lines behind its separators, for labels that are narrow."""
    return re.sub(r"([/\\_.-])(?=\w)", "\\1\u200b", name)


def number(count: int) -> str:
    """Return a number with its thousands grouped as the reader's language does."""
    return QLocale().toString(count)


@lru_cache(maxsize=256)
def language_name(code: str) -> str:
    """Return a language's English name for its ISO 639-1 code; the code itself when it is unknown."""
    language = QLocale.codeToLanguage(code)
    if language in (QLocale.Language.AnyLanguage, QLocale.Language.C):
        return code
    return QLocale.languageToString(language)
