"""What another extractor takes for the main text of a page, and whether the two agree.

``trafilatura`` is right more often (F1 .92 against .85 on the pages of ``tests/importing/test_web_page.py``),
but where they disagree much a person should look.
"""

from collections import Counter

from lxml.etree import LxmlError
from lxml.html import HtmlElement

from archive_app.importing.page_text import flat_text

LONGEST_PAGE = 1_000_000
"""Characters; with a longer page nobody waits for a second opinion."""

_LITTLE = 60
"""Words; fewer are what the second extractor finds where it finds nothing."""
_AGREEMENT = 0.7


def by_readability(tree: HtmlElement) -> str:
    """Return the main text of a page as ``readability`` sees it; nothing when it finds none."""
    from readability import Document  # only pages need it

    try:
        return flat_text(Document(tree).summary(html_partial=True))[1]
    except (LxmlError, RecursionError, ValueError, AttributeError, TypeError):
        return ""


def disagreement(first: str, second: str) -> str:
    """Say in a sentence that two texts of the same page differ much; nothing when they do not."""
    one, other = Counter(first.casefold().split()), Counter(second.casefold().split())
    if other.total() < _LITTLE:
        return ""
    if 2 * (one & other).total() >= _AGREEMENT * (one.total() + other.total()):
        return ""
    return (
        f"It is not certain which of its text is the article: {one.total():,} words were kept, another "
        f"extractor would keep {other.total():,}. Extract it again with “readability” to compare them."
    )
