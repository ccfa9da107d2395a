"""Dates as people read them."""

from PySide6.QtCore import QDate, QLocale


def readable_date(iso: str, locale: QLocale) -> str:
    """Return an ISO date, cut to what is known, in a locale's words: ``16 April 2019``, ``April 2019``."""
    parts = iso[:10].split("-")
    if not all(part.isdigit() for part in parts):
        return iso
    if len(parts) == 3:
        date = QDate(int(parts[0]), int(parts[1]), int(parts[2]))
        return locale.toString(date, "d MMMM yyyy") if date.isValid() else iso
    if len(parts) == 2:
        date = QDate(int(parts[0]), int(parts[1]), 1)
        return locale.toString(date, "MMMM yyyy") if date.isValid() else iso
    return iso
