"""What the readers of database exports share: going through the articles one by one, names, opening words."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from archive_app.importing.decoding import Decoded
from archive_app.importing.draft import Draft, FailedItem, Reading
from archive_app.importing.reader import Unreadable

Item = TypeVar("Item")

_BY = re.compile(r"^\s*(?:(?:by|von|par|por|di|da|door)\s|(?:auteur|author|autor):)\s*(?=\S)", re.IGNORECASE)
_AND = re.compile(r"\s+(?:and|und|et|y|e|en)\s+|\s*[,;/|]\s*|\s*&\s*", re.IGNORECASE)
_OPENING_WORDS = 10

_DAMAGED = (ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What damage in one article may raise, which must not take the others along with it."""


def read_items(
    name: str,
    items: Sequence[Item],
    parse: Callable[[Item], Draft],
    *,
    decoded: Decoded | None = None,
    declared: int | None = None,
    warnings: Iterable[str] = (),
) -> Reading:
    """Read every article of an export; one that cannot be read is named by its number, and the rest goes on.

    ``parse`` raises :class:`Unreadable` for an article it can make nothing of. An article without a title
    takes its first words.
    """
    drafts: list[Draft] = []
    failed: list[FailedItem] = []
    for number, item in enumerate(items, 1):
        try:
            draft = parse(item)
            if not any(character.isalnum() for character in draft.text):
                raise Unreadable(_without_text(draft.title))
        except Unreadable as error:
            failed.append(FailedItem(number, str(error)))
            continue
        except _DAMAGED:
            failed.append(FailedItem(number, "It is so damaged that it could not be read."))
            continue
        drafts.append(replace(draft, title=draft.title.strip() or opening(draft.text), number=number))
    said = (*(decoded.warnings if decoded else ()), *warnings)
    return Reading(tuple(drafts), name, decoded.encoding if decoded else "", said, declared, tuple(failed))


def cut_off(are_whole: Iterable[bool]) -> list[str]:
    """Warn of every article whose end is not marked, as that of a file cut off is not."""
    return [
        f"Article {number} in it may be cut off: its end is not marked."
        for number, is_whole in enumerate(are_whole, 1)
        if not is_whole
    ]


def _without_text(title: str) -> str:
    title = " ".join(title.split())[:100]
    return f"“{title}” has no text." if title else "It has no text."


def opening(text: str) -> str:
    """Return a text's first words, as the title of an article that has none."""
    words = text.split(maxsplit=_OPENING_WORDS)
    first = " ".join(words[:_OPENING_WORDS])
    return first[:80].rstrip() + "…" if len(words) > _OPENING_WORDS or len(first) > 80 else first


def authors_of(byline: str) -> str:
    """Bring a byline into names separated by ``; ``.

    It is taken apart only where every part looks like a full name, so that places stay with their person.

    >>> authors_of("By Ada Lorn and Mira Tolle"), authors_of("Ada Lorn, Tavira")
    ('Ada Lorn; Mira Tolle', 'Ada Lorn, Tavira')
    """
    names = " ".join(_BY.sub("", byline).split()).strip(" ;,")
    parts = [part.strip() for part in _AND.split(names) if part.strip()]
    return "; ".join(parts) if all(len(part.split()) >= 2 for part in parts) else names


def memo_of(*labelled: tuple[str, str]) -> str:
    """Write what has no field of its own as lines ``Label: value``; empty ones are left out."""
    lines = ((label, " ".join(value.split())) for label, value in labelled)
    return "\n".join(f"{label}: {value}" for label, value in lines if value)


def number_in(database: str, number: str) -> str:
    """Return under which number a database has an article; nothing where it names none.

    >>> number_in("Factiva", "TAVP000020230304ej3400001")
    'Factiva: TAVP000020230304ej3400001'
    """
    return f"{database}: {' '.join(number.split())}" if number.strip() else ""


def fields_of(labelled: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return labels and values as the source has them, each on one line; what one label says twice as one."""
    fields: dict[str, list[str]] = {}
    for label, value in labelled:
        if label.strip() and value.strip():
            fields.setdefault(label.strip(), []).append(" ".join(value.split()))
    return tuple((label, "; ".join(dict.fromkeys(values))) for label, values in fields.items())


def commonest(counts: Iterable[int]) -> int | None:
    """Return the number named most often, which one misprint does not change."""
    ranked = Counter(counts).most_common(1)
    return ranked[0][0] if ranked else None


def whole_number(raw: str) -> int:
    """Read a count written with any separator of thousands; of more digits than nine the first nine."""
    return int(re.sub(r"\D", "", raw)[:9] or 0)
