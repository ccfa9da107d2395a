"""Says a query back in plain words: how it was understood."""

from collections.abc import Callable, Sequence

from archive_app.search.dates import days_as_text
from archive_app.search.query import (
    And,
    Everything,
    Long,
    Named,
    Near,
    Not,
    Or,
    Pattern,
    Phrase,
    Published,
    Query,
    State,
    Tagged,
    Textual,
    Word,
)

NamesFound = Callable[[Named], Sequence[tuple[str, ...]]]
"""Gives all names of each thing in the archive that a name in a query means."""

_LEADS = {
    "actor": "with", "speaker": "said by", "addressee": "addressed to", "target": "directed at",
    "mentioned": "mentioning", "claim": "of the claim type", "coder": "coded by", "outlet": "published by",
    "author": "written by", "lang": "in the language", "collection": "in the collection",
    "label": "with the label", "source": "from the file",
}  # fmt: skip
_PLACES = {"text": "in the text", "title": "in the title", "quote": "in a passage", "memo": "in a memo"}
_MOST_NAMED = 2  # that are named; of more only the number is said


def as_text(query: Query, names_found: NamesFound | None = None) -> str:
    """Return a query in plain words.

    As in ``embargo and not “arms trade”, said by Haftar (3 names), April 2019``. Without
    ``names_found`` names stand as they were asked for.
    """
    return _Wording(names_found).of(query)


class _Wording:
    def __init__(self, names_found: NamesFound | None) -> None:
        self._names_found = names_found

    def of(self, query: Query, *, within: bool = False) -> str:
        match query:
            case And():
                said = self._all(query.parts)
            case Or():
                said = " or ".join(self.of(part, within=True) for part in query.parts)
            case Not():
                return f"not {self.of(query.part, within=True)}"
            case _:
                return self._one(query)
        return f"({said})" if within else said

    def _all(self, parts: Sequence[Query]) -> str:
        """Words first, joined by “and”; the conditions follow them after commas."""
        about_text = [part for part in parts if _is_about_text(part)]
        conditions = [part for part in parts if not _is_about_text(part)]
        said = [" and ".join(self.of(part, within=True) for part in about_text)] if about_text else []
        return ", ".join([*said, *(self.of(part, within=True) for part in conditions)])

    def _one(self, query: Query) -> str:
        match query:
            case Word() | Pattern() | Phrase() | Near():
                where = f" {_PLACES[query.field]}" if query.field else ""
                return _words(query) + where
            case Named():
                return f"{_LEADS[query.field]} {self._names(query)}"
            case Tagged():
                return f"of a claim type with the stance “{query.stance}”"
            case Published():
                return days_as_text(query.first, query.last)
            case Long():
                return _length(query)
            case State():
                return query.name
            case Everything() | And() | Or() | Not():
                return "everything"

    def _names(self, query: Named) -> str:
        asked = " ".join(query.words) + ("…" if query.ends_in_prefix else "")
        asked = f"about “{asked}”" if query.is_about else asked
        if self._names_found is None:
            return asked
        found = self._names_found(query)
        if not found:
            return f"{asked} (no such name)"
        spellings = sum(map(len, found))
        if len(found) > _MOST_NAMED:
            return f"{asked} ({len(found)} of that name)"
        named = " or ".join(names[0] for names in found)
        return f"{named} ({spellings} names)" if spellings > len(found) else named


def _is_about_text(query: Query) -> bool:
    match query:
        case And() | Or():
            return all(_is_about_text(part) for part in query.parts)
        case Not():
            return _is_about_text(query.part)
        case _:
            return isinstance(query, Word | Pattern | Phrase | Near)


def _words(query: Textual) -> str:
    match query:
        case Word():
            if query.edits:
                return f"about “{query.word}”"
            if query.is_prefix or query.is_unfinished:
                return f"{query.spelling}…"
            return f"“{query.word}”" if query.is_exact else query.spelling
        case Pattern():
            return query.pattern
        case Phrase():
            return f"“{' '.join(query.words)}{'…' if query.ends_in_prefix else ''}”"
        case Near():
            others = "1 word" if query.others == 1 else f"{query.others} words"
            return f"{' and '.join(query.words)} with at most {others} between"


def _length(query: Long) -> str:
    if query.most is None:
        return f"at least {query.least:,} words"
    if query.least == query.most:
        return f"exactly {query.least:,} words"
    return f"{query.least:,} to {query.most:,} words" if query.least else f"at most {query.most:,} words"
