"""Web addresses without their articles, as lists and tables hold them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WebLink:
    """An article's address and what its list says of it; its text is still to be fetched or attached."""

    url: str
    title: str = ""
    outlet: str = ""
    authors: str = ""
    published: str = ""
    """ISO 8601 cut to the precision that is known."""
    published_raw: str = ""
    language: str = ""
    section: str = ""
    number: int = 0
    """Which row or line of its list it is, from 1; 0 when that does not matter."""
