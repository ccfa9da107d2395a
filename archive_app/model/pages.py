"""On which page of its source a place of a text stands, for articles that came from something with pages."""

import json
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageStart:
    """Where a page of the source begins in the text."""

    offset: int
    """Code points."""
    label: str
    """What is printed on the page, as ``3`` or ``iv``."""


def read_pages(stored: str) -> tuple[PageStart, ...]:
    """Read the page starts of a text as its version stores them; empty where it has no pages.

    >>> read_pages('[[0, "3"], [1840, "4"]]')[1]
    PageStart(offset=1840, label='4')
    """
    return tuple(PageStart(int(offset), str(label)) for offset, label in json.loads(stored or "[]"))


def stored_pages(pages: Sequence[PageStart]) -> str:
    """Write page starts as a version of a text stores them."""
    return json.dumps([[page.offset, page.label] for page in pages], ensure_ascii=False) if pages else ""


def page_of(pages: Sequence[PageStart], start: int) -> str:
    """Return the label of the page on which a place stands; empty before the first page and without pages."""
    before = bisect_right(pages, start, key=lambda page: page.offset)
    return pages[before - 1].label if before else ""


def pages_of(pages: Sequence[PageStart], start: int, end: int) -> str:
    """Return the page of a stretch that is not empty, or the first and the last one, as ``3–4``."""
    first, last = page_of(pages, start), page_of(pages, max(start, end - 1))
    return first if first == last or not first else f"{first}–{last}"


def moved_pages(pages: Sequence[PageStart], moved: Callable[[int], int]) -> tuple[PageStart, ...]:
    """Say where the pages begin after the text was changed; ``moved`` leads to the new place of an old one.

    What was put in where a page begins belongs to the page before it, or to the first page at the beginning
    of the text. A page of which nothing is left is left out.
    """
    found: dict[int, PageStart] = {}
    for page in pages:
        offset = max(moved(page.offset) if page.offset else 0, max(found, default=0))
        found[offset] = PageStart(offset, page.label)
    return tuple(found.values())
