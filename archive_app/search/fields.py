"""The fields of the query language: what may stand before a colon, and what somebody may have meant."""

from rapidfuzz import process
from rapidfuzz.distance import OSA

from archive_app.search.query import NAME_FIELDS, TEXT_FIELDS
from archive_app.search.tokens import fold

DATE_FIELDS = ("date", "after", "before")
OTHER_FIELDS = ("stance", *DATE_FIELDS, "words", "is")
FIELDS: tuple[str, ...] = (*TEXT_FIELDS, *NAME_FIELDS, *OTHER_FIELDS)
"""The names that may stand before a colon."""

# What other programs call these fields.
_ELSEWHERE = {
    "body": "text", "content": "text", "headline": "title", "subject": "title", "passage": "quote",
    "note": "memo", "comment": "memo", "person": "actor", "organisation": "actor", "organization": "actor",
    "name": "actor", "from": "speaker", "by": "author", "byline": "author", "writer": "author",
    "to": "addressee", "mentions": "mentioned", "code": "claim", "type": "claim", "topic": "claim",
    "user": "coder", "publisher": "outlet", "newspaper": "outlet", "publication": "outlet", "site": "outlet",
    "language": "lang", "folder": "collection", "tag": "label", "keyword": "label", "file": "source",
    "published": "date", "year": "date", "month": "date", "day": "date", "since": "after", "until": "before",
    "length": "words", "status": "is", "state": "is",
}  # fmt: skip
_LONG = 7  # letters from which on two may be wrong


def field_name(typed: str) -> str | None:
    """Return the field that was typed before a colon; nothing when there is none of that name."""
    name = fold(typed)
    return name if name in FIELDS else None


def field_meant(typed: str) -> str | None:
    """Return the field that somebody may have meant by a name that is none; nothing when it is like none."""
    name = fold(typed)
    if name in _ELSEWHERE:
        return _ELSEWHERE[name]
    alike = [field for field in FIELDS if field[0] == name[:1]]
    found = process.extractOne(name, alike, scorer=OSA.distance, score_cutoff=2 if len(name) >= _LONG else 1)
    return None if found is None else str(found[0])
