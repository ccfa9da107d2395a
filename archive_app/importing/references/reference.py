"""One bibliographic record, whatever format it came in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reference:
    """What a record says of an article; empty where it says nothing."""

    title: str = ""
    outlet: str = ""
    authors: str = ""
    """Names separated by ``; ``."""
    published: str = ""
    """ISO 8601 cut to the precision that is known."""
    published_raw: str = ""
    url: str = ""
    doi: str = ""
    """In small letters, without an address before it."""
    language: str = ""
    """ISO 639-1 code."""
    section: str = ""
    database_id: str = ""
    text: str = ""
    """Its full text, else its abstract."""
    fields: tuple[tuple[str, str], ...] = ()
    """Labels and values as the record has them."""
    number: int = 0
    """Which record of its file it is, from 1."""
